"""The register against the files: each item once, its bytes where it says, and no file that it does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive.handover import layout
from archive.handover.verifier.register import Entry, Register
from archive.handover.verifier.report import Remark, note
from archive.handover.verifier.view import View

_ORIGINALS, _RENDITIONS = (f"{folder}/{layout.DATA}" for folder in (layout.ORIGINAL, layout.PDFA))


def register(view: View) -> Iterator[Remark]:
    """The register can be read, and every item, digest and file is in it once."""
    found = view.register
    yield from found.table.remarks
    yield from found.missing.remarks
    if not found.entries and found.table.is_whole:
        yield Remark("register", found.table.name, "registret är tomt.")
    for what, values in (
        ("beteckningen", [entry.key for entry in found.entries]),
        ("kontrollsumman", [entry.sha256 for entry in found.entries]),
        ("filen", [entry.original for entry in found.entries if entry.original]),
    ):
        for value, count in Counter(values).items():
            if count > 1:
                yield Remark("register", found.table.name, f"{what} {value} finns på {count} rader.")
    for entry in found.entries:
        yield from _entry(entry, found, view)
    yield from _unknown_files(found, view)
    yield note("register", f"{len(found.entries)} rader")


def _entry(entry: Entry, found: Register, view: View) -> Iterator[Remark]:
    where = f"{found.table.name}, rad {entry.line} ({entry.key} {entry.name})"
    if entry.delivered == entry.destroyed:
        yield Remark("register", where, f"läget {entry.status!r} är varken levererad eller gallrad.")
    if entry.destroyed and (entry.original or entry.pdfa):
        yield Remark("gallrad-finns", where, f"är gallrad, men {entry.original or entry.pdfa} anges.")
    if not entry.delivered:
        return
    if not entry.original:
        yield Remark("register", where, "levereras, men ingen fil i paketet anges.")
    elif entry.original not in view.package.sizes:
        yield Remark("fil-saknas", entry.original, f"saknas i paketet, men registret anger den för {entry.key}.")
    else:
        yield from _same_bytes(entry, where, view)
    if entry.pdfa and entry.pdfa not in view.package.sizes:
        yield Remark("fil-saknas", entry.pdfa, f"saknas i paketet, men registret anger den som PDF/A för {entry.key}.")


def _same_bytes(entry: Entry, where: str, view: View) -> Iterator[Remark]:
    read, declared = view.bytes.get(entry.original), view.declared.get(entry.original)
    if read and read.sha256 != entry.sha256:
        yield Remark("register-summa", where, f"kontrollsumman är inte den som {entry.original} har.")
    if read and entry.size != str(read.size):
        yield Remark(
            "register-storlek", where, f"{entry.original} är {read.size} byte, men registret anger {entry.size}."
        )
    if declared is None:
        return
    if declared.checksum.lower() != entry.sha256:
        yield Remark("register-summa", where, f"kontrollsumman är inte den som {declared.mets} anger.")
    if declared.item and declared.item != entry.key:
        yield Remark("register-mets", where, f"{entry.original} hör till {declared.item} enligt {declared.mets}.")
    if declared.own_name and declared.own_name != entry.name:
        yield Remark("register-mets", where, f"heter {declared.own_name!r} enligt {declared.mets}.")
    if declared.pronom != entry.pronom:
        told = f"{entry.pronom or 'inget'} i registret men {declared.pronom or 'inget'} i {declared.mets}"
        yield Remark("register-mets", where, f"formatet (PRONOM) är {told}.")


def _unknown_files(found: Register, view: View) -> Iterator[Remark]:
    """Files of the representations that no item of the register has. Not told where there is no register."""
    if not found.table.is_whole:
        return
    known = {entry.original for entry in found.entries} | {entry.pdfa for entry in found.entries}
    for folder in (_ORIGINALS, _RENDITIONS):
        for name in view.under(folder):
            if name not in known:
                yield Remark("okänd-fil", name, "ligger bland handlingarna, men registret känner den inte.")
    gone = {entry.sha256: entry for entry in found.entries if entry.destroyed}
    for name, read in view.bytes.items():
        if entry := gone.get(read.sha256):
            yield Remark("gallrad-finns", name, f"är {entry.key} {entry.name}, som enligt registret är gallrad.")
