"""The value types of a record: what reading one document yields (RECORD.md's keys, English names, Swedish facts).

Money is integer öre (`kronor` is the one place that turns it into RECORD.md's decimal string). Dates are ISO strings,
a stretch has start and end, both inclusive. `paragraf` on a fact is the position (0-based) of its § among the
document's, or None. Every fact is made with the Evidence it stands on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Literal

from ingest.document import Evidence

Certainty = Literal["stated", "inferred"]
Group = Literal["beslutande", "ersättare", "övrig"]
Precision = Literal["day", "month", "quarter", "half-year", "year"]
GrantStatus = Literal["granted", "partial", "rejected", "postponed"]
GoalStatus = Literal["uppfyllt", "delvis", "ej"]
ReferenceKind = Literal["law", "dnr", "paragraph", "document"]
SignatureMethod = Literal["ink", "e-sign stamp", "pades"]
Severity = Literal["error", "warning", "info"]

KINDS = (
    "protokoll", "kallelse", "verksamhetsplan", "budget", "årsredovisning", "delårsrapport", "revisionsberättelse",
    "policy", "avtal", "ansökan", "rapport", "annat",
)  # fmt: skip
ACTIONS = (
    "bevilja", "avslå", "bifalla", "godkänna", "fastställa", "anta", "utse", "välja", "uppdra", "notera", "överlämna",
    "bordlägga", "återremittera", "föreslå", "tillstyrka", "avstyrka", "delegera", "entlediga", "upphäva", "ändra",
    "avsluta", "annat",
)  # fmt: skip


def kronor(ore: int) -> str:
    """Öre as RECORD.md's decimal string of kronor: 149390 → "1493.9", -5000 → "-50"."""
    return f"{(Decimal(ore) / 100).normalize():f}"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What every fact carries. `confidence` 0..1; `certainty` tells what is printed from what was concluded."""

    evidence: Evidence = field(compare=False)
    certainty: Certainty = "stated"
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError("confidence lies in 0..1")


@dataclass(frozen=True, kw_only=True)
class Text(Fact):
    """One value of the document's head: title, organisation, org number, dnr, adopting body, date."""

    value: str


@dataclass(frozen=True, kw_only=True)
class Period(Fact):
    start: str
    end: str


@dataclass(frozen=True, kw_only=True)
class Heading(Fact):
    """A heading of a plan or report; level 1 is the outermost."""

    level: int
    heading: str


@dataclass(frozen=True, kw_only=True)
class Goal(Fact):
    goal: str
    outcome: str | None
    status: GoalStatus | None


@dataclass(frozen=True, kw_only=True)
class Notice(Fact):
    """The notice on the board (anslag) that minutes have been justified; dates ISO."""

    posted: str | None = None
    removed: str | None = None
    kept_at: str | None = None
    responsible: str | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting(Fact):
    """A meeting's head. Times are HH:MM."""

    date: str | None = None
    start: str | None = None
    end: str | None = None
    place: str | None = None
    chair: str | None = None
    secretary: str | None = None
    adjusters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attendee(Fact):
    """One present. `role`, `organisation`, `party` only as printed beside the name; the list gives `group`.

    `arrived` and `left` (RECORD.md `from`, `to`) are HH:MM; `paragraphs` the §§ attended as printed.
    """

    name: str
    group: Group
    role: str | None = None
    organisation: str | None = None
    party: str | None = None
    arrived: str | None = None
    left: str | None = None
    paragraphs: str | None = None
    serving_for: str | None = None


@dataclass(frozen=True, kw_only=True)
class Paragraf(Fact):
    """A § of minutes. `label` as printed ("SFV § 17"), None where they do not number; `text` joined by line ends."""

    number: str
    label: str | None
    heading: str | None
    text: str
    dnr: str | None = None


@dataclass(frozen=True, kw_only=True)
class Decision(Fact):
    """One att-sats or decision sentence; `text` joined over line ends, without bullet; `action` one of ACTIONS."""

    paragraf: int
    text: str
    action: str
    body: str | None = None
    proposal: str | None = None
    responsible: str | None = None
    due: str | None = None
    amounts: tuple[int, ...] = ()  # öre


@dataclass(frozen=True)
class Votes:
    for_: int | None
    against: int | None
    abstained: int | None = None


@dataclass(frozen=True, kw_only=True)
class Proceedings(Fact):
    """How a § was handled, apart from what was decided; only for §§ where something of it is told."""

    paragraf: int
    recusals: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()
    votes: Votes | None = None
    adjourned: bool = False
    immediate: bool = False


@dataclass(frozen=True, kw_only=True)
class Amount(Fact):
    """A sum of money in running text; `ore` with its sign, `text` as printed."""

    ore: int
    text: str
    approximate: bool = False
    role: str | None = None
    paragraf: int | None = None


@dataclass(frozen=True, kw_only=True)
class Date(Fact):
    """A day or stretch, both ends inclusive."""

    start: str
    end: str
    precision: Precision
    text: str
    role: str | None = None
    paragraf: int | None = None


@dataclass(frozen=True, kw_only=True)
class Grant(Fact):
    """Money on whose granting this document decides."""

    ore: int
    recipient: str | None
    purpose: str | None
    start: str | None = None
    end: str | None = None
    condition: str | None = None
    status: GrantStatus = "granted"
    paragraf: int | None = None


@dataclass(frozen=True, kw_only=True)
class Row(Fact):
    """A table's row; values in öre whatever the table's unit, None for an empty cell."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Table(Fact):
    title: str | None
    unit: Literal["kr", "tkr", "mkr"] | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def page(self) -> int:
        return self.evidence.page


@dataclass(frozen=True, kw_only=True)
class Reference(Fact):
    kind: ReferenceKind
    text: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Signature(Fact):
    """`signed_at` is UTC, ISO with Z; `valid` None means not checked."""

    name: str
    role: str | None = None
    signed_at: str | None = None
    method: SignatureMethod = "ink"
    valid: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something odd in a document that could be read. `details` are the code's own keys (row, column, computed …)."""

    code: str
    severity: Severity
    message: str
    evidence: Evidence | None = field(default=None, compare=False)
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """All that extraction yields of one document. () means looked for and not there; None means unknown."""

    kind: Text | None = None
    title: Text | None = None
    organisation: Text | None = None
    org_number: Text | None = None
    dnr: tuple[Text, ...] = ()
    adopted_by: Text | None = None
    period: Period | None = None
    date: Text | None = None
    outline: tuple[Heading, ...] = ()
    goals: tuple[Goal, ...] = ()
    meeting: Meeting | None = None
    notice: Notice | None = None
    attendance: tuple[Attendee, ...] = ()
    paragraphs: tuple[Paragraf, ...] = ()
    decisions: tuple[Decision, ...] = ()
    proceedings: tuple[Proceedings, ...] = ()
    amounts: tuple[Amount, ...] = ()
    dates: tuple[Date, ...] = ()
    grants: tuple[Grant, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    signatures: tuple[Signature, ...] = ()
    findings: tuple[Finding, ...] = ()

    def with_(self, provided: Mapping[str, Any]) -> Facts:
        """These facts with an extractor's added; findings are appended, everything else is set."""
        values = dict(provided)
        if "findings" in values:
            values["findings"] = self.findings + tuple(values["findings"])
        return replace(self, **values)


FACT_KEYS = tuple(f.name for f in fields(Facts))
