"""An archive's own words put to the built-in lists, and the faults of a list that a person has written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Numbers, months and units are grammar: code builds on their exact content.
CLOSED = {
    "money": frozenset({
        "enheter", "fore", "storleksord", "minus", "utan_kronor", "nummer", "artal", "obestamt", "ungefar",
    }),
    "months": frozenset({"manader", "forkortningar", "ordningstal", "arstider", "nummer", "andel", "siffror"}),
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong in a list, in Swedish, and the words to look for to find the line."""

    message: str
    near: str


def merged(built_in: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    """The built-in list with the added words: lists get longer, tables get more keys, numbers are replaced."""
    whole = dict(built_in)
    small = all(key == key.lower() for key in built_in)
    for key, value in ((key.lower() if small else key, value) for key, value in added.items()):
        whole[key] = _joined(whole[key], value) if key in whole else value
    return whole


def _joined(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, dict):
        return merged(mine, theirs)
    if not isinstance(mine, list):
        return theirs
    small = all(word == word.lower() for word in mine)  # a list in small letters is matched in small letters
    return [*mine, *(w for w in (word.lower() if small else word for word in theirs) if w not in mine)]


def faults(name: str, built_in: Mapping[str, Any], added: Mapping[str, Any]) -> Iterator[Fault]:
    """Why an archive's own list cannot be used; nothing where it can."""
    for section, theirs in added.items():
        if section not in built_in:
            known = ", ".join(key for key in built_in if key not in CLOSED.get(name, ()))
            yield Fault(f"avsnittet {section} finns inte i ordlistan; välj bland {known}", section)
        elif section in CLOSED.get(name, ()):
            yield Fault(f"avsnittet {section} kan inte utökas", section)
        else:
            yield from _of_value(section, section, built_in[section], theirs)


def _of_value(section: str, key: str, mine: Any, theirs: Any) -> Iterator[Fault]:
    if isinstance(mine, dict):
        yield from _of_table(section, key, mine, theirs)
    elif isinstance(mine, list):
        if not isinstance(theirs, list):
            yield Fault(f'{key} ska vara en lista: {key} = ["ord", "ett annat ord"]', key)
            return
        for word in theirs:
            yield from _of_word(key, word)
    elif isinstance(mine, int | float):
        if isinstance(theirs, bool) or not isinstance(theirs, int | float):
            yield Fault(f"{key} ska vara ett tal", key)
    elif not isinstance(theirs, str):
        yield Fault(f'{key} ska vara text inom citattecken: {key} = "{mine}"', key)


def _of_table(section: str, key: str, mine: Mapping[str, Any], theirs: Any) -> Iterator[Fault]:
    if not isinstance(theirs, dict):
        yield Fault(f"{key} ska vara ett avsnitt: [{key}]", key)
        return
    free = not any(isinstance(value, list) for value in mine.values())  # word = meaning: new words are welcome
    sample = next(iter(mine.values()))
    for word, value in theirs.items():
        if word in mine:
            yield from _of_value(section, word, mine[word], value)
        elif not free:
            yield Fault(f"{word} finns inte i avsnittet {section}; välj bland {', '.join(mine)}", word)
        else:
            yield from _of_word(section, word)
            yield from _of_value(section, word, sample, value)
        if isinstance(value, str) and section == "uttryck" and value not in mine.values():
            yield Fault(f"{value} är ingen åtgärd; välj bland {', '.join(sorted(set(mine.values())))}", word)


def _of_word(section: str, word: Any) -> Iterator[Fault]:
    if not isinstance(word, str):
        yield Fault(f"{word} i {section} ska stå inom citattecken", str(word))
    elif not word.strip():
        yield Fault(f"ett tomt ord i {section}", section)
    else:
        try:
            re.compile(word.removesuffix("*"))
        except re.error:
            yield Fault(f"{word} i {section} har ett tecken som inte kan stå i ett ord", word)
