"""Swedish words as search keys: lemma, stem and the parts of compounds, and the canonical forms of numbers.

å, ä and ö are letters, not accents: `loose` folds them only for the fallback that forgives a wrong text layer or a
keyboard without them. The dictionary (simplemma's, a second to load) is needed to index, not to search: what a search
needs of it lies in the archive's `word_form`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
NUMBER = re.compile(r"(?<![\d,.])(?:\d{1,3}(?:[   ]\d{3})+|\d{1,3}(?:\.\d{3})+|\d+)(?!\d)")
_LOOSE = str.maketrans("åäöéèêüæø", "aaoeeeuao")
_COMPOUND = 8  # letters; shorter words are not split
_PART = 4  # letters; a shorter part is found by the trigram index anyway


def fold(text: str) -> str:
    """Lower case and single spaces: the form in which printed text and a user's words are compared."""
    return " ".join(text.lower().split())


def loose(text: str) -> str:
    """`fold` with å ä → a and ö → o, and other common accents dropped."""
    return fold(text).translate(_LOOSE)


def loose_words(text: str) -> str:
    """The loosely folded forms of the words that differ by it, each once: searched beside the text as a fallback."""
    words = dict.fromkeys(word for word in fold(text).split() if word.translate(_LOOSE) != word)
    return " ".join(word.translate(_LOOSE) for word in words)


def words_of(text: str) -> Iterator[str]:
    """The words of a text in lower case, a hyphened word also by its parts."""
    for match in WORD.finditer(text):
        word = match[0].lower()
        yield word
        if "-" in word:
            yield from word.split("-")


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """Snowball's Swedish stem."""
    return _stemmer()(word)


@cache
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer

    stemmer: Callable[[str], str] = snowballstemmer.stemmer("swedish").stemWord
    return stemmer


def numbers_of(text: str) -> Iterator[str]:
    """The whole numbers of a text without their thousands' spaces: "1 185 500" → "1185500"."""
    for match in NUMBER.finditer(text):
        yield re.sub(r"\D", "", match[0])


def split_compound(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """A compound's parts in order, () where it is none: "budgetuppföljningen" → ("budget", "uppföljningen").

    Of the ways to split into two known words (a joining s between them left out) the most even one is taken, and each
    part is split further.
    """
    best: tuple[int, str, str] | None = None
    for at in range(_PART, len(word) - _PART + 1):
        left, right = word[:at], word[at:]
        if not known(right):
            continue
        whole = left if known(left) else left[:-1] if left.endswith("s") and known(left[:-1]) else ""
        if len(whole) >= _PART and (best is None or min(at, len(right)) > best[0]):
            best = (min(at, len(right)), whole, right)
    if best is None or len(word) < _COMPOUND:
        return ()
    _, left, right = best
    return (*(split_compound(left, known) or (left,)), *(split_compound(right, known) or (right,)))


class Lexicon:
    """The dictionary at indexing: keys of a text's words, and every form of the lemmas met."""

    def __init__(self) -> None:
        from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

        self._lemmas = DEFAULT_DICTIONARY_FACTORY.get_dictionary("sv")
        self._forms: dict[bytes, list[bytes]] = defaultdict(list)
        for form, lemma in self._lemmas._dict.items():  # type: ignore[attr-defined]  # the public view decodes each word
            self._forms[lemma].append(form)
        self._keys = lru_cache(1 << 16)(self._find_keys)

    def keys(self, text: str) -> str:
        """Lemma, stem and compound parts of every word, in order: the column that `passage_word` indexes."""
        return " ".join(key for word in words_of(text) for key in self._keys(word))

    def forms(self, words: Iterable[str]) -> dict[str, str]:
        """Form → lemma: the words themselves, and every other form of their lemmas and of their compound parts."""
        found: dict[str, str] = {}
        for word in words:
            for part in (word, *split_compound(word, self.is_known)):
                lemma = self.lemma(part)
                found[part] = lemma
                found.update((form, lemma) for form in self._forms_of(lemma))
        return found

    def _forms_of(self, lemma: str) -> Iterator[str]:
        """The forms in lower case of a lemma, and of the same word as a name."""
        for spelled in (lemma, lemma.capitalize(), lemma.upper()) if lemma.islower() else ():
            forms = (form.decode() for form in self._forms.get(spelled.encode(), ()))
            yield from (form for form in forms if form.isalpha() and form.islower())

    def lemma(self, word: str) -> str:
        from simplemma import lemmatize

        return self._lemmas.get(word) or lemmatize(word, lang="sv").lower()

    def is_known(self, word: str) -> bool:
        """Whether a word in lower case is in the dictionary."""
        return word in self._lemmas

    def _find_keys(self, word: str) -> tuple[str, ...]:
        parts = (word, *split_compound(word, self.is_known))
        return tuple(dict.fromkeys(key for part in parts for key in (self.lemma(part).lower(), stem(part))))


@cache
def lexicon() -> Lexicon:
    """The one lexicon of this process."""
    return Lexicon()
