"""Print that the engine passed over or misread: figures in a column, page numbers, short rows.

Looking at a whole page, the engine takes lone signs for dirt. The ink outside every word it found is gathered into
patches of a line's height, and those are read one by one, as lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ingest.document import Box
from ingest.images import Picture
from ingest.tesseract import EngineWord, read_patches
from ingest.upright import letter_boxes

_MOST_PATCHES = 60  # more than this is a picture or a grain, not print
_HIGH = (0.4, 1.3)  # × type size: a patch of print is this high
_WIDEST = 12.0  # × type size
_TOGETHER = 0.7  # × type size between the signs of one patch
_AROUND = (0.35, 0.2, 0.5)  # × type size of paper taken along: the first way, and the others where it is unsure
_CERTAIN = 0.9
_SURE = 0.6
_DOUBTED = 0.5  # words below this are read again: a column of figures may have been taken for upright script
_LEVEL = 0.35  # × type size by which base lines of one line may differ


def with_leftovers(words: Sequence[EngineWord], picture: Picture, model: str, seconds: float) -> tuple[EngineWord, ...]:
    """The words and those read from ink outside their boxes, line by line from left to right.

    Raises what `tesseract.read_words` raises.
    """
    kept = [word for word in words if word.confidence >= _DOUBTED]
    if not kept:
        return tuple(words)
    size = median(word.size for word in kept)
    patches = _patches(_unread(letter_boxes(picture), kept), size, picture)
    if not 0 < len(patches) <= _MOST_PATCHES:
        return tuple(words)
    found = _read(picture, model, patches, size, seconds)
    sure = [word for word in found if _is_sure(word)]
    last = max(word.line for word in words)
    added = [_in_its_line(word, kept, size, last + 1 + i) for i, word in enumerate(sure)]
    doubted = [word for word in words if word.confidence < _DOUBTED and not any(map(partial(_touch, word), added))]
    return tuple(sorted([*kept, *doubted, *added], key=lambda word: (word.line, word.box.x0)))


def _read(picture: Picture, model: str, patches: Sequence[Box], size: float, seconds: float) -> tuple[EngineWord, ...]:
    """The patches read; those that come out unsure once more with other margins, the surest reading taken.

    How a lone sign is read hangs on how much paper there is around it.
    """
    readings: list[tuple[EngineWord, ...]] = [()] * len(patches)
    for around in _AROUND:
        unsure = [i for i, reading in enumerate(readings) if _sureness(reading) < _CERTAIN]
        tried = [_widened(patches[i], around * size, picture) for i in unsure]
        words = read_patches(picture, model, tried, seconds) if tried else ()
        for number, i in enumerate(unsure, start=1):
            reading = tuple(word for word in words if word.line == number)
            readings[i] = max(readings[i], reading, key=_sureness)
    return tuple(word for reading in readings for word in reading)


def _sureness(reading: Sequence[EngineWord]) -> float:
    return min((word.confidence for word in reading), default=0.0)


def _is_sure(word: EngineWord) -> bool:
    """Whether a reading is worth taking; a lone letter must be certain, it is mostly a figure or a speck."""
    if not any(sign.isalnum() for sign in word.text):
        return False
    return word.confidence >= (_CERTAIN if len(word.text) == 1 and word.text.isalpha() else _SURE)


def _touch(word: EngineWord, other: EngineWord) -> bool:
    a, b = word.box, other.box
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _unread(letters: NDArray[np.float64], words: Sequence[EngineWord]) -> NDArray[np.float64]:
    """The letter-sized patches of ink, as rows of x0, y0, x1, y1 in points, whose middle no word covers."""
    x, y = (letters[:, 0] + letters[:, 2]) / 2, (letters[:, 1] + letters[:, 3]) / 2
    free = np.ones(len(letters), dtype=np.bool_)
    for word in words:
        box, slack = word.box, 0.15 * word.size
        low, high = min(box.y0, word.baseline - word.size), max(box.y1, word.baseline + 0.3 * word.size)
        free &= ~((x >= box.x0 - slack) & (x <= box.x1 + slack) & (y >= low) & (y <= high))
    return letters[free]


def _patches(letters: NDArray[np.float64], size: float, picture: Picture) -> list[Box]:
    groups: list[Box] = []
    for x0, y0, x1, y1 in sorted(map(tuple, letters.tolist())):
        letter = Box(x0, y0, x1, y1)
        for i, group in enumerate(groups):
            overlap = min(group.y1, y1) - max(group.y0, y0)
            if x0 - group.x1 < _TOGETHER * size and overlap > 0.3 * min(group.height, letter.height):
                groups[i] = group.union(letter)
                break
        else:
            groups.append(letter)
    edge = 0.01 * picture.width
    return [
        group
        for group in groups
        if _HIGH[0] * size <= group.height <= _HIGH[1] * size
        and group.width <= _WIDEST * size
        and group.x0 > edge
        and group.x1 < picture.width - edge
    ]


def _widened(box: Box, by: float, picture: Picture) -> Box:
    return Box(
        max(0.0, box.x0 - by), max(0.0, box.y0 - by), min(picture.width, box.x1 + by), min(picture.height, box.y1 + by)
    )


def _in_its_line(word: EngineWord, words: Sequence[EngineWord], size: float, line: int) -> EngineWord:
    """The word with the number and size of the line it stands level with, or a line of its own."""
    level = [other for other in words if abs(other.baseline - word.baseline) <= _LEVEL * size]
    if not level:
        return replace(word, line=line, size=size)
    nearest = min(level, key=lambda other: abs(other.box.x0 - word.box.x0))
    return replace(word, line=nearest.line, size=nearest.size, baseline=nearest.baseline)
