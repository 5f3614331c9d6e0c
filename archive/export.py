"""The archive's facts out of it: as RECORD.md's objects, or as one CSV file a table."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from archive import store
from archive.fixity import destroyed
from archive.schema import FACT_TABLES
from extractors.record import error_record, to_record
from ingest.errors import DocumentError, OverwriteError

_TABLES = ("document", "source", "extraction", *FACT_TABLES, "table_cell", "evidence", "event")


def records(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every document's record, in the order they were kept; what could not be read, or was destroyed, as its error."""
    gone = destroyed(db)
    for row in db.execute("SELECT * FROM document WHERE status != 'container' ORDER BY id").fetchall():
        if row["sha256"] in gone:
            told = f"Handlingen är förstörd enligt gallringsbeslut {gone[row['sha256']]}."
            yield error_record(row["name"], row["sha256"], DocumentError(told))
        elif row["status"] == "kept":
            yield to_record(*store.load(db, row["id"]))
        else:
            yield error_record(row["name"], row["sha256"], _error(row))
    for row in db.execute("SELECT * FROM refusal ORDER BY place").fetchall():
        yield error_record(row["name"], None, _error(row))


def write_csv(db: sqlite3.Connection, folder: Path) -> list[Path]:
    """One file a table, for a Swedish spreadsheet: semicolons, UTF-8 with its mark. Sums are öre, as in the tables.

    Raises OverwriteError where the folder has anything in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OverwriteError(f"{folder} finns redan och är inte tom.", "Välj en ny katalog.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in _TABLES:
        path = folder / f"{table}.csv"
        rows = db.execute(f'SELECT * FROM "{table}"')
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(column[0] for column in rows.description)
            writer.writerows(map(harmless, rows))
        written.append(path)
    return written


def harmless(row: Iterable[Any]) -> list[Any]:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return [f"'{v}" if isinstance(v, str) and v.startswith(("=", "+", "-", "@", "\t", "\r")) else v for v in row]


def _error(row: sqlite3.Row) -> DocumentError:
    error = DocumentError(row["error_message"], row["error_advice"])
    error.code = row["error_code"]
    return error
