"""Headings on page pictures, where neither bold type nor a size measured on a few letters can be trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.persons import leading_name
from ingest.document import TextLine, TextSource

_NARROW, _WIDE = frozenset("fijltrI1.,:;-'()"), frozenset("mwMWÆæ")
_WORDS = 6
_NARROWER = 0.6  # × the line below
_ABOVE = 0.45  # × the size: the least space over a heading


def measured_size(line: TextLine) -> float:
    """A line's type size in points, 0 where not known; on a picture by its width and letters, which vary less than
    the height of the letters that happen to stand in it."""
    size, box = line.line.size or 0.0, line.line.box
    if line.page.text_source is not TextSource.OCR or box is None or sum(c.isalpha() for c in line.text) < 4:
        return size
    return box.width / sum(map(_em, " ".join(line.text.split())))


def _em(letter: str) -> float:
    """About how wide a letter is, in parts of the type size, in the mean of serif and sans."""
    if letter in _NARROW or letter == " ":
        return 0.3
    if letter in _WIDE:
        return 0.85
    return 0.68 if letter.isupper() else 0.54


def stands_over(lines: Sequence[TextLine], at: int, body: float) -> bool:
    """On a picture: a few words that end no sentence, with space above and a longer line that begins one below."""
    line, text = lines[at], lines[at].text.strip()
    if line.page.text_source is not TextSource.OCR or at == 0 or at + 1 == len(lines):
        return False
    before, below = lines[at - 1].text.strip(), lines[at + 1].text.strip()
    a, b, over = line.line.box, lines[at + 1].line.box, lines[at - 1].line.box
    if not (a and b and over) or len({lines[n].page.number for n in (at - 1, at, at + 1)}) > 1:
        return False
    if not re.fullmatch(r"[A-ZÅÄÖ][^.,;:!?]*[\wåäö)]", text) or text[-1].isdigit() or leading_name(text):
        return False
    begins = below[:1].isupper() and a.width < _NARROWER * b.width and len(text.split()) <= _WORDS
    apart = a.y0 - over.y1 >= _ABOVE * body and (before.endswith((".", "!", "?")) or len(before) < len(below))
    return begins and apart
