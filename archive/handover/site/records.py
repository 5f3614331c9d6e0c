"""What the database tells of one document, as the pages show it: rows as dicts, each with where it stands."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

_FACTS = ("decision", "proceedings", "amount", "date_mention", "grant", "attendee", "meeting", "notice", "signature")
_SHOWN = (*_FACTS, "finding", "paragraf", "data_table", "table_row")
_EVIDENCE = """SELECT fact, position, piece, page, start, "end" FROM evidence WHERE document = ?
    ORDER BY fact, position, piece"""
_PAGES = "SELECT number, width, text_source, reason, quality, text FROM page WHERE document = ? ORDER BY number"
_PARAGRAFER = "SELECT * FROM paragraf WHERE document = ? ORDER BY position"
_FINDINGS = """SELECT position, severity, code, message FROM finding WHERE document = ?
    ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, position"""
_SOURCES = "SELECT DISTINCT name, substr(first_seen, 1, 10) AS day FROM source WHERE document = ? ORDER BY 2, 1"


@dataclass(frozen=True)
class Record:
    """A document's pages and facts. Each fact has `page` (its first place, None where it has none) and `id`.

    `tables` have their `rows`, whose values are öre, None for an empty cell.
    `evidence`: page → rows of (fact, position, piece, start, end).
    """

    pages: list[Row]
    paragrafer: list[Row]
    findings: list[Row]
    sources: list[Row]
    facts: dict[str, list[Row]]
    tables: list[Row]
    evidence: dict[int, list[Row]]

    def under(self, table: str, position: int) -> list[Row]:
        """Facts of a § (its position)."""
        return [fact for fact in self.facts[table] if fact["paragraf"] == position]

    @property
    def paged(self) -> dict[int, bool]:
        """Page → whether it is a page of the PDF too; a text file's pages are not its PDF's."""
        return {page["number"]: page["width"] is not None for page in self.pages}

    def one(self, table: str) -> Row | None:
        """What there is one of: the meeting, the notice."""
        return self.facts[table][0] if self.facts[table] else None


def record(db: sqlite3.Connection, document: int) -> Record:
    """Everything of one document; twenty short questions, whatever its size."""
    evidence: dict[int, list[Row]] = defaultdict(list)
    first: dict[tuple[str, int], int] = {}
    pages_of: dict[tuple[str, int], list[int]] = defaultdict(list)
    for piece in _rows(db, _EVIDENCE, document):
        if piece["fact"] in _SHOWN:
            key = piece["fact"], piece["position"]
            first.setdefault(key, piece["page"])
            pages_of[key].append(piece["page"])
            evidence[piece["page"]].append(piece)

    def placed(table: str, query: str = "") -> list[Row]:
        found = _rows(db, query or f'SELECT * FROM "{table}" WHERE document = ? ORDER BY position', document)
        for row in found:
            key = table, row["position"]
            row |= {"page": first.get(key), "id": f"{table}-{row['position']}"}
            row["pages"] = sorted(set(pages_of[key]))
        return found

    facts = {table: placed(table) for table in _FACTS}
    for row in facts["meeting"]:
        row["adjusters"] = json.loads(row["adjusters"])
    for row in facts["proceedings"]:
        row["recusals"], row["reservations"] = json.loads(row["recusals"]), json.loads(row["reservations"])
    return Record(
        _rows(db, _PAGES, document), placed("paragraf", _PARAGRAFER), placed("finding", _FINDINGS),
        _rows(db, _SOURCES, document), facts, _tables(placed), dict(evidence),
    )  # fmt: skip


def _tables(placed: Callable[[str], list[Row]]) -> list[Row]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in placed("table_row"):
        rows[row["data_table"]].append(row | {"numbers": json.loads(row["values"])})  # .values is a dict's own
    return [
        table | {"headings": json.loads(table["columns"]), "rows": rows[table["position"]]}
        for table in placed("data_table")
    ]


def _rows(db: sqlite3.Connection, query: str, *values: object) -> list[Row]:
    return [dict(row) for row in db.execute(query, values)]
