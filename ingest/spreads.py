"""Two pages on one sheet: a bound volume laid open, or two pages copied side by side.

Told by the upright picture: wider than high, a free stretch down the middle, print set as prose on both sides of it.
Each half is read as a page of its own and the texts put together, the left one first; the page stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ingest.document import Box, Grid, Page, Span
from ingest.images import POINTS_PER_INCH, Picture
from ingest.upright import letter_boxes

_WIDE = 1.2  # width : height from which a sheet may hold two pages
_MIDDLE = (0.42, 0.58)  # of the width: where the two meet
_FREE = 0.035  # of the width without a letter
_LETTERS = 150  # on each side
_HIGHEST = 0.3  # of the height: print on both sides reaches over at least so much


def parted(picture: Picture) -> tuple[tuple[float, Picture], ...]:
    """The halves of an upright grey picture with how far right each begins, in points; itself alone if it is one."""
    if picture.width < _WIDE * picture.height:
        return ((0.0, picture),)
    letters = letter_boxes(picture)
    at = _gutter(letters, picture)
    if at is None:
        return ((0.0, picture),)
    column = round(at * picture.dpi / POINTS_PER_INCH)
    sides = (picture.pixels[:, :column], picture.pixels[:, column:])
    left, right = (replace(picture, pixels=np.ascontiguousarray(side)) for side in sides)
    return ((0.0, left), (left.width, right))


def _gutter(letters: NDArray[np.float64], picture: Picture) -> float | None:
    """The middle of the widest stretch near the page's middle that no letter stands in."""
    middle = (letters[:, 0] + letters[:, 2]) / 2
    low, high = _MIDDLE[0] * picture.width, _MIDDLE[1] * picture.width
    inner = np.sort(middle[(middle > low) & (middle < high)])
    stops = np.concatenate(([low], inner, [high]))
    widest = int(np.argmax(np.diff(stops)))
    at = float(stops[widest] + stops[widest + 1]) / 2
    if float(np.diff(stops)[widest]) < _FREE * picture.width:
        return None
    for side in (letters[middle < at], letters[middle > at]):
        if len(side) < _LETTERS or side[:, 3].max() - side[:, 1].min() < _HIGHEST * picture.height:
            return None
    return at


def joined(halves: Sequence[tuple[float, Page]]) -> Page:
    """One page of the halves' pages, in their order, each moved to the right by its offset in points."""
    if len(halves) == 1:
        return halves[0][1]
    width = max(right + (page.width or 0.0) for right, page in halves)
    height = max(page.height or 0.0 for _, page in halves)
    text, words, lines, grids, notes = "", [], [], [], []
    for right, page in halves:
        text += "\n\n" if text and page.text else ""
        by = len(text)
        words += [replace(word, span=_on(word.span, by), box=_right(word.box, right)) for word in page.words]
        for line in page.lines:
            lines.append(replace(line, span=_on(line.span, by), box=line.box and _right(line.box, right)))
        grids += [_moved(grid, by) for grid in page.grids]
        notes += [replace(note, span=_on(note.span, by)) for note in page.notes]
        text += page.text
    letters = [max(1, len(page.text)) for _, page in halves]
    quality = sum(page.quality * size for (_, page), size in zip(halves, letters, strict=True)) / sum(letters)
    reason = f"{halves[0][1].reason}; två sidor på ett ark, vänstra sidan först"
    return replace(
        halves[0][1], text=text, reason=reason, width=width, height=height, words=tuple(words), lines=tuple(lines),
        grids=tuple(grids), notes=tuple(notes), quality=round(quality, 3),
    )  # fmt: skip


def _on(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _right(box: Box, by: float) -> Box:
    return Box(box.x0 + by, box.y0, box.x1 + by, box.y1)


def _moved(grid: Grid, by: int) -> Grid:
    rows = tuple(tuple(tuple(_on(piece, by) for piece in cell) for cell in row) for row in grid.rows)
    return replace(grid, rows=rows)
