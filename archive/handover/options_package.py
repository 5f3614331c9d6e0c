"""The command line's words for making a package."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Command = Callable[[str, str], argparse.ArgumentParser]


def add_commands(archive_command: Command) -> None:
    """Add the commands to the parser; `archive_command(name, told)` makes one that takes ARKIV first."""
    made = archive_command("slutarkivera", "gör leveranspaketet till arkivmyndigheten och kontrollerar det")
    made.add_argument("ut", type=Path, metavar="UT", help="katalog som paketet läggs i")
    kind = made.add_mutually_exclusive_group(required=True)
    kind.add_argument("--provleverans", action="store_true", help="ett paket att öva med, även om något saknas")
    kind.add_argument("--leverans", action="store_true", help="det skarpa paketet; inget fel får vara kvar i check")
    profile = "fgs-2.0 (E-ARK SIP 2.1.0; görs om inget sägs) eller den äldre fgs-1.2; fråga mottagaren"
    made.add_argument("--profil", choices=("fgs-2.0", "fgs-1.2"), default="fgs-2.0", metavar="PROFIL", help=profile)
    made.add_argument(
        "--pdfa", choices=("2u", "1b"), default="2u", metavar="SLAG", help="2u (görs om inget sägs) eller 1b"
    )
    when = "paketets tidpunkt i stället för nu, till exempel 2026-12-31T12:00:00Z; samma tid ger samma paket"
    made.add_argument("--klocka", type=_moment, metavar="TID", help=when)
    made.add_argument("--sida", action="store_true", help="lägger med arkivet som webbplats att öppna utan server")
    told = "packar också paketet som zip-fil med kontrollsumma (görs om inget sägs)"
    quick = "kontrollerar paketet utan eark-validator och veraPDF, som tar längst tid"
    made.add_argument("--snabb", action="store_true", help=quick)
    zipped = made.add_mutually_exclusive_group()
    zipped.add_argument("--zip", action="store_true", default=True, help=told)
    zipped.add_argument("--ingen-zip", action="store_false", dest="zip", help="gör bara mappen")


def _moment(value: str) -> str:
    # imported here: a search must not pay for what only the last day needs
    from archive.handover.clock import parse

    try:
        return parse(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{value} är ingen tidpunkt; skriv 2026-12-31 eller 2026-12-31T12:00:00Z"
        ) from error
