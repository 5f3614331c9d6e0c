"""Pages as archives have them are read whole, their boxes where the words are shown; good scans are left alone."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest.borders import without_black_borders
from ingest.cleaning import cleaned
from ingest.document import Box, Page, TextSource
from ingest.fax import smoothed
from ingest.images import Picture, page_as_picture, page_picture
from ingest.media import PDF
from ingest.ocr import PageTask, read_picture
from ingest.quality import Verdict
from ingest.settings import Settings
from ingest.sheet import Warp, flattened, is_unevenly_lit
from ingest.spreads import parted
from tests.sample import damage
from tests.sample.worn import EACH
from tests.scanned import PROSE, digital, lines, picture

NO_LAYER = Verdict(TextSource.OCR, "sidan har inget textlager", 0.0)
MAKERS = [maker for _, maker in EACH]


def page_image(tmp_path: Path, texts: tuple[str, ...] = PROSE * 3) -> Image.Image:
    path = digital(tmp_path / "set.pdf", lines(texts))
    return pdfium.PdfDocument(path)[0].render(scale=damage.DPI / 72, grayscale=True).to_pil().convert("L")


def read(path: Path, media_type: str = PDF, **how: int) -> Page:
    return read_picture(PageTask(path, media_type, 1, NO_LAYER, Settings(**how)))  # type: ignore[arg-type]


def written(tmp_path: Path, page: damage.Damaged) -> Path:
    path = tmp_path / "sida.pdf"
    path.write_bytes(damage.as_pdf([page], "Sida"))
    return path


def recall(page: Page, texts: tuple[str, ...]) -> float:
    wanted = " ".join(texts).split()
    found = page.text.split()
    return sum(min(wanted.count(word), found.count(word)) for word in set(wanted)) / len(wanted)


@pytest.mark.parametrize("maker", MAKERS)
def test_a_damaged_page_is_read_whole(tmp_path: Path, maker: damage.Maker) -> None:
    page = read(written(tmp_path, maker(page_image(tmp_path), Random(3))))
    assert recall(page, PROSE * 3) >= 0.97, page.text


def test_a_fax_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    path.write_bytes(damage.as_tiff([damage.faxed(page_image(tmp_path), Random(3))]))
    page = read(path, "image/tiff")
    assert recall(page, PROSE * 3) >= 0.95, page.text
    assert "svartvit" in page.reason


def test_boxes_on_a_photograph_lie_on_ink_as_it_is_shown(tmp_path: Path) -> None:
    path = written(tmp_path, damage.photographed(page_image(tmp_path), Random(5)))
    page = read(path)
    shown = np.asarray(Image.open(io.BytesIO(page_picture(path, PDF, 1, 72, page.rotation))).convert("L"), np.float32)
    assert (shown.shape[1], shown.shape[0]) == (pytest.approx(page.width, abs=2), pytest.approx(page.height, abs=2))
    on = [word.box for word in page.words if len(page.text[word.span.start : word.span.end]) > 4]
    inked = 0
    for box in on:
        patch = shown[int(box.y0) : int(box.y1) + 1, int(box.x0) : int(box.x1) + 1]
        inked += bool(patch.min() < 0.75 * np.percentile(patch, 90))
    assert inked > 0.95 * len(on)
    assert "fotograferat ark" in page.reason


@pytest.mark.parametrize("turn", [90, 180])
def test_a_photograph_on_its_side_is_led_back_to_the_page_shown(tmp_path: Path, turn: int) -> None:
    whole = damage.photographed(page_image(tmp_path), Random(5))
    upright = read(written(tmp_path, whole))
    page = read(written(tmp_path, damage.Damaged(whole.image.rotate(-turn, expand=True), whole.dpi)))
    assert page.rotation == 360 - turn
    scale = (page.width or 1) / (upright.width or 1)
    first, other = page.words[0].box, upright.words[0].box
    assert (first.x0, first.y0) == (pytest.approx(other.x0 * scale, abs=5), pytest.approx(other.y0 * scale, abs=5))


def test_two_pages_on_a_sheet_are_read_left_then_right(tmp_path: Path) -> None:
    left, right = PROSE * 3, tuple(reversed(PROSE * 3))
    sheet = damage.spread(page_image(tmp_path, left), page_image(tmp_path, right), Random(2))
    page = read(written(tmp_path, sheet))
    assert [line for line in page.text.split("\n") if line] == [*left, *right]
    middle = (page.width or 0) / 2
    half = len(page.words) // 2
    assert all(word.box.x1 < middle for word in page.words[: half - 5])
    assert all(word.box.x0 > middle for word in page.words[half + 5 :])
    assert "två sidor på ett ark" in page.reason


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    texts = [" ".join(PROSE)] * 9
    page_of = damage.page_images(damage.two_columns("Nytt", texts))[0]
    page = read(written(tmp_path, damage.scanned(page_of, Random(1))))
    assert " ".join(page.text.split()).count(" ".join(PROSE[3:5])) >= 7


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_back_of_a_page_is_blank(tmp_path: Path, seed: int) -> None:
    page = read(written(tmp_path, damage.blank_back(page_image(tmp_path), Random(seed))))
    assert page.text == ""
    assert page.reason.startswith("sidan är tom")


def test_a_page_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    image = page_image(tmp_path).resize((330, 468)).resize((1654, 2339))
    page = read(written(tmp_path, damage.Damaged(image)))
    assert page.quality < 0.6
    assert "svårläst" in page.reason


def test_a_good_scan_is_left_alone(tmp_path: Path) -> None:
    scan = picture(lines(PROSE), tmp_path)
    clean = cleaned(scan)
    assert clean.told == () and clean.warp is None
    assert np.array_equal(clean.picture.pixels, scan.pixels)
    assert not is_unevenly_lit(scan) and flattened(scan) is None
    assert len(parted(scan)) == 1


def test_a_landscape_table_is_one_page(tmp_path: Path) -> None:
    pixels = np.full((1170, 1654), 250, np.uint8)
    for row in range(200, 1000, 30):
        for column in range(100, 1560, 12):  # letters from side to side
            pixels[row : row + 12, column : column + 7] = 20
    assert len(parted(Picture(pixels, 140.0))) == 1


def test_borders_are_painted_and_a_dark_page_is_not() -> None:
    pixels = np.full((1169, 827), 245, np.uint8)
    pixels[:, :40] = 10
    pixels[1120:] = 20
    pixels[300:310, 200:600] = 15
    clean = without_black_borders(Picture(pixels, 100.0)).pixels
    assert clean[:, :40].min() > 200 and clean[1125:].min() > 200
    assert clean[305, 400] == 15
    dark = Picture(np.full((1169, 827), 30, np.uint8), 100.0)
    assert without_black_borders(dark) is dark


def test_specks_go_and_the_dots_of_letters_stay() -> None:
    pixels = np.full((400, 400), 255, np.uint8)
    pixels[50, 50] = pixels[80, 90] = 0
    pixels[200:203, 200:203] = 0  # a dot of ö
    clean = smoothed(Picture(pixels, 204.0, is_bilevel=True))
    assert clean.pixels[45:100, 45:100].min() == 255
    assert clean.pixels[195:210, 195:210].min() < 128
    assert clean.width == pytest.approx(400 / 204 * 72)


def test_a_fax_with_fewer_lines_than_columns_is_square_in_points(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    path.write_bytes(damage.as_tiff([damage.faxed(page_image(tmp_path), Random(3), 98)]))
    page = page_as_picture(path, "image/tiff", 1, 300)
    assert (page.width, page.height) == (pytest.approx(595, abs=3), pytest.approx(842, abs=3))
    assert page.is_bilevel


@settings(max_examples=40, deadline=None)
@given(turn=st.sampled_from([0, 90, 180, 270]), x=st.floats(0, 380), y=st.floats(0, 580), shift=st.floats(0, 40))
def test_a_box_led_back_by_a_shift_is_the_box_shifted(turn: int, x: float, y: float, shift: float) -> None:
    matrix = np.array([[1, 0, shift], [0, 1, 2 * shift], [0, 0, 1]], np.float64)
    sheet, photo = (400.0, 600.0), Warp(matrix, 500.0, 700.0)
    if turn % 180:
        x, y = y, x
    back = photo.back(Box(x, y, x + 10, y + 10), turn, sheet)
    right, below = 500.0 - 400.0 - shift, 700.0 - 600.0 - 2 * shift
    moved = {0: (shift, 2 * shift), 90: (below, shift), 180: (right, below), 270: (2 * shift, right)}[turn]
    assert (back.x0, back.y0) == (pytest.approx(x + moved[0], abs=1e-6), pytest.approx(y + moved[1], abs=1e-6))
    assert back.width == pytest.approx(10) and back.height == pytest.approx(10)
