"""What happens to a page on its way to an archive: stamped, signed, marked, photographed, faxed, copied askew, bound.

Every maker takes a page as `scan.pictures` renders it (grey, upright) and gives a picture; the same dice, the same
picture. `Damaged` says at what resolution it is kept.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.sample.draw_pdf import HEIGHT, WIDTH, Drawn, Sheet, paint, wrap
from tests.sample.scan import font_path, jpeg

RED, BLUE, YELLOW = (186, 30, 44), (28, 48, 150), (255, 238, 64)
DPI = 200


@dataclass(frozen=True, eq=False)
class Damaged:
    """A page's picture; `dpi` across and down: a fax has more the one way than the other."""

    image: Image.Image
    dpi: tuple[int, int] = (DPI, DPI)


Maker = Callable[[Image.Image, Random], Damaged]


def page_images(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """The pages of a digital PDF in grey, as clean as they are set."""
    document = pdfium.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    document.close()
    return pages


def scanned(page: Image.Image, rng: Random) -> Damaged:
    """A good scanner's work."""
    return Damaged(_grained(page, rng, 5))


def stamped(page: Image.Image, rng: Random) -> Damaged:
    """A round red stamp over the text."""
    unit = DPI / 72
    across = int(120 * unit)
    stamp = Image.new("RGB", (across, across), "white")
    pen = ImageDraw.Draw(stamp)
    for inset, width in ((3, 3), (16, 1.5)):
        edge = inset * unit
        pen.ellipse((edge, edge, across - edge, across - edge), outline=RED, width=int(width * unit))
    face = ImageFont.truetype(font_path("VeraBd.ttf"), int(12 * unit))
    for line, text in enumerate(("INKOM", "2024 -05- 17", "KANSLIET")):
        pen.text((across / 2, (42 + 18 * line) * unit), text, font=face, fill=RED, anchor="mm")
    stamp = stamp.rotate(rng.uniform(-25, 25), Image.Resampling.BICUBIC, fillcolor="white")
    ink = Image.new("RGB", page.size, "white")
    for y in (rng.uniform(110, 150), rng.uniform(320, 420)):
        ink.paste(stamp, (int(rng.uniform(120, 330) * unit), int(y * unit)))
    return Damaged(_grained(ImageChops.multiply(page.convert("RGB"), ink), rng, 4))  # print shows through stamp ink


def signed(page: Image.Image, rng: Random) -> Damaged:
    """Names in blue ink that run over the text."""
    unit = DPI / 72
    sheet = page.convert("RGB")
    ink = Image.new("L", page.size, 0)
    pen = ImageDraw.Draw(ink)
    for start in (rng.uniform(130, 200), rng.uniform(320, 420), rng.uniform(560, 640)):
        x, y = rng.uniform(80, 160), start
        points = []
        for step in range(160):
            x += 1.3
            angle = step / 3.1
            points.append((x + 7 * np.sin(angle * 1.7), y + 13 * np.sin(angle) + 5 * np.sin(angle / 3.3)))
        pen.line([(px * unit, py * unit) for px, py in points], fill=235, width=int(1.5 * unit), joint="curve")
    sheet.paste(Image.new("RGB", page.size, BLUE), mask=ink.filter(ImageFilter.GaussianBlur(0.7)))
    return Damaged(_grained(ImageChops.darker(sheet, page.convert("RGB")), rng, 4))


def marked(page: Image.Image, rng: Random) -> Damaged:
    """A yellow marker drawn over lines of text."""
    unit = DPI / 72
    marker = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(marker)
    y = 100.0
    while y < 700:
        x = rng.uniform(60, 250)
        pen.rectangle((x * unit, y * unit, (x + rng.uniform(120, 270)) * unit, (y + 16) * unit), fill=YELLOW)
        y += rng.uniform(30, 90)
    return Damaged(_grained(ImageChops.multiply(page.convert("RGB"), marker), rng, 4))


def photographed(page: Image.Image, rng: Random) -> Damaged:
    """A telephone's picture of the sheet on a wooden table: in perspective, the light from one side, a shadow on it."""
    dice = np.random.default_rng(rng.randrange(2**32))
    wide, high = 2250, 3000
    table = _table(wide, high, dice)
    inset = [(rng.uniform(0.05, 0.13) * wide, rng.uniform(0.04, 0.10) * high) for _ in range(4)]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = inset
    target = np.array([(ax, ay), (wide - bx, by), (wide - cx, high - cy), (dx, high - dy)], np.float32)
    source = np.array([(0, 0), (page.width, 0), page.size, (0, page.height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    print_on = cv2.warpPerspective(np.asarray(page), matrix, (wide, high), flags=cv2.INTER_AREA, borderValue=(255,))
    whole = np.full((page.height, page.width), 255, np.uint8)
    sheet = cv2.warpPerspective(whole, matrix, (wide, high), flags=cv2.INTER_LINEAR)[..., None] / np.float32(255)
    paper = print_on[..., None] * np.array([0.95, 0.92, 0.86], np.float32)
    scene = paper * sheet + table * (1 - sheet)
    lit = np.clip(scene * _light(wide, high, rng)[..., None], 0, 255).astype(np.uint8)
    soft = cv2.GaussianBlur(lit, (0, 0), 0.8).astype(np.float32)
    grain = dice.standard_normal((high, wide, 1), dtype=np.float32) * 4
    return Damaged(Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8)), (72, 72))


def _table(wide: int, high: int, dice: np.random.Generator) -> NDArray[np.float32]:
    veins = cv2.resize(dice.random((high // 12, 9), dtype=np.float32), (wide, high), interpolation=cv2.INTER_CUBIC)
    return (np.array([122, 84, 56], np.float32) * (0.75 + 0.4 * veins[..., None])).astype(np.float32)


def _light(wide: int, high: int, rng: Random) -> NDArray[np.float32]:
    """From .5 to 1, falling off to one side; the photographer's shadow lies over a corner."""
    x, y = np.meshgrid(np.linspace(-1, 1, wide, dtype=np.float32), np.linspace(-1, 1, high, dtype=np.float32))
    side = rng.choice((-1.0, 1.0))
    light = 0.8 + 0.2 * side * x - 0.08 * y * rng.choice((-1, 1))
    shadow = 1 / (1 + np.exp(-14 * (side * 0.7 * x + 0.7 * y - rng.uniform(0.15, 0.45))))
    return np.asarray(light * (1 - 0.28 * shadow), dtype=np.float32)


def faxed(page: Image.Image, rng: Random, down: int = 196) -> Damaged:
    """Through a fax machine: black or white, 204 dots across and 196 (fine) or 98 down, ragged, with specks."""
    dice = np.random.default_rng(rng.randrange(2**32))
    size = (round(page.width * 204 / DPI), round(page.height * down / DPI))
    grey = np.asarray(page.resize(size, Image.Resampling.BOX), np.float32)
    ragged = grey + 34 * dice.standard_normal(grey.shape, dtype=np.float32)
    black = ragged < 132
    specks = dice.random(grey.shape, dtype=np.float32)
    black |= specks < 0.0012
    black |= np.roll(specks < 0.0004, 1, axis=1)
    black &= specks < 0.9985
    return Damaged(Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("1"), (204, down))


def bordered(page: Image.Image, rng: Random) -> Damaged:
    """Copied with the lid open: the sheet a little crooked on black."""
    left, top, right, bottom = (int(rng.uniform(0.01, 0.07) * page.width) for _ in range(4))
    crooked = page.convert("RGBA").rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, expand=True)
    black = Image.new("RGBA", (crooked.width + left + right, crooked.height + top + bottom), (14, 14, 14, 255))
    black.alpha_composite(crooked, (left, top))
    return Damaged(_grained(black.convert("L"), rng, 5))


def spread(left: Image.Image, right: Image.Image, rng: Random) -> Damaged:
    """Two pages of a bound volume on one sheet, a shadow where they meet."""
    both = Image.new("L", (left.width + right.width, max(left.height, right.height)), 255)
    both.paste(left.rotate(rng.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255), (0, 0))
    both.paste(right.rotate(rng.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255), (left.width, 0))
    away = np.abs(np.arange(both.width) - left.width) / (0.05 * left.width)
    pixels = np.asarray(both, np.float32) * (1 - 0.6 * np.exp(-away))[None, :]
    return Damaged(_grained(Image.fromarray(pixels.astype(np.uint8)), rng, 4))


def blank_back(page: Image.Image, rng: Random) -> Damaged:
    """The back of a page: its print shines through, mirrored; two punched holes and a few specks."""
    mirrored = page.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(1.6))
    shine = rng.uniform(0.12, 0.22)
    pixels = 248 - shine * (255 - np.asarray(mirrored, np.float32))
    back = Image.fromarray(pixels.astype(np.uint8))
    pen = ImageDraw.Draw(back)
    unit = DPI / 72
    for y in (page.height / 2 - 113 * unit, page.height / 2 + 113 * unit):
        pen.ellipse((page.width - 42 * unit, y, page.width - 25 * unit, y + 17 * unit), fill=20)
    for _ in range(12):
        x, y = rng.uniform(0, page.width), rng.uniform(0, page.height)
        pen.ellipse((x, y, x + rng.uniform(1, 5), y + rng.uniform(1, 5)), fill=70)
    return Damaged(_grained(back, rng, 4))


def two_columns(title: str, paragraphs: Sequence[str], size: float = 10) -> bytes:
    """Prose set in two columns, as newsletters and reports are: a digital PDF."""
    left, gutter, top, bottom = 60.0, 24.0, 110.0, 70.0
    width = (WIDTH - 2 * left - gutter) / 2
    sheets: list[Sheet] = []
    column, y = 2, 0.0
    for text in paragraphs:
        for line in wrap(text, "Times-Roman", size, width):
            if column > 1 or y > HEIGHT - bottom:
                column += 1
                if column > 1:
                    sheets.append(Sheet())
                    sheets[-1].drawn.append(Drawn(left, 80, title, "Times-Bold", size + 6))
                    column = 0
                y = top
            sheets[-1].drawn.append(Drawn(left + column * (width + gutter), y, line, "Times-Roman", size))
            y += 1.25 * size
        y += 0.5 * size
    return paint(sheets, title)


def _grained(page: Image.Image, rng: Random, noise: float) -> Image.Image:
    dice = np.random.default_rng(rng.randrange(2**32))
    pixels = np.asarray(page, np.float32) * 0.97
    grain = dice.standard_normal(pixels.shape[:2], dtype=np.float32) * noise
    out = pixels + (grain if pixels.ndim == 2 else grain[..., None])
    return Image.fromarray(np.clip(out, 0, 255).astype(np.uint8))


def as_pdf(pages: Sequence[Damaged], title: str, quality: int = 70) -> bytes:
    """The pictures as the pages of a PDF: JPEG, or bits where there are only black and white."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for page in pages:
        width, height = page.image.width * 72 / page.dpi[0], page.image.height * 72 / page.dpi[1]
        if page.dpi == (72, 72):  # a telephone knows no paper size: whoever made the PDF fitted it to a sheet
            width, height = WIDTH, WIDTH * page.image.height / page.image.width
        canvas.setPageSize((width, height))
        bits = page.image.mode == "1"
        image = ImageReader(page.image if bits else io.BytesIO(jpeg(page.image, quality, page.dpi[0])))
        canvas.drawImage(image, 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def as_tiff(pages: Sequence[Damaged]) -> bytes:
    """Faxes as machines keep them: Group 4, all pages in one file."""
    out = io.BytesIO()
    first, *rest = [page.image for page in pages]
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=pages[0].dpi)
    return out.getvalue()


def as_jpeg(page: Damaged, quality: int = 85) -> bytes:
    return jpeg(page.image, quality, page.dpi[0])
