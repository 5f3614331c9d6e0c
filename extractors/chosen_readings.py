"""Where two engines read a table's figure differently, the sums may tell which of them is right.

A choice is made only where the column does not add up as the figures stand, and exactly one way of choosing among the
readings makes every total that the doubtful figures have part in hold. The row is then inferred, and a finding says
what was chosen and why; the page's text stays as it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from extractors.additions import Addition, additions
from extractors.facts import Finding, Table, kronor
from extractors.figures import printed
from ingest.document import Evidence

CODE = "läsning-vald"
_MOST = 32  # ways of choosing in one column; more doubt than that is no ground to stand on
_INFERRED = 0.8  # confidence of a row with a chosen figure, before its reading is weighed


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A figure of a table: the values its readings give in öre, the one that stands first, and where it stands."""

    row: int
    column: int
    values: tuple[int, ...]
    evidence: Evidence


Choice = tuple[int, ...]  # a value for each doubtful figure of a column


def choose(table: Table, doubts: Sequence[Doubtful]) -> tuple[Table, list[Finding]]:
    """The table with what its sums decide, and a finding for each figure that was changed."""
    findings: list[Finding] = []
    for column in sorted({doubt.column for doubt in doubts}):
        of_column = [doubt for doubt in doubts if doubt.column == column]
        if chosen := _chosen(table, of_column):
            changed = [(d, value) for d, value in zip(of_column, chosen, strict=True) if value != d.values[0]]
            table = _with(table, of_column, chosen, inferred={doubt.row for doubt, _ in changed})
            findings += [_finding(table, doubt, value) for doubt, value in changed]
    return table, findings


def _chosen(table: Table, doubts: Sequence[Doubtful]) -> Choice | None:
    """The one choice by which all adds up; None where the figures do as they stand, or where more than one would."""
    ways = 1
    for doubt in doubts:
        ways *= len(doubt.values)
    if ways > _MOST or _holds(table, doubts, tuple(doubt.values[0] for doubt in doubts)):
        return None
    good = [choice for choice in product(*(doubt.values for doubt in doubts)) if _holds(table, doubts, choice)]
    return good[0] if len(good) == 1 else None


def _holds(table: Table, doubts: Sequence[Doubtful], choice: Choice) -> bool:
    """Does each doubtful figure have part in a total that holds, and in none that misses?"""
    column, found = doubts[0].column, list(additions(_with(table, doubts, choice)))
    for doubt in doubts:
        involved = _of_row(found, doubt.row)
        if not any(column in addition.held for addition in involved):
            return False
        if any(column in addition.missed for addition in involved):
            return False
    return True


def _of_row(found: Sequence[Addition], row: int) -> list[Addition]:
    return [addition for addition in found if row == addition.row or any(term.row == row for term in addition.terms)]


def _with(table: Table, doubts: Sequence[Doubtful], choice: Choice, inferred: set[int] | None = None) -> Table:
    rows = list(table.rows)
    for doubt, value in zip(doubts, choice, strict=True):
        values = list(rows[doubt.row].values)
        values[doubt.column] = value
        rows[doubt.row] = replace(rows[doubt.row], values=tuple(values))
    for row in inferred or ():
        rows[row] = replace(rows[row], certainty="inferred", confidence=min(rows[row].confidence, _INFERRED))
    return replace(table, rows=tuple(rows))


def _finding(table: Table, doubt: Doubtful, value: int) -> Finding:
    row, heading = table.rows[doubt.row].label, table.columns[doubt.column] or f"kolumn {doubt.column + 1}"
    return Finding(
        code=CODE,
        severity="warning",
        message=f"”{row or '(utan rubrik)'}”, {heading}: två läsningar gav {_told(doubt.values)} kr. Summorna stämmer "
        f"bara med {printed(value)} kr, som därför har valts. Jämför med bilden.",
        evidence=doubt.evidence,
        details=_details(table, row, heading, doubt, value),
    )


def _details(table: Table, row: str, column: str, doubt: Doubtful, value: int) -> Mapping[str, str]:
    readings = ", ".join(kronor(one) for one in doubt.values)
    return {"row": row, "column": column, "chosen": kronor(value), "readings": readings, "table": table.title or ""}


def _told(values: Sequence[int]) -> str:
    """Öre as Swedes print kronor, the last joined by "och"."""
    return " och ".join(printed(value) for value in values)
