"""Canonical tokens: one spelling each for a §, a sum, a date and a dnr, made alike from facts and a user's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_UNITS = {
    "kr": 1, "kronor": 1, "sek": 1, ":-": 1, "tkr": 1000, "ksek": 1000, "mkr": 10**6, "mnkr": 10**6, "msek": 10**6,
    "mdkr": 10**9, "miljon": 10**6, "miljoner": 10**6, "miljard": 10**9, "miljarder": 10**9,
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:[ .\u00a0\u2009\u202f]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_MONEY = re.compile(rf"(?:sek\s*)?(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})(?!\w)(?:\s*kronor|\s*kr(?!\w))?|"
                    rf"(?:sek|kr)\s*(?P<after>{_NUMBER})(?![\d,])", re.IGNORECASE)  # fmt: skip
_MONTH = "|".join(_MONTHS) + "|" + "|".join(m[:3] for m in _MONTHS)
_DATES = re.compile(
    rf"(?P<iso>(?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}}))|"
    rf"(?:den\s+)?(?P<d2>\d{{1,2}})(?::e|:a)?\s+(?P<m2>{_MONTH})\.?\s+(?P<y2>\d{{4}})|"
    rf"(?P<d3>\d{{1,2}})/(?P<m3>\d{{1,2}})[\s-]+(?P<y3>\d{{4}})|"
    rf"(?P<m4>{_MONTH})\.?\s+(?P<y4>\d{{4}})",
    re.IGNORECASE,
)
_DNR = re.compile(
    r"(?<![\w/-])(?:[A-ZÅÄÖ]{2,6}[ -])?(?:\d{4}[/:-]\d{1,6}|\d{1,6}[/:]\d{2,4})(?:\s+[A-ZÅÄÖ]{2,6})?(?![\w/-])"
)
# the letter stops before i, a word of its own: "§ 26 i protokollet"
_PARAGRAF = re.compile(r"§{1,2}\s*(\d+)(?:\s?([a-h]))?(?!\w)|(?<!\w)(\d+)(?:\s?([a-h]))?\s*§", re.IGNORECASE)


@dataclass(frozen=True)
class Canonical:
    """A stretch of a user's words that means one thing, and the tokens that each mean it."""

    start: int
    end: int
    tokens: tuple[str, ...]


def money(ore: int) -> str:
    """Sums are found by their size: -156 tkr and 156 tkr alike."""
    kronor = f"{(Decimal(abs(ore)) / 100).normalize():f}"
    return "kr" + kronor.replace(".", "d")


def ore(token: str) -> int | None:
    """The sum a token means, without its sign; None for any other token."""
    return int(Decimal(token[2:].replace("d", ".")) * 100) if token.startswith("kr") else None


def number(digits: str) -> str:
    return "tal" + (digits.lstrip("0") or "0")


def paragraf(name: str) -> str:
    """The § a passage is."""
    return "paragraf" + _plain(name)


def paragraf_named(name: str) -> str:
    """A § that a passage speaks of."""
    return "omparagraf" + _plain(name)


def dnr(printed: str) -> list[str]:
    """The number as printed, and without the letters around it that many leave out."""
    digits = "".join(c for c in printed if c.isdigit())
    return list(dict.fromkeys(("dnr" + _plain(printed), "dnr" + digits)))


def paragrafs_in(text: str) -> list[str]:
    """Tokens of the §§ a text speaks of."""
    return [paragraf_named(_paragraf_name(match)) for match in _PARAGRAF.finditer(text)]


def stretch(start: str, end: str, precision: str) -> list[str]:
    """A stretch's two ends as days, and its months where it is one of days or months."""
    found = ["datum" + start.replace("-", ""), "datum" + end.replace("-", "")]
    if precision in ("day", "month"):
        found += ["manad" + start[:7].replace("-", ""), "manad" + end[:7].replace("-", "")]
    return list(dict.fromkeys(found))


def canonical(text: str) -> list[Canonical]:
    """The §§, sums, dates and dnr in a user's words, in order; they do not overlap."""
    found: list[Canonical] = []
    for pattern, make in ((_PARAGRAF, _as_paragraf), (_MONEY, _as_money), (_DATES, _as_date), (_DNR, _as_dnr)):
        for match in pattern.finditer(text):
            tokens = make(match)
            if tokens and not any(c.start < match.end() and match.start() < c.end for c in found):
                found.append(Canonical(match.start(), match.end(), tokens))
    return sorted(found, key=lambda c: c.start)


def _as_paragraf(match: re.Match[str]) -> tuple[str, ...]:
    name = _paragraf_name(match)
    return paragraf(name), paragraf_named(name)


def _paragraf_name(match: re.Match[str]) -> str:
    return f"{match[1] or match[3]}{match[2] or match[4] or ''}"


def _as_money(match: re.Match[str]) -> tuple[str, ...]:
    digits = re.sub(r"[^\d,]", "", match["number"] or match["after"]).replace(",", ".")
    unit = _UNITS[(match["unit"] or "kr").lower()]
    ore = Decimal(digits) * unit * 100
    return (money(int(ore)),) if ore == int(ore) else ()


def _as_date(match: re.Match[str]) -> tuple[str, ...]:
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    month = match["m1"] or match["m2"] or match["m3"] or match["m4"]
    day = match["d1"] or match["d2"] or match["d3"]
    if not month.isdigit():
        month = str(next(at for at, name in enumerate(_MONTHS, start=1) if name.startswith(month[:3].lower())))
    if not 1 <= int(month) <= 12:
        return ()
    return (f"datum{year}{int(month):02}{int(day):02}",) if day else (f"manad{year}{int(month):02}",)


def _as_dnr(match: re.Match[str]) -> tuple[str, ...]:
    return (dnr(match[0])[0],)


def _plain(printed: str) -> str:
    return "".join(c for c in printed.lower() if c.isalnum())
