"""What packaging and verifying cost an archive of many small documents, step by step.

A few documents are read, classed and converted for real; the others are these again under other digests, rows, PDF/A
and all: one in five is minutes with three §§, the rest have none. The steps leave eark-validator and veraPDF out
(`--snabb`), the last line has them. What converts, to PDF/A and to printed papers, is told apart.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from archive.events import EventType, log
from archive.folder import Archive, transaction
from archive.handover.formats import identify_all
from archive.handover.renditions import make_all
from archive.handover.slutarkivera import Order, Told, slutarkivera
from ingest.settings import Settings
from tests.archives import command
from tests.bench.watch import run
from tests.delivered import CLOCK, ready

COUNT = 10_000
_CONVERTING = ("Gör PDF/A", "Skriver papperen")
_IDENTIFIER = re.compile(rb"(/ID\s*\[\s*[(<])[0-9a-f]{8}([0-9a-f]{24}[)>])", re.I)
_MINUTES, _OTHER = "protokoll 1.txt", "Årsredovisning – sista året.txt"
_BY_DOCUMENT = (
    "page", "head", "paragraf", "decision", "amount", "attendee", "meeting", "signature", "evidence", "source",
)  # fmt: skip
_BY_DIGEST = ("holding", "format")


def costs(count: int = COUNT) -> Iterator[str]:
    """Lines of a Markdown table, and what they come to."""
    with tempfile.TemporaryDirectory() as scratch:
        archive = many(Path(scratch), count)
        out = Path(scratch) / "ut"
        told = run([sys.executable, "-m", "tests.bench.handover", "steg", str(archive.root), str(out)])
        assert told.code == 0, told.told
        steps = {name: (float(seconds), float(cpu)) for name, seconds, cpu in map(_parts, told.told.splitlines())}
        yield "| step | seconds | CPU seconds |"
        yield "|---|---|---|"
        yield from (f"| {name} | {seconds:.1f} | {cpu:.1f} |" for name, (seconds, cpu) in steps.items())
        yield ""
        apart = sum(seconds for name, (seconds, _) in steps.items() if name not in _CONVERTING)
        cpu = sum(cpu for name, (_, cpu) in steps.items() if name not in _CONVERTING)
        yield (
            f"{count} documents packaged and verified, conversion apart: {count / apart:.0f} a second "
            f"({1000 * cpu / count:.1f} ms CPU each); with all steps {count / told.seconds:.0f} a second, "
            f"at most {told.megabytes:.0f} MB."
        )
        again = run(command("verify", *out.glob("*.zip"), "--snabb"))
        assert again.code == 0, again.told
        yield f"The zip verified alone: {count / again.seconds:.0f} a second, at most {again.megabytes:.0f} MB."
        others = run(command("verify", *out.glob("*.zip")))
        assert others.code == 0, others.told
        yield (
            f"By eark-validator, PRONOM and veraPDF over every PDF/A too: {count / others.seconds:.0f} a second, "
            f"at most {others.megabytes:.0f} MB with Java."
        )


def many(folder: Path, count: int) -> Archive:
    """An archive of `count` documents with which nothing is wrong."""
    archive = ready(folder)
    with archive.connect() as db:
        identify_all(archive, db)
        make_all(archive, db, "2u", Settings(), lambda *_: None)
        models = [
            db.execute("SELECT * FROM document WHERE name = ?", (name,)).fetchone() for name in (_MINUTES, _OTHER)
        ]
        with transaction(db):
            for number in range(db.execute("SELECT count(*) FROM document").fetchone()[0], count):
                _again(archive, db, models[0 if number % 5 == 0 else 1], number)
    return archive


def _again(archive: Archive, db: sqlite3.Connection, model: sqlite3.Row, number: int) -> None:
    old = model["sha256"]
    content = (archive.root / model["original"]).read_bytes() + f"\nAvskrift {number}\n".encode()
    sha256 = hashlib.sha256(content).hexdigest()

    def place(path: str) -> str:
        return path.replace(old, sha256).replace(f"/{old[:2]}/", f"/{sha256[:2]}/")

    original, id_ = place(model["original"]), 1000 + number
    named = {"name": f"{number:05d} {model['name']}", "slug": f"avskrift-{number}"}
    _copy(db, "document", model["id"], id=id_, sha256=sha256, size=len(content), original=original, **named)
    for table in _BY_DOCUMENT:
        _copy(db, table, model["id"], document=id_)
    for table in _BY_DIGEST:
        _copy(db, table, old, sha256=sha256)
    made = db.execute("SELECT path FROM rendition WHERE sha256 = ?", (old,)).fetchone()["path"]
    # another identifier makes another file of it, and still a PDF/A
    pdf, changed = _IDENTIFIER.subn(rb"\g<1>%08x\g<2>" % number, (archive.root / made).read_bytes())
    assert changed == 1
    digest = hashlib.sha256(pdf).hexdigest()
    _copy(db, "rendition", old, sha256=sha256, path=place(made), digest=digest, size=len(pdf))
    for path, data in ((original, content), (place(made), pdf)):
        (archive.root / path).parent.mkdir(parents=True, exist_ok=True)
        (archive.root / path).write_bytes(data)
    for event in db.execute("SELECT type, detail FROM event WHERE object = ?", (old,)).fetchall():
        log(db, EventType(event["type"]), sha256, json.loads(event["detail"]))


def _copy(db: sqlite3.Connection, table: str, key: int | str, **changes: object) -> None:
    """Its rows again under another key."""
    columns = [row["name"] for row in db.execute(f'PRAGMA table_info("{table}")')]
    where = next(name for name in ("document", "sha256" if isinstance(key, str) else "id") if name in columns)
    chosen = ", ".join(f":{name}" if name in changes else f'"{name}"' for name in columns)
    db.execute(f'INSERT INTO "{table}" SELECT {chosen} FROM "{table}" WHERE "{where}" = :key', {**changes, "key": key})


class _Steps:
    """Tells on standard error what each step took."""

    def __init__(self) -> None:
        self._name, self._began = "Startar", (time.monotonic(), _cpu())

    def next(self, name: str) -> None:
        now = (time.monotonic(), _cpu())
        seconds, cpu = (after - before for after, before in zip(now, self._began, strict=True))
        print(f"{self._name}\t{seconds}\t{cpu}", file=sys.stderr, flush=True)
        self._name, self._began = name, now


def _cpu() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    told = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in told)


def _parts(line: str) -> tuple[str, str, str]:
    name, seconds, cpu = line.split("\t")
    return name, seconds, cpu


def _run_steps(archive: Path, out: Path) -> None:
    steps = _Steps()
    told = Told(steps.next, lambda _: None, lambda *_: None, lambda: None)
    made = slutarkivera(Archive(archive), Order(out, trial=False, clock=CLOCK, quick=True), Settings(), told)
    steps.next("")
    assert made.report.holds, "\n".join(made.report.lines())


if __name__ == "__main__":
    if sys.argv[1:2] == ["steg"]:
        _run_steps(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        print("\n".join(costs(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)))
