"""How a page's picture is made upright and straight before an engine reads it, and back again for its boxes.

The quick check for which way is up needs no engine: in Latin script letters stand on their line, so the lower edges of
neighbouring letters agree more often than the upper ones (b, d, h, k, l, t and capitals rise; only g, j, p, q, y hang).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.document import Box
from ingest.images import Picture, Pixels

STEEPEST = 4.0  # degrees of skew looked for, to either side
_PROFILE_DPI = 100.0
_SAMPLE = 30_000  # ink pixels that are enough to see a slant
_CHECK_DPI = 150.0
_GRAIN = 40.0  # steps of grey by which paper may differ from itself
_FEWEST_PAIRS = 60  # pairs of neighbouring letters a judgement of direction needs
_CLEAR = 0.12  # share of pairs by which one direction must win to be believed


@dataclass(frozen=True, slots=True)
class Tilt:
    """A turn about the middle of a page `width` × `height` points: `degrees` clockwise straightened it."""

    degrees: float
    width: float
    height: float

    def back(self, box: Box) -> Box:
        """A box of the straightened page, as the rectangle around it on the page as it is shown."""
        if self.degrees == 0.0:
            return box
        angle = math.radians(-self.degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        mid_x, mid_y = self.width / 2, self.height / 2
        corners = [(x - mid_x, y - mid_y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs = [mid_x + x * cos - y * sin for x, y in corners]
        ys = [mid_y + x * sin + y * cos for x, y in corners]
        return Box(
            min(max(min(xs), 0.0), self.width),
            min(max(min(ys), 0.0), self.height),
            min(max(max(xs), 0.0), self.width),
            min(max(max(ys), 0.0), self.height),
        )


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a page lies: `turn` is the clockwise quarter turn that rights it, `sure` whether the check is clear."""

    turn: int
    sure: bool


def has_ink(picture: Picture) -> bool:
    """Whether anything is written: a blank page, or the grain of its paper, is not worth an engine's time."""
    small = _at(picture.pixels, picture.dpi, _CHECK_DPI)
    dark = small < float(np.median(small[::4, ::4])) - _GRAIN
    margin = max(1, round(0.01 * min(small.shape)))  # the black edge of a scan is no ink
    inner = dark[margin:-margin, margin:-margin].astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    return bool(count > 1 and (stats[1:, cv2.CC_STAT_AREA] >= 6).any())


def direction(picture: Picture) -> Direction:
    """The quick check on a grey picture (60 ms); `sure` is False where there is too little text or no clear sign."""
    ink = _ink(_at(picture.pixels, picture.dpi, _CHECK_DPI))
    boxes = _letter_boxes(ink)
    # turned a quarter clockwise, a letter at (x, y) comes to (height - y, x)
    high = ink.shape[0]
    lying = np.column_stack((high - boxes[:, 3], boxes[:, 0], high - boxes[:, 1], boxes[:, 2]))
    standing_score, standing_pairs = _stands(boxes)
    lying_score, lying_pairs = _stands(lying)
    if max(standing_pairs, lying_pairs) < _FEWEST_PAIRS:
        return Direction(0, sure=False)
    if lying_pairs > standing_pairs:
        return Direction(90 if lying_score >= 0 else 270, sure=abs(lying_score) > _CLEAR)
    return Direction(0 if standing_score >= 0 else 180, sure=abs(standing_score) > _CLEAR)


def letter_boxes(picture: Picture) -> NDArray[np.float64]:
    """Patches of ink of a letter's size on a grey picture: rows of x0, y0, x1, y1 in points."""
    small = _at(picture.pixels, picture.dpi, _CHECK_DPI)
    return np.asarray(_letter_boxes(_ink(small)) * (picture.height / small.shape[0]), dtype=np.float64)


def _letter_boxes(ink: Pixels) -> NDArray[np.int64]:
    """Boxes (x0, y0, x1, y1) of ink patches of a letter's size."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h = (stats[1:, i].astype(np.int64) for i in range(4))
    letter = (h >= 6) & (w >= 2) & (h <= 60) & (w <= 60) & (np.maximum(w, h) <= 6 * np.minimum(w, h))
    return np.column_stack((x, y, x + w, y + h))[letter]


def _stands(boxes: NDArray[np.int64]) -> tuple[float, int]:
    """How far neighbours agree below rather than above (-1..1), and how many pairs of neighbours there are."""
    if len(boxes) < 2:
        return 0.0, 0
    order = np.argsort(boxes[:, 0], kind="stable")
    x0, y0, x1, y1 = boxes[order].T
    below = above = pairs = 0
    for step in range(1, 1 + min(400, len(order) - 1)):  # the next letter to the right is a few places on in x order
        near = (x0[step:] - x1[:-step] < 0.8 * (y1 - y0)[:-step]) & (x0[step:] >= x1[:-step] - 1)
        overlap = np.minimum(y1[step:], y1[:-step]) - np.maximum(y0[step:], y0[:-step])
        beside = near & (overlap > 0.5 * np.minimum(y1[step:] - y0[step:], y1[:-step] - y0[:-step]))
        lower = np.abs(y1[step:] - y1[:-step])[beside] <= 1
        upper = np.abs(y0[step:] - y0[:-step])[beside] <= 1
        below += int((lower & ~upper).sum())
        above += int((upper & ~lower).sum())
        pairs += int(beside.sum())
    return (below - above) / max(1, below + above), pairs


def straight(picture: Picture) -> tuple[Picture, Tilt]:
    """The grey picture with its lines level, by its projection profile, and the tilt that leads back."""
    degrees = _skew(_ink(_at(picture.pixels, picture.dpi, _PROFILE_DPI)))
    if abs(degrees) < 0.05:
        return picture, Tilt(0.0, picture.width, picture.height)
    pixels = picture.pixels
    high, wide = pixels.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -degrees, 1.0)
    paper = float(np.median(pixels[::8, ::8]))
    level = cv2.warpAffine(pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return Picture(np.asarray(level, dtype=np.uint8), picture.dpi), Tilt(degrees, picture.width, picture.height)


def cleared(picture: Picture) -> Picture:
    """A grey picture whose paper is made white where there is so little ink that its grain would be taken for some."""
    paper = float(np.median(picture.pixels[::8, ::8]))
    threshold, _ = cv2.threshold(picture.pixels[::2, ::2], 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if threshold < paper - _GRAIN or paper <= _GRAIN:
        return picture
    lifted = np.clip(picture.pixels * (255.0 / (paper - _GRAIN)), 0, 255)
    return Picture(np.asarray(lifted, dtype=np.uint8), picture.dpi)


def _skew(ink: Pixels) -> float:
    """Degrees clockwise that level the lines: where the rows' ink changes most sharply."""
    ys, xs = np.nonzero(ink)
    if len(ys) < 200:
        return 0.0
    every = 1 + len(ys) // _SAMPLE
    across, down = (xs[::every] - ink.shape[1] / 2).astype(np.float32), ys[::every].astype(np.float32)
    rows = int(np.hypot(*ink.shape)) + 2

    def sharpness(degrees: float) -> float:
        angle = math.radians(degrees)
        level = down * math.cos(angle) + across * math.sin(angle)
        profile = np.bincount(np.clip(level + rows / 8, 0, rows - 1).astype(np.int32), minlength=rows)
        return float(np.square(np.diff(profile).astype(np.float64)).sum())

    best, nearest, step = 0.0, STEEPEST, STEEPEST / 8
    for _ in range(3):
        best = float(max(np.arange(best - nearest, best + nearest + step / 2, step), key=sharpness))
        nearest, step = step, step / 5
    return round(best, 2) if sharpness(best) > 1.02 * sharpness(0.0) else 0.0


def _at(pixels: Pixels, dpi: float, wanted: float) -> Pixels:
    if dpi <= wanted:
        return pixels
    share = wanted / dpi
    size = (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _ink(pixels: Pixels) -> Pixels:
    """255 where there is ink: Otsu's threshold, but never so light that the grain of the paper counts."""
    threshold, ink = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    darkest_paper = float(np.median(pixels[::4, ::4])) - _GRAIN
    if threshold > darkest_paper > 0:
        _, ink = cv2.threshold(pixels, darkest_paper, 255, cv2.THRESH_BINARY_INV)
    return np.asarray(ink, dtype=np.uint8)
