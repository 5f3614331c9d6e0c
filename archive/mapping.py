"""How facts lie in tables: one entry a kind, both ways derived from the frozen dataclasses themselves.

A fact's fields are its table's columns of the same name. Tuples are kept as JSON, truth as 0 and 1; what has another
shape in the table than in the record (votes, a table's rows, a paragraf's slug) is told here and nowhere else.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from extractors.facts import (
    Amount,
    Attendee,
    Date,
    Decision,
    Fact,
    Facts,
    Goal,
    Grant,
    Heading,
    Meeting,
    Notice,
    Paragraf,
    Period,
    Proceedings,
    Reference,
    Row,
    Signature,
    Table,
    Text,
    Votes,
)
from ingest.document import Evidence

Columns = dict[str, Any]
_ELSEWHERE = {"evidence", "rows", "votes"}  # fields with tables or columns of their own

HEAD_KEYS = ("kind", "title", "organisation", "org_number", "dnr", "adopted_by", "date")
HEAD = "head"


@dataclass(frozen=True)
class FactTable:
    """One kind of fact: its key in Facts (None where it hangs under another fact), its table, its type."""

    key: str | None
    table: str
    type: type[Fact]
    many: bool = True

    @cached_property
    def fields(self) -> dict[str, str]:
        """Field → its annotation as written."""
        return {f.name: str(f.type) for f in fields(self.type) if f.name not in _ELSEWHERE}

    def to_columns(self, fact: Fact) -> Columns:
        columns = {name: _encode(getattr(fact, name)) for name in self.fields}
        if isinstance(fact, Proceedings):
            votes = fact.votes
            columns["voted"] = int(votes is not None)
            for name, attribute in _VOTES.items():
                columns[name] = getattr(votes, attribute) if votes else None
        return columns

    def from_columns(self, row: sqlite3.Row, evidence: Evidence, **more: Any) -> Any:
        values = {name: _decode(row[name], annotation) for name, annotation in self.fields.items()}
        if self.type is Proceedings:
            votes = Votes(**{attribute: row[name] for name, attribute in _VOTES.items()})
            more["votes"] = votes if row["voted"] else None
        return self.type(evidence=evidence, **values, **more)


_VOTES = {"votes_for": "for_", "votes_against": "against", "votes_abstained": "abstained"}

TEXT = FactTable(None, HEAD, Text)
ROW = FactTable(None, "table_row", Row)
TABLE = FactTable("tables", "data_table", Table)

# In the order they are written: a decision's § stands before it.
FACT_TABLES = (
    FactTable("period", "period", Period, many=False),
    FactTable("outline", "heading", Heading),
    FactTable("goals", "goal", Goal),
    FactTable("meeting", "meeting", Meeting, many=False),
    FactTable("notice", "notice", Notice, many=False),
    FactTable("attendance", "attendee", Attendee),
    FactTable("paragraphs", "paragraf", Paragraf),
    FactTable("decisions", "decision", Decision),
    FactTable("proceedings", "proceedings", Proceedings),
    FactTable("amounts", "amount", Amount),
    FactTable("dates", "date_mention", Date),
    FactTable("grants", "grant", Grant),
    FactTable("references", "reference", Reference),
    FactTable("signatures", "signature", Signature),
)


def facts_of(facts: Facts, table: FactTable) -> tuple[Fact, ...]:
    """The facts of one kind as a tuple, whether the record holds one, none or many."""
    value = getattr(facts, table.key or "")
    return value if table.many else () if value is None else (value,)


def head_of(facts: Facts) -> list[tuple[str, Text]]:
    """The head's values with their keys, in a fixed order."""
    out: list[tuple[str, Text]] = []
    for key in HEAD_KEYS:
        value = getattr(facts, key)
        texts: Iterable[Text] = value if isinstance(value, tuple) else () if value is None else (value,)
        out.extend((key, text) for text in texts)
    return out


def paragraf_slugs(numbers: Iterable[str]) -> list[str]:
    """What stands last in each §'s permalink: "26", "163 a" → "163a", "12–14" → "12-14"; a second 26 is "26.2"."""
    slugs: list[str] = []
    taken: set[str] = set()
    for number in numbers:
        base = re.sub(r"[^0-9a-zåäö.-]", "", re.sub(r"[‐-―−]", "-", number.lower())).strip(".-") or "x"
        slug, again = base, 1
        while slug in taken:
            again += 1
            slug = f"{base}.{again}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _encode(value: Any) -> Any:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _decode(value: Any, annotation: str) -> Any:
    if value is None:
        return None
    if annotation.startswith("tuple"):
        return tuple(json.loads(value))
    return bool(value) if annotation.startswith("bool") else value
