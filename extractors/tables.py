"""Tables of figures: grids become titled tables of öre, a table that goes on over a page or a section is one table.

The unit is what the table, its title or the lines beside it state ("Belopp i tkr"); where none is stated, what another
table of the document states in which the same figures stand (a note and the statement it belongs to).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from extractors.chosen_readings import Doubtful, choose
from extractors.extractor import Extractor
from extractors.facts import Facts, Finding, Row, Table
from extractors.figures import UNITS, is_when, parse_figure, plain_unit, stated_unit
from extractors.table_shape import Shape, ShapedRow, is_caption, keeps_empty, shape
from ingest.document import Document, Evidence, Piece, TextLine

Unit = Literal["kr", "tkr", "mkr"]

_TITLE_LINES = 4
_LONGEST_TITLE = 110
_ASIDE = re.compile(r"^\(.*\)$|^belopp\b|^(?:i )?(?:tkr|kr|mkr|tusental kronor)\W*$", re.IGNORECASE)
_TITLED = re.compile(r"(?:not|tabell|diagram)\s*\d|\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÅÄÖ]", re.IGNORECASE)
_EVERYWHERE = re.compile(r"(?:alla|samtliga)?\s*belopp\s+(?:\w+\s+){0,4}?i\s+[\w ]{2,18}", re.IGNORECASE)
_GAP_LINES = 3
_SIX_DIGITS = 100_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A table before its unit is known; `parts` are the grids it was put together from."""

    parts: tuple[Shape, ...]
    title: str | None
    stated: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        return self.parts[0].columns

    @property
    def rows(self) -> tuple[ShapedRow, ...]:
        return tuple(row for part in self.parts for row in part.rows)


def find_tables(document: Document, facts: Facts) -> Mapping[str, Any]:
    """The tables of a document in reading order."""
    drafts: list[Draft] = []
    for page in document.pages:
        for grid in page.grids:
            if not (found := shape(document, page, grid)):
                continue
            if drafts and _goes_on(document, drafts[-1], found):
                drafts[-1] = _continued(drafts[-1], found)
            else:
                drafts.append(_draft(document, found))
    general = _general_unit(document)
    units = [draft.stated or _shared_unit(draft, drafts) or general for draft in drafts]
    tables: list[Table] = []
    findings: list[Finding] = []
    for draft, unit in zip(drafts, units, strict=True):
        table = _table(document, draft, unit)
        doubts = list(_doubts(document, draft, unit))
        table, chosen = choose(table, doubts) if doubts else (table, [])
        tables.append(table)
        findings += chosen
    return {"tables": tuple(tables), "findings": tuple(findings)}


def _goes_on(document: Document, draft: Draft, found: Shape) -> bool:
    """Does a grid continue the table before it: as many columns, no header but the same, nothing between?"""
    last = draft.parts[-1]
    if len(found.columns) != len(draft.columns) or found.page.number - last.page.number > 1:
        return False
    if found.has_header and found.columns != draft.columns:
        return False
    between = [line for line in document.lines if last.end <= line.start and line.end <= found.start]
    if found.has_header and (found.page is last.page or any(map(is_caption, found.corner))):
        return False
    return len(between) <= _GAP_LINES and not any(len(x.text) > 70 or _is_title(x) for x in between)


def _is_title(line: TextLine) -> bool:
    return _TITLED.match(line.text.strip()) is not None


def _continued(draft: Draft, found: Shape) -> Draft:
    return replace(draft, parts=(*draft.parts, found))


def _draft(document: Document, found: Shape) -> Draft:
    above = _lines_above(document, found)
    caption = next((text for text in found.corner if is_caption(text)), None)
    title = caption or _title(above, found)
    near = [*(line.text for line in above[:2]), *_line_below(document, found)]
    labels = [row.label for row in found.rows]
    places = [*found.corner, found.header, title or "", *near, *labels]
    stated = next((unit for text in places if (unit := stated_unit(text))), None) or _printed_unit(found)
    return Draft((found,), title, stated)


def _lines_above(document: Document, found: Shape) -> list[TextLine]:
    """The few lines over a grid on its page, the nearest first."""
    above = [line for line in document.lines if line.page is found.page and line.end <= found.start]
    return above[: -_TITLE_LINES - 1 : -1]


def _line_below(document: Document, found: Shape) -> list[str]:
    below = [line.text for line in document.lines if line.page is found.page and line.start >= found.end]
    return [text for text in below[:1] if len(text) < 60]


def _title(above: Sequence[TextLine], found: Shape) -> str | None:
    """The nearest line above that reads like a heading; asides ("Belopp i tkr") are passed over."""
    for line in above:
        text = line.text.strip()
        if _ASIDE.match(text) or is_when(text):
            continue
        if len(text) <= _LONGEST_TITLE and text[-1] not in ".,;" and any(c.isalpha() for c in text):
            return text.rstrip(":")
        return None
    return None


def _printed_unit(found: Shape) -> str | None:
    units = {unit for row in found.rows for unit in row.units if unit in UNITS}
    return plain_unit(units.pop()) if len(units) == 1 else None


def _general_unit(document: Document) -> str | None:
    """What the document says once of all its sums: "Alla belopp anges i tkr"."""
    found = _EVERYWHERE.search(document.flow)
    if not found or not re.match(r"alla|samtliga", found[0], re.IGNORECASE):
        return None
    return stated_unit(found[0])


def _shared_unit(draft: Draft, drafts: Sequence[Draft]) -> str | None:
    """The unit of the table in which most of this one's greater figures stand: two of them, or one of six digits."""
    own = _greater(draft)
    shared = [(own & _greater(d), d.stated) for d in drafts if d is not draft and d.stated]
    common, unit = max(shared, key=lambda pair: len(pair[0]), default=(set(), None))
    return unit if len(common) > 1 or any(value >= _SIX_DIGITS for value in common) else None


def _greater(draft: Draft) -> set[int]:
    return {abs(int(v)) for row in draft.rows for v in row.values if v is not None and abs(v) >= 1000}


def _factor(unit: str | None) -> int:
    """Öre to the unit."""
    return 100 * UNITS[unit] if unit else 100


def _told_rows(draft: Draft) -> list[ShapedRow]:
    return [row for row in draft.rows if not row.is_section or keeps_empty(row.label)]


def _doubts(document: Document, draft: Draft, unit: str | None) -> Iterator[Doubtful]:
    """The figures of a table that the engines read differently, with what each reading would make them."""
    notes = [
        (base + note.span.start, base + note.span.end, page, note)
        for page, base in zip(document.pages, document.page_starts, strict=True)
        for note in page.notes
        if note.readings
    ]
    if not notes:
        return
    for at, row in enumerate(_told_rows(draft)):
        for column, (value, place) in enumerate(zip(row.values, row.places, strict=True)):
            for start, end, page, note in notes:
                if value is None or place is None or end <= place[0] or start >= place[1]:
                    continue
                read = [figure.value for text in note.readings if (figure := parse_figure(text)) is not None]
                values = tuple(dict.fromkeys(int(v * _factor(unit)) for v in (value, *read)))
                if len(values) > 1:
                    yield Doubtful(at, column, values, Evidence((Piece(page, note.span),)))


def _table(document: Document, draft: Draft, unit: str | None) -> Table:
    factor = _factor(unit)
    rows = tuple(
        Row(
            label=row.label,
            values=tuple(None if v is None else int(v * factor) for v in row.values),
            evidence=document.evidence(row.start, row.end),
        )
        for row in _told_rows(draft)
    )
    return Table(
        title=draft.title,
        unit=cast("Unit | None", unit),
        columns=draft.columns,
        rows=rows,
        evidence=document.evidence(draft.parts[0].start, draft.parts[-1].end),
    )


EXTRACTOR = Extractor("tables", 1, (), ("tables",), find_tables)
