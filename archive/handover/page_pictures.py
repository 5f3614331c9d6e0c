"""A document's pages as pictures with their text under them: what always can be PDF/A, and looks the same.

For a PDF that cannot be mended: its pages are drawn by pdfium, and the words that were read lie invisibly where they
stand, so it can be searched and copied from.
"""

from __future__ import annotations

import io
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image

from archive.hidden_text import deflated
from archive.text_layer import FONT, TextFont, content
from ingest.document import Document, Page
from ingest.frame import Frame
from ingest.images import Picture, page_as_picture

_LARGEST = 2_000_000  # bytes of a page kept without loss; photographs above it become JPEG
_QUALITY = 90
_PREDICTED = 15  # /Predictor of rows filtered as in PNG (ISO 32000-1, 7.4.4.4)


def pictured(original: Path, document: Document, dpi: int) -> Pdf:
    """A PDF of the pages' pictures, drawn at `dpi` where a page is not one picture already.

    Raises what `ingest.images.page_as_picture` raises.
    """
    pdf, font = Pdf.new(), TextFont()
    for page in document.pages:
        picture = page_as_picture(original, document.media_type, page.number, dpi).turned(page.rotation)
        _add_page(pdf, picture, page, font)
    shared = font.object(pdf)
    for made in pdf.pages:
        made.obj.Resources.Font = Dictionary({FONT: shared})
    return pdf


def _add_page(pdf: Pdf, picture: Picture, page: Page, font: TextFont) -> None:
    width, height = page.width or picture.width, page.height or picture.height
    made = pdf.add_blank_page(page_size=(width, height))
    made.obj.Resources = Dictionary(XObject=Dictionary(Sida=_image(pdf, picture)))
    text = content(page, [word.span for word in page.words], Frame(0.0, 0.0, width, height, 0), font)
    drawn = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Sida Do Q\n".encode()
    made.obj.Contents = deflated(pdf, text + drawn)


def _image(pdf: Pdf, picture: Picture) -> Stream:
    """The picture as an image object: without loss, unless it is a photograph that would take megabytes."""
    image = Image.fromarray(picture.pixels)
    data, packing = _packed(image), Name.FlateDecode
    if len(data) > _LARGEST:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=_QUALITY, subsampling=0)
        data, packing = out.getvalue(), Name.DCTDecode
    stream = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image)
    stream.Width, stream.Height = image.size
    stream.ColorSpace = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
    stream.BitsPerComponent, stream.Filter = 8, packing
    if packing == Name.FlateDecode:
        stream.DecodeParms = Dictionary(
            Predictor=_PREDICTED, Colors=len(image.getbands()), BitsPerComponent=8, Columns=image.width
        )
    return stream


def _packed(image: Image.Image) -> bytes:
    """The rows filtered and deflated as PNG does it, which PDF reads as well."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    data, packed, at = out.getvalue(), b"", 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + size]
        at += size + 12
    return packed
