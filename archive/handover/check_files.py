"""Checks of the files: originals, what could not be read or taken in, attachments, renditions."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

from archive.fixity import damaged
from archive.handover.check import ERROR, WARNING, Checked, CheckFinding, CheckItem, documents, number_of
from archive.handover.holdings import DECIDED
from ingest import media
from ingest.errors import DocumentError

_UNREAD = """SELECT d.sha256, d.name, d.error_message, h.status AS decided FROM document d
    LEFT JOIN holding h ON h.sha256 = d.sha256
    WHERE d.status = 'failed' AND NOT EXISTS (SELECT 1 FROM gallrad g WHERE g.sha256 = d.sha256) ORDER BY d.name"""
_MAILS = f"""SELECT sha256, name, original, media_type FROM document d
    WHERE media_type IN ('{media.EML}', '{media.MSG}') AND status = 'kept'
    AND NOT EXISTS (SELECT 1 FROM gallrad g WHERE g.sha256 = d.sha256) ORDER BY name"""
_POOR = """SELECT d.sha256, d.name, p.number, p.quality FROM page p JOIN document d ON d.id = p.document
    WHERE p.quality < ? ORDER BY d.name, p.number"""
_READABLE = 0.6  # below this a page's text cannot be trusted; the pages in the browser say the same
_RENDITIONS = """SELECT d.sha256, d.name, r.path, r.verdict, r.message FROM document d
    LEFT JOIN rendition r ON r.sha256 = d.sha256 AND r.flavour = '2u'
    WHERE d.status = 'kept' AND NOT EXISTS (SELECT 1 FROM gallrad g WHERE g.sha256 = d.sha256) ORDER BY d.name"""


def originals(looked_at: Checked) -> Iterator[CheckFinding]:
    """Every original is there and has its digest."""
    found = list(damaged(looked_at.archive, looked_at.db, digests=looked_at.digests))
    restore = "Återställ originalet från en säkerhetskopia; slutarkiv verify ARKIV talar om när det är rätt."
    kinds = (
        ("original-saknas", "saknar sitt original", restore),
        ("original-ändrat", "har ett ändrat original", restore),
        ("original-kvar", "är gallrade men ligger kvar som fil", "Kör om gallringen: slutarkiv gallra ARKIV --forstor"),
    )
    for code, message, advice in kinds:
        items = tuple(CheckItem(fault.name, fault.sha256, note=fault.original) for fault in found if fault.code == code)
        if items:
            yield CheckFinding(ERROR, code, f"{documents(len(items))} {message}.", advice, items)


def unread(looked_at: Checked) -> Iterator[CheckFinding]:
    """What could not be read; once a person has decided where it belongs, it is delivered as it is."""
    rows = looked_at.db.execute(_UNREAD).fetchall()
    items = {row: CheckItem(row["name"], row["sha256"], note=row["error_message"]) for row in rows}
    still_open = tuple(item for row, item in items.items() if row["decided"] != DECIDED)
    if still_open:
        yield CheckFinding(
            ERROR, "oläst", f"{number_of(len(still_open), 'fil', 'filer')} kunde inte läsas, och ingen har avgjort vad "
            "som ska hända.", "Lägg in en läsbar kopia, eller ge filen klass och serie: då lämnas den över som den är.",
            still_open,
        )  # fmt: skip
    decided = tuple(item for row, item in items.items() if row["decided"] == DECIDED)
    if decided:
        yield CheckFinding(
            WARNING, "oläst-överlämnas", f"{number_of(len(decided), 'fil', 'filer')} kunde inte läsas och lämnas över "
            "som de är.", "Tala om det för arkivet som tar emot.", decided,
        )  # fmt: skip


def refused(looked_at: Checked) -> Iterator[CheckFinding]:
    """Files whose bytes could never be had."""
    rows = looked_at.db.execute("SELECT * FROM refusal ORDER BY place").fetchall()
    if rows:
        items = tuple(CheckItem(row["name"], note=row["error_message"]) for row in rows)
        yield CheckFinding(
            WARNING, "ej-mottagen", f"{number_of(len(rows), 'fil', 'filer')} kunde inte tas emot alls.",
            "Skaffa filerna på annat sätt och lägg in dem. Det som inte går redovisas som saknat i leveransen.", items,
        )  # fmt: skip


def attachments(looked_at: Checked) -> Iterator[CheckFinding]:
    """What an e-mail says it carries is in the archive."""
    missing: list[CheckItem] = []
    for row in looked_at.db.execute(_MAILS).fetchall():
        missing += _missing_from(looked_at, row)
    if missing:
        yield CheckFinding(
            WARNING, "bilaga-saknas", f"{number_of(len(missing), 'bilaga', 'bilagor')} i e-post finns inte i arkivet.",
            "Lägg in e-postmeddelandet igen med slutarkiv add, eller skaffa bilagan och lägg in den för sig.",
            tuple(missing),
        )  # fmt: skip


def poor_pages(looked_at: Checked) -> Iterator[CheckFinding]:
    """Pages whose text cannot be trusted: they may not be found in a search."""
    rows = looked_at.db.execute(_POOR, (_READABLE,)).fetchall()
    if rows:
        items = tuple(
            CheckItem(
                row["name"], row["sha256"], row["number"], f"tillförlitlighet {round(row['quality'] * 100)} av 100"
            )
            for row in rows
        )
        yield CheckFinding(
            WARNING, "svårläst", f"{number_of(len(rows), 'sida', 'sidor')} är svårlästa.",
            "Skanna om dem om det går, och lägg in den nya filen bredvid den gamla.", items,
        )  # fmt: skip


def renditions(looked_at: Checked) -> Iterator[CheckFinding]:
    """Every document has an archival copy (PDF/A) that holds; nothing is said before any has been made."""
    if not looked_at.db.execute("SELECT 1 FROM rendition LIMIT 1").fetchone():
        return
    rows = looked_at.db.execute(_RENDITIONS).fetchall()
    kinds = (
        ("rendition-saknas", "saknar arkivkopia i PDF/A", lambda row: row["path"] is None),
        ("rendition-underkänd", "har en arkivkopia som inte håller måttet för PDF/A",
         lambda row: row["path"] is not None and row["verdict"] == "underkänd"),
    )  # fmt: skip
    for code, message, is_one in kinds:
        items = tuple(CheckItem(row["name"], row["sha256"], note=row["message"] or "") for row in rows if is_one(row))
        if items:
            yield CheckFinding(
                WARNING, code, f"{documents(len(items))} {message}.",
                "Originalet lämnas över oförändrat. Fråga arkivet om det räcker, eller spara om handlingen som PDF.",
                items,
            )  # fmt: skip


def _missing_from(looked_at: Checked, row: sqlite3.Row) -> Iterator[CheckItem]:
    # imported here: most archives hold no e-mail
    from ingest.mail import parse_mail

    try:
        told = parse_mail(looked_at.archive.root / row["original"], row["media_type"]).attachments
    except (DocumentError, OSError):
        return  # `originals` tells of it
    for attachment in told:
        digest = hashlib.sha256(attachment.content).hexdigest()
        if not looked_at.db.execute("SELECT 1 FROM document WHERE sha256 = ?", (digest,)).fetchone():
            yield CheckItem(f"{row['name']}/{attachment.name}", row["sha256"])


CHECKS = (originals, unread, refused, attachments, renditions, poor_pages)
