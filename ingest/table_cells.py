"""Which words an engine read are figures in the columns of a table, cell by cell: what deserves a second reading.

A figure in running text has its sentence to hold it; a figure in a column has nothing but its digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.document import Box
from ingest.segments import GAP
from ingest.tesseract import EngineWord

_FEWEST = 6  # cells of figures that make a table
_FEWEST_ROWS = 3
_SHORT = 4
_LEVEL = 0.4  # × type size by which base lines of one row may differ
_SURE_OF_DASH = 0.7
DASHES = "-–−‒—~"
_LONE_NOUGHT = re.compile(r"[\[({]?[0OoQ°][\])}\-]?")
_MARGINS = (0.9, 0.35)  # × type size of paper taken along to the left (where a sign may stand) and to the right
_ABOVE, _BELOW = 0.95, 0.3  # × type size over and under the base line


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that stand together in a row of a table; `at` are their places in the list they come from.

    `patch` is the cell with some paper around it, no neighbour's ink in it; points.
    """

    at: tuple[int, ...]
    words: tuple[EngineWord, ...]
    patch: Box

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.union(word.box)
        return box

    @property
    def confidence(self) -> float:
        """The engine's least sure word."""
        return min(word.confidence for word in self.words)


def is_figure(text: str) -> bool:
    """Mostly digits, or a lone sign that is read as a nought."""
    signs = [sign for sign in text if not sign.isspace()]
    return 2 * sum(sign.isdigit() for sign in signs) >= len(signs) or _LONE_NOUGHT.fullmatch(text) is not None


def _may_be_figure(text: str) -> bool:
    """So short that it may be a misread figure: "S" for 57."""
    return len(text) <= _SHORT


def figure_cells(words: Sequence[EngineWord], width: float) -> list[Cell]:
    """The cells of figures of a page `width` points wide, none where there are too few for a table.

    Among them are very short cells beside figures, which may be figures that were misread.
    """
    found: list[Cell] = []
    rows = 0
    for row in _rows(words):
        cells = list(_cells(row, words, width))
        figures = [cell for cell in cells if is_figure(cell.text)] if len(cells) > 1 else []
        if figures:
            rows += 1
            found += [cell for cell in cells if cell in figures or (cell is not cells[0] and _may_be_figure(cell.text))]
    return found if len(found) >= _FEWEST and rows >= _FEWEST_ROWS else []


def doubtful_labels(words: Sequence[EngineWord], width: float) -> list[Cell]:
    """The first words of a table's labels where the dash that several others begin with may be lost.

    That is, labels without one, and labels whose dash stands alone and unsure, so that it may pass for a speck.
    """
    marked, doubtful = 0, []
    for row in _rows(words):
        cells = list(_cells(row, words, width))
        label = cells[0]
        if not any(is_figure(cell.text) for cell in cells[1:]) or is_figure(label.text):
            continue
        marked += label.text[0] in DASHES
        first = label.words[0]
        lone = set(first.text) <= set(DASHES)
        if first.text[0] not in DASHES or (lone and first.confidence < _SURE_OF_DASH):
            last = label.words[min(1, len(label.words) - 1)] if lone else first
            doubtful.append(Cell(label.at[:1], (first,), replace(label.patch, x1=last.box.x1 + 0.1 * last.size)))
    return doubtful if marked >= _FEWEST_ROWS else []


def _rows(words: Sequence[EngineWord]) -> Iterator[list[int]]:
    """Places of the words that stand on one base line, from left to right."""
    order = sorted(range(len(words)), key=lambda i: words[i].baseline)
    row: list[int] = []
    for i in order:
        if row:
            level = median(words[k].baseline for k in row)
            if words[i].baseline - level > _LEVEL * min(words[i].size, words[row[-1]].size):
                yield sorted(row, key=lambda k: words[k].box.x0)
                row = []
        row.append(i)
    if row:
        yield sorted(row, key=lambda k: words[k].box.x0)


def _cells(row: Sequence[int], words: Sequence[EngineWord], width: float) -> Iterator[Cell]:
    groups: list[list[int]] = []
    for i in row:
        if groups and words[i].box.x0 - words[groups[-1][-1]].box.x1 <= GAP * words[i].size:
            groups[-1].append(i)
        else:
            groups.append([i])
    for k, group in enumerate(groups):
        left = words[groups[k - 1][-1]].box.x1 if k else 0.0
        right = words[groups[k + 1][0]].box.x0 if k + 1 < len(groups) else width
        own = tuple(words[i] for i in group)
        yield Cell(tuple(group), own, _patch(own, left, right))


def _patch(words: Sequence[EngineWord], left: float, right: float) -> Box:
    """The words' place and some paper: at most half of the way to the neighbours that end at `left`, begin at `right`.

    The height is that of the type, not of the engine's boxes, which now and then reach into other rows.
    """
    size = median(word.size for word in words)
    baseline = median(word.baseline for word in words)
    x0, x1 = words[0].box.x0, max(word.box.x1 for word in words)
    before, after = _MARGINS
    return Box(
        max(0.0, x0 - min(before * size, 0.5 * max(0.0, x0 - left))),
        max(0.0, baseline - _ABOVE * size),
        max(x0, x1 + min(after * size, 0.5 * max(0.0, right - x1))),
        max(0.0, baseline + _BELOW * size),
    )
