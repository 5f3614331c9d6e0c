"""House style 3: "§ 4/2024 Heading" on one line, decisions as prose ("Styrelsen beslutade att …"), parties, "
"justified serif."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.assemble import Habits
from tests.sample.blocks import SERIF, Block, Look, Paper, Row, Space, Words
from tests.sample.meeting import Attendee, Item, Meeting
from tests.sample.signing import capital, clock, groups, ink, lasting, notice

HABITS = Habits(hand=2, party=True, notice=True, own_dnr=True)
LISTS = (
    ("beslutande", "Tjänstgörande ledamöter"),
    ("ersättare", "Ej tjänstgörande ersättare"),
    ("övrig", "Tjänstemän och gäster"),
)


def paper(meeting: Meeting) -> Paper:
    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (
            ("l", 0, meeting.organisation),
            ("r", 0, f"Sid {page}"),
            ("l", 1, f"Styrelsens protokoll {meeting.date.isoformat()}"),
        )

    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("c", 1, "Sekr. ______   Ordf. ______   Just. ______"),)

    look = Look(size=12, left=85, right=85, top=88, bottom=80, justify=True, leading=1.28, **SERIF)  # type: ignore[arg-type]
    return Paper(list(blocks(meeting)), look, head, foot, title=f"Protokoll {meeting.date}")


def blocks(meeting: Meeting) -> Iterator[Block]:
    yield Words("Protokoll fört vid sammanträde med styrelsen", "title")
    yield Words(f"för {meeting.organisation}", "bold")
    if meeting.dnr:
        yield Words(f"Diarienummer: {meeting.dnr}")
    yield Row(("Sammanträdesdag", meeting.date.isoformat()), (0.28, 0.72))
    yield Row(("Plats", meeting.place), (0.28, 0.72))
    yield Row(("Tid", f"kl. {lasting(meeting, '.', '–')}"), (0.28, 0.72), after=6)
    present = groups(meeting)
    for key, label in LISTS:
        if present.get(key):
            yield Words(label, "label")
            for a in present[key]:
                yield Words(described(a), after=0)
    if meeting.absent:
        yield Words("Frånvarande", "label")
        yield Words(", ".join(meeting.absent))
    yield Space(10)
    year = meeting.date.year
    for item in meeting.items:
        yield from paragraf(item, year)
    yield Words("Vid protokollet", after=0)
    yield from ink(meeting)
    if meeting.notice:
        yield Space(16)
        yield from notice(meeting)


def described(a: Attendee) -> str:
    name = f"{a.name} ({a.party})" if a.party else a.name
    parts = [name, a.role or "", a.organisation or ""]
    if a.serving_for:
        parts.append(f"tjänstgör för {a.serving_for}")
    if a.start:
        parts.append(clock(a, "kl. {a}–{b}"))
    return ", ".join(p for p in parts if p)


def paragraf(item: Item, year: int) -> Iterator[Block]:
    yield Words(f"§ {item.number}/{year} {item.heading}", "h2", level=2)
    for text in (*item.earlier, *item.body):
        yield Words(str(text))
    if item.proposal:
        yield Words("Kansliets förslag: att " + "; att ".join(map(str, item.proposal)) + ".")
    for text in item.motions:
        yield Words(str(text))
    atts = [d for d in item.decisions if d.att]
    for decision in item.decisions:
        if not decision.att:
            yield Words(str(decision.text))
    if len(atts) == 1:
        yield Words(f"Styrelsen beslutade {atts[0].words()}.")
    elif atts:
        yield Words("Styrelsen beslutade", after=0)
        for index, decision in enumerate(atts):
            yield Words(decision.words() + ("." if index == len(atts) - 1 else ","), indent=18, after=1)
        yield Space(5)
    for label, text in item.after:
        yield Words(capital(str(text)), after=6) if label != "Reservation" else Words(f"Reservation: {text}")
