"""A first look at a file: its pages, those that can be read at once laid out, the others as tasks for the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest import media
from ingest.document import Page, TextSource
from ingest.errors import PageError, UnknownTypeError
from ingest.images import page_total
from ingest.layout import lay_out
from ingest.ocr import PageTask
from ingest.office import read_office
from ingest.pdf import page_count, read_pages
from ingest.quality import Verdict, judge
from ingest.raw import RawPage
from ingest.settings import Settings

_PICTURE_FILE = Verdict(TextSource.OCR, "handlingen är en bild", 0.0)


@dataclass(frozen=True, slots=True)
class SurveyTask:
    """A file to be looked at."""

    path: Path
    media_type: str
    settings: Settings


def survey_file(task: SurveyTask) -> tuple[Page | PageTask, ...]:
    """`survey` as a process is asked for it."""
    return survey(task.path, task.media_type, task.settings)


def survey(path: Path, media_type: str, settings: Settings) -> tuple[Page | PageTask, ...]:
    """What each page of a file is or needs, in order. Raises a DocumentError where the file cannot be read at all."""
    if media_type == media.PDF:
        return tuple(_survey_pdf(path, settings))
    if media_type in media.PICTURES:
        numbers = range(1, page_total(path) + 1)
        return tuple(PageTask(path, media_type, number, _PICTURE_FILE, settings) for number in numbers)
    if media_type in media.OFFICE:
        return read_office(path, media_type)
    raise UnknownTypeError(f"Filer av slaget {media_type} läses inte.", "Spara om den som PDF och lägg in den filen.")


def _survey_pdf(path: Path, settings: Settings) -> Iterator[Page | PageTask]:
    found = list(_layers(path))
    layers = [layer for layer in found if isinstance(layer, RawPage)]
    verdicts = dict(zip((layer.number for layer in layers), judge(layers), strict=True))
    for layer in found:
        if isinstance(layer, Page):
            yield layer
            continue
        verdict = verdicts[layer.number]
        if verdict.source is TextSource.TEXT_LAYER:
            yield lay_out(layer, text_source=verdict.source, reason=verdict.reason, quality=verdict.quality)
        else:
            yield PageTask(path, media.PDF, layer.number, verdict, settings, layer if layer.words else None)


def _layers(path: Path) -> Iterator[RawPage | Page]:
    """The text layer of every page, or an empty page that says why there is none."""
    count = page_count(path)
    number = 1
    while number <= count:
        try:
            for layer in read_pages(path, range(number, count + 1)):
                yield layer
                number = layer.number + 1
        except PageError as error:
            yield lost_page(number, str(error))
            number += 1


def lost_page(number: int, reason: str) -> Page:
    """A page that could not be read: no text, quality 0, and why."""
    return Page(number, "", text_source=TextSource.OCR, reason=reason, quality=0.0)
