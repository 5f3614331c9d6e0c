"""What people tell and decide before the handover: printing and asking only, the work is done in the other modules."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from archive.folder import Archive, now, transaction
from archive.handover.closing import is_closed, opened_to_read, opened_to_write
from archive.handover.commands_decisions import DECISIONS
from archive.handover.printing import person, refuse_list, say
from ingest.errors import CheckError

if TYPE_CHECKING:
    from archive.handover.plan import Plan

_MOST_ITEMS = 10  # of each finding that are told on a screen


def _body(options: Namespace) -> int:
    from archive.handover import asking
    from archive.handover.body import FIELDS, load_body

    archive = Archive.open(options.arkiv)
    told = asking.read_file(options.fran) if options.fran else {}
    told |= {f.option: text for f in FIELDS if (text := getattr(options, f"told_{f.option}")) is not None}
    if told:
        with opened_to_write(archive) as db:
            changed = asking.tell(db, asking.read_all(told), person(options))
        say([f"{len(changed)} {'uppgift' if len(changed) == 1 else 'uppgifter'} sparade.", ""])
    with opened_to_read(archive) as db:
        body, closed = load_body(db), is_closed(db)
    say(asking.lines(body))
    if not told and body.missing() and not closed and sys.stdin.isatty():
        say(["", "Svara på frågorna; en tom rad hoppar över, Ctrl-D slutar. Varje svar sparas genast."])
        with opened_to_write(archive) as db:
            asking.ask(db, person(options), input, lambda line: say([line]))
    return 0


def _klassa(options: Namespace) -> int:
    from archive.handover.plan import load_plan

    archive = Archive.open(options.arkiv)
    plan = load_plan(archive)
    if options.into:
        _read_list(archive, plan, options)
    elif options.ut:
        _write_list(archive, plan, options)
    else:
        _propose(archive, plan, options)
    return 0


def _propose(archive: Archive, plan: Plan, options: Namespace) -> None:
    from archive.handover.klassa import decide_all, propose

    with opened_to_write(archive) as db, transaction(db):
        told = propose(db, plan)
        decided = decide_all(db, person(options)) if options.besluta else 0
    say([f"{told.total} handlingar: {told.new} nya förslag, {told.changed} ändrade, {told.decided} redan beslutade."])
    if decided:
        say([f"{decided} förslag är nu beslutade."])
    if told.open:
        say([f"{told.open} saknar klass: ingen regel passade, eller så kunde filen inte läsas. Avgör dem själv."])
    if told.total > told.decided + decided:
        root = options.arkiv
        say([
            f"Gå igenom förslagen i webbläsaren (slutarkiv serve {root}) eller i en lista (slutarkiv klassa {root} "
            f"--ut FIL.xlsx), och besluta dem sedan: slutarkiv klassa {root} --besluta"
        ])  # fmt: skip


def _write_list(archive: Archive, plan: Plan, options: Namespace) -> None:
    from archive.handover.holding_list import export
    from archive.handover.klassa import propose

    with opened_to_read(archive) as db:
        closed = is_closed(db)
    if not closed:
        with opened_to_write(archive) as db, transaction(db):
            propose(db, plan)
    with opened_to_read(archive) as db:
        number = export(db, plan, options.ut)
    say([
        f"{number} handlingar i {options.ut}. Ändra i kolumnerna från klass och framåt, spara, och läs tillbaka: "
        f"slutarkiv klassa {options.arkiv} --in {options.ut}"
    ])  # fmt: skip


def _read_list(archive: Archive, plan: Plan, options: Namespace) -> None:
    from archive.handover.holding_list import read
    from archive.handover.holdings import decide

    with opened_to_write(archive) as db, transaction(db):
        imported = read(db, plan, options.into)
        refuse_list(imported.faults)
        changed = decide(db, imported.changes, person(options))
    say([f"{len(imported.changes)} rader lästa, {changed} ändrade."])


def _check(options: Namespace) -> int:
    from archive.handover.check import ERROR, findings, lines

    archive = Archive.open(options.arkiv)
    with opened_to_read(archive) as db:
        found = findings(archive, db, now())
    if options.json:
        say([json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2)])
    else:
        say(lines(found, _MOST_ITEMS))
    errors = sum(finding.severity == ERROR for finding in found)
    if errors:
        raise CheckError(f"{errors} fel måste rättas före leveransen.", "Varje fel ovan säger hur.")
    return 0


def _receipt(options: Namespace) -> int:
    from archive.handover.receipt import Told, receive
    from ingest.settings import Settings

    archive = Archive.open(options.arkiv)
    told = Told(options.paket, options.datum, options.mottagare, person(options), options.anda)
    receipt = receive(archive, options.kvitto, told, Settings.from_environment())
    say([
        f"Kvittot på {receipt.package} är inlagt. Arkivet är överlämnat till {receipt.receiver} och stängt.",
        "Det går att söka och läsa i som förut, men inget kan läggas till eller ändras.",
    ])  # fmt: skip
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "arkivbildare": _body,
    "klassa": _klassa,
    "check": _check,
    "kvittera": _receipt,
    **DECISIONS,
}
