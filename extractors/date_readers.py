"""What each shape of a date means: a match of `date_forms.SHAPES` becomes an Atom, or None where it is no date.

An atom knows the year if it is printed, and the stretch it names in a given year. Joining atoms to stretches and
giving the year-less their year is `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractors import calendar
from extractors.calendar import OfYear, full_year
from extractors.date_forms import ANY_MONTH, LEXICON, MONTHS, ORDER, ORDINALS, SEASONS, SHAPES, TIME
from extractors.gaps import joins


@dataclass(frozen=True, slots=True)
class Atom:
    """A date's shape at [start, end). `year` is None where none is printed; `bare`: only counts beside another."""

    start: int
    end: int
    form: str
    year: int | None
    of_year: OfYear
    time: str | None = None
    bare: bool = False


Read = tuple[int | None, OfYear]
_UNFREE = re.compile(r"\w[-‐-―−./:]$|\d,$")
_FRACTION = re.compile(rf"\s?(?:%|-?(?:{'|'.join(LEXICON['andel']['ord'])})\b)", re.IGNORECASE)
_CLASSIC = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (1, 10)}
_DAY_CUE = re.compile(
    r"(?:\b(?:den|senast|från|till|per|före|efter|innan|to?m|from|fr|[a-zåäö]+dagen?)|[-–,/]|t\.o\.m\.?)\s*$", re.I
)
_MONTH_CUE = re.compile(r"\b(?:per|under|månad|från|from|till|tom|period|perioden)\s$|[-–]\s?$", re.IGNORECASE)
_IN_MONTH = re.compile(r"\b(?:i|under|för|till|från|sedan|per|efter|före|senast|och|av|månad|slutet av)\s$")
_NUMBER_WORD = re.compile(rf"(?:{'|'.join(map(re.escape, LEXICON['nummer']['ord']))})\s?$", re.IGNORECASE)
_DIGITS_WORD = re.compile(rf"\b(?:{'|'.join(map(re.escape, LEXICON['siffror']['ord']))}):?\s?$", re.IGNORECASE)
_COUNTED = re.compile(r"\s?(?:kr|tkr|kronor|sek|st|personer|invånare|%)\b", re.IGNORECASE)


def atoms(text: str) -> Iterator[Atom]:
    """The shapes of dates in a text, in order, not overlapping."""
    at, last = 0, -1
    while match := SHAPES.search(text, at):
        form = next(name for name in _READERS if match[name] is not None)
        free = match.start() == last + 1 or not _UNFREE.search(text, max(0, match.start() - 2), match.start())
        read = _READERS[form](text, match) if free and _unbroken(match[0]) else None
        if read is None:
            at = match.start() + 1
            continue
        year, of_year = read
        time = _time(text, match.end()) if form == "iso" else None
        bare = form == "month" and year is None and not _speaks_of_month(text, match)
        yield Atom(match.start(), match.end(), form, year, of_year, time, bare)
        at = last = match.end()


def _unbroken(printed: str) -> bool:
    return all(joins(gap) for gap in re.findall(r"\s{2,}", printed))


def _time(text: str, at: int) -> str | None:
    """The time beside a date, where a zone or a bar says that it is a time stamp."""
    match = TIME.match(text, at)
    return match["time"] if match and (match["bar"] or match["zone"]) else None


def _speaks_of_month(text: str, match: re.Match[str]) -> bool:
    """A month without a year: not a person ("Maj Karlsson"), not half a compound ("majmötet", "maj-mötet")."""
    if re.match(r"-[a-zåäö]", text[match.end() : match.end() + 2]):
        return False
    at = match.start("mo_m")
    if text[at].isupper() and re.match(r"\s[A-ZÅÄÖ][a-zåäö]", text[match.end() : match.end() + 3]):
        return False
    return text[at].islower() or match.start() < at or bool(_IN_MONTH.search(text, max(0, at - 12), at))


def _pick(match: re.Match[str], *names: str) -> int | None:
    return next((full_year(match[name]) for name in names if match[name]), None)


def _iso(text: str, match: re.Match[str]) -> Read | None:
    year, month, number = int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"])
    last = int(match["iso_d2"]) if match["iso_d2"] else None
    return _days(year, month, number, last)


def _days(year: int | None, month: int, number: int, last: int | None = None) -> Read | None:
    """Days of a month; None where not even a leap year has them."""
    if calendar.day(year or 2000, month, number, last) is None:
        return None
    return year, lambda y: calendar.day(y, month, number, last)


def _long(text: str, match: re.Match[str]) -> Read | None:
    digits = match["lo"]
    return None if _counts(text, match) else _days(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _short(text: str, match: re.Match[str]) -> Read | None:
    digits = match["sh"]
    if _counts(text, match) or not 0 < int(digits[:2]) < 50:
        return None
    return _days(full_year(digits[:2]), int(digits[2:4]), int(digits[4:]))


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether bare digits are a number of something rather than a day."""
    return bool(
        _COUNTED.match(text, match.end()) or _DIGITS_WORD.search(text, max(0, match.start() - 20), match.start())
    )


def _dotted(text: str, match: re.Match[str]) -> Read | None:
    return _days(int(match["dot_y"]), int(match["dot_m"]), int(match["dot_d"]))


def _slash(text: str, match: re.Match[str]) -> Read | None:
    """ "20/10", "4-5/4", "22/3-2024"; not "24/7", fractions, or a § of a year."""
    number, month = int(match["sl_d"]), int(match["sl_m"])
    year = _pick(match, "sl_y", "sl_yy")
    before = text[max(0, match.start() - 16) : match.start()]
    if year is None:
        if (number, month) == (24, 7) or _FRACTION.match(text, match.end()) or _NUMBER_WORD.search(before):
            return None
        cue = _DAY_CUE.search(before) or re.match(r"\s?(?:kl\b|[-–,])", text[match.end() : match.end() + 4])
        if (number, month) in _CLASSIC and not cue and match[0][0].isdigit():
            return None
    return _days(year, month, number, int(match["sl_d2"]) if match["sl_d2"] else None)


def _dayed(text: str, match: re.Match[str]) -> Read | None:
    number = int(re.sub(r"\s|[Oo]", "", match["dm_d"]) + ("0" if re.search("[Oo]", match["dm_d"]) else ""))
    last = int(match["dm_d2"]) if match["dm_d2"] else None
    return _days(_pick(match, "dm_y", "dm_yy"), ANY_MONTH[match["dm_m"].casefold().rstrip(".")], number, last)


def _ordinal(text: str, match: re.Match[str]) -> Read | None:
    word, month, year = match["or_d"].casefold(), MONTHS[match["or_m"].casefold()], _pick(match, "or_y")
    if word in ("sista", "siste"):
        return year, lambda y: calendar.last_day(y, month)
    return _days(year, month, ORDINALS.index({"förste": "första", "andre": "andra"}.get(word, word)) + 1)


def _month(text: str, match: re.Match[str]) -> Read | None:
    name, year = match["mo_m"].casefold().rstrip("."), _pick(match, "mo_y", "mo_yy")
    impossible_day = re.search(r"(?<!\d)\d{1,2}\s{1,2}$", text[max(0, match.start() - 5) : match.start()])
    if impossible_day or (name not in MONTHS and year is None):
        return None
    month = ANY_MONTH[name]
    return year, lambda y: calendar.months(y, month, month)


def _iso_month(text: str, match: re.Match[str]) -> Read | None:
    """ "2024-05" is a month only where a word or a stretch says so; else it is a number in a register."""
    month = int(match["im_m"])
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
    if not (_MONTH_CUE.search(before) or re.match(r"\s?[-–—]\s?\d{4}-\d\d\b", after)):
        return None
    return int(match["im_y"]), lambda y: calendar.months(y, month, month)


def _month_turn(text: str, match: re.Match[str]) -> Read | None:
    month = MONTHS[match["mt_m"].casefold()]
    return _pick(match, "mt_y"), lambda y: calendar.month_turn(y, month)


def _year_turn(text: str, match: re.Match[str]) -> Read | None:
    year = int(match["yt_y"]) + (1 if match["yt_y2"] else 0)
    return year, calendar.year_turn


def _half_turn(text: str, match: re.Match[str]) -> Read | None:
    return _pick(match, "ht_y"), calendar.half_year_turn


def _part(
    of: Callable[[int, int], calendar.Stretch], ordinal: str, number: str, *years: str
) -> Callable[..., Read | None]:
    """A reader for quarters, half-years and tertials."""

    def read(text: str, match: re.Match[str]) -> Read | None:
        named = match[ordinal]
        digits = match[number] or (match["q_n3"] if number == "q_n" else None)
        which = ORDER[named.casefold()] if named else int(digits or 0)
        if (of is not calendar.quarter and which > 3) or (of is calendar.half_year and which > 2):
            return None
        return _pick(match, *years), lambda year: of(year, which)

    return read


def _season(text: str, match: re.Match[str]) -> Read | None:
    name, year = SEASONS[match["s_n"].casefold()], _pick(match, "s_y", "s_yy")
    if match["s_yy"] and len(match["s_n"]) > 2:
        return None
    if year is not None and match["s_y2"]:
        year += 1
    return year, lambda y: calendar.season(y, name)


def _week(text: str, match: re.Match[str]) -> Read | None:
    first, last = int(match["w_n"]), int(match["w_n2"]) if match["w_n2"] else None
    return None if not 1 <= first <= 53 else (_pick(match, "w_y"), lambda year: calendar.week(year, first, last))


_READERS: dict[str, Callable[[str, re.Match[str]], Read | None]] = {
    "iso": _iso,
    "long": _long,
    "short": _short,
    "dotted": _dotted,
    "slash": _slash,
    "days": _dayed,
    "ordinal": _ordinal,
    "month": _month,
    "isomonth": _iso_month,
    "monthturn": _month_turn,
    "yearturn": _year_turn,
    "halfturn": _half_turn,
    "quarter": _part(calendar.quarter, "q_o", "q_n", "q_y", "q_y2", "q_y3"),
    "half": _part(calendar.half_year, "h_o", "h_n", "h_y", "h_y2"),
    "tertial": _part(calendar.tertial, "t_o", "t_n", "t_y", "t_y2"),
    "season": _season,
    "week": _week,
}
