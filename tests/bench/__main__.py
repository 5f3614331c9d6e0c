"""`make bench`: measures on the sample, and on the shared documents where they lie beside it, into docs/bench.md."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path

from tests.bench import extracting, kills, ocr, pages, scale, speed
from tests.sample.__main__ import build

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "documents"


def main() -> None:
    load = os.getloadavg()[0]
    told = [
        "# Measured",
        "",
        f"`make bench` on {os.cpu_count()} cores, Python {platform.python_version()}; load when it began: {load:.1f}.",
        "Ratios are of runs made one after the other; the figures themselves belong to the machine and its moment.",
        "",
    ]
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        records = Path(folder) / "handlingar"
        digital = sorted(records.glob("*/bokslut/arsredovisning-*.pdf"))
        some = sorted(records.glob("2022/*/*"))
        told += ["## The sample", "", speed.digital(digital), *speed.adding([records]), kills.measure(some), ""]
    told += ["## Extracting", "", *extracting.costs(), ""]
    told += ["## Words read, by what happened to the page", "", *pages.recall_by_kind(), ""]
    told += ["## A scan of many pages", "", *scale.costs(), ""]
    if SHARED.is_dir():
        five = [SHARED / f"00{number}.pdf" for number in range(5)]
        told += ["## Five real documents", "", speed.digital([five[0], *five[2:4]]), *speed.adding(five), ""]
        told += ["## Scans beside other programs", ""]
        told += [
            "Each runs two processes: `tesseract -l Latin` on lists of upright pages that were rendered beforehand,"
        ]
        told += [
            "`slutarkiv add` on the file, `ocrmypdf --deskew --rotate-pages --jobs 2 --output-type pdf` on the file.",
            "",
        ]
        told += [*ocr.race(SHARED / "001-scan.pdf", rounds=2), *ocr.race(SHARED / "002-scan.pdf", rounds=1)]
    (ROOT / "docs" / "bench.md").write_text("\n".join(told), encoding="utf-8")
    print("\n".join(told))


if __name__ == "__main__":
    main()
