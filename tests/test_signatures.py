from __future__ import annotations

import pytest

from extractors.stamps import find_stamps
from tests.minutes import STYLES, Style, document_of, facts_of


@pytest.mark.parametrize("style", [s for s in STYLES if s.signatures is not None], ids=lambda s: s.name)
def test_signatures_of_house_styles(style: Style) -> None:
    assert tuple((s.name, s.role) for s in facts_of(document_of(style.text)).signatures) == style.signatures


STAMPS = {
    "DocuSigned by: 2024-06-03 | 22:50 PDT": "2024-06-04T05:50:00Z",
    "2024-06-04 | 08:04 CEST": "2024-06-04T06:04:00Z",
    "2023-12-01 08:04:31 CET": "2023-12-01T07:04:31Z",
    "Signerat 2024-03-05 14:22:10 UTC": "2024-03-05T14:22:10Z",
    "2024-03-05 14:22 (UTC+01:00)": "2024-03-05T13:22:00Z",
    "2024-03-05T14:22:10+01:00": "2024-03-05T13:22:10Z",
    "Signerat av Bo Ek 2024-03-05 kl. 14.22": "2024-03-05T13:22:00Z",
    "Signerat av Bo Ek 2024-07-05 14:22": "2024-07-05T12:22:00Z",
    "2024-03-05 02:22 PM CET": "2024-03-05T13:22:00Z",
}


@pytest.mark.parametrize(("text", "utc"), STAMPS.items())
def test_stamps(text: str, utc: str) -> None:
    assert [s.utc for s in find_stamps(text)] == [utc]


@pytest.mark.parametrize("text", ["2024-03-05", "2024-13-45 12:00", "kl. 13.00", "2024-03-05 27:00 CET"])
def test_no_stamps(text: str) -> None:
    assert find_stamps(text) == []


def _signed(page: str) -> list[tuple[str, str | None, str | None]]:
    text = f"Protokoll\nNärvarande: Bo Ek, ordförande, Ann Ås, sekreterare, Cilla Dal\n\n§ 1 Öppnande\nText.\n\n{page}"
    return [(s.name, s.role, s.signed_at) for s in facts_of(document_of(text), "protokoll").signatures]


PAGES = {
    "Underskrifter\nSekreterare ....... Ann Ås\nOrdförande ....... Bo Ek\nJusterare ....... Cilla Dal": [
        ("Ann Ås", "sekreterare", None), ("Bo Ek", "ordförande", None), ("Cilla Dal", "justerare", None)],

    "Vid protokollet\n\n_______________\nAnn Ås\n\nJusteras\n\n_____________  _____________\nBo Ek  Cilla "
    "Dal\nordförande  justerare": [
        ("Ann Ås", "sekreterare", None), ("Bo Ek", "ordförande", None), ("Cilla Dal", "justerare", None)],
    "Signerat av: Ann Ås 2024-03-05 14:22 CET\nSignerat av: Bo Ek 2024-03-06 08:00 CET": [
        ("Ann Ås", None, "2024-03-05T13:22:00Z"), ("Bo Ek", None, "2024-03-06T07:00:00Z")],
    "Signaturer\nANN ÅS\n2024-03-05 14:22:00 CET\nBO EK\n2024-03-06 08:00:00 CET": [
        ("Ann Ås", None, "2024-03-05T13:22:00Z"), ("Bo Ek", None, "2024-03-06T07:00:00Z")],

    "Justering\nDocuSigned by: 2024-06-03 | 22:50 PDT\nSekreterare Ann Ås A1B2C3\nDocuSigned by: 2024-06-04 | "
    "08:04 CEST\nOrdförande Bo Ek": [
        ("Ann Ås", "sekreterare", "2024-06-04T05:50:00Z"), ("Bo Ek", "ordförande", "2024-06-04T06:04:00Z")],
}  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), PAGES.items())
def test_signature_pages(page: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert _signed(page) == expected


def test_a_misread_name_takes_the_spelling_of_the_list() -> None:
    text = (
        "Protokoll\nNärvarande: Hillevi Granath, ordförande\n\n§ 1 Öppnande\nText.\n\nJusteras\nOrdförande "
        "Hillewi Granath"
    )
    (signature,) = facts_of(document_of(text), "protokoll").signatures
    assert (signature.name, signature.certainty, signature.evidence.quote) == (
        "Hillevi Granath",
        "inferred",
        "Hillewi Granath",
    )
