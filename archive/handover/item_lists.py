"""The lists of what is handed over, from the inventory: every item, series, disposal, restriction, what is missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from archive.handover.inventory import Inventory, Item, Restriction
from archive.handover.layout import original_path, pdfa_path
from archive.handover.plan import Plan

MANY = " | "  # between several values in one cell


@dataclass(frozen=True)
class Table:
    """A list: its column heads in Swedish, and its rows, which may be made while they are written."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def packaged_original(item: Item) -> str:
    """Where the original stands in the package; empty for what has been destroyed."""
    return "" if item.destroyed else original_path(item).as_posix()


def packaged_pdfa(item: Item) -> str:
    """Where the PDF/A stands in the package; empty where there is none."""
    made = item.rendition is not None and item.rendition.path is not None and item.destroyed is None
    return pdfa_path(item).as_posix() if made else ""


def status(item: Item) -> str:
    """What becomes of an item, in Swedish."""
    if item.destroyed:
        return f"gallrad {item.destroyed}"
    if item.status == "failed":
        return f"levereras, kunde inte läsas: {item.error}"
    return "levereras (behållare)" if item.status == "container" else "levereras"


def physical(item: Item) -> str:
    """What an item is as a file: format, size, and pages where it has any; in Swedish."""
    kind = item.format
    format_ = f"{kind.name} {kind.version}".strip() if kind else item.media_type
    pronom = f" ({kind.pronom})" if kind and kind.pronom else ""
    pages = f", {item.pages} {'sida' if item.pages == 1 else 'sidor'}" if item.pages else ""
    return f"{format_}{pronom}, {item.size} byte{pages}"


def register(inventory: Inventory, _db: sqlite3.Connection, plan: Plan) -> Table:
    """Every item that was ever handed in, a row each."""
    columns = (
        "nr", "beteckning", "ursprungligt namn", "hämtad från", "ingår i", "titel", "handlingsslag", "datum", "dnr",
        "klass", "klassens namn", "serie", "seriens namn", "bevaras/gallras", "beslutsläge", "format", "PRONOM",
        "storlek i byte", "SHA-256", "sidor", "original i paketet", "PDF/A i paketet", "PDF/A enligt veraPDF",
        "PDF/A, anmärkning", "elektroniskt underskriven", "sekretess", "status",
    )  # fmt: skip
    whole = {item.sha256: item.key for item in inventory.items}
    return Table(columns, (_register_row(item, plan, whole) for item in inventory.items))


def _register_row(item: Item, plan: Plan, whole: dict[str, str]) -> Sequence[Any]:
    holding, kind, pdfa = item.holding, item.format, item.rendition
    return (
        item.number, item.key, item.name, MANY.join(item.places), whole.get(item.part_of or "", ""), item.title,
        item.kind, item.date, MANY.join(item.dnr), holding.klass, plan.classes.get(holding.klass, ""), holding.series,
        plan.series.get(holding.series, ""), holding.gallring, holding.status,
        f"{kind.name} {kind.version}".strip() if kind else item.media_type, kind.pronom if kind else None, item.size,
        item.sha256, item.pages, packaged_original(item), packaged_pdfa(item), pdfa.verdict if pdfa else "ingen PDF/A",
        pdfa.message if pdfa else "", "ja" if item.signed else "nej",
        MANY.join(dict.fromkeys(limit.law for limit in item.restrictions)), status(item),
    )  # fmt: skip


def series_and_volumes(inventory: Inventory, _db: sqlite3.Connection, plan: Plan) -> Table:
    """The archive by series: a row for the digital documents of each series and class, one for each paper volume."""
    columns = (
        "serie", "seriens namn", "klass", "klassens namn", "medium", "volym", "innehåll", "från", "till",
        "antal handlingar", "varav gallrade", "storlek i byte", "bevaras/gallras", "förvaring", "anmärkning",
    )  # fmt: skip
    rows: list[tuple[tuple[str, int, str, int, str], Sequence[Any]]] = []
    for (series, klass), items in _by_series_and_class(inventory):
        order = (series or "\uffff", 0, klass, 0, "")
        rows.append((order, _digital_row(series, klass, items, plan)))
    for one in inventory.volumes:
        row = (
            one.series, plan.series.get(one.series, ""), "", "", "papper", one.volume, one.title, one.start, one.end,
            None, None, None, "", one.place, one.note,
        )  # fmt: skip
        rows.append(((one.series or "\uffff", 1, "", len(one.volume), one.volume), row))
    return Table(columns, [row for _, row in sorted(rows, key=lambda pair: pair[0])])


def _by_series_and_class(inventory: Inventory) -> Iterator[tuple[tuple[str, str], list[Item]]]:
    def where(item: Item) -> tuple[str, str]:
        return item.holding.series, item.holding.klass

    for key, items in groupby(sorted(inventory.items, key=where), key=where):
        yield key, list(items)


def _digital_row(series: str, klass: str, items: Sequence[Item], plan: Plan) -> Sequence[Any]:
    dates = sorted(item.date for item in items if item.date)
    there = [item for item in items if item.destroyed is None]
    decided = sorted({item.holding.gallring for item in there})
    return (
        series, plan.series.get(series, ""), klass, plan.classes.get(klass, ""), "digitalt", "",
        MANY.join(sorted({item.kind for item in items})), dates[0] if dates else None, dates[-1] if dates else None,
        len(items), len(items) - len(there), sum(item.size for item in there), MANY.join(decided), "i paketet", "",
    )  # fmt: skip


def disposals(inventory: Inventory, _db: sqlite3.Connection, plan: Plan) -> Table:
    """What is to be destroyed or has been, with the decision; what is on hold."""
    columns = (
        "beteckning", "ursprungligt namn", "titel", "datum", "klass", "klassens namn", "serie", "grund",
        "gallringsbeslut", "beslutets datum", "gallringsfrist i år", "får gallras tidigast", "gallringsstopp", "läge",
        "original i paketet",
    )  # fmt: skip
    chosen = (i for i in inventory.items if i.holding.gallring == "gallras" or i.holding.hold or i.destroyed)
    return Table(columns, (_disposal_row(item, plan, inventory.clock[:10]) for item in chosen))


def _disposal_row(item: Item, plan: Plan, today: str) -> Sequence[Any]:
    holding = item.holding
    return (
        item.key, item.name, item.title, item.date, holding.klass, plan.classes.get(holding.klass, ""),
        holding.series, holding.ground, holding.decision, holding.decided, holding.term, holding.due, holding.hold,
        disposal_state(item, today), packaged_original(item),
    )  # fmt: skip


def disposal_state(item: Item, today: str) -> str:
    """Where the disposal of an item stands on a day (ISO), in Swedish."""
    holding = item.holding
    if item.destroyed:
        return f"gallrad {item.destroyed}"
    if holding.hold:
        return "gallringsstopp: levereras och får inte gallras"
    if holding.gallring == "bevaras":
        return "bevaras"
    if holding.due is None or holding.due > today:
        return f"levereras; får gallras tidigast {holding.due}" if holding.due else "levereras"
    return f"levereras; fristen gick ut {holding.due}, inte gallrad"


def restrictions(inventory: Inventory, _db: sqlite3.Connection, _plan: Plan) -> Table:
    """Every mark of sekretess, a row each; the documents are delivered unmasked."""
    columns = (
        "beteckning", "ursprungligt namn", "titel", "datum", "omfattning", "sida", "paragraf", "lagrum", "beslutsdatum",
        "beslutande myndighet", "anmärkning", "original i paketet",
    )  # fmt: skip
    return Table(columns, (_restriction_row(item, limit) for item in inventory.items for limit in item.restrictions))


def _restriction_row(item: Item, limit: Restriction) -> Sequence[Any]:
    return (
        item.key, item.name, item.title, item.date, extent(limit), limit.page, limit.paragraf, limit.law,
        limit.decided, limit.authority, limit.note, packaged_original(item),
    )  # fmt: skip


def extent(limit: Restriction) -> str:
    """How much of a document is under sekretess, in Swedish."""
    if limit.page is None and limit.paragraf is None:
        return "hela handlingen"
    page = f"sida {limit.page}" if limit.page is not None else ""
    return ", ".join(part for part in (limit.paragraf or "", page) if part)


def missing(inventory: Inventory, _db: sqlite3.Connection, _plan: Plan) -> Table:
    """What could not be had at all, and what is delivered though nobody could read it."""
    columns = ("läge", "beteckning", "namn", "hämtad från", "vad som hände", "original i paketet")
    gone = [("saknas: togs aldrig in", "", one.name, one.place, one.message, "") for one in inventory.missing]
    unread = [
        ("levereras, kunde inte läsas", i.key, i.name, MANY.join(i.places), i.error, packaged_original(i))
        for i in inventory.delivered
        if i.status == "failed"
    ]
    return Table(columns, [*gone, *unread])
