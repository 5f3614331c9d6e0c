"""The shapes a sum of money is printed in: numbers, units, signs and what may stand before them, as patterns.

Built once from `lexicon/money.toml`. Every pattern is linear: gaps are bounded and possessive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractors.gaps import DASH, GAP, joins
from extractors.lexicon import load

LEXICON: dict[str, Any] = load("money")
_UNITS: dict[str, int] = LEXICON["enheter"]
_SCALES: dict[str, int] = LEXICON["storleksord"]

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Number:
    """Digits at [start, end): `value` as printed; `groups` of digits (1 = not grouped); `point` is its decimal sign."""

    start: int
    end: int
    value: Decimal
    groups: int
    point: str
    decimals: str
    repaired: bool

    @property
    def yearlike(self) -> bool:
        return self.groups == 1 and not self.point and 1900 <= self.value <= 2099


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of money at [start, end), worth `kronor`; `base` is where "kronor" of "miljoner kronor" begins."""

    start: int
    end: int
    base: int
    kronor: int


def alternatives(words: list[str]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNIT = re.compile(
    rf"(?<![^\W\d_])(?:(?P<scale>{alternatives(list(_SCALES))})\s{{0,3}}+)?(?P<base>(?:svenska\s)?(?P<unit>{alternatives(list(_UNITS))})"
    r"(?!\w|-\w)\.?(?=\W|$)"
    rf"|:\s?{DASH}|,\s?{DASH}(?=[\s.)]|$)|\.{DASH}(?=[\s.)]|$))",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?:(?<!\w)|(?<=SEK)|(?<=sek))(?P<digits>\d[\dOo]{{0,2}}(?:{GAP}[\dOo]{{3}}(?![\dOo]))+"
    r"|\d[\dOo]{0,2}(?:\.[\dOo]{3}(?![\dOo]))+|\d{1,3}(?:,\d{3}(?!\d)){2,}|\d{1,3}(?:['’´]\d{3}(?!\d))+"
    r"|\d[\dOo]*)(?P<decimals>(?:,\d{1,4}|\.\d{1,2}|:\d{2})(?!\d))?"
)
_NOT_FREE = re.compile(
    rf"(?:\d[.,:/]|\d{{4}}{DASH}\d{{1,2}}{DASH}|\d/\d{{1,2}}{DASH}|§{{1,2}}\s{{0,2}}(?:\d{{1,3}}\s?(?:{DASH}|,|och)\s?){{0,3}}"
    rf"|\b(?:{alternatives(LEXICON['nummer']['ord'])})\s)$",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"[^\S\n]*\n\s*")
_SPLIT = re.compile(r"[^\dOo]+")


def units(text: str) -> dict[int, Unit]:
    """Every unit of money in a text by the offset at which it starts."""
    found = {}
    for match in _UNIT.finditer(text):
        name = re.sub(r"\s+", " ", (match["unit"] or "kr").casefold())
        scale = _SCALES[match["scale"].casefold()] if match["scale"] else 1
        end = match.end() - 1 if match["unit"] and text[match.end() - 1] == "." else match.end()
        found[match.start()] = Unit(match.start(), end, match.start("base"), _UNITS[name] * scale)
    return found


def numbers(text: str) -> list[Number]:
    """Every number in a text, in order, without what only looks like its first group."""
    found = (_number(text, match) for match in _NUMBER.finditer(text))
    return [number for number in found if number is not None]


def _number(text: str, match: re.Match[str]) -> Number | None:
    start = _first_group(text, match.start("digits"), match.end("digits"))
    if start is None:
        return None
    digits = text[start : match.end("digits")]
    groups = _SPLIT.split(digits)
    whole = "".join(groups)
    decimals = match["decimals"] or ""
    if len(whole) > 13 or (whole[0] == "0" and len(whole) > 1):
        return None
    plain = whole.replace("O", "0").replace("o", "0")
    value = Decimal(plain + ("." + decimals[1:] if decimals else ""))
    point = decimals[:1]
    if not point and len(groups) == 2 and "." in digits:
        point = "?"  # one dotted group: thousands, or three decimals before "mkr"
    return Number(start, match.end(), value, len(groups), point, decimals[1:], plain != whole)


def _first_group(text: str, start: int, end: int) -> int | None:
    """Where the number truly begins: past a § number, a date's day, or a line it cannot come from; None for nowhere."""
    if "\n" in text[start:end]:
        breaks = [m for m in _LINE_END.finditer(text, start, end) if not _runs_on(text, m)]
        start = breaks[-1].end() if breaks else start
    near = text[max(0, start - 24) : start]
    if near[-1:] in (" ", "\n") and not (near.rstrip()[-1:].isalpha() or "§" in near):
        return start  # the common case, told quickly: a column of figures, the start of a line
    if not _NOT_FREE.search(near):
        return start
    rest = re.search(r"\s(?=\d)", text[start:end])
    if rest is None or text[start + rest.end()] in "0Oo":
        return start if rest and "§" in near[-3:] else None
    return start + rest.end()


def _runs_on(text: str, gap: re.Match[str]) -> bool:
    """Whether a number goes on over a line end: its line is running text, not a column of figures."""
    line = text[text.rfind("\n", max(0, gap.start() - 200), gap.start()) + 1 : gap.start()]
    return joins(gap[0]) and re.search(r"[^\W\d_]", line) is not None
