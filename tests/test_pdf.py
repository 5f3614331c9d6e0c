"""Digital pages: words stand where they are shown, whatever way the page was made."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import BrokenFileError, EmptyFileError, EncryptedError, PageError
from ingest.frame import Frame
from ingest.pdf import page_count, read_pages
from ingest.pdf_text import tidy
from ingest.raw import RawPage, RawWord

WIDTH, HEIGHT = 400, 600


def canvas(path: Path) -> Canvas:
    return Canvas(str(path), pagesize=(WIDTH, HEIGHT), pageCompression=0)


def draw(path: Path, *lines: tuple[float, float, str], size: float = 10, font: str = "Helvetica") -> Path:
    """A page with lines of text at (x, y) from the lower left."""
    page = canvas(path)
    page.setFont(font, size)
    for x, y, text in lines:
        page.drawString(x, y, text)
    page.save()
    return path


def only_page(path: Path) -> RawPage:
    (page,) = read_pages(path)
    return page


def word(page: RawPage, text: str) -> RawWord:
    (found,) = [w for w in page.words if w.text == text]
    return found


def test_words_have_their_text_place_and_size(tmp_path: Path) -> None:
    page = only_page(draw(tmp_path / "a.pdf", (50, 500, "Nämnden antog planen"), (50, 480, "§ 12")))
    assert page.letters == "Nämnden antog planen § 12"
    assert (page.width, page.height, page.rotation, page.picture_share) == (WIDTH, HEIGHT, 0, 0.0)
    first, second = page.words[:2]
    assert first.box.x0 == pytest.approx(50, abs=1)
    assert first.box.y0 < HEIGHT - 500 < first.box.y1
    assert first.box.x1 < second.box.x0
    assert first.size == pytest.approx(10)
    assert not first.bold and not first.invisible


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path, turn: int) -> None:
    """The picture of the text turns with the page, and so does `rotation`: what is read is upright."""
    draw(tmp_path / "a.pdf", (50, 500, "Nämnden antog planen"))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(tmp_path / "b.pdf")
    page = only_page(tmp_path / "b.pdf")
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    assert page.rotation == -turn % 360
    assert page.letters == "Nämnden antog planen"
    box = word(page, "Nämnden").box
    assert box.x0 == pytest.approx(50, abs=1) and box.y1 == pytest.approx(102, abs=2)
    assert box.width > box.height


def test_a_page_made_upright_by_its_rotate_entry_is_not_turned(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.rotate(90)
    page.setFont("Helvetica", 12)
    page.drawString(60, -80, "Budget i tusental kronor")
    page.save()
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(tmp_path / "b.pdf")
    read = only_page(tmp_path / "b.pdf")
    assert (read.width, read.height, read.rotation) == (HEIGHT, WIDTH, 0)
    box = word(read, "Budget").box
    assert box.x0 == pytest.approx(60, abs=2) and box.y0 < 80 < box.y1
    assert word(read, "Budget").size == pytest.approx(12)


def test_boxes_count_from_the_visible_part(tmp_path: Path) -> None:
    draw(tmp_path / "a.pdf", (150, 500, "inne"), (5, 500, "ute"))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([100, 100, 400, 550])
        pdf.save(tmp_path / "b.pdf")
    page = only_page(tmp_path / "b.pdf")
    assert (page.width, page.height) == (300, 450)
    assert page.letters == "inne"
    box = word(page, "inne").box
    assert box.x0 == pytest.approx(50, abs=1) and box.y0 < 50 < box.y1


def test_bold_and_invisible_words_are_told(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.setFont("Helvetica-Bold", 12)
    page.drawString(50, 500, "Rubrik")
    page.setFont("Helvetica", 10)
    text = page.beginText(50, 450)
    text.setTextRenderMode(3)
    text.textLine("osynlig")
    page.drawText(text)
    page.save()
    read = only_page(tmp_path / "a.pdf")
    assert word(read, "Rubrik").bold and not word(read, "Rubrik").invisible
    assert word(read, "osynlig").invisible and not word(read, "osynlig").bold


def test_a_note_sign_is_cut_from_the_figure_it_hangs_on(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.setFont("Helvetica", 12)
    page.drawString(50, 500, "1200")
    page.setFont("Helvetica", 6)
    page.drawString(50 + page.stringWidth("1200", "Helvetica", 12), 505, "3")
    page.save()
    assert only_page(tmp_path / "a.pdf").letters == "1200 3"


def test_ruling_lines_and_pictures(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.line(50, 500, 350, 500)
    page.rect(50, 300, 100, 1, stroke=0, fill=1)
    page.rect(50, 100, 200, 80)
    page.circle(300, 250, 20)
    page.drawImage(ImageReader(_grey()), 0, 0, WIDTH, HEIGHT / 4)
    page.save()
    read = only_page(tmp_path / "a.pdf")
    flat = sorted((round(r.x0), round(r.y0), round(r.x1), round(r.y1)) for r in read.rules)
    assert (49, 100, 351, 100) in flat  # pdfium counts the stroke in
    assert any(r[0] == 50 and r[2] == 150 and abs(r[1] - 300) <= 1 and r[1] == r[3] for r in flat)
    assert {(50, 420, 250, 420), (50, 500, 250, 500), (50, 420, 50, 500), (250, 420, 250, 500)} <= set(flat)
    assert len(flat) == 6
    assert read.picture_share == pytest.approx(0.25, abs=0.01)


def _grey() -> object:
    from PIL import Image

    return Image.new("L", (8, 8), 128)


def test_what_was_filled_in_is_read(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    page.drawString(50, 500, "Sökande:")
    page.acroForm.textfield(name="s", value="Ekbacken", x=120, y=490, width=120, height=20, borderWidth=0)
    page.save()
    assert "Ekbacken" in only_page(tmp_path / "a.pdf").letters


def test_pages_are_given_as_asked_for(tmp_path: Path) -> None:
    page = canvas(tmp_path / "a.pdf")
    for text in ("ett", "två", "tre"):
        page.drawString(50, 500, text)
        page.showPage()
    page.save()
    path = tmp_path / "a.pdf"
    assert page_count(path) == 3
    assert [p.letters for p in read_pages(path)] == ["ett", "två", "tre"]
    assert [(p.number, p.letters) for p in read_pages(path, [3, 1])] == [(3, "tre"), (1, "ett")]
    with pytest.raises(PageError):
        list(read_pages(path, [4]))


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    draw(tmp_path / "a.pdf", (50, 500, "hemligt"))
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="x", user="y"))
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "none.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 300)
    (tmp_path / "empty.pdf").write_bytes(b"")
    for name, error in (
        ("locked.pdf", EncryptedError),
        ("none.pdf", BrokenFileError),
        ("broken.pdf", BrokenFileError),
        ("empty.pdf", EmptyFileError),
        ("missing.pdf", BrokenFileError),
    ):
        with pytest.raises(error) as raised:
            page_count(tmp_path / name)
        assert raised.value.message.endswith(".") and raised.value.advice


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Ordförande", "Ordförande"),
        ("ﬁnansiell", "finansiell"),
        ("sam\u00adordning", "samordning"),
        ("sam\u00ad", "sam-"),
        ("sam\ufffe", "sam-"),
        ("a\u030arlig", "årlig"),
        ("\uf0b7", "•"),
        ("\u200b", ""),
        ("½", "½"),
        ("f\ufffdrening", "f\ufffdrening"),
    ],
)
def test_signs_are_made_one_way(printed: str, read: str) -> None:
    assert tidy(printed) == read


@given(st.text(max_size=30))
def test_tidying_once_is_enough(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.floats(0, 400),
    st.floats(0, 600),
    st.floats(-50, 50),
)
def test_a_point_of_the_page_stays_on_it_however_it_is_turned(turn: int, x: float, y: float, shift: float) -> None:
    frame = Frame(shift, shift, 400 + shift, 600 + shift, turn)
    left, top = frame.point(x + shift, y + shift)
    assert -0.01 <= left <= frame.width + 0.01 and -0.01 <= top <= frame.height + 0.01
    corner = {0: (0, 600), 90: (0, 0), 180: (400, 0), 270: (400, 600)}[turn]
    assert frame.point(corner[0] + shift, corner[1] + shift) == pytest.approx((0, 0), abs=1e-6)


SHARED = Path(__file__).parents[1].parent / "shared" / "documents"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not here")
@pytest.mark.parametrize(("name", "pages"), [("000.pdf", 24), ("001.pdf", 18), ("003.pdf", 7)])
def test_boxes_of_real_pages_lie_on_them(name: str, pages: int) -> None:
    assert page_count(SHARED / name) == pages
    for page in read_pages(SHARED / name):
        assert page.words
        for w in page.words:
            assert 0 <= w.box.x0 < w.box.x1 <= page.width and 0 <= w.box.y0 < w.box.y1 <= page.height
            assert 4 < w.size < 60 and w.text and " " not in w.text
