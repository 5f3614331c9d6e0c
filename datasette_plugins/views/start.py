"""The start page: what is in the archive."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import Response

from datasette_plugins.views.desk import Desk, row, rows

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

COUNTS = """SELECT
  (SELECT count(*) FROM document WHERE status <> 'container') AS documents,
  (SELECT count(*) FROM page) AS pages,
  (SELECT count(*) FROM paragraf) AS paragrafer,
  (SELECT count(*) FROM decision) AS decisions,
  (SELECT count(*) FROM "grant" WHERE status IN ('granted', 'partial')) AS grants,
  (SELECT count(*) FROM finding WHERE severity <> 'info') AS findings,
  (SELECT count(*) FROM document WHERE status = 'failed') + (SELECT count(*) FROM refusal) AS failed"""
BY_KIND = """SELECT coalesce(kind, 'annat') AS kind, substr(date, 1, 4) AS year, count(*) AS documents
  FROM document WHERE status = 'kept' GROUP BY 1, 2 ORDER BY 1, 2"""
MEETINGS = """SELECT d.slug, d.date, d.organisation, count(p.position) AS paragrafer
  FROM document d JOIN paragraf p ON p.document = d.id WHERE d.slug IS NOT NULL
  GROUP BY d.id ORDER BY d.date DESC, d.slug DESC LIMIT 8"""
READ_BY = "SELECT text_source, count(*) AS pages, min(quality) AS worst FROM page GROUP BY 1 ORDER BY 2 DESC"


def contents(db: sqlite3.Connection) -> dict[str, Any]:
    """Counts, documents by kind and year, the latest meetings."""
    by_kind: dict[str, dict[str, int]] = {}
    for found in rows(db, BY_KIND):
        by_kind.setdefault(found["kind"], {})[found["year"] or ""] = found["documents"]
    years = sorted({year for counts in by_kind.values() for year in counts}, key=lambda year: (year == "", year))
    return {
        "counts": row(db, COUNTS),
        "by_kind": by_kind,
        "years": years,
        "meetings": rows(db, MEETINGS),
        "read_by": rows(db, READ_BY),
    }


async def page(datasette: Datasette, request: Request) -> Response:
    desk = Desk(datasette, request)
    return await desk.show("slutarkiv_start.html", **await desk.ask(contents))
