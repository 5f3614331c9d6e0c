"""`slutarkiv read`: files to records, in the order given, nothing kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors import extract
from extractors.facts import Facts
from ingest.document import Document
from ingest.errors import DocumentError
from ingest.intake import Received, Refused, receive
from ingest.reading import page_executor, read_many
from ingest.settings import Settings


@dataclass(frozen=True)
class Readout:
    """A file and what reading it gave: a document with its facts, or why there is none."""

    name: str
    sha256: str | None
    document: Document | None = None
    facts: Facts | None = None
    error: DocumentError | None = None


def read(paths: Iterable[Path], settings: Settings) -> Iterator[Readout]:
    """Every file given, folders and containers expanded; a container itself gives nothing unless it is an e-mail."""
    with TemporaryDirectory(prefix="slutarkiv-") as work, page_executor(settings) as executor:
        waiting: deque[Received | Refused] = deque()
        items = _noted(receive(paths, settings, Path(work)), waiting)
        for item, result in read_many(items, settings, executor):
            yield from _refused(waiting, until=item)
            yield _read(item, result)
        yield from _refused(waiting, until=None)


def _noted(items: Iterable[Received | Refused], waiting: deque[Received | Refused]) -> Iterator[Received]:
    for item in items:
        if isinstance(item, Refused):
            waiting.append(item)
        elif not item.is_container:
            waiting.append(item)
            yield item


def _refused(waiting: deque[Received | Refused], until: Received | None) -> Iterator[Readout]:
    """The refusals that came before a file that has been read; that file leaves the queue with them."""
    while waiting:
        item = waiting.popleft()
        if item is until:
            return
        assert isinstance(item, Refused), "documents are read in the order they arrived"
        yield Readout(item.name, item.sha256, error=item.error)


def _read(item: Received, result: Document | DocumentError) -> Readout:
    if isinstance(result, DocumentError):
        return Readout(item.name, item.sha256, error=result)
    return Readout(item.name, item.sha256, result, extract(result))
