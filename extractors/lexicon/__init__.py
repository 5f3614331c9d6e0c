"""Word lists a clerk may edit: TOML files beside this module, each read once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The word list `<name>.toml`, as tomllib gives it; do not change what comes back, it is shared.

    Raises FileNotFoundError where there is no such list, tomllib.TOMLDecodeError (a ValueError) where it is not TOML.
    """
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def without_letters(pattern: str) -> str:
    """A pattern of plain words that also takes text whose å ä ö were lost when it was read: "år" → "[åa]r"."""
    for letter, lost in (("å", "[åa]"), ("ä", "[äa]"), ("ö", "[öo]")):
        pattern = pattern.replace(letter, lost)
    return pattern
