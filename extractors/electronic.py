"""Signatures that lie in the file itself, tied to the names on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from extractors.facts import Finding, Signature
from ingest.document import Document, ElectronicSignature, Evidence, Page, Piece, SignatureVerdict, Span, Word

BROKEN, UNCHECKED = "underskrift-bruten", "underskrift-ej-kontrollerad"
SAME_PERSON = 0.86  # likeness of two spellings; a letter or two in a full name
_VALID = {SignatureVerdict.VALID: True, SignatureVerdict.BROKEN: False}  # of the others nobody can say


def with_electronic(document: Document, printed: Sequence[Signature]) -> tuple[Signature, ...]:
    """The signatures found on the pages; those that the file holds too become electronic ones, and new ones follow.

    A signature by a name that stands nowhere on the pages, as a signing service's seal is, becomes none: a finding
    tells of it where it does not hold.
    """
    found = list(printed)
    for signature in _signatures(document):
        place = _place(document, signature)
        when, valid = signature.stamped_at or signature.signed_at, _VALID.get(signature.verdict)
        at = _same(found, signature, place)
        if at is not None:
            found[at] = replace(found[at], method="pades", valid=valid, signed_at=when or found[at].signed_at)
        elif place is not None and signature.signer:
            found.append(
                Signature(
                    name=signature.signer, method="pades", valid=valid, signed_at=when, evidence=place, confidence=0.95
                )
            )
    return tuple(found)


def findings(document: Document) -> Iterator[Finding]:
    """What does not hold, or could not be checked."""
    for signature in document.electronic_signatures:
        code = {SignatureVerdict.BROKEN: BROKEN, SignatureVerdict.UNCHECKED: UNCHECKED}.get(signature.verdict)
        if code:
            whose = f"Elektronisk {signature.kind}" + (f" av {signature.signer}" if signature.signer else "")
            yield Finding(
                code=code, severity="error" if code == BROKEN else "warning", message=f"{whose}: {signature.message}",
                evidence=_place(document, signature),
            )  # fmt: skip


def _signatures(document: Document) -> Iterator[ElectronicSignature]:
    return (signature for signature in document.electronic_signatures if signature.kind == "underskrift")


def _same(found: Sequence[Signature], signature: ElectronicSignature, place: Evidence | None) -> int | None:
    """Which of the printed ones it is: by name, else by standing in its box."""
    names = [SequenceMatcher(None, s.name.casefold(), signature.signer.casefold()).ratio() for s in found]
    if names and max(names) >= SAME_PERSON:
        return names.index(max(names))
    if place is None or signature.box is None:
        return None
    inside = [(piece.page.number, piece.span) for piece in place.pieces]
    for at, known in enumerate(found):
        if any(p.page.number == n and p.span.overlaps(span) for p in known.evidence.pieces for n, span in inside):
            return at
    return None


def _place(document: Document, signature: ElectronicSignature) -> Evidence | None:
    """The words in the box it is shown in, else where its name stands last; None where it is nowhere to be seen."""
    if signature.page and signature.box and signature.page <= len(document.pages):
        page = document.pages[signature.page - 1]
        if page.rotation == 0 and (pieces := tuple(_inside(page, signature))):
            return Evidence(pieces)
    if len(signature.signer.split()) < 2:  # a single word could be anything on the page
        return None
    name = re.compile(r"\s+".join(map(re.escape, signature.signer.split())), re.I)
    for page in reversed(document.pages):
        if found := list(name.finditer(page.text)):
            return Evidence((Piece(page, Span(*found[-1].span())),))
    return None


def _inside(page: Page, signature: ElectronicSignature) -> Iterator[Piece]:
    """The stretches of a page's text that stand in the box."""
    stretch: list[Word] = []
    for word in page.words:
        if _is_in(word, signature):
            stretch.append(word)
        elif stretch:
            yield Piece(page, Span(stretch[0].span.start, stretch[-1].span.end))
            stretch = []
    if stretch:
        yield Piece(page, Span(stretch[0].span.start, stretch[-1].span.end))


def _is_in(word: Word, signature: ElectronicSignature) -> bool:
    box = signature.box
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return box is not None and box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
