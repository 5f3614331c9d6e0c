"""The same blocks as an OpenDocument text, its XML written out plainly: no library keeps state between two files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from tests.sample.blocks import Grid, Paper, Row, Words
from tests.sample.write_office import HEADINGS, zipped

MIME = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(paper: Paper) -> bytes:
    body = "".join(elements(paper))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {SPACES} office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        (("mimetype", MIME.encode()), ("content.xml", content.encode()), ("META-INF/manifest.xml", MANIFEST.encode()))
    )


def elements(paper: Paper) -> Iterator[str]:
    """Rows that follow one another and are equally wide share a table."""
    for width, together in groupby(paper.blocks, key=lambda b: len(b.cells) if isinstance(b, Row) else 0):
        if width:
            yield table(b.cells for b in together if isinstance(b, Row))
            continue
        for block in together:
            match block:
                case Words(text, look) if look in HEADINGS:
                    level = max(1, HEADINGS[look])
                    yield f'<text:h text:outline-level="{level}">{escape(text)}</text:h>'
                case Words(mark=mark) if mark:
                    item = paragraph(block.lead + block.text)
                    yield f"<text:list><text:list-item>{item}</text:list-item></text:list>"
                case Words():
                    yield paragraph(block.lead + block.text)
                case Grid(figures):
                    rows = ((row.label, *map(figures.cell, row.values)) for row in figures.rows)
                    yield table([(figures.first, *figures.columns), *rows])


def paragraph(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def table(rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["".join(f"<table:table-cell>{paragraph(c)}</table:table-cell>" for c in cells) for cells in rows]
    return "<table:table>" + "".join(f"<table:table-row>{line}</table:table-row>" for line in lines) + "</table:table>"
