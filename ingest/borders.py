"""Black borders: what a copier sees beside the sheet, painted in the colour of the paper."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.images import Picture, Pixels

_BLACK = 80  # grey and below, evenly: print on paper is never all of this for long
_LOOK_DPI = 50.0
_LEAST = 0.004  # of the page
_MOST = 0.45  # a page that is darker than this is dark by itself
_BREADTH = 1 / 12  # inches: what is narrower may be a ruled line or letters that are cut off


def without_black_borders(picture: Picture) -> Picture:
    """The grey picture with the black at its edges painted over; the same picture where there is none."""
    share = _LOOK_DPI / picture.dpi
    small = np.asarray(cv2.resize(picture.pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)
    edge = np.concatenate((small[1], small[-2], small[:, 1], small[:, -2]))
    if float((edge < _BLACK).mean()) < 0.02:
        return picture
    border = _border(small)
    if not _LEAST < float(border.mean()) < _MOST:
        return picture
    paper = int(np.median(small[small > 128])) if (small > 128).any() else 255
    high, wide = picture.pixels.shape
    over = cv2.resize(border, (wide, high), interpolation=cv2.INTER_NEAREST) > 0
    pixels = picture.pixels.copy()
    pixels[over] = paper
    return Picture(pixels, picture.dpi, picture.is_bilevel)


def _border(small: Pixels) -> Pixels:
    """1 where broad black reaches in from an edge, and a little around it."""
    breadth = max(3, round(_BREADTH * _LOOK_DPI)) | 1
    black = (small < _BLACK).astype(np.uint8)
    framed = cv2.copyMakeBorder(black, breadth, breadth, breadth, breadth, cv2.BORDER_REPLICATE)
    broad = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((breadth, breadth), np.uint8))
    broad = broad[breadth:-breadth, breadth:-breadth]
    _, labels = cv2.connectedComponents(broad, connectivity=8)
    at_edge = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
    border = np.isin(labels, at_edge[at_edge > 0]).astype(np.uint8)
    return np.asarray(cv2.dilate(border, np.ones((5, 5), np.uint8)), dtype=np.uint8)
