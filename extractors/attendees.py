"""One who was present, read from an entry of the list: name, party, role, organisation, times, §§, whose place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.cover import cells
from extractors.entries import Entry, about, named
from extractors.facts import Attendee, Group
from extractors.flow import BULLETS, Row
from extractors.persons import is_name, leading_name
from extractors.stream import stream
from ingest.document import Document

_BULLET = re.compile(rf"^(?:[*{re.escape(BULLETS)}]\s+|\d{{1,2}}[.)]\s+)")


def read_entries(document: Document, rows: Sequence[Row], group: Group, *, serving: bool = False) -> list[Attendee]:
    """The entries of a list in its order; rows that are no entry end it.

    `serving`: a name in a column of its own beside another is the one that other serves for.
    """
    prose = not serving and _is_prose(rows)
    entries = _flowing(rows) if prose else _rowwise(rows, serving)
    return [
        Attendee(
            name=e.name, group=group, role=e.role, organisation=e.organisation, party=e.party,
            arrived=e.arrived, left=e.left, paragraphs=e.paragraphs, serving_for=e.serving_for,
            evidence=document.evidence(e.start, e.end), confidence=0.95,
        )
        for e in entries
    ]  # fmt: skip


_ABSENT = re.compile(r"\.\s+(?=(?:Frånvarande|Förhinder|Förfall|Anmält|Ej närvarande|Frånvaro)\b)")


def _rowwise(rows: Sequence[Row], serving: bool) -> list[Entry]:
    entries: list[Entry] = []
    for row in rows:
        if _ends_list(row, bool(entries)):
            break
        for column, cell in enumerate(cells(row)):
            if serving and column and entries and is_name(cell.text):
                entries[-1].serving_for, entries[-1].end = cell.text, cell.end
                continue
            for start, text in _cut(cell, False, entries[-1] if entries else None):
                _take(entries, text, start, False)
    return entries


def _flowing(rows: Sequence[Row]) -> list[Entry]:
    """Names one after another over the line ends, to the first empty line."""
    part: list[Row] = []
    for row in rows:
        if part and row.gap and not part[-1].text.endswith((",", ";", "-")):
            break
        part.append(row)
    words = stream(part)
    if m := _ABSENT.search(words.text):
        words = words.cut(0, m.start())
    entries: list[Entry] = []
    whole = Row(0, len(words.text), words.text, True, rows[0].page, None, False)
    for start, text in _cut(whole, True, None):
        _take(entries, text, start, True)
    for e in entries:
        e.start, e.end = words.offsets[e.start], words.offsets[e.end - 1] + 1
    return entries


def _ends_list(row: Row, begun: bool) -> bool:
    """A sentence, a § or a heading after an empty line that names nobody."""
    text = row.text
    if "§" in text[:12] and leading_name(text) is None and not text.startswith("(") and not begun:
        return True
    if len(text) > 60 and text.endswith(".") and text.count(",") < 3 and leading_name(text) is None:
        return True
    return begun and row.gap and row.size is not None and row.bold and leading_name(text) is None


def _is_prose(rows: Sequence[Row]) -> bool:
    """Are the names set one after another with commas, rather than one to a row?"""
    whole = _BRACKETS.sub("", " ".join(row.text for row in rows[:_MANY]))
    if ";" in whole and len(_names(whole)) > 1:
        return True
    bare = [re.sub(r"^[^(]*\)|\([^)]*$", "", _BRACKETS.sub("", row.text)) for row in rows]
    named = [_names(text) for text in bare]
    if not any(len(names) > 1 for names in named):
        return False
    joined_names = any(
        re.search(r"\s(?:och|samt)\s", text) and len(names) > 1 for text, names in zip(bare, named, strict=True)
    )
    wraps = any(row.text.endswith(",") or row.text.count("(") > row.text.count(")") for row in rows[:-1])
    several = sum(len(names) > 1 for names in named) > 1  # a row that ends in the middle of an entry, and no row is one
    return joined_names or len(rows) == 1 or (wraps and several) or any(len(names) > 2 for names in named)


_BRACKETS = re.compile(r"\([^()]*\)")
_MANY = 60  # rows of one list that are looked at together


def _names(text: str) -> list[str]:
    """Parts of a list that begin with a person's name."""
    return [p for p in re.split(r",\s*|;\s*|\s+(?:och|samt)\s+", text) if leading_name(p.strip())]


def _cut(cell: Row, prose: bool, current: Entry | None) -> Iterator[tuple[int, str]]:
    """A cell at its commas outside brackets, with offsets; "och" too between names in prose."""
    text = cell.text
    m = _BULLET.match(text)
    at = m.end() if m else 0
    depth = current.open.count("(") - current.open.count(")") if current else 0
    begin = at
    for n in range(at, len(text)):
        if text[n] == "(":
            depth += 1
        elif text[n] == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and text[n] in ",;":
            yield cell.start + begin, text[begin : n + 1]
            begin = n + 1
        elif depth == 0 and prose and (w := re.match(r"\s(?:och|samt)\s(?=(?:[a-zåäö]+\s)?[A-ZÅÄÖ])", text[n:])):
            yield cell.start + begin, text[begin:n] + ","
            begin = n + w.end()
    if text[begin:].strip():
        yield cell.start + begin, text[begin:]


def _take(entries: list[Entry], raw: str, start: int, prose: bool) -> None:
    """A part: a new entry where it begins with a name, else something about the last."""
    text = raw.strip(" \t,;")
    start += len(raw) - len(raw.lstrip())
    end = start + len(raw.strip())
    if not text:
        return
    if entries and entries[-1].open.count("(") > entries[-1].open.count(")"):
        _close(entries[-1], text, end)
        return
    after_comma = bool(entries) and entries[-1].open.endswith(",")
    role, name, rest = named(text)
    if name and (not after_comma or prose or re.match(r"\s*\([A-ZÅÄÖ]{1,4}\)", rest)):
        entry = Entry(name, start, end, role=role, open=raw.strip())
        entries.append(entry)
        about(entry, rest)
    elif (
        name
        and after_comma
        and not prose
        and entries
        and start > entries[-1].end + 1
        and (entries[-1].organisation or entries[-1].role)
    ):
        entries.append(Entry(name, start, end, role=role, open=raw.strip()))
        about(entries[-1], rest)
    elif entries:
        entries[-1].end = end
        entries[-1].open = raw.strip()
        about(entries[-1], text)
    if entries:
        entries[-1].end = max(entries[-1].end, start + len(raw.strip().rstrip(",;")))
        if raw.strip().endswith((",", ";")):
            entries[-1].end = start + len(raw.strip().rstrip(",; "))


def _close(entry: Entry, text: str, end: int) -> None:
    """The rest of a bracket that a line end cut: "(kl 13.15-" + "13.30)"."""
    whole = entry.open + ("" if entry.open.endswith(("-", "–")) else " ") + text
    entry.open, entry.end = text if whole.count("(") == whole.count(")") else whole, end
    if whole.count("(") == whole.count(")"):
        about(entry, whole[whole.rfind("(") :])
