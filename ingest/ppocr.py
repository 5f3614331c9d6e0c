"""The only module that runs PP-OCR: pieces of a grey picture, or all of it, go in; text with confidence comes out.

The models (PP-OCRv6 small, for finding lines and for reading them) lie inside the wheel of rapidocr 3.10.0
(Apache-2.0); they are named by their paths here, so nothing is ever downloaded. One thread; one engine a process, made
when it is first needed and kept. CPU s on a 200 dpi page of a dense table: finding its lines .65, reading 207 figures
one by one 2.0 (batches as wide as their widest piece; the library's own least width, 320 pixels, costs 7.5).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest import foreign_letters
from ingest.document import Box
from ingest.errors import MissingProgramError, PageError
from ingest.images import POINTS_PER_INCH, Picture, Pixels
from ingest.tesseract import EngineWord
from ingest.upright import letter_boxes

if TYPE_CHECKING:
    from rapidocr import RapidOCR

_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
_AT_A_TIME = 24  # pieces between looks at the clock
_LONGEST_SIDE = 1280  # pixels of the picture in which lines are looked for
_CAPITAL = 0.72  # × type size: how high capitals and figures are
_TOO_SURE = 3.0  # pages of which it read 30 to 70 % right it gave confidences of .83 to .94
_POINT_FOR_MINUS = re.compile(r"^\.(?=\d)")  # a short minus is often read so; no figure begins with a point
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sighting:
    """What stands on a piece of a picture: `places` has, for each character of `text`, how far right its middle lies.

    Places are in points of the picture, `confidence` is 0..1, for each character in `certainties`.
    """

    text: str
    confidence: float
    places: tuple[float, ...]
    certainties: tuple[float, ...]


def read_patches(picture: Picture, patches: Sequence[Box], seconds: float) -> tuple[Sighting, ...]:
    """What stands in each of the patches (points), each holding one line or less of an upright grey picture.

    Raises MissingProgramError where the library or its models are missing, PageError where `seconds` do not suffice.
    """
    scale = picture.dpi / POINTS_PER_INCH
    pieces = [_piece(picture.pixels, patch, scale) for patch in patches]
    read = _recognised(pieces, time.monotonic() + seconds, seconds)
    return tuple(
        _in_points(found, patch.x0, piece, scale) for found, patch, piece in zip(read, patches, pieces, strict=True)
    )


def read_words(picture: Picture, seconds: float) -> tuple[EngineWord, ...]:
    """Every word on an upright grey picture, line by line from the top, boxes in points of that picture.

    Raises as `read_patches`.
    """
    until = time.monotonic() + seconds
    scale = picture.dpi / POINTS_PER_INCH
    boxes = _lines(picture)
    pieces = [_piece(picture.pixels, box, scale) for box in boxes]
    letters = letter_boxes(picture)
    words: list[EngineWord] = []
    for number, (box, piece, found) in enumerate(
        zip(boxes, pieces, _recognised(pieces, until, seconds), strict=True), start=1
    ):
        words.extend(_words(_in_points(found, box.x0, piece, scale), _set_by_ink(box, letters), number))
    return tuple(words)


def _piece(pixels: Pixels, box: Box, scale: float) -> Pixels:
    high, wide = pixels.shape
    x0, y0 = min(max(0, int(box.x0 * scale)), wide - 1), min(max(0, int(box.y0 * scale)), high - 1)
    x1, y1 = max(x0 + 1, int(np.ceil(box.x1 * scale))), max(y0 + 1, int(np.ceil(box.y1 * scale)))
    return np.asarray(cv2.cvtColor(pixels[y0:y1, x0:x1], cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _recognised(pieces: Sequence[Pixels], until: float, seconds: float) -> list[Sighting]:
    """Sightings whose places are shares (0..1) of their piece's width; pieces of like width are read together."""
    order = sorted(range(len(pieces)), key=lambda i: pieces[i].shape[1] / pieces[i].shape[0])
    found = [Sighting("", 0.0, (), ())] * len(pieces)
    for start in range(0, len(order), _AT_A_TIME):
        if time.monotonic() > until:
            raise PageError(f"Sidan tog längre än {seconds:.0f} sekunder att läsa.", "Höj SLUTARKIV_PAGE_SECONDS.")
        batch = order[start : start + _AT_A_TIME]
        read = _engine().recognize_txt([pieces[i] for i in batch])
        for i, text, confidence, info in zip(batch, read.txts or (), read.scores, read.word_results, strict=True):
            found[i] = _sighting(text, float(confidence), info)
    return found


def _sighting(text: str, confidence: float, info: Any) -> Sighting:
    """From the library's answer: `info` has the columns of the characters that are not spaces."""
    columns = [column for word in info.word_cols for column in word]
    if not text.strip() or len(columns) != sum(not sign.isspace() for sign in text):
        return Sighting("", 0.0, (), ())
    width = max(float(info.line_txt_len), 1.0)
    shares = iter([(column + 0.5) / width for column in columns])
    places: list[float] = []
    for sign in text:
        places.append(places[-1] if sign.isspace() and places else 0.0 if sign.isspace() else next(shares))
    return Sighting(text, confidence, tuple(places), tuple(float(sure) for sure in info.confs))


def _in_points(found: Sighting, left: float, piece: Pixels, scale: float) -> Sighting:
    width = piece.shape[1] / scale
    places = tuple(left + share * width for share in found.places)
    return Sighting(found.text, found.confidence, places, found.certainties)


def _lines(picture: Picture) -> list[Box]:
    """The stretches of print the engine finds, from the top down, as rectangles in points."""
    from rapidocr.main import RapidOCRError

    pixels = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    try:
        _, found = _engine().detect_and_crop(pixels, {})
    except RapidOCRError:
        return []  # the library's way to say that there is no print
    if found.boxes is None:
        return []
    share = POINTS_PER_INCH / picture.dpi
    edges = np.concatenate((found.boxes.min(axis=1), found.boxes.max(axis=1)), axis=1) * share
    return [Box(float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in edges]


def _set_by_ink(box: Box, letters: NDArray[np.float64]) -> tuple[Box, float, float]:
    """The box drawn in to its letters, the line they stand on and their type size, all in points."""
    x, y = (letters[:, 0] + letters[:, 2]) / 2, (letters[:, 1] + letters[:, 3]) / 2
    own = letters[(x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1)]
    if not len(own):
        size = 0.7 * box.height
        return box, box.y1 - 0.25 * size, size
    size = max(float(np.percentile(own[:, 3] - own[:, 1], 75)) / _CAPITAL, 0.4 * box.height)
    inked = Box(*(float(edge) for edge in (own[:, 0].min(), own[:, 1].min(), own[:, 2].max(), own[:, 3].max())))
    return inked, median(own[:, 3].tolist()), size


def _words(found: Sighting, place: tuple[Box, float, float], line: int) -> Iterator[EngineWord]:
    """The words of a line; between two of them the edge lies midway between their nearest characters."""
    box, baseline, size = place
    spans = [match.span() for match in _WORD.finditer(found.text)]
    half = 0.25 * size  # of a character
    for number, (start, end) in enumerate(spans):
        x0 = box.x0 if number == 0 else found.places[start] - half
        x1 = box.x1 if number == len(spans) - 1 else found.places[end - 1] + half
        sure = found.certainties[start:end] or (found.confidence,)
        confidence = max(0.0, 1 - _TOO_SURE * (1 - sum(sure) / len(sure)))
        edges = Box(min(x0, x1), box.y0, max(x0, x1), box.y1)
        text = foreign_letters.at_home(found.text[start:end])
        if text != found.text[start:end]:
            confidence *= foreign_letters.LEFT
        yield EngineWord(_POINT_FOR_MINUS.sub("-", text), edges, baseline, size, confidence, line)


@lru_cache(maxsize=1)
def _engine() -> RapidOCR:
    """The engine, loaded once a process. Raises MissingProgramError; never downloads."""
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise MissingProgramError(
            "PP-OCR (rapidocr) finns inte.", "Installera: pip install rapidocr==3.10.0 onnxruntime"
        ) from error
    folder = Path(str(files("rapidocr"))) / "models"
    for model in _MODELS.values():
        if not (folder / model).is_file():
            raise MissingProgramError(f"Modellen {model} saknas i rapidocr.", "Installera om: rapidocr==3.10.0")
    settings: dict[str, Any] = {f"{task}.model_path": str(folder / model) for task, model in _MODELS.items()}
    settings |= {
        "Global.log_level": "error",
        "Global.use_cls": False,
        "Global.use_preprocess_img": False,
        "Global.use_vertical_padding": False,
        "Global.return_word_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.limit_side_len": _LONGEST_SIDE,
        "Det.limit_type": "max",
        "Rec.rec_img_shape": [3, 48, 48],  # the least width: pieces are padded to the widest of their batch only
    }
    return RapidOCR(params=settings)
