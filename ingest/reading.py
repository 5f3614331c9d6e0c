"""Files become documents: page work is handed to an executor, kept flowing over several files, put together in order.

Only `submit` and futures are used, so any `concurrent.futures.Executor` does. A page that fails is tried once more
with nothing else running, so that no other page is blamed for it; failing again costs that page, never the run.
Pages that were read from their pictures are put on a shelf as they come: a run that starts again takes them from it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from ingest import media
from ingest.document import Document, ElectronicSignature, Page
from ingest.errors import BrokenFileError, DocumentError, MissingProgramError, PageError
from ingest.intake import Received
from ingest.margins import mark_margins
from ingest.ocr import PageTask, read_picture
from ingest.pdf_signatures import TOO_DEAR, SignatureTask, check_signatures, has_signatures, trusted_issuers
from ingest.settings import Settings
from ingest.survey import SurveyTask, lost_page, survey_file
from ingest.workers import FileCall, page_executor

READER_VERSION = 3  # raise it when pages come out otherwise than before: what an archive holds is then read anew

__all__ = ["READER_VERSION", "Shelf", "page_executor", "read_document", "read_many"]

_IN_FLIGHT = 2  # × processes: one being read, one waiting
_LOOK_AHEAD = 2  # × processes, documents begun and not yet given
_PAGES_AHEAD = 500  # read pages held by documents that wait for an earlier one
_SURVEY_SECONDS = 5  # × the time of a page, for a first look at a whole file


class Shelf(Protocol):
    """Where read pages lie while their document is under way."""

    def pages(self, sha256: str) -> dict[int, Page]:
        """The pages of a document that lie there, by number."""

    def put(self, sha256: str, page: Page) -> None:
        """A page that was read from its picture."""


class _NoShelf:
    def pages(self, sha256: str) -> dict[int, Page]:
        return {}

    def put(self, sha256: str, page: Page) -> None:
        """Nothing is kept."""


def read_document(received: Received, settings: Settings, executor: Executor) -> Document:
    """The document a file holds. Raises DocumentError, or MissingProgramError where the engine is not here."""
    for _, result in read_many([received], settings, executor):
        if isinstance(result, Document):
            return result
        raise result
    raise AssertionError("one file in, one result out")


def read_many(
    items: Iterable[Received], settings: Settings, executor: Executor, shelf: Shelf | None = None
) -> Iterator[tuple[Received, Document | DocumentError]]:
    """Every file with its document, or with the reason there is none, in the order given.

    A few files are read ahead; what is held at a time is bounded, and no picture is. Pages that lie on the shelf are
    not read again. Raises MissingProgramError where a page needs an engine or a model that is not on the machine, or no
    reading process can be started at all; UsageError where the certificates of `settings.issuers` cannot be read.
    """
    processes = int(getattr(executor, "processes", settings.processes))
    crew = _Crew(executor, _IN_FLIGHT * processes)
    issuers = trusted_issuers(settings.issuers)
    begin = partial(_Reading, settings=settings, shelf=shelf or _NoShelf(), issuers=issuers)
    source = iter(items)
    begun: deque[_Reading] = deque()
    try:
        while True:
            _begin_more(source, begun, begin, max(1, _LOOK_AHEAD * processes))
            if not begun:
                return
            while not begun[0].is_done:
                for reading in begun:
                    crew.take_from(reading)
                crew.wait()
            reading = begun.popleft()
            yield reading.received, reading.result()
    finally:
        crew.disband()


def _begin_more(
    source: Iterator[Received], begun: deque[_Reading], begin: Callable[[Received], _Reading], most: int
) -> None:
    while len(begun) < most:
        if begun and sum(reading.held for reading in begun) - begun[0].held > _PAGES_AHEAD:
            return
        received = next(source, None)
        if received is None:
            return
        begun.append(begin(received))


@dataclass(eq=False)
class _Job:
    """One call in a worker; `done` takes what it gives, `failed` the error where it fails for good."""

    call: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[DocumentError], None]
    is_page: bool = True


@dataclass(eq=False)
class _Reading:
    """A document on its way: surveyed first, its electronic signatures checked beside, then its pages as they come."""

    received: Received
    settings: Settings
    shelf: Shelf
    issuers: tuple[bytes, ...] = ()
    jobs: deque[_Job] = field(default_factory=deque)
    pages: dict[int, Page] = field(default_factory=dict)
    expected: int | None = None
    signatures: tuple[ElectronicSignature, ...] | None = ()  # None while they are being checked
    error: DocumentError | None = None

    def __post_init__(self) -> None:
        path, media_type = self.received.path, self.received.media_type
        call = FileCall(
            survey_file, SurveyTask(path, media_type, self.settings), _SURVEY_SECONDS * self.settings.page_seconds
        )
        self.jobs.append(_Job(call, self._surveyed, self._fail, is_page=False))
        if media_type == media.PDF and has_signatures(path):
            self.signatures = None
            call = FileCall(check_signatures, SignatureTask(path, self.issuers), self.settings.page_seconds)
            self.jobs.append(_Job(call, self._checked, self._leave_unchecked))

    @property
    def is_done(self) -> bool:
        return self.error is not None or (self.expected == len(self.pages) and self.signatures is not None)

    @property
    def held(self) -> int:
        return len(self.pages)

    def result(self) -> Document | DocumentError:
        if self.error is not None:
            return self.error
        pages = mark_margins(tuple(self.pages[number] for number in sorted(self.pages)))
        received = self.received
        return Document(
            received.sha256, received.media_type, received.name, pages, received.part_of, self.signatures or ()
        )

    def _checked(self, found: tuple[ElectronicSignature, ...]) -> None:
        self.signatures = found

    def _leave_unchecked(self, error: DocumentError) -> None:
        self.signatures = (TOO_DEAR,)

    def _surveyed(self, found: tuple[Page | PageTask, ...]) -> None:
        self.expected = len(found)
        read_before = self.shelf.pages(self.received.sha256)
        for page in found:
            if isinstance(page, Page):
                self._keep(page)
            elif page.number in read_before:
                self._keep(read_before[page.number])
            else:
                # the survey may have looked at a copy on another machine
                task = replace(page, path=self.received.path)
                call = FileCall(read_picture, task, self.settings.page_seconds)
                self.jobs.append(_Job(call, self._read, partial(self._lose, page.number)))

    def _read(self, page: Page) -> None:
        self.shelf.put(self.received.sha256, page)
        self._keep(page)

    def _keep(self, page: Page) -> None:
        self.pages[page.number] = page

    def _lose(self, number: int, error: DocumentError) -> None:
        self._keep(lost_page(number, str(error)))

    def _fail(self, error: DocumentError) -> None:
        self.error = error


class _Crew:
    """Keeps the executor's processes busy with a bounded number of jobs, and finds which job breaks a process."""

    def __init__(self, executor: Executor, room: int) -> None:
        self._executor = executor
        self._room = room
        self._running: dict[Future[Any], _Job] = {}
        self._suspects: deque[_Job] = deque()
        self._alone: _Job | None = None
        self._has_worked = False

    def take_from(self, reading: _Reading) -> None:
        """Starts the reading's jobs while there is room and no suspect to be tried alone."""
        while reading.jobs and len(self._running) < self._room and not self._suspects and self._alone is None:
            self._start(reading.jobs.popleft())

    def wait(self) -> None:
        """Waits until at least one job is over and hands on what it gave."""
        if not self._running and self._suspects:
            self._alone = self._suspects.popleft()
            self._start(self._alone)
        over, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in over:
            self._settle(self._running.pop(future), future)

    def disband(self) -> None:
        for future in self._running:
            future.cancel()

    def _start(self, job: _Job) -> None:
        self._running[self._executor.submit(job.call)] = job

    def _settle(self, job: _Job, future: Future[Any]) -> None:
        was_alone = job is self._alone
        if was_alone:
            self._alone = None
        try:
            found = future.result()
        except (BrokenExecutor, MemoryError, PageError) as error:
            if was_alone:
                self._demand_workers(error)
                job.failed(_as_document_error(error, job))
            else:
                self._suspects.append(job)
        except DocumentError as error:
            self._has_worked = True
            job.failed(error)
        else:
            self._has_worked = True
            job.done(found)

    def _demand_workers(self, error: Exception) -> None:
        """A file is not blamed where no process can be started for any."""
        if self._has_worked or not isinstance(error, BrokenExecutor):
            return
        try:
            self._executor.submit(_nothing).result()
        except BrokenExecutor as broken:
            raise MissingProgramError(
                "Inga läsande processer kan startas.",
                "Frigör minne, eller ge processerna mer med SLUTARKIV_PAGE_MEGABYTES, och kör igen.",
            ) from broken
        self._has_worked = True


def _nothing() -> None:
    """What any process that has started can do."""


def _as_document_error(error: Exception, job: _Job) -> DocumentError:
    if isinstance(error, DocumentError):
        return error
    if job.is_page:
        return PageError("Sidan gick inte att läsa på tillåten tid och med tillåtet minne.", "Se på sidans bild.")
    return BrokenFileError(
        "Filen går inte att läsa: läsaren avbröts på den två gånger.", "Be avsändaren om en ny kopia, eller skanna om."
    )
