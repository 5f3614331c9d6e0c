"""Checks of what people are to tell and decide: the body, klassning, gallring, sekretess."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from archive.handover.body import load_body
from archive.handover.check import ERROR, WARNING, Checked, CheckFinding, CheckItem, documents, number_of
from archive.handover.holdings import DECIDED, PROPOSED, is_day
from archive.handover.plan import load_plan

_LIVE = """FROM document d LEFT JOIN holding h ON h.sha256 = d.sha256
    WHERE NOT EXISTS (SELECT 1 FROM gallrad g WHERE g.sha256 = d.sha256)"""
_SOON = 30  # days before the last one on which it is told
_WEEDED = f"SELECT d.name, h.* {_LIVE} AND h.gallring = 'gallras' ORDER BY h.due, d.name"


def body(looked_at: Checked) -> Iterator[CheckFinding]:
    """What arkivlagen 6 § and OSL 4:2 ask to be told about the body."""
    told = load_body(looked_at.db)
    if missing := told.missing():
        items = tuple(CheckItem(field.question, note=f"--{field.option}") for field in missing)
        count = number_of(len(missing), "uppgift", "uppgifter")
        yield CheckFinding(
            ERROR,
            "arkivbildare",
            f"{count} om arkivbildaren saknas.",
            "Fyll i dem: slutarkiv arkivbildare ARKIV",
            items,
        )
    if told.formed and told.ended and told.ended < told.formed:
        yield CheckFinding(
            ERROR, "arkivbildare-datum", f"Förbundet upphörde ({told.ended}) innan det bildades ({told.formed}).",
            "Rätta den ena dagen: slutarkiv arkivbildare ARKIV --bildat eller --upphor",
        )  # fmt: skip


def deadline(looked_at: Checked) -> Iterator[CheckFinding]:
    """The day by which the archive should be delivered is near, or past."""
    body = load_body(looked_at.db)
    last = body.delivered_by
    is_muddled = bool(body.formed and body.ended and body.ended < body.formed)  # told by itself
    if last is None or is_muddled or looked_at.db.execute("SELECT 1 FROM receipt").fetchone():
        return
    left = (date.fromisoformat(last) - date.fromisoformat(looked_at.today)).days
    if left <= _SOON:
        when = f"ska levereras senast {last}, om {number_of(left, 'dag', 'dagar')}" if left >= 0 else (
            f"skulle ha levererats senast {last}"
        )  # fmt: skip
        yield CheckFinding(
            WARNING, "leverans-senast", f"Arkivet {when}.",
            "Leverera, eller kom överens med mottagaren om en annan dag och skriv in den: "
            "slutarkiv arkivbildare ARKIV --leverans-senast DAG",
        )  # fmt: skip


def classing(looked_at: Checked) -> Iterator[CheckFinding]:
    """Every document has a process and a series of the plan, and a person has said so."""
    plan = load_plan(looked_at.archive)
    rows = looked_at.db.execute(
        f"SELECT d.sha256, d.name, d.status AS reading, h.klass, h.series, h.status {_LIVE} ORDER BY d.name"
    ).fetchall()
    unclassed = tuple(
        CheckItem(row["name"], row["sha256"])
        for row in rows
        # what could not be read and nobody has decided on is told of by itself
        if not (row["klass"] and row["series"]) and (row["reading"] != "failed" or row["status"] == DECIDED)
    )
    if unclassed:
        yield CheckFinding(
            ERROR, "oklassad", f"{documents(len(unclassed))} saknar klass eller serie.",
            "Låt slutarkiv klassa ARKIV föreslå, och avgör resten i webbläsaren eller i listan "
            "(slutarkiv klassa ARKIV --ut FIL.xlsx).",
            unclassed,
        )  # fmt: skip
    strange = tuple(
        CheckItem(row["name"], row["sha256"], note=f"{row['klass']} {row['series']}".strip())
        for row in rows
        if row["klass"] and row["series"] and not (row["klass"] in plan.processes and row["series"] in plan.series)
    )
    if strange:
        yield CheckFinding(
            ERROR, "okänd-klass", f"{documents(len(strange))} har en klass eller serie som inte finns i strukturen.",
            "Välj en annan, eller lägg till den i klassificering.toml i arkivets katalog.", strange,
        )  # fmt: skip
    undecided = tuple(
        CheckItem(row["name"], row["sha256"])
        for row in rows
        if row["status"] == PROPOSED and row["klass"] and row["series"]
    )
    if undecided:
        yield CheckFinding(
            ERROR, "obeslutad", f"{documents(len(undecided))} har bara ett förslag till klass och serie.",
            "Gå igenom förslagen och besluta dem: slutarkiv klassa ARKIV --besluta", undecided,
        )  # fmt: skip


def weeding(looked_at: Checked) -> Iterator[CheckFinding]:
    """Gallring needs a decision with its date and a term (arkivlagen 10 §); what is due is only told of here."""
    rows = looked_at.db.execute(_WEEDED).fetchall()
    wanting = tuple(CheckItem(row["name"], row["sha256"], note=told) for row in rows if (told := _wanting(row)))
    if wanting:
        yield CheckFinding(
            ERROR, "gallring-ofullständig", f"{documents(len(wanting))} ska gallras men saknar något som krävs.",
            "Ange beslut, datum och frist i listan eller i webbläsaren, eller låt handlingarna bevaras.", wanting,
        )  # fmt: skip
    due = [row for row in rows if not _wanting(row) and row["due"] <= looked_at.today and not row["hold"]]
    if due:
        yield CheckFinding(
            WARNING, "gallring-förfallen", f"{documents(len(due))} får gallras men finns kvar.",
            "Se listan: slutarkiv gallra ARKIV. Det som inte förstörs lämnas över med sin gallringsdag.",
            tuple(CheckItem(row["name"], row["sha256"], note=f"från {row['due']}") for row in due),
        )  # fmt: skip


def secrecy(looked_at: Checked) -> Iterator[CheckFinding]:
    """A restriction names its law and the day and authority of the decision."""
    rows = looked_at.db.execute(
        "SELECT r.*, d.name FROM restriction r LEFT JOIN document d ON d.sha256 = r.sha256 ORDER BY r.id"
    ).fetchall()
    wanting = tuple(
        CheckItem(row["name"] or row["sha256"], row["sha256"], row["page"], ", ".join(lacking))
        for row in rows
        if (lacking := _lacking(row))
    )
    if wanting:
        yield CheckFinding(
            ERROR, "sekretess-ofullständig", f"{number_of(len(wanting), 'sekretessmarkering', 'sekretessmarkeringar')} "
            "saknar något.", "Ta bort den och gör om den: slutarkiv sekretess ARKIV", wanting,
        )  # fmt: skip


def _wanting(row: sqlite3.Row) -> str:
    needs = (
        (row["decision"], "beslutets beteckning saknas"),
        (is_day(row["decided"] or ""), "beslutets datum saknas"),
        (row["term"] is not None, "gallringsfristen saknas"),
        (is_day(row["due"] or ""), "gallringsdagen saknas"),
        (row["status"] == DECIDED, "ingen har beslutat förslaget"),
    )
    return ", ".join(message for told, message in needs if not told)


def _lacking(row: sqlite3.Row) -> list[str]:
    needs = (
        (row["name"], "handlingen finns inte"),
        (row["law"].strip(), "lagrum saknas"),
        (is_day(row["decided"]), "datum saknas"),
        (row["authority"].strip(), "myndighet saknas"),
    )
    return [message for told, message in needs if not told]


CHECKS = (body, deadline, classing, weeding, secrecy)
