"""What is under sekretess: a document, a page or a § of it, marked with law, day and authority (OSL 2009:400).

The archive is delivered whole and unmasked; the marks go with it, so that the receiver can try each request.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass

from archive.events import EventType, log
from archive.folder import transaction
from archive.handover.holdings import is_day, tidy
from archive.handover.inventory import Restriction
from archive.handover.personal_data import personal_numbers
from ingest.errors import UsageError

_LAW = re.compile(r"\w.*\d")  # a law's name and a number: "OSL 26 kap. 1 §"
_MARKED = """SELECT r.*, d.name, d.title FROM restriction r LEFT JOIN document d ON d.sha256 = r.sha256
    ORDER BY d.date IS NULL, d.date, d.name, r.page, r.id"""
_PERSONS = """SELECT d.id, d.sha256, d.name, coalesce(d.title, d.name) AS title, d.date,
    (SELECT count(DISTINCT name) FROM mention m WHERE m.document = d.id AND m.kind = 'person') AS persons
    FROM document d ORDER BY d.date IS NULL, d.date, d.name"""


@dataclass(frozen=True)
class Marked:
    """A restriction, its number in the list, and the document it is on."""

    number: int
    sha256: str
    name: str
    restriction: Restriction

    @property
    def place(self) -> str:
        """Where in the document: "sida 2", "§ 14", or "hela handlingen"."""
        if self.restriction.page is not None:
            return f"sida {self.restriction.page}"
        return f"§ {self.restriction.paragraf}" if self.restriction.paragraf else "hela handlingen"


@dataclass(frozen=True)
class PersonalData:
    """A document that names persons or holds personal identity numbers; `pages` are those with such numbers."""

    sha256: str
    name: str
    title: str
    date: str | None
    persons: int
    numbers: int
    pages: tuple[int, ...]


def marked(db: sqlite3.Connection) -> list[Marked]:
    """Every restriction, in the order of the documents' dates."""
    return [
        Marked(
            row["id"], row["sha256"], row["title"] or row["name"] or row["sha256"],
            Restriction(row["page"], row["paragraf"], row["law"], row["decided"], row["authority"], row["note"]),
        )
        for row in db.execute(_MARKED)
    ]  # fmt: skip


def checked(
    db: sqlite3.Connection, document: sqlite3.Row, page: int | None, paragraf: str | None, law: str, decided: str,
    authority: str, note: str,
) -> Restriction:  # fmt: skip
    """The restriction that is meant. Raises UsageError where something is missing or the document has no such place."""
    law, authority, note = tidy(law), tidy(authority), tidy(note)
    if not _LAW.search(law):
        raise UsageError(f"”{law}” är inget lagrum.", 'Skriv lag, kapitel och paragraf: "OSL 26 kap. 1 §".')
    if not is_day(decided):
        raise UsageError(f"”{decided}” är ingen dag i kalendern.", "Skriv beslutets dag som 2031-05-27.")
    if not authority:
        raise UsageError("Den myndighet som har gjort bedömningen saknas.", "Ange --myndighet.")
    if page is not None and not _has(db, "page", "number", document, page):
        raise UsageError(f"{document['name']} har ingen sida {page}.", "Kontrollera sidan, eller märk hela handlingen.")
    if paragraf is not None:
        number = re.sub(r"[§\s]", "", paragraf)
        if not _has(db, "paragraf", "number", document, number):
            raise UsageError(f"{document['name']} har ingen § {number}.", "Kontrollera den, eller märk en sida.")
        paragraf = number
    return Restriction(page, paragraf, law, decided, authority, note)


def mark(db: sqlite3.Connection, sha256: str, restriction: Restriction, by: str) -> bool:
    """Keep a restriction with its event; False where the same place and law were marked already."""
    place = (sha256, restriction.page, restriction.paragraf, restriction.law)
    with transaction(db):
        # IS, not the table's UNIQUE: to SQLite one NULL is never another
        known = db.execute(
            "SELECT 1 FROM restriction WHERE sha256 = ? AND page IS ? AND paragraf IS ? AND law = ?", place
        )
        if known.fetchone():
            return False
        db.execute(
            """INSERT INTO restriction (sha256, page, paragraf, law, decided, authority, note)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (*place, restriction.decided, restriction.authority, restriction.note),
        )
        log(db, EventType.METADATA_MODIFICATION, sha256, {**_told(restriction), "by": by})
    return True


def unmark(db: sqlite3.Connection, number: int, by: str) -> Marked:
    """Take a restriction away. Raises UsageError where the list has no such number."""
    found = next((each for each in marked(db) if each.number == number), None)
    if found is None:
        raise UsageError(f"Det finns ingen sekretessmarkering {number}.", "Se listan: slutarkiv sekretess ARKIV")
    with transaction(db):
        db.execute("DELETE FROM restriction WHERE id = ?", (number,))
        detail = {**_told(found.restriction), "by": by, "removed": True}
        log(db, EventType.METADATA_MODIFICATION, found.sha256, detail)
    return found


def personal_data(db: sqlite3.Connection) -> list[PersonalData]:
    """Every document that holds personal data as far as reading can tell: persons it names, identity numbers."""
    numbers: Counter[int] = Counter()
    pages: dict[int, set[int]] = {}
    for number in personal_numbers(db):
        numbers[number.document] += 1
        pages.setdefault(number.document, set()).add(number.page)
    return [
        PersonalData(
            row["sha256"], row["name"], row["title"], row["date"], row["persons"], numbers[row["id"]],
            tuple(sorted(pages.get(row["id"], ()))),
        )
        for row in db.execute(_PERSONS).fetchall()
        if row["persons"] or numbers[row["id"]]
    ]  # fmt: skip


def _has(db: sqlite3.Connection, table: str, column: str, document: sqlite3.Row, value: int | str) -> bool:
    query = f"SELECT 1 FROM {table} WHERE document = ? AND lower({column}) = lower(?)"
    return db.execute(query, (document["id"], value)).fetchone() is not None


def _told(restriction: Restriction) -> dict[str, object]:
    return {"about": "sekretess", "law": restriction.law, "page": restriction.page, "paragraf": restriction.paragraf}
