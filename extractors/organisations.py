"""Whose document it is: the body named on the title page, in heads and feet, and most often in the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.body_names import BodyName, boards, find_bodies, is_member, single_names
from extractors.facts import Text
from extractors.front import Front, FrontLine, place
from ingest.document import LineKind, Page

_NAME = r"[A-ZÅÄÖ][\wÅÄÖåäöé-]*"
_ATTENDANCE = re.compile(rf"^\W*{_NAME}(?: {_NAME})+ ?[,(–-]|\b(?:utsedd av|ledamot|ersättare|revisor)\b")
_ADDRESSEE = re.compile(r"\b(?:till|hos|mellan|utsedd av|tillsammans med|samarbete med|av medlemmarna)\s+$", re.I)
_OF_BODY = re.compile(
    r"^(?:\W*(?:styrelsen|direktionen|nämnden|rådet|fullmäktige|förbundsdirektionen|kommittén|årsmöte|årsstämma|styrelsemöte|möte|sammanträde|med|från|organ|förbundsstyrelsen|protokoll|för|i|vid|hos|nämnd|myndighet)\W+)+$",
    re.I,
)
_PERSON = re.compile(rf"^{_NAME}(?: {_NAME}){{1,3}}$")  # a name in the column before: its bearer's body follows
_OF_NUMBER = re.compile(r"^\W*org(?:anisations)?[. -]*(?:nr|nummer)", re.I)
_FAINT = 1.0  # a body mentioned less than this is weaker than a board on the front
_LIST = re.compile(r"[A-ZÅÄÖ][\wåäö]+(?:,| och| samt) *$")


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    page: Page
    start: int
    end: int
    weight: float

    @property
    def printed_whole(self) -> bool:
        return self.page.text[self.start : self.end] == self.name


def find_organisation(front: Front) -> Text | None:
    """The body whose document it is, in its printed form: legal bodies before their boards.

    A municipality's board stands for itself only where no municipality is named.
    """
    mentions = [*_on_front(front), *_in_text(front)]
    if not mentions:
        return _board(front)
    scores: dict[str, float] = defaultdict(float)
    forms: dict[str, list[_Mention]] = defaultdict(list)
    for mention in mentions:
        scores[mention.name.casefold()] += mention.weight
        forms[mention.name.casefold()].append(mention)
    _merge_genitives(scores, forms)
    key = max(scores, key=lambda name: (scores[name], -len(name)))
    if scores[key] < _FAINT and (board := _board(front)):
        return board
    best = max(forms[key], key=lambda m: (m.name[0].isupper(), not m.name.isupper(), m.printed_whole, m.weight))
    total = sum(sorted(scores.values(), reverse=True)[:3])
    return Text(
        value=best.name,
        evidence=place(best.page, best.start, best.end),
        confidence=round(max(0.3, min(1.0, scores[key] / total)), 2),
    )


def _merge_genitives(scores: dict[str, float], forms: dict[str, list[_Mention]]) -> None:
    """ "Samordningsförbundet Björkdalens" counts for "Samordningsförbundet Björkdalen"."""
    for name in list(scores):
        if name.endswith("s") and name[:-1] in scores:
            scores[name[:-1]] += scores.pop(name)
            forms.pop(name)


def _on_front(front: Front) -> Iterator[_Mention]:
    """Names in the head lines of the front: running heads and feet, short lines, lines that are the name alone."""
    before: FrontLine | None = None
    for line in front.before_paragraphs:
        if before is not None and (mention := _over_two(before, line)):
            yield mention
        before = line
        for chunk in line.chunks:
            if line.page.number == 1 and single_names().fullmatch(chunk.text) and not is_member(chunk.text):
                yield _Mention(chunk.text, line.page, chunk.start, chunk.end, 3.0 / (1.0 + line.at / 15))
        for body in find_bodies(line.text):
            weight = body.weight * _place(line, body)
            yield _Mention(body.name, line.page, line.start + body.start, line.start + body.end, weight)


def _over_two(upper: FrontLine, lower: FrontLine) -> _Mention | None:
    """A name set on two lines, as on covers and in heads: "Samordningsförbundet" over "Björkdalen"."""
    if upper.page is not lower.page or not upper.chunks or not lower.chunks:
        return None
    first, last = upper.chunks[0], lower.chunks[0]
    joined = f"{first.text} {last.text}"
    if " " in first.text or upper.page.text[first.end : last.start].strip(" \n*_#"):
        return None
    for body in find_bodies(joined):
        if (body.start, body.end) == (0, len(joined)):
            return _Mention(joined, upper.page, first.start, last.end, body.weight * 4.0 / (1.0 + upper.at / 15))
    return None


def _place(line: FrontLine, found: BodyName) -> float:
    """How much a place on the front says: alone in a line or column most, in a list of those present nothing."""
    before, after = line.text[: found.start], line.text[found.end :]
    if _ADDRESSEE.search(before) or (_ATTENDANCE.search(line.text) and found.start > 0):
        return 0.0
    chunk = next((c for c in line.chunks if c.start <= line.start + found.start < c.end), None)
    if any(_PERSON.match(c.text) and not find_bodies(c.text) for c in line.chunks if chunk and c.end < chunk.start):
        return 0.0
    lead = line.text[(chunk.start - line.start) if chunk else 0 : found.start]
    tail = line.text[found.end : (chunk.end - line.start) if chunk else None]
    alone = not lead.strip(" *_#") or bool(_OF_BODY.match(lead))
    alone = alone and (len(tail.split()) <= 1 or bool(_OF_NUMBER.match(tail)))
    if line.kind is not LineKind.BODY:
        return 4.0 if alone else 2.0
    listed = _LIST.search(before) or re.match(r",(?! ?org)| och ", after)
    if alone and not listed:
        return (6.0 if line.page.number == 1 else 3.0) * min(max(line.scale, 1.0), 2.5) / (1.0 + line.at / 15)
    if len(line.text.split()) <= 8 and not line.text.rstrip().endswith("."):
        return 1.5 / (1.0 + line.at / 15)
    return 0.5 if not _LIST.search(before) else 0.1


def _in_text(front: Front) -> Iterator[_Mention]:
    """Names anywhere in the running text, each a little, in lists of members less."""
    seen: Counter[str] = Counter()
    for page in front.document.pages:
        for body in find_bodies(page.text):
            seen[body.name] += 1
            before, after = page.text[max(0, body.start - 30) : body.start], page.text[body.end : body.end + 1]
            share = 0.1 if _LIST.search(before) or after in (",", ")") else 0.5
            weight = body.weight * share / (1 + seen[body.name] / 8)
            yield _Mention(body.name, page, body.start, body.end, weight)


def _board(front: Front) -> Text | None:
    """A board without its municipality's name: the first on the front."""
    for line in front.lines:
        match = boards().search(line.text)
        if match and len(line.text.split()) <= 12:
            evidence = line.evidence(line.start + match.start(), line.start + match.end())
            return Text(value=match[0], evidence=evidence, confidence=0.6)
    return None
