"""From loose words to a page of text: lines in reading order, gaps and paragraphs told by spaces and empty lines.

The words of a line are joined by one space, or two where the gap is a column's; an empty line stands where the
distance says that something new begins. The same for words of a digital page and words read from a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Box, Line, LineKind, Page, Span, TextSource, Word
from ingest.grid import find_grids
from ingest.gutters import reading_blocks
from ingest.raw import RawPage, RawWord, Rule
from ingest.rows import Row, gather_rows, is_column_gap, typical_size

_NEW_PARAGRAPH = 1.2  # of the usual distance between lines
_NEW_TABLE = 1.8  # the same, where both lines are rows of cells
_USUAL = (1.15, 1.3, 1.9)  # line distance : type size; the least and most without proof, the one taken for granted
_PROOF = 8  # distances that prove a tighter or wider one
_BELOW = 0.25  # of a line's height lies under its letters, the rest above
_SAME_SIZE = 0.08  # sizes that differ by less are one
_SNAP = 0.18  # lines whose size lies this near the page's are set like it: sizes read from pictures are rough
_SIDEWAYS = 1.8  # height : type size of a word that runs up or down the page


def lay_out(raw: RawPage, *, text_source: TextSource, reason: str, quality: float) -> Page:
    """A raw page as the page of a document: text, words and lines in reading order, table grids found.

    Words that run up or down the page come last, as margin notes. Raises ValueError where `quality` is outside 0..1.
    """
    upright, sideways = _apart(raw)
    blocks = reading_blocks(gather_rows(upright), raw.rules)
    bars = [rule for rule in raw.rules if rule.x0 == rule.x1]
    typical = typical_size(upright)
    writer = _Writer(typical, _usual_leading(blocks, typical), bars)
    for block in blocks:
        writer.block(block)
    for word in sideways:
        writer.block([Row([word], word.box.y1)], LineKind.MARGIN)
    words, lines = tuple(writer.words), tuple(writer.lines)
    text = "".join(writer.parts)
    return Page(
        number=raw.number,
        text=text,
        width=raw.width,
        height=raw.height,
        words=words,
        lines=lines,
        grids=find_grids(text, words, lines, raw.rules),
        text_source=text_source,
        reason=reason,
        quality=quality,
        rotation=raw.rotation,
    )


def _apart(raw: RawPage) -> tuple[list[RawWord], list[RawWord]]:
    """The page's words, those that run up or down apart; none that is empty or lies outside the page."""
    upright: list[RawWord] = []
    sideways: list[RawWord] = []
    for word in raw.words:
        box = word.box
        if not word.text.strip() or box.x0 < 0 or box.y0 < 0 or box.x1 > raw.width or box.y1 > raw.height:
            cut = _cut(word, raw)
            if cut is None:
                continue
            word = cut
        is_tall = box.height > _SIDEWAYS * word.size and box.height > 1.2 * box.width and len(word.text) > 1
        (sideways if is_tall else upright).append(word)
    return upright, sideways


def _cut(word: RawWord, raw: RawPage) -> RawWord | None:
    x0, y0 = max(0.0, word.box.x0), max(0.0, word.box.y0)
    x1, y1 = min(raw.width, word.box.x1), min(raw.height, word.box.y1)
    if not word.text.strip() or x0 > x1 or y0 > y1:
        return None
    return RawWord(word.text, Box(x0, y0, x1, y1), word.size, word.bold, word.confidence, word.invisible)


def _set_size(row: Row, typical: float) -> float:
    """The size by which a row's distance to others is judged."""
    return typical if abs(row.size - typical) <= _SNAP * typical else row.size


def _usual_leading(blocks: Sequence[Sequence[Row]], typical: float) -> float:
    """The page's usual distance from line to line, as a ratio of the type size.

    Lines of one paragraph stand closest, and they are many: the lower part of all distances tells.
    """
    least, granted, most = _USUAL
    ratios = []
    for block in blocks:
        for above, below in pairwise(block):
            upper, lower = _set_size(above, typical), _set_size(below, typical)
            if abs(upper - lower) <= _SAME_SIZE * lower:
                ratio = (below.base - above.base) / (lower or 1.0)
                if 0.9 <= ratio <= 3.0:
                    ratios.append(ratio)
    if len(ratios) < 3:
        return granted
    usual = sorted(ratios)[int(0.35 * len(ratios))]
    return usual if least <= usual <= most or len(ratios) >= _PROOF else granted


class _Writer:
    """Writes blocks of rows as text and keeps where each word and line came to stand."""

    def __init__(self, typical: float, leading: float, bars: Sequence[Rule]) -> None:
        self.parts: list[str] = []
        self.words: list[Word] = []
        self.lines: list[Line] = []
        self._typical = typical
        self._leading = leading
        self._bars = bars
        self._at = 0

    def block(self, rows: Sequence[Row], kind: LineKind = LineKind.BODY) -> None:
        """Rows from the top down; an empty line between blocks."""
        above: Row | None = None
        for row in rows:
            if self._at:
                self._write("\n\n" if above is None or self._begins_anew(above, row) else "\n")
            self._row(row, kind)
            above = row

    def _begins_anew(self, above: Row, row: Row) -> bool:
        upper, lower = _set_size(above, self._typical), _set_size(row, self._typical)
        expected = self._leading * (_BELOW * upper + (1 - _BELOW) * lower)
        distance = (row.base - above.base) / (expected or 1.0)
        return distance > _NEW_PARAGRAPH and (distance > _NEW_TABLE or above.cells == 1 or row.cells == 1)

    def _row(self, row: Row, kind: LineKind) -> None:
        start = self._at
        before: RawWord | None = None
        middle = (row.box.y0 + row.box.y1) / 2
        bars = [bar.x0 for bar in self._bars if bar.y0 <= middle <= bar.y1]
        for word in row.words:
            if before is not None:
                is_apart = is_column_gap(before, word) or any(before.box.x1 <= x <= word.box.x0 for x in bars)
                self._write("  " if is_apart else " ")
            self.words.append(Word(Span(self._at, self._at + len(word.text)), word.box, word.confidence))
            self._write(word.text)
            before = word
        self.lines.append(Line(Span(start, self._at), row.box, round(row.size, 2), row.bold, kind))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self._at += len(text)
