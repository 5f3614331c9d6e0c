"""Text that is its own print: txt, Markdown and HTML. Characters are kept, their look is read out of them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from ingest.compose import Composer
from ingest.document import Page
from ingest.typography import typeset

HEADING_SIZES = (18.0, 16.0, 14.0, 12.0)  # points for levels 1, 2, 3 and deeper; body text is smaller
BODY_SIZE = 11.0
_TWICE = re.compile("Ã[¥¤¶…„–]")
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")
_MARK_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+\S")
_ALL_BOLD = re.compile(r"^\s*(?:#+\s*)?\*\*[^*]+\*\*[\s:.]*$")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|d[dlt]|div|fieldset|figure|footer|form|h[1-6r]|header|html|li"
    "|main|nav|[ou]l|p|pre|section|table|tr"
)


def decode(content: bytes) -> str:
    """Bytes as text: Unicode where they say or prove so, else the 8-bit set that fits, else cp1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return _encoded_once(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    # Of the sets Swedish text comes in, the right one gives å ä ö; the general detector prefers Cyrillic or Greek.
    best = max(("cp1252", "cp850", "mac_roman"), key=lambda encoding: _swedish(content, encoding))
    if _swedish(content, best):
        return content.decode(best, "replace")
    from charset_normalizer import from_bytes

    guess = from_bytes(content).best()
    return str(guess) if guess is not None else content.decode("cp1252", "replace")


def _encoded_once(text: str) -> str:
    """Text that was taken for cp1252 and made Unicode a second time ("fÃ¶r"), as it was; any other as it is."""
    if not _TWICE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _swedish(content: bytes, encoding: str) -> int:
    """å ä ö (é) that stand among small letters, less the signs that no Swedish text has within a word."""
    text = content.decode(encoding, "replace")
    good = len(re.findall(r"(?<=[a-zåäö])[åäöé]|[åäöÅÄÖ](?=[a-zåäö])", text))
    bad = len(re.findall(r"(?<=[a-z])[^\x00-\x7fåäöéüèæøóáàçêëíñôúÅÄÖÉ’–—”](?=[a-z])", text))
    return max(0, good - 2 * bad)


def read_text(path: Path) -> tuple[Page, ...]:
    """A txt or Markdown file as printed; form feeds break pages, pipe tables become grids, # headings large lines."""
    composer = Composer()
    for page in typeset(decode(path.read_bytes())).split("\f"):
        add_text(composer, page)
        composer.page_break()
    return composer.pages()


def add_text(composer: Composer, text: str) -> None:
    """A stretch of plain text; runs of pipe rows are given a grid."""
    rows: list[list[tuple[int, int]]] = []
    start = composer.at
    for line in text.split("\n"):
        line = line.rstrip()
        if _PIPE_ROW.match(line):
            if not rows:
                start = composer.at
            if not _PIPE_RULE.match(line):
                rows.append(_pipe_cells(line, composer.at - start))
        elif rows:
            composer.lined_table(rows, start)
            rows = []
        heading = _MARK_HEADING.match(line)
        size = HEADING_SIZES[min(len(heading[1]), len(HEADING_SIZES)) - 1] if heading else None
        composer.line(line, size=size, bold=bool(heading) or bool(_ALL_BOLD.match(line)))
    if rows:
        composer.lined_table(rows, start)


def _pipe_cells(line: str, offset: int) -> list[tuple[int, int]]:
    """Where each cell's text stands, counted from the table's start; an escaped pipe does not divide."""
    marks = [m.start() for m in re.finditer(r"(?<!\\)\|", line)]
    cells = []
    for a, b in pairwise(marks):
        cell = line[a + 1 : b]
        start = a + 1 + len(cell) - len(cell.lstrip())
        cells.append((offset + start, offset + max(start, a + 1 + len(cell.rstrip()))))
    return cells


def read_html(path: Path) -> tuple[Page, ...]:
    """A page of the web as one page of text."""
    composer = Composer()
    add_html(composer, decode(path.read_bytes()))
    return composer.pages()


def add_html(composer: Composer, html: str) -> None:
    """The text of HTML, a line a block, headings by their level, tables of figures as grids."""
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, Tag

    soup = BeautifulSoup(html, "lxml")
    for unseen in soup(["script", "style", "head", "title", "template", "noscript"]):
        unseen.decompose()
    pending: list[str] = []

    def flush(size: float | None = None) -> None:
        if text := re.sub(r"[^\S\n]+", " ", "".join(pending)).strip():
            composer.line(text, size=size, bold=size is not None)
        pending.clear()

    def walk(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Tag):
                block = bool(_BLOCK.fullmatch(child.name))
                if block:
                    flush()
                if child.name == "table" and not child.find("table"):
                    composer.table(
                        [[_inner(cell) for cell in row.find_all(["td", "th"])] for row in child.find_all("tr")]
                    )
                    composer.gap()
                    continue
                if child.name == "li":
                    pending.append("• ")
                walk(child)
                if block:
                    level = int(child.name[1]) if re.fullmatch("h[1-6]", child.name) else 0
                    flush(HEADING_SIZES[min(level, 4) - 1] if level else None)
                if child.name in ("p", "div", "ul", "ol", "h1", "h2", "h3", "h4"):
                    composer.gap()
            elif type(child) is NavigableString:  # not comments and the like, which are its subclasses
                pending.append(re.sub(r"\s+", " ", str(child)))

    walk(soup)
    flush()


def _inner(cell: object) -> str:
    """A cell's text, a line a block or br."""
    from bs4.element import Tag

    assert isinstance(cell, Tag)
    lines = (" ".join(part.split()) for part in cell.get_text("\n").split("\n"))
    return "\n".join(line for line in lines if line)
