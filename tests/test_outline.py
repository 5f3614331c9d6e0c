"""Headings of plans and reports as a tree, and goals with their outcome."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import outline
from extractors.facts import Facts, Goal, Heading, Text
from ingest.document import Document, plain_page
from tests import drawn

PROSE = (
    "Förbundet har under året arbetat med samverkan mellan parterna och följt upp vad insatserna gett för resultat. "
    * 3
)


def headings(document: Document, kind: str | None = None) -> list[tuple[int, str]]:
    found: tuple[Heading, ...] = outline.EXTRACTOR.run(document, facts(document, kind))["outline"]
    return [(h.level, h.heading) for h in found]


def goals(text: str) -> list[Goal]:
    document = of_text(text)
    return list(outline.EXTRACTOR.run(document, Facts())["goals"])


def facts(document: Document, kind: str | None) -> Facts:
    return Facts(kind=Text(value=kind, evidence=document.evidence(0, len(document.text)))) if kind else Facts()


def of_text(text: str) -> Document:
    return Document("0" * 64, "text/plain", "plan.txt", (plain_page(1, text),))


def test_numbered_and_unnumbered_headings_make_a_tree(tmp_path: Path) -> None:
    document = drawn.document(
        tmp_path,
        drawn.heading("1 Inledning"), drawn.prose(PROSE),
        drawn.heading("2 Mål och insatser"), drawn.prose(PROSE),
        drawn.subheading("2.1 Gemensamma insatser"), drawn.prose(PROSE),
        drawn.subheading("Jobbspåret"), drawn.prose(PROSE + "<b>Målet är uppfyllt.</b>"),
        drawn.prose("<b>Det här är en hel mening i fetstil som inte är någon rubrik.</b>"),
        drawn.heading("Ekonomi"), drawn.prose(PROSE),
    )  # fmt: skip
    wanted = [
        (1, "1 Inledning"), (1, "2 Mål och insatser"), (2, "2.1 Gemensamma insatser"),
        (2, "Jobbspåret"), (1, "Ekonomi"),
    ]  # fmt: skip
    assert headings(document, "verksamhetsplan") == wanted


def test_contents_and_tables_are_left_out(tmp_path: Path) -> None:
    rows = [["kr", "2031"], ["<b>Summa</b>", "1 200"], ["Löner", "800"]]
    document = drawn.document(
        tmp_path,
        drawn.heading("Innehållsförteckning"),
        drawn.prose("<b>1 Budget .................... 4</b>"), drawn.prose("<b>2 Uppföljning ............... 9</b>"),
        drawn.BREAK,
        drawn.heading("1 Budget"), drawn.prose(PROSE),
        drawn.table(rows, (150, 80), [("FONT", (0, 0), (-1, -1), "Helvetica-Bold", 10)]),
        drawn.heading("2 Uppföljning"), drawn.prose(PROSE),
    )  # fmt: skip
    assert headings(document) == [(1, "1 Budget"), (1, "2 Uppföljning")]


def test_a_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    long = "3.2 Förutsättningar för samverkan mellan kommuner, region och statliga myndigheter i länet"
    document = drawn.document(tmp_path, drawn.heading(long), drawn.prose(PROSE))
    assert headings(document) == [(2, long)]


def test_minutes_have_no_outline(tmp_path: Path) -> None:
    document = drawn.document(tmp_path, drawn.heading("§ 3 Budget"), drawn.prose(PROSE))
    assert headings(document, "protokoll") == []


def test_text_without_layout() -> None:
    text = (
        "VERKSAMHETSPLAN 2031\n\n1. Bakgrund\n\nFörbundet bildades av fyra parter.\n\n"
        "2.1 Vision\n\nEn lång mening om visionen,\n"
        "som går över två rader.\n\nDetta ska göras:\n1. Anställa en ledare\n2. Starta teamet\n"
    )
    assert headings(of_text(text)) == [(1, "VERKSAMHETSPLAN 2031"), (1, "1. Bakgrund"), (2, "2.1 Vision")]


def test_markdown() -> None:
    assert headings(of_text("# Plan\n\nText.\n\n## Mål\n\nMer text.\n")) == [(1, "Plan"), (2, "Mål")]


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("Målet är uppfyllt.", "uppfyllt"), ("Målet är delvis uppfyllt.", "delvis"), ("Målet är inte uppfyllt.", "ej"),
        ("Målet har uppnåtts.", "uppfyllt"), ("Målet bedöms vara till viss del uppnått.", "delvis"),
        ("Måluppfyllelse: ej uppfyllt", "ej"), ("Måluppfyllelse: Delvis", "delvis"), ("Målet har inte nåtts.", "ej"),
        ("Målen är helt uppfyllda.", "uppfyllt"),
    ],
)  # fmt: skip
def test_what_became_of_a_goal(verdict: str, status: str) -> None:
    [goal] = goals(
        f"Mål: Minst 40 personer ska ha fått\nstöd under året.\nUtfall: 38 personer har deltagit.\n{verdict}\n"
    )
    assert goal.goal == "Minst 40 personer ska ha fått stöd under året."
    assert goal.status == status
    assert (goal.outcome or "").startswith("38 personer har deltagit.") or verdict.startswith("Måluppfyllelse")
    assert verdict.rstrip(".") in goal.evidence.quote


def test_each_goal_keeps_its_own_outcome() -> None:
    text = "Mål: Ett team ska starta.\nUtfall: Det startade.\nMålet är uppfyllt.\n"
    text += "Mål: Kön ska kortas.\nMålet är ej uppfyllt.\n"
    assert [(g.goal, g.status) for g in goals(text)] == [
        ("Ett team ska starta.", "uppfyllt"),
        ("Kön ska kortas.", "ej"),
    ]


def test_talk_of_goals_is_none() -> None:
    assert goals("Målet är att fler ska komma i arbete. Måluppfyllelsen följs upp i delårsrapporten.\n") == []


def test_the_outermost_headings_are_level_one_under_the_title() -> None:
    text = "# Resepolicy\n\n## Syfte\n\nText här.\n\n## Ansvar\n\nMer text.\n\n### Chefer\n\nSå.\n"
    document = of_text(text)
    known = Facts(title=Text(value="Resepolicy", evidence=document.evidence(0, 12)))
    found = outline.EXTRACTOR.run(document, known)["outline"]
    assert [(h.level, h.heading) for h in found] == [(1, "Syfte"), (1, "Ansvar"), (2, "Chefer")]


def test_an_unnumbered_heading_that_looks_like_numbered_ones_is_of_their_level(tmp_path: Path) -> None:
    document = drawn.document(
        tmp_path,
        drawn.heading("Ordföranden har ordet"), drawn.prose(PROSE),
        drawn.heading("1 Verksamhet"), drawn.prose(PROSE),
        drawn.subheading("1.1 Insatser"), drawn.prose(PROSE),
        drawn.subheading("Jobbspåret"), drawn.prose(PROSE),
    )  # fmt: skip
    assert [level for level, _ in headings(document)] == [1, 1, 2, 2]


def test_a_contents_list_that_lost_its_leaders_is_still_none(tmp_path: Path) -> None:
    document = drawn.document(
        tmp_path,
        drawn.heading("Innehåll"), drawn.prose("<b>1 Budget</b>"), drawn.prose("<b>2 Uppföljning ..</b>"), drawn.BREAK,
        drawn.heading("1 Budget"), drawn.prose(PROSE), drawn.heading("2 Uppföljning"), drawn.prose(PROSE),
    )  # fmt: skip
    assert headings(document) == [(1, "1 Budget"), (1, "2 Uppföljning")]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Mål:etärupfylt 1.\n#A", max_size=200))
def test_noise_never_raises(text: str) -> None:
    document = of_text(text)
    for heading in outline.EXTRACTOR.run(document, Facts())["outline"]:
        assert heading.level >= 1
        assert heading.evidence.quote
