"""One document, one transaction: an arrival's row, its places, its pages and facts, its index and its events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive import passages, store
from archive.events import EventType, log, log_signatures
from archive.extraction import NOTHING, Extracted, Run, extract
from archive.folder import Archive, now, transaction
from archive.lexica import BASIS, basis
from extractors import EXTRACTORS
from extractors.lexicon import BUILT_IN, Lexica
from ingest.document import Document
from ingest.errors import DocumentError
from ingest.intake import Received, Refused

UNKNOWN = "application/octet-stream"  # media type of what was refused before it was known what it is


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file at the archive's door; `original` is where its bytes are kept, once they are."""

    item: Received | Refused
    place: str
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: told to the user after it is safe.

    `error` is set where `what` is "failed", and where it is "destroyed": not taken in, since a decision destroyed it.
    """

    name: str
    what: Literal["kept", "known", "failed", "container", "renewed", "destroyed"]
    pages: int = 0
    error: DocumentError | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Writes to one archive, for a run that holds its lock."""

    archive: Archive
    db: sqlite3.Connection
    reader_version: int
    lexica: Lexica = BUILT_IN

    def is_news(self, arrival: Arrival) -> bool:
        """Whether these bytes are new, or were read by an older reader, or refused by an intake that now takes them."""
        row = self._row(arrival.item.sha256)
        if row is None or row["status"] == "container":
            return row is None
        if isinstance(arrival.item, Refused) or self._gallrad(arrival.item.sha256) is not None:
            return False
        refused_then = row["status"] == "failed" and row["media_type"] != arrival.item.media_type
        return refused_then or bool(row["reader_version"] != self.reader_version)

    def has_read(self, sha256: str) -> bool:
        """Whether these bytes have been read, or found unreadable, by this reader."""
        row = self._row(sha256)
        return row is not None and row["reader_version"] == self.reader_version

    def keep_original(self, arrival: Arrival) -> str | None:
        """The bytes into the archive, before anything is told of them; None where there are none to be had."""
        item = arrival.item
        if item.path is None or item.sha256 is None:
            return None
        return self.archive.keep_original(item.path, item.sha256)

    def settle(self, arrival: Arrival) -> Outcome:
        """An arrival that is not read: known already, a container, or refused."""
        item, row = arrival.item, self._row(arrival.item.sha256)
        if (gone := self._gallrad(item.sha256)) is not None:
            return Outcome(item.name, "destroyed", error=gone)
        if row is not None:
            self._note_place(row["id"], arrival)
            return _told_again(item, row)
        if isinstance(item, Received):
            with transaction(self.db):
                self._take_in(arrival, "container")
                log(self.db, EventType.UNPACKING, item.sha256, {"name": item.name})
            return Outcome(item.name, "container")
        if arrival.original:
            with transaction(self.db):
                self._take_in(arrival, "failed", item.error)
        else:
            self._note_refusal(arrival, item.error)
        return Outcome(item.name, "failed", error=item.error)

    def keep(self, arrival: Arrival, result: Document | DocumentError) -> Outcome:
        """A document that was read, or could not be."""
        name = arrival.item.name
        if isinstance(result, DocumentError):
            with transaction(self.db):
                self._keep_failure(arrival, result)
            return Outcome(name, "failed", error=result)
        with self.lexica.in_force():
            extracted = extract(result)
        with transaction(self.db):
            document_id = self._take_in(arrival, "kept")
            store.save_pages(self.db, document_id, result)
            sources = sorted({page.text_source.value for page in result.pages})
            detail = {"pages": len(result.pages), "text": sources, "reader": self.reader_version}
            log(self.db, EventType.TEXT_EXTRACTION, result.sha256, detail)
            log_signatures(self.db, result.sha256, result.electronic_signatures)
            self._keep_facts(document_id, result, extracted, NOTHING)
        return Outcome(name, "kept", pages=len(result.pages))

    def renew(self) -> Iterator[Outcome]:
        """Run newer extractors, and what depends on them, over the documents that older ones have been over.

        All of them where other word lists were in force.
        """
        for document_id in self._outdated():
            document = store.load_document(self.db, document_id)
            known = self._known(document_id, document)
            with self.lexica.in_force():
                extracted = extract(document, known)
            with transaction(self.db):
                self._keep_facts(document_id, document, extracted, known)
            yield Outcome(document.name, "renewed", pages=len(document.pages))

    def _known(self, document_id: int, document: Document) -> Extracted:
        """What older extractors found with the words now in force."""
        runs = self._runs(document_id)
        if not any((run.extractor, run.version) == (BASIS, basis(self.lexica)) for run in runs):
            return NOTHING
        facts = store.load_facts(self.db, document_id, document)
        return Extracted(facts, runs, tuple(store.finders(self.db, document_id)))

    def _outdated(self) -> list[int]:
        current = [f"{e.name} {e.version}" for e in EXTRACTORS]
        current += [f"{passages.INDEX} {passages.INDEX_VERSION}", f"{BASIS} {basis(self.lexica)}"]
        marks = ", ".join("?" * len(current))
        rows = self.db.execute(
            f"""SELECT document FROM extraction GROUP BY document
                HAVING count(*) != ? OR sum(extractor || ' ' || version IN ({marks})) != ?""",
            (len(current), *current, len(current)),
        )
        return [row["document"] for row in rows]

    def _runs(self, document_id: int) -> tuple[Run, ...]:
        rows = self.db.execute("SELECT * FROM extraction WHERE document = ?", (document_id,))
        return tuple(Run(r["extractor"], r["version"], r["status"] == "failed", r["found"], r["message"]) for r in rows)

    def _keep_facts(self, document_id: int, document: Document, extracted: Extracted, known: Extracted) -> None:
        store.save_facts(self.db, document_id, extracted.facts, extracted.found_by)
        indexed = passages.index(self.db, document_id, document, extracted.facts)
        index = Run(passages.INDEX, passages.INDEX_VERSION, found=indexed)
        runs = (*extracted.runs, index, Run(BASIS, basis(self.lexica)))
        self.db.execute("DELETE FROM extraction WHERE document = ?", (document_id,))
        self.db.executemany(
            "INSERT INTO extraction VALUES (?, ?, ?, ?, ?, ?)",
            [(document_id, r.extractor, r.version, "failed" if r.failed else "ran", r.found, r.message) for r in runs],
        )
        new = {run.extractor: run.version for run in runs if run not in known.runs}
        failed = {run.extractor: run.message for run in runs if run.failed}
        detail = {"ran": new, "failed": failed}
        log(self.db, EventType.METADATA_EXTRACTION, document.sha256, detail, failed=bool(failed))

    def _take_in(self, arrival: Arrival, status: str, error: DocumentError | None = None) -> int:
        """The document's row, new or written over, with its place; what was done to get it is logged."""
        item = arrival.item
        media_type = item.media_type if isinstance(item, Received) else UNKNOWN
        told = (error.code, error.message, error.advice) if error else (None, None, None)
        row = self._row(item.sha256)
        if row is None:
            document_id = self._insert(arrival, media_type, status, told)
        else:
            document_id = int(row["id"])
            self.db.execute(
                """UPDATE document SET media_type = ?, status = ?, reader_version = ?,
                   error_code = ?, error_message = ?, error_advice = ? WHERE id = ?""",
                (media_type, status, self.reader_version, *told, document_id),
            )
        self._place(document_id, arrival)
        identified = {"media_type": media_type} if isinstance(item, Received) else {"error": str(error)}
        log(self.db, EventType.FORMAT_IDENTIFICATION, item.sha256, identified, failed=isinstance(item, Refused))
        return document_id

    def _insert(self, arrival: Arrival, media_type: str, status: str, told: tuple[str | None, ...]) -> int:
        item, original = arrival.item, arrival.original
        assert original is not None, "an original is kept before its row is"
        size = (self.archive.root / original).stat().st_size
        log(self.db, EventType.MESSAGE_DIGEST_CALCULATION, item.sha256, {"algorithm": "SHA-256", "size": size})
        cursor = self.db.execute(
            """INSERT INTO document (sha256, name, media_type, size, original, part_of, status, reader_version,
               error_code, error_message, error_advice) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (item.sha256, item.name, media_type, size, original, item.part_of, status, self.reader_version, *told),
        )
        return int(cursor.lastrowid or 0)

    def _keep_failure(self, arrival: Arrival, error: DocumentError) -> None:
        row = self._row(arrival.item.sha256)
        if row is not None and row["status"] == "kept":
            # what an older reader could read is worth more than a newer one's refusal
            query = "UPDATE document SET reader_version = ? WHERE id = ?"
            self.db.execute(query, (self.reader_version, row["id"]))
        else:
            self._take_in(arrival, "failed", error)
        detail = {"code": error.code, "message": error.message, "reader": self.reader_version}
        log(self.db, EventType.TEXT_EXTRACTION, arrival.item.sha256, detail, failed=True)

    def _note_place(self, document_id: int, arrival: Arrival) -> None:
        """Another place of bytes that are known; nothing is written where the place is known too."""
        query = "SELECT 1 FROM source WHERE document = ? AND place = ?"
        if self.db.execute(query, (document_id, arrival.place)).fetchone() is None:
            with transaction(self.db):
                self._place(document_id, arrival)

    def _place(self, document_id: int, arrival: Arrival) -> None:
        name, place = arrival.item.name, arrival.place
        new = self.db.execute("INSERT OR IGNORE INTO source VALUES (?, ?, ?, ?)", (document_id, place, name, now()))
        self.db.execute("DELETE FROM refusal WHERE place = ?", (place,))
        if new.rowcount:
            log(self.db, EventType.ACCESSION, arrival.item.sha256, {"name": name, "place": place})

    def _note_refusal(self, arrival: Arrival, error: DocumentError) -> None:
        """Something whose bytes could not be had; nothing is written where the same was told before."""
        told = (arrival.place, arrival.item.name, error.code, error.message, error.advice)
        before = self.db.execute("SELECT * FROM refusal WHERE place = ?", (arrival.place,)).fetchone()
        if before is None or tuple(before) != told:
            with transaction(self.db):
                self.db.execute("INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?, ?)", told)
                detail = {"place": arrival.place, "code": error.code, "message": error.message}
                log(self.db, EventType.ACCESSION, None, detail, failed=True)

    def _gallrad(self, sha256: str | None) -> DocumentError | None:
        """What is told of bytes that were destroyed by decision: they are not taken in again."""
        row = self.db.execute("SELECT * FROM gallrad WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            return None
        return DocumentError(
            f"Handlingen förstördes {row['at'][:10]} enligt gallringsbeslut {row['decision']} och tas inte in igen.",
            "Förstör även filen på platsen den låg på, om beslutet gäller den.",
        )

    def _row(self, sha256: str | None) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.db.execute("SELECT * FROM document WHERE sha256 = ?", (sha256,)).fetchone()
        return row


def _told_again(item: Received | Refused, row: sqlite3.Row) -> Outcome:
    if row["status"] == "failed":
        return Outcome(item.name, "failed", error=DocumentError(row["error_message"], row["error_advice"]))
    return Outcome(item.name, "container" if row["status"] == "container" else "known")
