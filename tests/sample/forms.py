"""From a paper to the file it comes as: digital, scanned in some way, an office file, text, a picture."""

from __future__ import annotations

import io
from random import Random

from tests.sample.blocks import Paper
from tests.sample.draw_pdf import Layout, paint
from tests.sample.scan import Scan, jpeg, picture_pdf, pictures, wrong_layer
from tests.sample.write_odt import odt
from tests.sample.write_office import docx
from tests.sample.write_text import plain_text

SCANS = {
    "scan": Scan(skew=0.4),
    "skewed": Scan(skew=1.2),
    "rotated": Scan(skew=0.3, turned=((1, 90), (2, 180))),
    "stamped": Scan(stamp=("INKOM", "Kansliet", "Dnr ……………")),
    "150dpi": Scan(dpi=150, skew=0.3),
    "wronglayer": Scan(dpi=150, quality=55),
}
Made = tuple[str, bytes, list[str]]  # ending, content, how it is made


def made(form: str, paper: Paper, rng: Random) -> Made:
    """One document in one form."""
    if form in ("txt", "text"):
        return (
            ".txt",
            plain_text(paper, 78 if form == "txt" else None).encode(),
            ["text", "hard line ends" if form == "txt" else "long lines"],
        )
    if form == "docx":
        return ".docx", docx(paper), ["docx"]
    if form == "odt":
        return ".odt", odt(paper), ["odt"]
    sheets = Layout(paper).sheets
    digital = paint(sheets, paper.title)
    if form == "digital":
        return ".pdf", digital, ["digital"]
    if form in ("png", "jpg", "tif"):
        return picture(form, digital, rng)
    scan = SCANS[form]
    layer = wrong_layer(sheets, rng) if form == "wronglayer" else None
    pages = pictures(digital, scan, rng)
    return ".pdf", picture_pdf(pages, scan, paper.title, layer), described(form, scan)


def described(form: str, scan: Scan) -> list[str]:
    turned = [f"page {index + 1} turned {angle}°" for index, angle in scan.turned]
    return ["scan", f"{scan.dpi} dpi", *([form] if form != "scan" else []), *turned]


def picture(form: str, digital: bytes, rng: Random) -> Made:
    """Page pictures as files: PNG and JPEG hold the first page, TIFF all of them."""
    scan = Scan(skew=0.2, noise=3)
    pages = pictures(digital, scan, rng)
    out = io.BytesIO()
    if form == "jpg":
        out.write(jpeg(pages[0], 82, scan.dpi))
    elif form == "png":
        pages[0].quantize(16).save(out, "PNG", dpi=(scan.dpi, scan.dpi))
    else:
        first, *rest = [p.point(lambda v: 255 if v > 140 else 0).convert("1") for p in pages]
        first.save(out, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=(scan.dpi, scan.dpi))
    return f".{form}", out.getvalue(), ["picture", form, f"{len(pages)} page(s)"]


def encrypted(paper: Paper) -> bytes:
    return paint(Layout(paper).sheets, paper.title, user_password="hemligt")
