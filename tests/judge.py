"""Records of the sample beside their gold: pairing them, and telling which facts are right."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from archive.readout import read
from archive.store import load_document
from extractors import extract
from extractors.record import to_record
from ingest.document import Document
from ingest.settings import Settings

Json = dict[str, Any]


def readings(sample: Path, archive: Path | None = None) -> Iterator[tuple[Json, Json]]:
    """Gold and record of every file of a sample (`python -m tests.sample`) that has gold.

    What an archive holds is not read again but taken from it, by SHA-256; the extractors run anew over it.
    """
    gold = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((sample / "gold").glob("*.json"))}
    files = [path for path in sorted((sample / "handlingar").rglob("*")) if path.is_file()]
    of_file = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    stems = {sha256: path.stem for path, sha256 in of_file.items() if path.stem in gold}  # a copy may have another name
    held = _held(archive, set(of_file.values())) if archive else []
    known = {document.sha256 for document in held} | {document.part_of for document in held}
    for document in held:
        if wanted := gold.get(stems.get(document.sha256, Path(document.name).stem)):
            yield wanted, to_record(document, extract(document))
    unread = [path for path, sha256 in of_file.items() if sha256 not in known]
    for out in read(unread, Settings.from_environment()) if unread else ():
        if (wanted := gold.get(Path(out.name).stem)) and out.document is not None and out.facts is not None:
            yield wanted, to_record(out.document, out.facts)


def _held(archive: Path, wanted: set[str]) -> list[Document]:
    """The documents with one of these SHA-256, and what came in them."""
    db = sqlite3.connect(f"file:{archive / 'arkiv.db'}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    with closing(db):
        rows = db.execute("SELECT id, sha256, part_of FROM document WHERE id IN (SELECT document FROM page)")
        return [load_document(db, row["id"]) for row in rows.fetchall() if {row["sha256"], row["part_of"]} & wanted]


def plain(text: str | None) -> str:
    """Small letters and digits only: what two readings must share."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text or "").casefold()).strip()


def alike(a: str | None, b: str | None) -> float:
    """0..1."""
    a, b = plain(a), plain(b)
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def matched(
    gold: Sequence[Json], found: Sequence[Json], likeness: Callable[[Json, Json], float]
) -> Iterator[tuple[Json, Json]]:
    """Pairs of gold and record facts, best first, each used once; a likeness of 0 is no pair."""
    scored = [(likeness(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for value, i, j in sorted(scored, reverse=True):
        if value > 0 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            yield gold[-i], found[-j]


def decisions(record: Json) -> list[Json]:
    """The decisions of all §§, each with its § number."""
    return [{**d, "paragraph": p.get("number")} for p in record.get("paragraphs") or [] for d in p["decisions"]]


def same_paragraph(gold: Json, found: Json) -> bool:
    """Whether two facts stand in the same §, where the gold names one."""
    return gold.get("paragraph") is None or plain(str(gold["paragraph"])) == plain(str(found.get("paragraph")))


def close_decision(gold: Json, found: Json) -> float:
    """How alike two decisions are; 0 in different §§ or where they are too different."""
    likeness = alike(gold["text"], found["text"]) if same_paragraph(gold, found) else 0.0
    return likeness if likeness >= 0.85 else 0.0
