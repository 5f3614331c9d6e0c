"""The command line's words for what people tell and decide before the handover, and for the receipt after it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from archive.handover.body import DATE, FIELDS, LIST, ORG_NUMBER

Command = Callable[[str, str], argparse.ArgumentParser]
_VOLUME = {
    "serie": "serien, till exempel A1", "volym": "volymens nummer i serien", "titel": "vad den innehåller",
    "fran": "från och med: år eller dag", "till": "till och med: år eller dag", "plats": "var den står",
    "anmarkning": "en anmärkning",
}  # fmt: skip
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
    klassa.add_argument(
        "--ut", type=Path, metavar="FIL", help="skriver listan till FIL.xlsx eller FIL.csv, att ändra i"
    )
    klassa.add_argument("--in", dest="into", type=Path, metavar="FIL", help="läser tillbaka den ändrade listan")
    _with_person(klassa)

    check = archive_command("check", "visar vad som saknas, är oavgjort eller oläsligt inför överlämnandet")
    check.add_argument("--json", action="store_true", help="skriver JSON")
    _add_decisions(archive_command)

    receipt = archive_command("kvittera", "lägger in mottagarens kvitto på leveransen och stänger arkivet")
    receipt.add_argument("kvitto", type=Path, metavar="KVITTO", help="filen med det undertecknade kvittot")
    receipt.add_argument("--paket", required=True, metavar="OBJID", help="paketet som kvittot gäller")
    receipt.add_argument("--datum", required=True, metavar="DATUM", help="kvittots dag")
    receipt.add_argument("--mottagare", required=True, metavar="NAMN", help="arkivet som har tagit emot")
    receipt.add_argument("--anda", action="store_true", help="stänger även om arkivet har ändrats efter paketet")
    _with_person(receipt)


def _add_decisions(archive_command: Command) -> None:
    weed = archive_command("gallra", "visar vad som får gallras; förstör det när beslutet anges och bekräftas")
    weed.add_argument("--forstor", action="store_true", help="förstör det som beslutet gäller och som får gallras nu")
    weed.add_argument("--beslut", metavar="ID", help="gallringsbeslutets beteckning")
    weed.add_argument("--ja", action="store_true", help="bekräftar: det som förstörs går inte att få tillbaka")
    _with_person(weed)

    secret = archive_command(
        "sekretess", "visar vad som är märkt med sekretess; märker en handling, sida eller paragraf"
    )
    secret.add_argument(
        "handling", nargs="?", metavar="HANDLING", help="filens namn eller början av dess kontrollsumma"
    )
    where = secret.add_mutually_exclusive_group()
    where.add_argument("--sida", type=int, metavar="N", help="bara den sidan")
    where.add_argument("--paragraf", metavar="X", help="bara den paragrafen")
    secret.add_argument("--lag", metavar="LAGRUM", help='till exempel "OSL 26 kap. 1 §"')
    secret.add_argument("--datum", metavar="DATUM", help="dagen för bedömningen")
    secret.add_argument("--myndighet", metavar="NAMN", help="myndigheten som har gjort bedömningen")
    secret.add_argument("--anteckning", metavar="TEXT", default="", help="en anmärkning")
    secret.add_argument("--ta-bort", type=int, metavar="NR", help="tar bort märkningen med det numret i listan")
    _with_person(secret)

    persons = archive_command(
        "personuppgifter", "visar vilka handlingar som har personuppgifter, så långt det kan läsas"
    )
    persons.add_argument("--json", action="store_true", help="skriver JSON")

    volume = archive_command("volym", "visar original på papper; lägger till en volym eller läser in en lista")
    for heading, told in _VOLUME.items():
        volume.add_argument(f"--{heading}", metavar="TEXT", help=told)
    volume.add_argument(
        "--in", dest="into", type=Path, metavar="FIL", help="läser in volymer ur FIL.csv eller FIL.xlsx"
    )
    volume.add_argument("--ta-bort", action="store_true", help="tar bort volymen som --serie och --volym anger")
    _with_person(volume)


def _with_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--av", metavar="NAMN", help="vem som gör det; annars den inloggades användarnamn")
