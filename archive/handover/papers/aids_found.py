"""What the finding aids list: persons, diary numbers, §§ and grants, each with its item and page.

A name is listed as printed; spellings are joined only where nothing but capitals and spaces differ. What stands in a
destroyed item is not listed: there is nothing to be found.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from archive.handover.inventory import Inventory, Item
from archive.handover.papers.paper import swedish
from extractors.persons import is_name

_PERSONS = """WITH stands AS (
    SELECT document, name, 'attendee' AS fact, position, NULL AS paragraf, '' AS capacity FROM attendee
    UNION ALL SELECT document, chair, 'meeting', position, NULL, 'ordförande' FROM meeting WHERE chair IS NOT NULL
    UNION ALL SELECT document, secretary, 'meeting', position, NULL, 'sekreterare' FROM meeting
        WHERE secretary IS NOT NULL
    UNION ALL SELECT m.document, j.value, 'meeting', m.position, NULL, 'justerare'
        FROM meeting m, json_each(m.adjusters) j
    UNION ALL SELECT document, name, 'signature', position, NULL, '' FROM signature
    UNION ALL SELECT document, responsible, 'decision', position, paragraf, 'ansvarig' FROM decision
        WHERE responsible IS NOT NULL
    UNION ALL SELECT p.document, j.value, 'proceedings', p.position, p.paragraf, 'jävig'
        FROM proceedings p, json_each(p.recusals) j
    UNION ALL SELECT p.document, j.value, 'proceedings', p.position, p.paragraf, 'reservation'
        FROM proceedings p, json_each(p.reservations) j)
SELECT s.document, s.name, s.capacity, s.paragraf, min(e.page) AS page FROM stands s
    LEFT JOIN evidence e ON e.document = s.document AND e.fact = s.fact AND e.position = s.position
    GROUP BY s.document, s.name, s.capacity, s.paragraf ORDER BY s.document, s.name, s.capacity, s.paragraf"""
_SECTIONS = """SELECT p.document, p.position, p.slug, p.number, p.heading, p.text, p.dnr,
    (SELECT min(page) FROM evidence e WHERE e.document = p.document AND e.fact = 'paragraf' AND e.position = p.position)
        AS page FROM paragraf p ORDER BY p.document, p.position"""
_DNR = """SELECT h.document, h.value AS dnr,
    (SELECT min(page) FROM evidence e WHERE e.document = h.document AND e.fact = 'head' AND e.position = h.position)
        AS page FROM head h WHERE h.key = 'dnr' ORDER BY h.value, h.document"""
_MONEY = """SELECT g.*, (SELECT min(page) FROM evidence e
    WHERE e.document = g.document AND e.fact = 'grant' AND e.position = g.position) AS page
    FROM "grant" g ORDER BY g.document, g.position"""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_STATUS = {"granted": "beviljat", "partial": "delvis beviljat", "rejected": "avslaget", "postponed": "bordlagt"}


@dataclass(frozen=True)
class Section:
    """A § of a document: its number as in the permalink, heading and page; None where they are not known."""

    number: str
    heading: str | None
    page: int | None
    dnr: str | None


@dataclass(frozen=True)
class Meeting:
    """A document with §§."""

    item: Item
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Present:
    """A document where a person stands: in what capacities, at which §§ by name, on what page first."""

    item: Item
    capacities: tuple[str, ...]
    sections: tuple[str, ...]
    page: int | None

    @property
    def year(self) -> str:
        return (self.item.date or "")[:4]

    @property
    def day(self) -> str:
        """Month and day, as it stands under its year."""
        return (self.item.date or "")[5:]


@dataclass(frozen=True)
class Person:
    """A person, and the documents they stand in by date."""

    name: str
    meetings: tuple[Present, ...]


@dataclass(frozen=True)
class Numbered:
    """A diary number and where it stands: a document, or a § of it; `told` is the title or the §'s heading."""

    dnr: str
    told: str
    item: Item
    page: int | None

    @property
    def year(self) -> str:
        """The year in the number, "" where there is none."""
        match = _YEAR.search(self.dnr)
        return match[0] if match else ""


@dataclass(frozen=True)
class Money:
    """A decision on money. `recipient` is "" where none is named; `ore` is öre."""

    recipient: str
    ore: int
    purpose: str | None
    start: str | None
    end: str | None
    status: str
    is_granted: bool
    section: str | None
    item: Item
    page: int | None


@dataclass(frozen=True)
class Found:
    """Everything the aids list. Persons by name, diary numbers and meetings by date."""

    persons: tuple[Person, ...]
    numbers: tuple[Numbered, ...]
    meetings: tuple[Meeting, ...]
    money: tuple[Money, ...]
    sections: int


def find(db: sqlite3.Connection, inventory: Inventory) -> Found:
    """What there is to list in the delivered items."""
    items = {item.document: item for item in inventory.delivered}
    rows: dict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute(_SECTIONS):
        if row["document"] in items:
            rows[row["document"]].append(row)
    meetings = [
        Meeting(items[id_], tuple(Section(r["slug"], r["heading"], r["page"], r["dnr"]) for r in of))
        for id_, of in rows.items()
    ]
    return Found(
        persons=_persons(db, items, rows),
        numbers=_numbers(db, items, rows),
        meetings=tuple(sorted(meetings, key=lambda meeting: _by_date(meeting.item))),
        money=_money(db, items, rows),
        sections=sum(map(len, rows.values())),
    )


def _by_date(item: Item) -> tuple[str, int]:
    return item.date or "\uffff", item.number


def _persons(
    db: sqlite3.Connection, items: dict[int, Item], sections: dict[int, list[sqlite3.Row]]
) -> tuple[Person, ...]:
    names: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    stands: dict[str, dict[int, list[sqlite3.Row]]] = defaultdict(lambda: defaultdict(list))
    for row in db.execute(_PERSONS):
        if row["document"] in items and is_name(row["name"]):
            name = " ".join(row["name"].split())
            names[name.casefold()][name] += 1
            stands[name.casefold()][row["document"]].append(row)
    made = []
    for key, documents in stands.items():
        printed = min(names[key], key=lambda name: (-names[key][name], name.isupper(), name))
        present = [_present(items[id_], rows, sections.get(id_, [])) for id_, rows in documents.items()]
        made.append(Person(printed, tuple(sorted(present, key=lambda one: _by_date(one.item)))))
    return tuple(sorted(made, key=lambda person: (swedish(person.name), person.name)))


def _present(item: Item, rows: list[sqlite3.Row], sections: list[sqlite3.Row]) -> Present:
    printed = {row["name"] for row in rows}
    told = {row["paragraf"] for row in rows}
    at = tuple(
        row["slug"] for row in sections if row["position"] in told or any(name in row["text"] for name in printed)
    )
    pages = [row["page"] for row in rows if row["page"] is not None]
    return Present(item, tuple(sorted({row["capacity"] for row in rows} - {""})), at, min(pages, default=None))


def _numbers(
    db: sqlite3.Connection, items: dict[int, Item], sections: dict[int, list[sqlite3.Row]]
) -> tuple[Numbered, ...]:
    found = [
        Numbered(row["dnr"], items[row["document"]].title, items[row["document"]], row["page"])
        for row in db.execute(_DNR)
        if row["document"] in items
    ]
    found += [
        Numbered(row["dnr"], f"§ {row['slug']} {row['heading'] or ''}".strip(), items[id_], row["page"])
        for id_, rows in sections.items()
        for row in rows
        if row["dnr"]
    ]
    return tuple(sorted(found, key=lambda one: (_natural(one.dnr), _by_date(one.item), one.page or 0, one.told)))


def _natural(dnr: str) -> tuple[tuple[int, str], ...]:
    """A diary number so that 2024/9 comes before 2024/10."""
    digits = "".join(c if c.isdigit() else " " for c in dnr).split()
    return *((int(part), "") for part in digits), (0, dnr)


def _money(db: sqlite3.Connection, items: dict[int, Item], sections: dict[int, list[sqlite3.Row]]) -> tuple[Money, ...]:
    numbers = {(id_, row["position"]): row["slug"] for id_, rows in sections.items() for row in rows}
    found = [
        Money(
            " ".join((row["recipient"] or "").split()), row["ore"], row["purpose"], row["start"], row["end"],
            _STATUS.get(row["status"], row["status"]), row["status"] in ("granted", "partial"),
            numbers.get((row["document"], row["paragraf"])), items[row["document"]], row["page"],
        )
        for row in db.execute(_MONEY)
        if row["document"] in items
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (_by_date(one.item), one.page or 0, one.ore)))
