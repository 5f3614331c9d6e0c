"""Runs of lines that make a borderless table: where one begins, what belongs to it, which lines are its header.

A block starts at a line of a label and figures, and goes on as long as lines fit: figures that stand in the block's
columns, labels without figures (sections, wrapped labels), lone totals. Prose does not start one: in a line of a table
at least half of what follows the label are figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.columns import Column, at_edges, find_columns
from ingest.segments import Segment, SegmentKind, SegmentRow, goes_on

_ROW_GAP = 2.6  # × type size: an empty space between two rows of one table is not higher
_HEADER_ROWS = 7
_LABELS_RUNNING = 4
_RECENT = 16  # rows a new one is held against: what stands higher up is no nearer to it
_COLUMN = 200.0  # wider than any cell of a page without layout
_LEADER = re.compile(r"…|(?:[._] ?){4,}")
_TITLE = re.compile(r"(?:not|tabell|diagram|bilaga|figur)\s*\d|\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÅÄÖ]", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """A run of rows that make a table: `body` from its first row of figures on."""

    header: list[SegmentRow]
    body: list[SegmentRow]
    columns: list[Column]
    label_end: float


def find_blocks(text: str, rows: Sequence[SegmentRow], aligned: bool) -> Iterator[Block]:
    """The blocks of a page's rows, from the top down; a row belongs to one at most.

    `aligned` says that x can be trusted: without layout a column may be told by the order of figures only.
    """
    at, floor = 0, 0
    while at < len(rows):
        if not is_figure_row(rows[at]):
            at += 1
            continue
        end = _body_end(rows, at)
        if block := _block(text, rows, floor, at, end):
            yield block if aligned else _in_order(block)
            floor = end
        at = max(end, at + 1)


def is_figure_row(row: SegmentRow) -> bool:
    """A label (or a year) and figures, at least half of what follows the label."""
    first, rest = row.segments[0], row.segments[1:]
    if not rest or any(_LEADER.search(s.text) for s in row.segments):
        return False
    figures = [s for s in rest if s.kind is SegmentKind.FIGURE]
    if first.kind is not SegmentKind.TEXT and not all(s.is_figure or s.kind is SegmentKind.WHEN for s in rest):
        return False
    valued = sum(s.is_figure or s.kind is SegmentKind.WHEN for s in rest)
    return bool(figures) and 2 * valued >= len(rest)


def _is_lone_figure(row: SegmentRow) -> bool:
    return len(row.segments) == 1 and row.segments[0].kind is SegmentKind.FIGURE


def _is_header(row: SegmentRow) -> bool:
    """Years or days stand over columns, no figure among them."""
    whens = [s for s in row.segments if s.kind is SegmentKind.WHEN]
    return bool(whens) and not any(s.kind is SegmentKind.FIGURE for s in row.segments)


def _label_end(rows: Sequence[SegmentRow]) -> float:
    """Where the labels' column ends: left of the figures, as far as the rows' first segments leave it open."""
    label_left = min(row.x0 for row in rows)
    size = max(row.size for row in rows)
    figures = [s.x0 for row in rows for s in row.segments if s.is_figure and s.x0 > label_left + 2 * size]
    return min(figures) if figures else label_left


def _fits(row: SegmentRow, columns: Sequence[Column], label_end: float, strict: bool) -> bool:
    """Do the row's figures stand in these columns? `strict`: at their right edges, every one."""
    figures = [s for s in row.figures if s.x0 >= label_end - row.size] or list(row.figures)
    if not figures:
        return False
    tolerance = 0.6 * row.size
    on_edge = [any(abs(s.x1 - c.x1) <= tolerance for c in columns) for s in figures]
    if strict:
        return all(on_edge)
    inside = [any(s.x0 < c.x1 and c.x0 < s.x1 for c in columns) for s in figures]
    return 2 * sum(a or b for a, b in zip(on_edge, inside, strict=True)) >= len(figures)


def _body_end(rows: Sequence[SegmentRow], start: int) -> int:
    """One past the last row of the block that starts with the figures of `start`."""
    members, end, at = [rows[start]], start + 1, start + 1
    waiting: list[SegmentRow] = []
    while at < len(rows):
        row, before = rows[at], rows[at - 1]
        recent = members[-_RECENT:]
        label_end = _label_end(recent)
        if row.top - before.bottom > _ROW_GAP * max(row.size, before.size) or _is_header(row):
            break
        if is_figure_row(row) or _is_lone_figure(row):
            columns = find_columns(recent, label_end, row.size)
            strict = bool(waiting) or _is_lone_figure(row)
            if row.size > 1.25 * members[0].size or not _fits(row, columns, label_end, strict):
                same_count = len(row.figures) == len(members[-1].figures) and not waiting
                if not (same_count and is_figure_row(row)):
                    break
            members.append(row)
            waiting, end = [], at + 1
        elif _may_belong(row, members, label_end) and len(waiting) < _LABELS_RUNNING:
            waiting.append(row)
        else:
            break
        at += 1
    while end < at and waiting and _continues(rows[end - 1], rows[end]):
        end += 1
        waiting = waiting[1:]
    return end


def _may_belong(row: SegmentRow, members: Sequence[SegmentRow], label_end: float) -> bool:
    """A section, a piece of a wrapped label or cell; not a title, not prose, not the header of the next table."""
    first = row.segments[0]
    if _TITLE.match(first.text) and (row.bold or row.size > 1.15 * members[0].size):
        return False
    if len(row.segments) == 1:
        return first.x1 <= label_end + 2 * row.size or first.x0 >= label_end
    return all(s.x1 - s.x0 < 18 * row.size for s in row.segments) and first.x1 <= label_end + 2 * row.size


def _continues(before: SegmentRow, row: SegmentRow) -> bool:
    """Is the row the rest of a label (or cell) that was wrapped?"""
    if row.top - before.bottom > 0.7 * row.size or row.figures:
        return False
    first, label = row.segments[0], before.segments[0]
    if first.kind is not SegmentKind.TEXT:
        return False
    return goes_on(label.text, first.text)


def _block(text: str, rows: Sequence[SegmentRow], floor: int, start: int, end: int) -> Block | None:
    body = list(rows[start:end])
    size = max(row.size for row in body)
    figured = [row for row in body if row.figures]
    label_end = _label_end(figured)
    columns = find_columns(figured, label_end, size)
    if not columns:
        return None
    body = [at_edges(text, row, columns) if row.figures else row for row in body]
    columns = find_columns([row for row in body if row.figures], label_end, size)
    header = _header(rows, floor, start, columns, label_end)
    rich = sum(1 for row in body if len(row.figures) >= 1)
    if rich < 2 and len(columns) < 3 and not header:
        return None
    return Block(header, body, columns, label_end)


def _header(
    rows: Sequence[SegmentRow], floor: int, start: int, columns: Sequence[Column], label_end: float
) -> list[SegmentRow]:
    """The lines above the first figures that stand over the columns, and the labels between."""
    header: list[SegmentRow] = []
    waiting: list[SegmentRow] = []
    below = rows[start]
    for row in reversed(rows[max(floor, start - _HEADER_ROWS) : start]):
        figured = any(s.kind is SegmentKind.FIGURE for s in row.segments)
        if figured or below.top - row.bottom > _ROW_GAP * max(row.size, below.size):
            break
        over = [s for s in row.segments if s.x1 > label_end or s.kind is SegmentKind.WHEN]
        if over and (len(row.segments) > 1 or row.x0 >= label_end - row.size or _is_header(row)) and _is_short(row):
            header = [row, *waiting, *header]
            waiting = []
        elif len(row.segments) == 1 and row.x1 <= label_end + row.size and not header and len(waiting) < 3:
            waiting = [row, *waiting]
        else:
            break
        below = row
    return header


def _is_short(row: SegmentRow) -> bool:
    return all(len(s.text) <= 60 for s in row.segments)


def _in_order(block: Block) -> Block:
    """The block with its figures set in columns by order, where most rows agree on how many but not on x."""
    figured = [row for row in block.body if row.figures]
    counts = Counter(len(row.segments) for row in figured)
    usual, times = counts.most_common(1)[0]
    if len(block.columns) <= max(counts) - 1 or 3 * times < 2 * len(figured):
        return block
    body = [_spaced(row, usual) for row in block.body]
    header = [_spaced(row, usual) for row in block.header]
    label_end = _COLUMN / 2
    return Block(header, body, find_columns([row for row in body if row.figures], label_end, 1.0), label_end)


def _spaced(row: SegmentRow, usual: int) -> SegmentRow:
    """A row with as many segments as usual, set in columns of one width; of any other row the label only."""
    first = usual - len(row.segments)
    if first not in (0, 1) or (first == 1 and any(s.is_figure for s in row.segments)):
        return replace(row, segments=row.segments[:1])
    return replace(row, segments=tuple(_moved(s, first + k) for k, s in enumerate(row.segments)))


def _moved(s: Segment, column: int) -> Segment:
    end = column * _COLUMN + s.x1 - s.x0 if column == 0 else (column + 1) * _COLUMN
    return replace(s, words=tuple((span, x0 - s.x1 + end, x1 - s.x1 + end) for span, x0, x1 in s.words))
