"""How a board prints money and days: one hand per document, with its habits and its slips."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from tests.sample.facts import Stretch, Sum

MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905
)
NBSP = "\u00a0"
WORDS = {10_000: "tiotusen", 15_000: "femtontusen", 20_000: "tjugotusen", 25_000: "tjugofemtusen"}


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def grouped(value: int, mark: str = " ") -> str:
    return f"{value:,}".replace(",", mark)


@dataclass
class Hand:
    """The writer of one document: `money` and `day` choose a printed form, mostly the writer's own."""

    rng: Random
    today: date
    thousands: str = " "
    money_forms: tuple[str, ...] = ("kr", "kr", "kronor", "tkr", "mkr", ":-")
    day_forms: tuple[str, ...] = ("iso", "iso", "long", "short")

    def money(self, value: int, form: str | None = None, approximate: bool = False) -> Sum:
        form = form or self.rng.choice(self.money_forms)
        sign = "-" if value < 0 else ""
        size = abs(value)
        if form == "mkr" and (size % 100_000 or size < 1_000_000):
            form = "tkr"
        if form == "tkr" and (size % 1000 or size < 2000):
            form = "kr"
        if form == ":-" and (size > 90_000 or value < 0):
            form = "kronor"
        number = grouped(size, self.thousands)
        if form == "tkr":
            text = f"{grouped(size // 1000, self.thousands)} tkr"
        elif form == "mkr":
            text = f"{size / 1_000_000:g} mkr".replace(".", ",")
            if self.rng.random() < 0.3:
                text = text.replace("mkr", "miljon kronor" if size == 1_000_000 else "miljoner kronor")
        elif form == "ord" and size in WORDS:
            text = f"{WORDS[size]} kronor"
        else:
            endings = {":-": ":-", "kronor": " kronor", "sek": " SEK"}
            text = number + endings.get(form, " kr")
        if sign and form in ("tkr", "kr") and self.rng.random() < 0.5:
            sign = "- "
        return Sum(Decimal(value), sign + text, approximate)

    def day(self, day: date, form: str | None = None) -> Stretch:
        form = form or self.rng.choice(self.day_forms)
        name = MONTHS[day.month - 1]
        if form in ("slash", "bare") and day.year != self.today.year:
            form = "long"
        text = {
            "iso": day.isoformat(),
            "long": f"den {day.day} {name} {day.year}",
            "short": f"{day.day} {name} {day.year}",
            "bare": f"den {day.day} {name}",
            "slash": f"{day.day}/{day.month}",
            "slashyear": f"{day.day}/{day.month} {day.year}",
            "slashdash": f"{day.day}/{day.month}-{day.year}",
            "six": day.strftime("%y%m%d"),
        }[form]
        return Stretch(day, day, text)

    def month(self, day: date) -> Stretch:
        first = day.replace(day=1)
        return Stretch(first, month_end(day), f"{MONTHS[day.month - 1]} {day.year}", "month")

    def bare_month(self, month: int) -> Stretch:
        first = date(self.today.year, month, 1)
        return Stretch(first, month_end(first), MONTHS[month - 1], "month", "year only from the meeting")

    def period(self, start: date, end: date, form: str | None = None) -> Stretch:
        """Whole months from `start` to `end`."""
        form = form or self.rng.choice(("months", "months", "days", "iso", "iso", "six", "tom"))
        dash = self.rng.choice(("–", "–", "-"))
        first, last = MONTHS[start.month - 1], MONTHS[end.month - 1]
        if start.year == end.year:
            months, days = f"{first}{dash}{last} {end.year}", f"{start.day} {first}{dash}{end.day} {last} {end.year}"
        else:
            months = f"{first} {start.year}{dash}{last} {end.year}"
            days = f"{start.day} {first} {start.year}{dash}{end.day} {last} {end.year}"
        text = {
            "months": months,
            "days": days,
            "iso": f"{start.isoformat()}{self.rng.choice(('–', ' – '))}{end.isoformat()}",
            "six": f"{start:%y%m%d}{dash}{end:%y%m%d}",
            "tom": f"{start.isoformat()} t.o.m. {end.isoformat()}",
        }[form]
        return Stretch(start, end, text, "month" if form == "months" else "day")

    def half_year_turn(self, year: int) -> Stretch:
        return Stretch(date(year, 6, 30), date(year, 6, 30), f"halvårsskiftet {year}")

    def year_turn(self, year: int) -> Stretch:
        return Stretch(date(year, 12, 31), date(year + 1, 1, 1), f"årsskiftet {year}/{year + 1}")

    def two_days(self, day: date) -> Stretch:
        """Two days running, without their year: "4–5 april"."""
        second = day.replace(day=day.day + 1)
        year = "" if day.year == self.today.year else f" {day.year}"
        return Stretch(day, second, f"{day.day}–{second.day} {MONTHS[day.month - 1]}{year}")


HANDS: tuple[dict[str, object], ...] = (
    {"money_forms": ("tkr", "kr", "kr", "mkr"), "day_forms": ("iso", "iso", "bare", "long")},
    {"money_forms": ("kr", "kronor", "kr", "mkr"), "day_forms": ("long", "short", "iso"), "thousands": NBSP},
    {"money_forms": ("kronor", "kronor", ":-", "mkr"), "day_forms": ("short", "long", "bare"), "thousands": " "},
    {"money_forms": ("tkr", "tkr", "kr", ":-"), "day_forms": ("slash", "iso", "slashyear", "six")},
    {"money_forms": ("kr", "sek", "mkr", "kr"), "day_forms": ("iso", "slashdash", "short"), "thousands": NBSP},
    {"money_forms": ("kronor", "ord", "kr"), "day_forms": ("long", "bare", "short"), "thousands": "."},
)
