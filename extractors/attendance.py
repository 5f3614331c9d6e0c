"""Who was there, when and where: the cover page of minutes, with what the §§ and the signatures add."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from extractors.attendees import read_entries
from extractors.cover import GROUPS, Field, fields
from extractors.extractor import Extractor
from extractors.facts import Attendee, Facts, Group, Meeting, Notice
from extractors.flow import Row, bounds, rows
from extractors.meeting import (
    find_day,
    find_hours,
    find_notice,
    opened_and_closed,
    place_in,
    value_of,
)
from extractors.offices import adjusters_of, chair_of, secretary_of
from extractors.side_by_side import in_rows
from extractors.signlines import sign_lines, signature_rows
from ingest.document import Document

_PRESENT = re.compile(r"närvar|upprop|deltagar|röstlängd", re.I)


def _listed(document: Document, found: Sequence[Field]) -> list[Attendee]:
    """All lists of those present; one who stands in two of them is taken from the first."""
    attendees: list[Attendee] = []
    seen: set[str] = set()
    for field in found:
        if field.kind not in GROUPS or field.kind == "frånvarande" or not field.rows:
            continue
        for attendee in read_entries(document, field.rows, cast(Group, field.kind), serving=field.serving):
            if attendee.name.casefold() not in seen:
                seen.add(attendee.name.casefold())
                attendees.append(attendee)
    return attendees


def _meeting(
    document: Document,
    facts: Facts,
    found: Sequence[Field],
    attendees: Sequence[Attendee],
    head: Sequence[Row],
    all_rows: Sequence[Row],
) -> Meeting | None:
    values = {
        field.kind: value_of(field)
        for field in reversed(found)
        if field.rows and field.kind in ("plats", "tid", "plats_tid", "datum")
    }
    both, tid, day = values.get("plats_tid", ""), values.get("tid", ""), values.get("datum", "")
    start = end = None
    for text in (tid, both, day, values.get("plats", "")):
        if text and start is None:
            start, end, _ = find_hours(text)
    body = "\n".join(p.text for p in (*facts.paragraphs[:2], *facts.paragraphs[-2:]))
    opened, closed = opened_and_closed(body)
    if start is None and head:
        start, end, _ = find_hours(" ".join(row.text for row in head[:12]))
    date = find_day(day) or find_day(both) or find_day(tid) or (facts.date.value if facts.date else None)
    date = date or find_day(" ".join(row.text for row in head[:12]))
    place = place_in(values["plats"]) if values.get("plats") else place_in(both) if both else None
    signed = sign_lines(signature_rows(document, facts, all_rows))
    chair = chair_of(facts, found, attendees, signed)
    secretary, adjusters = secretary_of(facts, found, attendees, signed), adjusters_of(facts, found, signed)
    evidence_rows = [field for field in found if field.kind] or []
    if not (date or start or place or attendees or chair):
        return None
    last = max((r.end for f in evidence_rows for r in f.rows), default=head[-1].end if head else len(document.text))
    first = min((f.start for f in evidence_rows), default=head[0].start if head else 0)
    return Meeting(
        date=date, start=start or opened, end=end or closed, place=place,
        chair=chair, secretary=secretary, adjusters=tuple(adjusters),
        evidence=document.evidence(first, max(last, first + 1)),
    )  # fmt: skip


def _sources(document: Document, facts: Facts, all_rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows before the first § and rows after the last."""
    if not facts.paragraphs:
        return list(all_rows), []
    first, last = bounds(document, facts.paragraphs[0].evidence)[0], bounds(document, facts.paragraphs[-1].evidence)[1]
    return [r for r in all_rows if r.start < first], [r for r in all_rows if r.start >= last]


def _run(document: Document, facts: Facts) -> Mapping[str, Any]:
    none: dict[str, Any] = {"meeting": None, "notice": None, "attendance": ()}
    if not facts.paragraphs and (facts.kind is None or facts.kind.value != "protokoll"):
        return none
    all_rows = rows(document)
    head, tail = _sources(document, facts, all_rows)
    head = in_rows(document, head)
    found, after = fields(head), fields(tail)
    attendees = _listed(document, found) or _listed(document, after)
    if not attendees:
        attendees = _in_paragraphs(document, facts, all_rows)
    notice: Notice | None = find_notice(document, found) or find_notice(document, after)
    meeting = _meeting(document, facts, [*found, *after], attendees, head, all_rows)
    return {"meeting": meeting, "notice": notice, "attendance": tuple(attendees)}


def _in_paragraphs(document: Document, facts: Facts, all_rows: Sequence[Row]) -> list[Attendee]:
    """A list that stands under a § of its own: "§ 1 Närvarande", "Upprop"."""
    for p in facts.paragraphs[:5]:
        start, end = bounds(document, p.evidence)
        part = [r for r in all_rows if start <= r.start < end]
        if _PRESENT.search(p.heading or "") and len(part) > 1:
            if listed := _listed(document, fields(part[1:])) or read_entries(document, part[1:], "beslutande"):
                return listed
        elif listed := _listed(document, fields(part[1:])):
            return listed
    return []


EXTRACTOR = Extractor("attendance", 1, ("paragraphs", "date", "kind"), ("meeting", "notice", "attendance"), _run)
