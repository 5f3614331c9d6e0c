"""Time stamps of signing services: local time with the name of its zone, turned into UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_ZONES = {  # hours east of Greenwich
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_STAMP = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)[ T]*(?:\|\s*|kl\.?\s*|"
    r",\s*)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<pm>[AP]M\b)?\s*\(?(?P<zone>(?:UTC|GMT)\s*[+-]\s*\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d|[A-Z]{3,4}\b|Z\b)?\)?"
)
_SIGNS = re.compile(
    r"signe|undertecknat|docu|bankid|freja|scrive|visma|verifi|justera|e-sign|elektronisk|digital|tidsstämpel|intyg",
    re.I,
)


@dataclass(frozen=True)
class Stamp:
    """A stamp in a text; `certain` is False where no zone is printed and Swedish time was taken."""

    start: int
    end: int
    utc: str
    certain: bool


def find_stamps(text: str) -> list[Stamp]:
    """The time stamps in a text, in order; a date alone is none."""
    found = []
    for m in _STAMP.finditer(text):
        year, month, day = map(int, m["day"].split("-"))
        hour = int(m["hour"]) % 12 + 12 * (m["pm"] == "PM") if m["pm"] else int(m["hour"])
        try:
            local = datetime(year, month, day, hour, int(m["minute"]), int(m["second"] or 0), tzinfo=UTC)
        except ValueError:  # "2024-13-45 25:99": no time
            continue
        zone = (m["zone"] or "").replace(" ", "")
        offset = _offset(zone)
        certain = offset is not None
        shift = offset if offset is not None else timedelta(hours=2 if _summer(local) else 1)
        utc = (local - shift).strftime("%Y-%m-%dT%H:%M:%SZ")
        end = m.end() if certain or not zone else m.start("zone")
        found.append(Stamp(m.start(), end, utc, certain))
    return found


def _offset(zone: str) -> timedelta | None:
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    m = re.match(r"^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?$", zone)
    if not m:
        return None
    shift = timedelta(hours=int(m[2]), minutes=int(m[3] or 0))
    return shift if m[1] == "+" else -shift


def _summer(local: datetime) -> bool:
    """Central European summer time: from the last Sunday of March 02:00 to the last Sunday of October 03:00."""
    begins = _last_sunday(local.year, 3).replace(hour=2)
    ends = _last_sunday(local.year, 10).replace(hour=3)
    return begins <= local < ends


def _last_sunday(year: int, month: int) -> datetime:
    last = date(year, month, 31)
    last -= timedelta(days=(last.weekday() + 1) % 7)
    return datetime(last.year, last.month, last.day, tzinfo=UTC)
