"""What the bytes themselves give away: nothing in them, a password, macros, a program, another kind than declared."""

from __future__ import annotations

from collections.abc import Iterator

from archive.handover import layout
from archive.handover.verifier.fixity import ENCRYPTION, MACROS, PDFA, PROGRAM, SCRIPT, Bytes
from archive.handover.verifier.opening import READ_ERRORS
from archive.handover.verifier.report import Remark, note, warning
from archive.handover.verifier.view import View

_ORIGINALS = f"{layout.ORIGINAL}/{layout.DATA}/"
# Kinds told by their first bytes, and what METS must then not say they are.
_KIND_OF = {"application/pdf": "pdf", "application/zip": "zip"}


def bytes_of_files(view: View) -> Iterator[Remark]:
    """Files that a receiver cannot read or must be careful with."""
    for name, read in view.bytes.items():
        yield from _one(view, name, read)


def _one(view: View, name: str, read: Bytes) -> Iterator[Remark]:
    if not read.size:
        yield _unreadable(view, name, "tom-fil", "är tom (0 byte)")
    if read.kind == PROGRAM and not name.startswith(str(layout.SITE)):
        yield warning("program", name, "är ett körbart program; öppna det inte utan virusgranskning.")
    if MACROS in read.signs:
        yield warning("makron", name, "har makron, som kan köras när filen öppnas.")
    if SCRIPT in read.signs:
        yield warning("skript", name, "är en PDF med skript, eller som kan starta program.")
    if ENCRYPTION in read.signs and (why := _locked(view, name, read)):
        yield _unreadable(view, name, "krypterad", why)
    declared = view.declared.get(name)
    if declared and read.size and (kind := _KIND_OF.get(declared.media_type)) and kind != read.kind:
        yield _unreadable(view, name, "fel-slag", f"är ingen {declared.media_type}, som {declared.mets} anger")


def _unreadable(view: View, name: str, code: str, why: str) -> Remark:
    """A fault; a warning where the archive itself tells that this original could not be read."""
    database = view.database
    if name.startswith(_ORIGINALS) and database and (read := view.bytes.get(name)):
        document = database.documents.get(read.sha256)
        if document and document.status == "failed":
            return warning(code, name, f"{why}; arkivet anger att den inte har kunnat läsas ({document.error}).")
    return Remark(code, name, f"{why}.")


def _locked(view: View, name: str, read: Bytes) -> str:
    """How a file is locked; empty where the sign of it was only a word among others."""
    if read.kind != "pdf":
        return "är skyddad med lösenord"
    import pikepdf

    try:
        with view.on_disk(name) as file, pikepdf.open(file) as pdf:
            return "är en krypterad PDF" if pdf.is_encrypted else ""
    except pikepdf.PasswordError:
        return "är en PDF som är skyddad med lösenord"
    except (pikepdf.PdfError, *READ_ERRORS):
        return "är en krypterad PDF som inte kan läsas"


def pdfa_marks(view: View) -> Iterator[Remark]:
    """What is delivered as PDF/A is a PDF and says of itself that it is PDF/A; veraPDF looks at whether it is true."""
    count = 0
    for name in claimed_pdfa(view):
        count += 1
        read = view.bytes.get(name)
        if read is None or not read.size:
            continue
        if read.kind != "pdf":
            yield Remark("pdfa", name, "ska vara PDF/A men är ingen PDF.")
        elif PDFA not in read.signs and not _is_marked(view, name):
            yield Remark("pdfa", name, "ska vara PDF/A men har ingen märkning om det.")
    for entry in view.register.delivered:
        if entry.pdfa and entry.verdict == "underkänd":
            yield Remark("pdfa", entry.pdfa, "anges vara PDF/A, men registret säger att veraPDF underkände den.")
        elif not entry.pdfa and not entry.is_container:
            yield warning(
                "utan-pdfa", entry.original, f"finns bara som original, utan PDF/A. {entry.why_no_pdfa}".strip()
            )
    yield note("pdfa", f"{count} filer")


def claimed_pdfa(view: View) -> Iterator[str]:
    """Every file that the package's layout or its METS says is PDF/A: the renditions, and the papers as PDF."""
    for name in view.package.sizes:
        is_paper = name.startswith(f"{layout.DOCUMENTATION}/") and name.endswith(".pdf") and name.count("/") == 1
        if is_paper or name.startswith(f"{layout.PDFA}/{layout.DATA}/"):
            yield name


def _is_marked(view: View, name: str) -> bool:
    """Whether XMP that is packed says PDF/A, which the bytes do not show."""
    import pikepdf

    try:
        with view.on_disk(name) as file, pikepdf.open(file) as pdf, pdf.open_metadata() as told:
            return bool(told.pdfa_status)
    except (pikepdf.PdfError, pikepdf.PasswordError, *READ_ERRORS):
        return False
