"""One grid read as a table: which rows are its header, which columns hold money, what each row says.

Pure on the cells' printed text; where a cell stands is kept beside it (`start`, `end`, offsets in the document's text).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.figures import Figure, is_note_heading, is_uncounted, is_when, only_figure, parse_figure
from extractors.flow import joined
from ingest.document import Cell, Document, Grid, Page

_LABELLED_EMPTY = re.compile(r"(?:summa|totalt?|resultat)\b", re.IGNORECASE)
_LARGEST_NOTE = 60
_NOTES = re.compile(r"(?:not\s*)?\d{1,2}(?:\s*(?:,|och|&|-|–)\s*\d{1,2})*", re.IGNORECASE)
_CAPTION = re.compile(r"(?:not|tabell)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShapedRow:
    """A row with figures (or a section without): values as printed, by money column."""

    label: str
    values: tuple[Decimal | None, ...]
    start: int
    end: int
    units: tuple[str, ...] = ()
    places: tuple[tuple[int, int] | None, ...] = ()  # where each value stands

    @property
    def is_section(self) -> bool:
        return all(value is None for value in self.values)


@dataclass(frozen=True, slots=True)
class Shape:
    """A grid as a table of figures. `corner` is what stands in the header over the labels."""

    page: Page
    start: int
    end: int
    corner: tuple[str, ...]
    header: str
    columns: tuple[str, ...]
    rows: tuple[ShapedRow, ...]
    has_header: bool


Cells = list[list[str]]


def shape(document: Document, page: Page, grid: Grid) -> Shape | None:
    """The grid as a table of figures, None where it is none."""
    base = document.page_starts[page.number - 1]
    grid = _without_margins(document, base, grid)
    if not grid.rows:
        return None
    cells = [[_printed(page, cell) for cell in row] for row in grid.rows]
    first = next((i for i, row in enumerate(cells) if _is_data(row)), None)
    if first is None or len(cells[0]) < 2:
        return None
    top = _header_height(cells, first)
    labels = [joined(row[k] for row in _spread(cells[:top]) if row[k]) for k in range(len(cells[0]))]
    money = _money_columns(cells[top:], labels)
    if not money:
        return None
    rows = tuple(r for i in range(top, len(cells)) if (r := _row(base, grid, cells, i, money)))
    if not any(not row.is_section for row in rows) or _is_contents(rows, document):
        return None
    spans = [piece for row in grid.rows for cell in row for piece in cell]
    return Shape(
        page,
        base + min(piece.start for piece in spans),
        base + max(piece.end for piece in spans),
        tuple(text for row in cells[:top] for text in row[: money[0]] if text and not is_note_heading(text)),
        " ".join(text for row in cells[:top] for text in row if text),
        tuple(labels[k] for k in money),
        rows,
        any(labels[k] for k in money),
    )


def _without_margins(document: Document, base: int, grid: Grid) -> Grid:
    """The grid without rows that are running heads or feet, or empty."""
    rows = (
        row
        for row in grid.rows
        if any(document.flow[base + p.start : base + p.end].strip() for cell in row for p in cell)
    )
    return replace(grid, rows=tuple(rows))


def _printed(page: Page, cell: Cell) -> str:
    """What a cell says; of a figure with a mark beside it, the figure."""
    pieces = [page.text[p.start : p.end] for p in cell]
    text = joined(pieces)
    if len(pieces) > 1 and not parse_figure(text) and only_figure(pieces):
        return next(piece for piece in pieces if parse_figure(piece))
    return text


def _is_data(row: Sequence[str]) -> bool:
    """Figures right of the label that are not all years or days."""
    return any(parse_figure(text) and not is_when(text) for text in row[1:])


def _header_height(cells: Cells, first: int) -> int:
    """How many of the rows before the first figures are header: those that say something over the columns."""
    over = [i for i in range(first) if any(cells[i][1:])]
    return over[-1] + 1 if over else 0


def _spread(header: Cells) -> Cells:
    """The header with each cell that spans several columns lent to the empty ones it spans."""
    return [_spread_row(header, i) for i in range(len(header))]


def _spread_row(header: Cells, i: int) -> list[str]:
    """A cell spans columns that have words below and none above: those right of it, or, where the first such column
    stands left of every cell and so spanning cells are centred, as many left as right."""
    row = list(header[i])
    open_ = [
        k for k in range(1, len(row))
        if not row[k] and any(r[k] for r in header[i + 1 :]) and not any(r[k] for r in header[:i])
    ]  # fmt: skip
    filled = [k for k in range(1, len(row)) if row[k]]
    if not open_ or not filled:
        return row
    if open_[0] < filled[0]:
        for k in filled:
            left = 0
            while k - left - 1 in open_ and not row[k - left - 1]:
                left += 1
            for at in (*range(k - left, k), *range(k + 1, k + left + 1)):
                if at in open_ and not row[at]:
                    row[at] = row[k]
        return row
    for k in open_:
        if row[k - 1] and k > 1 and _alike(header, i, k):
            row[k] = row[k - 1]
    return row


def _alike(header: Cells, i: int, column: int) -> bool:
    """Are the lowest cells of two neighbours both years or both words? Else one is a label that was wrapped."""
    here, left = (next((r[k] for r in reversed(header[i + 1 :]) if r[k]), "") for k in (column, column - 1))
    return bool(left) and is_when(here) == is_when(left)


def _money_columns(body: Cells, labels: Sequence[str]) -> list[int]:
    """The columns of figures that are neither notes' numbers, percentages nor counts."""
    out = []
    for k in range(1, len(labels)):
        figures = [f for row in body if (f := parse_figure(row[k]))]
        if not figures or is_note_heading(labels[k]) or is_uncounted(labels[k]):
            continue
        if 2 * sum(f.is_percent for f in figures) > len(figures):
            continue
        out.append(k)
    if len(out) > 1 and not labels[out[0]] and _look_like_notes(body, out[0], out[1:]):
        out = out[1:]
    return out


def _look_like_notes(body: Cells, column: int, others: Sequence[int]) -> bool:
    """Small whole numbers on some rows only, rising, beside greater figures: a notes' column without heading."""
    own = [(row, f.value) for row in body if (f := parse_figure(row[column]))]
    figured = [row for row in body if any(parse_figure(row[k]) for k in others)]
    values = [value for _, value in own]
    if any(v != int(v) or not 1 <= v <= _LARGEST_NOTE for v in values) or values != sorted(values):
        return False
    greater = [
        f.value for row, _ in own for k in others if (f := parse_figure(row[k])) and abs(f.value) > _LARGEST_NOTE
    ]
    return len(own) < len(figured) and bool(greater)


def _row(base: int, grid: Grid, cells: Cells, i: int, money: Sequence[int]) -> ShapedRow | None:
    label = joined(text for text in cells[i][: money[0]] if text and not _is_note(text, cells[i]))
    figures = [_value(cells[i][k]) for k in money]
    values = tuple(f.value if f else None for f in figures)
    spans = [p for k in (*range(money[0]), *money) for p in grid.rows[i][k]]
    if not spans or (is_uncounted(label) and not re.search(r"kr", label)):
        return None
    if not label and all(v is None for v in values):
        return None
    units = tuple(sorted({f.unit for f in figures if f and f.unit}))
    places = tuple(_extent(base, grid.rows[i][k]) for k in money)
    return ShapedRow(label, values, base + min(p.start for p in spans), base + max(p.end for p in spans), units, places)


def _extent(base: int, cell: Cell) -> tuple[int, int] | None:
    return (base + min(p.start for p in cell), base + max(p.end for p in cell)) if cell else None


def _is_note(text: str, row: Sequence[str]) -> bool:
    """Bare small numbers right of the label's first cell point to notes: "2, 3"."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return text != row[0] and bool(_NOTES.fullmatch(text)) and all(0 < n <= _LARGEST_NOTE for n in numbers)


def _value(text: str) -> Figure | None:
    figure = parse_figure(text)
    return None if figure is None or figure.is_percent else figure


def _is_contents(rows: Sequence[ShapedRow], document: Document) -> bool:
    """A contents list: one column of page numbers that never fall."""
    values = [row.values[0] for row in rows if row.values[0] is not None]
    if any(len(row.values) != 1 for row in rows) or len(values) < 2:
        return False
    pages = max(len(document.pages), 60)
    return values == sorted(values) and all(v == int(v) and 1 <= v <= pages for v in values)


def keeps_empty(label: str) -> bool:
    """Is a row told even without figures: a sum left open says something, a section's heading does not?"""
    return _LABELLED_EMPTY.match(label) is not None


def is_caption(text: str) -> bool:
    """ "Not 3 Verksamhetens kostnader" in the header's corner is the table's title."""
    return _CAPTION.match(text) is not None
