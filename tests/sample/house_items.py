"""House styles 4 and 5: numbered items without a § sign – "1.", "5.2" on paper; "## 1. Heading" or bare headings in "
"Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.assemble import Habits
from tests.sample.blocks import VERA, Block, Look, Paper, Space, Words
from tests.sample.meeting import Attendee, Item, Meeting
from tests.sample.signing import bullets, capital, clock, groups, implied_words, ink, lasting

HABITS = Habits(hand=3, body="Beredningsgruppen", running=False, nested=True, deputies=False)
MARKDOWN = Habits(hand=4, body="Medlemssamrådet", running=False, nested=False, org_number=True, signed=False)


def paper(meeting: Meeting) -> Paper:
    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("r", 0.5, f"{meeting.organisation}, {meeting.date.isoformat()}"),) if page > 1 else ()

    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("c", 1, str(page)),)

    look = Look(size=10, left=68, right=68, top=74, leading=1.42, edge_size=8, **VERA)  # type: ignore[arg-type]
    return Paper(list(blocks(meeting)), look, head, foot, title=f"Mötesprotokoll {meeting.date}")


def blocks(meeting: Meeting) -> Iterator[Block]:
    yield Words(f"Protokoll {meeting.body.lower()} {meeting.date.isoformat()}", "title")
    yield Words(meeting.organisation, "h2")
    yield Words(f"Plats: {meeting.place}", after=1)
    yield Words(f"Tid: kl. {lasting(meeting)}", after=6)
    present = groups(meeting)
    yield Words("Närvarande: " + "; ".join(map(described, present["beslutande"])))
    yield Words("Adjungerade: " + "; ".join(map(described, present["övrig"])))
    if meeting.absent:
        yield Words("Förhinder: " + "; ".join(meeting.absent))
    yield Space(6)
    for item in meeting.items:
        yield from numbered(item)
    yield Words("Vid protokollet", after=0)
    yield from ink(meeting, dotted=False)


def described(a: Attendee) -> str:
    inner = ", ".join(p for p in (a.role, a.organisation, clock(a)) if p)
    return f"{a.name} ({inner})"


def numbered(item: Item) -> Iterator[Block]:
    mark = item.number if "." in item.number else item.number + "."
    yield Words(
        f"{mark} {item.heading}", "h2" if "." not in item.number else "label", level=3 if "." in item.number else 2
    )
    for text in (*item.earlier, *item.body, *item.motions):
        yield Words(str(text))
    if item.proposal:
        yield Words("Förslag: att " + ", att ".join(map(str, item.proposal)))
    if item.implied:
        yield from implied_words(item)
    elif len(item.decisions) == 1:
        yield Words("Beslut: " + item.decisions[0].words())
    elif item.decisions:
        yield Words("Beslut", "label", level=4)
        yield from bullets(item, "1.", big=False)
    for _, text in item.after:
        yield Words(str(text))


def markdown(meeting: Meeting, labels: bool) -> str:
    """The same meeting in Markdown; without `labels` the headings stand bare."""
    out = [f"# Protokoll – {meeting.organisation}", ""]
    if meeting.org_number:
        out += [f"Organisationsnummer: {meeting.org_number}", ""]
    out += [
        f"**Datum:** {meeting.date.isoformat()}  ",
        f"**Tid:** {lasting(meeting, ':')}  ",
        f"**Plats:** {meeting.place}  ",
        "",
    ]
    for key, label in (("beslutande", "Beslutande"), ("ersättare", "Ersättare"), ("övrig", "Övriga")):
        rows = groups(meeting).get(key, [])
        if rows:
            out += [f"### {label}", "", *("- " + listed(a) for a in rows), ""]
    out += [f"**Ordförande:** {meeting.chair}  ", f"**Sekreterare:** {meeting.secretary}  "]
    out += [f"**Justerare:** {', '.join(meeting.adjusters)}", ""]
    for item in meeting.items:
        out += [f"## {item.number}. {item.heading}" if labels else f"## {item.heading}", ""]
        for text in (*item.earlier, *item.body):
            out += [str(text), ""]
        if item.proposal:
            out += ["Förslag till beslut:", "", *(f"- att {text}" for text in item.proposal), ""]
        for text in item.motions:
            out += [str(text), ""]
        if item.implied:
            out += [str(item.decisions[0].text), ""]
        elif item.decisions:
            out += ["**Beslut**", "", *("- " + capital(d.words()) for d in item.decisions), ""]
        for label, text in item.after:
            out += [f"{label}: {text}" if label else str(text), ""]
    return "\n".join(out)


def listed(a: Attendee) -> str:
    time = f", kl {a.start}-{a.end}" if a.start else ""
    return f"{a.name} ({a.organisation})" + (f", {a.role}" if a.role else "") + time
