"""The lists that go along in `metadata/other`: one CSV file each for a Swedish spreadsheet, and the database itself.

Semicolons, UTF-8 with its mark, sums in kronor with a decimal point, dates as ISO 8601. A text that a spreadsheet would
take for a formula gets an apostrophe before it; in arkiv.db it stands as it was.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from archive.export import harmless
from archive.handover import fact_lists, item_lists
from archive.handover.inventory import Inventory
from archive.handover.item_lists import Table
from archive.handover.personal_data_list import personal_data
from archive.handover.plan import Plan, built_in

DATABASE = "arkiv.db"

_Made = Callable[[Inventory, sqlite3.Connection, Plan], Table]
LISTS: dict[str, _Made] = {
    "register": item_lists.register,
    "arkivforteckning": item_lists.series_and_volumes,
    "gallringslista": item_lists.disposals,
    "sekretesslista": item_lists.restrictions,
    "personuppgifter": personal_data,
    "saknas": item_lists.missing,
    "diarium": fact_lists.matters,
    "paragrafer": fact_lists.paragrafer,
    "beslut": fact_lists.decisions,
    "bidrag": fact_lists.grants,
    "iakttagelser": fact_lists.findings,
    "underskrifter": fact_lists.signatures,
    "handelser": fact_lists.events,
}


def write_lists(inventory: Inventory, db: sqlite3.Connection, folder: Path, plan: Plan | None = None) -> list[Path]:
    """Write every list and the database into a folder, which is made; their paths, in the order of `LISTS`.

    plan: names the series and classes, as `archive.handover.plan.load_plan` gives it; else the built-in one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, made in LISTS.items():
        path = folder / f"{name}.csv"
        table = made(inventory, db, plan or built_in())
        with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(table.columns)
            writer.writerows(map(harmless, table.rows))
        written.append(path)
    copy_database(db, folder / DATABASE)
    return [*written, folder / DATABASE]


def copy_database(db: sqlite3.Connection, path: Path) -> None:
    """The database as this connection sees it, in one file that needs no other; nothing is left out.

    The same content gives the same bytes: pages are copied in the connection's own snapshot, open transaction or not,
    and then packed by `VACUUM INTO`, which keeps neither free pages nor counters of earlier writing.
    """
    draft = path.with_name(f".{path.name}")
    path.unlink(missing_ok=True)
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
            db.backup(copy)
            copy.execute("VACUUM INTO ?", (str(path),))
    finally:
        for left in (draft, *draft.parent.glob(f"{draft.name}-*")):
            left.unlink(missing_ok=True)
