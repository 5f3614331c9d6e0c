"""The verifier: a sound package holds, and every fault planted in one is found and named."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from archive.cli import main
from archive.handover import verapdf
from archive.handover.verifier import Report, verify
from archive.handover.verifier.names import address_fault, name_fault
from tests.delivered import SCHEMAS, Delivered, copied, deliver, settings
from tests.faults import CASES, Case
from tests.packages import new_package
from tests.planting import MINUTES, ORIGINAL_METS, PDFA, attribute, change, in_database, zipped


@pytest.fixture(scope="session")
def package(delivered: Delivered, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound package; not to be written to."""
    return new_package(delivered, tmp_path_factory.mktemp("package"))


@pytest.fixture
def spoilt(package: Path, tmp_path: Path) -> Path:
    """A copy to plant faults in."""
    return Path(shutil.copytree(package, tmp_path / package.name))


def _verified(path: Path, *, external: bool = False) -> Report:
    return verify(path, settings(), external=external)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_fault_is_found_and_named(case: Case, spoilt: Path) -> None:
    if case.schemas and not SCHEMAS.is_dir():
        pytest.skip("the schemas do not stand next to the project")
    path = case.plant(spoilt) or spoilt
    found = [str(fault) for fault in _verified(path).faults if fault.code == case.code]
    assert any(case.names in told for told in found), found


def test_a_sound_package_has_no_fault(package: Path) -> None:
    report = _verified(package)
    assert report.holds, report.faults
    assert not report.warnings


def test_a_sound_package_has_no_fault_as_a_zip(spoilt: Path) -> None:
    path = zipped()(spoilt)
    assert path is not None
    report = _verified(path)
    assert report.holds, report.faults
    assert report.object_id == spoilt.name


def test_a_zip_is_held_against_the_digest_beside_it(spoilt: Path) -> None:
    path = zipped()(spoilt)
    assert path is not None
    path.with_name(f"{path.name}.sha256").write_text(f"{'0' * 64}  {path.name}\n", encoding="ascii")
    assert [fault.code for fault in _verified(path).faults] == ["zip-summa"]


def test_the_command_tells_in_swedish_and_ends_with_five(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(spoilt), "--snabb"]) == 0
    assert "Paketet håller. Inga fel hittades" in capsys.readouterr().out
    change(MINUTES, b"annat")(spoilt)
    assert main(["verify", str(spoilt), "--snabb"]) == 5
    told = capsys.readouterr()
    assert "Paketet håller inte" in told.out and f"{MINUTES}: är ändrad" in told.out
    assert "rätta det som är fel" in told.err
    assert main(["verify", str(spoilt), "--snabb", "--json"]) == 5
    report = json.loads(capsys.readouterr().out)
    assert not report["holds"]
    faults = [remark for check in report["checks"] for remark in check["remarks"] if remark["severity"] == "fel"]
    assert {"code": "kontrollsumma", "place": MINUTES} in [{key: r[key] for key in ("code", "place")} for r in faults]


def test_neither_an_archive_nor_a_package(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(spoilt.parent)]) == 2
    assert str(spoilt) in capsys.readouterr().err, "the package in it is what was meant"
    assert main(["verify", str(spoilt / "finns-inte")]) == 2


def test_a_package_whose_mets_is_lost_is_still_one(spoilt: Path) -> None:
    (spoilt / "METS.xml").unlink()
    assert main(["verify", str(spoilt), "--snabb"]) == 5


def test_what_was_not_checked_is_never_passed(spoilt: Path) -> None:
    outcomes = {check.name: check.outcome for check in _verified(spoilt).checks}
    assert {outcomes[name] for name in ("eark-validator", "veraPDF", "PRONOM")} == {"ej kontrollerad"}
    (spoilt / "metadata/other/arkiv.db").unlink()
    (spoilt / "METS.xml").write_text("<mets")
    outcomes = {check.name: check.outcome for check in _verified(spoilt).checks}
    assert outcomes["Gallring"] == outcomes["Adresser stannar i paketet"] == "ej kontrollerad"


def test_without_schemas_the_descriptions_are_told_as_unchecked(package: Path) -> None:
    report = verify(package, replace(settings(), schema_folder=""), external=False)
    assert report.holds
    assert {remark.place for remark in report.unchecked if remark.code == "schema"} >= {"metadata/descriptive/ead.xml"}


def test_what_a_receiver_must_be_careful_with_is_warned_of(spoilt: Path) -> None:
    change(MINUTES, b"MZ" + bytes(100))(spoilt)
    change("documentation/brev.docx", b"PK\x03\x04 word/vbaProject.bin")(spoilt)
    assert {(w.code, w.place) for w in _verified(spoilt).warnings} >= {
        ("program", MINUTES),
        ("makron", "documentation/brev.docx"),
    }


def test_an_original_that_the_archive_says_it_could_not_read_is_warned_of(spoilt: Path) -> None:
    change(MINUTES, b"", told=True)(spoilt)
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    in_database(
        f"""UPDATE document SET status = 'failed', error_code = 'tom', error_message = 'Filen är tom.',
        sha256 = '{digest}' WHERE name = 'protokoll 1.txt'"""
    )(spoilt)
    report = _verified(spoilt)
    assert "tom-fil" in {remark.code for remark in report.warnings}
    assert "tom-fil" not in {remark.code for remark in report.faults}


def test_every_fault_is_told_not_only_the_first(spoilt: Path) -> None:
    change(MINUTES, b"annat")(spoilt)
    change("documentation/ny.txt", b"ny")(spoilt)
    attribute("", "mets", "PROFILE", "annan")(spoilt)
    assert {fault.code for fault in _verified(spoilt).faults} >= {"kontrollsumma", "odeklarerad", "profil"}


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas do not stand next to the project")
def test_a_package_of_fgs_1_2_is_verified_by_its_own_mets(delivered: Delivered, tmp_path: Path) -> None:
    made = deliver(copied(delivered.archive, tmp_path / "arkiv"), tmp_path / "ut", profile="fgs-1.2", quick=True)
    assert made.report.holds, made.report.faults
    original = next(made.folder.glob("representations/original/data/*/*.txt"))
    original.write_bytes(b"annat")
    mets = (made.folder / "sip.xml").read_text(encoding="utf-8")
    (made.folder / "sip.xml").write_text(mets.replace('ROLE="PRESERVATION"', 'ROLE="EDITOR"'), encoding="utf-8")
    faults = {(fault.code, fault.place) for fault in _verified(made.folder).faults}
    assert {("kontrollsumma", original.relative_to(made.folder).as_posix()), ("aktör", "sip.xml")} <= faults


@pytest.mark.skipif(verapdf.available() is None, reason="Java is not here")
def test_others_find_what_only_they_can(spoilt: Path) -> None:
    """One run with all of them: a claim of PDF/A that only veraPDF sees through, a false format, a METS out of rule.

    veraPDF passed that PDF/A when it was made, and is asked about it again since its bytes are others.
    """
    passed = frozenset(hashlib.sha256(pdf.read_bytes()).hexdigest() for pdf in (spoilt / PDFA).parent.glob("*.pdf"))
    assert passed
    with pikepdf.open(spoilt / PDFA, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
        pdf.save(spoilt / PDFA)
    attribute("protokoll-1.txt", "file", "{https://DILCIS.eu/XML/METS/SIPExtensionMETS}FORMATREGISTRYKEY", "fmt/1",
              ORIGINAL_METS)(spoilt)  # fmt: skip
    attribute("", "mets", "TYPE", "Protokoll")(spoilt)
    report = verify(spoilt, settings(), approved=passed)
    told = next(remark.message for check in report.checks for remark in check.remarks if remark.code == "verapdf")
    assert f"varav {len(passed) - 1} prövade när de gjordes" in told
    assert ("verapdf", PDFA) in {(fault.code, fault.place) for fault in report.faults}
    assert "eark-validator CSIP2" in {fault.place for fault in report.faults}
    assert ("pronom", MINUTES) in {(remark.code, remark.place) for remark in report.warnings}


@pytest.mark.parametrize(
    "name", ["a/../b", "/a", "a\\b", "C:a", "a//b", "./a", "", "a\x00b", "con.txt", "a.", "x" * 300]
)
def test_names_that_no_file_may_have(name: str) -> None:
    assert name_fault(name) and address_fault(name)


@pytest.mark.parametrize("name", ["a.txt", "data/a1/h00001-protokoll.txt", "Å/ä ö.txt", "a/b..c", "console.txt"])
def test_names_that_a_file_may_have(name: str) -> None:
    assert not name_fault(name) and not address_fault(name)
