"""Digital pages: the words, ruling lines and pictures of a PDF, upright, in points from the top left as shown.

pdfium is called directly (`pypdfium2.raw`): its text page gives every letter with its box and the object that drew it.
pdfium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2  # noqa: F401  # importing it starts pdfium; only the raw calls are used
from pypdfium2 import raw as pdfium

from ingest.document import Box
from ingest.errors import BrokenFileError, DocumentError, EmptyFileError, EncryptedError, PageError
from ingest.frame import Frame
from ingest.pdf_shapes import read_shapes
from ingest.pdf_text import SidewaysWord, read_words
from ingest.raw import RawPage, RawWord, Rule

_TURN_SHARE = 0.8  # of the letters must run another way before a page counts as lying on its side
_DRAWN_ANNOTATIONS = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP)


def page_count(path: Path) -> int:
    """How many pages a PDF has.

    Raises EmptyFileError, EncryptedError (a password is needed) or BrokenFileError (damaged, or no page in it).
    """
    with _opened(path) as document:
        return int(pdfium.FPDF_GetPageCount(document))


def read_pages(path: Path, numbers: Sequence[int] | None = None) -> Iterator[RawPage]:
    """The pages with the given 1-based numbers (all of them by default), in the order asked for.

    Raises what `page_count` raises, and PageError for the first page that pdfium cannot load; the caller reports it
    and goes on by asking for the others.
    """
    with _opened(path) as document:
        count = pdfium.FPDF_GetPageCount(document)
        for number in range(1, count + 1) if numbers is None else numbers:
            if not 1 <= number <= count:
                raise PageError(f"Sidan {number} finns inte: filen har {count} sidor.")
            yield _read_page(document, number)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    document = pdfium.FPDF_LoadDocument(str(path).encode(), None)
    if not document:
        raise _open_error(path, pdfium.FPDF_GetLastError())
    try:
        if pdfium.FPDF_GetPageCount(document) < 1:
            raise BrokenFileError("PDF-filen har inga sidor.", "Be avsändaren om en hel kopia.")
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _open_error(path: Path, code: int) -> DocumentError:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return EncryptedError(
            "PDF-filen är låst med lösenord.",
            "Öppna den med lösenordet, spara den utan lösenord och lägg till den på nytt.",
        )
    if path.exists() and path.stat().st_size == 0:
        return EmptyFileError("Filen är tom.", "Hämta den på nytt från där den kom.")
    if code == pdfium.FPDF_ERR_FILE:
        return BrokenFileError("PDF-filen kan inte öppnas.", "Se efter att den finns och att du får läsa den.")
    return BrokenFileError(
        "PDF-filen är skadad och kan inte läsas.", "Hämta den på nytt, eller skriv ut och skanna originalet."
    )


def _load_page(document: Any, number: int) -> Any:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise PageError(f"Sidan {number} är skadad och kan inte läsas.", "Skanna sidan på nytt från pappersoriginalet.")
    return page


def _read_page(document: Any, number: int) -> RawPage:
    page = _load_page(document, number)
    try:
        if _has_drawn_annotations(page) and pdfium.FPDFPage_Flatten(page, 0) == pdfium.FLATTEN_SUCCESS:
            pdfium.FPDF_ClosePage(page)  # what was filled in has become part of the page, once it is loaded anew
            page = _load_page(document, number)
        frame = _frame(page)
        found = read_words(page, frame)
        if found is None:
            raise PageError(f"Texten på sidan {number} kan inte läsas.", "Skanna sidan på nytt från pappersoriginalet.")
        rules, picture_share = read_shapes(page, frame)
    finally:
        pdfium.FPDF_ClosePage(page)
    words, sideways = found
    raw = RawPage(number, frame.width, frame.height, (), tuple(rules), picture_share)
    return _turned(raw, words + [word.word for word in sideways], _turn(words, sideways))


def _has_drawn_annotations(page: Any) -> bool:
    """Whether form fields, stamps or free text lie on the page: pdfium leaves them out of its text."""
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _DRAWN_ANNOTATIONS:
            return True
    return False


def _frame(page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, 90 * (pdfium.FPDFPage_GetRotation(page) % 4))


def _turn(words: list[RawWord], sideways: list[SidewaysWord]) -> int:
    """Degrees clockwise that make the page's text run from left to right; 0 where most of it does."""
    letters = Counter({0: sum(len(word.text) for word in words)})
    for word in sideways:
        letters[word.direction] += len(word.word.text)
    direction, most = letters.most_common(1)[0]
    return -direction % 360 if direction and most >= _TURN_SHARE * letters.total() else 0


def _turned(raw: RawPage, words: list[RawWord], turn: int) -> RawPage:
    """The page turned clockwise; words outside it dropped, boxes cut at its edges."""
    if turn:
        frame = Frame(0.0, 0.0, raw.width, raw.height, turn, downwards=True)
        words = [replace(word, box=frame.box(*_corners(word.box))) for word in words]
        rules = tuple(_rule(frame.box(r.x0, r.y0, r.x1, r.y1)) for r in raw.rules)
        raw = replace(raw, width=frame.width, height=frame.height, rules=rules, rotation=turn)
    kept = tuple(word for word in (_cut(word, raw.width, raw.height) for word in words) if word is not None)
    return replace(raw, words=kept)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _rule(box: Box) -> Rule:
    return Rule(*_corners(box))


def _cut(word: RawWord, width: float, height: float) -> RawWord | None:
    box = word.box
    if box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height:
        return word
    if box.x1 <= 0 or box.x0 >= width or not 0 <= (box.y0 + box.y1) / 2 <= height:
        return None
    return replace(word, box=Box(max(0.0, box.x0), max(0.0, box.y0), min(width, box.x1), min(height, box.y1)))
