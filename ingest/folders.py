"""Which files there are in what was given: folders walked in an order people expect, litter and traps left out."""

from __future__ import annotations

import logging
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import DocumentError

log = logging.getLogger(__name__)

_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"})


def files_in(given: Path) -> Iterator[tuple[str, Path | DocumentError]]:
    """The files of what was given, each with its name relative to it, or why it is not taken.

    A folder's files come in natural order. Links inside a folder are not followed out of it.
    """
    if given.is_dir():
        yield from _walk(given, given.resolve(), "")
    else:
        yield printable(given.name), _plain_file(given)


def _walk(folder: Path, root: Path, prefix: str) -> Iterator[tuple[str, Path | DocumentError]]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: natural_key(entry.name))
    except OSError as error:
        yield prefix.rstrip("/") or printable(folder.name), unopened(error)
        return
    for entry in entries:
        name = prefix + printable(entry.name)
        if is_litter(entry.name):
            log.info("%s: ingen handling, läggs inte in", name)
        elif entry.is_symlink() and not _leads_into(entry, root):
            yield name, DocumentError("Länken leder ut ur mappen.", "Lägg in filen den pekar på för sig.")
        elif not entry.is_dir():
            yield name, _plain_file(entry)
        elif not entry.is_symlink():  # what a link within the folder leads to is met at its own place
            yield from _walk(entry, root, f"{name}/")


def _leads_into(link: Path, root: Path) -> bool:
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _plain_file(path: Path) -> Path | DocumentError:
    """The path where it is a plain file; a pipe or a device would hang the run."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return unopened(error)
    if stat.S_ISREG(mode):
        return path
    return DocumentError("Det här är ingen vanlig fil.", "Lägg in filer och mappar.")


def unopened(error: OSError) -> DocumentError:
    """Why a file could not be opened, in words."""
    if isinstance(error, FileNotFoundError):
        return DocumentError("Filen finns inte.", "Kontrollera namnet och att disken är ansluten.")
    if isinstance(error, PermissionError):
        return DocumentError("Filen får inte läsas.", "Ge dig själv läsrätt till den, eller kopiera den hit.")
    return DocumentError(f"Filen kan inte läsas ({error.strerror}).", "Kontrollera disken, eller kopiera filen hit.")


def is_litter(name: str) -> bool:
    """Hidden files, Office's lock files and what file managers leave behind, anywhere in a relative name."""
    return any(part.startswith((".", "~$")) or part.casefold() in _LITTER for part in name.split("/"))


def printable(name: str) -> str:
    """A file's name in NFC, bytes that are no UTF-8 as the replacement sign."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which "§ 9" comes before "§ 10" and case does not matter."""
    pieces = re.split(r"([0-9]+)", printable(name).casefold())
    return tuple((1, int(piece), "") if piece[0] in "0123456789" else (2, 0, piece) for piece in pieces if piece)
