"""Days written out with their year, as heads and signatures have them; and stretches that a report covers."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan", "februari feb febr", "mars mar", "april apr", "maj", "juni jun", "juli jul", "augusti aug",
         "september sep sept", "oktober okt", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TO = r"\s*(?:-+|–|—|−|till och med|t\.?\s?o\.?\s?m\.?|till)\s*"
_DAY = re.compile(
    rf"""(?<![\d/.-])(?:
      (?P<y>(?:19|20)\d\d)[-./ ](?P<m>\d\d)[-./ ](?P<d>\d\d)(?![\d/]|-\d)                      # 2024-05-27, 2024.05.27
    | (?P<y2>(?:19|20)\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?!\d|-)                               # 20240527
    | (?P<d3>\d{{1,2}})(?::?[ae])?\s+(?P<m3>{_MONTH})\.?,?\s+(?:år\s+)?(?P<y3>(?:19|20)\d\d)(?!\d) # 27:e maj 2024
    | (?P<d4>\d{{1,2}})[/.](?P<m4>\d{{1,2}})[\s./–-]+(?P<y4>(?:19|20)\d\d)(?!\d)                 # 27/5 2024, 27.5.2024
    )""",
    re.X | re.I,
)
_MONTHS = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})\s+)?\b(?P<m1>{_MONTH})\.?(?:\s+(?P<y1>(?:19|20)\d\d))?{_TO}"
    rf"(?:(?P<d2>\d{{1,2}}|[3?]\s?[O0])\s?)?(?P<m2>{_MONTH})\.?,?\s+(?P<y2>(?:19|20)\d\d)",
    re.I,
)
_DAYS = re.compile(rf"(?P<a>(?:19|20)\d\d-\d\d-\d\d){_TO}(?P<b>(?:19|20)\d\d-\d\d-\d\d)")
_PART = re.compile(
    r"\b(?:(?P<which>första|andra|tredje|fjärde|1|2|3|4)(?::?[ae])?\s+)?"
    r"(?P<part>halvår|tertial|kvartal)(?:et|en|s\w+|(?:rapport|bokslut|uppföljning)\w*)?(?:\s+(?P<after>[1-4]))?[\s,]+(?:år\s+)?(?P<y>(?:19|20)\d\d)"
    r"|\b(?P<letter>[TQH])(?P<number>[1-4])[\s,/-]+(?P<y2>(?:19|20)\d\d)",
    re.I,
)
_AS_OF = re.compile(r"\b(?:per(?:\s+den)?|till\s+och\s+med|t\.?\s?o\.?\s?m\.?)\s+(?=\d)", re.I)
_YEARS = re.compile(r"(?<![\d/-])(?P<a>20\d\d|19\d\d)(?:\s?[-–—/]\s?(?P<b>20\d\d|\d\d)(?![\d/-]))?(?![\d/]|-\d)")
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_PART_MONTHS = {"halvår": 6, "h": 6, "tertial": 4, "t": 4, "kvartal": 3, "q": 3}


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
    """Days with their year, in order; days that are in no calendar are left out."""
    for match in _DAY.finditer(text):
        groups = match.groupdict()
        for n in ("", "2", "3", "4"):
            if groups[f"y{n}"] and (iso := _iso(groups[f"y{n}"], groups[f"m{n}"], groups[f"d{n}"])):
                yield Day(iso, match.start(), match.end())


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), MONTHS.get(month.casefold()) or int(month), int(day)).isoformat()
    except ValueError:
        return None


def find_stretch(text: str) -> Stretch | None:
    """The first stretch named by two days, two months, or a part of a year: "januari–juni 2022", "tertial 2 2024"."""
    found = [stretch for stretch in (_between_days(text), _between_months(text), _part_of_year(text)) if stretch]
    return min(found, key=lambda stretch: stretch.start, default=None)


def _between_days(text: str) -> Stretch | None:
    for match in _DAYS.finditer(text):
        first, last = _iso(*match["a"].split("-")), _iso(*match["b"].split("-"))
        if first and last and first <= last:
            return Stretch(first, last, match.start(), match.end())
    return None


def _between_months(text: str) -> Stretch | None:
    for match in _MONTHS.finditer(text):
        y2, m1, m2 = int(match["y2"]), MONTHS[match["m1"].casefold()], MONTHS[match["m2"].casefold()]
        y1 = int(match["y1"]) if match["y1"] else y2 - (m1 > m2)
        day = re.sub(r"\D", "0", match["d2"] or "")  # an O read for a nought
        last_day = int(day) if day and 1 <= int(day) <= monthrange(y2, m2)[1] else monthrange(y2, m2)[1]
        first = _iso(str(y1), str(m1), match["d1"] or "1")
        if first:
            return Stretch(first, date(y2, m2, last_day).isoformat(), match.start(), match.end())
    return None


def _part_of_year(text: str) -> Stretch | None:
    for match in _PART.finditer(text):
        year = int(match["y"] or match["y2"])
        months = _PART_MONTHS[(match["part"] or match["letter"]).casefold()]
        said = match["which"] or match["after"] or match["number"] or ""
        which = _ORDINALS.get(said.casefold()) or (int(said) if said else 0)
        if 1 <= which <= 12 // months:
            end = which * months
            return Stretch(
                date(year, end - months + 1, 1).isoformat(),
                date(year, end, monthrange(year, end)[1]).isoformat(),
                match.start(),
                match.end(),
            )
    return None


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
        if int(first) <= int(last) <= int(first) + 15:
            return Stretch(f"{first}-01-01", f"{last}-12-31", match.start(), match.end())
    return None
