"""When the document is of: the meeting's day, the day it was adopted and by whom, the signing's, and what it covers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.days import Day, Stretch, find_days, find_stretch, find_year_to_date, find_years
from extractors.facts import Period, Text
from extractors.front import Front, FrontLine, labelled, place
from extractors.lexicon import load, per_lexica
from ingest.document import Document, LineKind, Page

MEETINGS = ("protokoll", "kallelse")
_COVERING = (
    "verksamhetsplan",
    "budget",
    "årsredovisning",
    "delårsrapport",
    "revisionsberättelse",
    "rapport",
    "ansökan",
)
_MEETING_LABEL = re.compile(
    r"[*_]*(?:sammanträdes-?dat(?:um|a)|mötes-?datum|sammanträdesdag|datum(?: och tid| för (?:möte|sammanträde)\w*)?|"
    r"dag(?: och tid)?|tid(?:punkt)?(?: och plats)?|plats och (?:sammanträdes)?tid|tid/plats|plats/tid|när)\b[*_: ]*",
    re.I,
)
_DOCUMENT_LABEL = re.compile(
    r"[*_]*(?:(?:upprättad|framtagen|beslutsdatum|datum|dokumentdatum|utgåva|version|daterad|publicerad)\b)[*_: ]*",
    re.I,
)
_NOT_MEETING = re.compile(
    r"justera|justering|anslag|publicera|uppsätt|nedtag|utskr|signe|underskr|föregående|nästa|senast|överklag|docusign",
    re.I,
)
_ADOPTED = (
    r"(?:(?:beslut|fastställ|godkän|revider|anta)(?:ad|at|ades|d|t|des|gen|get|gits|its)|antogs|beslut fatta[td]?s?"
    r"|beslut)"
)
_MAIL_HEAD = 7  # lines at most
_ADOPTING = r"(?:beslutade|antog|fastställde|godkände|antagit|fastställt)"
_PLACE_AND = re.compile(r"^[A-ZÅÄÖ][a-zåäö]+(?: [A-ZÅÄÖ][a-zåäö]+)?,? (?:den )?(?=\d[\w :-]{4,25}\.?$)", re.M)
_FORMAL_END = re.compile(r"\b(?:underskrift|undertecknas?|intygar|ort och datum|justeras|signeras)\b", re.I)


@per_lexica
def _bodies() -> str:
    words = sorted(load("kinds")["antar"]["ord"], key=len, reverse=True)
    return rf"[A-ZÅÄÖa-zåäö-]*?(?:{'|'.join(map(re.escape, words))})\b"


@per_lexica
def _adoptions() -> tuple[re.Pattern[str], ...]:
    """How adoption is written; a date follows (or comes before the body), within the same sentence."""
    body = rf"(?P<body>{_bodies()})"
    between = r"(?:(?!\.\s|§§)[\s\S]){0,70}?"
    return (
        re.compile(rf"\b{_ADOPTED}\b[\s\w]{{0,20}}?\b(?:av|i|vid)\s+(?:\w+\s)?{body}{between}(?P<day>DAY)", re.I),
        re.compile(rf"\b{_ADOPTED}\b:?\s+(?:den\s+)?(?P<day>DAY)\s*,?\s*(?:av|i|vid)\s+(?:\w+\s)?{body}", re.I),
        re.compile(
            rf"\b{body}\s+(?:har\s+)?(?:beslutade|antog|fastställde|godkände|antagit|fastställt){between}(?P<day>DAY)",
            re.I,
        ),
        re.compile(rf"^\W*{_ADOPTED}(?:\s+dat\w+)?\W{{0,4}}\s*(?:den\s+)?(?P<day>DAY)", re.I | re.M),
    )


def find_adoption(front: Front) -> tuple[Text | None, Text | None]:
    """The day the document was adopted and the body that did it, as the front says; None for what is not told."""
    for page in front.document.pages[:3]:
        text = page.text[:6000]
        days = list(find_days(text))
        for shape in _adoptions():
            if found := _first(shape, text, days):
                match, day = found
                date = Text(value=day.iso, evidence=place(page, day.start, day.end))
                return date, _adopter(match, page)
    return None, None


def _first(shape: re.Pattern[str], text: str, days: list[Day]) -> tuple[re.Match[str], Day] | None:
    """The first match of a shape in which DAY is one of the days of the text."""
    masked = _masked(text, days)
    for match in shape.finditer(masked):
        day = next(d for d in days if d.start == match.start("day"))
        return match, day
    return None


def _masked(text: str, days: list[Day]) -> str:
    """The text with each day as "DAY" and filling, so that a pattern can name a day in one word; same length."""
    chars = list(text)
    for day in days:
        chars[day.start : day.end] = list("DAY".ljust(day.end - day.start, "\u0001"))
    return "".join(chars)


def _adopter(match: re.Match[str], page: Page) -> Text | None:
    if "body" not in match.re.groupindex or not match["body"]:
        return None
    word = match["body"].casefold()
    definite = {"styrelse": "styrelsen", "nämnd": "nämnden", "förbundschef": "förbundschefen"}
    value = next((word[: -len(short)] + full for short, full in definite.items() if word.endswith(short)), word)
    return Text(value=value, evidence=place(page, match.start("body"), match.end("body")))


def find_date(front: Front, kind: str | None, adopted: Text | None) -> Text | None:
    """The document's own day: the meeting's for minutes and notices; else adoption, signing, the date in the head."""
    if kind in MEETINGS:
        return _meeting_day(front) or _signed(front.document)
    return (
        adopted
        or (_signed(front.document) if kind != "ansökan" else None)
        or _head_day(front)
        or _signed(front.document)
    )


def _meeting_day(front: Front) -> Text | None:
    lines = _without_sending(front.before_paragraphs or front.lines)
    for line, chunk in labelled(lines, _MEETING_LABEL):
        if not _NOT_MEETING.search(line.text[: max(0, chunk.start - line.start)]):
            for day in find_days(chunk.text):
                return _day_at(line, chunk.start + day.start, chunk.start + day.end, day)
    loose = _loose_days(lines) or _loose_days(front.lines)
    if not loose:
        return None
    line, day = max(loose, key=lambda pair: (_naming(pair[0]), -pair[0].page.number, -pair[0].at))
    return _day_at(line, line.start + day.start, line.start + day.end, day)


def _without_sending(lines: tuple[FrontLine, ...]) -> tuple[FrontLine, ...]:
    """The lines without the one in an e-mail's head that tells when it was sent."""
    if not lines or not lines[0].text.startswith("Från:"):
        return lines
    return tuple(line for line in lines if not (line.at < _MAIL_HEAD and line.text.startswith("Datum:")))


def _loose_days(lines: tuple[FrontLine, ...]) -> list[tuple[FrontLine, Day]]:
    """Days without a label of their own, in lines that are not about notices and signatures."""
    return [(line, day) for line in lines if not _NOT_MEETING.search(line.text) for day in find_days(line.text)]


def _naming(line: FrontLine) -> int:
    """Lines that speak of the meeting, then heads, then the others."""
    if re.search(r"\b(?:sammanträde|möte|styrelsemöte|årsmöte|protokoll|kallas|kallelse)\w*", line.text, re.I):
        return 2
    return int(line.kind is not LineKind.BODY)


def _head_day(front: Front) -> Text | None:
    for line, chunk in labelled(front.lines, _DOCUMENT_LABEL):
        for day in find_days(chunk.text):
            return _day_at(line, chunk.start + day.start, chunk.start + day.end, day, certainty_low=True)
    for line in front.lines:
        if line.page.number == 1 and line.at < 25 and len(line.text.split()) <= 8:
            covered = find_year_to_date(line.text) or find_stretch(line.text)  # what is reported on, not when
            for day in () if covered else find_days(line.text):
                return _day_at(line, line.start + day.start, line.start + day.end, day, certainty_low=True)
    return None


def _day_at(line: FrontLine, start: int, end: int, day: Day, *, certainty_low: bool = False) -> Text:
    return Text(value=day.iso, evidence=line.evidence(start, end), confidence=0.7 if certainty_low else 0.95)


def _signed(document: Document) -> Text | None:
    """The day of signing: the last day on the pages that are signed, when the document ends with signatures."""
    for page in reversed(document.pages[-3:]):
        ends = [m.start() for m in _FORMAL_END.finditer(page.text)]
        signed = [m.start() for m in _PLACE_AND.finditer(page.text)]
        days = [
            day
            for day in find_days(page.text)
            if any(at - 200 <= day.start <= at + 1500 for at in ends) or any(0 < day.start - at < 40 for at in signed)
        ]
        if days:
            day = max(days, key=lambda d: d.iso)
            return Text(value=day.iso, evidence=place(page, day.start, day.end), certainty="inferred", confidence=0.6)
    return None


def find_period(front: Front, kind: str | None, title: Text | None) -> Period | None:
    """What a plan or report covers: a stretch in its title or first pages, else its title's year."""
    if kind not in _COVERING:
        return None
    for find in (find_stretch, *((find_year_to_date,) if kind == "delårsrapport" else ())):
        for page, start, text in _places(front, title, whole=kind == "delårsrapport"):
            if stretch := find(text):
                return _period(page, start, stretch)
    if kind == "delårsrapport":
        return None
    for page, start, text in _places(front, title, whole=False):
        if stretch := find_years(text):
            return _period(page, start, stretch)
    return None


def _places(front: Front, title: Text | None, *, whole: bool) -> Iterator[tuple[Page, int, str]]:
    """The title's pieces, then (`whole`) the first pages' text."""
    for piece in title.evidence.pieces if title else ():
        yield piece.page, piece.span.start, piece.quote
    if whole:
        for page in front.document.pages[:3]:
            yield page, 0, page.text[:8000]


def _period(page: Page, offset: int, stretch: Stretch) -> Period:
    evidence = place(page, offset + stretch.start, offset + stretch.end)
    return Period(start=stretch.first, end=stretch.last, evidence=evidence)
