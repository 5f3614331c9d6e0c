"""Which text layers are believed: by their letters, page by page, short pages following the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Box, TextSource
from ingest.quality import judge, lacks_swedish_letters, quality_of_reading
from ingest.raw import RawPage, RawWord

SWEDISH = (
    "Ordföranden hälsar välkommen och förklarar mötet öppnat. Styrelsen går igenom det som har hänt under våren och "
    "noterar att två av åtgärderna är försenade. Kansliet får i uppdrag att återkomma med en ny tidplan till nästa "
    "sammanträde, som hålls i Åmåla den 4 september. Det är också då som budgeten för nästa år ska fastställas."
)
ENGLISH = (
    "The chair opened the meeting and welcomed the members of the board. The report that was sent out with the notice "
    "is approved. The office is asked to present a new plan at the next meeting, which is to be held in September, and "
    "to invite the auditors. It was also decided that the minutes be signed by the members who were present."
)
FINNISH = (
    "Puheenjohtaja avasi kokouksen ja toivotti osallistujat tervetulleiksi. Hallitus totesi, että raportti on valmis "
    "ja että se voidaan julkaista. Seuraava kokous on torstaina, kun talousarvio on tehty, mutta aika ei ole varma."
)
NORWEGIAN = (
    "Styret gikk gjennom rapporten og vedtok at den skal sendes ut. Det er ikke tatt stilling til budsjettet fra 2022 "
    "og arbeidet med det fortsetter. Lederen og to av medlemmene er bedt om at se over avtalen med kommunen, som er "
    "fra i fjor. Det kommer en ny sak om dette til neste mote og alle medlemmer far innkalling med saksliste."
)
LOST = str.maketrans("åäöÅÄÖ", "aaoAAO")
TITLE = "Bilaga 2"


def page(number: int, text: str, *, picture_share: float = 0.0, invisible: bool = False) -> RawPage:
    words = tuple(RawWord(word, Box(10, 10, 20, 20), 10, invisible=invisible) for word in text.split())
    return RawPage(number, 595, 842, words, picture_share=picture_share)


CASES = [
    ("Swedish in order", SWEDISH, False),
    ("letters lost", SWEDISH.translate(LOST), True),
    ("letters lost to accents", SWEDISH.replace("å", "é").replace("ä", "é").replace("ö", "é"), True),
    ("only ö left", SWEDISH.translate(str.maketrans("åäÅÄ", "aaAA")) * 2, True),
    ("figures inside words", SWEDISH.replace("för", "f6r").replace("öpp", "6pp").replace("hän", "h&n") * 2, True),
    ("English", ENGLISH, False),
    ("Finnish", FINNISH, False),
    ("Norwegian without its letters", NORWEGIAN, False),
    ("too short to tell", "Protokoll fort vid mote den 4 september", False),
    ("figures only", "2023 1 450 000 2024 1 380 500 Summa 98 % " * 20, False),
    ("nothing", "", False),
]


@pytest.mark.parametrize("text, lacks", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_lost_letters_are_told_by_their_share(text: str, lacks: bool) -> None:
    assert lacks_swedish_letters(text) is lacks


def test_a_good_layer_is_taken() -> None:
    (verdict,) = judge([page(1, SWEDISH)])
    assert (verdict.source, verdict.quality) == (TextSource.TEXT_LAYER, 1.0)


def test_a_page_without_text_is_read_from_its_picture() -> None:
    (verdict,) = judge([page(1, "", picture_share=1.0)])
    assert verdict.source is TextSource.OCR
    assert "inget textlager" in verdict.reason


def test_short_pages_follow_the_document() -> None:
    bad = [page(n, SWEDISH.translate(LOST), picture_share=1.0, invisible=True) for n in (1, 2)]
    short = page(3, "Bilaga 2 Arsredovisning for foreningen", picture_share=1.0, invisible=True)
    verdicts = judge([*bad, short])
    assert {verdict.source for verdict in verdicts} == {TextSource.OCR}
    assert "övriga sidor" in verdicts[2].reason


def test_a_scanned_attachment_does_not_condemn_set_pages() -> None:
    set_pages = [page(1, SWEDISH), page(2, TITLE)]
    attachment = [page(n, SWEDISH.translate(LOST), picture_share=1.0, invisible=True) for n in (3, 4, 5)]
    sources = [verdict.source for verdict in judge([*set_pages, *attachment])]
    assert sources == [TextSource.TEXT_LAYER] * 2 + [TextSource.OCR] * 3


def test_many_short_pages_are_judged_together() -> None:
    slides = [page(n, SWEDISH.translate(LOST)[n * 60 : n * 60 + 60], picture_share=1.0) for n in range(1, 6)]
    assert {verdict.source for verdict in judge(slides)} == {TextSource.OCR}


def test_a_signing_stamp_over_a_picture_is_a_part_only() -> None:
    (verdict,) = judge([page(1, "Signerat 2024-03-05 kl. 10:12 av Lo Ek", picture_share=1.0)])
    assert verdict.source is TextSource.OCR
    assert "en del" in verdict.reason


def test_signs_without_meaning_condemn_a_layer_and_lone_bullets_do_not() -> None:
    junk = SWEDISH.replace("mötet", "m\ufffdtet").replace("Styrelsen", "\ue012\ue013yrelsen").replace("och", "o\ufffdh")
    assert judge([page(1, junk)])[0].source is TextSource.OCR
    bullets = " \uf0b7 ".join(SWEDISH.split(". "))
    assert judge([page(1, bullets)])[0].source is TextSource.TEXT_LAYER


def test_codes_that_map_to_no_letters_condemn_a_layer() -> None:
    shifted = "".join(
        chr((ord(c) - 97 + 5) % 26 + 97) if "a" <= c <= "z" else c for c in SWEDISH.lower().translate(LOST)
    )
    consonants = shifted.translate(str.maketrans("aeiouy", "bcdfgh"))
    assert judge([page(1, consonants)])[0].source is TextSource.OCR


@given(st.lists(st.text(max_size=400), max_size=6), st.booleans())
def test_every_page_gets_a_verdict(texts: list[str], over_picture: bool) -> None:
    pages = [page(i + 1, text, picture_share=float(over_picture)) for i, text in enumerate(texts)]
    verdicts = judge(pages)
    assert len(verdicts) == len(pages)
    assert all(0.0 <= verdict.quality <= 1.0 and verdict.reason for verdict in verdicts)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.floats(0, 1)), max_size=50))
def test_quality_of_reading_lies_between_its_words(words: list[tuple[str, float]]) -> None:
    quality = quality_of_reading(words)
    confidences = [confidence for _, confidence in words] or [1.0]
    assert min(confidences) - 0.001 <= quality <= max(confidences) + 0.001


def test_doubtful_words_weigh_more() -> None:
    assert quality_of_reading([("trettio", 0.9), ("trettio", 0.3)]) < 0.6
