"""Running heads and feet of text that has no layout: blocks of short lines that come back, digits aside.

A text saved from paged minutes carries its heads in the middle: "Sammanträdesdatum / Sida / 2024-05-27 / 5". Such a
block is known by a word of the trade in it (the anchor) and by lines that seldom stand anywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.document import LineKind, Page
from ingest.headwords import is_crumb, is_paragraf, is_sentence, is_sign_box, key, page_number

_ANCHOR = re.compile(
    r"(?:sida|sidan|sid|page|blad)(?: #)*(?: av #)?|"
    r"(?:sammanträdes|mötes|styrelse|protokolls|årsmötes|nämnd)?(?:datum|protokoll)(?: #)*|"
    r"sammanträdesprotokoll sammanträdesdatum.*|protokollsutdrag|"
    r"(?:diarienummer|diarienr|dnr|ärendenummer)(?: \w+)*"
)
_FEWEST = 3  # times a block comes back
_ELSEWHERE = 0.3  # of a running line's occurrences may stand outside such blocks
_BLOCKS = 0.5  # of the blocks have it
_OPENING = 4  # lines from the start: the first head is the document's own
_LONGEST = 90  # letters of a running line


@dataclass(slots=True)
class _TextLine:
    page: int
    at: int
    text: str
    key: str


def mark_plain(pages: Mapping[int, Page]) -> dict[int, Page]:
    """Pages without layout, by position, with running heads and feet told by `Line.kind`."""
    lines = list(_lines(pages))
    counts = Counter(line.key for line in lines)
    running: dict[tuple[int, int], LineKind] = {}
    runs = list(_runs(lines, counts))
    members = _members(lines, runs, counts)
    for first, last in runs:
        run = _trimmed(lines[first:last], members)
        is_opening = first < _OPENING and not all(is_sign_box(line.key) for line in run)
        if is_opening or (len(run) < 2 and not any(is_sign_box(line.key) for line in run)):
            continue
        for line in run:
            kind = LineKind.FOOT if is_sign_box(line.key) or is_crumb(line.text) else LineKind.HEAD
            running[line.page, line.at] = kind
    running |= _page_numbers(pages, lines)
    return {number: _marked(page, number, running) for number, page in pages.items()}


def _lines(pages: Mapping[int, Page]) -> Iterator[_TextLine]:
    for number, page in pages.items():
        for at, line in enumerate(page.lines):
            text = page.text[line.span.start : line.span.end]
            if text.strip():
                yield _TextLine(number, at, text, key(text))


def _is_loose(line: _TextLine) -> bool:
    """Numbers, dates and dashes: they belong to a block by standing in it."""
    return is_crumb(line.text) or not set(line.key) - set("# ")


def _runs(lines: Sequence[_TextLine], counts: Counter[str]) -> Iterator[tuple[int, int]]:
    """Stretches [first, last) of lines that come back or are loose, with an anchor or a box to sign in among them."""
    first = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and _may_run(lines[at], counts):
            continue
        run = lines[first:at]
        if any(_is_anchor(line, counts) or _is_box(line, counts) for line in run):
            yield first, at
        first = at + 1


def _may_run(line: _TextLine, counts: Counter[str]) -> bool:
    if _is_loose(line) or is_sign_box(line.key):
        return True
    if counts[line.key] < _FEWEST or len(line.text) > _LONGEST:
        return False
    return not is_paragraf(line.text) and not is_sentence(line.text)


def _is_box(line: _TextLine, counts: Counter[str]) -> bool:
    return is_sign_box(line.key) and (counts[line.key] > 1 or "bestyrkande" in line.key)


def _is_anchor(line: _TextLine, counts: Counter[str]) -> bool:
    return counts[line.key] >= _FEWEST and _ANCHOR.fullmatch(line.key) is not None


def _members(lines: Sequence[_TextLine], runs: Sequence[tuple[int, int]], counts: Counter[str]) -> set[str]:
    """The keys that belong to the blocks: they stand in most of them, and seldom elsewhere."""
    inside = Counter(k for first, last in runs for k in {line.key for line in lines[first:last]})
    heads = sum(any(_is_anchor(line, counts) for line in lines[first:last]) for first, last in runs)
    return {
        k
        for k, count in inside.items()
        if is_sign_box(k) or (count >= (1 - _ELSEWHERE) * counts[k] and count >= max(2, _BLOCKS * heads))
    }


def _trimmed(run: Sequence[_TextLine], members: set[str]) -> list[_TextLine]:
    """The stretch from the first member to the last, with the loose lines that hang on to it."""
    known = [at for at, line in enumerate(run) if line.key in members and not _is_loose(line)]
    if not known:
        return []
    first, last = known[0], known[-1] + 1
    while last < len(run) and _is_loose(run[last]):
        last += 1
    while first > 0 and is_crumb(run[first - 1].text):
        first -= 1
    return [line for line in run[first:last] if _is_loose(line) or line.key in members]


def _page_numbers(pages: Mapping[int, Page], lines: Sequence[_TextLine]) -> dict[tuple[int, int], LineKind]:
    """Numbers alone at the end of a page (or its beginning), in step with the pages."""
    if len(pages) < _FEWEST:
        return {}
    found: list[tuple[_TextLine, int, LineKind]] = []
    for number, page in pages.items():
        own = [line for line in lines if line.page == number]
        for line, kind in ((own[0], LineKind.HEAD), (own[-1], LineKind.FOOT)) if len(own) > 1 else ():
            if told := page_number(line.text):
                found.append((line, told[0] - page.number, kind))
    steps = Counter((step, kind) for _, step, kind in found)
    return {(line.page, line.at): kind for line, step, kind in found if steps[step, kind] >= len(pages) / 2}


def _marked(page: Page, number: int, running: Mapping[tuple[int, int], LineKind]) -> Page:
    lines = tuple(
        replace(line, kind=running[number, at]) if (number, at) in running else line
        for at, line in enumerate(page.lines)
    )
    return page if lines == page.lines else replace(page, lines=lines)
