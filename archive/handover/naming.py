"""Which document a person means by what they write on the command line."""

from __future__ import annotations

import re
import sqlite3

from ingest.errors import UsageError

_FEWEST = 6  # digits of a SHA-256, as addresses and lists show them
_MOST = 5  # choices that are told


def document_called(db: sqlite3.Connection, text: str) -> sqlite3.Row:
    """The row of the document with this SHA-256 (its beginning will do), file name or address of its page.

    Raises UsageError where none is called so, or several are.
    """
    wanted = re.sub(r"^(https?://[^/]+)?/handling/", "", text.strip()).split("/sida/")[0]
    rows: list[sqlite3.Row] = []
    if len(wanted) >= _FEWEST and re.fullmatch("[0-9a-f]+", wanted.lower()):
        rows = db.execute("SELECT * FROM document WHERE sha256 GLOB ? || '*'", (wanted.lower(),)).fetchall()
    if not rows:
        rows = db.execute("SELECT * FROM document WHERE name = ?", (wanted,)).fetchall()
    if not rows:
        rows = [row for row in db.execute("SELECT * FROM document") if row["name"].split("/")[-1] == wanted]
    if not rows:
        raise UsageError(
            f"Ingen handling heter ”{text}”.", "Skriv filens namn, eller början av kontrollsumman (SHA-256)."
        )
    if len(rows) > 1:
        choices = "; ".join(f"{row['name']} ({row['sha256'][: _FEWEST * 2]})" for row in rows[:_MOST])
        raise UsageError(f"”{text}” kan vara {len(rows)} handlingar: {choices}.", "Skriv kontrollsumman i stället.")
    return rows[0]
