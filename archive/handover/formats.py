"""What every file is by content, in PRONOM's register (The National Archives), asked offline of `pygfried`."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from archive.events import EventType, log
from archive.folder import Archive, transaction

UNKNOWN = "okänt format"

_BATCH = 200  # files asked of at once, and rows written in one transaction
_WITHOUT = """SELECT sha256, name, original FROM document d
  WHERE NOT EXISTS (SELECT 1 FROM format f WHERE f.sha256 = d.sha256) ORDER BY id"""


def identify_all(archive: Archive, db: sqlite3.Connection) -> None:
    """Give every document that has no row in `format` one; what is no longer in the folder is passed by."""
    rows = [row for row in db.execute(_WITHOUT).fetchall() if (archive.root / row["original"]).is_file()]
    if not rows:
        return
    import pygfried

    scanner = pygfried.Scanner()
    tool = f"pygfried {version('pygfried')}"
    for at in range(0, len(rows), _BATCH):
        batch = rows[at : at + _BATCH]
        found = list(_identified(scanner, archive.root, batch))
        with transaction(db):
            for row, (pronom, name, kind) in zip(batch, found, strict=True):
                db.execute("INSERT INTO format VALUES (?, ?, ?, ?, ?)", (row["sha256"], pronom, name, kind, tool))
                detail = {"pronom": pronom, "name": name, "version": kind, "tool": tool}
                log(db, EventType.FORMAT_IDENTIFICATION, row["sha256"], detail)


def _identified(scanner: Any, root: Path, rows: Sequence[sqlite3.Row]) -> Iterator[tuple[str | None, str, str]]:
    """PRONOM id (None where it knows none), name and version of each."""
    with tempfile.TemporaryDirectory() as folder:
        names = [_named(Path(folder), root / row["original"], row["name"]) for row in rows]
        told = {file["filename"]: file["matches"] for file in scanner.identify_many(map(str, names))["files"]}
        for name in names:
            match = next(iter(told[str(name)]), None)
            if match is None or match["id"] == "UNKNOWN":
                yield None, UNKNOWN, ""
            else:
                yield match["id"], match["format"] or UNKNOWN, match["version"]


def _named(folder: Path, original: Path, name: str) -> Path:
    """A link to the original with the suffix of its name: some kinds of plain text are told apart by nothing else.

    What came inside a container is kept without one.
    """
    link = folder / f"{original.stem}{original.suffix or PurePosixPath(name).suffix}"
    link.symlink_to(original.resolve())
    return link
