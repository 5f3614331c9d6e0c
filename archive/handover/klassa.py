"""Where each document is proposed to belong: the first rule of the plan that fits it. A person's decision stays."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from archive.events import EventType, log
from archive.handover.holdings import DECIDED, PROPOSED, holdings, keep
from archive.handover.inventory import Holding
from archive.handover.plan import CONTAINER, MAIL, Plan
from ingest import media

UNREAD = "Filen kunde inte läsas: avgör själv var den hör hemma."
NO_RULE = "Ingen regel passar: avgör själv var handlingen hör hemma."
ATTACHED = "Bilaga: hör till e-posten den kom med."
_DOCUMENTS = """SELECT sha256, name, title, coalesce(kind, 'annat') AS kind, status, media_type, part_of,
    (SELECT media_type FROM document m WHERE m.sha256 = d.part_of) AS came_in FROM document d
    WHERE NOT EXISTS (SELECT 1 FROM gallrad g WHERE g.sha256 = d.sha256) ORDER BY id"""
_FORMS = {media.ZIP: CONTAINER, media.EML: MAIL, media.MSG: MAIL}


@dataclass(frozen=True)
class Proposed:
    """How many documents got a proposal, and how many proposals leave the klass open; `decided` were left alone."""

    new: int
    changed: int
    open: int
    decided: int
    total: int


def propose(db: sqlite3.Connection, plan: Plan) -> Proposed:
    """Propose a holding for every document a person has not decided on. The caller holds the transaction."""
    known, new, changed, left_open, decided = holdings(db), 0, 0, 0, 0
    rows = db.execute(_DOCUMENTS).fetchall()
    for row in rows:
        old = known.get(row["sha256"])
        if old is not None and old.status == DECIDED:
            decided += 1
            continue
        holding = _with_its_mail(row, known) or _proposal(row, plan)
        if old is not None:
            # what stops gallring is a person's word, whoever proposed the rest
            holding = replace(holding, hold=old.hold)
        left_open += not holding.klass
        known[row["sha256"]] = holding
        if holding != old:
            keep(db, row["sha256"], holding)
            new, changed = new + (old is None), changed + (old is not None)
    return Proposed(new, changed, left_open, decided, len(rows))


def decide_all(db: sqlite3.Connection, by: str) -> int:
    """Every proposal that tells klass and series becomes a decision; their number. The caller holds the transaction."""
    proposals = db.execute(
        "SELECT sha256 FROM holding WHERE status = ? AND klass != '' AND series != ''", (PROPOSED,)
    ).fetchall()
    for row in proposals:
        db.execute("UPDATE holding SET status = ? WHERE sha256 = ?", (DECIDED, row["sha256"]))
        detail = {"about": "klassning", "by": by, "status": DECIDED}
        log(db, EventType.METADATA_MODIFICATION, row["sha256"], detail)
    return len(proposals)


def _with_its_mail(row: sqlite3.Row, known: dict[str, Holding]) -> Holding | None:
    """An attachment that is nothing in itself belongs with its e-mail, which was kept before it."""
    mail = known.get(row["part_of"]) if _FORMS.get(row["came_in"]) == MAIL else None
    if mail is None or row["kind"] != "annat" or row["status"] != "kept":
        return None
    return Holding(mail.klass, mail.series, ground=ATTACHED)


def _proposal(row: sqlite3.Row, plan: Plan) -> Holding:
    if row["status"] == "failed":
        return Holding(ground=UNREAD)
    title = f"{row['title'] or ''} {row['name']}"
    rule = plan.rule_for(row["kind"], title, _FORMS.get(row["media_type"], ""))
    if rule is None:
        return Holding(ground=NO_RULE)
    return Holding(rule.klass, rule.series, ground=rule.ground)
