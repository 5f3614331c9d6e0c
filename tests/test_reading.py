"""Files become documents over processes: in order, whole, with the loss of a page told and the run unharmed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from ingest import reading
from ingest.document import Document, Page, TextSource
from ingest.errors import BrokenFileError, DocumentError, MissingProgramError
from ingest.intake import Received, receive
from ingest.ocr import PageTask
from ingest.reading import page_executor, read_document, read_many
from ingest.settings import Settings
from ingest.workers import FileCall
from tests.scanned import PROSE, digital, lines, picture, scan_pdf

SETTINGS = Settings(workers=2)
FEW = PROSE[2:4]


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with page_executor(SETTINGS) as pool:
        yield pool


def received(*paths: Path) -> list[Received]:
    items = list(receive(paths, SETTINGS, paths[0].parent))
    assert all(isinstance(item, Received) for item in items)
    return [item for item in items if isinstance(item, Received)]


def scan(path: Path, pages: int) -> Path:
    return scan_pdf(path, *(picture(lines([*FEW, f"Blad {n}"]), path.parent) for n in range(1, pages + 1)))


def copies(path: Path, pages: int) -> Path:
    return scan_pdf(path, *[picture(lines(FEW), path.parent, dpi=100)] * pages)


def test_digital_and_scanned_files_come_in_the_order_given(tmp_path: Path, executor: Executor) -> None:
    scanned = scan(tmp_path / "a.pdf", 3)
    set_in_type = digital(tmp_path / "b.pdf", lines(PROSE))
    (tmp_path / "c.txt").write_text("§ 3\nVal av ordförande\n", encoding="utf-8")
    broken = tmp_path / "d.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    items = received(scanned, set_in_type, tmp_path / "c.txt", broken)
    results = list(read_many(items, SETTINGS, executor))
    assert [item.name for item, _ in results] == ["a.pdf", "b.pdf", "c.txt", "d.pdf"]
    first, second, third, fourth = (result for _, result in results)
    assert isinstance(first, Document) and isinstance(second, Document) and isinstance(third, Document)
    assert [page.text.split()[-1] for page in first.pages] == ["1", "2", "3"]
    assert {page.text_source for page in first.pages} == {TextSource.OCR}
    assert [page.text_source for page in second.pages] == [TextSource.TEXT_LAYER]
    assert "Val av ordförande" in third.text
    assert isinstance(fourth, BrokenFileError)


def test_a_picture_file_is_a_document(tmp_path: Path, executor: Executor) -> None:
    from PIL import Image

    Image.fromarray(picture(lines(FEW), tmp_path).pixels).save(tmp_path / "a.png", dpi=(200, 200))
    (item,) = received(tmp_path / "a.png")
    document = read_document(item, SETTINGS, executor)
    assert [line for line in document.text.split("\n") if line] == list(FEW)
    assert document.pages[0].reason.startswith("handlingen är en bild")


def test_any_executor_does(tmp_path: Path) -> None:
    (item,) = received(scan(tmp_path / "a.pdf", 1))
    with ThreadPoolExecutor(1) as threads:
        document = read_document(item, SETTINGS, threads)
    assert document.pages[0].text.endswith("Blad 1")


def test_pages_in_flight_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(ThreadPoolExecutor):
        waiting = most = 0

        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # as Executor.submit
            Counting.waiting += 1
            Counting.most = max(Counting.most, Counting.waiting)
            future: Future[object] = super().submit(fn, *args, **kwargs)
            future.add_done_callback(lambda _: setattr(Counting, "waiting", Counting.waiting - 1))
            return future

    monkeypatch.setattr(reading, "read_picture", blank)
    (item,) = received(copies(tmp_path / "a.pdf", 40))
    with Counting(1) as threads:
        document = read_document(item, SETTINGS, threads)
    assert len(document.pages) == 40
    assert Counting.most <= 2 * SETTINGS.processes


def blank(task: PageTask) -> Page:
    return Page(task.number, "", 595, 842)


def dying_on_page_two(task: PageTask) -> Page:
    if task.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return blank(task)


def dying_once(task: PageTask) -> Page:
    mark = task.path.with_suffix(".seen")
    if task.number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return blank(task)


def hanging_on_page_two(task: PageTask) -> Page:
    time.sleep(600 if task.number == 2 else 0)
    return blank(task)


def test_a_page_that_kills_its_process_costs_that_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_picture", dying_on_page_two)
    (item,) = received(copies(tmp_path / "a.pdf", 4))
    with page_executor(SETTINGS) as pool:
        document = read_document(item, SETTINGS, pool)
    assert [page.quality for page in document.pages] == [1.0, 0.0, 1.0, 1.0]
    assert "gick inte att läsa" in document.pages[1].reason


def test_a_page_that_fails_once_is_read_the_second_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_picture", dying_once)
    (item,) = received(scan(tmp_path / "a.pdf", 3))
    with page_executor(SETTINGS) as pool:
        document = read_document(item, SETTINGS, pool)
    assert [page.quality for page in document.pages] == [1.0, 1.0, 1.0]


def test_a_page_that_hangs_costs_that_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_picture", hanging_on_page_two)
    monkeypatch.setattr("ingest.workers._SLACK_SECONDS", 0.0)
    settings = Settings(workers=2, page_seconds=1)
    (item,) = received(copies(tmp_path / "a.pdf", 2))
    with page_executor(settings) as pool:
        document = read_document(item, settings, pool)
    assert [page.quality for page in document.pages] == [1.0, 0.0]


def test_a_file_that_breaks_the_reader_twice_is_an_error(tmp_path: Path) -> None:
    class Breaking(Executor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # as Executor.submit
            future: Future[object] = Future()
            if isinstance(fn, FileCall):
                future.set_exception(BrokenProcessPool("gone"))
            else:
                future.set_result(fn(*args, **kwargs))
            return future

    (item,) = received(digital(tmp_path / "a.pdf", lines(FEW)))
    ((_, result),) = read_many([item], SETTINGS, Breaking())
    assert isinstance(result, DocumentError)
    assert "två gånger" in result.message


def test_no_file_is_blamed_where_no_process_can_start(tmp_path: Path) -> None:
    settings = Settings(
        workers=1, page_megabytes=-(10**30)
    )  # a limit that no system takes: each process ends as it begins
    (item,) = received(digital(tmp_path / "protokoll.pdf", lines(PROSE)))
    with page_executor(settings) as processes, pytest.raises(MissingProgramError, match="Inga läsande processer"):
        list(read_many([item], settings, processes))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes the Linux way")
def test_no_worker_outlives_a_killed_run(tmp_path: Path) -> None:
    copies(tmp_path / "a.pdf", 40)
    script = (
        "from pathlib import Path\n"
        "from ingest.intake import receive\n"
        "from ingest.reading import page_executor, read_many\n"
        "from ingest.settings import Settings\n"
        "if __name__ == '__main__':\n"
        "    settings = Settings(workers=2)\n"
        f"    folder = Path({str(tmp_path)!r})\n"
        "    with page_executor(settings) as pool:\n"
        "        list(read_many(receive([folder / 'a.pdf'], settings, folder), settings, pool))\n"
    )
    (tmp_path / "run.py").write_text(script)
    root = Path(__file__).parents[1]
    run = subprocess.Popen([sys.executable, tmp_path / "run.py"], cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    until = time.monotonic() + 30
    while len(descendants(run.pid)) < 4 and time.monotonic() < until:  # the fork server, its tracker, two workers
        time.sleep(0.1)
    family = descendants(run.pid)
    assert len(family) >= 4
    run.kill()
    run.wait()
    until = time.monotonic() + 15
    while any(map(lives, family)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [process for process in family if lives(process)]


def descendants(process: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _status(int(entry.name))[1:2] == [str(process)]:
            found += [int(entry.name), *descendants(int(entry.name))]
    return found


def lives(process: int) -> bool:
    return _status(process)[:1] not in ([], ["Z"])


def _status(process: int) -> list[str]:
    """State and parent of a process, or nothing where it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return []
