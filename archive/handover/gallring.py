"""Destroying records after a decision (gallring, arkivlagen 10 §): what is due, what stands in the way, and the deed.

Only a document that a person has decided on, with a decision, its date and a term, whose day has come and that nothing
holds back, is destroyed, and only by `destroy`. What goes: the original, its copies, its pages, its facts, its words in
the index. What stays: its row with title, kind and date, its dnr, the places it came from, its holding, every event.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from archive import store
from archive.events import EventType, log
from archive.folder import Archive, now, transaction
from archive.handover.holdings import DECIDED, WEEDED, is_day
from ingest import media

_WEEDED = f"""SELECT d.id, d.sha256, d.name, d.title, h.decision, h.decided, h.term, h.due, h.hold, h.status
    FROM holding h JOIN document d ON d.sha256 = h.sha256
    WHERE h.gallring = '{WEEDED}' AND d.sha256 NOT IN (SELECT sha256 FROM gallrad)"""
_LIVE_CONTAINER = f"""SELECT d.sha256, d.name FROM source s JOIN document d ON d.id = s.document
    WHERE s.name = ? AND d.media_type IN ('{"', '".join(media.CONTAINERS)}')
    AND d.sha256 NOT IN (SELECT sha256 FROM gallrad)"""


@dataclass(frozen=True)
class Weeded:
    """A document that is to be destroyed some day. `hindrance` says why not today, None where it may be."""

    document: int
    sha256: str
    name: str
    title: str
    decision: str
    decided: str
    term: int | None
    due: str
    hindrance: str | None


@dataclass(frozen=True)
class Destroyed:
    """What was destroyed; the containers in the archive that still hold its bytes, and what came in it and stays."""

    name: str
    sha256: str
    still_in: tuple[str, ...]
    parts: tuple[str, ...]


def weeded(db: sqlite3.Connection, today: str) -> list[Weeded]:
    """Everything that is to be destroyed and has not been, by its day."""
    return [_weeded(row, today) for row in db.execute(f"{_WEEDED} ORDER BY h.due, d.name").fetchall()]


def destroy(archive: Archive, db: sqlite3.Connection, chosen: Iterable[Weeded], today: str, by: str) -> list[Destroyed]:
    """Destroy documents that nothing hinders; what was done is on the disk when this returns.

    Each in a transaction of its own, its files after it: stopped halfway, `remove_leftovers` takes what is left.
    One that something hinders, or has come to hinder since it was chosen, is left alone. The caller holds the
    archive's lock: a run that reads the document anew must not bring it back.
    """
    done: list[Destroyed] = []
    lemmas: set[str] = set()
    try:
        for document in chosen:
            with transaction(db):
                # asked again under the lock: a stop may have been set since the list was made
                row = db.execute(f"{_WEEDED} AND d.sha256 = ?", (document.sha256,)).fetchone()
                if row is None or (current := _weeded(row, today)).hindrance:
                    continue
                lemmas |= _lemmas(db, "document = ?", current.document)
                _forget(db, current, by)
            done.append(Destroyed(current.name, current.sha256, _still_in(db, current), _parts(db, current)))
            remove_leftovers(archive, db, current.sha256)
    finally:
        if done:
            clean(db, lemmas)
    return done


def remove_leftovers(archive: Archive, db: sqlite3.Connection, only: str | None = None) -> int:
    """Delete files of what has been destroyed, or of one such document; how many there still were."""
    removed = 0
    rows = db.execute(
        """SELECT g.sha256, d.original FROM gallrad g JOIN document d ON d.sha256 = g.sha256
           WHERE ?1 IS NULL OR g.sha256 = ?1""",
        (only,),
    )
    for row in rows.fetchall():
        sha256 = row["sha256"]
        files = [archive.root / row["original"]]
        for folder in ("rendition", "sidor"):
            files += (archive.root / folder / sha256[:2]).glob(f"{sha256}*")
        for file in files:
            if file.is_file():
                file.unlink()
                removed += 1
        shutil.rmtree(archive.pages_under_way / sha256, ignore_errors=True)
    return removed


def _weeded(row: sqlite3.Row, today: str) -> Weeded:
    needs = (
        (row["decision"], "gallringsbeslut saknas"),
        (is_day(row["decided"] or ""), "beslutets datum saknas"),
        (row["term"] is not None, "gallringsfrist saknas"),
        (is_day(row["due"] or ""), "gallringsdag saknas"),
        (row["status"] == DECIDED, "klassningen är inte beslutad"),
        (not row["hold"], f"gallringsstopp: {row['hold']}"),
        ((row["due"] or "") <= today, f"får gallras först {row['due']}"),
    )
    hindrance = next((message for holds, message in needs if not holds), None)
    return Weeded(
        row["id"], row["sha256"], row["name"], row["title"] or row["name"], row["decision"] or "",
        row["decided"] or "", row["term"], row["due"] or "", hindrance,
    )  # fmt: skip


def _forget(db: sqlite3.Connection, document: Weeded, by: str) -> None:
    """The rows of a document's text and facts; the caller holds the transaction."""
    store.forget(db, document.document)
    db.execute("DELETE FROM passage WHERE document = ?", (document.document,))
    db.execute("DELETE FROM extraction WHERE document = ?", (document.document,))
    db.execute("DELETE FROM rendition WHERE sha256 = ?", (document.sha256,))
    db.execute("INSERT INTO gallrad VALUES (?, ?, ?, ?)", (document.sha256, now(), document.decision, by))
    detail = {
        "decision": document.decision, "decided": document.decided, "term": document.term, "due": document.due,
        "by": by, "name": document.name,
    }  # fmt: skip
    log(db, EventType.DELETION, document.sha256, detail)


def _still_in(db: sqlite3.Connection, document: Weeded) -> tuple[str, ...]:
    """The containers in the archive that these bytes came in: they hold them still."""
    found: dict[str, str] = {}
    for row in db.execute("SELECT name FROM source WHERE document = ?", (document.document,)).fetchall():
        parts = row["name"].split("/")
        for length in range(1, len(parts)):
            around = db.execute(_LIVE_CONTAINER, ("/".join(parts[:length]),)).fetchall()
            found |= {container["sha256"]: container["name"] for container in around}
    return tuple(sorted(found.values()))


def _parts(db: sqlite3.Connection, document: Weeded) -> tuple[str, ...]:
    rows = db.execute(
        "SELECT name FROM document WHERE part_of = ? AND sha256 NOT IN (SELECT sha256 FROM gallrad) ORDER BY name",
        (document.sha256,),
    )
    return tuple(row["name"] for row in rows)


def _lemmas(db: sqlite3.Connection, which: str, *values: int) -> set[str]:
    rows = db.execute(f"SELECT heading_words, words FROM passage WHERE {which}", values)
    return {lemma for row in rows for column in row for lemma in column.split()}


def clean(db: sqlite3.Connection, lemmas: set[str]) -> None:
    """Take the destroyed words out of the index and the file itself: SQLite only lets go of what is deleted.

    lemmas: the words that the destroyed passages were indexed by, as far as they are known.
    """
    for row in db.execute("SELECT heading_words, words FROM passage"):
        if not lemmas:
            break
        lemmas.difference_update(*(column.split() for column in row))
    forms = [row["form"] for row in db.execute("SELECT form, lemma FROM word_form") if row["lemma"].lower() in lemmas]
    with transaction(db):
        db.executemany("DELETE FROM word_form WHERE form = ?", [(form,) for form in forms])
        for index in ("passage_text", "passage_word"):
            db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
