"""The pages over the whole archive: the start, the lists by year and kind, grants, findings, the register."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from archive.handover.inventory import Item
from archive.handover.site.desk import ROWS, Desk
from archive.handover.site.records import Row

UNDATED = "utan-datum"
_LINKS = 20_000  # on a page of the register, at most, unless one name alone has more
_FIRST_PLACE = """(SELECT page FROM evidence e WHERE e.document = f.document AND e.fact = '{table}'
    AND e.position = f.position ORDER BY piece LIMIT 1) AS page"""
_GRANTS = f'SELECT f.*, {_FIRST_PLACE.format(table="grant")} FROM "grant" f'
_FINDINGS = f"SELECT f.*, {_FIRST_PLACE.format(table='finding')} FROM finding f"
_POOR = "SELECT document, number, reason FROM page WHERE quality < 0.6 ORDER BY quality, document, number"
_COUNTED = ("page", "paragraf", "decision")
_WORST_FIRST = {"error": 0, "warning": 1, "info": 2}


def write_lists(desk: Desk, db: sqlite3.Connection) -> None:
    """Every list; the start page last, it counts what they hold."""
    documents = sorted(desk.inventory.items, key=_latest_first)
    by_year, by_kind = _grouped(documents, _year), _grouped(documents, lambda item: item.kind)
    grants, findings = _grants(desk, db), _findings(desk, db)
    _write_documents(desk, documents, by_year, by_kind)
    desk.write_list("bidrag", "bidrag.html", grants)
    desk.write_list("iakttagelser", "iakttagelser.html", findings, **_unread(desk, db))
    _write_register(desk, db)
    desk.write("sok.html", "sok.html", years=_years(by_year), kinds=sorted(by_kind))
    meetings = [item for item in documents if item.slug]
    desk.write_list("protokoll/index", "sammantraden.html", meetings)
    desk.write(
        "index.html", "index.html", counts=_counts(desk, db, grants, findings), by_year=_crossed(by_year),
        by_kind={kind: len(items) for kind, items in by_kind.items()}, years=_years(by_year), kinds=sorted(by_kind),
        meetings=meetings[:8], restricted=[item for item in documents if item.restrictions],
    )  # fmt: skip


def _write_documents(
    desk: Desk, documents: Sequence[Item], by_year: dict[str, list[Item]], by_kind: dict[str, list[Item]]
) -> None:
    listed: dict[str, Any] = {
        "years": _years(by_year),
        "kinds": {kind: desk.addresses.kind(kind) for kind in sorted(by_kind)},
    }
    desk.write_list("handlingar", "handlingar.html", documents, title="Handlingar", **listed)
    for year, items in by_year.items():
        title = "Handlingar utan datum" if year == UNDATED else f"Handlingar från {year}"
        desk.write_list(f"ar/{year}", "handlingar.html", items, title=title, **listed)
    for kind, items in by_kind.items():
        desk.write_list(
            desk.addresses.kind(kind), "handlingar.html", items, title=f"Handlingar av slaget {kind}", **listed
        )


def _latest_first(item: Item) -> tuple[bool, int, str, int]:
    return item.date is None, -int((item.date or "0").replace("-", "")), item.name, item.number


def _year(item: Item) -> str:
    return item.date[:4] if item.date else UNDATED


def _grouped(items: Iterable[Item], key: Any) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return dict(found)


def _years(by_year: Iterable[str]) -> list[str]:
    """The latest first, the undated last."""
    return sorted((y for y in by_year if y != UNDATED), reverse=True) + [y for y in by_year if y == UNDATED]


def _crossed(by_year: dict[str, list[Item]]) -> dict[str, Counter[str]]:
    """Year → kind → number of documents."""
    return {year: Counter(item.kind for item in by_year[year]) for year in _years(by_year)}


def _grants(desk: Desk, db: sqlite3.Connection) -> list[Row]:
    """Every decision on money, latest meeting first."""
    found = _with_item(desk, db.execute(_GRANTS))
    found.sort(key=lambda row: (*_latest_first(row["item"]), row["position"]))
    return [row | {"place": desk.addresses.paragraf(row["document"], row["paragraf"])} for row in found]


def _findings(desk: Desk, db: sqlite3.Connection) -> list[Row]:
    found = _with_item(desk, db.execute(_FINDINGS))
    found.sort(key=lambda row: (_WORST_FIRST[row["severity"]], *_latest_first(row["item"]), row["position"]))
    return found


def _with_item(desk: Desk, rows: Iterable[sqlite3.Row]) -> list[Row]:
    """Rows of what has not been destroyed, each with its item."""
    items = desk.addresses.items
    kept = ({**dict(row), "item": items[row["document"]]} for row in rows if row["document"] in items)
    return [row for row in kept if row["item"].destroyed is None]


def _unread(desk: Desk, db: sqlite3.Connection) -> dict[str, Any]:
    return {
        "unread": [item for item in desk.inventory.delivered if item.status == "failed"],
        "poor": _with_item(desk, db.execute(_POOR)),
    }


def _write_register(desk: Desk, db: sqlite3.Connection) -> None:
    """Persons and organisations with the documents that name them; those only in destroyed ones are left out."""
    from archive.register import register  # imported here: it loads the extractors

    told = register(db)
    for base, kind, entries in (
        ("personer", "Personer", told.persons),
        ("organisationer", "Organisationer", told.organisations),
    ):
        rows = []
        for entry in entries:
            named = [(desk.addresses.by_digest[one.sha256], one) for one in entry.documents]
            if kept := [(item, one) for item, one in named if item.destroyed is None]:
                rows.append((entry, kept))
        most = max((len(documents) for _, documents in rows), default=1)
        desk.write_list(base, "personer.html", rows, each=max(1, min(ROWS, _LINKS // most)), kind=kind)


def _counts(desk: Desk, db: sqlite3.Connection, grants: list[Row], findings: list[Row]) -> dict[str, int]:
    items = desk.addresses.items
    counts = {
        table: sum(
            n
            for document, n in db.execute(f"SELECT document, count(*) FROM {table} GROUP BY 1")
            if document in items and items[document].destroyed is None
        )
        for table in _COUNTED
    }
    return counts | {
        "documents": sum(item.status != "container" for item in desk.inventory.delivered),
        "containers": sum(item.status == "container" for item in desk.inventory.delivered),
        "destroyed": len(desk.inventory.destroyed),
        "grants": sum(row["status"] in ("granted", "partial") for row in grants),
        "findings": sum(row["severity"] != "info" for row in findings),
    }
