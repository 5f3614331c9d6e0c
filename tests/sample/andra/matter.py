"""A matter as data: its parts in the order they were said, what was decided; the styles choose how to set them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.sample.andra.pen import Pen
from tests.sample.facts import Gold, Piece, Text, say
from tests.sample.meeting import Decision, Grant, Item, Votes


@dataclass(frozen=True)
class Part:
    """`kind`: text, background, papers, proposal, motion, order, vote, jav, reservation, note, copy, rows, earlier,
    immediate, absent."""

    kind: str
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Ruling:
    """A decision in the infinitive and, for houses that write so, as a sentence of its own; `points` are a), b), …"""

    text: Text
    action: str
    also: tuple[str, ...] = ()
    sentence: Text | None = None
    grant: Grant | None = None
    points: tuple[Text, ...] = ()
    responsible: str | None = None
    due: date | None = None
    doubt: str | None = None


@dataclass(frozen=True)
class Matter:
    heading: str
    parts: tuple[Part, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    number: str = ""
    dnr: str | None = None
    recusals: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()
    votes: Votes | None = None
    adjourned: bool = False
    immediate: bool = False
    ballots: tuple[tuple[str, str], ...] = ()

    def of(self, *kinds: str) -> list[Part]:
        return [part for part in self.parts if part.kind in kinds]

    def item(self, form: str, *, heading: bool = True) -> Item:
        """The matter as the meeting's gold wants it; `form`: att, bare or sentence as the house sets its decisions."""
        texts = [text for part in self.parts for text in part.texts]
        texts += [point for ruling in self.rulings for point in ruling.points]
        decisions = tuple(decided(ruling, form) for ruling in self.rulings)
        return Item(
            self.heading if heading else "", tuple(texts), decisions, number=self.number, dnr=self.dnr,
            recusals=self.recusals, reservations=self.reservations, votes=self.votes, adjourned=self.adjourned,
            immediate=self.immediate, after=tuple(("", t) for p in self.of("immediate") for t in p.texts),
        )  # fmt: skip


@dataclass(frozen=True)
class Pointed(Decision):
    """A decision that is followed by lettered points, which belong to its text."""

    points: tuple[Text, ...] = ()
    responsible: str | None = None
    due: date | None = None

    def gold(self) -> Gold:
        entry = super().gold()
        if self.points:
            entry["text"] += " " + " ".join(f"{letter}) {p}" for letter, p in zip("abcdef", self.points, strict=False))
        if self.responsible:
            entry["responsible"] = self.responsible
        if self.due:
            entry["due"] = self.due.isoformat()
        return entry


def decided(ruling: Ruling, form: str) -> Pointed:
    sentence = form == "sentence" and ruling.sentence is not None
    text = ruling.sentence if sentence and ruling.sentence else ruling.text
    return Pointed(
        text, ruling.action, ruling.also, att=form == "att" or (form == "sentence" and not sentence),
        grant=ruling.grant, points=ruling.points, responsible=ruling.responsible, due=ruling.due,
        doubt=ruling.doubt,
    )  # fmt: skip


@dataclass
class Table:
    """Who sits at the table and what day it is: what a maker of matters may know."""

    rng: Random
    pen: Pen
    day: date
    body: str
    members: tuple[str, ...]
    officer: str
    towns: tuple[str, ...]
    dnr: Callable[[], str]

    def pick(self, *choices: str) -> str:
        return self.rng.choice(choices)

    def ago(self, low: int, high: int) -> date:
        return workday(self.day - timedelta(days=self.rng.randint(low, high)))

    def ahead(self, low: int, high: int) -> date:
        return workday(self.day + timedelta(days=self.rng.randint(low, high)))

    def sum(self, low: int, high: int, step: int = 5) -> int:
        """A round sum between `low` and `high` thousands."""
        return self.rng.randrange(low, high, step) * 1000


Maker = Callable[[Table], Matter]


def workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def part(kind: str, template: str, **facts: Piece | Text) -> Part:
    return Part(kind, (say(template, **facts),))


def points(kind: str, *texts: str | Text) -> Part:
    return Part(kind, tuple(t if isinstance(t, Text) else Text((t,)) for t in texts))


def rule(action: str, template: str, *also: str, plain: str | None = None, **facts: Piece | Text) -> Ruling:
    """`plain` is the same as a sentence ("Dagordningen godkänns.")."""
    return Ruling(say(template, **facts), action, also, say(plain, **facts) if plain else None)


def granting(ruling: Ruling, grant: Grant) -> Ruling:
    return replace(ruling, grant=grant)


def at_once(matter: Matter, words: str = "Paragrafen förklaras omedelbart justerad.") -> Matter:
    return replace(matter, parts=(*matter.parts, points("immediate", words)), immediate=True)
