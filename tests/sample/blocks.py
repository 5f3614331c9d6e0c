"""What a page is made of before it is a page: the same blocks are drawn as PDF, written as text or as office files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.sample.tables import Table


@dataclass(frozen=True)
class Words:
    """A run of text that wraps; `look` is one of title, h1, h2, label, body, bold, italic, small.

    `mark` hangs to its left; `lead` stands before it on the line in bold ("Beslut: ").
    """

    text: str
    look: str = "body"
    indent: float = 0
    mark: str = ""
    after: float | None = None
    level: int = 0
    lead: str = ""


@dataclass(frozen=True)
class Row:
    """Columns side by side; `shares` are fractions of the text width."""

    cells: tuple[str, ...]
    shares: tuple[float, ...]
    look: str = "body"
    ruled: bool = False
    after: float = 2


@dataclass(frozen=True)
class Grid:
    table: Table


@dataclass(frozen=True)
class Space:
    points: float


@dataclass(frozen=True)
class NewPage:
    pass


@dataclass(frozen=True)
class Line:
    """A ruled line across the page."""


Block = Words | Row | Grid | Space | NewPage | Line
Edge = Callable[[int, int], Sequence[tuple[str, float, str]]]  # page, pages → (align l|c|r, line from the edge, text)


def nothing(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
    return ()


@dataclass(frozen=True)
class Look:
    font: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    italic: str = "Helvetica-Oblique"
    size: float = 11
    leading: float = 1.32
    left: float = 71
    right: float = 71
    top: float = 92
    bottom: float = 76
    justify: bool = False
    edge_size: float = 9


@dataclass(frozen=True)
class Paper:
    """A document ready to be drawn."""

    blocks: Sequence[Block]
    look: Look = field(default_factory=Look)
    head: Edge = nothing
    foot: Edge = nothing
    title: str = ""


SERIF = {"font": "Times-Roman", "bold": "Times-Bold", "italic": "Times-Italic"}
VERA = {"font": "Vera", "bold": "VeraBd", "italic": "VeraIt"}
