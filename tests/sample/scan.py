"""Pages as a scanner leaves them: grey, crooked, on their side, stamped, coarse; and the wrong text layer some "
"carry."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2 as pdfium
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.sample.draw_pdf import HEIGHT, WIDTH, Sheet, paint_text

# what an engine without å ä ö makes of them; é now and then for ö, as such engines do
WRONG = {"å": "a", "ä": "a", "Å": "A", "Ä": "A", "Ö": "O", "§": "8"}


@dataclass(frozen=True)
class Scan:
    """How the pages went through the scanner. `turned`: page index → degrees clockwise."""

    dpi: int = 200
    skew: float = 0.0
    turned: tuple[tuple[int, int], ...] = ()
    stamp: tuple[str, ...] = ()
    quality: int = 60
    noise: float = 5.0


def pictures(pdf: bytes, scan: Scan, rng: Random) -> list[Image.Image]:
    """Every page as a picture, upright or not as `scan` says."""
    out: list[Image.Image] = []
    turned = dict(scan.turned)
    dots = np.random.default_rng(rng.randrange(2**32))
    document = pdfium.PdfDocument(pdf)
    for index in range(len(document)):
        page = document[index].render(scale=scan.dpi / 72, grayscale=True).to_pil().convert("L")
        if scan.stamp and index == 0:
            page = stamped(page, scan.stamp, rng)
        if scan.skew:
            angle = scan.skew * rng.choice((-1, 1)) * rng.uniform(0.6, 1.0)
            page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=246 if page.mode == "L" else (246, 246, 246))
        grain = dots.standard_normal(page.size[::-1], dtype=np.float32) * scan.noise
        if page.mode == "RGB":
            grain = grain[..., None]
        page = Image.fromarray(np.clip(np.asarray(page, dtype=np.float32) * 0.97 + grain, 0, 255).astype(np.uint8))
        if index in turned:
            page = page.rotate(-turned[index], expand=True)
        out.append(page)
    document.close()
    return out


def stamped(page: Image.Image, lines: tuple[str, ...], rng: Random) -> Image.Image:
    """A coloured received-stamp lying over the text, slightly crooked."""
    colour = rng.choice(((176, 28, 40), (32, 60, 158)))
    unit = page.width / 595
    face = ImageFont.truetype(font_path("VeraBd.ttf"), int(13 * unit))
    size = (int(190 * unit), int((22 + 18 * len(lines)) * unit))
    stamp = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((2, 2, size[0] - 3, size[1] - 3), outline=(*colour, 235), width=int(3 * unit))
    for index, line in enumerate(lines):
        pen.text((12 * unit, (10 + 18 * index) * unit), line, font=face, fill=(*colour, 225))
    stamp = stamp.rotate(rng.uniform(-9, 9), Image.Resampling.BICUBIC, expand=True)
    sheet = page.convert("RGBA")
    sheet.alpha_composite(stamp, (int(rng.uniform(250, 340) * unit), int(rng.uniform(90, 230) * unit)))
    return sheet.convert("RGB")


def font_path(name: str) -> str:
    """Where reportlab keeps the fonts that come with it."""
    return str(Path(reportlab.__file__).parent / "fonts" / name)


def jpeg(page: Image.Image, quality: int, dpi: int) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def picture_pdf(pages: list[Image.Image], scan: Scan, title: str, layer: list[Sheet] | None = None) -> bytes:
    """Page pictures as a PDF, with `layer` as invisible text behind them."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for index, page in enumerate(pages):
        width, height = page.width * 72 / scan.dpi, page.height * 72 / scan.dpi
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(jpeg(page, scan.quality, scan.dpi))), 0, 0, width, height)
        if layer:
            paint_text(canvas, layer[index], mode=3)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wrong_layer(sheets: list[Sheet], rng: Random) -> list[Sheet]:
    """The text of an OCR run that knows no Swedish, in place."""
    return [
        Sheet(WIDTH, HEIGHT, [type(d)(d.x, d.y, misread(d.text, rng), d.font, d.size, d.gap) for d in sheet.drawn])
        for sheet in sheets
    ]


def misread(text: str, rng: Random) -> str:
    out = []
    for letter in text:
        if letter == "ö":
            out.append("é" if rng.random() < 0.25 else "o")
        elif letter in "lI" and rng.random() < 0.02:
            out.append("1")
        elif letter == "m" and rng.random() < 0.01:
            out.append("rn")
        else:
            out.append(WRONG.get(letter, letter))
    return "".join(out)
