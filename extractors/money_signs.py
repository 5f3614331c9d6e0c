"""What stands before a sum and belongs to it: its sign, "minus", "ca".

A dash is many things in Swedish print: a minus, a bullet, a range, a dash between clauses. Which one follows from what
stands on its other side; the words that decide are in `lexicon/money.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.gaps import DASH
from extractors.money_forms import LEXICON, alternatives


@dataclass(frozen=True, slots=True)
class Lead:
    """The sign and the "ca" of a number; `start` is where they begin, or the number where there are none."""

    start: int
    negative: bool = False
    approximate: bool = False


_APPROXIMATE = re.compile(rf"(?<!\w)(?:{alternatives(LEXICON['ungefar']['ord'])})\s{{0,3}}$", re.IGNORECASE)
_MINUS_WORD = re.compile(r"(?<!\w)minus(?:\s(?:på|om))?\s{1,3}$", re.IGNORECASE)
SIGN = re.compile(rf"(?P<sign>\+|{DASH}{{1,2}})(?P<space>\s{{0,3}})$")
_LAST_WORD = re.compile(r"(\w+)$")


def lead_of(text: str, start: int, floor: int) -> Lead:
    """Sign, "minus" and "ca" before a number, in whatever order; nothing before `floor`."""
    negative = approximate = False
    while not (negative and approximate):
        low = max(floor, start - 32)
        if not approximate and (match := _APPROXIMATE.search(text, low, start)):
            approximate, start = True, match.start()
        elif not negative and (match := _MINUS_WORD.search(text, low, start)):
            negative, start = True, match.start()
        elif (match := SIGN.search(text, max(floor, start - 5), start)) and (sign := _is_sign(text, match)):
            negative, start = negative or sign == "-", match.start()
        else:
            break
    return Lead(start, negative, approximate)


def _is_sign(text: str, match: re.Match[str]) -> str:
    """ "+", "-" or "" for a bullet, a dash between clauses, a range or a hyphen."""
    if match["sign"] == "+":
        return "+"
    before = text[max(0, match.start() - 80) : match.start()]
    line = before.rsplit("\n", 1)[-1]
    near = before.rstrip()
    word = _LAST_WORD.search(near)
    joined = word is not None and word[1].casefold() in LEXICON["minus"]["efter"]
    glued = not match["space"]
    if not line.strip():
        return "-" if glued or joined else ""  # else a bullet
    if near[-1] in "(:=[" or joined:
        return "-"
    if near[-1].isdigit() and (glued or len(match["sign"]) == 1):
        return "-" if glued and before[-1].isspace() and re.search(r"\b(?:19|20)\d\d$", near) else ""
    if glued:
        return "-" if before[-1].isspace() and not re.search(r"(?:kr|kronor|SEK)$", near) else ""
    clause = re.split(r"[.;]\s", line)[-1].casefold()
    return "-" if any(told in clause for told in LEXICON["minus"]["ord"]) else ""
