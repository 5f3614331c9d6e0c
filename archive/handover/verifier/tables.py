"""The lists of the package, CSV files, read row by row by the heads of their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archive.handover import layout
from archive.handover.verifier.opening import READ_ERRORS, Package
from archive.handover.verifier.report import Remark

csv.field_size_limit(10_000_000)  # characters; the text of a long § is longer than the module's own limit


@dataclass(frozen=True)
class Row:
    """A row of a list: its number in the file (the heads are 1) and its cells by the heads of their columns."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, head: str) -> str:
        # a text that a spreadsheet would take for a formula is written with an apostrophe before it
        return self.cells.get(head, "").removeprefix("'")


@dataclass
class Table:
    """A list, or what is wrong with it: `rows` are those that could be read."""

    name: str
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.remarks


def read(package: Package, list_: str, heads: tuple[str, ...]) -> Table:
    """A list in metadata/other by its name, which must have the columns `heads`; it may have others."""
    table = Table(str(layout.OTHER / f"{list_}.csv"))
    if table.name not in package.sizes:
        table.remarks.append(Remark("lista-saknas", table.name, "listan saknas i paketet."))
        return table
    try:
        with package.open(table.name) as stream:
            _read(table, io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""), heads)
    except (csv.Error, *READ_ERRORS) as error:
        table.remarks.append(Remark("lista-trasig", table.name, f"listan kan inte läsas ({error})."))
    return table


def _read(table: Table, lines: Iterator[str], heads: tuple[str, ...]) -> None:
    reader = csv.reader(lines, delimiter=";", strict=True)
    told = next(reader, [])
    if lacking := [head for head in heads if head not in told]:
        table.remarks.append(Remark("lista-trasig", table.name, f"kolumner saknas: {', '.join(lacking)}."))
        return
    for cells in reader:
        if len(cells) != len(told):
            message = f"rad {reader.line_num} har {len(cells)} kolumner i stället för {len(told)}."
            table.remarks.append(Remark("lista-trasig", table.name, message))
            continue
        wanted = {head: cell for head, cell in zip(told, cells, strict=True) if head in heads}
        table.rows.append(Row(reader.line_num, wanted))
