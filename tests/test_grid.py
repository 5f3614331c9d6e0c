"""Table geometry: drawn tables give back the cells that were drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Grid, Page, plain_page
from ingest.grid import find_grids
from tests import drawn

INCOME = [
    ["Belopp i kr", "Not", "2031", "2030"],
    ["Verksamhetens intäkter", "2", "4 560 000", "4 410 000"],
    ["Verksamhetens kostnader", "3", "-4 702 115", "-4 399 870"],
    ["Verksamhetens resultat", "", "-142 115", "10 130"],
    ["Finansiella intäkter", "", "312", "0"],
    ["Årets resultat", "", "-141 803", "10 130"],
]


def text_grids(text: str) -> list[list[list[str]]]:
    page = plain_page(1, text)
    return [
        [[" ".join(text[p.start : p.end] for p in cell) for cell in row] for row in grid.rows]
        for grid in find_grids(text, (), page.lines, ())
    ]


def test_borderless_table_between_prose(tmp_path: Path) -> None:
    text = (
        "Styrelsen har under året hållit sex möten och följt upp 14 insatser till en kostnad av 4 702 115 kronor. " * 4
    )
    document = drawn.document(tmp_path, drawn.prose(text), drawn.table(INCOME, (190, 40, 90, 90)), drawn.prose(text))
    assert drawn.cells(document) == [INCOME]


def test_ruled_table_keeps_empty_cells(tmp_path: Path) -> None:
    document = drawn.document(tmp_path, drawn.table(INCOME, (190, 40, 90, 90), drawn.RULED))
    assert drawn.cells(document) == [INCOME]
    assert document.pages[0].grids[0].ruled


def test_rules_between_columns_only(tmp_path: Path) -> None:
    document = drawn.document(tmp_path, drawn.table(INCOME, (190, 40, 90, 90), drawn.COLUMNS_RULED))
    assert drawn.cells(document) == [INCOME]


def test_narrow_columns_with_thousands(tmp_path: Path) -> None:
    rows = [
        ["tkr", "Intäkt", "Kostnad", "Netto", "Budget"],
        ["Kansli", "0", "1 210", "1 210", "1 300"],
        ["Jobbverkstan", "11 006", "12 400", "1 394", "1 250"],
        ["Summa", "11 006", "13 610", "2 604", "2 550"],
    ]
    document = drawn.document(tmp_path, drawn.table(rows, (150, 36, 34, 30, 32), [("PADDING", (1, 0), (-1, -1), 2)]))
    assert drawn.cells(document) == [rows]


def test_wrapped_label_is_one_cell(tmp_path: Path) -> None:
    long = drawn.Paragraph("Gemensam kompetensutveckling för medarbetare och chefer hos parterna", drawn.CELL)
    rows = [["", "Budget", "Utfall"], ["Kansli", "300", "280"], [long, "120", "95"], ["Summa", "420", "375"]]
    document = drawn.document(tmp_path, drawn.table(rows, (120, 60, 60)))
    [grid] = drawn.cells(document)
    assert [row[0] for row in grid] == [
        "",
        "Kansli",
        "Gemensam kompetensutveckling för medarbetare och chefer hos parterna",
        "Summa",
    ]
    assert grid[2][1:] == ["120", "95"]


def test_two_tables_with_a_title_between(tmp_path: Path) -> None:
    first = [["Intäkter", "2031", "2030"], ["Medlemsavgifter", "4 000", "3 900"], ["Summa", "4 000", "3 900"]]
    second = [["Kostnader", "2031", "2030"], ["Löner", "2 000", "1 900"], ["Summa", "2 000", "1 900"]]
    widths = (160, 70, 70)
    document = drawn.document(
        tmp_path, drawn.table(first, widths), drawn.subheading("Not 3 Kostnader"), drawn.table(second, widths)
    )
    assert drawn.cells(document) == [first, second]


@pytest.mark.parametrize("sign", ["-", "- ", "−", "–"])
def test_minus_belongs_to_its_figure(tmp_path: Path, sign: str) -> None:
    rows = [["Kansli", f"{sign}1 455", "200"], ["Insatser", f"{sign}12 900", "10"], ["Summa", f"{sign}14 355", "210"]]
    document = drawn.document(tmp_path, drawn.table(rows, (140, 70, 70)))
    [grid] = drawn.cells(document)
    assert [row[1].replace(" ", "") for row in grid] == [row[1].replace(" ", "") for row in rows]


def test_attendance_and_prose_are_no_tables(tmp_path: Path) -> None:
    present = [
        ["Ordförande", "Asta Lund", "Kvarnå kommun"],
        ["Ledamot", "Bo Ek", "Region Lom"],
        ["Ersättare", "Ida Alm", "-"],
    ]
    contents = "1 Inledning ............ 3<br/>2 Mål ................... 5<br/>3 Budget ................ 9"
    document = drawn.document(
        tmp_path, drawn.table(present, (90, 110, 130), [("ALIGN", (0, 0), (-1, -1), "LEFT")]), drawn.prose(contents)
    )
    assert drawn.cells(document) == []


def test_text_in_columns() -> None:
    text = (
        "Budget 2031 (tkr)\n"
        "\n"
        "                         2030      2031\n"
        "Medlemsavgifter         4 100     4 200\n"
        "Övrigt                              150\n"
        "Summa intäkter          4 100     4 350\n"
        "\n"
        "Styrelsen beslutade om 2 nya insatser."
    )
    assert text_grids(text) == [
        [
            ["", "2030", "2031"],
            ["Medlemsavgifter", "4 100", "4 200"],
            ["Övrigt", "", "150"],
            ["Summa intäkter", "4 100", "4 350"],
        ]
    ]


def test_text_with_two_spaces_only() -> None:
    """The layout's own page text: two spaces for a gap, columns not in line."""
    text = "Konto  2030  2031\nAvgifter  4 100  4 200\nÖvrigt  90  150 000\nSumma intäkter och bidrag  4 190  154 200"
    assert text_grids(text) == [
        [
            ["Konto", "2030", "2031"],
            ["Avgifter", "4 100", "4 200"],
            ["Övrigt", "90", "150 000"],
            ["Summa intäkter och bidrag", "4 190", "154 200"],
        ]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Konto | 2030 | 2031 |\n|---|---:|---:|\n| Löner | 1 200 | |\n| Summa | 1 200 | 0 |",
        "Konto | 2030 | 2031\n---|---|---\nLöner | 1 200 | \nSumma | 1 200 | 0",
        "Konto\t2030\t2031\nLöner\t1 200\t\nSumma\t1 200\t0",
    ],
)
def test_delimited_text(text: str) -> None:
    assert text_grids(text) == [[["Konto", "2030", "2031"], ["Löner", "1 200", ""], ["Summa", "1 200", "0"]]]


figures = st.one_of(st.just(""), st.integers(-9_999_999, 99_999_999).map(lambda n: f"{n:,}".replace(",", " ")))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(figures, figures, figures), min_size=3, max_size=8))
def test_any_figures_come_back_in_their_columns(rows: list[tuple[str, ...]]) -> None:
    full = [("1 000 000", "2 000", "3")] * 2  # every column has rows enough to be one
    lines = [
        f"Post {chr(65 + i)}".ljust(30) + "".join(f.rjust(16) for f in row) for i, row in enumerate([*full, *rows])
    ]
    [grid] = text_grids("\n".join(lines))
    found = [tuple(row[1:]) for row in grid]
    wanted = [tuple(row) for row in (*full, *rows)]
    while wanted and not any(wanted[-1]):
        wanted.pop()
    assert found[: len(wanted)] == wanted


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Aö 019-|\t.,%\n ", max_size=300))
def test_noise_never_raises_and_cells_lie_in_the_text(text: str) -> None:
    page = plain_page(1, text)
    grids: tuple[Grid, ...] = find_grids(text, (), page.lines, ())
    Page(1, text, lines=page.lines, grids=grids)
