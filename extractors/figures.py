"""A table cell's printed figure as a number, and what columns and rows hold that is no money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_MINUS = "-−–‒"
_FIGURE = re.compile(
    rf"(?P<open>\()?(?P<sign>[{_MINUS}]{{1,2}}|[+±])? ?"
    r"(?P<digits>\d{1,3}(?:[ .']\d{3})+|\d+)(?:,(?P<decimals>\d{1,3}))?(?P<close>\))?"
    r" ?(?P<unit>%|:-|kr|kronor|tkr|kkr|mkr|mnkr|sek|tsek|msek)?\.?[*¹²³⁴⁵]?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"[oO0]{1,2}")  # as engines read a lone nought
_WHEN = re.compile(r"(?:år )?(?:19|20)\d\d|\[?(?:(?:19|20)?\d\d[-–/]\d\d[-–/]\d\d[\s–-]*){1,2}\]?", re.IGNORECASE)
_NOTE = re.compile(r"not(?:er|nr| nr)?\.?", re.IGNORECASE)
_UNCOUNTED = re.compile(r"%|procent|\bantal\b|\bandel\b|\bårsarbetare\b|\bindex\b", re.IGNORECASE)

UNITS = {
    "kr": 1, "kronor": 1, "sek": 1, "tkr": 1_000, "kkr": 1_000, "tsek": 1_000, "ksek": 1_000, "tusental kronor": 1_000,
    "tusen kronor": 1_000, "tusentals kronor": 1_000, "mkr": 1_000_000, "mnkr": 1_000_000, "msek": 1_000_000,
    "miljoner kronor": 1_000_000, "miljontals kronor": 1_000_000,
}  # fmt: skip
_UNIT = re.compile(
    r"(?<![\wåäö])(" + "|".join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True)) + r")(?![\wåäö])",
    re.IGNORECASE,
)
_STATED = re.compile(r"\bbelopp|\bi\b|\banges|\bredovisas|\(|\buttryckt", re.IGNORECASE)
_MARK = 2  # characters
_SHORT = 60  # characters: in a line no longer a unit without a sum is a statement


# published text often keeps the emphasis of its tables: <b>…</b>, **…**
_MARKUP = re.compile(r"</?(?:b|i|u|em|strong)>|\*\*|__")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number: `value` as it stands, `unit` where it is printed with it ("kr", "%")."""

    value: Decimal
    unit: str | None = None

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


def parse_figure(text: str) -> Figure | None:
    """The number a cell holds, sign in any form ("- 455", "−455", "(455)"); None where the cell holds none."""
    printed = _SPACES.sub(" ", _MARKUP.sub("", text)).strip()
    if _ZERO.fullmatch(printed):
        return Figure(Decimal(0))
    found = _FIGURE.fullmatch(printed)
    if not found:
        return None
    value = Decimal(re.sub(r"\D", "", found["digits"]) + "." + (found["decimals"] or "0"))
    if (found["sign"] or "+")[0] in _MINUS or (found["open"] and found["close"]):
        value = -value
    return Figure(value, found["unit"].lower() if found["unit"] else None)


def only_figure(pieces: Sequence[str]) -> Figure | None:
    """The figure of a cell in several pieces; a mark beside it ("*", a speck read as a letter) is passed over."""
    if whole := parse_figure(" ".join(pieces)):
        return whole
    figures = [figure for piece in pieces if (figure := parse_figure(piece))]
    marks = [piece for piece in pieces if not parse_figure(piece)]
    return figures[0] if len(figures) == 1 and all(len(mark) <= _MARK for mark in marks) else None


def is_when(text: str) -> bool:
    """A year, a day or a stretch of days: a column's heading rather than a value."""
    return _WHEN.fullmatch(_SPACES.sub(" ", text).strip()) is not None


def is_note_heading(text: str) -> bool:
    """The heading of a column that points to notes."""
    return _NOTE.fullmatch(text.strip()) is not None


def is_uncounted(text: str) -> bool:
    """The heading or label of what is counted or compared, not paid: percentages, numbers of people."""
    return _UNCOUNTED.search(text) is not None


def stated_unit(text: str) -> str | None:
    """The unit a heading, caption or header cell states for what follows: "Belopp i tkr", "(kr)", "Tkr"."""
    text = _SPACES.sub(" ", text).strip()
    for found in _UNIT.finditer(text):
        before = text[max(0, found.start() - 2) : found.start()]
        if re.search(r"\d ?$", before):
            continue  # a sum, not a statement
        if len(text) <= _SHORT or _STATED.search(text[max(0, found.start() - 40) : found.start()]):
            return plain_unit(found[1])
    return None


def plain_unit(unit: str) -> str:
    """kr, tkr or mkr."""
    return {1: "kr", 1_000: "tkr", 1_000_000: "mkr"}[UNITS[unit.lower()]]


def printed(ore: int) -> str:
    """Öre as Swedes print kronor: 1 493 887 or −12,50."""
    whole, rest = divmod(abs(ore), 100)
    text = f"{whole:,}".replace(",", " ") + (f",{rest:02d}" if rest else "")
    return ("−" if ore < 0 else "") + text
