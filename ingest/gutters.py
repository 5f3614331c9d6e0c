"""Newspaper columns: which rows of a page are really lines of columns that stand side by side.

A table, a form or a list of names in two rows of cells has a gutter too, and is read row by row; columns are read one
after the other only where both sides of the gutter are prose: lines of several words that fill their column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from ingest.raw import Rule
from ingest.rows import Row

_GAP = 0.8  # of the type size: the narrowest gutter
_FEWEST_LINES = 5  # side by side before they are columns
_WORDS_A_LINE = 2.8  # of prose, on average
_FILLED = 0.5  # of prose lines reach …
_FULL = 0.72  # … this share of their column's width
_MOST_DIGITS = 0.25  # of prose's letters
_BIN = 4.0  # points
_NEAR = 15.0  # points from the gutter to where a table's lines end at the latest


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows [first, last) that a gutter at `x` parts."""

    first: int
    last: int
    x: float


def reading_blocks(rows: Sequence[Row], rules: Sequence[Rule]) -> list[list[Row]]:
    """The rows as blocks in reading order: one block where the page has no columns; columns are blocks of their own."""
    band = next(_bands(rows, rules), None)
    if band is None:
        return [list(rows)] if rows else []
    left, right = _part(rows[band.first : band.last], band.x)
    blocks = [list(rows[: band.first])] if band.first else []
    blocks += reading_blocks(left, rules) + reading_blocks(right, rules)
    return blocks + reading_blocks(rows[band.last :], rules)


def _bands(rows: Sequence[Row], rules: Sequence[Rule]) -> Iterator[_Band]:
    """Bands of columns, the uppermost of the likeliest gutter first."""
    for x in _gutters(rows):
        for first, last in _runs(rows, x):
            left, right = _part(rows[first:last], x)
            if _is_prose(left) and _is_prose(right) and not _is_ruled(rows[first:last], rules, x):
                yield _Band(first, last, x)


def _gutters(rows: Sequence[Row]) -> list[float]:
    """Where gaps of several rows lie above each other, the most frequent first."""
    counts: dict[int, int] = {}
    for row in rows:
        for a, b in pairwise(row.words):
            if b.box.x0 - a.box.x1 >= _GAP * max(a.size, b.size):
                for at in range(int(a.box.x1 // _BIN) + 1, int(b.box.x0 // _BIN) + 1):
                    counts[at] = counts.get(at, 0) + 1
    often = [(count, at) for at, count in counts.items() if count >= _FEWEST_LINES]
    found: list[float] = []
    for _, at in sorted(often, reverse=True):
        if all(abs(at * _BIN - x) > 3 * _BIN for x in found):
            found.append(at * _BIN)
        if len(found) == 3:
            break
    return found


def _runs(rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
    """Stretches of rows with nothing across x that begin with two sides and have at least the fewest lines of both."""
    first, both, end = -1, 0, 0
    for at, row in enumerate([*rows, None]):
        side = _side(row, x) if row else "across"
        if side == "across":
            if both >= _FEWEST_LINES:
                yield first, end
            first, both = -1, 0
        elif side == "both":
            first = at if first < 0 else first
            both, end = both + 1, at + 1
        elif row and at and first >= 0 and row.base - rows[at - 1].base < 2.0 * row.size:
            end = at + 1 if end == at else end


def _side(row: Row, x: float) -> str:
    if row.box.x1 <= x:
        return "left"
    if row.left >= x:
        return "right"
    for a, b in pairwise(row.words):
        if a.box.x1 <= x <= b.box.x0:
            return "both" if b.box.x0 - a.box.x1 >= _GAP * max(a.size, b.size) else "across"
    return "across"


def _part(rows: Sequence[Row], x: float) -> tuple[list[Row], list[Row]]:
    left = [Row([w for w in row.words if w.box.x1 <= x], row.base) for row in rows]
    right = [Row([w for w in row.words if w.box.x1 > x], row.base) for row in rows]
    return [row for row in left if row.words], [row for row in right if row.words]


def _is_prose(rows: Sequence[Row]) -> bool:
    if mean(len(row.words) for row in rows) < _WORDS_A_LINE:
        return False
    letters = "".join(word.text for row in rows for word in row.words)
    if sum(letter.isdigit() for letter in letters) > _MOST_DIGITS * len(letters):
        return False
    edge = min(row.left for row in rows)
    ends = sorted(row.words[-1].box.x1 for row in rows)
    width = ends[int(0.9 * (len(ends) - 1))] - edge
    filled = sum(end - edge >= _FULL * width for end in ends)
    return width > 10 * rows[0].size and filled >= _FILLED * len(ends)


def _is_ruled(rows: Sequence[Row], rules: Sequence[Rule], x: float) -> bool:
    """Whether lines part the rows on both sides of the gutter, or frame them on both sides: a table's."""
    top, bottom = rows[0].box.y0, rows[-1].base
    heights, framed = set(), {"left": 0.0, "right": 0.0}
    left, right = min(row.left for row in rows), max(row.box.x1 for row in rows)
    for rule in rules:
        if rule.y0 == rule.y1:
            if top < rule.y0 < bottom and rule.x0 < x + _NEAR and rule.x1 > x - _NEAR:
                heights.add(round(rule.y0 / 3))
        elif rule.x0 <= left or rule.x0 >= right:
            framed["left" if rule.x0 <= left else "right"] += max(0.0, min(bottom, rule.y1) - max(top, rule.y0))
    return len(heights) >= 2 or min(framed.values()) > 0.5 * (bottom - top)
