"""Processes that read pages: one thread each, bounded in time and memory, dead when the run is dead.

They come from a fork server, which loads the libraries once. A worker that runs out of time is ended by its own alarm:
that breaks the pool, and the next `submit` starts a new one.
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
from typing import ParamSpec, TypeVar

from ingest.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")

_PRELOADED = ["ingest.ocr", "ingest.survey"]
_SLACK_SECONDS = 5.0  # for an engine to stop by itself before the alarm ends the process

_has_alarm = False  # set in processes of our own; another executor's may not be killed


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
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        return ProcessPoolExecutor(
            self._settings.processes, context, initializer=_begin, initargs=(self._settings.page_megabytes,)
        )


def page_executor(settings: Settings) -> PageExecutor:
    """The local pool: a process a core (or `settings.workers`), started at the first page. A context manager."""
    return PageExecutor(settings)


def within(seconds: float, function: Callable[[A], T], argument: A) -> T:
    """Runs a task; in a process of ours that takes much longer than `seconds`, the process ends."""
    if not _has_alarm:
        return function(argument)
    signal.setitimer(signal.ITIMER_REAL, seconds + _SLACK_SECONDS)
    try:
        return function(argument)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)


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

    import cv2

    cv2.setNumThreads(1)


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
