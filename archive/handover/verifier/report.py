"""What the verifier tells: every check that was made, how it went, and every fault, named with its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_MOST = 50  # remarks of one kind written out in the text; the JSON has them all
_WIDTH = 46


class Severity(StrEnum):
    """How much a remark weighs. UNCHECKED is never a pass: nobody has looked."""

    ERROR = "fel"
    WARNING = "varning"
    UNCHECKED = "ej kontrollerad"
    NOTE = "upplysning"


@dataclass(frozen=True)
class Remark:
    """One thing to tell: `code` is stable, `place` the file or thing it is about, `message` Swedish."""

    code: str
    place: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def warning(code: str, place: str, message: str) -> Remark:
    """Something a person should look at, and the package may still hold."""
    return Remark(code, place, message, Severity.WARNING)


def unchecked(code: str, place: str, message: str) -> Remark:
    """Something that could not be looked at here, and why."""
    return Remark(code, place, message, Severity.UNCHECKED)


def note(code: str, message: str) -> Remark:
    """A figure or a fact that the reader wants to see beside the outcome."""
    return Remark(code, "", message, Severity.NOTE)


@dataclass(frozen=True)
class Check:
    """A check that was made: its name in Swedish and everything it told."""

    name: str
    remarks: tuple[Remark, ...]

    @property
    def outcome(self) -> str:
        severities = {remark.severity for remark in self.remarks}
        if Severity.ERROR in severities:
            return "underkänd"
        return "ej kontrollerad" if Severity.UNCHECKED in severities else "godkänd"


@dataclass(frozen=True)
class Report:
    """The verdict on one package. `path` is what was verified, `object_id` its OBJID where it could be read."""

    path: str
    object_id: str | None
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """True where no check found a fault. What is "ej kontrollerad" is told beside it, and is not a fault."""
        return not self.faults

    @property
    def faults(self) -> tuple[Remark, ...]:
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        return self._of(Severity.WARNING)

    @property
    def unchecked(self) -> tuple[Remark, ...]:
        return self._of(Severity.UNCHECKED)

    def _of(self, severity: Severity) -> tuple[Remark, ...]:
        return tuple(remark for check in self.checks for remark in check.remarks if remark.severity == severity)

    def lines(self) -> Iterator[str]:
        """The report as text to read from the top: the verdict, the checks, the faults."""
        yield f"Kontroll av leveranspaketet {self.object_id or self.path}"
        yield ""
        yield self.verdict
        yield ""
        for check in self.checks:
            yield f"  {check.name:<{_WIDTH}} {check.outcome}{self._told(check)}"
        for title, severity in (
            ("Fel", Severity.ERROR),
            ("Varningar", Severity.WARNING),
            ("Ej kontrollerat", Severity.UNCHECKED),
            ("Upplysningar", Severity.NOTE),
        ):
            yield from self._section(title, severity)

    def _section(self, title: str, severity: Severity) -> Iterator[str]:
        """Everything of one weight, check by check; a note without a place stands beside its check's outcome."""
        is_titled = False
        for check in self.checks:
            found = [remark for remark in check.remarks if remark.severity == severity and remark.place]
            if not found:
                continue
            yield from () if is_titled else ("", title)
            is_titled = True
            yield f"  {check.name}"
            yield from (f"    {remark}" for remark in found[:_MOST])
            if len(found) > _MOST:
                yield f"    … och {len(found) - _MOST} till; alla finns i rapporten som JSON (--json)."

    @property
    def verdict(self) -> str:
        if self.faults:
            return f"Paketet håller inte: {_number(len(self.faults), 'fel', 'fel')}."
        told = "Paketet håller. Inga fel hittades"
        if self.warnings:
            told += f"; {_number(len(self.warnings), 'varning', 'varningar')} att titta på"
        if self.unchecked:
            told += f"; {_number(len(self.unchecked), 'sak', 'saker')} kunde inte kontrolleras här"
        return f"{told}."

    def as_json(self) -> dict[str, Any]:
        """The whole report, for a program."""
        return {
            "path": self.path,
            "object_id": self.object_id,
            "holds": self.holds,
            "checks": [
                {
                    "name": check.name,
                    "outcome": check.outcome,
                    "remarks": [
                        {
                            "severity": remark.severity.value,
                            "code": remark.code,
                            "place": remark.place,
                            "message": remark.message,
                        }
                        for remark in check.remarks
                    ],
                }
                for check in self.checks
            ],
        }

    @staticmethod
    def _told(check: Check) -> str:
        notes = "; ".join(
            remark.message for remark in check.remarks if remark.severity is Severity.NOTE and not remark.place
        )
        return f" ({notes})" if notes else ""


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
