"""The DDL of what people decide about the archive before it is handed over; `archive.schema` applies it.

Keyed by SHA-256, not by document: what a person has decided about some bytes outlives every re-reading of them.
"""

from __future__ import annotations

HANDOVER = (
    # Who made the archive; the fields are `archive.handover.body.FIELDS`. `value` is text, a list of texts as JSON.
    "CREATE TABLE body (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # Where a document belongs and whether it is kept; a row a proposal until a person has decided.
    """CREATE TABLE holding (
    sha256 TEXT PRIMARY KEY,
    klass TEXT NOT NULL, series TEXT NOT NULL,
    gallring TEXT NOT NULL CHECK (gallring IN ('bevaras', 'gallras')),
    ground TEXT NOT NULL,
    decision TEXT, decided TEXT, term INTEGER, due TEXT,
    hold TEXT,
    status TEXT NOT NULL CHECK (status IN ('föreslagen', 'beslutad')),
    CHECK (gallring = 'bevaras' OR (decision IS NOT NULL AND decided IS NOT NULL AND due IS NOT NULL))) STRICT""",
    # What is under sekretess: a whole document (page NULL), a page, or a § of it.
    """CREATE TABLE restriction (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL, page INTEGER, paragraf TEXT,
    law TEXT NOT NULL, decided TEXT NOT NULL, authority TEXT NOT NULL, note TEXT NOT NULL,
    UNIQUE (sha256, page, paragraf, law)) STRICT""",
    # Originals on paper, listed beside the digital ones.
    """CREATE TABLE paper_volume (
    id INTEGER PRIMARY KEY,
    series TEXT NOT NULL, volume TEXT NOT NULL, title TEXT NOT NULL,
    start TEXT, "end" TEXT, place TEXT NOT NULL, note TEXT NOT NULL,
    UNIQUE (series, volume)) STRICT""",
    # What a file is by content, in PRONOM's register.
    """CREATE TABLE format (
    sha256 TEXT PRIMARY KEY,
    pronom TEXT, name TEXT NOT NULL, version TEXT NOT NULL, tool TEXT NOT NULL) STRICT""",
    # A document as PDF/A, made once for its bytes, reading and maker; or why there is none (path NULL).
    """CREATE TABLE rendition (
    sha256 TEXT NOT NULL, flavour TEXT NOT NULL CHECK (flavour IN ('1b', '2b', '2u')),
    maker TEXT NOT NULL, method TEXT NOT NULL,
    path TEXT, digest TEXT, size INTEGER,
    verdict TEXT NOT NULL CHECK (verdict IN ('godkänd', 'underkänd', 'ej kontrollerad')),
    message TEXT NOT NULL,
    PRIMARY KEY (sha256, flavour),
    CHECK ((path IS NULL) = (digest IS NULL) AND (path IS NULL) = (size IS NULL))) STRICT""",
    # What has been destroyed after a decision: its original is gone, its row and its events stay.
    """CREATE TABLE gallrad (
    sha256 TEXT PRIMARY KEY, at TEXT NOT NULL, decision TEXT NOT NULL, agent TEXT NOT NULL) STRICT""",
    # The receiver's receipt; with a row in it the archive takes in nothing more.
    """CREATE TABLE receipt (
    sha256 TEXT PRIMARY KEY, package TEXT NOT NULL, received TEXT NOT NULL, receiver TEXT NOT NULL) STRICT""",
)

# Every word of the search index with where it stands, in order: a passing view that the frozen site is written from.
INDEX_INSTANCES = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.index_instance USING fts5vocab(main, passage_word, instance)"
