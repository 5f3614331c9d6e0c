"""Goals and what became of them: "Målet är delvis uppfyllt", "Måluppfyllelse: ej uppfylld", "Målet har inte nåtts".

The verdict is the anchor; the goal is what "Mål:" says before it under the same heading, else the heading itself, and
the outcome what "Utfall:" or "Resultat:" says between, else the verdict.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractors.facts import Goal, GoalStatus
from extractors.flow import joined
from ingest.document import Document

_DONE = r"(?:uppfyll[dt]a?|uppfylls|uppnå[dt]da?|uppnått?s|uppnått|nå[dt]da?|nått?s|nått)"
_DEGREE = r"""(?:(?P<{0}>inte|ej|icke|delvis|till\ viss\ del|i\ huvudsak|i\ stort|till\ stor\ del
    |helt|fullt\ ut|till\ fullo)\s+)?"""
_SAID = r"(?:är|har|bedöms|anses|kan|som|vara|blivit|därmed|således|alltså)"
_VERDICT = re.compile(
    rf"""(?<![\wåäö])(?:
      (?:del)?mål(?:et|en)\s+(?:{_SAID}\s+)+{_DEGREE.format("first")}{_DONE}
    | (?:grad\ av\ )?måluppfyllelse\w*\s*[:–-]\s*{_DEGREE.format("second")}(?P<told>{_DONE}|god|hög|låg|ja|nej|delvis)
    | (?:status|bedömning)\s*[:–-]\s*(?:mål(?:et|en)\s+)?{_DEGREE.format("third")}{_DONE}
    )(?![\wåäö])(?:\s+(?P<late>delvis|till\ viss\ del))?""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(
    r"""^[ \t]*(?P<label>(?:del)?mål\w{0,2}(?:\ \d+)?|utfall|resultat|syfte|målgrupp|måluppfyllelse|bedömning|kommentar
    |indikator(?:er)?|aktivitet(?:er)?|uppföljning|analys|status)\s*:[ \t]*""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_GOAL = re.compile(r"(?:del)?mål(?!g|u)", re.IGNORECASE)
_OUTCOME = re.compile(r"utfall|resultat", re.IGNORECASE)
_PARTLY = ("delvis", "till viss del", "i huvudsak", "i stort", "till stor del")
_NOT = ("inte", "ej", "icke", "nej", "låg")


def find_goals(document: Document, headings: Sequence[tuple[int, str]]) -> tuple[Goal, ...]:
    """The goals of a document that says how they went; `headings` are (offset, text) in order."""
    return tuple(_goals(document, headings))


def _goals(document: Document, headings: Sequence[tuple[int, str]]) -> Iterator[Goal]:
    flow = document.flow
    starts = [start for start, _ in headings]
    floor = 0
    for verdict in _VERDICT.finditer(flow):
        above = bisect_right(starts, verdict.start()) - 1
        low = max(floor, starts[above] if above >= 0 else 0)
        parts = _parts(flow, low, _sentence_start(flow, verdict.start(), low))
        goal = next((part for part in reversed(parts) if _GOAL.match(part[0])), None)
        outcome = next((part for part in reversed(parts) if _OUTCOME.match(part[0])), None)
        if goal:
            text, start = joined(flow[goal[1] : goal[2]].split("\n")), goal[1]
        elif above >= 0:
            text, start = headings[above][1], verdict.start()
        else:
            continue
        yield Goal(
            goal=text,
            outcome=joined(flow[outcome[1] : outcome[2]].split("\n")) if outcome else joined(verdict[0].split("\n")),
            status=_status(verdict),
            evidence=document.evidence(start, verdict.end()),
            certainty="stated" if goal else "inferred",
            confidence=0.95 if goal else 0.7,
        )
        floor = verdict.end()


def _parts(flow: str, low: int, high: int) -> list[tuple[str, int, int]]:
    """The labelled parts ("Mål: …", "Utfall: …") of a stretch: label, start and end of what it says."""
    labels = list(_LABEL.finditer(flow, low, high))
    ends = [*(label.start() for label in labels[1:]), high]
    cut = ((m["label"], m.end(), _paragraph_end(flow, m, end)) for m, end in zip(labels, ends, strict=False))
    return [(label, start, end) for label, start, end in cut if flow[start:end].strip()]


def _paragraph_end(flow: str, label: re.Match[str], end: int) -> int:
    """A goal is its paragraph; what an outcome says goes on to the next label."""
    if not _GOAL.match(label["label"]):
        return end
    gap = re.compile(r"\n[ \t]*\n").search(flow, label.end() + 1, end)
    return gap.start() if gap and flow[label.end() : gap.start()].strip() else end


def _sentence_start(flow: str, at: int, low: int) -> int:
    return max(low, flow.rfind("\n", low, at) + 1, flow.rfind(". ", low, at) + 1)


def _status(verdict: re.Match[str]) -> GoalStatus:
    degree = (verdict["first"] or verdict["second"] or verdict["third"] or verdict["late"] or "").lower()
    told = (verdict["told"] or "").lower()
    if degree in _NOT or told in _NOT:
        return "ej"
    return "delvis" if degree in _PARTLY or told == "delvis" else "uppfyllt"
