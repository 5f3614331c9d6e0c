"""The searchable rendition of a scanned document: its page pictures unchanged, our text under them.

It is derived, kept in the archive's folder beside the originals and never instead of them, and made when somebody asks
for it (a download, an export, the handover), not by `add`, which it would slow down for files nobody may open:

    rendition/ab/<sha256>-<reader version>-<form>.pdf

Pages come upright. A layer that an earlier program left is taken out; text that is drawn to be seen stays.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from archive.folder import Archive
from archive.hidden_text import copied, deflated, inherited, shows_text, strip_hidden_text
from archive.picture_pdf import picture_pdf
from archive.store import load_document
from archive.text_layer import FONT, TextFont, content
from ingest import media
from ingest.document import Box, Document, Page, TextSource
from ingest.errors import BrokenFileError, DocumentError, OverwriteError
from ingest.frame import Frame
from ingest.pdf import read_pages

# fields that no form lists are told of in English, and stand so in the original
warnings.filterwarnings("ignore", category=pikepdf.PageCopyWarning)

_DEEPEST = 12  # fields within fields
_FORM = 1  # one digit; raise it when renditions come out otherwise from the same pages
_SCANNED = """SELECT id, name FROM document d WHERE status = 'kept' AND EXISTS (
  SELECT 1 FROM page p WHERE p.document = d.id AND p.text_source = 'ocr' AND p.width IS NOT NULL) ORDER BY id"""
_AGAIN = "Kontrollera originalet med: slutarkiv verify ARKIV"


def make(archive: Archive, db: sqlite3.Connection, document_id: int) -> Path:
    """The rendition of a scanned document, made anew where there is none of its present reading.

    Raises KeyError where there is no such document, BrokenFileError where the original is gone or not what was read.
    """
    row = db.execute("SELECT sha256, original, reader_version FROM document WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise KeyError(document_id)
    folder: Path = archive.root / "rendition" / row["sha256"][:2]
    kept: Path = folder / f"{row['sha256']}-{row['reader_version']}-{_FORM}.pdf"
    if kept.exists():
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".pdf", delete=False) as draft:
        made = Path(draft.name)
    try:
        write(archive.root / row["original"], load_document(db, document_id), made)
        for older in folder.glob(f"{row['sha256']}-*-[0-9].pdf"):
            older.unlink(missing_ok=True)
        made.replace(kept)
    finally:
        made.unlink(missing_ok=True)
    return kept


def write_all(archive: Archive, db: sqlite3.Connection, folder: Path) -> Iterator[tuple[str, Path | DocumentError]]:
    """A searchable PDF of every scanned document under its own name: each with where it is, or why there is none.

    Raises OverwriteError where the folder has anything in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OverwriteError(f"{folder} finns redan och är inte tom.", "Välj en ny katalog.")
    folder.mkdir(parents=True, exist_ok=True)
    for row in db.execute(_SCANNED).fetchall():
        try:
            made = make(archive, db, row["id"])
        except DocumentError as error:
            yield row["name"], error
            continue
        target = _free_name(folder, row["name"])
        target.write_bytes(made.read_bytes())
        yield row["name"], target


def write(original: Path, document: Document, target: Path) -> None:
    """The rendition of one document. Raises BrokenFileError where the original does not have the document's pages."""
    try:
        with _opened(original, document) as pdf:
            if len(pdf.pages) != len(document.pages):
                raise BrokenFileError("Originalet har inte de sidor som har lästs.", _AGAIN)
            font = TextFont()
            written = [
                _with_layer(pdf, sheet, page, original if document.media_type == media.PDF else None, font)
                for sheet, page in zip(pdf.pages, document.pages, strict=True)
            ]
            shared = font.object(pdf)
            for sheet in (sheet for sheet in written if sheet is not None):
                sheet.Resources.Font[FONT] = shared
            without_signatures(pdf)
            # neither decoded nor deflated: every stream of the original keeps its bytes
            as_it_is = pikepdf.StreamDecodeLevel.none
            pdf.save(target, deterministic_id=True, stream_decode_level=as_it_is, compress_streams=False)
    except (pikepdf.PdfError, OSError) as error:
        raise BrokenFileError("Originalet går inte att öppna.", _AGAIN) from error


def _opened(original: Path, document: Document) -> Pdf:
    if document.media_type == media.PDF:
        return pikepdf.open(original)
    return picture_pdf(original, document.pages)


def _with_layer(pdf: Pdf, sheet: pikepdf.Page, page: Page, original: Path | None, font: TextFont) -> Dictionary | None:
    """A page read from its picture gets its words; its object, or None where the page was left as it is."""
    if page.text_source is not TextSource.OCR or page.width is None:
        return None
    turn = (int(inherited(sheet.obj, "/Rotate") or 0) + page.rotation) % 360
    if original is not None:
        strip_hidden_text(pdf, sheet)
    if not page.words:
        return None
    printed = _printed(original, page) if original is not None and shows_text(sheet) else []
    spans = [word.span for word in page.words if not _is_printed(word.box, printed)]
    stream = deflated(pdf, content(page, spans, _frame(sheet, turn), font))
    resources = copied(inherited(sheet.obj, "/Resources"))
    resources.Font = copied(resources.get("/Font"))
    sheet.obj.Resources = resources
    sheet.obj.Rotate = turn
    sheet.contents_add(stream, prepend=True)
    return sheet.obj


def _frame(sheet: pikepdf.Page, turn: int) -> Frame:
    """From the sheet's coordinates to its visible part, upright."""
    media_box, crop = ([float(edge) for edge in box] for box in (sheet.mediabox, sheet.cropbox))
    left, bottom = (max(min(media_box[i::2]), min(crop[i::2])) for i in (0, 1))
    right, top = (min(max(media_box[i::2]), max(crop[i::2])) for i in (0, 1))
    return Frame(left, bottom, right, top, turn)


def _printed(original: Path, page: Page) -> list[Box]:
    """Where text stands on the page that was drawn to be seen: it needs no words of ours."""
    raw = next(iter(read_pages(original, [page.number])))
    turn = Frame(0.0, 0.0, raw.width, raw.height, (page.rotation - raw.rotation) % 360, downwards=True)
    boxes = (word.box for word in raw.words if not word.invisible)
    return [turn.box(box.x0, box.y0, box.x1, box.y1) for box in boxes]


def _is_printed(box: Box, printed: list[Box]) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1 for other in printed)


def without_signatures(pdf: Pdf) -> bool:
    """A signature covers the original's bytes, which this file does not have: it must not claim it.

    Whether there was any.
    """
    root: Any = pdf.Root
    form: Any = root.get("/AcroForm")
    form = form if isinstance(form, Dictionary) else Dictionary()
    claims = [(root, "/Perms"), (root, "/DSS"), (form, "/SigFlags")]
    claims += [(field, "/V") for field in _fields(form.get("/Fields")) if field.get("/FT") == Name.Sig]
    found = [(holder, key) for holder, key in claims if key in holder]
    for holder, key in found:
        del holder[key]
    return bool(found)


def _fields(fields: Any, depth: int = 0) -> Iterator[Any]:
    """The fields of a form, those within others too."""
    for field in fields if isinstance(fields, Array) and depth < _DEEPEST else ():
        if isinstance(field, Dictionary):
            yield field
            yield from _fields(field.get("/Kids"), depth + 1)


def _free_name(folder: Path, name: str) -> Path:
    stem = re.sub(r"[^\w .,()§+-]", "_", Path(name).stem).strip(" .") or "handling"
    numbers = iter(range(2, 1_000_000))
    target = folder / f"{stem}.pdf"
    while target.exists():
        target = folder / f"{stem} ({next(numbers)}).pdf"
    return target
