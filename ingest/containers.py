"""What lies inside a zip or an e-mail, one member at a time. A member's name is only a label here, never a path."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from ingest.errors import BrokenFileError, DocumentError, EncryptedError, TooLargeError
from ingest.mail import parse_mail
from ingest.media import ZIP
from ingest.settings import Settings

MAX_MEMBERS = 10_000
_RATIO_FLOOR = 10_000_000  # bytes; below this a high ratio is a sparse file, not a bomb
_MEGABYTE = 1_000_000
_SWEDISH = frozenset("åäöÅÄÖéÉüÜ")

# What a member's bytes can raise while they are unpacked: bad CRC, unknown method, cut or corrupt stream.
UNPACK_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """`open` gives the unpacked bytes as a stream; it may raise any of UNPACK_ERRORS, and so may reading from it."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class RefusedMember:
    name: str
    error: DocumentError


@contextmanager
def opened(path: Path, media_type: str, settings: Settings) -> Iterator[list[Member | RefusedMember]]:
    """The members of a zip or the attachments of an e-mail, in their own order; they can be opened within the `with`.

    Raises TooLargeError for a zip bomb before anything of it is unpacked, BrokenFileError where the container is not
    whole.
    """
    if media_type != ZIP:
        attachments = parse_mail(path, media_type).attachments
        yield [Member(harmless(a.name), partial(io.BytesIO, a.content)) for a in attachments]
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise BrokenFileError("Zip-filen är skadad eller inte hel.", "Hämta den på nytt eller packa om den.") from error
    with archive:
        _refuse_bomb(archive.infolist(), settings)
        yield [member for info in archive.infolist() if (member := _zip_member(archive, info)) is not None]


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member | RefusedMember | None:
    """A file in the zip; None for folders and links, which hold nothing."""
    if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
        return None
    name = harmless(printed_name(info))
    if info.flag_bits & 0x1:
        error = EncryptedError(
            "Filen i zip-arkivet är skyddad med lösenord.", "Packa upp den med lösenordet och lägg in den för sig."
        )
        return RefusedMember(name, error)
    return Member(name, partial(archive.open, info))


def _refuse_bomb(infos: list[zipfile.ZipInfo], settings: Settings) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > MAX_MEMBERS:
        what = f"Zip-filen har {len(infos)} filer; fler än {MAX_MEMBERS} tas inte emot i en zip."
    elif unpacked > settings.max_unpacked_megabytes * _MEGABYTE:
        what = f"Zip-filen packas upp till mer än {settings.max_unpacked_megabytes} MB."
    elif unpacked > _RATIO_FLOOR and unpacked > settings.max_zip_ratio * max(packed, 1):
        what = f"Zip-filen är packad mer än {settings.max_zip_ratio} gånger, som bara skadliga filer brukar vara."
    else:
        return
    raise TooLargeError(what, "Packa upp den själv om du litar på den, och lägg in filerna i mindre omgångar.")


def printed_name(info: zipfile.ZipInfo) -> str:
    """A member's name with its letters right.

    Zip names without the UTF-8 flag are said to be cp437 and zipfile reads them so; macOS writes UTF-8 without the
    flag, Windows the OEM set (å ä ö as in cp437) and some programs cp1252. The reading that is valid and gives Swedish
    letters is taken.
    """
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    readings = [info.filename, raw.decode("cp1252", "replace")]
    return max(readings, key=lambda name: sum(letter in _SWEDISH or letter.isascii() for letter in name))


def harmless(name: str) -> str:
    """A name as a relative label: no drive, no root, no way up, no control characters; else "namnlös"."""
    parts = "".join(c for c in name.replace("\\", "/") if c.isprintable()).split("/")
    kept = [part.strip() for part in parts if part.strip() not in ("", ".", "..")]
    if kept and len(kept[0]) == 2 and kept[0][1] == ":":
        kept = kept[1:]
    return "/".join(kept) or "namnlös"
