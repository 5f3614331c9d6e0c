"""What a decision does: the verb of its att-sats as one of RECORD.md's actions."""

from __future__ import annotations

import re
from functools import cache

from extractors.facts import ACTIONS
from extractors.lexicon import load

_WORD = re.compile(r"[a-zåäöé]+")
_DUTY = re.compile(r"^(?:att )?(?P<who>[^.;]{3,120}?) (?:ska|skall|bör) (?:\w+ ){0,3}?\w+")
_UPPDRA = re.compile(
    r"\b(?:uppdra|uppdrar|uppdrog|uppdrag) (?:åt|till) (?P<a>[^,;.]{2,80}?)(?= att\b| om\b| senast\b|[,;.]|$)"
    r"|\b(?:ge|ger|gav) (?P<b>[^,;.]{2,80}?) i uppdrag\b"
    r"|\b(?:uppdrar|uppdra|uppmanar|uppmana) (?P<c>(?!åt|till)[^,;.]{2,60}?) att\b"
    r"|^(?:att )?(?P<d>[^,;.]{2,80}?) (?:får|fick|ges|gavs) (?:i uppdrag|uppdraget)\b"
    r"|^(?:att )?(?P<e>[^;.]{2,110}?) (?:ska|skall) ",
    re.I,
)  # fmt: skip
_DUE = re.compile(

    r"\b(?:senast|före|innan|inför|till)\s+(?P<due>(?:till\s+)?(?:den\s+)?(?:\d{4}-\d\d-\d\d|"
    r"\d{1,2}\s+(?:januari|februari|mars|april|maj|juni|juli|"

    r"augusti|september|oktober|november|december)(?:\s+\d{4})?|\d{1,2}/\d{1,2}(?:[ -]\d{4})?|(?:nästa|"
    r"nästkommande|kommande)\s+(?:ordinarie\s+)?\w+|"

    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\s+\d{4}|"
    r"(?:halvårs|års)skiftet(?:\s+\d{4}(?:/\d{4})?)?|\w+ssammanträdet\b|\w+mötet i \w+))",
    re.I,
)  # fmt: skip


@cache
def _words() -> dict[str, str]:
    return {form: action for action, forms in load("actions")["ord"].items() for form in forms}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    made = []
    for phrase, action in load("actions")["uttryck"].items():
        ending = r"\w*" if phrase.endswith("*") else r"(?!\w)"
        pattern = re.escape(phrase.rstrip("*")).replace(r"\*", r"[^.;]{1,80}?")
        made.append((re.compile(rf"\b{pattern}{ending}"), action))
    return tuple(made)


def verb_at(text: str) -> tuple[str, int] | None:
    """The first action's verb in a text and where it stands, or None."""
    low = text.casefold()
    best: tuple[str, int] | None = None
    for m in _WORD.finditer(low):
        if action := _words().get(m[0]):
            best = action, m.start()
            break
    for pattern, action in _phrases():
        m2 = pattern.search(low)
        if m2 and (
            best is None or m2.start() <= best[1] or (best[0] in ("överlämna", "notera") and m2.start() - best[1] < 60)
        ):
            best = action, min(m2.start(), best[1]) if best else m2.start()
    return best


def action_of(text: str) -> str:
    """One of ACTIONS for an att-sats or decision sentence; a duty laid on somebody is `uppdra`, the rest `annat`."""
    found = verb_at(text)
    duty = _DUTY.match(text.casefold())
    if (
        duty
        and (found is None or found[1] > duty.end("who"))
        and not re.search(r"\b(?:gälla|uppgå|vara|ha|bli)\b", duty[0])
    ):
        return "uppdra"
    action = found[0] if found else "annat"
    return action if action in ACTIONS else "annat"


def assignment(text: str) -> tuple[str | None, str | None]:
    """Who is told to do something, and by when, as printed; None where it is not said simply."""
    m = _UPPDRA.search(text)
    who = next((part.strip() for part in m.groups() if part), None) if m else None
    due = _DUE.search(text)
    if who and (cut := re.search(r"\s+(?:till (?:nästa|kommande)|senast|inför|före)\b", who)):
        who = who[: cut.start()]
    return who, due["due"].strip() if due else None
