"""What a page costs in scans of 10, 100 and 1 000 pages; the largest is killed half-way and started again."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

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
    """Sparse A5 pages as a scanner at 150 dpi gives them, no two alike."""
    rng = Random(size)
    typed = path.with_suffix(".typed.pdf")
    canvas = Canvas(str(typed), pagesize=A5)
    for number in range(1, size + 1):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(50, 520, f"§ {number}  {rng.choice(_MATTERS)}")
        canvas.drawString(50, 490, f"Styrelsen beslutar att avsätta {rng.randrange(10, 900)} 000 kronor.")
        canvas.drawString(50, 470, "Sekreteraren får i uppdrag att meddela de sökande före årets slut.")
        canvas.drawString(330, 40, f"Sida {number}")
        canvas.showPage()
    canvas.save()
    with pikepdf.new() as pdf:
        for page in pdfium.PdfDocument(typed):
            sheet = page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
            jpeg = io.BytesIO()
            sheet.save(jpeg, "JPEG", quality=75)
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
