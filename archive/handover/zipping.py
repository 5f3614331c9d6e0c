"""The package as one zip file and its digest beside it: the same folder and clock give the same bytes."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

_CHUNK = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can tell (APPNOTE 4.4.6)
_LATEST = (2107, 12, 31, 23, 59, 58)
_FILE = 0o100644  # an ordinary file that its owner may write
_UNIX = 3
# what is packed already: deflating it again costs time and gains nothing
_PACKED = (".pdf", ".zip", ".jpg", ".jpeg", ".png", ".gif", ".docx", ".xlsx", ".odt", ".ods", ".webp", ".jp2", ".woff2")


def write_zip(folder: Path, name: str, clock: str, target: Path) -> str:
    """Zip a folder under `name`, files by their paths, every one dated `clock`; the zip's SHA-256 in hex.

    A half-written zip is removed and never has the target's name.
    """
    moment = _moment(clock)
    half = target.with_name(f".{target.name}")
    try:
        with zipfile.ZipFile(half, "w", compresslevel=6) as out:
            for path in sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()):
                _add(out, folder / path, f"{name}/{path}", moment)
        with half.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        half.rename(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return digest


def digest_file(target: Path) -> Path:
    """Where a zip's digest stands: beside it, as `sha256sum --check` reads it."""
    return target.with_name(f"{target.name}.sha256")


def write_digest(target: Path, digest: str) -> None:
    digest_file(target).write_text(f"{digest}  {target.name}\n", encoding="ascii")


def _add(out: zipfile.ZipFile, file: Path, name: str, moment: tuple[int, int, int, int, int, int]) -> None:
    info = zipfile.ZipInfo(name, moment)
    info.create_system = _UNIX
    info.external_attr = _FILE << 16
    info.compress_type = zipfile.ZIP_STORED if file.suffix.lower() in _PACKED else zipfile.ZIP_DEFLATED
    info.file_size = file.stat().st_size
    with file.open("rb") as source, out.open(info, "w") as target:
        shutil.copyfileobj(source, target, _CHUNK)


def _moment(clock: str) -> tuple[int, int, int, int, int, int]:
    at = datetime.fromisoformat(clock).astimezone(UTC)
    # every second second: a zip counts in twos
    told = (at.year, at.month, at.day, at.hour, at.minute, at.second // 2 * 2)
    return min(max(told, _EARLIEST), _LATEST)
