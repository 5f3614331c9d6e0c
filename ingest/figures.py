"""What the engine loses in small signs, found again in the ink: spaces between thousands, lone noughts, bullets.

The engine reads "- 1 550" as "-1550", a lone 0 in a column as "O", "(0)" or "[0]", a bullet as "+" or "e". The first
matters because a group of thousands is how a figure is told from a year or a number; the second because it is a value;
the third because lists are told by it. Nothing is guessed from the words around: a space is put back where the picture
shows one, a nought where one round sign stands alone among figures, a bullet where a small blot opens a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.document import Box
from ingest.images import POINTS_PER_INCH, Picture
from ingest.tesseract import EngineWord

_FIGURE = re.compile(r"(?P<sign>[-–−+]?)\(?(?P<digits>\d{1,9})(?:[.,]\d{1,2})?[)%.,:;*]*")
_LONE_NOUGHT = re.compile(r"[\[({]?[0OoQ°][\])}\-]?|[\[({][0OoQ]?")
_HAS_FIGURE = re.compile(r"\d")
_WIDTHS = {"-": 0.6, "−": 1.0, "+": 1.0, "(": 0.6, ")": 0.6, ".": 0.5, ",": 0.5, ":": 0.5, "%": 1.6, "*": 0.7}
_SPACE = 0.17  # × type size: a gap between figures wider than this is a space
_AIR_OF_ONE = 0.05  # × type size: what a 1 leaves empty on either side
_CLEARER = 1.6  # × the widest other gap
_NOUGHT_WIDTH = 0.65  # × type size of ink: one figure is narrower, a bracketed one wider
_LONELY = 0.6  # × type size of air on both sides
_BULLET_READINGS = frozenset("+*e°¢©®«»=#ox¤")
_BULLET = (0.15, 0.5)  # × type size: how wide and high a bullet is


@dataclass(frozen=True, slots=True)
class _Ink:
    """The columns of pixels of a word's box that have ink, and where its left edge is."""

    columns: NDArray[np.intp]
    left: int

    @property
    def width(self) -> int:
        return int(self.columns[-1] - self.columns[0]) + 1 if len(self.columns) else 0

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Stretches without ink between columns that have some."""
        for a, b in pairwise(self.columns):
            if b - a > 1:
                yield int(a) + 1, int(b)


def spaced(words: Sequence[EngineWord], picture: Picture) -> list[EngineWord]:
    """The words with figures cut where the picture shows a space between groups of thousands, or after the sign."""
    parted: list[EngineWord] = []
    for word in words:
        match = _FIGURE.fullmatch(word.text)
        may_be_cut = match is not None and len(match["sign"] + match["digits"]) > (1 if match["sign"] else 3)
        parted.extend(_cut(word, match, picture) if match and may_be_cut else [word])
    return parted


def _cut(word: EngineWord, match: re.Match[str], picture: Picture) -> list[EngineWord]:
    ink = _ink_of(word, picture)
    pixel = POINTS_PER_INCH / picture.dpi
    allowed = list(range(match.end("digits") - 3, match.start("digits"), -3))
    if match["sign"]:
        allowed.append(match.end("sign"))
    cuts: dict[int, tuple[int, int]] = {}
    widest_other = 0.0
    for gap in ink.gaps():
        place = _place(gap, ink, word.text)
        neighbours = word.text[max(0, place - 1) : place + 1]
        air = (gap[1] - gap[0]) * pixel - neighbours.count("1") * _AIR_OF_ONE * word.size
        if place in allowed and air > _SPACE * word.size:
            cuts[place] = gap
        else:
            widest_other = max(widest_other, air)
    cuts = {at: (a, b) for at, (a, b) in cuts.items() if (b - a) * pixel > _CLEARER * widest_other}
    groups = [place for place in allowed if place != match.end("sign") or not match["sign"]]
    if any(place in cuts for place in groups) and not all(place in cuts for place in groups):
        return [word]  # thousands are set apart throughout or not at all
    places = [0, *sorted(cuts), len(word.text)]
    edges = [word.box.x0, *((ink.left + x) * pixel for at in sorted(cuts) for x in cuts[at]), word.box.x1]
    return [
        replace(word, text=word.text[a:b], box=Box(x0, word.box.y0, max(x0, x1), word.box.y1))
        for (a, b), x0, x1 in zip(pairwise(places), edges[::2], edges[1::2], strict=True)
    ]


def _place(gap: tuple[int, int], ink: _Ink, text: str) -> int:
    """Before which character a gap lies, by the room the characters to its left take; figures are equally wide."""
    wide = [(a, b) for a, b in ink.gaps()]
    room = ink.width - sum(b - a for a, b in wide)
    taken = gap[0] - int(ink.columns[0]) - sum(b - a for a, b in wide if b <= gap[0])
    runs = len(wide) + 1
    if runs == len(text):
        return wide.index(gap) + 1
    widths = np.cumsum([0.0, *(_WIDTHS.get(sign, 0.6 if sign == "1" else 1.0) for sign in text)])
    return int(np.argmin(np.abs(widths / widths[-1] - taken / max(1, room))))


def _ink_of(word: EngineWord, picture: Picture) -> _Ink:
    """The ink between a word's base line and the height of its figures: the engine's boxes reach into other rows."""
    scale = picture.dpi / POINTS_PER_INCH
    x0, x1 = int(word.box.x0 * scale), int(np.ceil(word.box.x1 * scale))
    top, bottom = max(word.box.y0, word.baseline - 0.75 * word.size), min(word.box.y1, word.baseline + 0.05 * word.size)
    y0, y1 = int(top * scale), int(np.ceil(bottom * scale))
    crop = picture.pixels[y0:y1, x0:x1]
    if crop.size == 0:
        return _Ink(np.zeros(0, np.intp), x0)
    dark, light = float(np.percentile(crop, 5)), float(np.percentile(crop, 95))
    return _Ink(np.flatnonzero(crop.min(axis=0) < dark + 0.6 * (light - dark)), x0)


def with_noughts(words: Sequence[EngineWord], picture: Picture) -> list[EngineWord]:
    """The words with what stands alone like a nought, in a line that has figures, made one."""
    lines: dict[int, list[EngineWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return [_nought(word, picture) if _may_be_nought(word, lines[word.line]) else word for word in words]


def _may_be_nought(word: EngineWord, line: Sequence[EngineWord]) -> bool:
    if word.text == "0" or not _LONE_NOUGHT.fullmatch(word.text):
        return False
    others = [other for other in line if other is not word]
    if not any(_HAS_FIGURE.search(other.text) or _LONE_NOUGHT.fullmatch(other.text) for other in others):
        return False
    air = _LONELY * word.size
    return all(other.box.x1 <= word.box.x0 - air or other.box.x0 >= word.box.x1 + air for other in others)


def _nought(word: EngineWord, picture: Picture) -> EngineWord:
    ink = _ink_of(word, picture)
    pixel = POINTS_PER_INCH / picture.dpi
    if not 0 < ink.width * pixel <= _NOUGHT_WIDTH * word.size or any(ink.gaps()):
        return word
    x0 = (ink.left + int(ink.columns[0])) * pixel
    return replace(word, text="0", box=Box(x0, word.box.y0, x0 + ink.width * pixel, word.box.y1))


def with_bullets(words: Sequence[EngineWord]) -> list[EngineWord]:
    """The words with a small blot that opens a line and was read as a letter or sign made a bullet."""
    lines = [0, *(word.line for word in words)]
    return [
        replace(word, text="•") if word.line != before and _is_bullet(word) else word
        for word, before in zip(words, lines, strict=False)
    ]


def _is_bullet(word: EngineWord) -> bool:
    low, high = _BULLET[0] * word.size, _BULLET[1] * word.size
    box = word.box
    return (
        word.text in _BULLET_READINGS
        and low <= box.width <= high
        and low <= box.height <= high
        and 0.7 <= box.width / box.height <= 1.4
        and word.baseline - box.y1 >= 0.08 * word.size  # it hangs above the line that letters stand on
    )
