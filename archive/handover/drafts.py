"""The ways to a document's PDF/A, best first: each is a draft that veraPDF has yet to approve.

a PDF       it is PDF/A already → its pages, mended, scans with our text layer → the same, with fonts it lacked
            → pictures of its pages with text
a picture   unchanged, with our text layer
docx, odt … LibreOffice, where it is installed → the text that was read, set on pages
txt, e-mail the text, set on pages
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from archive import rendition
from archive.handover import office, page_pictures, pdfa, stand_in_fonts
from archive.handover.pdf_repairs import SIGNATURE, has_loose_fonts, repair
from archive.handover.text_pages import set_text, with_numbers
from archive.rendition import without_signatures
from ingest import media
from ingest.document import Box, Document, TextSource
from ingest.errors import BrokenFileError, DocumentError
from ingest.pdf import read_pages
from ingest.raw import RawPage

KEPT = "redan PDF/A"
CLAIMED = "säger sig vara PDF/A"
MENDED = "originalets sidor, gjorda till PDF/A"
LAYERED = "originalets sidbilder med textlager"
PICTURED = "sidbilder med textlager"
OFFICE = "omvandlad med LibreOffice"
TEXT = "texten satt på sidor"
READ_TEXT = "läst text, inte utseendet"

# What reading a PDF's objects raises when they are not what the standard says: anything can stand in a file.
_MALFORMED = (
    pikepdf.PdfError, OSError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError,
)  # fmt: skip
_AS_PICTURES = "Sidorna är bilder av originalets sidor; de ser ut som det, och texten går att söka i."
_STAND_INS = "Originalet bär inte sina typsnitt ({}); sidorna visas med Liberation, vars bokstäver är lika breda."
_NEARLY = "Typsnitt och radbrytningar kan skilja sig från hur originalet såg ut där det skrevs."
_NUMBERS = "Tecken som inget typsnitt här har står som sina nummer i Unicode."
_TEXT_ONLY = "Bara texten är med: utseendet finns i originalet."
_SHEETS = "Bladens namn står inte på sidorna; i ordning är de:"
_ODD_WORDS, _ODD_SHARE = 2, 0.02  # a list's number may be read otherwise than it is shown
_LINE_END = re.compile(r"(?<=\w)-\s(?=\w)")
_TEXT_BY_NATURE = (media.TXT, media.MARKDOWN, media.CSV, media.EML, media.MSG)


@dataclass(frozen=True)
class Draft:
    """A PDF that may be PDF/A. `notes` say in Swedish what a reader should know, each a sentence."""

    path: Path
    method: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """What drafts are made with: where they are put, the resolution of page pictures, LibreOffice where there is any.

    `is_checked`: veraPDF will look at each. Where it cannot, a draft that is likely to be refused is not made.
    """

    folder: Path
    flavour: str
    dpi: int
    office: office.Office | None
    is_checked: bool

    def drafts(self, original: Path, document: Document) -> Iterator[Draft | DocumentError]:
        """The drafts, each made when it is asked for, or why one could not be made. The same file is written over."""
        target = self.folder / "utkast.pdf"
        for way in self._ways(original, document):
            try:
                draft = way(original, document, target)
            except DocumentError as error:
                yield error
            except _MALFORMED as error:
                yield _broken(error)
            else:
                if draft is not None:
                    yield draft

    def _ways(self, original: Path, document: Document) -> list[Callable[[Path, Document, Path], Draft | None]]:
        kind = document.media_type
        if kind == media.PDF:
            return [self._kept, self._mended, self._with_fonts, self._pictured]
        if kind in media.PICTURES:
            return [self._mended, self._pictured]
        if kind in _TEXT_BY_NATURE:
            return [self._text, self._numbered_text]
        ways = [self._office] if self.office is not None and office.reads(kind) else []
        return [*ways, self._text, self._numbered_text]

    def _kept(self, original: Path, document: Document, target: Path) -> Draft | None:
        with pikepdf.open(original) as pdf:
            claimed = pdfa.claim(pdf)
        if claimed is None or not claimed.covers(self.flavour):
            return None
        shutil.copyfile(original, target)
        return Draft(target, KEPT if self.is_checked else CLAIMED)

    def _mended(self, original: Path, document: Document, target: Path) -> Draft | None:
        """The original's own pages; the ones that were read from their pictures get our text layer."""
        is_layered = _has_read_pictures(document)
        with pikepdf.open(self._layered(original, document) if is_layered else original) as pdf:
            # a scan seldom shows the fonts that it names
            if not self.is_checked and not is_layered and has_loose_fonts(pdf):
                return None
            return self._saved(pdf, original, document, target, ())

    def _with_fonts(self, original: Path, document: Document, target: Path) -> Draft | None:
        """The same, where some of the fonts that it lacks can be given."""
        with pikepdf.open(self._layered(original, document) if _has_read_pictures(document) else original) as pdf:
            given = stand_in_fonts.embed(pdf)
            if not given or (not self.is_checked and has_loose_fonts(pdf)):
                return None
            return self._saved(pdf, original, document, target, (_STAND_INS.format(", ".join(given)),))

    def _layered(self, original: Path, document: Document) -> Path:
        source = self.folder / "lager.pdf"
        rendition.write(original, document, source)
        return source

    def _saved(
        self, pdf: pikepdf.Pdf, original: Path, document: Document, target: Path, notes: tuple[str, ...]
    ) -> Draft:
        notes += repair(pdf, self.flavour)
        # a scan's signature went when it got its text layer
        if _is_signed(original, document) and SIGNATURE not in notes:
            notes += (SIGNATURE,)
        pdfa.declare(pdf, self.flavour, document.name)
        pdfa.save(pdf, target, self.flavour)
        return Draft(target, LAYERED if _has_read_pictures(document) else MENDED, notes)

    def _pictured(self, original: Path, document: Document, target: Path) -> Draft:
        with page_pictures.pictured(original, document, self.dpi) as pdf:
            pdfa.declare(pdf, self.flavour, document.name)
            pdfa.save(pdf, target, self.flavour)
        notes = (_AS_PICTURES, SIGNATURE) if _is_signed(original, document) else (_AS_PICTURES,)
        return Draft(target, PICTURED, notes)

    def _office(self, original: Path, document: Document, target: Path) -> Draft:
        assert self.office is not None
        made = self.folder / "kontor.pdf"
        self.office.pdf(original, document.media_type, self.flavour, made)
        with pikepdf.open(made) as pdf:
            # the moment of making stands in them, and the same document is to give the same bytes
            for holder, key in ((pdf.docinfo, "/CreationDate"), (pdf.Root, "/OutputIntents"), (pdf.trailer, "/ID")):
                if key in holder:
                    del holder[key]
            repair(pdf, self.flavour)
            pdfa.declare(pdf, self.flavour, document.name)
            pdfa.save(pdf, target, self.flavour)
        if missing := _words_missing(document, target):
            raise office.ConversionError(f"LibreOffice visar inte all text: {missing} ord saknas på sidorna.")
        names = _sheet_names(document)
        return Draft(target, OFFICE, (_NEARLY, f"{_SHEETS} {', '.join(names)}.") if names else (_NEARLY,))

    def _text(self, original: Path, document: Document, target: Path) -> Draft:
        set_text(document, self.flavour, target)
        if document.media_type in _TEXT_BY_NATURE:
            return Draft(target, TEXT)
        return Draft(target, READ_TEXT, (_TEXT_ONLY,))

    def _numbered_text(self, original: Path, document: Document, target: Path) -> Draft | None:
        """The text without signs that no font here has."""
        numbered = with_numbers(document)
        if numbered.text == document.text:
            return None
        draft = self._text(original, numbered, target)
        return replace(draft, notes=(*draft.notes, _NUMBERS))


def _broken(error: Exception) -> BrokenFileError:
    return BrokenFileError(f"Filen är skadad inuti och kan inte göras om som den är ({type(error).__name__}).")


def _words_missing(document: Document, made: Path) -> int:
    """How many words of the document cannot be seen on a PDF's pages; 0 for the odd one."""
    on_pages = " ".join(word.text for page in read_pages(made) for word in page.words if _is_seen(word.box, page))
    together = _LINE_END.sub("", on_pages)  # what was divided at the end of a line
    # a sheet's name stands on its tab, which nobody prints
    wanted = _words(document.text) - _words(" ".join(_sheet_names(document)))
    seen = _words(on_pages) | _words(together)
    missing = (wanted - seen).total()
    return missing if missing > max(_ODD_WORDS, _ODD_SHARE * wanted.total()) else 0


def _sheet_names(document: Document) -> list[str]:
    """The names of a workbook's sheets, where it has several: reading sets each above its table, in bold."""
    if document.media_type != media.XLSX:
        return []
    first = [(page, page.lines[0]) for page in document.pages if page.lines and page.lines[0].bold]
    return [page.text[line.span.start : line.span.end] for page, line in first]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _is_seen(box: Box, page: RawPage) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return 0 <= x <= page.width and 0 <= y <= page.height


def _has_read_pictures(document: Document) -> bool:
    return any(page.text_source is TextSource.OCR for page in document.pages)


def _is_signed(original: Path, document: Document) -> bool:
    if document.media_type != media.PDF:
        return False
    with pikepdf.open(original) as pdf:
        return without_signatures(pdf)
