"""Blocks to pages: lines broken, pages broken, everything placed; then painted with reportlab."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.sample.blocks import Block, Grid, Line, NewPage, Paper, Row, Space, Words
from tests.sample.tables import Table

WIDTH, HEIGHT = 595.28, 841.89
rl_config.useA85 = 0  # pictures go in as they are
for _name in ("Vera", "VeraBd", "VeraIt"):
    pdfmetrics.registerFont(TTFont(_name, f"{_name}.ttf"))


@dataclass(frozen=True)
class Drawn:
    """A string on a page; `y` from the top, baseline; `gap` is extra width of each space."""

    x: float
    y: float
    text: str
    font: str
    size: float
    gap: float = 0


@dataclass(frozen=True)
class Stroke:
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Sheet:
    """A page before paint."""

    width: float = WIDTH
    height: float = HEIGHT
    drawn: list[Drawn] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)


@lru_cache(maxsize=60_000)
def breadth(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def wrap(text: str, font: str, size: float, width: float, lead: float = 0.0) -> list[str]:
    """Lines no wider than `width`; the first leaves room for `lead`."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, used, gap = "", 0.0 if lines else lead, breadth(" ", font, size)
        for word in part.split(" "):
            need = breadth(word, font, size)
            if line and used + gap + need > width:
                lines.append(line)
                line, used = word, need
            else:
                line, used = (f"{line} {word}", used + gap + need) if line else (word, used + need)
        lines.append(line)
    return lines


class Layout:
    """Places blocks one after the other, opening pages as needed."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.look = paper, paper.look
        self.width = WIDTH - self.look.left - self.look.right
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self.turn()
        for block in paper.blocks:
            self.place(block)
        for number, sheet in enumerate(self.sheets, 1):
            self.edges(sheet, number)

    def turn(self) -> None:
        self.sheets.append(Sheet())
        self.y = self.look.top

    def room(self, need: float) -> None:
        if self.y + need > HEIGHT - self.look.bottom:
            self.turn()

    def style(self, look: str) -> tuple[str, float]:
        size = self.look.size
        return {
            "title": (self.look.bold, size + 7),
            "h1": (self.look.bold, size + 2.5),
            "h2": (self.look.bold, size + 1),
            "label": (self.look.bold, size),
            "bold": (self.look.bold, size),
            "italic": (self.look.italic, size),
            "small": (self.look.font, size - 2),
        }.get(look, (self.look.font, size))

    def place(self, block: Block) -> None:
        match block:
            case NewPage():
                self.turn()
            case Space(points):
                self.y += points
            case Line():
                x1 = WIDTH - self.look.right
                self.sheets[-1].strokes.append(Stroke(self.look.left, self.y, x1, self.y))
                self.y += 6
            case Words():
                self.words(block)
            case Row():
                self.row(block)
            case Grid(table):
                self.grid(table)

    def words(self, block: Words) -> None:
        font, size = self.style(block.look)
        leading = size * self.look.leading
        heading = block.look in ("title", "h1", "h2", "label")
        hang = 16 if block.mark else 0
        x = self.look.left + block.indent
        led = breadth(block.lead, self.look.bold, size) if block.lead else 0.0
        lines = wrap(block.text, font, size, self.width - block.indent - hang, led)
        if heading:
            self.y += 0 if self.y == self.look.top else {"label": 4.0}.get(block.look, 9.0)
            self.room(leading * (len(lines) + 2.5))
        for index, line in enumerate(lines):
            self.room(leading)
            self.y += leading
            if block.mark and index == 0:
                self.put(x, self.y, block.mark, font, size)
            gap = 0.0
            if self.look.justify and not block.lead and index < len(lines) - 1 and line.count(" ") > 3 and not heading:
                free = self.width - block.indent - hang - breadth(line, font, size)
                gap = free / line.count(" ") if free < 60 else 0.0
            if block.lead and index == 0:
                self.put(x + hang, self.y, block.lead, self.look.bold, size)
            self.put(x + hang + (led if index == 0 else 0.0), self.y, line, font, size, gap)
        self.y += block.after if block.after is not None else (2 if block.mark else 3 if heading else 6)

    def row(self, block: Row) -> None:
        font, size = self.style(block.look)
        leading = size * self.look.leading
        widths = [share * self.width for share in block.shares]
        cells = [wrap(c, font, size, w - 6) for c, w in zip(block.cells, widths, strict=True)]
        height = leading * max(map(len, cells))
        self.room(height + 4)
        x, top = self.look.left, self.y
        for lines, width in zip(cells, widths, strict=True):
            for index, line in enumerate(lines):
                self.put(x + (4 if block.ruled else 0), top + leading * (index + 1), line, font, size)
            if block.ruled:
                self.box(x, top, x + width, top + height + 5)
            x += width
        self.y = top + height + (5 if block.ruled else block.after)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        corners = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        self.sheets[-1].strokes += [Stroke(*c) for c in corners]

    def grid(self, table: Table) -> None:
        """A table of figures: labels left, figures right-aligned; long labels wrap."""
        size, font, bold = table.size, self.look.font, self.look.bold
        leading = size * 1.25
        share = table.label_share or max(0.26, 0.62 - 0.085 * len(table.columns))
        first = self.width * share
        column = (self.width - first) / len(table.columns)
        heads = [wrap(c, bold, size, column - 6) for c in table.columns]
        deep = max(map(len, heads))

        def header() -> None:
            top = self.y
            self.put(
                self.look.left + 3, top + leading, table.first or ("tkr" if table.unit == "tkr" else ""), bold, size
            )
            for c, lines in enumerate(heads):
                for i, line in enumerate(lines):
                    self.right(
                        self.look.left + first + column * (c + 1) - 4,
                        top + leading * (i + 1 + deep - len(lines)),
                        line,
                        bold,
                        size,
                    )
            self.y = top + deep * leading + 5
            if table.ruled:
                self.cells(top, self.y, first, column, len(table.columns))

        self.room(leading * (deep + 3))
        header()
        for row in table.rows:
            face = bold if row.bold else font
            lines = wrap(row.label, face, size, first - 8)
            height = leading * len(lines) + (4 if table.ruled else 2.5)
            if self.y + height > HEIGHT - self.look.bottom:
                self.turn()
                header()
            top = self.y
            for i, line in enumerate(lines):
                self.put(self.look.left + 3, top + leading * (i + 1) - 1, line, face, size)
            for c, value in enumerate(row.values):
                self.right(
                    self.look.left + first + column * (c + 1) - 4, top + leading - 1, table.cell(value), face, size
                )
            self.y = top + height
            if table.ruled:
                self.cells(top, self.y, first, column, len(table.columns))
        self.y += 10

    def cells(self, top: float, bottom: float, first: float, column: float, count: int) -> None:
        left = self.look.left
        self.box(left, top, left + first, bottom)
        for c in range(count):
            self.box(left + first + column * c, top, left + first + column * (c + 1), bottom)

    def put(self, x: float, y: float, text: str, font: str, size: float, gap: float = 0) -> None:
        if text:
            self.sheets[-1].drawn.append(Drawn(x, y, text, font, size, gap))

    def right(self, x: float, y: float, text: str, font: str, size: float) -> None:
        self.put(x - breadth(text, font, size), y, text, font, size)

    def edges(self, sheet: Sheet, number: int) -> None:
        size, font = self.look.edge_size, self.look.font
        pages = len(self.sheets)
        for edge, base, way in ((self.paper.head, 34.0, 1), (self.paper.foot, HEIGHT - 28.0, -1)):
            for align, line, text in edge(number, pages):
                wide = breadth(text, font, size)
                x = {"l": self.look.left, "c": (WIDTH - wide) / 2, "r": WIDTH - self.look.right - wide}[align]
                sheet.drawn.append(Drawn(x, base + way * line * 12.5, text, font, size))


def paint(sheets: list[Sheet], title: str, user_password: str | None = None) -> bytes:
    """A digital PDF with its text; the same sheets give the same bytes."""
    out = io.BytesIO()
    encrypt = None
    if user_password:
        from reportlab.lib.pdfencrypt import StandardEncryption

        encrypt = StandardEncryption(user_password, ownerPassword=user_password + "x", strength=128)
    canvas = Canvas(out, invariant=1, pageCompression=1, encrypt=encrypt)
    canvas.setTitle(title)
    for sheet in sheets:
        canvas.setPageSize((sheet.width, sheet.height))
        paint_text(canvas, sheet)
        canvas.setLineWidth(0.6)
        for s in sheet.strokes:
            canvas.line(s.x0, sheet.height - s.y0, s.x1, sheet.height - s.y1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def paint_text(canvas: Canvas, sheet: Sheet, mode: Literal[0, 3] = 0) -> None:
    """The strings of a sheet; mode 3 is invisible."""
    text = canvas.beginText()
    text.setTextRenderMode(mode)
    for d in sheet.drawn:
        text.setFont(d.font, d.size)
        text.setWordSpace(d.gap)
        text.setTextOrigin(d.x, sheet.height - d.y)
        text.textOut(d.text)
    canvas.drawText(text)
