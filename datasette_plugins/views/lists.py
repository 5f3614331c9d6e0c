"""Lists over the whole archive: what has been granted, and what does not add up."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import Response

from datasette_plugins.views.desk import Desk, rows
from datasette_plugins.views.paging import SIZE, Paging, wanted_page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

GRANTS = f"""SELECT g.*, d.slug, d.date, d.sha256, p.slug AS paragraf_slug, p.number, p.heading,
    (SELECT page FROM evidence e WHERE e.document = g.document AND e.fact = 'grant' AND e.position = g.position
     ORDER BY piece LIMIT 1) AS page
  FROM "grant" g JOIN document d ON d.id = g.document
    LEFT JOIN paragraf p ON p.document = g.document AND p.position = g.paragraf
  ORDER BY d.date DESC, d.slug, g.position LIMIT {SIZE} OFFSET ?"""
FINDINGS = f"""SELECT f.severity, f.code, f.message, d.name, d.sha256, d.title, d.kind, d.date,
    (SELECT page FROM evidence e WHERE e.document = f.document AND e.fact = 'finding' AND e.position = f.position
     ORDER BY piece LIMIT 1) AS page
  FROM finding f JOIN document d ON d.id = f.document
  ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, d.date DESC, d.name, f.position
  LIMIT {SIZE} OFFSET ?"""
POOR_PAGES = """SELECT p.number, p.quality, p.reason, d.sha256, d.name, d.date
  FROM page p JOIN document d ON d.id = p.document
  WHERE p.quality < 0.6 ORDER BY p.quality, d.date, d.name, p.number LIMIT 200"""
UNREAD = """SELECT name, error_message AS message, error_advice AS advice, sha256
  FROM document WHERE status = 'failed'
  UNION ALL SELECT name, error_message, error_advice, NULL FROM refusal ORDER BY 1"""


async def grants(datasette: Datasette, request: Request) -> Response:
    """Every decision on money, latest first."""
    desk, number = Desk(datasette, request), wanted_page(request)

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        total = db.execute('SELECT count(*) FROM "grant"').fetchone()[0]
        paging = Paging(number, total, {})
        return {"grants": rows(db, GRANTS, paging.offset), "paging": paging}

    return await desk.show("slutarkiv_grants.html", **await desk.ask(ask))


async def findings(datasette: Datasette, request: Request) -> Response:
    """What could not be read, what does not add up, the worst first; the first page has it all but the long list."""
    desk, number = Desk(datasette, request), wanted_page(request)

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        total = db.execute("SELECT count(*) FROM finding").fetchone()[0]
        paging = Paging(number, total, {})
        return {
            "findings": rows(db, FINDINGS, paging.offset),
            "paging": paging,
            "unread": rows(db, UNREAD) if number == 1 else [],
            "poor": rows(db, POOR_PAGES) if number == 1 else [],
        }

    return await desk.show("slutarkiv_findings.html", **await desk.ask(ask))
