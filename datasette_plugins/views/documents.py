"""The list of documents, and one document: a page's picture with marked words beside its text."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import Response

from archive.fixity import destroyed
from archive.snippets import marked
from archive.swedish import money
from datasette_plugins.views.desk import Desk, row, rows
from datasette_plugins.views.marks import Mark, sheet
from datasette_plugins.views.paging import SIZE, Paging, around, wanted_page
from datasette_plugins.views.trouble import Missing
from ingest.document import Span

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_LISTED = """FROM document d WHERE d.status <> 'container' AND (?1 = '' OR coalesce(d.kind, 'annat') = ?1)
    AND (?2 = '' OR substr(d.date, 1, 4) = ?2)"""
LIST = f"""SELECT d.*, (SELECT count(*) FROM page WHERE document = d.id) AS pages,
    (SELECT name FROM document m WHERE m.sha256 = d.part_of) AS mother
  {_LISTED} ORDER BY d.date IS NULL, d.date DESC, d.name LIMIT {SIZE} OFFSET ?3"""
KINDS = "SELECT DISTINCT coalesce(kind, 'annat') AS kind FROM document WHERE status = 'kept' ORDER BY 1"
YEARS = "SELECT DISTINCT substr(date, 1, 4) AS year FROM document WHERE date IS NOT NULL ORDER BY 1 DESC"
ONE = "SELECT * FROM document WHERE sha256 >= ?1 AND sha256 < ?1 || 'g' ORDER BY sha256 LIMIT 1"
SOURCES = "SELECT name, first_seen FROM source WHERE document = ? ORDER BY first_seen, name"
PARTS = "SELECT sha256, name, status FROM document WHERE part_of = ? ORDER BY name"
TEXT = "SELECT text FROM page WHERE document = ? AND number = ?"
PAGES = "SELECT number, text_source, reason, quality FROM page WHERE document = ? ORDER BY number"
ON_PAGE = """SELECT 'decision' AS fact, f.position, f.text AS label, NULL AS ore, f.paragraf, f.certainty,
    e.start, e."end"
  FROM decision f JOIN evidence e ON e.document = f.document AND e.fact = 'decision' AND e.position = f.position
  WHERE f.document = ?1 AND e.page = ?2
  UNION ALL SELECT 'amount', f.position, f.text, f.ore, f.paragraf, f.certainty, e.start, e."end"
  FROM amount f JOIN evidence e ON e.document = f.document AND e.fact = 'amount' AND e.position = f.position
  WHERE f.document = ?1 AND e.page = ?2
  UNION ALL SELECT 'finding', f.position, f.message, NULL, NULL, 'stated', e.start, e."end"
  FROM finding f JOIN evidence e ON e.document = f.document AND e.fact = 'finding' AND e.position = f.position
  WHERE f.document = ?1 AND e.page = ?2
  ORDER BY 7"""
PARAGRAFER = "SELECT position, slug, number, label, heading FROM paragraf WHERE document = ? ORDER BY position"
SIGNATURES = "SELECT * FROM electronic_signature WHERE document = ? ORDER BY position"
FINDINGS = """SELECT f.severity, f.message, (SELECT page FROM evidence e WHERE e.document = f.document
    AND e.fact = 'finding' AND e.position = f.position ORDER BY piece LIMIT 1) AS page
  FROM finding f WHERE f.document = ? ORDER BY f.position"""


async def listing(datasette: Datasette, request: Request) -> Response:
    """The documents, latest first; `?slag=` and `?ar=` narrow it."""
    desk = Desk(datasette, request)
    kind, year = request.args.get("slag") or "", request.args.get("ar") or ""

    number = wanted_page(request)

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        total = db.execute(f"SELECT count(*) {_LISTED}", (kind, year)).fetchone()[0]
        paging = Paging(number, total, {"slag": kind, "ar": year})
        return {
            "documents": rows(db, LIST, kind, year, paging.offset),
            "destroyed": destroyed(db),
            "paging": paging,
            "kinds": [found["kind"] for found in rows(db, KINDS)],
            "years": [found["year"] for found in rows(db, YEARS)],
        }

    return await desk.show("slutarkiv_documents.html", kind=kind, year=year, **await desk.ask(ask))


async def page(datasette: Datasette, request: Request) -> Response:
    """One page of a document; without a number the first. `?sok=` marks the words searched for."""
    desk = Desk(datasette, request)
    digest, number = request.url_vars["digest"], int(request.url_vars.get("number") or 1)
    wanted = request.args.get("sok") or ""
    found = await desk.ask(lambda db: _contents(db, digest, number, wanted))
    if found is None:
        raise Missing("Handlingen eller sidan finns inte i arkivet.")
    return await desk.show("slutarkiv_document.html", wanted=wanted, **found)


def _contents(db: sqlite3.Connection, digest: str, number: int, wanted: str) -> dict[str, Any] | None:
    document = row(db, ONE, digest)
    if document is None:
        return None
    pages = rows(db, PAGES, document["id"])
    about = {
        "document": document,
        "sources": rows(db, SOURCES, document["id"]),
        "parts": rows(db, PARTS, document["sha256"]),
        "mother": row(db, "SELECT sha256, name FROM document WHERE sha256 = ?", document["part_of"]),
        "pages": pages,
        "findings": rows(db, FINDINGS, document["id"]),
        "signatures": _signatures(db, document["id"]),
        "destroyed": destroyed(db).get(document["sha256"]),
    }
    if not pages:
        return {**about, "sheet": None, "facts": []} if number == 1 else None
    if not 1 <= number <= len(pages):
        return None
    paragrafer = {p["position"]: p for p in rows(db, PARAGRAFER, document["id"])}
    facts = rows(db, ON_PAGE, document["id"], number)
    for fact in facts:
        fact["paragraf"] = paragrafer.get(fact["paragraf"])
    if wanted:
        text = db.execute(TEXT, (document["id"], number)).fetchone()[0]
        marks = [Mark(span, "sökt ord") for span in marked(db, document["id"], text, wanted)]
    else:
        marks = [_mark(fact) for fact in facts]
    return {
        **about,
        "sheet": sheet(db, document["id"], number, marks),
        "facts": facts,
        "numbers": around(number, len(pages)),
    }


def _signatures(db: sqlite3.Connection, document: int) -> list[dict[str, Any]]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'electronic_signature'").fetchone():
        return []  # an archive of an earlier version, which is shown without being changed
    return rows(db, SIGNATURES, document)


def _mark(fact: dict[str, Any]) -> Mark:
    names = {"amount": f"Belopp {money(fact['ore'])}", "decision": f"Beslut: {fact['label']}"}
    label = names.get(fact["fact"], f"Iakttagelse: {fact['label']}")
    return Mark(Span(fact["start"], fact["end"]), label, f"{fact['fact']}-{fact['position']}")
