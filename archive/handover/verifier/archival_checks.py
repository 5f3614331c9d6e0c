"""What an archivist would ask of the delivery: may this be destroyed, whose is it, of which days, what is lacking?

Arkivlagen (1990:782) 6 and 10 §§. Asked of the archive's database as it lies in the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from archive.handover.body import FIELDS, Body
from archive.handover.check_documents import OWN_KINDS, is_same_body
from archive.handover.verifier.database import NAME, Database, Documented
from archive.handover.verifier.report import Remark, note, warning
from archive.handover.verifier.view import View

_WINDING_UP = 1  # years after its end in which a body may still close its books and be audited
_NUMBER = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?\s*[a-zåäö]?")


def database(view: View) -> Iterator[Remark]:
    """The copy of the database opens and its log is whole."""
    if view.database is None:
        yield from [view.database_fault] if view.database_fault else []
        return
    for number in view.database.broken_events:
        yield Remark("händelselogg", NAME, f"händelseloggen är bruten vid händelse {number}.")
    yield note("databas", f"{len(view.database.documents)} handlingar, {view.database.events} händelser")


def weeding(view: View) -> Iterator[Remark]:
    """Nothing is to be destroyed, or has been, without a decision, its date and its term."""
    if view.database is None:
        return
    for document in view.database.documents.values():
        holding = document.holding
        if document.destroyed and not document.destroyed_by:
            yield Remark("gallring", document.name, "är gallrad, men inget beslut anges.")
        if holding.gallring != "gallras":
            if document.destroyed:
                yield Remark("gallring", document.name, "är gallrad, men ska bevaras enligt arkivet.")
            continue
        lacking = _lacking(document)
        if lacking:
            yield Remark("gallring", document.name, f"gallras, men {', '.join(lacking)} saknas.")
        elif holding.status != "beslutad":
            yield Remark("gallring", document.name, "gallras, men det är bara ett förslag som ingen har beslutat.")
        if document.destroyed and holding.due and document.destroyed[:10] < holding.due:
            yield Remark("gallring", document.name, f"gallrades {document.destroyed[:10]}, före {holding.due}.")
        if document.destroyed and holding.decided and document.destroyed[:10] < holding.decided:
            yield Remark("gallring", document.name, f"gallrades före beslutet ({holding.decided}).")
        if document.destroyed and holding.hold:
            yield Remark("gallring", document.name, f"är gallrad trots gallringsstopp ({holding.hold}).")


def _lacking(document: Documented) -> list[str]:
    holding = document.holding
    needs = (
        (holding.decision, "beslutets beteckning"),
        (_is_day(holding.decided), "beslutets datum"),
        (holding.term is not None, "gallringsfristen"),
        (_is_day(holding.due), "dagen då den får gallras"),
    )
    return [what for told, what in needs if not told]


def secrecy(view: View) -> Iterator[Remark]:
    """A mark of sekretess names its law, the day and the authority of its decision, and a document that is here."""
    if view.database is None:
        return
    for mark in view.database.restrictions:
        needs = (
            (mark.name, "handlingen"),
            (mark.law.strip(), "lagrummet"),
            (_is_day(mark.decided), "beslutets datum"),
            (mark.authority.strip(), "beslutande myndighet"),
        )
        if lacking := [what for told, what in needs if not told]:
            yield Remark("sekretess", mark.name or NAME, f"är sekretessmärkt, men {', '.join(lacking)} saknas.")
    yield note("sekretess", f"{len(view.database.restrictions)} märkningar")


def told_of_body(view: View) -> Iterator[Remark]:
    """What the law asks an archive to tell of who made it is told."""
    if view.database is None:
        return
    asked = {field.name: field for field in FIELDS}
    for field in view.database.body.missing():
        yield Remark("arkivbildare", NAME, f"uppgiften ”{asked[field.name].question}” om arkivbildaren saknas.")


def one_body(view: View) -> Iterator[Remark]:
    """The archive is one body's: METS and the database name the same, and no own document is another's."""
    database, mets = view.database, view.root
    if database is None:
        return
    body = database.body
    named = (
        [agent for agent in mets.agents if (agent.role, agent.type) == ("ARCHIVIST", "ORGANIZATION")] if mets else []
    )
    for agent in named:
        if agent.name != body.name:
            yield Remark("två-arkivbildare", NAME, f"arkivbildaren är {body.name} här, men {agent.name} i METS.")
        elif not any(body.org_number in text for text in agent.notes):
            told = f"organisationsnumret är {body.org_number} här, men {', '.join(agent.notes) or 'inget'} i METS."
            yield Remark("två-arkivbildare", NAME, told)
    told = f"{body.history or ''} {body.organisation or ''}".casefold()
    for document in database.documents.values():
        if document.kind not in OWN_KINDS or document.destroyed:
            continue
        if document.org_number and document.org_number != body.org_number and document.org_number not in told:
            yield Remark(
                "två-arkivbildare", document.name,
                f"har organisationsnummer {document.org_number}; arkivet är {body.name}, {body.org_number}.",
            )  # fmt: skip
        elif document.organisation and not is_same_body(document.organisation, body, told):
            yield warning("annan-organisation", document.name, f"ser ut att vara gjord av {document.organisation}.")


def days(view: View) -> Iterator[Remark]:
    """Documents from before the body was or after it ended: told, and a fault where it can hardly be so."""
    database = view.database
    if database is None:
        return
    body = database.body
    made = (view.root.header.get("CREATEDATE", "") if view.root else "")[:10]
    for document in database.documents.values():
        when = document.date
        if not when or document.destroyed:
            continue
        if made and when > made[: len(when)]:
            yield Remark("datum", document.name, f"är daterad {when}, efter att paketet gjordes ({made}).")
        elif body.ended and when > body.ended[: len(when)]:
            yield _late(document, body, when)
        elif body.formed and when < body.formed[: len(when)]:
            yield warning("datum", document.name, f"är daterad {when}, före bildandet ({body.formed}).")


def _late(document: Documented, body: Body, when: str) -> Remark:
    """After the end there is a year to close the books in; later than that must be told in the body's history."""
    ended = str(body.ended)
    last = f"{int(ended[:4]) + _WINDING_UP}{ended[4:]}"
    message = f"är daterad {when}, efter att förbundet upphörde ({ended})"
    if when <= last[: len(when)] or when in (body.history or ""):
        return warning("datum", document.name, f"{message}; kontrollera att den hör till arkivet.")
    return Remark("datum", document.name, f"{message}. Hör den hit, nämn {when} i arkivbildarens historik.")


def findings(view: View) -> Iterator[Remark]:
    """What the archive found odd is told; a gap between §§ that the archive itself does not tell of is a fault."""
    database = view.database
    if database is None:
        return
    names = {document.id: document.name for document in database.documents.values()}
    for found in database.findings:
        if found.severity != "info":
            yield warning(found.code, names.get(found.document, NAME), found.message)
    told = {found.document for found in database.findings if found.code == "paragraf-gap"}
    for document, gap in _gaps(database):
        if document not in told:
            yield Remark("paragraf-gap", names.get(document, NAME), f"{gap} saknas, och arkivet nämner det inte.")


def _gaps(database: Database) -> Iterator[tuple[int, str]]:
    for document, numbers in database.numbers.items():
        last = None
        for label, number in numbers:
            found = _NUMBER.fullmatch(number.strip().lower())
            if label is None or found is None:
                last = None
                continue
            first = int(found[1])
            if last is not None and first > last + 1:
                yield document, f"§ {last + 1}" if first == last + 2 else f"§§ {last + 1}–{first - 1}"
            last = int(found[2] or first)


def _is_day(text: str | None) -> bool:
    try:
        return bool(text) and bool(date.fromisoformat(str(text)))
    except ValueError:
        return False
