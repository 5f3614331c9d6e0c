"""What the handover's commands share: lines to the screen, and who sits there."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence

from ingest.errors import UsageError


def say(lines: Iterable[str]) -> None:
    """Print lines on standard out."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def person(options: Namespace) -> str:
    """Who does it: as told with --av, else the name the computer knows."""
    return str(options.av or user())


def user() -> str:
    """The name the computer knows the user by."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user number without a name
        return "okänd"


def refuse_list(faults: Sequence[object]) -> None:
    """Tell of every row that does not hold; raises UsageError where there is one."""
    if faults:
        say(map(str, faults))
        count = f"{len(faults)} fel" if len(faults) > 1 else "Ett fel"
        raise UsageError(f"{count} i listan; ingenting är ändrat.", "Rätta raderna ovan och läs in listan igen.")
