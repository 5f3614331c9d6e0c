"""A list as XLSX: text in every cell, choices to pick from, what is not read back in grey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

_HEADING = PatternFill("solid", fgColor="1F4E5F")
_LOCKED = PatternFill("solid", fgColor="EFEDE6")
_WIDTHS = {"sha256": 14, "handling": 42, "fil": 34, "grund": 40, "titel": 40, "plats": 24, "anmärkning": 30}
_LAST_ROW = 1_048_576


def write_xlsx(
    path: Path,
    sheet: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    choices: Mapping[str, Sequence[str]] | None = None,
    locked: Sequence[str] = (),
    more: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> None:
    """Write the workbook. Cells are text and are taken for nothing else: "1.1.1" is no date, "=1" no formula."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for number, heading in enumerate(headings, 1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(heading, 16)
    first, plain, grey = _look(page, _HEADING, Font(bold=True, color="FFFFFF")), _look(page), _look(page, _LOCKED)
    page.append([_cell(page, heading, first) for heading in headings])
    last = 1
    for last, row in enumerate(rows, 2):  # noqa: B007  # the last row's number is asked for below
        looks = (grey if heading in locked else plain for heading in headings)
        page.append([_cell(page, text, look) for text, look in zip(row, looks, strict=True)])
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"
    for name, lines in (more or {}).items():
        other = book.create_sheet(name)
        other.column_dimensions["A"].width, other.column_dimensions["B"].width = 12, 60
        for line in lines:
            other.append([_cell(other, text, plain) for text in line])
    for heading, allowed in (choices or {}).items():
        _offer(page, headings, heading, allowed, list(more or {}))
    book.save(path)


def _look(page: object, fill: PatternFill | None = None, font: Font | None = None) -> WriteOnlyCell:
    """A cell to take the look of."""
    cell = WriteOnlyCell(page)
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if fill:
        cell.fill = fill
    if font:
        cell.font = font
    return cell


def _cell(page: object, text: str, look: WriteOnlyCell) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"
    # the look as a whole: set piece by piece, each is looked up among all there are, a minute for a large archive
    cell._style = look._style
    return cell


def _offer(page: object, headings: Sequence[str], heading: str, allowed: Sequence[str], sheets: list[str]) -> None:
    """A menu in every cell of a column: of the words, or of the first column of the sheet that `allowed` names."""
    from_sheet = f"'{allowed[0]}'!$A$1:$A$500"
    formula = from_sheet if allowed[0] in sheets else f'"{",".join(allowed)}"'
    menu = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    column = get_column_letter(headings.index(heading) + 1)
    menu.add(f"{column}2:{column}{_LAST_ROW}")
    page.data_validations.append(menu)  # type: ignore[attr-defined]  # openpyxl has no types
