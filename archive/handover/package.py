"""The package's folder while it is made: under a name of its own until it is whole, gone if it never becomes so."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.folder import Archive
from archive.handover import layout
from archive.handover.files import PDFA_PRONOM, Contents, Kind, Told
from archive.handover.inventory import Inventory, Item
from archive.handover.schemas import Kind as SchemaKind
from archive.handover.schemas import Schemas
from ingest.errors import OverwriteError, SlutarkivError, UsageError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DATABASE_WRITES = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_UNKNOWN = "application/octet-stream"
_RESTORE = "Återställ den från en säkerhetskopia och kontrollera sedan med: slutarkiv verify ARKIV"


def refuse_to_overwrite(*targets: Path) -> None:
    """Raises OverwriteError where something lies in the way already."""
    for target in targets:
        if target.exists() or target.is_symlink():
            raise OverwriteError(
                f"{target} finns redan.", "Välj en annan katalog, eller flytta undan det som ligger där."
            )


def check_target(archive: Archive, out: Path) -> None:
    """Raises UsageError where packages cannot be put in `out`: it is a file, or inside the archive."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} är ingen katalog.", "Ange en katalog som paketet ska läggas i.")
    if out.resolve().is_relative_to(archive.root.resolve()):
        raise UsageError(f"{out} ligger inuti arkivet.", "Ange en katalog utanför arkivets egen.")


@contextmanager
def telling_disk_errors(out: Path) -> Iterator[None]:
    """What the disk refuses becomes a message. Raises SlutarkivError; what was half-written is gone by then."""
    try:
        yield
    except PermissionError as error:
        raise UsageError(
            f"Det går inte att skriva i {out} ({error.filename or error.strerror}).",
            "Ange en katalog där du får skriva.",
        ) from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _DATABASE_WRITES:  # the lowest byte is the kind of error
            raise
        raise _no_room(out) from error
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise _no_room(out) from error
        raise SlutarkivError(
            f"Paketet kunde inte skrivas i {out}: {error.strerror or error} ({error.filename or 'okänd fil'}).",
            "Kontrollera disken och kör om. Ingenting halvt är kvar.",
        ) from error


def _no_room(out: Path) -> SlutarkivError:
    return SlutarkivError(
        f"Disken är full: paketet får inte plats i {out}.",
        "Frigör utrymme eller ange en katalog på en annan disk, och kör om. Ingenting halvt är kvar.",
    )


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """A folder beside `target`, hidden, which gets its name when the block ends well and is removed when not.

    A draft that a killed run left is removed first.
    """
    folder = target.parent / f".{target.name}.utkast"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def copy_items(archive: Archive, inventory: Inventory, contents: Contents) -> None:
    """Every delivered item's bytes as handed in, and its PDF/A where there is one.

    Raises CheckError, naming the item, where what lies in the archive is not what was taken in.
    """
    for item in inventory.delivered:
        contents.copy(
            archive.root / item.original, layout.original_path(item), item.sha256, _kind(item), item.number,
            Told(item.title, _RESTORE),
        )  # fmt: skip
        rendition = item.rendition
        if rendition is not None and rendition.path is not None and rendition.digest is not None:
            kind = Kind("application/pdf", PDFA_PRONOM[rendition.flavour], "Acrobat PDF/A", rendition.flavour)
            told = Told(f"{item.title} (PDF/A)", f"Ta bort {rendition.path} i arkivets katalog, så görs den om.")
            made = archive.root / rendition.path
            contents.copy(made, layout.pdfa_path(item), rendition.digest, kind, item.number, told)


def copy_schemas(schemas: Schemas, kinds: tuple[SchemaKind, ...], contents: Contents) -> None:
    """The schemas that the package's own files follow, those that are to be had."""
    folder = contents.root / layout.SCHEMAS
    folder.mkdir(parents=True, exist_ok=True)
    for file in schemas.files(kinds):
        shutil.copyfile(file, folder / file.name)
    contents.take([layout.SCHEMAS])


def _kind(item: Item) -> Kind:
    if item.format is None:
        return Kind(item.media_type or _UNKNOWN)
    return Kind(item.media_type or _UNKNOWN, item.format.pronom, item.format.name, item.format.version)
