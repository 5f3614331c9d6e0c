"""Names of bodies in a text: "Samordningsförbundet Björkdalen", "Granviks kommun", "Åsbygdens ryttarförening"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.lexicon import load, per_lexica, without_letters

_NAME = r"[A-ZÅÄÖ][\wÅÄÖåäöé-]*"
_REACH = 90  # characters before a closing word in which the name may begin
_BOARD_OF = re.compile(  # "Kyrkorådet i Tallnäs församling": whose board it is
    r"[A-ZÅÄÖ]\w*(?:rådet|nämnden|styrelsen|utskottet|fullmäktige|direktionen|kommittén|beredningen) i (?=[A-ZÅÄÖ])"
)
_FOLD = str.maketrans("åäö", "aao")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name at [start, end) of the text searched; `name` on one line, `weight` how likely it is the maker."""

    name: str
    start: int
    end: int
    weight: float


@per_lexica
def _anchors() -> re.Pattern[str]:
    """The words that open or close a name; found first, since few words of a text are such."""
    lexicon = load("organisations")
    words = sorted({*lexicon["fore"], *lexicon["efter"]}, key=len, reverse=True)
    whole = "|".join(re.escape(word) for word in words if not word.startswith("-"))
    tails = "|".join(re.escape(word[1:]) for word in words if word.startswith("-"))
    return re.compile(without_letters(rf"(?<![\w-])(?:(?:{whole})|\w*?(?:{tails}))(?=s?\b)"), re.I)


@per_lexica
def _weights(section: str) -> tuple[dict[str, float], dict[str, float]]:
    """The words of a section without å ä ö, whole words and tails of compounds apart."""
    words = {word.translate(_FOLD): weight for word, weight in load("organisations")[section].items()}
    tails = {word[1:]: weight for word, weight in words.items() if word.startswith("-")}
    return {word: weight for word, weight in words.items() if not word.startswith("-")}, tails


def _spelled(section: str, word: str) -> bool:
    """Is a word that has å, ä or ö one of the section's as it is spelled?"""
    return any(
        word == known or (known[0] == "-" and word.endswith(known[1:])) for known in load("organisations")[section]
    )


def _weight(section: str, word: str) -> float:
    low = word.casefold()
    word = low.translate(_FOLD)
    if word != low and not _spelled(section, low):  # "ökar" is no "kår": who reads ö would have read å
        return 0.0
    whole, tails = _weights(section)
    return whole.get(word) or next((w for tail, w in tails.items() if word.endswith(tail)), 0.0)


@per_lexica
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows an opening word, and what comes before a closing one."""
    not_names = "|".join(map(re.escape, load("organisations")["inte_namn"]["ord"]))
    word = rf"(?!(?i:{not_names})\b){_NAME}"
    name = rf"{word}(?:(?: (?:(?:och|i|&|-) )?|/){word}){{0,3}}"
    return re.compile(rf"(?: i| för)?[ \n]{name}"), re.compile(rf"(?<![\w-]){name}(?: [a-zåäö]+- och)? $")


@per_lexica
def _members() -> frozenset[str]:
    return frozenset(load("organisations")["medlem"]["ord"])


def is_member(name: str) -> bool:
    """Whether a name is one of the authorities that are nearly always a party or a member."""
    return name.casefold() in _members()


def find_bodies(text: str) -> list[BodyName]:
    """Names of bodies in order, the longest where two overlap."""
    found = sorted(_all(text), key=lambda body: (body.start, -body.end))
    kept: list[BodyName] = []
    for body in found:
        if not is_member(body.name) and (not kept or body.start >= kept[-1].end):
            kept.append(body)
    return kept


def _all(text: str) -> Iterator[BodyName]:
    opening, closing = _shapes()
    for anchor in _anchors().finditer(text):
        if weight := _weight("fore", anchor[0]):
            after = opening.match(text, anchor.end())
            if after:
                yield _made(text, anchor.start(), after.end(), weight)
        if weight := _weight("efter", anchor[0]):
            low = max(0, anchor.start() - _REACH)
            before = closing.search(text[low : anchor.start()])
            if before:
                board = _BOARD_OF.match(before[0])
                yield _made(text, low + before.start() + (board.end() if board else 0), anchor.end(), weight)


def _made(text: str, start: int, end: int, weight: float) -> BodyName:
    return BodyName(" ".join(text[start:end].split()), start, end, weight)


@per_lexica
def single_names() -> re.Pattern[str]:
    """Names in one word, which count where they stand alone: "Naturvännerföreningen"."""
    tails = "|".join(map(re.escape, load("organisations")["ensam"]["slut"]))
    return re.compile(rf"[A-ZÅÄÖ][a-zåäö]{{2,}}(?:{tails})")


@per_lexica
def boards() -> re.Pattern[str]:
    """Boards of municipalities and regions: "Kommunstyrelsen", "Barn- och utbildningsnämnden", "Tekniska nämnden"."""
    lexicon = load("organisations")["namnd"]
    whole, tails = "|".join(map(re.escape, lexicon["ord"])), "|".join(map(re.escape, lexicon["slut"]))
    return re.compile(
        rf"\b(?i:{whole})\b|\b[A-ZÅÄÖ][a-zåäö]+a nämnden\b"
        rf"|\b[A-ZÅÄÖ][\wåäö]*(?:(?:-,? |, | )(?:och )?[\wåäö-]+){{0,3}}?(?:{tails})\b"
    )
