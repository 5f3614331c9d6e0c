"""Lists that people edit in a spreadsheet: written as CSV or XLSX, read back as either, cells always text.

CSV is what a Swedish Excel opens and saves: semicolons, UTF-8 with its mark; comma, tab and Windows-1252 are read too.
A row's number is the one the spreadsheet shows: the heading is row 1.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.errors import OverwriteError, UsageError

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class Row:
    """`cells` are by the column's heading, in small letters."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row and what to do, in Swedish."""

    number: int
    message: str
    advice: str

    def __str__(self) -> str:
        return f"Rad {self.number}: {self.message} {self.advice}".strip()


def write(path: Path, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[str]], **beside: Any) -> None:
    """Write a list; the name's ending tells whether CSV or XLSX. Raises OverwriteError, UsageError.

    beside: for XLSX only: `choices` (heading → what may stand there), `locked` (headings that are not read back),
    `more` (another sheet's name → its rows).
    """
    if path.exists():
        raise OverwriteError(f"{path} finns redan.", "Välj ett annat namn.")
    try:
        if _is_xlsx(path):
            from archive.handover.spreadsheet import write_xlsx

            write_xlsx(path, sheet, headings, rows, **beside)
            return
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(headings)
            writer.writerows([_harmless(cell) for cell in row] for row in rows)
    except OSError as error:
        raise UsageError(f"{path} kan inte skrivas ({error.strerror}).", "Välj en annan plats.") from error


def read(path: Path, known: Iterable[str], needed: Iterable[str]) -> list[Row]:
    """A list's rows, empty ones left out. Raises UsageError where it cannot be read, or its headings are others."""
    try:
        table = _read_xlsx(path) if _is_xlsx(path) else _read_csv(path)
    except OSError as error:
        raise UsageError(f"{path} kan inte läsas ({error.strerror}).", "Kontrollera sökvägen.") from error
    except (csv.Error, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UsageError(
            f"{path} är ingen lista som kan läsas.", "Spara den som XLSX eller som CSV (UTF-8) och försök igen."
        ) from error
    headings = [heading.strip().casefold() for heading in table[0]] if table else []
    while headings and not headings[-1]:
        headings.pop()
    _refuse_headings(path, headings, set(known), list(needed))
    return [
        Row(number, dict(zip(headings, (*map(str.strip, cells), *[""] * len(headings)), strict=False)))
        for number, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]


def _refuse_headings(path: Path, headings: list[str], known: set[str], needed: list[str]) -> None:
    advice = "Rubrikerna ska stå på första raden, som när listan skrevs ut."
    if missing := [heading for heading in needed if heading not in headings]:
        raise UsageError(f"{path}: kolumnen {missing[0]} saknas.", advice)
    if twice := [heading for heading in headings if headings.count(heading) > 1]:
        raise UsageError(f"{path}: kolumnen {twice[0]} finns två gånger.", advice)
    if strange := [heading for heading in headings if heading not in known]:
        what = f"kolumnen ”{strange[0]}” känns inte igen" if strange[0] else "en kolumn saknar rubrik"
        raise UsageError(
            f"{path}: {what}.", f"Ta bort den, eller rätta rubriken till en av: {', '.join(sorted(known))}."
        )


def _is_xlsx(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UsageError(f"{path}: en lista är en fil som slutar på .xlsx eller .csv.", "Välj en av dem.")
    return suffix == ".xlsx"


def _read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    heading = text.partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    return [[cell[1:] if _ESCAPED.match(cell) else cell for cell in row] for row in table]


def _read_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except InvalidFileException as error:
        raise ValueError(str(error)) from error
    try:
        return [[_cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _cell(value: Any) -> str:
    """A cell as people see it: a day without its midnight, a whole number without its decimals."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it, which reading takes away."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
