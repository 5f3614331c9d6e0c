"""How lines of running heads and feet read: page numbers, signature boxes, and when two of them are one line."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_SIGN_CORE = re.compile(
    r"utdrags?\s?bestyrkande|^bestyrkes$|"
    r"(?:justera\w*|ordförande\w*|sekreterare\w*|protokollsjustera\w*)[\s.:]*(?:sign\w*|initialer)\b|"
    r"^(?:sign|signatur|signaturer)(?: (?:sign|signatur|signaturer))*$"
)
_SIGN_WORDS = re.compile(
    r"(?:utdrags?|bestyrkande|utdragsbestyrkande|bestyrkes|justera\w*|protokollsjustera\w*|ordförande\w*|sekreterare\w*|"
    r"sign|signatur|signaturer|signering|initialer|datum|s|och|för|i|#)"
)
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?P<word>sida|sidan|sid|s|page|p|blad|bladnr)[\s.:]*)?(?P<number>\d{1,4})"
    r"(?:\s*(?P<of>\(|/|av\b|of\b)\s*\d{1,4}\s*\)?)?[-–—|\s]*",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(r"[\W_]*(?:sida|sidan|sid|page|blad|bladnr)[\W_]*", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^\w§#]+|_+")


def key(text: str) -> str:
    """A line with its case, signs and the values of its numbers left out: "Sida 3 (12)" → "sida # #"."""
    return _NOT_LETTERS.sub(" ", re.sub(r"\d+", "#", text.casefold())).strip()


def is_crumb(text: str) -> bool:
    """Whether a line holds neither letters nor digits: dashes of a table, dots, a stroke."""
    return not any(letter.isalnum() or letter == "§" for letter in text)


def page_number(text: str) -> tuple[int, bool] | None:
    """The number a line gives if it is a page number and nothing else, and whether it says so ("Sida", "3 (12)")."""
    match = _PAGE_NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    return int(match["number"]), bool(match["word"] or match["of"] not in (None, "/"))


def is_number_word(text: str) -> bool:
    """Whether a line is the word above a page number, alone."""
    return _NUMBER_WORD.fullmatch(text) is not None


def is_sign_box(line_key: str) -> bool:
    """Whether a line (as its `key`) is the words of a box to sign in at the foot of every page."""
    if not _SIGN_CORE.search(line_key):
        return False
    return all(_SIGN_WORDS.fullmatch(word) for word in line_key.split())


def is_paragraf(text: str) -> bool:
    """Whether a line has a § in it, as the heading of an item has."""
    return "§" in text


def is_sentence(text: str) -> bool:
    """Whether a line ends as running text does."""
    stripped = text.rstrip()
    return stripped.endswith((".", ":", "?", "!", ";")) and len(stripped.split()) >= 3


def alike(one: str, other: str, least: float = 0.8) -> bool:
    """Whether two keys are one line read twice, letters lost or mistaken by a reading engine aside."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 0.3 * max(len(one), len(other)) or min(len(one), len(other)) < 3:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= least
