"""A meeting and its §§, at addresses that outlive a re-reading."""

from __future__ import annotations

import json
import re
import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from datasette import Response

from archive.swedish import money
from datasette_plugins.views.desk import Desk, row, rows
from datasette_plugins.views.marks import Mark, Sheet, evidence_pages, sheet
from datasette_plugins.views.trouble import Missing

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

MEETING = """SELECT d.* FROM document d WHERE d.slug = ?1
  UNION SELECT d.* FROM permalink l JOIN document d ON d.id = l.document
  WHERE l.slug = ?1 AND NOT EXISTS (SELECT 1 FROM document WHERE slug = ?1)"""
PARAGRAFER = """SELECT slug, number, label, heading, position, certainty FROM paragraf WHERE document = ?
  ORDER BY position"""
DECIDED = "SELECT paragraf, text FROM decision WHERE document = ? ORDER BY position"
UNDER = {"decisions": "decision", "amounts": "amount", "dates": "date_mention", "grants": "grant"}
FACTS = """SELECT f.*, (SELECT page FROM evidence e WHERE e.document = f.document AND e.fact = '{table}'
    AND e.position = f.position ORDER BY piece LIMIT 1) AS page
  FROM "{table}" f WHERE f.document = ? AND f.paragraf = ? ORDER BY f.position"""
PROCEEDINGS = "SELECT * FROM proceedings WHERE document = ? AND paragraf = ?"
ATTENDEES = "SELECT * FROM attendee WHERE document = ? ORDER BY position"


async def meeting(datasette: Datasette, request: Request) -> Response:
    """A meeting: when and where, what was decided under each §, who was there."""
    desk = Desk(datasette, request)
    slug = unquote(request.url_vars["slug"])

    def ask(db: sqlite3.Connection) -> dict[str, Any] | None:
        document = row(db, MEETING, slug)
        if document is None:
            return None
        return {
            "document": document,
            "meeting": _meeting(db, document["id"]),
            "notice": row(db, "SELECT * FROM notice WHERE document = ?", document["id"]),
            "attendees": rows(db, ATTENDEES, document["id"]),
            "paragrafer": _paragrafer(db, document["id"]),
        }

    found = await desk.ask(ask)
    if found is None:
        raise Missing(f"Det finns inget protokoll {slug} i arkivet.")
    return await desk.show("slutarkiv_meeting.html", **found)


async def paragraf(datasette: Datasette, request: Request) -> Response:
    """One §: what was decided, about how much, and the places on the pages where it stands."""
    desk = Desk(datasette, request)
    slug, number = unquote(request.url_vars["slug"]), _plain(request.url_vars["number"])
    found = await desk.ask(lambda db: _paragraf(db, slug, number))
    if found is None:
        raise Missing(f"Det finns ingen § {number} i protokollet {slug}.")
    return await desk.show("slutarkiv_paragraf.html", **found)


def _plain(number: str) -> str:
    """A § number as permalinks have it, from however it was written in the address: "§ 163 A" → "163a"."""
    return re.sub(r"[§\s]", "", unquote(number)).lower()


def _paragrafer(db: sqlite3.Connection, document: int) -> list[dict[str, Any]]:
    decided: dict[int, list[str]] = {}
    for found in rows(db, DECIDED, document):
        decided.setdefault(found["paragraf"], []).append(found["text"])
    return [{**found, "decided": decided.get(found["position"], [])} for found in rows(db, PARAGRAFER, document)]


def _meeting(db: sqlite3.Connection, document: int) -> dict[str, Any] | None:
    found = row(db, "SELECT * FROM meeting WHERE document = ?", document)
    if found:
        found["adjusters"] = json.loads(found["adjusters"])
    return found


def _paragraf(db: sqlite3.Connection, slug: str, number: str) -> dict[str, Any] | None:
    document = row(db, MEETING, slug)
    if document is None:
        return None
    every = rows(db, "SELECT position, slug, number, label, heading FROM paragraf WHERE document = ? ORDER BY position",
                 document["id"])  # fmt: skip
    at = next((i for i, p in enumerate(every) if p["slug"] == number), None)
    if at is None:
        return None
    one = row(db, "SELECT * FROM paragraf WHERE document = ? AND position = ?", document["id"], every[at]["position"])
    assert one is not None
    facts = {key: rows(db, FACTS.format(table=table), document["id"], one["position"]) for key, table in UNDER.items()}
    told = row(db, PROCEEDINGS, document["id"], one["position"])
    if told:
        told["recusals"], told["reservations"] = json.loads(told["recusals"]), json.loads(told["reservations"])
    return {
        "document": document,
        "one": one,
        "before": every[at - 1] if at else None,
        "after": every[at + 1] if at + 1 < len(every) else None,
        "told": told,
        "meeting": _meeting(db, document["id"]),
        "sheets": _sheets(db, document["id"], one["position"], facts),
        **facts,
    }


def _sheets(
    db: sqlite3.Connection, document: int, position: int, facts: dict[str, list[dict[str, Any]]]
) -> list[Sheet]:
    """The pages a § stands on, with its decisions and sums marked."""
    pages = dict.fromkeys(page for page, _ in evidence_pages(db, document, "paragraf", position))
    marks: dict[int, list[Mark]] = {page: [] for page in pages}
    for fact, key in (("decision", "decisions"), ("amount", "amounts")):
        for found in facts[key]:
            label = f"Belopp {money(found['ore'])}" if fact == "amount" else f"Beslut: {found['text']}"
            for page, span in evidence_pages(db, document, fact, found["position"]):
                marks.setdefault(page, []).append(Mark(span, label, f"{fact}-{found['position']}"))
    return [sheet(db, document, page, marks[page]) for page in sorted(marks)]
