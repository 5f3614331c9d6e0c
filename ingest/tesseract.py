"""The only module that runs Tesseract: a grey picture goes in, words with boxes, type sizes and confidence come out.

It is called through tesserocr 2.13, whose wheel bundles Tesseract 5.5, with the Latin script model, because the Swedish
one has no § and no % in its character set. Pages of a scanned protocol, 200 dpi, one thread: tesserocr 3.9 CPU s for
two pages, model loaded, words taken out; the program fed a file list 4.9 (tesserocr 20 % less); pytesseract 6.0 (34 %
less): it writes a PNG and loads the model again for every page.

One engine a process, kept; a process reads one page at a time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ingest.document import Box
from ingest.errors import MissingProgramError, PageError
from ingest.images import POINTS_PER_INCH, Picture

if TYPE_CHECKING:
    from tesserocr import PyResultIterator, PyTessBaseAPI

_MODEL_FOLDERS = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")
_PACKAGES = {"Latin": "tesseract-ocr-script-latn", "osd": "tesseract-ocr-osd"}
_ROW_TO_TYPE_SIZE = 1.03  # the engine's row is the ink from the tallest letters to the deepest


@dataclass(frozen=True, slots=True)
class EngineWord:
    """A word as the engine gives it; `box` is its ink in points, `line` counts the engine's lines from 1.

    `baseline` is how far down the letters stand, in points, `size` the type size in points by the height of the line,
    `confidence` 0..1.
    """

    text: str
    box: Box
    baseline: float
    size: float
    confidence: float
    line: int


def model_folder(model: str) -> Path:
    """Where `<model>.traineddata` lies. Raises MissingProgramError with the Debian package that brings it."""
    folders = [Path(folder) for folder in _MODEL_FOLDERS]
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        folders.insert(0, Path(prefix))
    for folder in folders:
        for pattern in ("", "script", "tessdata", "tessdata/script", "*/tessdata", "*/tessdata/script"):
            for place in sorted(folder.glob(pattern) if pattern else [folder], reverse=True):
                if (place / f"{model}.traineddata").is_file():
                    return place
    package = _PACKAGES.get(model, f"tesseract-ocr-{model}")
    raise MissingProgramError(
        f"Språkmodellen {model} för Tesseract finns inte på datorn, så inskannade sidor kan inte läsas.",
        f"Installera den: sudo apt install {package}",
    )


def engine_version() -> str:
    """The engine's version as it tells it, e.g. "tesseract 5.5.4". Raises MissingProgramError."""
    return str(_library().tesseract_version().splitlines()[0])


def read_words(picture: Picture, model: str, seconds: float) -> tuple[EngineWord, ...]:
    """Every word on an upright grey picture, in the engine's own order, boxes in points of that picture.

    Raises MissingProgramError where the model or the library is missing, PageError where `seconds` do not suffice.
    """
    engine = _engine(model)
    _show(engine, picture)
    try:
        if not engine.Recognize(int(seconds * 1000)):
            raise _too_slow(seconds)
        return tuple(_words(engine.GetIterator(), picture))
    finally:
        engine.Clear()


def read_patches(picture: Picture, model: str, patches: Sequence[Box], seconds: float) -> tuple[EngineWord, ...]:
    """The words in small parts of an upright grey picture, each part taken as one line of text; boxes as in the whole.

    Raises as `read_words`.
    """
    engine = _engine(model)
    scale = picture.dpi / POINTS_PER_INCH
    until = time.monotonic() + seconds
    found: list[EngineWord] = []
    try:
        engine.SetPageSegMode(_library().PSM.SINGLE_LINE)
        for number, patch in enumerate(patches, start=1):
            _show(engine, picture)
            left, top = int(patch.x0 * scale), int(patch.y0 * scale)
            engine.SetRectangle(left, top, max(3, int(patch.width * scale)), max(3, int(patch.height * scale)))
            if not engine.Recognize(max(1, int(1000 * (until - time.monotonic())))):
                raise _too_slow(seconds)
            found.extend(replace(word, line=number) for word in _words(engine.GetIterator(), picture))
    finally:
        engine.SetPageSegMode(_library().PSM.AUTO)
        engine.Clear()
    return tuple(found)


def _show(engine: PyTessBaseAPI, picture: Picture) -> None:
    pixels = picture.pixels
    engine.SetImageBytes(pixels.tobytes(), pixels.shape[1], pixels.shape[0], 1, pixels.shape[1])
    engine.SetSourceResolution(round(picture.dpi))


def _too_slow(seconds: float) -> PageError:
    return PageError(f"Sidan tog längre än {seconds:.0f} sekunder att läsa.", "Höj SLUTARKIV_PAGE_SECONDS.")


def turn_by_osd(picture: Picture) -> int | None:
    """The clockwise quarter turn that rights a grey picture, by Tesseract's own orientation check; None if unsure."""
    engine = _engine("osd")
    _show(engine, picture)
    try:
        found = engine.DetectOrientationScript()
    finally:
        engine.Clear()
    if not found or found["orient_conf"] < 1.0:
        return None
    return (360 - int(found["orient_deg"])) % 360


def _words(iterator: PyResultIterator, picture: Picture) -> Iterator[EngineWord]:
    from tesserocr import RIL, Orientation, iterate_level

    share = POINTS_PER_INCH / picture.dpi
    line, size, is_upended = 0, 0.0, False
    for place in iterate_level(iterator, RIL.WORD):
        if place.Empty(RIL.WORD):
            continue
        if place.IsAtBeginningOf(RIL.TEXTLINE):
            line += 1
            size = float(place.RowAttributes()["row_height"]) * share * _ROW_TO_TYPE_SIZE
            # figures under each other are now and then taken for one line that runs up the page
            is_upended = place.Orientation()[0] != Orientation.PAGE_UP
        bounds = place.BoundingBox(RIL.WORD)
        text = place.GetUTF8Text(RIL.WORD).strip()
        if bounds is None or not text:
            continue
        x0, y0, x1, y1 = (edge * share for edge in bounds)
        box = Box(x0, y0, min(x1, picture.width), min(y1, picture.height))
        (_, left), (_, right) = place.Baseline(RIL.WORD)
        confidence = 0.0 if is_upended else max(0.0, min(1.0, place.Confidence(RIL.WORD) / 100))
        yield EngineWord(text, box, (left + right) / 2 * share, size, confidence, line)


def _library() -> ModuleType:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read when the library is loaded
    try:
        import tesserocr
    except ImportError as error:
        raise MissingProgramError("Tesseract (tesserocr) finns inte.", "Installera: pip install tesserocr") from error
    return cast(ModuleType, tesserocr)


@lru_cache(maxsize=2)
def _engine(model: str) -> PyTessBaseAPI:
    """The engine with its model, loaded once a process."""
    library = _library()
    segmentation = library.PSM.OSD_ONLY if model == "osd" else library.PSM.AUTO
    folder = model_folder(model)
    try:
        return library.PyTessBaseAPI(path=f"{folder}/", lang=model, psm=segmentation)
    except RuntimeError as error:
        raise MissingProgramError(
            f"Språkmodellen {model} i {folder} går inte att läsa.", "Installera om den med apt install --reinstall."
        ) from error
