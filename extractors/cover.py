"""The cover page as fields: which label its rows stand under ("Plats och tid", "Beslutande", "Ersättare" …)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.flow import Row, folded
from extractors.lexicon import load, per_lexica
from extractors.persons import is_role, leading_name

GROUPS = ("beslutande", "ersättare", "övrig", "frånvarande")
_CELL = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_AFTER_DATE = re.compile(r"(?<=\d)\s+(?=[A-ZÅÄÖa-zåäö])")
_MARKDOWN = re.compile(r"^(?:#+\s*|\*\*|__|>\s*)+")
_SINGLE_ENTRY = ("ordförande", "sekreterare")


@dataclass(frozen=True)
class Field:
    """Rows, or parts of rows, under a label; `kind`: a group, a key of the lexicon's lists, or ""."""

    kind: str
    label: str
    rows: tuple[Row, ...]
    start: int
    serving: bool = False  # a table with a column for whom a substitute serves


@per_lexica
def _labels() -> tuple[tuple[str, str], ...]:
    """(label, kind), the longest first."""
    lexicon = load("roles")
    made = {folded(word): group for group, words in lexicon["grupper"].items() for word in words}
    made |= {folded(word): kind for kind, words in lexicon["uppgifter"].items() for word in words}
    made |= {
        folded(word): f"anslag {kind}"
        for kind, words in lexicon["anslag"].items()
        for word in words
        if folded(word) not in made
    }
    return tuple(sorted(made.items(), key=lambda item: -len(item[0])))


def label_of(text: str) -> tuple[str, str, int] | None:
    """The label a text begins with: (kind, label, where what follows begins); None where there is none.

    A word alone, or followed by a colon, dots or a column gap, is a label; followed by one space only where it is a
    phrase or what follows begins with a capital or a figure.
    """
    low = folded(text)
    if joint := _joint(low):
        return joint
    for label, kind in _labels():
        if not low.startswith(label):
            continue
        after = text[len(label) :]
        m = re.match(
            r"\**\s*(?:\((?:ej tjänstgörande|tjänstgörande|[\w\s]{1,25})\))?\s*(?:[:;]|[._…]{3,}|\t|  |\**$)[\s:._…*]*",
            after,
        )
        if m:
            return kind, label, len(label) + m.end()
        if re.match(r"\s(?=[A-ZÅÄÖ0-9(])", after) and (
            " " in label
            or kind in (*GROUPS, *_SINGLE_ENTRY, "plats", "tid", "datum", "justerare", "slut")
            or kind.startswith("anslag")
        ):
            if kind in ("slut",) and not re.match(r"\s[§\d]", after):
                continue
            if label in (
                "anslaget",
                "ansvarig",
                "dag",
                "kl",
                "styrelsen",
                "styrelse",
                "protokoll",
                "narvarolista",
            ) and not re.match(r"\s\d", after):
                continue
            return kind, label, len(label) + 1
    return None


def _joint(low: str) -> tuple[str, str, int] | None:
    """A label made of several lists' names: "Tjänstemän och gäster", "Ledamöter/ersättare"; the first one counts."""
    head = re.match(r"[^:]{3,60}?(?=\s*:|\s*$)", low)
    if head and head[0] in dict(_labels()):  # "Närvarande, ej tjänstgörande ersättare"
        return None
    parts = re.split(r"\s+(?:och|samt)\s+|\s*/\s*|,\s*", head[0]) if head else []
    kinds = [dict(_labels()).get(part) for part in parts]
    if head is None or len(parts) < 2 or kinds[0] not in GROUPS or not all(kinds):
        return None
    after = low[head.end() :]
    return str(kinds[0]), head[0], len(low) - len(after.lstrip(" :\t"))


def fields(rows: Sequence[Row]) -> list[Field]:
    """The rows cut at their labels, in order."""
    if not rows:
        return []
    found: list[tuple[Field, list[Row]]] = [(Field("", "", (), rows[0].start), [])]
    for row in rows:
        if _is_columns(row):
            if group := _group_column(row):
                opened = found[-1][0].kind in GROUPS and not found[-1][1]  # the list's own label stands above its table
                found.append((replace(group, kind=found[-1][0].kind) if opened and not group.serving else group, []))
            elif found[-1][0].kind not in GROUPS:
                found.append((Field("slut", "", (), row.start), []))
            continue
        for part in _parts(row):
            field, under = found[-1]
            named = label_of(part.text)
            if named is None or _entry_of_list(field, under, named[0], part, named[2]):
                under.append(part)
                continue
            kind, label, rest = named
            if label.startswith("underskrift") and any(f.kind.startswith("anslag ") for f, _ in found):
                kind = "anslag ansvarig"
            found.append((Field(kind, label, (), part.start), _after_label(part, rest)))
    return [replace(field, rows=tuple(under)) for field, under in found]


def _after_label(part: Row, rest: int) -> list[Row]:
    """What stands on a label's row beside it."""
    text = part.text[rest:]
    start = part.start + rest + len(text) - len(text.lstrip())
    return [replace(part, text=text.strip(), start=start, gap=True)] if text.strip() else []


def _is_columns(row: Row) -> bool:
    """Is a row the head of a table of those present: "Namn  Parti  Uppdrag"?"""
    words = set(load("roles")["kolumner"]["ord"])
    parts = re.split(r"\s{2,}|\s+(?:och|/)\s+|\s*/\s*", row.text.casefold().strip(" |"))
    known = parts[1:] if parts[0] == "ledamöter" and _SERVING.search(row.text) else parts
    return len(parts) > 1 and all(part in words for part in known)


_SERVING = re.compile(r"\b(?:ersättare för|tjänstgör(?:ande)? för|ersätter|i stället för)\b", re.I)


def _group_column(row: Row) -> Field | None:
    """The list that a table's head opens by its first cell: "Beslutande ledamöter  Parti  Ersättare för"."""
    first, *others = cells(row)
    named = label_of(first.text)
    if named is None or named[0] not in GROUPS:
        return None
    if not _SERVING.search(row.text) and any((label := label_of(c.text)) and label[0] in GROUPS for c in others):
        return None
    return Field(named[0], named[1], (), row.start, serving=any(_SERVING.search(cell.text) for cell in others))


def _entry_of_list(field: Field, under: Sequence[Row], kind: str, part: Row, rest: int) -> bool:
    """Is "Ordförande Anna Berg" one of the list's entries rather than a field of its own?"""
    if kind not in _SINGLE_ENTRY or field.kind not in GROUPS:
        return False
    if under and not part.gap and not part.text[rest:].strip() and any(c.text.endswith(",") for c in cells(under[-1])):
        return True  # "Anna Berg Lindvall," on the row above: her office, wrapped
    named = leading_name(part.text[rest:].lstrip()) is not None
    role_first = any(_role_first(row.text) for row in under)
    colon = part.text[:rest].rstrip().endswith(":")
    if part.text[:rest].endswith("  ") and under and not role_first:  # a cell of its own, below a list without offices
        return False
    return named and (role_first or (not colon and (not part.gap or not under)))


def _role_first(text: str) -> bool:
    first = re.split(r"[\s:]+", text, maxsplit=1)[0]
    return is_role(first)


def _parts(row: Row) -> list[Row]:
    """A row cut where a second label begins: after a column gap, or after a date on the notice."""
    if mark := _MARKDOWN.match(row.text):
        row = replace(row, text=row.text[mark.end() :], start=row.start + mark.end())
    text = row.text
    cuts = [0]
    for m in re.finditer(r"\s{2,}", text):
        named = label_of(text[m.end() :])
        if named and (
            named[0].startswith("anslag")
            or named[0] in ("slut", "tid", "datum", "plats")
            or text[m.end() :].lstrip()[len(named[1]) :].startswith(":")
        ):
            cuts.append(m.end())
    for m in _AFTER_DATE.finditer(text):
        named = label_of(text[m.end() :])
        if named and named[0].startswith("anslag"):
            cuts.append(m.end())
    cuts = sorted(set(cuts))
    parts = []
    for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True):
        piece = text[a:b].rstrip()
        parts.append(
            replace(
                row, text=piece, start=row.start + a, end=row.start + a + len(piece), gap=row.gap if a == 0 else False
            )
        )
    return parts


def cells(row: Row) -> list[Row]:
    """A row cut at its column gaps."""
    found = []
    for m in _CELL.finditer(row.text):
        start = row.start + m.start()
        found.append(replace(row, text=m[0], start=start, end=start + len(m[0])))
    return found
