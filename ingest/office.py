"""Formats that are text already: which reader reads which, and what their failures are called."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from ingest import media
from ingest.compose import Composer
from ingest.document import Page
from ingest.errors import UnknownTypeError
from ingest.letter import Mail
from ingest.mail import parse_mail
from ingest.plaintext import add_html, add_text, read_html, read_text
from ingest.restoring import restored


def read_office(path: Path, media_type: str) -> tuple[Page, ...]:
    """The pages of a docx, odt, xlsx, csv, txt, md, html, eml or msg; without layout: no size, no words, no boxes.

    Where å, ä and ö are lost, likely readings stand beside the text: there is no picture to read again.
    Raises BrokenFileError where the file is not whole, UnknownTypeError for other types. The office libraries are
    imported where they are used: they are slow to load.
    """
    return restored(_pages(path, media_type))


def _pages(path: Path, media_type: str) -> tuple[Page, ...]:
    if media_type in (media.TXT, media.MARKDOWN):
        return read_text(path)
    if media_type == media.HTML:
        return read_html(path)
    if media_type in (media.EML, media.MSG):
        return read_mail(path, media_type)
    if media_type == media.CSV:
        from ingest.sheets import read_csv

        return read_csv(path)
    if media_type == media.DOCX:
        from ingest.word import read_docx

        return read_docx(path)
    if media_type == media.ODT:
        from ingest.odt import read_odt

        return read_odt(path)
    if media_type == media.XLSX:
        from ingest.sheets import read_xlsx

        return read_xlsx(path)
    raise UnknownTypeError(f"Filer av typen {media_type} läses inte som text.", "Spara om filen som docx eller PDF.")


def read_mail(path: Path, media_type: str) -> tuple[Page, ...]:
    """An e-mail as one document: its head as printed lines, then its text, then the names of what is attached."""
    mail = parse_mail(path, media_type)
    composer = Composer()
    for label, value in _head(mail):
        composer.line(f"{label}: {value}")
    composer.gap()
    if mail.text.strip():
        add_text(composer, mail.text.strip("\r\n").replace("\r\n", "\n"))
    elif mail.html:
        add_html(composer, mail.html)
    return composer.pages()


def _head(mail: Mail) -> list[tuple[str, str]]:
    sent = f"{mail.date:%Y-%m-%d %H:%M}" if mail.date else ""
    if mail.date and mail.date.utcoffset() == timedelta(0):
        sent += " UTC"  # the sender's own time is not told
    attached = ", ".join(attachment.name for attachment in mail.attachments)
    lines = [("Från", mail.sender), ("Till", mail.to), ("Kopia", mail.cc), ("Datum", sent), ("Ämne", mail.subject)]
    return [(label, value) for label, value in [*lines, ("Bilagor", attached)] if value]
