"""The command line's words for making a package."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Command = Callable[[str, str], argparse.ArgumentParser]


def add_commands(archive_command: Command) -> None:
    """Add the commands to the parser; `archive_command(name, told)` makes one that takes ARKIV first."""
