"""Whether an archive still is what it was: every original's bytes, and the chain of the log."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.events import broken_links
from archive.folder import Archive

_ALL = "SELECT name, sha256, size, original FROM document ORDER BY id"


@dataclass(frozen=True)
class Damage:
    """An original that is not what it should be: gone, changed, or still here after it was destroyed by decision."""

    code: Literal["original-saknas", "original-ändrat", "original-kvar"]
    name: str
    sha256: str
    original: str

    def __str__(self) -> str:
        told = {
            "original-saknas": "saknas",
            "original-ändrat": "är ändrat (kontrollsumman stämmer inte)",
            "original-kvar": "är gallrat men ligger kvar: kör slutarkiv gallra ARKIV --forstor igen",
        }
        return f"{self.name}: originalet {self.original} {told[self.code]}."


def damaged(archive: Archive, db: sqlite3.Connection, *, digests: bool = True) -> Iterator[Damage]:
    """Every original that is not as it should be; without `digests` only their being there and their sizes are seen."""
    gone = destroyed(db)
    for row in db.execute(_ALL).fetchall():
        file = archive.root / row["original"]
        code: Literal["original-saknas", "original-ändrat", "original-kvar"] | None = None
        if row["sha256"] in gone:
            code = "original-kvar" if file.exists() else None
        elif not file.is_file():
            code = "original-saknas"
        elif file.stat().st_size != row["size"] or (digests and _digest(archive, row) != row["sha256"]):
            code = "original-ändrat"
        if code:
            yield Damage(code, row["name"], row["sha256"], row["original"])


def faults(archive: Archive, db: sqlite3.Connection) -> Iterator[str]:
    """Everything that does not hold, in Swedish, one line each; all of it, not only the first."""
    yield from map(str, damaged(archive, db))
    known = {row["original"] for row in db.execute(_ALL)}
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
    """How many originals there are to check: those that have not been destroyed by decision."""
    return int(db.execute("SELECT count(*) FROM document").fetchone()[0]) - len(destroyed(db))


def destroyed(db: sqlite3.Connection) -> dict[str, str]:
    """What has been destroyed by decision: SHA-256 → the decision."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'gallrad'").fetchone():
        return {}  # an archive of the first version, in which nothing could be destroyed
    return dict(db.execute("SELECT sha256, decision FROM gallrad").fetchall())


def _digest(archive: Archive, row: sqlite3.Row) -> str:
    with (archive.root / row["original"]).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
