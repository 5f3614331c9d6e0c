"""The one pass over every byte of the package: digests, sizes, and what the bytes themselves give away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from archive.handover.verifier.opening import READ_ERRORS, Package
from archive.handover.verifier.report import Remark

ENCRYPTION, MACROS, SCRIPT, PDFA = "kryptering", "makron", "skript", "pdf/a"
PROGRAM = "program"

_CHUNK = 1 << 20
_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN = 1024  # a PDF's header may stand this far into it (ISO 32000-1, annex H.3.4.1)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"L\x00\x00\x00\x01\x14\x02\x00")
# Signs to look for in each kind of file; a sign of encryption in a PDF is looked at again by a reader of PDF.
_SIGNS = {
    "pdf": {b"/Encrypt": ENCRYPTION, b"pdfaid": PDFA, b"/JavaScript": SCRIPT, b"/Launch": SCRIPT},
    "zip": {b"vbaProject.bin": MACROS},
    "ole": {"_VBA_PROJECT".encode("utf-16-le"): MACROS, "EncryptedPackage".encode("utf-16-le"): ENCRYPTION},
}
_LONGEST_SIGN = max(len(sign) for signs in _SIGNS.values() for sign in signs)


@dataclass(frozen=True, slots=True)
class Bytes:
    """What a file's bytes are: `kind` is "pdf", "zip", "ole", PROGRAM or "" by its first bytes; `signs` as found."""

    size: int
    sha256: str
    kind: str
    signs: frozenset[str]


def read_all(package: Package, remarks: list[Remark]) -> dict[str, Bytes]:
    """Every file read once; a file that cannot be read is told in `remarks` and left out."""
    return dict(_all(package, remarks))


def _all(package: Package, remarks: list[Remark]) -> Iterator[tuple[str, Bytes]]:
    for name in package.sizes:
        try:
            with package.open(name) as stream:
                yield name, _read(stream)
        except READ_ERRORS as error:
            remarks.append(Remark("oläsbar", name, f"kan inte läsas ({error})."))


def _read(stream: IO[bytes]) -> Bytes:
    digest, size, kind = hashlib.sha256(), 0, ""
    signs: set[str] = set()
    tail = b""
    while chunk := stream.read(_CHUNK):
        if not size:
            kind = _kind(chunk)
        digest.update(chunk)
        size += len(chunk)
        if kind in _SIGNS:
            # a sign may lie across two chunks
            looked_at = tail + chunk
            signs.update(told for sign, told in _SIGNS[kind].items() if sign in looked_at)
            tail = chunk[-_LONGEST_SIGN:]
    return Bytes(size, digest.hexdigest(), kind, frozenset(signs))


def _kind(head: bytes) -> str:
    if _PDF in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    return PROGRAM if head.startswith(_PROGRAMS) else ""
