"""What is drawn on a PDF page besides text: ruling lines and how much of the page pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw as pdfium

from ingest.document import Box
from ingest.frame import Frame
from ingest.raw import Rule

Matrix = tuple[float, float, float, float, float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0  # points: a filled box no thicker is a line
_SHORT = 8.0  # points: shorter strokes are letters or ornaments
_MOST_SEGMENTS = 400  # of one path; more is a drawing
_MOST_RULES = 5000  # a page
_DEEPEST = 4  # forms within forms
_BACKGROUND = 0.8  # of the page: a filled box that large is the paper


def read_shapes(page: Any, frame: Frame) -> tuple[list[Rule], float]:
    """The page's horizontal and vertical ruling lines, and the share of it (0..1) that pictures cover."""
    rules: list[Rule] = []
    covered = 0.0
    for pointer, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _cut(_bounds(pointer, matrix, frame), frame)
            covered += box.width * box.height if box else 0.0
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and len(rules) < _MOST_RULES:
            rules += _rules(pointer, matrix, frame)
    area = frame.width * frame.height
    return rules, min(1.0, covered / area) if area else 0.0


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        pointer = pdfium.FPDFPage_GetObject(page, at)
        kind = pdfium.FPDFPageObj_GetType(pointer)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inside(pointer, _SAME, 1)
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield pointer, kind, _SAME


def _inside(form: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    matrix = _times(_matrix(form), outer)
    for at in range(pdfium.FPDFFormObj_CountObjects(form)):
        pointer = pdfium.FPDFFormObj_GetObject(form, at)
        kind = pdfium.FPDFPageObj_GetType(pointer)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _inside(pointer, matrix, depth + 1)
        elif kind not in (pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_TEXT):
            yield pointer, kind, matrix


def _matrix(pointer: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(pointer, ctypes.byref(m)):
        return _SAME
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(pointer: Any, matrix: Matrix, frame: Frame) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(pointer, left, bottom, right, top):
        return None
    corners = [_at(matrix, x.value, y.value) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return frame.box(min(xs), min(ys), max(xs), max(ys))


def _cut(box: Box | None, frame: Frame) -> Box | None:
    if box is None or box.x1 <= 0 or box.y1 <= 0 or box.x0 >= frame.width or box.y0 >= frame.height:
        return None
    return Box(max(0.0, box.x0), max(0.0, box.y0), min(frame.width, box.x1), min(frame.height, box.y1))


def _rules(pointer: Any, matrix: Matrix, frame: Frame) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(pointer, fill, stroke) or not (fill.value or stroke.value):
        return
    box = _cut(_bounds(pointer, matrix, frame), frame)
    if box is None or max(box.width, box.height) < _SHORT:
        return
    if min(box.width, box.height) <= _THIN:
        yield _middle(box)
        return
    if box.width * box.height >= _BACKGROUND * frame.width * frame.height and not stroke.value:
        return
    for points in _subpaths(pointer, _times(_matrix(pointer), matrix), frame):
        yield from _edges(points, closed=bool(fill.value))


def _middle(box: Box) -> Rule:
    if box.width >= box.height:
        y = (box.y0 + box.y1) / 2
        return Rule(box.x0, y, box.x1, y)
    x = (box.x0 + box.x1) / 2
    return Rule(x, box.y0, x, box.y1)


def _subpaths(pointer: Any, matrix: Matrix, frame: Frame) -> Iterator[list[tuple[float, float]]]:
    """The corners of each straight-lined part of a path, as shown; nothing where it has curves."""
    count = pdfium.FPDFPath_CountSegments(pointer)
    if not 2 <= count <= _MOST_SEGMENTS:
        return
    parts: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(pointer, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind not in (pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO):
            return
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*_at(matrix, x.value, y.value))
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([point])
        else:
            parts[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    yield from parts


def _edges(points: list[tuple[float, float]], *, closed: bool) -> Iterator[Rule]:
    xs, ys = zip(*points, strict=True)
    box = Box(min(xs), min(ys), max(xs), max(ys))
    if min(box.width, box.height) <= _THIN:
        if max(box.width, box.height) >= _SHORT:
            yield _middle(box)
        return
    ends = points[1:] + points[:1] if closed else points[1:]
    for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
        side = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if min(side.width, side.height) <= 0.5 and max(side.width, side.height) >= _SHORT:
            yield _middle(side)
