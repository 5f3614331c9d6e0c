"""PDFs signed with keys of the tests' own, as signing services and office programs do it (pyHanko)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

Box = tuple[int, int, int, int]
_STAMPER = "Provets tid"  # with an RSA key, as pyHanko's own stand-in for such an authority wants it


@cache
def _key(name: str) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048) if name == _STAMPER else ec.generate_private_key(ec.SECP256R1())


@cache
def certificate(name: str, issuer: str = "Prov-CA", *, stamps: bool = False) -> x509.Certificate:
    """One of a person, or the issuer's own where the two are the same."""
    subject = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if name != issuer and not stamps:
        given, surname = name.split(" ", 1)
        subject += [x509.NameAttribute(NameOID.GIVEN_NAME, given), x509.NameAttribute(NameOID.SURNAME, surname)]
    now, root = datetime.now(UTC), name == issuer
    usage = x509.KeyUsage(not root, not root, False, False, False, root, root, False, False)
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(subject))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(_key(name).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=800))
        .add_extension(x509.BasicConstraints(root, None), critical=True)
        .add_extension(usage, critical=True)
    )
    if stamps:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return built.sign(_key(issuer), hashes.SHA256())


def issuer_file(path: Path, name: str = "Prov-CA", encoding: Encoding = Encoding.PEM) -> Path:
    path.write_bytes(certificate(name, name).public_bytes(encoding))
    return path


def sign(path: Path, name: str, *, box: Box | None = None, stamped: bool = False, reason: str = "Justering") -> Path:
    """Signs a PDF where it lies, in a field of its own; seen in `box` of the last page, or nowhere."""
    with path.open("rb") as file:
        writer = IncrementalPdfFileWriter(file)
        field = fields.SigFieldSpec(f"Underskrift {name}", on_page=-1, box=box)
        told = signers.PdfSignatureMetadata(
            field_name=field.sig_field_name, reason=reason, subfilter=fields.SigSeedSubFilter.PADES
        )
        signer = signers.PdfSigner(
            told, _signer(name), timestamper=_stamper() if stamped else None, new_field_spec=field
        )
        signed = signer.sign_pdf(writer).getvalue()
    path.write_bytes(signed)
    return path


def stamp_time(path: Path) -> Path:
    """A document time stamp over the whole file."""
    with path.open("rb") as file:
        writer = IncrementalPdfFileWriter(file)
        stamped = signers.PdfTimeStamper(_stamper()).timestamp_pdf(writer, "sha256").getvalue()
    path.write_bytes(stamped)
    return path


def signed(path: Path, names: Sequence[str]) -> Path:
    """Signed by several, one after the other."""
    for name in names:
        sign(path, name)
    return path


def _signer(name: str) -> signers.SimpleSigner:
    return signers.SimpleSigner(_asn1(certificate(name)), _private(name), _store())


def _stamper() -> timestamps.TimeStamper:
    tsa = _asn1(certificate(_STAMPER, stamps=True))
    return timestamps.DummyTimeStamper(tsa, _private(_STAMPER), certs_to_embed=_store())


def _store() -> SimpleCertificateStore:
    return SimpleCertificateStore.from_certs([_asn1(certificate("Prov-CA", "Prov-CA"))])


def _asn1(of: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(of.public_bytes(Encoding.DER))


def _private(name: str) -> keys.PrivateKeyInfo:
    der = _key(name).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(der)
