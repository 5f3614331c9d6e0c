"""The signature page's lines: names with the role printed beside, above or below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.cover import GROUPS, cells, label_of
from extractors.facts import Facts
from extractors.flow import Row, bounds, folded
from extractors.lexicon import load
from extractors.persons import leading_name
from extractors.stamps import find_stamps
from ingest.document import Document

_OPENS = re.compile(
    r"^(?:underskrift(?:er)?|justering|justeras|justerat|justerare|vid protokollet|signatur(?:er)?|"
    r"signering(?:ar)?|signerat|docusign|"
    r"protokollet (?:justeras|har justerats|är (?:digitalt|elektroniskt))|elektronisk|digital|detta dokument|"
    r"dokumentet|"
    r"undertecknat|undertecknare|verifikat|in fidem|bekräftas|protokollförare|protokollsförare)\b",
    re.I,
)
_CLOSES = re.compile(
    r"^(?:anslag|bevis|innehåll|ärendelista|föredragningslista|dagordning|organ\b|tillkännagivande|närvaro|"
    r"beslutande|plats och tid)",
    re.I,
)
# Matched on folded text: an engine may take å for a, or the other way.
_ROLE = re.compile(
    r"^(?P<role>(?:nämnd|mötes|kommun|forbunds|styrelse)?sekreterare|(?:1:e |2:e |forste |andre |v\.? |vice |"
    r"mötes)?(?:ordforande|ordf\.?)|"
    r"(?:protokolls?)?justerare|justerande|justeringsperson|justeringsman|protokollsforare|protokollforare|vid "
    r"protokollet|"
    r"vid tangenterna|justeras(?: av)?|justerat(?: av)?|sekr\.?|forbundschef|kassor|signerat av|undertecknat "
    r"av|signerad av|"
    r"undertecknare|underskrift av)(?!\w)(?:\s*\d)?\s*[:.]?[\s._…–-]*",
    re.I,
)
_ORDINAL = re.compile(r"^\d{1,2}(?:\.\d{1,2})?\.?\s+(?=[A-ZÅÄÖ])")
_INK = re.compile(r"^[._…\s-]{3,}|[._…]{3,}")
_CONTEXTS = (
    "vid protokollet",
    "vid tangenterna",
    "justeras",
    "justeras av",
    "justerat",
    "justerat av",
)  # a place, not yet a role
_SHARED = ("justeras", "justeras av", "justerat", "justerat av", "justerare", "justerande", "protokollsjusterare")


@dataclass(frozen=True)
class SignLine:
    """A name on the signature page, its printed role in small letters where one is told, and its place."""

    name: str
    role: str | None
    start: int
    end: int
    row: int


def signature_rows(document: Document, facts: Facts, all_rows: Sequence[Row]) -> list[Row]:
    """Rows under a signature page's headings, outside the §§; the last § is searched for an end it did not lose."""
    spans = [bounds(document, p.evidence) for p in facts.paragraphs]
    first = spans[0][0] if spans else len(document.text)
    begin_last, last = spans[-1] if spans else (0, 0)
    taken: list[Row] = []
    inside = False
    for row in all_rows:
        if first <= row.start < begin_last:
            inside = False
            continue
        text = row.text.strip("#*_ ")
        within_last = bool(spans) and begin_last <= row.start < last
        if within_last and not inside and not re.match(r"^(?:vid protokollet|justeras|docusign)", text, re.I):
            continue
        name = leading_name(text)
        ends_minutes = (
            bool(spans)
            and row.start >= last
            and (_ROLE.match(folded(text)) or (name is not None and _behind(text[name[1] :]) is not None))
        )
        if _CLOSES.match(text) or (inside and row.start < first and _opens_list(text)):
            inside = False
        elif (
            ends_minutes
            or _OPENS.match(text)
            or (not spans and _to_sign_on(text))
            or (find_stamps(text) and re.search(r"sign", text, re.I))
        ):
            inside = True
        if inside:
            taken.append(row)
    return taken


def _to_sign_on(text: str) -> bool:
    """In what is no minutes: a numbered heading "5 Underskrifter", or a line to sign on."""
    return _INK.fullmatch(text) is not None or _OPENS.match(_ORDINAL.sub("", text)) is not None


def _opens_list(text: str) -> bool:
    """Does a row of the cover begin a list of those present?"""
    label = label_of(text)
    return label is not None and label[0] in GROUPS


def sign_lines(region: Sequence[Row]) -> list[SignLine]:
    """Names with their roles; each person once."""
    found: list[SignLine] = []
    pending: list[str] = []  # roles told by a row of roles only, for the names below
    for at, row in enumerate(region):
        names, roles = _read_row(row, at)
        if names:
            found += _given(names, pending)
            pending = roles or pending
        elif roles and not _named_above(found, at, roles, pending):
            pending = roles
    return _distinct(found)


def _read_row(row: Row, at: int) -> tuple[list[SignLine], list[str]]:
    """The names of a row, each with the role of its own cell or the cell before it; roles left without a name."""
    names: list[SignLine] = []
    roles: list[str] = []
    for cell in cells(replace(row, text=row.text.replace("*", " ").replace("_ ", "  "))):
        text, start = cell.text, cell.start
        role = None
        while (m := _ROLE.match(folded(text))) and m.end():
            role = _printed(m["role"], text[m.start("role") : m.end("role")])
            text, start = text[m.end() :], start + m.end()
        if ink := _INK.match(text):
            text, start = text[ink.end() :], start + ink.end()
        if name := _name(text):
            told = role or (roles.pop(0) if roles else None) or _behind(text[len(name) :])
            names.append(SignLine(name, told, start, start + len(name), at))
        elif role and not re.search(
            r"[A-ZÅÄÖ][a-zåäö]{2}|\w{6}", text
        ):  # a line to sign on, or what an engine made of ink
            roles.append(role)
    return names, roles


def _behind(text: str) -> str | None:
    """A role printed after the name: "Anna Berg, ordförande"."""
    m = re.match(r"\s*[,(–-]?\s*(?P<role>[a-zåäöA-ZÅÄÖ. ]{4,25})\)?\s*$", text)
    told = m["role"].strip() if m else ""
    return _printed(folded(told), told) if told and _ROLE.match(folded(told)) else None


def _printed(role: str, text: str) -> str:
    """A role as it should be spelled where the lexicon knows it, else as printed; in small letters."""
    known: dict[str, str] = {folded(word): word for word in load("roles")["roller"]}
    return known.get(role, text.casefold() if "ü" not in text else role)


def _given(names: list[SignLine], pending: list[str]) -> list[SignLine]:
    """Names with the pending roles, in order; "Justeras" and "Justerare" hold for all the names below them."""
    for n, line in enumerate(names):
        if line.role is None and pending:
            shared = len(pending) == 1 and pending[0] in _SHARED
            names[n] = replace(line, role=pending[0] if shared else pending.pop(0))
    return names


def _named_above(found: list[SignLine], at: int, roles: list[str], pending: list[str]) -> bool:
    """Roles printed under their names; gives them to the row above and tells whether it did."""
    if any(role in _CONTEXTS for role in roles):
        return False
    above = [n for n, line in enumerate(found) if at - line.row <= 2 and (line.role is None or line.role in _CONTEXTS)]
    if len(above) < len(roles) or (pending and not any(role in _SHARED for role in pending)):
        return False
    for n, role in zip(above[-len(roles) :], roles, strict=True):
        found[n] = replace(found[n], role=role)
    return True


def _name(text: str) -> str | None:
    if found := leading_name(text):
        return found[0]
    capital = re.match(r"^[A-ZÅÄÖÉ]{2,}(?:[ -][A-ZÅÄÖÉ]{2,}){1,3}(?=\s|$|,)", text)
    return capital[0] if capital and leading_name(capital[0].title()) else None


def _distinct(found: Sequence[SignLine]) -> list[SignLine]:
    """One who stands twice (line and stamp) once, with the role that was told."""
    kept: dict[str, SignLine] = {}
    for line in found:
        key = line.name.casefold()
        if key not in kept:
            kept[key] = line
        elif kept[key].role is None:
            kept[key] = replace(kept[key], role=line.role)
    return list(kept.values())
