"""What packaging and verifying cost an archive of many small documents, conversion to PDF/A apart.

One document is read, classed and converted for real; the others are it again under other digests, rows, PDF/A and all.
veraPDF and eark-validator are left out (`--snabb`): veraPDF has looked at every PDF/A when it was made.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.events import EventType, log
from archive.folder import Archive, transaction
from archive.handover.formats import identify_all
from archive.handover.renditions import make_all
from ingest.settings import Settings
from tests.archives import command
from tests.bench.watch import run
from tests.delivered import CLOCK, ready

COUNT = 10_000
_BY_DOCUMENT = (
    "page", "head", "paragraf", "decision", "amount", "attendee", "meeting", "signature", "evidence", "source",
)  # fmt: skip
_BY_DIGEST = ("holding", "format")


def costs(count: int = COUNT) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield f"| {count} documents | documents a second | CPU ms a document | most memory, MB |"
    yield "|---|---|---|---|"
    with tempfile.TemporaryDirectory() as scratch:
        archive = many(Path(scratch), count)
        out = Path(scratch) / "ut"
        packaging = ("slutarkivera", archive.root, out, "--provleverans", "--snabb", "--klocka", CLOCK)
        for what, call in (("packaging and verifying", packaging), ("verifying the zip", ("verify", "--snabb"))):
            zips = tuple(out.glob("*.zip")) if call[0] == "verify" else ()
            told = run(command(*call, *zips))
            assert told.code == 0, told.told
            yield f"| {what} | {count / told.seconds:.0f} | {1000 * told.cpu / count:.1f} | {told.megabytes:.0f} |"


def many(folder: Path, count: int) -> Archive:
    """An archive of `count` documents with which nothing is wrong; most are the first one again."""
    archive = ready(folder)
    with archive.connect() as db:
        identify_all(archive, db)
        make_all(archive, db, "2u", Settings(), lambda *_: None)
        first = db.execute("SELECT * FROM document WHERE name = 'protokoll 1.txt'").fetchone()
        rendition = db.execute("SELECT * FROM rendition WHERE sha256 = ?", (first["sha256"],)).fetchone()
        with transaction(db):
            for number in range(db.execute("SELECT count(*) FROM document").fetchone()[0], count):
                _again(archive, db, first, rendition, number)
    return archive


def _again(archive: Archive, db: sqlite3.Connection, first: sqlite3.Row, rendition: sqlite3.Row, number: int) -> None:
    content = (archive.root / first["original"]).read_bytes() + f"\nAvskrift {number}\n".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    original = f"original/{sha256[:2]}/{sha256}.txt"
    id_ = 1000 + number
    name = f"protokoll {number:05d}.txt"
    _copy(db, "document", first["id"], id=id_, sha256=sha256, name=name, size=len(content), original=original,
          slug=f"avskrift-{number}")  # fmt: skip
    for table in _BY_DOCUMENT:
        _copy(db, table, first["id"], document=id_)
    for table in _BY_DIGEST:
        _copy(db, table, first["sha256"], sha256=sha256)
    pdf = (archive.root / rendition["path"]).read_bytes() + f"% {number}\n".encode()
    path = rendition["path"].replace(first["sha256"], sha256).replace(f"/{first['sha256'][:2]}/", f"/{sha256[:2]}/")
    digest = hashlib.sha256(pdf).hexdigest()
    _copy(db, "rendition", first["sha256"], sha256=sha256, path=path, digest=digest, size=len(pdf))
    for place, data in ((original, content), (path, pdf)):
        (archive.root / place).parent.mkdir(parents=True, exist_ok=True)
        (archive.root / place).write_bytes(data)
    for event in db.execute(
        "SELECT type, detail FROM event WHERE object = ? AND id < 100", (first["sha256"],)
    ).fetchall():
        log(db, EventType(event["type"]), sha256, {"avskrift": number})


def _copy(db: sqlite3.Connection, table: str, key: int | str, **changes: object) -> None:
    """Its rows again under another key."""
    columns = [row["name"] for row in db.execute(f'PRAGMA table_info("{table}")')]
    where = next(name for name in ("document", "sha256" if isinstance(key, str) else "id") if name in columns)
    chosen = ", ".join(f":{name}" if name in changes else f'"{name}"' for name in columns)
    db.execute(f'INSERT INTO "{table}" SELECT {chosen} FROM "{table}" WHERE "{where}" = :key', {**changes, "key": key})


if __name__ == "__main__":
    print("\n".join(costs(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)))
