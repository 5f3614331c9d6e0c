"""What a search finds in a document: its §§, and stretches of about a thousand characters of all other text.

Each passage carries the columns the index is made of: its text and heading, the loosely folded words, the words' keys,
and tokens: canonical forms of §, sums, dates, dnr and numbers, whatever way they were printed.
"""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from archive import tokens
from archive.likely import LikelyText
from archive.schema import ROOM
from archive.words import fold, lexicon, loose_words, numbers_of, words_of
from extractors.facts import Facts
from ingest.document import Document, Evidence

INDEX = "sökindex"  # the index's name among the extractors' runs
INDEX_VERSION = 2  # raise it when a change here, in words.py or tokens.py alters what is indexed
_LENGTH = 1000  # characters of running text in a passage
_HYPHEN = re.compile(r"(\w)[-\u00ad]\n\s*(?=[a-zåäö])")


@dataclass(frozen=True)
class Passage:
    """`start` and `end` are offsets in the document's text, `paragraf` the position of a §."""

    start: int
    end: int
    page: int
    heading: str
    text: str
    paragraf: int | None = None


def passages(document: Document, facts: Facts) -> list[Passage]:
    """A document's passages: its §§ first, then the rest of its running text in order."""
    found = [_of_paragraf(document, facts, at) for at in range(len(facts.paragraphs))]
    taken = sorted(_extent(document, part) for p in facts.paragraphs for part in _each_piece(p.evidence))
    headings = sorted((_extent(document, h.evidence)[0], h.heading) for h in facts.outline)
    title = facts.title.value if facts.title else document.name
    for start, end in _stretches(document, taken):
        at = bisect_right(headings, (start, "\uffff")) - 1
        text = joined(document.flow[start:end])
        heading = headings[at][1] if at >= 0 else title
        found.append(Passage(start, end, document.page_at(start).number, heading, text))
    return found[:ROOM]


def index(db: sqlite3.Connection, document_id: int, document: Document, facts: Facts) -> int:
    """Replace a document's rows in the search index; the number of its passages. The caller holds the transaction."""
    db.execute("DELETE FROM passage WHERE document = ?", (document_id,))
    found = passages(document, facts)
    marks = _marks(document, facts)
    day = facts.meeting.date if facts.meeting else facts.date.value if facts.date else None
    dated = tokens.stretch(day, day, "day") if day else []  # a meeting's day finds all its §§
    likely = LikelyText(document)
    words: set[str] = set()
    for at, passage in enumerate(found):
        heading_text = " ".join([passage.heading, *_decided(facts, passage), *_title(facts, passage)])
        own = _own_tokens(facts, passage)
        meant, heading_meant = likely.of(passage.text), likely.of(heading_text)
        loose = [loose_words(f"{passage.heading} {passage.text}"), fold(meant.text)]
        row = (
            document_id * ROOM + at, document_id, passage.paragraf, passage.page, passage.start, passage.end,
            passage.heading, passage.text, " ".join(filter(None, loose)),
            " ".join([lexicon().keys(f"{heading_text} {heading_meant.words}"), *own]),
            lexicon().keys(f"{passage.text} {meant.words}"),
            " ".join([*dated, *_tokens(passage, marks)]),
        )  # fmt: skip
        db.execute(f"INSERT INTO passage VALUES ({', '.join('?' * len(row))})", row)
        words.update(words_of(f"{heading_text} {passage.text} {heading_meant.words} {meant.words}"))
    db.executemany(
        "INSERT OR IGNORE INTO word_form VALUES (?, ?)", {**lexicon().forms(words), **likely.forms()}.items()
    )
    return len(found)


def joined(text: str) -> str:
    """Running text in one line: words cut at a line's end made whole, every gap one space."""
    return " ".join(_HYPHEN.sub(r"\1", text).split())


def _of_paragraf(document: Document, facts: Facts, at: int) -> Passage:
    p = facts.paragraphs[at]
    start, end = _extent(document, p.evidence)
    heading = " ".join(part for part in (p.label or p.number, p.heading) if part)
    return Passage(start, end, p.evidence.page, heading, joined(p.text), at)


def _extent(document: Document, evidence: Evidence) -> tuple[int, int]:
    first, last = evidence.pieces[0], evidence.pieces[-1]
    starts = document.page_starts
    return starts[first.page.number - 1] + first.span.start, starts[last.page.number - 1] + last.span.end


def _each_piece(evidence: Evidence) -> Iterator[Evidence]:
    return (Evidence((piece,)) for piece in evidence.pieces)


def _stretches(document: Document, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The running lines that no § has taken, gathered to stretches within a page, cut where a paragraph ends."""
    start = end = -1
    for line in document.lines:
        at = bisect_right(taken, (line.start, len(document.text))) - 1
        if at >= 0 and taken[at][1] > line.start:
            continue
        new_page = end >= 0 and document.page_at(end - 1) is not line.page
        gap = end >= 0 and "\n\n" in document.flow[end : line.start]
        if start >= 0 and (new_page or (end - start >= _LENGTH * (0.6 if gap else 1.0))):
            yield start, end
            start = -1
        start, end = (line.start if start < 0 else start), line.end
    if start >= 0:
        yield start, end


def _own_tokens(facts: Facts, passage: Passage) -> list[str]:
    """A §'s number and the sums it decides on weigh as much as its heading."""
    if passage.paragraf is None:
        return []
    sums = [tokens.money(ore) for d in facts.decisions if d.paragraf == passage.paragraf for ore in d.amounts]
    return [tokens.paragraf(facts.paragraphs[passage.paragraf].number), *sums]


def _decided(facts: Facts, passage: Passage) -> list[str]:
    return [d.text for d in facts.decisions if passage.paragraf is not None and d.paragraf == passage.paragraf]


def _title(facts: Facts, passage: Passage) -> list[str]:
    return [facts.title.value] if facts.title and passage.paragraf is None else []


def _marks(document: Document, facts: Facts) -> list[tuple[int, str]]:
    """(offset, token) for every fact that has a canonical form, in order."""
    marks: list[tuple[int, str]] = []

    def mark(evidence: Evidence, found: list[str]) -> None:
        at, _ = _extent(document, evidence)
        marks.extend((at, token) for token in found)

    for amount in facts.amounts:
        mark(amount.evidence, [tokens.money(amount.ore)])
    for date in facts.dates:
        mark(date.evidence, tokens.stretch(date.start, date.end, date.precision))
    for reference in facts.references:
        if reference.kind == "dnr":
            mark(reference.evidence, tokens.dnr(reference.target))
    for dnr in facts.dnr:
        mark(dnr.evidence, tokens.dnr(dnr.value))
    for paragraf in facts.paragraphs:
        if paragraf.dnr:
            mark(paragraf.evidence, tokens.dnr(paragraf.dnr))
    for table in facts.tables:
        for row in table.rows:
            mark(row.evidence, [tokens.money(value) for value in row.values if value])
    return sorted(marks)


def _tokens(passage: Passage, marks: list[tuple[int, str]]) -> list[str]:
    text = f"{passage.heading} {passage.text}"
    first, last = bisect_left(marks, (passage.start, "")), bisect_left(marks, (passage.end, ""))
    found = [tokens.number(n) for n in numbers_of(text)] + tokens.paragrafs_in(text)
    return list(dict.fromkeys(found + [token for _, token in marks[first:last]]))
