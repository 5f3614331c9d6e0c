"""How fast reading, adding again and searching are."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.pdf import page_count, read_pages
from tests.archives import command, every_row, new_archive


def digital(files: list[Path]) -> str:
    """Milliseconds a page for words and boxes of digital pages, best of three."""
    pages = sum(page_count(file) for file in files)
    best = min(_seconds(lambda: [list(read_pages(file)) for file in files]) for _ in range(3))
    return f"- words and boxes of {pages} digital pages: {best * 1000 / pages:.1f} ms a page"


def adding(files: list[Path]) -> Iterator[str]:
    """Seconds for `add`, and for `add` of the same files again, and for each command that only asks."""
    with tempfile.TemporaryDirectory() as folder:
        archive = new_archive(Path(folder) / "arkiv")
        first = _run("add", archive.root, *files)
        before = every_row(archive)
        again = _run("add", archive.root, *files)
        assert every_row(archive) == before, "the second add changed something"
        yield f"- `add` of {len(files)} files: {first:.1f} s; the same again: {again:.2f} s, not one row changed"
        for words in (("status",), ("search", "bevilja medel"), ("show", "§ 1")):
            seconds = min(_run(words[0], archive.root, *words[1:]) for _ in range(3))
            yield f"- `slutarkiv {words[0]}`: {seconds:.2f} s, start of the program and all"


def _run(*arguments: object) -> float:
    return _seconds(lambda: subprocess.run(command(*arguments), capture_output=True, check=False))


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
