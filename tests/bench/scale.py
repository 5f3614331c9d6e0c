"""What a page costs in scans of 10, 100 and 1 000 pages; the largest is killed half-way and started again."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from archive.folder import Archive
from tests.archives import command, new_archive
from tests.bench.watch import Run, run

SIZES = (10, 100, 1000)
_DPI = 150
_MATTERS = (
    "Verksamhetsplan",
    "Ekonomisk rapport",
    "Ansökan om medel",
    "Val av justerare",
    "Övriga frågor",
    "Remissvar",
)


def costs() -> Iterator[str]:
    """Lines of a Markdown table, and one on the killed run."""
    yield "| pages | ms a page | CPU ms a page | most memory, MB |"
    yield "|---|---|---|---|"
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            file = scan(Path(folder) / "skanning.pdf", size)
            archive = new_archive(Path(folder) / "arkiv")
            if size == SIZES[-1]:
                told, twice = _killed_half_way(archive, file, size)
            else:
                told = run(command("add", archive.root, file))
        assert told.code == 0, told.told
        yield (f"| {size} | {1000 * told.seconds / size:.0f} | {1000 * told.cpu / size:.0f} | {told.megabytes:.0f} |")
    yield ""
    yield twice


def _killed_half_way(archive: Archive, file: Path, size: int) -> tuple[Run, str]:
    """Both runs as one, the first ended by kill -9."""
    shelf = archive.pages_under_way

    def read() -> dict[str, int]:
        return {page.name: page.stat().st_mtime_ns for page in shelf.glob("*/*/[0-9]*")}

    first = run(command("add", archive.root, file), until=lambda: len(read()) >= size // 2)
    before = read()
    again: set[str] = set()

    def watch() -> bool:
        with suppress(FileNotFoundError):  # once the document is kept, its pages are thrown away
            again.update(name for name, changed in read().items() if before.get(name, changed) != changed)
        return False

    second = run(command("add", archive.root, file), until=watch)
    second.seconds += first.seconds
    second.cpu += first.cpu
    second.megabytes = max(first.megabytes, second.megabytes)
    return second, (
        f"The scan of {size} pages was killed (-9) with {len(before)} pages read and added again: "
        f"{len(again)} of those were read a second time. Its row counts both runs."
    )


def scan(path: Path, size: int) -> Path:
    """Sparse A4 pages as a scanner at 150 dpi gives them, no two alike."""
    rng = Random(size)
    font = ImageFont.load_default(26)
    paper = Image.effect_noise((1240, 1754), 6).point(lambda value: min(255, value + 110))
    with pikepdf.new() as pdf:
        for number in range(1, size + 1):
            sheet = paper.copy()
            pen = ImageDraw.Draw(sheet)
            pen.text((150, 200), f"§ {number}  {rng.choice(_MATTERS)}", 20, font)
            pen.text((150, 260), f"Styrelsen beslutar att avsätta {rng.randrange(10, 900)} 000 kr.", 20, font)
            pen.text((600, 1650), f"Sida {number} av {size}", 20, font)
            jpeg = io.BytesIO()
            sheet.save(jpeg, "JPEG", quality=60, dpi=(_DPI, _DPI))
            _add_page(pdf, jpeg.getvalue(), sheet.size)
        pdf.save(path)
    return path


def _add_page(pdf: pikepdf.Pdf, jpeg: bytes, size: tuple[int, int]) -> None:
    width, height = (72 * side / _DPI for side in size)
    page = pdf.add_blank_page(page_size=(width, height))
    picture = pdf.make_stream(jpeg)
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height = size
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    picture.Filter = pikepdf.Name.DCTDecode
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Sida=picture))
    page.obj.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Sida Do Q".encode())
