"""`make bench`: measures on the sample, and on the shared documents where they lie beside it, into docs/bench.md."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path

from tests.bench import kills, speed
from tests.sample.__main__ import build

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "documents"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        records = Path(folder) / "handlingar"
        digital = sorted(records.glob("*/bokslut/arsredovisning-*.pdf"))
        some = sorted(records.glob("2022/*/*"))
        told = ["# Measured", "", f"`make bench` on {os.cpu_count()} cores, Python {platform.python_version()}.", ""]
        told += ["## The sample", "", speed.digital(digital), *speed.adding([records]), kills.measure(some), ""]
        if SHARED.is_dir():
            five = [SHARED / f"00{number}.pdf" for number in range(5)]
            told += ["## Five real documents", "", speed.digital([five[0], *five[2:4]]), *speed.adding(five), ""]
    (ROOT / "docs" / "bench.md").write_text("\n".join(told), encoding="utf-8")
    print("\n".join(told))


if __name__ == "__main__":
    main()
