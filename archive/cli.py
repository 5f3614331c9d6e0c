"""`slutarkiv`: options in, printing out, and the one place where an error becomes a message and an exit code."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import Any

from archive.folder import Archive
from archive.handover.closing import opened_to_read
from ingest.errors import CheckError, DocumentError, MissingProgramError, SlutarkivError, UsageError
from ingest.settings import Settings

OK, INTERRUPTED, SOME_FAILED = 0, 130, DocumentError.exit_code


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code. Whatever slutarkiv raises on purpose is told in Swedish on standard error."""
    from archive.options import parse

    try:
        options = parse(sys.argv[1:] if arguments is None else arguments)
        return _command(options.command)(options)
    except SlutarkivError as error:
        print(f"slutarkiv: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("\nslutarkiv: avbrutet; det som hann bli klart är kvar.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of a pipe has seen enough (… | head); what is left in the buffer has nowhere to go
        sys.stdout = None
        return OK


def _command(name: str) -> Callable[[Namespace], int]:
    if name in _COMMANDS:
        return _COMMANDS[name]
    # imported here: a search or a status must not pay for what only the last day needs
    from archive.handover import commands_before, commands_package

    return {**commands_before.COMMANDS, **commands_package.COMMANDS}[name]


def _settings(options: Namespace | None = None) -> Settings:
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise UsageError(str(error)) from error
    scheduler = getattr(options, "scheduler", None)
    return replace(settings, scheduler=scheduler) if scheduler else settings


def _init(options: Namespace) -> int:
    Archive.create(options.arkiv, options.namn, options.orgnr)
    print(f"Arkivet {options.arkiv} är skapat. Lägg in handlingar: slutarkiv add {options.arkiv} FIL …")
    return OK


def _add(options: Namespace) -> int:
    from ingest.workers import get_ready

    get_ready(_settings(options))  # before the imports below, which take as long as its own
    from archive.accession import add
    from archive.progress import Progress

    progress = Progress(sys.stderr)
    for outcome in add(Archive.open(options.arkiv), options.filer, _settings(options), progress.waiting):
        progress.tell(outcome)
    print("\n".join(progress.summary()))
    return SOME_FAILED if progress.failed else OK


def _status(options: Namespace) -> int:
    from archive.queries import status
    from archive.report import status as lines

    with Archive.open(options.arkiv).connect_to_read() as db:
        told = status(db)
    return _print_json(told) if options.json else _print(lines(told))


def _search(options: Namespace) -> int:
    from archive.report import hits
    from archive.search import Query, search

    text = " ".join(options.text)
    if not text.strip() and options.ore is None:
        raise UsageError("Ange vad som ska sökas.", 'Till exempel: slutarkiv search ARKIV "bevilja medel"')
    query = Query(text, options.since, options.until, options.kind, options.ore, _settings().results)
    with Archive.open(options.arkiv).connect_to_read() as db:
        found = search(db, query)
    return _print_json([asdict(hit) for hit in found]) if options.json else _print(hits(found, bold=_is_terminal()))


def _show(options: Namespace) -> int:
    from archive.queries import paragrafer
    from archive.report import paragraf, paragraf_choices

    with Archive.open(options.arkiv).connect_to_read() as db:
        found = paragrafer(db, options.paragraf, options.datum)
    if options.json:
        return _print_json([asdict(shown) for shown in found])
    if not found:
        when = f" {options.datum}" if options.datum else ""
        raise UsageError(f"{options.paragraf}{when} finns inte i arkivet.", "Sök med: slutarkiv search ARKIV ORD")
    return _print(paragraf(found[0]) if len(found) == 1 else paragraf_choices(found))


def _read(options: Namespace) -> int:
    from archive.readout import read
    from archive.report import record
    from extractors.record import error_record, to_record

    code = OK
    for out in read(options.filer, _settings(options)):
        if out.document is not None and out.facts is not None:
            told = to_record(out.document, out.facts)
        else:
            code = SOME_FAILED
            told = error_record(out.name, out.sha256, out.error or DocumentError("Filen kunde inte läsas."))
        _print([json.dumps(told, ensure_ascii=False)] if options.json else record(told))
    return code


def _register(options: Namespace) -> int:
    from archive.register import register
    from archive.report import register as lines

    with Archive.open(options.arkiv).connect_to_read() as db:
        told = register(db)
    return _print_json(asdict(told)) if options.json else _print(lines(told))


def _export(options: Namespace) -> int:
    from archive.export import records, write_csv

    if options.pdf:
        return _export_pdf(options)
    with opened_to_read(Archive.open(options.arkiv)) as db:
        if options.csv:
            written = write_csv(db, options.csv)
            return _print([f"{len(written)} filer skrivna i {options.csv}."])
        return _print(json.dumps(record, ensure_ascii=False) for record in records(db))


def _export_pdf(options: Namespace) -> int:
    from archive.rendition import write_all

    archive = Archive.open(options.arkiv)
    with opened_to_read(archive) as db:
        made = list(write_all(archive, db, options.pdf))
    failed = [(name, told) for name, told in made if isinstance(told, DocumentError)]
    _print([f"{len(made) - len(failed)} sökbara PDF-filer skrivna i {options.pdf}."])
    _print(f"  {name}: {error}" for name, error in failed)
    return SOME_FAILED if failed else OK


def _verify(options: Namespace) -> int:
    from archive.fixity import faults, originals
    from archive.handover.verifier.kinds import is_package

    if is_package(options.arkiv):
        return _verify_package(options)
    archive = Archive.open(options.arkiv)
    with archive.connect_to_read() as db:
        found = list(faults(archive, db))
        number = originals(db)
    if options.json:
        _print_json({"originals": number, "holds": not found, "faults": found})
    elif found:
        _print(found)
    if found:
        raise CheckError(f"{len(found)} fel hittades.", "Återställ det som är fel från en säkerhetskopia.")
    return OK if options.json else _print([f"{number} original har rätt kontrollsumma och händelseloggen är hel."])


def _verify_package(options: Namespace) -> int:
    from archive.handover.verifier import verify

    report = verify(options.arkiv, _settings(), external=not options.snabb)
    _ = _print_json(report.as_json()) if options.json else _print(report.lines())
    if not report.holds:
        raise CheckError(
            report.verdict, "Leverera det inte: rätta det som är fel, gör om paketet och kontrollera igen."
        )
    return OK


def _signatures(options: Namespace) -> int:
    from archive.electronic import check_again, listed
    from archive.progress import Progress
    from archive.report import signatures as lines

    archive = Archive.open(options.arkiv)
    if options.kontrollera:
        check_again(archive, _settings(), Progress(sys.stderr).waiting)
    with opened_to_read(archive) as db:
        found = listed(db)
    return _print_json([asdict(one) for one in found]) if options.json else _print(lines(found))


def _serve(options: Namespace) -> int:
    from archive.serve import serve

    port = options.port or _settings().port

    def tell(way_in: str) -> None:
        address = f"http://127.0.0.1:{port}"
        print(f"Arkivet visas på {address}\nDu som ordnar det går in här: {address}{way_in}", flush=True)

    serve(Archive.open(options.arkiv), port, tell)
    return OK


def _doctor(options: Namespace) -> int:
    from archive.doctor import checks

    found = list(checks(_settings()))
    for check in found:
        if check.without and not check.found:
            print(f"○ {check.what}: saknas. Utan det: {check.without}. {check.cure}")
        else:
            print(f"{'✓' if check.found else '✗'} {check.what}: {check.found or 'saknas'}")
    missing = [check for check in found if not check.found and not check.without]
    if missing:
        cures = "; ".join(dict.fromkeys(check.cure for check in missing))
        raise MissingProgramError(f"{len(missing)} saknas.", cures)
    return _print(["Allt som behövs finns."])


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(line, flush=True)
    return OK


def _print_json(value: Any) -> int:
    print(json.dumps(value, ensure_ascii=False, indent=2))
    return OK


def _is_terminal() -> bool:
    return sys.stdout.isatty()


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "init": _init,
    "add": _add,
    "status": _status,
    "search": _search,
    "show": _show,
    "read": _read,
    "register": _register,
    "export": _export,
    "underskrifter": _signatures,
    "verify": _verify,
    "serve": _serve,
    "doctor": _doctor,
}

if __name__ == "__main__":
    sys.exit(main())
