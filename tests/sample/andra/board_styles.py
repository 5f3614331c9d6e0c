"""Minutes of a university's board, labels in the margin, and of a region's local board with contents and ruled heads.

In both somebody's jäv is told elsewhere than under the matter it is about: with the agenda, or in the list of members.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.andra.matter import Matter, Ruling
from tests.sample.andra.setting import Held, clock, labelled, lettered, numbers, party, spoken
from tests.sample.blocks import SERIF, Block, Line, Look, NewPage, Paper, Row, Space, Words
from tests.sample.meeting import Attendee

MARGIN = (0.2, 0.8)
BESIDE = (
    ("background", "Bakgrund"), ("text", ""), ("earlier", "Tidigare behandling"), ("papers", "Handlingar"),
    ("proposal", "Förslag"), ("motion", "Yrkanden"), ("order", "Beslutsgång"), ("vote", "Votering"),
)  # fmt: skip
BELOW = (("immediate", ""), ("reservation", "Reservation"), ("note", "Anteckning"), ("copy", "Kopia till"))
LOCAL = {
    "background": "Ärendet i korthet", "papers": "Underlag för beslut", "proposal": "Förslag till beslut",
    "motion": "Förslag på sammanträdet", "order": "Nämndens behandling av ärendet", "vote": "Omröstning",
    "reservation": "Reservation", "note": "Protokollsanteckning", "copy": "Protokollsutdrag skickas till",
    "earlier": "Tidigare behandling",
}  # fmt: skip


def university(held: Held) -> Paper:
    m = held.meeting

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (
            ("l", 0, m.organisation.upper()),
            ("r", 0, f"Protokoll {m.date.isoformat()}"),
            ("r", 1, f"{page} ({pages})"),
        )

    look = Look(size=11, left=72, right=76, top=96, **SERIF)  # type: ignore[arg-type]
    return Paper(list(university_blocks(held)), look, head, title=m.body)


def university_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words("Protokoll", "title", after=0)
    yield Words(f"{m.body} vid {m.organisation}", "bold", after=8)
    for label, value in (
        ("Tid", f"{m.date.isoformat()}, kl. {m.start}–{m.end}"), ("Plats", m.place), ("Ordförande", m.chair),
        ("Protokollförare", m.secretary), ("Justerare", m.adjusters[0]),
    ):  # fmt: skip
        yield Row((label, value), MARGIN)
    yield Space(6)
    for group, label in (("beslutande", "Ledamöter"), ("övrig", "Närvarande med yttranderätt")):
        yield Words(label, "label")
        for a in held.of(group):
            yield Words(", ".join(p for p in (a.name, a.role) if p), after=0)
    if m.absent:
        yield Words("Förhindrade", "label")
        yield Words(", ".join(m.absent))
    yield Line()
    for index, matter in enumerate(held.matters):
        yield Words(f"{matter.number}.  {matter.heading}", "h2", level=2)
        if matter.dnr:
            yield Row(("Dnr", matter.dnr), MARGIN)
        yield from beside(matter, BESIDE)
        if index == 1:
            yield from (Row(("Jäv", told), MARGIN) for told in declared(held))
        if matter.rulings:
            yield Row(("Beslut", f"{m.body} beslutar\n" + "\n".join(map(point, matter.rulings))), MARGIN)
        yield from beside(matter, BELOW)
        yield Space(4)
    yield Space(14)
    yield Row(("Vid protokollet", "Justeras"), (0.5, 0.5), after=22)
    yield Row((m.secretary, m.chair), (0.5, 0.5), after=0)
    yield Row(("protokollförare", "ordförande"), (0.5, 0.5), after=22)
    yield Row(("", m.adjusters[0]), (0.5, 0.5), after=0)
    yield Row(("", "justerare"), (0.5, 0.5))


def beside(matter: Matter, labels: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Each part in the right column, its label in the margin; what has no label stands below the one before."""
    for kind, label in labels:
        for part in matter.of(kind):
            yield Row((label, "\n".join(str(text) for text in part.texts)), MARGIN)


def point(ruling: Ruling) -> str:
    return "\n".join((f"att {ruling.text}", *(f"{a}) {p}" for a, p in zip("abcdef", ruling.points, strict=False))))


def declared(held: Held) -> Iterator[str]:
    for matter in held.matters:
        for name in matter.recusals:
            yield f"{name} anmälde jäv i ärende {matter.number}."


def local(held: Held) -> Paper:
    m = held.meeting

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (
            ("l", 0, m.body),
            ("c", 0, "Protokoll"),
            ("l", 1, m.date.isoformat()),
            ("r", 1, f"Sida {page} av {pages}"),
        )

    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 1, "Justering: ............ ............"),)

    return Paper(list(local_blocks(held)), Look(size=10.5, left=76, right=76, top=92), head, foot, m.body)


def local_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words(m.organisation, "bold", after=0)
    yield Words(m.body, "title")
    yield Row(("Sammanträdestid", f"{m.date.isoformat()} kl. {clock(m.start)}–{clock(m.end)}"), (0.3, 0.7))
    yield Row(("Sammanträdesplats", m.place), (0.3, 0.7))
    yield Row(("Paragrafer", numbers(held)), (0.3, 0.7))
    for group, label in (("beslutande", "Beslutande"), ("ersättare", "Ersättare som inte tjänstgör"),
                         ("övrig", "Från förvaltningen")):  # fmt: skip
        yield Words(label, "label")
        for a in held.of(group):
            yield Words(member(held, a), after=0)
    yield Words("Innehåll", "label")
    for matter in held.matters:
        yield Row((f"§ {matter.number}", matter.heading), (0.14, 0.86), after=0)
    yield NewPage()
    for matter in held.matters:
        yield Row((f"§ {matter.number}", matter.heading, matter.dnr or ""), (0.14, 0.6, 0.26), "bold", ruled=True)
        yield Words("Beslut", "label")
        for index, ruling in enumerate(matter.rulings, 1):
            yield Words(f"{index}. {spoken(ruling)}" if len(matter.rulings) > 1 else spoken(ruling), after=2)
            yield from lettered(ruling)
        yield from labelled(matter, LOCAL, "immediate", "background", "text", "rows", "earlier", "papers", "proposal",
                            "motion", "order", "vote", "reservation", "note", "copy")  # fmt: skip
        yield Space(12)
    yield Words("Underskrifter", "label", after=16)
    yield Row((m.chair, "Ordförande"), (0.5, 0.5), after=14)
    yield Row((m.adjusters[0], "Justerare"), (0.5, 0.5), after=14)
    yield Row((m.secretary, "Nämndsekreterare"), (0.5, 0.5))


def member(held: Held, a: Attendee) -> str:
    """As listed, with the matters somebody took no part in."""
    told = ", ".join(p for p in (party(a), a.role) if p)
    away = [matter.number for matter in held.matters if a.name in matter.recusals]
    words = "deltog inte i § {} på grund av jäv" if held.meeting.date.month < 7 else "jäv § {}"
    return told + "".join(f", {words.format(number)}" for number in away)
