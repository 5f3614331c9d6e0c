"""The search index of the frozen site: the live search's own columns as plain JavaScript in pieces.

A page opened from a folder may load scripts but fetch nothing, so each piece is a call, `slutarkiv(name, data)`:

    karta   what there is: documents, first passage of each, length of each passage, where each piece begins
    n<i>    [key, postings] sorted by key. A posting is the step from the passage before (the first from -1); where the
            key stands otherwise than once in the text, the step is negative and a code follows: headings × 100 +
            tokens × 10 + text, each at most 9. The first key, "*beslut", is no word: the §§ that decide something
    f<i>    [form, "lemma stem"] sorted by form: every inflected form of the words in the index
    t<i>    [heading, text, page, address of the § or 0, number of the § or 0] a passage
    ord     every key that is a word, for a search by its parts

Keys come in sorted order from the index itself, one at a time; in memory are only the numbers of the passages.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from archive.handover.inventory import Inventory, Item
from archive.handover.site.addresses import Addresses
from archive.schema_handover import INDEX_INSTANCES
from archive.terms import STOPWORDS
from archive.words import stem
from extractors.lexicon import load

_PIECE = 48_000  # characters, about: what a search loads from the stick in one go
_PASSAGES = "SELECT id, document, paragraf, page, heading, text, length(loose) FROM passage ORDER BY id"
_DECIDED = """SELECT id FROM passage p WHERE EXISTS
    (SELECT 1 FROM decision d WHERE d.document = p.document AND d.paragraf = p.paragraf) ORDER BY id"""
_DECIDING = "*beslut"  # no word's key: the §§ that decide something; it sorts before every key
_MOST = 9  # times a key is counted in a column
_WEIGHT = {"words": 1, "tokens": 10, "heading_words": 100}


@dataclass
class _Map:
    """What the search must know before it loads anything else."""

    documents: list[list[Any]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)  # a passage's id → its number here
    letters: int = 0  # of headings, texts and folded words together
    lengths: array[int] = field(default_factory=lambda: array("L"))  # of each passage, in keys
    pieces: dict[str, list[Any]] = field(default_factory=dict)


def write_index(folder: Path, inventory: Inventory, addresses: Addresses, db: sqlite3.Connection) -> None:
    """Write every piece into a new folder. What has been destroyed is not in it."""
    folder.mkdir(parents=True)
    told = _Map()
    told.pieces["t"] = _write(folder, "t", _texts(told, inventory, addresses, db))
    told.lengths.extend([0] * len(told.numbers))
    keys: list[str] = []
    told.pieces["n"] = _write(folder, "n", _noted(keys, _postings(told, db)))
    told.pieces["f"] = _write(folder, "f", _forms(frozenset(keys), db))
    _write_one(folder, "ord", " ".join(key for key in keys if key.isalpha()))
    _write_one(folder, "karta", {
        "documents": told.documents, "lengths": list(told.lengths), "letters": told.letters,
        "pieces": told.pieces, "stop": sorted(STOPWORDS),
        "verbs": sorted({form for forms in load("actions")["ord"].values() for form in forms}),
    })  # fmt: skip


def _texts(
    told: _Map, inventory: Inventory, addresses: Addresses, db: sqlite3.Connection
) -> Iterator[tuple[int, list[Any]]]:
    kinds = sorted({item.kind for item in inventory.items})
    last = -1
    for id_, document, paragraf, page, heading, text, folded in _plain(db, _PASSAGES):
        item = addresses.items.get(document)
        if item is None or item.destroyed is not None:
            continue
        number = told.numbers[id_] = len(told.numbers)
        if document != last:
            told.documents.append([number, *_about(item, kinds)])
            last = document
        told.letters += len(heading) + len(text) + folded
        place = addresses.paragraf(document, paragraf)
        yield number, [heading, text, page, place.address if place else 0, place.number if place else 0]


def _about(item: Item, kinds: list[str]) -> list[Any]:
    return [item.key, item.kind, item.date or "", item.title, int(bool(item.restrictions))]


def _postings(told: _Map, db: sqlite3.Connection) -> Iterator[tuple[str, list[Any]]]:
    decided = (told.numbers[id_] for (id_,) in _plain(db, _DECIDED) if id_ in told.numbers)
    yield _DECIDING, [_DECIDING, _steps(dict.fromkeys(decided, 1))]
    db.execute(INDEX_INSTANCES)
    rows = _plain(db, "SELECT term, doc, col FROM temp.index_instance ORDER BY term")
    for key, instances in groupby(rows, key=lambda row: row[0]):
        counts: dict[int, int] = {}
        for _, passage, column in instances:
            number = told.numbers.get(passage)
            if number is not None:
                told.lengths[number] += 1
                code, weight = counts.get(number, 0), _WEIGHT[column]
                if code // weight % 10 < _MOST:
                    counts[number] = code + weight
        # a sign beyond the basic plane would be sorted otherwise by the browser
        if counts and key not in STOPWORDS and max(key) < "\U00010000":
            yield key, [key, _steps(counts)]


def _steps(counts: dict[int, int]) -> list[int]:
    steps, before = [], -1
    for number, code in counts.items():  # in rising order, as the index holds them
        steps += [number - before] if code == 1 else [before - number, code]
        before = number
    return steps


def _forms(keys: frozenset[str], db: sqlite3.Connection) -> Iterator[tuple[str, list[Any]]]:
    """Forms of the words that are in the index; the database's own list also tells of destroyed documents."""
    for form, lemma in _plain(db, "SELECT form, lemma FROM word_form ORDER BY form"):
        base = stem(form)
        if (lemma in keys or base in keys) and max(form) < "\U00010000":
            yield form, [form, lemma if lemma == base else f"{lemma} {base}"]


def _noted(keys: list[str], rows: Iterable[tuple[str, list[Any]]]) -> Iterator[tuple[str, list[Any]]]:
    for key, row in rows:
        keys.append(key)
        yield key, row


def _write(folder: Path, letter: str, rows: Iterable[tuple[Any, list[Any]]]) -> list[Any]:
    """Rows in pieces of about one size; what each piece begins with."""
    begins: list[Any] = []
    waiting: list[str] = []
    size = 0

    def flush() -> None:
        nonlocal size
        name = f"{letter}{len(begins) - 1}"
        _write_piece(folder, name, f"[{','.join(waiting)}]")
        waiting.clear()
        size = 0

    for begin, row in rows:
        if size > _PIECE:
            flush()
        if not waiting:
            begins.append(begin)
        waiting.append(_json(row))
        size += len(waiting[-1])
    if waiting:
        flush()
    return begins


def _write_one(folder: Path, name: str, value: Any) -> None:
    _write_piece(folder, name, _json(value))


def _write_piece(folder: Path, name: str, data: str) -> None:
    (folder / f"{name}.js").write_text(f'slutarkiv("{name}",{data});\n', encoding="utf-8", newline="\n")


def _json(value: Any) -> str:
    """JSON that no sign in it can end: neither a script's end tag nor a line's."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _plain(db: sqlite3.Connection, query: str) -> Iterator[Any]:
    """Rows as tuples: millions of them are read."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(query)
