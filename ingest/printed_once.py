"""Words that a PDF page holds twice are given once, and letters set apart are given as the word they make.

An OCR run over a page that had its text already lays a second, invisible text under it; bold is at times faked by
printing the same words twice, a hair's breadth apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.document import Box
from ingest.raw import RawWord
from ingest.typography import make_words

_CELL = 20.0  # points: the squares in which neighbours are looked for
_SAME_PLACE = 0.15  # of the type size: so far apart the same words can be one printed twice
_COVERED = 0.5  # of an invisible word must lie under a visible one that says the same in other letters
_SECOND_LAYER = 0.5  # of the invisible words so covered: the invisible text is a second copy of the page's
_LETTERS = 4  # set apart make a word
_GAP = 1.0  # × type size between them at most
_WORD_GAP = 1.6  # × the usual gap between letters: here a new word begins
_SAME_LINE = 0.2  # of the type size


def printed_once(words: Sequence[RawWord]) -> list[RawWord]:
    """The words of a page, each once, a word printed twice over as bold; letters set apart joined."""
    once = _without_doubles(words)
    visible = sum(not word.invisible for word in once)
    if 0 < visible < len(once):
        once = _without_second_layer(once)
    return _with_letters_joined(once)


def _without_doubles(words: Sequence[RawWord]) -> list[RawWord]:
    """Without words that stand once more in the same place; the visible one is kept, as bold where two are visible."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        places[word.text].append(at)
    instead: dict[int, RawWord | None] = {}
    for same in places.values():
        if len(same) > 1:
            same.sort(key=lambda at: (round(words[at].box.y0 / 2), words[at].box.x0))
            kept = words[same[0]]
            for before, at in pairwise(same):
                if not _is_in_place_of(kept, words[at]):
                    kept = words[at]
                    continue
                kept = _one_of(kept, words[at])
                instead[before], instead[at] = None, kept
    if not instead:
        return list(words)
    found = (instead.get(at, word) for at, word in enumerate(words))
    return [word for word in found if word is not None]


def _one_of(word: RawWord, double: RawWord) -> RawWord:
    if word.invisible or double.invisible:
        return double if word.invisible else word
    return replace(word, bold=True)


def _is_in_place_of(word: RawWord, other: RawWord) -> bool:
    slack = _SAME_PLACE * max(word.size, 1.0)
    if word.invisible != other.invisible:
        slack *= 3  # an engine's boxes are not the print's
    a, b = word.box, other.box
    return abs(a.x0 - b.x0) <= slack and abs(a.x1 - b.x1) <= slack and abs(a.y0 - b.y0) <= slack


def _without_second_layer(words: Sequence[RawWord]) -> list[RawWord]:
    """Without an invisible text that lies under the visible one and says it again, rightly or wrongly."""
    squares: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for word in words:
        if not word.invisible:
            for square in _squares(word.box):
                squares[square].append(word.box)
    covered = [word.invisible and _is_covered(word, squares) for word in words]
    if sum(covered) < _SECOND_LAYER * sum(word.invisible for word in words):
        return list(words)
    return [word for word, under in zip(words, covered, strict=True) if not under]


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box.x0 / _CELL), int(box.x1 / _CELL) + 1):
        for row in range(int(box.y0 / _CELL), int(box.y1 / _CELL) + 1):
            yield column, row


def _is_covered(word: RawWord, squares: dict[tuple[int, int], list[Box]]) -> bool:
    near = {box for square in _squares(word.box) for box in squares.get(square, ())}
    area = max(word.box.width * word.box.height, 1e-6)
    return sum(_overlap(word.box, box) for box in near) >= _COVERED * area


def _overlap(a: Box, b: Box) -> float:
    return max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0)) * max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))


def _with_letters_joined(words: Sequence[RawWord]) -> list[RawWord]:
    joined: list[RawWord] = []
    run: list[RawWord] = []
    for word in words:
        if run and not _follows(run[-1], word):
            joined += _words_of(run)
            run = []
        if len(word.text) == 1 and word.text.isalpha():
            run.append(word)
        else:
            joined.append(word)
    return joined + _words_of(run)


def _follows(letter: RawWord, word: RawWord) -> bool:
    """Whether a word is one letter more of those set apart: same type, same line, not far."""
    return (
        len(word.text) == 1
        and word.text.isalpha()
        and abs(word.size - letter.size) <= 0.05 * letter.size
        and abs(word.box.y1 - letter.box.y1) <= _SAME_LINE * letter.size
        and 0 < word.box.x0 - letter.box.x1 <= _GAP * letter.size
    )


def _words_of(letters: list[RawWord]) -> list[RawWord]:
    """The words that letters set apart make; the letters where they are none, as in a row of options."""
    if len(letters) < _LETTERS or not make_words([letter.text for letter in letters]):
        return letters
    gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(letters)]
    usual = median(gaps)
    groups = [[letters[0]]]
    for gap, letter in zip(gaps, letters[1:], strict=True):
        if gap > _WORD_GAP * usual:
            groups.append([letter])
        else:
            groups[-1].append(letter)
    return [_word_of(group) for group in groups]


def _word_of(letters: Sequence[RawWord]) -> RawWord:
    box = letters[0].box
    for letter in letters[1:]:
        box = box.union(letter.box)
    return replace(letters[0], text="".join(letter.text for letter in letters), box=box)
