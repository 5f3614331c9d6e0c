"""Shared furniture of minutes: how decisions are set, the places to sign, the notice that minutes are confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sample.blocks import Block, Line, Row, Space, Words
from tests.sample.meeting import Attendee, Item, Meeting


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def implied_words(item: Item) -> Iterator[Block]:
    """Decisions that close the text without a label of their own."""
    for decision in item.decisions:
        yield Words(capital(decision.words()))


def bullets(item: Item, mark: str, *, big: bool = True, stop: bool = False) -> Iterator[Block]:
    """Each att-sats with its mark: –, •, "1." counted up, or none."""
    for index, decision in enumerate(item.decisions, 1):
        text = capital(decision.words()) if big or not decision.att else decision.words()
        if (stop or not decision.att) and not text.endswith("."):
            text += "."
        yield Words(text, mark=f"{index}." if mark == "1." else mark, indent=6 if mark else 0)


def afterwards(item: Item) -> Iterator[Block]:
    """Reservations and confirmations on the spot, below the decision."""
    for label, text in item.after:
        if label:
            yield Words(label, "label")
        yield Words(str(text))


def ink(meeting: Meeting, dotted: bool = True) -> Iterator[Block]:
    """Lines to sign on, with the names printed below or beside."""
    yield Space(14)
    rows = [
        ("Sekreterare", meeting.secretary),
        ("Ordförande", meeting.chair),
        *(("Justerare", a) for a in meeting.adjusters),
    ]
    for role, name in rows:
        yield Space(10)
        if dotted:
            yield Row((role, "." * 52), (0.24, 0.76))
            yield Row(("", name), (0.24, 0.76), after=6)
        else:
            yield Row((role, name), (0.24, 0.76), after=8)


def stamped(meeting: Meeting) -> Iterator[Block]:
    """Stamps of digital signing."""
    yield Words("Protokollet signeras elektroniskt")
    for stamp in meeting.stamps:
        yield Space(4)
        yield Words(f"E-signerat av: {stamp.local}", "small", after=0)
        yield Row((stamp.role, stamp.name), (0.26, 0.74), after=4)


def notice(meeting: Meeting) -> Iterator[Block]:
    assert meeting.notice
    n = meeting.notice
    yield Line()
    yield Words("ANSLAG/BEVIS", "label")
    yield Words("Det justerade protokollet har kungjorts på förbundets digitala anslagstavla.")
    shares = (0.42, 0.58)
    for label, value in (
        ("Organ", meeting.organisation),
        ("Sammanträdesdatum", meeting.date.isoformat()),
        ("Anslaget publiceras", n.posted.isoformat()),
        ("Anslaget tas ned", n.removed.isoformat()),
        ("Förvaringsplats för protokollet", n.kept_at),
        ("Ansvarig för anslag", n.responsible or ""),
    ):
        yield Row((label, value), shares)
    yield Line()


def groups(meeting: Meeting) -> dict[str, list[Attendee]]:
    out: dict[str, list[Attendee]] = {}
    for attendee in meeting.attendance:
        out.setdefault(attendee.group, []).append(attendee)
    return out


def clock(attendee: Attendee, pattern: str = "kl {a}-{b}", point: str = ".") -> str:
    if not attendee.start or not attendee.end:
        return ""
    return pattern.format(a=attendee.start.replace(":", point), b=attendee.end.replace(":", point))


def lasting(meeting: Meeting, point: str = ".", dash: str = "-") -> str:
    return f"{meeting.start.replace(':', point)}{dash}{meeting.end.replace(':', point)}"


def span_of(meeting: Meeting) -> str:
    """The §§ of the minutes as the cover tells them: 17–28."""
    first = meeting.items[0].number.split("–")[0]
    last = meeting.items[-1].number.split("–")[-1]
    return f"{first}–{last}"
