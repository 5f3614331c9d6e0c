"""Word documents (docx): paragraphs and tables in order, with the numbers, heads and feet that Word prints itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.compose import Composer, Furniture
from ingest.document import Page
from ingest.media import whole_file
from ingest.numbering import Numbering, W, read_numbering
from ingest.word_look import PARAGRAPH_GAP, Look, Styles, run_look

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def read_docx(path: Path) -> tuple[Page, ...]:
    """The pages of a Word document; a new page where the author broke it, not where Word happened to.

    Raises BrokenFileError.
    """
    import docx

    with whole_file():
        document = docx.Document(str(path))
        sections = [_furniture(section) for section in document.sections]
    return _Reader(document, sections).pages()


def _furniture(section: Section) -> tuple[Furniture, Furniture]:
    """A section's heads and feet: on its first page, and on the others."""
    usual = Furniture(_part_lines(section.header), _part_lines(section.footer))
    if not section.different_first_page_header_footer:
        return usual, usual
    return Furniture(_part_lines(section.first_page_header), _part_lines(section.first_page_footer)), usual


def _part_lines(part: Any) -> tuple[str, ...]:
    lines = []
    for block in _blocks(part._element):
        if block.tag == f"{W}tbl":
            lines += ["  ".join(filter(None, (cell.replace("\n", " ") for cell in row))) for row in _table(block)]
        else:
            lines += _text(block).split("\n")
    return tuple(line.strip() for line in lines if line.strip())


class _Reader:
    """Walks a document's body once, putting what it meets on pages."""

    def __init__(self, document: Document, sections: list[tuple[Furniture, Furniture]]) -> None:
        self.body = document.element.body
        self.numbering = _numbering(document)
        self.looks = Styles(document.styles.element)
        self.sections = sections
        self.section = 0
        self.composer = Composer(sections[0][0] if sections else Furniture())
        self.last_gap = 0

    def pages(self) -> tuple[Page, ...]:
        for block in _blocks(self.body):
            if block.tag == f"{W}tbl":
                self.composer.gap()
                self.composer.table(list(_table(block, self.numbering, self.looks)))
                self.composer.gap()
            else:
                self._paragraph(block)
        return self.composer.pages()

    def _paragraph(self, paragraph: Any) -> None:
        look = self.looks.of(paragraph)
        if look.page_break:
            self._page_break()
        text = _text(paragraph)
        label = _label(paragraph, look, self.numbering) if text.strip() else ""
        if not text.strip() or max(self.last_gap, look.gap) >= PARAGRAPH_GAP:
            self.composer.gap()
        self.last_gap = look.gap
        size, bold = run_look(paragraph, look)
        for n, part in enumerate(text.split("\f")):
            if n:
                self._page_break()
            if part.strip():
                self.composer.line(f"{label} {part.strip()}" if label and not n else part.strip(), size=size, bold=bold)
        for box in _text_boxes(paragraph):
            for inner in _blocks(box):
                if (words := _text(inner)).strip():
                    self.composer.line(words.strip())
        self._section_end(paragraph)

    def _page_break(self) -> None:
        self.composer.page_break()
        if self.section < len(self.sections):
            self.composer.furniture = self.sections[self.section][1]

    def _section_end(self, paragraph: Any) -> None:
        """A section's last paragraph holds its properties; the break between it and the next is the next one's kind."""
        if paragraph.find(f"{W}pPr/{W}sectPr") is None:
            return
        following = paragraph.xpath("following::w:sectPr[1]")
        kind = following[0].find(f"{W}type") if following else None
        self.section += 1
        if kind is None or kind.get(f"{W}val") != "continuous":
            self.composer.page_break()
            if self.section < len(self.sections):
                self.composer.furniture = self.sections[self.section][0]


def _numbering(document: Document) -> Numbering:
    from docx.opc.constants import RELATIONSHIP_TYPE

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            return read_numbering(relation.target_part.element)
    return read_numbering(None)


def _label(paragraph: Any, look: Look, numbering: Numbering) -> str:
    return numbering.label(look.num_id, look.level) if look.num_id and look.num_id != "0" else ""


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those in content controls, which templates are full of."""
    for child in parent.iterchildren():
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            yield from _blocks(child)


_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\u00ad", f"{W}ptab": "\t"}
_UNSEEN = {f"{W}del", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}txbxContent", f"{W}sdtPr", f"{_MC}Fallback"}


def _text(element: Any) -> str:
    """A paragraph's text: line breaks as line ends, page breaks as form feeds; deleted text and text boxes left out."""
    parts = []
    for child in element.iterchildren():
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag == f"{W}br":
            parts.append("\f" if child.get(f"{W}type") == "page" else "\n")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag not in _UNSEEN:
            parts.append(_text(child))
    return "".join(parts)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph; each stands twice in the file, once for older readers."""
    for box in paragraph.iterdescendants(f"{W}txbxContent"):
        if not any(ancestor.tag == f"{_MC}Fallback" for ancestor in box.iterancestors()):
            yield box


def _table(table: Any, numbering: Numbering | None = None, looks: Styles | None = None) -> Iterator[list[str]]:
    """A table's rows of cell texts; a cell over several columns is followed by empty ones, over rows it stands once."""
    for row in _rows(table):
        cells: list[str] = []
        for cell in row.iterchildren(f"{W}tc", f"{W}sdt"):
            inner = cell.find(f"{W}sdtContent/{W}tc") if cell.tag == f"{W}sdt" else cell
            if inner is None:
                continue
            merged = inner.find(f"{W}tcPr/{W}vMerge")
            continued = merged is not None and merged.get(f"{W}val") != "restart"
            cells.append("" if continued else _cell(inner, numbering, looks))
            span = inner.find(f"{W}tcPr/{W}gridSpan")
            cells += [""] * (int(span.get(f"{W}val")) - 1 if span is not None else 0)
        yield cells


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren():
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _rows(child)


def _cell(cell: Any, numbering: Numbering | None, looks: Styles | None) -> str:
    lines = []
    for block in _blocks(cell):
        if block.tag == f"{W}tbl":
            lines += ["  ".join(filter(None, row)) for row in _table(block, numbering, looks)]
        elif (text := _text(block).replace("\f", "\n")).strip():
            label = _label(block, looks.of(block), numbering) if numbering and looks else ""
            lines.append(f"{label} {text.strip()}" if label else text.strip())
    return "\n".join(lines)
