"""Rows as one string whose every character knows its offset in the document: match in the text, point to the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.flow import Row, dashed, hyphen
from ingest.document import Document, Evidence

_ABBREVIATED = re.compile(

    r"(?:\b(?:kl|nr|ca|t\.ex|bl\.a|d\.v\.s|dvs|dnr|m\.m|m\.fl|o\.s\.v|osv|kap|st|jfr|s\.k|p\.g\.a|pga|tjg|ers|"
    r"ordf|sekr|resp|inkl|exkl|fr\.o\.m|t\.o\.m|"

    r"from|tom|max|min|tel|avs|art|bil|sid|prot|tf|dr|prof|red|forts|ev|eg|f\.d|f|mfl|mm|tex|bla|vol|mars|feb|"
    r"jan|apr|jun|jul|aug|sep|sept|okt|nov|dec)|\b[A-ZÅÄÖ]|^\d{1,2})\.$",
    re.I,
)  # fmt: skip
_UNEVEN = re.compile(r"[*\t]|  ")
_STOP = re.compile(r"[.!?](?=\s+[\"”'(]?[A-ZÅÄÖ])")


@dataclass(frozen=True)
class Stream:
    """Joined text and, for each of its characters, the offset in `Document.text` it comes from."""

    text: str
    offsets: tuple[int, ...]

    def cut(self, start: int, end: int) -> Stream:
        """A part, without outer space."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        return Stream(self.text[start:end], self.offsets[start:end])

    def evidence(self, document: Document) -> Evidence:
        """Raises ValueError for an empty stream."""
        if not self.offsets:
            raise ValueError("an empty text has no place")
        return document.evidence(self.offsets[0], self.offsets[-1] + 1)

    def sentences(self) -> list[Stream]:
        """The sentences, by full stops that no abbreviation explains."""
        found, at = [], 0
        for m in _STOP.finditer(self.text):
            if m[0] == "." and _ABBREVIATED.search(self.text[at : m.end()]):
                continue
            found.append(self.cut(at, m.end()))
            at = m.end()
        found.append(self.cut(at, len(self.text)))
        return [s for s in found if s.text]


def stream(rows: Sequence[Row]) -> Stream:
    """Rows joined: a word divided at the line end is put together, Markdown's emphasis left out."""
    chars: list[str] = []
    offsets: list[int] = []
    for row in rows:
        text = row.text
        if chars:
            before = "".join(chars[-2:])
            if hyphen(before, text):
                chars.pop()
                offsets.pop()
            elif not dashed(before, text):
                chars.append(" ")
                offsets.append(row.start)
        if not _UNEVEN.search(text):  # the common case, told quickly
            chars += text
            offsets += range(row.start, row.start + len(text))
            continue
        for at, char in enumerate(text):
            if char == "*" or (char in " \t" and chars and chars[-1] == " "):
                continue
            chars.append(" " if char == "\t" else char)
            offsets.append(row.start + at)
    return Stream("".join(chars), tuple(offsets))
