"""The electronic signatures of the archive's PDFs: listed, logged, and checked anew when trust has changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass

from archive import store
from archive.events import log_signatures
from archive.folder import Archive, transaction
from archive.handover.closing import opened_to_write
from archive.keeping import Keeper
from archive.lexica import lexica_of
from ingest import media
from ingest.document import ElectronicSignature
from ingest.pdf_signatures import TOO_DEAR, SignatureTask, check_signatures, has_signatures, trusted_issuers
from ingest.reading import READER_VERSION, page_executor
from ingest.settings import Settings
from ingest.workers import FileCall

_PDFS = """SELECT * FROM document WHERE status = 'kept' AND media_type = ?
    AND sha256 NOT IN (SELECT sha256 FROM gallrad) ORDER BY date IS NULL, date, name, id"""
_LISTED = """SELECT d.name, d.sha256, d.date, s.* FROM electronic_signature s JOIN document d ON d.id = s.document
    ORDER BY d.date IS NULL, d.date, d.name, d.id, s.position"""


@dataclass(frozen=True)
class Listed:
    """A signature and the document it lies in."""

    name: str
    sha256: str
    signature: ElectronicSignature


def listed(db: sqlite3.Connection) -> list[Listed]:
    """Every signature as it was found when its file was last checked, in order of the documents' dates."""
    return [Listed(row["name"], row["sha256"], store.signature_of(row)) for row in db.execute(_LISTED)]


def check_again(archive: Archive, settings: Settings, on_wait: Callable[[], None]) -> int:
    """Check every PDF's signatures anew, with the issuers now trusted; how many files have any.

    A file that takes too much time or memory is told as unchecked, and the others are checked all the same.

    What came out otherwise than before is kept, and what is told of the document follows. Each check is logged.
    Raises UsageError where the certificates of `settings.issuers` cannot be read, or the archive is closed.
    """
    issuers, number = trusted_issuers(settings.issuers), 0
    with archive.lock(on_wait), opened_to_write(archive) as db, page_executor(settings) as executor:
        for row in db.execute(_PDFS, (media.PDF,)).fetchall():
            path = archive.root / row["original"]
            if not has_signatures(path):
                continue
            found = _checked(executor, FileCall(check_signatures, SignatureTask(path, issuers), settings.page_seconds))
            number += bool(found)
            with transaction(db):
                if found != store.load_signatures(db, row["id"]):
                    store.save_signatures(db, row["id"], found)
                    # as if that extractor had not run: it runs again below
                    db.execute("DELETE FROM extraction WHERE document = ? AND extractor = 'signatures'", (row["id"],))
                log_signatures(db, row["sha256"], found)
        for _ in Keeper(archive, db, READER_VERSION, lexica_of(archive)).renew():
            pass
    return number


def _checked(executor: Executor, call: FileCall) -> tuple[ElectronicSignature, ...]:
    try:
        found: tuple[ElectronicSignature, ...] = executor.submit(call).result()
    except (BrokenExecutor, MemoryError):
        return (TOO_DEAR,)
    return found
