"""CITS ERMS (E-ARK; FGS Ärendehantering 2.0): matters, minutes with their §§, and the documents that belong to neither.

Three kinds of aggregation stand beside each other, each with its class:
    caseFile  a matter by its dnr: the documents that carry it, and what was decided in it, § by §
    file      a meeting: its minutes, and a record for every §
    file      the other documents of a class
Every item is one record and no more: where it belongs to several it is referred to. What follows both ERMS 2.1.2 and
3.0 is written, so either schema accepts it: nothing of 3.0 that is new there, nothing of 2.1.2 that 3.0 put right.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.events import AGENT
from archive.handover.erms_records import Facts, Under, classification, dates, decided, moment, paragraf_record, record
from archive.handover.fact_lists import natural
from archive.handover.inventory import Inventory, Item
from archive.handover.plan import Plan, built_in
from archive.handover.xml_writing import Node, node, stable_id, write_xml

NAMESPACE = "https://DILCIS.eu/XML/ERMS"


def write_erms(inventory: Inventory, db: sqlite3.Connection, path: Path, plan: Plan | None = None) -> None:
    """Write the records. plan: names the classes (`plan.load_plan`), else the built-in one does."""
    facts = Facts(inventory, db, plan or built_in())
    root = Node("erms", {}, [_control(facts), Node("aggregations", {}, _aggregations(facts))])
    write_xml(path, root, NAMESPACE)


@dataclass(frozen=True)
class _Matter:
    """What belongs to a dnr: whole documents, and §§ of minutes."""

    dnr: str
    items: Sequence[Item]
    under: Sequence[Under]


def _control(facts: Facts) -> Node:
    body, clock = facts.inventory.body, facts.inventory.clock
    used = {item.holding.klass for item in facts.inventory.items}
    classes = [
        node("p", f"{code} {name}")
        for code, name in facts.plan.classes.items()
        if any(f"{one}.".startswith(f"{code}.") for one in used)
    ]
    agent = node("agent", node("name", AGENT), agentType="creator")
    created = node("maintenanceEvent", node("eventType", value="created"), node("eventDateTime", clock), agent)
    return node(
        "control",
        node("identification", stable_id(body.org_number, "erms", clock), identificationType="UUID"),
        node("classificationSchema", node("textualDescriptionOfClassificationSchema", *classes)) if classes else None,
        node("dates", node("date", clock, dateType="created")),
        node(
            "maintenanceInformation",
            node("maintenanceStatus", value="new"),
            node(
                "maintenanceAgency",
                node("otherAgencyCode", body.org_number, type="organisationsnummer"),
                node("agencyName", body.name),
            ),
            node("maintenanceHistory", created),
        ),
    )


def _aggregations(facts: Facts) -> Iterator[Node]:
    empty = True
    for made in (_matters(facts), _meetings(facts), _others(facts)):
        for one in made:
            empty = False
            yield one
    if empty:
        title = node("title", "Arkivet är tomt")
        yield node("aggregation", node("objectId", "tomt"), title, systemIdentifier="tomt", aggregationType="file")


def _matters(facts: Facts) -> Iterator[Node]:
    for matter in sorted(_by_dnr(facts), key=lambda matter: natural(matter.dnr)):
        yield Node(
            "aggregation",
            {"systemIdentifier": facts.id("matter", matter.dnr), "aggregationType": "caseFile"},
            _case_file(matter, facts),
        )


def _by_dnr(facts: Facts) -> Iterator[_Matter]:
    items: dict[str, list[Item]] = defaultdict(list)
    under: dict[str, list[Under]] = defaultdict(list)
    for item in facts.inventory.items:
        for dnr in dict.fromkeys(item.dnr):
            items[dnr].append(item)
        for one in facts.paragrafer(item):
            if one.row["dnr"]:
                under[one.row["dnr"]].append(one)
    for dnr in {**items, **under}:
        yield _Matter(dnr, items[dnr], under[dnr])


def _case_file(matter: _Matter, facts: Facts) -> Iterator[Node]:
    own = [item for item in matter.items if facts.home(item) == matter.dnr]
    klass = next(iter([i.holding.klass for i in matter.items] + [u.item.holding.klass for u in matter.under]), "")
    heading = next((u.row["heading"] for u in matter.under if u.row["heading"]), None)
    yield node("objectId", matter.dnr)
    yield from classification(klass, facts.plan)
    yield node("title", heading or (matter.items[0].title if matter.items else matter.dnr))
    for item in matter.items:
        if item not in own:
            yield node("relation", facts.id("record", item.sha256), relationType="reference")
    for one in matter.under:
        yield node("relation", facts.paragraf_id(one), relationType="reference")
    days = sorted(
        {item.date for item in matter.items if item.date} | {one.item.date for one in matter.under if one.item.date}
    )
    if days:
        yield from dates(("opening_date", days[0]), ("last_addition", days[-1]))
    for one in matter.under:
        yield from decided(one, facts)
    yield from (record(item, facts) for item in own)


def _meetings(facts: Facts) -> Iterator[Node]:
    for item in facts.inventory.items:
        if facts.is_minutes(item):
            yield Node(
                "aggregation",
                {"systemIdentifier": facts.id("meeting", item.sha256), "aggregationType": "file"},
                _meeting(item, facts),
            )


def _meeting(item: Item, facts: Facts) -> Iterator[Node]:
    yield node("objectId", f"{item.key}-sammanträde")
    yield from classification(item.holding.klass, facts.plan)
    yield node("title", f"{item.title} {item.date or ''}".strip())
    if moment(item.date):
        yield from dates(("originated", item.date))
    yield record(item, facts)
    yield from (paragraf_record(one, facts) for one in facts.paragrafer(item))


def _others(facts: Facts) -> Iterator[Node]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in facts.inventory.items:
        if not facts.is_minutes(item) and facts.home(item) is None:
            groups[item.holding.klass].append(item)
    for klass, items in sorted(groups.items()):
        name = facts.plan.classes.get(klass) or klass or "oklassade handlingar"
        yield Node(
            "aggregation",
            {"systemIdentifier": facts.id("class", klass), "aggregationType": "file"},
            _class_file(klass, name, items, facts),
        )


def _class_file(klass: str, name: str, items: Sequence[Item], facts: Facts) -> Iterator[Node]:
    yield node("objectId", f"klass {klass}" if klass else "oklassat")
    yield from classification(klass, facts.plan)
    yield node("title", f"Handlingar utan diarienummer: {name}")
    yield from (record(item, facts) for item in items)
