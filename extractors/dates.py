"""Dates and stretches of time in running text, with the § they stand in and the role the sentence gives them.

A date without a year takes it from the document's own date (minutes) or from the period it speaks of (plans,
reports), from a calendar's heading ("Sammanträdestider 2025"), or the next year where the sentence looks ahead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from extractors.date_chains import DateMatch, find_dates, resolve
from extractors.extractor import Extractor
from extractors.facts import Date, Facts
from extractors.lexicon import Pattern, Words
from extractors.places import furniture_lines, line_at, paragraf_ranges, sentence, table_rows
from ingest.document import Document

__all__ = ["EXTRACTOR", "DateMatch", "document_year", "find_dates", "resolve", "role_of"]

_LEXICON = Words("months")
_CUES = Pattern(
    lambda: "|".join(
        rf"(?P<r{at}>(?<!\w)(?:{'|'.join(map(re.escape, words))}))"
        for at, words in enumerate(_LEXICON["roller"].values())
    ),
    re.IGNORECASE,
)
_AHEAD = Pattern(lambda: rf"\b(?:{'|'.join(_LEXICON['framat']['ord'])})\b", re.IGNORECASE)
_CALENDAR = Pattern(
    lambda: rf"(?:{'|'.join(_LEXICON['kalender']['ord'])})[^.\d]{{0,60}}(?<![-–/])\b(20\d\d)\b(?![-–/]\d)", re.I
)
_DAY = r"(?:19|20)\d\d-\d\d-\d\d"
_COLUMNS = re.compile(  # a table's head: two dates or stretches at its end, set apart as columns
    rf"(?:[^\n]{{0,80}}?\s{{1,40}})?{_DAY}(?:\s?[-–]\s?{_DAY})?(?:\s{{2,60}}{_DAY}(?:\s?[-–]\s?{_DAY})?)+"
)
_LATE_MONTH, _EARLY_MONTH = 9, 6  # from September on, "nästa möte … i mars" is next year's


def document_year(facts: Facts) -> int | None:
    """The year that year-less dates belong to: of the meeting, or of the one year a plan or report covers."""
    meeting = facts.kind is None or facts.kind.value in ("protokoll", "kallelse")
    one_year = facts.period is not None and facts.period.start[:4] == facts.period.end[:4]
    if facts.period is not None and one_year and not meeting:
        return int(facts.period.start[:4])
    if facts.date is not None:
        return int(facts.date.value[:4])
    return int(facts.period.start[:4]) if facts.period is not None else None


def _most_named_year(text: str) -> int | None:
    """The year most dates of a text are printed with: for documents that have neither a date nor a period."""
    years = Counter(match.first[:4] for match in find_dates(text, None))
    return int(years.most_common(1)[0][0]) if years else None


def role_of(text: str, match: DateMatch) -> str | None:
    """meeting, justering, notice up, notice down, deadline or period; None where the sentence does not tell."""
    low, _ = sentence(text, match.start, match.end, reach=120)
    told = [cue.lastgroup for cue in _CUES.finditer(text, low, match.start)]
    if told and told[-1]:
        return str(list(_LEXICON["roller"])[int(told[-1][1:])])
    return "period" if match.stretch or match.precision in ("quarter", "half-year", "year") else None


def _year_of(document: Document, facts: Facts) -> Callable[[int], int | None]:
    """The year for a year-less date at an offset."""
    base = document_year(facts) or _most_named_year(document.flow)
    month = int(facts.date.value[5:7]) if facts.date is not None and base == int(facts.date.value[:4]) else 0
    paragrafer, flow = paragraf_ranges(document, facts), document.flow
    headed = [_CALENDAR.search(paragraf.heading or "") for paragraf in facts.paragraphs]

    def year(offset: int) -> int | None:
        low, high = sentence(flow, offset, offset, reach=300)
        if above := list(_CALENDAR.finditer(flow, low, offset)):
            return int(above[-1][1])
        at = paragrafer.owner(offset)
        if at is not None and (heading := headed[at]):
            return int(heading[1])
        if base is not None and month >= _LATE_MONTH and _AHEAD.search(flow, low, offset):
            near = find_dates(flow[offset : min(high, offset + 40)], base)
            if near and int(near[0].first[5:7]) <= _EARLY_MONTH:
                return base + 1
        return base

    return year


def _dates(document: Document, facts: Facts) -> Mapping[str, Any]:
    flow = document.flow
    paragrafer, cells = paragraf_ranges(document, facts), table_rows(document, facts)
    furniture = furniture_lines(document)
    found = []
    for match in resolve(flow, _year_of(document, facts)):
        if cells.owner(match.start) is not None or furniture.owner(match.start) is not None:
            continue
        if _COLUMNS.fullmatch(line_at(flow, match.start)):
            continue
        evidence = document.evidence(match.start, match.end)
        found.append(
            Date(
                start=match.first,
                end=match.last,
                precision=match.precision,
                text=" ".join(evidence.quote.split()),
                role=role_of(flow, match),
                paragraf=paragrafer.owner(match.start),
                evidence=evidence,
                certainty="inferred" if match.inferred else "stated",
                confidence=0.85 if match.inferred else 0.97,
            )
        )
    return {"dates": tuple(found)}


EXTRACTOR = Extractor("dates", 1, ("paragraphs", "kind", "date", "period", "tables"), ("dates",), _dates)
