"""Do the tables add up? A total that is not the sum of its rows is a finding; what rounding explains is `info`.

How a table adds up is learnt in `additions`; here the columns in which it does not are told, with what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractors.additions import Addition, Reckoning, additions, resolution
from extractors.extractor import Extractor
from extractors.facts import Facts, Finding, Severity, Table, kronor
from extractors.figures import printed
from ingest.document import Document, TextSource

_DEVIATION = re.compile(r"avvik|diff|förändr|\+/-", re.IGNORECASE)
_FAR = 0.25  # of the stated sum: further off than this, more columns must hold than miss


def find_sums(document: Document, facts: Facts) -> Mapping[str, Any]:
    """Findings about sums, results and balances, table by table."""
    found = [finding for table in facts.tables for finding in (*_checked(document, table), *_balance(table))]
    return {"findings": tuple(found)}


def _checked(document: Document, table: Table) -> Iterator[Finding]:
    reckoning = Reckoning(table, resolution(table))
    read = any(piece.page.text_source is TextSource.OCR for piece in table.evidence.pieces)
    for addition in additions(table):
        reckoning.settled[addition.row] = addition.terms
        for column, stated in enumerate(table.rows[addition.row].values):
            computed = reckoning.total(addition.terms, column)
            if stated is None or computed is None or stated == computed:
                continue
            rounding = column in addition.held
            unread = read and any(reckoning.value(term.row, column) is None for term in addition.terms)
            if not rounding and (unread or not _is_believable(table, addition, column, computed, stated)):
                continue
            severity: Severity = "info" if rounding else "error" if addition.is_certain and not read else "warning"
            yield _finding(table, addition, column, computed, stated, severity)


def _is_believable(table: Table, addition: Addition, column: int, computed: int, stated: int) -> bool:
    """Is the miss the document's fault rather than ours?"""
    if addition.is_result and _DEVIATION.search(table.columns[column]):
        return False  # a deviation's sign says better or worse, not more or less
    if computed == -stated:
        return addition.is_certain  # a sign lost
    return abs(computed - stated) <= _FAR * abs(stated) or len(addition.held) > len(addition.missed)


def _finding(table: Table, addition: Addition, column: int, computed: int, stated: int, severity: Severity) -> Finding:
    row = table.rows[addition.row]
    above = table.rows[addition.row - 1].label if addition.row else ""
    name = row.label or f"(utan rubrik, under {above})"
    heading = table.columns[column] or f"kolumn {column + 1}"
    what = "Avrundning: " if severity == "info" else ""
    return Finding(
        code="result" if addition.is_result else "sum",
        severity=severity,
        message=f"{what}”{name}”, {heading}: raderna ger {printed(computed)} kr, men {printed(stated)} kr anges.",
        evidence=row.evidence,
        details=_details(table, name, heading, computed, stated),
    )


def _details(table: Table, row: str, column: str, computed: int, stated: int) -> dict[str, str]:
    return {
        "row": row,
        "column": column,
        "computed": kronor(computed),
        "stated": kronor(stated),
        "table": table.title or "",
    }


def _balance(table: Table) -> Iterator[Finding]:
    """A balance sheet's two sides are equal."""
    assets = [row for row in table.rows if re.match(r"summa tillgångar\b", row.label, re.IGNORECASE)]
    other = [row for row in table.rows if re.match(r"summa .*eget kapital.* skulder", row.label, re.IGNORECASE)]
    if len(assets) != 1 or len(other) != 1:
        return
    for heading, left, right in zip(table.columns, assets[0].values, other[0].values, strict=True):
        if left is None or right is None or abs(left - right) <= resolution(table):
            continue
        yield Finding(
            code="balance",
            severity="error",
            message=f"Balansräkningen går inte ihop, {heading}: tillgångar {printed(left)} kr, "
            f"eget kapital och skulder {printed(right)} kr.",
            evidence=other[0].evidence,
            details=_details(table, other[0].label, heading, left, right),
        )


EXTRACTOR = Extractor("sums", 1, ("tables",), (), find_sums)
