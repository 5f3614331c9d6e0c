"""Minutes of a municipal board (decision first), a committee (numbered decisions, ballots) and a region's committee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.sample.andra.matter import Matter
from tests.sample.andra.setting import Held, cells, clock, labelled, lettered, numbers, party, spoken
from tests.sample.blocks import SERIF, VERA, Block, Edge, Line, Look, NewPage, Paper, Row, Space, Words
from tests.sample.meeting import Attendee

BOARD = {
    "background": "Sammanfattning av ärendet", "papers": "Beslutsunderlag", "proposal": "Förvaltningens förslag till "
    "beslut", "motion": "Förslag till beslut på sammanträdet", "order": "Beslutsgång", "vote": "Omröstningsresultat",
    "reservation": "Reservation", "note": "Protokollsanteckning", "copy": "Beslutet skickas till", "jav": "Jäv",
    "earlier": "Tidigare beslut",
}  # fmt: skip
COMMITTEE = {
    "background": "Ärendet", "papers": "Handlingar i ärendet", "proposal": "Förslag till beslut", "motion": "Yrkanden",
    "order": "Propositionsordning", "vote": "Omröstning", "reservation": "Reservationer", "copy": "Expedieras till",
    "note": "Anteckning till protokollet", "earlier": "Ärendets tidigare handläggning",
}  # fmt: skip
REGION = {
    "jav": "Jäv", "background": "Ärendebeskrivning", "papers": "Beslutsunderlag", "proposal": "Förslag till beslut",
    "motion": "Yrkanden", "order": "Proposition", "vote": "Votering", "reservation": "Reservation",
    "note": "Protokollsanteckning", "copy": "Beslut expedieras till",
}  # fmt: skip


def board(held: Held) -> Paper:
    m = held.meeting
    look = Look(size=10.5, left=74, right=70, top=96, bottom=84)
    foot = signing_foot("Justerandes sign", "Utdragsbestyrkande")
    return Paper(
        list(board_blocks(held)), look, cells("SAMMANTRÄDESPROTOKOLL", m.body, m.date.isoformat()), foot, m.body
    )


def signing_foot(left: str, right: str) -> Edge:
    def foot(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 1, left), ("r", 1, right))

    return foot


def attending(a: Attendee) -> str:
    text = ", ".join(p for p in (party(a), a.role) if p)
    if a.serving_for:
        text += f" ersätter {a.serving_for}"
    if a.start and a.end:
        text += f", kl. {clock(a.start)}–{clock(a.end)}"
    return text


def board_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    shares = (0.28, 0.72)
    yield Words(m.organisation, "h1")
    pause = f", ajournering kl. {held.extra['pause']}" if "pause" in held.extra else ""
    yield Row(("Plats och tid", f"{m.place}, kl. {clock(m.start)}–{clock(m.end)}{pause}"), shares, ruled=True)
    seated = held.of("beslutande")
    yield Row(("Beslutande", "\n".join(attending(a) for a in seated if not a.serving_for)), shares, ruled=True)
    serving = [attending(a) for a in seated if a.serving_for]
    if serving:
        yield Row(("Tjänstgörande ersättare", "\n".join(serving)), shares, ruled=True)
    rest = [attending(a) for a in held.of("ersättare")]
    yield Row(("Ej tjänstgörande ersättare", "\n".join(rest)), shares, ruled=True)
    yield Row(("Övriga närvarande", "\n".join(attending(a) for a in held.of("övrig"))), shares, ruled=True)
    yield Row(("Utses att justera", ", ".join(m.adjusters)), shares, ruled=True)
    yield Row(("Justeringens plats och tid", held.place_of_signing), shares, ruled=True)
    yield Space(12)
    three = (0.2, 0.5, 0.3)
    yield Row(("Underskrifter", "", f"Paragrafer {numbers(held)}"), three)
    for role, name in (("Sekreterare", m.secretary), ("Ordförande", m.chair), ("Justerande", m.adjusters[0])):
        yield Space(8)
        yield Row((role, "." * 46), (0.2, 0.8), after=0)
        yield Row(("", name), (0.2, 0.8))
    yield Line()
    yield Words("ANSLAG/BEVIS", "label")
    yield Words("Protokollet är justerat. Justeringen har tillkännagivits genom anslag på kommunens anslagstavla.")
    if m.notice:
        for label, value in (
            ("Organ", m.body), ("Sammanträdesdatum", m.date.isoformat()),
            ("Datum då anslaget sätts upp", m.notice.posted.isoformat()),
            ("Datum då anslaget tas ned", m.notice.removed.isoformat()),
            ("Förvaringsplats för protokollet", m.notice.kept_at), ("Underskrift", m.notice.responsible or ""),
        ):  # fmt: skip
            yield Row((label, value), (0.42, 0.58))
    for matter in held.matters:
        yield NewPage()
        yield from board_matter(held, matter)


def board_matter(held: Held, matter: Matter) -> Iterator[Block]:
    yield Row((f"{held.letters} § {matter.number}", f"Dnr {matter.dnr}" if matter.dnr else ""), (0.5, 0.5), "bold")
    yield Words(matter.heading, "h2", level=2)
    yield Words(f"{held.meeting.body}s beslut", "label")
    many = len(matter.rulings) > 1
    for index, ruling in enumerate(matter.rulings, 1):
        yield Words(spoken(ruling), mark=f"{index}." if many else "", indent=6 if many else 0)
        yield from lettered(ruling)
    yield from labelled(matter, BOARD, "immediate", "jav", "reservation", "note", "background", "text", "rows",
        "earlier", "papers", "proposal", "motion", "order", "vote", "copy")  # fmt: skip


def committee(held: Held) -> Paper:
    m = held.meeting
    look = Look(size=11, left=80, right=72, top=98, bottom=80, edge_size=9, **SERIF)  # type: ignore[arg-type]
    head = cells(m.organisation, f"Protokoll {m.body}", m.date.isoformat())
    return Paper(list(committee_blocks(held)), look, head, signing_foot("Signatur", ""), m.body)


def committee_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words(f"Protokoll {m.body.lower()}", "title")
    for label, value in (
        ("Tid", f"{m.date.isoformat()} klockan {m.start}–{m.end}"), ("Plats", m.place), ("Paragrafer", numbers(held)),
    ):  # fmt: skip
        yield Row((label, value), (0.2, 0.8))
    yield Space(6)
    wide = (0.42, 0.13, 0.45)
    yield Row(("Beslutande ledamöter", "Parti", "Ersättare för"), wide, "bold", ruled=True)
    for a in held.of("beslutande"):
        name = f"{a.name}, {a.role}" if a.role else a.name
        yield Row((name, a.party or "", a.serving_for or ""), wide, ruled=True)
    yield Space(8)
    yield Words("Närvarande, ej tjänstgörande ersättare", "label")
    for a in held.of("ersättare"):
        yield Words(party(a), after=0)
    yield Words("Tjänstepersoner", "label")
    for a in held.of("övrig"):
        spell = f", {held.extra['spell']}" if a.role == "enhetschef" and "spell" in held.extra else ""
        yield Words(f"{a.name}, {a.role}{spell}", after=0)
    for matter in held.matters:
        yield from committee_matter(held, matter)
    yield NewPage()
    yield Words("Underskrifter", "h2")
    yield Words("Protokollet är elektroniskt signerat av:")
    for role, name in (("Sekreterare", m.secretary), ("Ordförande", m.chair), ("Justerare", m.adjusters[0])):
        yield Row((role, name), (0.24, 0.76))


def committee_matter(held: Held, matter: Matter) -> Iterator[Block]:
    yield Words(f"§ {matter.number}" + (f" Dnr {matter.dnr}" if matter.dnr else ""), "label", after=0)
    yield Words(matter.heading, "h1", level=2)
    yield from labelled(matter, COMMITTEE, "jav")
    yield Words("Nämndens beslut", "label")
    yield Words(f"{held.meeting.body} beslutar att", after=1)
    for index, ruling in enumerate(matter.rulings, 1):
        yield Words(f"{index}. {ruling.text}" if len(matter.rulings) > 1 else f"{ruling.text}.", indent=8, after=2)
        yield from lettered(ruling)
    yield from labelled(matter, COMMITTEE, "immediate", "background", "text", "rows", "earlier", "papers", "proposal",
                        "motion", "order")  # fmt: skip
    if matter.ballots:
        yield Words("Voteringslista", "label")
        wide = (0.5, 0.16, 0.16, 0.18)
        yield Row(("Ledamot", "Ja", "Nej", "Avstår"), wide, "bold", ruled=True)
        for name, vote in matter.ballots:
            marks = tuple("X" if vote == column else "" for column in ("Ja", "Nej", "Avstår"))
            yield Row((name, *marks), wide, ruled=True)
        votes = matter.votes
        if votes:
            yield Row(
                ("Summa", str(votes.for_), str(votes.against), str(votes.abstained or 0)), wide, "bold", ruled=True
            )
        yield Space(6)
    yield from labelled(matter, COMMITTEE, "vote", "reservation", "note", "copy")


def region(held: Held) -> Paper:
    m = held.meeting

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (("l", 0, m.organisation), ("r", 0, f"Sida {page} av {pages}"), ("l", 1, f"{m.body} {m.date}"))

    look = Look(size=9.5, left=70, right=66, top=88, leading=1.4, edge_size=8, **VERA)  # type: ignore[arg-type]
    return Paper(list(region_blocks(held)), look, head, title=m.body)


def region_blocks(held: Held) -> Iterator[Block]:
    m = held.meeting
    yield Words(m.organisation, "bold", after=0)
    yield Words(m.body, "title")
    yield Words("Protokoll fört vid sammanträde", "bold")
    yield Row((f"Datum: {m.date.isoformat()}", f"Plats: {m.place}"), (0.4, 0.6))
    yield Row((f"Tid: {m.start}–{m.end}", f"Omfattning: §§ {numbers(held)}"), (0.4, 0.6), after=10)
    for groups, label in ((("beslutande",), "Närvarande ledamöter"), (("ersättare",), "Närvarande ersättare"),
                          (("övrig",), "Övriga deltagare")):  # fmt: skip
        yield Words(label, "label")
        names = [", ".join(p for p in (party(a), a.role) if p) for a in held.of(*groups)]
        for left, right in zip(names[::2], [*names[1::2], ""], strict=False):
            yield Row((left, right), (0.5, 0.5), after=0)
    for matter in held.matters:
        yield Words(f"§ {m.date.year}:{matter.number}  {matter.heading}", "h2", level=2)
        if matter.dnr:
            yield Words(f"Diarienummer {matter.dnr}", "small")
        yield Words(f"{m.body} beslutar", "label")
        for ruling in matter.rulings:
            yield Words("att " + str(ruling.text), after=1)
            yield from lettered(ruling)
        yield Space(4)
        yield from labelled(matter, REGION, "immediate", "background", "text", "jav", "rows", "earlier", "papers",
                            "proposal", "motion", "order", "vote", "reservation", "note", "copy")  # fmt: skip
    yield Space(14)
    yield Words("Vid protokollet", after=16)
    yield Row((m.secretary, ""), (0.5, 0.5), after=12)
    yield Words("Justerat", after=16)
    yield Row((m.chair, m.adjusters[0]), (0.5, 0.5), after=0)
    yield Row(("Ordförande", "Justerare"), (0.5, 0.5))
