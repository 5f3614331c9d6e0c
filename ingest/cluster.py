"""Pages read by a Dask cluster: the run on one machine, with its page work sent to `distributed`'s workers.

A worker that sees the file where this machine has it (same size, same moment of change) is sent its path; where some
worker does not, the file's bytes are scattered once and each worker that needs them keeps a copy in its own work
folder, which goes when the worker goes. Start workers as `dask worker tcp://host:8786 --nthreads 1 --nworkers N`, in an
environment where slutarkiv is installed; the default nanny brings back a worker that ended, and `--memory-limit` is
the memory limit of a page. Sources: distributed 2026.8, `Client.get_executor`.
"""

from __future__ import annotations

import hashlib
import os
import platform
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ingest.errors import BrokenFileError, MissingProgramError
from ingest.settings import Settings
from ingest.workers import FileCall, FileTask, single_threaded

if TYPE_CHECKING:
    from distributed import Client

Stamp: TypeAlias = tuple[str, int, int]  # whose file, its size in bytes, when it was changed in ns

_CONNECT_SECONDS = 10.0
_KEPT_COPIES = 8  # files a worker keeps, and files whose bytes the cluster holds
_GRACE_SECONDS = 15.0  # beyond a page's time before its worker is ended
_SCHEDULER_GONE = (OSError, RuntimeError, ValueError, CancelledError)  # distributed's ways to say so
_INSTALL = "Installera på den här datorn: pip install 'slutarkiv[dask]'"


class ClusterExecutor(Executor):
    """The workers of a Dask scheduler as an executor of `FileCall`s.

    A worker's death raises BrokenExecutor from the futures it cannot keep, as a local pool does. Raises
    MissingProgramError where the library, the scheduler or a fit worker is not there.
    """

    def __init__(self, settings: Settings) -> None:
        self._address = settings.scheduler
        self._client = _connected(settings.scheduler)
        try:
            self.processes = _fit_workers(self._client, settings.scheduler)
        except MissingProgramError:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)
        self._sent: OrderedDict[Path, Any] = OrderedDict()  # a file → its bytes on the cluster; None: workers see it

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not isinstance(fn, FileCall) or args or kwargs:
            raise TypeError("a cluster runs calls that read a file, nothing else")
        outer: Future[Any] = Future()
        path = fn.task.path
        try:
            stamp = _stamp(path)
        except OSError:
            outer.set_exception(BrokenFileError("Filen kan inte öppnas.", "Se efter att den finns och kan läsas."))
            return outer
        try:
            inner = self._executor.submit(_run, fn, stamp, self._bytes_for_workers(path, stamp))
        except _SCHEDULER_GONE as error:
            raise _unreachable(self._address) from error
        inner.add_done_callback(partial(self._pass_on, outer, path))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._sent.clear()
        self._client.close()

    def _bytes_for_workers(self, path: Path, stamp: Stamp) -> Any:
        if path not in self._sent:
            seen = self._client.run(_sees, str(path), stamp, on_error="return")
            everyone = bool(seen) and all(answer is True for answer in seen.values())
            self._sent[path] = None if everyone else self._client.scatter(path.read_bytes(), hash=False)
            while len(self._sent) > _KEPT_COPIES:
                self._sent.popitem(last=False)
        return self._sent[path]

    def _pass_on(self, outer: Future[Any], path: Path, inner: Future[Any]) -> None:
        from distributed import KilledWorker

        if not outer.set_running_or_notify_cancel():
            return
        error = CancelledError() if inner.cancelled() else inner.exception()
        if error is None:
            outer.set_result(inner.result())
        elif isinstance(error, (KilledWorker, CancelledError, _NotHereError)):
            self._sent.pop(path, None)  # the bytes may have gone with the worker: asked again, sent again
            outer.set_exception(BrokenExecutor(str(error)))
        else:
            outer.set_exception(error)


class _NotHereError(Exception):
    """A worker that came later does not see the file."""


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingProgramError("För --scheduler behövs Dask (distributed), som inte finns.", _INSTALL) from error
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _unreachable(address) from error


def _unreachable(address: str) -> MissingProgramError:
    return MissingProgramError(
        f"Schemaläggaren {address} svarar inte.",
        "Kontrollera adressen och att den är igång: dask scheduler. Det som hann bli klart är kvar.",
    )


def _fit_workers(client: Client, address: str) -> int:
    """How many workers there are. Raises MissingProgramError where there is none, or one that reads otherwise."""
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
    except TimeoutError as error:
        advice = f"Starta dem på varje dator: dask worker {address} --nthreads 1 --nworkers ANTAL"
        raise MissingProgramError(f"Schemaläggaren {address} har inga arbetare.", advice) from error
    told = client.run(_edition, on_error="return")
    for worker, edition in told.items():
        if edition != _edition():
            raise MissingProgramError(
                f"Arbetaren {worker} har inte samma slutarkiv som den här datorn.",
                "Installera samma version där, och Tesseracts modeller (slutarkiv doctor), och starta om arbetaren.",
            )
    return len(told)


def _edition() -> tuple[str, int]:
    from importlib.metadata import version

    from ingest.reading import READER_VERSION  # imported here: reading imports the executors

    return version("slutarkiv"), READER_VERSION


def _stamp(path: Path) -> Stamp:
    told = path.stat()
    return f"{platform.node()}:{path}", told.st_size, told.st_mtime_ns


def _sees(path: str, stamp: Stamp) -> bool:
    """On a worker: whether the file lies there too, the same."""
    try:
        told = Path(path).stat()
    except OSError:
        return False
    return (told.st_size, told.st_mtime_ns) == stamp[1:]


def _run(call: FileCall, stamp: Stamp, data: bytes | None) -> Any:
    """On a worker: the call, on the file where this machine has it."""
    single_threaded()
    path = call.task.path if data is None else _copy(data, stamp)
    if data is None and not _sees(str(path), stamp):
        raise _NotHereError(str(path))
    watched = partial(_watched, call.function, call.seconds)
    return replace(call.reading(path), function=watched)()


def _watched(function: Callable[[FileTask], Any], seconds: float, task: FileTask) -> Any:
    """Ends the worker where a page hangs: its nanny starts another, the scheduler tries the page elsewhere."""
    watch = threading.Timer(seconds + _GRACE_SECONDS, os._exit, (1,))
    watch.daemon = True
    watch.start()
    try:
        return function(task)
    finally:
        watch.cancel()


def _copy(data: bytes, stamp: Stamp) -> Path:
    """The file's bytes in the worker's own folder; the latest few files are kept there."""
    from distributed import get_worker

    folder = Path(get_worker().local_directory) / "slutarkiv"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(repr(stamp).encode()).hexdigest()
    kept = folder / (name + Path(stamp[0]).suffix)
    if kept.exists():
        kept.touch()
    else:
        draft = kept.with_suffix(f".{threading.get_ident()}")
        draft.write_bytes(data)
        draft.replace(kept)
        for old in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)[:-_KEPT_COPIES]:
            old.unlink(missing_ok=True)
    return kept
