"""What a document points to: laws, matter numbers, earlier §§, other documents. A document's own § labels are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractors.extractor import Extractor
from extractors.facts import Facts, Reference
from extractors.head_numbers import find_dnrs
from extractors.laws import Mention, find_laws
from extractors.lexicon import Pattern, load
from extractors.places import furniture_lines, intervals, paragraf_ranges
from ingest.document import Document

__all__ = ["EXTRACTOR", "find_documents", "find_paragraphs", "find_references"]


def _papers() -> str:
    return "|".join(sorted(load("laws")["handlingar"]["ord"], key=len, reverse=True))


_SERIES = "SOU|Ds|prop\\.|proposition|bet\\.|rskr\\.|dir\\."
_PARAGRAPH = re.compile(
    r"(?:(?P<day>20\d\d-\d\d-\d\d)[ ,]{1,2})?(?:(?P<body>[A-ZÅÄÖ]{2,6})[ ]?)?§{1,2}[ \u00a0]?"
    r"(?P<first>\d{1,4}(?:[ ]?[a-z]\b)?)"
    r"(?:[ ]?[-–][ ]?(?P<last>\d{1,4}))?(?:/(?P<year>(?:20)?\d\d)\b)?(?P<of_day>,?[ ](?:den[ ])?20\d\d-\d\d-\d\d)?"
)
_CUE = re.compile(
    r"(?:\b(?:enligt|se|i|och|till|av|under|från|med|paragraf|per|mot|beslut|protokollet|protokoll)|,|\()\s*$",
    re.IGNORECASE,
)
_LAW_AFTER = re.compile(
    r"\s(?:[a-zåäö-]+(?:lagen|balken|förordningen|ordningen|stadgarna|reglementet)\b|[A-ZÅÄÖ]{2,4}\b)"
)
_APPENDIX = re.compile(
    r"\b(?P<word>[Bb]ilag(?:a|an|or)|[Bb]il\.)[ \u00a0](?P<which>(?:nr[ ])?(?:\d{1,2}|[A-ZÅÄÖ])"
    r"(?:[ ]?[-–,][ ]?\d{1,2})*)(?![\w:])"
)
_PAPER = Pattern(
    lambda: (
        rf"\b(?P<word>{_papers()})[ ](?:för[ ]|från[ ]|daterad[ ]|av[ ]den[ ])?"
        r"(?P<when>20\d\d-\d\d-\d\d|20\d\d(?:[-–/](?:20)?\d\d)?)(?![-–/\d:])"
    ),
    re.IGNORECASE,
)
_PRINT = re.compile(
    rf"\b(?P<series>{_SERIES})[ ](?P<number>(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?:\d{{1,4}})\b", re.IGNORECASE
)


def find_paragraphs(text: str) -> Iterator[Mention]:
    """§§ of minutes that a running text points to; a § at the start of a line is a label unless a sentence runs on."""
    for match in _PARAGRAPH.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
        line = before.rsplit("\n", 1)[-1]
        at_start = not re.search(r"\w", line)
        if (at_start and not _CUE.search(before.rstrip(" \n"))) or re.search(r"\d[ ]?(?:kap\.?[ ])?$", line):
            continue
        if _LAW_AFTER.match(text, match.end()):
            continue
        number = "".join(match["first"].split()) + (f"–{match['last']}" if match["last"] else "")
        day = match["day"] or (match["of_day"] or "")[-10:]
        year = match["year"] or day[:4]
        year = f"20{year}" if len(year) == 2 else year
        body = f"{match['body']} " if match["body"] else ""
        yield Mention(match.start(), match.end(), "paragraph", f"{body}§ {number}" + (f"/{year}" if year else ""))


def _indefinite(word: str) -> str:
    """ "Årsredovisningen" → "årsredovisning", where both forms are in the word list."""
    word = word.casefold()
    return next((form for form in (word[:-2], word[:-1]) if form in load("laws")["handlingar"]["ord"]), word)


def find_documents(text: str) -> Iterator[Mention]:
    """Appendices, reports and plans of a year, minutes of a day, public prints (SOU, prop.)."""
    for match in _APPENDIX.finditer(text):
        yield Mention(match.start(), match.end(), "document", f"bilaga {match['which'].removeprefix('nr ')}")
    for match in _PAPER.finditer(text):
        yield Mention(match.start(), match.end(), "document", f"{_indefinite(match['word'])} {match['when']}")
    for match in _PRINT.finditer(text):
        yield Mention(match.start(), match.end(), "document", f"{match['series']} {match['number']}")


def _dnrs(text: str) -> Iterator[Mention]:
    for value, start, end in find_dnrs(text):
        yield Mention(start, end, "dnr", value)


def find_references(text: str) -> list[Mention]:
    """Everything a text points to, in order; where two overlap the longer stands."""
    found = [*find_laws(text), *find_paragraphs(text), *find_documents(text), *_dnrs(text)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _references(document: Document, facts: Facts) -> Mapping[str, Any]:
    flow = document.flow
    paragrafer, furniture = paragraf_ranges(document, facts), furniture_lines(document)
    head = intervals(document, [text.evidence for text in (*facts.dnr, *((facts.title,) if facts.title else ()))])
    own = {_plain(text.value) for text in facts.dnr} | {_plain(p.dnr) for p in facts.paragraphs if p.dnr}
    found = []
    for mention in find_references(flow):
        at = paragrafer.owner(mention.start)
        if furniture.owner(mention.start) is not None or head.owner(mention.start) is not None:
            continue
        if mention.kind == "paragraph" and facts.paragraphs and at is None:
            continue  # a list of contents, or the line that says which §§ were signed
        if mention.kind == "dnr" and _plain(mention.target) in own:
            continue
        evidence = document.evidence(mention.start, mention.end)
        found.append(
            Reference(
                kind=mention.kind,
                text=" ".join(evidence.quote.split()),
                target=mention.target,
                evidence=evidence,
                confidence=0.95 if mention.kind == "law" else 0.9,
            )
        )
    return {"references": tuple(found)}


def _plain(number: str) -> str:
    return "".join(number.split()).casefold()


EXTRACTOR = Extractor("references", 1, ("paragraphs", "dnr", "title"), ("references",), _references)
