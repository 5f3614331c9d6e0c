"""OpenDocument text (odt): paragraphs, headings, lists and tables in order, heads and feet from the page's style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.compose import Composer, Furniture
from ingest.document import Page
from ingest.media import whole_file
from ingest.numbering import numeral
from ingest.plaintext import HEADING_SIZES

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_UNSEEN = {"note", "annotation", "tracked-changes", "sequence-decls", "ruby-text"}
_BLOCKS = {"p", "h", "list", "table"}


def read_odt(path: Path) -> tuple[Page, ...]:
    """The pages of an odt; a new page where the author broke it. Raises BrokenFileError."""
    from odf.opendocument import load

    with whole_file():
        document = load(str(path))
    reader = _Reader(document)
    reader.blocks(document.text)
    return reader.composer.pages()


def _name(node: Any) -> str:
    """An element's local name, "" for text."""
    return node.qname[1] if getattr(node, "qname", None) else ""


def _attribute(node: Any, name: str) -> str:
    """An attribute by its local name, "" where it is not there."""
    return next((str(value) for key, value in (node.attributes or {}).items() if key[1] == name), "")


def _text(node: Any) -> str:
    """A paragraph's text with its spaces, tabs and line breaks."""
    if not _name(node):
        return str(getattr(node, "data", ""))
    name = _name(node)
    if name in _UNSEEN:
        return ""
    if name == "s":
        return " " * int(_attribute(node, "c") or 1)
    if name in ("tab", "line-break"):
        return "\t" if name == "tab" else "\n"
    return "".join(_text(child) for child in node.childNodes)


class _Reader:
    """Walks a document's body once, putting what it meets on pages."""

    def __init__(self, document: Any) -> None:
        everything = (document.automaticstyles, document.styles)
        self.styles = {
            _attribute(style, "name"): style
            for collection in everything
            for style in collection.childNodes
            if _name(style) in ("style", "list-style")
        }
        self.composer = Composer(_furniture(document.masterstyles))
        self.counts: dict[str, list[int]] = {}

    def blocks(self, parent: Any) -> None:
        for child in parent.childNodes:
            name = _name(child)
            if name in ("p", "h"):
                self._paragraph(child, "")
            elif name == "list":
                self._list(child, _attribute(child, "style-name"), 1)
            elif name == "table":
                self.composer.gap()
                self.composer.table([row for row in self._rows(child) if any(row)])
                self.composer.gap()
            elif name not in _UNSEEN and name:
                self.blocks(child)

    def _paragraph(self, node: Any, label: str) -> None:
        style = self.styles.get(_attribute(node, "style-name"))
        properties = list(self._properties(style))
        if any(_attribute(p, "break-before") == "page" for p in properties):
            self.composer.page_break()
        text = _text(node).strip(" ")
        level = int(_attribute(node, "outline-level") or 1) if _name(node) == "h" else 0
        if level or not text:
            self.composer.gap()
        if text:
            size = HEADING_SIZES[min(level, len(HEADING_SIZES)) - 1] if level else _points(properties)
            bold = bool(level) or any(_attribute(p, "font-weight") == "bold" for p in properties)
            self.composer.line(f"{label} {text}" if label else text, size=size, bold=bold)
        if any(_attribute(p, "break-after") == "page" for p in properties):
            self.composer.page_break()

    def _properties(self, style: Any) -> Iterator[Any]:
        """The property elements of a style, then of those it builds on."""
        seen: set[str] = set()
        while style is not None and _attribute(style, "name") not in seen:
            seen.add(_attribute(style, "name"))
            yield from (child for child in style.childNodes if _name(child).endswith("-properties"))
            style = self.styles.get(_attribute(style, "parent-style-name"))

    def _list(self, node: Any, style: str, level: int) -> None:
        counts = self.counts.setdefault(style, [0] * 11)
        if _attribute(node, "continue-numbering") != "true":
            counts[level] = 0
        for item in node.childNodes:
            if _name(item) not in ("list-item", "list-header"):
                continue
            label = self._label(style, level, counts) if _name(item) == "list-item" else ""
            for child in item.childNodes:
                if _name(child) in ("p", "h"):
                    self._paragraph(child, label)
                    label = ""
                elif _name(child) == "list":
                    self._list(child, _attribute(child, "style-name") or style, level + 1)

    def _label(self, style: str, level: int, counts: list[int]) -> str:
        counts[level] += 1
        found = self.styles.get(style)
        for shape in found.childNodes if found is not None else ():
            if _attribute(shape, "level") != str(level):
                continue
            if _name(shape) == "list-level-style-number":
                first = int(_attribute(shape, "start-value") or 1)
                number = numeral(counts[level] + first - 1, _FORMATS.get(_attribute(shape, "num-format"), "decimal"))
                return f"{_attribute(shape, 'num-prefix')}{number}{_attribute(shape, 'num-suffix')}"
        return "•"

    def _rows(self, table: Any) -> Iterator[list[str]]:
        for child in table.childNodes:
            name = _name(child)
            if name == "table-row":
                yield [cell for node in child.childNodes for cell in self._cells(node)]
            elif name in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self._rows(child)

    def _cells(self, node: Any) -> list[str]:
        if _name(node) not in ("table-cell", "covered-table-cell"):
            return []
        text = "\n".join(line for line in _lines(node) if line.strip())
        repeated = int(_attribute(node, "number-columns-repeated") or 1)
        return [text] * (min(repeated, 64) if text else 1)


def _lines(node: Any) -> Iterator[str]:
    for child in node.childNodes:
        if _name(child) in ("p", "h"):
            yield from _text(child).split("\n")
        elif _name(child) and _name(child) not in _UNSEEN:
            yield from _lines(child)


def _points(properties: list[Any]) -> float | None:
    """The first type size said in points."""
    for one in properties:
        size = _attribute(one, "font-size")
        if size.endswith("pt"):
            return float(size[:-2])
    return None


def _furniture(masters: Any) -> Furniture:
    """Heads and feet of the first page style that has any."""
    for master in masters.childNodes:
        parts: dict[str, tuple[str, ...]] = {}
        for child in master.childNodes:
            if _name(child) in ("header", "footer"):
                parts[_name(child)] = tuple(" ".join(line.split()) for line in _lines(child) if line.strip())
        if parts:
            return Furniture(parts.get("header", ()), parts.get("footer", ()))
    return Furniture()
