"""Money on whose granting the minutes decide: from decisions, never from proposals, applications or reports alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractors.awards import Award, read_awards
from extractors.dates import document_year, find_dates
from extractors.extractor import Extractor
from extractors.facts import Amount, Certainty, Decision, Facts, Grant, GrantStatus
from extractors.lexicon import Words
from ingest.document import Document

_LEXICON = Words("grants")
_BY_REFERENCE = re.compile(
    r"\b(?:bifall\w*|enligt (?:\w+ ){0,2}(?:förslag\w*|yrkande\w*|skrivelse)|i enlighet med|förslaget"
    r"|(?:bevilja\w*|godkänn\w*) ansökan)",
    re.IGNORECASE,
)
_APPLIES = re.compile(r"\bansök|\bäskan|\bsöker\b", re.IGNORECASE)
_APPLICANT = (
    re.compile(
        r"(?P<name>[A-ZÅÄÖ][^.,;:\n]{2,70}?)\s(?:har\s(?:också\s)?(?:in)?kommit(?:\sin)?\smed|har\slämnat\sin|har\sansökt|ansöker|"
        r"söker|har\ssökt|äskar|begär|inkommer\smed|lämnade\sin)\b"
    ),
    re.compile(
        r"[Aa]nsökan (?:om [^.]{2,80}? )?från (?P<name>[A-ZÅÄÖ][^.,;:–\n]{2,70}?)"
        r"(?=\s(?:om|för|till|avseende|har|–|-)\s|[.,;:\n–]|$)"
    ),
)
_YEARS = re.compile(
    r"\b(?:under|för|år|åren|perioden|verksamhetsåret)\s(?:år\s|åren\s)?(20\d\d)(?:\s?[-–]\s?(20\d\d))?(?![-–/\d]|\s?(?:kr|tkr)\b)"
)
_FROM = re.compile(r"\b(?:från och med|fr\.?\s?o\.?\s?m\.?|from|med start|från)\s(?:den\s)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:till och med|t\.?\s?o\.?\s?m\.?|tom|längst till|till)\s(?:den\s)?$", re.IGNORECASE)


def period_of(text: str, year: int | None) -> tuple[str | None, str | None]:
    """First and last day of the time a decision speaks of; (None, None) where it speaks of none."""
    start = end = None
    for match in find_dates(text, year):
        before = text[max(0, match.start - 24) : match.start]
        if match.stretch or match.precision != "day":
            return match.first, match.last
        if _UNTIL.search(before):
            end = end or match.last
        elif _FROM.search(before):
            start = start or match.first
    if start or end:
        return start, end
    if years := _YEARS.search(text):
        return f"{years[1]}-01-01", f"{years[2] or years[1]}-12-31"
    return None, None


def applicant_of(text: str) -> str | None:
    """Who has applied, as a § tells it."""
    for pattern in _APPLICANT:
        if match := pattern.search(text):
            return match["name"].strip(' *"”')
    return None


def _asked(facts: Facts) -> dict[int, list[Amount]]:
    """By §: the sums applied for."""
    asked: dict[int, list[Amount]] = defaultdict(list)
    for amount in facts.amounts:
        if amount.paragraf is not None and amount.role == "applied" and amount.ore > 0:
            asked[amount.paragraf].append(amount)
    return asked


def _granted(decision: Decision) -> tuple[list[Award], Certainty]:
    """What a decision grants by its own words, or by those of the proposal it says yes to."""
    if decision.action in _LEXICON["inte"]["atgarder"]:
        return [], "stated"
    if own := read_awards(decision.text):
        return own, "stated"
    if decision.proposal and _BY_REFERENCE.search(decision.text):
        return read_awards(decision.proposal), "inferred"
    return [], "stated"


def _of_decision(decision: Decision, facts: Facts, asked: Sequence[Amount], year: int | None) -> list[Grant]:
    text = facts.paragraphs[decision.paragraf].text
    heading = facts.paragraphs[decision.paragraf].heading or ""
    applicant = applicant_of(text) or applicant_of(heading)
    if decision.action in ("avslå", "bordlägga", "återremittera"):
        status: GrantStatus = "rejected" if decision.action == "avslå" else "postponed"
        concerns = _APPLIES.search(heading) or _APPLIES.search(decision.text) or (asked and applicant)
        return [_made(decision, a.ore, applicant, None, status, year, "inferred") for a in asked[:1] if concerns]
    awards, certainty = _granted(decision)
    if not awards and asked and re.search(r"\b(?:bevilj\w+|bifall\w+|godkänn\w+)\b.*\bansökan\b", decision.text, re.I):
        return [_made(decision, asked[0].ore, applicant, None, "granted", year, "inferred")]
    grants = []
    for award in awards:
        less = bool(asked) and len(awards) == 1 and award.ore < max(a.ore for a in asked)
        recipient = award.recipient
        if applicant and (recipient is None or (recipient in applicant and recipient != applicant)):
            recipient = applicant if recipient is None or applicant in decision.text else recipient
        status = "partial" if award.partial or less else "granted"
        made = _made(decision, award.ore, recipient, award.purpose, status, year, certainty)
        made = replace(made, condition=award.condition)
        if len(awards) > 1 and any(own := period_of(award.clause, year)):
            made = replace(made, start=own[0], end=own[1])
        grants.append(made)
    return grants


def _made(
    decision: Decision,
    ore: int,
    recipient: str | None,
    purpose: str | None,
    status: GrantStatus,
    year: int | None,
    certainty: Certainty,
) -> Grant:
    start, end = period_of(decision.text, year)
    return Grant(
        ore=ore,
        recipient=recipient,
        purpose=purpose,
        start=start,
        end=end,
        status=status,
        paragraf=decision.paragraf,
        evidence=decision.evidence,
        certainty=certainty,
        confidence=0.93 if certainty == "stated" else 0.75,
    )


def _grants(document: Document, facts: Facts) -> Mapping[str, Any]:
    year, asked = document_year(facts), _asked(facts)
    grants = (_of_decision(decision, facts, asked.get(decision.paragraf, ()), year) for decision in facts.decisions)
    return {"grants": tuple(grant for of_decision in grants for grant in of_decision)}


EXTRACTOR = Extractor(
    "grants", 1, ("paragraphs", "decisions", "amounts", "kind", "date", "period"), ("grants",), _grants
)
