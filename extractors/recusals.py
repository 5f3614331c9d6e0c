"""Who stood aside for jäv, and in which §: told in the § itself, with the agenda, or in the list of those present.

A statement that names another § ("anmäler jäv i § 45", "jäv §§ 12–14", "deltog inte i ärende 7 på grund av jäv") holds
for that one; one that names none, or none of these minutes, holds for the § it stands in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractors.facts import Attendee, Paragraf
from extractors.flow import bounds
from extractors.persons import people_in
from ingest.document import Document, Evidence

_JAV = re.compile(r"\bjäv\w*\b", re.I)
_NO_JAV = re.compile(r"\b(?:ingen|inga|inget) (?:\w+ )?jäv|jävsfrågor|\bom jäv\b", re.I)
_ABSENT = re.compile(
    r"\bdel(?:tar|tog|tager|tagit) (?:inte|ej|varken)\b|\blämna(?:r|de) (?:rummet|lokalen|sammanträdet|"
    r"mötet)\b|\bstår åt sidan\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n")
_NUMBER = r"\d{1,4}(?:[ ]?[a-f]\b)?"
_NAMED = re.compile(
    rf"(?:§{{1,2}}|\b(?:ärende(?:na|t|n)?|punkt(?:en|erna)?|paragraf(?:en|erna)?)(?: nr)?)\s*"
    rf"(?P<numbers>{_NUMBER}(?:\s*(?:[–-]|,|och|samt)\s*§{{0,2}}\s*{_NUMBER})*)",
    re.I,
)
_LAW = re.compile(r"\d\s*§|\bkap\b|lagen\b", re.I)

Told = tuple[str, Evidence | None]  # a name, and where it is told if not in the § itself


def recusals(
    document: Document, paragraphs: Sequence[Paragraf], present: Sequence[Attendee]
) -> Mapping[int, list[Told]]:
    """By position of the § : who stood aside in it, each once."""
    found: dict[int, list[Told]] = defaultdict(list)
    at_number = {paragraf.number.replace(" ", ""): at for at, paragraf in enumerate(paragraphs)}
    for at, paragraf in enumerate(paragraphs):
        for sentence in _declared(paragraf.text):
            for names, numbers in _who_where(sentence):
                for there in [at_number[n] for n in numbers if n in at_number] or [at]:
                    _add(found[there], names, _place(document, paragraf, sentence) if there != at else None)
    for evidence, names, text in _beside_names(document, paragraphs, present):
        numbers = [number for _, told in _who_where(text) for number in told]
        for there in (at_number[n] for n in numbers if n in at_number):
            _add(found[there], names, evidence)
    return found


def _add(told: list[Told], names: Sequence[str], evidence: Evidence | None) -> None:
    known = {name for name, _ in told}
    told += [(name, evidence) for name in dict.fromkeys(names) if name not in known]


def _place(document: Document, paragraf: Paragraf, sentence: str) -> Evidence:
    """Where a sentence of a § stands; the whole § where a line end divides a word of it."""
    start, end = bounds(document, paragraf.evidence)
    found = re.compile(r"\s+".join(map(re.escape, sentence.split()))).search(document.flow, start, end)
    return document.evidence(*found.span()) if found else paragraf.evidence


def _who_where(sentence: str) -> Iterator[tuple[list[str], list[str]]]:
    """Names with the §§ told after them, or before: "Dan Ek i § 8 och Siv Rosén i § 9"; no §§ where none is told."""
    told = [(m, numbers) for m in _NAMED.finditer(sentence) if (numbers := _numbers(m[0], sentence[: m.start()]))]
    if not told:
        yield people_in(sentence), []
    end = 0
    names: list[str] = []
    for at, (m, numbers) in enumerate(told):
        after = sentence[m.end() : told[at + 1][0].start()] if at + 1 < len(told) else sentence[m.end() :]
        names = people_in(sentence[end : m.start()]) or names or people_in(after)
        end = m.end()
        yield names, numbers


def _declared(text: str) -> Iterator[str]:
    """Sentences that name somebody and tell of jäv; one says it, another may say who leaves the room."""
    told = False
    for sentence in (s.strip() for s in _SENTENCE.split(text) if s and s.strip()):
        jav = bool(_JAV.search(sentence)) and not _NO_JAV.search(sentence)
        names = people_in(sentence) if jav or (told and _ABSENT.search(sentence)) else []
        if names:
            yield sentence
        told = jav or (told and not names)


def _beside_names(
    document: Document, paragraphs: Sequence[Paragraf], present: Sequence[Attendee]
) -> Iterator[tuple[Evidence, list[str], str]]:
    """Entries of the list of those present that tell of jäv: to the next entry, within the entry's lines."""
    spans = [(bounds(document, a.evidence), a) for a in present]
    first = bounds(document, paragraphs[0].evidence)[0] if paragraphs else len(document.text)
    for (start, end), attendee in spans:
        following = min((s for (s, _), _ in spans if s > start), default=first)
        stop = document.flow.find("\n", end)
        until = min(following, max(end, stop if stop >= 0 else end))
        text = document.flow[start:until]
        if start < until and _JAV.search(text) and not _NO_JAV.search(text):
            yield attendee.evidence, [attendee.name], text


def _numbers(named: str, before: str) -> list[str]:
    """The §§ that "§§ 8–9 och 12" names, ranges spelled out; sections of laws are none."""
    m = _NAMED.match(named)
    if m is None or _LAW.search(before[-8:]):
        return []
    found: list[str] = []
    parts = re.split(r"\s*(,|och|samt|[–-])\s*§{0,2}\s*", m["numbers"])
    for n, part in enumerate(parts[::2]):
        number = part.replace(" ", "")
        if n and parts[2 * n - 1] in "–-" and number.isdigit() and found[-1].isdigit():
            found += [str(k) for k in range(int(found[-1]) + 1, min(int(number), int(found[-1]) + 60))]
        found.append(number)
    return found
