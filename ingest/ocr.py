"""Reading a page from its picture: made upright, grey and straight, read by the engine, laid out as a page.

`read_picture` is what a worker process runs for one page; everything it needs is in its `PageTask`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import ppocr, tesseract, upright
from ingest.document import Box, Line, Page, TextSource, Word
from ingest.errors import PageError
from ingest.images import Picture, page_as_picture
from ingest.layout import lay_out
from ingest.leftovers import with_leftovers
from ingest.print_marks import raw_words
from ingest.quality import Verdict, lacks_swedish_letters, quality_of_reading
from ingest.raw import RawPage, RawWord
from ingest.second_reading import Doubt, notes_on, read_figures_again
from ingest.settings import Settings

_POOR = 0.6  # below this a reading may be of a page that lies the wrong way
_WEAK = 0.85  # below this the other engine may do better: coarse or grainy pages, faxes
_MORE = 1.25  # × the layer's letters: so many more must the picture hold before it is taken instead
_AT_LEAST = 30


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page to be read from its picture; `layer` is what its text layer gave, where it has one."""

    path: Path
    media_type: str
    number: int
    verdict: Verdict
    settings: Settings
    layer: RawPage | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the engine saw on a page that was turned by `turn` and straightened by `tilt`."""

    words: tuple[RawWord, ...]
    turn: int
    tilt: upright.Tilt
    figures: int = 0  # read by both engines
    by_second: bool = False  # the whole page
    doubts: tuple[Doubt, ...] = ()

    @property
    def quality(self) -> float:
        return quality_of_reading((word.text, word.confidence) for word in self.words)

    @property
    def letters(self) -> int:
        return sum(sign.isalnum() for word in self.words for sign in word.text)


def read_picture(task: PageTask) -> Page:
    """The page of a task, read by Tesseract, by PP-OCR where Tesseract reads it badly, or from its layer.

    The layer is taken where the picture turns out to hold nothing more.

    Raises PageError where the page cannot be shown or takes too long, MissingProgramError where the engine or its
    model is not on the machine, BrokenFileError or TooLargeError for picture files.
    """
    until = time.monotonic() + task.settings.page_seconds
    picture = upright.grey(page_as_picture(task.path, task.media_type, task.number, task.settings.ocr_dpi))
    if not upright.has_ink(picture):
        return _blank(task, picture)
    reading = _read_upright(picture, task.settings.ocr_language, until)
    if reading.quality < _WEAK or not reading.letters:
        reading = max(reading, _read_by_second(picture, reading.turn, until), key=lambda r: r.quality * r.letters)
    if task.layer is not None and _layer_is_enough(task.layer, reading):
        return _from_layer(task, task.layer)
    raw = RawPage(task.number, reading.tilt.width, reading.tilt.height, reading.words, (), 1.0, reading.turn)
    page = lay_out(raw, text_source=TextSource.OCR, reason=_reason(task, reading), quality=reading.quality)
    return _tilted_back(replace(page, notes=notes_on(page, reading.doubts)), reading.tilt)


def _read_upright(picture: Picture, model: str, until: float) -> _Reading:
    """The reading with the page the way the quick check says; where that reads poorly, the way OSD says, if better."""
    direction = upright.direction(picture)
    reading = _read(picture, direction.turn if direction.sure else 0, model, until)
    if reading.quality >= _POOR and (direction.sure or reading.letters):
        return reading
    turn = tesseract.turn_by_osd(picture)
    if turn is None or turn == reading.turn:
        return reading
    other = _read(picture, turn, model, until)
    return max(reading, other, key=lambda r: r.quality * r.letters)


def _read(picture: Picture, turn: int, model: str, until: float) -> _Reading:
    straight, tilt = upright.straight(upright.cleared(picture.turned(turn)))
    words = tesseract.read_words(straight, model, _left(until))
    words = with_leftovers(words, straight, model, _left(until))
    second = read_figures_again(words, straight, _left(until))
    return _Reading(raw_words(second.words, straight), turn, tilt, figures=second.figures, doubts=second.doubts)


def _read_by_second(picture: Picture, turn: int, until: float) -> _Reading:
    straight, tilt = upright.straight(upright.cleared(picture.turned(turn)))
    return _Reading(raw_words(ppocr.read_words(straight, _left(until)), straight), turn, tilt, by_second=True)


def _left(until: float) -> float:
    """Seconds left for the page. Raises PageError where there are none."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise PageError("Sidan tog för lång tid att läsa.", "Höj SLUTARKIV_PAGE_SECONDS och läs handlingen på nytt.")
    return seconds


def _reason(task: PageTask, reading: _Reading) -> str:
    turned = f"; vriden {reading.turn}°" if reading.turn else ""
    weak = "; läst av PP-OCR, Tesseract läste den sämre" if reading.by_second else ""
    again = f"; {reading.figures} tal i tabell lästa två gånger" if reading.figures else ""
    differ = f", {len(reading.doubts)} olika" if reading.doubts else ""
    return f"{task.verdict.reason}: läst ur bilden{turned}{weak}{again}{differ}"


def _blank(task: PageTask, picture: Picture) -> Page:
    if task.layer is not None and task.layer.words:
        return _from_layer(task, task.layer)
    return Page(
        task.number, "", picture.width, picture.height, text_source=TextSource.OCR, reason="sidan är tom", quality=1.0
    )


def _layer_is_enough(layer: RawPage, reading: _Reading) -> bool:
    """Whether the picture says no more: a title over a photograph, or letters that are lost in print as well."""
    if not layer.words or any(word.invisible for word in layer.words):
        return False
    letters = sum(sign.isalnum() for word in layer.words for sign in word.text)
    if layer.picture_share < 0.5 and lacks_swedish_letters(layer.letters):
        return lacks_swedish_letters(" ".join(word.text for word in reading.words))
    return layer.picture_share >= 0.5 and reading.letters <= max(_AT_LEAST, _MORE * letters)


def _from_layer(task: PageTask, layer: RawPage) -> Page:
    if layer.picture_share < 0.5 and lacks_swedish_letters(layer.letters):
        reason, quality = "å, ä och ö saknas i handlingen själv, inte bara i textlagret", task.verdict.quality
    else:
        reason, quality = "textlagret är gott, bilden på sidan har ingen mer text", 1.0
    return lay_out(layer, text_source=TextSource.TEXT_LAYER, reason=reason, quality=quality)


def _tilted_back(page: Page, tilt: upright.Tilt) -> Page:
    """The page with the boxes of the straightened picture where they lie on the page as it is shown."""
    if tilt.degrees == 0.0:
        return page
    words = tuple(Word(word.span, tilt.back(word.box), word.confidence) for word in page.words)
    lines = tuple(replace(line, box=_back(line, tilt)) for line in page.lines)
    return replace(page, words=words, lines=lines)


def _back(line: Line, tilt: upright.Tilt) -> Box | None:
    return None if line.box is None else tilt.back(line.box)
