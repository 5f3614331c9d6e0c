"""Lines as rows of segments: the pieces of a line that wide gaps set apart, told figures from words.

What is wide follows the type: a gap over `GAP` × the type size sets two cells apart, a narrower one is a space between
words or between the groups of thousands. A page without layout gets x from the character's place in its line, so that
two spaces are a gap and one is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median

from ingest.document import Line, LineKind, Span, Word

GAP = 0.55  # × type size
_CHARACTER = 0.5  # width of a character on a page without layout, × type size
_ROW = 1.2  # distance of lines on a page without layout, × type size

_SIGN = r"[-−–‒+±]"
_GROUPED = r"(?:\d{1,3}(?:[ \u00a0\u2009\u202f.']\d{3})+|\d+)(?:,\d{1,3})?"
_UNIT = r"(?:kr|kronor|tkr|kkr|mkr|mnkr|sek|tsek|msek|%|:-)"
_FIGURE = re.compile(rf"\(?{_SIGN}? ?{_GROUPED}\)?(?: ?{_UNIT})?\.?[*¹²³]?", re.IGNORECASE)
_WHEN = re.compile(
    r"(?:år )?(?:19|20)\d\d|(?:\d\d)?\d\d[-–/]\d\d[-–/]\d\d|[\[(]?\d{4}-\d\d-\d\d ?[-–] ?\d{4}-\d\d-\d\d[\])]?", re.I
)
_ZERO = re.compile(r"[oO0]{1,2}")  # as engines read a lone nought
_BLANK = re.compile(r"[-−–—]{1,2}")
_PIECE = re.compile(rf"\(?{_SIGN}?\d[\d.,]*\)?%?")
_GROUP = re.compile(r"\d{3}(?:,\d+)?[.)]?%?")
_OPEN = re.compile(
    rf"\(?{_SIGN}?(?:[1-9]\d{{0,2}}(?:[ \u00a0]\d{{3}})*)?|{_SIGN} ?(?:[1-9]\d{{0,2}}(?:[ \u00a0]\d{{3}})*)?"
)
_GOES_ON = re.compile(r"[a-zåäö(&/]|\d+ ?%")
_UNFINISHED = re.compile(r"(?:[-/,&(]| och| samt| av| för| till| från| med| i| på)$")


class SegmentKind(Enum):
    """What a segment looks like, not what it means."""

    TEXT = "text"
    FIGURE = "figure"
    WHEN = "when"  # a year or a day: as often a column's heading as a value
    BLANK = "blank"  # a dash alone


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line that stand together; x in points (or characters × .5 without layout)."""

    words: tuple[tuple[Span, float, float], ...]  # span, x0, x1 of each word
    text: str
    kind: SegmentKind

    @property
    def span(self) -> Span:
        return Span(self.words[0][0].start, self.words[-1][0].end)

    @property
    def x0(self) -> float:
        return self.words[0][1]

    @property
    def x1(self) -> float:
        return self.words[-1][2]

    @property
    def is_figure(self) -> bool:
        return self.kind in (SegmentKind.FIGURE, SegmentKind.BLANK)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A line cut into segments, left to right; y and size in points."""

    segments: tuple[Segment, ...]
    top: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def figures(self) -> tuple[Segment, ...]:
        """Figures and dashes, the first segment among them though it may name the row."""
        return tuple(s for s in self.segments if s.is_figure)


def kind_of(text: str) -> SegmentKind:
    """What a cell's printed text looks like."""
    if _WHEN.fullmatch(text):
        return SegmentKind.WHEN
    if _FIGURE.fullmatch(text) or _ZERO.fullmatch(text):
        return SegmentKind.FIGURE
    return SegmentKind.BLANK if _BLANK.fullmatch(text) else SegmentKind.TEXT


def goes_on(label: str, text: str) -> bool:
    """Is `text` the rest of a label that was wrapped: lower case, or after something left unfinished?"""
    return bool(_GOES_ON.match(text) or label.count("(") > label.count(")") or _UNFINISHED.search(label))


def rows_of(text: str, words: Sequence[Word], lines: Sequence[Line]) -> list[SegmentRow]:
    """The body lines of a page as rows of segments, from the top down."""
    if not words:
        return _rows_without_layout(text, lines)
    rows, at = [], 0
    for line in lines:
        while at < len(words) and words[at].span.start < line.span.start:
            at += 1
        start = at
        while at < len(words) and words[at].span.end <= line.span.end:
            at += 1
        own = words[start:at]
        if line.kind is not LineKind.BODY or not own:
            continue
        size = line.size or median(word.box.height for word in own)
        placed = sorted(((w.span, w.box.x0, w.box.x1) for w in own), key=lambda w: w[1])
        top, bottom = median(w.box.y0 for w in own), median(w.box.y1 for w in own)
        rows.append(SegmentRow(cut(text, placed, size), top, bottom, size, line.bold))
    return _join_loose_figures(sorted(rows, key=lambda row: row.bottom))


def cut(text: str, words: Sequence[tuple[Span, float, float]], size: float) -> tuple[Segment, ...]:
    """A line's words as segments."""
    runs: list[list[tuple[Span, float, float]]] = []
    for word in words:
        if runs and word[1] - runs[-1][-1][2] <= GAP * size:
            runs[-1].append(word)
        else:
            runs.append([word])
    return tuple(segment for run in runs for segment in _figures_apart(text, run))


def segment(text: str, words: Sequence[tuple[Span, float, float]]) -> Segment:
    printed = " ".join(text[span.start : span.end] for span, _, _ in words)
    return Segment(tuple(words), printed, kind_of(printed))


def _figures_apart(text: str, run: list[tuple[Span, float, float]]) -> list[Segment]:
    """Narrow columns leave no more than a space between two figures: "0 11 006 250" is 0 and 11 006 250."""
    pieces = [text[span.start : span.end] for span, _, _ in run]
    if len(run) == 1 or not all(_PIECE.fullmatch(p) or _BLANK.fullmatch(p) for p in pieces):
        return [segment(text, run)]
    groups: list[list[int]] = []
    for i, piece in enumerate(pieces):
        so_far = " ".join(pieces[k] for k in groups[-1]) if groups else ""
        signed = bool(_BLANK.fullmatch(so_far))
        if groups and _OPEN.fullmatch(so_far) and (_GROUP.fullmatch(piece) or (signed and _PIECE.fullmatch(piece))):
            groups[-1].append(i)
        else:
            groups.append([i])
    return [segment(text, [run[i] for i in group]) for group in groups]


def _rows_without_layout(text: str, lines: Sequence[Line]) -> list[SegmentRow]:
    rows = []
    for number, line in enumerate(lines):
        printed = text[line.span.start : line.span.end].expandtabs(1)
        if line.kind is not LineKind.BODY or not printed.strip():
            continue
        words = [
            (Span(line.span.start + m.start(), line.span.start + m.end()), m.start() * _CHARACTER, m.end() * _CHARACTER)
            for m in re.finditer(r"[^ \t\n|]+", printed)
        ]
        if words:
            top = number * _ROW
            rows.append(SegmentRow(cut(text, words, 1.0), top, top + 1.0, 1.0))
    return rows


def _join_loose_figures(rows: list[SegmentRow]) -> list[SegmentRow]:
    """Figures that were read as a line of their own go back beside the label they stand level with."""
    out: list[SegmentRow] = []
    for row in rows:
        before = out[-1] if out else None
        if before and _level(before, row) and (_only_figures(before) or _only_figures(row)):
            segments = tuple(sorted(before.segments + row.segments, key=lambda s: s.x0))
            if all(a.x1 <= b.x0 + 1 for a, b in pairwise(segments)):
                out[-1] = SegmentRow(segments, min(before.top, row.top), max(before.bottom, row.bottom),
                                     max(before.size, row.size), before.bold and row.bold)  # fmt: skip
                continue
        out.append(row)
    return out


def _level(a: SegmentRow, b: SegmentRow) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.6 * min(a.bottom - a.top, b.bottom - b.top)


def _only_figures(row: SegmentRow) -> bool:
    return all(s.kind is not SegmentKind.TEXT for s in row.segments)
