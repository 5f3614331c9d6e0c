"""The contents list of minutes held against their §§: one that is listed and not found, or under another heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extractors.dnr import take_dnr
from extractors.facts import Finding, Paragraf
from extractors.flow import Row, bounds, folded, rows
from extractors.labels import candidates
from ingest.document import Document

MISSING, HEADING = "innehåll-saknas", "innehåll-rubrik"

_LEAST = 3  # listed §§; fewer are no list
_SHARED = 0.6  # of the listed numbers, found as §§: else the list is of something else
_ALIKE = 0.6  # headings less alike than this are different ones
_LEADERS = re.compile(r"(?:[.…_]\s?){3,}\s*\d{0,3}$|\s{2,}\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a contents list: the § it names, in figures, and its heading without leaders and page."""

    number: str
    last: int
    heading: str
    row: Row


def contents(document: Document, paragraphs: Sequence[Paragraf]) -> list[Listed]:
    """The §§ listed before the first one; empty where no list of these minutes stands there."""
    if not paragraphs:
        return []
    first = bounds(document, paragraphs[0].evidence)[0]
    head = [row for row in rows(document) if row.start < first]
    found = [_listed(head, c.row, c.number, c.last, c.rest) for c in candidates(head)]
    numbers = {paragraf.number for paragraf in paragraphs}
    shared = [one for one in found if one.number in numbers]
    return found if len(found) >= _LEAST and len(shared) >= _SHARED * len(found) else []


def _listed(head: Sequence[Row], at: int, number: str, last: int, rest: str) -> Listed:
    heading = _LEADERS.sub("", rest).strip()
    left, dnr = take_dnr(heading)
    return Listed(number, last, left if dnr and left else heading, head[at])


def held_against(document: Document, paragraphs: Sequence[Paragraf]) -> Iterator[Finding]:
    """What the contents list says otherwise than the minutes, in its order."""
    by_number = {number: paragraf for paragraf in paragraphs for number in _numbers(paragraf)}
    for listed in contents(document, paragraphs):
        paragraf = by_number.get(listed.number)
        evidence = document.evidence(listed.row.start, listed.row.end)
        if paragraf is None:
            yield Finding(
                code=MISSING,
                severity="warning",
                message=f"Innehållsförteckningen tar upp § {listed.number}{_named(listed.heading)}, men paragrafen "
                "har inte hittats i protokollet.",
                evidence=evidence,
                details={"paragraf": listed.number},
            )
        elif paragraf.heading and listed.heading and not _same(listed.heading, paragraf.heading):
            yield Finding(
                code=HEADING,
                severity="info",
                message=f"§ {listed.number} heter ”{listed.heading}” i innehållsförteckningen men "
                f"”{paragraf.heading}” i protokollet.",
                evidence=evidence,
                details={"paragraf": listed.number},
            )


def _numbers(paragraf: Paragraf) -> list[str]:
    """ "12–14" is three §§."""
    m = re.fullmatch(r"(\d+)\s*[–-]\s*(\d+)", paragraf.number)
    return [paragraf.number, *(str(n) for n in range(int(m[1]), int(m[2]) + 1))] if m else [paragraf.number]


def _named(heading: str) -> str:
    return f" ”{heading}”" if heading else ""


def _same(listed: str, printed: str) -> bool:
    """A list may cut a heading, and an engine may read a letter otherwise."""
    a, b = (re.sub(r"[\W_]+", "", folded(text)) for text in (listed, printed))
    shorter = min(len(a), len(b))
    if shorter < _LEAST or a.startswith(b) or b.startswith(a):
        return True
    return SequenceMatcher(None, a[:shorter], b[:shorter], autojunk=False).ratio() >= _ALIKE
