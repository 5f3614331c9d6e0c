"""What a file is, by its content. Names decide only between kinds of plain text, which content cannot tell apart."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import BrokenFileError, EmptyFileError, EncryptedError, UnknownTypeError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ZIP = "application/zip"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
TXT, MARKDOWN, CSV, HTML = "text/plain", "text/markdown", "text/csv", "text/html"
PICTURES = ("image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp", "image/webp", "image/jp2")
OFFICE = (DOCX, XLSX, ODT, EML, MSG, TXT, MARKDOWN, CSV, HTML)  # what `office.read_office` reads
CONTAINERS = (ZIP, EML, MSG)

_HEAD_BYTES = 65536
_SAVE_AS = "Öppna den i det program den är gjord i, spara om som docx eller PDF och lägg in den filen."
_AS_PDF = "Spara om den som PDF och lägg in den filen."
_REPACK = "Packa upp den och lägg in filerna, eller packa om dem som zip."
_NO_DOCUMENT = "Det är ingen handling som kan läsas; spara den vid sidan av arkivet om den ska bevaras."

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", PDF),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"jP  \r\n\x87\n", "image/jp2"),
)
_REFUSED: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"{\\rtf", "ett RTF-dokument", _SAVE_AS),
    (0, b"7z\xbc\xaf\x27\x1c", "ett 7z-arkiv", _REPACK),
    (0, b"Rar!\x1a\x07", "ett RAR-arkiv", _REPACK),
    (0, b"\x1f\x8b", "en gzip-fil", _REPACK),
    (257, b"ustar", "ett tar-arkiv", _REPACK),
    (4, b"ftypheic", "en HEIC-bild", "Spara om bilden som JPEG eller PDF och lägg in den filen."),
    (4, b"ftypmif1", "en HEIF-bild", "Spara om bilden som JPEG eller PDF och lägg in den filen."),
    (4, b"ftyp", "en film eller ljudfil", _NO_DOCUMENT),
    (0, b"ID3", "en ljudfil", _NO_DOCUMENT),
    (8, b"WAVE", "en ljudfil", _NO_DOCUMENT),
    (0, b"OggS", "en ljudfil", _NO_DOCUMENT),
    (0, b"\x1aE\xdf\xa3", "en film", _NO_DOCUMENT),
    (0, b"MZ", "ett program", _NO_DOCUMENT),
    (0, b"\x7fELF", "ett program", _NO_DOCUMENT),
    (0, b"SQLite format 3\x00", "en databas", _NO_DOCUMENT),
)
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.spreadsheet": "ett OpenDocument-kalkylark",
    "application/vnd.oasis.opendocument.presentation": "en OpenDocument-presentation",
    "application/epub+zip": "en e-bok",
}
_MAIL_FIELD = re.compile(
    rb"^(From|To|Cc|Subject|Date|Received|MIME-Version|Message-ID|Return-Path|Reply-To|Content-Type|"
    rb"Content-Transfer-Encoding):",
    re.I | re.M,
)
_FIELD_LINE = re.compile(rb"^([!-9;-~]+:|[ \t]+\S|From )")
_UNUSED_IN_TEXT = bytes(n for n in range(32) if n not in b"\t\n\r\f\x1a\x1b\x08")


def identify(path: Path, name: str | None = None) -> str:
    """The media type of a file that can be read; `name` is what it is called where the path does not tell.

    Raises EmptyFileError, EncryptedError (office file under a password), BrokenFileError (begins as one thing and is
    not whole) or UnknownTypeError (a kind that is not read), each with advice; OSError where the file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise EmptyFileError("Filen är tom.", "Hämta den på nytt där den kom ifrån; kopieringen kan ha avbrutits.")
    for at, signature, media_type in _SIGNATURES:
        if head.startswith(signature, at):
            return media_type
    if head.startswith(b"BM") and int.from_bytes(head[6:10], "little") == 0 and len(head) > 54:
        return "image/bmp"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _identify_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _identify_ole(path)
    for at, signature, what, advice in _REFUSED:
        if head.startswith(signature, at):
            raise UnknownTypeError(f"Filen är {what}, som inte läses.", advice)
    if b"%PDF-" in head[:1024]:  # readers take a PDF with something before it; a zip that stores one is caught above
        return PDF
    if _is_text(head):
        return _identify_text(head, Path(name or path.name).suffix.lower())
    raise UnknownTypeError(
        "Filen är av ett slag som inte känns igen.", "Spara om den som PDF, docx eller bild, eller ta bort den."
    )


def _identify_zip(path: Path) -> str:
    """A zip, or the office document that lies in one."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                return _identify_ooxml(archive.read("[Content_Types].xml"))
            if "mimetype" in names:
                return _identify_odf(archive, archive.read("mimetype").decode("ascii", "replace").strip())
            return ZIP
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise BrokenFileError(
            "Filen är skadad: den börjar som ett zip- eller kontorsdokument men är inte hel.",
            "Hämta den på nytt, eller öppna den i sitt program och spara om den.",
        ) from error


def _identify_ooxml(content_types: bytes) -> str:
    if b"wordprocessingml.document.main" in content_types or b"ms-word.document.macroEnabled.main" in content_types:
        return DOCX
    if b"spreadsheetml.sheet.main" in content_types or b"ms-excel.sheet.macroEnabled.main" in content_types:
        return XLSX
    if b"presentationml" in content_types:
        raise UnknownTypeError("Filen är en PowerPoint-presentation, som inte läses.", _AS_PDF)
    raise UnknownTypeError("Filen är ett kontorsdokument av ett slag som inte läses.", _AS_PDF)


def _identify_odf(archive: zipfile.ZipFile, declared: str) -> str:
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise _encrypted()
    if declared.startswith(ODT):
        return ODT
    if declared in _OPEN_DOCUMENT:
        raise UnknownTypeError(f"Filen är {_OPEN_DOCUMENT[declared]}, som inte läses.", _AS_PDF)
    return ZIP


def _identify_ole(path: Path) -> str:
    """Outlook's mail, or one of Office's older formats, which are told apart only to be refused by name."""
    import olefile

    try:
        with olefile.OleFileIO(path) as ole:
            streams = {"/".join(entry).casefold() for entry in ole.listdir()}
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise BrokenFileError(
            "Filen är skadad: den börjar som ett äldre kontorsdokument men är inte hel.",
            "Hämta den på nytt, eller öppna den i sitt program och spara om den som docx eller PDF.",
        ) from error
    if "encryptedpackage" in streams:
        raise _encrypted()
    if "__properties_version1.0" in streams:
        return MSG
    for stream, what in (
        ("worddocument", "ett Word-dokument i det äldre formatet .doc"),
        ("workbook", "ett Excel-ark i det äldre formatet .xls"),
        ("book", "ett Excel-ark i ett mycket gammalt format"),
        ("powerpoint document", "en PowerPoint-presentation i det äldre formatet .ppt"),
    ):
        if stream in streams:
            raise UnknownTypeError(f"Filen är {what}, som inte läses.", _SAVE_AS)
    raise UnknownTypeError("Filen är ett äldre kontorsdokument av okänt slag.", _SAVE_AS)


@contextmanager
def whole_file() -> Iterator[None]:
    """Around a library's reading of an office file: what it raises where parts are missing, cut or wrong, as one error.

    Only the library's own work goes inside, so that a bug of ours is not taken for a broken file.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, EOFError, ValueError, TypeError) as error:
        # SyntaxError is what XML parsers raise (lxml and the standard library's)
        raise BrokenFileError(
            "Dokumentet är skadat och kan inte läsas.", "Öppna det i sitt program, spara om det och lägg in den filen."
        ) from error


def _encrypted() -> EncryptedError:
    return EncryptedError(
        "Dokumentet är skyddat med lösenord.",
        "Öppna det med lösenordet, spara det utan skydd och lägg in den filen.",
    )


def _is_text(head: bytes) -> bool:
    """Whether the bytes read as text: Unicode with a mark or in UTF-8, or letters of an older 8-bit set."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(head) % 2 == 0 or len(head) == _HEAD_BYTES
    if sum(head.count(byte) for byte in _UNUSED_IN_TEXT) > len(head) // 200:
        return False
    try:
        head.decode("utf-8")
        return True
    except UnicodeDecodeError as error:
        if error.start > len(head) - 4 and len(head) == _HEAD_BYTES:  # cut in the middle of a letter
            return True
    high = sum(byte >= 0x80 for byte in head)
    return high < 0.15 * len(head) and b"\x00" not in head


def _identify_text(head: bytes, suffix: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        return HTML
    if start.startswith(b"<?xml"):
        raise UnknownTypeError("Filen är XML, som inte läses.", _AS_PDF)
    if _is_mail(head):
        return EML
    if suffix in (".md", ".markdown"):
        return MARKDOWN
    return CSV if suffix == ".csv" or _is_csv(head) else TXT


def _is_mail(head: bytes) -> bool:
    fields = re.split(rb"\r?\n\r?\n", head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), maxsplit=1)[0]
    lines = fields.splitlines()
    if len(lines) < 2 or not all(_FIELD_LINE.match(line) for line in lines):
        return False
    return len({match.lower() for match in _MAIL_FIELD.findall(fields)}) >= 3


def _is_csv(head: bytes) -> bool:
    """Semicolons (or tabs) in the same number on every one of at least three lines."""
    lines = [line for line in head.splitlines()[:50] if line.strip()]
    if len(head) == _HEAD_BYTES:
        lines = lines[:-1]
    for mark in (b";", b"\t"):
        counts = {line.count(mark) for line in lines}
        if len(lines) >= 3 and len(counts) == 1 and counts.pop() >= 1:
            return True
    return False
