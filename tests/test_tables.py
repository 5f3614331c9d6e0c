"""Tables of figures: titles, units, columns and values, from invented annual reports and budgets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import tables
from extractors.facts import Facts, Table, kronor
from extractors.figures import parse_figure, stated_unit
from ingest.document import Document, Page, plain_page
from ingest.grid import find_grids
from tests import drawn


def tables_of(document: Document) -> tuple[Table, ...]:
    found: tuple[Table, ...] = tables.EXTRACTOR.run(document, Facts())["tables"]
    return found


def of_text(*texts: str) -> tuple[Table, ...]:
    plain = [plain_page(i, text) for i, text in enumerate(texts, 1)]
    pages = [Page(p.number, p.text, lines=p.lines, grids=find_grids(p.text, (), p.lines, ())) for p in plain]
    return tables_of(Document("0" * 64, "text/plain", "text.txt", tuple(pages)))


def printed(table: Table) -> dict[str, list[str | None]]:
    return {row.label: [None if v is None else kronor(v) for v in row.values] for row in table.rows}


def test_income_statement_with_notes(tmp_path: Path) -> None:
    rows = [
        ["Belopp i tkr", "Not", "Utfall 2031", "Budget 2031", "Utfall 2030"],
        ["Verksamhetens intäkter", "1", "412 310", "409 000", "398 775"],
        ["Verksamhetens kostnader", "2, 3", "-1 690 402", "-1 684 100", "-1 622 018"],
        ["Avskrivningar", "4", "-61 020", "-60 500", "-58 111"],
        ["Verksamhetens nettokostnader", "", "-1 339 112", "-1 335 600", "-1 281 354"],
        ["Skatteintäkter", "5", "1 101 400", "1 098 200", "1 070 032"],
        ["Generella statsbidrag", "6", "250 990", "249 100", "231 877"],
        ["Årets resultat", "", "13 278", "11 700", "20 555"],
    ]
    document = drawn.document(
        tmp_path, drawn.heading("Resultaträkning"), drawn.table(rows, (170, 40, 70, 70, 70)), drawn.prose("Se noter.")
    )
    [table] = tables_of(document)
    assert (table.title, table.unit, table.page) == ("Resultaträkning", "tkr", 1)
    assert table.columns == ("Utfall 2031", "Budget 2031", "Utfall 2030")
    assert printed(table)["Verksamhetens kostnader"] == ["-1690402000", "-1684100000", "-1622018000"]
    assert printed(table)["Årets resultat"] == ["13278000", "11700000", "20555000"]
    assert len(table.rows) == 7


def test_balance_sheet_with_sections(tmp_path: Path) -> None:
    rows = [
        ["kr", "Not", "2031-12-31", "2030-12-31"],
        ["TILLGÅNGAR", "", "", ""],
        ["Omsättningstillgångar", "", "", ""],
        ["Kortfristiga fordringar", "7", "212 004,50", "198 311"],
        ["Kassa och bank", "", "1 402 775", "1 511 090"],
        ["Summa tillgångar", "", "1 614 779,50", "1 709 401"],
        ["EGET KAPITAL OCH SKULDER", "", "", ""],
        ["Eget kapital", "8", "1 100 000", "1 209 401"],
        ["Kortfristiga skulder", "9", "514 779,50", "500 000"],
        ["Summa eget kapital och skulder", "", "1 614 779,50", "1 709 401"],
    ]
    [table] = tables_of(drawn.document(tmp_path, drawn.heading("Balansräkning"), drawn.table(rows, (190, 40, 90, 90))))
    assert table.columns == ("2031-12-31", "2030-12-31")
    assert table.unit == "kr"
    assert printed(table)["Kortfristiga fordringar"] == ["212004.5", "198311"]
    assert "TILLGÅNGAR" not in printed(table)
    assert len(table.rows) == 6


@pytest.mark.parametrize("style", [[], drawn.RULED], ids=["borderless", "ruled"])
def test_spanning_headers_over_eight_columns(tmp_path: Path, style: list[tuple[object, ...]]) -> None:
    rows = [
        ["Belopp i tkr", "2031", "", "", "Budget", "Avvikelse", "2030", "", ""],
        ["", "Intäkt", "Kostnad", "Netto", "2031", "", "Intäkt", "Kostnad", "Netto"],
        ["Politisk ledning", "0", "1 204", "1 204", "1 250", "-46", "0", "1 190", "1 190"],
        ["Kansli", "12", "3 330", "3 318", "3 400", "-82", "0", "3 101", "3 101"],
        ["Jobbspåret", "1 100", "8 771", "7 671", "7 500", "171", "900", "8 004", "7 104"],
        ["Summa", "1 112", "13 305", "12 193", "12 150", "43", "900", "12 295", "11 395"],
    ]
    spans = [("SPAN", (1, 0), (3, 0)), ("SPAN", (6, 0), (8, 0)), ("ALIGN", (1, 0), (-1, 0), "CENTER")]
    [table] = tables_of(drawn.document(tmp_path, drawn.table(rows, (110, *[44] * 8), [*style, *spans])))
    assert table.columns[:3] == ("2031 Intäkt", "2031 Kostnad", "2031 Netto")
    assert table.columns[5:] == ("2030 Intäkt", "2030 Kostnad", "2030 Netto")
    assert printed(table)["Summa"] == [f"{n}000" for n in (1112, 13305, 12193, 12150, 43, 900, 12295, 11395)]


def test_budget_in_tkr_with_percent_and_remarks(tmp_path: Path) -> None:
    rows = [
        ["", "Budget 2030", "Budget 2031", "Förändring %", "Kommentar"],
        ["Medlemsbidrag", "6 000", "6 300", "5 %", ""],
        ["Kansli", "1 500", "1 450", "-3 %", "en tjänst mindre"],
        ["Insatser", "4 100", "4 700", "15 %", "nytt team"],
    ]
    drawing = drawn.table(rows, (110, 70, 70, 70, 110))
    [table] = tables_of(drawn.document(tmp_path, drawn.heading("Budget 2031 (tkr)"), drawing))
    assert (table.title, table.unit) == ("Budget 2031 (tkr)", "tkr")
    assert table.columns == ("Budget 2030", "Budget 2031")
    assert printed(table)["Kansli"] == ["1500000", "1450000"]


@pytest.mark.parametrize("repeat", [True, False])
def test_table_over_two_pages_is_one(tmp_path: Path, repeat: bool) -> None:
    header = [["Belopp i kr", "Utfall 2030", "Budget 2031"]]
    first = [["Löner", "800 000", "820 000"], ["Lokaler", "96 000", "99 000"]]
    second = [["Revision", "40 000", "42 000"], ["Summa", "936 000", "961 000"]]
    widths = (170, 80, 80)
    document = drawn.document(
        tmp_path, drawn.heading("Driftbudget"), drawn.table(header + first, widths), drawn.BREAK,
        drawn.table((header if repeat else []) + second, widths),
    )  # fmt: skip
    [table] = tables_of(document)
    assert table.title == "Driftbudget"
    assert list(printed(table)) == ["Löner", "Lokaler", "Revision", "Summa"]
    assert {piece.page.number for piece in table.evidence.pieces} == {1, 2}


def test_note_takes_the_unit_of_its_statement(tmp_path: Path) -> None:
    years = ["2031", "2030"]
    statement = [["Belopp i tkr", *years], ["Personal", "-48 210", "-45 003"], ["Resultat", "1 022", "310"]]
    lines = [["Löner", "35 110", "33 001"], ["Pensioner", "13 100", "12 002"], ["Summa", "48 210", "45 003"]]
    drawings = [drawn.table(rows, (170, 80, 80)) for rows in (statement, [["Not 4 Personal", *years], *lines])]
    found = tables_of(drawn.document(tmp_path, drawings[0], drawn.GAP, drawn.GAP, drawings[1]))
    assert [t.unit for t in found] == ["tkr", "tkr"]
    assert found[1].title == "Not 4 Personal"


def test_years_as_labels_and_missing_label() -> None:
    [table] = of_text(
        "Flerårsöversikt, belopp i mkr\n"
        "\n"
        "           Intäkter   Kostnader\n"
        "2029          7,2        -7,0\n"
        "2030          7,4        -7,9\n"
        "             14,6       -14,9\n"
    )
    assert table.unit == "mkr"
    assert [row.label for row in table.rows] == ["2029", "2030", ""]
    assert printed(table)["2030"] == ["7400000", "-7900000"]


def test_counts_are_no_money_and_contents_no_table() -> None:
    text = (
        "Innehåll\n\nInledning                    3\nMål                          5\nBudget                      11\n"
    )
    assert of_text(text) == ()
    people = "              2030   2031\nAntal anställda  3      4\nAntal deltagare  120    131\n"
    assert of_text(people) == ()


def test_markdown_table() -> None:
    [table] = of_text(
        "## Budget\n\n| Konto (kr) | 2030 | 2031 |\n|---|---:|---:|\n| Löner | 1 200 | – |\n| Summa | 1 200 | 0 |"
    )
    assert printed(table) == {"Löner": ["1200", None], "Summa": ["1200", "0"]}
    assert table.columns == ("2030", "2031")


def test_evidence_quotes_the_row(tmp_path: Path) -> None:
    rows = [["kr", "2031"], ["Löner", "- 1 200 500"], ["Summa", "- 1 200 500"]]
    [table] = tables_of(drawn.document(tmp_path, drawn.heading("Budget"), drawn.table(rows, (170, 80))))
    assert table.rows[0].evidence.quote.split() == ["Löner", "-", "1", "200", "500"]
    assert table.rows[0].evidence.pieces[0].box is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 493 887", "1493887"), ("- 3 589 068", "-3589068"), ("−12,5", "-12.5"), ("(1 234)", "-1234"), ("0", "0"),
        ("12\u00a0500", "12500"), ("1.250.000", "1250000"), ("750 kr", "750"), ("143*", "143"),
        ("o", "0"),
        ("-", None), ("–", None), ("", None), ("2031-12-31", None), ("Not 2", None), ("12 34", None),
    ],
)  # fmt: skip
def test_figures(text: str, value: str | None) -> None:
    figure = parse_figure(text)
    assert (figure.value if figure else None) == (Decimal(value) if value else None)


def test_a_mark_beside_a_figure_is_passed_over() -> None:
    text = "Kostnader, kr       2030      2031\nTjänster köpta       143  *    460\nLöner                900       910"
    [table] = of_text(text)
    assert printed(table)["Tjänster köpta"] == ["143", "460"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Belopp i tkr", "tkr"), ("(tkr)", "tkr"), ("Resultaträkning, mkr", "mkr"), ("i tusental kronor", "tkr"),
        ("KR", "kr"), ("Alla belopp i miljoner kronor", "mkr"), ("Insatsen kostade 40 tkr", None), ("Mkrona", None),
    ],
)  # fmt: skip
def test_units(text: str, unit: str | None) -> None:
    assert stated_unit(text) == unit


@given(st.integers(-(10**12), 10**12), st.sampled_from([" ", "\u00a0", "\u2009", "."]))
def test_any_whole_number_comes_back(number: int, mark: str) -> None:
    figure = parse_figure(f"{number:,}".replace(",", mark))
    assert figure is not None
    assert figure.value == number
