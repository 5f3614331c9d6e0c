"""Where an offset of the text lies: in which §, in a table, in which sentence. What every fact in running text asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from extractors.facts import Facts
from extractors.flow import rows
from ingest.document import Document, Evidence

_SENTENCE_END = re.compile(
    r"(?<!\bca)(?<!\bkl)(?<!\bnr)(?<!\bt\.ex)(?<!\bbl\.a)[.!?:](?=\s+[A-ZÅÄÖ•–*\-])|\n[ \t]*\n|\n\s*[-•–*]\s"
)


@dataclass(frozen=True)
class Intervals:
    """Half-open ranges of offsets that do not overlap, each with a number; built by `intervals`."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    owners: tuple[int, ...]

    def owner(self, offset: int) -> int | None:
        """The number of the range an offset lies in, None outside all of them."""
        at = bisect_right(self.starts, offset) - 1
        return self.owners[at] if at >= 0 and offset < self.ends[at] else None


def intervals(document: Document, evidences: list[Evidence]) -> Intervals:
    """The pieces of some evidence as ranges of `document.text`; the owner is the evidence's position."""
    found = []
    for owner, evidence in enumerate(evidences):
        for piece in evidence.pieces:
            offset = document.page_starts[piece.page.number - 1]
            found.append((offset + piece.span.start, offset + piece.span.end, owner))
    found.sort()
    return Intervals(tuple(f[0] for f in found), tuple(f[1] for f in found), tuple(f[2] for f in found))


def paragraf_ranges(document: Document, facts: Facts) -> Intervals:
    """The §§ of minutes; the owner of an offset is the § it lies in."""
    return intervals(document, [paragraf.evidence for paragraf in facts.paragraphs])


def table_rows(document: Document, facts: Facts) -> Intervals:
    """The rows of all tables: what stands in them is cells, not running text."""
    return intervals(document, [row.evidence for table in facts.tables for row in table.rows])


def furniture_lines(document: Document) -> Intervals:
    """Lines that a running head or foot left in a text without layout."""
    lines = [row for row in rows(document) if row.furniture]
    return Intervals(tuple(r.start for r in lines), tuple(r.end for r in lines), tuple(range(len(lines))))


def sentence(text: str, start: int, end: int, reach: int = 400) -> tuple[int, int]:
    """The sentence, bullet or heading around [start, end), looked for at most `reach` characters to each side."""
    low = max(0, start - reach)
    before = [match.end() for match in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, end, min(len(text), end + reach))
    return (before[-1] if before else low), (after.start() if after else min(len(text), end + reach))


def line_at(text: str, offset: int) -> str:
    """The line an offset lies in, without outer space."""
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)].strip()
