"""Reading a page from its picture: made upright, grey and straight, read by the engine, laid out as a page.

`read_picture` is what a worker process runs for one page; everything it needs is in its `PageTask`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import backs, ppocr, spreads, tesseract, upright
from ingest.cleaning import Clean, cleaned
from ingest.document import Box, Line, Page, TextSource, Word
from ingest.errors import PageError
from ingest.images import Picture, page_as_picture
from ingest.layout import lay_out
from ingest.leftovers import with_leftovers
from ingest.print_marks import raw_words
from ingest.quality import Fault, Verdict, lacks_swedish_letters, quality_of_reading
from ingest.raw import RawPage, RawWord
from ingest.restoring import restored
from ingest.second_reading import Doubt, notes_on, read_figures_again
from ingest.settings import Settings

UNREADABLE = 0.6  # Page.quality below this is told: look at the picture
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
    blank: str = ""  # why there is nothing to read after all
    doubts: tuple[Doubt, ...] = ()

    @property
    def quality(self) -> float:
        return quality_of_reading((word.text, word.confidence) for word in self.words)

    @property
    def letters(self) -> int:
        return _letters(self.words)


def read_picture(task: PageTask) -> Page:
    """The page of a task, read by Tesseract, by PP-OCR where Tesseract reads it badly, or from its layer.

    The layer is taken where the picture turns out to hold nothing more.

    Raises PageError where the page cannot be shown or takes too long, MissingProgramError where the engine or its
    model is not on the machine, BrokenFileError or TooLargeError for picture files.
    """
    until = time.monotonic() + task.settings.page_seconds
    clean = cleaned(page_as_picture(task.path, task.media_type, task.number, task.settings.ocr_dpi))
    direction = upright.direction(clean.picture)
    if not direction.sure and not upright.has_ink(clean.picture):  # a page that surely stands some way has letters
        return _blank(task, clean)
    turn = direction.turn if direction.sure else 0
    halves = spreads.parted(clean.picture.turned(turn))
    if len(halves) == 1:
        readings = [(0.0, _read_best(clean.picture, direction, task.settings.ocr_language, until))]
    else:
        model = task.settings.ocr_language
        readings = [(x0, replace(_read_best(half, None, model, until), turn=turn)) for x0, half in halves]
    if all(reading.blank for _, reading in readings):
        return _blank(task, clean, readings[0][1].blank)
    words = [word for _, reading in readings for word in reading.words]
    if task.layer is not None and _layer_is_enough(task.layer, task.verdict.fault, words):
        return _from_layer(task, task.layer)
    pages = [(x0, _page(task, reading, clean.told)) for x0, reading in readings]
    return clean.back(spreads.joined(pages))


def _page(task: PageTask, reading: _Reading, told: Sequence[str]) -> Page:
    raw = RawPage(task.number, reading.tilt.width, reading.tilt.height, reading.words, (), 1.0, reading.turn)
    page = lay_out(raw, text_source=TextSource.OCR, reason=_reason(task, reading, told), quality=reading.quality)
    return _tilted_back(replace(page, notes=notes_on(page, reading.doubts)), reading.tilt)


def _read_best(picture: Picture, direction: upright.Direction | None, model: str, until: float) -> _Reading:
    """The better of the engines' readings; `direction` is the quick check's, None where the picture stands upright."""
    reading = _read_upright(picture, direction, model, until) if direction else _read(picture, 0, model, until)
    if reading.quality < _POOR or not reading.letters:
        quality = reading.quality if reading.letters else 0.0
        standing = picture.turned(reading.turn)
        if why := backs.why_blank(standing, quality, lambda other: _read(other, 0, model, until).quality):
            return replace(reading, words=(), blank=why)
    if reading.quality < _WEAK or not reading.letters:
        return max(reading, _read_by_second(picture, reading.turn, until), key=lambda r: r.quality * r.letters)
    return reading


def _read_upright(picture: Picture, direction: upright.Direction, model: str, until: float) -> _Reading:
    """The reading with the page the way the quick check says; where that reads poorly, the way OSD says, if better."""
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


def _reason(task: PageTask, reading: _Reading, told: Sequence[str]) -> str:
    cleaned_up = "".join(f"; {what}" for what in told)
    turned = f"; vriden {reading.turn}°" if reading.turn else ""
    weak = "; läst av PP-OCR, Tesseract läste den sämre" if reading.by_second else ""
    again = f"; {reading.figures} tal i tabell lästa två gånger" if reading.figures else ""
    differ = f", {len(reading.doubts)} olika" if reading.doubts else ""
    hard = f"; svårläst (kvalitet {reading.quality:.2f}), se bilden" if reading.quality < UNREADABLE else ""
    return f"{task.verdict.reason}: läst ur bilden{cleaned_up}{turned}{weak}{again}{differ}{hard}"


def _blank(task: PageTask, clean: Clean, why: str = "sidan är tom") -> Page:
    if task.layer is not None and task.layer.words and task.verdict.fault is not Fault.MEANINGLESS:
        return _from_layer(task, task.layer)
    width, height = clean.shown_size
    return Page(task.number, "", width, height, text_source=TextSource.OCR, reason=why, quality=1.0)


def _layer_is_enough(layer: RawPage, fault: Fault, read: Sequence[RawWord]) -> bool:
    """Whether the picture says no more: a title over a photograph, or letters that are lost in print as well."""
    if not layer.words or any(word.invisible for word in layer.words):
        return False
    if fault is Fault.LETTERS and lacks_swedish_letters(layer.letters):
        return lacks_swedish_letters(" ".join(word.text for word in read))
    return fault is Fault.PART and _letters(read) <= max(_AT_LEAST, _MORE * _letters(layer.words))


def _letters(words: Sequence[RawWord]) -> int:
    return sum(sign.isalnum() for word in words for sign in word.text)


def _from_layer(task: PageTask, layer: RawPage) -> Page:
    if task.verdict.fault is Fault.LETTERS:
        why, quality = "å, ä och ö saknas i handlingen själv, inte bara i textlagret", task.verdict.quality
        page = lay_out(layer, text_source=TextSource.TEXT_LAYER, reason=why, quality=quality)
        return restored((page,), why)[0]
    reason = "textlagret är gott, bilden på sidan har ingen mer text"
    return lay_out(layer, text_source=TextSource.TEXT_LAYER, reason=reason, quality=1.0)


def _tilted_back(page: Page, tilt: upright.Tilt) -> Page:
    """The page with the boxes of the straightened picture where they lie on the page as it is shown."""
    if tilt.degrees == 0.0:
        return page
    words = tuple(Word(word.span, tilt.back(word.box), word.confidence) for word in page.words)
    lines = tuple(replace(line, box=_back(line, tilt)) for line in page.lines)
    return replace(page, words=words, lines=lines)


def _back(line: Line, tilt: upright.Tilt) -> Box | None:
    return None if line.box is None else tilt.back(line.box)
