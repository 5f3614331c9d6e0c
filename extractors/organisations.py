"""Whose document it is: the body named on the title page, in heads and feet, and most often in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from extractors.facts import Text
from extractors.front import Front, FrontLine, place
from extractors.lexicon import load
from ingest.document import LineKind, Page

_NAME = r"[A-ZÅÄÖ][\wÅÄÖåäöé-]*"
_ATTENDANCE = re.compile(rf"^\W*{_NAME}(?: {_NAME})+ ?[,(–-]|\b(?:utsedd av|ledamot|ersättare|revisor)\b")
_ADDRESSEE = re.compile(r"\b(?:till|hos|mellan|utsedd av|tillsammans med|samarbete med|av medlemmarna)\s+$", re.I)
_OF_BODY = re.compile(
    r"^(?:\W*(?:styrelsen|organ|förbundsstyrelsen|protokoll|för|i|vid|hos|nämnd|myndighet)\W+)+$", re.I
)
_LIST = re.compile(r"[A-ZÅÄÖ][\wåäö]+(?:,| och| samt) *$")
_MOST = 400  # mentions looked at; a long document says no more of whose it is in its later half


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    page: Page
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    weight: float


@cache
def _forms() -> tuple[_Form, ...]:
    """The ways bodies are named, each with how likely such a one is to be the document's own."""
    lexicon = load("organisations")
    not_names = "|".join(map(re.escape, lexicon["inte_namn"]["ord"]))
    word = rf"(?!(?i:{not_names})\b){_NAME}"
    name = rf"{word}(?: (?:(?:och|i|&|-) )?{word}){{0,3}}"
    forms = []
    for prefix, weight in lexicon["fore"].items():
        if weight:
            forms.append(_Form(re.compile(rf"\b(?i:{re.escape(prefix)})\b(?: i| för)?(?: |\n){name}"), weight))
    for suffix, weight in lexicon["efter"].items():
        forms.append(_Form(re.compile(rf"(?<![\w-]){name}(?:-? och \w+)? (?i:{re.escape(suffix)})\b"), weight))
    return tuple(forms)


@cache
def _boards() -> re.Pattern[str]:
    lexicon = load("organisations")["namnd"]
    whole, tails = "|".join(map(re.escape, lexicon["ord"])), "|".join(map(re.escape, lexicon["slut"]))
    return re.compile(rf"\b(?i:{whole})\b|\b[A-ZÅÄÖ][\wåäö]*(?:(?:-,? |, | )(?:och )?[\wåäö-]+){{0,3}}?(?:{tails})\b")


@cache
def _members() -> frozenset[str]:
    return frozenset(load("organisations")["medlem"]["ord"])


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
    if scores[key] < 1.0:
        return _board(front)
    best = max(forms[key], key=lambda m: (m.name[0].isupper(), not m.name.isupper(), m.weight))
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
    for line in front.before_paragraphs:
        for found, weight in _names(line.text):
            yield _Mention(
                found[0], line.page, line.start + found.start(), line.start + found.end(), weight * _place(line, found)
            )


def _place(line: FrontLine, found: re.Match[str]) -> float:
    """How much a place on the front says: alone in a line or column most, in a list of those present nothing."""
    before, after = line.text[: found.start()], line.text[found.end() :]
    if _ADDRESSEE.search(before) or (_ATTENDANCE.search(line.text) and found.start() > 0):
        return 0.0
    chunk = next((c for c in line.chunks if c.start <= line.start + found.start() < c.end), None)
    lead = line.text[(chunk.start - line.start) if chunk else 0 : found.start()]
    tail = line.text[found.end() : (chunk.end - line.start) if chunk else None]
    alone = (not lead.strip(" *_#") or bool(_OF_BODY.match(lead))) and len(tail.split()) <= 1
    if line.kind is not LineKind.BODY:
        return 4.0 if alone else 2.0
    if alone and not _LIST.search(before) and not after.lstrip().startswith((",", "och ")):
        return (6.0 if line.page.number == 1 else 3.0) * min(max(line.scale, 1.0), 2.5) / (1.0 + line.at / 15)
    if len(line.text.split()) <= 8 and not line.text.rstrip().endswith("."):
        return 1.5 / (1.0 + line.at / 15)
    return 0.5 if not _LIST.search(before) else 0.1


def _in_text(front: Front) -> Iterator[_Mention]:
    """Names anywhere in the running text, each a little, in lists of members less."""
    seen: dict[str, int] = defaultdict(int)
    for page in front.document.pages:
        for found, weight in islice(_names(page.text), _MOST):
            seen[found[0].casefold()] += 1
            listed = _LIST.search(page.text[max(0, found.start() - 30) : found.start()]) or page.text[
                found.end() : found.end() + 1
            ] in (",", ")")
            share = 0.1 if listed else 0.5
            yield _Mention(
                _flat(found[0]), page, found.start(), found.end(), weight * share / (1 + seen[found[0].casefold()] / 8)
            )


def _names(text: str) -> Iterator[tuple[re.Match[str], float]]:
    """Names of bodies in a text, the longest where two overlap."""
    found = [
        (match, form.weight)
        for form in _forms()
        for match in form.pattern.finditer(text)
        if match[0].casefold() not in _members()
    ]
    found.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    end = -1
    for match, weight in found:
        if match.start() >= end:
            end = match.end()
            yield match, weight


def _flat(name: str) -> str:
    return " ".join(name.split())


def _board(front: Front) -> Text | None:
    """A board without its municipality's name: the first on the front."""
    for line in front.lines:
        match = _boards().search(line.text)
        if match and len(line.text.split()) <= 12:
            evidence = line.evidence(line.start + match.start(), line.start + match.end())
            return Text(value=match[0], evidence=evidence, confidence=0.6)
    return None
