"""The calendar: first and last day of what a text names, given a year. Conventions of RECORD.md; years 1900–2100."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from extractors.facts import Precision

FIRST_YEAR, LAST_YEAR = 1900, 2100


class Stretch(NamedTuple):
    """Days first … last, both included, and how exactly they were named."""

    first: date
    last: date
    precision: Precision


def day(year: int, month: int, number: int, last: int | None = None) -> Stretch | None:
    """A day, or days number … last of one month; None where the calendar has no such day."""
    try:
        stretch = Stretch(date(year, month, number), date(year, month, last or number), "day")
    except ValueError:
        return None
    return stretch if FIRST_YEAR <= year <= LAST_YEAR and stretch.first <= stretch.last else None


def months(year: int, first: int, last: int, precision: Precision = "month") -> Stretch:
    """Whole months first … last of a year."""
    return Stretch(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def last_day(year: int, month: int) -> Stretch:
    """ "Sista maj": the month's last day."""
    end = date(year, month, monthrange(year, month)[1])
    return Stretch(end, end, "day")


def week(year: int, first: int, last: int | None = None) -> Stretch | None:
    """ISO weeks, Monday to Sunday; None where the year has no such week."""
    try:
        stretch = Stretch(date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last or first, 7), "day")
    except ValueError:
        return None
    return stretch if stretch.first <= stretch.last else None


def half_year_turn(year: int) -> Stretch:
    """Halvårsskiftet: the last of June."""
    return Stretch(date(year, 6, 30), date(year, 6, 30), "day")


def year_turn(year: int) -> Stretch:
    """Årsskiftet into `year`: New Year's Eve and New Year's Day."""
    return Stretch(date(year - 1, 12, 31), date(year, 1, 1), "day")


def month_turn(year: int, month: int) -> Stretch:
    """Månadsskiftet out of `month`: its last day and the next month's first."""
    end = date(year, month, monthrange(year, month)[1])
    return Stretch(end, end + timedelta(days=1), "day")


def season(year: int, name: str) -> Stretch:
    """Spring is the first half of the year, autumn the second, winter ends in `year` (lexicon/months.toml)."""
    if name == "spring":
        return months(year, 1, 6, "half-year")
    if name == "autumn":
        return months(year, 7, 12, "half-year")
    if name == "summer":
        return months(year, 6, 8, "quarter")
    return Stretch(date(year - 1, 12, 1), date(year, 2, monthrange(year, 2)[1]), "quarter")


def quarter(year: int, number: int) -> Stretch:
    return months(year, 3 * number - 2, 3 * number, "quarter")


def tertial(year: int, number: int) -> Stretch:
    """Four months; there is no such precision in RECORD.md, "quarter" is the nearest."""
    return months(year, 4 * number - 3, 4 * number, "quarter")


def half_year(year: int, number: int) -> Stretch:
    return months(year, 6 * number - 5, 6 * number, "half-year")


OfYear = Callable[[int], Stretch | None]


def full_year(digits: str) -> int:
    """A printed year: "2024" or "24" (two digits are of this century up to 49)."""
    number = int(digits)
    if len(digits) > 2:
        return number
    return 2000 + number if number < 50 else 1900 + number
