"""The register: every person and organisation the documents name, and which of them may be the same.

Computed when asked for, from the documents' facts, so it is never out of date and a killed run leaves nothing of it
behind. Only one thing is merged without asking: the same name but for capitals and spaces. All else is proposed, with
a score and a reason, for a person to decide.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.likeness import Likeness, Named, organisations_alike, persons_alike
from extractors.persons import is_name

Kind = Literal["person", "organisation"]
PROPOSED = "föreslagen"


@dataclass(frozen=True)
class Appearance:
    """A document that names someone, and in what capacities; `date` is the document's own, ISO."""

    document: str
    sha256: str
    date: str | None
    capacities: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One name: as most often printed, its other forms, what is told beside it, the documents in order of date.

    `org_numbers` are those of an organisation's own documents, check digit right.
    """

    kind: Kind
    name: str
    forms: tuple[str, ...]
    roles: tuple[str, ...]
    organisations: tuple[str, ...]
    parties: tuple[str, ...]
    org_numbers: tuple[str, ...]
    documents: tuple[Appearance, ...]


@dataclass(frozen=True)
class Proposal:
    """That two entries are the same; `score` 0..1, `reason` in Swedish. Undecided until a person has decided."""

    kind: Kind
    first: str
    second: str
    score: float
    reason: str
    status: str = PROPOSED


@dataclass(frozen=True)
class Register:
    """Entries by name, proposals the likeliest first."""

    persons: tuple[Entry, ...]
    organisations: tuple[Entry, ...]
    proposals: tuple[Proposal, ...]


_MENTIONS = """SELECT m.*, d.name AS file, d.sha256, d.date,
    (SELECT value FROM head h WHERE h.document = m.document AND h.key = 'org_number') AS org_number
    FROM mention m JOIN document d ON d.id = m.document ORDER BY d.date, d.id"""


def register(db: sqlite3.Connection) -> Register:
    """Everyone in an archive."""
    groups: dict[tuple[Kind, str], list[sqlite3.Row]] = defaultdict(list)
    for row in db.execute(_MENTIONS):
        if row["kind"] != "person" or is_name(row["name"]):  # "kansliet" may be responsible, but is nobody
            groups[row["kind"], _key(row["name"])].append(row)
    persons = _entries("person", groups)
    organisations = _entries("organisation", groups)
    proposals = [
        *_proposed("person", persons_alike([_named(entry, groups) for entry in persons])),
        *_proposed("organisation", organisations_alike([_named(entry, groups) for entry in organisations])),
    ]
    return Register(persons, organisations, tuple(sorted(proposals, key=lambda p: (-p.score, p.first, p.second))))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _entries(kind: Kind, groups: dict[tuple[Kind, str], list[sqlite3.Row]]) -> tuple[Entry, ...]:
    made = [_entry(kind, rows) for (of, _), rows in groups.items() if of == kind]
    return tuple(sorted(made, key=lambda entry: (entry.name.casefold(), entry.name)))


def _entry(kind: Kind, rows: Sequence[sqlite3.Row]) -> Entry:
    forms = Counter(" ".join(row["name"].split()) for row in rows)
    ordered = sorted(forms, key=lambda form: (-forms[form], form.isupper(), form))
    own = [row["org_number"] for row in rows if row["capacity"] == "utgivare"]
    documents: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        documents[row["sha256"]].append(row)
    return Entry(
        kind, ordered[0], tuple(ordered[1:]),
        roles=_told(row["role"] for row in rows),
        organisations=_told(row["organisation"] for row in rows),
        parties=_told(row["party"] for row in rows),
        org_numbers=_told(own),
        documents=tuple(
            Appearance(of[0]["file"], sha256, of[0]["date"], _told(row["capacity"] for row in of))
            for sha256, of in documents.items()
        ),
    )  # fmt: skip


def _told(values: Iterable[str | None]) -> tuple[str, ...]:
    """What is told, each once, the most frequent first."""
    counted = Counter(value for value in values if value)
    return tuple(sorted(counted, key=lambda value: (-counted[value], value)))


def _named(entry: Entry, groups: dict[tuple[Kind, str], list[sqlite3.Row]]) -> Named:
    """What likeness is judged by; two who stand in one list of those present are two."""
    rows = groups[entry.kind, _key(entry.name)]
    lists = frozenset(row["document"] for row in rows if row["capacity"] in ("närvarande", "företrädd"))
    beside = frozenset(_key(value) for value in (*entry.organisations, *entry.parties, *entry.roles))
    sure = max(row["confidence"] for row in rows)
    return Named(entry.name, lists, beside, frozenset(entry.org_numbers), len(entry.documents), sure)


def _proposed(kind: Kind, alike: Iterable[Likeness]) -> list[Proposal]:
    return [Proposal(kind, one.first, one.second, round(one.score, 2), one.reason) for one in alike]
