"""Minutes of a parish council, a faculty board and a rescue federation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.andra.matter import Matter
from tests.sample.andra.setting import Held, clock, labelled, lettered, numbers, party, spoken
from tests.sample.blocks import SERIF, Block, Line, Look, NewPage, Paper, Row, Space, Words
from tests.sample.meeting import Attendee

PARTS = ("jav", "background", "text", "rows", "earlier", "papers", "proposal", "motion", "order", "vote")
FACULTY = {"background": "Bakgrund", "papers": "Handlingar", "jav": "Jäv", "reservation": "Reservation"}
RESCUE = {
    "background": "Ärendebeskrivning", "papers": "Beslutsunderlag", "proposal": "Förvaltningens förslag",
    "motion": "Förslag under sammanträdet",
    "reservation": "Reservation", "copy": "Delges",
}  # fmt: skip


def parish(held: Held) -> Paper:
    m = held.meeting

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 0, f"{m.organisation}  {m.body}"), ("r", 0, f"PROTOKOLL {m.date.isoformat()}  sid {page}"))

    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("r", 1, "Just. ______  ______"),)

    look = Look(size=12, left=84, right=80, top=84, bottom=84, **SERIF)  # type: ignore[arg-type]
    return Paper(list(parish_blocks(held)), look, head, foot, m.body)


def parish_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words(m.organisation, "h1")
    yield Words("Sammanträde med kyrkorådet", "title")
    yield Words(f"Tid: {m.date.isoformat()} kl. {clock(m.start)} – {clock(m.end)}", after=1)
    yield Words(f"Plats: {m.place}", after=8)
    for group, label in (("beslutande", "Närvarande ordinarie ledamöter"), ("ersättare", "Närvarande ersättare"),
                         ("övrig", "Dessutom närvarande")):  # fmt: skip
        yield Words(label, "label")
        for a in held.of(group):
            yield Words(told(a), after=0)
    if m.absent:
        yield Words("Anmält förhinder", "label")
        yield Words(", ".join(m.absent))
    for matter in held.matters:
        yield Words(f"{held.letters} § {matter.number}. {matter.heading}", "h2", level=2)
        yield from labelled(matter, {}, *PARTS, marks=())
        atts = [f"att {ruling.text}" for ruling in matter.rulings]
        if len(atts) == 1:
            yield Words(f"Kyrkorådet beslöt {atts[0]}.")
        elif atts:
            yield Words("Kyrkorådet beslöt", after=0)
            for index, text in enumerate(atts):
                yield Words(text + (" samt" if index == len(atts) - 2 else "." if index == len(atts) - 1 else ","),
                            indent=20, after=1)  # fmt: skip
            yield Space(5)
        yield from labelled(matter, {}, "immediate", "reservation", "note")
    yield Space(16)
    yield Words("Vid protokollet", after=18)
    yield Words(m.secretary, after=14)
    yield Words("Justeras", after=18)
    yield Row((f"{m.chair}, ordförande", f"{m.adjusters[0]}, justerare"), (0.5, 0.5))


def told(a: Attendee) -> str:
    text = ", ".join(p for p in (a.name, a.role) if p)
    return text + (f" (fr.o.m. kl. {clock(a.start)})" if a.start else "") + (
        f" (t.o.m. kl. {clock(a.end)})" if a.end else "")  # fmt: skip


def faculty(held: Held) -> Paper:
    m = held.meeting

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 0, m.organisation), ("r", 0, "PROTOKOLL"), ("r", 1, f"{page}/{pages}"))

    return Paper(list(faculty_blocks(held)), Look(size=10.5, left=80, right=80), head, title=m.body)


def faculty_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words(m.organisation, "bold")
    yield Words(f"Protokoll från {m.body.lower()}s sammanträde", "title")
    for label, value in (("Datum", m.date.isoformat()), ("Tid", f"{m.start}–{m.end}"), ("Lokal", m.place)):
        yield Row((label, value), (0.2, 0.8))
    for group, label in (("beslutande", "Ledamöter"), ("ersättare", "Suppleanter"), ("övrig", "Övriga")):
        yield Words(label, "label")
        for a in held.of(group):
            yield Words(", ".join(p for p in (a.name, a.role) if p), after=0)
    if m.absent:
        yield Words("Frånvarande", "label")
        yield Words(", ".join(m.absent))
    yield Line()
    for matter in held.matters:
        yield Words(f"Ärende {matter.number}  {matter.heading}", "h2", level=2)
        if matter.dnr:
            yield Words(f"Dnr {matter.dnr}", "small")
        yield from labelled(matter, FACULTY, *PARTS)
        if matter.rulings:
            yield Words("BESLUT", "label")
            yield Words(f"{m.body} beslutar", after=1)
            for ruling in matter.rulings:
                yield Words("att " + str(ruling.text), mark="–", indent=6)
                yield from lettered(ruling)
        yield from labelled(matter, FACULTY, "immediate", "reservation", "note", "copy")
    yield Space(12)
    yield Row(("Vid protokollet", "Justeras"), (0.5, 0.5), after=18)
    yield Row((m.secretary, m.chair), (0.5, 0.5), after=0)
    yield Row(("Sekreterare", "Ordförande"), (0.5, 0.5), after=16)
    yield Row(("", m.adjusters[0]), (0.5, 0.5), after=0)
    yield Row(("", "Justeringsperson"), (0.5, 0.5))


def rescue(held: Held) -> Paper:
    m = held.meeting

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 0, m.organisation.upper()), ("r", 0, f"{page}"), ("l", 1, f"Direktionen {m.date.isoformat()}"))

    return Paper(list(rescue_blocks(held)), Look(size=11, left=72, right=72, top=90), head, title=m.body)


def rescue_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words("PROTOKOLL", "title")
    yield Words(f"Direktionen för {m.organisation}", "bold")
    wide = (0.25, 0.75)
    yield Row(("Tid och plats:", f"{m.date.isoformat()} kl. {clock(m.start)}–{clock(m.end)}, {m.place}"), wide)
    for group, label in (("beslutande", "Beslutande:"), ("ersättare", "Ersättare:"), ("övrig", "Tjänstemän:")):
        for index, a in enumerate(held.of(group)):
            late = f" {held.extra['late']}" if held.extra.get("late_name") == a.name else ""
            text = ", ".join(p for p in (party(a), a.organisation, a.role) if p) + late
            yield Row((label if index == 0 else "", text), wide, after=0)
        yield Space(5)
    yield Row(("Justerare:", m.adjusters[0]), wide)
    yield Row(("Justering:", held.place_of_signing), wide)
    yield Row(("Paragrafer:", numbers(held)), wide)
    for matter in held.matters:
        yield from rescue_matter(matter)
    yield NewPage()
    yield Words("Justering", "h2")
    for role, name in (("Ordförande", m.chair), ("Justerare", m.adjusters[0]), ("Sekreterare", m.secretary)):
        yield Space(14)
        yield Words("_" * 40, after=0)
        yield Words(f"{name}, {role.lower()}")
    if m.notice:
        yield Line()
        yield Words("Bevis om anslag", "label")
        yield Words(
            f"Protokollet justerat {held.place_of_signing.split()[-1]} och anslaget på förbundets anslagstavla."
        )
        yield Words(f"Anslaget: {m.notice.posted.isoformat()}", after=1)
        yield Words(f"Nedtaget: {m.notice.removed.isoformat()}", after=1)
        yield Words(f"Protokollet förvaras: {m.notice.kept_at}")


def rescue_matter(matter: Matter) -> Iterator[Block]:
    yield Words(f"§ {matter.number}  {matter.heading.upper()}" + (f"  ({matter.dnr})" if matter.dnr else ""), "label",
        level=2)  # fmt: skip
    yield from labelled(matter, RESCUE, *PARTS)
    for index, ruling in enumerate(matter.rulings):
        yield Words(spoken(ruling), lead="Direktionens beslut: " if index == 0 else "", after=3)
        yield from lettered(ruling)
    yield from labelled(matter, RESCUE, "immediate", "reservation", "note", "copy")
