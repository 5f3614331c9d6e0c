"""The log nothing leaves: what was done to which bytes, in PREMIS's words, each event's hash over the one before it.

Written inside the transaction of what it tells, so the two stand or fall together. The database's triggers refuse to
change or delete an event; whoever goes around them breaks the chain, and `broken_links` says where.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from importlib.metadata import version

from archive.folder import now
from ingest.document import ElectronicSignature, SignatureVerdict

FIRST = "0" * 64
AGENT = "slutarkiv 0.1.0"


class EventType(StrEnum):
    """PREMIS eventType terms (id.loc.gov/vocabulary/preservation/eventType); TEXT_EXTRACTION is our own."""

    ACCESSION = "accession"
    MESSAGE_DIGEST_CALCULATION = "message digest calculation"
    FORMAT_IDENTIFICATION = "format identification"
    UNPACKING = "unpacking"
    TEXT_EXTRACTION = "text extraction"
    METADATA_EXTRACTION = "metadata extraction"
    NORMALIZATION = "normalization"
    VALIDATION = "validation"
    SIGNATURE_VALIDATION = "digital signature validation"
    METADATA_MODIFICATION = "metadata modification"
    DELETION = "deletion"
    TRANSFER = "transfer"


def log(
    db: sqlite3.Connection,
    type_: EventType,
    sha256: str | None,
    detail: Mapping[str, object],
    *,
    failed: bool = False,
) -> None:
    """Append an event; the caller holds the writing lock (`archive.folder.transaction`)."""
    last = db.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (last["id"] + 1, last["hash"]) if last else (1, FIRST)
    told = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    row = (number, now(), type_.value, sha256, "fail" if failed else "success", told, AGENT, previous)
    db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, _digest(row)))


def log_signatures(db: sqlite3.Connection, sha256: str, signatures: Sequence[ElectronicSignature]) -> None:
    """That a file's electronic signatures were checked, and with what result; nothing where there are none."""
    if signatures:
        # no names: the log outlives a document that is destroyed
        told = ", ".join(f"{one.kind} {one.verdict}" for one in signatures)
        detail = {"message": f"{told[0].upper()}{told[1:]}.", "tool": f"pyHanko {version('pyhanko')}"}
        broken = any(one.verdict is SignatureVerdict.BROKEN for one in signatures)
        log(db, EventType.SIGNATURE_VALIDATION, sha256, detail, failed=broken)


def broken_links(db: sqlite3.Connection) -> Iterator[int]:
    """The numbers of events whose own content or link to the one before does not hold, in order."""
    previous = FIRST
    for at, row in enumerate(db.execute("SELECT * FROM event ORDER BY id"), start=1):
        content = tuple(row)[:-1]
        if row["id"] != at or row["previous"] != previous or row["hash"] != _digest(content):
            yield row["id"]
        previous = row["hash"]


def _digest(row: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
