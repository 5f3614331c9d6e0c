"""What does not add up is found, what does is left alone: invented statements of every build, whole and spoiled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import sums
from extractors.facts import Facts, Finding, Row, Table, kronor
from ingest.document import Document, Evidence, Piece, Span, TextSource, plain_page

PAGE = plain_page(1, "En rad", text_source=TextSource.TEXT_LAYER)
PLACE = Evidence((Piece(PAGE, Span(0, 6)),))
DOCUMENT = Document("0" * 64, "application/pdf", "a.pdf", (PAGE,))

Rows = list[tuple[str, list[int | None]]]


def made(rows: Rows, *columns: str, unit: str = "tkr") -> Table:
    factor = {"kr": 100, "tkr": 100_000}[unit]
    facts = tuple(
        Row(label=label, values=tuple(None if v is None else v * factor for v in values), evidence=PLACE)
        for label, values in rows
    )
    return Table(title="En tabell", unit=unit, columns=columns, rows=facts, evidence=PLACE)  # type: ignore[arg-type] # kr, tkr


def findings(*tables: Table) -> list[Finding]:
    found: tuple[Finding, ...] = sums.EXTRACTOR.run(DOCUMENT, Facts(tables=tables))["findings"]
    return [finding for finding in found if finding.severity != "info"]


STATEMENT: Rows = [
    ("Medlemsbidrag", [6_000, 5_800]),
    ("Övriga intäkter", [150, 90]),
    ("Summa intäkter", [6_150, 5_890]),
    ("Jobbspåret", [2_400, 2_210]),
    ("Lotsen", [1_900, 1_750]),
    ("Summa insatser", [4_300, 3_960]),
    ("Löner", [980, 940]),
    ("Lokaler", [120, 118]),
    ("Revision", [60, 55]),
    ("Summa administration", [1_160, 1_113]),
    ("Summa kostnader", [5_460, 5_073]),
    ("Årets resultat", [690, 817]),
]
SIGNED: Rows = [
    ("Verksamhetens intäkter", [812, 790]),
    ("Verksamhetens kostnader", [-4_310, -4_122]),
    ("Avskrivningar", [-95, -90]),
    ("Verksamhetens nettokostnader", [-3_593, -3_422]),
    ("Skatteintäkter", [2_900, 2_801]),
    ("Generella statsbidrag", [760, 702]),
    ("Verksamhetens resultat", [67, 81]),
    ("Finansiella intäkter", [12, 9]),
    ("Finansiella kostnader", [-4, -6]),
    ("Resultat efter finansiella poster", [75, 84]),
    ("Årets resultat", [75, 84]),
]
BALANCE: Rows = [
    ("Maskiner och inventarier", [310, 280]),
    ("Summa anläggningstillgångar", [310, 280]),
    ("Fordringar", [420, 390]),
    ("Kassa och bank", [1_270, 1_330]),
    ("Summa omsättningstillgångar", [1_690, 1_720]),
    ("Summa tillgångar", [2_000, 2_000]),
    ("Ingående eget kapital", [1_100, 1_020]),
    ("Årets resultat", [75, 80]),
    ("Summa eget kapital", [1_175, 1_100]),
    ("Avsättningar", [25, 30]),
    ("Kortfristiga skulder", [800, 870]),
    ("Summa skulder och avsättningar", [825, 900]),
    ("Summa eget kapital, avsättningar och skulder", [2_000, 2_000]),
]
CASH: Rows = [
    ("Årets resultat", [75, 84]),
    ("Justering för ej likviditetspåverkande poster", [95, 90]),
    ("Medel från verksamheten före förändring av rörelsekapital", [170, 174]),
    ("Ökning(-)/minskning(+) kortfristiga fordringar", [-30, 12]),
    ("Ökning(+)/minskning(-) kortfristiga skulder", [-70, 4]),
    ("Kassaflöde från den löpande verksamheten", [70, 190]),
    ("Investering i inventarier", [-130, -20]),
    ("Kassaflöde från investeringsverksamheten", [-130, -20]),
    ("Årets kassaflöde", [-60, 170]),
    ("Likvida medel vid årets början", [1_330, 1_160]),
    ("Likvida medel vid årets slut", [1_270, 1_330]),
]
NESTED: Rows = [
    ("Medlemsavgifter", [900, 910, 930]),
    ("Styrelse", [-100, -90, -95]),
    ("Individinsatser", [-600, -590, -630]),
    ("- Steget", [-400, -390, -410]),
    ("- Lyftet", [-150, -160, -170]),
    ("- Handledning", [-50, -40, -50]),
    ("Kansli", [-180, -170, -175]),
    ("varav lokaler", [-40, -40, -41]),
    ("SUMMA KOSTNADER", [-880, -850, -900]),
    ("SUMMA INTÄKTER", [900, 910, 930]),
    ("RESULTAT", [20, 60, 30]),
]
DRIFT: Rows = [
    ("Bidrag", [6_000, 0, 6_000, 6_000, 0]),
    ("Summa intäkter", [6_000, 0, 6_000, 6_000, 0]),
    ("Kansli", [0, 1_400, 1_400, 1_450, 50]),
    ("Insatser", [0, 4_700, 4_700, 4_600, -100]),
    ("Summa kostnader", [0, 6_100, 6_100, 6_050, -50]),
    ("Resultat", [6_000, -6_100, -100, -50, -50]),
]
GRANTS: Rows = [("Kvarnå kommun", [300]), ("Region Lom", [600]), ("Staten", [900]), ("Totalt", [1_800])]
CAPITAL: Rows = [("Ingående balans", [1_100, 1_020]), ("Årets resultat", [75, 80]), ("Utgående balans", [1_175, 1_100])]
YEARS: Rows = [("2029", [7_200, 7_000]), ("2030", [7_400, 7_900]), ("2031", [7_100, 7_000])]
WHOLE = {
    "statement": STATEMENT, "signed": SIGNED, "balance": BALANCE, "cash": CASH, "nested": NESTED, "drift": DRIFT,
    "grants": GRANTS, "capital": CAPITAL, "years": YEARS,
}  # fmt: skip


def columns(rows: Rows) -> list[str]:
    if rows is DRIFT:
        return ["Intäkt", "Kostnad", "Netto", "Budget", "Avvikelse"]
    return [str(2031 - k) for k in range(len(rows[0][1]))]


@pytest.mark.parametrize("name", WHOLE)
def test_what_adds_up_is_left_alone(name: str) -> None:
    assert findings(made(WHOLE[name], *columns(WHOLE[name]))) == []


SPOILED = [
    ("statement", "Summa intäkter", 0, 6_160, 6_150),
    ("statement", "Summa administration", 1, 1_131, 1_113),
    ("statement", "Summa kostnader", 0, 5_640, 5_460),
    ("statement", "Årets resultat", 1, 871, 817),
    ("signed", "Verksamhetens nettokostnader", 0, -3_539, -3_593),
    ("signed", "Årets resultat", 1, -84, 84),
    ("balance", "Summa eget kapital", 1, 1_010, 1_100),
    ("cash", "Årets kassaflöde", 0, -80, -60),
    ("nested", "Individinsatser", 2, -680, -630),
    ("nested", "SUMMA KOSTNADER", 1, -870, -850),
    ("drift", "Summa kostnader", 3, 6_150, 6_050),
    ("grants", "Totalt", 0, 1_780, 1_800),
]


@pytest.mark.parametrize(("name", "row", "column", "stated", "computed"), SPOILED)
def test_a_spoiled_total_is_found(name: str, row: str, column: int, stated: int, computed: int) -> None:
    rows: Rows = [
        (label, [stated if (label == row and k == column) else v for k, v in enumerate(values)])
        for label, values in WHOLE[name]
    ]
    found = [f for f in findings(made(rows, *columns(WHOLE[name]))) if f.details["row"] == row]
    assert [(f.details["column"], f.details["computed"], f.details["stated"]) for f in found] == [
        (columns(WHOLE[name])[column], kronor(computed * 100_000), kronor(stated * 100_000))
    ]
    assert found[0].evidence is not None


def test_rounding_is_information() -> None:
    table = made([("A", [11, 20]), ("B", [12, 20]), ("C", [13, 21]), ("Summa", [37, 61])], "2031", "2030")
    found = sums.EXTRACTOR.run(DOCUMENT, Facts(tables=(table,)))["findings"]
    assert [(f.severity, f.details["computed"]) for f in found] == [("info", "36000")]


def test_a_sum_whose_rows_are_elsewhere_is_not_accused() -> None:
    table = made([("Löner", [980]), ("Lokaler", [120]), ("Summa kostnader", [9_412])], "2031")
    assert findings(table) == []


def test_a_deviation_has_its_own_sign() -> None:
    rows: Rows = [
        ("Intäkter", [6_000, 6_100, 100]),
        ("Kostnader", [5_500, 5_700, -200]),
        ("Resultat", [500, 400, -100]),
    ]
    assert findings(made(rows, "Budget 2031", "Utfall 2031", "Avvikelse")) == []


def test_two_sides_of_a_balance_sheet() -> None:
    rows: Rows = [("Summa tillgångar", [2_000]), ("Summa eget kapital och skulder", [2_020])]
    assert "balance" in [f.code for f in findings(made(rows, "2031-12-31"))]


def test_a_sum_read_from_a_picture_is_a_warning() -> None:
    page = replace(PAGE, text_source=TextSource.OCR)
    place = Evidence((Piece(page, Span(0, 6)),))
    spoiled: Rows = [("A", [400, 500]), ("B", [500, 600]), ("Summa", [900, 1_200])]
    table = replace(made(spoiled, "2031", "2030"), evidence=place)
    assert [f.severity for f in findings(table)] == ["warning"]


numbers = st.lists(st.integers(-90_000, 90_000), min_size=2, max_size=2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(numbers, min_size=1, max_size=6), min_size=1, max_size=4))
def test_any_table_of_true_sums_is_whole(sections: list[list[list[int]]]) -> None:
    rows: Rows = []
    totals = [0, 0]
    for s, section in enumerate(sections):
        rows += [(f"Post {s}{i}", list(values)) for i, values in enumerate(section)]
        sums_ = [sum(values[k] for values in section) for k in range(2)]
        totals = [a + b for a, b in zip(totals, sums_, strict=True)]
        rows.append((f"Summa del {s}", list(sums_)))
    rows.append(("Totalt", list(totals)))
    assert findings(made(rows, "2031", "2030", unit="kr")) == []


labels = st.sampled_from(["Löner", "Summa", "", "- Steget", "varav x", "Årets resultat", "Summa tillgångar", "Totalt"])
cells = st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=3, max_size=3)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(labels, st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=3, max_size=3)), max_size=12
    )
)
def test_absurd_tables_never_raise(rows: Rows) -> None:
    findings(made(rows, "a", "b", "c"))
