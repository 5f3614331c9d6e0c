"""Processes that read pages: one thread each, bounded in time and memory, dead when the run is dead.

They come from a fork server, which loads the libraries once. A worker that runs out of time is ended by its own alarm:
that breaks the pool, and the next `submit` starts a new one. While one process reads a page the others render theirs;
no picture ever crosses between processes.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.context import BaseContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any, ClassVar, ParamSpec, Protocol, TypeVar

from ingest.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

_PRELOADED = ["ingest.ocr", "ingest.survey"]
_SLACK_SECONDS = 5.0  # for an engine to stop by itself before the alarm ends the process

_has_alarm = False  # set in processes of our own; another executor's may not be killed
_one_at_a_time = threading.Lock()  # neither pdfium nor an engine is thread-safe, and other executors have threads


class FileTask(Protocol):
    """What a call needs to know: a dataclass that names the file it reads."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def path(self) -> Path: ...


@dataclass(frozen=True, slots=True)
class FileCall:
    """One call that reads a file: what is sent to a process, here or on another machine."""

    function: Callable[[Any], Any]
    task: FileTask
    seconds: float

    def reading(self, path: Path) -> FileCall:
        """The same call on a copy of the file."""
        return replace(self, task=replace(self.task, path=path))

    def __call__(self) -> Any:
        """Runs it; in a process of ours that takes much longer than `seconds`, the process ends."""
        with _one_at_a_time:
            if not _has_alarm:
                return self.function(self.task)
            signal.setitimer(signal.ITIMER_REAL, self.seconds + _SLACK_SECONDS)
            try:
                return self.function(self.task)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0.0)


class PageExecutor(Executor):
    """A pool of page-reading processes that renews itself when one of them dies.

    Futures that were running then raise BrokenProcessPool; the caller decides what to send again.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with self._lock:
            if self._pool is None:
                self._pool = self._new_pool()
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._new_pool()
                return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait, cancel_futures=cancel_futures)
                self._pool = None

    def _new_pool(self) -> ProcessPoolExecutor:
        context = _fork_server()
        return ProcessPoolExecutor(
            self._settings.processes, context, initializer=_begin, initargs=(self._settings.page_megabytes,)
        )


def _fork_server() -> BaseContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def get_ready(settings: Settings) -> None:
    """Lets the fork server load its libraries while the caller goes on; without it the first page waits for them."""
    if not settings.scheduler:
        _fork_server()
        ensure_running()


def page_executor(settings: Settings) -> Executor:
    """Who reads the pages: a context manager.

    The local pool, a process a core (or `settings.workers`) started at the first page; or the Dask cluster that
    `settings.scheduler` names. Raises MissingProgramError where that cluster cannot be used.
    """
    if not settings.scheduler:
        return PageExecutor(settings)
    from ingest.cluster import ClusterExecutor

    return ClusterExecutor(settings)


def single_threaded() -> None:
    """One thread for the picture library too: the processes are as many as the cores."""
    import cv2

    cv2.setNumThreads(1)


def _begin(megabytes: int) -> None:
    """How a worker process begins: it dies with its parent, leaves Ctrl-C to it, and keeps to its memory."""
    global _has_alarm
    _watch_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _has_alarm = True
    limit = megabytes * 1_000_000
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    single_threaded()


def _watch_parent() -> None:
    """Ends this process when the run's own process has ended, however it ended: `kill -9` gives it no time to tell.

    The fork server lives as long as its workers, so they must see to it themselves.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, name="watch-parent", daemon=True).start()
