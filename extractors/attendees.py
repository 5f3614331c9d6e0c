"""One who was present, read from an entry of the list: name, party, role, organisation, times, §§, whose place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.cover import cells
from extractors.facts import Attendee, Group
from extractors.flow import BULLETS, Row
from extractors.lexicon import load
from extractors.persons import NAME, PARTY, is_role, leading_name
from extractors.stream import stream
from ingest.document import Document

_BULLET = re.compile(rf"^(?:[*{re.escape(BULLETS)}]\s+|\d{{1,2}}[.)]\s+)")
_CLOCK = r"(\d{1,2})(?:[.:](\d\d))?"
_SPAN = re.compile(rf"\b(?:kl(?:ockan)?\.?\s*)?{_CLOCK}\s*[–-]\s*(?:kl\.?\s*)?{_CLOCK}(?!\d)")
_FROM = re.compile(
    rf"\b(?:fr\.?\s?o\.?\s?m\.?|från(?: och med)?|ankom|anlände|anländer|kom)\s*(?:kl(?:ockan)?\.?\s*){_CLOCK}", re.I
)
_UNTIL = re.compile(
    rf"\b(?:t\.?\s?o\.?\s?m\.?|till(?: och med)?|avvek|lämnade|lämnar|gick)\s*(?:[a-zåäö]+ "
    rf")?(?:kl(?:ockan)?\.?\s*){_CLOCK}",
    re.I,
)
_SIGNS = re.compile(
    r"(?:(?:fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?|från|till|ej|del av|utom|deltar|"
    r"vid)\s+)*§{1,2}\s*\d+(?:\s*(?:[–,-]|och|samt|t\.?o\.?m\.?)\s*(?:§{1,2}\s*)?\d+)*(?:\s*-\s*$)?"
)
_FOR = re.compile(
    rf"\b(?:ersätter|ersättare för|ers\.? för|tjg\.?\s*ers\.?(?:ättare)? för|tj\.?\s?ers\.? för|tjänstgörande "
    rf"ersättare för|tjänstgör för|tjänstgörande för|tjg\.? för|i stället för|istället för|"
    rf"för)\s+(?P<name>{NAME})"
)
_SERVES = re.compile(r"^(?:tjg\.?|tj\.?g?\.?|tjänstgörande)(?:\s*(?:ers\.?|ersättare))?$", re.I)
_NOT_ORGANISATION = re.compile(
    r"^(?:x|ja|nej|närvarande|frånvarande|deltar|på distans|distans|via teams|teams|digitalt|via länk|via zoom|"
    r"hela mötet|del av mötet)$",
    re.I,
)


@dataclass
class _Entry:
    """An entry while it is read."""

    name: str
    start: int
    end: int
    role: str | None = None
    organisation: str | None = None
    party: str | None = None
    arrived: str | None = None
    left: str | None = None
    paragraphs: str | None = None
    serving_for: str | None = None
    open: str = field(default="")


def read_entries(document: Document, rows: Sequence[Row], group: Group) -> list[Attendee]:
    """The entries of a list in its order; rows that are no entry end it."""
    prose = _is_prose(rows)
    entries = _flowing(rows) if prose else _rowwise(rows)
    return [
        Attendee(
            name=e.name, group=group, role=e.role, organisation=e.organisation, party=e.party,
            arrived=e.arrived, left=e.left, paragraphs=e.paragraphs, serving_for=e.serving_for,
            evidence=document.evidence(e.start, e.end), confidence=0.95,
        )
        for e in entries
    ]  # fmt: skip


def _rowwise(rows: Sequence[Row]) -> list[_Entry]:
    entries: list[_Entry] = []
    for row in rows:
        if _ends_list(row, bool(entries)):
            break
        for cell in cells(row):
            for start, text in _cut(cell, False, entries[-1] if entries else None):
                _take(entries, text, start, False)
    return entries


def _flowing(rows: Sequence[Row]) -> list[_Entry]:
    """Names one after another over the line ends, to the first empty line."""
    part: list[Row] = []
    for row in rows:
        if part and row.gap and not part[-1].text.endswith((",", ";", "-")):
            break
        part.append(row)
    words = stream(part)
    entries: list[_Entry] = []
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
    return joined_names or len(rows) == 1 or any(len(names) > 2 for names in named)


_BRACKETS = re.compile(r"\([^()]*\)")
_MANY = 60  # rows of one list that are looked at together


def _names(text: str) -> list[str]:
    """Parts of a list that begin with a person's name."""
    return [p for p in re.split(r",\s*|;\s*|\s+(?:och|samt)\s+", text) if leading_name(p.strip())]


def _cut(cell: Row, prose: bool, current: _Entry | None) -> Iterator[tuple[int, str]]:
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
        elif depth == 0 and prose and (w := re.match(r"\s(?:och|samt)\s(?=[A-ZÅÄÖ])", text[n:])):
            yield cell.start + begin, text[begin:n] + ","
            begin = n + w.end()
    if text[begin:].strip():
        yield cell.start + begin, text[begin:]


def _take(entries: list[_Entry], raw: str, start: int, prose: bool) -> None:
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
    role, name, rest = _named(text)
    if name and (not after_comma or prose or re.match(r"\s*\([A-ZÅÄÖ]{1,4}\)", rest)):
        entry = _Entry(name, start, end, role=role, open=raw.strip())
        entries.append(entry)
        _about(entry, rest)
    elif (
        name
        and after_comma
        and not prose
        and entries
        and start > entries[-1].end + 1
        and (entries[-1].organisation or entries[-1].role)
    ):
        entries.append(_Entry(name, start, end, role=role, open=raw.strip()))
        _about(entries[-1], rest)
    elif entries:
        entries[-1].end = end
        entries[-1].open = raw.strip()
        _about(entries[-1], text)
    if entries:
        entries[-1].end = max(entries[-1].end, start + len(raw.strip().rstrip(",;")))
        if raw.strip().endswith((",", ";")):
            entries[-1].end = start + len(raw.strip().rstrip(",; "))


def _close(entry: _Entry, text: str, end: int) -> None:
    """The rest of a bracket that a line end cut: "(kl 13.15-" + "13.30)"."""
    whole = entry.open + ("" if entry.open.endswith(("-", "–")) else " ") + text
    entry.open, entry.end = text if whole.count("(") == whole.count(")") else whole, end
    if whole.count("(") == whole.count(")"):
        _about(entry, whole[whole.rfind("(") :])


def _named(text: str) -> tuple[str | None, str | None, str]:
    """(role before the name, name, what follows) of a part; name None where it begins with none."""
    found = leading_name(text)
    if found and not is_role(found[0].split()[0]):
        return None, found[0], text[found[1] :]
    m = re.match(r"^(?P<role>(?:[\wåäö:.]+\s+){0,3}?[\wåäö:.]+?):?\s+(?=[A-ZÅÄÖ])", text)
    while m:
        tail = text[m.end() :]
        found = leading_name(tail)
        if is_role(m["role"]) and found:
            return m["role"].strip(" :"), found[0], tail[found[1] :]
        longer = re.match(rf"^(?P<role>{re.escape(m[0])}[\wåäö:.]+?):?\s+(?=[A-ZÅÄÖ])", text)
        m = longer if longer and longer.end() > m.end() else None
    return None, None, text


def _about(entry: _Entry, text: str) -> None:
    """Party, times, §§, whom one serves for, role, organisation, as a part tells; an open bracket waits for its end."""
    rest = text if text.count("(") <= text.count(")") else text[: text.rfind("(")]
    if m := PARTY.search(rest):
        entry.party = entry.party or m["party"]
        rest = rest[: m.start()] + " " + rest[m.end() :]
    if m := _FOR.search(rest):
        entry.serving_for = m["name"]
        rest = rest[: m.start()] + " " + re.sub(r"^\s*\([A-ZÅÄÖ]{1,5}\)", "", rest[m.end() :])
    rest = _times(entry, rest)
    if m := _SIGNS.search(rest):
        entry.paragraphs = m[0].strip(" ,")
        rest = rest[: m.start()] + " " + rest[m.end() :]
    for part in re.split(r"[(),;]|\s{2,}", rest):
        _word(entry, part.strip(" ,;.–-"))


def _times(entry: _Entry, text: str) -> str:
    if (m := _SPAN.search(text)) and ("kl" in text.casefold() or m[2] or m[4]) and "§" not in text[: m.start()]:
        entry.arrived, entry.left = clock(m[1], m[2]), clock(m[3], m[4])
        return text[: m.start()] + " " + text[m.end() :]
    for pattern, key in ((_FROM, "arrived"), (_UNTIL, "left")):
        if m := pattern.search(text):
            setattr(entry, key, clock(m[1], m[2]))
            text = text[: m.start()] + " " + text[m.end() :]
    return text


def _word(entry: _Entry, part: str) -> None:
    if len(part) < 1 or _NOT_ORGANISATION.match(part):
        return
    if part in load("roles")["partier"]:
        entry.party = entry.party or part
    elif _SERVES.match(part) or is_role(part):
        entry.role = f"{entry.role}, {part}" if entry.role and entry.role != part else part
    elif len(part) > 1 and re.search(r"[A-ZÅÄÖ]", part):
        entry.organisation = f"{entry.organisation}, {part}" if entry.organisation else part


def clock(hour: str, minute: str | None) -> str | None:
    """ "9", "30" → "09:30"; None for what is no time of day."""
    h, m = int(hour), int(minute or 0)
    return f"{h:02d}:{m:02d}" if h < 24 and m < 60 else None
