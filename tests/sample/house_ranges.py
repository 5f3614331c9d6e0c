"""House style 6: "§§ 12–14" under one heading, "Bifalls." and "Till … valdes", Förslag till beslut before Beslut, a "
"ruled list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.assemble import Habits
from tests.sample.blocks import Block, Look, Paper, Row, Space, Words
from tests.sample.meeting import Item, Meeting
from tests.sample.signing import afterwards, bullets, clock, groups, implied_words, ink, lasting

HABITS = Habits(hand=5, merged=True, org_number=True)
LISTS = (("beslutande", "Ledamöter"), ("ersättare", "Ersättare"), ("övrig", "Övriga"))


def paper(meeting: Meeting) -> Paper:
    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (
            ("l", 0, "PROTOKOLL"),
            ("r", 0, f"{page} ({pages})"),
            ("l", 1, meeting.organisation),
            ("r", 1, meeting.date.isoformat()),
        )

    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 1, f"{meeting.organisation}, org.nr {meeting.org_number}"), ("r", 1, "Sign:"))

    return Paper(
        list(blocks(meeting)), Look(size=11, left=74, right=74, top=90), head, foot, title=f"Protokoll {meeting.date}"
    )


def blocks(meeting: Meeting) -> Iterator[Block]:
    yield Words(f"Protokoll från {meeting.body.lower()}s sammanträde", "title")
    yield Words(f"{meeting.organisation}, org.nr {meeting.org_number}")
    yield Row(("Datum", meeting.date.isoformat(), "Tid", lasting(meeting)), (0.12, 0.5, 0.1, 0.28))
    yield Row(("Plats", meeting.place), (0.12, 0.88), after=8)
    shares = (0.17, 0.37, 0.46)
    yield Row(("Grupp", "Namn", "Organisation och uppdrag"), shares, "bold", ruled=True)
    for key, label in LISTS:
        for index, a in enumerate(groups(meeting).get(key, [])):
            about = ", ".join(p for p in (a.organisation, a.role, clock(a)) if p)
            yield Row((label if index == 0 else "", a.name, about), shares, ruled=True)
    yield Space(10)
    for item in meeting.items:
        yield from paragraf(item)
    yield from ink(meeting)


def paragraf(item: Item) -> Iterator[Block]:
    sign = "§§" if "–" in item.number else "§"
    yield Words(f"{sign} {item.number}  {item.heading}", "h2", level=2)
    for text in (*item.earlier, *item.body):
        yield Words(str(text))
    if item.proposal:
        yield Words("Förslag till beslut", "label")
        for text in item.proposal:
            yield Words("att " + str(text), mark="-")
    if item.motions:
        for text in item.motions:
            yield Words(str(text))
    if item.implied:
        yield from implied_words(item)
    elif item.decisions:
        yield Words("Beslut", "label", level=3)
        yield from bullets(item, "-" if len(item.decisions) > 1 else "", big=False)
    yield from afterwards(item)
