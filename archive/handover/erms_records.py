"""The records of ERMS: an item with its files, a § with its decisions, and what sekretess and disposal say of them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from archive.handover.fact_lists import paragraf_label, paragraf_rows
from archive.handover.inventory import Inventory, Item, Restriction
from archive.handover.item_lists import disposal_state, extent, packaged_original, packaged_pdfa, physical
from archive.handover.plan import Plan
from archive.handover.xml_writing import Node, node, optional, stable_id

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Under:
    """A § as `fact_lists.paragraf_rows` has it: its row, the item it stands in, and that item's file in the package."""

    row: sqlite3.Row
    item: Item
    file: str


class Facts:
    """What the records are made from, read once."""

    def __init__(self, inventory: Inventory, db: sqlite3.Connection, plan: Plan) -> None:
        self.inventory, self.plan = inventory, plan
        self.wholes = {item.sha256 for item in inventory.items}
        self._paragrafer: dict[int, list[Under]] = defaultdict(list)
        for row, item, file in paragraf_rows(inventory, db):
            self._paragrafer[item.document].append(Under(row, item, file))
        self.decisions: dict[tuple[int, int], list[sqlite3.Row]] = defaultdict(list)
        for row in db.execute("SELECT * FROM decision ORDER BY document, position"):
            self.decisions[row["document"], row["paragraf"]].append(row)
        self.meetings = {row["document"]: row for row in db.execute("SELECT * FROM meeting")}

    def id(self, *names: object) -> str:
        return stable_id(self.inventory.body.org_number, "erms", *names)

    def paragraf_id(self, one: Under) -> str:
        return self.id("paragraf", one.item.sha256, one.row["slug"])

    def paragrafer(self, item: Item) -> list[Under]:
        return self._paragrafer[item.document]

    def is_minutes(self, item: Item) -> bool:
        """Whether an item is told as a meeting of its own."""
        return bool(self._paragrafer[item.document])

    def home(self, item: Item) -> str | None:
        """The matter whose aggregation holds an item's record; None for minutes, and for what has no dnr."""
        return None if self.is_minutes(item) or not item.dnr else item.dnr[0]


def record(item: Item, facts: Facts) -> Node:
    """An item; without files where it has been destroyed."""
    whole = item.part_of if item.part_of in facts.wholes else None
    return node(
        "record",
        node("objectId", item.key),
        node("extraId", item.name, extraIdType="ursprungligt namn"),
        node("extraId", item.sha256, extraIdType="SHA-256"),
        *(node("extraId", dnr, extraIdType="dnr") for dnr in dict.fromkeys(item.dnr)),
        *classification(item.holding.klass, facts.plan),
        node("title", item.title),
        node("status", value="obliterated") if item.destroyed else None,
        node("relation", facts.id("record", whole), relationType="part_of") if whole else None,
        *(_restriction(limit) for limit in item.restrictions if not limit.paragraf),
        _disposal(item, facts),
        _agents(facts.meetings.get(item.document)),
        node("description", f"{item.kind}, {physical(item)}"),
        *dates(("originated", item.date), ("destroyed", item.destroyed)),
        _notes(item),
        _signatures(item),
        _files(item),
        systemIdentifier=facts.id("record", item.sha256),
        recordType=item.kind,
    )


def _signatures(item: Item) -> Node | None:
    """The electronic signatures of an item's file; what checking each gave stands in the list of signatures."""
    told = {"present": "true", "dateeSignatureIsVerified": item.checked}
    there = [node("eSignature", attributes=told) for one in item.signatures if one.kind == "underskrift"]
    return node("eSignatures", *there) if there else None


def paragraf_record(one: Under, facts: Facts) -> Node:
    """A § of minutes: a part of their record."""
    row, item = one.row, one.item
    label = paragraf_label(row)
    limits = (limit for limit in item.restrictions if limit.paragraf and _same(limit.paragraf, row))
    page = f"sida {row['page']}" if row["page"] else None
    permalink = node("note", row["permalink"], noteType="permalänk") if row["permalink"] else None
    return node(
        "record",
        node("objectId", f"{item.key} {label}"),
        node("extraId", row["dnr"], extraIdType="dnr") if row["dnr"] else None,
        *classification(item.holding.klass, facts.plan),
        node("title", f"{label} {row['heading'] or ''}".strip()),
        node("relation", facts.id("record", item.sha256), relationType="part_of"),
        node("relation", facts.id("matter", row["dnr"]), relationType="reference") if row["dnr"] else None,
        *(_restriction(limit) for limit in limits),
        *dates(("originated", item.date)),
        *decided(one, facts),
        node("notes", permalink) if permalink else None,
        node("additionalInformation", node("appendix", name=item.name, path=one.file, description=page))
        if one.file
        else None,
        systemIdentifier=facts.paragraf_id(one),
        recordType="paragraf",
    )


def decided(one: Under, facts: Facts) -> Iterator[Node]:
    """The decisions under a §, an action each."""
    for row in facts.decisions.get((one.row["document"], one.row["position"]), ()):
        day = moment(one.item.date)
        who = row["responsible"]
        yield node(
            "action",
            node("actionText", row["text"]),
            optional("actionDue", row["due"]),
            node("actionType", row["action"]),
            node("dates", node("actionDate", day, dateType="decision_date")) if day else None,
            node("agents", node("agent", node("name", who), agentType="responsible_person")) if who else None,
        )


def classification(klass: str, plan: Plan) -> Iterator[Node]:
    """The class of a record or an aggregation, where it has one."""
    if klass:
        yield node(
            "classification", plan.classes.get(klass, klass), classificationCode=klass,
            fullyQualifiedClassificationCode=klass,
        )  # fmt: skip


def dates(*told: tuple[str, str | None]) -> Iterator[Node]:
    """Dates by their kind; those that are no whole day are left out, since the schema has no place for them."""
    days = [(kind, day) for kind, text in told if (day := moment(text))]
    if days:
        yield node("dates", *(node("date", day, dateType=kind) for kind, day in days))


def moment(date: str | None) -> str | None:
    """An ISO day as xs:dateTime; None for anything less."""
    return f"{date}T00:00:00" if date and _DAY.fullmatch(date) else None


def _same(paragraf: str, row: sqlite3.Row) -> bool:
    """Whether a § as people write it is this one: by its number, whatever stands around it."""
    told = re.sub(r"^[^\d]*", "", paragraf).strip().casefold()
    return told in {str(row["number"]).casefold(), re.sub(r"^[^\d]*", "", str(row["label"] or "")).casefold()}


def _restriction(limit: Restriction) -> Node:
    told = f"Sekretess: {extent(limit)}. Beslutat av {limit.authority}. {limit.note}".strip()
    return node(
        "restriction",
        node("explanatoryText", told),
        node("regulation", limit.law),
        *dates(("confidentiality_assessed", limit.decided)),
        restrictionType="confidential",
    )


def _disposal(item: Item, facts: Facts) -> Node | None:
    holding = item.holding
    day = moment(item.destroyed or holding.due)
    if day is None or (holding.gallring != "gallras" and not item.destroyed):
        return None
    state = disposal_state(item, facts.inventory.clock[:10])
    return node(
        "disposal",
        node("disposalAction", holding.gallring),
        node("disposalPeriod", f"{holding.term} år") if holding.term is not None else None,
        optional("disposalMandate", f"{holding.decision or ''} {holding.decided or ''}".strip()),
        optional("disposalDescription", holding.ground),
        node("disposalComments", node("disposalComment", state)),
        node("dates", node("disposalDate", day, dateType="disposal_date" if item.destroyed else "action_due")),
        disposable="true",
    )


def _agents(meeting: sqlite3.Row | None) -> Node | None:
    """Who led, wrote and confirmed the minutes."""
    if meeting is None:
        return None
    named = [("ordförande", meeting["chair"]), ("sekreterare", meeting["secretary"])]
    named += [("justerare", name) for name in json.loads(meeting["adjusters"])]
    agents = [
        node("agent", node("name", name), node("role", role), agentType="other", otherAgentType=role)
        for role, name in named
        if name
    ]
    return node("agents", *agents) if agents else None


def _notes(item: Item) -> Node | None:
    notes = []
    if item.personal_numbers:
        notes.append(node("note", f"{item.personal_numbers} personnummer", noteType="personuppgifter"))
    if item.status == "failed" and item.error:
        notes.append(node("note", f"Kunde inte läsas: {item.error}", noteType="läsning"))
    if item.slug:
        notes.append(node("note", f"/protokoll/{item.slug}", noteType="permalänk"))
    return node("notes", *notes) if notes else None


def _files(item: Item) -> Node | None:
    """The item's files in the package, relative to its root."""
    if item.destroyed:
        return None
    kind = item.format
    name = kind.pronom if kind and kind.pronom else item.media_type
    pdfa = packaged_pdfa(item)
    return node(
        "additionalInformation",
        node("appendix", name=item.name, path=packaged_original(item), fileFormat=name),
        node("appendix", name=f"{item.name} (PDF/A)", path=pdfa, fileFormat="application/pdf") if pdfa else None,
    )
