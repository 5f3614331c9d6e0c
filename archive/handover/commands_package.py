"""`slutarkivera`: printing only, the work is done in the other modules."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from archive.folder import Archive
from ingest.errors import CheckError, UsageError
from ingest.settings import Settings

if TYPE_CHECKING:
    from archive.handover.check import CheckFinding
    from archive.handover.inventory import Rendition
    from archive.handover.slutarkivera import Packaged

_MOST_ITEMS = 5  # of each finding and of what was not converted, told on a screen
_MEGABYTE = 1_000_000


def _slutarkivera(options: Namespace) -> int:
    from archive.handover.clock import moment
    from archive.handover.slutarkivera import Order, Told, slutarkivera

    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise UsageError(str(error)) from error
    order = Order(
        out=options.ut, trial=options.provleverans, clock=options.klocka or moment(), profile=options.profil,
        flavour=options.pdfa, site=options.sida, zip=options.zip, quick=options.snabb,
    )  # fmt: skip
    told = Told(_step, _found, _rendition, _waiting)
    made = slutarkivera(Archive.open(options.arkiv), order, settings, told)
    _print(_summary(made))
    _print(["", *made.report.lines()])
    if not made.report.holds:
        raise CheckError(
            made.report.verdict,
            "Ta bort paketet, rätta det som är fel och gör om det; leverera det inte som det är.",
        )
    return 0


def _summary(made: Packaged) -> Iterator[str]:
    size = f"{made.delivery.bytes / _MEGABYTE:.1f}".replace(".", ",")
    yield f"Paketet ligger i {made.folder}"
    yield f"  {made.delivery.items} handlingar, {made.delivery.files} filer, {size} MB"
    if made.zip is not None:
        yield f"  som zip: {made.zip}"
        yield f"  zip-filens SHA-256: {made.delivery.zip}"
    if made.not_converted:
        yield f"{len(made.not_converted)} handlingar finns bara i originalformat, utan PDF/A:"
        yield from (f"  {title}: {why}" for title, why in made.not_converted[:_MOST_ITEMS])
        if len(made.not_converted) > _MOST_ITEMS:
            yield f"  … och {len(made.not_converted) - _MOST_ITEMS} till; alla står i metadata/other/register.csv"


def _found(found: Sequence[CheckFinding]) -> None:
    from archive.handover.check import lines

    _print(lines(list(found), _MOST_ITEMS))


def _step(what: str) -> None:
    _tell(f"{what} …")


def _rendition(name: str, rendition: Rendition) -> None:
    _tell(f"  {name}: {'PDF/A' if rendition.path else rendition.message}")


def _waiting() -> None:
    _tell("Någon annan arbetar i arkivet just nu; väntar tills det är klart …")


def _tell(line: str) -> None:
    """What goes on stands on standard error, so that standard output is the outcome alone."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


COMMANDS: dict[str, Callable[[Namespace], int]] = {"slutarkivera": _slutarkivera}
