"""The same blocks as docx, tables as xlsx; containers get fixed times: same content, same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.sample.blocks import Grid, NewPage, Paper, Row, Words
from tests.sample.tables import Table

FIXED = (2024, 1, 2, 3, 4, 6)
HEADINGS = {"title": 0, "h1": 1, "h2": 2, "label": 3}


def repacked(data: bytes) -> bytes:
    """The same zip with one time for every member, and that time in its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-02T03:04:06Z", content)
            member = zipfile.ZipInfo(info.filename, FIXED)
            member.compress_type = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return out.getvalue()


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, FIXED)
            member.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return out.getvalue()


def docx(paper: Paper) -> bytes:
    from docx import Document
    from docx.shared import Pt

    document: Any = Document()
    document.core_properties.created = document.core_properties.modified = datetime(2024, 1, 2, 3, 4, 6)
    document.core_properties.title, document.core_properties.author = paper.title, "Kansliet"
    document.styles["Normal"].font.size = Pt(11)
    for align, _, text in paper.head(2, 9):
        if align == "l":
            document.sections[0].header.add_paragraph(text)
    table: Any = None
    for block in paper.blocks:
        if not isinstance(block, Row):
            table = None
        match block:
            case Words(text, look) if look in HEADINGS:
                document.add_heading(text, HEADINGS[look])
            case Words():
                paragraph = document.add_paragraph(style=list_style(block))
                if block.lead:
                    paragraph.add_run(block.lead).bold = True
                run = paragraph.add_run(block.text)
                run.bold, run.italic = block.look == "bold", block.look == "italic"
            case Row(cells):
                if table is None or len(table.columns) != len(cells):
                    table = document.add_table(0, len(cells))
                for cell, text in zip(table.add_row().cells, cells, strict=True):
                    cell.text = text
            case Grid(figures):
                docx_grid(document, figures)
            case NewPage():
                document.add_page_break()
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def list_style(block: Words) -> str:
    return {"": "Normal", "1.": "List Number"}.get("1." if block.mark[:1].isdigit() else block.mark, "List Bullet")


def docx_grid(document: Any, figures: Table) -> None:
    grid = document.add_table(1, len(figures.columns) + 1)
    grid.style = "Table Grid"
    for cell, text in zip(grid.rows[0].cells, (figures.first, *figures.columns), strict=True):
        cell.text = text
    for row in figures.rows:
        for cell, text in zip(grid.add_row().cells, (row.label, *map(figures.cell, row.values)), strict=False):
            cell.text = text


def xlsx(heading: Iterable[str], tables: Iterable[Table]) -> bytes:
    """One sheet a table: heading lines, the title, the columns, the rows with real numbers in the table's unit."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "Kansliet"
    book.properties.created = datetime(2024, 1, 2, 3, 4, 6)
    for index, table in enumerate(tables):
        sheet: Any = book.active if index == 0 else book.create_sheet()
        sheet.title = table.title[:28].replace("/", "-")
        for line in heading:
            sheet.append([line])
        sheet.append([f"{table.title} ({table.unit})"])
        sheet.append([table.first, *table.columns])
        divide = 1000 if table.unit == "tkr" else 1
        for row in table.rows:
            sheet.append([row.label, *(None if v is None else v // divide for v in row.values)])
    out = io.BytesIO()
    book.save(out)
    return repacked(out.getvalue())
