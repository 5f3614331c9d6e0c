"""Marked words: from a fact's evidence to rectangles on the page's picture and stretches of its text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from archive.store import load_page
from datasette_plugins.views.desk import rows
from ingest.document import Box, LineKind, Page, Span


@dataclass(frozen=True)
class Mark:
    """One marked stretch of a page; `target` is the id of what it belongs to in the page's list, if anything."""

    span: Span
    label: str
    target: str | None = None


@dataclass(frozen=True)
class Outline:
    """What is drawn for one thing that is marked: a rectangle a line, one link around them all."""

    mark: Mark
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Sheet:
    """A page as the template draws it: the picture's size, the rectangles over it, the text with its marks."""

    number: int
    width: float | None
    height: float | None
    rotation: int
    outlines: tuple[Outline, ...]
    text: Markup
    text_source: str
    reason: str
    quality: float


def evidence_pages(db: sqlite3.Connection, document: int, fact: str, position: int) -> list[tuple[int, Span]]:
    """Where a fact stands: (page, span) in reading order."""
    found = rows(
        db,
        'SELECT page, start, "end" FROM evidence WHERE document = ? AND fact = ? AND position = ? ORDER BY piece',
        document, fact, position,
    )  # fmt: skip
    return [(piece["page"], Span(piece["start"], piece["end"])) for piece in found]


def sheet(db: sqlite3.Connection, document: int, number: int, marks: Iterable[Mark]) -> Sheet:
    """A page with its marks; a mark over several lines becomes one rectangle a line."""
    page = load_page(db, document, number)
    ordered = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
    return Sheet(
        number, page.width, page.height, page.rotation, _outlines(page, ordered), _marked_text(page, ordered),
        page.text_source.value, page.reason, page.quality,
    )  # fmt: skip


def _outlines(page: Page, marks: Iterable[Mark]) -> tuple[Outline, ...]:
    """In reading order; the pieces of one fact (same target) are one outline."""
    gathered: dict[object, tuple[Mark, list[Box]]] = {}
    for mark in marks:
        gathered.setdefault(mark.target or mark.span, (mark, []))[1].extend(_boxes(page, mark.span))
    return tuple(Outline(mark, tuple(boxes)) for mark, boxes in gathered.values() if boxes)


def _boxes(page: Page, span: Span) -> list[Box]:
    boxes = []
    for line in page.lines:
        if line.span.overlaps(span):
            part = Span(max(line.span.start, span.start), min(line.span.end, span.end))
            if box := page.box_of(part):
                boxes.append(box)
    return boxes


def _marked_text(page: Page, marks: list[Mark]) -> Markup:
    """The page's text as HTML: marks where they do not overlap an earlier one, running heads and feet dimmed."""
    cuts: list[tuple[Span, str, str]] = []
    at = 0
    for mark in marks:
        if mark.span.start >= at:
            cuts.append((mark.span, f'<mark title="{escape(mark.label)}">', "</mark>"))
            at = mark.span.end
    dim = [line.span for line in page.lines if line.kind is not LineKind.BODY]
    cuts += [(span, '<span class="running">', "</span>") for span in dim if not _inside(span, cuts)]
    cuts.sort(key=lambda cut: cut[0].start)
    html, at = [], 0
    for span, before, after in cuts:
        html += [escape(page.text[at : span.start]), before, escape(page.text[span.start : span.end]), after]
        at = span.end
    html.append(escape(page.text[at:]))
    return Markup("".join(html))


def _inside(span: Span, cuts: list[tuple[Span, str, str]]) -> bool:
    return any(span.overlaps(cut[0]) for cut in cuts)
