"""Pages that look written on and are not: backs that the front shines through, holes, specks and folds.

Asked only of pages that came out badly. A back is faint, and reads better in a mirror; what is dark, or reads no
better, is a page that could not be read, and that is another answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from ingest.images import Picture
from ingest.upright import letter_boxes

_INK = 90  # steps darker than its paper: print; what shines through is lighter
_FEWEST = 12  # letters, dark or faint, that make a page more than holes and specks
_STROKES = 3  # of print or of a hand: neither so round as a hole nor so small as a speck
_LONG = 0.35  # inches: a stroke of that length is a hand's
_LOOK_DPI = 150.0
_BETTER = 0.15  # by which the mirrored reading must be surer


def why_blank(picture: Picture, quality: float, read: Callable[[Picture], float]) -> str | None:
    """Why a grey picture that was read with a poor `quality` is blank, in Swedish; None where it is not.

    `read` gives the quality of another picture's reading.
    """
    if _is_written_on(picture):
        return None
    if len(letter_boxes(picture)) < _FEWEST:
        return "sidan är tom: bara fläckar, hål eller veck"
    mirrored = replace(picture, pixels=np.ascontiguousarray(picture.pixels[:, ::-1]))
    if read(mirrored) > quality + _BETTER:
        return "sidan är tom: en baksida där framsidans text skiner igenom"
    return None


def _is_written_on(picture: Picture) -> bool:
    """Whether there is print, or a stroke of a hand, as dark as such are."""
    share = min(1.0, _LOOK_DPI / picture.dpi)
    small = cv2.resize(picture.pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    dark = (small < float(np.median(small)) - _INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide, high, area = (stats[1:, i] for i in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    longest = np.maximum(wide, high)
    strokes = (longest >= 9) & (area < 0.6 * wide * high)
    return int(strokes.sum()) >= _STROKES or bool((strokes & (longest > _LONG * _LOOK_DPI)).any())
