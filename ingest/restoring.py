"""Words that lost their å, ä and ö where there is no picture to read again: likely readings beside the printed text.

The text stays as printed, and what is quoted of it; a reading is a span of it with what most likely stood there. Names
are left alone: a wrong name is worse than one without its rings and dots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Page, Reading, Span
from ingest.lost_letters import Speller, is_name, lists, without
from ingest.quality import lost_letters

_NO_PICTURE = "å, ä och ö saknas i texten och det finns ingen bild att läsa om"
_TOKEN = re.compile(r"(?:[^\W_]|&(?=[^\W\d_]))+(?:(?<=[^\W\d_])-\n[ \t]*[^\W\d_A-ZÅÄÖ]+)?")
_CUT = re.compile(r"-\n[ \t]*")
_SHAPE = re.compile(r"[0-9&]*(?:[^\W\d_A-ZÅÄÖ]+|[A-ZÅÄÖ])?[^\W_A-ZÅÄÖ&]*(?:&[^\W_A-ZÅÄÖ]*)*|[A-ZÅÄÖÉ]+")
_ADDRESS = re.compile(r"\S*(?:@|://|\bwww\.)\S*|\S+\.(?:se|nu|com|org|eu|net)\b\S*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SWEDISH = re.compile("[åäö]")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = frozenset('.:!?•–—-*#|”"(/')
_ORDINARY = 9  # letters; a capital word so long that is also an ordinary one names no person or place
_ACRONYM = 4  # capitals and fewer are no word
_AFTER_FIGURE = 5  # signs of a word with a figure in it, unless it is on the lists: "6st" is no "öst"
_HABIT = 3  # different words show that a document has d and i for slanted letters
_HABIT_LETTERS = 6
_UNKNOWN = 5  # letters; shorter words that nothing is known of may be anything


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as printed; `word` in lower case, whole where it is cut at a line's end; so its neighbours on the line."""

    span: Span
    printed: str
    word: str
    before: str
    after: str
    begins: bool  # a line or a sentence

    @property
    def is_capital(self) -> bool:
        return self.printed[:1].isupper()

    @property
    def is_beside_capital(self) -> bool:
        return self.before[:1].isupper() or self.after[:1].isupper()


def restored(pages: Sequence[Page], why: str = _NO_PICTURE) -> tuple[Page, ...]:
    """The pages; those that have lost their letters with likely readings, a lower quality and the reason for it."""
    lost = lost_letters([page.text for page in pages])
    if not any(lost):
        return tuple(pages)
    tokens = [_tokens(page.text) if is_lost else [] for page, is_lost in zip(pages, lost, strict=True)]
    speller = _speller([token for of_page in tokens for token in of_page])
    return tuple(
        _with_readings(page, of_page, speller, why) if is_lost else page
        for page, of_page, is_lost in zip(pages, tokens, lost, strict=True)
    )


def _tokens(text: str) -> list[_Token]:
    """The words of a text; neighbours are as printed, and none beyond the line, a column gap or a sign."""
    addresses = [range(*match.span()) for match in _ADDRESS.finditer(text)]
    matches = [m for m in _TOKEN.finditer(text) if not any(m.start() in address for address in addresses)]
    tokens = []
    for at, match in enumerate(matches):
        before = after = ""
        if at and text[matches[at - 1].end() : match.start()] == " ":
            before = matches[at - 1][0]
        if at + 1 < len(matches) and text[match.end() : matches[at + 1].start()] in (" ", ", "):
            after = matches[at + 1][0]
        lead = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].rstrip()
        begins = not lead or lead[-1] in _SENTENCE_END or not _LETTER.search(lead)
        word = _CUT.sub("", match[0]).lower()
        tokens.append(_Token(Span(*match.span()), match[0], word, before, after, begins))
    return tokens


def _speller(tokens: Sequence[_Token]) -> Speller:
    """One that knows the words the document prints rightly, and whether it has the habit of slanted letters."""
    words = {token.word for token in tokens}
    own = [word for word in words if _SWEDISH.search(word)]
    plain, italic = Speller(own), Speller(own, italic=True)
    telling = [token.word for token in tokens if len(token.word) >= _HABIT_LETTERS and not token.is_capital]
    shown = {word for word in telling if plain.best(word) is None and italic.best(word) is not None}
    return italic if len(shown) >= _HABIT else plain


def _with_readings(page: Page, tokens: Sequence[_Token], speller: Speller, why: str) -> Page:
    readings, unknown = [], 0
    for token in tokens:
        found = _reading(token, speller)
        if found is not None and found != token.word:
            readings.append(Reading(token.span, _cased(found, token.printed)))
        elif found is None and len(token.word) >= _UNKNOWN and token.word.isalpha() and not token.is_capital:
            unknown += 1
    words = sum(1 for token in tokens if _LETTER.search(token.word))
    reason = f"{why}: {len(readings)} ord har återställts som trolig läsning"
    quality = round(1 - (len(readings) + unknown) / max(1, words), 2)
    return replace(page, readings=tuple(readings), reason=reason, quality=min(page.quality, quality))


def _reading(token: _Token, speller: Speller) -> str | None:
    """What a word most likely was; itself where it is right or must be left alone, None where nothing is known."""
    word = token.word
    if not _SHAPE.fullmatch(_CUT.sub("", token.printed)) or not _LETTER.search(word) or len(word) < 2:
        return word
    found = _meant_beside(token, speller.best(word))
    if found is None or found == word:
        return found
    listed = speller.is_listed(found)
    if not word.isalpha() and not listed and len(word) < _AFTER_FIGURE:
        return word
    return word if token.is_capital and _may_be_name(token, found, listed) else found


def _meant_beside(token: _Token, found: str | None) -> str | None:
    """What the word before or after it tells, where it does."""
    form = without(found or token.word)
    for rules, neighbour in ((lists().after, token.before), (lists().before, token.after)):
        if (key := (_sort(neighbour), form)) in rules:
            return rules[key]
    return found


def _sort(neighbour: str) -> str:
    """A neighbour as the rules name it."""
    if neighbour.isdigit():
        return without("<årtal>" if _YEAR.fullmatch(neighbour) else "<tal>")
    return without(neighbour.lower())


def _may_be_name(token: _Token, found: str, listed: bool) -> bool:
    if found in lists().function:
        return False
    if token.printed.isupper() and len(token.printed) <= _ACRONYM and not listed:
        return len(token.printed) > 1
    if is_name(found) or (is_name(token.word) and not listed):
        return True
    if listed or len(found) >= _ORDINARY:
        return False
    return (token.is_beside_capital and not token.printed.isupper()) or not token.begins


def _cased(word: str, printed: str) -> str:
    letters = _LETTER.findall(printed)
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return word.upper()
    return word[0].upper() + word[1:] if printed[0].isupper() else word
