"""The command line's words for what people tell and decide before the handover, and for the receipt after it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from archive.handover.body import DATE, FIELDS, LIST, ORG_NUMBER

Command = Callable[[str, str], argparse.ArgumentParser]
_VALUES = {DATE: "DATUM", ORG_NUMBER: "NUMMER", LIST: "NAMN;NAMN"}


def add_commands(archive_command: Command) -> None:
    """Add the commands to the parser; `archive_command(name, told)` makes one that takes ARKIV first."""
    body = archive_command("arkivbildare", "visar vad som är sagt om arkivbildaren och frågar efter det som saknas")
    body.add_argument("--fran", type=Path, metavar="FIL", help="läser uppgifterna ur en TOML-fil")
    for field in FIELDS:
        value = _VALUES.get(field.kind, "TEXT")
        body.add_argument(f"--{field.option}", dest=f"told_{field.option}", metavar=value, help=field.question)
    _with_person(body)

    klassa = archive_command("klassa", "föreslår klass, serie och bevarande för varje handling")
    klassa.add_argument("--besluta", action="store_true", help="gör alla förslag med klass och serie till beslut")
    _with_person(klassa)

    check = archive_command("check", "visar vad som saknas, är oavgjort eller oläsligt inför överlämnandet")
    check.add_argument("--json", action="store_true", help="skriver JSON")


def _with_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--av", metavar="NAMN", help="vem som gör det; annars den inloggades användarnamn")
