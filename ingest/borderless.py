"""Tables that no rules draw: blocks of lines become grids, each segment in the column it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Block, find_blocks
from ingest.columns import place, place_header, zones
from ingest.document import Cell, Grid
from ingest.segments import Segment, SegmentKind, SegmentRow, goes_on


def find_borderless(text: str, rows: Sequence[SegmentRow], aligned: bool = True) -> list[Grid]:
    """Grids of the rows, from the top down; `aligned` as for `find_blocks`."""
    return [_grid(block) for block in find_blocks(text, rows, aligned)]


def _grid(block: Block) -> Grid:
    stretches = _stretches(block)
    rows: list[list[list[Segment]]] = []
    before: SegmentRow | None = None
    placed = [*place_header(block.header, stretches), *(_placed(row, block, stretches) for row in block.body)]
    for row, columns in zip([*block.header, *block.body], placed, strict=True):
        cells: list[list[Segment]] = [[] for _ in stretches]
        for s, column in zip(row.segments, columns, strict=True):
            cells[column].append(s)
        if before and rows and _joins(before, row, cells, rows[-1]):
            for mine, its in zip(rows[-1], cells, strict=True):
                mine.extend(its)
        else:
            rows.append(cells)
        before = row
    made = tuple(tuple(_cell(cell) for cell in row) for row in rows)
    return Grid(made)


def _placed(row: SegmentRow, block: Block, stretches: Sequence[tuple[float, float]]) -> list[int]:
    """The columns of a body row's segments; words that start where labels do are a label, however long."""
    columns = place(row.segments, stretches)
    if row.x0 < block.label_end - row.size and row.segments[0].kind is SegmentKind.TEXT:
        columns[0] = 0
    return columns


def _stretches(block: Block) -> list[tuple[float, float]]:
    """Labels, the columns of figures, and a column of words right of them where several rows have one."""
    right = block.columns[-1].x1
    size = max(row.size for row in block.body)
    out = zones(block.columns)
    remarks = [s for row in block.body for s in row.segments if s.x0 > right and s.kind is SegmentKind.TEXT]
    first = (float("-inf"), min(block.label_end, block.columns[0].x0) - 0.01)
    out[0] = (_label_right(block, size), out[0][1])
    if remarks:
        out[-1] = (out[-1][0], right + 0.01)
        out.append((right + 0.01, float("inf")))
    return [(first[0], out[0][0]), *out]


def _label_right(block: Block, size: float) -> float:
    """Labels end where the longest of them does, at most where the first column of figures begins."""
    ends = [row.segments[0].x1 for row in block.body if row.segments[0].x0 < block.label_end - size and row.figures]
    return min(max(ends, default=block.label_end), block.columns[0].x0) if ends else block.columns[0].x0


def _joins(before: SegmentRow, row: SegmentRow, cells: list[list[Segment]], above: list[list[Segment]]) -> bool:
    """Is the row a piece of the row above: a wrapped label below its figures, or above them?"""
    if not cells[0] or not above[0]:
        return False
    has, had = any(s.is_figure for c in cells[1:] for s in c), any(s.is_figure for c in above[1:] for s in c)
    near = row.top - before.bottom <= 0.7 * row.size
    if (has and had) or not near:
        return False
    if any(cells[1:]) and any(s.kind is SegmentKind.WHEN for c in above[1:] for s in c):
        return False
    return goes_on(" ".join(s.text for s in above[0]), cells[0][0].text)


def _cell(segments: list[Segment]) -> Cell:
    return tuple(s.span for s in segments)
