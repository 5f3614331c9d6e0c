"""Table grids of a page: ruled ones from their rules, borderless ones from the columns their figures share."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.borderless import find_borderless
from ingest.delimited import find_delimited
from ingest.document import Box, Grid, Line, Word
from ingest.raw import Rule
from ingest.ruled import find_ruled
from ingest.segments import rows_of


def find_grids(text: str, words: Sequence[Word], lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[Grid, ...]:
    """The tables of one page, from the top down; cells are spans of `text`.

    `words` and `rules` are in points and may be empty (a page without layout: columns are told by tabs, `|`, or two
    spaces and more).
    """
    if not words:
        delimited, rest = find_delimited(text, lines)
        return _in_order([*delimited, *find_borderless(text, rows_of(text, words, rest), aligned=False)])
    ruled = find_ruled(text, words, rules)
    free = [line for line in lines if not any(_lies_in(line, found.box) for found in ruled)]
    return _in_order([*(found.grid for found in ruled), *find_borderless(text, rows_of(text, words, free))])


def _lies_in(line: Line, box: Box) -> bool:
    if line.box is None:
        return False
    middle = (line.box.y0 + line.box.y1) / 2
    return box.y0 <= middle <= box.y1 and line.box.x0 < box.x1 and box.x0 < line.box.x1


def _in_order(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    return tuple(sorted(grids, key=lambda g: min(piece.start for row in g.rows for cell in row for piece in cell)))
