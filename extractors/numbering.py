"""Whether the §§ of minutes follow on one another: a number left out, used twice or out of order is a finding, and so
is what the contents list says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from extractors.contents import held_against
from extractors.extractor import Extractor
from extractors.facts import Facts, Finding, Paragraf
from ingest.document import Document, Evidence, Piece, Span

_NUMBER = re.compile(r"(?P<first>\d+)(?:\s*[–-]\s*(?P<last>\d+))?(?:\s*(?P<letter>[a-zåäö]))?")


def _extent(paragraf: Paragraf) -> tuple[int, int, str] | None:
    """First and last number of a § ("12–14" is three) and its letter; None where it is numbered in another way."""
    found = _NUMBER.fullmatch(paragraf.number.strip().lower())
    if paragraf.label is None or found is None:
        return None
    first = int(found["first"])
    return first, int(found["last"] or first), found["letter"] or ""


def _odd(before: Paragraf, after: Paragraf) -> tuple[str, str] | None:
    """Code and message where the second § does not follow on the first."""
    one, other = _extent(before), _extent(after)
    if one is None or other is None:
        return None
    last, first = one[1], other[0]
    if first == last:
        doubled = one[2] == other[2]
        return ("paragraf-dubbel", f"§ {after.number} förekommer två gånger.") if doubled else None
    if first < last:
        return "paragraf-ordning", f"§ {after.number} står efter § {before.number}."
    if first > last + 1:
        lost = f"§ {last + 1}" if first == last + 2 else f"§§ {last + 1}–{first - 1}"
        return "paragraf-gap", f"§ {before.number} följs av § {after.number}: {lost} saknas."
    return None


def _label(paragraf: Paragraf) -> Evidence:
    """The line that a § begins with."""
    piece = paragraf.evidence.pieces[0]
    end = piece.quote.find("\n")
    return Evidence((Piece(piece.page, Span(piece.span.start, piece.span.start + end if end > 0 else piece.span.end)),))


def _findings(paragraphs: tuple[Paragraf, ...]) -> Iterator[Finding]:
    for before, after in pairwise(paragraphs):
        if odd := _odd(before, after):
            code, message = odd
            yield Finding(code=code, severity="warning", message=message, evidence=_label(after))


def _extract(document: Document, facts: Facts) -> Mapping[str, Any]:
    return {"findings": (*_findings(facts.paragraphs), *held_against(document, facts.paragraphs))}


EXTRACTOR = Extractor("numbering", 1, ("paragraphs",), (), _extract)
