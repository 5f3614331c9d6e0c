from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dnr import take_dnr
from extractors.flow import rows
from extractors.labels import candidates
from extractors.sequence import choose
from tests.minutes import STYLES, Style, document_of, facts_of

CASES = Path(__file__).parents[1].parent / "shared" / "cases.json"


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_paragraphs_of_house_styles(style: Style) -> None:
    found = facts_of(document_of(style.text)).paragraphs
    assert {p.number: p.heading for p in found} == {
        number: told.get("heading") for number, told in style.paragraphs.items()
    }
    assert [p.number for p in found] == list(style.paragraphs)


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_every_quote_stands_on_its_page(style: Style) -> None:
    document = document_of(style.text)
    facts = facts_of(document)
    for fact in (*facts.paragraphs, *facts.decisions, *facts.attendance, *facts.signatures):
        for piece in fact.evidence.pieces:
            assert document.pages[piece.page.number - 1].text[piece.span.start : piece.span.end] == piece.quote != ""


LABELS = {
    "§ 17 Dagordning": ("17", "Dagordning"),
    "SFV § 17 Dagordning": ("17", "Dagordning"),
    "KS §112 Budget 2025": ("112", "Budget 2025"),
    "§2 Val": ("2", "Val"),
    "§ 163 a Tillägg": ("163 a", "Tillägg"),
    "§§ 12–14 Val av ledamöter": ("12–14", "Val av ledamöter"),
    "§ 5-7 Val": ("5–7", "Val"),
    "§ 4/2024 Ekonomi": ("4", "Ekonomi"),
    "## § 3 Ekonomi": ("3", "Ekonomi"),
    "§ 3. Ekonomi": ("3", "Ekonomi"),
    "**§ 3** Ekonomi": ("3", "Ekonomi"),
    "Paragraf 9 Ekonomi": ("9", "Ekonomi"),
    "I förbundsordningen 4 § står beskrivet": None,
    "- § 17 Protokolljusterare": None,
    "Paragrafer 17-28": None,
    "enligt § 12 i stadgarna": None,
    "§ 12 i stadgarna säger": None,
    "4 § förbundsordningen": None,
    "14 § arkivlagen": None,
}


@pytest.mark.parametrize(("line", "expected"), LABELS.items())
def test_labels(line: str, expected: tuple[str, str] | None) -> None:
    document = document_of(f"Protokoll\nNärvarande: Bo Ek\nDatum 2024-01-02\n\n{line}\n\nOrdföranden hälsar välkommen.")
    found = facts_of(document, "protokoll").paragraphs
    assert [(p.number, p.heading) for p in found] == ([expected] if expected else [])


@pytest.mark.skipif(not CASES.exists(), reason="cases.json is not here")
def test_cases() -> None:
    for case in json.loads(CASES.read_text(encoding="utf-8")):
        if case["kind"] != "paragraph":
            continue
        chain = choose(candidates(rows(document_of(case["text"]))))
        value = (
            [chain[0].key[0], chain[0].last if chain[0].last > chain[0].key[0] else None, chain[0].prefix or None]
            if chain
            else None
        )
        assert value == case["value"], case["text"]


NUMBERS = {
    "§ 3 0509/23": "0509/23",
    "§ 380 Ärendenummer SLK-2023-00364": "SLK-2023-00364",
    "§ 137   Dnr BN-2024-1": "BN-2024-1",
    "§ 8 Dnr: 2024/12": "2024/12",
    "§ 8 (Dnr KS 2024/45)": "KS 2024/45",
    "§ 8 KS/2024:123": "KS/2024:123",
    "§ 8 Diarienr 12-34": "12-34",
}


@pytest.mark.parametrize(("label", "dnr"), NUMBERS.items())
def test_matter_number_beside_the_label(label: str, dnr: str) -> None:
    document = document_of(f"Protokoll\nNärvarande: Bo Ek\n\n{label}\nInköp av stolar\n\nEtt förslag finns.")
    (found,) = facts_of(document, "protokoll").paragraphs
    assert (found.dnr, found.heading) == (dnr, "Inköp av stolar")


def test_a_year_is_no_matter_number() -> None:
    assert take_dnr("Budget 2024/2025 och plan") == ("Budget 2024/2025 och plan", None)


def test_a_matter_number_on_its_own_row() -> None:
    text = "Protokoll\nNärvarande: Bo Ek\n\n§ 8\nDnr 2024/5\nInköp av stolar\n\nText."
    (found,) = facts_of(document_of(text), "protokoll").paragraphs
    assert (found.dnr, found.heading, found.text) == ("2024/5", "Inköp av stolar", "Text.")


PLANS = {
    "stadgar": "Stadgar för Vrå hembygdsförening\n\n§ 1 Ändamål\nFöreningen ska vårda bygden.\n\n§ 2 "
    "Medlemmar\nStyrelsen beslutar om medlemskap.\n\n§ 3 Årsmöte\nÅrsmöte hålls i mars.",
    "avtal": "Samverkansavtal\n\n§ 1 Parter\nParterna är två.\n\n§ 2 Syfte\nSyftet är samverkan.",
    "plan": "Verksamhetsplan 2024\n\n1. Inledning\nPlanen beskriver.\n\n2. Mål\nMålen är tre.\n\n3. Budget\nEnligt 4 "
    "§ förbundsordningen.",
    "kallelse": "Kallelse till sammanträde\nTid: 2024-02-03 kl. 13.00\n\nFöredragningslista\n§ 1 Öppnande\n§ 2 Val av "
    "justerare\n§ 3 Ekonomi",
}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("known", [True, False])
def test_other_documents_have_no_paragraphs(name: str, known: bool) -> None:
    kind = (
        {"stadgar": "policy", "avtal": "avtal", "plan": "verksamhetsplan", "kallelse": "kallelse"}[name]
        if known
        else None
    )
    assert facts_of(document_of(PLANS[name]), kind).paragraphs == ()


def test_a_repaired_number_is_told_as_inferred() -> None:
    style = next(s for s in STYLES if s.name.startswith("skannat"))
    found = facts_of(document_of(style.text)).paragraphs
    assert [p.certainty for p in found] == ["stated", "inferred", "inferred", "stated"]
    assert found[1].label == "SVF 8 72"


def test_a_wrong_figure_is_repaired_by_its_neighbours() -> None:
    text = "Protokoll\nNärvarande: Bo Ek\n" + "".join(
        f"\nSF § {n}\nPunkt {c}\nText.\n" for n, c in ((20, "a"), (27, "b"), (22, "c"), (23, "d"))
    )
    assert [p.number for p in facts_of(document_of(text), "protokoll").paragraphs] == ["20", "21", "22", "23"]


def test_text_crosses_pages_without_running_heads() -> None:
    text = (
        "Protokoll\nNärvarande: Bo Ek\n\n§ 1 Ekonomi\nTexten börjar "
        "här\n\nUtdragsbestyrkande\n\fSammanträdesprotokoll\n2024-02-03\nSida\n2\n\noch slutar här.\n\n§ 2 Slut\n"
    )
    found = facts_of(document_of(text), "protokoll").paragraphs
    assert found[0].text == "Texten börjar här\noch slutar här."
    assert [piece.page.number for piece in found[0].evidence.pieces] == [1, 2]


def test_a_last_paragraph_may_be_headed_as_its_end_would_be() -> None:
    text = "Protokoll\nNärvarande: Bo Ek\n\n§ 1\nEkonomi\nText.\n\n§ 2\nJustering\nBo Ek justerar."
    text += "\n\nSekreterare e E\nAnn Ås"
    found = facts_of(document_of(text), "protokoll").paragraphs
    assert [(p.heading, p.text) for p in found] == [("Ekonomi", "Text."), ("Justering", "Bo Ek justerar.")]


@settings(max_examples=60, deadline=None)
@given(
    first=st.integers(1, 400),
    count=st.integers(2, 12),
    prefix=st.sampled_from(["", "KS ", "SFV "]),
    contents=st.booleans(),
    noise=st.lists(
        st.sampled_from(["enligt § 3 i stadgarna", "14 § arkivlagen gäller.", "1. ett", "2. två", "(KS § 999/2020)"]),
        max_size=5,
    ),
)
def test_numbers_come_back(first: int, count: int, prefix: str, contents: bool, noise: list[str]) -> None:
    numbers = [str(n) for n in range(first, first + count)]
    head = "Protokoll\nNärvarande: Bo Ek\n\n" + (
        "Innehåll\n" + "".join(f"{prefix}§ {n} Punkt {n}\n" for n in numbers) if contents else ""
    )
    body = "".join(f"\n\n{prefix}§ {n}\nPunkt {n}\n\nHär står något.\n" + "\n".join(noise) for n in numbers)
    assert [p.number for p in facts_of(document_of(head + body), "protokoll").paragraphs] == numbers


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="§0123456789 abÅö.,-–\n\fBeslutatt:()*#|", max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    facts_of(document_of("Protokoll\nNärvarande: Bo Ek\n" + text), "protokoll")
