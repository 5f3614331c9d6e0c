"""The log: appended only, chained, told in the same transaction as what it tells."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from pathlib import Path

import pytest

from archive.events import AGENT, EventType, broken_links, log
from archive.fixity import faults
from archive.folder import Archive, transaction
from tests.archives import ROOT, new_archive, run_add, write_minutes


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = new_archive(tmp_path / "arkiv")
    folder = write_minutes(tmp_path / "in", 1)
    (folder / "tom.txt").touch()
    run_add(archive, folder)
    return archive


def test_every_step_is_logged_under_the_bytes_it_was_done_to(archive: Archive) -> None:
    with archive.connect_to_read() as db:
        digest = db.execute("SELECT sha256 FROM document WHERE status = 'kept'").fetchone()[0]
        rows = db.execute("SELECT * FROM event WHERE object = ? ORDER BY id", (digest,)).fetchall()
        assert [row["type"] for row in rows] == [
            "message digest calculation",
            "accession",
            "format identification",
            "text extraction",
            "metadata extraction",
        ]
        assert {row["outcome"] for row in rows} == {"success"}
        assert json.loads(rows[1]["detail"])["name"] == "protokoll 1.txt"
        failed = db.execute("SELECT type, detail FROM event WHERE outcome = 'fail'").fetchall()
        assert len(failed) == 1 and "tom" in failed[0]["detail"]


@pytest.mark.parametrize("statement", ["UPDATE event SET detail = '{}' WHERE id = 2", "DELETE FROM event WHERE id = 2"])
def test_an_event_cannot_be_changed_or_removed(archive: Archive, statement: str) -> None:
    with archive.connect() as db, pytest.raises(sqlite3.IntegrityError, match="kan inte ändras"):
        db.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET detail = '{}' WHERE id = 2",
        "UPDATE event SET at = '2031-01-01T00:00:00.000Z' WHERE id = 2",
        "UPDATE event SET outcome = 'fail' WHERE id = 2",
        "DELETE FROM event WHERE id = 2",
        "DELETE FROM event WHERE id = 1",
        "UPDATE event SET id = 100 WHERE id = 2",
    ],
)
def test_whoever_goes_around_the_triggers_breaks_the_chain(archive: Archive, statement: str) -> None:
    with archive.connect() as db:
        assert list(broken_links(db)) == []
        for verb in ("update", "delete"):
            db.execute(f"DROP TRIGGER event_no_{verb}")
        db.execute(statement)
        assert list(broken_links(db))


def test_the_agent_is_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"{project['name']} {project['version']}" == AGENT


def test_an_event_goes_with_its_transaction(archive: Archive) -> None:
    with archive.connect() as db:
        before = db.execute("SELECT count(*) FROM event").fetchone()[0]
        with pytest.raises(ZeroDivisionError), transaction(db):
            log(db, EventType.ACCESSION, None, {})
            raise ZeroDivisionError
        assert db.execute("SELECT count(*) FROM event").fetchone()[0] == before


def test_changed_lost_and_foreign_originals_are_all_told(archive: Archive) -> None:
    with archive.connect_to_read() as db:
        assert list(faults(archive, db)) == []
        first, second = (row["original"] for row in db.execute("SELECT original FROM document ORDER BY id"))
        (archive.root / first).chmod(0o644)
        (archive.root / first).write_text("ändrat")
        (archive.root / second).unlink()
        foreign = archive.root / "original" / "zz"
        foreign.mkdir()
        (foreign / "främmande.txt").touch()
        told = "\n".join(faults(archive, db))
    assert "är ändrat" in told and "saknas" in told and "främmande.txt" in told
