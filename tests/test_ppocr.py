"""Two engines on a table's figures: each alone, compared, and through the whole chain from picture to finding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from extractors import extract
from ingest import ppocr, second_reading
from ingest.document import Box, Document, Page, PageNote, Span, TextSource
from ingest.errors import MissingProgramError, PageError
from ingest.foreign_letters import at_home
from ingest.images import Picture
from ingest.media import PDF
from ingest.ocr import PageTask, read_picture
from ingest.ppocr import Sighting
from ingest.quality import Verdict
from ingest.second_reading import read_figures_again, value
from ingest.settings import Settings
from ingest.table_cells import figure_cells
from ingest.tesseract import EngineWord
from tests.scanned import PROSE, Placed, lines, picture, scan_pdf

COLUMNS = (250.0, 310.0, 370.0, 440.0, 510.0)
HEAD = ("Belopp tkr", "Intäkt", "Kostnad", "Netto", "Budget", "Avvikelse")
ROWS = (
    ("Medlemsavgifter", "11 006", "0", "11 006", "11 006", "0"),
    ("Kansli och ledning", "0", "1 550", "-1 550", "-1 561", "11"),
    ("Styrelse", "0", "57", "-57", "-110", "53"),
    ("Revision", "0", "8", "-8", "-8", "0"),
    ("Växthuset i Åmåla", "0", "5 502", "-5 502", "-5 800", "298"),
    ("Kurser och träffar", "20", "636", "-616", "-640", "24"),
    ("Öppna verkstaden", "0", "3 187", "-3 187", "-2 750", "-437"),
    ("Summa", "11 026", "10 940", "86", "137", "-51"),
)
NO_LAYER = Verdict(TextSource.OCR, "sidan har inget textlager", 0.0)
FACE = "Helvetica"


def table(size: float) -> list[Placed]:
    """A borderless table of six columns in small type, its figures flush right."""
    placed: list[Placed] = []
    for number, (label, *figures) in enumerate((HEAD, *ROWS)):
        y = 150.0 + 1.6 * size * number
        placed.append((60.0, y, label))
        for right, figure in zip(COLUMNS, figures, strict=True):
            placed.append((right - stringWidth(figure, FACE, size), y, figure))
    return placed


def words(*rows: tuple[float, list[tuple[float, str]]], confidence: float = 0.9) -> list[EngineWord]:
    """Words of 10 point type; each row its base line and its (left edge, text) pairs."""
    return [
        EngineWord(text, Box(x, y - 7, x + 5.5 * len(text), y), y, 10.0, confidence, line)
        for line, (y, row) in enumerate(rows, start=1)
        for x, text in row
    ]


def settled(first: str, second: str, confidence: float = 0.99) -> tuple[str, int]:
    """What stands in a table's cell after both readings, and how many doubts were told."""
    rows: list[tuple[float, list[tuple[float, str]]]] = [
        (100.0 + 20 * n, [(50.0, "Post"), (200.0, "10"), (300.0, "20")]) for n in range(5)
    ]
    rows[2][1][1] = (200.0, first)
    given_words = words(*rows)
    seen = [
        Sighting(t, 0.99, tuple(200.0 + 5.5 * i for i in range(len(t))), (0.99,) * len(t)) for t in ("10", "20")
    ] * 5
    places = tuple(200.0 + 5.5 * i for i in range(len(second)))
    seen[4] = Sighting(second, confidence, places, (confidence,) * len(second))

    with pytest.MonkeyPatch.context() as patch:  # the second engine's answer, where only the comparison is tested
        patch.setattr(second_reading.ppocr, "read_patches", lambda *_: tuple(seen))
        found = read_figures_again(given_words, _white(), 9.0)
    cell = [word.text for word in found.words if word.baseline == 140.0 and 190 < word.box.x0 < 290]
    return " ".join(cell), len(found.doubts)


def _white() -> Picture:
    return Picture(np.full((900, 600), 255, np.uint8), 72.0)


@pytest.mark.parametrize(
    ("first", "second", "stands", "doubts"),
    [
        ("578", "678", "678", 1),  # digits: the second engine's
        ("-78", ".78", "-78", 0),  # its point before digits is a minus
        ("78", "-78", "-78", 1),  # a minus that either sees
        ("-11", "11", "-11", 1),
        ("-578", "678", "-678", 1),
        ("1441", "141", "141", 1),
        ("5498", "5 498", "5498", 0),  # spaces say nothing; the picture decides on them
        ("o0", "0", "0", 1),
        ("44T", "447", "447", 1),  # no figure at first
        ("4 st", "4", "4 st", 0),  # letters that the second engine leaves out
        ("2022-05-30", "2022-06-30", "2022-06-30", 1),
        ("12,5", "12.5", "12,5", 0),
        ("12,5", "125", "12,5", 1),
        ("(0", "0", "0", 0),
        ("(500)", "(500)", "(500)", 0),
        ("S", "57", "57", 1),
        ("$640", "-640", "-640", 1),
        ("kr", "kr", "kr", 0),
        ("2 749-000", "2749000", "2 749 000", 0),
        ("-2 749-000", "-2 749 000", "-2 749 000", 0),
        ("220101-220630", "220101-220630", "220101-220630", 0),
        ("578", "", "578", 0),
        ("578", "S?8", "578", 0),
        ("O", "0", "O", 0),
    ],
)
def test_two_readings_settled(first: str, second: str, stands: str, doubts: int) -> None:
    assert settled(first, second) == (stands, doubts)


def test_unsure_second_reading_changes_nothing_but_is_told() -> None:
    assert settled("578", "678", confidence=0.4) == ("578", 1)


@given(st.integers(-(10**8), 10**8))
def test_value_of_a_figure_is_the_same_however_it_is_set(number: int) -> None:
    grouped = f"{number:,}".replace(",", " ")
    assert value(grouped) == value(str(number)) == value(grouped.replace("-", "− "))
    if number < 0:
        assert value(grouped) == value("." + grouped[1:]) != value(grouped[1:])


@given(st.lists(st.text("0123456789 -.,", min_size=1, max_size=6).filter(str.strip), min_size=0, max_size=8))
def test_other_words_keep_their_order_and_place(texts: list[str]) -> None:
    prose = words((100.0, [(50.0 + 6 * i, f"ord{i}") for i in range(5)]), (120.0, [(50.0, t) for t in texts]))
    assert read_figures_again(prose, _white(), 9.0).words == tuple(prose)


@pytest.mark.parametrize("lost", ["", "-~", "-"])
def test_a_labels_dash_is_looked_for_where_others_have_one(lost: str) -> None:
    rows: list[tuple[float, list[tuple[float, str]]]] = [
        (100.0 + 20 * n, [(50.0, "-"), (60.0, "Post"), (200.0, "10"), (300.0, "20")]) for n in range(5)
    ]
    read = words(*rows)
    read[8:9] = [replace(read[8], text=lost, confidence=0.4)] if lost else []
    with pytest.MonkeyPatch.context() as patch:
        answer = Sighting("- Post", 0.95, tuple(50.0 + 5 * i for i in range(6)), (0.95,) * 6)
        ten = Sighting("10", 0.95, (200.0, 205.0), (0.95,) * 2)
        patch.setattr(second_reading.ppocr, "read_patches", lambda _, p, __: [*[ten] * 10, answer][: len(p)])
        found = read_figures_again(read, _white(), 9.0)
    label = [word for word in found.words if word.baseline == 140.0 and word.box.x0 < 190]
    assert "".join(word.text for word in label) == "-Post"
    assert label[0].confidence > 0.8


def test_figures_in_running_text_are_no_table() -> None:
    prose = [(100.0 + 15 * n, [(50.0, "Under"), (80.0, "2023"), (105.0, "gavs"), (130.0, "500"), (150.0, "kronor")])
             for n in range(12)]  # fmt: skip
    assert figure_cells(words(*prose), 600.0) == []


@pytest.mark.parametrize(("dpi", "size"), [(200, 8.5), (200, 7.0), (150, 9.0)])
def test_table_page_through_the_whole_chain(tmp_path: Path, dpi: int, size: float) -> None:
    placed = [*lines(PROSE[:3], y=60, leading=20), *table(size)]
    scan = scan_pdf(tmp_path / "scan.pdf", picture(placed, tmp_path, dpi=dpi, skew=0.7))
    page = read_picture(PageTask(scan, PDF, 1, NO_LAYER, Settings()))

    facts = extract(Document("ab" * 32, PDF, "scan.pdf", (page,)))
    read = {row.label: [cell and cell // 100_000 for cell in row.values] for t in facts.tables for row in t.rows}
    assert list(read.values()) == [[int(figure.replace(" ", "")) for figure in row[1:]] for row in ROWS]
    assert "tal i tabell lästa två gånger" in page.reason
    assert all(line in page.text for line in PROSE[:2])
    assert [f.code for f in facts.findings if f.code == "två-läsningar"] == ["två-läsningar"] * len(page.notes)


def test_coarse_page_is_read_by_the_engine_that_can(tmp_path: Path) -> None:
    clean = picture([*lines(PROSE, y=400), *table(8.5)], tmp_path, dpi=100)
    grain = np.random.default_rng(3).normal(0, 25, clean.pixels.shape)
    pixels = np.clip(cv2.GaussianBlur(clean.pixels.astype(np.float32), (0, 0), 0.9) + grain, 0, 255).astype(np.uint8)
    scan = scan_pdf(tmp_path / "scan.pdf", Picture(pixels, clean.dpi))
    page = read_picture(PageTask(scan, PDF, 1, NO_LAYER, Settings()))
    assert "läst av PP-OCR" in page.reason
    figures = {figure for row in ROWS for figure in row[1:] if len(figure) > 2 and figure[0] != "-"}
    assert sum(figure in page.text for figure in figures) >= 0.75 * len(figures)
    assert "Ansökan" in page.text


def test_prose_is_read_once(tmp_path: Path) -> None:
    scan = scan_pdf(tmp_path / "scan.pdf", picture(lines(PROSE), tmp_path))
    page = read_picture(PageTask(scan, PDF, 1, NO_LAYER, Settings()))
    assert "två gånger" not in page.reason
    assert page.notes == ()


def test_every_word_of_a_page_with_its_box(tmp_path: Path) -> None:
    page = picture([*lines(PROSE[:3], y=60, leading=20), *table(9.0)], tmp_path)
    found = ppocr.read_words(page, 60)
    texts = [word.text for word in found]
    for figure in ("006", "5", "502", "-437", "Kostnad"):
        assert figure in texts
    one = next(word for word in found if word.text == "Styrelse")
    assert (one.box.x0, one.baseline) == pytest.approx((60, 150 + 3 * 1.6 * 9.0), abs=2.0)
    assert one.size == pytest.approx(9.0, rel=0.25)
    assert all(0 <= word.confidence <= 1 for word in found)


def test_blank_page_has_no_words() -> None:
    assert ppocr.read_words(_white(), 20) == ()
    assert ppocr.read_patches(_white(), [], 20) == ()


def test_out_of_time(tmp_path: Path) -> None:
    page = picture(table(9.0), tmp_path)
    with pytest.raises(PageError):
        ppocr.read_patches(page, [Box(60, 140, 120, 160)], -1.0)


def test_missing_models_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ppocr, "_MODELS", {"Det": "no-such.onnx"})
    ppocr._engine.cache_clear()
    with pytest.raises(MissingProgramError, match="no-such"):
        ppocr.read_words(_white(), 20)
    ppocr._engine.cache_clear()


def test_a_note_becomes_a_finding_with_its_place() -> None:
    page = Page(1, "Summa 678", notes=(PageNote(Span(6, 9), "två-läsningar", "578 eller 678"),))
    (finding,) = extract(Document("ab" * 32, PDF, "a.pdf", (page,))).findings
    assert (finding.code, finding.severity, finding.message) == ("två-läsningar", "warning", "578 eller 678")
    assert finding.evidence is not None
    assert finding.evidence.quote == "678"


def test_a_note_lies_inside_its_page() -> None:
    with pytest.raises(ValueError, match="note"):
        Page(1, "Summa", notes=(PageNote(Span(3, 9), "två-läsningar", ""),))


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("Försäkringskaşsan", "Försäkringskassan"),
        ("vicę", "vice"),
        ("Smâköping", "Småköping"),
        ("förbuıdet", "förbuidet"),
        ("José", "José"),
        ("Müller", "Müller"),
        ("Šarić", "Šarić"),
        ("§", "§"),
        ("12½", "12½"),
        ("–", "–"),
    ],
)
def test_letters_of_other_languages_become_the_nearest(read: str, told: str) -> None:
    assert at_home(read) == told
