"""Signatures in PDFs: what holds, what does not, and what nobody can tell; tied to the names on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from extractors.facts import Signature
from ingest.document import ElectronicSignature, SignatureVerdict
from ingest.errors import UsageError
from ingest.pdf_signatures import SignatureTask, check_signatures, has_signatures, trusted_issuers
from ingest.reading import page_executor, read_document
from ingest.settings import Settings
from tests.minutes import facts_of
from tests.scanned import digital, lines
from tests.signing import issuer_file, sign, signed, stamp_time
from tests.test_reading import received

MINUTES = (
    "PROTOKOLL 2031-03-04", "Närvarande: Vidar Granqvist, ordförande, Tuva Ekermark, sekreterare", "",
    "§ 1 Mötet öppnas", "Ordföranden öppnar mötet.", "",
    "Vid protokollet", "Tuva Ekermark, sekreterare", "", "Justeras", "Vidar Granqvist, ordförande",
)  # fmt: skip
VALID, UNCHANGED, BROKEN, UNCHECKED = SignatureVerdict


def minutes(path: Path) -> Path:
    return digital(path, lines(MINUTES))


def check(path: Path, issuers: tuple[bytes, ...] = ()) -> list[ElectronicSignature]:
    assert has_signatures(path)
    return list(check_signatures(SignatureTask(path, issuers)))


def told(path: Path) -> list[tuple[str, str]]:
    return [(found.signer, found.verdict.value) for found in check(path)]


def test_a_file_without_signatures_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "tom.pdf").touch()
    assert not has_signatures(tmp_path / "tom.pdf")
    assert not has_signatures(minutes(tmp_path / "a.pdf"))
    assert check_signatures(SignatureTask(tmp_path / "a.pdf")) == ()


def test_signed_and_unchanged(tmp_path: Path) -> None:
    (found,) = check(sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist", box=(60, 500, 260, 560)))
    assert (found.signer, found.issuer, found.reason) == ("Vidar Granqvist", "Prov-CA", "Justering")
    assert (found.verdict, found.kind, found.stamped_at, found.page) == (UNCHANGED, "underskrift", None, 1)
    assert found.message == (
        "Filen är oförändrad sedan underskriften. Om utfärdaren Prov-CA går att lita på är inte kontrollerat."
    )
    assert found.signed_at is not None and re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", found.signed_at)
    assert re.fullmatch(r"[0-9a-f]{64}", found.fingerprint)
    assert found.box is not None
    assert [round(x) for x in (found.box.x0, found.box.y0, found.box.x1, found.box.y1)] == [60, 282, 260, 342]


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_an_issuer_that_is_trusted(tmp_path: Path, encoding: Encoding) -> None:
    path = sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist")
    (tmp_path / "utfardare").mkdir()
    issuers = trusted_issuers(str(issuer_file(tmp_path / "utfardare" / "ca", encoding=encoding).parent))
    (found,) = check(path, issuers)
    assert found.verdict is VALID and found.message.endswith("Certifikatet leder till en betrodd utfärdare.")


def test_an_issuer_that_is_not(tmp_path: Path) -> None:
    path = sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist")
    (found,) = check(path, trusted_issuers(str(issuer_file(tmp_path / "annan.pem", "En annan CA"))))
    assert found.verdict is UNCHANGED and "inte till någon av de betrodda" in found.message


def test_an_issuer_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    for path in (tmp_path / "saknas.pem", tmp_path / "skräp.pem"):
        if "skräp" in path.name:
            path.write_text("inget certifikat")
        with pytest.raises(UsageError, match=path.name):
            trusted_issuers(str(path))
    assert trusted_issuers("") == ()


def test_several_signers_one_after_the_other(tmp_path: Path) -> None:
    path = signed(minutes(tmp_path / "a.pdf"), ["Tuva Ekermark", "Vidar Granqvist"])
    assert told(path) == [("Tuva Ekermark", "oförändrad"), ("Vidar Granqvist", "oförändrad")]
    assert check(path)[0].message.startswith("Efter underskriften har bara underskrifter")


def test_a_time_stamping_authority_s_time(tmp_path: Path) -> None:
    path = stamp_time(sign(minutes(tmp_path / "a.pdf"), "Tuva Ekermark", stamped=True))
    first, second = check(path)
    assert first.stamped_at is not None and first.verdict is UNCHANGED
    assert (second.kind, second.signer, second.verdict) == ("tidsstämpel", "Provets tid", UNCHANGED)
    assert second.stamped_at is not None and second.signed_at is None


def test_a_changed_letter_breaks_it(tmp_path: Path) -> None:
    path = sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist")
    content = path.read_bytes()
    at = content.index(b"ReportLab")  # in the document's own metadata
    path.write_bytes(content[:at] + b"r" + content[at + 1 :])
    (found,) = check(path)
    assert (found.verdict, found.message) == (BROKEN, "Filens innehåll är inte det som undertecknades.")


def test_pages_changed_after_it_break_it(tmp_path: Path) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    path = sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist")
    with path.open("rb+") as file:
        writer = IncrementalPdfFileWriter(file)
        more = generic.StreamObject(stream_data=b"BT /F1 9 Tf 70 300 Td (en rad till) Tj ET")
        writer.add_stream_to_page(0, writer.add_object(more))
        writer.write_in_place()
    (found,) = check(path)
    assert found.verdict is BROKEN and "ändrats eller lagts till efteråt" in found.message


def test_a_signature_that_is_garbage_is_told_and_nothing_else_suffers(tmp_path: Path) -> None:
    path = signed(minutes(tmp_path / "a.pdf"), ["Tuva Ekermark", "Vidar Granqvist"])
    content = path.read_bytes()
    at = content.rindex(b"/Contents <") + len(b"/Contents <")
    path.write_bytes(content[:at] + b"00ff00ff" + content[at + 8 :])
    first, second = sorted(check(path), key=lambda one: one.verdict is UNCHECKED)
    assert (first.signer, first.verdict) == ("Tuva Ekermark", UNCHANGED)
    assert second.field == "Underskrift Vidar Granqvist" and second.message == (
        "Kunde inte kontrolleras: filen eller underskriften är skadad (ValueError)."
    )


def test_a_file_cut_short_is_unchecked(tmp_path: Path) -> None:
    path = sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist")
    path.write_bytes(path.read_bytes()[:-40])
    (found,) = check(path)
    assert found.verdict is UNCHECKED and not found.signer


def test_a_form_with_a_signature_field_that_nobody_signed(tmp_path: Path) -> None:
    path = minutes(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        empty = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Underskrift", Lock=pikepdf.Dictionary(Note="/ByteRange"))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.make_indirect(empty)]))
        pdf.save(path)
    assert check(path) == []


def read(path: Path, **settings: str) -> tuple[list[Signature], list[str], tuple[ElectronicSignature, ...]]:
    told = Settings(workers=1, **settings)  # type: ignore[arg-type]
    with page_executor(told) as pool:
        document = read_document(received(path)[0], told, pool)
    facts = facts_of(document, "protokoll")
    return list(facts.signatures), [f.code for f in facts.findings], document.electronic_signatures


def test_minutes_signed_in_the_file(tmp_path: Path) -> None:
    path = signed(minutes(tmp_path / "a.pdf"), ["Tuva Ekermark", "Vidar Granqvist"])
    signatures, codes, _ = read(path)
    assert [(s.name, s.role, s.method, s.valid) for s in signatures] == [
        ("Tuva Ekermark", "sekreterare", "pades", None), ("Vidar Granqvist", "ordförande", "pades", None),
    ]  # fmt: skip
    assert all(s.signed_at for s in signatures) and codes == []
    assert [s.evidence.quote for s in signatures] == ["Tuva Ekermark", "Vidar Granqvist"]
    trusted, _, _ = read(path, issuers=str(issuer_file(tmp_path / "ca.pem")))
    assert [s.valid for s in trusted] == [True, True]


def test_a_name_that_is_only_in_its_box(tmp_path: Path) -> None:
    path = sign(minutes(tmp_path / "a.pdf"), "Ulla Kvistgren", box=(60, 300, 300, 360))
    signature = read(path)[0][-1]
    assert (signature.name, signature.method, signature.role) == ("Ulla Kvistgren", "pades", None)
    assert "Ulla Kvistgren" in signature.evidence.quote


def test_a_seal_by_a_name_that_stands_nowhere_leaves_ink_as_it_was(tmp_path: Path) -> None:
    signatures, codes, sealed = read(sign(minutes(tmp_path / "a.pdf"), "Signeringstjänsten Provbolaget AB"))
    assert [s.method for s in signatures] == ["ink", "ink"] and codes == []
    assert [one.verdict for one in sealed] == [UNCHANGED]


def test_what_does_not_hold_is_a_finding(tmp_path: Path) -> None:
    path = sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist")
    content = path.read_bytes()
    at = content.index(b"ReportLab")
    path.write_bytes(content[:at] + b"r" + content[at + 1 :])
    signatures, codes, _ = read(path)
    assert [(s.name, s.valid) for s in signatures if s.method == "pades"] == [("Vidar Granqvist", False)]
    assert codes == ["underskrift-bruten"]


def test_a_signature_of_a_kind_that_nobody_makes_any_more(tmp_path: Path) -> None:
    path = sign(minutes(tmp_path / "a.pdf"), "Vidar Granqvist")
    path.write_bytes(path.read_bytes().replace(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.sha1    "))
    (found,) = check(path)
    assert (found.verdict, found.message) == (
        UNCHECKED, "Kunde inte kontrolleras: den är av ett slag som inte kan kontrolleras.",
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore:This document has")  # pikepdf about the odd field, when the test saves it
def test_a_field_whose_place_is_garbage_is_checked_all_the_same(tmp_path: Path) -> None:
    path = minutes(tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        odd = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=pikepdf.Array([1, 2]))
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(odd)])
        pdf.save(path)
    assert [found.verdict for found in check(sign(path, "Vidar Granqvist"))] == [UNCHANGED]
