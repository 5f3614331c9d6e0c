"""Gallringsutredning: what is kept, what may be destroyed by which decision and from what day, what has been.

Source: arkivlagen (1990:782) 3 and 10 §§. Nothing is destroyed but by decision; what is not yet due is delivered with
its day.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from archive.handover.inventory import Item
from archive.handover.papers.paper import Paper, Subject, paper
from archive.handover.papers.sums import Sum, by_series, fate, total


@dataclass(frozen=True)
class Decision:
    """A decision on destroying: its id, day, ground and term in years, and the items it is about."""

    decision: str
    decided: str
    ground: str
    term: int | None
    items: tuple[Item, ...]
    sum: Sum
    first_due: str | None
    last_due: str | None


@dataclass(frozen=True)
class Destruction:
    """An item that was destroyed: the day, by what decision and by whom."""

    item: Item
    day: str
    decision: str
    agent: str


def retention_report(subject: Subject, db: sqlite3.Connection) -> Paper:
    """The report as a paper."""
    inventory, today = subject.inventory, subject.today
    by_sha = {item.sha256: item for item in inventory.destroyed}
    rows = db.execute("SELECT * FROM gallrad ORDER BY at, sha256").fetchall()
    return paper(
        subject,
        "gallringsutredning.html",
        "gallringsutredning",
        "Gallringsutredning",
        "Vad som bevaras, vad som får gallras och när, och vad som har gallrats.",
        sum=total(inventory.items, today),
        series=by_series(inventory, today),
        decisions=_decisions(inventory.items, today),
        may=[item for item in inventory.delivered if fate(item, today) != "bevaras"],
        held=[item for item in inventory.delivered if item.holding.hold],
        undecided=[item for item in inventory.delivered if item.holding.status != "beslutad"],
        destroyed=[
            Destruction(by_sha[row["sha256"]], row["at"][:10], row["decision"], row["agent"])
            for row in rows
            if row["sha256"] in by_sha
        ],
        fates={item.sha256: fate(item, today) for item in inventory.items},
    )


def _decisions(items: tuple[Item, ...], today: str) -> list[Decision]:
    found: dict[tuple[str, str, str, int | None], list[Item]] = defaultdict(list)
    for item in items:
        holding = item.holding
        if holding.gallring == "gallras":
            found[holding.decision or "", holding.decided or "", holding.ground, holding.term].append(item)
    made = []
    for key in sorted(found, key=lambda key: (key[1], key[0], key[2], key[3] or 0)):
        due = sorted(item.holding.due for item in found[key] if item.holding.due)
        first, last = (due[0], due[-1]) if due else (None, None)
        made.append(Decision(*key, tuple(found[key]), total(found[key], today), first, last))
    return made
