"""The command line's words for what people tell and decide before the handover, and for the receipt after it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]


def add_commands(archive_command: Command) -> None:
    """Add the commands to the parser; `archive_command(name, told)` makes one that takes ARKIV first."""
