"""The list of documents that hold personal data: of what kind and on which pages, never the data itself."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from archive.handover.inventory import Inventory
from archive.handover.item_lists import MANY, Table, packaged_original
from archive.handover.personal_data import personal_numbers
from archive.handover.plan import Plan

_EMAIL = re.compile(r"@(?<=[\w.+-]@)[\w-]{1,63}(?:\.[\w-]{1,63})+")
# What names persons: how it is told, its table, the condition, the capacities of its names in `mention`.
_NAMES = (
    ("namn på närvarande", "attendee", "1", ("närvarande",)),
    ("namn på ordförande, sekreterare och justerare", "meeting", "1", ("ordförande", "sekreterare", "justerare")),
    ("namn på undertecknare", "signature", "1", ("undertecknare",)),
    ("namn på ansvarig för beslut", "decision", "f.responsible IS NOT NULL", ("ansvarig",)),
    (
        "namn på jäviga och reservanter", "proceedings", "f.recusals != '[]' OR f.reservations != '[]'",
        ("jävig", "reservant"),
    ),
)  # fmt: skip


def personal_data(inventory: Inventory, db: sqlite3.Connection, _plan: Plan) -> Table:
    """Which documents hold personal data, of what kind and on which pages; never the data itself."""
    columns = (
        "beteckning", "ursprungligt namn", "titel", "datum", "slag av personuppgift", "antal", "sidor", "sekretess",
        "original i paketet",
    )  # fmt: skip
    places: dict[int, list[tuple[str, int, set[int]]]] = defaultdict(list)
    # the inventory has read every page for them already: most archives hold none
    numbers = _numbers(db) if any(item.personal_numbers for item in inventory.items) else ()
    for document, told, count, pages in (*numbers, *_emails(db), *_names(db), *_signers(inventory)):
        places[document].append((told, count, pages))
    return Table(
        columns,
        (
            (
                item.key, item.name, item.title, item.date, told, count, ", ".join(map(str, sorted(pages))),
                MANY.join(dict.fromkeys(limit.law for limit in item.restrictions)), packaged_original(item),
            )
            for item in inventory.items
            for told, count, pages in places.get(item.document, ())
        ),
    )  # fmt: skip


_Found = Iterator[tuple[int, str, int, set[int]]]


def _signers(inventory: Inventory) -> _Found:
    for item in inventory.items:
        if named := [one for one in item.signatures if one.kind == "underskrift" and one.signer]:
            told = "namn i elektroniska underskrifter"
            yield item.document, told, len(named), {one.page for one in named if one.page}


def _numbers(db: sqlite3.Connection) -> _Found:
    for document, found in groupby(personal_numbers(db), key=lambda number: number.document):
        pages = [number.page for number in found]
        yield document, "personnummer", len(pages), set(pages)


def _emails(db: sqlite3.Connection) -> _Found:
    query = "SELECT document, number, text FROM page WHERE instr(text, '@') ORDER BY document, number"
    for document, rows in groupby(db.execute(query), key=lambda row: row["document"]):
        pages = [row["number"] for row in rows for _ in _EMAIL.finditer(row["text"])]
        if pages:
            yield document, "e-postadress", len(pages), set(pages)


def _names(db: sqlite3.Connection) -> _Found:
    for told, table, condition, capacities in _NAMES:
        pages: dict[int, set[int]] = defaultdict(set)
        query = f"""SELECT DISTINCT e.document, e.page FROM evidence e
            JOIN {table} f ON f.document = e.document AND f.position = e.position
            WHERE e.fact = '{table}' AND ({condition})"""
        for row in db.execute(query):
            pages[row["document"]].add(row["page"])
        marks = ", ".join("?" * len(capacities))
        counted = db.execute(
            f"""SELECT document, count(DISTINCT name) AS n FROM mention
                WHERE kind = 'person' AND capacity IN ({marks}) GROUP BY 1 ORDER BY 1""",
            capacities,
        )
        yield from ((row["document"], told, row["n"], pages[row["document"]]) for row in counted)
