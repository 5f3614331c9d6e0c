"""Where documents belong, in a table that the operator changes: saved whole, or not at all with what is wrong told.

A row tells, in a hidden field, what it was when it was shown. So a row that nobody touched is not written, and one that
somebody else has changed meanwhile is not written over.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Response

from archive.folder import Archive, transaction
from archive.handover.closing import is_closed, opened_to_read, opened_to_write
from archive.handover.holding_list import told_over
from archive.handover.holdings import (
    DECIDED,
    FIELDS,
    PROPOSED,
    Fault,
    as_text,
    checked,
    decide,
    holdings,
)
from archive.handover.inventory import Holding
from archive.handover.plan import load_plan
from archive.handover.printing import user
from datasette_plugins.operator import is_operator
from datasette_plugins.views import door, trouble
from datasette_plugins.views.desk import Desk, query_with
from datasette_plugins.views.paging import Paging, wanted_page
from ingest.errors import UsageError

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

SIZE = 50  # rows: each has a dozen fields
SHOWN = {"": "alla", "oklassade": "utan klass eller serie", "forslag": "bara föreslagna", "gallras": "ska gallras"}
_EDITED = tuple(name for name in FIELDS if name != "status")
_WHICH = {
    "": "1",
    "oklassade": "(h.sha256 IS NULL OR h.klass = '' OR h.series = '')",
    "forslag": "(h.sha256 IS NULL OR h.status = 'föreslagen')",
    "gallras": "h.gallring = 'gallras'",
}
_LISTED = """FROM document d LEFT JOIN holding h ON h.sha256 = d.sha256
    WHERE d.sha256 NOT IN (SELECT sha256 FROM gallrad) AND {which} AND (?1 = '' OR coalesce(d.kind, 'annat') = ?1)"""
_ROWS = f"""SELECT d.sha256, d.name, coalesce(d.title, d.name) AS title, d.date, coalesce(d.kind, 'annat') AS kind,
    d.status {_LISTED} ORDER BY d.date IS NULL, d.date, d.name LIMIT {SIZE} OFFSET ?2"""
_KINDS = "SELECT DISTINCT coalesce(kind, 'annat') AS kind FROM document WHERE status != 'container' ORDER BY 1"


@dataclass(frozen=True)
class Posted:
    """What the form said: its rows by SHA-256, each field as text; and whether all of them are decided by it."""

    rows: dict[str, dict[str, str]]
    before: dict[str, str]
    decide_all: bool


@dataclass(frozen=True)
class Result:
    """`changed` rows were saved; or nothing was, and `faults` (by SHA-256) or `refused` tells why."""

    changed: int = 0
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    refused: str = ""


async def page(datasette: Datasette, request: Request) -> Response:
    """The table; a POST saves it and shows it again. `?visa=` and `?slag=` narrow it."""
    if not await is_operator(datasette, request):
        return await trouble.refused(datasette, request, door.OTHERS)
    desk = Desk(datasette, request)
    wanted = {"visa": request.args.get("visa") or "", "slag": request.args.get("slag") or ""}
    wanted["visa"] = wanted["visa"] if wanted["visa"] in _WHICH else ""
    number = wanted_page(request)
    posted, result = None, Result()
    if request.method == "POST":
        posted = _posted(await request.post_vars())
        result = await asyncio.to_thread(_save, desk.root, posted)
        if not result.faults and not result.refused:
            onward = query_with({**wanted, "sida": number, "sparade": str(result.changed)})
            return Response.redirect(f"{datasette.urls.path('/klassa')}?{onward}", status=303)
    told = await asyncio.to_thread(_shown, desk.root, wanted, number, posted, result)
    saved = request.args.get("sparade") or ""
    response = await desk.show(
        "slutarkiv_klassa.html", wanted=wanted, choices=SHOWN, result=result, **told,
        saved=int(saved) if saved.isascii() and saved.isdigit() and len(saved) < 7 else None,
    )  # fmt: skip
    response.status = 400 if result.faults or result.refused else 200
    return response


def _posted(form: Mapping[str, str]) -> Posted:
    rows: dict[str, dict[str, str]] = {}
    before: dict[str, str] = {}
    for key, value in form.items():
        sha256, _, name = key.partition(".")
        if name == "before":
            before[sha256] = value
        elif name in _EDITED:
            rows.setdefault(sha256, {})[name] = value
    return Posted({sha256: told for sha256, told in rows.items() if sha256 in before}, before, "besluta" in form)


def _save(root: Path, posted: Posted) -> Result:
    """Everything that was changed, in one short transaction; nothing where a row does not hold."""
    archive = Archive(root)
    try:
        plan = load_plan(archive)
        with opened_to_write(archive) as db, transaction(db):
            known, dates = holdings(db), _dates(db)
            changes: dict[str, Holding] = {}
            faults: dict[str, list[Fault]] = {}
            for sha256, told in posted.rows.items():
                if sha256 not in dates:
                    return Result(refused="En handling i formuläret finns inte längre i arkivet. Ladda om sidan.")
                old = known.get(sha256, Holding())
                touched = mark({**as_text(old), **told}) != posted.before[sha256]
                if touched and mark(as_text(old)) != posted.before[sha256]:
                    message = "Raden har ändrats på annat håll sedan sidan visades."
                    faults[sha256] = [Fault("", message, "Ladda om sidan och gör ändringen igen.")]
                    continue
                meant = checked(told_over(old, told), dates[sha256], plan) if touched else old
                if not isinstance(meant, Holding):
                    faults[sha256] = meant
                elif posted.decide_all and meant.klass and meant.series:
                    changes[sha256] = replace(meant, status=DECIDED)
                elif touched:
                    changes[sha256] = meant
            if faults:
                return Result(faults=faults)
            return Result(decide(db, changes, f"{user()}, i webbläsaren"))
    except UsageError as error:
        return Result(refused=str(error))


def _shown(root: Path, wanted: Mapping[str, str], number: int, posted: Posted | None, result: Result) -> dict[str, Any]:
    """A page of the table; after a POST that did not hold, with what was written in it."""
    archive = Archive(root)
    try:
        plan = load_plan(archive)
    except UsageError as error:
        return {"rows": [], "paging": Paging(1, 0, {}), "plan": None, "kinds": [], "closed": True, "broken": str(error)}
    listed = _LISTED.format(which=_WHICH[wanted["visa"]])
    with opened_to_read(archive) as db:
        total = db.execute(f"SELECT count(*) {listed}", (wanted["slag"],)).fetchone()[0]
        paging = Paging(number, total, dict(wanted), SIZE)
        rows = db.execute(_ROWS.format(which=_WHICH[wanted["visa"]]), (wanted["slag"], paging.offset)).fetchall()
        known, kinds, closed = holdings(db), [row["kind"] for row in db.execute(_KINDS)], is_closed(db)
    return {
        "rows": [_row(row, known.get(row["sha256"]), posted, result) for row in rows],
        "paging": paging, "plan": plan, "kinds": kinds, "closed": closed, "broken": None,
    }  # fmt: skip


def _row(row: sqlite3.Row, holding: Holding | None, posted: Posted | None, result: Result) -> dict[str, Any]:
    now = as_text(holding or Holding())
    written = posted.rows.get(row["sha256"], {}) if posted else {}
    before = posted.before.get(row["sha256"]) if posted else None
    return {
        **dict(row), "fields": {**now, **written}, "before": before or mark(now),
        "standing": holding.status if holding else PROPOSED, "faults": result.faults.get(row["sha256"], []),
        "wrong": {fault.field for fault in result.faults.get(row["sha256"], [])},
        "open": any(now[name] for name in ("decision", "hold")) or bool(written.get("decision")),
    }  # fmt: skip


def mark(told: Mapping[str, str]) -> str:
    """Tells one state of a row from all others."""
    text = json.dumps([" ".join(told.get(name, "").split()) for name in _EDITED])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _dates(db: sqlite3.Connection) -> dict[str, str | None]:
    rows = db.execute("SELECT sha256, date FROM document WHERE sha256 NOT IN (SELECT sha256 FROM gallrad)")
    return {row["sha256"]: row["date"] for row in rows}
