"""What is handed over: one frozen picture of the archive, from which every file of the package is written.

METS, PREMIS, EAD3, the lists and the papers all count the same items, so their numbers agree because there is one
number. Read it inside one transaction (`take_inventory`), change nothing while the package is written.

Every item that has not been destroyed after a decision is delivered, whatever is decided about it:
delivered (bevaras) + delivered (gallras later) + destroyed + missing = everything that was ever handed in.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from archive.handover.body import Body, load_body
from archive.handover.personal_data import personal_numbers
from archive.store import signature_of
from ingest.document import ElectronicSignature

T = TypeVar("T")

_SIGNATURES = "SELECT * FROM electronic_signature ORDER BY document, position"
_CHECKED = "SELECT object, max(at) AS at FROM event WHERE type = 'digital signature validation' GROUP BY 1"

Status = Literal["kept", "failed", "container"]
UNCLASSED = ""  # the klass and series of what nobody has classed


@dataclass(frozen=True)
class Holding:
    """Where an item belongs and whether it is kept. `due` is the first day on which it may be destroyed, ISO."""

    klass: str = UNCLASSED
    series: str = UNCLASSED
    gallring: Literal["bevaras", "gallras"] = "bevaras"
    ground: str = ""
    decision: str | None = None
    decided: str | None = None
    term: int | None = None
    due: str | None = None
    hold: str | None = None
    status: Literal["föreslagen", "beslutad"] = "föreslagen"


@dataclass(frozen=True)
class Restriction:
    """Sekretess on a document, or on a page or § of it: law section, day and authority of the decision."""

    page: int | None
    paragraf: str | None
    law: str
    decided: str
    authority: str
    note: str


@dataclass(frozen=True)
class Format:
    """What the bytes are: PRONOM id (None where PRONOM does not know it), name, version, and the tool that said so."""

    pronom: str | None
    name: str
    version: str
    tool: str


@dataclass(frozen=True)
class Rendition:
    """The item as PDF/A: `path` relative to the archive's folder, None where it could not be made (`message` says why).

    `verdict` is veraPDF's: never "godkänd" without its having looked.
    """

    flavour: str
    maker: str
    method: str
    path: str | None
    digest: str | None
    size: int | None
    verdict: Literal["godkänd", "underkänd", "ej kontrollerad"]
    message: str


@dataclass(frozen=True)
class Item:
    """A file that was handed in. `number` is its place in the list of the archive, 1-based; `document` its row.

    `title` is never empty: what the document calls itself, else its name. `date` is the document's own, ISO.
    `media_type` is what reading found. `signatures` are the electronic ones in the file itself, `checked` is when they
    last were (ISO 8601 UTC). `destroyed` is the day it was destroyed, None where its bytes are here.
    """

    number: int
    document: int
    sha256: str
    name: str
    original: str
    size: int
    media_type: str
    status: Status
    error: str | None
    part_of: str | None
    places: tuple[str, ...]
    kind: str
    title: str
    organisation: str | None
    org_number: str | None
    date: str | None
    slug: str | None
    dnr: tuple[str, ...]
    pages: int
    paragraphs: int
    signatures: tuple[ElectronicSignature, ...]
    checked: str | None
    holding: Holding
    restrictions: tuple[Restriction, ...]
    persons: int
    personal_numbers: int
    format: Format | None
    rendition: Rendition | None
    destroyed: str | None

    @property
    def signed(self) -> bool:
        """Whether somebody has signed the file itself; a time stamp alone is no signature."""
        return any(one.kind == "underskrift" for one in self.signatures)

    @property
    def key(self) -> str:
        """The item's own short name in the package: "h00001"."""
        return f"h{self.number:05d}"


@dataclass(frozen=True)
class Volume:
    """A volume of originals on paper."""

    series: str
    volume: str
    title: str
    start: str | None
    end: str | None
    place: str
    note: str


@dataclass(frozen=True)
class Missing:
    """Something whose bytes could never be had: its place, and what was said."""

    place: str
    name: str
    message: str


@dataclass(frozen=True)
class Inventory:
    """Everything there is to hand over. `clock` is the package's own moment, ISO 8601 UTC with Z.

    `items` stand in the order of the list: series, date, name; destroyed ones among them.
    """

    body: Body
    clock: str
    items: tuple[Item, ...]
    volumes: tuple[Volume, ...]
    missing: tuple[Missing, ...]

    @property
    def delivered(self) -> tuple[Item, ...]:
        """Whose bytes go into the package."""
        return tuple(item for item in self.items if item.destroyed is None)

    @property
    def destroyed(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.destroyed is not None)


def take_inventory(db: sqlite3.Connection, clock: str, flavour: str = "2u") -> Inventory:
    """The archive as it is now, with its renditions of one PDF/A flavour.

    db: a connection whose rows are sqlite3.Row, best inside a read transaction.
    """
    look_up = _LookUp(db, flavour)
    rows = db.execute("SELECT * FROM document").fetchall()
    rows.sort(key=lambda row: look_up.order(row))
    items = tuple(look_up.item(number, row) for number, row in enumerate(rows, 1))
    volumes = tuple(
        Volume(row["series"], row["volume"], row["title"], row["start"], row["end"], row["place"], row["note"])
        for row in db.execute("SELECT * FROM paper_volume ORDER BY series, length(volume), volume")
    )
    missing = tuple(
        Missing(row["place"], row["name"], f"{row['error_message']} {row['error_advice']}".strip())
        for row in db.execute("SELECT * FROM refusal ORDER BY place")
    )
    return Inventory(load_body(db), clock, items, volumes, missing)


class _LookUp:
    """What the other tables say of each document, read once each."""

    def __init__(self, db: sqlite3.Connection, flavour: str) -> None:
        self.holdings = _by(db, "SELECT * FROM holding", "sha256", _holding)
        self.formats = _by(db, "SELECT * FROM format", "sha256", _format)
        self.renditions = _by(db, "SELECT * FROM rendition WHERE flavour = ?", "sha256", _rendition, flavour)
        self.destroyed = _by(db, "SELECT * FROM gallrad", "sha256", lambda row: str(row["at"])[:10])
        self.restrictions = _all(db, "SELECT * FROM restriction ORDER BY id", "sha256", _restriction)
        self.places = _all(db, "SELECT * FROM source ORDER BY first_seen, place", "document", lambda r: str(r["place"]))
        self.dnr = _all(
            db, "SELECT * FROM head WHERE key = 'dnr' ORDER BY position", "document", lambda r: str(r["value"])
        )
        self.pages = _count(db, "SELECT document, count(*) AS n FROM page GROUP BY 1")
        self.paragraphs = _count(db, "SELECT document, count(*) AS n FROM paragraf GROUP BY 1")
        self.signatures = _all(db, _SIGNATURES, "document", signature_of)
        self.checked = _by(db, _CHECKED, "object", lambda row: str(row["at"]))
        self.persons = _count(
            db, "SELECT document, count(DISTINCT name) AS n FROM mention WHERE kind = 'person' GROUP BY 1"
        )
        self.personal_numbers = Counter(number.document for number in personal_numbers(db))

    def order(self, row: sqlite3.Row) -> tuple[str, str, str, str]:
        holding = self.holdings.get(row["sha256"], Holding())
        # the unclassed last, the undated last among their own
        return holding.series or "\uffff", row["date"] or "\uffff", row["name"], row["sha256"]

    def item(self, number: int, row: sqlite3.Row) -> Item:
        id_, sha256 = row["id"], row["sha256"]
        return Item(
            number=number, document=id_, sha256=sha256, name=row["name"], original=row["original"], size=row["size"],
            media_type=row["media_type"], status=row["status"], error=row["error_message"], part_of=row["part_of"],
            places=self.places.get(id_, ()), kind=row["kind"] or "annat", title=row["title"] or row["name"],
            organisation=row["organisation"], org_number=row["org_number"], date=row["date"], slug=row["slug"],
            dnr=self.dnr.get(id_, ()), pages=self.pages.get(id_, 0), paragraphs=self.paragraphs.get(id_, 0),
            signatures=self.signatures.get(id_, ()), checked=self.checked.get(sha256),
            holding=self.holdings.get(sha256, Holding()),
            restrictions=self.restrictions.get(sha256, ()), persons=self.persons.get(id_, 0),
            personal_numbers=self.personal_numbers.get(id_, 0), format=self.formats.get(sha256),
            rendition=self.renditions.get(sha256), destroyed=self.destroyed.get(sha256),
        )  # fmt: skip


def _by(db: sqlite3.Connection, query: str, key: str, made: Callable[[sqlite3.Row], T], *values: str) -> dict[Any, T]:
    return {row[key]: made(row) for row in db.execute(query, values)}


def _all(db: sqlite3.Connection, query: str, key: str, made: Callable[[sqlite3.Row], T]) -> dict[Any, tuple[T, ...]]:
    found: dict[Any, list[T]] = defaultdict(list)
    for row in db.execute(query):
        found[row[key]].append(made(row))
    return {at: tuple(values) for at, values in found.items()}


def _count(db: sqlite3.Connection, query: str) -> dict[int, int]:
    return {row["document"]: row["n"] for row in db.execute(query)}


def _holding(row: sqlite3.Row) -> Holding:
    return Holding(**{key: row[key] for key in row.keys() if key != "sha256"})  # noqa: SIM118  # a Row is no mapping


def _format(row: sqlite3.Row) -> Format:
    return Format(row["pronom"], row["name"], row["version"], row["tool"])


def _rendition(row: sqlite3.Row) -> Rendition:
    return Rendition(**{key: row[key] for key in row.keys() if key != "sha256"})  # noqa: SIM118  # a Row is no mapping


def _restriction(row: sqlite3.Row) -> Restriction:
    return Restriction(**{key: row[key] for key in row.keys() if key not in ("id", "sha256")})  # noqa: SIM118
