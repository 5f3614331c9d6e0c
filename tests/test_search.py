"""What a user types finds what they mean; nothing they type is an error."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive import passages, store, tokens
from archive.folder import transaction
from archive.schema import migrate
from archive.search import Hit, Query, search
from archive.snippets import _densest, _place_of, marked
from archive.words import fold, lexicon, loose, loose_words, numbers_of, split_compound, stem
from extractors.facts import Amount, Date, Decision, Facts, Heading, Meeting, Paragraf, Text
from ingest.document import Document, plain_page
from tests.archives import new_archive

MEETING = """Styrelsen för Lövdalens samordningsförbund
Sammanträde klockan 26 minuter över nio

LSF § 26 Ansökan om medel till Språkvägen
Lövdalens kommun, dnr 2031/07 LSF, ansöker om medel till rekryteringsinsatser.
Styrelsen beslutar att bevilja upp till 60 tkr.

LSF § 27 Verksamhetsberättelsen
Årets intäkter blev 1 185 500 kr. Målen från den 12 april 2030 står fast, jämför § 26.
Förbundschefen föredrog ärendet.
"""
REPORT = """Arsredovisning 2030
Ordforanden har ordet
Forbundets insatser for unga har okat och bidragen var 60 000 kr.

Mal och uppfoljning
Budgetuppföljningen visar överskott. Det mal som kaffekvarnen gör är fint.
"""


def _minutes() -> tuple[Document, Facts]:
    document = Document("aa" * 32, "text/plain", "protokoll.txt", (plain_page(1, MEETING),))
    text = document.text

    def place(quote: str):  # type: ignore[no-untyped-def]  # the evidence of a quotation's first place
        at = text.index(quote)
        return document.evidence(at, at + len(quote))

    at = MEETING.index("LSF § 26"), MEETING.index("LSF § 27")
    first, second = MEETING[at[0] : at[1]], MEETING[at[1] :]
    paragrafer = (
        Paragraf(number="26", label="LSF § 26", heading="Ansökan om medel till Språkvägen",
                 text="\n".join(first.splitlines()[1:]), dnr="2031/07 LSF", evidence=place(first)),
        Paragraf(number="27", label="LSF § 27", heading="Verksamhetsberättelsen",
                 text="\n".join(second.splitlines()[1:]), evidence=place(second)),
    )  # fmt: skip
    return document, Facts(
        kind=Text(value="protokoll", evidence=place("Styrelsen")),
        date=Text(value="2031-05-27", evidence=place("Sammanträde")),
        meeting=Meeting(date="2031-05-27", evidence=place("Sammanträde")),
        paragraphs=paragrafer,
        decisions=(Decision(paragraf=0, text="bevilja upp till 60 tkr", action="bevilja", amounts=(6_000_000,),
                            evidence=place("bevilja upp till 60 tkr")),),
        amounts=(
            Amount(ore=6_000_000, text="60 tkr", paragraf=0, evidence=place("60 tkr")),
            Amount(ore=118_550_000, text="1 185 500 kr", paragraf=1, evidence=place("1 185 500 kr")),
        ),
        dates=(Date(start="2030-04-12", end="2030-04-12", precision="day", text="den 12 april 2030", paragraf=1,
                    evidence=place("den 12 april 2030")),),
    )  # fmt: skip


def _report() -> tuple[Document, Facts]:
    document = Document("bb" * 32, "text/plain", "rapport.txt", (plain_page(1, REPORT),))
    at = REPORT.index("60 000 kr")
    return document, Facts(
        kind=Text(value="årsredovisning", evidence=document.evidence(0, 5)),
        title=Text(value="Årsredovisning 2030", evidence=document.evidence(0, 5)),
        date=Text(value="2031-02-01", evidence=document.evidence(0, 5)),
        outline=(Heading(level=1, heading="Ordforanden har ordet", evidence=document.evidence(20, 30)),),
        amounts=(Amount(ore=6_000_000, text="60 000 kr", evidence=document.evidence(at, at + 9)),),
    )


def _archived(*kept: tuple[Document, Facts]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    migrate(db)
    with transaction(db):
        for number, (document, facts) in enumerate(kept, start=1):
            db.execute(
                """INSERT INTO document (id, sha256, name, media_type, size, original, status, reader_version)
                   VALUES (?, ?, ?, 'text/plain', 1, '', 'kept', 1)""",
                (number, document.sha256, document.name),
            )
            store.save_pages(db, number, document)
            store.save_facts(db, number, facts, [])
            passages.index(db, number, document, facts)
    return db


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    db = _archived(_minutes(), _report())
    yield db
    db.close()


def _first(db: sqlite3.Connection, text: str) -> str | None:
    found = search(db, Query(text))
    return (found[0].label or found[0].document_name) if found else None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("§ 26", "LSF § 26"),
        ("LSF § 27", "LSF § 27"),
        ("60 tkr", "LSF § 26"),
        ("60 000 kronor", "LSF § 26"),
        ("1185500", "LSF § 27"),
        ("1 185 500 kr", "LSF § 27"),
        ("1,1855 mkr", "LSF § 27"),
        ("2031/07 LSF", "LSF § 26"),
        ("2031/07", "LSF § 26"),
        ("2030-04-12", "LSF § 27"),
        ("12 april 2030", "LSF § 27"),
        ("12/4 2030", "LSF § 27"),
        ("beviljade medel", "LSF § 26"),
        ("insats rekrytering", "LSF § 26"),
        ("berättelse", "LSF § 27"),
        ('"står fast"', "LSF § 27"),
        ("verksamhetsb*", "LSF § 27"),
        ("språkvagen", "LSF § 26"),
        ("ordföranden", "rapport.txt"),
        ("mål", "LSF § 27"),
        ("budget", "rapport.txt"),
        ("BEVILJA", "LSF § 26"),
        ("kvarnen", "rapport.txt"),
    ],
)
def test_finds_first(db: sqlite3.Connection, text: str, first: str) -> None:
    assert _first(db, text) == first


@pytest.mark.parametrize("text", ["zebra", "§ 99", "61 tkr", '"fast står"', "2030-04-13", "", "  ", "* \" ' § ("])
def test_finds_nothing(db: sqlite3.Connection, text: str) -> None:
    assert search(db, Query(text)) == []


def test_a_paragraf_is_not_a_time_and_comes_before_those_that_speak_of_it(db: sqlite3.Connection) -> None:
    assert [hit.label for hit in search(db, Query("§ 26"))] == ["LSF § 26", "LSF § 27"]


def test_a_day_finds_all_of_its_meeting(db: sqlite3.Connection) -> None:
    hits = search(db, Query("27 maj 2031"))
    assert {hit.label for hit in hits} == {"LSF § 26", "LSF § 27", None}
    assert {hit.document_name for hit in hits} == {"protokoll.txt"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (Query("insatser", kind="protokoll"), {"protokoll.txt"}),
        (Query("insatser", kind="årsredovisning"), {"rapport.txt"}),
        (Query("insatser", since="2031-03"), {"protokoll.txt"}),
        (Query("insatser", until="2031-02"), {"rapport.txt"}),
        (Query("insatser", until="2031"), {"protokoll.txt", "rapport.txt"}),
        (Query("", ore=6_000_000), {"protokoll.txt", "rapport.txt"}),
        (Query("unga", ore=6_000_000), {"rapport.txt"}),
        (Query("insatser", ore=-118_550_000), set()),
    ],
)
def test_filters(db: sqlite3.Connection, query: Query, names: set[str]) -> None:
    assert {hit.document_name for hit in search(db, query)} == names


def test_a_hit_tells_its_place_and_marks_its_words(db: sqlite3.Connection) -> None:
    hit: Hit = search(db, Query("beviljade 60000 kr"))[0]
    assert (hit.permalink, hit.page, hit.paragraf) == ("/protokoll/2031-05-27/26", 1, "26")
    assert (hit.date, hit.kind, hit.heading) == ("2031-05-27", "protokoll", "Ansökan om medel till Språkvägen")
    assert [part for part, is_marked in hit.snippet.parts() if is_marked] == ["bevilja", "60 tkr"]
    assert "".join(part for part, _ in hit.snippet.parts()) == hit.snippet.text


def test_a_verb_of_decision_finds_what_decided_so_first() -> None:
    text = "Bevilja medel\nAtt bevilja medel är att bevilja medel: så beviljas medel.\n"
    document = Document("cc" * 32, "text/plain", "handbok.txt", (plain_page(1, text),))
    heading = Heading(level=1, heading="Bevilja medel", evidence=document.evidence(0, 13))
    db = _archived((document, Facts(outline=(heading,))), _minutes())
    assert [hit.paragraf for hit in search(db, Query("bevilja medel"))] == ["26", None]
    assert [hit.paragraf for hit in search(db, Query("medel"))] == [None, "26"]


def test_the_decision_is_shown_rather_than_the_proposal() -> None:
    proposal = "Förslag till beslut: att bevilja Lunden 60 tkr till kurser. " + "Frågan har beretts under våren. " * 12
    decision = "att bevilja Lunden 60 tkr till kurser"
    text = f"{proposal}Styrelsen beslutar {decision}."
    assert _place_of(decision, text) == (text.rindex(decision), text.rindex(decision) + len(decision))
    marks = [m.span() for m in re.finditer("60 tkr", text)]
    assert _densest(marks, len(text), []) < 100
    assert _densest(marks, len(text), [(text.rindex(decision), len(text))]) > 200


def test_words_are_marked_on_a_page(db: sqlite3.Connection) -> None:
    spans = marked(db, 1, MEETING, "medlen § 26")
    assert [MEETING[s.start : s.end] for s in spans] == ["§ 26", "medel", "medel", "§ 26"]


SYNTAX = ["AND", "NEAR(", '"', "a*", "text:", "§ 1", "60 tkr", "99999999999999999999 kr", "^x", "{"]
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet='"*^:()-+{}[]§ANDORNEATkr0123456789/,. åäö\x00\n', max_size=60),
    st.lists(st.sampled_from(SYNTAX)).map(" ".join),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
@example("9" * 5000)
@example("9" * 30 + " tkr")
@example("ord " * 500)
@example('"' * 99)
@example("٣ maj 2031")
@example("0/2031 13/13 2031 99 maj 2031")
def test_nothing_typed_is_an_error(db: sqlite3.Connection, text: str) -> None:
    for hit in search(db, Query(text, limit=3)):
        assert "".join(part for part, _ in hit.snippet.parts()) == hit.snippet.text
    assert all(0 <= span.start < span.end <= len(MEETING) for span in marked(db, 1, MEETING, text))


def test_the_index_holds_nothing_of_a_document_that_is_gone(tmp_path: Path) -> None:
    with new_archive(tmp_path / "arkiv").connect() as db, transaction(db):
        document, _ = _minutes()
        db.execute(
            """INSERT INTO document (id, sha256, name, media_type, size, original, status, reader_version)
               VALUES (1, ?, 'a', 'text/plain', 1, '', 'kept', 1)""",
            (document.sha256,),
        )
        passages.index(db, 1, document, Facts())
        passages.index(db, 1, document, Facts())
        assert len(search(db, Query("Språkvägen"))) == 1
        db.execute("DELETE FROM document")
        for table in ("passage_text", "passage_word"):
            db.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")
        assert search(db, Query("Språkvägen")) == []


def test_all_running_text_is_in_some_passage() -> None:
    for document, facts in (_minutes(), _report()):
        found = passages.passages(document, facts)
        covered = "".join(" ".join([p.heading, p.text]) for p in found)
        for word in document.text.split():
            assert word in covered, word


def test_long_texts_are_cut_where_a_paragraph_ends() -> None:
    text = "\n\n".join(f"Stycke {n}. " + "Insatsen fortsätter enligt plan. " * 12 for n in range(20))
    document = Document("cc" * 32, "text/plain", "a.txt", (plain_page(1, text), plain_page(2, "Sida två.")))
    found = passages.passages(document, Facts())
    assert all(len(p.text) < 1500 for p in found)
    assert all(p.text.startswith("Stycke") for p in found[:-1])
    assert (found[-1].page, found[-1].text) == (2, "Sida två.")


def test_words_cut_at_a_line_end_are_made_whole() -> None:
    assert passages.joined("verksam-\nheten och väst-\nSverige  är") == "verksamheten och väst- Sverige är"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("§ 163 a", ["paragraf163a", "omparagraf163a"]),
        ("§ 26 i protokollet", ["paragraf26", "omparagraf26"]),
        ("4 § förbundsordningen", ["paragraf4", "omparagraf4"]),
        ("2,8 mkr", ["kr2800000"]),
        ("SEK 5 000", ["kr5000"]),
        ("149,39 kr", ["kr149d39"]),
        ("maj 2031", ["manad203105"]),
        ("KS-2031-00364", ["dnrks203100364"]),
        ("0509/23", ["dnr050923"]),
        ("klockan 26", []),
        ("16-64 år", []),
    ],
)
def test_canonical_forms(text: str, expected: list[str]) -> None:
    assert [token for c in tokens.canonical(text) for token in c.tokens] == expected


@given(st.integers(0, 10**12))
def test_a_sum_and_its_token(ore: int) -> None:
    assert tokens.ore(tokens.money(ore)) == ore
    assert tokens.ore(tokens.money(-ore)) == ore


def test_words() -> None:
    known = {"budget", "uppföljningen", "verksamhet", "berättelse", "förbund", "chef"}.__contains__
    assert split_compound("budgetuppföljningen", known) == ("budget", "uppföljningen")
    assert split_compound("verksamhetsberättelse", known) == ("verksamhet", "berättelse")
    assert split_compound("budget", known) == ()
    assert stem("insatserna") == stem("insatser") == "insats"
    assert lexicon().lemma("beviljades") == "bevilja"
    assert lexicon().forms(["beviljade"])["beviljar"] == "bevilja"
    assert fold("ÅÄÖ  å\nä") == "åäö å ä" and loose("ÅÄÖ é") == "aao e"
    assert loose_words("Ordföranden och ordföranden är här") == "ordforanden ar har"
    assert list(numbers_of("1 185 500 kr, 2031-05-27 och 1.200.000")) == ["1185500", "2031", "05", "27", "1200000"]
