"""A list of names in two columns that a reading took one after the other: put back row by row.

Columns that each have a label of their own ("Beslutande" | "Ersättare") are two lists and stay as they were read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extractors.cover import GROUPS, label_of
from extractors.flow import Row
from extractors.persons import leading_name
from ingest.document import Box, Document

_LEAST_NAMES = 2


def in_rows(document: Document, head: Sequence[Row]) -> list[Row]:
    """The rows before the first §, with such columns put together; without layout as they came."""
    boxes = {line.start: line.line.box for line in document.lines if line.line.box is not None}
    starts = sorted(boxes)
    placed = [(row, boxes.get(_line_start(starts, row.start))) for row in head]
    found: list[tuple[Row, Box | None]] = []
    at = 0
    while at < len(placed):
        right = _right_column(placed, at)
        if len(right) and (left := _left_column(found, right)):
            found[-len(left) :] = _merged([*left, *right])
            at += len(right)
        else:
            found.append(placed[at])
            at += 1
    return [row for row, _ in found]


def _line_start(starts: Sequence[int], offset: int) -> int:
    """Where the line begins in which an offset lies."""
    at = bisect_right(starts, offset) - 1
    return starts[at] if at >= 0 else -1


def _right_column(placed: Sequence[tuple[Row, Box | None]], at: int) -> list[tuple[Row, Box]]:
    """The rows from `at` on that stand beside what came before them: the reading went up the page again."""
    (above, over), (first, here) = placed[at - 1] if at else placed[at], placed[at]
    if over is None or here is None or above.page != first.page:
        return []
    if here.y0 > over.y0 - 1.5 * here.height or here.x0 <= over.x0:
        return []
    column: list[tuple[Row, Box]] = []
    for row, box in placed[at:]:
        if box is None or row.page != first.page or box.x0 < here.x0 - 3 or box.y0 > over.y1:
            break
        column.append((row, box))
    return column


def _left_column(found: Sequence[tuple[Row, Box | None]], right: Sequence[tuple[Row, Box]]) -> list[tuple[Row, Box]]:
    """What stands left of a column of names without a label of its own; empty where it is no such column."""
    if sum(leading_name(row.text) is not None for row, _ in right) < _LEAST_NAMES or any(map(_is_label, right)):
        return []
    top, page = right[0][1].y0 - right[0][1].height / 2, right[0][0].page
    left: list[tuple[Row, Box]] = []
    for row, box in reversed(found):
        if box is None or row.page != page or box.y0 < top or box.x0 >= right[0][1].x0:
            break
        left.insert(0, (row, box))
    return left if any(map(_is_label, left)) else []


def _is_label(placed: tuple[Row, Box]) -> bool:
    label = label_of(placed[0].text)
    return label is not None and label[0] in GROUPS


def _merged(rows: Sequence[tuple[Row, Box]]) -> list[tuple[Row, Box | None]]:
    """Line by line, left before right; what stands on one line has no gap above its right part."""
    lines: list[list[tuple[Row, Box]]] = []
    for row, box in sorted(rows, key=lambda one: one[1].y0):
        if lines and box.y0 - lines[-1][0][1].y0 < box.height / 2:
            lines[-1].append((row, box))
        else:
            lines.append([(row, box)])
    ordered: list[tuple[Row, Box | None]] = []
    for line in lines:
        first, *beside = sorted(line, key=lambda one: one[1].x0)
        ordered += [first, *((replace(row, gap=False), box) for row, box in beside)]
    return ordered
