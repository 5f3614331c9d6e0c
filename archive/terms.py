"""A user's words as search terms. Nothing a user types reaches FTS5 unquoted, so nothing they type can be wrong.

"Quotes" make a phrase, a trailing * a beginning of words; §§, sums, dates and dnr are found by what they mean.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from archive import tokens
from archive.words import WORD, fold, loose, numbers_of, split_compound, stem

_TRIGRAM = 3
_MOST = 24  # terms of a query, and
_LONGEST = 1000  # characters; the rest is not looked at
_QUOTED = re.compile(r'"([^"]*)"?')
STOPWORDS = frozenset({
    "och", "i", "att", "det", "som", "en", "på", "är", "av", "för", "med", "den", "till", "om", "har", "ett", "de",
    "inte", "vid", "kan", "från", "eller", "var", "in", "ut", "så",
})  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One thing looked for. The FTS5 expressions, already quoted, are None where an index cannot look for it.

    `text` and `loose` are for the trigram index, `words` for the index of keys. `literal` is what is marked in a
    snippet, `keys` are the word keys marked there, `tokens` the canonical forms.
    """

    literal: str
    text: str | None = None
    loose: str | None = None
    words: str | None = None
    keys: frozenset[str] = frozenset()
    tokens: tuple[str, ...] = ()


def terms(db: sqlite3.Connection, query: str) -> list[Term]:
    """The terms of a query. No input raises; a query of nothing but signs gives none."""
    query = "".join(c if c.isprintable() else " " for c in query[:_LONGEST])
    found = [_phrase(match[1]) for match in _QUOTED.finditer(query)]
    rest = _QUOTED.sub(lambda match: " " * len(match[0]), query)
    for stretch in tokens.canonical(rest):
        found.append(_canonical(rest[stretch.start : stretch.end], stretch.tokens))
        rest = rest[: stretch.start] + " " * (stretch.end - stretch.start) + rest[stretch.end :]
    found += [_number(digits) for digits in numbers_of(rest) if len(digits) < 20]
    for word in WORD.finditer(rest):
        beginning = rest[word.end() : word.end() + 1] == "*"
        found.append(_beginning(word[0]) if beginning else _word(db, word[0].lower()))
    telling = [term for term in found if term.literal not in STOPWORDS]
    return [term for term in dict.fromkeys(telling or found) if term.literal][:_MOST]


def _word(db: sqlite3.Connection, word: str) -> Term:
    """A word in any of its forms, alone or as a part of a compound; or, itself one, by its parts."""
    keys = {_lemma(db, word) or word, stem(word)}
    either = [_quote(key) for key in sorted(keys)]
    if parts := split_compound(word, lambda part: _lemma(db, part) is not None):
        either.append("(" + " AND ".join(_quote(stem(part)) for part in parts) + ")")
    return Term(word, *_trigrams(word), words=f"({' OR '.join(either)})", keys=frozenset(keys))


def _beginning(word: str) -> Term:
    word = word.lower()
    return Term(word, *_trigrams(word), words=f"{_quote(word)}*")


def _phrase(text: str) -> Term:
    phrase = fold(text)
    words = _quote(phrase) if 0 < len(phrase) < _TRIGRAM and phrase.isalpha() else None
    return Term(phrase, *_trigrams(phrase), words=words)


def _number(digits: str) -> Term:
    """A bare number is a number however its thousands are parted, or so many kronor."""
    forms = (tokens.number(digits), tokens.money(int(digits) * 100))
    return Term(digits, words=f"({' OR '.join(map(_quote, forms))})", tokens=forms)


def _canonical(printed: str, forms: tuple[str, ...]) -> Term:
    return Term(fold(printed), words=f"({' OR '.join(map(_quote, forms))})", tokens=forms)


def _trigrams(text: str) -> tuple[str | None, str | None]:
    """The strict and the loose expression for the trigram index, which knows nothing shorter than three characters."""
    if len(text) < _TRIGRAM:
        return None, None
    return f"{{heading text}} : {_quote(text)}", f"({_quote(loose(text))} OR {_quote(text)})"


def _lemma(db: sqlite3.Connection, word: str) -> str | None:
    row = db.execute("SELECT lemma FROM word_form WHERE form = ?", (word,)).fetchone()
    return row["lemma"] if row else None


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
