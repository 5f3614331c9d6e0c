"""From an engine's words to the raw words of a page: noise dropped, boxes as digital type has them, sizes, bold.

An engine's box is the ink, and now and then reaches over its neighbours; a digital word's box reaches from the highest
to the deepest letter of its type. Layout and the marks in the viewer see the same kind of box from both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.document import Box
from ingest.figures import spaced, with_bullets, with_noughts
from ingest.images import POINTS_PER_INCH, Picture
from ingest.raw import RawWord
from ingest.tesseract import EngineWord
from ingest.typography import typeset

_ABOVE, _BELOW = 0.89, 0.22  # × type size over and under the base line: ascent and descent of common faces
_RULING = re.compile(r"[|¦_=~—–\-\[\]{}()!/\\:;.,'`´\"”“‘’^°*«»<>]+")
_RULED_EDGE = re.compile(r"^[|¦]+|[|¦]+$")
_HAS_SIGN = re.compile(r"[^\W_]|[§%&@#$€£•]")
_SURE_OF_POINTS = 0.55  # below this a word of points and dashes alone is noise
_SURE_OF_LETTERS = 0.12
_OUT_OF_SCALE = (0.35, 3.5)  # × the page's usual type size: outside it a doubtful word is part of a picture
_DOUBTFUL = 0.45
_SAME_SIZE = 0.09
_BLACK = 255.0  # of a picture's bytes
_BOLDER = 1.19  # × the page's usual stroke, against the size of type


def raw_words(words: Sequence[EngineWord], picture: Picture) -> tuple[RawWord, ...]:
    """The words of an upright, straight picture as layout takes them, in the engine's order, boxes in points."""
    mended = with_noughts(spaced(_apart(words), picture), picture)
    kept = with_bullets(_without_noise(mended))
    if not kept:
        return ()
    strokes = _strokes(kept, picture)
    usual = median(strokes)
    sizes = _settled([word.size for word in kept])
    return tuple(
        RawWord(
            typeset(word.text),
            _type_box(word, size, picture),
            size,
            bold=stroke > _BOLDER * usual,
            confidence=word.confidence,
        )
        for word, size, stroke in zip(kept, sizes, strokes, strict=True)
    )


def _apart(words: Sequence[EngineWord]) -> list[EngineWord]:
    """The words with boxes that end where the next word of the line begins, ruling lines taken off their ends."""
    mended: list[EngineWord] = []
    for i, word in enumerate(words):
        text = _RULED_EDGE.sub("", word.text) if len(word.text) > 1 else word.text
        if not text:
            continue
        box = word.box
        follower = words[i + 1] if i + 1 < len(words) and words[i + 1].line == word.line else None
        if follower is not None and box.x0 < follower.box.x0 < box.x1:
            box = replace(box, x1=max(box.x0, follower.box.x0 - 0.2 * word.size))
        mended.append(replace(word, text=text, box=box))
    return mended


def _without_noise(words: Sequence[EngineWord]) -> list[EngineWord]:
    if not words:
        return []
    usual = median(word.size for word in words)
    return [word for word in words if not _is_noise(word, usual)]


def _is_noise(word: EngineWord, usual: float) -> bool:
    """Rulings, specks and pieces of pictures that were read as signs."""
    if word.text == "0":
        return False
    if word.text in ("|", "¦"):
        return True
    if not _HAS_SIGN.search(word.text):
        is_dots = len(word.text) > 2 and set(word.text) <= set("._…")
        return word.confidence < _SURE_OF_POINTS and not is_dots and _RULING.fullmatch(word.text) is not None
    low, high = _OUT_OF_SCALE
    out_of_scale = not low * usual <= word.box.height <= high * usual
    is_short = sum(sign.isalnum() for sign in word.text) <= 2
    return word.confidence < (_DOUBTFUL if out_of_scale else _SURE_OF_LETTERS) and (out_of_scale or is_short)


def _settled(sizes: Sequence[float]) -> list[float]:
    """Sizes of type, those that differ by no more than measuring does made one: the middle of their group."""
    ordered = sorted(sizes)
    middles: dict[float, float] = {}
    group: list[float] = []
    for size in [*ordered, float("inf")]:
        if group and size > group[len(group) // 2] * (1 + _SAME_SIZE):
            middle = round(median(group), 1)
            middles.update(dict.fromkeys(group, middle))
            group = []
        group.append(size)
    return [middles[size] for size in sizes]


def _type_box(word: EngineWord, size: float, picture: Picture) -> Box:
    y0, y1 = word.baseline - _ABOVE * size, word.baseline + _BELOW * size
    return Box(
        min(word.box.x0, picture.width),
        min(max(y0, 0.0), picture.height),
        min(max(word.box.x0, word.box.x1), picture.width),
        min(max(y1, 0.0), picture.height),
    )


def _strokes(words: Sequence[EngineWord], picture: Picture) -> list[float]:
    """How thick each word's strokes are, × its type size: twice its ink over the length of its outline."""
    paper = float(np.median(picture.pixels[::8, ::8]))
    # in bytes, by a table: four times as fast as in floats
    dark = np.clip((paper - np.arange(256)) / max(1.0, 0.85 * paper), 0.0, 1.0)
    darkness = cv2.LUT(picture.pixels, np.rint(_BLACK * dark).astype(np.uint8))
    rise = cv2.morphologyEx(darkness, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    ink, outline = cv2.integral(darkness), cv2.integral(rise)
    scale = picture.dpi / POINTS_PER_INCH
    return [
        2.0 * _sum(ink, word.box, scale) / max(_BLACK, _sum(outline, word.box, scale)) / scale / max(1.0, word.size)
        for word in words
    ]


def _sum(integral: NDArray[np.generic], box: Box, scale: float) -> float:
    x0, y0, x1, y1 = (int(edge * scale) for edge in (box.x0, box.y0, box.x1, box.y1))
    high, wide = integral.shape[0] - 1, integral.shape[1] - 1
    y1, x1 = min(y1, high), min(x1, wide)
    return float(integral[y1, x1] - integral[y0, x1] - integral[y1, x0] + integral[y0, x0])
