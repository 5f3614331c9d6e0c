"""How many of a page's words are read, by what happened to the page: the sample's pages against their digital twins."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pypdfium2 as pdfium

from ingest import media
from ingest.document import Page
from ingest.ocr import read_picture
from ingest.settings import Settings
from ingest.survey import survey
from tests.sample import damage
from tests.sample.annual import annual_report
from tests.sample.draw_pdf import Layout, paint
from tests.sample.programme import HOUSES, minutes, the_association, the_years

_WORD = re.compile(r"[0-9a-zåäöéA-ZÅÄÖÉ§%]+")
PAGES = 4  # of each kind


@dataclass(frozen=True)
class Kind:
    """A kind of page: its name, its least recall, and how digital pages become a file of it: (ending, content)."""

    name: str
    floor: float | None
    make: Callable[[bytes, Random], tuple[str, bytes]]


def recall_by_kind() -> Iterator[str]:
    """Lines of a Markdown table: word recall of each kind of page, read the way `add` reads."""
    yield "| kind of page | pages | word recall | at least | precision | quality told |"
    yield "|---|---|---|---|---|---|"
    for kind in KINDS:
        twin = _two_columns() if kind.name == "two columns" else _prose()
        pages = read(*kind.make(twin, Random(7)))
        truth = Counter() if kind.name == "blank back" else words(_text(twin))
        found = words("\n".join(page.text for page in pages))
        right = sum((found & truth).values())
        recall = f"{right / truth.total():.4f}" if truth else "–"
        precision = f"{right / found.total():.4f}" if found.total() else "–"
        quality = " ".join(f"{page.quality:.2f}" for page in pages)
        yield f"| {kind.name} | {len(pages)} | {recall} | {kind.floor or '–'} | {precision} | {quality} |"


def words(text: str) -> Counter[str]:
    """Runs of letters, digits, § and %, order aside."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text)))


def read(ending: str, content: bytes) -> tuple[Page, ...]:
    """The pages of a file, read from their pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"handling{ending}"
        path.write_bytes(content)
        kind = {".pdf": media.PDF, ".tif": "image/tiff", ".jpg": "image/jpeg"}[ending]
        found = survey(path, kind, Settings())
        return tuple(page if isinstance(page, Page) else read_picture(page) for page in found)


def _prose() -> bytes:
    """The first pages of the sample's minutes, one house style after the other."""
    who = the_association(7)
    held = minutes(who, the_years(who, 7), 7)
    sheets = []
    for file, meeting in held:
        style = HOUSES[int(file.style or "1")]
        if style.paper is not None and len(sheets) < PAGES and meeting.date.month in (2, 3, 8):
            sheets += Layout(style.paper(meeting)).sheets[:2]
    return paint(sheets[:PAGES], "Protokoll")


def _two_columns() -> bytes:
    who = the_association(7)
    texts = [str(text) for text in annual_report(who, the_years(who, 7), Random(7)).texts()]
    return damage.two_columns("Verksamheten", texts + texts)


def _text(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def _each(maker: damage.Maker, pdf: bytes, rng: Random) -> tuple[str, bytes]:
    return ".pdf", damage.as_pdf([maker(page, rng) for page in damage.page_images(pdf)], "Sidor")


def _faxed(down: int, pdf: bytes, rng: Random) -> tuple[str, bytes]:
    return ".tif", damage.as_tiff([damage.faxed(page, rng, down) for page in damage.page_images(pdf)])


def _spreads(pdf: bytes, rng: Random) -> tuple[str, bytes]:
    pages = damage.page_images(pdf)
    pairs = [damage.spread(left, right, rng) for left, right in zip(pages[::2], pages[1::2], strict=True)]
    return ".pdf", damage.as_pdf(pairs, "Uppslag")


KINDS = (
    Kind("scanned", None, partial(_each, damage.scanned)),
    Kind("stamped", 0.97, partial(_each, damage.stamped)),
    Kind("signed over", 0.97, partial(_each, damage.signed)),
    Kind("marked in yellow", 0.97, partial(_each, damage.marked)),
    Kind("photographed", 0.97, partial(_each, damage.photographed)),
    Kind("faxed, fine (204 × 196)", 0.97, partial(_faxed, 196)),
    Kind("faxed, standard (204 × 98)", None, partial(_faxed, 98)),
    Kind("black borders", 0.97, partial(_each, damage.bordered)),
    Kind("two pages on a sheet", 0.97, _spreads),
    Kind("two columns", 0.97, partial(_each, damage.scanned)),
    Kind("blank back", None, partial(_each, damage.blank_back)),
)


if __name__ == "__main__":
    for line in recall_by_kind():
        print(line, flush=True)
