"""The front of a document: the lines a reader looks at to see what it is. Running heads and feet belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

from ingest.document import Document, Evidence, LineKind, Page, Piece, Span

_PAGES = 3  # cover, imprint or title page, first page of text
_LINES = 70  # of running text a page; more than a page holds is a text without page breaks
_GAP = re.compile(r" {2,}|\t+|\|")
_PARAGRAF = re.compile(r"^[#*_\s-]*(?:[A-ZÅÄÖ]{1,6} ?)?§+ ?\d")
_MARKS = " \t\n*_#|>"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a line between column gaps; `start` and `end` are offsets into the page's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line of the front. `scale` is its type size against the document's body text, 1.0 where sizes are not known."""

    page: Page = field(repr=False)
    start: int
    end: int
    text: str
    kind: LineKind
    scale: float
    bold: bool
    at: int  # position among the front's lines of running text; heads and feet have 0
    gap: bool  # an empty line or the page's beginning is above it

    @property
    def chunks(self) -> list[Chunk]:
        return list(_chunks(self.text, self.start))

    def evidence(self, start: int | None = None, end: int | None = None) -> Evidence:
        """Evidence for the line, or for [start, end) of its page's text."""
        return place(self.page, self.start if start is None else start, self.end if end is None else end)


def place(page: Page, start: int, end: int) -> Evidence:
    """Evidence for [start, end) of a page's text without outer space; running heads may be quoted too."""
    text = page.text[start:end]
    lead = len(text) - len(text.lstrip())
    return Evidence((Piece(page, Span(start + lead, start + len(text.rstrip()))),))


def _chunks(text: str, offset: int) -> Iterator[Chunk]:
    at = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        part = text[at:end]
        if stripped := part.strip(_MARKS):
            start = at + part.index(stripped)
            yield Chunk(stripped, offset + start, offset + start + len(stripped))
        at = gap.end() if gap else len(text)


@dataclass(frozen=True)
class Front:
    """The lines of the first pages, and the document's other pages for what has to be looked for further in."""

    document: Document

    @cached_property
    def lines(self) -> tuple[FrontLine, ...]:
        """The front's lines in reading order, empty ones left out."""
        return tuple(_lines(self.document.pages[:_PAGES], self._body_size))

    @cached_property
    def before_paragraphs(self) -> tuple[FrontLine, ...]:
        """The lines that come before the first § of minutes (all of the front where there is none), heads included."""
        found: list[FrontLine] = []
        pages_with_paragraphs: set[int] = set()
        for line in self.lines:
            if line.kind is LineKind.BODY and _PARAGRAF.match(line.text):
                pages_with_paragraphs.add(line.page.number)
            if line.kind is not LineKind.BODY or not pages_with_paragraphs:
                found.append(line)
        return tuple(found)

    @cached_property
    def _body_size(self) -> float | None:
        """The type size half of the document's text is set in."""
        sizes = [
            (line.size, line.span.end - line.span.start)
            for page in self.document.pages
            for line in page.lines
            if line.size and line.kind is LineKind.BODY
        ]
        return median([size for size, letters in sizes for _ in range(letters // 20 + 1)]) if sizes else None


def _lines(pages: tuple[Page, ...], body_size: float | None) -> Iterator[FrontLine]:
    at = 0
    for page in pages:
        gap, of_page = True, 0
        for line in page.lines:
            text = page.text[line.span.start : line.span.end]
            if not text.strip(_MARKS):
                gap = gap or line.kind is LineKind.BODY
                continue
            scale = line.size / body_size if line.size and body_size else 1.0
            body = line.kind is LineKind.BODY
            of_page += body
            if body and of_page > _LINES:
                continue
            place_in_flow = at if body else 0
            yield FrontLine(page, line.span.start, line.span.end, text, line.kind, scale, line.bold, place_in_flow, gap)
            at += body
            gap = False


def labelled(lines: tuple[FrontLine, ...], label: re.Pattern[str]) -> Iterator[tuple[FrontLine, Chunk]]:
    """What stands at a label: after it, in the next column, or under it.

    `label` is matched at a chunk's beginning. The line given is the one in which the value stands.
    """
    for n, line in enumerate(lines):
        chunks = line.chunks
        for column, chunk in enumerate(chunks):
            found = label.match(chunk.text)
            if not found:
                continue
            rest = chunk.text[found.end() :]
            if value := rest.strip(" :.*_"):
                start = chunk.start + found.end() + rest.index(value)
                yield line, Chunk(value, start, start + len(value))
                continue
            if column + 1 < len(chunks):
                yield line, chunks[column + 1]
            for below in lines[n + 1 : n + 3]:
                under = below.chunks
                if below.page is line.page and under:
                    yield below, under[column] if column < len(under) else under[-1]
                    if len(under) < len(chunks) and under[-1] is not under[min(column, len(under) - 1)]:
                        yield below, under[-1]
