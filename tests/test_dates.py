"""Dates and stretches: text → expected days, the year-less ones' year, and what holds for every text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import EXTRACTOR, find_dates
from extractors.facts import Facts, Paragraf, Period, Text
from ingest.document import Document, plain_page

# Text, read in 2024 → the days in it, "first/last" for a stretch.
FORMS = [
    ("den 1 maj till den 30 juni 2024", ["2024-05-01/2024-06-30"]),
    ("mellan den 1 maj och 30 juni", ["2024-05-01/2024-06-30"]),
    ("4, 5 och 6 april 2023", ["2023-04-04", "2023-04-05", "2023-04-06"]),
    ("november–mars 2025", ["2024-11-01/2025-03-31"]),
    ("maj och juni 2023", ["2023-05-01/2023-05-31", "2023-06-01/2023-06-30"]),
    ("under maj månad", ["2024-05-01/2024-05-31"]),
    ("I maj", ["2024-05-01/2024-05-31"]),
    ("slutet av maj", ["2024-05-01/2024-05-31"]),
    ("den 3 dec.", ["2024-12-03"]),
    ("sept 2024", ["2024-09-01/2024-09-30"]),
    ("den sista december 2024", ["2024-12-31"]),
    ("den femtonde maj 2024", ["2024-05-15"]),
    ("den 1:a maj", ["2024-05-01"]),
    ("den 27 maj -24", ["2024-05-27"]),
    ("måndagen den 27\nmaj 2024", ["2024-05-27"]),
    ("6 maj–7 juni", ["2024-05-06/2024-06-07"]),
    ("den 4 - den 6 maj", ["2024-05-04/2024-05-06"]),
    ("20 mars 2024-20 maj 2024", ["2024-03-20/2024-05-20"]),
    ("mötet flyttas från den 4 maj till den 11 maj", ["2024-05-04", "2024-05-11"]),
    # figures
    ("31/12-23", ["2023-12-31"]),
    ("31/12 2023", ["2023-12-31"]),
    ("den 1/2", ["2024-02-01"]),
    ("15/3-20/4 2024", ["2024-03-15/2024-04-20"]),
    ("15-16/3 2024", ["2024-03-15/2024-03-16"]),
    ("23/1, 16/3 och 27/4 2025", ["2025-01-23", "2025-03-16", "2025-04-27"]),
    ("27.05.2024", ["2024-05-27"]),
    ("27-05-2024", ["2024-05-27"]),
    ("2024.05.27", ["2024-05-27"]),
    ("2024/05/27", ["2024-05-27"]),
    ("20240527", ["2024-05-27"]),
    ("2024-05-27--28", ["2024-05-27/2024-05-28"]),
    ("2024-01-01 – 2024-06-30", ["2024-01-01/2024-06-30"]),
    ("2024-01-01- -2024-06-30", ["2024-01-01/2024-06-30"]),
    ("från 2024-01-01 till 2024-06-30", ["2024-01-01/2024-06-30"]),
    ("2024-01-01 t.o.m. 2024-06-30", ["2024-01-01/2024-06-30"]),
    ("2024-03-20-2024-05-20", ["2024-03-20/2024-05-20"]),
    ("2024-01–2024-06", ["2024-01-01/2024-06-30"]),
    ("per 2024-05", ["2024-05-01/2024-05-31"]),
    # parts of the year, weeks, turning points
    ("första kvartalet 2024", ["2024-01-01/2024-03-31"]),
    ("andra halvåret 2023", ["2023-07-01/2023-12-31"]),
    ("tertial 2 2024", ["2024-05-01/2024-08-31"]),
    ("VT24 och HT 2024", ["2024-01-01/2024-06-30", "2024-07-01/2024-12-31"]),
    ("vecka 23", ["2024-06-03/2024-06-09"]),
    ("v. 23-25 2024", ["2024-06-03/2024-06-23"]),
    ("månadsskiftet april/maj 2024", ["2024-04-30/2024-05-01"]),
    ("årsskiftet 2024/25", ["2024-12-31/2025-01-01"]),
    # the year of a chain
    ("12 december 2024 och 15 januari", ["2024-12-12", "2025-01-15"]),
    # a sum is no year
    ("april 3 000 kr", ["2024-04-01/2024-04-30"]),
    ("i april 2000 kr", ["2024-04-01/2024-04-30"]),
    ("den 4 april 2 024 000 kr", ["2024-04-04"]),
    # no dates
    ("Maj Karlsson och April Svensson", []),
    ("majmötet och maj-mötet", []),
    ("jul och mar", []),
    ("kl 13.15-13.30", []),
    ("§ 4/2024 och § 12/9", []),
    ("Dnr 2024/01, KS 2024-05, SLK-2023-00364", []),
    ("19700101-1234 och 701231-1234", []),
    ("070-121212, 021-39 12 24", []),
    ("220630 kr", []),
    ("Ärendenr 20240527", []),
    ("2/3 av medlemmarna, 1/2 tjänst", []),
    ("den 31 februari, 29 februari 2023, 2023-02-30", []),
    ("18-64 år, 2024-2026", []),
    ("4 kap. 2 §", []),
]


def printed(text: str, year: int | None = 2024) -> list[str]:
    return [m.first if m.first == m.last else f"{m.first}/{m.last}" for m in find_dates(text, year)]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text: str, expected: list[str]) -> None:
    assert printed(text) == expected


@pytest.mark.parametrize(
    ("text", "precision"),
    [("2024-05-27", "day"), ("maj 2024", "month"), ("Q2 2024", "quarter"), ("hösten 2024", "half-year")],
)
def test_precision(text: str, precision: str) -> None:
    assert [match.precision for match in find_dates(text, None)] == [precision]


def test_a_date_without_a_year_is_none_where_no_year_is_known_and_inferred_else() -> None:
    assert find_dates("den 19 juli", None) == []
    assert find_dates("den 19 juli", 2024)[0].inferred
    assert not find_dates("den 19 juli 2024", 2023)[0].inferred


def test_a_time_stamp_keeps_its_zone_beside_the_date() -> None:
    (match,) = find_dates("Signerat 2024-02-29 | 09:15 CET", None)
    assert (match.first, match.time) == ("2024-02-29", "09:15 CET")


def document(text: str) -> Document:
    return Document("00", "text/plain", "prov.txt", (plain_page(1, text),))


def facts(doc: Document, kind: str, day: str | None = None, period: tuple[str, str] | None = None) -> Facts:
    evidence = doc.evidence(0, 1)
    return Facts(
        kind=Text(value=kind, evidence=evidence),
        date=Text(value=day, evidence=evidence) if day else None,
        period=Period(start=period[0], end=period[1], evidence=evidence) if period else None,
    )


@pytest.mark.parametrize(
    ("text", "kind", "day", "period", "expected"),
    [
        ("Svar ges den 19 juli.", "protokoll", "2022-05-03", None, "2022-07-19"),
        ("Nästa möte är den 6 februari.", "protokoll", "2022-12-03", None, "2023-02-06"),
        ("Mötet hölls den 6 februari.", "protokoll", "2022-12-03", None, "2022-02-06"),
        ("Sammanträdesdagar 2025: den 6 februari.", "protokoll", "2024-11-03", None, "2025-02-06"),
        ("Rapport lämnas 15/8.", "verksamhetsplan", "2022-12-03", ("2023-01-01", "2023-12-31"), "2023-08-15"),
        ("Gäller 2021-01-01 och 2021-06-01, undertecknat den 15 mars.", "avtal", None, None, "2021-03-15"),
    ],
)
def test_the_year_follows_from_the_document(
    text: str, kind: str, day: str | None, period: tuple[str, str] | None, expected: str
) -> None:
    doc = document(text)
    assert EXTRACTOR.run(doc, facts(doc, kind, day, period))["dates"][-1].start == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Sammanträde 2024-05-27", "meeting"),
        ("Protokollet justeras 2024-05-27", "justering"),
        ("Anslaget publiceras 2024-05-27", "notice up"),
        ("Anslaget avpubliceras 2024-05-27", "notice down"),
        ("Svar lämnas senast 2024-05-27", "deadline"),
        ("Projektet pågår maj–juni 2024", "period"),
        ("Det var 2024-05-27", None),
    ],
)
def test_role(text: str, role: str | None) -> None:
    assert [d.role for d in EXTRACTOR.run(document(text), Facts())["dates"]] == [role]


def test_heads_of_columns_are_left_out() -> None:
    assert EXTRACTOR.run(document("Tillgångar  Not  2023-12-31  2022-12-31"), Facts())["dates"] == ()


def test_the_paragraf_is_told() -> None:
    doc = document("§ 4 Möten\nVi ses den 4 maj.")
    paragraf = Paragraf(number="4", label="§ 4", heading="Möten", text="…", evidence=doc.evidence(0, len(doc.text)))
    found = EXTRACTOR.run(
        doc, Facts(paragraphs=(paragraf,), date=Text(value="2024-01-02", evidence=doc.evidence(0, 1)))
    )
    assert [(d.start, d.paragraf, d.certainty) for d in found["dates"]] == [("2024-05-04", 0, "inferred")]


MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
          "december")  # fmt: skip
days = st.dates(date(1950, 1, 1), date(2049, 12, 31))
styles = st.sampled_from(["iso", "long", "den", "slash", "compact", "dotted"])


def written(day: date, style: str) -> str:
    return {
        "iso": day.isoformat(),
        "long": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        "den": f"den {day.day} {MONTHS[day.month - 1]} {day.year}",
        "slash": f"{day.day}/{day.month}-{day.year}",
        "compact": f"{day:%Y%m%d}",
        "dotted": f"{day.day}.{day.month}.{day.year}",
    }[style]


@given(days, styles)
def test_a_day_comes_back(day: date, style: str) -> None:
    text = f"Det hände {written(day, style)} i huset."
    (match,) = find_dates(text, None)
    assert (match.first, match.last) == (day.isoformat(), day.isoformat())
    assert text[match.start : match.end] == written(day, style)


@given(days, st.integers(1, 700), styles, st.sampled_from(["–", "-", " - ", " till ", " t.o.m. ", " till och med "]))
def test_a_stretch_comes_back(day: date, length: int, style: str, link: str) -> None:
    last = day + timedelta(days=length)
    (match,) = find_dates(f"Det pågick {written(day, style)}{link}{written(last, style)} i huset.", None)
    assert (match.first, match.last) == (day.isoformat(), last.isoformat())


@given(
    st.text(alphabet="0123456789 /-–.:|§\nvQHdenmajoktjunitilloch", max_size=160), st.none() | st.integers(1900, 2100)
)
@settings(max_examples=300)
def test_noise_never_raises_nor_overlaps(text: str, year: int | None) -> None:
    end = 0
    for match in find_dates(text, year):
        assert end <= match.start < match.end <= len(text)
        assert match.first <= match.last
        end = match.end
