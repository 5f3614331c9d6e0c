"""What people tell and decide before the handover: printing and asking only, the work is done in the other modules."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import asdict

from archive.folder import Archive, now, transaction
from archive.handover.closing import opened_to_read, opened_to_write
from ingest.errors import CheckError

_MOST_ITEMS = 10  # of each finding that are told on a screen


def _body(options: Namespace) -> int:
    from archive.handover import asking
    from archive.handover.body import FIELDS, load_body

    archive = Archive.open(options.arkiv)
    told = asking.read_file(options.fran) if options.fran else {}
    told |= {f.option: text for f in FIELDS if (text := getattr(options, f"told_{f.option}")) is not None}
    if told:
        with opened_to_write(archive) as db:
            changed = asking.tell(db, asking.read_all(told), _person(options))
        _print([f"{len(changed)} {'uppgift' if len(changed) == 1 else 'uppgifter'} sparade.", ""])
    with opened_to_read(archive) as db:
        body = load_body(db)
        _print(asking.lines(body))
    if not told and body.missing() and sys.stdin.isatty():
        _print(["", "Svara på frågorna; en tom rad hoppar över, Ctrl-D slutar. Varje svar sparas genast."])
        with opened_to_write(archive) as db:
            asking.ask(db, _person(options), input, lambda line: _print([line]))
    return 0


def _klassa(options: Namespace) -> int:
    from archive.handover.klassa import decide_all, propose
    from archive.handover.plan import load_plan

    archive = Archive.open(options.arkiv)
    plan = load_plan(archive)
    with opened_to_write(archive) as db, transaction(db):
        told = propose(db, plan)
        decided = decide_all(db, _person(options)) if options.besluta else 0
    _print(
        [f"{told.total} handlingar: {told.new} nya förslag, {told.changed} ändrade, {told.decided} redan beslutade."]
    )
    if decided:
        _print([f"{decided} förslag är nu beslutade."])
    if told.open:
        _print([f"{told.open} saknar klass: ingen regel passade, eller så kunde filen inte läsas. Avgör dem själv."])
    if told.new or told.changed:
        _print([f"Gå igenom förslagen, och besluta dem sedan: slutarkiv klassa {options.arkiv} --besluta"])
    return 0


def _check(options: Namespace) -> int:
    from archive.handover.check import ERROR, findings, lines

    archive = Archive.open(options.arkiv)
    with opened_to_read(archive) as db:
        found = findings(archive, db, now())
    if options.json:
        _print([json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2)])
    else:
        _print(lines(found, _MOST_ITEMS))
    errors = sum(finding.severity == ERROR for finding in found)
    if errors:
        raise CheckError(f"{errors} fel måste rättas före leveransen.", "Varje fel ovan säger hur.")
    return 0


def _person(options: Namespace) -> str:
    """Who does it: as told, else the name the computer knows."""
    import getpass

    try:
        return str(options.av or getpass.getuser())
    except (OSError, KeyError):  # a user number without a name
        return "okänd"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


COMMANDS: dict[str, Callable[[Namespace], int]] = {"arkivbildare": _body, "klassa": _klassa, "check": _check}
