"""Each signature of a PDF checked by pyHanko: imported only where a file has one, since loading it takes .4 s."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import DisallowedAlgorithmError, NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from ingest.document import Box, ElectronicSignature, SignatureVerdict
from ingest.frame import Frame

_UNREADABLE = (
    PdfError, pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError,
    NotImplementedError, RecursionError, OSError,
)  # fmt: skip  # a file by anyone, read by libraries that say so in any of these ways
_TIME_STAMP = "/DocTimeStamp"

for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)  # what it warns of stands in the verdict


def check(path: Path, issuers: Sequence[bytes]) -> tuple[ElectronicSignature, ...]:
    """The signatures and time stamps of a PDF in the order they were made; raises nothing for what is in the file."""
    try:
        return tuple(_Check(path, issuers).results())
    except _UNREADABLE as error:
        return (_unchecked(_told(error)),)


def _unchecked(why: str) -> ElectronicSignature:
    """A signature of which nothing more can be said."""
    return ElectronicSignature("", SignatureVerdict.UNCHECKED, f"Kunde inte kontrolleras: {why}.")


def _told(error: Exception) -> str:
    """Why, in Swedish: the libraries' own words are English, and about their insides."""
    if isinstance(error, DisallowedAlgorithmError):
        return "den är gjord med en algoritm som inte längre räknas som säker"
    if isinstance(error, SignatureValidationError):
        return "den är av ett slag som inte kan kontrolleras"
    return f"filen eller underskriften är skadad ({type(error).__name__})"


class _Check:
    """The signatures of one file."""

    def __init__(self, path: Path, issuers: Sequence[bytes]) -> None:
        self._path, self._issuers = path, [x509.Certificate.load(der) for der in issuers]

    def results(self) -> Iterator[ElectronicSignature]:
        with self._path.open("rb") as file:
            self._reader = PdfFileReader(file, strict=False)
            if self._reader.encrypted:
                self._reader.decrypt(b"")
            shown = _shown(self._path)
            found: list[tuple[int, ElectronicSignature]] = []
            for name, _, field in enumerate_sig_fields(self._reader, filled_status=True):
                told = {"field": str(name), **shown.get(str(name), {})}
                try:
                    signature = EmbeddedPdfSignature(self._reader, field, name)
                    found.append((signature.signed_revision, self._result(signature, told)))
                except _UNREADABLE as error:
                    found.append((0, replace(_unchecked(_told(error)), **(_as_claimed(field) | told))))
            yield from (signature for _, signature in sorted(found, key=lambda pair: pair[0]))

    def _result(self, signature: EmbeddedPdfSignature, told: dict[str, Any]) -> ElectronicSignature:
        certificate = signature.signer_cert
        told |= {
            "signer": _name(certificate.subject.native), "issuer": _name(certificate.issuer.native),
            "fingerprint": certificate.sha256.hex(), "reason": str(signature.sig_object.get("/Reason", "")),
        }  # fmt: skip
        if signature.sig_object_type == _TIME_STAMP:
            status: Any = validate_pdf_timestamp(signature, self._context(None))
            told |= {"kind": "tidsstämpel", "stamped_at": _utc(status.timestamp)}
        else:
            claimed = signature.self_reported_timestamp
            status = validate_pdf_signature(signature, self._context(claimed))
            stamp = status.timestamp_validity
            if stamp is not None and stamp.intact and stamp.valid:
                told["stamped_at"] = _utc(stamp.timestamp)
            told["signed_at"] = _utc(claimed)
        verdict, message = self._verdict(status, told["issuer"])
        return ElectronicSignature(verdict=verdict, message=message, **told)

    def _context(self, moment: datetime | None) -> Any:
        """Trust as of the day it was signed: a certificate runs out long before the archive does."""
        told: dict[str, Any] = {"trust_roots": self._issuers, "allow_fetching": False}
        if moment is not None and moment.tzinfo is not None:
            told |= {"moment": moment, "retroactive_revinfo": True}
        try:
            return DocumentSecurityStore.read_dss(self._reader).as_validation_context(told)
        except NoDSSFoundError:
            return ValidationContext(**told)

    def _verdict(self, status: Any, issuer: str) -> tuple[SignatureVerdict, str]:
        if not status.intact:
            return SignatureVerdict.BROKEN, "Filens innehåll är inte det som undertecknades."
        if not status.valid:
            return SignatureVerdict.BROKEN, "Underskriften är inte gjord med sitt certifikat."
        later = _later(status)
        if later is None:
            return SignatureVerdict.BROKEN, (
                "Det som undertecknades finns kvar i filen, men innehåll har ändrats eller lagts till efteråt."
            )
        if status.revocation_details is not None:
            return SignatureVerdict.UNCHANGED, f"{later} Certifikatet var spärrat enligt filen själv."
        if not self._issuers:
            return SignatureVerdict.UNCHANGED, f"{later} Om utfärdaren {issuer} går att lita på är inte kontrollerat."
        if not status.trusted:
            return SignatureVerdict.UNCHANGED, f"{later} Certifikatet leder inte till någon av de betrodda utfärdarna."
        return SignatureVerdict.VALID, f"{later} Certifikatet leder till en betrodd utfärdare."


def _later(status: Any) -> str | None:
    """What was added after the signature, in words; None where it is more than a signature lets be added."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "Filen är oförändrad sedan underskriften."
    if status.coverage != SignatureCoverageLevel.ENTIRE_REVISION or not getattr(status, "docmdp_ok", True):
        return None
    return {
        ModificationLevel.NONE: "Filen är oförändrad sedan underskriften.",
        ModificationLevel.LTA_UPDATES: "Efter underskriften har bara uppgifter för att kontrollera den lagts till.",
        ModificationLevel.FORM_FILLING: "Efter underskriften har bara underskrifter eller ifyllda fält lagts till.",
    }.get(status.modification_level)


def _as_claimed(field: Any) -> dict[str, Any]:
    """Who and why by the signature's own words, where its certificate cannot be read."""
    try:
        told = field.get_object()["/V"]
        return {"signer": str(told.get("/Name", "")), "reason": str(told.get("/Reason", ""))}
    except _UNREADABLE:
        return {}


def _name(native: Any) -> str:
    """Whose a certificate is: a person's own name in the order people write it, else the common name."""
    told = {key: _one(value) for key, value in dict(native).items()}
    if told.get("given_name") and told.get("surname"):
        return f"{told['given_name']} {told['surname']}"
    return told.get("common_name") or told.get("organization_name") or ""


def _one(value: Any) -> str:
    return str(value[0] if isinstance(value, list) else value).strip()


def _utc(moment: datetime | None) -> str | None:
    """ISO with Z; None for no time, and for one without a zone, which could be any."""
    if moment is None or moment.tzinfo is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _shown(path: Path) -> dict[str, dict[str, Any]]:
    """Field → the page and box in which it is shown, for those that are."""
    found: dict[str, dict[str, Any]] = {}
    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for widget in page.obj.get("/Annots", ()):
                if widget.get("/Subtype") == "/Widget" and (box := _box(page, widget)):
                    found[_full_name(widget)] = {"page": number, "box": box}
    return found


def _box(page: pikepdf.Page, widget: Any) -> Box | None:
    """Where a field is shown, in points from the top left; None where it is not, or nobody can say."""
    if len(widget.get("/Rect", ())) != 4:
        return None
    media, crop, rect = ([float(edge) for edge in box] for box in (page.mediabox, page.cropbox, widget["/Rect"]))
    left, bottom = (max(min(media[i::2]), min(crop[i::2])) for i in (0, 1))
    right, top = (min(max(media[i::2]), max(crop[i::2])) for i in (0, 1))
    shown = Frame(left, bottom, right, top, int(page.rotation) % 360).box(rect[0], rect[1], rect[2], rect[3])
    return shown if shown.width > 1 and shown.height > 1 else None


def _full_name(field: Any) -> str:
    """The names of a field and of those it lies in, joined by points (ISO 32000-1, 12.7.3.2)."""
    names: list[str] = []
    for _ in range(32):
        if "/T" in field:
            names.append(str(field["/T"]))
        if "/Parent" not in field:
            break
        field = field["/Parent"]
    return ".".join(reversed(names))
