"""Tables in text whose cells are told by signs: Markdown's pipes, tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.document import Cell, Grid, Line, LineKind, Span

_RULE = re.compile(r"[\s|:+=-]+")


def find_delimited(text: str, lines: Sequence[Line]) -> tuple[list[Grid], list[Line]]:
    """Grids of consecutive lines parted by `|` or tabs, and the lines that belong to none."""
    grids: list[Grid] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        sign = _sign(text, lines[at])
        end = at
        while sign and end < len(lines) and _sign(text, lines[end]) == sign:
            end += 1
        rows = [cells for line in lines[at:end] if (cells := _cells(text, line, sign))] if sign else []
        if len(rows) < 2:
            rest += lines[at : max(end, at + 1)]
        else:
            width = max(len(row) for row in rows)
            grids.append(Grid(tuple((*row, *(() for _ in range(width - len(row)))) for row in rows), ruled=sign == "|"))
        at = max(end, at + 1)
    return grids, rest


def _sign(text: str, line: Line) -> str:
    printed = text[line.span.start : line.span.end].strip(" ")
    if line.kind is not LineKind.BODY:
        return ""
    if printed.count("|") >= 2 or (printed.count("|") == 1 and "|" not in (printed[0], printed[-1])):
        return "|"
    return "\t" if "\t" in printed.strip() else ""


def _cells(text: str, line: Line, sign: str) -> tuple[Cell, ...]:
    """The line's cells; none for Markdown's rule under the header."""
    printed = text[line.span.start : line.span.end]
    if _RULE.fullmatch(printed) and "-" in printed:
        return ()
    return tuple(_pieces(printed, line.span.start, sign))


def _pieces(printed: str, base: int, sign: str) -> Iterator[Cell]:
    start, end = 0, len(printed.rstrip(" "))
    if sign == "|":
        start = len(printed) - len(printed.lstrip(" "))
        start += printed[start : start + 1] == "|"
        end -= printed[end - 1] == "|"
    for m in re.finditer(rf"[^{re.escape(sign)}]*(?:{re.escape(sign)}|$)", printed[start:end]):
        raw = m[0].removesuffix(sign)
        at = base + start + m.start() + len(raw) - len(raw.lstrip())
        yield (Span(at, at + len(raw.strip())),) if raw.strip() else ()
        if m.end() == end - start and not m[0].endswith(sign):
            return
