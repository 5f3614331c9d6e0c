"""What a decision does: the verb of its att-sats as one of RECORD.md's actions."""

from __future__ import annotations

import re

from extractors.facts import ACTIONS
from extractors.lexicon import load, per_lexica

_WORD = re.compile(r"[a-zåäöé]+")
_DUTY = re.compile(r"^(?:att )?(?P<who>[^.;]{3,120}?) (?:ska|skall|bör) (?:\w+ ){0,3}?\w+")


@per_lexica
def _words() -> dict[str, str]:
    return {form: action for action, forms in load("actions")["ord"].items() for form in forms}


@per_lexica
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
        and not re.search(r"\b(?:gälla|uppgå|vara|ha|bli|anses)\b", duty[0])
    ):
        return "uppdra"
    action = found[0] if found else "annat"
    return action if action in ACTIONS else "annat"
