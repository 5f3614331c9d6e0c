"""Where documents belong and what becomes of them: rows of `holding`, checked by one set of rules.

They come from a proposal, a spreadsheet or the browser; `checked` is the one place that says what may stand in them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from archive.events import EventType, log
from archive.handover.inventory import UNCLASSED, Holding
from archive.handover.plan import Plan

FIELDS = ("klass", "series", "gallring", "ground", "decision", "decided", "term", "due", "hold", "status")
LABELS = {
    "klass": "klass", "series": "serie", "gallring": "bevaras/gallras", "ground": "grund",
    "decision": "gallringsbeslut", "decided": "beslutsdatum", "term": "gallringsfrist (år)",
    "due": "får gallras tidigast", "hold": "gallringsstopp", "status": "status",
}  # fmt: skip
PROPOSED: Final = "föreslagen"
DECIDED: Final = "beslutad"
KEPT: Final = "bevaras"
WEEDED: Final = "gallras"
_LONGEST_TERM = 200  # years; more is a slip of the finger


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field and what to do about it, in Swedish; `field` is one of FIELDS, or "" for the whole."""

    field: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


def holdings(db: sqlite3.Connection) -> dict[str, Holding]:
    """Every holding by the SHA-256 of its document."""
    names = ", ".join(FIELDS)
    return {row["sha256"]: Holding(*tuple(row)[1:]) for row in db.execute(f"SELECT sha256, {names} FROM holding")}


def tidy(text: str) -> str:
    """One line without signs that neither a table nor an XML file can hold."""
    return " ".join("".join(sign if sign.isprintable() or sign.isspace() else " " for sign in text).split())


def checked(told: Mapping[str, str], document_date: str | None, plan: Plan) -> Holding | list[Fault]:
    """The holding that is meant by fields as people write them, or everything that is wrong with them.

    `told` has any of FIELDS as text. Where the due day is not told it follows from the document's date: the first of
    January when the term, counted from the end of the document's year, is over.
    """
    said = {name: tidy(told.get(name, "")) for name in FIELDS}
    faults = _outside_plan(said, plan)
    gallring, status = said["gallring"].casefold() or KEPT, said["status"].casefold() or PROPOSED
    if gallring not in (KEPT, WEEDED):
        faults.append(Fault("gallring", f"”{said['gallring']}” är inget val.", f"Skriv {KEPT} eller {WEEDED}."))
    if status not in (PROPOSED, DECIDED):
        faults.append(Fault("status", f"”{said['status']}” är ingen status.", f"Skriv {PROPOSED} eller {DECIDED}."))
    decided, due = _day(said, "decided", faults), _day(said, "due", faults)
    term = _term(said, faults)
    if gallring == WEEDED:
        due = due or _due(document_date, term)
        faults += _missing_for_weeding(said, term, due, faults)
    else:
        term = due = None  # what is kept has no day on which it may go
    if faults:
        return faults
    return Holding(
        klass=said["klass"], series=said["series"], gallring=gallring, ground=said["ground"],  # type: ignore[arg-type]
        decision=said["decision"] or None, decided=decided, term=term, due=due, hold=said["hold"] or None,
        status=status,  # type: ignore[arg-type]  # both were looked at above
    )  # fmt: skip


def as_text(holding: Holding) -> dict[str, str]:
    """The fields as people write them: what `checked` reads back."""
    return {name: "" if value is None else str(value) for name, value in asdict(holding).items()}


def keep(db: sqlite3.Connection, sha256: str, holding: Holding) -> None:
    """Write a holding over what was there; the caller holds the transaction."""
    marks = ", ".join("?" * (len(FIELDS) + 1))
    values = [getattr(holding, name) for name in FIELDS]
    db.execute(f"INSERT OR REPLACE INTO holding (sha256, {', '.join(FIELDS)}) VALUES ({marks})", (sha256, *values))


def decide(db: sqlite3.Connection, changes: Mapping[str, Holding], by: str) -> int:
    """Keep what a person has changed, each with its event; the number of documents that were changed.

    A changed proposal is decided by its being changed: no later proposal may write over it. The caller holds the
    transaction.
    """
    before, changed = holdings(db), 0
    for sha256, holding in changes.items():
        old = before.get(sha256)
        if old == holding:
            continue
        new = replace(holding, status=DECIDED) if _differs(old, holding) else holding
        keep(db, sha256, new)
        log(db, EventType.METADATA_MODIFICATION, sha256, {"about": "klassning", "by": by, **_news(old, new)})
        changed += 1
    return changed


def _differs(old: Holding | None, new: Holding) -> bool:
    """Whether more than the status is another: then a person has decided something."""
    return old is None or replace(old, status=PROPOSED) != replace(new, status=PROPOSED)


def _news(old: Holding | None, new: Holding) -> dict[str, Any]:
    before = asdict(old) if old else {}
    return {name: value for name, value in asdict(new).items() if before.get(name) != value}


def _outside_plan(said: Mapping[str, str], plan: Plan) -> list[Fault]:
    faults = []
    if said["klass"] not in (UNCLASSED, *plan.processes):
        what = "är ingen process" if said["klass"] in plan.classes else "finns inte i klassificeringsstrukturen"
        faults.append(Fault("klass", f"Klassen {said['klass']} {what}.", f"Välj bland {', '.join(plan.processes)}."))
    if said["series"] not in (UNCLASSED, *plan.series):
        faults.append(Fault("series", f"Serien {said['series']} finns inte.", f"Välj bland {', '.join(plan.series)}."))
    return faults


def _missing_for_weeding(said: Mapping[str, str], term: int | None, due: str | None, known: list[Fault]) -> list[Fault]:
    """What gallring needs and nobody has told; fields that are wrong already are not told of twice."""
    needs = (
        ("decision", said["decision"], "Gallring kräver ett beslut.", "Skriv beslutets beteckning."),
        ("decided", said["decided"], "Beslutets datum saknas.", "Skriv det som 2024-05-27."),
        ("term", term is not None, "Gallringsfristen saknas.", "Skriv antal hela år, till exempel 7."),
        ("due", due, "Dagen då handlingen får gallras går inte att räkna ut: handlingen har inget datum.",
         "Skriv dagen som 2032-01-01."),
    )  # fmt: skip
    wrong = {fault.field for fault in known}
    if term is None:
        wrong.add("due")
    return [Fault(name, message, advice) for name, told, message, advice in needs if not told and name not in wrong]


def _due(document_date: str | None, term: int | None) -> str | None:
    return f"{int(document_date[:4]) + term + 1}-01-01" if document_date and term is not None else None


def _day(said: Mapping[str, str], name: str, faults: list[Fault]) -> str | None:
    text = said[name]
    if not text:
        return None
    if not is_day(text):
        faults.append(Fault(name, f"{LABELS[name].capitalize()}: ”{text}” är ingen dag.", "Skriv den som 2024-05-27."))
        return None
    return text


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar, written 2024-05-27."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _term(said: Mapping[str, str], faults: list[Fault]) -> int | None:
    text = said["term"]
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > _LONGEST_TERM:
        advice = f"Skriv antal hela år, 0 till {_LONGEST_TERM}."
        faults.append(Fault("term", f"Gallringsfristen ”{text}” är inget antal år.", advice))
        return None
    return int(text)
