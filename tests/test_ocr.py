"""Pages read from their pictures: every word, § and figure, upright, with boxes where the words are shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest import tesseract
from ingest.document import Page, TextSource
from ingest.errors import MissingProgramError, PageError
from ingest.images import Picture
from ingest.media import PDF
from ingest.ocr import PageTask, read_picture
from ingest.pdf import read_pages
from ingest.quality import Verdict, judge
from ingest.settings import Settings
from tests.scanned import PROSE, Placed, digital, lines, picture, scan_pdf

NO_LAYER = Verdict(TextSource.OCR, "sidan har inget textlager", 0.0)
TABLE = [
    ("Verksamhet", "Budget", "Utfall"),
    ("Kansli och styrelse", "1 250", "- 1 190"),
    ("Processledning", "0", "11 006"),
    ("Utbildningar", "345", "0"),
    ("Projekt Växthuset", "2 000", "1 117"),
]


def flush_right(x: float, y: float, text: str, size: float) -> Placed:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return x - stringWidth(text, "Helvetica", size), y, text


def table(size: float) -> list[Placed]:
    placed: list[Placed] = []
    for i, (label, *figures) in enumerate(TABLE):
        y = 150.0 + 20 * i
        placed.append((70.0, y, label))
        placed.extend(flush_right(x, y, figure, size) for x, figure in zip((330.0, 450.0), figures, strict=True))
    return placed


def read(path: Path, **settings: int) -> Page:
    return read_picture(PageTask(path, PDF, 1, NO_LAYER, Settings(**settings)))  # type: ignore[arg-type]


def scanned(tmp_path: Path, placed: list[Placed], **how: float) -> Page:
    return read(scan_pdf(tmp_path / "scan.pdf", picture(placed, tmp_path, **how)))  # type: ignore[arg-type]


@pytest.mark.parametrize("turn, skew", [(0, 0.0), (90, 0.7), (180, -1.2), (270, 0.0)])
def test_every_line_is_read_whichever_way_the_page_lies(tmp_path: Path, turn: int, skew: float) -> None:
    page = scanned(tmp_path, lines(PROSE), turn=turn, skew=skew)
    assert [line for line in page.text.split("\n") if line] == list(PROSE)
    assert page.rotation == (360 - turn) % 360
    assert page.text_source is TextSource.OCR
    assert page.quality > 0.85
    assert (page.width, page.height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))


@pytest.mark.parametrize("turn, skew", [(0, 0.0), (90, 1.5)])
def test_boxes_lie_where_the_words_are_shown(tmp_path: Path, turn: int, skew: float) -> None:
    page = scanned(tmp_path, lines(PROSE), turn=turn, skew=skew)
    straight = next(read_pages(digital(tmp_path / "digital.pdf", lines(PROSE))))
    shown = {word.text: word.box for word in straight.words}
    compared = 0
    for word in page.words:
        text = page.text[word.span.start : word.span.end]
        if skew == 0.0 and text in shown and [w.text for w in straight.words].count(text) == 1:
            assert word.box.x0 == pytest.approx(shown[text].x0, abs=3)
            assert word.box.y0 == pytest.approx(shown[text].y0, abs=4)
            compared += 1
        elif skew:
            assert 0 <= word.box.x0 <= word.box.x1 <= (page.width or 0)
            compared += 1
    assert compared > 40
    if skew:  # turned clockwise, the first line's right end lies lower than its left end
        first = page.words_in(page.lines[0].span)
        assert first[-1].box.y0 - first[0].box.y0 > 4


@pytest.mark.parametrize("dpi", [150, 200])
def test_figures_keep_their_spaces_signs_and_noughts(tmp_path: Path, dpi: int) -> None:
    path = digital(tmp_path / "t.pdf", table(9), size=9)
    page = read(path, ocr_dpi=dpi)
    rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in page.text.split("\n") if line]
    assert rows == [list(row) for row in TABLE]


def test_lone_page_numbers_are_read(tmp_path: Path) -> None:
    page = scanned(tmp_path, [*lines(PROSE), (297.0, 800.0, "5")])
    assert page.text.split()[-1] == "5"


def test_type_size_and_weight_survive(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "b.pdf"), pagesize=(595, 842))
    for i, text in enumerate(PROSE):
        heading = text.startswith("§")
        canvas.setFont("Helvetica-Bold" if heading else "Helvetica", 15 if heading else 10)
        canvas.drawString(70, 700 - 24 * i, text)
    canvas.save()
    page = read(tmp_path / "b.pdf", ocr_dpi=200)
    for line in page.lines:
        text = page.text[line.span.start : line.span.end]
        if text:
            assert line.bold is text.startswith("§"), text
            assert line.size == pytest.approx(15 if text.startswith("§") else 10, rel=0.12), text


def test_a_blank_page_is_told(tmp_path: Path) -> None:
    page = scanned(tmp_path, [])
    assert (page.text, page.quality, page.reason) == ("", 1.0, "sidan är tom")


def test_a_wrong_layer_is_replaced_by_what_the_picture_says(tmp_path: Path) -> None:
    wrong = [text.translate(str.maketrans("åäöÅÄÖ§", "aaoAAO8")) for text in PROSE]
    path = digital(tmp_path / "w.pdf", lines(wrong), invisible_over=[picture(lines(PROSE), tmp_path)])
    (layer,) = read_pages(path)
    (verdict,) = judge([layer])
    page = read_picture(PageTask(path, PDF, 1, verdict, Settings(), layer))
    assert [line for line in page.text.split("\n") if line] == list(PROSE)
    assert page.reason.startswith("textlagret är fel") and page.reason.endswith("läst ur bilden")


def test_letters_lost_in_print_too_are_told(tmp_path: Path) -> None:
    lost = [text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")) for text in PROSE]
    path = digital(tmp_path / "l.pdf", lines(lost))
    (layer,) = read_pages(path)
    (verdict,) = judge([layer])
    assert verdict.source is TextSource.OCR
    page = read_picture(PageTask(path, PDF, 1, verdict, Settings(), layer))
    assert page.text_source is TextSource.TEXT_LAYER
    assert "i handlingen själv" in page.reason


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", picture(lines(PROSE), tmp_path))
    with pytest.raises(PageError):
        read(path, page_seconds=0)


def test_a_missing_model_says_how_to_get_it() -> None:
    with pytest.raises(MissingProgramError) as caught:
        tesseract.read_words(Picture(np.full((100, 100), 255, np.uint8), 100.0), "klingon", 5)
    assert "apt install tesseract-ocr-klingon" in caught.value.advice
