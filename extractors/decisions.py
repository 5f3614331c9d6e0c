"""What was decided under each §, and how it was handled. Proposals, motions and earlier treatment are not decisions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractors.actions import action_of
from extractors.amounts import find_amounts
from extractors.assignments import with_assignments
from extractors.attsats import Outcome, outcomes
from extractors.extractor import Extractor
from extractors.facts import Decision, Facts, Paragraf
from extractors.flow import Row, between, bounds, joined, rows
from extractors.implied import implied
from extractors.proceedings import proceedings
from extractors.recusals import recusals
from extractors.sections import Bodies, Section, bodies, house_labels, sections
from ingest.document import Document


def body_rows(document: Document, all_rows: Sequence[Row], paragraf: Paragraf) -> list[Row]:
    """A §'s rows after its label, heading and dnr."""
    start, end = bounds(document, paragraf.evidence)
    found = between(all_rows, start, end)
    heading = _letters(paragraf.heading or "")
    if said := _beside_label(found[:1], paragraf):
        return [said, *found[1:]]
    at = 1
    while at < len(found) and heading:
        mine = _letters(found[at].text)
        if mine and not (mine in heading or (paragraf.dnr and _letters(paragraf.dnr) in mine and len(mine) < 40)):
            break
        if _letters(found[at - 1].text).endswith(heading) and mine not in _letters(paragraf.dnr or ""):
            break
        at += 1
    return found[at:]


def _beside_label(first: Sequence[Row], paragraf: Paragraf) -> Row | None:
    """What is said on the label's own row after label and heading, where the § says all in one go."""
    if not first:
        return None
    row = first[0]
    at = row.text.find(paragraf.label or "") + len(paragraf.label or "")
    if paragraf.heading:
        at = row.text.find(paragraf.heading, at)
        at = at + len(paragraf.heading) if at >= 0 else len(row.text)
    rest = row.text[at:].lstrip(" .:")
    start = row.start + len(row.text) - len(rest)
    return replace(row, text=rest, start=start) if len(rest) > 3 and paragraf.text.startswith(rest[:20]) else None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _proposal(parts: Sequence[Section]) -> str | None:
    """What was proposed, joined: the last proposal before the outcome."""
    texts = [joined(row.text for row in part.rows) for part in parts if part.kind == "förslag" and part.rows]
    return texts[0] if texts else None


def _of_paragraf(document: Document, at: int, body: Sequence[Row], own: Bodies) -> list[Decision]:
    parts = sections(body, own)
    stated = [o for part in parts if part.kind == "beslut" for o in outcomes(part, own)]
    told = stated or [o for part in parts if part.kind != "förslag" and part.tells for o in implied(part, own)]
    proposal = _proposal(parts)
    return [_decision(document, at, outcome, proposal, bool(stated)) for outcome in told]


def _decision(document: Document, at: int, outcome: Outcome, proposal: str | None, stated: bool) -> Decision:
    text = outcome.words.text
    action = "föreslå" if outcome.proposes else action_of(text)
    return Decision(
        paragraf=at,
        text=text,
        action=action,
        body=outcome.body,
        proposal=proposal if outcome.refers else None,
        amounts=tuple(amount.ore for amount in find_amounts(text)),
        evidence=outcome.words.evidence(document),
        confidence=0.95 if stated else 0.85,
    )


def _run(document: Document, facts: Facts) -> Mapping[str, Any]:
    all_rows = rows(document)
    if not facts.paragraphs:
        return {"decisions": (), "proceedings": ()}
    first = bounds(document, facts.paragraphs[0].evidence)[0]
    own = bodies([row for row in all_rows if row.start < first])
    aside = recusals(document, facts.paragraphs, facts.attendance)
    found: list[Decision] = []
    told = []
    under = [body_rows(document, all_rows, paragraf) for paragraf in facts.paragraphs]
    own = replace(own, labels=house_labels(under))
    for at, paragraf in enumerate(facts.paragraphs):
        decided = _of_paragraf(document, at, under[at], own)
        found += decided
        if handled := proceedings(at, paragraf, decided, aside.get(at, ())):
            told.append(handled)
    return {"decisions": with_assignments(document, found, facts.dates), "proceedings": tuple(told)}


EXTRACTOR = Extractor("decisions", 1, ("paragraphs", "attendance", "dates"), ("decisions", "proceedings"), _run)
