"""Habits of other boards than the association's own: labels, points under a decision, lists, votes, fees."""

from __future__ import annotations

import pytest

from extractors.actions import action_of
from extractors.awards import read_awards
from extractors.body_names import find_bodies
from extractors.facts import Facts
from tests.minutes import document_of, facts_of

HEAD = "Protokoll\nDatum 2024-05-07\nNärvarande: Ada Björk, Bo Lindvall och Cia Nord\n\n"


def read(text: str) -> Facts:
    return facts_of(document_of(HEAD + text), "protokoll")


def decided(text: str) -> list[str]:
    return [d.text for d in read(text).decisions]


LABELS = {
    "§ 2024:{n}  {heading}": "§ 2024:{n}",
    "§ 2024/{n} {heading}": "§ 2024/{n}",
    "Ärende {n}  {heading}": "Ärende {n}",
    "Ärende nr {n} {heading}": "Ärende nr {n}",
    "Punkt {n} – {heading}": "Punkt {n}",
    "Punkt {n}: {heading}": "Punkt {n}",
    "{n} §  {heading}": "{n} §",
    "§ {n}/2024 {heading}": "§ {n}/2024",
}


@pytest.mark.parametrize(("form", "label"), LABELS.items())
def test_labels(form: str, label: str) -> None:
    headings = ("Val av justerare", "Budget", "Övriga frågor")
    text = "\n\n".join(form.format(n=n, heading=h) + "\n\nFrågan togs upp." for n, h in enumerate(headings, 14))
    found = [(p.number, p.heading) for p in read(text).paragraphs]
    assert found == [(str(n), h) for n, h in enumerate(headings, 14)]
    assert (read(text).paragraphs[0].label or "").startswith(label.format(n=14).split()[0])


def test_a_matter_of_the_agenda_is_no_label_where_there_are_signs() -> None:
    text = "\n\n".join(f"§ {n} Rubrik {n}\n\nÄrende {n} på listan togs upp." for n in (3, 4, 5))
    assert [p.number for p in read(text).paragraphs] == ["3", "4", "5"]


OUTCOMES = {
    "points": (
        "Beslut\nNämnden beslutar att\n\n1. anta planen\n\n2. uppdra åt förvaltningen att\n\n"
        "a) ta fram en kalkyl,\n\nb) återkomma i juni\n\n3. lägga skrivelsen till handlingarna",
        [
            "anta planen",
            "uppdra åt förvaltningen att a) ta fram en kalkyl, b) återkomma i juni",
            "lägga skrivelsen till handlingarna",
        ],
    ),
    "letters at the top": (
        "Beslut\nNämnden beslutar att\n\na) anta planen\n\nb) upphäva den äldre planen",
        ["anta planen", "upphäva den äldre planen"],
    ),
    "norms beside the verb": (
        "Nämndens beslut: Planen antas.\n\nPlanen ska ses över årligen.\n\nÄrendet expedieras omedelbart.",
        ["Planen antas.", "Planen ska ses över årligen.", "Ärendet expedieras omedelbart."],
    ),
    "a clause with its own subject": (
        "Tre priser har kommit in. Beslutades att anta det lägsta samt att Bo Lindvall skriver avtalet.",
        ["att anta det lägsta", "att Bo Lindvall skriver avtalet."],
    ),
    "the day is the minutes', not the act's": (
        "Protokollet från den 9 mars 2024 godkändes och lades till handlingarna.",
        ["Protokollet från den 9 mars 2024 godkändes och lades till handlingarna."],
    ),
    "the fee": ("Årsavgiften höjs med 3 procent från den 1 juli.", ["Årsavgiften höjs med 3 procent från den 1 juli."]),
    "somebody else's fee": ("Elnätsavgiften höjs med 3 procent från den 1 juli.", []),
    "a policy on jäv": ("Beslut\nPolicyn för gåvor och jäv antas.", ["Policyn för gåvor och jäv antas."]),
    "auditors decide nothing": ("Revisorerna tillstyrkte att bokslutet läggs fram.", []),
}


@pytest.mark.parametrize(("text", "expected"), OUTCOMES.values(), ids=list(OUTCOMES))
def test_outcomes(text: str, expected: list[str]) -> None:
    parts = ["§ 7 Öppnande\n\nMötet öppnades.", "§ 8 Ärendet ovan\n\n" + text, "§ 9 Nästa möte\n\nDagen meddelas."]
    assert decided("\n\n".join(parts)) == expected


def test_ballots_by_hand() -> None:
    text = (
        "§ 7 Inköp\n\nEfter votering, 5 röster för bifall och 2 röster för avslag, antas förslaget.\n\n§ 8 Nästa möte"
    )
    (told,) = read(text).proceedings
    assert told.votes is not None
    assert (told.votes.for_, told.votes.against) == (5, 2)


def test_a_column_says_for_whom_a_substitute_serves() -> None:
    text = (
        "Protokoll\n\nBeslutande ledamöter  Parti  Ersättare för\nAda Björk, ordförande  S\nDan Ek  M  Bo Lindvall\n\n"
        "Närvarande, ej tjänstgörande ersättare\nCia Nord (C)\n\n§ 1 Öppnande\n\nMötet öppnades.\n\n§ 2 Slut\n\nSlut."
    )
    people = facts_of(document_of(text), "protokoll").attendance
    assert [(a.name, a.group, a.serving_for) for a in people] == [
        ("Ada Björk", "beslutande", None),
        ("Dan Ek", "beslutande", "Bo Lindvall"),
        ("Cia Nord", "ersättare", None),
    ]


def test_an_office_wrapped_to_its_own_row() -> None:
    text = (
        "Protokoll\n\nBeslutande ledamöter  Parti\nBengt-Åke Qvickstad Videmo,  S\nordförande\n"
        "Torbjörn Häggsten, vice ordförande  M\nSiv Östanbäck  V\n\n"
        "§ 1 Öppnande\n\nMötet öppnades.\n\n§ 2 Slut\n\nSlut."
    )
    facts = facts_of(document_of(text), "protokoll")
    assert [(a.name, a.role, a.party) for a in facts.attendance] == [
        ("Bengt-Åke Qvickstad Videmo", "ordförande", "S"),
        ("Torbjörn Häggsten", "vice ordförande", "M"),
        ("Siv Östanbäck", None, "V"),
    ]
    assert facts.meeting is not None
    assert facts.meeting.chair == "Bengt-Åke Qvickstad Videmo"


def test_names_in_prose_over_line_ends() -> None:
    text = (
        "Protokoll\n\nNärvarande: Ada Björk (ordförande), Bo Lindvall (vice\nordförande), Dan Ek (kassör), Siv\n"
        "Sandkull Rosén, Cia Nord\n\n§ 1 Öppnande\n\nMötet öppnades.\n\n§ 2 Slut\n\nSlut."
    )
    people = facts_of(document_of(text), "protokoll").attendance
    assert [a.name for a in people] == ["Ada Björk", "Bo Lindvall", "Dan Ek", "Siv Sandkull Rosén", "Cia Nord"]


ACTIONS = {
    "Fullmäktige föreslås besluta att höja taxan": "föreslå",
    "att medborgarförslaget ska anses besvarat": "notera",
    "att skänka 5 000 kr till hjälpverksamheten": "bevilja",
    "Årsavgiften höjs med 3 procent": "ändra",
}


@pytest.mark.parametrize(("text", "action"), ACTIONS.items())
def test_actions(text: str, action: str) -> None:
    assert action_of(text) == action


def test_the_purpose_may_come_first() -> None:
    (award,) = read_awards("För ombyggnad av hamnkontoret anslås 350 tkr ur reserven.")
    assert award.purpose == "ombyggnad av hamnkontoret"


def test_a_verb_that_ends_like_a_body_is_none() -> None:
    assert find_bodies("Lokalkostnaderna ökar nästa år.") == []
    assert [b.name for b in find_bodies("Norrviks brandkår")] == ["Norrviks brandkår"]


def recused(text: str) -> dict[str, tuple[str, ...]]:
    facts = read(text)
    return {facts.paragraphs[told.paragraf].number: told.recusals for told in facts.proceedings if told.recusals}


ASIDE = {
    "in the § itself": ("", "Dan Ek anmäler jäv och lämnar lokalen.", {"8": ("Dan Ek",)}),
    "with the agenda": ("Dan Ek anmälde jäv i § 8.", "", {"8": ("Dan Ek",)}),
    "in two": (
        "Dan Ek anmäler jäv i §§ 8–9 och Siv Rosén i ärende 9.",
        "",
        {"8": ("Dan Ek",), "9": ("Dan Ek", "Siv Rosén")},
    ),
    "number first": ("I ärende 9 anmälde Dan Ek jäv.", "", {"9": ("Dan Ek",)}),
    "a § of other minutes": ("", "Dan Ek deltog inte på grund av jäv, se § 112.", {"8": ("Dan Ek",)}),
    "a section of law": ("", "Dan Ek anmäler jäv enligt 6 kap. 28 § kommunallagen.", {"8": ("Dan Ek",)}),
    "none": ("Ingen jäv anmäldes i § 8.", "", {}),
}


@pytest.mark.parametrize(("agenda", "matter", "expected"), ASIDE.values(), ids=list(ASIDE))
def test_jav_applies_where_it_is_meant(agenda: str, matter: str, expected: dict[str, tuple[str, ...]]) -> None:
    text = f"§ 7 Dagordning\n\n{agenda}\n\n§ 8 Bidrag till Lunden\n\n{matter}\n\n§ 9 Slut\n\nMötet avslutas."
    assert recused(text) == expected


def test_jav_in_the_list_of_those_present() -> None:
    text = (
        "Protokoll\n\nBeslutande\nAda Björk (S), ordförande\nDan Ek (M), deltog inte i § 8 på grund av jäv\n"
        "Cia Nord (C)\n\n§ 7 Dagordning\n\nFastställs.\n\n§ 8 Bidrag\n\nFrågan togs upp.\n\n§ 9 Slut\n\nSlut."
    )
    facts = facts_of(document_of(text), "protokoll")
    (told,) = [one for one in facts.proceedings if one.recusals]
    assert (facts.paragraphs[told.paragraf].number, told.recusals) == ("8", ("Dan Ek",))
    assert "jäv" in told.evidence.quote


def test_a_label_that_the_house_repeats_ends_the_decision() -> None:
    matter = "Beslut\n\nPlanen för {} antas.\n\nÄrendet i korthet\n\nPlanen ska enligt lag ses över vart tredje år.\n\n"
    text = "\n".join(f"§ {n} Plan {n}\n\n{matter.format(n)}" for n in (5, 6, 7))
    assert decided(text) == [f"Planen för {n} antas." for n in (5, 6, 7)]


def test_a_list_of_ballots_does_not_end_the_last_paragraf() -> None:
    text = (
        "§ 7 Öppnande\n\nMötet öppnades.\n\n§ 8 Motion\n\nBeslut\n\nMotionen avslås.\n\nVoteringslista\n\n"
        "Ada Björk  Ja\n\nOmröstning\n\nMed 5 ja-röster mot 2 nej-röster avslås motionen.\n\nVid protokollet\n\nBo Ek"
    )
    told = read(text).proceedings[-1]
    assert told.votes is not None
    assert (told.votes.for_, told.votes.against) == (5, 2)


ERRANDS = {
    "Cia Nord fick i uppdrag att kontakta entreprenören senast den 3 mars.": 1,
    "Kansliet fick i uppdrag 2022 att kontakta entreprenören.": 0,
}


@pytest.mark.parametrize(("text", "count"), ERRANDS.items())
def test_errands_with_a_day(text: str, count: int) -> None:
    assert len(decided(f"§ 7 Öppnande\n\nMötet öppnades.\n\n§ 8 Tak\n\n{text}\n\n§ 9 Slut\n\nSlut.")) == count


def test_a_line_end_between_beslutades_and_att() -> None:
    text = "§ 8. Kassan redovisades med ett överskott om 900 kr för året. Beslutades\natt godkänna rapporten."
    assert decided(f"§ 7. Mötet öppnades av ordföranden.\n\n{text}\n\n§ 9. Slut.") == ["att godkänna rapporten."]


BODIES = {
    "Socialnämnden i Solhults kommun": "Solhults kommun",
    "Kyrkorådet i Tallnäs församling": "Tallnäs församling",
    "Tallnäs och Åsby församling": "Tallnäs och Åsby församling",
}


@pytest.mark.parametrize(("text", "name"), BODIES.items())
def test_the_organisation_is_whose_board_it_is(text: str, name: str) -> None:
    assert [body.name for body in find_bodies(text)] == [name]
