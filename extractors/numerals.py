"""Swedish number words: "tjugofemtusen" → 25000, "en och en halv miljon" → 1500000.

Written together or apart, in any case; words are what minutes and agreements use for sums, so fractions are halves.
"""

from __future__ import annotations

import re
from fractions import Fraction

_SMALL = {
    "noll": 0, "en": 1, "ett": 1, "två": 2, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
    "nio": 9, "tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16,
    "sjutton": 17, "arton": 18, "aderton": 18, "nitton": 19,
}  # fmt: skip
_TENS = {
    "tjugo": 20, "tjugi": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80,
    "nittio": 90,
}  # fmt: skip
_SCALES = {"tusen": 1_000, "miljon": 10**6, "miljoner": 10**6, "miljard": 10**9, "miljarder": 10**9}
_ORDER = re.compile(r"(?:[ue]?h)?(?:tu?|u|e)?")

_MORPHEMES = sorted([*_SMALL, *_TENS, *_SCALES, "hundra", "halv", "halvt", "halva", "och"], key=len, reverse=True)
_WORD = re.compile(rf"(?:{'|'.join(_MORPHEMES)})+")
_MORPHEME = re.compile("|".join(_MORPHEMES))
_HALVES = ("halv", "halvt", "halva")


def is_numeral(word: str) -> bool:
    """Whether a word is built of number words only ("och" and "halv" among them)."""
    return _WORD.fullmatch(word.casefold()) is not None


def parse_numeral(words: str) -> Fraction | None:
    """The value of number words, None where they are none or do not make one number.

    A scale needs its count: "miljoner" alone is a unit, not a million.
    """
    parts: list[str] = []
    for word in re.split(r"[\s-]+", words.casefold().strip()):
        if not _WORD.fullmatch(word):
            return None
        parts += _MORPHEME.findall(word)
    if not parts or parts[0] == "och" or parts[-1] == "och":
        return None
    return _total(parts)


def _total(parts: list[str]) -> Fraction | None:
    """Sum the scales, largest first; each scale is counted by what stands before it."""
    total, ceiling = Fraction(0), 10**12
    pending: list[str] = []
    for part in parts:
        if part not in _SCALES:
            pending.append(part)
            continue
        count, scale = _below_thousand(pending), _SCALES[part]
        if count is None or scale >= ceiling:
            return None
        total, ceiling, pending = total + count * scale, scale, []
    if pending:
        rest = _below_thousand(pending)
        if rest is None or rest >= ceiling:
            return None
        total += rest
    return total


def _below_thousand(parts: list[str]) -> Fraction | None:
    """0 … 999 and a half: [count] hundra, tens, units, "och en halv"; None where the words come in another order."""
    read = [part for part in parts if part != "och"]
    half = Fraction(0)
    if read and read[-1] in _HALVES:
        half = Fraction(1, 2)
        read.pop()
        if read and read[-1] in ("en", "ett"):  # "en halv", "två och en halv"
            read.pop()
        if not read:
            return half
    if not read or not _ORDER.fullmatch("".join(map(_rank, read))):
        return None
    number = 0
    for part in read:
        number = max(number, 1) * 100 if part == "hundra" else number + (_SMALL.get(part) or _TENS.get(part, 0))
    return number + half


def _rank(part: str) -> str:
    """h hundra, t tens, u 1–9, e 0 and 10–19, x a half in the wrong place."""
    if part == "hundra":
        return "h"
    if part in _TENS:
        return "t"
    if part in _SMALL:
        return "u" if 1 <= _SMALL[part] <= 9 else "e"
    return "x"
