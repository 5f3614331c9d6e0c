"""The running text as rows: lines with their offsets, the gap above them, and whether they are only furniture.

Furniture is what a running head or foot leaves in a text without layout: "Sida", "Utdragsbestyrkande", a page number.
Where a page has layout, `ingest` has blanked its heads and feet already and little is left to find here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.lexicon import Lexica, current, load
from extractors.minutes_table import Cut, cuts
from ingest.document import Document, Evidence, TextLine

BULLETS = "-•·▪●○◦»¢—–"  # as printed, or as an engine reads them
_MARKS = re.compile(r"^[\s>|#*_•·▪●○◦§–-]*$")
_NUMBERS = re.compile(
    r"^(?:\d{4}-\d{2}-\d{2}|(?:sid(?:a|an)?\.?:? ?)?\d{1,3}(?: ?\(\d{1,3}\)| ?/ ?\d{1,3}| av \d{1,3})?)$", re.I
)
_HYPHENATED = re.compile(r"[a-zåäöé]-$")
_SUSPENDED = re.compile(r"^(?:och|eller|samt|resp)\b")
_UNCUT = Cut()
_BLANKS = re.compile(r"[ \t\u00a0]{2,}")
_STAR = re.compile(r"\*{1,2}(?=\S)([^*\n]+?)(?<=\S)\*{1,2}|__(?=\S)([^_\n]+?)(?<=\S)__")


@dataclass(frozen=True, slots=True)
class Row:
    """A line without its outer space. `gap`: an empty line or a page break stands above it."""

    start: int
    end: int
    text: str
    gap: bool
    page: int
    size: float | None
    bold: bool
    furniture: bool = False
    full: bool = False  # reaches the right margin: the sentence may well go on in the next row


def rows(document: Document) -> tuple[Row, ...]:
    """The rows of a document's running text, in order."""
    return _rows(document, current())


@lru_cache(maxsize=2)  # nearly every extractor asks for the rows of the document at hand
def _rows(document: Document, lexica: Lexica) -> tuple[Row, ...]:
    del lexica  # in force: what is furniture is told by its words
    lines = document.lines
    odd = _furniture(lines)
    wide = _full_width(lines)
    cut = cuts(document)
    found: list[Row] = []
    flow, end = document.flow, 0
    for at, line in enumerate(lines):
        for start, text in _pieces(line, cut):
            if not text or (_MARKS.match(text) and "§" not in text and text not in BULLETS):
                continue
            between = flow[end:start]
            here = cut.get(start, _UNCUT)
            gap = not found or between.count("\n") > 1 or line.page.number != found[-1].page or here.opens
            found.append(
                Row(start, start + len(text), text, gap, line.page.number, line.line.size, line.line.bold,
                    at in odd or here.aside, here.full or len(text) >= wide)
            )  # fmt: skip
            end = start + len(text)
    return tuple(found)


def _pieces(line: TextLine, cut: Mapping[int, Cut]) -> Iterator[tuple[int, str]]:
    """A line's text without outer space and its offset; piece by piece where cells of minutes begin in it."""
    inner = [at for at in range(line.start + 1, line.end) if at in cut] if cut else []
    for start, end in pairwise([line.start, *inner, line.end]):
        text = line.text[start - line.start : end - line.start]
        yield start + len(text) - len(text.lstrip()), text.strip()


def _full_width(lines: Sequence[TextLine]) -> float:
    """How many characters make a line a full one, judged by the longer lines of the text."""
    lengths = sorted(len(line.text) for line in lines)
    return max(40.0, 0.75 * lengths[int(len(lengths) * 0.9)]) if lengths else 40.0


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip(" \t:#*_|-–")).casefold()


def _furniture(lines: Sequence[TextLine]) -> set[int]:
    """Positions of a running head's or foot's lines: by word, or next to such a line and repeated or a bare number."""
    words = set(load("headings")["mobler"])
    plain = [_plain(line.text) for line in lines]
    times = Counter(plain)
    odd = {at for at, text in enumerate(plain) if text in words}
    near: Counter[str] = Counter()
    for at in odd:
        near.update({plain[n] for n in (at - 1, at + 1) if 0 <= n < len(plain)})
    for step in (1, -1):
        order = range(len(lines)) if step == 1 else range(len(lines) - 1, -1, -1)
        for at in order:
            if at in odd or at - step not in odd:
                continue
            text = plain[at]
            if _NUMBERS.match(text) or (times[text] >= 3 and near[text] and len(text) < 70):
                odd.add(at)
    return odd


_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOLDED = str.maketrans("åäöüéÅÄÖÜÉ" + _CAPITALS, "aaoueaaoue" + _CAPITALS.lower())


def folded(text: str) -> str:
    """Small letters without their dots and rings, same length: how a label is told where an engine lost them."""
    return text.translate(_FOLDED)


def joined(parts: Iterable[str]) -> str:
    """Lines as one text: a word divided at the line end is put together, Markdown's emphasis taken off."""
    pieces: list[str] = []
    for part in parts:
        part = part.strip()
        if not part:
            continue
        if pieces and hyphen(pieces[-1], part):
            pieces[-1] = pieces[-1][:-1]
        elif pieces and not dashed(pieces[-1], part):
            pieces.append(" ")
        pieces.append(part)
    text = _BLANKS.sub(lambda m: m[0][0], "".join(pieces))
    return (_STAR.sub(lambda m: m[1] or m[2], text) if "*" in text or "_" in text else text).strip()


def hyphen(before: str, after: str) -> bool:
    """Does a line end divide a word: "samord-" + "ning"? Not "syn- och hörsel"."""
    return bool(_HYPHENATED.search(before[-2:])) and after[:1].islower() and not _SUSPENDED.match(after)


def dashed(before: str, after: str) -> bool:
    """Does a line end stand inside a compound or a stretch: "13.15-" + "13.30", "Bengt-" + "Åke"?"""
    return before[-1:] in "-–" and before[-2:-1].isalnum() and after[:1].isalnum() and not _SUSPENDED.match(after)


def between(all_rows: Sequence[Row], start: int, end: int) -> list[Row]:
    """The rows that begin in [start, end), furniture left out."""
    first = bisect_left(all_rows, start, key=lambda row: row.start)
    last = bisect_left(all_rows, end, key=lambda row: row.start)
    return [row for row in all_rows[first:last] if not row.furniture]


def bounds(document: Document, evidence: Evidence) -> tuple[int, int]:
    """Where a fact's evidence begins and ends in the document's text."""
    first, last = evidence.pieces[0], evidence.pieces[-1]
    start = document.page_starts[first.page.number - 1] + first.span.start
    return start, document.page_starts[last.page.number - 1] + last.span.end
