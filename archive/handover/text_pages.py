"""A document's text set on A4 pages by WeasyPrint: what is text by nature (txt, md, csv, e-mail), and what has lost its
look because no program here can show it.

Nothing is fetched: the page is made of the text alone, and every sign of it is escaped.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from archive.handover.pdf_metadata import plain_metadata
from ingest import media
from ingest.document import Document, Grid, Page, Span, plain_page
from ingest.errors import MissingProgramError

CURE = "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_TYPED = (media.TXT, media.CSV)  # its columns hold only where every letter is as wide
_MAIL = (media.EML, media.MSG)
_SET_IN_TYPE = (media.DOCX, media.ODT, media.XLSX, media.HTML)
_MANY_COLUMNS = 6
_UNSEEN = ("Cc", "Cs", "Cn", "Zl", "Zp")
# What Word's lists leave in copied text: codes of the fonts Symbol and Wingdings.
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0e0": "→", "\uf0fc": "✓"}
_COMMON = ((0x0000, 0x0250), (0x2000, 0x2200))  # Latin letters; dashes, quotes, currencies, arrows
_STYLE = """
@page {{ size: A4 {turned}; margin: 20mm 20mm 18mm;
  @bottom-left {{ content: {name}; font: 8pt {sans}; color: #444 }}
  @bottom-right {{ content: counter(page) " (" counter(pages) ")"; font: 8pt {sans}; color: #444 }} }}
html {{ font: {size} {face}; line-height: 1.4; color: #000 }}
body {{ margin: 0; overflow-wrap: anywhere }}
section + section {{ break-before: page }}
p {{ margin: 0; min-height: 1.4em; white-space: pre-wrap; tab-size: 8 }}
.head {{ border-bottom: .75pt solid #000; padding-bottom: 3mm; margin-bottom: 4mm }}
h2 {{ font-size: 1.15em; margin: .8em 0 .2em; break-after: avoid }}
table {{ border-collapse: collapse; margin: 2mm 0 }}
td {{ border: .5pt solid #888; padding: .6mm 1.6mm; vertical-align: top }}
"""
_SANS, _MONO = '"Liberation Sans", "DejaVu Sans", sans-serif', '"Liberation Mono", "DejaVu Sans Mono", monospace'
_PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{title}</title>
<style>{style}</style></head><body>{body}</body></html>"""


def set_text(document: Document, flavour: str, target: Path) -> None:
    """Write the document's text as PDF/A of the flavour. Raises MissingProgramError where Pango is not installed."""
    # imported here: it loads Pango, and most of a run needs none
    try:
        from weasyprint import HTML  # type: ignore[import-untyped, unused-ignore]
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped, unused-ignore]
    except OSError as error:
        raise MissingProgramError("Pango saknas, och utan det kan inga sidor sättas.", CURE) from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    nothing = URLFetcher(allowed_protocols=())
    identifier = document.sha256[:32].encode()
    page = HTML(string=_html(document), url_fetcher=nothing)
    page.write_pdf(target, pdf_variant=f"pdf/a-{flavour}", pdf_identifier=identifier, finisher=plain_metadata)


def with_numbers(document: Document) -> Document:
    """The same with the signs that fonts may lack as their numbers in Unicode, "[U+4E2D]"; its places do not hold."""
    pages = (plain_page(page.number, _numbered(page.text)) for page in document.pages)
    return replace(document, pages=tuple(pages))


def _numbered(text: str) -> str:
    return "".join(
        sign if any(low <= ord(sign) < high for low, high in _COMMON) else f"[U+{ord(sign):04X}]" for sign in text
    )


def _html(document: Document) -> str:
    kind = document.media_type
    widest = max((len(grid.rows[0]) for page in document.pages for grid in page.grids if grid.rows), default=0)
    style = _STYLE.format(
        turned="landscape" if widest > _MANY_COLUMNS else "",
        name=_quoted(document.name),
        sans=_SANS,
        size="10pt" if kind in _TYPED else "10.5pt",
        face=_MONO if kind in _TYPED else _SANS,
    )
    body = "".join(f"<section>{_section(page, kind)}</section>" for page in document.pages)
    return _PAGE.format(title=escape(document.name), style=style, body=body)


def _section(page: Page, kind: str) -> str:
    if kind in _MAIL:
        head, _, rest = page.text.partition("\n\n")
        return f'<div class="head">{_lines(head)}</div>{_lines(rest)}'
    if kind in _SET_IN_TYPE:
        return "".join(_blocks(page))
    return _lines(page.text)


def _lines(text: str) -> str:
    """A paragraph a line: one for the whole text takes time by its square."""
    return "".join(f"<p>{_shown(line)}</p>" for line in text.split("\n"))


def _blocks(page: Page) -> Iterator[str]:
    """Lines as paragraphs, headings larger, tables as tables."""
    tables = sorted(((_extent(grid), grid) for grid in page.grids), key=lambda found: found[0].start)
    done = 0
    for line in page.lines:
        while tables and tables[0][0].start <= line.span.start:
            extent, grid = tables.pop(0)
            if extent.start >= done:
                yield _table(page, grid)
                done = extent.end
        if line.span.start < done:
            continue
        text = _shown(page.text[line.span.start : line.span.end])
        yield f"<h2>{text}</h2>" if line.bold and line.size and text.strip() else f"<p>{text}</p>"


def _extent(grid: Grid) -> Span:
    pieces = [piece for row in grid.rows for cell in row for piece in cell]
    return Span(min((p.start for p in pieces), default=0), max((p.end for p in pieces), default=0))


def _table(page: Page, grid: Grid) -> str:
    rows = (
        "".join(f"<td>{' '.join(_shown(page.text[piece.start : piece.end]) for piece in cell)}</td>" for cell in row)
        for row in grid.rows
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _shown(text: str) -> str:
    """The text for the page; control signs, which no font shows, are left out."""
    return escape("".join(_sign(sign) for sign in text))


def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Co":
        return _BULLETS.get(sign, "□")
    return sign if sign in "\n\t" or kind not in _UNSEEN else ""


def _quoted(text: str) -> str:
    """A text as a string of the style sheet."""
    plain = "".join(sign for sign in text if sign.isprintable()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain.replace("<", "‹")}"'
