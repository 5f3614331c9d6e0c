"""The search page."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any

from datasette import Response
from markupsafe import Markup, escape

from archive.search import Hit, Query, search
from archive.swedish import day
from datasette_plugins.views.desk import Desk, query_with, rows
from extractors.amounts import find_amounts
from ingest.settings import Settings

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

KINDS = "SELECT DISTINCT coalesce(kind, 'annat') AS kind FROM document WHERE status = 'kept' ORDER BY 1"
DIGEST = "SELECT sha256 FROM document WHERE id = ?"
FIELDS = ("q", "fran", "till", "slag", "belopp")


async def page(datasette: Datasette, request: Request) -> Response:
    """Hits for `q`, within dates, kind and sum. A field that cannot be understood is told, not guessed."""
    desk = Desk(datasette, request)
    values = {field: (request.args.get(field) or "").strip() for field in FIELDS}
    query, problem = _query(values)
    if problem is None and not query.text and query.ore is None and any(values.values()):
        problem = "Skriv minst ett sökord eller ett belopp."
    asked = problem is None and any(values.values())

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        hits = search(db, query) if asked else []
        return {"hits": [_shown(db, hit, query.text) for hit in hits], "kinds": [r["kind"] for r in rows(db, KINDS)]}

    found = await desk.ask(ask)
    path = datasette.urls.path
    for hit in found["hits"]:
        hit["href"] = path(hit["href"])
    return await desk.show(
        "slutarkiv_search.html", values=values, asked=asked, problem=problem, most=query.limit, **found
    )


def _query(values: dict[str, str]) -> tuple[Query, str | None]:
    """The query the fields ask for, and what is wrong with them in Swedish."""
    problem = None
    for field in ("fran", "till"):
        if values[field] and not _is_date(values[field]):
            problem = f"Skriv datum som ÅÅÅÅ-MM-DD, inte ”{values[field]}”."
            values[field] = ""  # a date field cannot show it
    ore = None
    if values["belopp"]:
        printed = values["belopp"] if re.search(r"[a-zA-Z:]", values["belopp"]) else values["belopp"] + " kr"
        sums = find_amounts(printed)
        if len(sums) == 1:
            ore = sums[0].ore
        else:
            problem = f"Skriv beloppet som till exempel 60 000 eller 60 tkr, inte ”{values['belopp']}”."
    return Query(
        text=values["q"],
        since=values["fran"] or None,
        until=values["till"] or None,
        kind=values["slag"] or None,
        ore=ore,
        limit=Settings.from_environment().results,
    ), problem


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):  # fromisoformat takes weeks and 20240527 too
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _shown(db: sqlite3.Connection, hit: Hit, wanted: str) -> dict[str, Any]:
    """A hit as the page shows it: where it leads, what it is, why it was found."""
    digest = db.execute(DIGEST, (hit.document,)).fetchone()[0]
    page_of = f"/handling/{digest[:16]}/sida/{hit.page}" + (f"?{query_with({'sok': wanted})}" if wanted else "")
    title = " ".join(filter(None, (f"§ {hit.paragraf}" if hit.paragraf else "", hit.heading)))
    about = (hit.title or hit.document_name, hit.kind, day(hit.date), f"sida {hit.page}")
    return {
        "href": hit.permalink or page_of,
        "title": title or hit.title or hit.document_name,
        "about": " · ".join(filter(None, about)),
        "snippet": Markup("").join(
            Markup("<mark>{}</mark>").format(part) if marked else escape(part) for part, marked in hit.snippet.parts()
        ),
    }
