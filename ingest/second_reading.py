"""The second opinion on a table's figures: each is read once more, alone, by PP-OCR, and the two readings compared.

Measured on tables of the sample drawn at 150 and 200 dpi, blurred, grainy, some in black and white (2 491 figures):
the engines differ on 61. Where the digits differ PP-OCR is right every time Tesseract or it is; but it takes a short
minus for a point, now and then drops it, and reads Å as A. So digits are taken from PP-OCR where it is sure of them, a
minus counts if either engine sees it, letters stay Tesseract's. Every figure on which they differ is told as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from ingest import ppocr
from ingest.document import Box, Page, PageNote, Span
from ingest.images import Picture
from ingest.ppocr import Sighting
from ingest.table_cells import DASHES, Cell, doubtful_labels, figure_cells
from ingest.tesseract import EngineWord

NOTE = "två-läsningar"

_SURE = 0.6  # PP-OCR's confidence from which its digits are believed
_CERTAIN = 0.9  # the same, where the first reading was no figure at all
_ASSERTED = 0.95  # Tesseract's confidence of words that it has no doubt of
_AGREED = 0.99  # confidence of what two engines read alike
_FIGURE = re.compile(r"[(\[]?[-–−‒—~+.]? ?\d[\d .,:/%–-]*[)\]]?[%*.]?")
_LEADING = re.compile(r"[\s(\[]*")
_POINT_FOR_MINUS = re.compile(r"\. ?(?=\d)")
_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d{1,2}\D*$)")
_BRACKETS = re.compile(r"[\[\](){}]")
_DASHED = re.compile(r"\d[-–−‒—~]\d")
_BETWEEN_DASHES = re.compile(r"^[-–−‒—~]?[^-–−‒—~]+|[^-–−‒—~]+")
_LETTER = re.compile(r"[^\W\d_]")
_NOUGHTS = str.maketrans("OoQ°", "0000")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure the engines read differently: where it stands (points), both readings, and the one taken."""

    box: Box
    first: str
    second: str
    taken: str


@dataclass(frozen=True, slots=True)
class SecondReading:
    """The words of a page after the second reading, how many figures were read twice, and where the two differ."""

    words: tuple[EngineWord, ...]
    figures: int
    doubts: tuple[Doubt, ...] = ()


def read_figures_again(words: Sequence[EngineWord], picture: Picture, seconds: float) -> SecondReading:
    """The words with the figures of tables settled between two engines; unchanged where the page has no table.

    Raises MissingProgramError or PageError as `ppocr.read_patches`.
    """
    cells = figure_cells(words, picture.width)
    if not cells:
        return SecondReading(tuple(words), 0)
    labels = doubtful_labels(words, picture.width)
    read = ppocr.read_patches(picture, [cell.patch for cell in (*cells, *labels)], seconds)
    settled: dict[int, list[EngineWord]] = {
        label.at[0]: _signed(label)
        for label, sighting in zip(labels, read[len(cells) :], strict=True)
        if sighting.text.strip()[:1] in tuple(DASHES) and sighting.certainties[0] >= _SURE
    }
    doubts: list[Doubt] = []
    for cell, sighting in zip(cells, read, strict=False):
        taken = _settle(cell, sighting)
        first, second = cell.text, sighting.text.strip()
        if _differ(first, second):
            place = reduce(Box.union, (word.box for word in taken))
            doubts.append(Doubt(place, first, second, " ".join(word.text for word in taken)))
        settled |= {at: [] for at in cell.at}
        settled[cell.at[0]] = taken
    out = [word for i, old in enumerate(words) for word in settled.get(i, [old])]
    return SecondReading(tuple(out), len(cells), tuple(doubts))


def value(text: str) -> str:
    """What a printed figure says, for comparing two readings: its sign, digits and decimals.

    PP-OCR's point before the digits is a minus; spaces, points between thousands and brackets say nothing.
    """
    bare = text.translate(_NOUGHTS)
    sign = "-" if _sign(bare) else ""
    return sign + re.sub(r"[^\d,]", "", _DECIMAL_POINT.sub(",", bare))


def _differ(first: str, second: str) -> bool:
    """Whether the two say different things; letters that the second leaves out are no difference."""
    if not _is_figure(second):
        return False
    if not _is_figure(first):
        return _digits(first) != _digits(second) or not _LETTER.search(first)
    return value(first) != value(second)


def _sign(text: str) -> bool:
    start = text[_LEADING.match(text).end() :]  # type: ignore[union-attr]  # the pattern matches the empty string
    return bool(start) and (start[0] in DASHES or _POINT_FOR_MINUS.match(start) is not None)


def _digits(text: str) -> str:
    return "".join(sign for sign in text.translate(_NOUGHTS) if sign.isdigit())


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text.translate(_NOUGHTS)) is not None


def _settle(cell: Cell, sighting: Sighting) -> list[EngineWord]:
    """The words of the cell as they are to stand."""
    second = sighting.text.strip()
    if not second or not _is_figure(second):
        return list(cell.words)
    if value(cell.text) == value(second):
        return list(_agreed(cell, second, sighting.confidence))
    if not _is_figure(cell.text):
        better = sighting.confidence >= _CERTAIN and cell.confidence < _ASSERTED and _differ(cell.text, second)
        return _rebuilt(cell, sighting) if better else list(cell.words)
    if sighting.confidence < _SURE:
        return list(cell.words)
    if _digits(cell.text) == _digits(second):
        return _signed(cell) if _sign(second) and not _sign(cell.text) else list(cell.words)
    if len(_digits(cell.text)) == len(_digits(second)):
        words = list(_substituted(cell, second, sighting.confidence))
    else:
        words = _rebuilt(cell, sighting)
    return words


def _parted(word: EngineWord) -> Iterator[EngineWord]:
    """The word cut at dashes between its digits, which were specks in the space between thousands."""
    pieces = list(_BETWEEN_DASHES.finditer(word.text))
    width = word.box.width / len(word.text)
    for piece in pieces:
        x0, x1 = word.box.x0 + piece.start() * width, word.box.x0 + piece.end() * width
        yield replace(word, text=piece.group(), box=Box(x0, word.box.y0, x1, word.box.y1))


def _agreed(cell: Cell, second: str, confidence: float) -> Iterator[EngineWord]:
    """The cell's words, surer now, without brackets that only the first engine saw: specks beside a figure."""
    bare = confidence >= _CERTAIN and not _BRACKETS.search(second)
    words = cell.words
    if confidence >= _CERTAIN and not _DASHED.search(second):
        words = tuple(piece for word in words for piece in (_parted(word) if _DASHED.search(word.text) else [word]))
    for word in words:
        text = _BRACKETS.sub("", word.text) if bare else word.text
        yield replace(word, text=text or word.text, confidence=max(word.confidence, _AGREED))


def _signed(cell: Cell) -> list[EngineWord]:
    """The cell with the minus, or the label with the dash, that only the second engine saw."""
    first = cell.words[0]
    if set(first.text) <= set(DASHES):
        return [replace(first, text="-", confidence=_AGREED), *cell.words[1:]]
    return [replace(first, text="-" + first.text, box=_reaching(first.box, cell.patch)), *cell.words[1:]]


def _reaching(box: Box, patch: Box) -> Box:
    return Box(min(box.x0, (patch.x0 + box.x0) / 2), box.y0, box.x1, box.y1)


def _substituted(cell: Cell, second: str, confidence: float) -> Iterator[EngineWord]:
    """The cell's own words, spaces and signs, with the digits of the second reading."""
    digits = iter(_digits(second))
    for word in cell.words:
        signs = [next(digits) if sign.isdigit() else sign for sign in word.text.translate(_NOUGHTS)]
        yield replace(word, text="".join(signs), confidence=min(word.confidence, confidence))


def _rebuilt(cell: Cell, sighting: Sighting) -> list[EngineWord]:
    """The second reading as words: its own spaces, its characters' places; the first reading's minus kept."""
    box, size = cell.box, cell.words[0].size
    text = sighting.text.translate(_NOUGHTS)
    tokens = list(_TOKEN.finditer(text))
    words = []
    for number, token in enumerate(tokens):
        x0 = box.x0 if number == 0 else sighting.places[token.start()] - 0.28 * size
        x1 = box.x1 if number == len(tokens) - 1 else sighting.places[token.end() - 1] + 0.28 * size
        edges = Box(min(x0, x1), box.y0, max(x0, x1), box.y1)
        words.append(replace(cell.words[0], text=token.group(), box=edges, confidence=sighting.confidence))
    first = words[0]
    bare = first.text.lstrip("." + DASHES)
    if _sign(text) or _sign(cell.text):
        words[0] = replace(first, text="-" + bare)
    return words


def notes_on(page: Page, doubts: Sequence[Doubt]) -> tuple[PageNote, ...]:
    """Notes for the doubts whose figure came to stand on the page, before its boxes are tilted back."""
    notes = []
    for doubt in doubts:
        spans = [word.span for word in page.words if _stands_in(word.box, doubt.box)]
        if spans:
            span = Span(spans[0].start, spans[-1].end)
            if "\n" not in page.text[span.start : span.end]:
                taken = page.text[span.start : span.end]
                notes.append(PageNote(span, NOTE, _message(doubt, taken), (doubt.first, doubt.second)))
    return tuple(sorted(notes, key=lambda note: note.span))


def _stands_in(word: Box, cell: Box) -> bool:
    across, level = (word.x0 + word.x1) / 2, (cell.y0 + cell.y1) / 2
    return cell.x0 <= across <= cell.x1 and word.y0 <= level <= word.y1


def _message(doubt: Doubt, taken: str) -> str:
    return (
        f"Två läsningar av samma siffror skiljer sig: ”{doubt.first}” och ”{doubt.second}”. "
        f"Här står ”{taken}”; se bilden."
    )
