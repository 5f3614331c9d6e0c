"""Named questions to an archive that need no document rebuilt: what is in it, what failed, which § is meant."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

Rows = list[dict[str, Any]]

_STATUS = {
    "archive": "SELECT name, org_number, created FROM archive_info",
    "documents": """SELECT coalesce(kind, 'annat') AS kind, substr(date, 1, 4) AS year, count(*) AS documents
        FROM document WHERE status = 'kept' GROUP BY 1, 2 ORDER BY 1, 2""",
    "containers": "SELECT count(*) AS containers FROM document WHERE status = 'container'",
    "pages": """SELECT text_source, reason, count(*) AS pages, avg(quality) AS quality
        FROM page GROUP BY 1, 2 ORDER BY 1, pages DESC""",
    "failed": """SELECT name, error_code AS code, error_message AS message, error_advice AS advice
        FROM document WHERE status = 'failed'
        UNION ALL SELECT name, error_code, error_message, error_advice FROM refusal ORDER BY 1""",
    "not_extracted": """SELECT d.name, e.extractor, e.message FROM extraction e JOIN document d ON d.id = e.document
        WHERE e.status = 'failed' ORDER BY 1, 2""",
    "findings": """SELECT d.name, f.severity, f.code, f.message,
        (SELECT min(page) FROM evidence e
         WHERE e.document = f.document AND e.fact = 'finding' AND e.position = f.position) AS page
        FROM finding f JOIN document d ON d.id = f.document
        ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, d.date, d.name, f.position""",
}


def status(db: sqlite3.Connection) -> dict[str, Rows]:
    """What is in the archive: documents by kind and year, pages by how they were read, failures, findings."""
    return {name: _rows(db, query) for name, query in _STATUS.items()}


@dataclass(frozen=True)
class Shown:
    """A § with what hangs on it; `decisions` are rows of the table, `amounts` and `proceedings` too."""

    paragraf: dict[str, Any]
    decisions: Rows
    proceedings: Rows
    amounts: Rows
    pages: list[int]
    permalink: str | None


def paragrafer(db: sqlite3.Connection, wanted: str, date: str | None = None) -> list[Shown]:
    """The §§ a user may mean by "27", "§ 27", "SFV § 27" or "163 a", newest meeting first; `date` may be cut short.

    A body's prefix must stand in the printed label; a date followed by -2 is that day's second meeting.
    """
    match = re.fullmatch(r"\s*(?P<body>[^§\d]*?)\s*§{0,2}\s*(?P<number>\d[\w.–-]*(?:\s?[a-zåäö])?)\s*", wanted)
    if match is None:
        return []
    number = re.sub(r"[–—−]", "-", re.sub(r"\s", "", match["number"]).lower())
    rows = _rows(
        db,
        """SELECT p.*, d.name, d.title, d.organisation, d.sha256, d.date AS meeting_date, d.slug AS meeting
           FROM paragraf p JOIN document d ON d.id = p.document
           WHERE (p.slug = ?1 OR p.slug GLOB ?1 || '.*' OR replace(lower(p.number), ' ', '') = ?1)
             AND (?2 = '' OR instr(lower(p.label), ?2))
             AND (?3 IS NULL OR d.slug = ?3 OR substr(d.date, 1, length(?3)) = ?3)
           ORDER BY d.date DESC, d.slug, p.position""",
        number,
        match["body"].lower(),
        date,
    )
    return [_shown(db, row) for row in rows]


def _shown(db: sqlite3.Connection, row: dict[str, Any]) -> Shown:
    key = row["document"], row["position"]
    under = "WHERE document = ? AND paragraf = ? ORDER BY position"
    pages = _rows(
        db,
        """SELECT DISTINCT page FROM evidence
           WHERE document = ? AND fact = 'paragraf' AND position = ? ORDER BY page""",
        *key,
    )
    return Shown(
        row,
        _rows(db, f"SELECT * FROM decision {under}", *key),
        _rows(db, f"SELECT * FROM proceedings {under}", *key),
        _rows(db, f"SELECT * FROM amount {under}", *key),
        [page["page"] for page in pages],
        f"/protokoll/{row['meeting']}/{row['slug']}" if row["meeting"] else None,
    )


def _rows(db: sqlite3.Connection, query: str, *values: object) -> Rows:
    return [dict(row) for row in db.execute(query, values)]
