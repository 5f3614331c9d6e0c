"""House style 1: a cover with lists and contents, one § a page, "SFL § 17" above its heading, bullets under Beslut, "
"digital stamps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.assemble import Habits
from tests.sample.blocks import Block, Look, NewPage, Paper, Row, Space, Words
from tests.sample.meeting import Attendee, Item, Meeting
from tests.sample.signing import afterwards, bullets, clock, groups, implied_words, lasting, notice, span_of, stamped

HABITS = Habits(hand=0, notice=True, stamps=True, own_dnr=True)
LISTS = (("beslutande", "Beslutande"), ("ersättare", "Ersättare"), ("övrig", "Övriga deltagande"))


def letters(meeting: Meeting) -> str:
    """The board's own letters before the §."""
    return "SF" + meeting.organisation.split()[-1][0]


def paper(meeting: Meeting) -> Paper:
    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (
            ("l", 0, meeting.organisation), ("r", 0, "Sammanträdesprotokoll"),
            ("l", 1, "Sammanträdesdatum"), ("r", 1, f"Sida {page} ({pages})"), ("l", 2, meeting.date.isoformat()),
        )  # fmt: skip

    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 1, "Justerandes signatur"), ("r", 1, "Utdragsbestyrkande"))

    return Paper(list(blocks(meeting)), Look(top=98), head, foot, title=f"Protokoll {meeting.date}")


def blocks(meeting: Meeting) -> Iterator[Block]:
    yield Words("Sammanträdesprotokoll", "title")
    yield Row(("Sammanträdesdatum", meeting.date.isoformat()), (0.3, 0.7))
    yield Row(("", f"{meeting.body} för {meeting.organisation}"), (0.3, 0.7), after=8)
    if meeting.dnr:
        yield Row(("Diarienummer", meeting.dnr), (0.3, 0.7))
    yield Row(("Plats och tid", f"{meeting.place}, kl {lasting(meeting)}"), (0.3, 0.7), after=10)
    present = groups(meeting)
    for key, label in LISTS:
        rows = [described(a) for a in present.get(key, [])]
        if rows:
            yield Row((label, rows[0]), (0.3, 0.7), after=0)
            for text in rows[1:]:
                yield Row(("", text), (0.3, 0.7), after=0)
            yield Space(8)
    yield NewPage()
    yield Words("Justering", "h2")
    if meeting.stamps:
        yield from stamped(meeting)
        yield Words(f"Paragrafer {span_of(meeting)}")
    if meeting.notice:
        yield from notice(meeting)
    yield Words("Innehåll", "h2")
    for item in meeting.items:
        yield Row((f"§ {item.number}", item.heading), (0.12, 0.88), after=0)
    for item in meeting.items:
        yield NewPage()
        yield from paragraf(meeting, item)


def described(a: Attendee) -> str:
    parts = [a.name, a.role or "", a.organisation or ""]
    time = clock(a)
    return ", ".join(p for p in parts if p) + (f" ({time})" if time else "")


def paragraf(meeting: Meeting, item: Item) -> Iterator[Block]:
    yield Words(f"{letters(meeting)} § {item.number}", "bold", after=0)
    yield Words(item.heading, "h2", level=2)
    for text in (*item.earlier, *item.body):
        yield Words(str(text))
    if item.proposal:
        yield Words("Förslag till beslut", "label")
        for text in item.proposal:
            yield Words("Att " + str(text), mark="•", indent=6)
    for text in item.motions:
        yield Words(str(text))
    if item.implied:
        yield from implied_words(item)
    elif item.decisions:
        yield Words("Beslut", "label", level=3)
        yield from bullets(item, "•")
    yield from afterwards(item)
