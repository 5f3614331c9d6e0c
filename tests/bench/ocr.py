"""Pages a minute of `add` on scans, beside raw Tesseract and OCRmyPDF, one after the other in one run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ingest import media
from ingest.images import page_as_picture
from ingest.pdf import page_count
from ingest.settings import Settings
from ingest.tesseract import model_folder
from ingest.upright import direction
from tests.archives import command, new_archive
from tests.bench.watch import Run, run

ROOT = Path(__file__).parents[2]
_VENV = ROOT / "build" / "ocrmypdf"
_PROCESSES = 2


@dataclass(frozen=True)
class Times:
    """What one contestant took for a file, all its runs."""

    name: str
    runs: list[Run]

    def per_minute(self, pages: int) -> float:
        """Pages a minute over all its runs: they stand early and late in the row, so a busy moment hits all alike."""
        return 60 * pages * len(self.runs) / sum(each.seconds for each in self.runs)


def race(file: Path, *, rounds: int) -> Iterator[str]:
    """Markdown lines: a table of the contestants, and the ratios of `add` to the others."""
    pages = page_count(file)
    with tempfile.TemporaryDirectory() as folder:
        lists = _upright_pages(file, pages, Path(folder))
        contestants: dict[str, Callable[[], Run]] = {
            "raw Tesseract": lambda: _raw(lists),
            "slutarkiv add": lambda: _add(file),
        }
        ocrmypdf = _ocrmypdf()
        if isinstance(ocrmypdf, Path):
            contestants["OCRmyPDF"] = lambda: _other(ocrmypdf, file, Path(folder) / "ut.pdf")
        times = {name: Times(name, []) for name in contestants}
        order = list(contestants)
        for turn in range(rounds):
            for name in order if turn % 2 == 0 else reversed(order):
                times[name].runs.append(contestants[name]())
    yield f"### {file.name}, {pages} pages"
    yield ""
    yield "| | pages a minute | CPU s a page | most memory, MB |"
    yield "|---|---|---|---|"
    for name, each in times.items():
        cpu = sum(one.cpu for one in each.runs) / len(each.runs) / pages
        memory = max(one.megabytes for one in each.runs)
        yield f"| {name} | {each.per_minute(pages):.1f} | {cpu:.2f} | {memory:.0f} |"
    yield ""
    ours = times["slutarkiv add"].per_minute(pages)
    ratios = [
        f"{ours / each.per_minute(pages):.2f} × {name}" for name, each in times.items() if name != "slutarkiv add"
    ]
    yield f"`add`: {', '.join(ratios)}."
    if not isinstance(ocrmypdf, Path):
        yield f"OCRmyPDF was not measured: {ocrmypdf}"
    yield ""


def _upright_pages(file: Path, pages: int, folder: Path) -> list[Path]:
    """The pages as upright grey pictures, named in one list a process; making them is not measured."""
    names: list[Path] = []
    for number in range(1, pages + 1):
        picture = page_as_picture(file, media.PDF, number, Settings().ocr_dpi)
        grey = Image.fromarray(picture.turned(direction(picture).turn).pixels).convert("L")
        names.append(folder / f"{number:04d}.png")
        grey.save(names[-1], dpi=(picture.dpi, picture.dpi), compress_level=1)
    lists = [folder / f"lista-{n}.txt" for n in range(_PROCESSES)]
    for n, path in enumerate(lists):
        path.write_text("\n".join(map(str, names[n::_PROCESSES])) + "\n")
    return lists


def _raw(lists: list[Path]) -> Run:
    """`tesseract -l Latin` once for each list, side by side."""
    one_thread = {"OMP_THREAD_LIMIT": "1"}
    folder = str(model_folder("Latin"))
    with ThreadPoolExecutor(len(lists)) as side_by_side:
        runs = list(
            side_by_side.map(
                lambda names: run(
                    ["tesseract", names, names.with_suffix(".read"), "--tessdata-dir", folder, "-l", "Latin"],
                    one_thread,
                ),
                lists,
            )
        )
    assert not any(each.code for each in runs), runs[0].told
    return Run(
        seconds=max(each.seconds for each in runs),
        cpu=sum(each.cpu for each in runs),
        megabytes=sum(each.megabytes for each in runs),
    )


def _add(file: Path) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        archive = new_archive(Path(folder) / "arkiv")
        told = run(command("add", archive.root, file), {"SLUTARKIV_WORKERS": str(_PROCESSES)})
    assert told.code == 0, told.told
    return told


def _other(program: Path, file: Path, out: Path) -> Run:
    folder = model_folder("Latin")
    model = "script/Latin" if folder.name == "script" else "Latin"
    options = ["--deskew", "--rotate-pages", "--jobs", str(_PROCESSES), "--output-type", "pdf", "--quiet", "-l", model]
    told = run([program, *options, file, out])
    assert told.code == 0, told.told
    return told


def _ocrmypdf() -> Path | str:
    """OCRmyPDF in an environment of its own, made the first time; or why it cannot be had."""
    program = _VENV / "bin" / "ocrmypdf"
    if not program.exists():
        make = [
            [sys.executable, "-m", "venv", str(_VENV)],
            [str(_VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "ocrmypdf"],
        ]
        for step in make:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                return f"`{' '.join(step[1:])}` failed: {done.stderr.strip().splitlines()[-1:]}"
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, env=dict(os.environ))
    return program if asked.returncode == 0 else f"it does not start: {asked.stderr.strip()[-200:]}"
