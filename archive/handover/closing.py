"""An archive whose receipt has come is closed: it is read, and never written to again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from archive.folder import Archive
from ingest.errors import UsageError


def is_closed(db: sqlite3.Connection) -> bool:
    """Whether the archive has been delivered and its receipt kept."""
    return db.execute("SELECT 1 FROM receipt").fetchone() is not None


def refuse_closed(db: sqlite3.Connection) -> None:
    """Raises UsageError where the archive has been delivered and its receipt kept."""
    if is_closed(db):
        row = db.execute("SELECT * FROM receipt ORDER BY received LIMIT 1").fetchone()
        raise UsageError(
            f"Arkivet är överlämnat till {row['receiver']} ({row['received']}, paket {row['package']}) och stängt.",
            "Det går att söka och läsa i, men inget kan läggas till eller ändras. Vänd dig till arkivet som tog emot.",
        )


@contextmanager
def opened_to_write(archive: Archive) -> Iterator[sqlite3.Connection]:
    """A connection to an archive that is not closed, its schema up to date."""
    with archive.connect() as db:
        bring_up_to_date(db)
        refuse_closed(db)
        yield db


@contextmanager
def opened_to_read(archive: Archive) -> Iterator[sqlite3.Connection]:
    """A connection for reading, to an archive that may be closed; one of an earlier version gets its tables first."""
    with archive.connect_to_read() as db:
        up_to_date = _is_up_to_date(db)
        if up_to_date:
            yield db
            return
    with archive.connect() as db:
        bring_up_to_date(db)
    with archive.connect_to_read() as db:
        yield db


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Give an archive of an earlier version the tables of this one."""
    if not _is_up_to_date(db):
        # imported here: it takes a while, and hardly ever has anything to do
        from archive.schema import migrate

        migrate(db)


def _is_up_to_date(db: sqlite3.Connection) -> bool:
    """Whether it has the newest table there is."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'electronic_signature'").fetchone() is not None
