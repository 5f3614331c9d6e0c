"""Tables of figures: whole kronor inside, printed in kr or tkr, sums worked out here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sample.facts import Gold, kronor
from tests.sample.wording import grouped

Value = int | None


@dataclass(frozen=True)
class TableRow:
    label: str
    values: tuple[Value, ...]
    bold: bool = False


def heading_row(label: str) -> TableRow:
    """A row that only names what follows; no figures, so not in the gold."""
    return TableRow(label, (), bold=True)


@dataclass(frozen=True)
class Table:
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    ruled: bool = False
    first: str = ""
    size: float = 9.5
    minus: str = "-"
    label_share: float = 0.0
    printed_title: bool = True

    def cell(self, value: Value) -> str:
        if value is None:
            return ""
        shown = value // 1000 if self.unit == "tkr" else value
        return (self.minus if shown < 0 else "") + grouped(abs(shown))

    def gold(self) -> Gold:
        rows = [
            {"label": r.label, "values": [None if v is None else kronor(v) for v in r.values]}
            for r in self.rows
            if r.values
        ]
        return {"title": self.title, "unit": self.unit, "columns": list(self.columns), "rows": rows}


def total(label: str, rows: list[TableRow] | tuple[TableRow, ...], off: tuple[int, int] | None = None) -> TableRow:
    """The sum of rows, column by column; `off` = (column, by how much it is wrong)."""
    sums = [sum(r.values[c] or 0 for r in rows) for c in range(len(rows[0].values))]
    if off:
        sums[off[0]] += off[1]
    return TableRow(label, tuple(sums), bold=True)


def wrong_sum(table: Table, row: str, column: int, off: int) -> Gold:
    """The finding for a sum planted wrong."""
    stated = next(r.values[column] for r in table.rows if r.label == row)
    assert stated is not None
    return {
        "code": "sum",
        "row": row,
        "column": table.columns[column],
        "table": table.title,
        "computed": kronor(stated - off),
        "stated": kronor(stated),
    }
