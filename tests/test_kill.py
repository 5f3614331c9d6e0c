"""Killed at any instant and started again, `add` ends with the rows of an undisturbed run."""

from __future__ import annotations

import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Docx

from archive.folder import Archive
from tests.archives import ROOT, cli, command, dump, minutes, new_archive, run_add, write_minutes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes as text, docx and in a zip, a duplicate, an empty and a broken file, in an order that mixes them."""
    folder = write_minutes(tmp_path_factory.mktemp("in"), 6)
    for number in (7, 8):
        document = Docx()
        for line in minutes(number).splitlines():
            document.add_paragraph(line)
        document.save(str(folder / f"protokoll {number}.docx"))
    (folder / "kopia.txt").write_bytes((folder / "protokoll 2.txt").read_bytes())
    (folder / "tom.txt").touch()
    (folder / "protokoll 3b.pdf").write_bytes(b"%PDF-1.7\ntrasig")
    with zipfile.ZipFile(folder / "protokoll 4b.zip", "w") as made:
        for number in range(10, 13):
            made.writestr(f"{number}.txt", minutes(number))
    return folder


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    archive = new_archive(tmp_path_factory.mktemp("hel") / "arkiv")
    run_add(archive, folder)
    told = dump(archive)
    assert len(told["document"]) == 14 and len(told["paragraf"]) == 33
    return told


def _originals(count: int) -> Callable[[Archive, subprocess.Popen[str]], None]:
    """Wait until so many originals lie there: in the middle of taking files in, whatever is being read."""

    def wait(archive: Archive, run: subprocess.Popen[str]) -> None:
        while run.poll() is None and len(list((archive.root / "original").glob("??/[0-9a-f]*"))) < count:
            time.sleep(0.001)  # leave the core to the run

    return wait


def _lines(count: int) -> Callable[[Archive, subprocess.Popen[str]], None]:
    """Wait for so many lines of progress: just after a document was kept, while the next is being kept."""

    def wait(archive: Archive, run: subprocess.Popen[str]) -> None:
        assert run.stderr is not None
        for _ in range(count):
            run.stderr.readline()

    return wait


def _journal(archive: Archive, run: subprocess.Popen[str]) -> None:
    """Wait until the database's journal grows: within a transaction or right at its end."""
    journal = archive.root / "arkiv.db-wal"
    while run.poll() is None and not (journal.exists() and journal.stat().st_size > 0):
        time.sleep(0.001)


def test_three_kills_and_a_last_run(
    folder: Path, undisturbed: dict[str, list[tuple[object, ...]]], tmp_path: Path
) -> None:
    moments = (_originals(2), _journal, _lines(4))  # taking in; in a transaction; between two documents
    archive = new_archive(tmp_path / "arkiv")
    for wait in moments:
        with subprocess.Popen(
            command("add", archive.root, folder), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as run:
            wait(archive, run)
            run.send_signal(signal.SIGKILL)
    last = cli("add", archive.root, folder)
    assert last.returncode == 4, last.stderr
    assert dump(archive) == undisturbed
    assert cli("verify", archive.root).returncode == 0
    assert not list(archive.root.rglob("original/??/.*")), "no half-written copy is left"


def test_two_runs_at_once_wait_for_each_other(
    folder: Path, undisturbed: dict[str, list[tuple[object, ...]]], tmp_path: Path
) -> None:
    archive = new_archive(tmp_path / "arkiv")
    runs = [
        subprocess.Popen(
            command("add", archive.root, folder), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [4, 4], told
    assert dump(archive) == undisturbed
    assert any("väntar" in stderr for _, stderr in told)
