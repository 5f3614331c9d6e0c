"""More of the same for measuring: other associations, other years, as many documents as asked for, made side by "
"side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from tests.sample.accounts import year_of
from tests.sample.annual import half_year_report
from tests.sample.assemble import assemble
from tests.sample.collection import filed
from tests.sample.packing import File, write
from tests.sample.place import Association, association, plain_letters
from tests.sample.plan import plan
from tests.sample.programme import HOUSES, minutes_file

MONTHS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12)
YEARS = (2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024)
A_YEAR = len(MONTHS) + 1  # eleven meetings and a report
A_BODY = A_YEAR * len(YEARS)


@lru_cache(maxsize=8)
def body(seed: int, number: int) -> Association:
    return association(Random(f"{seed}/last/{number}"))


def document(seed: int, index: int) -> File:
    """Document `index` of the load, the same whoever makes it and in whatever order."""
    number, rest = divmod(index, A_BODY)
    year_index, slot = divmod(rest, A_YEAR)
    who, year = body(seed, number), YEARS[year_index]
    rng = Random(f"{seed}/last/{number}/{year}/{slot}")
    slug = f"{plain_letters(who.short).lower()}{number:03d}"
    folder = f"last/{slug}/{year}"
    if slot == len(MONTHS):
        books = year_of(who, year, rng, rng.randrange(1_000_000, 3_000_000))
        report = (
            plan(who, books, rng, ruled=rng.random() < 0.5) if year % 2 else half_year_report(who, books, None, rng)
        )
        return filed(report, "digital", f"{folder}/{slug}-{report.kind[:5].replace('å', 'a')}-{year}", rng)
    house = rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 6))
    day = date(year, MONTHS[slot], rng.randint(4, 26))
    day -= timedelta(days=max(0, day.weekday() - 4))  # no board meets on a Sunday
    habits = HOUSES[house].habits
    meeting = assemble(who, habits, day, rng, first=slot * 20 + 1, matters=rng.randint(2, 5))
    form = {5: "md"}.get(house, "digital" if rng.random() < 0.78 else "txt")
    return minutes_file(house, meeting, form, rng, folder, f"{slug}-{HOUSES[house].name}-{day.isoformat()}")


def chunk(seed: int, start: int, stop: int, out: Path) -> list[dict[str, Any]]:
    files = [document(seed, index) for index in range(start, stop)]
    write(files, out)
    return [file.entry() for file in files]


def load(seed: int, count: int, out: Path) -> Iterator[dict[str, Any]]:
    """Write `count` more documents; their manifest entries, in order."""
    steps = [(start, min(start + 100, count)) for start in range(0, count, 100)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for entries in pool.map(chunk, *zip(*((seed, a, b, out) for a, b in steps), strict=True)) if steps else ():
            yield from entries
