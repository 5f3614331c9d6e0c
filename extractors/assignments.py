"""Who is told to do what, and by when: the responsible and the due date of a decision that gives somebody a task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.facts import Date, Decision
from extractors.lexicon import load, per_lexica
from extractors.persons import is_role, leading_name
from extractors.places import Intervals, intervals
from ingest.document import Document

_TASK = r"(?= att\b| om\b| senast\b| till (?:nästa|kommande|den \d)| inför\b| före\b| under\b| \(|:| [a-z]\) |[,;.]|$)"
_TOLD = re.compile(
    rf"\b(?:uppdra|uppdrar|uppdrog|uppdras|uppdrogs|uppdrag|uppdraget) (?:åt|till) (?P<a>[^,;.]{{2,90}}?){_TASK}"
    r"|\b(?:ge|ger|gav|gett|lämna|lämnar) (?P<b>[^,;.]{2,90}?) (?:i uppdrag|uppdraget)\b"
    r"|\b(?:uppdrar|uppdra|uppmanar|uppmana|ålägger|ålägga) (?P<c>(?!åt|till)[^,;.]{2,60}?) att\b"
    r"|^(?:att )?(?P<d>[^,;.]{2,90}?) (?:får|fick|ges|gavs) (?:också |även |därför )?(?:i uppdrag|uppdraget)\b"
    r"|^(?:att )?(?P<e>[^;.,]{2,110}?) (?:ska|skall) (?!ha\b|vara\b|bli\b|gälla\b|\w+s\b)",
    re.IGNORECASE,
)  # "ska lämnas" tells nobody: the passive names what is done, not who does it
_DEFINITE = re.compile(r"(?:[\wåäö-]+ ){0,2}[\wåäö-]+(?:en|et|an|na)\Z")
_BARE = re.compile(r"(?:den|till|i|av|vid|på|som|det|detta|medlen|ärendet|frågan|beslutet|bidraget|avgiften)\b", re.I)
_BY_WHEN = re.compile(r"\s+(?:till (?:nästa|kommande|nästkommande)|senast|inför|före|innan)\b", re.IGNORECASE)
_LEAD = 40  # characters before a date in which the word stands that makes it a deadline
_WEEKDAY = re.compile(r"(?:\b(?:den|mån|tis|ons|tors|fre|lör|sön)(?:s?dag(?:en)?)?\s+)+$", re.IGNORECASE)


@per_lexica
def _does() -> re.Pattern[str]:
    verbs = "|".join(re.escape(verb) for verb in sorted(load("assignments")["gor"]["ord"], key=len, reverse=True))
    return re.compile(rf"^(?:att )?(?P<who>[^.;:,]{{2,90}}?) (?:{verbs})\b", re.IGNORECASE)


@per_lexica
def _cue(weak: bool) -> re.Pattern[str]:
    lexicon = load("assignments")["senast"]
    words = lexicon["svaga"] if weak else [word for word in lexicon["ord"] if word not in lexicon["svaga"]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in sorted(words, key=len, reverse=True))})$", re.I)


@per_lexica
def _meeting() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(load("assignments")["motet"]["ord"], key=len, reverse=True))
    return re.compile(rf"\b(?:till|senast(?: vid)?|inför|vid|på|före)\s+(?P<due>{words})\b", re.IGNORECASE)


def with_assignments(document: Document, decisions: Sequence[Decision], dates: Sequence[Date]) -> tuple[Decision, ...]:
    """The decisions, those that give a task with who has it and by when.

    `due` is an ISO date where the decision has one (the last day of a month or stretch), else as printed.
    """
    stretches = intervals(document, [decision.evidence for decision in decisions])
    days = _days(document, dates, stretches)
    return tuple(_assigned(decision, days.get(at, [])) for at, decision in enumerate(decisions))


def _assigned(decision: Decision, days: Sequence[tuple[str, Date]]) -> Decision:
    if decision.action not in ("uppdra", "annat"):
        return decision
    who = responsible(decision.text)
    if decision.action == "annat":
        if who is None:
            return decision
        decision = replace(decision, action="uppdra")
    return replace(decision, responsible=who, due=_due(decision.text, days))


def responsible(text: str) -> str | None:
    """The person, office or body a decision's text gives a task, as printed; None where it tells none."""
    told = _TOLD.search(text)
    if told and (who := next((part.strip() for part in told.groups() if part), None)):
        return None if _BARE.match(who) else _BY_WHEN.split(who)[0]
    does = _does().match(text)
    return does["who"] if does and _can_do(does["who"]) else None


def _can_do(who: str) -> bool:
    """Is it a person, an office or a body, rather than a thing?"""
    name = leading_name(who)
    if name and (name[1] == len(who) or who[name[1] :].lstrip().startswith(("och ", "samt ", "("))):
        return True
    return is_role(who) or (bool(_DEFINITE.match(who)) and not _BARE.match(who))


def _days(document: Document, dates: Sequence[Date], stretches: Intervals) -> dict[int, list[tuple[str, Date]]]:
    """The dates in each decision, each with the words that stand before it."""
    found: dict[int, list[tuple[str, Date]]] = {}
    flow = document.flow
    for date in dates:
        piece = date.evidence.pieces[0]
        start = document.page_starts[piece.page.number - 1] + piece.span.start
        if (at := stretches.owner(start)) is not None:
            before = " ".join(flow[max(0, start - _LEAD) : start].split()) + " "
            found.setdefault(at, []).append((_WEEKDAY.sub("", before).rstrip(), date))
    return found


def _due(text: str, days: Sequence[tuple[str, Date]]) -> str | None:
    for weak in (False, True):
        for before, date in days:
            exact = date.precision in ("day", "month") and date.start[:7] == date.end[:7]
            if _cue(weak).search(before) and (not weak or exact):
                return date.end
    meeting = _meeting().search(text)
    return meeting["due"] if meeting else None
