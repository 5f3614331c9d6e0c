"""The other bodies: who they are, how each writes, when they met, and in what form the minutes were kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.sample.andra import (
    board_styles,
    faculty_matters,
    house_styles,
    parish_matters,
    parish_styles,
    town_business,
    town_matters,
    town_styles,
)
from tests.sample.andra.matter import Maker, Matter, Part, Table, workday
from tests.sample.andra.pen import MARKS, Pen
from tests.sample.andra.setting import Draw, Held
from tests.sample.facts import Stretch, luhn, say
from tests.sample.forms import made
from tests.sample.meeting import Attendee, Meeting, Notice
from tests.sample.packing import File
from tests.sample.place import PARTIES, people

MONEY, OTHER = town_matters.MONEY, town_business.OTHER
TOWN_ROLES = ("förvaltningschef", "nämndsekreterare", "ekonom", "enhetschef")


@dataclass(frozen=True)
class House:
    """One body and its habits. `form`: how its decisions read, att | bare | sentence."""

    draw: Draw
    organisation: str
    body: str
    letters: str
    dnr: str
    form: str
    makers: tuple[Maker, ...]
    officer: str
    roles: tuple[str, ...]
    money: tuple[str, ...]
    days: tuple[str, ...]
    periods: tuple[str, ...]
    mark: str = "space"
    party: bool = False
    sits: int = 9
    deputies: int = 3
    heading: bool = True
    opens: bool = True
    running: bool = True
    notice: bool = False
    dnr_of_matter: bool = True
    numbered: bool = True
    seat_roles: tuple[str, ...] = ("ordförande", "vice ordförande")
    organisations: tuple[str, ...] = ()


HOUSES: dict[str, House] = {
    "ks": House(
        town_styles.board, "Kvarnsjö kommun", "Kommunstyrelsen", "Ks", "KS {y}/{n:03d}", "sentence",
        (*MONEY, *OTHER), "kommundirektören", ("kommundirektör", "sekreterare", "ekonomichef", "kommunjurist"),
        ("kr", "kronor", "mnkr", "tkr"), ("iso", "long", "short"), ("iso–", "from", "fr.o.m.", "months"),
        party=True, notice=True, seat_roles=("ordförande", "1:e vice ordförande", "2:e vice ordförande"),
    ),
    "sn": House(
        town_styles.committee, "Solhults kommun", "Socialnämnden", "", "SN {y}/{n}", "bare", (*MONEY, *OTHER),
        "förvaltningschefen", TOWN_ROLES, ("tkr", "kronor", "miljoner", "tusen"), ("long", "weekday", "iso"),
        ("days", "months-tom", "from"), mark="nbsp", party=True,
    ),
    "reg": House(
        town_styles.region, "Region Mynnelän", "Patientnämnden", "", "PN-{y}-{n:05d}", "att", (*MONEY, *OTHER),
        "förvaltningschefen", TOWN_ROLES, ("Mkr", "kr", "msek", "dot"), ("short", "eight", "abbr"),
        ("iso--", "days-tom", "slash"), party=True, deputies=4,
    ),
    "kyr": House(
        parish_styles.parish, "Tallnäs församling", "Kyrkorådet", "Kr", "P {y}-{n:04d}", "att",
        (parish_matters.minutes_before, *parish_matters.PARISH), "kyrkoherden",
        ("kyrkoherde", "kanslist", "kyrkokamrer"), ("kronor", ":-", "öre", "words"), ("ordinal", "bare", "slashyear"),
        ("days", "months", "slash"), sits=8, deputies=2, dnr_of_matter=False,
    ),
    "fak": House(
        parish_styles.faculty, "Högskolan i Nordvik", "Fakultetsnämnden", "", "FAK {y}/{n}", "att",
        (*faculty_matters.FACULTY, town_business.delegation_list, town_business.answer), "dekanen",
        ("fakultetssekreterare", "utbildningsledare"), ("kkr", "SEK", "kr", "mnkr"), ("iso", "short", "long"),
        ("iso–", "months", "fr.o.m."), sits=8, deputies=2, opens=False, running=False,
        seat_roles=("ordförande, dekan", "prodekan", "lärarrepresentant", "studentrepresentant"),
    ),
    "rtj": House(
        parish_styles.rescue, "Räddningstjänstförbundet Norra Åsen", "Direktionen", "", "RNÅ {y}-{n:03d}", "sentence",
        (*faculty_matters.RESCUE, town_matters.budget_follow_up, town_matters.investment, town_business.put_off,
         town_business.information, town_business.rules, town_matters.conflict), "räddningschefen",
        ("räddningschef", "sekreterare", "ekonom"), ("kr", "mnkr", "sek", "dot"), ("iso", "six", "short"),
        ("six", "iso–", "months-tom"), party=True, sits=7, deputies=2, notice=True,
        organisations=("Kvarnsjö kommun", "Solhults kommun", "Åsby kommun"),
    ),
    "brf": House(
        house_styles.housing, "Brf Lönnen i Mynne", "Styrelsen", "", "", "sentence",
        (parish_matters.minutes_before, *parish_matters.HOUSING), "förvaltaren", ("förvaltare",),
        (":-", "kr", "kronor"), ("slash", "bare", "dotted"), ("days", "months", "slash"), sits=6, deputies=0,
        dnr_of_matter=False, seat_roles=("ordförande", "vice ordförande", "kassör", "sekreterare"), opens=False,
    ),
    "vag": House(
        house_styles.road, "Norrby samfällighetsförening", "Styrelsen", "", "", "att",
        (parish_matters.minutes_before, *parish_matters.HOUSING), "kassören", (),
        ("kronor", "kr", "tusen"), ("long", "slashyear", "bare"), ("days-tom", "months", "from"), sits=6, deputies=0,
        dnr_of_matter=False, seat_roles=("ordförande", "kassör", "sekreterare"), opens=False, heading=False,
    ),
    "elev": House(
        house_styles.pupils, "Åsby barn- och elevhälsa", "Styrgruppen", "", "", "sentence",
        (*faculty_matters.SCHOOL, *faculty_matters.SCHOOL, faculty_matters.late, town_business.information),
        "verksamhetschefen", (), ("tkr", "kr", "kronor"), ("slash", "iso", "bare"), ("months", "slash", "iso–"),
        sits=6, deputies=0, dnr_of_matter=False, opens=False, running=False,
        seat_roles=("verksamhetschef", "rektor", "skolkurator", "skolsköterska", "socialsekreterare", "psykolog"),
        organisations=("Åsby kommun", "Region Mynnelän", "Tallnäs skola"),
    ),
    "uni": House(
        board_styles.university, "Mittlands universitet", "Universitetsstyrelsen", "", "STYR {y}/{n}", "att",
        (*faculty_matters.FACULTY[:5], town_matters.budget_follow_up, town_matters.investment), "rektor",
        ("rektor", "universitetsdirektör", "sekreterare"), ("mnkr", "tkr", "kr", "miljoner"), ("long", "iso", "short"),
        ("iso–", "days-tom", "months"), sits=9, deputies=0, running=False,
        seat_roles=("ordförande", "vice ordförande", "lärarrepresentant", "studentrepresentant"),
    ),
    "lok": House(
        board_styles.local, "Region Mynnelän", "Norra lokalnämnden", "", "LN {y}-{n:04d}", "sentence",
        (town_matters.support, town_matters.conflict, town_matters.budget_follow_up, town_matters.refused,
         town_business.put_off, town_business.information, town_matters.investment), "förvaltningschefen", TOWN_ROLES,
        ("kronor", "tkr", "Mkr"), ("iso", "long", "slashyear"), ("iso–", "months", "fr.o.m."), party=True, deputies=3,
    ),
}  # fmt: skip
MEETINGS: tuple[tuple[str, str, str], ...] = (
    ("ks", "2023-03-07", "digital"), ("ks", "2024-05-14", "digital"), ("ks", "2024-11-26", "scan"),
    ("sn", "2023-09-19", "digital"), ("sn", "2024-02-20", "docx"), ("sn", "2024-10-22", "digital"),
    ("reg", "2022-12-06", "digital"), ("reg", "2024-04-11", "txt"), ("reg", "2024-09-05", "digital"),
    ("kyr", "2022-10-04", "scan"), ("kyr", "2023-05-23", "digital"), ("kyr", "2024-11-12", "docx"),
    ("fak", "2023-02-16", "digital"), ("fak", "2023-11-09", "docx"), ("fak", "2024-06-12", "text"),
    ("rtj", "2023-04-27", "digital"), ("rtj", "2024-03-21", "skewed"), ("rtj", "2024-12-05", "odt"),
    ("brf", "2023-01-18", "digital"), ("brf", "2024-04-24", "txt"), ("brf", "2024-10-02", "docx"),
    ("vag", "2022-08-30", "digital"), ("vag", "2023-06-01", "txt"), ("vag", "2024-09-17", "scan"),
    ("elev", "2023-10-10", "digital"), ("elev", "2024-03-05", "docx"), ("elev", "2024-11-19", "text"),
    ("uni", "2023-02-14", "digital"), ("uni", "2023-12-05", "docx"), ("uni", "2024-09-24", "digital"),
    ("lok", "2023-05-16", "digital"), ("lok", "2024-02-13", "txt"), ("lok", "2024-10-08", "digital"),
)  # fmt: skip
YEARLY = "brf-2024-04-24"
PLACES = (
    "Kommunhuset, Sessionssalen", "Församlingshemmet, stora salen", "Hus C, rum 214", "Brandstationen, lektionssalen",
    "Gårdshuset, Lönnvägen 4", "Digitalt via Teams",
)  # fmt: skip
SUBSTITUTED = (town_styles.board, town_styles.committee)
PLACE_OF = {"ks": 0, "sn": 0, "reg": 5, "kyr": 1, "fak": 2, "rtj": 3, "brf": 4, "vag": 4, "elev": 5, "uni": 2, "lok": 5}


def others(seed: int) -> list[File]:
    """Every meeting of the other bodies as a file with its gold."""
    out = []
    for slug, text, form in MEETINGS:
        held = hold(slug, date.fromisoformat(text), Random(f"{seed}/andra/{slug}/{text}"), seed)
        rng = Random(f"{seed}/andra/{slug}/{text}/form")
        ending, content, how = made(form, HOUSES[slug].draw(held), rng)
        path = f"andra/{slug}/{slug}-{text}{ending}"
        out.append(File(path, content, "protokoll", tuple(how), f"andra/{slug}", gold_of(slug, held)))
    return out


def gold_of(slug: str, held: Held) -> dict[str, object]:
    gold = held.meeting.gold()
    if not HOUSES[slug].heading:
        for paragraph in gold["paragraphs"]:
            paragraph["heading"] = ""
    return gold


def hold(slug: str, day: date, rng: Random, seed: int) -> Held:
    house = HOUSES[slug]
    yearly = f"{slug}-{day.isoformat()}" == YEARLY
    cast = people(Random(f"{seed}/andra/{slug}"), 24)
    body = "Årsmötet" if yearly else house.body
    seats, spare, staff = cast[: house.sits], cast[house.sits : house.sits + 6], cast[16:]
    serial = iter(rng.sample(range(12, 480), 40))
    pen = Pen(rng, day, house.money, house.days, house.periods, MARKS[house.mark])
    table = Table(rng, pen, day, body, sitting(house, seats), house.officer, ("Kvarnsjö", "Solhult", "Åsby"),
                  lambda: house.dnr.format(y=day.year - (rng.random() < 0.3), n=next(serial)))  # fmt: skip
    matters = agenda(house, table, slug, yearly)
    first = rng.randint(18, 140) if house.running and not yearly else 1
    matters = [replace(m, number=str(first + i)) for i, m in enumerate(matters)]
    clock = rng.choice((9, 13, 14, 18))
    signed = workday(day + timedelta(days=rng.randint(5, 8)))
    meeting = Meeting(
        organisation=house.organisation, body=body, date=day, start=f"{clock:02d}:{rng.choice(('00', '15', '30'))}",
        end=f"{clock + 2:02d}:{rng.choice(('05', '20', '45'))}", place=PLACES[PLACE_OF[slug]],
        attendance=attendance(house, seats, spare, staff, rng, clock), absent=tuple(spare[4:5]) if slug not in
        ("ks", "sn", "reg", "rtj") else (), chair=seats[0], secretary=secretary(house, seats, staff),
        adjusters=(table.members[-1] if house.opens else rng.choice(seats[4:]),),
        items=tuple(m.item(house.form, heading=house.heading) for m in matters),
        org_number=luhn("769612345") if slug == "brf" else None,
        notice=Notice(signed + timedelta(days=1), signed + timedelta(days=23), "Kansliet, " + house.organisation,
                      secretary(house, seats, staff) if slug == "ks" else None) if house.notice else None,
        signed=slug != "elev",
    )  # fmt: skip
    return Held(
        meeting, tuple(matters), house.letters, f"Kansliet {signed.isoformat()}", extras(matters, clock, meeting)
    )


def extras(matters: list[Matter], clock: int, meeting: Meeting) -> dict[str, str]:
    """What the lists print beside the names: pauses, and the paragraphs somebody was there for."""
    a, b = matters[0].number, matters[len(matters) // 2].number
    return {
        "pause": f"{clock + 1}.20–{clock + 1}.35", "spell": f"§§ {a}–{b}",
        "late": f"§§ {b}–{matters[-1].number}", "late_name": meeting.attendance[2].name,
    }  # fmt: skip


def agenda(house: House, table: Table, slug: str, yearly: bool) -> list[Matter]:
    opening = town_matters.opening(table) if house.opens else []
    pool = list(parish_matters.YEARLY if yearly else house.makers)
    middle: dict[str, Matter] = {}
    makers: list[Callable[[Table], Matter]] = pool if len(pool) < 8 else [*table.rng.sample(MONEY, 3),
        *table.rng.sample(OTHER, 6)] if house.makers == (*MONEY, *OTHER) else table.rng.sample(pool, 7)  # fmt: skip
    for maker in makers:
        matter = maker(table)
        middle.setdefault(matter.heading, matter)
    out = [*opening, *middle.values()]
    if not house.dnr_of_matter:
        out = [replace(m, dnr=None) for m in out]
    return [with_due(m) for m in out] if slug == "elev" else out


def with_due(matter: Matter) -> Matter:
    """Who does it and by when, on a line of its own."""
    parts = tuple(
        Part("due", (say(f"Ansvarig: {r.responsible}  Klart senast: {{day}}",
                         day=Stretch(r.due, r.due, r.due.isoformat())),))
        for r in matter.rulings if r.responsible and r.due
    )  # fmt: skip
    return replace(matter, parts=(*matter.parts, *parts))


def secretary(house: House, seats: list[str], staff: list[str]) -> str:
    """Somebody of the staff, or the member who writes."""
    for index, role in enumerate(house.roles):
        if "sekreterare" in role or role == "kanslist":
            return staff[index]
    return seats[house.seat_roles.index("sekreterare")] if "sekreterare" in house.seat_roles else seats[2]


def sitting(house: House, seats: list[str]) -> tuple[str, ...]:
    """Those who are there: in some houses a substitute serves for the last but one."""
    return (*seats[:-2], seats[-1]) if house.draw in SUBSTITUTED else tuple(seats)


def attendance(
    house: House, seats: list[str], spare: list[str], staff: list[str], rng: Random, clock: int
) -> tuple[Attendee, ...]:
    def seat(name: str, group: str, index: int, **more: str | None) -> Attendee:
        role = house.seat_roles[index] if group == "beslutande" and index < len(house.seat_roles) else None
        home = house.organisations[index % len(house.organisations)] if house.organisations else None
        return Attendee(name, group, role, home, PARTIES[index % 8] if house.party else None, **more)

    rows = [seat(name, "beslutande", index) for index, name in enumerate(seats)]
    if house.draw in SUBSTITUTED:
        rows[-2] = seat(spare[0], "beslutande", len(seats) + 1, serving_for=seats[-2])
        rows[-2] = replace(rows[-2], role=None)
    if house.draw is parish_styles.parish:
        rows[3] = replace(rows[3], start=f"{clock:02d}:40")
        rows[5] = replace(rows[5], end=f"{clock + 1:02d}:25")
    rows += [seat(name, "ersättare", index) for index, name in enumerate(spare[1 : 1 + house.deputies])]
    for index, role in enumerate(house.roles):
        times = {}
        if house.draw is town_styles.board and index == 3:
            times = {"start": f"{clock:02d}:40", "end": f"{clock + 1:02d}:10"}
        rows.append(Attendee(staff[index], "övrig", role, None, None, **times))
    return tuple(rows)
