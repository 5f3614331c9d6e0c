"""Faxes and coarse copies in black and white: specks taken away, drawn twice as large, their ragged edges smoothed."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.images import Picture, Pixels

COARSE = 260.0  # dpi: finer copies need none of it
_SPECK = 1 / 22_000  # of a square inch: the dots of i and ö are larger
_SOFT = 1.1  # pixels of the enlarged picture


def is_coarse(picture: Picture) -> bool:
    return picture.is_bilevel and picture.dpi < COARSE


def smoothed(picture: Picture) -> Picture:
    """The grey picture at twice its resolution, without specks, edges soft; a pixel is half as many points."""
    largest = max(1, round(_SPECK * picture.dpi * picture.dpi))
    ink = (picture.pixels < 128).astype(np.uint8)
    ink = _without_specks(ink, largest)
    ink = 1 - _without_specks(1 - ink, max(1, largest // 2))
    clean = np.where(ink > 0, 0, 255).astype(np.uint8)
    larger = cv2.resize(clean, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return Picture(np.asarray(cv2.GaussianBlur(larger, (0, 0), _SOFT), dtype=np.uint8), 2 * picture.dpi)


def _without_specks(ink: Pixels, largest: int) -> Pixels:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = stats[:, cv2.CC_STAT_AREA] > largest
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.uint8)
