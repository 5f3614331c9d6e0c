"""Sums of money in a text: every form in which Swedish bodies print them, with signs, ranges and line ends.

A number is taken together with its unit, never alone: percentages, years and counts of people are no money. A sum may
run over a line or a page; what stands before it (a year, a § number, a date) is not swallowed, because a number has
1–3 digits and then groups of exactly three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from extractors.gaps import DASH
from extractors.money_forms import LEXICON, MILLION, Number, Unit, alternatives, numbers, units
from extractors.money_signs import SIGN, Lead, lead_of
from extractors.numerals import is_numeral, parse_numeral


@dataclass(frozen=True, slots=True)
class AmountMatch:
    """A sum at [start, end) of the text searched, sign and "ca" included; `repaired`: a letter was read as a digit."""

    start: int
    end: int
    ore: int
    approximate: bool = False
    repaired: bool = False


_BEFORE = re.compile(rf"(?<!\w)(?P<unit>{alternatives(LEXICON['fore']['enheter'])})[\s:]{{0,2}}$", re.IGNORECASE)
_GAP = re.compile(r"\s{0,600}+")
_WORDS_BETWEEN = re.compile(r"\)?\s{0,3}(?:\([a-zåäö ]{2,60}\)\s{0,3})?", re.IGNORECASE)
_ORE = re.compile(r"\s(?:och\s)?(\d{1,2})\söre\b")
_BARE_SCALE = re.compile(r"\s(?P<scale>miljoner|miljon|miljarder|miljard)\b(?=(?P<next>\s*[.,;:)]|\s+\w+|\s*$))", re.I)
_WORD_BEFORE = re.compile(r"(\w+)\s{1,3}$")
_NUMERALS = re.compile(r"(?:[a-zåäö]+(?:-?\s+|-)){0,8}[a-zåäö]+\)?\s*$", re.IGNORECASE)
_RANGE = re.compile(rf"(?:{DASH}|\s{DASH}\s)$|^\s{DASH}\s$|^{DASH}$")
_OF_TWO = re.compile(r"\s(?:(?P<till>till|à|á|a|upp till)|eller|alternativt|respektive|resp\.?)\s$")
_AND = re.compile(r"(?:\s(?P<och>och|samt)\s|,\s)$")


def find_amounts(text: str) -> list[AmountMatch]:
    """Every sum of money in a text, in order and not overlapping; a range gives both its ends."""
    by_start, every = units(text), numbers(text)
    found: list[AmountMatch] = []
    used: set[int] = set()
    end = 0
    for at, number in enumerate(every):
        unit = _unit_of(text, number, by_start)
        if unit is not None and not _heading_year(text, every, at, unit):
            used.add(unit.start)
            for match in _sums(text, every, at, unit, end):
                found.append(match)
                end = match.end
    words = (_in_words(text, unit) for start, unit in by_start.items() if start not in used)
    return _disjoint(found, [match for match in words if match is not None])


def _disjoint(found: list[AmountMatch], words: list[AmountMatch]) -> list[AmountMatch]:
    kept: list[AmountMatch] = []
    for match in sorted(found + words, key=lambda m: (m.start, -m.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _unit_of(text: str, number: Number, by_start: dict[int, Unit]) -> Unit | None:
    """The unit after a number (over a line end too), or before it; None where it has none."""
    gap = _GAP.match(text, number.end)
    at = gap.end() if gap else number.end
    space = text[number.end : at]
    if (unit := by_start.get(at)) and ("\n" in space or len(space) <= 3):
        return unit if _fits(number, unit, text) else None
    if text[at : at + 1] in ("(", ")") and (between := _WORDS_BETWEEN.match(text, number.end)):
        in_brackets = text[number.end] == ")" and text[max(0, number.start - 1) : number.start] == "("
        if (in_brackets or "(" in between[0]) and (unit := by_start.get(between.end())):
            return unit
    if text[number.end + 1 : number.end + 4].casefold() == "mil" and (bare := _bare_scale(text, number)):
        return bare
    if not any(letter in "kK" for letter in text[max(0, number.start - 8) : number.start]):
        return None  # no unit ends just before it: the common case, told quickly
    lead = SIGN.search(text, max(0, number.start - 5), number.start)
    start = lead.start() if lead else number.start
    if (before := _BEFORE.search(text, max(0, start - 8), start)) and (unit := by_start.get(before.start())):
        alone = not re.search(r"\d\s{0,3}$", text[max(0, unit.start - 5) : unit.start])
        return unit if alone else None
    return None


def _fits(number: Number, unit: Unit, text: str) -> bool:
    """21:50 is money only in kronor, and ":-" follows whole kronor only."""
    if number.point == ":":
        return unit.kronor == 1 and text[unit.start].isalpha()
    return text[unit.start].isalpha() or number.point in ("", "?")


def _bare_scale(text: str, number: Number) -> Unit | None:
    """ "3,5 miljoner till projektet": a unit where the sentence speaks of money."""
    match = _BARE_SCALE.match(text, number.end)
    if match is None:
        return None
    sentence = re.split(r"[.!?]\s", text[max(0, number.start - 120) : number.start])[-1].casefold()
    follows = match["next"].strip().casefold()
    if not any(word in sentence for word in LEXICON["utan_kronor"]["ord"]):
        return None
    if follows and follows[0].isalpha() and follows not in LEXICON["utan_kronor"]["efter"]:
        return None
    return Unit(
        match.start("scale"), match.end("scale"), match.end("scale"), LEXICON["storleksord"][match["scale"].lower()]
    )


def _heading_year(text: str, every: list[Number], at: int, unit: Unit) -> bool:
    """Whether "2024 tkr" is a column's heading rather than a sum."""
    number = every[at]
    if not number.yearlike or unit.start < number.start:
        return False
    before = every[at - 1] if at else None
    if before and before.yearlike and not text[before.end : number.start].strip():
        return True
    word = _WORD_BEFORE.search(text, max(0, number.start - 30), number.start)
    return "\n" in text[number.end : unit.start] or (word is not None and word[1].casefold() in LEXICON["artal"]["ord"])


def _sums(text: str, every: list[Number], at: int, unit: Unit, floor: int) -> list[AmountMatch]:
    """The sum at a number, before it those that share its unit; nothing before `floor`."""
    number = every[at]
    value, first = _value(number, unit), at
    if at and (joined := _split_decimals(text, every[at - 1], number, unit)) is not None:
        value, first = joined, at - 1
    start = every[first].start
    shared = _sharing(text, every, first, unit, floor)
    lead = lead_of(text, start, floor) if not shared else Lead(start)
    if unit.start < number.start:
        dash = any(sign in text[unit.end : start] for sign in "-–−")
        lead = Lead(unit.start, dash, lead_of(text, unit.start, floor).approximate)
    end = max(number.end, unit.end)
    if ore := _ORE.match(text, end):
        value, end = value + Decimal(ore[1]) / 100, ore.end()
    approximate = lead.approximate or any(match.approximate for match in shared)
    repaired = any(n.repaired for n in every[first : at + 1])
    last = AmountMatch(max(lead.start, floor), end, _ore(value, lead.negative), approximate, repaired)
    return [*shared, last]


def _value(number: Number, unit: Unit) -> Decimal:
    """Kronor, the printed number by its unit."""
    value = number.value
    if number.point == "?" and unit.kronor >= MILLION:
        value = value / 1000
    elif number.point == "," and len(number.decimals) == 3 and unit.kronor == 1:
        value = value * 1000  # "1,234 kr": English grouping, kronor have two decimals
    return value * unit.kronor


def _split_decimals(text: str, whole: Number, rest: Number, unit: Unit) -> Decimal | None:
    """ "2, 8 mkr": a decimal comma with a space after it."""
    between = text[whole.end : rest.start]
    plain = whole.groups == rest.groups == 1 and not whole.point and not rest.point
    if (
        unit.kronor >= MILLION
        and plain
        and whole.value < 1000
        and rest.end - rest.start <= 2
        and between in (", ", ",\n")
    ):
        return Decimal(f"{whole.value}.{text[rest.start : rest.end]}") * unit.kronor
    return None


def _sharing(text: str, every: list[Number], at: int, unit: Unit, floor: int) -> list[AmountMatch]:
    """Sums before a number that share its unit: "5–10 tkr", "mellan 5 och 10 tkr", "100 000 och 200 000 kr"."""
    found: list[AmountMatch] = []
    while at and every[at - 1].start >= floor and len(found) < 20:
        number, after = every[at - 1], every[at]
        if not _shares(text, number, after):
            break
        lead = lead_of(text, number.start, floor)
        ore = _ore(_value(number, unit), lead.negative)
        found.insert(0, AmountMatch(max(lead.start, floor), number.end, ore, lead.approximate, number.repaired))
        at -= 1
    flags = any(match.approximate for match in found[:1])
    return [AmountMatch(m.start, m.end, m.ore, m.approximate or flags, m.repaired) for m in found]


def _shares(text: str, number: Number, after: Number) -> bool:
    link = text[number.end : after.start]
    if len(link) > 14 or number.point == ":":
        return False
    before = text[max(0, number.start - 30) : number.start].casefold()
    if number.yearlike and (after.groups > 1 or after.value < 1000 or not _RANGE.search(link)):
        return False
    if _RANGE.search(link):
        return number.value < after.value and not re.search(r"[\d§]\s?$|\b(?:v|vecka|kl)\.?\s?$", before)
    if two := _OF_TWO.match(link):
        return number.groups > 1 or number.value < after.value or bool(two["till"] and re.search(r"från\s\S*$", before))
    if both := _AND.match(link):
        return number.groups > 1 or bool(both["och"] and re.search(r"\b(?:mellan|både)\s(?:ca\s|cirka\s)?$", before))
    return False


def _ore(value: Decimal, negative: bool) -> int:
    ore = int((value * 100).to_integral_value())
    return -ore if negative else ore


def _in_words(text: str, unit: Unit) -> AmountMatch | None:
    """ "tjugofemtusen kronor", "en och en halv miljon kronor": the longest run of number words before a unit."""
    nearest = text[max(0, unit.base - 30) : unit.base].replace("-", " ").split()
    if not nearest or not is_numeral(nearest[-1].strip("()")):
        return None
    low = max(0, unit.base - 90)
    run = _NUMERALS.search(text, low, unit.base)
    if run is None or not text[unit.base].isalpha():
        return None
    kronor = unit.kronor
    if unit.base > unit.start:
        kronor //= LEXICON["storleksord"][text[unit.start : unit.base].split()[0].casefold()]
    words = list(re.finditer(r"[a-zåäö]+", run[0], re.IGNORECASE))
    first = len(words)
    while first and is_numeral(words[first - 1][0]):
        first -= 1
    vague = first and words[first - 1][0].casefold() in LEXICON["obestamt"]["ord"]
    for at in range(first, len(words)):
        said = run[0][words[at].start() : words[-1].end()]
        value = parse_numeral(said)
        if value is None or vague:
            continue
        if said.casefold() in ("en", "ett", "halv", "halva") and text[unit.base : unit.end].casefold() != "krona":
            return None
        start = run.start() + words[at].start()
        lead = lead_of(text, start, 0)
        return AmountMatch(lead.start, unit.end, _ore(_kronor(value) * kronor, lead.negative), lead.approximate)
    return None


def _kronor(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
