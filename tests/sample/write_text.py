"""The same blocks as plain text: hard line ends or none, columns set with spaces, as text exports of minutes look."""

from __future__ import annotations

import textwrap

from tests.sample.blocks import Block, Grid, Line, NewPage, Paper, Row, Space, Words
from tests.sample.tables import Table


def plain_text(paper: Paper, width: int | None = 78) -> str:
    """`width` None leaves each paragraph on one line."""
    out: list[str] = []
    for block in paper.blocks:
        out += lines_of(block, width)
    text = "\n".join(out)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def lines_of(block: Block, width: int | None) -> list[str]:
    match block:
        case Words():
            mark = block.mark + " " if block.mark else ""
            lines = fold(block.lead + block.text, width, mark)
            tight = block.after == 0 or block.mark
            return [*([""] if block.look in ("title", "h1", "h2", "label") else []), *lines, *([] if tight else [""])]
        case Row(cells, shares):
            wide = width or 78
            return ["".join((c + "  ").ljust(int(s * wide)) for c, s in zip(cells, shares, strict=True)).rstrip()]
        case Grid(table):
            return ["", *table_lines(table), ""]
        case NewPage():
            return ["", ""]
        case Line():
            return ["-" * (width or 78)]
        case Space():
            return [""]
    return []


def fold(text: str, width: int | None, mark: str = "") -> list[str]:
    if width is None:
        return [mark + text]
    return textwrap.wrap(
        text,
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def table_lines(table: Table) -> list[str]:
    label = max([len(r.label) for r in table.rows] + [len(table.first)]) + 2
    columns = [max(len(c), 11) + 2 for c in table.columns]
    head = table.first.ljust(label) + "".join(c.rjust(w) for c, w in zip(table.columns, columns, strict=True))
    rows = [r.label.ljust(label) + "".join(table.cell(v).rjust(w) for v, w in zip(r.values, columns, strict=False))
            for r in table.rows]  # fmt: skip
    return [head.rstrip(), *(r.rstrip() for r in rows)]
