"""Who signed, as what, when: signature lines in ink, the stamps of signing services, signatures in the file itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from extractors.electronic import SAME_PERSON, findings, with_electronic
from extractors.extractor import Extractor
from extractors.facts import Facts, Signature
from extractors.flow import Row, rows
from extractors.signlines import SignLine, sign_lines, signature_rows
from extractors.stamps import Stamp, find_stamps
from ingest.document import Document

_ROLES = {
    "vid protokollet": "sekreterare", "vid tangenterna": "sekreterare",
    "justeras": "justerande", "justeras av": "justerande", "justerat": "justerande", "justerat av": "justerande",
    "signerat av": None, "undertecknat av": None, "signerad av": None, "undertecknare": None, "underskrift av": None,
}  # fmt: skip
_SIGNED_KINDS = ("protokoll", "avtal", "årsredovisning", "revisionsberättelse", "delårsrapport")


def _times(region: Sequence[Row], lines: Sequence[SignLine]) -> dict[int, Stamp]:
    """Which stamp belongs to which name: by order where there are as many, else the nearest one within a row or two."""
    told = [(at, stamp) for at, row in enumerate(region) for stamp in find_stamps(row.text)]
    distinct: dict[str, Stamp] = {}
    for _, stamp in told:
        distinct.setdefault(stamp.utc, stamp)
    if len(distinct) == len(lines):
        return dict(enumerate(distinct.values()))
    if len(told) == len(lines):
        return {n: stamp for n, (_, stamp) in enumerate(told)}
    result: dict[int, Stamp] = {}
    for n, line in enumerate(lines):
        near = [(abs(at - line.row), at < line.row, stamp) for at, stamp in told if abs(at - line.row) <= 2]
        if near:
            result[n] = min(near, key=lambda x: (x[0], x[1]))[2]
    return result


def _known(name: str, facts: Facts) -> tuple[str, bool]:
    """The attendance's spelling of a name that differs by a letter or two; and whether it was changed."""
    best, likeness = name, 0.0
    for person in facts.attendance:
        like = SequenceMatcher(None, person.name.casefold(), name.casefold(), autojunk=False).ratio()
        if like > likeness:
            best, likeness = person.name, like
    if likeness >= SAME_PERSON:
        return best, best.casefold() != name.casefold()
    return name.title() if name.isupper() else name, False


def _run(document: Document, facts: Facts) -> Mapping[str, Any]:
    signatures = with_electronic(document, _printed(document, facts))
    return {"signatures": signatures, "findings": tuple(findings(document))}


def _printed(document: Document, facts: Facts) -> list[Signature]:
    """Those that the pages themselves show."""
    if not facts.paragraphs and (facts.kind is None or facts.kind.value not in _SIGNED_KINDS):
        return []
    region = signature_rows(document, facts, rows(document))
    lines = sign_lines(region)
    times = _times(region, lines)
    return [_signature(document, facts, line, times.get(n)) for n, line in enumerate(lines)]


def _signature(document: Document, facts: Facts, line: SignLine, stamp: Stamp | None) -> Signature:
    name, changed = _known(line.name, facts)
    return Signature(
        name=name,
        role=_ROLES.get(line.role, line.role) if line.role else None,
        signed_at=stamp.utc if stamp else None,
        method="e-sign stamp" if stamp else "ink",
        evidence=document.evidence(line.start, line.end),
        certainty="inferred" if changed or (stamp and not stamp.certain) else "stated",
        confidence=0.8 if changed else 0.92,
    )


EXTRACTOR = Extractor("signatures", 1, ("paragraphs", "attendance", "kind"), ("signatures",), _run)
