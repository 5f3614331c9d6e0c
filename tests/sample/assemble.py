"""From an association, a day and the habits of a house style to a whole meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from tests.sample import formalities as form
from tests.sample.board_matters import ADVISORY, LONG, ORDINARY, SEASONAL, put_immediate
from tests.sample.facts import Text
from tests.sample.meeting import Attendee, Decision, Item, Meeting, Notice, Person, Stamp
from tests.sample.money_matters import Award, application
from tests.sample.place import ROOMS, Association
from tests.sample.wording import HANDS, Hand


@dataclass(frozen=True)
class Habits:
    """What a house style prints, as far as the content depends on it."""

    hand: int
    body: str = "Styrelsen"
    running: bool = True  # §§ run on through the year
    dnr: bool = False
    party: bool = False
    notice: bool = False
    stamps: bool = False
    org_number: bool = False
    nested: bool = False
    merged: bool = False
    deputies: bool = True
    signed: bool = True
    own_dnr: bool = False


def assemble(
    who: Association,
    habits: Habits,
    day: date,
    rng: Random,
    *,
    first: int = 1,
    matters: int = 5,
    awards: Sequence[Award] = (),
    gap: bool = False,
) -> Meeting:
    hand = Hand(rng, day, **HANDS[habits.hand])  # type: ignore[arg-type]
    chair, vice = who.chair.name, who.vice.name
    present = [chair, vice, *(p.name for p in who.board[2:] if rng.random() > 0.12)]
    adjuster = rng.choice(present[2:])
    guests = rng.sample(who.guests, 2)
    scene = form.Scene(
        rng, who, hand, day, tuple(present), tuple(p.name for p in guests), adjuster,
        previous=day - timedelta(days=rng.randint(35, 70)), coming=day + timedelta(days=rng.randint(28, 75)),
        taken={a.effort for a in awards}, board=habits.body,
    )  # fmt: skip
    items = agenda_of(scene, matters, awards)
    numbered = number(items, habits, first if habits.running else 1, gap)
    findings: tuple[tuple[str, str], ...] = ()
    if gap:
        before, after = next((a, b) for a, b in pairwise(numbered) if int(b.number) - int(a.number) > 1)
        findings = (("paragraf-gap", f"§ {before.number} is followed by § {after.number}"),)
    hour = rng.choice((9, 10, 13))
    stop = hour * 60 + rng.choice((95, 130, 155, 180))
    return Meeting(
        organisation=who.name,
        body=habits.body,
        date=day,
        start=f"{hour:02d}:00",
        end=f"{stop // 60:02d}:{stop % 60:02d}",
        place=f"{rng.choice(who.towns)}, {rng.choice(ROOMS)}",
        attendance=attendance(who, habits, present, guests, hour, rng),
        absent=tuple(p.name for p in who.board if p.name not in present),
        chair=chair,
        secretary=who.secretary.name,
        adjusters=(adjuster,),
        items=tuple(numbered),
        org_number=who.org_number if habits.org_number else None,
        dnr=f"{day.year}/{rng.randint(2, 60):02d} {who.letters}" if habits.own_dnr and rng.random() < 0.7 else None,
        notice=Notice(day + timedelta(days=9), day + timedelta(days=31), f"Förbundets kansli, {who.towns[0]}",
            who.director.name)
        if habits.notice else None,
        stamps=stamps(who, adjuster, day, rng) if habits.stamps else (),
        findings=findings,
        signed=habits.signed,
    )  # fmt: skip


def agenda_of(scene: form.Scene, matters: int, awards: Sequence[Award]) -> list[Item]:
    rng = scene.rng
    board = scene.board == "Styrelsen"
    makers = [
        *rng.sample(ORDINARY if board else ADVISORY, matters),
        *(SEASONAL.get(scene.day.month, ()) if board else ()),
    ]
    unique = list(dict.fromkeys(makers))
    middle = [maker(scene) for maker in unique] + [application(scene, award) for award in awards]
    if rng.random() < 0.25:
        spot = rng.randrange(len(middle))
        if middle[spot].decisions and not middle[spot].after and not middle[spot].implied:
            middle[spot] = put_immediate(middle[spot])
    opening = [form.opening(scene), form.adjusters(scene), form.agenda(scene), form.last_minutes(scene)]
    ending = [LONG[0](scene), form.other_questions(scene), form.next_meeting(scene), form.closing(scene)]
    if rng.random() < 0.4:
        opening, ending = opening[1:], [ending[0], ending[2]]
    opening += [declared(item) for item in middle if item.recusals and rng.random() < 0.6]
    by_heading: dict[str, Item] = {}
    for item in opening + middle + ending:
        by_heading.setdefault(item.heading, item)
    return list(by_heading.values())


def declared(item: Item) -> Item:
    """Conflicts of interest declared early in the meeting for a matter that comes later."""
    name = item.recusals[0] if item.recusals else ""
    return Item("Anmälan om jäv", (Text((f"{name} anmäler jäv i ärendet {item.heading}.",)),), recusals=None)


def number(items: list[Item], habits: Habits, first: int, gap: bool) -> list[Item]:
    """Give every item the number it is printed with; drop what the style does not print."""
    if not habits.dnr:
        items = [replace(item, dnr=None) for item in items]
    if habits.merged:
        items = [carried(item) for item in merge(items)]
    if habits.nested:
        return nest(items)
    numbered, at, skip_at = [], first, len(items) // 2
    for index, item in enumerate(items):
        if gap and index == skip_at:
            at += 1
        width = item.number.count("+") + 1
        label = str(at) if width == 1 else f"{at}–{at + width - 1}"
        numbered.append(replace(item, number=label))
        at += width
    return numbered


def merge(items: list[Item]) -> list[Item]:
    """The first matters stand together under one heading: §§ 12–14."""
    block = [i for i in items[:4] if "utse" not in (d.action for d in i.decisions)][:1]
    rest = [i for i in items if i not in block]
    pair = rest[:2]
    joined = Item(
        " och ".join([pair[0].heading, pair[1].heading[0].lower() + pair[1].heading[1:]]),
        tuple(t for i in pair for t in i.body),
        tuple(d for i in pair for d in i.decisions),
        number="+",
    )
    return [*block, joined, *rest[2:]]


def carried(item: Item) -> Item:
    """A plain yes to the proposal as it stands: "Bifalls." says it all."""
    if len(item.decisions) != 1 or item.proposal or item.decisions[0].action not in ("anta", "fastställa", "delegera"):
        return item
    word = ("Bifalls.", "att-satsen bifalles", "Styrelsen bifaller förslaget.")[len(item.heading) % 3]
    return replace(
        item, proposal=(item.decisions[0].text,), decisions=(Decision(Text((word,)), "bifalla", (), att=False),)
    )


def nest(items: list[Item]) -> list[Item]:
    """1, 2, … with 5.1, 5.2 under a common heading where matters belong together."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.under:
            groups.setdefault(item.under, []).append(item)
    out: list[Item] = []
    done: set[str] = set()
    top = 0
    for item in items:
        if item.under and len(groups[item.under]) > 1:
            if item.under in done:
                continue
            done.add(item.under)
            top += 1
            out.append(Item(item.under, number=str(top)))
            out += [replace(i, number=f"{top}.{n}") for n, i in enumerate(groups[item.under], 1)]
        else:
            top += 1
            out.append(replace(item, number=str(top)))
    return out


def attendance(
    who: Association, habits: Habits, present: list[str], guests: list[Person], hour: int, rng: Random
) -> tuple[Attendee, ...]:
    def row(person: Person, group: str, role: str | None = None, **more: str | None) -> Attendee:
        party = person.party if habits.party else None
        return Attendee(person.name, group, role, person.organisation, party, **more)

    roles = {who.chair.name: "ordförande", who.vice.name: "vice ordförande"}
    rows = [row(p, "beslutande", roles.get(p.name)) for p in who.board if p.name in present]
    missing = [p for p in who.board if p.name not in present]
    if habits.deputies:
        stand_in = who.deputies[0]
        if missing and habits.party:
            rows.append(row(stand_in, "beslutande", serving_for=missing[0].name))
        else:
            rows.append(row(stand_in, "ersättare"))
        rows += [row(p, "ersättare") for p in who.deputies[1:3] if rng.random() > 0.3]
    rows.append(row(who.director, "övrig", "förbundschef"))
    rows.append(row(who.secretary, "övrig", "sekreterare"))
    if rng.random() < 0.5:
        rows.append(row(who.economist, "övrig", "ekonom"))
    came = hour * 60 + 20
    for guest in guests:
        begin, end = f"{came // 60:02d}:{came % 60:02d}", f"{(came + 25) // 60:02d}:{(came + 25) % 60:02d}"
        rows.append(row(guest, "övrig", start=begin, end=end))
        came += 25
    return tuple(rows)


def stamps(who: Association, adjuster: str, day: date, rng: Random) -> tuple[Stamp, ...]:
    """Three digital signatures within some days; summer or winter time as the calendar has it."""
    moment = datetime(day.year, day.month, day.day, 8, 0) + timedelta(days=rng.randint(3, 6))
    out = []
    for name, role in ((who.secretary.name, "Sekreterare"), (who.chair.name, "Ordförande"), (adjuster, "Justerande")):
        moment += timedelta(minutes=rng.randint(17, 400))
        summer = 4 <= moment.month <= 9
        utc = moment - timedelta(hours=2 if summer else 1)
        local = f"{moment:%Y-%m-%d | %H:%M} {'CEST' if summer else 'CET'}"
        out.append(Stamp(name, role, local, f"{utc:%Y-%m-%dT%H:%M:00Z}"))
    return tuple(out)
