"""The files of the package as they are written: copied with their digest proved on the way, listed with size and kind.

METS and PREMIS are written from this list, so every file is read once for its digest: while it is copied, or after
another module wrote it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ingest.errors import CheckError

_CHUNK = 1 << 20

# What our own files are, by their names: media type and PRONOM id, name and version of the format.
_KINDS = {
    ".xml": ("application/xml", "fmt/101", "Extensible Markup Language", "1.0"),
    ".xsd": ("application/xml", "x-fmt/280", "XML Schema Definition", ""),
    ".csv": ("text/csv", "x-fmt/18", "Comma Separated Values", ""),
    ".txt": ("text/plain", "x-fmt/111", "Plain Text File", ""),
    ".html": ("text/html", "fmt/471", "Hypertext Markup Language", "5"),
    ".db": ("application/vnd.sqlite3", "fmt/729", "SQLite Database File Format", "3"),
    ".json": ("application/json", "fmt/817", "JSON Data Interchange Format", ""),
    ".css": ("text/css", "x-fmt/224", "Cascading Style Sheet", ""),
    ".js": ("text/javascript", "x-fmt/423", "JavaScript file", ""),
    ".pdf": ("application/pdf", None, "", ""),
    ".png": ("image/png", None, "", ""),
    ".jpg": ("image/jpeg", None, "", ""),
    ".svg": ("image/svg+xml", None, "", ""),
    ".wasm": ("application/wasm", None, "", ""),
    ".woff2": ("font/woff2", None, "", ""),
}
_UNKNOWN = ("application/octet-stream", None, "", "")
PDFA_PRONOM = {"1b": "fmt/354", "2b": "fmt/477", "2u": "fmt/478"}


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file of the package. `path` is relative to the package's root, `sha256` in hex, `size` in bytes.

    `pronom` is None where the format is not in PRONOM or not known; `item` is the number of the `Item` it holds, None
    where it is one of the package's own files.
    """

    path: PurePosixPath
    size: int
    sha256: str
    media_type: str
    pronom: str | None
    item: int | None
    format_name: str = ""
    format_version: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file that is copied into the package is."""

    media_type: str
    pronom: str | None = None
    name: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the user is told where a file cannot be copied: what the item is called, and what to do about it."""

    name: str
    cure: str


@dataclass
class Contents:
    """The files that lie in a package being made; `root` is its folder, `flavour` the PDF/A its papers are."""

    root: Path
    flavour: str
    _files: dict[PurePosixPath, PackagedFile] = field(default_factory=dict)

    def copy(self, source: Path, path: PurePosixPath, sha256: str, kind: Kind, item: int, told: Told) -> None:
        """Copy an item's file to its place.

        Raises CheckError where the source is gone or its bytes are not those of `sha256`.
        """
        size = copy_checked(source, self.root / path, sha256, told)
        self._files[path] = PackagedFile(
            path, size, sha256, kind.media_type, kind.pronom, item, kind.name, kind.version
        )

    def take(self, paths: Iterable[PurePosixPath]) -> None:
        """List files, or everything in folders, that others wrote. What is listed already is not read again."""
        for path in paths:
            whole = self.root / path
            found = _files_in(whole) if whole.is_dir() else [whole]
            for file in found:
                self._take(PurePosixPath(file.relative_to(self.root).as_posix()))

    def under(self, folder: PurePosixPath) -> list[PackagedFile]:
        """The files listed in a folder and its folders, by path."""
        return [self._files[path] for path in sorted(self._files) if path.is_relative_to(folder)]

    def get(self, path: PurePosixPath) -> PackagedFile | None:
        return self._files.get(path)

    def __iter__(self) -> Iterator[PackagedFile]:
        return (self._files[path] for path in sorted(self._files))

    def __len__(self) -> int:
        return len(self._files)

    def _take(self, path: PurePosixPath) -> None:
        if path in self._files:
            return
        file = self.root / path
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        media_type, pronom, name, version = _KINDS.get(path.suffix.lower(), _UNKNOWN)
        # a page picture or a frozen page is no paper: only the papers' own PDF files are known to be PDF/A
        if path.suffix == ".pdf" and len(path.parts) == 2:
            pronom, name, version = PDFA_PRONOM[self.flavour], "Acrobat PDF/A", self.flavour
        self._files[path] = PackagedFile(path, file.stat().st_size, digest, media_type, pronom, None, name, version)


def copy_checked(source: Path, target: Path, sha256: str, told: Told) -> int:
    """Copy a file, proving its digest on the way; the number of bytes. The folders of the target are made.

    Raises CheckError, naming the item, where the source cannot be read or its bytes are not those of `sha256`.
    """
    digest = hashlib.sha256()
    size = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        for chunk in _chunks(source, told):
            digest.update(chunk)
            out.write(chunk)
            size += len(chunk)
    if digest.hexdigest() != sha256:
        raise CheckError(
            f"Filen till {told.name} är ändrad sedan den lades i arkivet: kontrollsumman stämmer inte ({source.name}).",
            told.cure,
        )
    return size


def _chunks(source: Path, told: Told) -> Iterator[bytes]:
    try:
        with source.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise CheckError(f"Filen till {told.name} kan inte läsas i arkivet ({source.name}).", told.cure) from error


def _files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())
