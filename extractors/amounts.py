"""Sums of money in running text, with the § they stand in and the role the sentence gives them.

Cells of tables are not sums in running text: they belong to `tables`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from extractors.extractor import Extractor
from extractors.facts import Amount, Facts
from extractors.lexicon import Pattern, load
from extractors.money import AmountMatch, find_amounts
from extractors.places import paragraf_ranges, sentence, table_rows
from ingest.document import Document

__all__ = ["EXTRACTOR", "AmountMatch", "find_amounts", "role_of"]

_CUE = Pattern(
    lambda: "|".join(
        rf"(?P<{role}>\b(?:{'|'.join(map(re.escape, words))}))" for role, words in load("money")["roller"].items()
    ),
    re.IGNORECASE,
)
_AFTER = 60  # characters after a sum in which a cue may still tell its role


def role_of(text: str, start: int, end: int) -> str | None:
    """What the sum at [start, end) is: granted, applied, budget, outturn, forecast, balance, cost; None: not told."""
    low, high = sentence(text, start, end)
    before = [match.lastgroup for match in _CUE.finditer(text, low, start)]
    after = [match.lastgroup for match in _CUE.finditer(text, end, min(high, end + _AFTER))]
    for cues in (before[::-1], after):
        if told := next((role for role in cues if role != "cost"), None):
            return told
        if cues:
            return "cost"
    return None


def _amounts(document: Document, facts: Facts) -> Mapping[str, Any]:
    flow = document.flow
    paragrafer, cells = paragraf_ranges(document, facts), table_rows(document, facts)
    found = []
    for match in find_amounts(flow):
        if cells.owner(match.end - 1) is not None:
            continue
        evidence = document.evidence(match.start, match.end)
        found.append(
            Amount(
                ore=match.ore,
                text=" ".join(evidence.quote.split()),
                approximate=match.approximate,
                role=role_of(flow, match.start, match.end),
                paragraf=paragrafer.owner(match.start),
                evidence=evidence,
                certainty="inferred" if match.repaired else "stated",
                confidence=0.7 if match.repaired else 0.98,
            )
        )
    return {"amounts": tuple(found)}


EXTRACTOR = Extractor("amounts", 1, ("paragraphs", "tables"), ("amounts",), _amounts)
