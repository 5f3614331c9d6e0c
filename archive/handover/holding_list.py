"""The list of where documents belong, out to a spreadsheet and back: all rows hold, or nothing is changed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.handover import tabular
from archive.handover.holdings import DECIDED, FIELDS, KEPT, LABELS, PROPOSED, WEEDED, as_text, checked, holdings
from archive.handover.inventory import Holding
from archive.handover.plan import Plan
from archive.handover.tabular import Row, RowFault

_KEY = "sha256"
_TOLD = ("handling", "fil", "slag", "datum")  # for the reader's sake; not read back
_BY_LABEL = {LABELS[name]: name for name in FIELDS}
HEADINGS = (_KEY, *_TOLD, *_BY_LABEL)
_LISTED = """SELECT d.sha256, coalesce(d.title, d.name) AS title, d.name, coalesce(d.kind, '') AS kind,
    coalesce(d.date, '') AS date FROM document d WHERE d.sha256 NOT IN (SELECT sha256 FROM gallrad)
    ORDER BY d.date IS NULL, d.date, d.name"""
_FEWEST = 12  # digits of a SHA-256 that may stand for all of them


@dataclass(frozen=True)
class Imported:
    """What a list means: the holdings of all its rows, or what is wrong with each row that does not hold."""

    changes: dict[str, Holding]
    faults: list[RowFault]


def export(db: sqlite3.Connection, plan: Plan, path: Path) -> int:
    """Write the list of every document that has not been destroyed; their number. Raises OverwriteError, UsageError."""
    known = holdings(db)
    rows = db.execute(_LISTED).fetchall()
    tabular.write(
        path, "Handlingar", HEADINGS, (_row(row, known.get(row["sha256"], Holding())) for row in rows),
        choices={
            LABELS["klass"]: ["Klasser"], LABELS["series"]: ["Serier"], LABELS["gallring"]: [KEPT, WEEDED],
            LABELS["status"]: [PROPOSED, DECIDED],
        },
        locked=(_KEY, *_TOLD),
        more={"Klasser": list(plan.processes.items()), "Serier": list(plan.series.items())},
    )  # fmt: skip
    return len(rows)


def read(db: sqlite3.Connection, plan: Plan, path: Path) -> Imported:
    """What an edited list says. A column that is not there leaves its field as it was, and so does a row.

    Raises UsageError where the file is no such list at all.
    """
    rows = tabular.read(path, HEADINGS, [_KEY])
    known, gone = holdings(db), {row[0] for row in db.execute("SELECT sha256 FROM gallrad")}
    dates: dict[str, str | None] = {
        row["sha256"]: row["date"] for row in db.execute("SELECT sha256, date FROM document")
    }
    changes: dict[str, Holding] = {}
    seen: dict[str, int] = {}
    faults: list[RowFault] = []
    for row in rows:
        meant = _document(row.cells[_KEY], dates)
        wrong = list(_row_faults(row, meant, seen, gone))
        if wrong:
            faults += wrong
            continue
        sha256 = meant[0]
        seen[sha256] = row.number
        old = known.get(sha256, Holding())
        holding = checked(told_over(old, _fields(row)), dates[sha256], plan)
        if isinstance(holding, Holding):
            changes[sha256] = holding
        else:
            faults += [RowFault(row.number, fault.message, fault.advice) for fault in holding]
    return Imported(changes, faults)


def told_over(old: Holding, told: dict[str, str]) -> dict[str, str]:
    """The fields as they will be; a day that was reckoned from a term is reckoned anew when the term is another."""
    before = as_text(old)
    after = {**before, **told}
    if after["term"] != before["term"] and after["due"] == before["due"]:
        after["due"] = ""
    return after


def _row(row: sqlite3.Row, holding: Holding) -> list[str]:
    told = as_text(holding)
    texts = ("".join(sign for sign in str(value) if sign.isprintable()) for value in tuple(row)[1:])
    return [row["sha256"], *texts, *(told[name] for name in FIELDS)]


def _fields(row: Row) -> dict[str, str]:
    return {name: row.cells[label] for label, name in _BY_LABEL.items() if label in row.cells}


def _document(text: str, dates: dict[str, str | None]) -> list[str]:
    """The documents whose SHA-256 the text is, or begins; one is as it should be."""
    digest = text.strip().lower()
    if digest in dates:
        return [digest]
    if len(digest) < _FEWEST or not re.fullmatch("[0-9a-f]+", digest):
        return []
    return [sha256 for sha256 in dates if sha256.startswith(digest)]


def _row_faults(row: Row, meant: list[str], seen: dict[str, int], gone: set[str]) -> Iterator[RowFault]:
    key = row.cells[_KEY]
    if len(meant) != 1:
        what = f"kontrollsumman ”{key}” hör inte till någon handling." if key else "kontrollsumman saknas."
        yield RowFault(row.number, what, "Kopiera raden ur en ny lista, eller ta bort den.")
    elif meant[0] in gone:
        yield RowFault(row.number, "handlingen är förstörd efter gallringsbeslut.", "Ta bort raden.")
    elif meant[0] in seen:
        yield RowFault(row.number, f"samma handling står på rad {seen[meant[0]]}.", "Ta bort den ena raden.")
