"""Tables drawn to PDF and read back as documents: what grids and tables are tested on, without files of anyone's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from ingest.document import Document, TextSource
from ingest.layout import lay_out
from ingest.pdf import read_pages

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=10, spaceAfter=4)
SUBHEADING = ParagraphStyle("sub", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=6, spaceAfter=3)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=8, leading=9.5)
BREAK = PageBreak()
GAP = Spacer(1, 14)

RULED = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
COLUMNS_RULED = [("LINEBEFORE", (0, 0), (-1, -1), 0.5, "black"), ("BOX", (0, 0), (-1, -1), 0.5, "black")]


def prose(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def heading(text: str) -> Paragraph:
    return Paragraph(text, HEADING)


def subheading(text: str) -> Paragraph:
    return Paragraph(text, SUBHEADING)


def table(
    rows: Sequence[Sequence[str | Paragraph]], widths: Sequence[float], style: Sequence[tuple[object, ...]] = ()
) -> Table:
    """A table in 8 pt, figures flush right, without rules unless `style` draws them."""
    drawn = Table([list(row) for row in rows], colWidths=list(widths), hAlign="LEFT")
    drawn.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), "Helvetica", 8),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                *style,
            ]
        )
    )
    return drawn


def document(folder: Path, *flowables: Flowable) -> Document:
    """The flowables set on A4 and read as any digital PDF is."""
    path = folder / "ritad.pdf"
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=60, rightMargin=60).build(list(flowables))
    pages = tuple(lay_out(raw, text_source=TextSource.TEXT_LAYER, reason="", quality=1.0) for raw in read_pages(path))
    return Document("0" * 64, "application/pdf", path.name, pages)


def cells(document: Document, page: int = 1) -> list[list[list[str]]]:
    """The printed cells of a page's grids; pieces of a cell joined by a space."""
    text, grids = document.pages[page - 1].text, document.pages[page - 1].grids
    return [[[" ".join(text[p.start : p.end] for p in cell) for cell in row] for row in grid.rows] for grid in grids]
