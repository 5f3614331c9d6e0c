"""Electronic signatures that lie in a PDF (ISO 32000-1, 12.8; PAdES, ETSI EN 319 142-1): who signed, and does it hold?

Everything is checked offline by pyHanko: that the signed bytes are what was signed, that the signature is its
certificate's, and what was added to the file since. Whether the certificate leads to an issuer to be trusted is asked
only where issuers are given; whether it was revoked only where the file itself says so. The verdict never claims more.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path

from ingest.document import ElectronicSignature, SignatureVerdict
from ingest.errors import UsageError

TOO_DEAR = ElectronicSignature(
    "", SignatureVerdict.UNCHECKED, "Kunde inte kontrolleras på tillåten tid och med tillåtet minne."
)
_MARK = b"/ByteRange"  # what every signature tells in plain bytes: it cannot be packed with what it covers


@dataclass(frozen=True, slots=True)
class SignatureTask:
    """A PDF whose signatures are to be checked; `issuers`: trusted certificates, DER."""

    path: Path
    issuers: tuple[bytes, ...] = ()


def has_signatures(path: Path) -> bool:
    """Whether a PDF may have signatures; never False where it has and can be opened."""
    try:
        file = path.open("rb")
    except OSError:  # whoever reads it tells
        return False
    with file:
        if not file.seek(0, 2):
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            return held.find(_MARK) >= 0


def check_signatures(task: SignatureTask) -> tuple[ElectronicSignature, ...]:
    """The signatures and time stamps of a PDF in the order they were made; raises nothing for what is in the file."""
    from ingest.signature_check import check

    return check(task.path, task.issuers)


def trusted_issuers(place: str) -> tuple[bytes, ...]:
    """The certificates (DER) of a file in PEM or DER, or of every file of a folder; none for an empty `place`.

    Raises UsageError where one cannot be read.
    """
    if not place:
        return ()
    from asn1crypto import pem, x509

    top = Path(place)
    found: list[bytes] = []
    for path in sorted(top.iterdir()) if top.is_dir() else [top]:
        try:
            content = path.read_bytes()
            ders = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
            for der in ders:
                _ = x509.Certificate.load(der).subject.native  # parsed here, not first when it is used
            found += ders
        except (OSError, ValueError, TypeError, LookupError) as error:
            raise UsageError(
                f"Certifikatet {path} kan inte läsas.",
                "Ge betrodda utfärdares certifikat som PEM eller DER i SLUTARKIV_ISSUERS: en fil eller en katalog.",
            ) from error
    return tuple(found)
