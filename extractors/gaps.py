"""What may lie inside one printed thing that runs on: a space, or a line end with a blanked head or foot."""

from __future__ import annotations

SPACE = "[ \u00a0\u2000-\u200a\u202f]"
GAP = rf"(?:{SPACE}|[ \t\u00a0]?\n\s{{0,600}}+)"  # possessive: a long blank costs one step
DASH = "[-\u2010-\u2015\u2212]"


def joins(gap: str) -> bool:
    """Whether a thing may run over this gap: not over an empty line, unless a head or foot was blanked there."""
    return gap.count("\n") <= 1 or max(map(len, gap.split("\n"))) > 3
