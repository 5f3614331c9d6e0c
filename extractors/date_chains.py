"""Dates and stretches of time in a text, both ends inclusive: shapes joined into stretches and given their year.

Months stand for themselves, weeks are ISO weeks, seasons follow `lexicon/months.toml`; bare years are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from extractors.calendar import FIRST_YEAR, LAST_YEAR, Stretch
from extractors.date_readers import Atom, atoms
from extractors.facts import Precision
from extractors.gaps import DASH, joins


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date at [start, end) of the text searched; first and last are ISO days, both included.

    `inferred`: the year is not printed beside it. `time` is that of a time stamp, as printed ("22:50 PDT").
    """

    start: int
    end: int
    first: str
    last: str
    precision: Precision
    inferred: bool = False
    time: str | None = None
    stretch: bool = False


YearOf = Callable[[int], "int | None"]

_RANGE = re.compile(rf"\s?{DASH}{{1,2}}\s{{0,2}}(?:{DASH}\s?)?(?:den\s)?$")  # "- -" is how a long dash is misread
_UNTIL = re.compile(
    r"\s{1,3}(?:till och med|fram till och med|fram till|till|t\.\s?o\.\s?m\.?|t\s?o\s?m\.?|tom)\s{1,3}(?:den\s)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:,|\s{1,3}(?:och|samt|eller|respektive|resp\.?))\s{1,3}(?:den\s)?$")
_BETWEEN = re.compile(r"\bmellan\s(?:den\s)?$", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:flytta|ändra|skjut|senarelägg|tidigarelägg)\w*\b[^.]*$", re.IGNORECASE)
_MORE_DAYS = re.compile(
    r"(?<![\w§.,:/-])(\d{1,2})(?::?[ea])?(,\s|\s(?:och|samt|eller|respektive|resp\.?)\s)(?:den\s)?$"
)
_JOINABLE = ("iso", "long", "short", "dotted", "slash", "days", "ordinal", "month", "isomonth")


def find_dates(text: str, year: int | None) -> list[DateMatch]:
    """Every date in a text, in order, not overlapping; `year` is what year-less ones get, None leaves them out.

    Bare years are no dates. Weeks are ISO weeks; seasons, quarters and half-years carry their coarse precision.
    """
    return resolve(text, lambda _: year)


def resolve(text: str, year_of: YearOf) -> list[DateMatch]:
    """As `find_dates`, with the year for a year-less date asked for by its offset."""
    found: list[DateMatch] = []
    group: list[Atom] = []
    for atom in atoms(text):
        if group and _link(text, group[-1], atom) is None:
            found += _group(text, group, year_of)
            group = []
        group.append(atom)
    return found + (_group(text, group, year_of) if group else [])


def _link(text: str, left: Atom, right: Atom) -> str | None:
    """How two neighbours hang together: "range", "list" or not at all."""
    between = text[left.end : right.start]
    if len(between) > 20 and between.strip():
        return None
    # "den" belongs to the right atom's own text
    if left.form not in _JOINABLE or right.form not in _JOINABLE or not joins(between):
        return None
    if _RANGE.match(between):
        return "range"
    before = text[max(0, left.start - 60) : left.start]
    if _UNTIL.match(between):
        return None if _MOVED.search(before) else "range"
    if _AND.match(between):
        return "range" if "," not in between and _BETWEEN.search(before) else "list"
    return None


def _group(text: str, group: list[Atom], year_of: YearOf) -> list[DateMatch]:
    """A chain of linked atoms: years are lent within it, ranges are joined."""
    years = _years(group, year_of)
    found: list[DateMatch] = []
    at = 0
    while at < len(group):
        atom, year = group[at], years[at]
        stretch = atom.of_year(year) if year is not None else None
        linked = at + 1 < len(group) and _link(text, atom, group[at + 1]) == "range"
        if linked and (joined := _joined(group, years, at)) is not None:
            found.append(joined)
            at += 2
            continue
        if stretch is not None and not (atom.bare and len(group) == 1) and _in_bounds(stretch):
            found += [*_more_days(text, atom, year), _match(atom, stretch)]
        at += 1
    return found


def _years(group: list[Atom], year_of: YearOf) -> list[int | None]:
    """Each atom's year: printed, else the next one's in its chain, else the one before's, else the context's."""
    years: list[int | None] = [atom.year for atom in group]
    for at in range(len(group) - 2, -1, -1):
        if years[at] is None and (lent := years[at + 1]) is not None:
            years[at] = _earlier(group[at], group[at + 1], lent)
    for at in range(1, len(group)):
        if years[at] is None and (lent := years[at - 1]) is not None:
            years[at] = _later(group[at - 1], group[at], lent)
    if years[0] is None and (context := year_of(group[0].start)) is not None:
        years[0] = context
        for at in range(1, len(group)):
            years[at] = _later(group[at - 1], group[at], years[at - 1] or context)
    return years


def _earlier(left: Atom, right: Atom, year: int) -> int:
    """ "november–mars 2024" begins the year before."""
    first, second = left.of_year(year), right.of_year(year)
    return year - 1 if first and second and first.first > second.first else year


def _later(left: Atom, right: Atom, year: int) -> int:
    first, second = left.of_year(year), right.of_year(year)
    return year + 1 if first and second and first.first > second.first else year


def _joined(group: list[Atom], years: list[int | None], at: int) -> DateMatch | None:
    """Two atoms as one stretch; None where the second does not follow the first."""
    left, right, begin, finish = group[at], group[at + 1], years[at], years[at + 1]
    if begin is None or finish is None:
        return None
    first, last = left.of_year(begin), right.of_year(finish)
    if first is None or last is None or first.first > last.last or not (_in_bounds(first) and _in_bounds(last)):
        return None
    precision = "month" if "month" in (first.precision, last.precision) else "day"
    inferred = left.year is None and right.year is None
    stretch = Stretch(first.first, last.last, "month" if precision == "month" else "day")
    return replace(_match(left, stretch), end=right.end, inferred=inferred, stretch=True)


def _match(atom: Atom, stretch: Stretch) -> DateMatch:
    return DateMatch(
        atom.start,
        atom.end,
        stretch.first.isoformat(),
        stretch.last.isoformat(),
        stretch.precision,
        atom.year is None,
        atom.time,
        stretch.precision == "day" and stretch.first != stretch.last,
    )


def _in_bounds(stretch: Stretch) -> bool:
    return stretch.first.year >= FIRST_YEAR and stretch.last.year <= LAST_YEAR


def _more_days(text: str, atom: Atom, year: int | None) -> list[DateMatch]:
    """ "4, 5 och 6 april": the days before the one that carries the month."""
    found: list[DateMatch] = []
    stretch = atom.of_year(year) if year is not None else None
    if atom.form != "days" or stretch is None:
        return found
    start, month, worded = atom.start, stretch.first, False
    while match := _MORE_DAYS.search(text, max(0, start - 24), start):
        worded = worded or "," not in match[2]
        if not worded or not 1 <= int(match[1]) < month.day:
            break
        month = date(month.year, month.month, int(match[1]))
        iso = month.isoformat()
        found.insert(0, DateMatch(match.start(), match.end(1), iso, iso, "day", atom.year is None))
        start = match.start()
    return found
