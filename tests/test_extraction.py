"""What holds of all extractors together: quotes match, noise never raises, order does not matter, time is linear."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.facts import Fact, Facts, Finding
from ingest.document import Document, Evidence, plain_page
from tests.archives import minutes
from tests.minutes import STYLES, Style, document_of

NOISE = st.text(
    st.sampled_from("§$8S|~•·-–—\t\f\n  «»¤%()[]{}:;.,'\"0123456789abcåäöÅÄÖ€\u00a0\u2009\u00ad"), max_size=12
)


def evidences(value: Any) -> Iterator[Evidence]:
    """Every piece of evidence in facts, rows of tables too."""
    if isinstance(value, Facts | Fact | Finding):
        yield from (one for field in fields(value) for one in evidences(getattr(value, field.name)))
    elif isinstance(value, tuple):
        yield from (one for item in value for one in evidences(item))
    elif isinstance(value, Evidence):
        yield value


def check(document: Document, facts: Facts) -> None:
    for evidence in evidences(facts):
        for piece in evidence.pieces:
            assert piece.page is document.pages[piece.page.number - 1]
            assert piece.page.text[piece.span.start : piece.span.end] == piece.quote
            assert piece.quote.strip()


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_quotes_match_their_spans(style: Style) -> None:
    document = document_of(style.text)
    facts = extract(document)
    assert list(evidences(facts))
    check(document, facts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STYLES), st.lists(st.tuples(st.integers(0, 3000), NOISE), max_size=6))
def test_noise_in_a_text_never_raises(style: Style, noise: list[tuple[int, str]]) -> None:
    text = style.text
    for at, inserted in noise:
        at = min(at, len(text))
        text = text[:at] + inserted + text[at:]
    document = document_of(text)
    check(document, extract(document))


def test_the_order_of_documents_does_not_matter() -> None:
    texts = [minutes(0), minutes(1), STYLES[0].text]
    alone = [extract(document_of(text)) for text in texts]
    for order in permutations(range(3)):
        found = {at: extract(document_of(texts[at])) for at in order}
        assert [found[at] for at in range(3)] == alone


def long(pages: int) -> Document:
    texts = [minutes(number).split("Närvarande")[-1] for number in range(pages)]
    return Document("0" * 64, "text/plain", "lang.txt", tuple(plain_page(n, t) for n, t in enumerate(texts, 1)))


def seconds(pages: int) -> float:
    best = float("inf")
    for _ in range(3):
        document = long(pages)
        began = time.process_time()
        extract(document)
        best = min(best, time.process_time() - began)
    return best


def test_time_is_linear_in_pages() -> None:
    extract(long(2))
    few, many = seconds(25), seconds(200)
    assert many < 8 * few * 2, (few, many)
