"""What a word without its å, ä and ö most likely was: by the dictionary, by compounds, by what boards write.

An engine that knows no Swedish gives for å, ä and ö the letter without its rings and dots, or one of a few signs that
look like it: "fér", "6kad", "&r", in italics "mdlgrupp". Every way to undo that is tried; of those that are words, the
one on the lists of `lexicon/aao.toml` is taken, then the one that the same document prints rightly elsewhere, then any
the dictionary has; a word it has not is taken apart. simplemma's dictionary holds 960 000 Swedish forms.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from math import prod

LETTERS = "åäö"
_LOST = str.maketrans("åäö", "aao")
# What each printed sign may have been; signs of two letters first.
_READINGS = {
    "oé": "ö", "éo": "ö", "o6": "ö", "6é": "ö", "aé": "äöå", "éa": "äåö", "é&": "ä", "&é": "ä",
    "a": "aåä", "o": "oö", "é": "éöäå", "è": "èäöå", "6": "ö", "&": "äå", "1": "l",
}  # fmt: skip
_ITALIC = {"d": "dåäö", "i": "iäå"}  # what slanted å, ä and ö look like; tried only where a document shows the habit
_SIGN = re.compile("|".join([*map(re.escape, _READINGS), "."]))
_MOST_VARIANTS = 20_000
_LISTED = 10_000  # more than words on the lists
_PART = 3  # letters of a compound's part at least
_LONG_PART = 4
_NO_NAME = 9  # letters; longer words that are words and names are words: Försäkringskassan
_LONG = 12  # letters of a word that may be of three parts


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of `lexicon/aao.toml`."""

    function: tuple[str, ...]
    common: tuple[str, ...]
    plain: frozenset[str]
    names: frozenset[str]  # given names that are words too
    name_ends: tuple[str, ...]  # what surnames and places end in, its letters lost
    after: Mapping[tuple[str, str], str]  # (word before, word without its letters) → what is meant
    before: Mapping[tuple[str, str], str]  # (word after, the same)


@cache
def lists() -> Lists:
    data = tomllib.loads(files("ingest").joinpath("lexicon/aao.toml").read_text("utf-8"))
    words = {name: tuple(data[name].split()) for name in ("function", "common", "plain", "names", "name_ends")}
    return Lists(
        function=words["function"],
        common=words["common"],
        plain=frozenset(words["plain"]),
        names=frozenset(words["names"]),
        name_ends=tuple(map(without, words["name_ends"])),
        after=_beside(data["after"]),
        before=_beside(data["before"]),
    )


def _beside(rules: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    return {
        (without(neighbour), without(meant)): meant
        for rule in rules
        for neighbour in rule["words"].split()
        for meant in rule["means"].split()
    }


def without(word: str) -> str:
    """A lower-case word with its å, ä and ö lost."""
    return word.translate(_LOST)


@cache
def dictionary() -> Mapping[str, str]:
    """simplemma's Swedish dictionary, form → lemma; a second or two to load, some 70 MB."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    found: Mapping[str, str] = DEFAULT_DICTIONARY_FACTORY.get_dictionary("sv")
    return found


def is_name(word: str) -> bool:
    """Whether a word in lower case, its letters restored, is a name when it is written with a capital."""
    words, capital = dictionary(), word.capitalize()
    if word in lists().names or (capital in words and len(word) < _NO_NAME):
        return True
    if word in words:
        return False
    return capital in words or without(word).endswith(lists().name_ends)


class Speller:
    """Restores words in lower case. `own` are words the document itself prints with å, ä or ö in them.

    `italic`: whether the document also has d and i where slanted letters stood; asked only of words that are none.
    """

    def __init__(self, own: Iterable[str] = (), *, italic: bool = False) -> None:
        self._words = dictionary()
        self._plain = lists().plain
        self._own = frozenset(own)
        listed = (*lists().function, *lists().common)
        self._listed = {word: at for at, word in reversed([*enumerate(listed)])}
        self._readings = (_READINGS, {**_READINGS, **_ITALIC}) if italic else (_READINGS,)
        self.best: Callable[[str], str | None] = lru_cache(1 << 14)(self._best)
        self._simple = lru_cache(1 << 14)(self._find_simple)

    def is_listed(self, word: str) -> bool:
        return word in self._listed

    def _best(self, word: str) -> str | None:
        """What a word most likely was, the word itself where it is right as printed; None where nothing fits."""
        for at in range(len(self._readings)):
            if word == "dr" and at == 0 and len(self._readings) > 1:
                continue  # in the dictionary as the doctor's title
            if found := self._simple(word, at) or self._compound(word, at):
                return found
        return None

    def _find_simple(self, word: str, at: int) -> str | None:
        """The word as one of the dictionary or of the document's own."""
        if word in self._plain:
            return word
        best, most = None, 0
        for variant in _variants(word, self._readings[at]):
            worth = self._worth(variant, word)
            if worth > most:
                best, most = variant, worth
        return best

    def _worth(self, variant: str, word: str) -> int:
        if variant in self._listed:
            return _LISTED - self._listed[variant]
        if variant in self._own:
            return 4
        if variant not in self._words:
            return 0
        return 3 if variant == word else 2

    def _compound(self, word: str, readings: int) -> str | None:
        """The word as two parts or more, as even as can be: long parts are found by accident least often."""
        best, most = None, 0
        for at in range(_PART, len(word) - _PART + 1):
            evenness = min(at, len(word) - at)
            if evenness <= most or (right := self._part(word[at:], readings)) is None:
                continue
            left = self._left(word[:at], readings)
            if left is not None:
                best, most = left + right, evenness
        if best is None and len(word) >= _LONG:
            return self._of_three(word, readings)
        return best

    def _of_three(self, word: str, readings: int) -> str | None:
        for at in range(len(word) - 2 * _LONG_PART, _PART - 1, -1):
            left = self._left(word[:at], readings)
            if left is not None and (right := self._compound(word[at:], readings)) is not None:
                return left + right
        return None

    def _left(self, part: str, readings: int) -> str | None:
        """A compound's first part, with the s that may join it to the next."""
        if part.endswith("s") and (stem := self._part(part[:-1], readings)) is not None:
            return stem + "s"
        return self._part(part, readings)

    def _part(self, part: str, readings: int) -> str | None:
        """A part by itself; a short one only if it is on the lists, for nearly all short ones are words."""
        found = self._simple(part, readings) if len(part) >= _PART else None
        if found is None or found in self._listed or found in self._plain:
            return found
        return found if len(part) >= _LONG_PART + (found != part) else None


def _variants(word: str, readings: Mapping[str, str]) -> Iterator[str]:
    """Every way to read a word's signs; none where there are too many."""
    choices = [readings.get(match[0], match[0]) for match in _SIGN.finditer(word)]
    if prod(map(len, choices)) <= _MOST_VARIANTS:
        for letters in product(*choices):
            yield "".join(letters)
