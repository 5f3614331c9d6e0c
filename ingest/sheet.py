"""Photographs of a sheet: found on its table, laid flat, and lit evenly.

A photograph is told by its edges: a scan's are paper, or black; a photograph's show the table. The sheet is the large
bright patch with four straight sides; `Warp` leads boxes back to where the words stand on the photograph itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.document import Box
from ingest.images import POINTS_PER_INCH, Picture, Pixels

Corners = NDArray[np.float32]  # 4 × 2: top left, top right, bottom right, bottom left

_LOOK = 480  # pixels along the longer side when the sheet is looked for
_OFF_PAPER = 25  # steps darker than the paper: no longer paper
_RING_OFF = 0.3  # of the outermost pixels
_AREA = (0.25, 0.985)  # of the picture
_FILLED = 0.94  # of the four-sided figure by the bright patch, and the other way round
_SIDES = 2.2  # the longest side is at most so many times the shortest
_FINE = 2300  # pixels along the sheet's longer side that an engine reads well
_A4 = 2**0.5
_UNEVEN = 28.0  # steps by which the light on paper differs over a page before it is evened
_DARKEST = 60.0  # paper in a shadow deeper than this stays grey
_WHITE = 245.0


@dataclass(frozen=True, eq=False)
class Warp:
    """From a flattened sheet's points back to its photograph of `width` × `height` points."""

    matrix: NDArray[np.float64]  # 3 × 3, in points
    width: float
    height: float

    def back(self, box: Box, turn: int, sheet: tuple[float, float]) -> Box:
        """The rectangle around a box as it lies on the photograph.

        Box and answer are given on the sheet, of size `sheet` before turning, and on the photograph, both turned
        clockwise by `turn` degrees.
        """
        corners = [_unturned(x, y, turn, sheet) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        at = cv2.perspectiveTransform(np.array([corners], np.float64), self.matrix)[0]
        size = (self.width, self.height)
        shown = [_turned(min(max(float(x), 0.0), size[0]), min(max(float(y), 0.0), size[1]), turn, size) for x, y in at]
        xs, ys = zip(*shown, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))


def _turned(x: float, y: float, turn: int, size: tuple[float, float]) -> tuple[float, float]:
    """Where a point comes to lie when a picture of that size is turned clockwise."""
    width, height = size
    return {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[turn]


def _unturned(x: float, y: float, turn: int, size: tuple[float, float]) -> tuple[float, float]:
    width, height = size
    return _turned(x, y, (360 - turn) % 360, (height, width) if turn % 180 else size)


def flattened(picture: Picture) -> tuple[Picture, Warp] | None:
    """The sheet a photograph shows, its sides straight and square, in colour still; None where there is none."""
    corners = _corners(picture.pixels)
    if corners is None:
        return None
    above, right, below, left = (float(np.hypot(*(corners[i] - corners[(i + 1) % 4]))) for i in range(4))
    wide, high = _as_a4(max(above, below), max(left, right))
    finer = min(2.0, max(1.0, _FINE / max(wide, high)))
    size = (round(wide * finer), round(high * finer))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    there = cv2.getPerspectiveTransform(corners, target)
    pixels = cv2.warpPerspective(picture.pixels, there, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    flat = Picture(np.asarray(pixels, dtype=np.uint8), picture.dpi * finer)
    points, pixel = POINTS_PER_INCH / picture.dpi, flat.dpi / POINTS_PER_INCH
    back = np.diag([points, points, 1.0]) @ np.linalg.inv(there) @ np.diag([pixel, pixel, 1.0])
    return flat, Warp(back, picture.width, picture.height)


def _as_a4(wide: float, high: float) -> tuple[float, float]:
    """Perspective shortens a side; a sheet that is nearly of A4's form is of A4's form."""
    longer, shorter = max(wide, high), min(wide, high)
    if abs(longer / shorter / _A4 - 1) < 0.12:
        longer = shorter * _A4 if longer < shorter * _A4 else longer
        shorter = longer / _A4
    return (shorter, longer) if high >= wide else (longer, shorter)


def _corners(pixels: Pixels) -> Corners | None:
    share = _LOOK / max(pixels.shape[:2])
    small = np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    light = small if small.ndim == 2 else np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if not _shows_a_table(light):
        return None
    soft = cv2.GaussianBlur(cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), (0, 0), 1.5)
    otsu, _ = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    masks = [(soft > otsu * factor).astype(np.uint8) for factor in (1.0, 0.85, 1.15, 0.7)]
    if small.ndim == 3:
        colour = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[..., 1], (0, 0), 3)
        pale, _ = cv2.threshold(colour, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        masks.append(((colour < pale) & (soft > 0.6 * otsu)).astype(np.uint8))
    found = [fit for fit in map(_four_sides, masks) if fit is not None]
    if not found:
        return None
    _, corners = max(found, key=lambda fit: fit[0])
    return np.asarray(corners / share, dtype=np.float32)


def _shows_a_table(light: Pixels) -> bool:
    """Whether what surrounds the page is neither paper nor the even black of a copier."""
    ring = np.concatenate((light[2], light[-3], light[:, 2], light[:, -3]))
    paper = float(np.percentile(light, 80))
    off = ring < paper - _OFF_PAPER
    return bool(float(off.mean()) > _RING_OFF and float(np.percentile(ring[off], 75)) > 30)


def _four_sides(mask: Pixels) -> tuple[float, Corners] | None:
    """How well the largest patch fills the four-sided figure around it, and that figure's corners."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, closed=True)
    for slack in (0.02, 0.03, 0.04, 0.06):
        figure = cv2.approxPolyDP(hull, slack * around, closed=True)
        if len(figure) == 4:
            corners = _in_order(_drawn_to(contour, figure.reshape(4, 2).astype(np.float32)))
            fit = _fit(cv2.contourArea(contour), corners, mask.shape)
            return None if fit is None else (fit, corners)
    return None


def _fit(patch: float, corners: Corners, shape: tuple[int, ...]) -> float | None:
    area = float(cv2.contourArea(corners))
    share = area / (shape[0] * shape[1])
    sides = [float(np.hypot(*(corners[i] - corners[(i + 1) % 4]))) for i in range(4)]
    if not _AREA[0] < share < _AREA[1] or max(sides) > _SIDES * min(sides) or not cv2.isContourConvex(corners):
        return None
    fit = min(patch / area, area / patch)
    return fit if fit >= _FILLED else None


def _drawn_to(contour: NDArray[np.integer[Any] | np.floating[Any]], corners: Corners) -> Corners:
    """The corners where straight lines through the contour's sides cross: rounded or dog-eared ones made sharp."""
    points = contour.reshape(-1, 2).astype(np.float32)
    lines = []
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (b - a) / max(1.0, float(np.hypot(*(b - a))))
        ahead = (points - a) @ along
        aside = np.abs((points - a) @ np.array([-along[1], along[0]], np.float32))
        length = float(np.hypot(*(b - a)))
        near = points[(ahead > 0.1 * length) & (ahead < 0.9 * length) & (aside < 0.03 * length)]
        if len(near) < 10:
            return corners
        vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((float(vy), -float(vx), float(vy * x - vx * y)))
    crossed = []
    for (a1, b1, c1), (a2, b2, c2) in zip([lines[-1], *lines[:-1]], lines, strict=True):
        whole = a1 * b2 - a2 * b1
        if abs(whole) < 0.3:
            return corners
        crossed.append(((c1 * b2 - c2 * b1) / whole, (a1 * c2 - a2 * c1) / whole))
    return np.array(crossed, np.float32)


def _in_order(corners: Corners) -> Corners:
    """From the top left clockwise."""
    middle = corners.mean(axis=0)
    clockwise = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.asarray(np.roll(clockwise, -first, axis=0), dtype=np.float32)


def is_unevenly_lit(picture: Picture) -> bool:
    """Whether the paper is much darker in one part of the page than in another, and no field printed so."""
    return _unevenness(_paper(picture.pixels)) > _UNEVEN


def evenly_lit(picture: Picture) -> Picture:
    """The picture divided by the light that falls on its paper, channel by channel: the paper comes out white."""
    pixels = picture.pixels
    paper = _paper(pixels)
    light = cv2.resize(np.maximum(paper, _DARKEST), (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(pixels.astype(np.float32), light.astype(np.float32), scale=_WHITE)
    return Picture(np.asarray(np.clip(even, 0, 255), dtype=np.uint8), picture.dpi, picture.is_bilevel)


def _paper(pixels: Pixels) -> NDArray[np.float32]:
    """How light the paper is, print taken away, 160 pixels along the longer side."""
    share = 2 * 160 / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13)))
    soft = cv2.GaussianBlur(closed, (0, 0), 5, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(soft, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _unevenness(paper: NDArray[np.float32]) -> float:
    light = paper if paper.ndim == 2 else paper.mean(axis=2)
    low, high = np.percentile(light, (8, 92))
    steepest = np.abs(np.diff(light, axis=0)).max(initial=0), np.abs(np.diff(light, axis=1)).max(initial=0)
    return float(high - low) if max(steepest) < 12 else 0.0  # a printed field has an edge, light has none
