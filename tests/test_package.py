"""The package: the same bytes each time, whole or not there at all, nothing overwritten, nothing changed unseen."""

from __future__ import annotations

import hashlib
import json
import resource
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.cli import main
from archive.folder import Archive
from archive.handover.clock import moment, parse
from archive.handover.deliveries import load
from archive.handover.files import Told, copy_checked
from archive.handover.package import draft, telling_disk_errors
from archive.handover.zipping import digest_file, write_zip
from ingest.errors import CheckError, OverwriteError, SlutarkivError, UsageError
from tests.archives import new_archive, run_add, write_minutes
from tests.delivered import CLOCK, OBJID, Delivered, copied, deliver


def _digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def archive(delivered: Delivered, tmp_path: Path) -> Archive:
    """The delivered archive, to be changed."""
    return copied(delivered.archive, tmp_path / "arkiv")


def test_a_delivery_holds_and_is_told_of(delivered: Delivered) -> None:
    made = delivered.made
    assert made.report.holds, "\n".join(made.report.lines())
    assert made.folder.name == OBJID and made.not_converted == ()
    assert made.zip is not None and made.delivery.zip == hashlib.sha256(made.zip.read_bytes()).hexdigest()
    assert digest_file(made.zip).read_text() == f"{made.delivery.zip}  {OBJID}.zip\n"
    assert load(delivered.archive, OBJID) == made.delivery
    mets = (made.folder / "METS.xml").read_bytes()
    assert made.delivery.mets == hashlib.sha256(mets).hexdigest()
    assert (made.delivery.items, made.delivery.files) == (4, len(_digests(made.folder)))
    assert sorted(path.name for path in made.folder.parent.iterdir()) == [OBJID, f"{OBJID}.zip", f"{OBJID}.zip.sha256"]


def test_every_original_is_there_byte_for_byte(delivered: Delivered) -> None:
    with delivered.archive.connect_to_read() as db:
        kept = {row["sha256"] for row in db.execute("SELECT sha256 FROM document")}
    assert set(_digests(delivered.made.folder / "representations" / "original" / "data").values()) == kept


def test_names_are_plain(delivered: Delivered) -> None:
    names = list(_digests(delivered.made.folder))
    assert all(name.isascii() and " " not in name and len(name) < 200 for name in names)
    assert any(name.endswith("-arsredovisning-sista-aret.txt") for name in names)


def test_the_same_archive_and_clock_give_the_same_bytes(delivered: Delivered, archive: Archive, tmp_path: Path) -> None:
    before = _digests(archive.root / "original"), archive.database.read_bytes()
    again = deliver(archive, tmp_path / "ut", quick=True)
    assert _digests(again.folder) == _digests(delivered.made.folder)
    assert again.delivery.zip == delivered.made.delivery.zip
    assert (_digests(archive.root / "original"), archive.database.read_bytes()) == before


def test_the_zip_holds_the_folder(delivered: Delivered, tmp_path: Path) -> None:
    assert delivered.made.zip is not None
    with zipfile.ZipFile(delivered.made.zip) as zipped:
        assert {info.date_time for info in zipped.infolist()} == {(2032, 2, 1, 12, 0, 0)}
        zipped.extractall(tmp_path)
    assert _digests(tmp_path / OBJID) == _digests(delivered.made.folder)


NAMES = st.from_regex(r"[a-z0-9-]{1,12}(\.(pdf|xml|txt))?", fullmatch=True)


@given(st.dictionaries(st.tuples(st.sampled_from(["", "A/", "B/C/"]), NAMES), st.binary(max_size=3000), max_size=6))
@settings(max_examples=30, deadline=None)
def test_what_is_packed_is_unpacked(files: dict[tuple[str, str], bytes]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        folder.mkdir()
        for (place, name), content in files.items():
            (folder / place).mkdir(parents=True, exist_ok=True)
            (folder / place / name).write_bytes(content)
        digests = [write_zip(folder, "paket", CLOCK, Path(scratch) / name) for name in ("1.zip", "2.zip")]
        assert digests[0] == digests[1]
        with zipfile.ZipFile(Path(scratch) / "1.zip") as zipped:
            zipped.extractall(Path(scratch) / "out")
        assert _digests(Path(scratch) / "out" / "paket") == _digests(folder)


@pytest.mark.parametrize("name", [OBJID, f"{OBJID}.zip", f"{OBJID}.zip.sha256"])
def test_nothing_is_overwritten(delivered: Delivered, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir() if name == OBJID else (tmp_path / name).write_text("mitt")
    with pytest.raises(OverwriteError, match=name):
        deliver(delivered.archive, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_changed_original_is_caught_and_named(archive: Archive, tmp_path: Path) -> None:
    with archive.connect_to_read() as db:
        row = db.execute("SELECT title, original FROM document WHERE name = 'protokoll 2.txt'").fetchone()
    original = archive.root / row["original"]
    original.chmod(0o644)
    original.write_bytes(original.read_bytes().replace(b"bevilja", b"Bevilja"))
    with pytest.raises(CheckError, match="är ändrad") as caught:
        deliver(archive, tmp_path / "ut")
    assert row["title"] in str(caught.value)
    assert list((tmp_path / "ut").iterdir()) == []


def test_a_sharp_delivery_waits_until_nothing_is_wrong(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with archive.connect() as db:
        db.execute("DELETE FROM body WHERE field = 'agreement'")
    assert main(["slutarkivera", str(archive.root), str(tmp_path / "ut"), "--leverans"]) == 5
    told = capsys.readouterr()
    assert "överenskommelse" in told.out and "slutarkiv check" in told.err and "--provleverans" in told.err
    assert not (tmp_path / "ut").exists()


def test_a_trial_is_made_of_an_archive_where_nothing_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = new_archive(tmp_path / "arkiv")
    files = write_minutes(tmp_path / "in", 1)
    (files / "trasig.pdf").write_bytes(b"%PDF-1.7\ntrasig")
    run_add(archive, files)
    call = ["slutarkivera", str(archive.root), str(tmp_path / "ut"), "--provleverans", "--ingen-zip", "--snabb"]
    assert main([*call, "--klocka", CLOCK]) == 5
    told = capsys.readouterr()
    assert "Fel som måste rättas" in told.out and "håller inte" in told.err
    assert "Traceback" not in told.err + told.out
    (folder,) = (tmp_path / "ut").iterdir()
    assert folder.name.startswith("provleverans-") and (folder / "METS.xml").is_file()
    assert json.loads((archive.root / "leveranser" / f"{folder.name}.json").read_text())["holds"] is False


def test_an_empty_archive_has_nothing_to_deliver(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="inga handlingar"):
        deliver(new_archive(tmp_path / "arkiv"), tmp_path / "ut", trial=True)
    assert not (tmp_path / "ut").exists()


def test_a_package_is_not_put_in_the_archive_or_in_a_file(delivered: Delivered, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x")
    with pytest.raises(UsageError, match="inuti arkivet"):
        deliver(delivered.archive, delivered.archive.root / "original" / "ut")
    with pytest.raises(UsageError, match="ingen katalog"):
        deliver(delivered.archive, tmp_path / "fil")
    with pytest.raises(SlutarkivError, match="kunde inte skrivas"):
        deliver(delivered.archive, tmp_path / "fil" / "ut")


@pytest.fixture
def tight_disk() -> Iterator[None]:
    """No file may grow beyond 100 kB: the kernel refuses as it does where the disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("tight_disk")
def test_a_full_disk_is_told_where_the_database_meets_it(tmp_path: Path) -> None:
    with (
        pytest.raises(SlutarkivError, match="Disken är full"),
        telling_disk_errors(tmp_path),
        closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as db,
    ):
        db.execute("CREATE TABLE t (x BLOB)")
        db.execute("INSERT INTO t VALUES (zeroblob(300000))")


def test_a_file_that_is_changed_or_gone_is_told(tmp_path: Path) -> None:
    source = tmp_path / "x.pdf"
    for content, said in ((b"annat", "är ändrad"), (None, "kan inte läsas")):
        source.unlink(missing_ok=True)
        if content:
            source.write_bytes(content)
        with pytest.raises(CheckError, match=said) as caught:
            copy_checked(source, tmp_path / said, "0" * 64, Told("Protokoll (PDF/A)", "Gör om den."))
        assert "Protokoll (PDF/A)" in str(caught.value) and "Gör om den." in str(caught.value)


@pytest.mark.usefixtures("tight_disk")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(SlutarkivError, match="Disken är full"),
        telling_disk_errors(tmp_path),
        draft(tmp_path / "paket") as folder,
    ):
        (folder / "stor.bin").write_bytes(bytes(200_000))
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_not_taken_for_a_package(tmp_path: Path) -> None:
    left = tmp_path / ".paket.utkast" / "halv.txt"
    left.parent.mkdir()
    left.write_text("halv")
    with draft(tmp_path / "paket") as folder:
        (folder / "hel.txt").write_text("hel")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["paket", "paket/hel.txt"]


def test_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse("2026-12-31") == "2026-12-31T00:00:00Z"
    assert parse("2026-12-31T13:00:00+01:00") == "2026-12-31T12:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert moment() == "2030-03-17T17:46:40Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "i går")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        moment()
