"""Files in: which they are, what they are by content, their SHA-256, and what lies inside zip and e-mail."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from ingest import media
from ingest.containers import UNPACK_ERRORS, Member, RefusedMember, opened
from ingest.errors import BrokenFileError, DocumentError, TooLargeError
from ingest.folders import files_in, is_litter, unopened
from ingest.settings import Settings

log = logging.getLogger(__name__)

MAX_DEPTH = 5  # a zip in a mail in a zip … deeper than this is not a way of working but an attack
_MEGABYTE = 1_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """A file that can be read (or opened, a container).

    `name` is the path relative to what was given, containers as folders (`arkiv.zip/inre/a.pdf`, `brev.eml/bil.pdf`).
    `path` is where the bytes lie now: the original, or a file in the work folder. `part_of` is its container's SHA-256.
    A zip is `is_container` and has no text of its own; an e-mail has, and its attachments follow it.
    """

    name: str
    path: Path
    sha256: str
    size: int
    media_type: str
    part_of: str | None = None

    @property
    def is_container(self) -> bool:
        return self.media_type == media.ZIP


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be taken in, and why; no `sha256` where its bytes could not be had."""

    name: str
    sha256: str | None
    error: DocumentError
    path: Path | None = None
    part_of: str | None = None


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be unpacked out of one given file, however deep they lie."""

    left: int

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise TooLargeError(
                "Filen packas upp till mer än vad som tas emot.", "Packa upp den själv och lägg in filerna var för sig."
            )


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file whose bytes are at hand, before anyone has looked at what it is."""

    name: str
    path: Path
    sha256: str
    size: int
    part_of: str | None = None
    depth: int = 0


def receive(paths: Iterable[Path], settings: Settings, workdir: Path) -> Iterator[Received | Refused]:
    """Everything in the files and folders given, folders in natural order, containers before what lies in them.

    Members of containers are unpacked into `workdir` under their SHA-256 and stay there; the caller owns the folder.
    Hidden files, lock files and the litter of file managers are left out (logged at INFO). Nothing is raised for a
    file that is odd: it comes as Refused.
    """
    workdir.mkdir(parents=True, exist_ok=True)
    intake = _Intake(settings, workdir)
    for given in paths:
        for name, found in files_in(given):
            if isinstance(found, DocumentError):
                yield Refused(name, None, found, given / name if given.is_dir() else given)
            else:
                yield from intake.file(name, found)


@dataclass(frozen=True, slots=True)
class _Intake:
    settings: Settings
    workdir: Path

    def file(self, name: str, path: Path) -> Iterator[Received | Refused]:
        try:
            size = path.stat().st_size
            if size > self.settings.max_file_megabytes * _MEGABYTE:
                message = f"Filen är större än {self.settings.max_file_megabytes} MB."
                raise TooLargeError(message, "Dela den, eller höj gränsen med SLUTARKIV_MAX_FILE_MEGABYTES.")
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except DocumentError as error:
            yield Refused(name, None, error, path)
        except OSError as error:
            yield Refused(name, None, unopened(error), path)
        else:
            budget = _Budget(self.settings.max_unpacked_megabytes * _MEGABYTE)
            yield from self._open(_Arrival(name, path, sha256, size), budget)

    def _open(self, arrival: _Arrival, budget: _Budget) -> Iterator[Received | Refused]:
        """The file itself, then what lies in it."""
        with ExitStack() as stack:
            inside: list[Member | RefusedMember] = []
            try:
                media_type = media.identify(arrival.path, arrival.name)
                if media_type in media.CONTAINERS:
                    _refuse_deep(arrival.depth)
                    inside = stack.enter_context(opened(arrival.path, media_type, self.settings))
            except DocumentError as error:
                yield Refused(arrival.name, arrival.sha256, error, arrival.path, arrival.part_of)
                return
            except OSError as error:
                yield Refused(arrival.name, arrival.sha256, unopened(error), arrival.path, arrival.part_of)
                return
            yield Received(arrival.name, arrival.path, arrival.sha256, arrival.size, media_type, arrival.part_of)
            taken: Counter[str] = Counter()
            for member in inside:
                if is_litter(member.name):
                    log.info("%s/%s: ingen handling, läggs inte in", arrival.name, member.name)
                    continue
                name = f"{arrival.name}/{_distinct(member.name, taken)}"
                if isinstance(member, RefusedMember):
                    yield Refused(name, None, member.error, part_of=arrival.sha256)
                else:
                    yield from self._member(name, member, arrival, budget)

    def _member(self, name: str, member: Member, mother: _Arrival, budget: _Budget) -> Iterator[Received | Refused]:
        """A member's bytes unpacked into the work folder, hashed on their way there."""
        try:
            with member.open() as stream:
                path, sha256, size = self._keep(stream, budget)
        except DocumentError as error:
            yield Refused(name, None, error, part_of=mother.sha256)
        except UNPACK_ERRORS:
            broken = BrokenFileError("Filen i arkivet är skadad.", "Hämta arkivet på nytt, eller packa om det.")
            yield Refused(name, None, broken, part_of=mother.sha256)
        else:
            yield from self._open(_Arrival(name, path, sha256, size, mother.sha256, mother.depth + 1), budget)

    def _keep(self, stream: IO[bytes], budget: _Budget) -> tuple[Path, str, int]:
        """Streams bytes into the work folder. Raises TooLargeError, and what reading the stream raises."""
        digest, size = hashlib.sha256(), 0
        handle, unfinished = tempfile.mkstemp(dir=self.workdir)
        try:
            with os.fdopen(handle, "wb") as file:
                while chunk := stream.read(_CHUNK):
                    budget.take(len(chunk))
                    digest.update(chunk)
                    size += file.write(chunk)
            path = Path(unfinished).rename(self.workdir / digest.hexdigest())
        except BaseException:  # also when the run is broken off: no half file stays
            Path(unfinished).unlink(missing_ok=True)
            raise
        return path, digest.hexdigest(), size


def _refuse_deep(depth: int) -> None:
    if depth >= MAX_DEPTH:
        message = f"Filen ligger mer än {MAX_DEPTH} arkiv djupt."
        raise TooLargeError(message, "Packa upp det yttersta arkivet och lägg in vad som ligger i det.")


def _distinct(name: str, taken: Counter[str]) -> str:
    """The name, with (2), (3) … before its ending where the container has had it before."""
    taken[name] += 1
    if taken[name] == 1:
        return name
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem} ({taken[name]}){path.suffix}"))
