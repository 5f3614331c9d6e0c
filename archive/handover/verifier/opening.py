"""The package as it lies, a folder or a zip, read as streams: nothing of it is ever written beside a folder of our own.

What is wrong with the container itself is told here: names that lead out of it, links, bombs, names told twice, parts
under a password. Such a part is not opened, so nothing later reads it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from archive.handover.verifier.names import ROOTS, case_clashes, name_fault
from archive.handover.verifier.report import Remark
from archive.handover.zipping import digest_file
from ingest.containers import UNPACK_ERRORS
from ingest.settings import Settings

READ_ERRORS = UNPACK_ERRORS
MOST_FILES = 500_000
_CHUNK = 1 << 20
_MEGABYTE = 1_000_000
_RATIO_FLOOR = 10_000_000  # bytes; below this a high ratio is a sparse file, not a bomb
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what every receiver can unpack
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # password, strong encryption, masked directory (APPNOTE 4.4.4)


class Package(Protocol):
    """What the checks see: `folder` is the name the package goes by, names are relative to it with forward slashes."""

    @property
    def folder(self) -> str: ...

    @property
    def sizes(self) -> Mapping[str, int]: ...

    @property
    def remarks(self) -> list[Remark]: ...

    def open(self, name: str) -> IO[bytes]:
        """A file's bytes as a stream; raises any of READ_ERRORS, and so may reading from it."""

    def local(self, name: str, workdir: Path) -> Path:
        """The file on disk: where it lies, or a copy in `workdir`."""


@dataclass
class FolderPackage:
    """A package as a folder."""

    root: Path
    sizes: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def folder(self) -> str:
        return self.root.name

    def open(self, name: str) -> IO[bytes]:
        # a link put in place of a file after it was listed must not be followed
        return os.fdopen(os.open(self.root / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")

    def local(self, name: str, workdir: Path) -> Path:
        del workdir
        return self.root / name


@dataclass
class ZipPackage:
    """A package as a zip with one folder in it."""

    zip: zipfile.ZipFile
    folder: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(self.members[name])

    def local(self, name: str, workdir: Path) -> Path:
        # the name in the package is never a path of ours; its suffix is kept for those who tell formats by it
        with (
            self.open(name) as source,
            tempfile.NamedTemporaryFile(dir=workdir, suffix=Path(name).suffix, delete=False) as out,
        ):
            while chunk := source.read(_CHUNK):
                out.write(chunk)
        return Path(out.name)


@contextmanager
def opened(path: Path, settings: Settings) -> Iterator[Package | Remark]:
    """The package at `path`, or why it cannot be opened at all."""
    if path.is_dir():
        yield _folder(path.resolve())
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        yield Remark("inte-zip", path.name, f"filen är ingen hel zip-fil ({error}). Hämta eller packa den på nytt.")
        return
    with archive:
        if bomb := _bomb(archive.infolist(), settings):
            yield Remark("zip-bomb", path.name, bomb)
        else:
            package = _zip(archive, path)
            package.remarks += _beside(path)
            yield package


def _beside(path: Path) -> Iterator[Remark]:
    """The zip against its own digest, where that stands beside it."""
    beside = digest_file(path)
    if not beside.is_file():
        return
    told = beside.read_text(encoding="utf-8", errors="replace").split()
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if not told or told[0].lower() != digest:
        yield Remark("zip-summa", path.name, f"zip-filens kontrollsumma är inte den i {beside.name}: {digest}.")


def _folder(root: Path) -> FolderPackage:
    package = FolderPackage(root)
    tell = package.remarks.append
    waiting = [root]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name)
        except OSError as error:
            tell(Remark("oläsbar", str(error.filename), f"mappen kan inte läsas ({error.strerror})."))
            continue
        for entry in entries:
            name = Path(entry.path).relative_to(root).as_posix()
            if entry.is_symlink():
                tell(Remark("länk", name, "är en länk; i paketet får bara riktiga filer ligga."))
            elif entry.is_dir():
                waiting.append(Path(entry.path))
            elif not entry.is_file():
                tell(Remark("specialfil", name, "är varken fil eller mapp."))
            else:
                package.sizes[name] = entry.stat(follow_symlinks=False).st_size
        waiting.sort(reverse=True)
    package.remarks += _odd_names(package.sizes)
    return package


def _bomb(infos: list[zipfile.ZipInfo], settings: Settings) -> str:
    """Why a zip must not be unpacked; empty where it may. The told sizes bind: zipfile reads no further than them."""
    unpacked, packed = (sum(getattr(info, of) for info in infos) for of in ("file_size", "compress_size"))
    worst = max(infos, key=lambda info: info.file_size / max(info.compress_size, 1), default=None)
    if len(infos) > MOST_FILES:
        return f"zip-filen har {len(infos)} filer, fler än {MOST_FILES}."
    if unpacked > settings.max_unpacked_megabytes * _MEGABYTE:
        return (
            f"zip-filen packas upp till {unpacked // _MEGABYTE} MB, mer än {settings.max_unpacked_megabytes} MB. Höj "
            "gränsen med SLUTARKIV_MAX_UNPACKED_MEGABYTES om du litar på avsändaren, eller kontrollera det uppackat."
        )
    for info in infos:
        if info.file_size > _RATIO_FLOOR and info.file_size > settings.max_zip_ratio * max(info.compress_size, 1):
            return f"{info.filename} är packad mer än {settings.max_zip_ratio} gånger, som bara skadliga filer brukar."
    if worst and unpacked > _RATIO_FLOOR and unpacked > settings.max_zip_ratio * max(packed, 1):
        return f"zip-filen är packad mer än {settings.max_zip_ratio} gånger (mest {worst.filename})."
    return ""


def _zip(archive: zipfile.ZipFile, path: Path) -> ZipPackage:
    package = ZipPackage(archive)
    tell = package.remarks.append
    infos = [info for info in archive.infolist() if not info.is_dir()]
    package.folder, prefix = _top_folder(infos, path, package.remarks)
    counted = Counter(info.orig_filename for info in archive.infolist())
    for name in (name for name, count in counted.items() if count > 1):
        tell(Remark("dubblettnamn", name, f"finns {counted[name]} gånger i zip-filen."))
    package.remarks += _overlaps(infos)
    for info in archive.infolist():
        # zipfile cuts a name at NUL and turns separators; the name as it was written is the one to judge
        if why := name_fault(info.orig_filename.removesuffix("/")):
            tell(Remark("zip-sökväg", repr(info.orig_filename)[1:-1], f"namnet {why}; filen öppnas inte."))
        elif info.is_dir():
            continue
        elif stat.S_ISLNK(info.external_attr >> 16):
            tell(Remark("länk", info.filename, "är en länk; i paketet får bara riktiga filer ligga."))
        elif info.flag_bits & _ENCRYPTED:
            tell(Remark("zip-krypterad", info.filename, "är skyddad med lösenord."))
        elif info.compress_type not in _METHODS:
            tell(Remark("zip-metod", info.filename, "är packad på ett sätt som många program inte kan packa upp."))
        elif info.filename.startswith(prefix):
            name = info.filename.removeprefix(prefix)
            package.members[name] = info
            package.sizes[name] = info.file_size
    package.remarks += _odd_names(package.sizes)
    return package


def _top_folder(infos: list[zipfile.ZipInfo], path: Path, remarks: list[Remark]) -> tuple[str, str]:
    """The one folder that everything lies in, and how the names in it begin; what lies beside it is told."""
    names = [info.filename for info in infos]
    counted = Counter(name.split("/")[0] for name in names if "/" in name)
    if not counted or any(name in ROOTS for name in names):
        remarks.append(Remark("zip-mapp", path.name, "paketet ligger inte i en mapp med sitt namn i zip-filen."))
        return path.stem, ""
    rooted = {name.split("/")[0] for name in names if name.count("/") == 1 and name.split("/")[1] in ROOTS}
    folder = max(counted, key=lambda name: (name in rooted, counted[name]))
    for info in infos:
        if not info.filename.startswith(f"{folder}/"):
            remarks.append(Remark("zip-mapp", info.filename, f"ligger utanför paketets mapp {folder}."))
    return folder, f"{folder}/"


def _overlaps(infos: list[zipfile.ZipInfo]) -> Iterator[Remark]:
    """Members that share bytes: how a small zip is made to hold very much."""
    end, last = 0, ""
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            yield Remark("zip-överlapp", info.filename, f"delar sina byte i zip-filen med {last}.")
        end, last = info.header_offset + 30 + info.compress_size, info.filename


def _odd_names(sizes: Mapping[str, int]) -> Iterator[Remark]:
    for name in sizes:
        if why := name_fault(name):
            yield Remark("namn", name, f"namnet {why}.")
    for first, second in case_clashes(sizes):
        yield Remark(
            "namn-skiftläge",
            second,
            f"skiljer sig bara i stora och små bokstäver från {first}; en av dem går förlorad.",
        )
