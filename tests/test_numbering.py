"""Numbers of §§ → what does not follow on."""

from __future__ import annotations

import pytest

from extractors import numbering
from extractors.facts import Facts, Paragraf
from ingest.document import Document, plain_page


def told(*numbers: str, label: str | None = "§") -> list[tuple[str, str]]:
    text = "\n".join(f"§ {number} Ärende\nText." for number in numbers)
    document = Document("0" * 64, "text/plain", "möte.txt", (plain_page(1, text),))
    paragraphs, at = [], 0
    for number in numbers:
        block = f"§ {number} Ärende\nText."
        place = document.evidence(at, at + len(block))
        paragraphs.append(Paragraf(number=number, label=label, heading="Ärende", text="Text.", evidence=place))
        at += len(block) + 1
    found = numbering.EXTRACTOR.run(document, Facts(paragraphs=tuple(paragraphs)))["findings"]
    return [(finding.code, finding.evidence.quote) for finding in found]


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("12–14", "15"), ("163", "163 a", "163 b", "164"), ("7",), ()])
def test_numbers_in_order_are_no_finding(numbers: tuple[str, ...]) -> None:
    assert told(*numbers) == []


@pytest.mark.parametrize(
    ("numbers", "code", "place"),
    [
        (("45", "47"), "paragraf-gap", "§ 47 Ärende"),
        (("45", "50"), "paragraf-gap", "§ 50 Ärende"),
        (("3", "3"), "paragraf-dubbel", "§ 3 Ärende"),
        (("12–14", "14"), "paragraf-dubbel", "§ 14 Ärende"),
        (("9", "8"), "paragraf-ordning", "§ 8 Ärende"),
    ],
)
def test_what_does_not_follow_on_is_told_at_its_place(numbers: tuple[str, ...], code: str, place: str) -> None:
    assert told(*numbers) == [(code, place)]


def test_minutes_that_do_not_number_have_no_gaps() -> None:
    assert told("1", "3", label=None) == []
    assert told("5.1", "5.4") == []
