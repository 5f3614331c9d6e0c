"""Sökingångar: how to find a thing when all one has is a name, a diary number, a § or who was granted money.

Each way in gives the item's key, with which its file's name begins, and the page. Long registers come in parts.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.handover.papers.aids_found import Meeting, Money, Person, find
from archive.handover.papers.paper import Paper, Subject, paper, parts, swedish

_NAME, _TITLE = "sokingangar", "Sökingångar"
_MOST_MEETINGS = 4000  # that persons stand in, in one paper
_MOST_SECTIONS = 6000


@dataclass(frozen=True)
class Year:
    """A year's meetings, or some of them; `year` is "" for those without a date. `sections` counts their §§."""

    year: str
    meetings: tuple[Meeting, ...]
    sections: int


def finding_aids(subject: Subject, db: sqlite3.Connection) -> list[Paper]:
    """The aids as one paper, or with persons and §§ in papers of their own where they are many."""
    found = find(db, subject.inventory)
    persons = _by_weight(found.persons, _MOST_MEETINGS)
    years = _years(found.meetings)
    stretches = _by_sections(years)
    own_persons, own_years = len(persons) > 1, len(stretches) > 1
    papers = [
        *(_persons_part(subject, at, part) for at, part in enumerate(persons, 1) if own_persons),
        *(_years_part(subject, at, part) for at, part in enumerate(stretches, 1) if own_years),
    ]
    front = paper(
        subject,
        "sokingangar.html",
        _NAME,
        _TITLE,
        "Hitta en handling genom person, diarienummer, paragraf, år eller mottagare av medel.",
        found=found,
        persons=() if own_persons else found.persons,
        years=() if own_years else years,
        all_years=years,
        recipients=_recipients(found.money),
        parts=papers,
    )
    return [front, *papers]


def _persons_part(subject: Subject, at: int, persons: Sequence[Person]) -> Paper:
    title = f"{_TITLE}: personer, del {at}"
    told = f"Från {persons[0].name} till {persons[-1].name}."
    return paper(subject, "sokingangar_personer.html", f"{_NAME}-personer-{at:02}", title, told, persons=persons)


def _years_part(subject: Subject, at: int, years: Sequence[Year]) -> Paper:
    title = f"{_TITLE}: paragrafer, del {at}"
    first, last = years[0].meetings[0].item, years[-1].meetings[-1].item
    told = f"Från {first.date or 'utan datum'} till {last.date or 'utan datum'}."
    return paper(subject, "sokingangar_paragrafer.html", f"{_NAME}-paragrafer-{at:02}", title, told, years=years)


def _by_weight(persons: Sequence[Person], most: int) -> list[list[Person]]:
    made: list[list[Person]] = [[]]
    weight = 0
    for person in persons:
        if weight and weight + len(person.meetings) > most:
            made.append([])
            weight = 0
        made[-1].append(person)
        weight += len(person.meetings)
    return made


def _years(meetings: Sequence[Meeting]) -> list[Year]:
    groups = groupby(meetings, key=lambda meeting: (meeting.item.date or "")[:4])
    return [_year(year, tuple(of)) for year, of in groups]


def _year(year: str, meetings: tuple[Meeting, ...]) -> Year:
    return Year(year, meetings, sum(len(meeting.sections) for meeting in meetings))


def _by_sections(years: Sequence[Year]) -> list[list[Year]]:
    """Years in stretches of about so many §§; a year is cut where it alone is too long."""
    made: list[list[Year]] = [[]]
    room = _MOST_SECTIONS
    for year in years:
        mean = max(1, year.sections // len(year.meetings))
        for meetings in parts(year.meetings, max(1, _MOST_SECTIONS // mean)):
            piece = _year(year.year, tuple(meetings))
            if piece.sections > room and made[-1]:
                made.append([])
                room = _MOST_SECTIONS
            made[-1].append(piece)
            room -= piece.sections
    return made


def _recipients(money: Sequence[Money]) -> list[tuple[str, list[Money], int]]:
    """Recipient, what was said of money to them in order of date, and what was granted in all, öre."""
    found: dict[str, list[Money]] = defaultdict(list)
    for one in money:
        found[one.recipient].append(one)
    ordered = sorted(found, key=lambda name: (not name, swedish(name)))
    return [(name, found[name], sum(one.ore for one in found[name] if one.is_granted)) for name in ordered]
