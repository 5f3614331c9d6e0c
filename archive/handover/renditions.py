"""Every kept document as PDF/A, made once for its bytes, its reading and its maker, and checked by veraPDF.

    rendition/ab/<sha256>-<12 digits of the maker's hash>-<flavour>.pdf

A row is written for each document, also where there is no PDF/A of it: then it says why. What veraPDF refuses is not
kept; what it has not looked at is never called "godkänd". One document is one transaction, so a stopped run goes on
where it was.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from archive.events import EventType, log
from archive.folder import Archive, transaction
from archive.handover import office
from archive.handover.drafts import Workshop
from archive.handover.inventory import Rendition
from archive.handover.verapdf import PASSED, UNCHECKED, Checker, Verdict
from archive.store import load_document
from ingest import media
from ingest.document import Document
from ingest.errors import DocumentError
from ingest.settings import Settings

Told = Callable[[str, Rendition], None]

_FORM = 1  # raise it when PDF/A comes out otherwise of the same document
_DRAFTS = ".pdfa-"
_CHECKED_BY = "; veraPDF "
_OFFICE = (media.DOCX, media.ODT, media.XLSX)
_KEPT = """SELECT id, sha256, name, original, media_type, reader_version FROM document d WHERE status = 'kept'
  AND NOT EXISTS (SELECT 1 FROM gallrad g WHERE g.sha256 = d.sha256) ORDER BY id"""
_NO_WAY = "Det finns inget sätt att göra PDF/A av filen."


def make_all(archive: Archive, db: sqlite3.Connection, flavour: str, settings: Settings, told: Told) -> None:
    """Make what is missing of one flavour ("2u", "2b" or "1b"); `told` hears of each document that was worked on.

    The caller holds the archive's lock.
    """
    with ExitStack() as stack:
        checker = stack.enter_context(Checker())
        maker = _Maker(checker, office.available(), settings.ocr_dpi)
        rows = [row for row in db.execute(_KEPT).fetchall() if not maker.has_made(archive, db, row, flavour)]
        if not rows:
            return
        folder = archive.root / "rendition"
        folder.mkdir(exist_ok=True)
        for left in folder.glob(f"{_DRAFTS}*"):  # by a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        # in the archive's folder, so that what is done is only renamed
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder, prefix=_DRAFTS)))
        is_office = any(office.reads(row["media_type"]) for row in rows)
        libreoffice = stack.enter_context(office.Office()) if is_office else None
        workshop = Workshop(place, flavour, settings.ocr_dpi, libreoffice, checker.version is not None)
        for row in rows:
            document = load_document(db, row["id"])
            rendition, verdict = _make(
                archive, workshop, checker, document, archive.root / row["original"], maker.of(row)
            )
            _keep(archive, db, row["sha256"], rendition, verdict, checker.version)
            told(row["name"], rendition)


class _Maker:
    """What makes and checks renditions on this machine: its name tells when one has to be made anew."""

    def __init__(self, checker: Checker, libreoffice: str | None, dpi: int) -> None:
        self._checker, self._libreoffice, self._dpi = checker, libreoffice, dpi

    def of(self, row: sqlite3.Row) -> str:
        """The maker's name for a document."""
        return self._made_by(row) + (f"{_CHECKED_BY}{self._checker.version}" if self._checker.version else "")

    def has_made(self, archive: Archive, db: sqlite3.Connection, row: sqlite3.Row, flavour: str) -> bool:
        """Whether the document's row needs nothing that this machine could do better."""
        had = db.execute(
            "SELECT * FROM rendition WHERE sha256 = ? AND flavour = ?", (row["sha256"], flavour)
        ).fetchone()
        if had is None or (had["path"] is not None and not (archive.root / had["path"]).is_file()):
            return False
        made_by, _, checked_by = had["maker"].partition(_CHECKED_BY)
        if "LibreOffice" in made_by and not self._libreoffice and had["path"] is not None:
            made_by = made_by.split("; LibreOffice")[0] + f"; {_tools('weasyprint')}"
        # Java is started to ask only where a row was never checked
        return bool(made_by == self._made_by(row) and (checked_by or self._checker.version is None))

    def _made_by(self, row: sqlite3.Row) -> str:
        reading = f"slutarkiv form {_FORM}; läsning {row['reader_version']}; "
        kind = row["media_type"]
        if kind == media.PDF or kind in media.PICTURES:
            return f"{reading}{_tools('pikepdf', 'pypdfium2')}; {self._dpi} dpi"
        if kind in _OFFICE and self._libreoffice:
            return f"{reading}LibreOffice {self._libreoffice}; {_tools('weasyprint')}"
        return reading + _tools("weasyprint")


def _tools(*names: str) -> str:
    return "; ".join(f"{name} {version(name)}" for name in names)


def _make(
    archive: Archive, workshop: Workshop, checker: Checker, document: Document, original: Path, maker: str
) -> tuple[Rendition, Verdict]:
    """The first draft that holds; where veraPDF cannot look, the first draft; else why there is none."""
    flavour = workshop.flavour
    errors: list[str] = []
    refusals: list[str] = []
    refused = Verdict(UNCHECKED)
    for draft in workshop.drafts(original, document):
        if isinstance(draft, DocumentError):
            errors.append(draft.message)
            continue
        verdict = checker.check(draft.path, flavour)
        if verdict.outcome not in (PASSED, UNCHECKED):
            refused = verdict
            refusals.append(verdict.message)
            continue
        data = draft.path.read_bytes()
        notes = (*draft.notes, *errors, *([verdict.message] if verdict.message else []))
        digest = hashlib.sha256(data).hexdigest()
        path = _path(document.sha256, maker, flavour)
        (archive.root / path).parent.mkdir(parents=True, exist_ok=True)
        draft.path.replace(archive.root / path)
        made = Rendition(flavour, maker, draft.method, path, digest, len(data), verdict.outcome, " ".join(notes))
        return made, verdict
    message = " ".join(errors + refusals) or _NO_WAY
    return Rendition(flavour, maker, "", None, None, None, refused.outcome, message), refused


def _path(sha256: str, maker: str, flavour: str) -> str:
    return f"rendition/{sha256[:2]}/{sha256}-{hashlib.sha256(maker.encode()).hexdigest()[:12]}-{flavour}.pdf"


def _keep(
    archive: Archive, db: sqlite3.Connection, sha256: str, made: Rendition, verdict: Verdict, verapdf: str | None
) -> None:
    """The row and its events; an older rendition of the flavour goes."""
    had = db.execute("SELECT path FROM rendition WHERE sha256 = ? AND flavour = ?", (sha256, made.flavour)).fetchone()
    told = {"flavour": made.flavour, "maker": made.maker, "method": made.method, "digest": made.digest}
    with transaction(db):
        db.execute(
            """INSERT OR REPLACE INTO rendition (sha256, flavour, maker, method, path, digest, size, verdict, message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                sha256,
                made.flavour,
                made.maker,
                made.method,
                made.path,
                made.digest,
                made.size,
                made.verdict,
                made.message,
            ),
        )
        log(db, EventType.NORMALIZATION, sha256, {**told, "message": made.message}, failed=made.path is None)
        if verdict.outcome != UNCHECKED:
            detail = {"flavour": made.flavour, "tool": f"veraPDF {verapdf}", "clauses": list(verdict.clauses)}
            log(db, EventType.VALIDATION, sha256, {**detail, "digest": made.digest}, failed=verdict.outcome != PASSED)
    if had is not None and had["path"] not in (None, made.path):
        (archive.root / had["path"]).unlink(missing_ok=True)
