"""Where two engines differ on a figure the sums decide, if they can: exactly one way must add up, and it is told."""

from __future__ import annotations

import pytest

from extractors import tables
from extractors.chosen_readings import CODE, Doubtful, choose
from extractors.facts import Facts
from ingest.document import Box, Document, Grid, Line, Page, PageNote, Span, TextSource, Word
from tests.test_sums import PLACE, STATEMENT, Rows, made

TKR = 100_000


def doubt(row: int, column: int, *thousands: int) -> Doubtful:
    return Doubtful(row, column, tuple(value * TKR for value in thousands), PLACE)


def misread(*cells: tuple[int, int, int]) -> Rows:
    """The statement with cells (row, column, value) as an engine misread them."""
    rows = [(label, list(values)) for label, values in STATEMENT]
    for row, column, value in cells:
        rows[row][1][column] = value
    return rows  # type: ignore[return-value]  # a list of the same shape


CHOICES = {
    "a term": ([(3, 0, 2_480)], [doubt(3, 0, 2_480, 2_400)], [2_400]),
    "a total": ([(9, 1, 1_173)], [doubt(9, 1, 1_173, 1_113)], [1_113]),
    "two in one column": (
        [(3, 0, 2_480), (6, 0, 930)],
        [doubt(3, 0, 2_480, 2_400), doubt(6, 0, 930, 980)],
        [2_400, 980],
    ),
    "right as it stands": ([], [doubt(3, 0, 2_400, 2_480)], []),
    "neither adds up": ([(3, 0, 2_480)], [doubt(3, 0, 2_480, 2_450)], []),
    "two ways add up": ([(3, 0, 2_300)], [doubt(3, 0, 2_300, 2_400), doubt(4, 0, 1_900, 2_000)], []),
    "in no sum": ([(11, 0, 600)], [doubt(11, 0, 600, 601)], []),
}


@pytest.mark.parametrize(("cells", "doubts", "chosen"), CHOICES.values(), ids=list(CHOICES))
def test_choices(cells: list[tuple[int, int, int]], doubts: list[Doubtful], chosen: list[int]) -> None:
    table = made(misread(*cells), "2024", "2023")
    settled, findings = choose(table, doubts)
    assert [finding.details["chosen"] for finding in findings] == [f"{value}000" for value in chosen]
    assert all(finding.code == CODE and finding.evidence for finding in findings)
    changed = {row for row, (a, b) in enumerate(zip(table.rows, settled.rows, strict=True)) if a.values != b.values}
    assert len(changed) == len(chosen)
    assert {row for row, one in enumerate(settled.rows) if one.certainty == "inferred"} == changed


def test_the_note_of_a_page_reaches_its_cell() -> None:
    rows = [["", "2024", "2023"], ["Löner", "480", "410"], ["Lokaler", "128", "118"], ["Summa", "600", "528"]]
    text, words, grid, lines = "", [], [], []
    for y, row in enumerate(rows):
        cells, began = [], len(text)
        for x, cell in enumerate(row):
            span = Span(len(text), len(text) + len(cell))
            cells.append((span,) if cell else ())
            words += [Word(span, Box(x * 90, y * 20, x * 90 + 40, y * 20 + 10))] if cell else []
            text += cell + "  "
        grid.append(tuple(cells))
        lines.append(Line(Span(began, len(text)), Box(0, y * 20, 300, y * 20 + 10)))
        text += "\n"
    at = text.index("128")
    note = PageNote(Span(at, at + 3), "två-läsningar", "Två läsningar skiljer sig.", ("120", "128"))
    page = Page(
        1, text, 595, 842, words=tuple(words), lines=tuple(lines), grids=(Grid(tuple(grid)),), notes=(note,),
        text_source=TextSource.OCR, quality=0.95,
    )  # fmt: skip
    document = Document("0" * 64, "application/pdf", "bokslut.pdf", (page,))
    provided = tables.EXTRACTOR.run(document, Facts())
    (table,), (finding,) = provided["tables"], provided["findings"]
    assert [row.values[0] for row in table.rows] == [48_000, 12_000, 60_000]
    assert [row.certainty for row in table.rows] == ["stated", "inferred", "stated"]
    assert finding.evidence.quote == "128"
    assert finding.message == (
        "”Lokaler”, 2024: två läsningar gav 128 och 120 kr. Summorna stämmer bara med 120 kr, som därför har valts. "
        "Jämför med bilden."
    )
    assert document.text.count("128") == 1
