"""Words without å, ä and ö where there is no picture to read: read as they most likely were, names never."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import passages, store
from archive.schema import migrate
from archive.search import Query, search
from extractors.facts import Facts
from ingest import media
from ingest.document import Document, Page, Reading, Span, plain_page
from ingest.lost_letters import Speller, dictionary, is_name, lists, without
from ingest.office import read_office
from ingest.restoring import restored

SPEECH = (
    "Ordföranden hälsar välkommen och förklarar mötet öppnat. Styrelsen går igenom det som har hänt under våren och "
    "noterar att två av åtgärderna är försenade. Kansliet får i uppdrag att återkomma med en ny tidplan till nästa "
    "sammanträde, som hålls den 4 september. Det är också då som budgeten för nästa år ska fastställas, och den gäller "
    "för ett år i taget. Förslaget till delårsrapport delas ut, och målgruppens behov tas upp i en särskild punkt."
)
SHARES = (
    "Förbundets årsredovisning visar att intäkterna har ökat medan kostnaderna för lokaler är lägre än föregående år. "
    "Revisorerna påpekar att rutinerna för utbetalningar måste ses över och att attest ska ske före utbetalning. "
    "Medlemmarnas avgifter är oförändrade. Räntan har sänkts och överskottet förs över till nästa år, och "
    "långsiktiga åtaganden redovisas i en egen bilaga som styrelsen får ta ställning till vid ett senare möte."
)
ENGLISH = (
    "The chair opened the meeting and welcomed the members of the board. The report that was sent out with the notice "
    "is approved. The office is asked to present a new plan at the next meeting, which is to be held in September, and "
    "to invite the auditors. It was also decided that the minutes be signed by the members who were present."
)
LOST = str.maketrans("åäöÅÄÖ", "aaoAAO")


def lost(text: str) -> str:
    return text.translate(LOST)


def read(*texts: str) -> tuple[Page, ...]:
    return restored([plain_page(number + 1, text) for number, text in enumerate(texts)])


def as_read(page: Page) -> str:
    """The page's text with its readings put in."""
    text = page.text
    for reading in reversed(page.readings):
        text = text[: reading.span.start] + reading.text + text[reading.span.end :]
    return text


def meant(sentence: str) -> str:
    """What is made of a sentence that stands at the end of a text that has lost its letters."""
    (page,) = read(f"{lost(SPEECH)}\n{sentence}")
    return as_read(page).rsplit("\n", 1)[1]


@pytest.mark.parametrize("text", [SPEECH, SHARES], ids=["minutes", "report"])
def test_running_text_comes_back(text: str) -> None:
    (page,) = read(lost(text))
    assert page.text == lost(text)
    assert as_read(page) == text


def test_a_page_tells_what_was_done_to_it() -> None:
    (page,) = read(lost(SPEECH))
    assert page.reason == (
        "å, ä och ö saknas i texten och det finns ingen bild att läsa om: "
        f"{len(page.readings)} ord har återställts som trolig läsning"
    )
    assert 0.5 < page.quality < 0.9


def test_good_text_and_other_languages_are_left_alone() -> None:
    assert read(SPEECH) == (plain_page(1, SPEECH),)
    bad, english, short = read(lost(SPEECH), ENGLISH, "Bilaga 2 Forslag")
    assert bad.readings
    assert not english.readings and english.reason == ""
    assert [reading.text for reading in short.readings] == ["Förslag"]


@pytest.mark.parametrize(
    "printed, expected",
    [
        ("Nya rutiner galler for alla.", "Nya rutiner gäller för alla."),
        ("rutinen géller fér 6vriga enheter", "rutinen gäller för övriga enheter"),
        ("Det &r &ven en fraga om 16sningar.", "Det är även en fråga om lösningar."),
        ("ett moéte om méalgruppen", "ett möte om målgruppen"),
        ("Samordningsforbundets likviditetspaverkan", "Samordningsförbundets likviditetspåverkan"),
        ("FORSLAG TILL BESLUT OM ARSREDOVISNING", "FÖRSLAG TILL BESLUT OM ÅRSREDOVISNING"),
        ("Det ar 3 ar sedan, och ar 2019 ar inte med.", "Det är 3 år sedan, och år 2019 är inte med."),
        ("Andra andringar: att andra stadgarna", "Andra ändringar: att ändra stadgarna"),
        ("om verksam-\nheten och mal-\ngruppen", None),
        ("1 miljon kr for miljon", "1 miljon kr för miljön"),
        ("6 st, 16a, 4 kap. 6 §, A&O", "6 st, 16a, 4 kap. 6 §, A&O"),
        ("kansli@norrfors.se och www.manadsbladet.se", "kansli@norrfors.se och www.manadsbladet.se"),
    ],
)
def test_words(printed: str, expected: str | None) -> None:
    if expected is not None:
        assert meant(printed) == expected
        return
    (page,) = read(f"{lost(SPEECH)}\n{printed}")
    last = page.readings[-1]
    assert (page.text[last.span.start : last.span.end], last.text) == ("mal-\ngruppen", "målgruppen")


@pytest.mark.parametrize(
    "printed",
    [
        "Goran Soderberg",
        "Asa Ohman Lof (S)",
        "Narvarande: Par Lang, Marta Akerblom",
        "Bjorn anmaler jav.",
        "Vi for till Kopinge via Asarum.",
        "Lindstrom",
        "Ledamoten Sten Strom och Anna Hogberg",
        "Hallstahammar",
    ],
)
def test_names_are_left_as_printed(printed: str) -> None:
    words = {"Narvarande", "anmaler", "jav", "for", "Ledamoten"}
    kept = [word for word in printed.replace(":", "").replace(".", "").replace(",", "").split() if word not in words]
    assert all(name in meant(printed) for name in kept)


def test_slanted_letters_are_read_where_a_document_has_the_habit() -> None:
    slanted = "mdlgruppen behdver stdd och verksamheten ska utvdrderas; foreningens dtgdrder dr viktiga pd sikt"
    assert meant(slanted) == (
        "målgruppen behöver stöd och verksamheten ska utvärderas; föreningens åtgärder är viktiga på sikt"
    )
    assert meant("Han sig pd vig") == "Han sig pd vig"  # no such habit here


def test_text_files_are_restored_as_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "protokoll.txt"
    file.write_text(lost(SPEECH))
    (page,) = read_office(file, media.TXT)
    assert page.text == lost(SPEECH)
    assert "Ordföranden" in {reading.text for reading in page.readings}


@given(st.text(max_size=300))
def test_readings_never_alter_the_text(tail: str) -> None:
    text = f"{lost(SPEECH)}\n{tail}".replace("\f", " ")
    (page,) = read(text)
    assert page.text == text
    assert all(reading.text != page.text[reading.span.start : reading.span.end] for reading in page.readings)


def test_readings_lie_in_the_text_in_order() -> None:
    with pytest.raises(ValueError, match="reading"):
        Page(1, "möte", readings=(Reading(Span(2, 9), "möte"),))
    with pytest.raises(ValueError, match="reading"):
        Page(1, "mote nu", readings=(Reading(Span(5, 7), "nu"), Reading(Span(0, 4), "möte")))


def test_the_lists_agree_with_each_other_and_the_dictionary() -> None:
    known, words = lists(), dictionary()
    listed = {*known.function, *known.common}
    assert all(set(word) & set("åäö") for word in listed)
    assert not {without(word) for word in listed} & known.plain
    assert [word for word in known.plain if word not in words] == []
    assert len(known.function) + len(known.common) == len(listed)


def test_one_word_at_a_time() -> None:
    speller = Speller()
    assert speller.best("styrelse") == "styrelse"
    assert speller.best("omvarldsbevakning") == "omvärldsbevakning"
    assert speller.best("xqzw") is None
    assert Speller(["blåljung"]).best("blaljung") == "blåljung"
    assert is_name("björn") and is_name("söderström") and not is_name("försäkringskassan")


@pytest.mark.parametrize("query", ["delårsrapport", "delarsrapport", "målgrupp", "gälla", "géller", '"nästa år"', "år"])
def test_search_finds_what_was_printed_and_what_was_meant(query: str) -> None:
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    migrate(db)
    text = lost(SPEECH).replace("galler", "géller")
    document = Document("ab" * 32, media.TXT, "protokoll.txt", read(text))
    db.execute(
        """INSERT INTO document (id, sha256, name, media_type, size, original, status, reader_version)
           VALUES (1, ?, ?, ?, 1, 'x', 'kept', 1)""",
        (document.sha256, document.name, document.media_type),
    )
    store.save_pages(db, 1, document)
    assert store.load_document(db, 1) == document
    passages.index(db, 1, document, Facts())
    (hit,) = search(db, Query(query))
    assert "delarsrapport" in text and "å" not in hit.snippet.text
