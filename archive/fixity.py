"""Whether an archive still is what it was: every original's bytes, and the chain of the log."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

from archive.events import broken_links
from archive.folder import Archive


def faults(archive: Archive, db: sqlite3.Connection) -> Iterator[str]:
    """Everything that does not hold, in Swedish, one line each; all of it, not only the first."""
    known: set[str] = set()
    for row in db.execute("SELECT name, sha256, size, original FROM document ORDER BY id").fetchall():
        known.add(row["original"])
        file = archive.root / row["original"]
        if not file.is_file():
            yield f"{row['name']}: originalet {row['original']} saknas."
            continue
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != row["sha256"]:
            yield f"{row['name']}: originalet {row['original']} är ändrat (kontrollsumman stämmer inte)."
    for file in sorted((archive.root / "original").glob("??/*")):
        path = file.relative_to(archive.root).as_posix()
        if path not in known and not file.name.startswith("."):
            yield f"{path}: filen hör inte till någon handling (en avbruten inläggning, eller lagd dit för hand)."
    for number in broken_links(db):
        yield f"Händelseloggen är bruten vid händelse {number}."
    for row in db.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"Databasen är skadad: {row[0]}"


def originals(db: sqlite3.Connection) -> int:
    """How many originals there are to check."""
    return int(db.execute("SELECT count(*) FROM document").fetchone()[0])
