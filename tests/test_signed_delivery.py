"""An electronic signature on its way: logged when it was checked, shown, checked anew, handed over with its result."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
from pathlib import Path

import pikepdf
import pytest
from datasette.app import Datasette
from lxml import etree

from archive import electronic
from archive.cli import main
from archive.events import broken_links
from archive.folder import Archive
from archive.handover.check import findings
from ingest.document import ElectronicSignature
from ingest.pdf_signatures import SignatureTask, check_signatures
from tests.archives import new_archive, run_add
from tests.delivered import CLOCK, Delivered, copied
from tests.frozen import Frozen
from tests.scanned import digital, lines
from tests.served import Served, page_of, text_of
from tests.signing import issuer_file, sign

PREMIS = {"p": "http://www.loc.gov/premis/v3"}
MINUTES = ("PROTOKOLL 2031-03-04", "Samordningsförbundet Lövdalen", "§ 1 Mötet öppnas", "Ordföranden öppnar mötet.")


def events(archive: Archive) -> list[tuple[str, str, str]]:
    query = "SELECT outcome, detail FROM event WHERE type = 'digital signature validation' ORDER BY id"
    with archive.connect_to_read() as db:
        assert list(broken_links(db)) == []
        told = [(row["outcome"], json.loads(row["detail"])) for row in db.execute(query)]
    return [(outcome, detail["message"], detail["tool"].split()[0]) for outcome, detail in told]


def verdicts(archive: Archive) -> list[str]:
    with archive.connect_to_read() as db:
        return [row["verdict"] for row in db.execute("SELECT verdict FROM electronic_signature ORDER BY 1")]


def valid(archive: Archive) -> list[int | None]:
    with archive.connect_to_read() as db:
        return [row["valid"] for row in db.execute("SELECT valid FROM signature WHERE method = 'pades'")]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """One document, signed by somebody who is named on its page."""
    files = tmp_path / "in"
    files.mkdir()
    sign(digital(files / "protokoll.pdf", lines([*MINUTES, "Justeras", "Vidar Granqvist"])), "Vidar Granqvist")
    made = new_archive(tmp_path / "arkiv")
    run_add(made, files)
    return made


def test_a_check_is_logged_without_names(archive: Archive) -> None:
    assert events(archive) == [("success", "Underskrift oförändrad.", "pyHanko")]
    assert (verdicts(archive), valid(archive)) == (["oförändrad"], [None])


def test_checked_anew_with_an_issuer_now_trusted(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["underskrifter", str(archive.root)]) == 0
    assert "oförändrad: Vidar Granqvist, 20" in capsys.readouterr().out
    monkeypatch.setenv("SLUTARKIV_ISSUERS", str(issuer_file(tmp_path / "ca.pem")))
    assert main(["underskrifter", str(archive.root), "--kontrollera"]) == 0
    assert "giltig: Vidar Granqvist" in capsys.readouterr().out
    assert (verdicts(archive), valid(archive)) == (["giltig"], [1])
    assert [told for _, told, _ in events(archive)] == ["Underskrift oförändrad.", "Underskrift giltig."]
    monkeypatch.setenv("SLUTARKIV_ISSUERS", str(tmp_path / "saknas"))
    assert main(["underskrifter", str(archive.root), "--kontrollera"]) == 2
    assert "saknas kan inte läsas" in capsys.readouterr().err


def test_an_archive_made_before_signatures_were_looked_for(archive: Archive) -> None:
    with archive.connect() as db:
        db.execute("DELETE FROM electronic_signature")
    assert main(["underskrifter", str(archive.root), "--kontrollera"]) == 0
    assert (verdicts(archive), valid(archive)) == (["oförändrad"], [None])


def deadly(task: SignatureTask) -> tuple[ElectronicSignature, ...]:
    """As it is checked, but for one file that takes its process with it."""
    if b"(Deadly)" in task.path.read_bytes():
        os.kill(os.getpid(), signal.SIGKILL)
    return check_signatures(task)


def test_a_file_that_kills_its_checker_costs_no_other(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_add(
        archive,
        sign(
            digital(tmp_path / "avtal.pdf", lines(["Avtal", "Lövdalen 2030-02-03"])), "Tuva Ekermark", reason="Deadly"
        ),
    )
    assert verdicts(archive) == ["oförändrad", "oförändrad"]
    monkeypatch.setattr(electronic, "check_signatures", deadly)
    assert main(["underskrifter", str(archive.root), "--kontrollera"]) == 0
    assert verdicts(archive) == ["ej kontrollerad", "oförändrad"]


def test_an_archive_without_any_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = new_archive(tmp_path / "arkiv")
    assert main(["underskrifter", str(empty.root), "--kontrollera"]) == 0
    assert capsys.readouterr().out.strip() == "Ingen PDF i arkivet har en elektronisk underskrift."


def test_a_broken_one_is_on_the_list_to_work_off(tmp_path: Path) -> None:
    path = sign(digital(tmp_path / "protokoll.pdf", lines(MINUTES)), "Vidar Granqvist")
    content = path.read_bytes()
    at = content.index(b"ReportLab")
    path.write_bytes(content[:at] + b"r" + content[at + 1 :])
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, path)
    assert events(archive) == [("fail", "Underskrift bruten.", "pyHanko")]
    with archive.connect_to_read() as db:
        found = {finding.code: finding for finding in findings(archive, db, CLOCK)}
    assert [item.name for item in found["underskrift-bruten"].items] == ["protokoll.pdf"]
    assert "ej-justerat" not in found, "somebody signed it, whatever became of the file"


async def test_the_document_s_page_tells_it(site: Datasette, served: Served) -> None:
    page = await page_of(site, served.document("protokoll maj.pdf"))
    told = text_of(page.select_one("dl.facts"))
    assert "Elektronisk underskrift Vidar Granqvist, " in told and "oförändrad" in told
    assert "Om utfärdaren Prov-CA går att lita på är inte kontrollerat." in told


def test_so_does_the_frozen_site_s(frozen: Frozen) -> None:
    told = text_of(frozen.document("protokoll maj.pdf").select_one("dl.facts"))
    assert "Elektronisk underskrift Vidar Granqvist, " in told and "oförändrad" in told


def test_the_original_goes_along_unchanged_and_its_pdfa_claims_no_signature(delivered: Delivered) -> None:
    (original,) = (delivered.made.folder / "representations" / "original").rglob("*-plan.pdf")
    assert [one.verdict.value for one in check_signatures(SignatureTask(original))] == ["oförändrad"]
    (pdfa,) = (delivered.made.folder / "representations" / "pdfa").rglob("*-plan*.pdf")
    assert check_signatures(SignatureTask(pdfa)) == ()
    with pikepdf.open(pdfa) as pdf:
        assert "/SigFlags" not in pdf.Root.get("/AcroForm", {})


def test_the_check_goes_along_in_every_description(delivered: Delivered) -> None:
    folder = delivered.made.folder
    digest = next(path for path in folder.rglob("*-plan.pdf") if "original" in path.parts)
    sha256 = hashlib.sha256(digest.read_bytes()).hexdigest()
    with next(folder.rglob("underskrifter.csv")).open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert (row["undertecknare enligt certifikatet"], row["utfärdare"], row["resultat"]) == (
        "Vidar Granqvist", "Prov-CA", "oförändrad",
    )  # fmt: skip
    assert row["kontrollerad"].endswith("Z") and row["original i paketet"].endswith("-plan.pdf")

    premis = etree.parse(next(path for path in folder.rglob("premis*.xml") if "representations" not in path.parts))
    (event,) = premis.xpath("//p:event[p:eventType='digital signature validation']", namespaces=PREMIS)
    assert event.findtext("p:eventType", namespaces=PREMIS)
    assert event.find("p:eventType", PREMIS).get("valueURI").endswith("/dsv")
    linked = event.findtext("p:linkingObjectIdentifier/p:linkingObjectIdentifierValue", namespaces=PREMIS)
    (told,) = premis.xpath("//p:object[.//p:objectIdentifierValue=$id]//p:messageDigest", id=linked, namespaces=PREMIS)
    assert told.text == sha256
    agents = [node.text for node in event.findall("p:linkingAgentIdentifier/p:linkingAgentIdentifierValue", PREMIS)]
    names = {
        node.findtext("p:agentIdentifier/p:agentIdentifierValue", namespaces=PREMIS): node.findtext(
            "p:agentName", namespaces=PREMIS
        )
        for node in premis.iter("{*}agent")
    }
    assert "pyHanko" in {names[uuid] for uuid in agents}

    text = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.xml")}
    ead = next(content for name, content in text.items() if name.lower().startswith("ead"))
    assert "Vidar Granqvist: oförändrad. Filen är oförändrad sedan underskriften." in ead
    erms = next(content for name, content in text.items() if name.lower().startswith("erms"))
    assert f'dateeSignatureIsVerified="{row["kontrollerad"]}"' in erms


def test_a_destroyed_document_leaves_no_signer(archive: Archive, tmp_path: Path) -> None:
    from archive import store
    from archive.folder import transaction

    other = copied(archive, tmp_path / "annat")
    with other.connect() as db, transaction(db):
        store.forget(db, db.execute("SELECT id FROM document").fetchone()["id"])
    assert verdicts(other) == [] and b"Vidar" not in json.dumps(events(other)).encode()
