"""Marks of sekretess, where personal data are, and volumes of paper: told, listed, taken away again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli import main
from archive.folder import Archive
from archive.handover.inventory import take_inventory
from tests.archives import minutes, new_archive, run_add

LAW = "OSL 26 kap. 1 §"
MARK = ["--lag", LAW, "--datum", "2031-05-27", "--myndighet", "Samordningsförbundet Lövdalen"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    files = tmp_path / "in"
    files.mkdir()
    (files / "protokoll 1.txt").write_text(minutes(0), encoding="utf-8")
    # 811228-9874 is the number the tax agency itself prints as its example
    (files / "protokoll 2.txt").write_text(minutes(1) + "\nDeltagare 811228-9874.\n", encoding="utf-8")
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, files)
    return archive


def _out(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    capsys.readouterr()
    assert main([str(argument) for argument in arguments]) == code
    told = capsys.readouterr()
    return told.err if code else told.out


def test_a_mark_is_kept_listed_delivered_and_taken_away(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    root = archive.root
    assert "är märkt" in _out(capsys, "sekretess", root, "protokoll 1.txt", "--sida", 1, *MARK)
    assert "är märkt" in _out(capsys, "sekretess", root, "protokoll 1.txt", "--paragraf", "§ 2", *MARK)
    whole = ["sekretess", root, "protokoll 1.txt", *MARK, "--anteckning", "ett barn nämns"]
    assert "är märkt" in _out(capsys, *whole) and "redan märkt" in _out(capsys, *whole)
    told = _out(capsys, "sekretess", root)
    assert "Märkt med sekretess: 3" in told and "§ 2: OSL 26 kap. 1 §" in told and "– ett barn nämns" in told
    with archive.connect_to_read() as db:
        (item,) = (each for each in take_inventory(db, "2032-01-01T00:00:00Z").items if each.restrictions)
    assert [(r.page, r.paragraf) for r in item.restrictions] == [(1, None), (None, "2"), (None, None)]
    assert "borttagen" in _out(capsys, "sekretess", root, "--ta-bort", 2)
    assert "Märkt med sekretess: 2" in _out(capsys, "sekretess", root)
    with archive.connect_to_read() as db:
        details = [json.loads(row["detail"]) for row in db.execute("SELECT detail FROM event ORDER BY id DESC LIMIT 4")]
    assert [detail.get("removed", False) for detail in details] == [True, False, False, False]


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["protokoll 1.txt"], "är inget lagrum"),
        (["protokoll 1.txt", *MARK[2:], "--lag", "hemligt"], "är inget lagrum"),
        (["protokoll 1.txt", "--lag", LAW, "--datum", "i går", "--myndighet", "X"], "ingen dag"),
        (["protokoll 1.txt", "--lag", LAW, "--datum", "2031-05-27"], "myndighet"),
        (["protokoll 1.txt", "--sida", "9", *MARK], "har ingen sida 9"),
        (["protokoll 1.txt", "--paragraf", "99", *MARK], "har ingen § 99"),
        (["protokoll 1.txt", "--paragraf", "1", "--sida", "1", *MARK], "kan inte användas tillsammans"),
        (["protokoll 9.txt", *MARK], "Ingen handling heter"),
        (["--ta-bort", "7"], "ingen sekretessmarkering 7"),
        (MARK, "Handlingen saknas"),
    ],
)
def test_what_is_wrong_is_told(
    archive: Archive, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in _out(capsys, "sekretess", archive.root, *arguments, code=2)
    with archive.connect_to_read() as db:
        assert db.execute("SELECT count(*) FROM restriction").fetchone()[0] == 0


def test_a_document_is_called_by_its_digest_its_address_or_its_name(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    with archive.connect_to_read() as db:
        digest = db.execute("SELECT sha256 FROM document WHERE name = 'protokoll 2.txt'").fetchone()[0]
    for called in (digest, digest[:12], f"http://127.0.0.1:8001/handling/{digest[:16]}/sida/1", "protokoll 2.txt"):
        assert "protokoll 2.txt" in _out(capsys, "sekretess", archive.root, called, *MARK)


def test_two_of_one_name_are_told_apart(archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "andra" / "mapp").mkdir(parents=True)
    (tmp_path / "andra" / "mapp" / "protokoll 1.txt").write_text(minutes(7), encoding="utf-8")
    (tmp_path / "andra" / "protokoll 1.txt").write_text(minutes(8), encoding="utf-8")
    run_add(archive, tmp_path / "andra")
    assert "kan vara 2 handlingar" in _out(capsys, "sekretess", archive.root, "protokoll 1.txt", *MARK, code=2)
    assert "mapp/protokoll 1.txt är märkt" in _out(capsys, "sekretess", archive.root, "mapp/protokoll 1.txt", *MARK)


def test_personal_data_are_listed(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    told = _out(capsys, "personuppgifter", archive.root)
    assert "Handlingar med personuppgifter: 2" in told and "1 personnummer (sida 1)" in told
    found = json.loads(_out(capsys, "personuppgifter", archive.root, "--json"))
    assert [(each["name"], each["numbers"], each["pages"]) for each in found] == [
        ("protokoll 1.txt", 0, []),
        ("protokoll 2.txt", 1, [1]),
    ]
    assert all(each["persons"] >= 2 for each in found)
    assert "811228" not in told, "the list tells where a number is, and not the number"


VOLUME = ["--serie", "A1", "--volym", "2", "--titel", "Protokoll", "--plats", "Skåp 1", "--fran", "2009"]


def test_volumes_are_told_changed_and_taken_away(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    root = archive.root
    assert "A1:2  Protokoll, 2009. Plats: Skåp 1" in _out(capsys, "volym", root, *VOLUME)
    assert "2009–2011-12-31" in _out(capsys, "volym", root, *VOLUME, "--till", "2011-12-31")
    assert "Volymer på papper: 1" in _out(capsys, "volym", root)
    assert "Volymer på papper: 0" in _out(capsys, "volym", root, "--ta-bort", "--serie", "A1", "--volym", "2")
    assert "finns inte" in _out(capsys, "volym", root, "--ta-bort", "--serie", "A1", "--volym", "2", code=2)


def test_a_list_of_volumes_all_or_nothing(archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading = "serie;volym;titel;från;till;plats;anmärkning\n"
    good = f"{heading}A1;1;Protokoll;2009;2011;Skåp 1;\nG3;1;Verifikat;;;Källaren;våt\n"
    (tmp_path / "bra.csv").write_text(good, encoding="utf-8")
    bad = good + "Q1;1;X;;;Y;\nA1;1;Y;;;Z;\nA1;2;;2011;2009;Skåp;\nA1;3;T;2011;2009;Skåp;\nA1;4;T;nyss;;Skåp;\n"
    (tmp_path / "fel.csv").write_text(bad, encoding="utf-8")
    capsys.readouterr()
    assert main(["volym", str(archive.root), "--in", str(tmp_path / "fel.csv")]) == 2
    told = capsys.readouterr()
    assert [line.partition(":")[0] for line in told.out.splitlines()] == [f"Rad {n}" for n in (4, 5, 6, 7, 8)]
    assert "5 fel i listan" in told.err
    assert "Volymer på papper: 0" in _out(capsys, "volym", archive.root)
    told_good = _out(capsys, "volym", archive.root, "--in", tmp_path / "bra.csv")
    assert "2 rader lästa, 2 nya" in told_good and "G3:1  Verifikat. Plats: Källaren – våt" in told_good
    assert "2 rader lästa, 0 nya" in _out(capsys, "volym", archive.root, "--in", tmp_path / "bra.csv")
