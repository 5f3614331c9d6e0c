"""Pages put together from text without a layout of its own: lines, table rows and page breaks as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import Cell, Grid, Line, LineKind, Page, Span
from ingest.typography import typeset

_COLUMN_GAP = "  "


@dataclass(frozen=True, slots=True)
class Furniture:
    """A page's running heads and feet, as lines of text."""

    heads: tuple[str, ...] = ()
    feet: tuple[str, ...] = ()


@dataclass(slots=True)
class Composer:
    """Takes lines in reading order and gives pages; every text is made NFC with odd spaces resolved on its way in.

    `furniture` is put around each page that ends while it is set.
    """

    furniture: Furniture = Furniture()
    _pages: list[Page] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _grids: list[Grid] = field(default_factory=list)
    _at: int = 0

    def line(self, text: str, *, size: float | None = None, bold: bool = False) -> None:
        """A line, or several where the text holds line ends."""
        for piece in typeset(text).replace("\f", "\n").split("\n"):
            self._add(piece.rstrip(), size, bold, LineKind.BODY)

    def gap(self) -> None:
        """An empty line, unless there is one already or the page is empty."""
        if self._text and self._text[-1]:
            self._add("", None, False, LineKind.BODY)

    def table(self, rows: Sequence[Sequence[str]], *, ruled: bool = True, bold: Sequence[bool] = ()) -> None:
        """Rows of cells as lines with a column gap between the cells, and the grid over them.

        Line ends in a cell make the row as many lines high; the n-th lines of its cells stand side by side, as in
        print. Short rows are filled with empty cells. `bold` says which rows are, in order.
        """
        width = max((len(row) for row in rows), default=0)
        grid: list[tuple[Cell, ...]] = []
        for n, row in enumerate(rows):
            cells = [[" ".join(part.split()) for part in typeset(cell).split("\n")] for cell in row]
            cells += [[]] * (width - len(cells))
            grid.append(self._row(cells, bold[n] if n < len(bold) else False))
        if width:
            self._grids.append(Grid(tuple(grid), ruled))

    def _row(self, cells: list[list[str]], bold: bool) -> tuple[Cell, ...]:
        pieces: list[list[Span]] = [[] for _ in cells]
        for n in range(max((len(cell) for cell in cells), default=0)):
            text = ""
            for column, cell in enumerate(cells):
                part = cell[n] if n < len(cell) else ""
                if not part:
                    continue
                text += _COLUMN_GAP if text else ""
                start = self._at + len(text)
                pieces[column].append(Span(start, start + len(part)))
                text += part
            if text:
                self._add(text, None, bold, LineKind.BODY)
        return tuple(tuple(cell) for cell in pieces)

    def lined_table(self, rows: Sequence[Sequence[tuple[int, int]]], start: int) -> None:
        """A grid over lines already added: cells as (from, to) within the page's text from `start` on."""
        width = max((len(row) for row in rows), default=0)
        grid = []
        for row in rows:
            cells: list[Cell] = [(Span(start + a, start + b),) if b > a else () for a, b in row]
            grid.append(tuple(cells + [()] * (width - len(cells))))
        self._grids.append(Grid(tuple(grid), ruled=True))

    @property
    def at(self) -> int:
        """Where on the page the next line will begin."""
        return self._at

    def page_break(self) -> None:
        """Ends the page; an empty one is not made."""
        if not any(text.strip() for text in self._text):
            self._reset()
            return
        body, grids = list(zip(self._text, self._lines, strict=True)), self._grids
        self._reset()
        for head in self.furniture.heads:
            self._add(typeset(head).replace("\n", " ").strip(), None, False, LineKind.HEAD)
        shift = self._at
        for text, line in body:
            self._add(text, line.size, line.bold, line.kind)
        for foot in self.furniture.feet:
            self._add(typeset(foot).replace("\n", " ").strip(), None, False, LineKind.FOOT)
        page_text = "\n".join(self._text)
        moved = tuple(_moved(grid, shift) for grid in grids)
        self._pages.append(Page(len(self._pages) + 1, page_text, lines=tuple(self._lines), grids=moved))
        self._reset()

    def pages(self) -> tuple[Page, ...]:
        """The pages, the last one ended. A document of nothing but space gives one empty page."""
        self.page_break()
        return tuple(self._pages) or (Page(1, ""),)

    def _add(self, text: str, size: float | None, bold: bool, kind: LineKind) -> None:
        self._lines.append(Line(Span(self._at, self._at + len(text)), size=size, bold=bold, kind=kind))
        self._text.append(text)
        self._at += len(text) + 1

    def _reset(self) -> None:
        self._text, self._lines, self._grids, self._at = [], [], [], 0


def _moved(grid: Grid, by: int) -> Grid:
    rows = tuple(tuple(tuple(Span(s.start + by, s.end + by) for s in cell) for cell in row) for row in grid.rows)
    return Grid(rows, grid.ruled)
