"""A document of headings, prose and tables as data – plan, report, agreement, letter: pages and gold come from it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.sample.blocks import Block, Grid, Look, NewPage, Paper, Row, Space, Words
from tests.sample.facts import Gold, Text
from tests.sample.tables import Table

WITH_HEADINGS = ("verksamhetsplan", "årsredovisning", "delårsrapport", "revisionsberättelse", "policy", "rapport")


@dataclass(frozen=True)
class Goal:
    goal: str
    outcome: str
    status: str

    def lines(self) -> tuple[str, str, str]:
        verdict = {
            "uppfyllt": "Målet är uppfyllt.",
            "delvis": "Målet är delvis uppfyllt.",
            "ej": "Målet är inte uppfyllt.",
        }
        return f"Mål: {self.goal}", f"Utfall: {self.outcome}", verdict[self.status]


@dataclass(frozen=True)
class Section:
    """`level` 1 opens a chapter; `points` are bullets; a chapter may ask for a page of its own."""

    heading: str
    content: tuple[Text | Table | Goal, ...] = ()
    points: tuple[Text, ...] = ()
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Report:
    kind: str
    title: str
    organisation: str
    org_number: str | None
    date: datetime.date | None
    sections: tuple[Section, ...]
    cover: tuple[str, ...] = ()
    dnr: str | None = None
    period: tuple[datetime.date, datetime.date] | None = None
    adopted_by: str | None = None
    findings: tuple[Gold, ...] = ()
    signers: tuple[tuple[str, str], ...] = ()
    contents: bool = False
    own_cover: bool = False
    titled: bool = True

    def texts(self) -> Iterator[Text]:
        for section in self.sections:
            yield from (c for c in section.content if isinstance(c, Text))
            yield from section.points

    def tables(self) -> list[Table]:
        return [c for s in self.sections for c in s.content if isinstance(c, Table)]

    def gold(self) -> Gold:
        gold: Gold = {"kind": self.kind}
        if self.kind != "ansökan":  # whose is an application: the one who asks, or the one who is asked?
            gold["organisation"] = self.organisation
        if self.org_number:
            gold["org_number"] = self.org_number
        if self.date:
            gold["date"] = self.date.isoformat()
        if self.titled:
            gold["title"] = self.title
        if self.dnr:
            gold["dnr"] = [self.dnr]
        if self.adopted_by:
            gold["adopted_by"] = self.adopted_by
        if self.period:
            gold["period"] = {"start": self.period[0].isoformat(), "end": self.period[1].isoformat()}
        if self.kind in WITH_HEADINGS:
            gold["outline"] = self.outline()
        goals = [c for s in self.sections for c in s.content if isinstance(c, Goal)]
        if goals:
            gold["goals"] = [{"goal": g.goal, "outcome": g.outcome, "status": g.status} for g in goals]
        gold["amounts"] = [s.gold(None) for t in self.texts() for s in t.sums()]
        gold["dates"] = [d.gold(None) for t in self.texts() for d in t.stretches()]
        if self.tables():
            gold["tables"] = [t.gold() for t in self.tables()]
        if self.signers:
            gold["signatures"] = [{"name": name, "role": role} for name, role in self.signers]
        gold["findings"] = list(self.findings)
        return gold

    def outline(self) -> list[Gold]:
        """The headings as a tree; the outermost is level 1 whatever it is set in."""
        headed = [section for section in self.sections if section.heading]
        outermost = min((section.level for section in headed), default=1)
        return [{"level": s.level - outermost + 1, "heading": s.heading} for s in headed]

    def blocks(self) -> Iterator[Block]:
        if self.own_cover:
            yield Space(170)
        yield Words(self.title, "title", after=8)
        for line in self.cover:
            yield Words(line, after=2)
        if self.contents:
            yield NewPage()
            yield Words("Innehåll", "h1")
            for section in self.sections:
                yield Words(section.heading + " " + "." * 30, indent=14 * (section.level - 1), after=1)
        if self.own_cover or self.contents:
            yield NewPage()
        for section in self.sections:
            yield from set_section(section)
        if self.signers:
            yield Space(20)
            for name, role in self.signers:
                yield Space(14)
                yield Row(("." * 44, ""), (0.6, 0.4), after=0)
                yield Row((f"{name}, {role}" if role else name, ""), (0.8, 0.2), after=8)

    def paper(self, look: Look | None = None) -> Paper:
        def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
            return () if page == 1 and self.own_cover else (("l", 1, self.organisation), ("r", 1, str(page)))

        return Paper(list(self.blocks()), look or Look(), foot=foot, title=self.title)


def set_section(section: Section) -> Iterator[Block]:
    if section.new_page:
        yield NewPage()
    if section.heading:
        yield Words(section.heading, {1: "h1", 2: "h2"}.get(section.level, "label"), level=section.level)
    for content in section.content:
        match content:
            case Table():
                if content.printed_title and not section.heading.endswith(content.title):
                    yield Words(content.title, "label")
                yield Space(4)
                yield Grid(content)
            case Goal():
                for line in content.lines():
                    yield Words(line, after=3)
                yield Space(4)
            case Text():
                yield Words(str(content))
    for point in section.points:
        yield Words(str(point), mark="•", indent=8)


def plain(*sentences: str) -> tuple[Text, ...]:
    """Prose without figures."""
    return tuple(Text((s,)) for s in sentences)
