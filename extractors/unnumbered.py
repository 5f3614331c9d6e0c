"""Items of minutes that neither § nor number marks: headings that stand alone, known from agendas or by their type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.flow import Row
from extractors.lexicon import load
from extractors.sections import classify, is_label

_LEAST_KNOWN = 2  # headings known from agendas that must be among them


def plain_headings(rows: Sequence[Row]) -> list[int]:
    """Positions of the rows that head an item; [] where too few are known from agendas to trust the others' look."""
    known_words = set(load("headings")["punkter"]["ord"])
    known = [at for at, row in enumerate(rows) if _plain(row.text) in known_words and _stands(rows, at)]
    if len(known) < _LEAST_KNOWN:
        return []
    alike = [at for at in range(known[0], len(rows)) if at in set(known) or _like(rows, at, [rows[k] for k in known])]
    return _without_list(rows, alike)


def _plain(text: str) -> str:
    return text.strip(" #*_:").casefold()


def _stands(rows: Sequence[Row], at: int) -> bool:
    row = rows[at]
    return row.gap or row.bold or row.text.startswith("#") or row.text.endswith(":")


def _like(rows: Sequence[Row], at: int, known: Sequence[Row]) -> bool:
    """Does a row look as the known headings do: same type, marking and standing?"""
    row = rows[at]
    text = row.text.strip(" *_")
    if row.furniture or len(text) > 80 or not re.match(r"^#*\s*[A-ZÅÄÖ]", text) or text.endswith((".", ",", ";")):
        return False
    begun = classify(text)
    if begun is not None and begun.kind in ("beslut", "förslag"):
        return False
    hashed = [k.text.startswith("#") for k in known]
    if all(hashed):
        return row.text.startswith("#")
    if all(k.bold for k in known):
        return row.bold and abs((row.size or 0) - (known[0].size or 0)) < 0.7
    sizes = [k.size for k in known if k.size]
    if sizes and row.size and any(r.size and r.size < sizes[0] - 0.6 for r in rows):
        return abs(row.size - sizes[0]) < 0.6
    if not all(k.gap for k in known):
        return False
    follows = rows[at + 1] if at + 1 < len(rows) else None
    return (
        row.gap
        and follows is not None
        and not is_label(text)
        and len(text.split()) <= 9
        and ":" not in text
        and not follows.text.endswith(":")
    )


def _without_list(rows: Sequence[Row], found: list[int]) -> list[int]:
    """Without an agenda printed first: headings right under each other whose words come again below."""
    later = [_plain(rows[at].text) for at in found]
    kept = []
    for n, at in enumerate(found):
        alone = n + 1 < len(found) and found[n + 1] == at + 1
        if alone and _plain(rows[at].text) in later[n + 1 :]:
            continue
        kept.append(at)
    return kept
