"""From colour to grey: stamps, ink and marker that lie over print are faded away, coloured print is kept.

Ink of one colour is light in at least one of red, green and blue, black print is dark in all three. What tells a stamp
from a coloured heading is that black print runs through it: where strokes of one colour touch black ones, all the
strokes of that colour thereabouts are taken for the same stamp or hand.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.images import Picture, Pixels

_COLOURED = 60  # steps between the brightest and the darkest of red, green and blue
_FEWEST = 0.0005  # of the page: less colour than this is not looked at
_NEUTRAL, _DARK = 70, 110  # black print: so little colour, so little light
_HUES = ((165, 192), (12, 40), (40, 85), (85, 165))  # red, yellow, green, blue and violet; degrees / 2
_ONE_HAND = 1 / 4  # inches between strokes of one stamp or hand
_TOUCHED = (0.004, 0.0015)  # of the coloured pixels, of a square inch: so much black must touch them
_LIFT = (40.0, 90.0)  # the brightest channel: what stays black, and over how many steps the rest becomes white


def grey(picture: Picture) -> Picture:
    """The picture in grey, coloured ink that lies over black print faded away."""
    pixels = picture.pixels
    if pixels.ndim == 2:
        return picture
    flat = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if float(_colour(pixels[::4, ::4])[0].mean()) < _FEWEST:
        return Picture(flat, picture.dpi)
    coloured, brightest = _colour(pixels)
    black = (brightest < _DARK) & ((brightest - pixels.min(axis=2)) < _NEUTRAL) & ~coloured
    hue = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)[..., 0].astype(np.int16)
    over = np.zeros(flat.shape, np.bool_)
    for low, high in _HUES:
        ink = coloured & ((hue >= low) & (hue < high) | (hue < high - 180))
        if float(ink.mean()) > _FEWEST / 4:
            over |= _over_print(ink, black, picture.dpi)
    return Picture(np.where(over, np.maximum(flat, _lifted(brightest)), flat).astype(np.uint8), picture.dpi)


def _colour(pixels: Pixels) -> tuple[NDArray[np.bool_], Pixels]:
    """Where there is colour, and the brightest channel."""
    brightest = pixels.max(axis=2)
    return (brightest - pixels.min(axis=2)) > _COLOURED, brightest


def _over_print(ink: NDArray[np.bool_], black: NDArray[np.bool_], dpi: float) -> NDArray[np.bool_]:
    """The ink of one colour, with its edges, in those stamps or hands that black print touches."""
    edges = cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8))
    count, labels = _hands(ink, dpi)
    size = np.bincount(labels.ravel(), weights=ink.ravel(), minlength=count)
    touched = np.bincount(labels.ravel(), weights=((edges > 0) & black).ravel(), minlength=count)
    is_over = (touched > _TOUCHED[0] * size) & (touched > _TOUCHED[1] * dpi * dpi)
    is_over[0] = False
    return np.asarray(is_over[labels] & (edges > 0), dtype=np.bool_)


def _hands(ink: NDArray[np.bool_], dpi: float) -> tuple[int, NDArray[np.int32]]:
    """Strokes that stand near each other numbered alike, in patches; 0 is none."""
    step = max(1, round(dpi / 50))
    high, wide = ink.shape
    small = cv2.resize(ink.astype(np.uint8) * 255, (wide // step, high // step), interpolation=cv2.INTER_AREA)
    reach = max(3, round(_ONE_HAND * dpi / step)) | 1
    near = cv2.dilate((small > 20).astype(np.uint8), np.ones((reach, reach), np.uint8))
    count, labels = cv2.connectedComponents(near, connectivity=8)
    whole = cv2.resize(labels.astype(np.float32), (wide, high), interpolation=cv2.INTER_NEAREST)
    return count, np.asarray(whole, dtype=np.int32)


def _lifted(brightest: Pixels) -> Pixels:
    low, steps = _LIFT
    return np.asarray(np.clip((brightest.astype(np.float32) - low) * (255.0 / steps), 0, 255), dtype=np.uint8)
