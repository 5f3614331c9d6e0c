"""Minutes in prose: a housing association, a road association, and a group for pupils' health with points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from tests.sample.andra.matter import Matter, Ruling
from tests.sample.andra.setting import Held, cap, clock, labelled, lettered, spoken
from tests.sample.blocks import SERIF, Block, Look, Paper, Row, Space, Words
from tests.sample.facts import Text

SAID = ("jav", "background", "text", "rows", "motion", "order", "vote")


def listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " samt " + names[-1] if len(names) > 1 else names[0]


def housing(held: Held) -> Paper:
    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("c", 1, f"Sida {page} av {pages}"),)

    return Paper(list(housing_blocks(held)), Look(size=11, left=80, right=80, top=70), foot=foot, title="Protokoll")


def housing_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yearly = m.body == "Årsmötet"
    yield Words("Protokoll fört vid årsmöte" if yearly else "Protokoll fört vid styrelsemöte", "title")
    yield Words(m.organisation, "bold")
    if m.org_number:
        yield Words(f"Org.nr: {m.org_number}")
    yield Words(f"{m.date.isoformat()}, kl. {clock(m.start)}–{clock(m.end)}", lead="Tid: ", after=1)
    yield Words(m.place, lead="Plats: ", after=1)
    who = [f"{a.name} ({a.role})" if a.role else a.name for a in held.of("beslutande")]
    yield Words(", ".join(who), lead="Närvarande: ", after=1)
    guests = [f"{a.name} ({a.role})" if a.role else a.name for a in held.of("övrig")]
    yield Words(", ".join(guests), lead="Övriga närvarande: ", after=1)
    if m.absent:
        yield Words(", ".join(m.absent), lead="Ej närvarande: ")
    for matter in held.matters:
        yield Words(f"{matter.number} §  {matter.heading}", "label", level=2)
        yield from labelled(matter, {}, *SAID)
        for ruling in matter.rulings:
            yield from run_in(ruling)
    yield Space(14)
    yield Words("Vid protokollet", after=18)
    yield Words(m.secretary, after=14)
    yield Words("Justeras", after=18)
    yield Words(f"{m.chair}, ordförande", after=14)
    yield Words(f"{m.adjusters[0]}, justerare")


def run_in(ruling: Ruling) -> Iterator[Block]:
    """A sentence of its own in italics; what has none says who decided."""
    text = str(ruling.sentence) if ruling.sentence else f"Mötet beslutade att {ruling.text}."
    yield Words(cap(text), "italic", after=3)
    yield from lettered(ruling)


def road(held: Held) -> Paper:
    look = Look(size=12, left=86, right=80, top=76, leading=1.4, **SERIF)  # type: ignore[arg-type]
    return Paper(list(road_blocks(held)), look, title="Protokoll")


def road_blocks(held: Held) -> Iterator[Block]:
    """No headings: each paragraph is a piece of prose that ends in what was decided."""
    m = held.meeting
    yield Words(f"Protokoll från styrelsemöte med {m.organisation}", "h1")
    yield Words(f"Dag: {m.date.isoformat()}", after=1)
    yield Words(f"Tid: kl. {clock(m.start)}–{clock(m.end)}", after=1)
    yield Words(f"Plats: {m.place}", after=1)
    names = [f"{a.name}, {a.role}" if a.role else a.name for a in held.of("beslutande")]
    yield Words(f"Närvarande: {'; '.join(names)}", after=1)
    if m.absent:
        yield Words(f"Förhinder: {', '.join(m.absent)}")
    for matter in held.matters:
        said = " ".join(str(text) for text in texts(matter))
        atts = [f"att {ruling.text}" for ruling in matter.rulings]
        decided = (
            f"Beslutades {', '.join(atts[:-1]) + ' samt ' + atts[-1] if len(atts) > 1 else atts[0]}." if atts else ""
        )
        yield Words(f"§ {matter.number}. " + " ".join(p for p in (said, decided) if p))
    yield Space(12)
    yield Words(f"{m.secretary}, sekreterare", after=20)
    yield Words("Justerat:", after=14)
    yield Row((f"{m.chair}, ordförande", f"{m.adjusters[0]}, justeringsman"), (0.5, 0.5))


def texts(matter: Matter) -> Iterator[Text]:
    return chain.from_iterable(part.texts for part in matter.of(*SAID, "immediate", "reservation"))


def pupils(held: Held) -> Paper:
    m = held.meeting

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 0, f"{m.organisation}, {m.body.lower()}"), ("r", 0, f"Sid {page} av {pages}"))

    return Paper(list(pupils_blocks(held)), Look(size=10.5, left=76, right=76, top=80), head, title="Protokoll")


def pupils_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words(f"Protokoll {m.body.lower()} {m.date.isoformat()}", "title")
    yield Words(m.organisation, "bold")
    shares = (0.2, 0.8)
    yield Row(("Tid", f"kl. {clock(m.start)}–{clock(m.end)}"), shares, ruled=True)
    yield Row(("Plats", m.place), shares, ruled=True)
    present = held.of("beslutande")
    yield Row(("Deltagare", "\n".join(f"{a.name}, {a.role}, {a.organisation}" for a in present)), shares, ruled=True)
    if m.absent:
        yield Row(("Frånvarande", ", ".join(m.absent)), shares, ruled=True)
    yield Row(("Ordförande", m.chair), shares, ruled=True)
    yield Row(("Sekreterare", m.secretary), shares, ruled=True)
    yield Row(("Justerare", m.adjusters[0]), shares, ruled=True)
    yield Space(8)
    for matter in held.matters:
        yield Words(f"Punkt {matter.number} – {matter.heading}", "label", level=2)
        yield from labelled(matter, {}, *SAID)
        for ruling in matter.rulings:
            yield Words(spoken(ruling), lead="Beslut: ", after=1)
            yield from lettered(ruling)
        for part in matter.of("due"):
            yield Row(tuple(str(part.texts[0]).split("  ")), (0.55, 0.45))
        yield Space(4)
