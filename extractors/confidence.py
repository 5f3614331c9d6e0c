"""How far a fact can be trusted: how sure the rule is that found it, times how well its words were read.

The one place where a confidence is made. An extractor says how sure its rule is of a text that is certain; what the
reading adds of doubt is counted here, once, when the extractor has run. The shares were counted on scans with digital
twins (docs/accuracy.md, "What a confidence is worth"); raise VERSION with any change and all is extracted anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from extractors.facts import Amount, Date, Fact, Period, Reference, Table, Text
from ingest.document import Evidence, Page, Piece, TextSource, Word

VERSION = 1

_EXACT = (Amount, Date, Period, Reference, Text)  # wrong if one sign of them is
_SHORT = 8  # words; longer evidence is more than the fact's own words
# An engine's confidence in a word → the share of such words that were right.
_WORDS = ((0.0, 0.4), (0.5, 0.65), (0.7, 0.75), (0.8, 0.84), (0.85, 0.9), (0.9, 0.975), (0.92, 0.993), (0.95, 0.998))
_FIGURES = ((0.0, 0.2), (0.8, 0.3), (0.85, 0.5), (0.9, 0.75), (0.92, 0.93), (0.95, 0.998))
# A page's quality → what is left of the trust in words the engine was sure of: on a bad picture it is sure of errors.
_PAGES = ((0.0, 0.5), (0.7, 0.75), (0.8, 0.85), (0.87, 0.93), (0.9, 0.96), (0.93, 0.995), (0.95, 1.0))
_DOUBTED = 0.6  # a place that two engines read differently


def weighed(provided: Mapping[str, Any]) -> dict[str, Any]:
    """What an extractor provides, each fact's confidence times that of its reading; findings have none."""
    return {key: value if key == "findings" else _weigh(value) for key, value in provided.items()}


def _weigh(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_weigh(one) for one in value)
    if not isinstance(value, Fact):
        return value
    if isinstance(value, Table):
        value = replace(value, rows=_weigh(value.rows))
    trust = reading(value.evidence, exact=isinstance(value, _EXACT))
    return value if trust == 1.0 else replace(value, confidence=value.confidence * trust)


def reading(evidence: Evidence, *, exact: bool) -> float:
    """How likely the words of some evidence were read rightly, 0..1; 1 where nothing had to be recognised.

    `exact`: every word must be right (a sum, a date); else most of them (a decision is known by its words).
    """
    trust = min(_of_page(piece) for piece in evidence.pieces)
    shares = [_share(page, word) for page, word in _recognised(evidence)]
    if not shares:
        return trust
    if not exact or len(shares) > _SHORT:
        return trust * sum(shares) / len(shares)
    for share in shares:
        trust *= share
    return trust


def _of_page(piece: Piece) -> float:
    page = piece.page
    trust = 1.0 if page.text_source is TextSource.GIVEN else _along(_PAGES, page.quality)
    return trust * _DOUBTED if any(note.span.overlaps(piece.span) for note in page.notes) else trust


def _recognised(evidence: Evidence) -> Iterator[tuple[Page, Word]]:
    for piece in evidence.pieces:
        if piece.page.text_source is TextSource.OCR:
            yield from ((piece.page, word) for word in piece.page.words_in(piece.span))


def _share(page: Page, word: Word) -> float:
    figures = any(sign.isdigit() for sign in page.text[word.span.start : word.span.end])
    return _along(_FIGURES if figures else _WORDS, word.confidence)


def _along(points: tuple[tuple[float, float], ...], at: float) -> float:
    """The value at a place between two points of a line."""
    above = bisect_right(points, (at, 2.0))
    if above == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[above - 1], points[above]
    return y0 + (y1 - y0) * (at - x0) / (x1 - x0)
