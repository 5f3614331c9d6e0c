"""Columns of figures: where they stand, found from the figures of consecutive rows.

Figures are set flush right more often than not, so columns are first the right edges that rows share; figures that are
centred or flush left share no edge but overlap, and never stand in one row together, so those edges are one column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.segments import Segment, SegmentKind, SegmentRow, segment

_EDGE = 0.5  # × type size: how far apart right edges of one column may lie


@dataclass(slots=True)
class Column:
    """A column in the making: its figures with the number of the row each stands in."""

    members: list[tuple[int, Segment]]

    @property
    def x0(self) -> float:
        return min(s.x0 for _, s in self.members)

    @property
    def x1(self) -> float:
        return max(s.x1 for _, s in self.members)

    @property
    def rows(self) -> set[int]:
        return {row for row, _ in self.members}

    def overlaps(self, other: Column) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1


def find_columns(rows: Sequence[SegmentRow], label_end: float, size: float) -> list[Column]:
    """The columns that the figures right of `label_end` stand in, left to right."""
    placed = sorted(
        (
            (i, s)
            for i, row in enumerate(rows)
            for s in row.segments
            if s.x0 >= label_end and s.kind is not SegmentKind.TEXT
        ),
        key=lambda m: m[1].x1,
    )
    columns: list[Column] = []
    for i, figure in placed:
        if columns and figure.x1 - columns[-1].members[-1][1].x1 <= _EDGE * size and i not in columns[-1].rows:
            columns[-1].members.append((i, figure))
        else:
            columns.append(Column([(i, figure)]))
    return _merged(columns)


def _merged(columns: list[Column]) -> list[Column]:
    """Neighbours that overlap and share no row are one column."""
    merging = True
    while merging:
        merging = False
        for a, b in pairwise(columns):
            if a.overlaps(b) and not a.rows & b.rows:
                a.members += b.members
                columns.remove(b)
                merging = True
                break
        columns.sort(key=lambda c: (c.x0 + c.x1) / 2)
    return columns


def zones(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """The stretch of x that belongs to each column: from the end of the one before to its own end."""
    out, left = [], float("-inf")
    for column in columns:
        out.append((left, column.x1))
        left = column.x1
    return [(a, b) if k < len(out) - 1 else (a, float("inf")) for k, (a, b) in enumerate(out)]


def place(segments: Sequence[Segment], stretches: Sequence[tuple[float, float]]) -> list[int]:
    """The column of each segment of a row: the stretch it covers most, one segment a column as far as there is room.

    Stretches follow each other from left to right; the first is that of the labels.
    """
    wanted = [max(range(len(stretches)), key=lambda k: _overlap(s, stretches[k])) for s in segments]
    for i in range(1, len(wanted)):
        before = segments[i - 1]
        if wanted[i] <= wanted[i - 1]:  # two in one column: move one on, to the side where it reaches over the edge
            left, right = wanted[i - 1] - 1, wanted[i - 1] + 1
            if right < len(stretches) and segments[i].x1 > stretches[wanted[i - 1]][1]:
                wanted[i] = right
            elif left > (wanted[i - 2] if i > 1 else 0) and before.x0 < stretches[left][1]:
                wanted[i - 1] = left
            else:
                wanted[i] = wanted[i - 1]
    return wanted


def place_header(rows: Sequence[SegmentRow], stretches: Sequence[tuple[float, float]]) -> list[list[int]]:
    """The column of each segment of the header lines, the lowest first settled.

    A lowest line with a segment for each column gives each its own, however it is set; the lines above follow it.
    """
    out: list[list[int]] = []
    anchor: tuple[Segment, ...] = ()
    anchored: list[int] = []
    for row in reversed(rows):
        if anchor and len(row.segments) <= len(anchor) + 1:
            columns = [_under(s, anchor, anchored) for s in row.segments]
            if len(set(columns)) == len(columns):
                out.insert(0, columns)
                continue
        columns = _one_each(row, stretches) or place(row.segments, stretches)
        if len(row.segments) >= len(stretches) - 1 > 1:
            anchor, anchored = row.segments, columns
        out.insert(0, columns)
    return out


def _one_each(row: SegmentRow, stretches: Sequence[tuple[float, float]]) -> list[int]:
    """0, 1, 2 … or 1, 2 … where the row has a segment for every column; else none."""
    missing = len(stretches) - len(row.segments)
    if missing == 0:
        return list(range(len(stretches)))
    if missing == 1 and row.x1 > stretches[-1][0] and row.segments[0].kind is not SegmentKind.TEXT:
        return list(range(1, len(stretches)))
    if missing == 1 and row.x1 > stretches[-1][0] and row.x0 > stretches[0][1] * 0.5:
        return list(range(1, len(stretches)))
    return []


def _under(s: Segment, anchor: Sequence[Segment], columns: Sequence[int]) -> int:
    """The column of the lower segment that `s` stands over; left of them all is the labels' column."""
    best = max(range(len(anchor)), key=lambda k: min(s.x1, anchor[k].x1) - max(s.x0, anchor[k].x0))
    if s.x1 < anchor[0].x0:
        return 0 if columns[0] > 0 else columns[0]
    return columns[best]


def _overlap(s: Segment, stretch: tuple[float, float]) -> float:
    return min(s.x1, stretch[1]) - max(s.x0, stretch[0])


def at_edges(text: str, row: SegmentRow, columns: Sequence[Column]) -> SegmentRow:
    """The row cut anew where a column ends: "10 764 250 500" over two columns, a label that touches its figure."""
    tolerance = _EDGE * row.size
    cut: list[Segment] = []
    for s in row.segments:
        cut.extend(_cut_at(text, s, columns, tolerance))
    return SegmentRow(tuple(cut), row.top, row.bottom, row.size, row.bold)


def _cut_at(text: str, s: Segment, columns: Sequence[Column], tolerance: float) -> list[Segment]:
    if len(s.words) == 1 or s.kind is SegmentKind.WHEN:
        return [s]
    if s.kind is SegmentKind.TEXT:
        for at in range(1, len(s.words)):
            tail = segment(text, s.words[at:])
            if tail.kind is SegmentKind.FIGURE and any(
                abs(tail.x1 - c.x1) <= tolerance and tail.x0 >= c.x0 - 2 * tolerance and len(c.members) > 1
                for c in columns
            ):
                return [segment(text, s.words[:at]), tail]
        return [s]
    for at in range(1, len(s.words)):
        end, start = s.words[at - 1][2], s.words[at][1]
        if any(abs(end - c.x1) <= tolerance and len(c.members) > 2 and start > c.x1 for c in columns):
            head, tail = segment(text, s.words[:at]), segment(text, s.words[at:])
            if head.is_figure and tail.kind is SegmentKind.FIGURE and tail.text[0] != "0":
                return [head, *_cut_at(text, tail, columns, tolerance)]
    return [s]
