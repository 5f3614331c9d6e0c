"""The shared cases, read in place where they exist: strings and the values they should give."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractors.amounts import find_amounts
from extractors.dates import find_dates
from extractors.figures import parse_figure
from extractors.flow import rows
from extractors.head_numbers import find_dnrs, find_org_numbers
from extractors.labels import candidates
from extractors.laws import find_laws
from extractors.sequence import choose
from tests.minutes import document_of

CASES = Path(__file__).parents[1].parent / "shared" / "cases.json"
Case = dict[str, Any]


def cases(*kinds: str) -> list[Any]:
    if not CASES.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason="no shared cases here"))]
    every: list[Case] = json.loads(CASES.read_text(encoding="utf-8"))
    return [pytest.param(case, id=f"{case['kind']}: {case['text']!r}") for case in every if case["kind"] in kinds]


@pytest.mark.parametrize("case", cases("amount"))
def test_amounts(case: Case) -> None:
    assert [match.ore / 100 for match in find_amounts(case["text"])] == case["value"]


@pytest.mark.parametrize("case", cases("percentages", "paragraph", "law", "dnr", "org_number"))
def test_nothing_else_is_taken_for_money(case: Case) -> None:
    assert find_amounts(case["text"]) == []


@pytest.mark.parametrize("case", cases("date"))
def test_dates(case: Case) -> None:
    found = []
    for match in find_dates(case["text"], case.get("year")):
        last = [match.last] if match.last != match.first else []
        found.append([match.first, *last, *([match.time] if match.time else [])])
    assert found == case["value"]


@pytest.mark.parametrize("case", cases("amount", "table cell", "percentages", "paragraph", "law", "dnr", "org_number"))
def test_nothing_else_is_taken_for_a_date(case: Case) -> None:
    assert find_dates(case["text"], None) == []


@pytest.mark.parametrize("case", cases("law"))
def test_laws(case: Case) -> None:
    assert [mention.target for mention in find_laws(case["text"])] == case["value"]


@pytest.mark.parametrize("case", cases("dnr"))
def test_dnrs(case: Case) -> None:
    assert [value for value, _start, _end in find_dnrs(case["text"])] == case["value"]


@pytest.mark.parametrize("case", cases("org_number"))
def test_org_numbers(case: Case) -> None:
    assert [value for value, _start, _end in find_org_numbers(case["text"])] == case["value"]


@pytest.mark.parametrize("case", cases("table cell"))
def test_table_cells(case: Case) -> None:
    figure = parse_figure(case["text"])
    assert figure is not None
    assert float(figure.value) == case["value"]


@pytest.mark.parametrize("case", cases("paragraph"))
def test_paragraphs(case: Case) -> None:
    chain = choose(candidates(rows(document_of(case["text"]))))
    first = chain[0] if chain else None
    found = first and [first.key[0], first.last if first.last > first.key[0] else None, first.prefix or None]
    assert found == case["value"]


@pytest.mark.parametrize("case", cases("percentages"))
def test_percentages_are_no_other_fact(case: Case) -> None:
    text = case["text"]
    assert len(re.findall(r"\d[\d,]*\s?(?:%|procent)", text)) == len(case["value"])
    assert (find_amounts(text), find_dates(text, 2024)) == ([], [])


ASSERTED = {"amount", "date", "paragraph", "percentages", "law", "dnr", "org_number", "table cell"}


@pytest.mark.skipif(not CASES.exists(), reason="no shared cases here")
def test_each_of_the_cases_is_asserted() -> None:
    every: list[Case] = json.loads(CASES.read_text(encoding="utf-8"))
    assert len(every) == 78
    assert {case["kind"] for case in every} == ASSERTED
