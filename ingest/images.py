"""Page pictures: of a PDF's pages and of picture files, at the resolution they were made in.

A `Picture` is what the engine reads and what the boxes refer to: pixels in grey or colour with their resolution, so
that a pixel is 72 / dpi points. Sources: pypdfium2 5 for PDF, Pillow for picture files.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import BrokenFileError, EncryptedError, PageError, TooLargeError

if TYPE_CHECKING:
    from PIL import Image

Pixels = NDArray[np.uint8]  # height × width (grey) or height × width × 3 (RGB)

PICTURE_TYPE = "image/jpeg"  # what `page_picture` gives
POINTS_PER_INCH = 72.0
MAX_PIXELS = 120_000_000  # an A3 page at 600 dpi has 70 million
LOWEST_DPI, HIGHEST_DPI = 100.0, 400.0  # outside these more pixels cost time and give no letters
PLAUSIBLE_DPI = (60.0, 1300.0)  # what a scanner or camera file may say about itself and be believed
GUESSED_DPI = 200.0
_NEARLY_SQUARE = 0.05  # a fine fax is 204 × 196: drawing its dots anew would cost more words than its form is worth
_BETWEEN = 0.12  # × the ink: what scaling leaves between black and white
_WHOLE_PAGE = 0.85  # a picture that covers this share of both sides is the page
_AS_PDF = "Öppna bilden, spara om den som PNG eller PDF och lägg in den filen."


@dataclass(frozen=True, eq=False)
class Picture:
    """A page's picture. `pixels` is read-only by convention; `dpi` is pixels an inch, the same along both sides.

    `is_bilevel`: it was kept in black and white, without greys.
    """

    pixels: Pixels
    dpi: float
    is_bilevel: bool = False

    @property
    def width(self) -> float:
        """Width in points."""
        return float(self.pixels.shape[1]) * POINTS_PER_INCH / self.dpi

    @property
    def height(self) -> float:
        """Height in points."""
        return float(self.pixels.shape[0]) * POINTS_PER_INCH / self.dpi

    def turned(self, degrees: int) -> Picture:
        """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
        if degrees % 90:
            raise ValueError(f"a picture is turned by quarters, not {degrees} degrees")
        if degrees % 360 == 0:
            return self
        return replace(self, pixels=np.ascontiguousarray(np.rot90(self.pixels, -(degrees // 90))))


def page_total(path: Path) -> int:
    """How many pages a picture file has (a TIFF may have several). Raises BrokenFileError."""
    with _opened(path) as image:
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def page_as_picture(path: Path, media_type: str, number: int, dpi: int) -> Picture:
    """The picture of page `number` (from 1), as a viewer shows it.

    A PDF page that is one picture comes at that picture's own resolution, any other at `dpi`; a picture file at its
    own. Raises BrokenFileError, EncryptedError, TooLargeError or PageError.
    """
    if media_type == "application/pdf":
        return _rendered(path, number, dpi, own_resolution=True)
    return _from_file(path, number)


def page_picture(path: Path, media_type: str, number: int, dpi: int, rotation: int = 0) -> bytes:
    """A page for the eye: JPEG bytes (`PICTURE_TYPE`) at `dpi`, turned clockwise by `rotation` degrees.

    `rotation` is the page's own (`Page.rotation`), so the boxes of the page's words lie on this picture at dpi / 72
    pixels a point. Raises as `page_as_picture`.
    """
    from PIL import Image

    if media_type == "application/pdf":
        picture = _rendered(path, number, dpi, own_resolution=False)
    else:
        picture = _from_file(path, number)
    image = Image.fromarray(picture.turned(rotation).pixels)
    if picture.dpi != dpi:
        share = dpi / picture.dpi
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _rendered(path: Path, number: int, dpi: int, *, own_resolution: bool) -> Picture:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedError("Filen kräver lösenord.", "Spara en kopia utan lösenord och lägg in den.") from error
        raise BrokenFileError("PDF-filen går inte att öppna.", "Be avsändaren om en ny kopia.") from error
    try:
        page = document[number - 1]
        resolution = (_own_dpi(page) if own_resolution else None) or float(dpi)
        width, height = page.get_size()
        scale = resolution / POINTS_PER_INCH
        if width * height * scale * scale > MAX_PIXELS:
            scale = (MAX_PIXELS / (width * height)) ** 0.5
        pixels = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False).to_numpy()
    except (pdfium.PdfiumError, IndexError, MemoryError) as error:
        raise PageError(f"Sidan {number} går inte att visa.", "Be avsändaren om en ny kopia av filen.") from error
    else:
        own = _three_or_grey(pixels)
        return Picture(own, scale * POINTS_PER_INCH, own_resolution and _has_two_tones(own))
    finally:
        document.close()


def _own_dpi(page: Any) -> float | None:
    """The resolution of the picture that is the page, or None where the page is not one picture."""
    from pypdfium2 import raw

    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if right - left < _WHOLE_PAGE * width or top - bottom < _WHOLE_PAGE * height:
            continue
        across, down = image.get_px_size()
        a, b, *_ = image.get_matrix().get()
        if abs(b) > abs(a):  # drawn on its side
            across, down = down, across
        dpi = max(across / (right - left), down / (top - bottom)) * POINTS_PER_INCH
        return float(min(max(dpi, LOWEST_DPI), HIGHEST_DPI))
    return None


def _three_or_grey(pixels: Pixels) -> Pixels:
    """A copy of its own without padding or alpha; one channel where the three are the same."""
    if pixels.ndim == 2:
        return np.array(pixels)
    if pixels.shape[2] == 1:
        return np.array(pixels[..., 0])
    sample = pixels[::8, ::8, :3].astype(np.int16)
    if int(np.ptp(sample, axis=2).max(initial=0)) <= 4:
        return np.array(pixels[..., 1])
    return np.array(pixels[..., :3])


def _has_two_tones(pixels: Pixels) -> bool:
    """Whether a picture has ink and paper and next to nothing between, as faxes and copies in black and white have."""
    if pixels.ndim != 2:
        return False
    counts = np.bincount(pixels[:, ::5].ravel(), minlength=256)
    dark, between = int(counts[:40].sum()), int(counts[40:215].sum())
    return dark > 0 and between < _BETWEEN * dark and int(counts[250:].sum()) > 0.9 * int(counts[215:].sum())


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(path) as image:
            yield image
    except Image.DecompressionBombError as error:
        raise TooLargeError("Bilden är större än vad som läses.", "Spara den i lägre upplösning.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, ValueError) as error:
        raise BrokenFileError("Bilden är skadad eller av okänt slag.", _AS_PDF) from error


def _from_file(path: Path, number: int) -> Picture:
    """A page of a picture file, turned as its camera says, transparent parts white."""
    from PIL import Image, ImageOps

    with _opened(path) as image:
        image.seek(number - 1)
        dpi = _stated_dpi(image)
        upright: Image.Image = ImageOps.exif_transpose(image) or image
        if upright.mode in ("LA", "PA", "RGBA", "P") and (upright.mode != "P" or "transparency" in upright.info):
            solid = upright.convert("RGBA")
            upright = Image.alpha_composite(Image.new("RGBA", solid.size, "white"), solid)
        if upright.mode.startswith("I") or upright.mode == "F":  # 16 bits a pixel
            values = np.asarray(upright, dtype=np.float64)
            pixels = (values * (255.0 / max(1.0, float(values.max(initial=1.0))))).astype(np.uint8)
        else:
            pixels = np.asarray(upright.convert("L" if upright.mode in ("1", "L") else "RGB"))
    own = _three_or_grey(pixels)
    across, down = dpi or (0.0, 0.0)
    if across and abs(across - down) > _NEARLY_SQUARE * across:
        own = _squared(own, across, down)
    resolution = max(across, down) or _guessed_dpi(own.shape[1], own.shape[0])
    picture = Picture(own, resolution, _has_two_tones(own))
    return picture if picture.dpi <= HIGHEST_DPI else _shrunk(picture, HIGHEST_DPI)


def _stated_dpi(image: Image.Image) -> tuple[float, float] | None:
    """Dots an inch across and down: a fax has twice as many the one way; None where they cannot be believed."""
    stated = image.info.get("dpi")
    if not stated:
        return None
    across, down = float(stated[0]), float(stated[1])
    low, high = PLAUSIBLE_DPI
    is_plausible = low < across < high and low < down < high and 0.4 < across / down < 2.5
    return (across, down) if is_plausible and across != 72.0 else None  # 72 is what cameras write


def _squared(pixels: Pixels, across: float, down: float) -> Pixels:
    """The pixels with as many an inch both ways; in black and white as before."""
    import cv2

    wanted = max(across, down)
    size = (round(pixels.shape[1] * wanted / across), round(pixels.shape[0] * wanted / down))
    larger = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    return np.where(larger < 128, 0, 255).astype(np.uint8) if _has_two_tones(pixels) else larger


def _guessed_dpi(width: int, height: int) -> float:
    """As if the picture were an A4 sheet, where its sides allow that; else 200."""
    long, short = max(width, height), min(width, height)
    if 1.2 < long / max(1, short) < 1.6:
        return max(LOWEST_DPI, long / 11.69)
    return GUESSED_DPI


def _shrunk(picture: Picture, dpi: float) -> Picture:
    import cv2

    share = dpi / picture.dpi
    size = (round(picture.pixels.shape[1] * share), round(picture.pixels.shape[0] * share))
    pixels = np.asarray(cv2.resize(picture.pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return replace(picture, pixels=pixels, dpi=dpi)
