"""Who signed, as what, when: signature lines in ink and the stamps of signing services."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from extractors.cover import cells
from extractors.decisions import bounds
from extractors.extractor import Extractor
from extractors.facts import Facts, Signature
from extractors.flow import Row, rows
from extractors.persons import leading_name
from extractors.stamps import Stamp, find_stamps
from ingest.document import Document

_OPENS = re.compile(
    r"^(?:underskrift(?:er)?|justering|justeras|justerat|justerare|vid protokollet|signatur(?:er)?|signering(?:ar)?|signerat|docusign|protokollet (?:justeras|har justerats|är (?:digitalt|elektroniskt))|"
    r"elektronisk|digital|detta dokument|dokumentet|undertecknat|undertecknare|verifikat|in fidem|bekräftas|protokollförare|protokollsförare)\b",
    re.I,
)  # fmt: skip
_CLOSES = re.compile(
    r"^(?:anslag|bevis|innehåll|ärendelista|föredragningslista|dagordning|organ\b|tillkännagivande|närvaro|beslutande|plats och tid)",
    re.I,
)
_ROLE = re.compile(
    r"^(?P<role>(?:nämnd|mötes|kommun|förbunds|styrelse)?sekreterare|(?:1:e |2:e |förste |andre |v\.? |vice |mötes)?(?:ordförande|ordf\.?)|(?:protokolls?)?justerare|justerande|justeringsperson|justeringsman|protokollsförare|protokollförare|vid protokollet|vid tangenterna|"
    r"justeras(?: av)?|justerat(?: av)?|sekr\.?|förbundschef|kassör|signerat av|undertecknat av|signerad av|undertecknare|underskrift av)(?:\s*\d)?\s*[:.]?[\s._…–-]*",
    re.I,
)  # fmt: skip
_CANON = {
    "vid protokollet": "sekreterare",
    "vid tangenterna": "sekreterare",
    "justeras": "justerande",
    "justeras av": "justerande",
    "justerat": "justerande",
    "justerat av": "justerande",
}
_NO_ROLE = {"signerat av", "undertecknat av", "signerad av", "undertecknare", "underskrift av"}
_INK = re.compile(r"^[._…\s-]{3,}|[._…]{3,}")


@dataclass(frozen=True)
class _Line:
    """A name on the signature page, its role where the row tells it."""

    name: str
    role: str | None
    start: int
    end: int
    row: int


def _region(document: Document, facts: Facts, all_rows: Sequence[Row]) -> list[Row]:
    """Rows outside the §§ that stand under a signature page's headings; the last § is searched for its end matter too."""
    spans = [bounds(document, p) for p in facts.paragraphs]
    first = spans[0][0] if spans else len(document.text)
    last = spans[-1][1] if spans else 0
    tail_of_last = spans[-1][0] if spans else 0
    taken: list[Row] = []
    inside = False
    for row in all_rows:
        if first <= row.start < tail_of_last:
            inside = False
            continue
        in_last = bool(spans) and tail_of_last <= row.start < last
        text = row.text.strip("#*_ ")
        if in_last and not re.match(r"^(?:vid protokollet|justeras|docusign)", text, re.I) and not inside:
            continue
        if _CLOSES.match(text):
            inside = False
        elif (
            (spans and row.start >= last and _ROLE.match(text))
            or _OPENS.match(text)
            or (find_stamps(text) and re.search(r"sign", text, re.I))
        ):
            inside = True
        if inside:
            taken.append(row)
    return taken


def _lines(region: Sequence[Row]) -> list[_Line]:
    """Names with roles, row by row: in one cell, in the cell before, or in the row above or below in the same column."""
    found: list[_Line] = []
    pending: list[str] = []  # roles told by a row of roles only
    for at, row in enumerate(region):
        parts = [c for c in cells(replace(row, text=row.text.replace("*", " ").replace("_ ", "  ")))]
        names: list[_Line] = []
        roles: list[str] = []
        for cell in parts:
            text, start = cell.text, cell.start
            role = None
            while m := _ROLE.match(text):
                if not m[0].strip() or m.end() == 0:
                    break
                role = m["role"].casefold()
                text, start = text[m.end() :], start + m.end()
            if ink := _INK.match(text):
                text, start = text[ink.end() :], start + ink.end()
            name = _name(text)
            if name:
                told = role or (roles.pop(0) if roles else None)
                after = re.match(r"\s*[,(–-]?\s*(?P<role>[a-zåäöA-ZÅÄÖ. ]{4,25})\)?\s*$", text[len(name) :])
                if told is None and after and _ROLE.match(after["role"].strip()):
                    told = after["role"].strip().casefold()
                names.append(_Line(name, told, start, start + len(name), at))
            elif role and not text.strip(" ._…"):
                roles.append(role)
        if names:
            for n, line in enumerate(names):
                if line.role is None and pending:
                    names[n] = replace(line, role=pending.pop(0))
            found += names
            pending = roles if roles else pending
        elif roles:
            bare = [n for n, line in enumerate(found) if line.role is None and at - line.row <= 2]
            if bare and len(bare) >= len(roles) and not pending:
                for n, role in zip(bare[-len(roles) :], roles, strict=True):
                    found[n] = replace(found[n], role=role)
            elif (
                found
                and not pending
                and at - found[-1].row == 1
                and len(roles) == 1
                and found[-1].role in ("vid protokollet", "justeras", "justerat", "justeras av")
            ):
                found[-1] = replace(found[-1], role=roles[0])
            elif found and not pending and _matches_context(found, at, roles):
                for line, role in zip(_of_row(found, at - 1), roles, strict=True):
                    found[found.index(line)] = replace(line, role=role)
            else:
                pending = roles
    return _distinct(found)


def _of_row(found: Sequence[_Line], row: int) -> list[_Line]:
    return [line for line in found if line.row == row]


def _matches_context(found: Sequence[_Line], at: int, roles: Sequence[str]) -> bool:
    above = _of_row(found, at - 1)
    return len(above) == len(roles) and all(
        line.role in (None, "justeras", "vid protokollet", "justerat") for line in above
    )


def _name(text: str) -> str | None:
    if found := leading_name(text):
        return found[0]
    capital = re.match(r"^[A-ZÅÄÖÉ]{2,}(?:[ -][A-ZÅÄÖÉ]{2,}){1,3}(?=\s|$|,)", text)
    return capital[0] if capital and leading_name(capital[0].title()) else None


def _distinct(found: Sequence[_Line]) -> list[_Line]:
    """One who stands twice (line and stamp) once, with the role that was told."""
    kept: dict[str, _Line] = {}
    for line in found:
        key = line.name.casefold()
        if key in kept:
            if kept[key].role is None or kept[key].role in _NO_ROLE:
                kept[key] = replace(kept[key], role=line.role)
        else:
            kept[key] = line
    return list(kept.values())


def _times(region: Sequence[Row], lines: Sequence[_Line]) -> dict[int, Stamp]:
    """Which stamp belongs to which name: by order where there are as many, else the nearest one within a row or two."""
    told: list[tuple[int, Stamp]] = []
    for at, row in enumerate(region):
        told += [(at, stamp) for stamp in find_stamps(row.text)]
    distinct: dict[str, tuple[int, Stamp]] = {}
    for at, stamp in told:
        distinct.setdefault(stamp.utc, (at, stamp))
    if len(distinct) == len(lines):
        return {n: stamp for n, (_, stamp) in enumerate(distinct.values())}
    pairs = told if len(told) == len(lines) else []
    if pairs:
        return {n: stamp for n, (_, stamp) in enumerate(pairs)}
    result: dict[int, Stamp] = {}
    for n, line in enumerate(lines):
        near = [(abs(at - line.row), at < line.row, stamp) for at, stamp in told if abs(at - line.row) <= 2]
        if near:
            result[n] = min(near, key=lambda x: (x[0], x[1]))[2]
    return result


def _known(name: str, facts: Facts) -> tuple[str, bool]:
    """The attendance's spelling of a name that differs by a letter or two; and whether it was changed."""
    best, likeness = name, 0.0
    for person in facts.attendance:
        like = SequenceMatcher(None, person.name.casefold(), name.casefold(), autojunk=False).ratio()
        if like > likeness:
            best, likeness = person.name, like
    return (best, best != name) if likeness >= 0.86 else (name.title() if name.isupper() else name, False)


def _run(document: Document, facts: Facts) -> Mapping[str, Any]:
    all_rows = rows(document)
    if not facts.paragraphs and (
        facts.kind is None or facts.kind.value not in ("protokoll", "avtal", "årsredovisning", "revisionsberättelse")
    ):
        return {"signatures": ()}
    region = _region(document, facts, all_rows)
    lines = _lines(region)
    times = _times(region, lines)
    found = []
    for n, line in enumerate(lines):
        name, changed = _known(line.name, facts)
        stamp = times.get(n)
        role = _CANON.get(line.role or "", line.role)
        found.append(
            Signature(
                name=name, role=None if role in _NO_ROLE else role, signed_at=stamp.utc if stamp else None,
                method="e-sign stamp" if stamp else "ink", evidence=document.evidence(line.start, line.end),
                certainty="inferred" if changed or (stamp and not stamp.certain) else "stated",
                confidence=0.8 if changed else 0.92,
            )
        )  # fmt: skip
    return {"signatures": tuple(found)}


EXTRACTOR = Extractor("signatures", 1, ("paragraphs", "attendance", "kind"), ("signatures",), _run)
