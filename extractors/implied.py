"""Decisions told in running text, without the label: "Styrelsen noterar informationen.", "Till ordförande valdes …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.actions import verb_at
from extractors.attsats import (
    ATT,
    BARE_INLINE,
    INLINE,
    SOFT,
    STATEMENT,
    Outcome,
    blocks,
    split_att,
    subject_of,
    unmarked,
)
from extractors.lexicon import load
from extractors.sections import LEAD, Bodies, Section
from extractors.stream import Stream

_TELLING = frozenset(
    [
        "notera",
        "godkänna",
        "fastställa",
        "anta",
        "utse",
        "välja",
        "bevilja",
        "avslå",
        "bifalla",
        "bordlägga",
        "återremittera",
        "uppdra",
        "upphäva",
        "föreslå",
        "tillstyrka",
        "avstyrka",
        "delegera",
        "entlediga",
    ]
)
_AT_ANY_TIME = frozenset(
    ("välja", "utse", "godkänna", "notera", "bordlägga", "fastställa")
)  # a date after the verb is its object's
_EARLIER = re.compile(r"\d{4}|§|\b(?:tidigare|förra|redan|sedan|om|i|vid)\b")
_LONGEST = 90  # words; longer "sentences" are lists read as one
_LONGEST_PASSIVE = 28
_NOT_NOW = re.compile(
    r"\b(?:19|20)\d\d-\d\d|\b(?:tidigare|förra|föregående år|redan|sedan|sedermera|har|hade|om|kommer att|ska|"
    r"skall|kan|bör|när|som|föreslås|förväntas|planeras)\b|§|\b(?:i|under|den) (?:\d{1,2} )?(?:januari|"
    r"februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|våren|hösten)\b|\b(?:i|"
    r"under|år) (?:19|20)\d\d\b"
)
_OBJECTS_DAY = re.compile(  # "Protokollet från den 3 maj godkändes": the day is the minutes', not the decision's
    r"\b(?:från|per|av|daterat?|daterade) (?:sammanträdet |mötet )?(?:(?:mån|tis|ons|tors|fre|lör|sön)dagen )?(?:den )?"
    r"(?:\d{1,2}(?::[ea])? [a-zåäö]{3,9}\.?(?: (?:19|20)\d\d)?|"
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}(?:[ -](?:19|20)?\d\d)?)"
)
_BY_ANOTHER = re.compile(
    r"\bav (?!den\b|det\b)[a-zåäö]*(?:fullmäktige|styrelsen|nämnden|kommunerna|medlemmarna|parterna|utskottet)\b"
)


def implied(section: Section, own: Bodies) -> Iterator[Outcome]:
    """The decisions a section tells without saying "Beslut", in order."""
    unfinished: Outcome | None = None  # "… att A, och": the next row's att belongs to it
    for group in blocks(section.rows):
        item = unmarked(group)
        for at, sentence in enumerate(item.sentences()):
            if at == 0 and unfinished and ATT.match(sentence.text):
                found = [Outcome(part, unfinished.body) for part in split_att(sentence)]
            else:
                found = _of_sentence(sentence, own)
            yield from found
            unfinished = found[-1] if found and not sentence.text.endswith(".") else _led_on(sentence, own)


_LEADS_ON = re.compile(r"^(?:(?:Det )?[Bb]eslut(?:as|ades|ats)|[Bb]eslöts)(?: (?:enhälligt|därmed|således))?:?$")


def _led_on(sentence: Stream, own: Bodies) -> Outcome | None:
    """A line end stands between "Beslutades" or "Styrelsen beslutade" and its att."""
    if _LEADS_ON.match(sentence.text):
        return Outcome(sentence, None)
    lead = LEAD.match(sentence.text)
    return Outcome(sentence, lead["body"]) if lead and own.may_decide(lead["body"]) else None


def _of_sentence(sentence: Stream, own: Bodies) -> list[Outcome]:
    text = sentence.text
    if STATEMENT.match(text) or len(text.split()) > _LONGEST:
        return []
    m = INLINE.match(text)
    if m and own.may_decide(m["body"]) and not _EARLIER.search(m["how"]):
        return [Outcome(part, m["body"]) for part in split_att(sentence.cut(m.start("att"), len(text)))]
    if bare := BARE_INLINE.match(text):
        return [Outcome(part, None) for part in split_att(sentence.cut(bare.start("att"), len(text)))]
    if not m and _told(text, own):
        return [Outcome(sentence, subject_of(text, own))]
    return []


_OWN_FEE = re.compile(  # a board or a meeting of members sets its own fee: "Årsavgiften höjs med 2 procent"
    r"^(?:(?:Års|Medlems|Andels|Månads)avgift|Insats)(?:en|erna)?\b[^.]{0,60}?\b(?:höjs|höjdes|sänks|sänktes|ändras|"
    r"(?:lämnas|lämnades|förblir|är) oförändrad)\b(?!.*\b(?:föreslås|av (?:kommunen|regionen|staten))\b)"
)
_NEW_ACCOUNT = re.compile(r"\b(?:balanseras|överförs|överfördes|balanserades) i ny räkning\b")
_GIVEN = re.compile(r"\b(?:får|fick|ges|gavs) (?:i uppdrag|uppdraget)\b|\buppdr(?:as|ogs|ages) åt\b")


def _told(text: str, own: Bodies) -> bool:
    """Is a sentence without "beslutar att" a decision: the body and its verb first, or a short passive?"""
    if _OWN_FEE.match(text):
        return True
    found = verb_at(text)
    if found is None or (found[0] not in _TELLING and not _NEW_ACCOUNT.search(text)):
        return False
    action, at = found
    if action == "föreslå" and text.startswith("föreslås", at):  # of another body, by somebody
        return False
    before = _OBJECTS_DAY.sub(" ", text[:at])
    if subject := subject_of(text, own):
        between = text[len(subject) : at].split()
        near = len(between) <= 3 or bool(SOFT.match(text)) or between[0] in ("tackar", "tackade")
        return near and not _NOT_NOW.search(before)
    if given := _GIVEN.search(text):  # the day that follows is the errand's, not the decision's
        errand = re.compile(r"\batt\b").search(text, given.end()) or given
        if re.search(r"\d", text[given.end() : errand.start()]):  # "fick i uppdrag 2022 att": told of, not given
            return False
        before = text[: errand.end()]
    return _passive(text, at) and not _NOT_NOW.search(before if given or action in _AT_ANY_TIME else text)


def _passive(text: str, at: int) -> bool:
    """ "Rapporten godkändes.": a short sentence whose verb says what was done, and not by another body."""
    verb = re.match(r"[a-zåäöé]+", text.casefold()[at:])
    passive = verb is not None and verb[0] in load("actions")["passiv"]["ord"]
    if not passive and "till handlingarna" not in text and not _GIVEN.search(text) and not _NEW_ACCOUNT.search(text):
        return False
    return len(text.split()) <= _LONGEST_PASSIVE and not _BY_ANOTHER.search(text)
