"""How other bodies print money, days and stretches of days: one pen a meeting, its forms chosen by the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from tests.sample.facts import Stretch, Sum
from tests.sample.wording import MONTHS, NBSP, grouped, month_end

SHORT = ("jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "dec.")
WEEKDAYS = ("måndagen", "tisdagen", "onsdagen", "torsdagen", "fredagen", "lördagen", "söndagen")
MILLIONS = {1: "en miljon", 2: "två miljoner", 3: "tre miljoner", 4: "fyra miljoner", 5: "fem miljoner"}


@dataclass
class Pen:
    """`money`, `day` and `period` take a form or choose one of the house's."""

    rng: Random
    today: date
    money_forms: tuple[str, ...]
    day_forms: tuple[str, ...]
    period_forms: tuple[str, ...]
    mark: str = " "

    def kr(self, value: int, form: str | None = None, *, about: bool = False) -> Sum:
        form = self.fitting(value, form or self.rng.choice(self.money_forms))
        size = abs(value)
        number = grouped(size, self.mark)
        millions = f"{size / 1_000_000:.3f}".rstrip("0").rstrip(".").replace(".", ",")
        text = {
            "kr": f"{number} kr",
            "kronor": f"{number} kronor",
            "dot": f"{grouped(size, '.')} kr",
            ":-": f"{number}:-",
            "sek": f"{number} SEK",
            "SEK": f"SEK {number}",
            "tkr": f"{grouped(size // 1000, self.mark)} tkr",
            "kkr": f"{grouped(size // 1000, self.mark)} kkr",
            "mnkr": f"{millions} mnkr",
            "Mkr": f"{millions} Mkr",
            "msek": f"{millions} MSEK",
            "miljoner": f"{millions} {'miljon' if size == 1_000_000 else 'miljoner'} kronor",
            "words": f"{MILLIONS.get(size // 1_000_000, '')} kronor",
            "öre": f"{number},00 kr",
            "tusen": f"{size // 1000} 000 kronor",
        }[form]
        return Sum(Decimal(value), ("-" if value < 0 else "") + text, about)

    def fitting(self, value: int, form: str) -> str:
        """A form that can say the sum without rounding."""
        size = abs(value)
        if form in ("mnkr", "Mkr", "msek", "miljoner") and (size < 1_000_000 or size % 10_000):
            form = "tkr" if form in ("mnkr", "Mkr", "msek") else "kronor"
        if form == "words" and size % 1_000_000:
            return "kronor"
        if form in ("tkr", "kkr") and (size % 1000 or size < 2000):
            return "kr"
        if form in (":-", "tusen") and not 2000 <= size < 1_000_000:
            return "kr"
        return "kr" if form == "tusen" and size % 1000 else form

    def range(self, low: int, high: int) -> tuple[Sum, Sum]:
        """Two ends of which only the second carries its unit."""
        return Sum(Decimal(low), grouped(low, self.mark)), self.kr(high, "kronor")

    def day(self, day: date, form: str | None = None) -> Stretch:
        form = form or self.rng.choice(self.day_forms)
        if form in ("bare", "ordinal", "slash") and day.year != self.today.year:
            form = "long"
        name = MONTHS[day.month - 1]
        text = {
            "iso": day.isoformat(),
            "long": f"den {day.day} {name} {day.year}",
            "short": f"{day.day} {name} {day.year}",
            "abbr": f"{day.day} {SHORT[day.month - 1]} {day.year}",
            "bare": f"den {day.day} {name}",
            "ordinal": f"den {day.day}:{'a' if day.day in (1, 2, 21, 22, 31) else 'e'} {name}",
            "slash": f"{day.day}/{day.month}",
            "slashyear": f"{day.day}/{day.month} {day.year}",
            "eight": day.strftime("%Y%m%d"),
            "six": day.strftime("%y%m%d"),
            "dotted": f"{day.day}.{day.month}.{day.year}",
            "weekday": f"{WEEKDAYS[day.weekday()]} den {day.day} {name} {day.year}",
        }[form]
        return Stretch(day, day, text)

    def month(self, day: date) -> Stretch:
        return Stretch(day.replace(day=1), month_end(day), f"{MONTHS[day.month - 1]} {day.year}", "month")

    def period(self, start: date, end: date, form: str | None = None) -> Stretch:
        """Whole months from `start` to `end`."""
        form = form or self.rng.choice(self.period_forms)
        first, last = MONTHS[start.month - 1], MONTHS[end.month - 1]
        year = "" if start.year == end.year else f" {start.year}"
        text = {
            "iso--": f"{start.isoformat()}--{end.isoformat()}",
            "iso–": f"{start.isoformat()} – {end.isoformat()}",
            "from": f"från och med den {start.day} {first} {start.year} till och med den {end.day} {last} {end.year}",
            "fr.o.m.": f"fr.o.m. {start.isoformat()} t.o.m. {end.isoformat()}",
            "days": f"{start.day} {first}{year} – {end.day} {last} {end.year}",
            "days-tom": f"{start.day} {first}{year} till och med {end.day} {last} {end.year}",
            "months": f"{first}{year}–{last} {end.year}",
            "months-tom": f"{first}{year} t.o.m. {last} {end.year}",
            "slash": f"{start.day}/{start.month}{year}–{end.day}/{end.month} {end.year}",
            "six": f"{start:%y%m%d}–{end:%y%m%d}",
        }[form]
        return Stretch(start, end, text, "month" if form.startswith("months") else "day")


MARKS = {"nbsp": NBSP, "thin": "\u2009", "dot": ".", "space": " "}
