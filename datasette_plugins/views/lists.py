"""Lists over the whole archive: what has been granted, and what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import Response

from datasette_plugins.views.desk import Desk, rows

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

GRANTS = """SELECT g.*, d.slug, d.date, p.slug AS paragraf_slug, p.number, p.heading
  FROM "grant" g JOIN document d ON d.id = g.document
    LEFT JOIN paragraf p ON p.document = g.document AND p.position = g.paragraf
  ORDER BY d.date DESC, d.slug, g.position LIMIT 2000"""
FINDINGS = """SELECT f.severity, f.code, f.message, d.name, d.sha256, d.title, d.kind, d.date,
    (SELECT page FROM evidence e WHERE e.document = f.document AND e.fact = 'finding' AND e.position = f.position
     ORDER BY piece LIMIT 1) AS page
  FROM finding f JOIN document d ON d.id = f.document
  ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, d.date DESC, d.name, f.position
  LIMIT 2000"""
POOR_PAGES = """SELECT p.number, p.quality, p.reason, d.sha256, d.name, d.date
  FROM page p JOIN document d ON d.id = p.document
  WHERE p.quality < 0.6 ORDER BY p.quality, d.date LIMIT 200"""
UNREAD = """SELECT name, error_message AS message, error_advice AS advice, sha256
  FROM document WHERE status = 'failed'
  UNION ALL SELECT name, error_message, error_advice, NULL FROM refusal ORDER BY 1"""


async def grants(datasette: Datasette, request: Request) -> Response:
    desk = Desk(datasette, request)
    return await desk.show("slutarkiv_grants.html", grants=await desk.ask(lambda db: rows(db, GRANTS)))


async def findings(datasette: Datasette, request: Request) -> Response:
    desk = Desk(datasette, request)
    return await desk.show(
        "slutarkiv_findings.html",
        **await desk.ask(
            lambda db: {"findings": rows(db, FINDINGS), "unread": rows(db, UNREAD), "poor": rows(db, POOR_PAGES)}
        ),
    )
