"""A picture file as a PDF of its pages: a JPEG's bytes as they are, any other kind's pixels unchanged, deflated."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from pikepdf import Dictionary, Name, Object, Pdf
from PIL import Image, ImageOps, ImageSequence

from ingest.document import Page
from ingest.images import MAX_PIXELS

_EXIF_ORIENTATION = 0x0112
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}  # the camera's note → degrees clockwise; the others mirror as well
_COLOURS = {"1": (Name.DeviceGray, 1), "L": (Name.DeviceGray, 8), "RGB": (Name.DeviceRGB, 8)}


def picture_pdf(path: Path, pages: tuple[Page, ...]) -> Pdf:
    """One PDF page a picture, as large as its Page, lying as in the file and shown as the camera says.

    Raises OSError where the file is no picture any more.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    pdf = Pdf.new()
    for page, (picture, turn) in zip(pages, _pictures(pdf, path), strict=False):
        width, height = page.width or 595.0, page.height or 842.0
        if (turn + page.rotation) % 180:
            width, height = height, width
        made = pdf.add_blank_page(page_size=(width, height))
        made.obj.Resources = Dictionary(XObject=Dictionary(Sida=picture))
        made.obj.Contents = pdf.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Sida Do Q".encode())
        made.obj.Rotate = turn
    return pdf


def _pictures(pdf: Pdf, path: Path) -> Iterator[tuple[Object, int]]:
    """The file's pictures as image objects, with the degrees clockwise that its camera says."""
    with Image.open(path) as image:
        turn = _TURNS.get(image.getexif().get(_EXIF_ORIENTATION, 1))
        if image.format in ("JPEG", "MPO") and turn is not None and image.mode in ("L", "RGB"):
            colour, bits = _COLOURS[image.mode]
            yield _image(pdf, path.read_bytes(), image.size, colour, bits, Name.DCTDecode), turn
            return
        for frame in ImageSequence.Iterator(image):
            pixels = _plain(ImageOps.exif_transpose(frame) or frame)
            colour, bits = _COLOURS[pixels.mode]
            yield _image(pdf, zlib.compress(pixels.tobytes(), 6), pixels.size, colour, bits, Name.FlateDecode), 0
            if image.format != "TIFF":
                return


def _plain(image: Image.Image) -> Image.Image:
    """The picture in black and white, grey or colour; transparent parts white."""
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        solid = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", solid.size, "white"), solid).convert("RGB")
    if image.mode.startswith("I") or image.mode == "F":
        highest = max(1.0, float(image.getextrema()[1]))  # type: ignore[arg-type]  # one channel, one pair
        return image.point(lambda value: value * (255.0 / highest)).convert("L")
    return image if image.mode in _COLOURS else image.convert("RGB")


def _image(pdf: Pdf, data: bytes, size: tuple[int, int], colour: Name, bits: int, packing: Name) -> Object:
    stream = pdf.make_stream(data)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = size
    stream.ColorSpace, stream.BitsPerComponent, stream.Filter = colour, bits, packing
    return stream
