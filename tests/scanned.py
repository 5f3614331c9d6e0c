"""Pages set in type and scanned: grey pictures, turned and crooked, what reading from pictures is tested on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.images import Picture

A4 = (595.0, 842.0)
PROSE = (
    "Styrelsen för Ängsbygdens samverkan höll möte i Åmåla bygdegård.",
    "Ordföranden hälsade alla välkomna och förklarade mötet öppnat.",
    "§ 31 Ekonomisk rapport",
    "Sekreteraren gick igenom utfallet till och med den 30 april, som är 45 %",
    "av budgeten. Likviditeten är god och inga större avvikelser väntas.",
    "Styrelsen beslutar att lägga rapporten till handlingarna.",
    "§ 32 Ansökan från Växthuset",
    "Föreningen Växthuset söker medel för att fler ska våga ta steget till",
    "arbete eller studier. Två tjänster får stöd under ett halvår.",
    "Styrelsen beslutar att bevilja ansökan om 125 000 kronor.",
)
Placed = tuple[float, float, str]


def lines(texts: Sequence[str], x: float = 70, y: float = 120, leading: float = 22) -> list[Placed]:
    """Texts as lines under each other, (x, y) of the first from the top left in points."""
    return [(x, y + i * leading, text) for i, text in enumerate(texts)]


def digital(path: Path, *pages: Sequence[Placed], size: float = 11, invisible_over: Sequence[Picture] = ()) -> Path:
    """A PDF with the lines of each page; as invisible text over page pictures where they are given."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, page in enumerate(pages):
        if invisible_over:
            canvas.drawImage(_reader(invisible_over[number]), 0, 0, *A4)
        text = canvas.beginText()
        text.setTextRenderMode(3 if invisible_over else 0)
        text.setFont("Helvetica", size)
        for x, y, line in page:
            text.setTextOrigin(x, A4[1] - y)
            text.textOut(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return path


def picture(placed: Sequence[Placed], tmp: Path, *, dpi: int = 200, turn: int = 0, skew: float = 0.0) -> Picture:
    """The lines as a scanner gives them: grey, with a little grain, turned clockwise by quarters and by degrees."""
    source = digital(tmp / "set.pdf", placed)
    image = pdfium.PdfDocument(source)[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    image = image.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(7).normal(0, 4, image.size[::-1])
    pixels = np.clip(np.asarray(image, dtype=np.float64) * 0.95 + grain, 0, 255).astype(np.uint8)
    return Picture(pixels, float(dpi)).turned(turn)


def scan_pdf(path: Path, *pictures: Picture) -> Path:
    """Page pictures as a PDF without text."""
    canvas = Canvas(str(path))
    for page in pictures:
        canvas.setPageSize((page.width, page.height))
        canvas.drawImage(_reader(page), 0, 0, page.width, page.height)
        canvas.showPage()
    canvas.save()
    return path


def _reader(page: Picture) -> ImageReader:
    out = io.BytesIO()
    Image.fromarray(page.pixels).save(out, "PNG")
    return ImageReader(io.BytesIO(out.getvalue()))
