"""Pages read by a Dask cluster: the records of a local run, whether workers see the files or not, and if one dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.options import parse
from ingest import cluster
from ingest.errors import BrokenFileError, MissingProgramError, UsageError
from ingest.reading import page_executor, read_many
from ingest.settings import Settings
from tests.archives import ROOT, cli, dump, new_archive
from tests.scanned import PROSE, digital, lines, picture, scan_pdf
from tests.test_reading import received

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two workers of a cluster, processes on loopback, each with a nanny that brings it back."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("dask")), silence_logs=50,
    ) as workers:  # fmt: skip
        yield workers.scheduler_address


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    scan_pdf(folder / "a.pdf", *(picture(lines([*PROSE[2:6], f"Blad {n}"]), folder) for n in range(1, 5)))
    digital(folder / "b.pdf", lines(PROSE))
    (folder / "set.pdf").unlink(missing_ok=True)
    (folder / "c.pdf").write_bytes(b"%PDF-1.7\ntrasig")
    return folder


def test_the_archive_is_that_of_a_local_run(address: str, folder: Path, tmp_path: Path) -> None:
    here, there = new_archive(tmp_path / "har"), new_archive(tmp_path / "dar")
    assert cli("add", here.root, folder, SLUTARKIV_WORKERS="1").returncode == 4
    run = cli("add", there.root, folder, "--scheduler", address)
    assert run.returncode == 4, run.stderr
    assert dump(there) == dump(here)


def test_read_takes_the_cluster_too(address: str, folder: Path) -> None:
    run = cli("read", folder / "a.pdf", "--json", "--scheduler", address)
    assert run.returncode == 0, run.stderr
    assert [page["text"].split()[-1] for page in json.loads(run.stdout)["pages"]] == ["1", "2", "3", "4"]


def test_workers_that_do_not_see_the_files_are_sent_them(
    address: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = received(folder / "a.pdf", folder / "b.pdf", folder / "c.pdf")
    with page_executor(Settings(workers=1)) as pool:
        expected = [str(result) for _, result in read_many(items, Settings(workers=1), pool)]
    settings = Settings(scheduler=address)
    monkeypatch.setattr(cluster, "_stamp", lambda path: (f"elsewhere:{path}", path.stat().st_size, 1))
    with page_executor(settings) as workers:
        found = list(read_many(items, settings, workers))
    assert [str(result) for _, result in found] == expected
    assert isinstance(found[2][1], BrokenFileError)


def test_a_worker_killed_during_the_run_loses_nothing(address: str, folder: Path, tmp_path: Path) -> None:
    from distributed import Client

    (item,) = received(folder / "a.pdf")
    settings = Settings(scheduler=address)
    with Client(address, set_as_default=False) as client, page_executor(settings) as workers:
        processes = client.run(os.getpid)
        killed = []

        def kill_when_busy() -> None:
            until = time.monotonic() + 60
            while not killed and time.monotonic() < until:
                time.sleep(0.02)
                killed.extend(worker for worker, calls in client.processing().items() if calls)
            os.kill(processes[killed[0]], signal.SIGKILL)

        killer = threading.Thread(target=kill_when_busy)
        killer.start()
        ((_, document),) = read_many([item], settings, workers)
        killer.join()
        assert killed
        client.wait_for_workers(2, timeout=60)
    with page_executor(Settings(workers=1)) as pool:
        ((_, expected),) = read_many([item], Settings(workers=1), pool)
    assert document == expected


def test_no_scheduler_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1.0)
    with pytest.raises(MissingProgramError, match=r"svarar inte.*dask scheduler"):
        page_executor(Settings(scheduler="tcp://127.0.0.1:9"))


def test_without_the_library_the_advice_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingProgramError, match=r"slutarkiv\[dask\]"):
        page_executor(Settings(scheduler="tcp://127.0.0.1:8786"))


def test_the_library_is_imported_for_a_cluster_only() -> None:
    script = "import sys, archive.accession, ingest.ocr, ingest.survey; assert 'distributed' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_an_address_has_a_protocol_and_a_port() -> None:
    assert parse(["add", "a", "b", "--scheduler", "tcp://server:8786"]).scheduler == "tcp://server:8786"
    with pytest.raises(UsageError, match="schemaläggare"):
        parse(["read", "b", "--scheduler", "server"])
