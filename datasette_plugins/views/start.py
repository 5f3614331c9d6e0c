"""The start page: what is in the archive."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

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
MEETINGS = """SELECT d.slug, d.date, d.organisation,
    (SELECT count(*) FROM paragraf p WHERE p.document = d.id) AS paragrafer
  FROM document d WHERE d.kind = 'protokoll' AND d.slug IS NOT NULL ORDER BY d.date DESC, d.slug DESC LIMIT 8"""
READ_BY = "SELECT text_source, count(*) AS pages FROM page GROUP BY 1 ORDER BY 2 DESC"
STATE = "SELECT coalesce(max(id), 0), (SELECT count(*) FROM refusal) FROM event"  # every change is logged but refusals


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


_KNOWN: WeakKeyDictionary[Datasette, tuple[tuple[int, int], dict[str, Any]]] = WeakKeyDictionary()


async def page(datasette: Datasette, request: Request) -> Response:
    desk = Desk(datasette, request)
    state = await desk.ask(lambda db: tuple(db.execute(STATE).fetchone()))
    known = _KNOWN.get(datasette)
    if known is None or known[0] != state:
        # counting a large archive's pages takes a while: it is done once for every state the archive is in
        known = _KNOWN[datasette] = state, await desk.ask(contents)
    return await desk.show("slutarkiv_start.html", **known[1])
