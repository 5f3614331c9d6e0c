"""The lists of what the documents say: matters, §§, decisions, grants, findings; and the log. A row a fact.

Each row tells the page it stands on and the file in the package, so that whoever doubts it can look. Sums are kronor.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from archive.handover.inventory import Inventory, Item
from archive.handover.item_lists import MANY, Table, packaged_original
from archive.handover.plan import Plan
from archive.handover.xml_writing import stable_id
from extractors.facts import kronor

_CERTAINTY = {"stated": "angivet", "inferred": "härlett"}
_GRANT = {
    "granted": "beviljat", "partial": "delvis beviljat", "rejected": "avslaget", "postponed": "uppskjutet",
}  # fmt: skip
_SEVERITY = {"error": "fel", "warning": "varning", "info": "upplysning"}
_OUTCOME = {"success": "lyckades", "fail": "misslyckades"}

Placed = tuple[sqlite3.Row, Item, str]  # a row, the item it stands in, and that item's file in the package

# The page a fact begins on; what the § it hangs under is called and where it is found.
_PAGE = """(SELECT min(page) FROM evidence e
    WHERE e.document = f.document AND e.fact = '{table}' AND e.position = f.position) AS page"""
_UNDER = """p.number, p.label, p.heading, p.dnr, CASE WHEN d.slug IS NOT NULL AND p.slug IS NOT NULL
    THEN '/protokoll/' || d.slug || '/' || p.slug END AS permalink"""
_ORDER = "ORDER BY d.date IS NULL, d.date, d.name, d.id, f.position"


def matters(inventory: Inventory, db: sqlite3.Connection, _plan: Plan) -> Table:
    """Every matter by its number: the documents that carry it and the §§ that treat it, in order of time."""
    columns = (
        "dnr", "datum", "vad", "beteckning", "handlingsslag", "paragraf", "rubrik", "beslut", "sida", "permalänk",
        "original i paketet",
    )  # fmt: skip
    rows = [*_matter_documents(inventory), *_matter_paragrafer(inventory, db)]
    rows.sort(key=lambda row: (natural(row[0]), row[1] or "\uffff", row[3], row[8] or 0, row[5]))
    return Table(columns, rows)


def _matter_documents(inventory: Inventory) -> Iterator[Sequence[Any]]:
    for item in inventory.items:
        for dnr in dict.fromkeys(item.dnr):
            yield (
                dnr, item.date, "handling", item.key, item.kind, "", item.title, "", None, permalink(item),
                packaged_original(item),
            )  # fmt: skip


def _matter_paragrafer(inventory: Inventory, db: sqlite3.Connection) -> Iterator[Sequence[Any]]:
    decided = texts_of_decisions(db)
    for row, item, file in paragraf_rows(inventory, db):
        if row["dnr"]:
            told = MANY.join(decided.get((row["document"], row["position"]), ()))
            yield (
                row["dnr"], item.date, "paragraf", item.key, item.kind, paragraf_label(row), row["heading"] or "",
                told, row["page"], row["permalink"], file,
            )  # fmt: skip


def paragrafer(inventory: Inventory, db: sqlite3.Connection, _plan: Plan) -> Table:
    """Every § of every document."""
    columns = (
        "datum", "paragraf", "rubrik", "dnr", "antal beslut", "omedelbart justerad", "bordlagd", "votering", "sida",
        "permalänk", "beteckning", "handlingens titel", "säkerhet", "original i paketet",
    )  # fmt: skip
    decided = texts_of_decisions(db)
    noted = {(r["document"], r["paragraf"]): r for r in db.execute("SELECT * FROM proceedings")}
    rows = []
    for row, item, file in paragraf_rows(inventory, db):
        key = row["document"], row["position"]
        note = noted.get(key)
        marks = [("ja" if note and note[name] else "nej") for name in ("immediate", "adjourned", "voted")]
        rows.append((
            item.date, paragraf_label(row), row["heading"], row["dnr"], len(decided.get(key, ())), *marks, row["page"],
            row["permalink"], item.key, item.title, _CERTAINTY[row["certainty"]], file,
        ))  # fmt: skip
    return Table(columns, rows)


def decisions(inventory: Inventory, db: sqlite3.Connection, _plan: Plan) -> Table:
    """Every decision."""
    columns = (
        "mötesdatum", "paragraf", "rubrik", "dnr", "beslut", "åtgärd", "belopp i kr", "beslutande", "ansvarig",
        "senast", "sida", "permalänk", "beteckning", "handlingens titel", "säkerhet", "original i paketet",
    )  # fmt: skip
    rows = (
        (
            item.date, paragraf_label(row), row["heading"], row["dnr"], row["text"], row["action"],
            _sums(row["amounts"]), row["body"], row["responsible"], row["due"], row["page"], row["permalink"],
            item.key, item.title, _CERTAINTY[row["certainty"]], file,
        )
        for row, item, file in _facts(inventory, db, "decision")
    )  # fmt: skip
    return Table(columns, rows)


def grants(inventory: Inventory, db: sqlite3.Connection, _plan: Plan) -> Table:
    """The ledger: every grant that a document decides on."""
    columns = (
        "datum", "mottagare", "ändamål", "belopp i kr", "från", "till", "villkor", "utfall", "paragraf", "dnr", "sida",
        "permalänk", "beteckning", "handlingens titel", "säkerhet", "original i paketet",
    )  # fmt: skip
    rows = (
        (
            item.date, row["recipient"], row["purpose"], _sum(row["ore"]), row["start"], row["end"], row["condition"],
            _GRANT.get(row["status"], row["status"]), paragraf_label(row), row["dnr"], row["page"], row["permalink"],
            item.key, item.title, _CERTAINTY[row["certainty"]], file,
        )
        for row, item, file in _facts(inventory, db, "grant")
    )  # fmt: skip
    return Table(columns, rows)


def findings(inventory: Inventory, db: sqlite3.Connection, _plan: Plan) -> Table:
    """What does not add up or could not be read, as the programs that looked told it."""
    columns = (
        "beteckning", "handlingens titel", "datum", "allvar", "kod", "iakttagelse", "uppgifter", "sida",
        "original i paketet",
    )  # fmt: skip
    query = f"SELECT f.*, {_PAGE.format(table='finding')} FROM finding f JOIN document d ON d.id = f.document {_ORDER}"
    rows = (
        (
            item.key, item.title, item.date, _SEVERITY[row["severity"]], row["code"], row["message"], row["details"],
            row["page"], file,
        )
        for row, item, file in _placed(inventory, db, query)
    )  # fmt: skip
    return Table(columns, rows)


def signatures(inventory: Inventory, _db: sqlite3.Connection, _plan: Plan) -> Table:
    """Every electronic signature and time stamp, with what checking it gave."""
    columns = (
        "beteckning", "handlingens titel", "datum", "slag", "undertecknare enligt certifikatet", "utfärdare",
        "certifikatets SHA-256", "anledning", "tid enligt undertecknaren", "tid enligt tidsstämpel", "fält", "sida",
        "resultat", "vad resultatet vilar på", "kontrollerad", "original i paketet",
    )  # fmt: skip
    rows = (
        (
            item.key, item.title, item.date, one.kind, one.signer, one.issuer, one.fingerprint, one.reason,
            one.signed_at, one.stamped_at, one.field, one.page, one.verdict.value, one.message, item.checked,
            packaged_original(item),
        )
        for item in inventory.items for one in item.signatures
    )  # fmt: skip
    return Table(columns, rows)


def events(inventory: Inventory, db: sqlite3.Connection, _plan: Plan) -> Table:
    """The whole log; "id" is the event's identifier in PREMIS."""
    columns = (
        "nr", "id", "tid", "händelse", "beteckning", "SHA-256", "utfall", "uppgifter", "utförd av",
        "föregående händelses kontrollsumma", "händelsens kontrollsumma",
    )  # fmt: skip
    keys = {item.sha256: item.key for item in inventory.items}
    number = inventory.body.org_number
    rows = (
        (
            row["id"], stable_id(number, "event", row["hash"]), row["at"], row["type"], keys.get(row["object"], ""),
            row["object"], _OUTCOME[row["outcome"]], row["detail"], row["agent"], row["previous"], row["hash"],
        )
        for row in db.execute("SELECT * FROM event ORDER BY id")
    )  # fmt: skip
    return Table(columns, rows)


def paragraf_rows(inventory: Inventory, db: sqlite3.Connection) -> Iterator[Placed]:
    """Every §, with `page` and `permalink`; in order of date."""
    query = f"""SELECT f.*, {_PAGE.format(table="paragraf")}, CASE WHEN d.slug IS NOT NULL
        THEN '/protokoll/' || d.slug || '/' || f.slug END AS permalink
        FROM paragraf f JOIN document d ON d.id = f.document {_ORDER}"""
    return _placed(inventory, db, query)


def texts_of_decisions(db: sqlite3.Connection) -> Mapping[tuple[int, int], tuple[str, ...]]:
    """What was decided under each §, by its document and position."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for row in db.execute("SELECT document, paragraf, text FROM decision ORDER BY document, position"):
        key = row["document"], row["paragraf"]
        found[key] = (*found.get(key, ()), row["text"])
    return found


def paragraf_label(row: sqlite3.Row) -> str:
    """The § as printed, else its number; empty where the fact hangs under none."""
    return row["label"] or (f"§ {row['number']}" if row["number"] else "")


def permalink(item: Item) -> str:
    """The item's page in the browser, below the archive's own address; empty for what is no minutes."""
    return f"/protokoll/{item.slug}" if item.slug else ""


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers within a text by their value."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", text))


def _facts(inventory: Inventory, db: sqlite3.Connection, table: str) -> Iterator[Placed]:
    """The rows of a fact with its page and the § it hangs under."""
    query = f"""SELECT f.*, {_PAGE.format(table=table)}, {_UNDER} FROM "{table}" f
        JOIN document d ON d.id = f.document
        LEFT JOIN paragraf p ON p.document = f.document AND p.position = f.paragraf {_ORDER}"""
    return _placed(inventory, db, query)


def _placed(inventory: Inventory, db: sqlite3.Connection, query: str) -> Iterator[Placed]:
    known = {item.document: (item, packaged_original(item)) for item in inventory.items}
    return ((row, *known[row["document"]]) for row in db.execute(query))


def _sum(ore: int) -> Decimal:
    # a number, not a text: a minus sign is no formula
    return Decimal(kronor(ore))


def _sums(amounts: str) -> Decimal | str:
    found = [_sum(ore) for ore in json.loads(amounts)]
    return found[0] if len(found) == 1 else MANY.join(f"{one:f}" for one in found)
