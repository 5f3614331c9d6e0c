"""The searchable rendition: words where they stand, pictures to the byte, nothing left of an old layer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from pypdfium2 import raw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive import rendition
from archive.rendition import make, write
from ingest import media
from ingest.document import Box, Document, Page, Span, TextSource, Word
from ingest.errors import BrokenFileError
from ingest.frame import Frame
from tests.archives import cli, new_archive, run_add
from tests.scanned import A4, PROSE, digital, lines, picture, scan_pdf

NEAR = 2.0  # points
WORDS = ["§", "31", "Åmåla", "bygdegård", "är", "öppen", "45", "%", "–", "”så”", "m²", "fi", "𝛼x"]


def page(words: Sequence[str], width: float = A4[0], height: float = A4[1], number: int = 1, rotation: int = 0) -> Page:
    """A page read from a picture: five words a line, every word a little larger than the one before."""
    placed, at = [], 0
    for i, word in enumerate(words):
        x, y, size = 40 + 90 * (i % 5), 80 + 40 * (i // 5), 8 + 0.5 * i
        placed.append(Word(Span(at, at + len(word)), Box(x, y, x + 5 * len(word) + 3, y + size), 0.9))
        at += len(word) + 1
    text = " ".join(words)
    return Page(number, text, width, height, tuple(placed), text_source=TextSource.OCR, rotation=rotation)


def document(*pages: Page, media_type: str = media.PDF) -> Document:
    return Document("ab" * 32, media_type, "protokoll.pdf", pages)


def expected(one: Page) -> list[tuple[str, Box]]:
    return [(one.text[word.span.start : word.span.end], word.box) for word in one.words]


def by_pdfplumber(path: Path, number: int = 1) -> list[tuple[str, Box]]:
    with pdfplumber.open(path) as pdf:
        words = pdf.pages[number - 1].extract_words(use_text_flow=True, y_tolerance=NEAR)
        return [(word["text"], Box(word["x0"], word["top"], word["x1"], word["bottom"])) for word in words]


def by_pdfium(path: Path, number: int = 1) -> list[tuple[str, Box]]:
    sheet = pdfium.PdfDocument(path)[number - 1]
    frame = Frame(*sheet.get_bbox(), sheet.get_rotation())
    text = sheet.get_textpage()
    letters = [(chr(raw.FPDFText_GetUnicode(text, at)), text.get_charbox(at)) for at in range(text.count_chars())]
    words = []
    for is_space, group in groupby(letters, key=lambda letter: letter[0].isspace()):
        if not is_space:
            signs, boxes = zip(*group, strict=True)
            text_of = "".join(signs).encode("utf-16", "surrogatepass").decode("utf-16")
            words.append((text_of, reduce(Box.union, (frame.box(*box) for box in boxes))))
    return words


def same(found: list[tuple[str, Box]], wanted: list[tuple[str, Box]]) -> bool:
    def near(a: Box, b: Box) -> bool:
        return all(abs(p - q) <= NEAR for p, q in ((a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)))

    found, wanted = (sorted(words, key=lambda word: (word[0], word[1].y0, word[1].x0)) for words in (found, wanted))
    return [w for w, _ in found] == [w for w, _ in wanted] and all(
        near(a, b) for (_, a), (_, b) in zip(found, wanted, strict=True)
    )


def picture_streams(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return sorted(
            item.read_raw_bytes()
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Image
        )


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scan")
    return scan_pdf(folder / "a.pdf", picture(lines(PROSE[:2]), folder, dpi=72))


@pytest.mark.parametrize("words_by", [by_pdfplumber, by_pdfium])
def test_words_and_boxes_are_the_pages(scan: Path, tmp_path: Path, words_by) -> None:  # type: ignore[no-untyped-def]
    one = page(WORDS)
    write(scan, document(one), tmp_path / "ut.pdf")
    assert same(words_by(tmp_path / "ut.pdf"), expected(one))
    assert picture_streams(tmp_path / "ut.pdf") == picture_streams(scan)


@pytest.mark.parametrize("own", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_pages_come_upright(scan: Path, tmp_path: Path, own: int, rotation: int) -> None:
    with pikepdf.open(scan) as pdf:
        pdf.pages[0].obj.Rotate = own
        pdf.pages[0].obj.CropBox = pikepdf.Array([10, 20, 590, 830])
        pdf.save(tmp_path / "in.pdf")
    frame = Frame(10, 20, 590, 830, (own + rotation) % 360)
    one = page(WORDS, frame.width, frame.height, rotation=rotation)
    write(tmp_path / "in.pdf", document(one), tmp_path / "ut.pdf")
    assert same(by_pdfium(tmp_path / "ut.pdf"), expected(one))
    made = pdfium.PdfDocument(tmp_path / "ut.pdf")[0]
    assert made.get_size() == pytest.approx((frame.width, frame.height))


def test_what_is_seen_is_the_same_picture(scan: Path, tmp_path: Path) -> None:
    write(scan, document(page(WORDS)), tmp_path / "ut.pdf")
    before, after = (pdfium.PdfDocument(path)[0].render().to_numpy() for path in (scan, tmp_path / "ut.pdf"))
    assert (before == after).all()


def test_a_phrase_is_found(scan: Path, tmp_path: Path) -> None:
    write(scan, document(page(WORDS)), tmp_path / "ut.pdf")
    found = pdfium.PdfDocument(tmp_path / "ut.pdf")[0].get_textpage().search("Åmåla bygdegård är", match_case=True)
    assert found.get_next()


def test_an_invisible_layer_is_replaced(tmp_path: Path) -> None:
    sheet = picture(lines(PROSE[:2]), tmp_path, dpi=72)
    old = digital(tmp_path / "gammal.pdf", lines(["Ordforanden lamnade motet"]), invisible_over=[sheet])
    write(old, document(page(WORDS)), tmp_path / "ut.pdf")
    assert same(by_pdfium(tmp_path / "ut.pdf"), expected(page(WORDS)))
    assert picture_streams(tmp_path / "ut.pdf") == picture_streams(old)


def covered(path: Path, folder: Path, *, in_form: bool) -> Path:
    """Text drawn first, as if to be seen, and a page picture drawn over it."""
    image = io.BytesIO()
    Image.fromarray(picture(lines(PROSE[:2]), folder, dpi=72).pixels).save(image, "PNG")
    canvas = Canvas(str(path), pagesize=A4)
    if in_form:
        canvas.beginForm("lager")
    canvas.drawString(70, 700, "Ordforanden lamnade motet")
    if in_form:
        canvas.endForm()
        canvas.doForm("lager")
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("in_form", [False, True])
def test_a_layer_hidden_under_the_picture_is_replaced(tmp_path: Path, in_form: bool) -> None:
    old = covered(tmp_path / "gammal.pdf", tmp_path, in_form=in_form)
    write(old, document(page(WORDS)), tmp_path / "ut.pdf")
    assert same(by_pdfium(tmp_path / "ut.pdf"), expected(page(WORDS)))


def test_a_stamp_that_is_drawn_stays_and_is_not_written_twice(scan: Path, tmp_path: Path) -> None:
    stamp = Canvas(str(tmp_path / "stämpel.pdf"), pagesize=A4)
    stamp.setFont("Helvetica", 12)
    stamp.drawString(300, 42, "Signerat")
    stamp.save()
    with pikepdf.open(scan) as pdf, pikepdf.open(tmp_path / "stämpel.pdf") as drawn:
        pdf.pages[0].add_overlay(drawn.pages[0])
        pdf.save(tmp_path / "in.pdf")
    one = page(WORDS)
    at = len(one.text) + 1
    seen = Word(Span(at, at + 8), Box(300, A4[1] - 51, 349, A4[1] - 42))
    one = replace(one, text=f"{one.text} Signerat", words=(*one.words, seen))
    write(tmp_path / "in.pdf", document(one), tmp_path / "ut.pdf")
    assert [word for word, _ in by_pdfium(tmp_path / "ut.pdf")].count("Signerat") == 1
    assert "Åmåla" in [word for word, _ in by_pdfium(tmp_path / "ut.pdf")]


def test_pages_with_a_good_layer_keep_every_byte(tmp_path: Path) -> None:
    original = digital(tmp_path / "a.pdf", lines(PROSE))
    one = replace(page(WORDS), text_source=TextSource.TEXT_LAYER)
    write(original, document(one), tmp_path / "ut.pdf")
    with pikepdf.open(original) as before, pikepdf.open(tmp_path / "ut.pdf") as after:
        assert before.pages[0].Contents.read_bytes() == after.pages[0].Contents.read_bytes()


@pytest.mark.parametrize("exif", [1, 3, 6, 8, 5])
def test_a_photograph_is_shown_as_its_camera_says(tmp_path: Path, exif: int) -> None:
    note = Image.Exif()
    note[0x0112] = exif
    pixels = Image.fromarray(picture(lines(PROSE[:2]), tmp_path, dpi=72).pixels)
    pixels.save(tmp_path / "a.jpg", exif=note)
    width, height = A4 if exif in (1, 3) else A4[::-1]
    one = page(WORDS, width, height)
    write(tmp_path / "a.jpg", document(one, media_type="image/jpeg"), tmp_path / "ut.pdf")
    assert same(by_pdfium(tmp_path / "ut.pdf"), expected(one))
    assert (picture_streams(tmp_path / "ut.pdf") == [(tmp_path / "a.jpg").read_bytes()]) is (exif != 5)


def test_a_fax_of_two_pages_keeps_its_pixels(tmp_path: Path) -> None:
    first, second = (Image.new("1", (160, 220), colour) for colour in (1, 0))
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second], compression="group4")
    pages = [page(WORDS[:3], number=n) for n in (1, 2)]
    write(tmp_path / "a.tif", document(*pages, media_type="image/tiff"), tmp_path / "ut.pdf")
    assert all(same(by_pdfium(tmp_path / "ut.pdf", n), expected(pages[n - 1])) for n in (1, 2))
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        kept = [pikepdf.PdfImage(next(iter(p.get_images().values()))).as_pil_image() for p in pdf.pages]
    assert [image.tobytes() for image in kept] == [first.tobytes(), second.tobytes()]


def test_an_original_that_is_not_what_was_read_is_told(scan: Path, tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="de sidor"):
        write(scan, document(page(WORDS), page(WORDS, number=2)), tmp_path / "ut.pdf")
    with pytest.raises(BrokenFileError, match="öppna"):
        write(tmp_path / "borta.pdf", document(page(WORDS)), tmp_path / "ut.pdf")


def test_the_font_is_whole_and_knows_its_letters(scan: Path, tmp_path: Path) -> None:
    write(scan, document(page(WORDS)), tmp_path / "ut.pdf")
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        (font,) = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item)
        assert b"<00A7>" in font.ToUnicode.read_bytes() and b"<D835DEFC>" in font.ToUnicode.read_bytes()
        assert font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()[:4] == b"\0\1\0\0"


def test_export_writes_every_scanned_document(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    scan_pdf(folder / "protokoll.pdf", picture(lines(PROSE[2:5]), tmp_path, turn=180))
    digital(folder / "budget.pdf", lines(PROSE))
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, folder)
    run = cli("export", archive.root, "--pdf", tmp_path / "ut")
    assert run.returncode == 0, run.stderr
    assert [path.name for path in (tmp_path / "ut").iterdir()] == ["protokoll.pdf"]
    assert {"§", "31", "gick", "45"} <= {word for word, _ in by_pdfplumber(tmp_path / "ut" / "protokoll.pdf")}
    assert cli("export", archive.root, "--pdf", tmp_path / "ut").returncode == 6


def test_a_rendition_is_made_once_for_a_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    scan_pdf(tmp_path / "in" / "a.pdf", picture(lines(PROSE[2:4]), tmp_path))
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, tmp_path / "in")
    with archive.connect_to_read() as db:
        first = make(archive, db, 1)
        data, made = first.read_bytes(), first.stat().st_mtime_ns
        assert make(archive, db, 1).stat().st_mtime_ns == made
        monkeypatch.setattr(rendition, "_FORM", 99)
        second = make(archive, db, 1)
    assert [path.name for path in first.parent.iterdir()] == [second.name], "the older one is gone"
    assert second.read_bytes() == data, "the same from the same"
