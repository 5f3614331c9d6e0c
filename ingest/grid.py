"""Table grids of a page: ruled ones from their rules, borderless ones from the columns their figures share."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.borderless import find_borderless
from ingest.document import Grid, Line, Word
from ingest.raw import Rule
from ingest.segments import rows_of


def find_grids(text: str, words: Sequence[Word], lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[Grid, ...]:
    """The tables of one page, from the top down; cells are spans of `text`.

    `words` and `rules` are in points and may be empty (a page without layout: columns are told by two spaces or more).
    """
    return tuple(find_borderless(text, rows_of(text, words, lines)))
