"""Spreadsheets (xlsx, csv): a page a sheet, figures as a Swedish reader sees them, and the grid they stand in."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.compose import Composer
from ingest.document import Page
from ingest.media import whole_file
from ingest.plaintext import HEADING_SIZES, decode

_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
_QUOTED = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\\(.)')


def read_xlsx(path: Path) -> tuple[Page, ...]:
    """The sheets of a workbook with the values last computed; hidden and empty sheets are left out.

    Raises BrokenFileError.
    """
    import openpyxl

    with whole_file():
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = [
            (sheet.title, [[_shown(cell) for cell in row] for row in _all_rows(sheet)])
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
        book.close()
    composer = Composer()
    for title, rows in sheets:
        if rows := _trimmed(rows):
            if len(sheets) > 1:
                composer.line(title, size=HEADING_SIZES[1], bold=True)
                composer.gap()
            composer.table(rows)
            composer.page_break()
    return composer.pages()


def read_csv(path: Path) -> tuple[Page, ...]:
    """A csv file as one page; the sign that divides its cells is the one its lines have most evenly."""
    text = decode(path.read_bytes())
    sample = [line for line in text.splitlines() if line.strip()][:50]
    mark = max(";\t,", key=lambda sign: (min((line.count(sign) for line in sample), default=0), -";\t,".index(sign)))
    composer = Composer()
    composer.table(_trimmed([list(row) for row in csv.reader(text.splitlines(), delimiter=mark)]))
    return composer.pages()


def _all_rows(sheet: Any) -> Any:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    return sheet.iter_rows()


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the empty ones and without columns that are empty throughout."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    used = [n for n in range(width) if any(row[n].strip() for row in rows)]
    return [[row[n] for n in used] for row in rows]


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, int | float):
        return swedish_number(value, str(cell.number_format or "General"))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)


def swedish_number(value: float, number_format: str = "General") -> str:
    """A number as its format shows it, Swedish style: "#,##0.00" gives "1 234 567,50", "0%" gives "25 %".

    Numbers without a format are shown as they are, without thousands spaces.
    """
    shape = number_format.split(";")[0]
    words = " ".join(part for found in _QUOTED.findall(shape) for part in found if part.strip())
    plain = _QUOTED.sub("", shape)
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    if plain.casefold() in ("general", "standard", "@", "") or not re.search("[0#?]", plain):
        exact = round(exact, 10).normalize() if isinstance(value, float) else exact
        return f"{exact:f}".replace(".", ",")
    if percent := "%" in plain:
        exact *= 100
    thousands = re.search(r"[#0],(,*)", plain)
    if thousands and plain.rstrip(" %").endswith(","):  # a comma last divides by a thousand
        exact /= 1000
    decimals = _DECIMALS.search(plain)
    text = f"{exact:,.{len(decimals[1]) if decimals else 0}f}"
    text = text.replace(",", " " if thousands or "# ##" in plain else "").replace(".", ",")
    if re.fullmatch(r"-[0 ,]+", text):  # no minus before nothing
        text = text[1:]
    return text + (" %" if percent else "") + (f" {words.strip()}" if words.strip() else "")
