from __future__ import annotations

import pytest

from extractors.actions import action_of
from extractors.facts import ACTIONS
from extractors.lexicon import load
from tests.minutes import STYLES, Style, document_of, facts_of


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_decisions_of_house_styles(style: Style) -> None:
    facts = facts_of(document_of(style.text))
    for at, paragraf in enumerate(facts.paragraphs):
        found = [(d.text, d.action) for d in facts.decisions if d.paragraf == at]
        told = [(text, action) for text, action in style.paragraphs[paragraf.number]["decisions"]]
        assert found == told, f"§ {paragraf.number}"


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_proceedings_of_house_styles(style: Style) -> None:
    facts = facts_of(document_of(style.text))
    for at, paragraf in enumerate(facts.paragraphs):
        told = next((p for p in facts.proceedings if p.paragraf == at), None)
        for key in ("recusals", "reservations", "votes", "adjourned", "immediate"):
            if key in (expected := style.paragraphs[paragraf.number]):
                assert told is not None
                votes = told.votes and [told.votes.for_, told.votes.against]
                value = getattr(told, key)
                assert (votes if key == "votes" else list(value) if isinstance(value, tuple) else value) == expected[
                    key
                ]


ACTION_OF = {
    "Att föregående protokoll godkänns och läggs till handlingarna.": "godkänna",
    "Styrelsen tackar för redovisningen och noterar informationen.": "notera",
    "att ordförande och sekreterare till nästa möte ska ta fram ett förslag": "uppdra",
    "Att anta föreslagen policy": "anta",
    "att ge kansliet i uppdrag att återkomma": "uppdra",
    "Till ordförande valdes Bo Ek.": "välja",
    "att bevilja styrelsen ansvarsfrihet": "bevilja",
    "Årsmötet gav styrelsen ansvarsfrihet.": "bevilja",
    "att de nya beloppen gäller från och med 2025-01-01": "annat",
    "Informationen läggs till handlingarna.": "notera",
    "att lämna motionen utan bifall": "avslå",
    "att ställa sig bakom remissvaret": "godkänna",
    "att lämna över rapporten till revisorerna": "överlämna",
}


@pytest.mark.parametrize(("text", "action"), ACTION_OF.items())
def test_actions(text: str, action: str) -> None:
    assert action_of(text) == action


def test_the_lexicon_names_known_actions() -> None:
    lexicon = load("actions")
    assert {*lexicon["ord"], *lexicon["uttryck"].values()} <= set(ACTIONS)


def _decided(body: str) -> list[str]:
    text = f"Protokoll\nStyrelsen för Vrå\nNärvarande: Bo Ek\n\n§ 1 Ärende\n{body}\n\n§ 2 Avslut\n"
    return [d.text for d in facts_of(document_of(text), "protokoll").decisions]


OUTCOMES = {
    "Beslut\n- Att anta planen\n- Att uppdra åt kansliet att\ntrycka den": [
        "Att anta planen", "Att uppdra åt kansliet att trycka den"],
    "Styrelsen beslutar\natt anta planen, samt\natt upphäva den gamla.": [
        "att anta planen", "att upphäva den gamla."],
    "Styrelsen beslutar att anta planen samt att uppdra åt Bo Ek att trycka den.": [
        "att anta planen", "att uppdra åt Bo Ek att trycka den."],
    "Beslut: Bifalls.": ["Bifalls."],
    "Förslag till beslut\nStyrelsen beslutar att anta planen.": [],
    "Förslag till beslut\nStyrelsen beslutar\natt anta planen\n\nStyrelsen beslutade att avslå förslaget.": [
        "att avslå förslaget."],
    "Bakgrund\nKommunstyrelsen beslutade den 3 maj att bevilja medel.": [],
    "Bo Ek yrkar att planen antas.\n\nBeslut\nPlanen antas.\n\nBeslutet skickas till\nKansliet": ["Planen antas."],
    "Beslut\nAtt anta planen.\nParagrafen justeras omedelbart.": ["Att anta planen."],
    "Planen antogs 2019 av fullmäktige.\n\nStyrelsen noterar informationen.": ["Styrelsen noterar informationen."],
    "Styrelsen beslutar sedan vilka delar som granskas.": [],
    "Diskussion om lokaler.": [],
    "Beslut\n1. Planen antas enligt\n§ 7 och § 9 i beslut 2023-02-01.\n2. Kansliet får i uppdrag att trycka.": [
        "Planen antas enligt § 7 och § 9 i beslut 2023-02-01.", "Kansliet får i uppdrag att trycka."],
    "Protokollet lades till handlingarna.": ["Protokollet lades till handlingarna."],
    "Beslutades att köpa en ny stol.": ["att köpa en ny stol."],
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), OUTCOMES.items())
def test_where_the_outcome_begins_and_ends(body: str, expected: list[str]) -> None:
    assert _decided(body) == expected


def test_an_outcome_by_reference_keeps_the_proposal() -> None:
    text = (
        "Protokoll\nÅrsmöte\n\n§ 1 Avgift\nFörslag till beslut\natt avgiften blir 200 kr\n\nBeslut\nEnligt "
        "förslaget.\n\n§ 2 Slut"
    )
    (decision,) = facts_of(document_of(text), "protokoll").decisions
    assert (decision.text, decision.action, decision.proposal) == (
        "Enligt förslaget.",
        "bifalla",
        "att avgiften blir 200 kr",
    )


HANDLED = {
    "Bo Ek anmäler jäv och deltar inte i beslutet.": {"recusals": ("Bo Ek",)},
    "På grund av jäv deltar inte Bo Ek (S) och Ann Ås (M) i handläggningen.": {"recusals": ("Bo Ek", "Ann Ås")},
    "Ingen anmäler jäv.": {},
    "Mot beslutet reserverar sig Bo Ek (S).": {"reservations": ("Bo Ek",)},
    "Reservation\nBo Ek och Ann Ås": {"reservations": ("Bo Ek", "Ann Ås")},
    "Omröstningen gav 7 ja-röster, 4 nej-röster och 1 som avstod.": {"votes": (7, 4, 1)},
    "Med sex röster mot tre beslutar styrelsen att anta planen.": {"votes": (6, 3, None)},
    "Ärendet bordläggs till nästa möte.": {"adjourned": True},
    "Paragrafen förklaras omedelbart justerad.": {"immediate": True},
}


@pytest.mark.parametrize(("body", "expected"), HANDLED.items())
def test_how_a_matter_was_handled(body: str, expected: dict[str, object]) -> None:
    text = f"Protokoll\nStyrelsen för Vrå\n\n§ 1 Ärende\n{body}\n\n§ 2 Avslut\n"
    told = facts_of(document_of(text), "protokoll").proceedings
    assert len(told) == (1 if expected else 0)
    for key, value in expected.items():
        votes = told[0].votes
        assert (
            (votes.for_, votes.against, votes.abstained) if key == "votes" and votes else getattr(told[0], key)
        ) == value
