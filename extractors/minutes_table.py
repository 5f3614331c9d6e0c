"""Minutes written as a table: "§ | Ärende | Beslut", a row a §. Where its rows and cells begin in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.lexicon import load
from ingest.document import Cell, Document, Page

_NUMBER = re.compile(r"^§{0,2}\s?\d{1,4}(?:\.\d{1,2})?\s?[a-zåäö]?[.:]?$")
_LEAST_ROWS = 2
_FULL = 0.7  # of a column's longest line: a shorter one ends what it says


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a cell: whether its § or its cell begins with it, whether it fills its column, and whether it stands
    aside from what is said: a heading that goes on, or who is to see to it and when.
    """

    opens: bool = False
    full: bool = False
    aside: bool = False


def cuts(document: Document) -> dict[int, Cut]:
    """Offsets in the document's text at which a row of the running text begins, in tables of minutes."""
    found: dict[int, Cut] = {}
    for table in _tables(document):
        widths = [_width(row[at] for row in table.rows) for at in range(len(table.rows[0]))]
        for row in table.rows:
            found.update((table.start + at, cut) for at, cut in _pieces(row, widths, table.said))
    return found


def headings(document: Document) -> dict[int, str]:
    """The heading of each § of such tables, by the offset at which its row begins."""
    return {
        table.start + row[0][0].start: _text(table.page, row[1])
        for table in _tables(document)
        for row in table.rows
        if row[0] and row[1]
    }


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows below the head of a table of minutes, on one page that begins at `start` in the document's text."""

    page: Page
    start: int
    rows: list[Sequence[Cell]]
    said: tuple[bool, ...]  # by column: what is said, not who sees to it


def _tables(document: Document) -> Iterator[_Table]:
    """The tables of minutes; also where they go on at the top of the next page."""
    said: tuple[bool, ...] = ()
    for page, start in zip(document.pages, document.page_starts, strict=True):
        for number, grid in enumerate(page.grids):
            rows: list[Sequence[Cell]] = list(grid.rows)
            if rows and (head := _said(page, rows[0])):
                said, rows = head, rows[1:]
            elif number or not rows or len(rows[0]) != len(said):
                said = ()
            if said and rows and sum(_is_number(page, row[0]) for row in rows) >= min(_LEAST_ROWS, len(rows)):
                yield _Table(page, start, rows, said)


def _said(page: Page, row: Sequence[Cell]) -> tuple[bool, ...]:
    """Which columns below a head hold what is said; () where it is no head of minutes."""
    lexicon = load("headings")
    told = [_text(page, cell).casefold().strip(":") for cell in row]
    if len(told) < 3 or told[0] not in lexicon["tabell_nummer"] or told[1] not in lexicon["tabell_rubrik"]:
        return ()
    if not set(lexicon["tabell_text"]) & set(told[2:]):
        return ()
    return tuple(at >= 2 and name not in lexicon["tabell_bredvid"] for at, name in enumerate(told))


def _is_number(page: Page, cell: Cell) -> bool:
    return bool(_NUMBER.match(_text(page, cell)))


def _pieces(row: Sequence[Cell], widths: Sequence[int], said: Sequence[bool]) -> Iterator[tuple[int, Cut]]:
    """The pieces of a row; the heading stands on the number's line."""
    if row[0]:
        yield row[0][0].start, Cut(opens=True)
    for piece in row[1][1:]:
        yield piece.start, Cut(aside=True)
    for at in range(2, len(row)):
        for number, piece in enumerate(row[at]):
            full = piece.end - piece.start >= _FULL * widths[at]
            yield piece.start, Cut(opens=number == 0, full=full) if said[at] else Cut(aside=True)


def _width(column: Iterable[Cell]) -> int:
    return max((piece.end - piece.start for cell in column for piece in cell), default=0)


def _text(page: Page, cell: Cell) -> str:
    return " ".join(" ".join(page.text[piece.start : piece.end] for piece in cell).split())
