"""A meeting's head and its notice: day, hours, place, who led it, wrote it and checked it, how it was announced."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.cover import Field
from extractors.date_forms import MONTHS
from extractors.days import find_spells
from extractors.entries import clock
from extractors.facts import Notice
from extractors.flow import Row, joined
from extractors.persons import leading_name, people_in
from ingest.document import Document, Evidence

_WEEKDAY = r"(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?"
_HOURS = re.compile(
    r"(?:\b(?:kl(?:ockan)?\.?|mellan)\s*)?\b(\d{1,2})[.:](\d\d)\s*(?:[–—-]{1,2}|- [–—-]|till|och)\s*"
    r"(?:kl(?:ockan)?\.?\s*)?(\d{1,2})[.:](\d\d)\b(?!-)"
)
_WHOLE_HOURS = re.compile(
    r"\bkl(?:ockan)?\.?\s*(\d{1,2})(?:[.:](\d\d))?\s*(?:[–-]|till)\s*(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d\d))?(?![\d.:/-])"
)
_START = re.compile(r"\bkl(?:ockan)?\.?\s*(\d{1,2})(?:[.:](\d\d))?(?!\d)")
_OPENED = re.compile(
    r"\b(?:öppna(?:s|des|de|r)|börja(?:r|de)|inled(?:s|des|er|de)|"
    r"startade?)\b[^.]{0,60}?\bkl(?:ockan)?\.?\s*(\d{1,2})[.:](\d\d)",
    re.I,
)
_CLOSED = re.compile(
    r"\b(?:avsluta(?:s|des|de|r|d)|sluta(?:r|de|des)|stäng(?:s|des|er|"
    r"de))\b[^.]{0,60}?\bkl(?:ockan)?\.?\s*(\d{1,2})[.:](\d\d)",
    re.I,
)
_PAUSE = re.compile(r"[,;(]?\s*\(?\b(?:ajourner\w*|paus\w*|avbrott|lunch\w*|gruppmöte\w*)\b[^);\n]{0,60}\)?", re.I)


def find_day(text: str) -> str | None:
    """The first whole date in a text, ISO; None where there is none."""
    return next((spell.first for spell in find_spells(text)), None)


def find_hours(text: str) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """Start and end of a meeting as HH:MM, and where they stand in the text."""
    text = _PAUSE.sub(lambda m: " " * len(m[0]), text)
    for pattern in (_HOURS, _WHOLE_HOURS):
        if m := pattern.search(text):
            start, end = clock(m[1], m[2]), clock(m[3], m[4])
            later = [h for h in pattern.finditer(text) if h.start() > m.end()]
            if later:  # adjourned in between: the last stretch ends it
                end = clock(later[-1][3], later[-1][4])
            if start and end:
                return start, end, (m.start(), (later[-1] if later else m).end())
    if m := _START.search(text):
        return clock(m[1], m[2]), None, m.span()
    return None, None, None


def opened_and_closed(text: str) -> tuple[str | None, str | None]:
    """Hours told in running text: "Mötet öppnades kl. 18.00" … "avslutades kl. 20.15"."""
    opened, closed = _OPENED.search(text), list(_CLOSED.finditer(text))
    return (
        clock(opened[1], opened[2]) if opened else None,
        clock(closed[-1][1], closed[-1][2]) if closed else None,
    )


def place_in(text: str) -> str | None:
    """What is left of "Plats och tid" without day and hours."""
    _, _, where = find_hours(text)
    if where:
        text = text[: where[0]] + " ¦ " + text[where[1] :]
    text = _PAUSE.sub("", text)
    text = re.sub(rf"\b{_WEEKDAY}(?:en)?\b(?=[\s,]*(?:den\b|\d|¦|$))", " ", text, flags=re.I)
    for spell in reversed(list(find_spells(text))):
        text = f"{text[: spell.start]} ¦ {text[spell.end :]}"
    text = re.sub(rf"\b(?:den\s+)?\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\b", " ¦ ", text)
    text = re.sub(r"\b(?:kl(?:ockan)?\.?|tid|den|mellan)\s*:?\s*(?=¦)", " ", text, flags=re.I)
    text = re.sub(r"¦\s*(?:-|–|\()?\s*(?:kl\.?)?", "¦", text)
    parts = [part.strip(" ,;.:–-()") for part in text.split("¦")]
    kept = [re.sub(r"\s+", " ", part).replace(" ,", ",") for part in parts if re.search(r"[A-Za-zÅÄÖåäö]{2}", part)]
    place = ", ".join(kept)
    return re.sub(r"^(?:plats|lokal)\s*:?\s*", "", place, flags=re.I) or None


def value_of(field: Field, most: int = 5) -> str:
    """A field's rows joined, to the first empty line after something was said."""
    return joined(row.text for row in value_rows(field, most))


def value_rows(field: Field, most: int = 5) -> list[Row]:
    taken: list[Row] = []
    for row in field.rows[:most]:
        if taken and row.gap and not taken[-1].text.endswith((",", "-", "–")):
            break
        taken.append(row)
    return taken


def find_notice(document: Document, found: Sequence[Field]) -> Notice | None:
    """The notice: days up and down, where the minutes are kept, who answers for it."""
    values: dict[str, str | None] = {}
    places: list[tuple[int, int]] = []
    for field in found:
        if not field.kind.startswith("anslag ") or not field.rows:
            continue
        key, text = field.kind.removeprefix("anslag "), value_of(field, 2)
        value = (
            find_day(text) if key in ("uppe", "nere") else _person(text) if key == "ansvarig" else text.strip(" .:_")
        )
        if value and key not in values:
            values[key] = value
            places.append((field.start, value_rows(field, 2)[-1].end))
        if key == "uppe" and "nere" not in values and (spells := list(find_spells(text))):
            later = spells[1].first if len(spells) > 1 else spells[0].last
            values |= {"nere": later} if later != spells[0].first else {}
    if not places or not ({"uppe", "nere", "plats"} & values.keys()):
        return None
    return Notice(
        posted=values.get("uppe"), removed=values.get("nere"),
        kept_at=values.get("plats"), responsible=values.get("ansvarig"),
        evidence=_span(document, places),
    )  # fmt: skip


def _span(document: Document, places: Sequence[tuple[int, int]]) -> Evidence:
    return document.evidence(min(a for a, _ in places), max(b for _, b in places))


def _person(text: str) -> str | None:
    cleaned = re.sub(r"[._…]{2,}", " ", text).strip()
    found = leading_name(cleaned)
    if found:
        return found[0]
    people = people_in(cleaned)
    return people[0] if people else None
