"""HTML to PDF/A by WeasyPrint: tagged, in Swedish, with the same bytes each time.

Long lists are dear: about 9 ms and 0.2 MB a row. Papers of many rows come in parts (`paper.parts`), and the parts are
printed by several processes, so 10 000 items neither take minutes nor a gigabyte.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from archive.handover.papers.paper import Paper
from archive.handover.pdf_metadata import plain_metadata

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:slutarkiv:papper")
_EPOCH = "SOURCE_DATE_EPOCH"  # reproducible-builds.org/specs/source-date-epoch
_WORTH_PROCESSES = 900_000  # characters of HTML; below it they cost more to start than they save


def print_all(papers: Sequence[Paper], folder: Path, objid: str, flavour: str) -> list[Path]:
    """Every paper as HTML and PDF in the folder; the files, in order."""
    tasks = []
    for paper in papers:
        (folder / f"{paper.name}.html").write_text(paper.screen, encoding="utf-8", newline="\n")
        tasks.append((paper.print, folder / f"{paper.name}.pdf", f"{objid}/{paper.name}", flavour))
    if sum(len(paper.print) for paper in papers) < _WORTH_PROCESSES:
        for task in tasks:
            print_one(*task)
    else:
        _print_by_processes(tasks)
    return [folder / f"{paper.name}{suffix}" for paper in papers for suffix in (".html", ".pdf")]


def print_one(html: str, target: Path, identity: str, flavour: str) -> None:
    """One paper as PDF/A; `identity` is what its PDF identifier is made of."""
    from weasyprint import HTML  # type: ignore[import-untyped]  # here: a second to load

    # it tells of CSS that only browsers know, and of nothing else in our own pages
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    with _timeless():
        HTML(string=html).write_pdf(
            target,
            pdf_variant=f"pdf/a-{flavour}",
            pdf_identifier=uuid.uuid5(_NAMES, identity).bytes,
            pdf_tags=True,
            finisher=plain_metadata,
        )


@contextmanager
def _timeless() -> Iterator[None]:
    """Where fonttools cuts the fonts (no harfbuzz-subset here), it writes the moment into them: the same one always."""
    before = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = before


def _print_by_processes(tasks: Sequence[tuple[str, Path, str, str]]) -> None:
    # no fork: the caller may have threads (Java, SQLite). No max_tasks_per_child: with it the pool of 3.11 can hang.
    context = multiprocessing.get_context("spawn")
    longest_first = sorted(tasks, key=lambda task: -len(task[0]))
    with ProcessPoolExecutor(os.cpu_count(), context) as pool:
        for done in [pool.submit(print_one, *task) for task in longest_first]:
            done.result()
