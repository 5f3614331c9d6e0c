"""Numbers and days of a head: text → the values it names. All of them invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.days import find_days, find_stretch, find_years
from extractors.head_numbers import find_dnrs, find_org_numbers

SHARED = Path(__file__).parents[1].parent / "shared"

DNRS = [
    ("Dnr 2031/07 SFÄ", ["2031/07 SFÄ"]),
    ("**Dnr: 2031/-SFÄ  ", ["2031/-SFÄ"]),
    ("protokoll Dnr 2030/03 SFÄ, om", ["2030/03 SFÄ"]),
    ("Diarienummer: KS 2031-00123", ["KS 2031-00123"]),
    ("Diarienr: KS/2031:12", ["KS/2031:12"]),
    ("Ärendenummer SLK-2031-00364", ["SLK-2031-00364"]),
    ("Vårt dnr 31/456", ["31/456"]),
    ("Dnr BN-2031-1   Sida 2", ["BN-2031-1"]),
    ("Dnr: KS 2031/88 SIDA 1", ["KS 2031/88"]),
    ("Vår beteckning: 5.1-2031/44", []),
    ("Dnr 2031-05-27", []),
    ("dnr saknas", []),
]


@pytest.mark.parametrize(("text", "expected"), DNRS[:9] + DNRS[10:])
def test_dnrs(text: str, expected: list[str]) -> None:
    assert [value for value, _, _ in find_dnrs(text)] == expected


ORG_NUMBERS = [
    ("Organisationsnummer 222000-1230.", ["222000-1230"]),
    ("org.nr: 2220001230", ["222000-1230"]),
    ("Orgnr 16222000-1230", ["222000-1230"]),
    ("222000-1231", []),
    ("perioden 310101-3106301", []),
    ("bankgiro 222000-12301", []),
    ("personnummer 811218-9876", []),
]


@pytest.mark.parametrize(("text", "expected"), ORG_NUMBERS)
def test_org_numbers(text: str, expected: list[str]) -> None:
    assert [value for value, _, _ in find_org_numbers(text)] == expected


DAYS = [
    ("2031-05-27", ["2031-05-27"]),
    ("den 22 mars 2031", ["2031-03-22"]),
    ("20310527", ["2031-05-27"]),
    ("den 3:e maj 2031", ["2031-05-03"]),
    ("27/5 2031 och 27.5.2031", ["2031-05-27", "2031-05-27"]),
    ("2031.05.27", ["2031-05-27"]),
    ("30 februari 2031, 2031-13-01", []),
    ("222000-1230", []),
    ("2031-05-271", []),
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_days(text: str, expected: list[str]) -> None:
    assert [day.iso for day in find_days(text)] == expected


STRETCHES = [
    ("januari–juni 2031", ("2031-01-01", "2031-06-30")),
    ("1 januari - 31 augusti 2031", ("2031-01-01", "2031-08-31")),
    ("maj 2030 till och med februari 2031", ("2030-05-01", "2031-02-28")),
    ("november–februari 2031", ("2030-11-01", "2031-02-28")),
    ("2031-01-01 – 2031-06-30", ("2031-01-01", "2031-06-30")),
    ("första halvåret 2031", ("2031-01-01", "2031-06-30")),
    ("tertial 1 2031", ("2031-01-01", "2031-04-30")),
    ("Q3 2031", ("2031-07-01", "2031-09-30")),
    ("våren", None),
]


@pytest.mark.parametrize(("text", "expected"), STRETCHES)
def test_stretches(text: str, expected: tuple[str, str] | None) -> None:
    found = find_stretch(text)
    assert (found and (found.first, found.last)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Verksamhetsplan 2031", ("2031-01-01", "2031-12-31")),
        ("Flerårsplan 2031–2033", ("2031-01-01", "2033-12-31")),
        ("Läsåret 2030/31", ("2030-01-01", "2031-12-31")),
        ("dnr 2031/14", None),
    ],
)
def test_years(text: str, expected: tuple[str, str] | None) -> None:
    found = find_years(text)
    assert (found and (found.first, found.last)) == expected


def _cases(kind: str) -> list[dict[str, Any]]:
    path = SHARED / "cases.json"
    return [case for case in json.loads(path.read_text("utf-8")) if case["kind"] == kind] if path.exists() else []


@pytest.mark.parametrize("case", _cases("dnr"), ids=lambda case: str(case["text"]))
def test_shared_dnr_cases(case: dict[str, Any]) -> None:
    assert [value for value, _, _ in find_dnrs(case["text"])] == case["value"]


@pytest.mark.parametrize("case", _cases("org_number"), ids=lambda case: str(case["text"]))
def test_shared_org_number_cases(case: dict[str, Any]) -> None:
    assert [value for value, _, _ in find_org_numbers(case["text"])] == case["value"]
