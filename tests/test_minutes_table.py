"""Minutes that are one table, a row a §: Word's and drawn ones, with cells that wrap and columns of who and when."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import docx
import pytest
from reportlab.platypus import Paragraph

from extractors.facts import Facts
from extractors.flow import rows
from extractors.minutes_table import cuts
from ingest import media
from ingest.document import Document
from ingest.office import read_office
from tests.drawn import CELL, RULED, document, prose, table
from tests.minutes import facts_of

BEFORE = ("Samordningsförbundet Lövdalen", "Protokoll styrelsemöte 2031-03-04")
SAID = (
    ("12", "Mötets öppnande", "Ordföranden öppnar mötet."),
    ("13", "Val av justerare", "Styrelsen beslutar\natt utse Tuva Ekermark att justera protokollet."),
    ("14", "Ansökan om medel från Föreningen Växthuset",
     "Föreningen Växthuset söker 125 000 kr för två tjänster.\nBeslut\natt bevilja Föreningen Växthuset 125 000 kr för "
     "hösten 2031.\natt uppdra åt förbundschefen att teckna avtal."),
    ("15", "Ekonomi", "Utfallet är 62 tkr bättre än budget.\nBeslut: Styrelsen godkänner rapporten."),
)  # fmt: skip
HEADS = [
    ("§", "Ärende", "Beslut"), ("Nr", "Ärende", "Beslut/åtgärd", "Ansvarig"), ("Punkt", "Rubrik", "Anteckning", "Vem"),
]  # fmt: skip


def in_word(path: Path, head: tuple[str, ...], lines: tuple[tuple[str, ...], ...] = SAID) -> Document:
    written = docx.Document()
    for text in BEFORE:
        written.add_paragraph(text)
    grid = written.add_table(rows=0, cols=len(head))
    for line in (head, *lines):
        for cell, text in zip(grid.add_row().cells, (*line, "Ulla Kvist"), strict=False):
            cell.text = text
    written.save(str(path))
    return Document("ab" * 32, media.DOCX, path.name, read_office(path, media.DOCX))


def drawn(folder: Path, head: tuple[str, ...]) -> Document:
    lines = [head, *((*line, "Ulla Kvist")[: len(head)] for line in SAID)]
    cells = [[Paragraph(text.replace("\n", "<br/>"), CELL) for text in line] for line in lines]
    return document(folder, *map(prose, BEFORE), table(cells, [40, 90, 190, 70][: len(head)], RULED))


def _told(facts: Facts) -> None:
    assert [(p.number, p.heading) for p in facts.paragraphs] == [(number, heading) for number, heading, _ in SAID]
    assert [d.text for d in facts.decisions] == [
        "att utse Tuva Ekermark att justera protokollet.",
        "att bevilja Föreningen Växthuset 125 000 kr för hösten 2031.",
        "att uppdra åt förbundschefen att teckna avtal.",
        "Styrelsen godkänner rapporten.",
    ]
    assert not any("Ulla" in p.text for p in facts.paragraphs)


@pytest.mark.parametrize("head", HEADS, ids=" ".join)
def test_in_word(tmp_path: Path, head: tuple[str, ...]) -> None:
    _told(facts_of(in_word(tmp_path / "protokoll.docx", head), "protokoll"))


@pytest.mark.parametrize("head", HEADS, ids=" ".join)
def test_drawn_with_cells_that_wrap(tmp_path: Path, head: tuple[str, ...]) -> None:
    _told(facts_of(drawn(tmp_path, head), "protokoll"))


def test_rows_stay_in_the_order_of_the_text(tmp_path: Path) -> None:
    found = rows(drawn(tmp_path, HEADS[1]))
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "head", [("Konto", "Ärende", "Budget"), ("§", "Beslut"), ("Nr", "Insats", "Belopp"), ("§", "Ärende", "Sida")]
)
def test_other_tables_are_left_as_they_are(tmp_path: Path, head: tuple[str, ...]) -> None:
    assert cuts(in_word(tmp_path / "a.docx", head, tuple(line[: len(head)] for line in SAID))) == {}
