"""Three years of the association: its meetings, whose style each was written down in, in what form it was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.sample import house_cover, house_flow, house_items, house_ranges, house_year
from tests.sample.accounts import Year, year_of
from tests.sample.assemble import Habits, assemble
from tests.sample.blocks import Paper
from tests.sample.forms import made
from tests.sample.meeting import Meeting
from tests.sample.packing import File
from tests.sample.place import Association, association

PLANTED_OUTTURN = 50_000
PLANTED_SUM = 500


@dataclass(frozen=True)
class House:
    habits: Habits
    paper: Callable[[Meeting], Paper] | None
    name: str


HOUSES = {
    1: House(house_cover.HABITS, house_cover.paper, "styrelse"),
    2: House(house_flow.HABITS, house_flow.paper, "styrelse"),
    3: House(house_year.HABITS, house_year.paper, "styrelse"),
    4: House(house_items.HABITS, house_items.paper, "beredning"),
    5: House(house_items.MARKDOWN, None, "samrad"),
    6: House(house_ranges.HABITS, house_ranges.paper, "styrelse"),
}
# day, house style, form; the grants agreed on for the year are decided in March, June and September
MEETINGS: tuple[tuple[str, int, str], ...] = (
    ("2022-02-10", 3, "digital"), ("2022-03-24", 3, "skewed"), ("2022-04-20", 4, "digital"),
    ("2022-05-12", 3, "digital"), ("2022-06-16", 3, "digital"), ("2022-08-25", 6, "digital"),
    ("2022-09-22", 3, "150dpi"), ("2022-10-19", 4, "txt"), ("2022-11-24", 3, "docx"), ("2022-12-15", 5, "md"),
    ("2023-02-09", 2, "txt"), ("2023-03-23", 2, "rotated"), ("2023-04-19", 4, "digital"), ("2023-05-11", 2, "docx"),
    ("2023-06-15", 2, "digital"), ("2023-08-24", 6, "digital"), ("2023-09-21", 2, "wronglayer"),
    ("2023-10-18", 4, "tif"), ("2023-11-30", 2, "stamped"), ("2023-12-14", 5, "md-bare"),
    ("2024-02-08", 1, "digital"), ("2024-03-21", 1, "digital"), ("2024-04-17", 4, "docx"), ("2024-05-16", 1, "skewed"),
    ("2024-06-13", 1, "digital"), ("2024-08-29", 6, "odt"), ("2024-09-19", 1, "digital"), ("2024-10-16", 4, "scan"),
    ("2024-11-28", 1, "text"), ("2024-12-12", 6, "stamped"),
)  # fmt: skip
GAP = "2024-06-13"
AWARDED = {3: 0, 6: 1, 9: 2}


def the_association(seed: int) -> Association:
    return association(Random(f"{seed}/förbund"), stem="Lom", end="ådalen")


def the_years(who: Association, seed: int) -> list[Year]:
    rng = Random(f"{seed}/räkenskaper")
    years: list[Year] = []
    for number in (2022, 2023, 2024):
        years.append(year_of(who, number, rng, years[-1].closing if years else 2_418_366))
    return years


def minutes_file(house: int, meeting: Meeting, form: str, rng: Random, folder: str, stem: str) -> File:
    """A meeting as a file in its house style."""
    style = HOUSES[house]
    if style.paper is None:
        ending, content = ".md", house_items.markdown(meeting, labels=form == "md").encode()
        how = ["markdown", "numbered headings" if form == "md" else "bare headings"]
    else:
        ending, content, how = made(form, style.paper(meeting), rng)
    return File(f"{folder}/{stem}{ending}", content, "protokoll", tuple(how), str(house), meeting.gold())


def minutes(who: Association, years: list[Year], seed: int) -> list[tuple[File, Meeting]]:
    awards = {year.year: year.awards for year in years}
    out: list[tuple[File, Meeting]] = []
    following: dict[int, int] = {}
    for text, house, form in MEETINGS:
        day, style = date.fromisoformat(text), HOUSES[house]
        rng = Random(f"{seed}/{style.name}/{text}")
        chosen = awards[day.year][AWARDED[day.month] :][:1] if style.name == "styrelse" and day.month in AWARDED else ()
        meeting = assemble(
            who,
            style.habits,
            day,
            rng,
            first=following.get(day.year, 1),
            matters=rng.randint(3, 6),
            awards=chosen,
            gap=text == GAP,
        )
        if style.habits.running:
            following[day.year] = int(meeting.items[-1].number.split("–")[-1]) + 1
        file = minutes_file(house, meeting, form, rng, f"{day.year}/protokoll", f"{style.name}-{text}")
        out.append((file, meeting))
    return out
