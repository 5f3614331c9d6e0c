from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.meeting import find_day, find_hours, place_in
from extractors.persons import is_role, leading_name, people_in
from tests.minutes import STYLES, Style, document_of, facts_of


@pytest.mark.parametrize("style", [s for s in STYLES if s.attendance], ids=lambda s: s.name)
def test_attendance_of_house_styles(style: Style) -> None:
    found = facts_of(document_of(style.text)).attendance
    assert {a.name: (a.group, a.role, a.organisation, a.party) for a in found} == style.attendance


@pytest.mark.parametrize("style", [s for s in STYLES if s.meeting], ids=lambda s: s.name)
def test_meetings_of_house_styles(style: Style) -> None:
    meeting = facts_of(document_of(style.text)).meeting
    assert {key: getattr(meeting, key) for key in style.meeting} == style.meeting


@pytest.mark.parametrize("style", [s for s in STYLES if s.notice], ids=lambda s: s.name)
def test_notices_of_house_styles(style: Style) -> None:
    notice = facts_of(document_of(style.text)).notice
    assert {key: getattr(notice, key) for key in style.notice} == style.notice


ENTRIES = {
    "Anna Berg, ordförande, Lillsjö kommun": (
        "Anna Berg",
        "ordförande",
        "Lillsjö kommun",
        None,
        None,
        None,
        None,
        None,
    ),
    "Anna Berg (S), ordf.": ("Anna Berg", "ordf", None, "S", None, None, None, None),
    "Ordförande Anna Berg (S)": ("Anna Berg", "Ordförande", None, "S", None, None, None, None),
    "• Anna Berg (Lillsjö kommun), kl 13-14.30": (
        "Anna Berg",
        None,
        "Lillsjö kommun",
        None,
        "13:00",
        "14:30",
        None,
        None,
    ),
    "Anna Berg, Region Norra (kl 13.15-\n13.30)": (
        "Anna Berg",
        None,
        "Region Norra",
        None,
        "13:15",
        "13:30",
        None,
        None,
    ),
    "Anna Berg, ekonom,\nSamverkansförbundet Norra": (
        "Anna Berg",
        "ekonom",
        "Samverkansförbundet Norra",
        None,
        None,
        None,
        None,
        None,
    ),
    "Anna Berg (M), §§ 3–7": ("Anna Berg", None, None, "M", None, None, "§§ 3–7", None),
    "Anna Berg (M) ersätter Bo Ek (M)": ("Anna Berg", None, None, "M", None, None, None, "Bo Ek"),
    "Anna Berg (M), tjg. ers. för Bo Ek": ("Anna Berg", None, None, "M", None, None, None, "Bo Ek"),
    "Anna-Lena von Berg  Lillsjö kommun": ("Anna-Lena von Berg", None, "Lillsjö kommun", None, None, None, None, None),
    "Anna Berg från kl. 14.15": ("Anna Berg", None, None, None, "14:15", None, None, None),
}


@pytest.mark.parametrize(("entry", "expected"), ENTRIES.items())
def test_an_entry(entry: str, expected: tuple[str | None, ...]) -> None:
    text = f"Protokoll\n\nBeslutande\nCilla Dal, Vrå kommun\n{entry}\n\nErsättare\nEva Fors\n\n§ 1 Öppnande\nText."
    a = facts_of(document_of(text), "protokoll").attendance[1]
    assert (a.name, a.role, a.organisation, a.party, a.arrived, a.left, a.paragraphs, a.serving_for) == expected


def test_the_absent_are_not_present() -> None:
    text = "Protokoll\nNärvarande: Bo Ek, Ann Ås\nFrånvarande: Cilla Dal\n\n§ 1 Öppnande\nText."
    assert [a.name for a in facts_of(document_of(text), "protokoll").attendance] == ["Bo Ek", "Ann Ås"]


def test_two_columns_of_names() -> None:
    text = (
        "Protokoll\n\nNärvarande ledamöter\nBo Ek (S)  Ann Ås (M)\nCilla Dal (C)  Eva Fors (V)\n\n§ 1 Öppnande\nText."
    )
    found = facts_of(document_of(text), "protokoll").attendance
    assert [(a.name, a.party) for a in found] == [
        ("Bo Ek", "S"),
        ("Ann Ås", "M"),
        ("Cilla Dal", "C"),
        ("Eva Fors", "V"),
    ]


def test_a_list_under_its_own_paragraph() -> None:
    text = "Protokoll\nStyrelsemöte\n\n§ 1 Närvarande\nBo Ek, ordförande\nAnn Ås\n\n§ 2 Öppnande\nText."
    assert [a.name for a in facts_of(document_of(text), "protokoll").attendance] == ["Bo Ek", "Ann Ås"]


HOURS = {
    "kl 13:00–17:00": ("13:00", "17:00"),
    "13.00-17.00": ("13:00", "17:00"),
    "09.30 – 11.45": ("09:30", "11:45"),
    "kl. 9.00 till 11.15": ("09:00", "11:15"),
    "kl 13–15": ("13:00", "15:00"),
    "kl. 18.30": ("18:30", None),
    "kl. 13.00–14.00, 14.20–16.05": ("13:00", "16:05"),
    "kl. 13.00–16.00, paus 14.00–14.15": ("13:00", "16:00"),
    "2024-03-12": (None, None),
    "§§ 12–14": (None, None),
}


@pytest.mark.parametrize(("text", "hours"), HOURS.items())
def test_hours(text: str, hours: tuple[str | None, str | None]) -> None:
    assert find_hours(text)[:2] == hours


PLACES = {
    "Köping, Hotell Gästis 13.00-17.00": "Köping, Hotell Gästis",
    "Kommunhuset, Lärkan, kl. 13.00–15.45, ajournering kl. 14.10–14.25": "Kommunhuset, Lärkan",
    "Tisdagen den 21 maj 2024 kl. 09:00–11:20, Stadshuset, sal B": "Stadshuset, sal B",
    "kl. 13.00–15.30, Kommunhuset": "Kommunhuset",
    "2024-03-12, kl 13.00": None,
}


@pytest.mark.parametrize(("text", "place"), PLACES.items())
def test_places(text: str, place: str | None) -> None:
    assert place_in(text) == place


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_comes_back(day: date) -> None:
    assert find_day(f"Sammanträde {day}") == str(day)


NAMES = {
    "Anna Berg, ordförande": "Anna Berg",
    "Ulla-Britt von Essen (S)": "Ulla-Britt von Essen",
    "J. Ekdal": "J. Ekdal",
    "Anna Berg Ordförande": "Anna Berg",
    "Anna Berg DocuSigned by": "Anna Berg",
    "Lillsjö kommun": None,
    "Region Västra": None,
    "Västerlunda Stad": None,
    "Ordförande": None,
    "Samordningsförbundet Norra": None,
}


@pytest.mark.parametrize(("text", "name"), NAMES.items())
def test_names(text: str, name: str | None) -> None:
    found = leading_name(text)
    assert (found[0] if found else None) == name


def test_roles() -> None:
    assert all(
        map(is_role, ("ordförande", "1:e vice ordförande", "tf. förbundschef", "ekonomichef", "nämndsekreterare"))
    )
    assert not any(map(is_role, ("Lillsjö kommun", "Region Norra", "")))


def test_people_in_running_text() -> None:
    assert people_in("Ordföranden Anna Berg och Bo Ek (S) reserverar sig.") == ["Anna Berg", "Bo Ek"]
