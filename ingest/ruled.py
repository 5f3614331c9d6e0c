"""Tables whose rules say where cells are: verticals part columns, horizontals part rows.

Rules that touch are one table. Where a vertical is missing between two columns the cell spans both and its words stand
in the first. Where horizontals are missing (only columns are ruled) lines with figures are rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import Box, Cell, Grid, Span, Word
from ingest.raw import Rule
from ingest.segments import GAP, SegmentKind, goes_on, kind_of

_TOUCH = 3.0  # points: rules nearer than this meet
_SAME = 2.5  # points: edges nearer than this are one edge
_MOST = 1500  # rules drawn through: more are a map or a chart
_SHORTEST = 5.0  # points: shorter strokes are underlines of letters, bullets, ticks


@dataclass(slots=True)
class Frame:
    """Rules that belong together: `verticals` as (x, y0, y1), `horizontals` as (y, x0, x1)."""

    verticals: list[tuple[float, float, float]] = field(default_factory=list)
    horizontals: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def xs(self) -> list[float]:
        return _edges(x for x, _, _ in self.verticals)

    @property
    def ys(self) -> list[float]:
        ends = (y for _, y0, y1 in self.verticals for y in (y0, y1))
        rows = _edges(y for y, _, _ in self.horizontals)
        outer = _edges(ends)
        return _edges([*rows, outer[0], outer[-1]]) if outer else rows

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def parts(self, x: float, y: float) -> bool:
        """Does a vertical stand at x where the row with the middle y is?"""
        return any(abs(v - x) <= _SAME and y0 - _TOUCH <= y <= y1 + _TOUCH for v, y0, y1 in self.verticals)


@dataclass(frozen=True, slots=True)
class Ruled:
    grid: Grid
    box: Box


Placed = list[list[Word]]  # the words of a row, by column


def find_ruled(text: str, words: Sequence[Word], rules: Sequence[Rule]) -> list[Ruled]:
    """The ruled tables of a page, from the top down. Ruled boxes with one column, or with several figures side by side
    in one cell, are left to the finder of borderless tables."""
    found = []
    for frame in frames(rules):
        if len(frame.xs) < 3 or len(frame.ys) < 2:
            continue
        rows = [row for band in _bands(frame, words) for row in _lines_as_rows(text, band)]
        rows = [row for row in rows if any(row)]
        filled = sum(any(row[k] for row in rows) for k in range(len(frame.xs) - 1))
        if len(rows) < 2 or filled < 2 or _is_crowded(text, rows):
            continue
        order = {word.span: i for i, word in enumerate(words)}
        grid = Grid(tuple(tuple(_cell(cell, order) for cell in row) for row in rows), ruled=True)
        found.append(Ruled(grid, frame.box))
    return sorted(found, key=lambda ruled: ruled.box.y0)


def frames(rules: Sequence[Rule]) -> list[Frame]:
    """Rules grouped by touch; none where there are so many that they are a drawing."""
    strokes = [r for r in _drawn_through(rules) if max(r.x1 - r.x0, r.y1 - r.y0) >= _SHORTEST]
    if len(strokes) > _MOST:
        return []
    groups: list[tuple[Box, list[Rule]]] = []
    for rule in sorted(strokes, key=lambda r: (r.y0, r.x0)):
        box, members = Box(rule.x0, rule.y0, rule.x1, rule.y1), [rule]
        apart = []
        for other, its in groups:
            if any(_meet(rule, r) for r in its):
                box, members = box.union(other), its + members
            else:
                apart.append((other, its))
        groups = [*apart, (box, members)]
    return [_frame(members) for _, members in groups]


def _drawn_through(rules: Sequence[Rule]) -> list[Rule]:
    """Rules drawn piece by piece, as one."""
    out: list[Rule] = []
    upright = sorted((r for r in rules if _is_upright(r)), key=lambda r: (round(r.x0), r.y0))
    level = sorted((r for r in rules if not _is_upright(r)), key=lambda r: (round(r.y0), r.x0))
    for r in upright:
        last = out[-1] if out else None
        if last and abs(last.x0 - r.x0) <= 1 and r.y0 <= last.y1 + _TOUCH:
            out[-1] = Rule(last.x0, last.y0, last.x1, max(last.y1, r.y1))
        else:
            out.append(r)
    first = len(out)
    for r in level:
        last = out[-1] if len(out) > first else None
        if last and abs(last.y0 - r.y0) <= 1 and r.x0 <= last.x1 + _TOUCH:
            out[-1] = Rule(last.x0, last.y0, max(last.x1, r.x1), last.y1)
        else:
            out.append(r)
    return out


def _is_upright(rule: Rule) -> bool:
    return rule.y1 - rule.y0 > rule.x1 - rule.x0


def _meet(a: Rule, b: Rule) -> bool:
    across = a.x0 <= b.x1 + _TOUCH and b.x0 <= a.x1 + _TOUCH
    return across and a.y0 <= b.y1 + _TOUCH and b.y0 <= a.y1 + _TOUCH


def _frame(rules: Iterable[Rule]) -> Frame:
    frame = Frame()
    for r in rules:
        if _is_upright(r):
            frame.verticals.append(((r.x0 + r.x1) / 2, r.y0, r.y1))
        else:
            frame.horizontals.append(((r.y0 + r.y1) / 2, r.x0, r.x1))
    return frame


def _edges(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SAME:
            out.append(value)
    return out


def _bands(frame: Frame, words: Sequence[Word]) -> list[Placed]:
    """The words between two horizontals, by column."""
    xs, ys = frame.xs, frame.ys
    bands: list[Placed] = [[[] for _ in xs[1:]] for _ in ys[1:]]
    for word in words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
        column = next((k for k, (a, b) in enumerate(pairwise(xs)) if a <= x < b), None)
        band = next((k for k, (a, b) in enumerate(pairwise(ys)) if a <= y < b), None)
        if column is None or band is None:
            continue
        middle = (ys[band] + ys[band + 1]) / 2
        while column and not frame.parts(xs[column], middle):
            column -= 1
        bands[band][column].append(word)
    return bands


def _lines_as_rows(text: str, band: Placed) -> list[Placed]:
    """A band as one row; as several where several of its lines hold figures."""
    lines: list[Placed] = []
    for k, cell in enumerate(band):
        for word in cell:
            line = next((ln for ln in lines if _level(ln, word)), None)
            if line is None:
                line = [[] for _ in band]
                lines.append(line)
            line[k].append(word)
    if sum(_has_figure(text, line) for line in lines) < 2:
        return [band]
    rows: list[Placed] = []
    for line in sorted(lines, key=_top):
        before = rows[-1] if rows else None
        if before and before[0] and line[0] and not _has_figure(text, line):
            label, above = _printed(text, line[0]), _printed(text, before[0])
            if goes_on(above, label):
                before[0].extend(line[0])
                continue
        rows.append(line)
    return rows


def _level(line: Placed, word: Word) -> bool:
    other = next(w for cell in line for w in cell)
    overlap = min(other.box.y1, word.box.y1) - max(other.box.y0, word.box.y0)
    return overlap > 0.5 * min(other.box.height, word.box.height)


def _top(line: Placed) -> float:
    return min(word.box.y0 for cell in line for word in cell)


def _printed(text: str, words: Sequence[Word]) -> str:
    return " ".join(text[w.span.start : w.span.end] for w in words)


def _has_figure(text: str, line: Placed) -> bool:
    return any(kind_of(_printed(text, cell)) is SegmentKind.FIGURE for cell in line[1:] if cell)


def _is_crowded(text: str, rows: Sequence[Placed]) -> bool:
    """Do several rows hold two figures side by side in one cell? Then the rules are not the table's columns."""
    crowded = 0
    for row in rows:
        for cell in row:
            digits = [w for w in cell if text[w.span.start : w.span.end].strip("-−–+%() ")[:1].isdigit()]
            gaps = (b.box.x0 - a.box.x1 for a, b in pairwise(digits) if a.box.y1 > b.box.y0 and b.box.y1 > a.box.y0)
            if len(digits) == len(cell) and any(gap > 2 * GAP * digits[0].box.height for gap in gaps):
                crowded += 1
                break
    return crowded > 1


def _cell(words: Sequence[Word], order: dict[Span, int]) -> Cell:
    """Words as spans, those that follow each other on a line as one."""
    spans: list[Span] = []
    last: Word | None = None
    for word in sorted(words, key=lambda w: w.span):
        if (
            last
            and order[word.span] == order[last.span] + 1
            and word.box.y0 < last.box.y1
            and last.box.y0 < word.box.y1
        ):
            spans[-1] = Span(spans[-1].start, word.span.end)
        else:
            spans.append(word.span)
        last = word
    return tuple(spans)
