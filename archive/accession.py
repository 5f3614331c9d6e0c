"""The run: what `slutarkiv add` does, readable top to bottom in `add`.

    intake → originals first → read → extract → keep, one document one transaction

Killed at any instant and started again, it ends with the same rows as an undisturbed run: documents are kept in the
order they arrive, whatever is read ahead, and a document is either kept whole or not at all. Pages already read of a
document that was not kept yet are not read again.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from archive.folder import Archive
from archive.handover.closing import opened_to_write
from archive.keeping import UNKNOWN, Arrival, Keeper, Outcome
from archive.lexica import lexica_of
from archive.page_shelf import PageShelf
from archive.words import lexicon
from ingest.errors import DocumentError
from ingest.intake import Received, Refused, receive
from ingest.reading import READER_VERSION, page_executor, read_many
from ingest.settings import Settings


def add(archive: Archive, paths: Iterable[Path], settings: Settings, on_wait: Callable[[], None]) -> Iterator[Outcome]:
    """Take files, folders, zips and e-mails into an archive, and bring what is in it up to date; one outcome a file.

    Calls `on_wait` where another run holds the archive, and waits for it. Raises MissingProgramError where reading
    needs a program that is not there; what was kept until then is kept. Raises UsageError where the archive's own
    word lists cannot be used, or where it has been handed over and closed, before anything is done.
    """
    lexica = lexica_of(archive)
    with (
        archive.lock(on_wait),
        opened_to_write(archive) as db,
        page_executor(settings) as executor,
        ThreadPoolExecutor(1) as beside,
    ):
        archive.sweep()
        keeper = Keeper(archive, db, READER_VERSION, lexica)
        shelf = PageShelf(archive.pages_under_way, READER_VERSION, settings)
        shelf.sweep(keeper.has_read)
        yield from keeper.renew()
        waiting: deque[Arrival] = deque()  # arrived, not yet dealt with, in order
        arrivals = chain(_outdated(archive, db), _placed(receive(paths, settings, archive.workdir)))
        news = _with_dictionary(_to_read(arrivals, keeper, waiting), beside)
        for item, result in read_many(news, settings, executor, shelf):
            while waiting[0].item is not item:
                yield keeper.settle(waiting.popleft())
            beside.submit(lexicon).result()
            outcome = keeper.keep(waiting.popleft(), result)
            shelf.clear(item.sha256)
            yield outcome
        while waiting:
            yield keeper.settle(waiting.popleft())
        archive.sweep()
        shelf.sweep(keeper.has_read)


def _to_read(arrivals: Iterable[Arrival], keeper: Keeper, waiting: deque[Arrival]) -> Iterator[Received]:
    """Those of the arrivals that must be read, their bytes safely kept; all of them are put in `waiting`."""
    on_the_way: set[str] = set()
    for arrival in arrivals:
        item = arrival.item
        if item.sha256 is None or item.sha256 in on_the_way or not keeper.is_news(arrival):
            waiting.append(arrival)
            continue
        try:
            original = keeper.keep_original(arrival)
        except (DocumentError, OSError) as error:
            waiting.append(_lost(arrival, error))
            continue
        waiting.append(Arrival(item, arrival.place, original))
        if isinstance(item, Received) and not item.is_container:
            on_the_way.add(item.sha256)
            yield item


def _with_dictionary(items: Iterable[Received], beside: Executor) -> Iterator[Received]:
    """The items; the dictionary that indexing needs (2.5 s) is loaded while the first of them is read."""
    for number, item in enumerate(items):
        if number == 0:
            beside.submit(lexicon)
        yield item


def _placed(items: Iterable[Received | Refused]) -> Iterator[Arrival]:
    """Each file with the place it came from: its path, or its container's place and its name in it."""
    containers: dict[str, tuple[str, str]] = {}
    for item in items:
        if item.part_of is None:
            place = str(item.path.resolve()) if item.path else item.name
        else:
            name, where = containers[item.part_of]
            place = where + item.name.removeprefix(name)
        if item.sha256:
            containers[item.sha256] = item.name, place
        yield Arrival(item, place)


def _outdated(archive: Archive, db: sqlite3.Connection) -> list[Arrival]:
    """The documents that an older reader has read, from their originals."""
    rows = db.execute(
        """SELECT d.*, (SELECT min(place) FROM source s WHERE s.document = d.id) AS place FROM document d
           WHERE reader_version != ? AND status != 'container' AND media_type != ?
           AND sha256 NOT IN (SELECT sha256 FROM gallrad) ORDER BY id""",
        (READER_VERSION, UNKNOWN),
    )
    return [
        Arrival(
            Received(r["name"], archive.root / r["original"], r["sha256"], r["size"], r["media_type"], r["part_of"]),
            r["place"],
        )
        for r in rows
    ]


def _lost(arrival: Arrival, error: DocumentError | OSError) -> Arrival:
    """A file whose bytes could not be copied after all."""
    if isinstance(error, OSError):
        error = DocumentError(f"Filen kan inte kopieras in ({error.strerror}).", "Kontrollera disken och försök igen.")
    return Arrival(Refused(arrival.item.name, None, error, part_of=arrival.item.part_of), arrival.place)
