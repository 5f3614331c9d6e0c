"""How a § was handled: who stood aside for jäv, who entered a reservation, votes, adjournment, confirmation at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import Decision, Paragraf, Proceedings, Votes
from extractors.persons import people_in
from extractors.recusals import Told
from ingest.document import Evidence

_COUNT = r"(\d{1,3}|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|ingen|inga|noll)"
_NUMBERS = {
    w: n
    for n, w in enumerate(
        [
            "noll",
            "en",
            "två",
            "tre",
            "fyra",
            "fem",
            "sex",
            "sju",
            "åtta",
            "nio",
            "tio",
            "elva",
            "tolv",
            "tretton",
            "fjorton",
            "femton",
        ]
    )
} | {"ett": 1, "ingen": 0, "inga": 0}
_YES = re.compile(
    rf"\b{_COUNT}\s+(?:avgivna\s+)?(?:ja-?\s?röst\w*|ja\b|röst\w* för|röstar ja|för\b)|"
    rf"\bja[ -]?röster:?\s*{_COUNT}\b|\bja:\s*{_COUNT}\b",
    re.I,
)
_NO = re.compile(
    rf"\b{_COUNT}\s+(?:nej-?\s?röst\w*|nej\b|röst\w* (?:e?mot)|röstar nej|emot\b)|"
    rf"\bnej[ -]?röster:?\s*{_COUNT}\b|\bnej:\s*{_COUNT}\b",
    re.I,
)
_MARGIN = re.compile(rf"\b{_COUNT} röst\w*(?: för [^.;]{{2,120}}?)? (?:mot|emot) {_COUNT}(?: röst| för|\b)", re.I)
_TWO_SIDES = re.compile(
    rf"\b{_COUNT} röst\w* för [^.;]{{2,80}}?(?:,| och| mot| emot) {_COUNT} röst\w* (?:för|mot)\b", re.I
)
_SCORE = re.compile(rf"\b(?:röstetalen|röstsiffrorna|rösterna|med) {_COUNT}\s?[–-]\s?{_COUNT}\b", re.I)
_ABSTAIN = re.compile(
    rf"\b{_COUNT}\s+(?:ledamöter\s+|ledamot\s+)?(?:som\s+)?(?:avst\w+|nedlagd\w* röst\w*|lägger ned sin)|"
    rf"\b(?:avstår|avstod|avstående|nedlagda):?\s*{_COUNT}\b|\b{_COUNT}\s+avst",
    re.I,
)
_RESERVES = re.compile(r"\breserver(?:ar|ade|a) (?:sig|mig|oss)\b|\breservation\w*\b", re.I)
_AT_ONCE = re.compile(
    r"\bomedelbart juster\w*|\bjuster\w* omedelbart|\bomedelbar justering|\bdirektjuster\w*|\bförklara\w* "
    r"(?:\w+ )?omedelbart",
    re.I,
)
_PUT_OFF = re.compile(
    r"\b(?:bordläggs|bordlägges|bordlades|bordlagt|bordlägga|bordlägger|ajournera\w*|uppskjuts|skjuts upp|"
    r"skjuta upp)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n")


def proceedings(at: int, paragraf: Paragraf, decided: Sequence[Decision], aside: Sequence[Told]) -> Proceedings | None:
    """What is told of a §'s handling, or None where nothing is; `aside`: who stood aside for jäv."""
    text = paragraf.text
    recusals, reservations = tuple(name for name, _ in aside), _reservations(paragraf)
    votes = _votes(text)
    adjourned = any(d.action == "bordlägga" for d in decided)
    immediate = bool(_AT_ONCE.search(text)) and not re.search(r"\binte omedelbart", text)
    if not (recusals or reservations or votes or adjourned or immediate):
        return None
    return Proceedings(
        paragraf=at, recusals=recusals, reservations=reservations, votes=votes,
        adjourned=adjourned, immediate=immediate, evidence=_places(paragraf, aside),
    )  # fmt: skip


def _places(paragraf: Paragraf, aside: Sequence[Told]) -> Evidence:
    """The § and, where jäv was declared elsewhere, that place too."""
    pieces = list(paragraf.evidence.pieces)
    for _, evidence in aside:
        pieces += [piece for piece in (evidence.pieces if evidence else ()) if piece not in pieces]
    return Evidence(tuple(pieces))


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]


def _reservations(paragraf: Paragraf) -> tuple[str, ...]:
    names: list[str] = []
    label = False
    for sentence in _sentences(paragraf.text):
        bare = sentence.strip(" :.").casefold()
        if bare in ("reservation", "reservationer"):
            label = True
            continue
        if re.search(r"\breserver(?:ar|ade) (?:sig|mig|oss)\b", sentence) or re.match(
            r"^Reservation(?:er)?\b", sentence
        ):
            head = re.split(r"\b(?:till förmån|mot beslutet|emot|för sitt|för sina|för eget|för egna)\b", sentence)[0]
            names += people_in(head) or people_in(sentence)
        elif label:
            names += people_in(sentence)
        label = False
    return tuple(dict.fromkeys(names))


def _votes(text: str) -> Votes | None:
    flat = re.sub(r"\s+", " ", text)
    if not re.search(r"\b(?:röst|omröstning|votering)", flat, re.I):
        return None
    yes, no = _count(_YES, flat), _count(_NO, flat)
    if yes is None or no is None:
        m = _MARGIN.search(flat) or _TWO_SIDES.search(flat) or _SCORE.search(flat)
        if not m:
            return None
        pair = [g for g in m.groups() if g]
        yes, no = _number(pair[0]), _number(pair[1])
    return Votes(yes, no, _count(_ABSTAIN, flat))


def _count(pattern: re.Pattern[str], text: str) -> int | None:
    m = pattern.search(text)
    return _number(next(g for g in m.groups() if g)) if m else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]
