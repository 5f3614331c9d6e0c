"""How a table adds up: for each total the rows it is the sum of, learnt from the columns in which it holds.

Rows are taken from the top. What no total has taken yet is open; a total may be the sum of a run of open rows, takes
them, and is itself open for the next. Which run (and, for results, which signs: "income less costs", or costs printed
negative) is the one that holds in most columns; where it holds in none, only what is explicit and near is told.
Money is öre.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from extractors.facts import Table

_SUM = re.compile(r"(?:del)?summa\b|totalt?\b|totalsumma|s:a\b|sa:|samtliga\b", re.IGNORECASE)
_RESULT = re.compile(
    r"(?:[\wåäö]+s |budgeterat |prognostiserat )?(?:netto)?resultat"
    r"(?!räkning|enhet)(?: (?:före|efter|exkl|inkl)\b.*| \d{4})?$"
    r"|resultat (?:före|efter)\b|(?:årets )?balanskravsresultat|över-? ?/ ?underskott|överskott|underskott"
    r"|.*\bnettokostnad(?:er)?$|medel från\b|.*\bkassaflöde\b|.*\bvid (?:årets|periodens) slut$|utgående\b",
    re.IGNORECASE,
)
_CHILD = re.compile(r"[-–•·]\s*(?=\S)")
_PART = re.compile(r"(?:var|där)av\b", re.IGNORECASE)
_NEAR = 0.05  # of the stated sum: an explicit structure that misses by more is more likely misread than wrong
_NEAR_CHILDREN = 0.2  # for rows under a parent, marked as such


class RowKind(Enum):
    PLAIN = "plain"
    CHILD = "child"
    PART = "part"  # "varav": says what a row holds, adds nothing
    SUM = "sum"
    RESULT = "result"


def kind_of(label: str) -> RowKind:
    """What a row's label says of it; a row without label is a sum."""
    text = label.strip()
    if not text or _SUM.match(text):
        return RowKind.SUM
    if _PART.match(_CHILD.sub("", text)):
        return RowKind.PART
    if _CHILD.match(text):
        return RowKind.CHILD
    return RowKind.RESULT if _RESULT.match(text) else RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Term:
    row: int
    sign: int


@dataclass(frozen=True, slots=True)
class Addition:
    """A total and what it is the sum of. `held`: the columns in which it holds (rounding allowed), `missed`: not."""

    row: int
    terms: tuple[Term, ...]
    held: tuple[int, ...]
    missed: tuple[int, ...]
    is_result: bool

    @property
    def is_certain(self) -> bool:
        return bool(self.held)


@dataclass(slots=True)
class Reckoning:
    """A table being added up: `open` rows, and the terms of each total settled so far."""

    table: Table
    resolution: int
    open: list[int] = field(default_factory=list)
    settled: dict[int, tuple[Term, ...]] = field(default_factory=dict)

    def value(self, row: int, column: int) -> int | None:
        """The printed figure; where a settled total leaves it open, what its terms give."""
        stated = self.table.rows[row].values[column]
        if stated is None and row in self.settled:
            return self.total(self.settled[row], column)
        return stated

    def total(self, terms: Sequence[Term], column: int) -> int | None:
        values = [(t.sign, self.value(t.row, column)) for t in terms]
        known = [sign * v for sign, v in values if v is not None]
        return sum(known) if known else None

    def slack(self, terms: Sequence[Term]) -> int:
        """How far rounding alone may carry a sum of so many terms, in öre."""
        return (len(terms) + 1) * self.resolution // 2


def resolution(table: Table) -> int:
    """The step in which the table's figures are printed, in öre: the unit, or finer where decimals are printed."""
    step = {"kr": 100, "tkr": 100_000, "mkr": 100_000_000, None: 100}[table.unit]
    values = [v for row in table.rows for v in row.values if v]
    while step > 1 and any(v % step for v in values):
        step //= 10
    return step


def additions(table: Table) -> Iterator[Addition]:
    """The totals of a table with their terms, from the top down; those whose terms cannot be told are left out."""
    reckoning = Reckoning(table, resolution(table))
    kinds = [kind_of(row.label) for row in table.rows]
    at = 0
    while at < len(kinds):
        kind = kinds[at]
        children = _children(kinds, at) if kind is RowKind.PLAIN else []
        if children:
            found = _settle(reckoning, at, [[Term(c, 1) for c in children]], _NEAR_CHILDREN, False)
            at = children[-1] + 1
            reckoning.open.append(found.row if found else at - len(children) - 1)
            if found:
                yield found
            else:
                reckoning.open += children
            continue
        found = None
        if kind in (RowKind.SUM, RowKind.RESULT) and reckoning.open:
            is_result = kind is RowKind.RESULT
            found = _settle(reckoning, at, list(_candidates(reckoning, is_result)), _NEAR, is_result)
        if found:
            taken = {t.row for t in found.terms}
            reckoning.open = [row for row in reckoning.open if row not in taken]
            yield found
        if kind is not RowKind.PART:
            reckoning.open.append(at)
        at += 1


def _children(kinds: Sequence[RowKind], parent: int) -> list[int]:
    end = parent + 1
    while end < len(kinds) and kinds[end] is RowKind.CHILD:
        end += 1
    return list(range(parent + 1, end)) if end - parent > 2 else []


def _candidates(reckoning: Reckoning, is_result: bool) -> Iterator[list[Term]]:
    """Runs of open rows a total may be the sum of, the likeliest first."""
    rows = reckoning.open
    last = max((i for i, row in enumerate(rows) if row in reckoning.settled), default=-1)
    natural = rows[last + 1 :]
    runs = [natural] if natural else []
    runs += [rows[i:] for i in range(len(rows) - 1, -1, -1) if rows[i:] != natural]
    runs += [rows[:i] for i in range(1, len(rows))]
    for run in runs:
        yield [Term(row, 1) for row in run]
    if is_result:
        for run in runs:
            if len(run) > 1:
                yield [Term(run[0], 1), *(Term(row, -1) for row in run[1:])]
                yield [*(Term(row, -1) for row in run[:-1]), Term(run[-1], 1)]


def _settle(
    reckoning: Reckoning, row: int, candidates: Sequence[list[Term]], near: float, is_result: bool
) -> Addition | None:
    """The candidate that holds in most columns, or else the first that is near in all."""
    stated = {k: v for k, v in enumerate(reckoning.table.rows[row].values) if v is not None}
    best: Addition | None = None
    for terms in candidates:
        sums = {k: s for k in stated if (s := reckoning.total(terms, k)) is not None}
        slack = reckoning.slack(terms)
        held = tuple(k for k, s in sums.items() if abs(s - stated[k]) <= slack)
        telling = [k for k in held if stated[k]]
        missed = tuple(k for k in sums if k not in held)
        if telling and (best is None or len(telling) > sum(1 for k in best.held if stated[k])):
            best = Addition(row, tuple(terms), held, missed, is_result)
    if best is None:
        best = _nearest(reckoning, row, candidates, near, is_result)
    if best is not None:
        reckoning.settled[row] = best.terms
    return best


def _nearest(
    reckoning: Reckoning, row: int, candidates: Sequence[list[Term]], near: float, is_result: bool
) -> Addition | None:
    stated = {k: v for k, v in enumerate(reckoning.table.rows[row].values) if v}
    for terms in candidates:
        sums = {k: s for k in stated if (s := reckoning.total(terms, k)) is not None}
        if len(terms) > 1 and sums and all(abs(s - stated[k]) <= near * abs(stated[k]) for k, s in sums.items()):
            return Addition(row, tuple(terms), (), tuple(sums), is_result)
    return None
