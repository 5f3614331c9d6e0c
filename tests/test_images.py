"""Page pictures come at their own resolution, upright pages stay, turned ones are seen, boxes find their way back."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest import upright
from ingest.document import Box
from ingest.errors import BrokenFileError, PageError
from ingest.images import Picture, page_as_picture, page_picture, page_total
from ingest.media import PDF
from tests.scanned import PROSE, digital, lines, picture, scan_pdf

BLANK = Picture(np.full((1169, 827), 250, np.uint8), 100.0)


def test_a_page_that_is_one_picture_comes_at_the_pictures_resolution(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", picture(lines(PROSE), tmp_path, dpi=150))
    page = page_as_picture(path, PDF, 1, 300)
    assert page.dpi == pytest.approx(150, abs=0.5)
    assert page.pixels.ndim == 2
    assert (page.width, page.height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))


def test_a_page_of_type_is_rendered_at_the_resolution_asked_for(tmp_path: Path) -> None:
    page = page_as_picture(digital(tmp_path / "a.pdf", lines(PROSE)), PDF, 1, 120)
    assert page.dpi == pytest.approx(120)


def test_a_page_that_is_not_there_is_a_page_error(tmp_path: Path) -> None:
    with pytest.raises(PageError):
        page_as_picture(digital(tmp_path / "a.pdf", lines(PROSE)), PDF, 2, 120)


@pytest.mark.parametrize(
    "format_name, mode", [("PNG", "L"), ("JPEG", "RGB"), ("TIFF", "1"), ("BMP", "RGB"), ("WEBP", "RGB")]
)
def test_picture_files_are_pages(tmp_path: Path, format_name: str, mode: str) -> None:
    path = tmp_path / "bild"
    Image.new(mode, (827, 1169), "white").save(path, format_name, dpi=(100, 100))
    page = page_as_picture(path, "image/any", 1, 300)
    assert page.pixels.shape[:2] == (1169, 827)
    assert page.width == pytest.approx(595, abs=5)
    assert page_total(path) == 1


def test_a_tiff_has_as_many_pages_as_frames(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    frames = [Image.new("1", (200, 300 + i), 1) for i in range(3)]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(100, 100))
    assert page_total(path) == 3
    assert page_as_picture(path, "image/tiff", 3, 300).pixels.shape[0] == 302


def test_a_picture_without_resolution_is_taken_for_a4(tmp_path: Path) -> None:
    path = tmp_path / "foto.png"
    Image.new("L", (1654, 2339), 255).save(path)
    assert page_as_picture(path, "image/png", 1, 300).width == pytest.approx(595, abs=2)


def test_what_is_no_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    with pytest.raises(BrokenFileError):
        page_as_picture(tmp_path / "x.png", "image/png", 1, 300)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_quick_check_sees_which_way_a_page_lies(tmp_path: Path, turn: int) -> None:
    page = picture(lines(PROSE), tmp_path, turn=turn, skew=0.8)
    assert upright.direction(page) == upright.Direction((360 - turn) % 360, sure=True)


def test_a_blank_page_has_no_ink_and_no_direction() -> None:
    assert not upright.has_ink(BLANK)
    assert not upright.direction(BLANK).sure


@pytest.mark.parametrize("skew", [-2.3, -0.6, 0.0, 1.1, 3.0])
def test_crooked_lines_are_levelled(tmp_path: Path, skew: float) -> None:
    page = picture(lines(PROSE), tmp_path, skew=skew)
    _, tilt = upright.straight(page)
    assert tilt.degrees == pytest.approx(-skew, abs=0.2)


@given(
    degrees=st.floats(-4, 4),
    x=st.floats(150, 400),
    y=st.floats(150, 600),
    width=st.floats(1, 40),
    height=st.floats(1, 20),
)
def test_a_box_led_back_holds_where_its_corners_came_from(
    degrees: float, x: float, y: float, width: float, height: float
) -> None:
    box = Box(x, y, x + width, y + height)
    back = upright.Tilt(degrees, 595, 842).back(box)
    assert back.width >= width - 0.2 and back.height >= height - 0.2
    again = upright.Tilt(-degrees, 595, 842).back(back)
    assert again.x0 <= box.x0 + 0.01 and again.y0 <= box.y0 + 0.01
    assert again.x1 >= box.x1 - 0.01 and again.y1 >= box.y1 - 0.01


def test_the_picture_for_the_eye_is_turned_as_the_page_was(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", picture(lines(PROSE), tmp_path, turn=90))
    data = page_picture(path, PDF, 1, dpi=50, rotation=270)
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    assert image.size == (pytest.approx(413, abs=2), pytest.approx(585, abs=2))
