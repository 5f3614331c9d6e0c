"""Loose words gathered into rows: what stands on one line across the page, read from left to right.

A word joins the row whose latest word it stands level with; looking at the latest word only, a row can follow a slight
slant. Where the rows turn out to slant, they are gathered again on a straightened page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.raw import RawWord

COLUMN_GAP = 1.2  # of the type size: wider is no space between words
DESCENT = 0.22  # of the type size: how far a word's box hangs under the line it stands on
_LEVEL = 0.5  # of the lower word's height must lie level with the row
_OTHER_SIZE = 1.4  # ratio of type sizes from which words must share their base line too
_RAISED_GAP = 0.35  # of the size: a note sign follows its word this closely
_OVERLAP = 0.5  # of the size: boxes read from pictures may reach into each other
_SLANT = 0.0015  # height : width; less than that needs no straightening
_SLANT_WORDS = 6  # words on a row before its slant is measured


@dataclass(eq=False)
class Row:
    """Words on one line, from left to right; points. `base` is the line they stand on, on a straightened page."""

    words: list[RawWord] = field(default_factory=list)
    base: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    largest: float = 0.0

    @property
    def cells(self) -> int:
        """How many stretches of words there are with a column's gap between them."""
        return 1 + sum(is_column_gap(before, word) for before, word in pairwise(self.words))

    @property
    def left(self) -> float:
        return self.words[0].box.x0

    # The rest is asked for once all words are in.

    @cached_property
    def box(self) -> Box:
        first = self.words[0].box
        x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
        for word in self.words:
            box = word.box
            x0, y0 = box.x0 if box.x0 < x0 else x0, box.y0 if box.y0 < y0 else y0
            x1, y1 = box.x1 if box.x1 > x1 else x1, box.y1 if box.y1 > y1 else y1
        return Box(x0, y0, x1, y1)

    @cached_property
    def size(self) -> float:
        """The type size of most of its letters."""
        if len({word.size for word in self.words}) == 1:
            return self.words[0].size
        sizes = sorted((word.size, len(word.text)) for word in self.words)
        half, seen = sum(letters for _, letters in sizes) / 2, 0
        for size, letters in sizes:
            seen += letters
            if seen >= half:
                return size
        return sizes[-1][0]

    @cached_property
    def bold(self) -> bool:
        """Whether most of its letters are bold."""
        return 2 * sum(len(w.text) for w in self.words if w.bold) > sum(len(w.text) for w in self.words)


def is_column_gap(before: RawWord, word: RawWord) -> bool:
    """Whether two neighbours on a row stand too far apart to be words of one sentence."""
    return word.box.x0 - before.box.x1 > COLUMN_GAP * (word.size + before.size) / 2


def typical_size(words: Iterable[RawWord]) -> float:
    """The type size in the middle of all words, in points; 10 where there are none."""
    sizes = [word.size for word in words]
    return median(sizes) if sizes else 10.0


def gather_rows(words: Sequence[RawWord]) -> list[Row]:
    """The words as rows from the top down; a word drawn twice at one place is kept once."""
    step = max(4.0, typical_size(words))
    ordered = sorted(words, key=lambda word: word.box.x0)
    rows = _gather(ordered, 0.0, step)
    slant = _slant(rows)
    if abs(slant) > _SLANT:
        rows = _gather(ordered, slant, step)
    for row in rows:
        row.base = median(w.box.y1 - slant * w.box.x0 for w in row.words if 2 * w.size > row.largest)
    return sorted(rows, key=lambda row: row.base)


def _gather(ordered: Sequence[RawWord], slant: float, step: float) -> list[Row]:
    """Rows from words ordered by their left edge. Rows are looked up by height, in bands one `step` high."""
    rows: list[Row] = []
    bands: dict[int, list[Row]] = {}
    for word in ordered:
        lift = slant * word.box.x0
        top, bottom = word.box.y0 - lift, word.box.y1 - lift
        band = int((top + bottom) / 2 / step)
        best, best_level = None, _LEVEL
        for at in (band - 1, band, band + 1):
            for row in bands.get(at, ()):
                if row.bottom <= top or row.top >= bottom:
                    continue
                level = _level(row, word, top, bottom)
                if level >= best_level:
                    best, best_level = row, level
        if best is None:
            best = Row(top=top, bottom=bottom, right=word.box.x0)
            rows.append(best)
            bands.setdefault(band, []).append(best)
        elif _drawn_twice(best.words[-1], word):
            continue
        _join(best, word, top, bottom, step, bands)
    return rows


def _level(row: Row, word: RawWord, top: float, bottom: float) -> float:
    """How much of the lower of the two stands level, 0..1, or 0 where the word cannot belong to the row."""
    shared = min(row.bottom, bottom) - max(row.top, top)
    gap = word.box.x0 - row.right
    small, large = sorted((word.size, row.largest))
    if gap < -_OVERLAP * word.size and large > _OTHER_SIZE * small:
        return 0.0  # two lines of small type beside one of large
    if large > _OTHER_SIZE * small and gap > _RAISED_GAP * large:
        base = bottom - DESCENT * word.size
        if abs(base - (row.bottom - DESCENT * row.largest)) > 0.35 * small:
            return 0.0
    return shared / (min(row.bottom - row.top, bottom - top) or 1.0)


def _drawn_twice(one: RawWord, other: RawWord) -> bool:
    """Whether the same word lies on itself: bold made by drawing twice, or a text layer under real text."""
    if one.text != other.text:
        return False
    shared = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
    return shared > 0.6 * max(one.box.width, other.box.width)


def _join(row: Row, word: RawWord, top: float, bottom: float, step: float, bands: dict[int, list[Row]]) -> None:
    row.words.append(word)
    row.right = max(row.right, word.box.x1)
    row.largest = max(row.largest, word.size)
    if (top, bottom) == (row.top, row.bottom):
        return
    # A note sign or a dash says little of where the row stands.
    if word.size >= 0.75 * row.largest and bottom - top >= 0.5 * (row.bottom - row.top):
        row.top, row.bottom = (row.top + top) / 2, (row.bottom + bottom) / 2
        band = bands.setdefault(int((row.top + row.bottom) / 2 / step), [])
        if row not in band:
            band.append(row)


def _slant(rows: Sequence[Row]) -> float:
    """How much the rows fall (or rise, negative) over their width; 0 where too few are long enough to tell."""
    slants = []
    for row in rows:
        if len(row.words) >= _SLANT_WORDS:
            first, last = row.words[:3], row.words[-3:]
            run = last[1].box.x0 - first[1].box.x0
            if run > 100:
                slants.append((median(w.box.y1 for w in last) - median(w.box.y1 for w in first)) / run)
    return median(slants) if len(slants) >= 3 else 0.0
