"""The only DDL: named steps of the archive's schema, each applied once and in order by sqlite-utils' migrations.

Facts are keyed by their document and position, never by a row number that an interrupted run could shift. A fact's
place stands in `evidence` under the name of its table. docs/schema.md tells it in words.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from archive.schema_handover import HANDOVER

if TYPE_CHECKING:
    from sqlite_utils import Database

_FACT = """document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    {columns},
    certainty TEXT NOT NULL CHECK (certainty IN ('stated', 'inferred')),
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (document, position)"""
_UNDER_PARAGRAF = (
    "FOREIGN KEY (document, paragraf) REFERENCES paragraf(document, position) DEFERRABLE INITIALLY DEFERRED"
)

DOCUMENTS = (
    """CREATE TABLE archive_info (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL, org_number TEXT NOT NULL, created TEXT NOT NULL) STRICT""",
    # A container (zip) has no text of its own; an e-mail has, and attachments besides.
    """CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    original TEXT NOT NULL,
    part_of TEXT REFERENCES document(sha256),
    status TEXT NOT NULL CHECK (status IN ('kept', 'failed', 'container')),
    reader_version INTEGER NOT NULL,
    error_code TEXT, error_message TEXT, error_advice TEXT,
    slug TEXT UNIQUE,
    kind TEXT, title TEXT, organisation TEXT, org_number TEXT, adopted_by TEXT, date TEXT,
    CHECK ((status = 'failed') = (error_code IS NOT NULL))) STRICT""",
    "CREATE INDEX document_kind_date ON document(kind, date)",
    "CREATE INDEX document_part_of ON document(part_of)",
    """CREATE TABLE source (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    place TEXT NOT NULL, name TEXT NOT NULL, first_seen TEXT NOT NULL,
    PRIMARY KEY (document, place)) STRICT""",
    # Something at a place that could not even be taken in: no bytes, so no document.
    """CREATE TABLE refusal (
    place TEXT PRIMARY KEY, name TEXT NOT NULL,
    error_code TEXT NOT NULL, error_message TEXT NOT NULL, error_advice TEXT NOT NULL) STRICT""",
    # Every slug a document's §§ were ever found under; document.slug is the one in force.
    """CREATE TABLE permalink (
    slug TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
    """CREATE TABLE page (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    width REAL, height REAL,
    rotation INTEGER NOT NULL CHECK (rotation IN (0, 90, 180, 270)),
    text_source TEXT NOT NULL CHECK (text_source IN ('text_layer', 'ocr', 'given')),
    reason TEXT NOT NULL,
    quality REAL NOT NULL CHECK (quality BETWEEN 0 AND 1),
    text TEXT NOT NULL,
    words BLOB NOT NULL, lines BLOB NOT NULL, grids BLOB NOT NULL, notes BLOB NOT NULL,
    PRIMARY KEY (document, number)) STRICT""",
    """CREATE TABLE extraction (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    extractor TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ran', 'failed')),
    found INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (document, extractor)) STRICT""",
    """CREATE TABLE evidence (
    document INTEGER NOT NULL,
    fact TEXT NOT NULL,
    position INTEGER NOT NULL,
    piece INTEGER NOT NULL,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (document, fact, position, piece),
    FOREIGN KEY (document, page) REFERENCES page(document, number) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
    "CREATE INDEX evidence_page ON evidence(document, page)",
)

# Table → columns beside the key, certainty and confidence. Money is öre, dates are ISO.
FACTS = {
    "head": "key TEXT NOT NULL, value TEXT NOT NULL",
    "period": 'start TEXT NOT NULL, "end" TEXT NOT NULL',
    "heading": "level INTEGER NOT NULL, heading TEXT NOT NULL",
    "goal": "goal TEXT NOT NULL, outcome TEXT, status TEXT",
    "meeting": 'date TEXT, start TEXT, "end" TEXT, place TEXT, chair TEXT, secretary TEXT, adjusters TEXT NOT NULL',
    "notice": "posted TEXT, removed TEXT, kept_at TEXT, responsible TEXT",
    "attendee": """name TEXT NOT NULL, "group" TEXT NOT NULL, role TEXT, organisation TEXT, party TEXT,
    arrived TEXT, "left" TEXT, paragraphs TEXT, serving_for TEXT""",
    "paragraf": """slug TEXT NOT NULL, number TEXT NOT NULL, label TEXT, heading TEXT, text TEXT NOT NULL, dnr TEXT,
    UNIQUE (document, slug)""",
    "decision": """paragraf INTEGER NOT NULL, text TEXT NOT NULL, action TEXT NOT NULL, body TEXT, proposal TEXT,
    responsible TEXT, due TEXT, amounts TEXT NOT NULL""",
    "proceedings": """paragraf INTEGER NOT NULL, recusals TEXT NOT NULL, reservations TEXT NOT NULL,
    votes_for INTEGER, votes_against INTEGER, votes_abstained INTEGER, voted INTEGER NOT NULL,
    adjourned INTEGER NOT NULL, immediate INTEGER NOT NULL""",
    "amount": "ore INTEGER NOT NULL, text TEXT NOT NULL, approximate INTEGER NOT NULL, role TEXT, paragraf INTEGER",
    "date_mention": """start TEXT NOT NULL, "end" TEXT NOT NULL, precision TEXT NOT NULL, text TEXT NOT NULL,
    role TEXT, paragraf INTEGER""",
    "grant": """ore INTEGER NOT NULL, recipient TEXT, purpose TEXT, start TEXT, "end" TEXT, condition TEXT,
    status TEXT NOT NULL, paragraf INTEGER""",
    "data_table": "title TEXT, unit TEXT, columns TEXT NOT NULL",
    "table_row": """data_table INTEGER NOT NULL, label TEXT NOT NULL, "values" TEXT NOT NULL,
    FOREIGN KEY (document, data_table) REFERENCES data_table(document, position) DEFERRABLE INITIALLY DEFERRED""",
    "reference": "kind TEXT NOT NULL, text TEXT NOT NULL, target TEXT NOT NULL",
    "signature": "name TEXT NOT NULL, role TEXT, signed_at TEXT, method TEXT NOT NULL, valid INTEGER",
}
FACT_TABLES = (*FACTS, "finding")

_FINDING = """CREATE TABLE finding (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    extractor TEXT NOT NULL, code TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    message TEXT NOT NULL, details TEXT NOT NULL,
    PRIMARY KEY (document, position)) STRICT"""

# One cell a row, computed: what sums and pages ask for. `value` is öre, NULL for an empty cell.
_TABLE_CELL = """CREATE VIEW table_cell AS
    SELECT r.document, r.data_table, r.position AS table_row, cell.key AS number, r.label,
        json_extract(t.columns, '$[' || cell.key || ']') AS column_title, cell.value AS value
    FROM table_row r JOIN data_table t ON t.document = r.document AND t.position = r.data_table,
        json_each(r."values") cell"""

_APPEND_ONLY = """CREATE TRIGGER event_no_{verb} BEFORE {verb} ON event
    BEGIN SELECT RAISE(ABORT, 'händelseloggen kan inte ändras'); END"""

LOG = (
    # `object` is a SHA-256 and no foreign key: the log outlives what it tells about.
    """CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    type TEXT NOT NULL,
    object TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('success', 'fail')),
    detail TEXT NOT NULL,
    agent TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE) STRICT""",
    "CREATE INDEX event_object ON event(object)",
    _APPEND_ONLY.format(verb="update"),
    _APPEND_ONLY.format(verb="delete"),
)

_SEARCH_COLUMNS = {"passage_text": ("heading", "text", "loose"), "passage_word": ("heading_words", "words", "tokens")}
_TOKENIZERS = {"passage_text": "trigram", "passage_word": "unicode61 remove_diacritics 0"}


def _index(table: str) -> tuple[str, ...]:
    """An FTS5 table over columns of `passage`, and the triggers that keep it so."""
    columns = _SEARCH_COLUMNS[table]
    names = ", ".join(columns)
    old, new = (", ".join(f"{row}.{c}" for c in columns) for row in ("old", "new"))
    return (
        f"CREATE VIRTUAL TABLE {table} USING fts5({names}, content='passage', content_rowid='id', "
        f"tokenize='{_TOKENIZERS[table]}')",
        f"""CREATE TRIGGER {table}_insert AFTER INSERT ON passage
    BEGIN INSERT INTO {table}(rowid, {names}) VALUES (new.id, {new}); END""",
        f"""CREATE TRIGGER {table}_delete AFTER DELETE ON passage
    BEGIN INSERT INTO {table}({table}, rowid, {names}) VALUES ('delete', old.id, {old}); END""",
    )


ROOM = 100_000  # passages a document may have: a passage's id is its document's id times this, plus its position

SEARCH = (
    # What a search finds: a § of minutes, a stretch of about a thousand characters of anything else.
    # start and end are offsets in the document's text.
    """CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    paragraf INTEGER,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    heading TEXT NOT NULL, text TEXT NOT NULL, loose TEXT NOT NULL,
    heading_words TEXT NOT NULL, words TEXT NOT NULL, tokens TEXT NOT NULL) STRICT""",
    "CREATE INDEX passage_document ON passage(document, paragraf)",
    *_index("passage_text"),
    *_index("passage_word"),
    # Every inflected form of every word in the archive: a search need not load the dictionary.
    "CREATE TABLE word_form (form TEXT PRIMARY KEY, lemma TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


# What most likely stood where a page's printed letters are damaged; empty for nearly all pages.
READINGS = ("ALTER TABLE page ADD COLUMN readings BLOB NOT NULL DEFAULT x''",)

# What lies in a PDF itself: `ingest.document.ElectronicSignature`, as it was when the file was read.
ELECTRONIC_SIGNATURES = (
    """CREATE TABLE electronic_signature (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    field TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('underskrift', 'tidsstämpel')),
    signer TEXT NOT NULL, issuer TEXT NOT NULL, fingerprint TEXT NOT NULL, reason TEXT NOT NULL,
    signed_at TEXT, stamped_at TEXT,
    page INTEGER, x0 REAL, y0 REAL, x1 REAL, y1 REAL,
    verdict TEXT NOT NULL CHECK (verdict IN ('giltig', 'oförändrad', 'bruten', 'ej kontrollerad')),
    message TEXT NOT NULL,
    PRIMARY KEY (document, position)) STRICT, WITHOUT ROWID""",
)

# Everyone and every body that a document names in some capacity, as printed: what the register is made of.
REGISTER = (
    """CREATE VIEW mention AS
    SELECT document, 'person' AS kind, name, 'närvarande' AS capacity, role, organisation, party, confidence
        FROM attendee
    UNION ALL SELECT document, 'person', chair, 'ordförande', NULL, NULL, NULL, confidence
        FROM meeting WHERE chair IS NOT NULL
    UNION ALL SELECT document, 'person', secretary, 'sekreterare', NULL, NULL, NULL, confidence
        FROM meeting WHERE secretary IS NOT NULL
    UNION ALL SELECT m.document, 'person', j.value, 'justerare', NULL, NULL, NULL, m.confidence
        FROM meeting m, json_each(m.adjusters) j
    UNION ALL SELECT document, 'person', name, 'undertecknare', role, NULL, NULL, confidence FROM signature
    UNION ALL SELECT document, 'person', responsible, 'ansvarig', NULL, NULL, NULL, confidence
        FROM decision WHERE responsible IS NOT NULL
    UNION ALL SELECT p.document, 'person', j.value, 'jävig', NULL, NULL, NULL, p.confidence
        FROM proceedings p, json_each(p.recusals) j
    UNION ALL SELECT p.document, 'person', j.value, 'reservant', NULL, NULL, NULL, p.confidence
        FROM proceedings p, json_each(p.reservations) j
    UNION ALL SELECT document, 'organisation', value, 'utgivare', NULL, NULL, NULL, confidence
        FROM head WHERE key = 'organisation'
    UNION ALL SELECT document, 'organisation', organisation, 'företrädd', NULL, NULL, NULL, confidence
        FROM attendee WHERE organisation IS NOT NULL
    UNION ALL SELECT document, 'organisation', recipient, 'mottagare', NULL, NULL, NULL, confidence
        FROM "grant" WHERE recipient IS NOT NULL""",
)


def _facts() -> list[str]:
    statements = []
    for table, columns in FACTS.items():
        constraints = [part for part in columns.split(",\n    ") if part.startswith(("UNIQUE", "FOREIGN"))]
        plain = columns
        for constraint in constraints:
            plain = plain.replace(",\n    " + constraint, "")
        if " paragraf INTEGER" in f" {columns}":
            constraints.append(_UNDER_PARAGRAF)
        body = ",\n    ".join([_FACT.format(columns=plain), *constraints])
        statements.append(f'CREATE TABLE "{table}" (\n    {body}) STRICT')
    return [*statements, _FINDING, _TABLE_CELL, *_fact_indexes()]


def _fact_indexes() -> list[str]:
    under = [t for t, columns in FACTS.items() if " paragraf INTEGER" in f" {columns}"]
    return [f'CREATE INDEX {table}_paragraf ON "{table}"(document, paragraf)' for table in under] + [
        "CREATE INDEX amount_ore ON amount(ore)",
        "CREATE INDEX paragraf_number ON paragraf(number)",
    ]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an archive's schema up to date; nothing happens where it is."""
    # imported here: a search or a status must not pay .15 s for what only init and add need
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations("slutarkiv")

    def step(name: str, statements: tuple[str, ...] | list[str]) -> None:
        @steps(name=name)
        def run(db: Database) -> None:
            for statement in statements:
                db.execute(statement)

    step("001_documents", DOCUMENTS)
    step("002_facts", _facts())
    step("003_log", LOG)
    step("004_search", SEARCH)
    step("005_readings", READINGS)
    step("006_register", REGISTER)
    step("007_handover", HANDOVER)
    step("008_electronic_signatures", ELECTRONIC_SIGNATURES)
    steps.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
