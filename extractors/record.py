"""A Document and its Facts as one record: the JSON object of RECORD.md."""

from __future__ import annotations

from typing import Any

from extractors.facts import Decision, Fact, Facts, Finding, Text, kronor
from ingest.document import Document, Evidence, Page, Piece
from ingest.errors import DocumentError

Json = dict[str, Any]


def to_record(document: Document, facts: Facts) -> Json:
    """RECORD.md's object for a document that was read; keys in its order."""
    return {
        "file": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "part_of": document.part_of,
        "kind": _value(facts.kind),
        "title": _value(facts.title),
        "organisation": _value(facts.organisation),
        "org_number": _value(facts.org_number),
        "dnr": [text.value for text in facts.dnr],
        "adopted_by": _value(facts.adopted_by),
        "period": {"start": facts.period.start, "end": facts.period.end} if facts.period else None,
        "date": _value(facts.date),
        "pages": [_page(page) for page in document.pages],
        "outline": [_fact(h, level=h.level, heading=h.heading, page=h.evidence.page) for h in facts.outline],
        "goals": [_fact(g, goal=g.goal, outcome=g.outcome, status=g.status) for g in facts.goals],
        "meeting": _meeting(facts),
        "paragraphs": [_paragraf(facts, at) for at in range(len(facts.paragraphs))],
        "amounts": [
            _fact(a, value=kronor(a.ore), currency="SEK", approximate=a.approximate, role=a.role, text=a.text,
                  paragraph=_number(facts, a.paragraf))
            for a in facts.amounts
        ],
        "dates": [
            _fact(d, start=d.start, end=d.end, precision=d.precision, text=d.text, role=d.role,
                  paragraph=_number(facts, d.paragraf))
            for d in facts.dates
        ],
        "grants": [
            _fact(g, amount=kronor(g.ore), recipient=g.recipient, purpose=g.purpose, start=g.start, end=g.end,
                  condition=g.condition, status=g.status, paragraph=_number(facts, g.paragraf))
            for g in facts.grants
        ],
        "tables": [
            _fact(t, title=t.title, page=t.page, unit=t.unit, columns=list(t.columns),
                  rows=[_fact(r, label=r.label, values=[_money(v) for v in r.values]) for r in t.rows])
            for t in facts.tables
        ],
        "references": [_fact(r, kind=r.kind, text=r.text, target=r.target) for r in facts.references],
        "signatures": [
            _fact(s, name=s.name, role=s.role, signed_at=s.signed_at, method=s.method, valid=s.valid)
            for s in facts.signatures
        ],
        "findings": [_finding(f) for f in facts.findings],
    }  # fmt: skip


def error_record(name: str, sha256: str | None, error: DocumentError) -> Json:
    """RECORD.md's object for a file that cannot be read."""
    return {
        "file": name,
        "sha256": sha256,
        "error": {"code": error.code, "message": error.message, "advice": error.advice},
    }


def _value(text: Text | None) -> str | None:
    return text.value if text else None


def _money(ore: int | None) -> str | None:
    return None if ore is None else kronor(ore)


def _number(facts: Facts, paragraf: int | None) -> str | None:
    return None if paragraf is None else facts.paragraphs[paragraf].number


def _piece(piece: Piece) -> Json:
    box = piece.box
    return {
        "page": piece.page.number,
        "bbox": [round(v, 2) for v in (box.x0, box.y0, box.x1, box.y1)] if box else None,
        "text": piece.quote,
    }


def _evidence(evidence: Evidence | None) -> list[Json]:
    return [_piece(piece) for piece in evidence.pieces] if evidence else []


def _fact(fact: Fact, **values: Any) -> Json:
    return {
        **values,
        "evidence": _evidence(fact.evidence),
        "certainty": fact.certainty,
        "confidence": round(fact.confidence, 3),
    }


def _page(page: Page) -> Json:
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "text_source": page.text_source.value,
        "reason": page.reason,
        "quality": round(page.quality, 3),
        "rotation": page.rotation,
        "text": page.text,
    }


def _meeting(facts: Facts) -> Json | None:
    if facts.meeting is None:
        return None
    m, notice = facts.meeting, facts.notice
    return {
        "date": m.date,
        "start": m.start,
        "end": m.end,
        "place": m.place,
        "attendance": [
            _fact(a, name=a.name, role=a.role, organisation=a.organisation, party=a.party, group=a.group,
                  **{"from": a.arrived}, to=a.left, paragraphs=a.paragraphs, serving_for=a.serving_for)
            for a in facts.attendance
        ],
        "chair": m.chair,
        "secretary": m.secretary,
        "adjusters": list(m.adjusters),
        "notice": {
            "posted": notice.posted, "removed": notice.removed, "kept_at": notice.kept_at,
            "responsible": notice.responsible,
        } if notice else None,
    }  # fmt: skip


def _decision(decision: Decision) -> Json:
    return _fact(
        decision,
        text=decision.text,
        action=decision.action,
        body=decision.body,
        proposal=decision.proposal,
        responsible=decision.responsible,
        due=decision.due,
        amounts=[kronor(ore) for ore in decision.amounts],
    )


def _paragraf(facts: Facts, at: int) -> Json:
    p = facts.paragraphs[at]
    told = next((x for x in facts.proceedings if x.paragraf == at), None)
    votes = told.votes if told else None
    return _fact(
        p,
        number=p.number,
        label=p.label,
        heading=p.heading,
        dnr=p.dnr,
        text=p.text,
        decisions=[_decision(d) for d in facts.decisions if d.paragraf == at],
        recusals=list(told.recusals) if told else [],
        reservations=list(told.reservations) if told else [],
        votes={"for": votes.for_, "against": votes.against, "abstained": votes.abstained} if votes else None,
        adjourned=bool(told and told.adjourned),
        immediate=bool(told and told.immediate),
    )


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "evidence": _evidence(finding.evidence),
        **finding.details,
    }
