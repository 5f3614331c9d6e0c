from __future__ import annotations

import pytest

from extractors import extract
from extractors.assignments import responsible
from extractors.facts import Decision
from tests.minutes import document_of

RESPONSIBLE = {
    "att uppdra åt kansliet att ta fram ett underlag": "kansliet",
    "att ge ordföranden i uppdrag att se över avtalet till nästa möte": "ordföranden",
    "Förbundschefen får i uppdrag att återkomma.": "Förbundschefen",
    "att ordförande och förbundschef till nästa styrelsemöte ska presentera ett förslag": "ordförande och förbundschef",
    "Karin Ekblad kontaktar entreprenören.": "Karin Ekblad",
    "att kansliet tar fram en mall": "kansliet",
    "att uppdra till Karin Ekblad och Bo Ek att begära in priser": "Karin Ekblad och Bo Ek",
    "att rapporten ska lämnas till kansliet": None,
    "Bidraget ska redovisas senast i maj.": None,
    "Karin Ekblad informerar om läget.": None,
}
DUE = {
    "att uppdra åt kansliet att ta fram ett underlag senast den 3 maj 2024": "2024-05-03",
    "att uppdra åt kansliet att ta fram ett underlag före 3/5": "2024-05-03",
    "att uppdra åt kansliet att senast fredagen den 3 maj ta fram ett underlag": "2024-05-03",
    "att uppdra åt kansliet att ta fram en plan till maj 2024": "2024-05-31",
    "att ge kansliet i uppdrag att se över avtalet till nästa möte": "nästa möte",
    "att ge kansliet i uppdrag att följa upp beslutet från den 3 februari 2024": None,
    "att ge kansliet i uppdrag att ta fram en plan för 2025–2026": None,
    "att ge kansliet i uppdrag att återkomma": None,
}


def decision_of(text: str) -> Decision:
    page = f"Protokoll\nSammanträdesdatum 2024-03-07\nNärvarande: Bo Ek\n\n§ 1 Ärende\nBeslut\n{text}\n\n§ 2 Avslut\n"
    (decision,) = extract(document_of(page)).decisions
    return decision


@pytest.mark.parametrize(("text", "who"), RESPONSIBLE.items())
def test_who_is_told_to_do_it(text: str, who: str | None) -> None:
    assert responsible(text) == who


@pytest.mark.parametrize(("text", "due"), DUE.items())
def test_by_when(text: str, due: str | None) -> None:
    decision = decision_of(text)
    assert (decision.action, decision.responsible, decision.due) == ("uppdra", "kansliet", due)


def test_a_person_who_does_something_has_been_told_to() -> None:
    decision = decision_of("Karin Ekblad kontaktar entreprenören senast 2024-05-03.")
    assert (decision.action, decision.responsible, decision.due) == ("uppdra", "Karin Ekblad", "2024-05-03")


def test_only_tasks_have_somebody_responsible() -> None:
    assert decision_of("att godkänna rapporten senast den 3 maj").responsible is None
