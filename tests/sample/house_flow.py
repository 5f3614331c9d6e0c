"""House style 2: "§ 3  Dnr 2024/12" with the heading below, text that flows over the pages, a two-column list of "
"those present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.assemble import Habits
from tests.sample.blocks import SERIF, Block, Line, Look, Paper, Row, Space, Words
from tests.sample.meeting import Item, Meeting
from tests.sample.signing import afterwards, bullets, clock, groups, implied_words, ink, lasting

HABITS = Habits(hand=1, running=False, dnr=True, org_number=True)
LISTS = (("beslutande", "Närvarande ledamöter"), ("ersättare", "Närvarande ersättare"), ("övrig", "Övriga närvarande"))


def paper(meeting: Meeting) -> Paper:
    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        if page == 1:
            return ()
        return (("l", 0.5, f"PROTOKOLL {meeting.date.isoformat()}"), ("r", 0.5, f"{page}/{pages}"))

    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        about = f"{meeting.organisation}  Org.nr {meeting.org_number}" if meeting.org_number else meeting.organisation
        return (("l", 1.6, "Justerandes sign ........  ........"), ("c", 0.4, about))

    look = Look(size=11.5, left=78, right=70, top=76, bottom=84, edge_size=8.5, **SERIF)  # type: ignore[arg-type]
    return Paper(list(blocks(meeting)), look, head, foot, title=f"Styrelseprotokoll {meeting.date}")


def blocks(meeting: Meeting) -> Iterator[Block]:
    yield Words(meeting.organisation, "h1")
    yield Words(f"Organisationsnummer {meeting.org_number}", "small")
    yield Words("PROTOKOLL FRÅN STYRELSEMÖTE", "title")
    for label, value in (
        ("Datum:", meeting.date.isoformat()),
        ("Tid:", lasting(meeting, ":", "–")),
        ("Plats:", meeting.place),
    ):
        yield Row((label, value), (0.16, 0.84))
    present = groups(meeting)
    for key, label in LISTS:
        rows = present.get(key, [])
        if not rows:
            continue
        yield Words(label, "label")
        for a in rows:
            name = f"{a.name}, {a.role}" if a.role else a.name
            time = clock(a, "kl. {a}–{b}")
            yield Row((name, (a.organisation or "") + (f" ({time})" if time else "")), (0.56, 0.44), after=0)
    if meeting.absent:
        yield Words("Anmält förhinder", "label")
        yield Words(", ".join(meeting.absent))
    yield Space(6)
    yield Line()
    for item in meeting.items:
        yield from paragraf(item)
    yield from ink(meeting)


def paragraf(item: Item) -> Iterator[Block]:
    number = f"§ {item.number}" + (f"   Dnr {item.dnr}" if item.dnr else "")
    yield Words(number, "label", after=0)
    yield Words(item.heading, "bold", after=4, level=2)
    if item.earlier:
        yield Words("Tidigare behandling", "label")
        for text in item.earlier:
            yield Words(str(text))
    for text in item.body:
        yield Words(str(text))
    if item.proposal:
        yield Words("Förslag till beslut", "label")
        yield Words("Styrelsen föreslås besluta", after=0)
        for text in item.proposal:
            yield Words("att " + str(text))
    if item.motions:
        yield Words("Yrkanden", "label")
        for text in item.motions:
            yield Words(str(text))
    if item.implied:
        yield from implied_words(item)
    elif item.decisions:
        if all(d.att for d in item.decisions):
            many = len(item.decisions) > 1
            yield Words("Styrelsens beslut" if many else "Styrelsen beslutar", "label", level=3)
            yield from bullets(item, "–" if many else "", big=False, stop=not many)
        else:
            yield Words("Styrelsens beslut", "label", level=3)
            yield from bullets(item, "")
    yield from afterwards(item)
    yield Space(5)
