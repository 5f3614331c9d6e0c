"""The stretch of a passage that shows why it was found, with the found words marked."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.terms import Term, terms
from archive.tokens import canonical, number, ore
from archive.words import NUMBER, WORD, loose, stem
from ingest.document import Span

_LENGTH = 240  # characters
_LARGEST = 2**63  # what an integer of the database holds


@dataclass(frozen=True)
class Snippet:
    """A stretch of text; `marks` are (start, end) in it, in order, not overlapping."""

    text: str
    marks: tuple[tuple[int, int], ...]

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked."""
        at = 0
        for start, end in self.marks:
            if start > at:
                yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        if at < len(self.text):
            yield self.text[at:], False


def snippet(
    db: sqlite3.Connection, document_id: int, text: str, wanted: Sequence[Term], decided: Iterable[str] = ()
) -> Snippet:
    """The stretch with most of the terms in it; the passage's beginning where the terms stand elsewhere (a heading).

    Where a decision and what led to it both have them, the decision is shown; `decided`: the passage's decisions.
    """
    marks = _merged(_all_marks(db, document_id, text, wanted))
    start = _densest(marks, len(text), [place for words in decided if (place := _place_of(words, text))])
    if start > 0:
        start = text.rfind(" ", 0, start) + 1
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    inside = [(max(a, start), min(b, end)) for a, b in marks if a < end and b > start]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    return Snippet(before + text[start:end] + after, tuple((a + shift, b + shift) for a, b in inside))


def marked(db: sqlite3.Connection, document_id: int, text: str, query: str) -> list[Span]:
    """Where in a document's text, a page's say, a user's words stand; in order, not overlapping."""
    return [Span(start, end) for start, end in _merged(_all_marks(db, document_id, text, terms(db, query)))]


def _all_marks(
    db: sqlite3.Connection, document_id: int, text: str, wanted: Sequence[Term]
) -> Iterator[tuple[int, int]]:
    literals = {term.literal for term in wanted if not term.tokens} | _printed(db, document_id, wanted)
    lowered = text.lower() if len(text.lower()) == len(text) else text
    for literal in (literal for literal in literals if len(literal) > 2):  # shorter ones only as whole words, below
        for match in re.finditer(re.escape(literal).replace(r"\ ", r"\s+"), lowered):
            yield match.span()
    forms = frozenset(form for term in wanted for form in term.tokens)
    if forms:
        yield from ((c.start, c.end) for c in canonical(text) if forms & set(c.tokens))
        for match in NUMBER.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if number(digits) in forms or f"kr{digits}" in forms:
                yield match.span()
    keys = frozenset(key for term in wanted for key in term.keys)
    if keys:
        found = [(match, match[0].lower()) for match in WORD.finditer(text)]
        meant = _of_lemma(db, {word for _, word in found}, keys)
        folded = {loose(term.literal) for term in wanted if term.loose}
        for match, word in found:
            if word in meant or stem(word) in keys or loose(word) in folded:
                yield match.span()


def _printed(db: sqlite3.Connection, document_id: int, wanted: Sequence[Term]) -> set[str]:
    """How the document prints the sums and days looked for."""
    forms = [form for term in wanted for form in term.tokens]
    sums = [kept for form in forms if (kept := ore(form)) is not None and kept < _LARGEST]
    days = [f"{form[5:9]}-{form[9:11]}-{form[11:13]}" for form in forms if form.startswith("datum")]
    found: set[str] = set()
    for query, values in (
        ("SELECT DISTINCT text FROM amount WHERE document = ? AND abs(ore) = ?", sums),
        ("SELECT DISTINCT text FROM date_mention WHERE document = ? AND start = ?", days),
    ):
        for value in values:
            found.update(" ".join(row["text"].lower().split()) for row in db.execute(query, (document_id, value)))
    return {text for text in found if text}


def _of_lemma(db: sqlite3.Connection, words: Iterable[str], lemmas: Iterable[str]) -> set[str]:
    """Those of the words that are forms of one of the lemmas."""
    rows = db.execute(
        """SELECT form FROM word_form WHERE form IN (SELECT value FROM json_each(?))
           AND lemma IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(words)), json.dumps(list(lemmas))),
    )
    return {row["form"] for row in rows}


def _merged(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if end <= start:
            continue
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


_NOT_YET = re.compile(r"\b(?:förslag|föreslå|yrka|tidigare beslut)", re.IGNORECASE)


def _place_of(decision: str, text: str) -> tuple[int, int] | None:
    """Where a decision's words stand in a passage; not where the same words were proposed, if they stand twice."""
    opening = r"\s+".join(map(re.escape, decision.split()[:8]))
    found = list(re.finditer(opening, text))
    settled = [m for m in found if not _NOT_YET.search(text, max(0, m.start() - 60), m.start())]
    last = (settled or found)[-1:]
    return (last[0].start(), last[0].start() + len(decision)) if last else None


def _densest(marks: Sequence[tuple[int, int]], length: int, decided: Sequence[tuple[int, int]]) -> int:
    """Where to begin so that most marked characters are shown, those of decisions counted twice, with a little text
    before the first."""
    best, begin = 0, 0
    weights = [(b - a) * (2 if any(a < end and b > start for start, end in decided) else 1) for a, b in marks]
    for start, _ in marks:
        shown = sum(w for (a, b), w in zip(marks, weights, strict=True) if a >= start and b <= start + _LENGTH - 40)
        if shown > best:
            best, begin = shown, start
    return max(0, min(begin - 40, length - _LENGTH))
