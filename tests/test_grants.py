"""Grants: decision sentence → sum, recipient, purpose, time, condition; which decisions are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.amounts import EXTRACTOR as AMOUNTS
from extractors.awards import read_awards
from extractors.facts import Decision, Facts, Grant, Paragraf, Text, kronor
from extractors.grants import EXTRACTOR, applicant_of, period_of
from ingest.document import Document, plain_page

# Sentence → (kronor, recipient, purpose) of each grant.
SENTENCES: list[tuple[str, list[tuple[str, str | None, str | None]]]] = [
    ("Att bevilja 40 tkr för processtöd i lärandet om lagspel", [("40000", None, "processtöd i lärandet om lagspel")]),
    (
        "bevilja Åtuna kommun 120 000 kr för handledning i insatsen Växthuset under perioden 1 maj–31 december 2024",
        [("120000", "Åtuna kommun", "handledning i insatsen Växthuset")],
    ),
    (
        "bevilja 120 000 kr till Region Dalsjö för en förstudie om unga, maj 2024–mars 2025",
        [("120000", "Region Dalsjö", "en förstudie om unga")],
    ),
    (
        "bevilja ansökan från Åtuna kommun om 120 tkr för fortsatt drift av Bron under tiden 2024-05-01–2024-12-31",
        [("120000", "Åtuna kommun", "fortsatt drift av Bron")],
    ),
    (
        "Föreningen Linden beviljas ett verksamhetsbidrag om 25 000 kr för läxhjälp 2024",
        [("25000", "Föreningen Linden", "läxhjälp")],
    ),
    (
        "att Idrottsföreningen Ekens BK beviljas 15 000 kronor i bidrag till nya mål",
        [("15000", "Idrottsföreningen Ekens BK", "nya mål")],
    ),
    (
        "att anslå 50 000 kr ur förfogandemedlen till Hembygdsföreningen för renovering av kvarnen",
        [("50000", "Hembygdsföreningen", "renovering av kvarnen")],
    ),
    ("att avsätta 200 tkr till kompetensutveckling under 2025", [("200000", None, "kompetensutveckling")]),
    ("att finansiera utbildningen i samtal med högst 80 tkr", [("80000", None, "utbildningen i samtal")]),
    ("att utöka Lagsamverkan med 150 000 kr under hösten 2024", [("150000", None, "Lagsamverkan")]),
    ("att bevilja Åtuna kommuns ansökan om 60 tkr för Steget", [("60000", "Åtuna kommun", "Steget")]),
    (
        "att bevilja 60 tkr till Åtuna kommun för Bron och 40 tkr till Ljusö kommun för Steget",
        [("60000", "Åtuna kommun", "Bron"), ("40000", "Ljusö kommun", "Steget")],
    ),
    (
        "att bevilja Åtuna kommun 60 tkr och Ljusö kommun 40 tkr för Steget",
        [("60000", "Åtuna kommun", None), ("40000", "Ljusö kommun", "Steget")],
    ),
    ("att tilldela Stiftelsen Hoppet 35 000 kr, varav 10 000 kr avser hyra", [("35000", "Stiftelsen Hoppet", None)]),
    ("bevilja upp till 40 000 kr för en temadag om hälsa den 4 oktober", [("40000", None, "en temadag om hälsa")]),
    (
        "att godkänna ansökan om 85 000 kr från Region Dalsjö för kartläggning",
        [("85000", "Region Dalsjö", "kartläggning")],
    ),
    ("att ge Föreningen Vänner ett bidrag på 5 000 kr för julfest", [("5000", "Föreningen Vänner", "julfest")]),
    ("att bevilja medel för Vägen om 450 000 kr för perioden maj–juni 2024", [("450000", None, "Vägen")]),
    (
        "bevilja 50 000 kr för lagövningar via utökad tid för ledaren i Samordningsteam Åtuna under maj–juni 2024",
        [("50000", "Samordningsteam Åtuna", "lagövningar")],
    ),
    # what the sum is taken from is not what it is for
    ("att för ändamålet anslå 350 tkr ur styrelsens medel för oförutsedda utgifter", [("350000", None, None)]),
    (
        "att godkänna att förbundet finansierar två kurser till en kostnad av högst 6 000 kr",
        [("6000", None, "två kurser")],
    ),
    ("att utöka budgeten för Klara från 300 tkr till 400 tkr", [("400000", None, "budgeten för Klara")]),
    (
        'att tilldela projektet "Unga Fram" 15 000 kr för år 2025 och 10 000 kr för år 2026',
        [("15000", None, 'projektet "Unga Fram"'), ("10000", None, 'projektet "Unga Fram"')],
    ),
    # no grants
    ("bevilja styrelsen ansvarsfrihet för 2023", []),
    ("att fastställa budgeten till 5 mkr", []),
    ("att godkänna rapporten om 5 mkr", []),
    ("att kräva återbetalning av beviljade 60 tkr", []),
    ("att kräva återbetalning av 60 tkr som bevilja", []),
    ("bevilja ledighet", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(kronor(a.ore), a.recipient, a.purpose) for a in read_awards(text)] == expected


def test_a_condition_is_kept() -> None:
    (award,) = read_awards("medfinansiera Nystart med 30 tkr under förutsättning att regionen deltar")
    assert award.condition == "under förutsättning att regionen deltar"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under perioden augusti-december 2024", ("2024-08-01", "2024-12-31")),
        ("från och med den 1 mars 2024", ("2024-03-01", None)),
        ("t.o.m. den 30 juni 2024", (None, "2024-06-30")),
        ("fr.o.m. 1 juli 2024 t.o.m. 31 december 2024", ("2024-07-01", "2024-12-31")),
        ("under 2025", ("2025-01-01", "2025-12-31")),
        ("för åren 2025–2026", ("2025-01-01", "2026-12-31")),
        ("enligt protokoll 2024-03-22", (None, None)),
    ],
)
def test_period(text: str, expected: tuple[str | None, str | None]) -> None:
    assert period_of(text, 2024) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Åtuna kommun har inkommit med en ansökan om medel.", "Åtuna kommun"),
        ("Föreningen Linden ansöker om 5 tkr.", "Föreningen Linden"),
        ("Ansökan från Ljusö kommun – Steget", "Ljusö kommun"),
        ("Styrelsen diskuterar en ansökan.", None),
    ],
)
def test_applicant(text: str, name: str | None) -> None:
    assert applicant_of(text) == name


def grants(text: str, decision: str, action: str, proposal: str | None = None) -> list[Grant]:
    """The grants of minutes with one § whose text ends with its decision."""
    whole = f"{text}\n{decision}"
    document = Document("00", "text/plain", "prov.txt", (plain_page(1, whole),))
    evidence = document.evidence(0, len(whole))
    start = len(text) + 1
    facts = Facts(
        kind=Text(value="protokoll", evidence=evidence),
        date=Text(value="2024-05-02", evidence=evidence),
        paragraphs=(Paragraf(number="4", label="§ 4", heading="Ansökan", text=whole, evidence=evidence),),
        decisions=(
            Decision(
                paragraf=0,
                text=decision,
                action=action,
                proposal=proposal,
                evidence=document.evidence(start, len(whole)),
            ),
        ),
    )
    facts = facts.with_(AMOUNTS.run(document, facts))
    return list(EXTRACTOR.run(document, facts)["grants"])


ASKED = "Åtuna kommun har kommit in med en ansökan om 90 tkr för Steget."


@pytest.mark.parametrize(
    ("decision", "action", "expected"),
    [
        ("Att bevilja 90 tkr för Steget", "bevilja", ("90000", "Åtuna kommun", "granted")),
        ("Att bevilja 60 tkr för Steget", "bevilja", ("60000", "Åtuna kommun", "partial")),
        ("Att bevilja ansökan", "bevilja", ("90000", "Åtuna kommun", "granted")),
        ("Att avslå ansökan", "avslå", ("90000", "Åtuna kommun", "rejected")),
        ("Att bordlägga ärendet", "bordlägga", ("90000", "Åtuna kommun", "postponed")),
        ("Att notera informationen om 90 tkr", "notera", None),
        ("Att föreslå kommunen att anslå 90 tkr", "föreslå", None),
    ],
)
def test_status(decision: str, action: str, expected: tuple[str, str, str] | None) -> None:
    found = [(kronor(g.ore), g.recipient, g.status) for g in grants(ASKED, decision, action)]
    assert found == ([expected] if expected else [])


def test_each_sum_of_a_decision_has_its_own_time() -> None:
    found = grants("Medel", "Att bevilja Bron 15 tkr för år 2025 och 10 tkr för år 2026", "bevilja")
    assert [(kronor(g.ore), g.start, g.end) for g in found] == [
        ("15000", "2025-01-01", "2025-12-31"),
        ("10000", "2026-01-01", "2026-12-31"),
    ]


def test_an_outcome_by_reference_takes_the_proposal() -> None:
    (grant,) = grants(
        "Förslag", "Styrelsen beslutar enligt förslaget.", "bifalla", "bevilja Ljusö kommun 30 tkr för Bron"
    )
    assert (kronor(grant.ore), grant.recipient, grant.purpose, grant.certainty) == (
        "30000",
        "Ljusö kommun",
        "Bron",
        "inferred",
    )


@given(st.text(alphabet="beviljaraktnsötillförkr 0123456789.,åKS", max_size=150))
def test_noise_never_raises(text: str) -> None:
    for sentence in (text, f"bevilja {text}", f"bevilja 5 tkr {text}"):
        assert all(award.ore > 0 for award in read_awards(sentence))
