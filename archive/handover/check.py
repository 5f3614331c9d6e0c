"""What is missing, undecided or unreadable before the handover: a list to work off, every fault and not the first.

An error must be put right before the archive is delivered; a warning must have been looked at. Each check is a
generator in `check_told`, `check_documents` or `check_files`; `CHECKS` is the whole registration.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from archive.folder import Archive

ERROR: Final = "error"
WARNING: Final = "warning"


@dataclass(frozen=True)
class CheckItem:
    """One thing a finding is about: its name for people, and its document and page where it has them."""

    name: str
    sha256: str | None = None
    page: int | None = None
    note: str = ""

    def __str__(self) -> str:
        page = f", sida {self.page}" if self.page else ""
        return f"{self.name}{page}" + (f": {self.note}" if self.note else "")


@dataclass(frozen=True)
class CheckFinding:
    """Something to work off: what it is and what to do about it, in Swedish. `code` is stable."""

    severity: Literal["error", "warning"]
    code: str
    message: str
    advice: str
    items: tuple[CheckItem, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What the checks look at. `clock` is the moment they ask about, ISO 8601 UTC; `digests` has every byte read."""

    archive: Archive
    db: sqlite3.Connection
    clock: str
    digests: bool

    @property
    def today(self) -> str:
        return self.clock[:10]


def findings(archive: Archive, db: sqlite3.Connection, clock: str, *, digests: bool = True) -> list[CheckFinding]:
    """Everything there is to work off, errors first, in the order of the work.

    db: a connection whose rows are sqlite3.Row. Without `digests` an original is only looked for, not read. Raises
    UsageError where the archive's own plan of classes cannot be used.
    """
    looked_at = Checked(archive, db, clock, digests)
    found = [finding for check in _checks() for finding in check(looked_at)]
    return sorted(found, key=lambda finding: finding.severity != ERROR)


def lines(found: list[CheckFinding], most: int | None = None) -> Iterator[str]:
    """The list for people, grouped: errors, then warnings; at most `most` items of each finding."""
    for severity, title in ((ERROR, "Fel som måste rättas"), (WARNING, "Att se över")):
        of_kind = [finding for finding in found if finding.severity == severity]
        if not of_kind:
            continue
        yield f"{title}: {len(of_kind)}"
        for number, finding in enumerate(of_kind, 1):
            yield ""
            yield f"{number}. {finding.message}"
            yield f"   Gör så här: {finding.advice}"
            yield from (f"   – {item}" for item in finding.items[:most])
            if most is not None and len(finding.items) > most:
                yield f"   … och {len(finding.items) - most} till; alla visas med --json"
        yield ""
    if not found:
        yield "Allt som kan kontrolleras är klart för leverans."


def number_of(count: int, one: str, many: str) -> str:
    """ "1 handling", "3 handlingar"."""
    return f"{count} {one if count == 1 else many}"


def documents(count: int) -> str:
    return number_of(count, "handling", "handlingar")


def _checks() -> tuple[Callable[[Checked], Iterator[CheckFinding]], ...]:
    # imported here: the checks import this module's types
    from archive.handover import check_documents, check_files, check_told

    return (*check_told.CHECKS, *check_files.CHECKS, *check_documents.CHECKS)
