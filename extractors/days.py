"""Days with their year, as heads and signatures have them, and the stretches that plans and reports cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors import calendar
from extractors.date_chains import find_dates

_NUMBERED = re.compile(
    r"\b(?P<part>tertial|kvartal|halvår)(?:rapport|bokslut|uppföljning)\w*\s+(?P<number>[1-4])[\s,/]+(?P<year>20\d\d)",
    re.I,
)
_NUMBERED_DAY = re.compile(r"(?:den\s+)?\d", re.I)  # not a turning point: "halvårsskiftet 2025"
_AS_OF = re.compile(r"\b(?:per(?:\s+den)?|till\s+och\s+med|t\.?\s?o\.?\s?m\.?)\s+(?=\d)", re.I)
_YEARS = re.compile(r"(?<![\d/-])(?P<a>20\d\d|19\d\d)(?:\s?[-–—/]\s?(?P<b>20\d\d|\d\d)(?![\d/-]))?(?![\d/]|-\d)")
_LONGEST = 15  # years; a wider stretch of two numbers is something else
_PARTS = {"tertial": (calendar.tertial, 3), "kvartal": (calendar.quarter, 4), "halvår": (calendar.half_year, 2)}


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where it stands: offsets into the text searched."""

    iso: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days, both ends inclusive, and where it stands."""

    first: str
    last: str
    start: int
    end: int


def find_days(text: str) -> Iterator[Day]:
    """Single days whose year is printed, in order."""
    yield from (Day(s.first, s.start, s.end) for s in find_spells(text) if s.first == s.last)


def find_spells(text: str) -> Iterator[Stretch]:
    """Single days and stretches of days whose year is printed, in order: a day begins and ends its own."""
    for match in find_dates(text, None):
        if match.precision == "day" and _NUMBERED_DAY.match(text, match.start):
            yield Stretch(match.first, match.last, match.start, match.end)


def find_stretch(text: str) -> Stretch | None:
    """The first stretch longer than a month: "januari–juni 2022", "tertial 2 2024", "första halvåret 2022"."""
    found = [
        Stretch(match.first, match.last, match.start, match.end)
        for match in find_dates(text, None)
        if (match.stretch or match.precision in ("quarter", "half-year")) and match.first[:7] != match.last[:7]
    ]
    if (match := _NUMBERED.search(text)) and int(match["number"]) <= _PARTS[match["part"].casefold()][1]:
        part, _ = _PARTS[match["part"].casefold()]
        named = part(int(match["year"]), int(match["number"]))
        found.append(Stretch(named.first.isoformat(), named.last.isoformat(), match.start(), match.end()))
    return min(found, key=lambda stretch: stretch.start, default=None)


def find_year_to_date(text: str) -> Stretch | None:
    """From the year's beginning to a day named "per den 31 augusti 2024": what an interim report covers."""
    for match in _AS_OF.finditer(text):
        day = next(find_days(text[match.end() : match.end() + 30]), None)
        if day is not None and day.start == 0:
            return Stretch(f"{day.iso[:4]}-01-01", day.iso, match.start(), match.end() + day.end)
    return None


def find_years(text: str) -> Stretch | None:
    """The first year, or stretch of years, as whole years: "2024–2026", "2023/24", "2023"."""
    for match in _YEARS.finditer(text):
        first, last = match["a"], match["b"] or match["a"]
        last = first[:2] + last if len(last) == 2 else last
        if int(first) <= int(last) <= int(first) + _LONGEST:
            return Stretch(f"{first}-01-01", f"{last}-12-31", match.start(), match.end())
    return None
