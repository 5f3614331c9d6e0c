"""The copy of the archive's database in the package: does it open, does its log hold, what does it say was there?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.events import broken_links
from archive.handover import layout
from archive.handover.body import Body, load_body
from archive.handover.inventory import Holding
from archive.handover.verifier.opening import READ_ERRORS, Package
from archive.handover.verifier.report import Remark

NAME = str(layout.OTHER / "arkiv.db")
_TABLES = (
    "archive_info", "document", "event", "body", "holding", "gallrad", "refusal", "restriction",
    "paragraf", "finding",
)  # fmt: skip
_DOCUMENTS = """SELECT d.id, d.sha256, d.name, d.status, d.error_message, d.kind, d.date, d.organisation, d.org_number,
    h.klass, h.series, h.gallring, h.ground, h.decision, h.decided, h.term, h.due, h.hold, h.status AS holding_status,
    g.at AS destroyed, g.decision AS destroyed_by
    FROM document d LEFT JOIN holding h ON h.sha256 = d.sha256 LEFT JOIN gallrad g ON g.sha256 = d.sha256
    ORDER BY d.id"""
_NUMBERS = "SELECT document, number, label FROM paragraf ORDER BY document, position"
_RESTRICTIONS = """SELECT r.law, r.decided, r.authority, d.name FROM restriction r
    LEFT JOIN document d ON d.sha256 = r.sha256 ORDER BY r.id"""
_FINDINGS = """SELECT f.document, f.code, f.severity, f.message FROM finding f ORDER BY f.document, f.position"""


@dataclass(frozen=True, slots=True)
class Documented:
    """A document as the archive's database has it. `destroyed` is the moment, None where its bytes were kept."""

    id: int
    sha256: str
    name: str
    status: str
    error: str
    kind: str
    date: str
    organisation: str
    org_number: str
    holding: Holding
    destroyed: str | None
    destroyed_by: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the archive's: the id of its document, its code, severity and message."""

    document: int
    code: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Restricted:
    """A mark of sekretess: law section, day and authority of the decision, the document's name; "" for what is not."""

    law: str
    decided: str
    authority: str
    name: str


@dataclass(frozen=True)
class Database:
    """What the copy tells. `documents` by SHA-256; `numbers`: document → the numbers of its §§ in their order."""

    body: Body
    documents: dict[str, Documented]
    missing: int
    numbers: dict[int, list[tuple[str | None, str]]]
    findings: list[Found]
    restrictions: list[Restricted]
    broken_events: list[int]
    events: int
    signatures: int


def read(package: Package, workdir: Path) -> Database | Remark:
    """The copy, or why it tells nothing. Nothing in it is believed before it has been read."""
    if NAME not in package.sizes:
        return Remark("databas", NAME, "kopian av arkivets databas saknas.")
    try:
        with _opened(package.local(NAME, workdir)) as db:
            return _read(db)
    except (sqlite3.Error, *READ_ERRORS, TypeError, KeyError, IndexError) as error:
        return Remark("databas", NAME, f"kopian av arkivets databas kan inte läsas ({error}).")


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    # immutable: nothing is written beside it, whatever it says of a log of its own
    db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        db.row_factory = sqlite3.Row
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
            db.execute(f"PRAGMA {pragma}")
        yield db
    finally:
        db.close()


def _read(db: sqlite3.Connection) -> Database:
    tables = {row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if lacking := [name for name in _TABLES if name not in tables]:
        raise ValueError(f"tabeller saknas: {', '.join(lacking)}")
    if (told := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise ValueError(str(told))
    numbers: dict[int, list[tuple[str | None, str]]] = {}
    for row in db.execute(_NUMBERS):
        numbers.setdefault(row["document"], []).append((row["label"], row["number"]))
    return Database(
        body=load_body(db),
        documents={row["sha256"]: _documented(row) for row in db.execute(_DOCUMENTS)},
        missing=db.execute("SELECT count(*) FROM refusal").fetchone()[0],
        numbers=numbers,
        findings=[Found(*row) for row in db.execute(_FINDINGS)],
        restrictions=[Restricted(*(value or "" for value in row)) for row in db.execute(_RESTRICTIONS)],
        broken_events=list(broken_links(db)),
        events=db.execute("SELECT count(*) FROM event").fetchone()[0],
        signatures=db.execute("SELECT count(*) FROM electronic_signature").fetchone()[0],
    )


def _documented(row: sqlite3.Row) -> Documented:
    holding = Holding()
    if row["klass"] is not None:
        holding = Holding(
            row["klass"], row["series"], row["gallring"], row["ground"], row["decision"], row["decided"], row["term"],
            row["due"], row["hold"], row["holding_status"],
        )  # fmt: skip
    return Documented(
        id=row["id"], sha256=row["sha256"], name=row["name"], status=row["status"], error=row["error_message"] or "",
        kind=row["kind"] or "", date=row["date"] or "", organisation=row["organisation"] or "",
        org_number=row["org_number"] or "", holding=holding, destroyed=row["destroyed"],
        destroyed_by=row["destroyed_by"],
    )  # fmt: skip
