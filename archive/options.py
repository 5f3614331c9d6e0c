"""The command line's words: commands, options and their help, in Swedish."""

from __future__ import annotations

import argparse
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from archive.handover import options_before, options_package
from ingest.errors import UsageError

_KINDS = (
    "protokoll", "kallelse", "verksamhetsplan", "budget", "årsredovisning", "delårsrapport", "revisionsberättelse",
    "policy", "avtal", "ansökan", "rapport", "annat",
)  # fmt: skip  # extractors.facts.KINDS, written out: importing it would cost a search half its time (a test compares)
_MESSAGES = (
    (r"the following arguments are required: (.*)", r"Det saknas: \1."),
    (r"unrecognized arguments: (.*)", r"Okänt på kommandoraden: \1."),
    (r"argument (.*): expected .*argument.*", r"\1 ska följas av ett värde."),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1: \2 finns inte; välj bland \3."),
    (r"argument (.*): not allowed with argument (.*)", r"\1 kan inte användas tillsammans med \2."),
    (r"one of the arguments (.*) is required", r"Ange en av: \1."),
    (r"ambiguous option: (.*) could match (.*)", r"\1 kan betyda \2; skriv ut växeln helt."),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Swedish and raises UsageError instead of leaving the program."""

    def __init__(self, **settings: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **settings)  # type: ignore[arg-type]  # passed through
        self._positionals.title = "anges"
        self._optionals.title = "växlar"
        self.add_argument("-h", "--help", action="help", help="visar den här hjälpen")

    def error(self, message: str) -> NoReturn:
        for pattern, swedish in _MESSAGES:
            if match := re.fullmatch(pattern, message):
                message = match.expand(swedish)
                break
        raise UsageError(message, f"Hjälp: {self.prog} --help")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "användning:", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "användning:", 1)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The call's options; `command` names the command. Raises UsageError in Swedish, SystemExit after --help."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not any(word.startswith("-") for word in rest):
        # argparse takes an optional word for absent where an option stands before it
        if options.command == "search":
            options.text += rest
            rest = []
        elif options.command == "show" and options.datum is None:
            options.datum, *rest = rest
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return options


def _parser() -> _Parser:
    parser = _Parser(prog="slutarkiv", description="Gör en liten myndighets styrelsehandlingar sökbara och granskbara.")
    commands = parser.add_subparsers(dest="command", metavar="KOMMANDO", required=True, title="kommandon")

    def command(name: str, told: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=told, description=told[0].upper() + told[1:] + ".")

    def archive_command(name: str, told: str) -> argparse.ArgumentParser:
        made = command(name, told)
        made.add_argument("arkiv", type=Path, metavar="ARKIV", help="arkivets katalog")
        return made

    init = archive_command("init", "skapar ett nytt, tomt arkiv")
    init.add_argument("--namn", required=True, help="organisationens namn")
    init.add_argument("--orgnr", required=True, type=_org_number, help="organisationsnummer, till exempel 222000-0026")

    add = archive_command("add", "lägger in filer, mappar, zip-filer och e-post; kan upprepas")
    add.add_argument("filer", type=Path, nargs="+", metavar="FIL", help="filer och mappar")
    _with_scheduler(add)

    status = archive_command("status", "visar vad som finns, hur det lästes och vad som inte gick")
    _as_json(status)

    search = archive_command("search", "söker paragrafer och textställen")
    search.add_argument("text", nargs="*", metavar="ORD", help='ord, "fraser", § 26, 60 tkr, diarienummer, datum')
    search.add_argument("--from", dest="since", type=_date, metavar="DATUM", help="handlingar från och med")
    search.add_argument("--to", dest="until", type=_date, metavar="DATUM", help="handlingar till och med")
    search.add_argument("--kind", choices=_KINDS, metavar="SLAG", help=f"slag av handling: {', '.join(_KINDS)}")
    search.add_argument("--amount", type=_kronor, dest="ore", metavar="KRONOR", help="ställen med just det beloppet")
    _as_json(search)

    show = archive_command("show", "visar en paragraf, dess beslut och var den står")
    show.add_argument("paragraf", metavar="PARAGRAF", help='till exempel 27 eller "SFV § 27"')
    show.add_argument("datum", nargs="?", metavar="DATUM", help="mötets datum; 2024-05-27-2 är dagens andra möte")
    _as_json(show)

    read = command("read", "läser filer utan att spara dem")
    read.add_argument("filer", type=Path, nargs="+", metavar="FIL", help="filer och mappar")
    _with_scheduler(read)
    _as_json(read)

    _as_json(archive_command("register", "visar personer och organisationer, och vilka namn som kan vara samma"))

    export = archive_command("export", "skriver ut arkivets uppgifter")
    how = export.add_mutually_exclusive_group(required=True)
    how.add_argument("--json", action="store_true", help="en rad JSON per handling, på standard ut")
    how.add_argument("--csv", type=Path, metavar="KATALOG", help="en CSV-fil per slag av uppgift")
    how.add_argument("--pdf", type=Path, metavar="KATALOG", help="en sökbar PDF per inskannad handling")

    verify = command("verify", "kontrollerar ett arkiv, eller ett leveranspaket som mapp eller zip")
    verify.add_argument("arkiv", type=Path, metavar="SÖKVÄG", help="arkivets katalog, eller leveranspaketet")
    verify.add_argument(
        "--snabb",
        action="store_true",
        help="bara den egna kontrollen av ett paket: utan eark-validator, veraPDF och PRONOM",
    )
    _as_json(verify)

    signatures = archive_command("underskrifter", "visar de elektroniska underskrifterna i PDF-filer och om de stämmer")
    signatures.add_argument(
        "--kontrollera", action="store_true",
        help="kontrollerar dem på nytt, mot de betrodda utfärdarna i SLUTARKIV_ISSUERS",
    )  # fmt: skip
    _as_json(signatures)

    serve = archive_command("serve", "visar arkivet i webbläsaren, bara på den här datorn")
    serve.add_argument("--port", type=_port, help="port att lyssna på")
    options_before.add_commands(archive_command)
    options_package.add_commands(archive_command)
    command("doctor", "visar vilka program och språkmodeller som finns och hur det som saknas installeras")
    return parser


def _with_scheduler(parser: argparse.ArgumentParser) -> None:
    told = "läser sidorna på ett Dask-kluster, till exempel tcp://server:8786"
    parser.add_argument("--scheduler", type=_scheduler, metavar="ADRESS", help=told)


def _as_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="skriver JSON")


def _org_number(value: str) -> str:
    from stdnum.exceptions import ValidationError
    from stdnum.se import orgnr

    try:
        return orgnr.format(orgnr.validate(value))
    except ValidationError as error:
        raise argparse.ArgumentTypeError(
            f"{value} är inget giltigt organisationsnummer (tio siffror, den sista en kontrollsiffra)"
        ) from error


def _scheduler(value: str) -> str:
    if not re.fullmatch(r"(tcp|tls|ws|wss|ucx)://\S+:\d{1,5}", value):
        raise argparse.ArgumentTypeError(f"{value} är ingen adress till en schemaläggare; skriv tcp://server:8786")
    return value


def _date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value):
        raise argparse.ArgumentTypeError(f"{value} är inget datum; skriv 2024-05-27, 2024-05 eller 2024")
    return value


def _kronor(value: str) -> int:
    try:
        ore = Decimal(re.sub(r"[\s\u00a0]", "", value).replace(",", ".")) * 100
        if ore == int(ore) and abs(ore) < 10**17:
            return int(ore)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise argparse.ArgumentTypeError(f"{value} är inget belopp i kronor; skriv till exempel 50000")


def _port(value: str) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535:
        return int(value)
    raise argparse.ArgumentTypeError(f"{value} är ingen port; ange ett tal mellan 1 och 65535")
