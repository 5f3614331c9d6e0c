"""What is saved comes back exactly; what belongs together in the tables is held together."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import mapping, store
from archive.folder import Archive, transaction
from archive.mapping import FACT_TABLES, ROW, TABLE, TEXT, paragraf_slugs
from archive.schema import FACTS, migrate
from extractors import facts as types
from extractors.facts import Facts
from extractors.record import to_record
from ingest.document import Document, plain_page
from tests.archives import TEXT as ANY_TEXT
from tests.archives import documents, evidence

_WHOLE = st.integers(-(2**53), 2**53)


def _value(annotation: Any, paragrafer: int) -> st.SearchStrategy[Any]:
    """Values of a field by its type; the types of facts.py are few."""
    if annotation is type(None):
        return st.none()
    if annotation is types.Votes:
        return st.builds(types.Votes, st.none() | _WHOLE, st.none() | _WHOLE, st.none() | _WHOLE)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return st.lists(_value(arguments[0], paragrafer), max_size=2).map(tuple)
    if origin is Literal:
        return st.sampled_from(arguments)
    if arguments:  # a union
        return st.one_of(*[_value(argument, paragrafer) for argument in arguments])
    return {str: ANY_TEXT, int: _WHOLE, bool: st.booleans(), float: st.floats(0, 1)}[annotation]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _fact(kind: type, document: Document, paragrafer: int) -> st.SearchStrategy[Any]:
    values = {}
    for name, annotation in _hints(kind).items():
        if name == "evidence":
            values[name] = evidence(document)
        elif name == "paragraf":
            values[name] = st.integers(0, paragrafer - 1) if paragrafer else st.none()
        elif name == "rows":
            values[name] = st.lists(_fact(types.Row, document, 0), max_size=2).map(tuple)
        else:
            values[name] = _value(annotation, paragrafer)
    return st.builds(kind, **values)


@st.composite
def read_documents(draw: st.DrawFn) -> tuple[Document, Facts]:
    document = draw(documents())
    paragrafer = draw(st.lists(_fact(types.Paragraf, document, 0), max_size=3).map(tuple))
    values: dict[str, Any] = {"paragraphs": paragrafer}
    present = draw(st.sets(st.sampled_from([*mapping.HEAD_KEYS, *(t.key for t in (*FACT_TABLES, TABLE))]), max_size=6))
    for key in present & set(mapping.HEAD_KEYS):
        text = _fact(types.Text, document, 0)
        values[key] = draw(st.lists(text, max_size=2).map(tuple) if key == "dnr" else text)
    for table in (*FACT_TABLES, TABLE):
        needs_paragraf = table.table in ("decision", "proceedings")
        if table.key in present - {"paragraphs"} and (paragrafer or not needs_paragraf):
            fact = _fact(table.type, document, len(paragrafer))
            values[table.key] = draw(st.lists(fact, max_size=2).map(tuple) if table.many else fact)
    finding = st.builds(
        types.Finding,
        code=ANY_TEXT, severity=st.sampled_from(["error", "warning", "info"]), message=ANY_TEXT,
        evidence=st.none() | evidence(document), details=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=2),
    )  # fmt: skip
    values["findings"] = draw(st.lists(finding, max_size=2).map(tuple))
    return document, Facts(**values)


def _database() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    migrate(db)
    return db


def _new_row(db: sqlite3.Connection, document: Document) -> int:
    cursor = db.execute(
        """INSERT INTO document (sha256, name, media_type, size, original, status, reader_version)
           VALUES (?, ?, ?, 1, '', 'kept', 1)""",
        (document.sha256, document.name, document.media_type),
    )
    return cursor.lastrowid or 0


def _save(db: sqlite3.Connection, document: Document, facts: Facts) -> int:
    with transaction(db):
        row = db.execute("SELECT id FROM document WHERE sha256 = ?", (document.sha256,)).fetchone()
        document_id = row["id"] if row else _new_row(db, document)
        store.save_pages(db, document_id, document)
        store.save_facts(db, document_id, facts, ["prov"] * len(facts.findings))
    return document_id


_DB = _database()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(read_documents())
def test_what_is_saved_comes_back_exactly(read: tuple[Document, Facts]) -> None:
    document, facts = read
    loaded, loaded_facts = store.load(_DB, _save(_DB, document, facts))
    assert loaded == document
    assert loaded_facts == facts
    assert to_record(loaded, loaded_facts) == to_record(document, facts)


def test_every_field_of_every_fact_has_its_column() -> None:
    db = _database()
    tables = {table.table: table for table in (*FACT_TABLES, ROW, TABLE, TEXT)}
    assert set(tables) == set(FACTS)
    for name, table in tables.items():
        columns = {row["name"] for row in db.execute(f'PRAGMA table_info("{name}")')}
        assert set(table.fields) <= columns, name
    covered = {table.key for table in (*FACT_TABLES, TABLE)} | set(mapping.HEAD_KEYS) | {"findings"}
    assert covered == {field.name for field in fields(Facts)}


def test_paragraf_slugs() -> None:
    numbers = ["26", "163 a", "12–14", "26", "5.2", "26", "§", ""]
    assert paragraf_slugs(numbers) == ["26", "163a", "12-14", "26.2", "5.2", "26.3", "x", "x.2"]


def _protokoll(date: str, digest: str, count: int = 1) -> tuple[Document, Facts]:
    document = Document(digest * 64, "text/plain", f"{digest}.txt", (plain_page(1, "§ 1 Mötet öppnas"),))
    place = document.evidence(0, 3)
    paragrafer = tuple(
        types.Paragraf(number=str(n), label=f"§ {n}", heading=None, text="Öppnas.", evidence=place)
        for n in range(1, count + 1)
    )
    return document, Facts(date=types.Text(value=date, evidence=place), paragraphs=paragrafer)


def _slug(db: sqlite3.Connection, document_id: int) -> str | None:
    slug: str | None = db.execute("SELECT slug FROM document WHERE id = ?", (document_id,)).fetchone()["slug"]
    return slug


def test_a_permalink_outlives_re_reading_and_later_documents() -> None:
    db = _database()
    first = _save(db, *_protokoll("2031-03-04", "a"))
    second = _save(db, *_protokoll("2031-03-04", "b"))
    assert (_slug(db, first), _slug(db, second)) == ("2031-03-04", "2031-03-04-2")
    assert _save(db, *_protokoll("2031-03-04", "b", count=2)) == second
    assert _save(db, *_protokoll("2031-03-04", "a")) == first
    assert (_slug(db, first), _slug(db, second)) == ("2031-03-04", "2031-03-04-2")
    _save(db, *_protokoll("2031-03-05", "a"))
    third = _save(db, *_protokoll("2031-03-04", "c"))
    assert _slug(db, first) == "2031-03-05"
    assert _slug(db, third) == "2031-03-04-3", "an address once given leads where it led"
    assert dict(db.execute("SELECT slug, document FROM permalink").fetchall())["2031-03-04"] == first


def test_only_minutes_have_permalinks() -> None:
    db = _database()
    document, facts = _protokoll("2031-03-04", "a")
    kind = types.Text(value="policy", evidence=document.evidence(0, 3))
    assert _slug(db, _save(db, document, facts.with_({"kind": kind}))) is None


def test_every_table_is_told_of() -> None:
    told = (Path(__file__).parents[1] / "docs" / "schema.md").read_text(encoding="utf-8")
    for row in _database().execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"):
        name = row["name"]
        if not name.startswith(("_sqlite", "sqlite_", "passage_text_", "passage_word_")):
            assert f"`{name}`" in told or f'`"{name}"`' in told, name


def test_deleting_a_document_takes_everything_of_it_along() -> None:
    db = _database()
    document_id = _save(db, *_protokoll("2031-03-04", "a"))
    db.execute("DELETE FROM document WHERE id = ?", (document_id,))
    for table in ("page", "evidence", "paragraf", "head", "permalink"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table


def test_a_cell_a_row() -> None:
    db = _database()
    document, _ = _protokoll("2031-03-04", "a")
    place = document.evidence(0, 3)
    row = types.Row(label="Intäkter", values=(100, None), evidence=place)
    table = types.Table(title=None, unit="kr", columns=("2030", "2031"), rows=(row,), evidence=place)
    _save(db, document, Facts(tables=(table,)))
    cells = [tuple(r) for r in db.execute("SELECT label, column_title, value FROM table_cell ORDER BY number")]
    assert cells == [("Intäkter", "2030", 100), ("Intäkter", "2031", None)]


def test_a_missing_document_is_a_key_error(tmp_path: Any) -> None:
    archive = Archive.create(tmp_path / "arkiv", "Förbundet Lövdalen", "222000-0026")
    with archive.connect() as db, pytest.raises(KeyError):
        store.load(db, 7)
