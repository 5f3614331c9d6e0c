"""The headings of plans and reports as a tree, and their goals with what became of them.

A heading is a line that looks like one (bold or larger than the text, numbered, or alone in a text without layout);
its level is the depth of its number, or follows from its size among the headings it stands under. Contents lists and
tables' lines are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.extractor import Extractor
from extractors.facts import Facts, Heading
from extractors.flow import joined
from extractors.goals import find_goals
from extractors.picture_headings import measured_size, stands_over
from extractors.places import Intervals, intervals
from ingest.document import Document, Evidence, Piece, Span, TextLine, TextSource

_WITHOUT = ("protokoll", "kallelse", "avtal", "ansökan")  # these have items or clauses, not chapters
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+(?=[A-ZÅÄÖ\"”“])")
_MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+(?=\S)")
_LEADER = re.compile(r"(?:[.…_] ?){4,}|…|\s\s\d{1,3}$|\t\d{1,3}$")
_CONTENTS = re.compile(r"inneh[åa]ll(?:sförteckning)?\b", re.IGNORECASE)
_ENDS = re.compile(r"[.,;–-]$|\b(?:och|samt|att|som|för|av|i|på)$")
_LONGEST = 120
_LINES = 3  # of one heading; more in its look is text set wrong
_LARGER = 1.08  # × the size of the running text
_PLAY = 0.4  # points
_BESIDE = 24  # letters beside a title, a number or a name that is all its line says
_PLAY_OF_PICTURES = 0.14  # × the size


@dataclass(frozen=True, slots=True)
class Candidate:
    """Lines that make one heading. `depth` is the number's, None where it has none; `size` 0 without layout.

    `play` is how much sizes set alike may differ, in points: a picture's are measured on the letters that stand there.
    """

    start: int
    end: int
    text: str
    depth: int | None
    size: float
    bold: bool
    play: float

    @property
    def look(self) -> tuple[float, bool]:
        return round(self.size), self.bold


def find_outline(document: Document, facts: Facts) -> Mapping[str, Any]:
    """Headings and goals; empty for minutes and agreements, whose items are told elsewhere."""
    if facts.kind and facts.kind.value in _WITHOUT:
        return {"outline": (), "goals": ()}
    head = _head(document, facts)
    found = _once(document, list(_candidates(document)))
    candidates = [c for c in found if _NUMBER.match(c.text) or head.owner(c.start) is None]
    headings = tuple(_levels(document, candidates))
    return {"outline": headings, "goals": find_goals(document, [(c.start, c.text) for c in candidates])}


def _head(document: Document, facts: Facts) -> Intervals:
    """Where the document's own data stand – title, body, number, who adopted it: they head the document, no chapter."""
    told = (facts.title, facts.organisation, facts.org_number, facts.adopted_by, facts.date, *facts.dnr)
    lines = []
    for piece in (piece for text in told if text for piece in text.evidence.pieces):
        page = piece.page
        start = page.text.rfind("\n", 0, piece.span.start) + 1
        end = page.text.find("\n", piece.span.end)
        if piece.span.end - piece.span.start > (end if end >= 0 else len(page.text)) - start - _BESIDE:
            lines.append(Evidence((Piece(page, Span(start, end if end >= 0 else len(page.text))),)))
    return intervals(document, lines)


def _candidates(document: Document) -> Iterator[Candidate]:
    lines = _outside(document.lines, _tabled(document))
    body = _body_size(lines)
    listed = _contents(lines)
    at = 0
    while at < len(lines):
        if at in listed or not _like_heading(document, lines, at, body):
            at += 1
            continue
        end = at + 1
        while body and end < len(lines) and _goes_on(lines[end - 1], lines[end], body):
            end += 1
        if end - at <= _LINES and (found := _candidate(lines[at:end])):
            yield found
        at = end


def _like_heading(document: Document, lines: Sequence[TextLine], at: int, body: float) -> bool:
    if not body:
        return _stands_alone(document, lines, at)
    return _has_look(lines[at], body) or stands_over(lines, at, body)


def _once(document: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without the lines of a contents list whose leaders a reading lost: the same words head a chapter further on."""
    listing = next((line.end for line in document.lines if _is_contents(line)), None)
    if listing is None:
        return list(candidates)
    last = {_bare(c.text): c.start for c in candidates}
    return [c for c in candidates if c.start < listing or last[_bare(c.text)] == c.start]


def _bare(text: str) -> str:
    return text.rstrip(" .…_").casefold()


def _tabled(document: Document) -> list[tuple[int, int]]:
    """The stretches of text that tables take, in order."""
    out = []
    for page, base in zip(document.pages, document.page_starts, strict=True):
        for grid in page.grids:
            pieces = [piece for row in grid.rows for cell in row for piece in cell]
            if pieces:
                out.append((base + min(p.start for p in pieces), base + max(p.end for p in pieces)))
    return sorted(out)


def _outside(lines: Sequence[TextLine], stretches: Sequence[tuple[int, int]]) -> list[TextLine]:
    starts = [start for start, _ in stretches]
    at = [bisect_right(starts, line.start) - 1 for line in lines]
    return [line for line, i in zip(lines, at, strict=True) if i < 0 or line.start >= stretches[i][1]]


def _body_size(lines: Sequence[TextLine]) -> float:
    """The type size most of the text is set in; 0 where sizes are not known."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.line.size:
            sizes[round(line.line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _contents(lines: Sequence[TextLine]) -> set[int]:
    """Positions of the lines of a contents list, its own heading included."""
    listed = {i for i, line in enumerate(lines) if _LEADER.search(line.text.rstrip())}
    for i, line in enumerate(lines):
        if not _is_contents(line):
            continue
        listed.add(i)
        at, last = i + 1, i
        while at < len(lines) and at - last <= 2 and lines[at].page is line.page:
            if at in listed or re.search(r"\s\d{1,3}$", lines[at].text):
                listed.update(range(last + 1, at + 1))
                last = at
            at += 1
    return listed


def _is_contents(line: TextLine) -> bool:
    return bool(_CONTENTS.match(line.text.strip())) and len(line.text) <= 40


def _has_look(line: TextLine, body: float) -> bool:
    size, text = line.line.size or body, line.text.strip()
    if size < 0.95 * body or len(text) > _LONGEST or not any(c.isalpha() for c in text):
        return False
    return size >= _LARGER * body or line.line.bold


def _goes_on(before: TextLine, line: TextLine, body: float) -> bool:
    """Is the line the rest of the heading before it: same look, close below, not itself the next heading?"""
    if before.page is not line.page or not _has_look(line, body) or _NUMBER.match(line.text.strip()):
        return False
    a, b = before.line, line.line
    if abs((a.size or 0) - (b.size or 0)) > 0.4 or a.bold != b.bold or not (a.box and b.box):
        return False
    return b.box.y0 - a.box.y1 < 0.6 * (b.size or body) and before.text.strip()[-1] not in ".:?!"


def _stands_alone(document: Document, lines: Sequence[TextLine], at: int) -> bool:
    """Without layout: Markdown's marks, or a short line between empty ones that starts like a heading."""
    line, text = lines[at], lines[at].text.strip()
    if _MARKDOWN.match(text):
        return True
    before = document.flow[lines[at - 1].end : line.start] if at else "\n\n"
    after = document.flow[line.end : lines[at + 1].start] if at + 1 < len(lines) else "\n\n"
    if before.count("\n") < 2 or len(text) > 80 or _ENDS.search(text) or "  " in text:
        return False
    if _NUMBER.match(text):
        return True
    return after.count("\n") >= 2 and len(text) > 2 and (text.isupper() or len(text) < 50) and text[0].isupper()


def _candidate(lines: Sequence[TextLine]) -> Candidate | None:
    text = joined(line.text for line in lines)
    if text.endswith((".", ",", ";")) and (len(lines) > 1 or not _NUMBER.match(text)):
        return None  # a sentence set in bold
    depth = None
    if marks := _MARKDOWN.match(text):
        text, depth = text[marks.end() :].rstrip("# "), len(marks["marks"])
    elif number := _NUMBER.match(text):
        depth = number["number"].count(".") + 1
    text = text.rstrip(" :").strip()
    letters = sum(c.isalpha() for c in text)
    if letters < 3 or len(text) > _LONGEST * 2:
        return None
    first, size = lines[0], measured_size(lines[0])
    play = _PLAY_OF_PICTURES * size if first.page.text_source is TextSource.OCR else _PLAY
    return Candidate(first.start, lines[-1].end, text, depth, size, first.line.bold, play)


def _levels(document: Document, candidates: Sequence[Candidate]) -> Iterator[Heading]:
    """A number's depth is the level, for headings that look the same too; else one below the last larger one.

    The outermost headings of a document are level 1 whatever they are set in: its title is not among them.
    """
    told: dict[tuple[float, bool], set[int]] = {}
    for c in candidates:
        if c.depth is not None:
            told.setdefault(c.look, set()).add(c.depth)
    levels = list(_nested(candidates, {look: min(depths) for look, depths in told.items() if len(depths) == 1}))
    numbered = any(_NUMBER.match(c.text) for c in candidates)
    outermost = 1 if numbered else min(levels, default=1)
    for c, level in zip(candidates, levels, strict=True):
        yield Heading(level=level - outermost + 1, heading=c.text, evidence=document.evidence(c.start, c.end))


def _nested(candidates: Sequence[Candidate], depths: Mapping[tuple[float, bool], int]) -> Iterator[int]:
    above: list[tuple[float, int]] = []  # size and level of the headings this one may stand under
    for c in candidates:
        depth = depths.get(c.look) if c.depth is None else c.depth
        if depth is not None:
            level = depth if c.depth is not None else min(depth, max((lv for _, lv in above), default=0) + 1)
            above = [(size, lv) for size, lv in above if lv < level]
        else:
            above = [(size, lv) for size, lv in above if size > c.size - c.play]
            same = above and abs(above[-1][0] - c.size) <= c.play
            level = (above[-1][1] if same else above[-1][1] + 1) if above else 1
            above = above[:-1] if same else above
        above.append((c.size, level))
        yield level


REQUIRED = ("kind", "title", "organisation", "org_number", "adopted_by", "date", "dnr")
EXTRACTOR = Extractor("outline", 1, REQUIRED, ("outline", "goals"), find_outline)
