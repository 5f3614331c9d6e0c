"""What is told about the body: options, a file, questions in the terminal; checked, kept field by field, logged."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.cli import main
from archive.folder import Archive
from archive.handover import asking
from archive.handover.body import FIELDS, Body, load_body
from archive.handover.closing import opened_to_write
from tests.archives import ORG_NUMBER, cli, new_archive

RECEIVER_NUMBER = "212000-0142"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return new_archive(tmp_path / "arkiv")


def _events(archive: Archive) -> list[dict[str, object]]:
    with archive.connect_to_read() as db:
        rows = db.execute("SELECT detail FROM event WHERE type = 'metadata modification' ORDER BY id")
        return [json.loads(row["detail"]) for row in rows]


def test_options_are_kept_and_what_is_missing_is_told(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(archive.root)
    assert main(["arkivbildare", root, "--bildat", "2009-01-01", "--medlemmar", "Lövdalens kommun; Region Löv;"]) == 0
    told = capsys.readouterr().out
    assert "2 uppgifter sparade." in told and "Medlemmar, åtskilda med semikolon: Lövdalens kommun; Region Löv" in told
    assert "--upphor" in told and "--bildat" not in told
    with archive.connect_to_read() as db:
        body = load_body(db)
    assert (body.formed, body.members) == ("2009-01-01", ("Lövdalens kommun", "Region Löv"))
    assert (body.name, body.org_number) == ("Samordningsförbundet Lövdalen", ORG_NUMBER)


def test_a_change_is_an_event_and_the_same_again_is_none(archive: Archive) -> None:
    for _ in range(2):
        main(["arkivbildare", str(archive.root), "--sate", "Lövdalen", "--av", "Tuva Ekermark"])
    expected = {"about": "arkivbildare", "by": "Tuva Ekermark", "field": "seat", "value": "Lövdalen"}
    assert _events(archive) == [expected]
    main(["arkivbildare", str(archive.root), "--sate", ""])
    with archive.connect_to_read() as db:
        assert load_body(db).seat is None


@pytest.mark.parametrize(
    "wrong, told",
    [
        (["--bildat", "2009-02-30"], "ingen dag i kalendern"),
        (["--bildat", "1/1 2009"], "ingen dag i kalendern"),
        (["--mottagare-orgnr", "212000-0143"], "inget giltigt organisationsnummer"),
        (["--kontakt-epost", "tuva"], "ingen e-postadress"),
        (["--bildat", "2031-01-01", "--upphor", "2030-12-31"], "innan det bildades"),
        (["--fran", "finns-inte.toml"], "kan inte läsas"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    archive: Archive, wrong: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["arkivbildare", str(archive.root), "--sate", "Lövdalen", *wrong]) == 2
    assert told in capsys.readouterr().err
    with archive.connect_to_read() as db:
        assert load_body(db).seat is None
    assert _events(archive) == []


def test_a_file_tells_it_all(archive: Archive, tmp_path: Path) -> None:
    told = tmp_path / "förbundet.toml"
    told.write_text(
        'sate = "Lövdalen"\nbildat = 2009-01-01\nmedlemmar = ["Lövdalens kommun", "Region Löv"]\n'
        f'mottagare-orgnr = "{RECEIVER_NUMBER.replace("-", "")}"\n',
        encoding="utf-8",
    )
    assert main(["arkivbildare", str(archive.root), "--fran", str(told)]) == 0
    with archive.connect_to_read() as db:
        body = load_body(db)
    assert (body.formed, body.receiver_number, len(body.members)) == ("2009-01-01", RECEIVER_NUMBER, 2)


@pytest.mark.parametrize("text", ['säte = "Lövdalen"', 'plats = "Lövdalen"', "sate = 7", "sate = ", "\x00"])
def test_a_file_that_cannot_be_used(
    archive: Archive, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fel.toml").write_text(text, encoding="utf-8")
    assert main(["arkivbildare", str(archive.root), "--fran", str(tmp_path / "fel.toml")]) == 2
    assert "fel.toml" in capsys.readouterr().err


def test_questions_are_asked_until_they_are_answered(archive: Archive) -> None:
    answers: Iterator[str] = iter(["i somras", "2009-01-01", "", "Lövdalen"])
    asked: list[str] = []
    said: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    with opened_to_write(archive) as db:
        assert asking.ask(db, "Tuva", answer, said.append) == 2
        body = load_body(db)
    assert (body.formed, body.ended, body.seat) == ("2009-01-01", None, "Lövdalen")
    assert asked[0] == asked[1] and "skriv det som" in asked[0] and "ingen dag" in said[0]


@pytest.mark.parametrize(
    ("ended", "agreed", "last"),
    [
        ("2031-12-31", None, "2032-03-31"), ("2031-11-30", None, "2032-02-29"), ("2031-01-15", None, "2031-04-15"),
        ("2031-12-31", "2032-06-30", "2032-06-30"), (None, None, None),
    ],
)  # fmt: skip
def test_the_last_day_for_the_delivery(ended: str | None, agreed: str | None, last: str | None) -> None:
    assert Body("Förbundet", "222000-0026", ended=ended, deadline=agreed).delivered_by == last


def test_every_field_is_asked_for_and_has_an_option(archive: Archive) -> None:
    asked: list[str] = []
    with opened_to_write(archive) as db:
        asking.ask(db, "Tuva", lambda question: asked.append(question) or "", print)  # type: ignore[func-returns-value]
    assert len(asked) == len(FIELDS) - 2, "name and number are known"
    required = sum(field.required for field in FIELDS) - 2
    assert all("frivilligt" not in question for question in asked[:required])
    assert all("frivilligt" in question for question in asked[required:])


def test_it_asks_nothing_where_nobody_sits(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    told = cli("arkivbildare", archive.root)
    assert told.returncode == 0 and "Saknas:" in told.stdout
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "")
    assert main(["arkivbildare", str(archive.root)]) == 0
