"""Text layers as PDFs have them: which are believed, which pages are read from their pictures, and what is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Page, TextSource
from ingest.letter_pairs import share_of_odd_words
from ingest.media import PDF
from ingest.ocr import PageTask, read_picture
from ingest.pdf import read_pages
from ingest.settings import Settings
from ingest.survey import survey
from tests.scanned import A4, PROSE, digital, lines, picture, scan_pdf

FONT = next(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"), None)
LOST = str.maketrans("åäöÅÄÖ", "aaoAAO")
FOREIGN = {
    "English": """The chair opened the meeting and welcomed the members. The report that was sent out with the
        notice is approved, and the office is asked to present a new plan at the next meeting, to be held soon.""",
    "Finnish": """Puheenjohtaja avasi kokouksen ja toivotti osallistujat tervetulleiksi. Hallitus totesi, että
        raportti on valmis ja että se voidaan julkaista. Seuraava kokous on torstaina, kun talousarvio on tehty.""",
    "Norwegian": """Styret gikk gjennom rapporten og vedtok at den skal sendes ut. Det er ikke tatt stilling til
        budsjettet fra i fjor, og arbeidet med det fortsetter. Lederen og to av medlemmene er bedt om det.""",
}


def pages_of(path: Path) -> list[Page | PageTask]:
    return list(survey(path, PDF, Settings()))


def only(path: Path) -> Page | PageTask:
    (page,) = pages_of(path)
    return page


def read(page: Page | PageTask) -> Page:
    return read_picture(page) if isinstance(page, PageTask) else page


def text_lines(page: Page) -> list[str]:
    return [line for line in page.text.split("\n") if line]


def embedded(path: Path, texts: tuple[str, ...], code: Callable[[int], int] | None) -> Path:
    """Lines in an embedded font whose table of letters says `code(letter)` for each letter; none where it is None."""
    if FONT is None:
        pytest.skip("typsnittet DejaVu Sans saknas")
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("DejaVu", 11)
    for at, text in enumerate(texts):
        canvas.drawString(70, A4[1] - 120 - 22 * at, text)
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                if code is None:
                    del thing["/ToUnicode"]
                    continue
                table = recoded(thing.ToUnicode.read_bytes().decode(), code)
                thing.ToUnicode = pdf.make_stream(table.encode())
        pdf.save(path)
    return path


def recoded(table: str, code: Callable[[int], int]) -> str:
    return re.sub(r"<([0-9A-F]{4})>", lambda match: f"<{code(int(match[1], 16)):04X}>", table)


def shifted(code: int) -> int:
    return code + 1 if code > 32 else code


def test_a_good_layer_is_read_as_it_is(tmp_path: Path) -> None:
    page = only(embedded(tmp_path / "a.pdf", PROSE, lambda code: code))
    assert isinstance(page, Page)
    assert (page.reason, page.quality) == ("textlagret är gott", 1.0)
    assert text_lines(page) == list(PROSE)


@pytest.mark.parametrize(
    "code, reason",
    [
        (shifted, "textlagrets teckenkoder är fel: bokstäverna är andra än de som syns"),
        (lambda code: 0xE000 + code if code > 32 else code, "textlagret har tecken som inte betyder något"),
        (lambda code: 0xFFFD if code in map(ord, "åäö") else code, "textlagret har tecken som inte betyder något"),
        (None, "textlagret har tecken som inte betyder något"),
    ],
    ids=["other letters", "private signs", "replacement signs", "no table"],
)
def test_a_wrong_table_of_letters_is_seen_through(
    tmp_path: Path, code: Callable[[int], int] | None, reason: str
) -> None:
    task = only(embedded(tmp_path / "a.pdf", PROSE, code))
    assert isinstance(task, PageTask)
    assert task.verdict.reason == reason


def test_a_page_whose_letters_are_others_is_read_from_its_picture(tmp_path: Path) -> None:
    page = read(only(embedded(tmp_path / "a.pdf", PROSE, shifted)))
    assert page.text_source is TextSource.OCR
    assert page.reason.startswith("textlagrets teckenkoder är fel: bokstäverna är andra än de som syns: läst ur bilden")
    assert text_lines(page) == list(PROSE)


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_not_condemned(tmp_path: Path, language: str) -> None:
    words = FOREIGN[language].split()
    placed = lines([" ".join(words[at : at + 9]) for at in range(0, len(words), 9)])
    page = only(digital(tmp_path / "a.pdf", placed))
    assert isinstance(page, Page) and page.quality == 1.0
    assert page.text.split() == words


def test_text_with_its_letters_exchanged_is_odd_in_every_language() -> None:
    for text in (*FOREIGN.values(), " ".join(PROSE)):
        natural = share_of_odd_words(text)
        exchanged = share_of_odd_words("".join(chr(shifted(ord(sign))) for sign in text))
        assert natural is not None and exchanged is not None
        assert natural < 0.1 and exchanged > 0.3
    assert share_of_odd_words("Bilaga 2") is None


def test_a_layer_made_without_swedish_is_read_anew(tmp_path: Path) -> None:
    shown = picture(lines(PROSE), tmp_path)
    layer = [(x, y, text.translate(LOST)) for x, y, text in lines(PROSE)]
    page = read(only(digital(tmp_path / "a.pdf", layer, invisible_over=[shown])))
    assert text_lines(page) == list(PROSE)
    assert "gjort utan svenska" in page.reason


def over_picture(path: Path, tmp_path: Path, *placed: tuple[float, float, str]) -> Path:
    """Visible text printed over the picture of a page of prose."""
    scan = scan_pdf(tmp_path / "scan.pdf", picture(lines(PROSE), tmp_path))
    stamp = digital(tmp_path / "stamp.pdf", list(placed), size=8)
    with pikepdf.open(scan) as pdf, pikepdf.open(stamp) as over:
        pikepdf.Page(pdf.pages[0]).add_overlay(pikepdf.Page(over.pages[0]))
        pdf.save(path)
    return path


LONG_STAMP = "Detta dokument har signerats elektroniskt av personerna nedan. Transaktion 09222115557512345678 "


@pytest.mark.parametrize(
    "placed",
    [
        [(60, 820, "Signerat med e-legitimation 2031-02-03 av Lo Ek")],
        [(60, 800 + 9 * at, LONG_STAMP) for at in range(4)],
        [(60, 30, "Ängsbygdens samverkan"), (60, 820, "Sida 1 (3)")],
    ],
    ids=["stamp", "long stamp", "head and foot"],
)
def test_text_beside_a_page_picture_is_a_part_only(tmp_path: Path, placed: list[tuple[float, float, str]]) -> None:
    task = only(over_picture(tmp_path / "a.pdf", tmp_path, *placed))
    assert isinstance(task, PageTask)
    assert task.verdict.reason == "textlagret täcker bara en del av sidan, resten är en bild"


def test_stamp_and_picture_are_read_together(tmp_path: Path) -> None:
    page = read(only(over_picture(tmp_path / "a.pdf", tmp_path, (60, 820, "Signerat med e-legitimation av Lo Ek"))))
    assert [line for line in text_lines(page) if line in PROSE] == list(PROSE)
    assert "Signerat med e-legitimation" in page.text


def double(path: Path, draw: Callable[[Canvas], None]) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    draw(canvas)
    canvas.save()
    return path


def write(canvas: Canvas, x: float, y: float, text: str, *, invisible: bool = False) -> None:
    canvas.saveState()
    words = canvas.beginText(x, A4[1] - y)
    words.setFont("Helvetica", 11)
    words.setTextRenderMode(3 if invisible else 0)
    words.textOut(text)
    canvas.drawText(words)
    canvas.restoreState()


def test_an_invisible_copy_of_the_text_is_dropped(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x, y, text in lines(PROSE):
            write(canvas, x, y, text.translate(LOST), invisible=True)
        for x, y, text in lines(PROSE):
            write(canvas, x, y, text)

    page = only(double(tmp_path / "a.pdf", draw))
    assert isinstance(page, Page)
    assert text_lines(page) == list(PROSE)


def test_text_printed_twice_is_bold_text_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 70, 100, "Beslut i ärendet")
        x = 70.0
        for word in ("Beslut", "i", "ärendet"):
            write(canvas, x + 0.4, 100, word)
            x += canvas.stringWidth(word + " ", "Helvetica", 11)
        write(canvas, 70, 130, "Ja ja ja")

    (page,) = read_pages(double(tmp_path / "a.pdf", draw))
    assert [(word.text, word.bold) for word in page.words] == [
        ("Beslut", True), ("i", True), ("ärendet", True), ("Ja", False), ("ja", False), ("ja", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "printed, text",
    [
        ("P R O T O K O L L", "PROTOKOLL"),
        ("P R O T O K O L L   F Ö R   Å R E T", "PROTOKOLL FÖR ÅRET"),
        ("s p ä r r a t", "spärrat"),
        ("Alternativ A B C D", "Alternativ A B C D"),
        ("x x x x x", "x x x x x"),
        ("1 2 3 4", "1 2 3 4"),
        ("§ 5 a", "§ 5 a"),
    ],
)
def test_letters_set_apart_are_a_word(tmp_path: Path, printed: str, text: str) -> None:
    page = only(double(tmp_path / "a.pdf", lambda canvas: write(canvas, 70, 100, printed)))
    assert isinstance(page, Page)
    assert page.text.split() == text.split()


def test_ligatures_and_soft_hyphens_are_resolved(tmp_path: Path) -> None:
    page = only(embedded(tmp_path / "a.pdf", ("en eﬀektiv ﬁnansiering, ﬂera", "ord\u00adlista"), lambda code: code))
    assert isinstance(page, Page)
    assert text_lines(page) == ["en effektiv finansiering, flera", "ordlista"]
