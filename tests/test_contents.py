"""A contents list is held against the §§ that were found."""

from __future__ import annotations

import pytest

from extractors import numbering, paragrafer
from extractors.facts import Facts
from tests.minutes import document_of

HEAD = "Protokoll\nKommunstyrelsen 2024-05-07\nNärvarande: Ada Björk, Bo Lindvall och Cia Nord\n\nInnehåll\n"
HEADINGS = {"14": "Val av justerare", "15": "Budgetuppföljning", "16": "Ansökan från Lunden", "17": "Nästa möte"}


def told(listed: dict[str, str], printed: dict[str, str]) -> list[tuple[str, str]]:
    contents = "\n".join(f"§ {number}  {heading} ........ 2" for number, heading in listed.items())
    body = "\n\n".join(f"§ {number}  {heading}\n\nFrågan togs upp." for number, heading in printed.items())
    document = document_of(f"{HEAD}{contents}\n\n\f{body}\n")
    facts = Facts().with_(paragrafer.EXTRACTOR.run(document, Facts()))
    found = numbering.EXTRACTOR.run(document, facts)["findings"]
    assert all(finding.evidence.page == 1 for finding in found if finding.code.startswith("innehåll"))
    return [(finding.code, finding.message) for finding in found if finding.code.startswith("innehåll")]


WITHOUT_16 = {number: heading for number, heading in HEADINGS.items() if number != "16"}
CASES = {
    "as listed": (HEADINGS, HEADINGS, []),
    "cut short": (HEADINGS | {"16": "Ansökan från"}, HEADINGS, []),
    "a range": (HEADINGS, {"14": "Val av justerare", "15–16": "Budget och ansökan", "17": "Nästa möte"}, None),
    "one lost": (
        HEADINGS,
        WITHOUT_16,
        [("innehåll-saknas", "Innehållsförteckningen tar upp § 16 ”Ansökan från Lunden”, men paragrafen har inte "
          "hittats i protokollet.")],
    ),
    "another heading": (
        HEADINGS | {"15": "Snöröjning på gator"},
        HEADINGS,
        [("innehåll-rubrik", "§ 15 heter ”Snöröjning på gator” i innehållsförteckningen men ”Budgetuppföljning” i "
          "protokollet.")],
    ),
    "no list": ({}, HEADINGS, []),
}  # fmt: skip


@pytest.mark.parametrize(("listed", "printed", "expected"), CASES.values(), ids=list(CASES))
def test_contents(listed: dict[str, str], printed: dict[str, str], expected: list[tuple[str, str]] | None) -> None:
    found = told(listed, printed)
    if expected is None:
        assert all(code != "innehåll-saknas" for code, _ in found)
    else:
        assert found == expected
