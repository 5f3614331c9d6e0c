"""A document and its facts to rows, and back: `to_record(*load(db, id))` is `to_record(document, facts)`.

The caller holds the transaction. Saving replaces whatever rows the document had; nothing is left of an older reading.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from archive.mapping import FACT_TABLES, HEAD, HEAD_KEYS, ROW, TABLE, TEXT, FactTable, facts_of, head_of, paragraf_slugs
from archive.packing import (
    pack_grids,
    pack_lines,
    pack_notes,
    pack_readings,
    pack_words,
    unpack_grids,
    unpack_lines,
    unpack_notes,
    unpack_readings,
    unpack_words,
)
from extractors.facts import Fact, Facts, Finding, Row, Table
from ingest.document import (
    Box,
    Document,
    ElectronicSignature,
    Evidence,
    Page,
    Piece,
    SignatureVerdict,
    Span,
    TextSource,
)

FINDING = "finding"
_SIGNATURE = "electronic_signature"
_ALL_TABLES = (HEAD, *(t.table for t in reversed(FACT_TABLES)), ROW.table, TABLE.table, FINDING)
_Places = Mapping[tuple[str, int], Evidence]


def save_pages(db: sqlite3.Connection, document_id: int, document: Document) -> None:
    """Replace a document's pages and electronic signatures.

    The facts that stood on the old ones lose their evidence: `save_facts` follows.
    """
    db.execute("DELETE FROM page WHERE document = ?", (document_id,))
    for page in document.pages:
        _insert(
            db, "page",
            document=document_id, number=page.number, width=page.width, height=page.height, rotation=page.rotation,
            text_source=page.text_source.value, reason=page.reason, quality=page.quality, text=page.text,
            words=pack_words(page.words), lines=pack_lines(page.lines), grids=pack_grids(page.grids),
            notes=pack_notes(page.notes), readings=pack_readings(page.readings),
        )  # fmt: skip
    save_signatures(db, document_id, document.electronic_signatures)


def save_signatures(db: sqlite3.Connection, document_id: int, signatures: Sequence[ElectronicSignature]) -> None:
    """Replace a document's electronic signatures."""
    db.execute(f"DELETE FROM {_SIGNATURE} WHERE document = ?", (document_id,))
    for at, signature in enumerate(signatures):
        told = {f.name: getattr(signature, f.name) for f in fields(signature) if f.name != "box"}
        corners = {f.name: getattr(signature.box, f.name, None) for f in fields(Box)}
        _insert(db, _SIGNATURE, document=document_id, position=at, **told, **corners)


def save_facts(db: sqlite3.Connection, document_id: int, facts: Facts, found_by: Sequence[str]) -> None:
    """Replace a document's facts. `found_by` names the extractor of each finding, in the findings' order."""
    for name in _ALL_TABLES:
        db.execute(f'DELETE FROM "{name}" WHERE document = ?', (document_id,))
    db.execute("DELETE FROM evidence WHERE document = ?", (document_id,))
    for at, (key, text) in enumerate(head_of(facts)):
        _save(db, document_id, TEXT, at, text, key=key)
    for table in FACT_TABLES:
        found = facts_of(facts, table)
        slugs = paragraf_slugs(p.number for p in facts.paragraphs) if table.key == "paragraphs" else None
        for at, fact in enumerate(found):
            _save(db, document_id, table, at, fact, **({"slug": slugs[at]} if slugs else {}))
    _save_tables(db, document_id, facts.tables)
    for at, (finding, extractor) in enumerate(zip(facts.findings, found_by, strict=True)):
        _save_finding(db, document_id, at, finding, extractor)
    for key in HEAD_KEYS:
        if key != "dnr":
            text = getattr(facts, key)
            db.execute(f"UPDATE document SET {key} = ? WHERE id = ?", (text.value if text else None, document_id))
    give_slug(db, document_id, facts)


def forget(db: sqlite3.Connection, document_id: int) -> None:
    """Take away the pages and facts of a document that was destroyed by decision; its dnr, the register's, stays."""
    for name in _ALL_TABLES:
        but_dnr = " AND key != 'dnr'" if name == HEAD else ""
        db.execute(f'DELETE FROM "{name}" WHERE document = ?{but_dnr}', (document_id,))
    for name in ("page", _SIGNATURE):
        db.execute(f"DELETE FROM {name} WHERE document = ?", (document_id,))


def load(db: sqlite3.Connection, document_id: int) -> tuple[Document, Facts]:
    """The document and the facts that were saved, exactly. Raises KeyError where there is no such document."""
    document = load_document(db, document_id)
    return document, load_facts(db, document_id, document)


def load_document(db: sqlite3.Connection, document_id: int) -> Document:
    """The document as it was read, rebuilt without reading it again."""
    row = db.execute("SELECT * FROM document WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise KeyError(document_id)
    pages = db.execute("SELECT * FROM page WHERE document = ? ORDER BY number", (document_id,))
    return Document(
        row["sha256"], row["media_type"], row["name"], tuple(_page(page) for page in pages), part_of=row["part_of"],
        electronic_signatures=load_signatures(db, document_id),
    )  # fmt: skip


def load_signatures(db: sqlite3.Connection, document_id: int) -> tuple[ElectronicSignature, ...]:
    """A document's electronic signatures, in order."""
    return tuple(signature_of(row) for row in _rows(db, _SIGNATURE, document_id))


def signature_of(row: sqlite3.Row) -> ElectronicSignature:
    """A row of `electronic_signature`."""
    told = {f.name: row[f.name] for f in fields(ElectronicSignature) if f.name not in ("box", "verdict")}
    box = None if row["x0"] is None else Box(row["x0"], row["y0"], row["x1"], row["y1"])
    return ElectronicSignature(**told, verdict=SignatureVerdict(row["verdict"]), box=box)


def load_page(db: sqlite3.Connection, document_id: int, number: int) -> Page:
    """One page with its words. Raises KeyError where there is none."""
    row = db.execute("SELECT * FROM page WHERE document = ? AND number = ?", (document_id, number)).fetchone()
    if row is None:
        raise KeyError((document_id, number))
    return _page(row)


def load_facts(db: sqlite3.Connection, document_id: int, document: Document) -> Facts:
    """A document's facts, their evidence tied to its pages."""
    places = _places(db, document_id, document)
    values: dict[str, Any] = {"dnr": ()}
    for at, row in enumerate(_rows(db, HEAD, document_id)):
        text = TEXT.from_columns(row, places[HEAD, at])
        values[row["key"]] = (*values["dnr"], text) if row["key"] == "dnr" else text
    for table in FACT_TABLES:
        found = tuple(
            table.from_columns(row, places[table.table, row["position"]]) for row in _rows(db, table.table, document_id)
        )
        values[table.key or ""] = found if table.many else next(iter(found), None)
    values["tables"] = _load_tables(db, document_id, places)
    values["findings"] = tuple(
        Finding(
            code=row["code"], severity=row["severity"], message=row["message"],
            evidence=places.get((FINDING, row["position"])), details=json.loads(row["details"]),
        )
        for row in _rows(db, FINDING, document_id)
    )  # fmt: skip
    return Facts(**values)


def finders(db: sqlite3.Connection, document_id: int) -> list[str]:
    """The extractor of each finding, in the findings' order."""
    return [row["extractor"] for row in _rows(db, FINDING, document_id)]


def give_slug(db: sqlite3.Connection, document_id: int, facts: Facts) -> None:
    """Settle what minutes are called in permalinks: their date, "-2" for second ones of that day.

    A slug once given stays the document's own, whatever is read again or added later; a corrected date gives it a new
    one, and the old one still leads there.
    """
    kind = facts.kind.value if facts.kind else None
    if not facts.paragraphs or kind not in ("protokoll", None):  # a policy has §§ too, but no meeting
        db.execute("UPDATE document SET slug = NULL WHERE id = ?", (document_id,))
        return
    meeting = facts.meeting.date if facts.meeting else None
    base = meeting or (facts.date.value if facts.date else None) or "odaterat"
    query = "SELECT * FROM permalink WHERE slug = ? OR slug GLOB ? || '-[0-9]*'"
    taken = {row["slug"]: row["document"] for row in db.execute(query, (base, base))}
    mine = [s for s, owner in taken.items() if owner == document_id and re.fullmatch(rf"{re.escape(base)}(-\d+)?", s)]
    slug = mine[0] if mine else _free(base, taken)
    db.execute("INSERT OR IGNORE INTO permalink VALUES (?, ?)", (slug, document_id))
    db.execute("UPDATE document SET slug = ? WHERE id = ?", (slug, document_id))


def _free(base: str, taken: Mapping[str, int]) -> str:
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _save(db: sqlite3.Connection, document_id: int, table: FactTable, at: int, fact: Fact, **more: Any) -> None:
    _insert(db, table.table, document=document_id, position=at, **table.to_columns(fact), **more)
    _save_evidence(db, document_id, table.table, at, fact.evidence)


def _save_evidence(db: sqlite3.Connection, document_id: int, table: str, at: int, evidence: Evidence) -> None:
    db.executemany(
        "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (document_id, table, at, number, piece.page.number, piece.span.start, piece.span.end)
            for number, piece in enumerate(evidence.pieces)
        ],
    )


def _save_tables(db: sqlite3.Connection, document_id: int, tables: Iterable[Table]) -> None:
    number = 0
    for at, table in enumerate(tables):
        _save(db, document_id, TABLE, at, table)
        for row in table.rows:
            _save(db, document_id, ROW, number, row, data_table=at)
            number += 1


def _save_finding(db: sqlite3.Connection, document_id: int, at: int, finding: Finding, extractor: str) -> None:
    _insert(
        db, FINDING,
        document=document_id, position=at, extractor=extractor, code=finding.code, severity=finding.severity,
        message=finding.message, details=json.dumps(dict(finding.details), ensure_ascii=False),
    )  # fmt: skip
    if finding.evidence:
        _save_evidence(db, document_id, FINDING, at, finding.evidence)


def _load_tables(db: sqlite3.Connection, document_id: int, places: _Places) -> tuple[Table, ...]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in _rows(db, ROW.table, document_id):
        rows[row["data_table"]].append(ROW.from_columns(row, places[ROW.table, row["position"]]))
    return tuple(
        TABLE.from_columns(row, places[TABLE.table, row["position"]], rows=tuple(rows[row["position"]]))
        for row in _rows(db, TABLE.table, document_id)
    )


def _places(db: sqlite3.Connection, document_id: int, document: Document) -> _Places:
    pieces: dict[tuple[str, int], list[Piece]] = defaultdict(list)
    query = "SELECT * FROM evidence WHERE document = ? ORDER BY fact, position, piece"
    for row in db.execute(query, (document_id,)):
        piece = Piece(document.pages[row["page"] - 1], Span(row["start"], row["end"]))
        pieces[row["fact"], row["position"]].append(piece)
    return {place: Evidence(tuple(found)) for place, found in pieces.items()}


def _rows(db: sqlite3.Connection, table: str, document_id: int) -> list[sqlite3.Row]:
    return db.execute(f'SELECT * FROM "{table}" WHERE document = ? ORDER BY position', (document_id,)).fetchall()


def _page(row: sqlite3.Row) -> Page:
    return Page(
        row["number"], row["text"], row["width"], row["height"],
        unpack_words(row["words"]), unpack_lines(row["lines"]), unpack_grids(row["grids"]),
        TextSource(row["text_source"]), row["reason"], row["quality"], row["rotation"],
        unpack_notes(row["notes"]), unpack_readings(row["readings"]),
    )  # fmt: skip


def _insert(db: sqlite3.Connection, table: str, **columns: Any) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(columns.values()))
