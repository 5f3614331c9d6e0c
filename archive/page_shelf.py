"""Pages read from their pictures, kept while their document is under way: a killed run need not read them again.

    .arbete/sidor/<sha256>/<edition>/<page number>

One process writes, the run that holds the archive's lock; each page gets its name when it is whole. The edition tells
the reader's version and the settings that pages depend on. All of it can be thrown away at any time.
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import Struct

from archive.packing import (
    pack_grids,
    pack_lines,
    pack_notes,
    pack_readings,
    pack_words,
    unpack_grids,
    unpack_lines,
    unpack_notes,
    unpack_readings,
    unpack_words,
)
from ingest.document import Page, TextSource
from ingest.settings import Settings

_SIZES = Struct(">6I")
_DRAFT = "utkast"


class PageShelf:
    """The shelf of one archive, for one reader with its settings; an `ingest.reading.Shelf`."""

    def __init__(self, root: Path, reader_version: int, settings: Settings) -> None:
        self._root = root
        self._edition = f"{reader_version}-{settings.ocr_language}-{settings.ocr_dpi}".replace("/", "_")

    def pages(self, sha256: str) -> dict[int, Page]:
        """The pages of a document that lie here; a damaged one is as good as none."""
        return {page.number: page for page in self._pages(self._root / sha256 / self._edition)}

    def put(self, sha256: str, page: Page) -> None:
        folder = self._root / sha256 / self._edition
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / _DRAFT
        draft.write_bytes(_pack(page))
        draft.replace(folder / str(page.number))

    def clear(self, sha256: str) -> None:
        """Throws a document's pages away: it is kept, or will never be."""
        shutil.rmtree(self._root / sha256, ignore_errors=True)

    def sweep(self, is_done: Callable[[str], bool]) -> None:
        """Throws away what another reader read, what belongs to documents that are done, and empty folders."""
        for document in self._root.glob("*"):
            if is_done(document.name):
                self.clear(document.name)
        for edition in self._root.glob("*/*"):
            if edition.name != self._edition:
                shutil.rmtree(edition, ignore_errors=True)
        for folder in (*self._root.glob("*"), self._root, self._root.parent):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _pages(self, folder: Path) -> Iterator[Page]:
        for file in folder.glob("[0-9]*"):
            try:
                page = _unpack(file.read_bytes())
            except (OSError, ValueError, KeyError, TypeError, zlib.error):  # cut short when the power went
                continue
            if str(page.number) == file.name:
                yield page


def _pack(page: Page) -> bytes:
    plain = {
        "number": page.number, "text": page.text, "width": page.width, "height": page.height,
        "text_source": page.text_source.value, "reason": page.reason, "quality": page.quality,
        "rotation": page.rotation,
    }  # fmt: skip
    parts = (
        zlib.compress(json.dumps(plain).encode()),
        pack_words(page.words), pack_lines(page.lines), pack_grids(page.grids), pack_notes(page.notes),
        pack_readings(page.readings),
    )  # fmt: skip
    return _SIZES.pack(*map(len, parts)) + b"".join(parts)


def _unpack(data: bytes) -> Page:
    if len(data) < _SIZES.size:
        raise ValueError("cut short")
    parts, at = [], _SIZES.size
    for size in _SIZES.unpack_from(data):
        parts.append(data[at : at + size])
        at += size
    if at != len(data):
        raise ValueError("cut short")
    plain = json.loads(zlib.decompress(parts[0]))
    source = TextSource(plain.pop("text_source"))
    return Page(
        words=unpack_words(parts[1]),
        lines=unpack_lines(parts[2]),
        grids=unpack_grids(parts[3]),
        notes=unpack_notes(parts[4]),
        readings=unpack_readings(parts[5]),
        text_source=source,
        **plain,
    )
