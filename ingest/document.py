"""The types every room speaks: what a file has become once it is read.

A `Document` is pages of laid-out text. `Document.text` is the pages' texts joined by form feeds; every place in a
document is an offset into it, every piece of `Evidence` a page and a span of that page's text, so a quotation is
looked up, never stored beside its place: `piece.page.text[piece.span.start:piece.span.end] == piece.quote` holds by
construction. Boxes are in points (1/72 inch) from the top left of the page as it is shown, upright; they follow from
the words that a span covers.

Standard library only; everything here is frozen and checked when it is made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

PAGE_BREAK = "\f"
_BOX_SLACK = 2.0  # points: a glyph's box may hang a little over the edge of the page


class TextSource(StrEnum):
    """Where a page's text comes from (RECORD.md `text_source`)."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    GIVEN = "given"  # formats that are text already: docx, e-mail, txt …


class SignatureVerdict(StrEnum):
    """What checking an electronic signature gave; in the words of ETSI EN 319 102-1 TOTAL-PASSED, INDETERMINATE,
    TOTAL-FAILED, and INDETERMINATE once more."""

    VALID = "giltig"  # and its certificate leads to an issuer that whoever runs this trusts
    UNCHANGED = "oförändrad"  # the signed bytes are as they were signed; whether the issuer can be trusted is not known
    BROKEN = "bruten"
    UNCHECKED = "ej kontrollerad"


class LineKind(StrEnum):
    """What a line is on its page; only BODY lines belong to the running text."""

    BODY = "body"
    HEAD = "head"
    FOOT = "foot"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters [start, end) in a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0 or later, not {self.start}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Box:
    """Rectangle in points from the page's top left; x to the right, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (self.x0 <= self.x1 and self.y0 <= self.y1):
            raise ValueError(f"a box has its corners in order, not {self}")

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page's text with its box; `confidence` 0..1 is the reading's own (1 for digital text)."""

    span: Span
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page's text; `size` is the type size in points where known."""

    span: Span
    box: Box | None = None
    size: float | None = None
    bold: bool = False
    kind: LineKind = LineKind.BODY


Cell = tuple[Span, ...]  # the pieces of one cell, a wrapped cell has several; () is an empty cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's geometry: rows of cells, every row as wide as the first. What the cells mean is not said here."""

    rows: tuple[tuple[Cell, ...], ...]
    ruled: bool = False

    def __post_init__(self) -> None:
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("every row of a grid has the same number of cells")


@dataclass(frozen=True, slots=True)
class PageNote:
    """Something about a place on a page that reading found out and a reader should know; `message` is Swedish.

    `code` is the code of the finding it becomes; `readings` are what the engines read there, where they differ.
    """

    span: Span
    code: str
    message: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What most likely stood at a place whose printed letters are damaged: inferred, for finding, never evidence."""

    span: Span
    text: str


@dataclass(frozen=True)
class Page:
    """One page as the reader of the document sees it.

    `rotation` is how many degrees clockwise the page's picture had to be turned to stand upright (0, 90, 180, 270).
    `quality` 0..1 is how far the text can be trusted, `reason` says in Swedish why it was read the way it was.
    Width and height are in points after turning, or None where the source has no layout.
    """

    number: int
    text: str
    width: float | None = None
    height: float | None = None
    words: tuple[Word, ...] = ()
    lines: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
    text_source: TextSource = TextSource.GIVEN
    reason: str = ""
    quality: float = 1.0
    rotation: int = 0
    notes: tuple[PageNote, ...] = ()
    readings: tuple[Reading, ...] = ()

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("pages are numbered from 1")
        if PAGE_BREAK in self.text:
            raise ValueError("a page's text holds no form feed")
        if self.rotation not in (0, 90, 180, 270):
            raise ValueError(f"a page is turned by quarters, not {self.rotation} degrees")
        if not 0.0 <= self.quality <= 1.0:
            raise ValueError("quality lies in 0..1")
        end = 0
        for word in self.words:
            if word.span.start < end or word.span.end > len(self.text) or word.span.start == word.span.end:
                raise ValueError(f"page {self.number}: word {word.span} is out of order or outside the text")
            end = word.span.end
            self._check_box(word.box)
        end = 0
        for line in self.lines:
            if line.span.start < end or line.span.end > len(self.text):
                raise ValueError(f"page {self.number}: line {line.span} is out of order or outside the text")
            end = line.span.end
        if any(note.span.end > len(self.text) for note in self.notes):
            raise ValueError(f"page {self.number}: a note lies outside the text")
        end = 0
        for reading in self.readings:
            if reading.span.start < end or reading.span.end > len(self.text) or not reading.text:
                raise ValueError(
                    f"page {self.number}: reading {reading.span} is out of order, outside the text or empty"
                )
            end = reading.span.end
        for grid in self.grids:
            for row in grid.rows:
                for cell in row:
                    if any(piece.end > len(self.text) for piece in cell):
                        raise ValueError(f"page {self.number}: a table cell lies outside the text")

    def _check_box(self, box: Box) -> None:
        if self.width is None or self.height is None:
            raise ValueError("a page without a size has no boxes")
        slack = _BOX_SLACK
        if box.x0 < -slack or box.y0 < -slack or box.x1 > self.width + slack or box.y1 > self.height + slack:
            raise ValueError(f"page {self.number}: {box} lies outside the page")

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.span.start for word in self.words]

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """The words that a span touches, in order."""
        first = max(0, bisect_right(self._word_starts, span.start) - 1)
        last = bisect_left(self._word_starts, span.end, first)
        return tuple(word for word in self.words[first:last] if word.span.overlaps(span))

    @cached_property
    def _aside(self) -> list[Span]:
        """What does not belong to the running text: heads, feet and margin notes."""
        return [line.span for line in self.lines if line.kind is not LineKind.BODY]

    def box_of(self, span: Span) -> Box | None:
        """The rectangle around the words a span touches; None where there are none or the page has no layout."""
        box: Box | None = None
        for word in self.words_in(span):
            box = word.box if box is None else box.union(word.box)
        return box


@dataclass(frozen=True)
class Piece:
    """A contiguous place on one page; the quotation and the box follow from it."""

    page: Page = field(repr=False)
    span: Span

    def __post_init__(self) -> None:
        if self.span.start == self.span.end:
            raise ValueError("a piece of evidence is not empty")
        if self.span.end > len(self.page.text):
            raise ValueError(f"{self.span} lies outside page {self.page.number}")

    @property
    def quote(self) -> str:
        return self.page.text[self.span.start : self.span.end]

    @property
    def box(self) -> Box | None:
        return self.page.box_of(self.span)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Piece):
            return NotImplemented
        return (self.page.number, self.span, self.quote) == (other.page.number, other.span, other.quote)

    def __hash__(self) -> int:
        return hash((self.page.number, self.span))


@dataclass(frozen=True)
class Evidence:
    """Where a fact stands: one or more pieces in reading order. There is no fact without it."""

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        if not self.pieces:
            raise ValueError("evidence has at least one piece")

    @property
    def quote(self) -> str:
        return "\n".join(piece.quote for piece in self.pieces)

    @property
    def page(self) -> int:
        return self.pieces[0].page.number


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the running text with its offsets in `Document.text`; `line` carries its look where known."""

    start: int
    end: int
    text: str
    page: Page = field(repr=False)
    line: Line


@dataclass(frozen=True, slots=True)
class ElectronicSignature:
    """A signature, or time stamp, that lies in the file itself (ISO 32000-1, 12.8; PAdES, ETSI EN 319 142-1).

    `field` is the form field it fills, `page` and `box` where that is shown, None where it is not. Times are UTC, ISO
    with Z: `signed_at` by the signer's own clock, `stamped_at` by a time-stamping authority's. `fingerprint` is the
    SHA-256 of the signer's certificate. `message` is Swedish and says what the verdict rests on.
    """

    field: str
    verdict: SignatureVerdict
    message: str
    kind: Literal["underskrift", "tidsstämpel"] = "underskrift"
    signer: str = ""
    issuer: str = ""
    fingerprint: str = ""
    reason: str = ""
    signed_at: str | None = None
    stamped_at: str | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Document:
    """A file that has been read.

    `text` is what stands on the pages, `flow` the same text at the same offsets with running heads, feet and margin
    notes blanked: match in `flow`, take evidence by the offsets found.
    """

    sha256: str
    media_type: str
    name: str
    pages: tuple[Page, ...]
    part_of: str | None = None
    electronic_signatures: tuple[ElectronicSignature, ...] = ()

    def __post_init__(self) -> None:
        if [page.number for page in self.pages] != list(range(1, len(self.pages) + 1)):
            raise ValueError("pages are numbered 1, 2, 3 … in order")

    def __hash__(self) -> int:
        return hash((self.sha256, self.name))  # not every word of every page: documents are keys of caches

    @cached_property
    def text(self) -> str:
        return PAGE_BREAK.join(page.text for page in self.pages)

    @cached_property
    def page_starts(self) -> tuple[int, ...]:
        """Offset in `text` at which each page begins."""
        starts, at = [], 0
        for page in self.pages:
            starts.append(at)
            at += len(page.text) + len(PAGE_BREAK)
        return tuple(starts)

    @cached_property
    def flow(self) -> str:
        """`text` with everything but the running text blanked by spaces, page breaks as line ends; same length."""
        parts = []
        for page in self.pages:
            chars = list(page.text)
            for line in page.lines:
                if line.kind is not LineKind.BODY:
                    for i in range(line.span.start, line.span.end):
                        if chars[i] != "\n":
                            chars[i] = " "
            parts.append("".join(chars))
        return "\n".join(parts)

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """The non-empty lines of the running text, in reading order."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[TextLine]:
        for page, start in zip(self.pages, self.page_starts, strict=True):
            for line in page.lines:
                text = page.text[line.span.start : line.span.end]
                if line.kind is LineKind.BODY and text.strip():
                    yield TextLine(start + line.span.start, start + line.span.end, text, page, line)

    def page_at(self, offset: int) -> Page:
        """The page on which an offset of `text` lies."""
        return self.pages[max(0, bisect_right(self.page_starts, offset) - 1)]

    def evidence(self, start: int, end: int) -> Evidence:
        """Evidence for [start, end) of `text`, cut at page breaks and around blanked lines, stripped of outer space.

        Raises ValueError where nothing but space or running heads lies in it.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start}..{end} lies outside the document")
        pieces: list[Piece] = []
        first = max(0, bisect_right(self.page_starts, start) - 1)
        for page, offset in zip(self.pages[first:], self.page_starts[first:], strict=True):
            if offset >= end:
                break
            low, high = max(start - offset, 0), min(end - offset, len(page.text))
            for span in _outside(Span(low, max(low, high)), page._aside):
                text = page.text[span.start : span.end]
                if stripped := text.strip():
                    at = span.start + len(text) - len(text.lstrip())
                    pieces.append(Piece(page, Span(at, at + len(stripped))))
        return Evidence(tuple(pieces))


def _outside(span: Span, holes: list[Span]) -> Iterator[Span]:
    """The parts of a span that no hole covers; holes are in order and do not overlap."""
    at = span.start
    for hole in holes:
        if hole.end <= at or hole.start >= span.end:
            continue
        if hole.start > at:
            yield Span(at, hole.start)
        at = max(at, hole.end)
    if at < span.end:
        yield Span(at, span.end)


def plain_page(number: int, text: str, *, text_source: TextSource = TextSource.GIVEN, reason: str = "") -> Page:
    """A page without layout: its lines are the text's own."""
    lines, at = [], 0
    for raw in text.split("\n"):
        lines.append(Line(Span(at, at + len(raw))))
        at += len(raw) + 1
    return Page(number, text, lines=tuple(lines), text_source=text_source, reason=reason)
