"""PDF/A of a whole archive: a row for each kept document, made once, made anew when something could be better."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from archive.events import broken_links
from archive.folder import Archive
from archive.handover import office, renditions
from archive.handover.inventory import Rendition
from archive.handover.renditions import make_all
from archive.handover.verapdf import PASSED, REFUSED, UNCHECKED, Checker, Verdict, available
from archive.rendition import make
from ingest.settings import Settings
from tests.archives import minutes, new_archive, run_add
from tests.scanned import PROSE, digital, lines

pytestmark = pytest.mark.skipif(available() is None, reason="veraPDF kan inte köras här")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filer")
    digital(folder / "protokoll.pdf", lines(PROSE))
    (folder / "anteckning.txt").write_text(minutes(1), encoding="utf-8")
    (folder / "brus.pdf").write_bytes(bytes(range(256)) * 8)
    with zipfile.ZipFile(folder / "mapp.zip", "w") as packed:
        packed.writestr("bilaga.txt", minutes(3))
    made = new_archive(tmp_path_factory.mktemp("arkiv") / "a")
    run_add(made, *sorted(folder.iterdir()))
    return made.root


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Archive:
    shutil.copytree(filled, tmp_path / "a")
    return Archive.open(tmp_path / "a")


@pytest.fixture(scope="module")
def java() -> Iterator[Checker]:
    with Checker() as running:
        yield running


@pytest.fixture
def one_java(java: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """One Java for all tests: starting it takes longer than what they are about."""
    monkeypatch.setattr(renditions, "Checker", lambda: nullcontext(java))


@pytest.fixture
def db(archive: Archive) -> Iterator[sqlite3.Connection]:
    with archive.connect() as connection:
        yield connection


def run(archive: Archive, db: sqlite3.Connection, flavour: str = "2u") -> dict[str, Rendition]:
    told: dict[str, Rendition] = {}
    make_all(archive, db, flavour, Settings(), told.__setitem__)
    return told


def rows(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT d.name, r.* FROM rendition r JOIN document d ON d.sha256 = r.sha256 ORDER BY d.name, r.flavour"
    ).fetchall()


def files(archive: Archive) -> set[str]:
    found = (archive.root / "rendition").rglob("*")
    return {file.relative_to(archive.root).as_posix() for file in found if file.is_file()}


@pytest.mark.usefixtures("one_java")
def test_every_kept_document_gets_one_that_holds(archive: Archive, db: sqlite3.Connection) -> None:
    told = run(archive, db)
    assert set(told) == {"protokoll.pdf", "anteckning.txt", "mapp.zip/bilaga.txt"}
    assert [row["name"] for row in rows(db)] == sorted(told)
    for row in rows(db):
        file = archive.root / row["path"]
        assert (row["verdict"], row["size"]) == (PASSED, file.stat().st_size)
        assert hashlib.sha256(file.read_bytes()).hexdigest() == row["digest"]
        assert file.name.startswith(row["sha256"]) and file.name.endswith("-2u.pdf")
        told_of = {
            event["type"]: event["outcome"]
            for event in db.execute("SELECT type, outcome FROM event WHERE object = ?", (row["sha256"],))
        }
        assert told_of["normalization"] == told_of["validation"] == "success"
    assert files(archive) == {row["path"] for row in rows(db)}
    assert list(broken_links(db)) == []


@pytest.mark.usefixtures("one_java")
def test_what_is_made_is_not_made_again(archive: Archive, db: sqlite3.Connection) -> None:
    run(archive, db)
    events = db.execute("SELECT count(*) FROM event").fetchone()[0]
    assert run(archive, db) == {}
    assert db.execute("SELECT count(*) FROM event").fetchone()[0] == events


@pytest.mark.usefixtures("one_java")
def test_each_flavour_has_its_own(archive: Archive, db: sqlite3.Connection) -> None:
    run(archive, db)
    assert {made.verdict for made in run(archive, db, "1b").values()} == {PASSED} and len(files(archive)) == 6


@pytest.mark.usefixtures("one_java")
def test_a_new_reading_and_a_lost_file_make_it_anew(archive: Archive, db: sqlite3.Connection) -> None:
    before = {row["name"]: row["path"] for row in rows(db)} | {n: r.path for n, r in run(archive, db).items()}
    db.execute("UPDATE document SET reader_version = reader_version + 1 WHERE name = 'anteckning.txt'")
    (archive.root / str(before["protokoll.pdf"])).unlink()
    assert set(run(archive, db)) == {"anteckning.txt", "protokoll.pdf"}
    after = {row["name"]: row["path"] for row in rows(db)}
    assert after["anteckning.txt"] != before["anteckning.txt"] and after["protokoll.pdf"] == before["protokoll.pdf"]
    assert files(archive) == set(after.values())


def test_what_was_not_checked_is_checked_when_it_can_be(
    archive: Archive, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    unchecked = run(archive, db)
    assert {made.verdict for made in unchecked.values()} == {UNCHECKED}
    assert all("apt install" in made.message for made in unchecked.values())
    assert db.execute("SELECT 1 FROM event WHERE type = 'validation'").fetchone() is None
    assert run(archive, db) == {}
    monkeypatch.delenv("JAVA_HOME")
    assert {made.verdict for made in run(archive, db).values()} == {PASSED}
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert run(archive, db) == {}  # approved elsewhere: it stays so


@pytest.mark.usefixtures("one_java")
def test_what_is_refused_every_way_is_told_and_not_kept(
    archive: Archive, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Verdict(REFUSED, ("6.1.3-1",), "Håller inte för PDF/A-2u: 6.1.3-1.")
    monkeypatch.setattr(Checker, "check", lambda *_: refused)
    told = run(archive, db)
    assert {(made.path, made.digest, made.size, made.verdict) for made in told.values()} == {
        (None, None, None, REFUSED)
    }
    assert "6.1.3-1" in told["anteckning.txt"].message and files(archive) == set()
    outcomes = db.execute("SELECT DISTINCT outcome FROM event WHERE type IN ('normalization', 'validation')")
    assert [row["outcome"] for row in outcomes] == ["fail"]


@pytest.mark.usefixtures("one_java")
def test_an_original_that_is_gone_is_told(archive: Archive, db: sqlite3.Connection) -> None:
    row = db.execute("SELECT original FROM document WHERE name = 'protokoll.pdf'").fetchone()
    (archive.root / row["original"]).unlink()
    made = run(archive, db)["protokoll.pdf"]
    assert made.path is None and made.verdict == UNCHECKED and made.message


@pytest.mark.usefixtures("one_java")
def test_a_better_machines_work_is_kept(
    archive: Archive, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(archive, db)
    db.execute("UPDATE document SET media_type = ? WHERE name = 'anteckning.txt'", (office.media.DOCX,))
    made_by = "LibreOffice 99.1; weasyprint"
    db.execute(
        "UPDATE rendition SET maker = replace(maker, 'weasyprint', ?) WHERE sha256 = "
        "(SELECT sha256 FROM document WHERE name = 'anteckning.txt')", (made_by,)
    )  # fmt: skip
    monkeypatch.setattr(office, "available", lambda: None)
    assert run(archive, db) == {}
    monkeypatch.setattr(office, "available", lambda: "99.2")
    monkeypatch.setattr(office, "reads", lambda _: False)
    assert set(run(archive, db)) == {"anteckning.txt"}


@pytest.mark.usefixtures("one_java")
def test_the_rendition_to_read_in_and_the_one_to_hand_over_live_side_by_side(
    archive: Archive, db: sqlite3.Connection
) -> None:
    run(archive, db)
    before = files(archive)
    number = db.execute("SELECT id FROM document WHERE name = 'protokoll.pdf'").fetchone()["id"]
    make(archive, db, number)
    assert before < files(archive) and run(archive, db) == {}


@pytest.mark.usefixtures("one_java")
def test_what_a_killed_run_left_is_swept(archive: Archive, db: sqlite3.Connection) -> None:
    left = archive.root / "rendition" / ".pdfa-rest"
    left.mkdir(parents=True)
    (left / "utkast.pdf").write_bytes(os.urandom(10))
    run(archive, db)
    assert not left.exists() and not list((archive.root / "rendition").glob(".pdfa-*"))
