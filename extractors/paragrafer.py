"""The §§ of minutes: number, heading, dnr and running text. Other documents have none, however many § they cite."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from extractors.actions import verb_at
from extractors.dnr import take_dnr
from extractors.extractor import Extractor
from extractors.facts import Facts, Paragraf
from extractors.flow import BULLETS, Row, folded, joined, rows
from extractors.labels import Candidate, candidates
from extractors.lexicon import load
from extractors.minutes_table import headings
from extractors.persons import is_name
from extractors.sections import classify, is_label
from extractors.sequence import choose
from extractors.unnumbered import plain_headings
from ingest.document import Document

_HEAD_ROWS = 25
_LEAST = 4  # weight of the words that must speak for minutes when the kind is not known
_LEAST_AGAINST = 9  # … when the kind is said to be another
_WRAPPED_END = re.compile(
    r"(?:[,–/-]|\b(?:och|för|av|i|med|till|om|på|vid|samt|från|enligt|angående|en|ett|den|det|de|inom|mellan|"
    r"under|efter|mot|av|kring|gällande|avseende))$"
)


def speaks_for_minutes(all_rows: Sequence[Row]) -> int:
    """How much the words of a text speak for its being minutes; other kinds' names near the top count against."""
    lexicon = load("headings")
    top = "\n".join(row.text.casefold() for row in all_rows[:_HEAD_ROWS])
    labels = "\n".join(row.text.casefold() for row in all_rows if len(row.text) < 90)
    title = " ".join(row.text.casefold() for row in all_rows[:6])
    weight = _weight(lexicon["protokoll"], labels)
    return weight if "protokoll" in top else weight - _weight(lexicon["inte_protokoll"], title)


def _weight(words: Mapping[str, int], text: str) -> int:
    return sum(weight for word, weight in words.items() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def is_minutes(all_rows: Sequence[Row], kind: str | None) -> bool:
    if kind == "protokoll":
        return True
    weight = speaks_for_minutes(all_rows)
    return weight >= (_LEAST if kind in (None, "annat") else _LEAST_AGAINST)


_SIGNING = re.compile(
    r"^(?:vid protokollet|justeras\b|anslag/bevis|bevis om (?:anslag|justering)|docusigned by|signerat av|undertecknat)"
)
_NAME_AND_OFFICE = re.compile(
    r"^(?P<name>[^,]{5,50}), (?:mötes)?(?:sekreterare|ordförande|protokollförare|justerare|justeringsman)$"
)
_TO_SIGN = re.compile(r"^(?:sekreterare|ordforande|justera(?:re|nde))\b")  # and what an engine made of the line


def _end_matter(all_rows: Sequence[Row], first: int) -> int:
    """The row, from `first` on, at which what follows the last § begins: signatures, notice, attachments."""
    ends = set(map(folded, load("headings")["slut"]))
    for at in range(first, len(all_rows)):
        row = all_rows[at]
        text = folded(row.text.strip(" :*_#."))
        head = re.split(r"\s{2,}|:|[._]{3,}", text, maxsplit=1)[0].strip()
        short = len(row.text) < 60 or "__" in row.text or "..." in row.text
        if (text in ends or (head in ends and short) or _SIGNING.match(text)) and not _ballots(all_rows, at):
            return at
        office = _NAME_AND_OFFICE.match(row.text) if row.gap else None
        if office and is_name(office["name"]) and at > first:
            return at
        signs = len(row.text) < 40 and _TO_SIGN.match(text) and at + 1 < len(all_rows)
        if signs and is_name(all_rows[at + 1].text):
            return at
    return len(all_rows)


_BALLOTS = re.compile(r"^(?:omrostnings|voterings)(?:lista|protokoll)\b")
_OF_A_PARAGRAF = re.compile(r"^(?:omrostning|votering|reservation|protokollsanteckning|expedieras|skickas)")


def _ballots(all_rows: Sequence[Row], at: int) -> bool:
    """A list of ballots in the middle of the last §, which goes on below it, and no attachment to the minutes."""
    if not _BALLOTS.match(folded(all_rows[at].text.strip(" :*_#."))):
        return False
    for row in all_rows[at + 1 :]:
        text = folded(row.text.strip(" :*_#."))
        if _SIGNING.match(text):
            return False
        if _OF_A_PARAGRAF.match(text) and is_label(row.text):
            return True
    return False


def _heading(all_rows: Sequence[Row], c: Candidate, stop: int) -> tuple[str | None, int, str | None]:
    """Heading, the row after it, dnr: from the rest of the label's row, or the rows below it."""
    rest, dnr = take_dnr(c.rest)
    at = c.row + 1
    parts = [rest] if rest else []
    while at < stop and not parts:
        row = all_rows[at]
        if row.furniture:
            at += 1
            continue
        left, number = take_dnr(row.text, whole=True)
        if number and not left:
            dnr = dnr or number
            at += 1
            continue
        begun = classify(row.text)
        if (begun and (begun.kind in ("beslut", "förslag") or begun.body)) or at > c.row + 3:
            return None, at, dnr
        left = left.strip(" #*_")
        parts = [left] if number and left else [row.text.strip("#*_ ")]
        dnr = dnr or number
        at += 1
    while parts and at < stop and _goes_on(all_rows, at - 1, at, len(parts)):
        parts.append(all_rows[at].text)
        at += 1
    if at < stop and parts and not dnr:
        left, number = take_dnr(all_rows[at].text, whole=True)
        if number and not left:
            dnr, at = number, at + 1
    heading = joined(parts).strip(" *_#") if parts else None
    if heading:
        left, number = take_dnr(heading)
        if number and left:
            heading, dnr = left, dnr or number
    return heading or None, at, dnr


def _goes_on(all_rows: Sequence[Row], before: int, at: int, lines: int) -> bool:
    """Does a heading go on in this row? By its look where the page has one, else by how the row before it ends."""
    a, b = all_rows[before], all_rows[at]
    if b.gap or lines >= 4 or is_label(b.text) or b.furniture or a.text.endswith((".", ":")):
        return False
    if b.text.endswith(".") and b.text[0].isupper() and not a.full and len(b.text.split()) > 4:
        return False  # a sentence: headings have no full stop
    if a.text.endswith("-") or _WRAPPED_END.search(a.text.casefold()):
        return True
    if a.bold != b.bold:
        return False
    if a.size and b.size and abs(a.size - b.size) > 0.6:
        return False
    if a.bold or (a.size and _larger(all_rows, a)):
        return True
    if b.text[0].islower() and not re.match(r"att\b", b.text):
        return True
    below = (
        all_rows[at + 1] if at + 1 < len(all_rows) else None
    )  # nothing but the heading between the number and a label
    return below is not None and not below.gap and is_label(below.text) and len(b.text) < 60 and b.text[-1] not in ".:,"


def _larger(all_rows: Sequence[Row], row: Row) -> bool:
    """Is a row set in larger type than the most of the text?"""
    sizes = sorted(r.size for r in all_rows if r.size)
    return bool(sizes) and row.size is not None and row.size > sizes[len(sizes) // 2] + 0.6


def _numbered(document: Document, all_rows: Sequence[Row], chain: Sequence[Candidate]) -> list[Paragraf]:
    end = _end_matter(all_rows, chain[-1].row + (1 if chain[-1].rest else 2))
    tabled = headings(document)
    found = []
    for at, c in enumerate(chain):
        stop = chain[at + 1].row if at + 1 < len(chain) else end
        heading, body, dnr = _heading(all_rows, c, stop)
        said: list[Row] = []
        if sentence := _said_at_once(all_rows, c, stop):
            heading, at_text = sentence
            body = c.row + 1
            row = all_rows[c.row]
            said = [replace(row, text=row.text[at_text - row.start :], start=at_text)]
        last = all_rows[stop - 1]
        label_start = all_rows[c.row].start
        label = document.flow[label_start : c.label_end].strip(" #*_")
        number = f"{c.number}–{c.last}" if c.last > c.key[0] else c.number
        if label_start in tabled and heading:
            heading = take_dnr(tabled[label_start])[0] or heading
        found.append(
            Paragraf(
                number=number, label=label, heading=heading, dnr=dnr,
                text=running([*said, *all_rows[body:stop]]),
                evidence=document.evidence(label_start, max(last.end, c.label_end)),
                certainty="inferred" if c.inferred else "stated",
                confidence=0.7 if c.inferred else min(0.99, 0.75 + 0.2 * max(0.0, c.score)),
            )
        )  # fmt: skip
    return found


_HEAD_SENTENCE = re.compile(r"^(?P<head>[A-ZÅÄÖ][^.!?]{2,40})\.\s+(?=[A-ZÅÄÖ])")


def _said_at_once(all_rows: Sequence[Row], c: Candidate, stop: int) -> tuple[str | None, int] | None:
    """(heading or None, where the text begins) of a § said in one go: "§ 3. Stipendier. Styrelsen beslöt …"."""
    row, after = all_rows[c.row], all_rows[c.row + 1 : stop]
    m = _HEAD_SENTENCE.match(c.rest)
    if m and len(m["head"].split()) <= 5 and verb_at(m["head"]) is None:
        return m["head"], c.rest_start + m.end()
    flows = not any(r.gap or is_label(r.text) for r in after) and (row.full or not after)
    last = after[-1].text if after else c.rest
    if flows and len(c.rest.split()) > 3 and last.endswith(".") and not last.endswith(("m.m.", "m.fl.", "mm.", "etc.")):
        return None, c.rest_start
    return None


def _unnumbered(document: Document, all_rows: Sequence[Row]) -> list[Paragraf]:
    starts = plain_headings(all_rows)
    if not starts:
        return []
    end = _end_matter(all_rows, starts[-1] + 1)
    found = []
    for number, at, stop in zip(count(1), starts, [*starts[1:], end], strict=False):
        heading = all_rows[at]
        found.append(
            Paragraf(
                number=str(number), label=None, heading=heading.text.strip(" #*_:"),
                text=running(all_rows[at + 1 : stop]),
                evidence=document.evidence(heading.start, max(heading.end, all_rows[stop - 1].end)),
                certainty="inferred", confidence=0.7,
            )
        )  # fmt: skip
    return found


def running(part: Sequence[Row]) -> str:
    """Rows as running text: line ends joined, paragraphs kept apart by a line end."""
    blocks: list[list[str]] = []
    for row in part:
        if row.furniture:
            continue
        fresh = row.gap or is_label(row.text) or re.match(rf"^[{re.escape(BULLETS)}]\s|^\d{{1,2}}[.)]\s", row.text)
        if blocks and not fresh and not is_label(blocks[-1][-1]):
            blocks[-1].append(row.text)
        else:
            blocks.append([row.text])
    return "\n".join(joined(block) for block in blocks)


def _run(document: Document, facts: Facts) -> Mapping[str, Any]:
    all_rows = rows(document)
    if not is_minutes(all_rows, facts.kind.value if facts.kind else None):
        return {"paragraphs": ()}
    chain = choose(candidates(all_rows))
    found = _numbered(document, all_rows, chain) if chain else _unnumbered(document, all_rows)
    return {"paragraphs": tuple(found)}


EXTRACTOR = Extractor("paragrafer", 1, ("kind",), ("paragraphs",), _run)
