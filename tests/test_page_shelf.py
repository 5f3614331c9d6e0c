"""Pages on the shelf come back exactly, and a run that was killed half-way reads only the pages not yet read."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings

from archive.page_shelf import PageShelf
from ingest import reading
from ingest.document import Document, Page
from ingest.ocr import PageTask, read_picture
from ingest.settings import Settings
from tests.archives import ROOT, command, documents, dump, minutes, new_archive, run_add
from tests.scanned import PROSE, lines, picture, scan_pdf

DIGEST = "ab" * 32
PAGES = 6


@settings(max_examples=30, deadline=None)
@given(document=documents())
def test_a_page_comes_back_exactly(document: Document, tmp_path_factory: pytest.TempPathFactory) -> None:
    shelf = PageShelf(tmp_path_factory.mktemp("sidor"), 1, Settings())
    for page in document.pages:
        shelf.put(DIGEST, page)
    assert shelf.pages(DIGEST) == {page.number: page for page in document.pages}


def test_a_damaged_page_is_none(tmp_path: Path) -> None:
    shelf = PageShelf(tmp_path, 1, Settings())
    for number in (1, 2, 3):
        shelf.put(DIGEST, Page(number, "Årsmöte"))
    first, second, _ = sorted(tmp_path.rglob("[0-9]"))
    first.write_bytes(first.read_bytes()[:-3])
    second.write_bytes(b"")
    assert list(shelf.pages(DIGEST)) == [3]


def test_another_reader_or_model_has_a_shelf_of_its_own(tmp_path: Path) -> None:
    PageShelf(tmp_path, 1, Settings()).put(DIGEST, Page(1, "a"))
    assert PageShelf(tmp_path, 1, Settings()).pages(DIGEST)
    for other in (PageShelf(tmp_path, 2, Settings()), PageShelf(tmp_path, 1, Settings(ocr_dpi=200))):
        assert not other.pages(DIGEST)
    PageShelf(tmp_path, 2, Settings()).sweep(lambda _: False)
    assert not PageShelf(tmp_path, 1, Settings()).pages(DIGEST)


def test_what_is_done_is_swept_away(tmp_path: Path) -> None:
    shelf = PageShelf(tmp_path / ".arbete" / "sidor", 1, Settings())
    shelf.put(DIGEST, Page(1, "a"))
    shelf.sweep(lambda _: False)
    assert shelf.pages(DIGEST)
    shelf.sweep(lambda digest: digest == DIGEST)
    assert not (tmp_path / ".arbete").exists()


def noting(task: PageTask) -> Page:
    (task.path.parents[1] / f"läst-{task.number}").touch()
    return read_picture(task)


def test_a_killed_run_reads_only_what_was_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    sheets = [picture(lines([*PROSE[2:6], f"Blad {n}"]), tmp_path) for n in range(1, PAGES + 1)]
    scan_pdf(folder / "a.pdf", *sheets)
    (folder / "b.txt").write_text(minutes(0), encoding="utf-8")
    whole, killed = new_archive(tmp_path / "hel"), new_archive(tmp_path / "dödad")
    run_add(whole, folder)
    with subprocess.Popen(
        command("add", killed.root, folder), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        while run.poll() is None and len(list(killed.pages_under_way.glob("*/*/[0-9]*"))) < 2:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    on_shelf = {int(file.name) for file in killed.pages_under_way.glob("*/*/[0-9]*")}
    assert 2 <= len(on_shelf) < PAGES

    monkeypatch.setattr(reading, "read_picture", noting)
    run_add(killed, folder)
    assert {int(mark.name[5:]) for mark in tmp_path.glob("läst-*")} == set(range(1, PAGES + 1)) - on_shelf
    assert dump(killed) == dump(whole)
    assert not killed.workdir.exists()
