"""The register of what was handed in, as the package's own list has it: what every other count is held against."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from archive.handover.item_lists import MANY
from archive.handover.verifier import tables
from archive.handover.verifier.opening import Package
from archive.handover.verifier.tables import Table

_HEADS = (
    "beteckning", "ursprungligt namn", "titel", "handlingsslag", "datum", "serie", "bevaras/gallras", "beslutsläge",
    "PRONOM", "storlek i byte", "SHA-256", "sidor", "original i paketet", "PDF/A i paketet", "PDF/A enligt veraPDF",
    "PDF/A, anmärkning", "sekretess", "status",
)  # fmt: skip
_DELIVERED, _CONTAINER, _DESTROYED = "levereras", "(behållare)", "gallrad"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the register, its cells as written; `delivered` says that its bytes should be in the package."""

    line: int
    key: str
    name: str
    date: str
    series: str
    gallring: str
    is_decided: bool
    pronom: str
    size: str
    sha256: str
    pages: str
    original: str
    pdfa: str
    verdict: str
    why_no_pdfa: str
    restrictions: tuple[str, ...]
    status: str

    @property
    def delivered(self) -> bool:
        return self.status.startswith(_DELIVERED)

    @property
    def is_container(self) -> bool:
        return self.status.endswith(_CONTAINER)

    @property
    def destroyed(self) -> bool:
        return self.status.startswith(_DESTROYED)


@dataclass
class Register:
    """The register and the lists that go with it."""

    table: Table
    entries: list[Entry]
    missing: Table

    @cached_property
    def delivered(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.delivered]

    @cached_property
    def never_had(self) -> int:
        """How many things whose bytes could never be had."""
        return sum(row["läge"].startswith("saknas") for row in self.missing.rows)

    @cached_property
    def figures(self) -> dict[str, int]:
        """What the papers count, by the names they count it under."""
        kept = [entry for entry in self.delivered if entry.gallring == "bevaras"]
        made = [entry for entry in self.delivered if entry.pdfa]
        told = {
            "handlingar": len(self.entries),
            "levererade": len(self.delivered),
            "gallrade": sum(entry.destroyed for entry in self.entries),
            "bevaras": len(kept),
            "gallras": len(self.delivered) - len(kept),
            "pdfa": len(made),
            "godkanda": sum(entry.verdict == "godkänd" for entry in made),
            "sekretess": sum(bool(entry.restrictions) for entry in self.delivered),
            "sidor": sum(int(entry.pages) for entry in self.entries if entry.pages.isdecimal()),
            "saknade": self.never_had,
            "allt": len(self.entries) + self.never_had,
        }
        every, here = (Counter(entry.series for entry in of) for of in (self.entries, self.delivered))
        told |= {f"serie.{series}.handlingar": count for series, count in every.items()}
        return told | {f"serie.{series}.levererade": here[series] for series in every}


def read(package: Package) -> Register:
    """The register as it stands; what is wrong with the file itself is told in its table."""
    table = tables.read(package, "register", _HEADS)
    missing = tables.read(package, "saknas", ("läge", "beteckning", "namn"))
    return Register(table, [_entry(row) for row in table.rows], missing)


def _entry(row: tables.Row) -> Entry:
    return Entry(
        line=row.number, key=row["beteckning"], name=row["ursprungligt namn"], date=row["datum"], series=row["serie"],
        gallring=row["bevaras/gallras"], is_decided=row["beslutsläge"] == "beslutad", pronom=row["PRONOM"],
        size=row["storlek i byte"], sha256=row["SHA-256"], pages=row["sidor"], original=row["original i paketet"],
        pdfa=row["PDF/A i paketet"], verdict=row["PDF/A enligt veraPDF"], why_no_pdfa=row["PDF/A, anmärkning"],
        restrictions=tuple(filter(None, row["sekretess"].split(MANY))), status=row["status"],
    )  # fmt: skip
