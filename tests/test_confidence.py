"""A confidence means something: it falls with the reading, and what is told as .9 or more is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.readout import read
from extractors.confidence import reading, weighed
from extractors.facts import Amount, Decision, Fact, Row, Table
from extractors.record import to_record
from ingest.document import Box, Evidence, Page, PageNote, Piece, Span, TextSource, Word
from ingest.settings import Settings
from tests.calibration import Judged, bucket, judge, table
from tests.sample.load import document
from tests.sample.packing import File

TEXT = "Styrelsen beviljar 60 000 kr till kvarnen"


def page(confidence: float, quality: float = 0.95, source: TextSource = TextSource.OCR, doubted: bool = False) -> Page:
    words, at = [], 0
    for word in TEXT.split():
        start = TEXT.index(word, at)
        at = start + len(word)
        words.append(Word(Span(start, at), Box(start, 0, at, 10), confidence))
    notes = (PageNote(Span(19, 25), "tveksam-siffra", "Två läsningar skiljer sig."),) if doubted else ()
    return Page(1, TEXT, 595, 842, tuple(words), text_source=source, quality=quality, notes=notes)


def evidence(of: Page, start: int = 19, end: int = 28) -> Evidence:
    return Evidence((Piece(of, Span(start, end)),))


def test_digital_text_leaves_a_rule_its_confidence() -> None:
    given = page(1.0, 1.0, TextSource.TEXT_LAYER)
    amount = Amount(ore=6_000_000, text="60 000 kr", evidence=evidence(given), confidence=0.98)
    assert weighed({"amounts": (amount,)})["amounts"][0].confidence == 0.98


def test_a_doubtful_figure_takes_more_than_a_doubtful_word() -> None:
    doubtful = page(0.85)
    figures = reading(evidence(doubtful, 19, 25), exact=True)
    words = reading(evidence(doubtful, 0, 18), exact=True)
    assert figures < 0.5 < words < 0.9


def test_one_bad_word_spoils_a_sum_but_not_a_decision() -> None:
    doubtful = page(0.9)
    assert reading(evidence(doubtful, 0, len(TEXT)), exact=True) < 0.6
    assert reading(evidence(doubtful, 0, len(TEXT)), exact=False) > 0.85


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_a_better_reading_never_makes_a_fact_less_sure(a: float, b: float, quality: float, exact: bool) -> None:
    worse, better = (reading(evidence(page(c, quality)), exact=exact) for c in sorted((a, b)))
    assert 0 <= worse <= better <= 1


def test_a_poor_page_and_a_doubted_place_count() -> None:
    good = reading(evidence(page(0.96)), exact=True)
    assert reading(evidence(page(0.96, quality=0.85)), exact=True) < good
    assert reading(evidence(page(0.96, doubted=True)), exact=True) < 0.65


def test_a_table_s_rows_are_weighed_each() -> None:
    bad, good = page(0.5), page(0.96)
    rows = tuple(Row(label="x", values=(1,), evidence=evidence(of)) for of in (bad, good))
    made = Table(title=None, unit="kr", columns=("a",), rows=rows, evidence=evidence(good))
    (weighted,) = weighed({"tables": (made,)})["tables"]
    assert weighted.rows[0].confidence < 0.5 < 0.9 < weighted.rows[1].confidence


def test_certainty_is_left_alone() -> None:
    fact: Fact = Decision(paragraf=0, text="x", action="annat", evidence=evidence(page(0.5)), certainty="stated")
    assert weighed({"decisions": (fact,)})["decisions"][0].certainty == "stated"


def judged(files: list[File], folder: Path) -> list[Judged]:
    found: list[Judged] = []
    for file in files:
        path = folder / Path(file.path).name
        path.write_bytes(file.content)
        for out in read([path], Settings()):
            assert out.document is not None
            assert out.facts is not None
            found += judge(file.gold or {}, to_record(out.document, out.facts))
    return found


@pytest.fixture(scope="module")
def small_part(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    files = [document(5, index) for index in (0, 3, 121, 7)]
    return judged(files, tmp_path_factory.mktemp("load"))


def test_of_facts_told_as_nine_tenths_at_least_95_in_a_hundred_are_right(small_part: list[Judged]) -> None:
    sure = [right for _, confidence, right, _ in small_part if confidence >= 0.9]
    assert len(sure) > 150
    assert sum(sure) / len(sure) >= 0.95


def test_the_calibration_table_has_a_row_a_kind(small_part: list[Judged]) -> None:
    lines = table(small_part).splitlines()
    kinds = {kind for kind, *_ in small_part}
    assert len(lines) == len(kinds) + 3
    assert kinds >= {"amounts", "decisions", "paragraphs", "attendance"}


def test_buckets_hold_their_lower_bound() -> None:
    assert [bucket(c) for c in (1.0, 0.95, 0.949, 0.0)] == [0.98, 0.95, 0.9, 0.0]
