"""The numbers in a document's head: its own matter number (dnr) and its body's organisation number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.facts import Text
from extractors.front import Chunk, Front, FrontLine, labelled, place
from ingest.document import Document

Found = tuple[str, int, int]  # value, start, end in the text searched

_DNR_LABEL = (
    r"(?:\b(?:vårt |vår )?(?:dnr|d\.nr|diarie(?:nummer|-?nr)|ärende(?:nummer|-?nr|beteckning|id)|vår beteckning|"
    r"dokument-?(?:nummer|nr|id))\b\.?)"
)
_SERIES = r"(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,9}(?:[ /:.-]{1,2}|(?=\d)))"  # a diary's letters: "KS ", "SLK-", "KS/"
_DNR = (
    rf"{_SERIES}{{0,2}}\d{{2,8}}(?:[/:.-]-?[A-ZÅÄÖ\d]{{1,10}}|[ ]?[/:][ ]?\d{{1,8}})*"
    r"(?: (?!SIDA|DATUM|SID\b)(?-i:[A-ZÅÄÖ]{2,6})\b)?(?![\w])"
)
_LABELLED_DNR = re.compile(rf"{_DNR_LABEL}[\s:*_]*(?P<number>{_DNR})", re.I)
_NUMBER_ONLY = re.compile(_DNR)
_HEAD_LABEL = re.compile(rf"[*_]*{_DNR_LABEL}[*_:]*", re.I)
_ISO_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d$")
_FAR_INTO_LINE = 40  # characters; a dnr named further into a line is cited in running text

_ORG_NUMBER = re.compile(r"(?<![\d-])(?:16)?(\d{6})[- ]?(\d{4})(?![\d-])")
_ORG_LABEL = re.compile(
    r"org(?:anisations)?[. -]*(?:nr|nummer|no)\b[.:]?\s*$|vat[- ]?(?:nr|nummer)?[.:]?\s*(?:SE)?$", re.I
)


def find_dnrs(text: str) -> Iterator[Found]:
    """Matter numbers that are named as such, inner spaces made one: "Dnr 2024/01 SFV" → "2024/01 SFV"."""
    for match in _LABELLED_DNR.finditer(text):
        number = match["number"]
        if not _ISO_DAY.match(number):
            yield " ".join(number.split()), match.start("number"), match.end("number")


def find_org_numbers(text: str) -> Iterator[Found]:
    """Organisation numbers as 222000-0000: check digit right, not a person's number, not part of more digits."""
    from stdnum.exceptions import ValidationError
    from stdnum.se import orgnr

    for match in _ORG_NUMBER.finditer(text):
        if match[1][2] < "2":  # the third digit of a body's number is at least 2; a person's is of the month
            continue
        if "-" not in match[0] and not _ORG_LABEL.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        try:
            orgnr.validate(match[1] + match[2])
        except ValidationError:
            continue
        yield f"{match[1]}-{match[2]}", match.start(), match.end()


def head_dnrs(front: Front) -> tuple[Text, ...]:
    """The document's own matter numbers: named in its head, before any §, not cited in running text."""
    found: dict[str, Text] = {}
    for line in front.before_paragraphs:
        for value, start, end in find_dnrs(line.text):
            chunk = next((c for c in line.chunks if c.start <= line.start + start < c.end), None)
            into = line.start + start - chunk.start if chunk else start
            if into <= _FAR_INTO_LINE and not _cited(line.text[:start]):
                found.setdefault(value, Text(value=value, evidence=line.evidence(line.start + start, line.start + end)))
    if not found:
        for line, chunk in labelled(front.before_paragraphs, _HEAD_LABEL):
            if text := _beside(line, chunk):
                found.setdefault(text.value, text)
    return tuple(found.values())


def _beside(line: FrontLine, chunk: Chunk) -> Text | None:
    """A number that stands in the column beside or under its label."""
    match = _NUMBER_ONLY.match(chunk.text)
    if match is None or _ISO_DAY.match(match[0]) or not re.search(r"[/:.-]|[A-Z]", match[0]):
        return None
    value = " ".join(match[0].split())
    return Text(value=value, evidence=place(line.page, chunk.start, chunk.start + match.end()))


def _cited(before: str) -> bool:
    """Whether the words before a dnr say that it is another document's: "protokoll Dnr …", "enligt", "ert dnr"."""
    words = re.sub(rf"{_DNR_LABEL}[\s:*_]*$", "", before, flags=re.I).strip(" ,:(*_")
    return bool(re.search(r"\b(?:protokoll|enligt|se|jfr|ert|er|beslut|med|av|till|i|om)$", words, re.I))


def head_org_number(document: Document) -> Text | None:
    """The body's organisation number: one that is named as such before one that is not, on the earliest page."""
    best: tuple[bool, int, Text] | None = None
    for page in document.pages:
        for value, start, end in find_org_numbers(page.text):
            named = bool(_ORG_LABEL.search(page.text[max(0, start - 40) : start]))
            if best is None or (not named, page.number) < best[:2]:
                best = (not named, page.number, Text(value=value, evidence=place(page, start, end)))
    return best[2] if best else None
