"""An archive on disk: its folder, its database, and the originals kept untouched by their SHA-256."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from ingest.errors import BrokenFileError, OverwriteError, UsageError

_DATABASE = "arkiv.db"
_CHUNK = 1 << 20
_BUSY_SECONDS = 60.0  # how long a writer waits for another's transaction; each lasts as long as keeping one document


def now() -> str:
    """The present moment in UTC, ISO 8601 to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Archive:
    """A folder made by `slutarkiv init`."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / _DATABASE

    @property
    def workdir(self) -> Path:
        """Where a run unpacks containers; nothing in it outlives the run but the pages of documents under way."""
        return self.root / ".arbete"

    @property
    def pages_under_way(self) -> Path:
        """Pages read of documents that are not kept yet: `archive.page_shelf`."""
        return self.workdir / "sidor"

    @classmethod
    def open(cls, root: Path) -> Archive:
        """The archive in a folder. Raises UsageError where there is none."""
        archive = cls(root)
        if not archive.database.is_file():
            raise UsageError(
                f"{root} är inget arkiv.", "Kontrollera sökvägen, eller skapa arkivet med: slutarkiv init KATALOG"
            )
        return archive

    @classmethod
    def create(cls, root: Path, name: str, org_number: str) -> Archive:
        """A new, empty archive. Raises OverwriteError where the folder holds one, or anything else, already."""
        from archive.schema import migrate

        archive = cls(root)
        if archive.database.exists():
            raise OverwriteError(
                f"{root} är redan ett arkiv.", "Välj en annan katalog, eller lägg till handlingar i det."
            )
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise OverwriteError(f"{root} finns redan och är inte en tom katalog.", "Välj en annan katalog.")
        (root / "original").mkdir(parents=True)
        # a half-made database must not pass for an archive: it gets its name when it is whole
        half = root / f".{_DATABASE}"
        with _connection(f"file:{half}?mode=rwc") as db:
            migrate(db)
            db.execute("INSERT INTO archive_info VALUES (1, ?, ?, ?)", (name, org_number, now()))
        half.rename(archive.database)
        with archive.connect() as db:
            db.execute("PRAGMA journal_mode = WAL")
        return archive

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection that may write; transactions are begun by `transaction`."""
        with _connection(f"{self.database.resolve().as_uri()}?mode=rw") as db:
            # FULL: what was told as kept survives a power cut too; one sync a document does not show beside its reading
            db.execute("PRAGMA synchronous = FULL")
            yield db

    @contextmanager
    def connect_to_read(self) -> Iterator[sqlite3.Connection]:
        """A connection that cannot write; works on a read-only medium too."""
        mode = "mode=ro" if os.access(self.root, os.W_OK) else "immutable=1"
        with _connection(f"{self.database.resolve().as_uri()}?{mode}") as db:
            yield db

    def keep_original(self, file: Path, sha256: str) -> str:
        """Copy a file's bytes into the archive, read-only, before anything is told of it; idempotent.

        Returns its path relative to the archive's folder. The name tells the digest, the suffix the kind of file.
        Raises BrokenFileError where the bytes are no longer those of the digest.
        """
        suffix = file.suffix.lower() if file.suffix[1:].isascii() and file.suffix[1:].isalnum() else ""
        folder = self.root / "original" / sha256[:2]
        if kept := self._original(sha256):
            return kept.relative_to(self.root).as_posix()
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{sha256}{suffix}"
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as out, file.open("rb") as source:
            try:
                _copy(source, out, sha256)
                out.flush()
                os.fchmod(out.fileno(), 0o444)
                os.fsync(out.fileno())
                Path(out.name).replace(target)
            except BaseException:
                Path(out.name).unlink(missing_ok=True)
                raise
        _sync_folder(folder)
        return target.relative_to(self.root).as_posix()

    @contextmanager
    def lock(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """One run at a time adds to an archive; another one calls `on_wait` and waits. A kill lets go of the lock."""
        with (self.root / ".las").open("w") as file:
            # lockf, not flock: a forked page reader that outlives a killed run must not inherit the lock
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in (errno.EACCES, errno.EAGAIN):
                    raise
                on_wait()
                fcntl.lockf(file, fcntl.LOCK_EX)
            yield

    def sweep(self) -> None:
        """Remove what a killed run left half-written; pages it has read stay. Only for one who holds the lock."""
        for left in (self.root / "original").glob("??/.*"):
            left.unlink()
        for left in self.workdir.glob("*"):
            if left == self.pages_under_way:
                continue
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()

    def _original(self, sha256: str) -> Path | None:
        return next(iter((self.root / "original" / sha256[:2]).glob(f"{sha256}*")), None)


@contextmanager
def _connection(uri: str) -> Iterator[sqlite3.Connection]:
    # isolation_level None: this module's `transaction` begins and ends them, not the sqlite3 module behind our back
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys = ON")
        yield db
    finally:
        db.close()


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, with the writer's lock from the start (`BEGIN IMMEDIATE`): no two chains of events fork."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _copy(source: IO[bytes], out: IO[bytes], sha256: str) -> None:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        out.write(chunk)
    if digest.hexdigest() != sha256:
        raise BrokenFileError(
            "Filen ändrades medan den lästes.", "Vänta tills den är färdigskriven och lägg in den igen."
        )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
