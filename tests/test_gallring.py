"""Gallring: only what a decision covers and whose day has come, the bytes and the words gone, the traces left."""

from __future__ import annotations

import sqlite3
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.cli import main
from archive.export import records
from archive.fixity import faults
from archive.folder import Archive, transaction
from archive.handover.check import findings
from archive.handover.gallring import destroy, remove_leftovers, weeded
from archive.handover.holdings import keep
from archive.handover.inventory import Holding, take_inventory
from archive.schema import migrate
from archive.search import Query, search
from tests.archives import ORG_NUMBER, minutes, new_archive, run_add, write_minutes
from tests.served import Served, datasette, page_of, text_of

TODAY = "2040-01-01"
SECRET = "Kvastkrassel"  # a word that stands in one document only
DECISION = "LÖV 2031/4"


def _weeds(**changes: object) -> Holding:
    told = {
        "klass": "1.1.1", "series": "A1", "gallring": "gallras", "decision": DECISION, "decided": "2031-02-01",
        "term": 7, "due": "2020-01-01", "status": "beslutad", **changes,
    }  # fmt: skip
    return Holding(**told)  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Three minutes, the second of which holds the word and is due; a zip that holds it too."""
    files = write_minutes(tmp_path / "in", 3)
    second = files / "protokoll 2.txt"
    text = minutes(1).replace("Språkvägen", SECRET).replace("PROTOKOLL\n", "PROTOKOLL\nDnr 2031/17\n")
    second.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(files / "underlag.zip", "w") as zip_:
        zip_.write(second, "kopia.txt")
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, files)
    _hold(archive, "protokoll 2.txt", _weeds())
    return archive


def _hold(archive: Archive, name: str, holding: Holding) -> None:
    with archive.connect() as db, transaction(db):
        keep(db, _row(archive, name)["sha256"], holding)


def _row(archive: Archive, name: str) -> dict[str, object]:
    with archive.connect_to_read() as db:
        return dict(db.execute("SELECT * FROM document WHERE name = ?", (name,)).fetchone())


def _destroy(archive: Archive, *extra: str, code: int = 0) -> None:
    arguments = ["gallra", str(archive.root), "--forstor", "--beslut", DECISION, "--av", "Tuva", *extra]
    assert main(arguments) == code


def test_the_list_tells_what_is_due_and_what_stands_in_the_way(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    _hold(archive, "protokoll 1.txt", _weeds(due="2999-01-01"))
    _hold(archive, "protokoll 3.txt", _weeds(hold="tvist med Växthuset"))
    assert main(["gallra", str(archive.root)]) == 0
    told = capsys.readouterr().out
    assert "Får gallras nu: 1\n" in told and "Ska gallras men får det inte än: 2\n" in told
    assert "gallringsstopp: tvist med Växthuset" in told and "får gallras först 2999-01-01" in told
    assert (archive.root / str(_row(archive, "protokoll 2.txt")["original"])).exists()


@pytest.mark.parametrize("extra, code", [((), 2), (("--ja",), 0)])
def test_nothing_is_destroyed_without_a_yes(archive: Archive, extra: tuple[str, ...], code: int) -> None:
    original = archive.root / str(_row(archive, "protokoll 2.txt")["original"])
    _destroy(archive, *extra, code=code)
    assert original.exists() == bool(code)


@pytest.mark.parametrize("arguments", [["--forstor", "--ja"], ["--ja"], ["--forstor", "--ja", "--beslut", "9"]])
def test_a_call_that_is_not_whole_is_refused(archive: Archive, arguments: list[str]) -> None:
    assert main(["gallra", str(archive.root), *arguments]) == 2
    with archive.connect_to_read() as db:
        assert db.execute("SELECT count(*) FROM gallrad").fetchone()[0] == 0


@pytest.mark.parametrize(
    "change, told",
    [
        ({"due": "2999-01-01"}, "får gallras först"),
        ({"hold": "tvist"}, "gallringsstopp"),
        ({"status": "föreslagen"}, "inte beslutad"),
        ({"term": None}, "gallringsfrist saknas"),
        ({"decision": ""}, "gallringsbeslut saknas"),
        ({"decided": "i våras"}, "beslutets datum saknas"),
        ({"due": "snart"}, "gallringsdag saknas"),
    ],
)
def test_what_something_hinders_is_left_alone(archive: Archive, change: dict[str, object], told: str) -> None:
    with archive.connect() as db:
        chosen = [each for each in weeded(db, TODAY) if each.hindrance is None]
    _hold(archive, "protokoll 2.txt", _weeds(**change))
    with archive.connect() as db:
        (found,) = weeded(db, TODAY)
        assert found.hindrance and told in found.hindrance
        assert len(chosen) == 1 and destroy(archive, db, chosen, TODAY, "Tuva") == []
        assert not list(faults(archive, db))


def test_the_bytes_and_the_words_are_gone_and_the_traces_stay(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    row = _row(archive, "protokoll 2.txt")
    sha256 = str(row["sha256"])
    for copy in ("rendition", "sidor"):
        (archive.root / copy / sha256[:2]).mkdir(parents=True)
        (archive.root / copy / sha256[:2] / f"{sha256}-1.pdf").write_bytes(b"kopia")
    _destroy(archive, "--ja")
    told = capsys.readouterr().out
    assert "1 handling är förstörd." in told and "samma innehåll finns kvar i underlag.zip" in told
    assert [file for file in archive.root.rglob("*") if sha256 in file.name] == []
    for file in archive.root.glob("arkiv.db*"):
        assert SECRET.lower().encode() not in file.read_bytes().lower(), f"{file.name} holds the word still"
    after = _row(archive, "protokoll 2.txt")
    assert (after["title"], after["date"], after["slug"]) == (row["title"], row["date"], row["slug"])
    with archive.connect_to_read() as db:
        assert search(db, Query(SECRET)) == []
        for table in (
            "page",
            "paragraf",
            "decision",
            "evidence",
            "passage",
            "extraction",
            "rendition",
            "electronic_signature",
        ):
            assert not db.execute(f"SELECT 1 FROM {table} WHERE {_key(table)} = ?", (_value(table, row),)).fetchone()
        dnr = db.execute("SELECT value FROM head WHERE document = ? AND key = 'dnr'", (row["id"],)).fetchall()
        events = db.execute("SELECT type FROM event WHERE object = ? ORDER BY id", (sha256,)).fetchall()
        gone = db.execute("SELECT * FROM gallrad").fetchall()
        assert list(faults(archive, db)) == [], "fixity knows"
        assert {finding.code for finding in findings(archive, db, "2040-01-01T00:00:00Z")} & {
            "original-saknas"
        } == set()
    assert [each["value"] for each in dnr] == ["2031/17"], "the register's line stays"
    assert events[-1]["type"] == "deletion" and events[0]["type"] == "message digest calculation"
    assert [(each["sha256"], each["decision"], each["agent"]) for each in gone] == [(sha256, DECISION, "Tuva")]


def _key(table: str) -> str:
    return "sha256" if table == "rendition" else "document"


def _value(table: str, row: dict[str, object]) -> object:
    return row["sha256" if table == "rendition" else "id"]


async def test_the_list_of_documents_and_its_page_tell_that_it_is_gone(archive: Archive, tmp_path: Path) -> None:
    _destroy(archive, "--ja")
    site = datasette(Served(archive, tmp_path / "in"))
    (row,) = [row for row in (await page_of(site, "/handlingar")).select("tbody tr") if row.select(".tag")]
    assert "gallrad" in text_of(row) and "protokoll 2.txt" in text_of(row)
    assert row.a is not None
    assert f"enligt gallringsbeslut {DECISION}" in text_of((await page_of(site, str(row.a["href"]))).main)
    site.close()


def test_the_same_bytes_are_not_taken_in_again(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _destroy(archive, "--ja")
    with archive.connect_to_read() as db:
        before = db.execute("SELECT count(*) FROM event").fetchone()[0]
    capsys.readouterr()
    assert main(["add", str(archive.root), str(tmp_path / "in")]) == 0
    told = capsys.readouterr().out
    assert "2 är gallrade och togs inte in" in told, "by itself, and in the zip"
    assert f"enligt gallringsbeslut {DECISION} och tas inte in igen" in told
    with archive.connect_to_read() as db:
        assert db.execute("SELECT count(*) FROM event").fetchone()[0] == before
        assert list(faults(archive, db)) == []


def test_a_newer_reader_does_not_look_for_it(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    _destroy(archive, "--ja")
    monkeypatch.setattr("archive.accession.READER_VERSION", 9999)
    outcomes = run_add(archive)
    assert "protokoll 2.txt" not in {outcome.name for outcome in outcomes}
    assert {outcome.what for outcome in outcomes} == {"kept"}


def test_kept_and_weeded_and_destroyed_and_missing_are_all(archive: Archive) -> None:
    _hold(archive, "protokoll 3.txt", _weeds(due="2999-01-01"))
    _destroy(archive, "--ja")
    with archive.connect() as db, transaction(db):
        db.execute("INSERT INTO refusal VALUES ('/x', 'x.zip', 'trasig', 'Trasig.', '')")
    with archive.connect_to_read() as db:
        inventory = take_inventory(db, "2040-01-01T00:00:00Z")
    kept = [item for item in inventory.delivered if item.holding.gallring == "bevaras"]
    later = [item for item in inventory.delivered if item.holding.gallring == "gallras"]
    assert (len(kept), len(later), len(inventory.destroyed), len(inventory.missing)) == (2, 1, 1, 1)
    assert len(kept) + len(later) + len(inventory.destroyed) == len(inventory.items) == 4


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["bevaras", "gallras", None]), st.booleans()), max_size=8), st.integers(0, 3))
def test_nothing_is_lost_count_of(told: list[tuple[str | None, bool]], refused: int) -> None:
    """Whatever is decided and destroyed: bevaras + gallras + förstörda + saknade are all that was handed in."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    migrate(db)
    db.execute("INSERT INTO archive_info VALUES (1, 'Förbundet', ?, '2031')", (ORG_NUMBER,))
    for number, (gallring, destroyed) in enumerate(told):
        sha256 = f"{number:064x}"
        db.execute(
            "INSERT INTO document (sha256, name, media_type, size, original, status, reader_version) "
            "VALUES (?, 'a.txt', 'text/plain', 1, 'x', 'kept', 1)", (sha256,),
        )  # fmt: skip
        if gallring:
            keep(db, sha256, _weeds(gallring=gallring))
        if destroyed:
            db.execute("INSERT INTO gallrad VALUES (?, '2040', 'x', 'Tuva')", (sha256,))
    for number in range(refused):
        db.execute("INSERT INTO refusal VALUES (?, 'x.zip', 'trasig', 'Trasig.', '')", (str(number),))
    inventory = take_inventory(db, "2040-01-01T00:00:00Z")
    delivered = Counter(item.holding.gallring for item in inventory.delivered)
    counted = delivered["bevaras"] + delivered["gallras"] + len(inventory.destroyed) + len(inventory.missing)
    assert counted == len(told) + refused
    assert {each.sha256 for each in weeded(db, TODAY)} == {
        item.sha256 for item in inventory.delivered if item.holding.gallring == "gallras"
    }
    db.close()


def test_stopped_between_the_rows_and_the_file(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("archive.handover.gallring.remove_leftovers", lambda *_: 0)
    _destroy(archive, "--ja")
    with archive.connect_to_read() as db:
        assert ["är gallrat men ligger kvar" in fault for fault in faults(archive, db)] == [True]
    monkeypatch.undo()
    capsys.readouterr()
    _destroy(archive, "--ja", code=2)
    assert "1 filer som låg kvar" in capsys.readouterr().out
    with archive.connect_to_read() as db:
        assert list(faults(archive, db)) == [] and remove_leftovers(archive, db) == 0


def test_export_and_the_other_commands_go_on(archive: Archive, tmp_path: Path) -> None:
    _destroy(archive, "--ja")
    with archive.connect_to_read() as db:
        told = {record["file"]: record for record in records(db)}
    assert "förstörd enligt gallringsbeslut" in told["protokoll 2.txt"]["error"]["message"]
    for arguments in (["status"], ["verify"], ["register"], ["klassa"], ["export", "--csv", str(tmp_path / "csv")]):
        assert main([arguments[0], str(archive.root), *arguments[1:]]) == 0
    assert main(["klassa", str(archive.root), "--ut", str(tmp_path / "lista.csv")]) == 0
    assert "protokoll 2.txt" not in (tmp_path / "lista.csv").read_text("utf-8-sig")
