"""The run: originals first, one document one transaction, known bytes cost a hash, newer extractors re-run."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from archive import accession, extraction, keeping
from archive.extraction import NOTHING, extract
from archive.folder import Archive
from extractors import EXTRACTORS
from extractors.extractor import Extractor
from extractors.facts import Facts, Finding, Heading, Text
from ingest.document import Document, plain_page
from ingest.errors import BrokenFileError, OverwriteError, UsageError
from tests.archives import dump, every_row, minutes, new_archive, run_add, write_minutes


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return new_archive(tmp_path / "arkiv")


def test_documents_are_kept_with_their_originals_untouched(archive: Archive, tmp_path: Path) -> None:
    folder = write_minutes(tmp_path / "in", 2)
    outcomes = run_add(archive, folder)
    assert [(o.name, o.what, o.pages) for o in outcomes] == [
        ("protokoll 1.txt", "kept", 1),
        ("protokoll 2.txt", "kept", 1),
    ]
    with archive.connect_to_read() as db:
        for row in db.execute("SELECT * FROM document"):
            original = archive.root / row["original"]
            assert hashlib.sha256(original.read_bytes()).hexdigest() == row["sha256"] == original.stem
            assert original.stat().st_mode & 0o777 == 0o444
            assert row["status"] == "kept"


def test_a_second_run_changes_not_one_row(archive: Archive, tmp_path: Path) -> None:
    folder = write_minutes(tmp_path / "in", 2)
    (folder / "tom.txt").touch()
    run_add(archive, folder, tmp_path / "finns inte.pdf")
    before = every_row(archive)
    again = run_add(archive, folder, tmp_path / "finns inte.pdf")
    assert every_row(archive) == before
    assert [o.what for o in again] == ["known", "known", "failed", "failed"]
    assert all(o.error and o.error.message for o in again if o.what == "failed"), "told again, with why"


def test_the_same_bytes_are_one_document_with_every_name_and_place(archive: Archive, tmp_path: Path) -> None:
    folder = write_minutes(tmp_path / "in", 1)
    (folder / "kopia.txt").write_bytes((folder / "protokoll 1.txt").read_bytes())
    outcomes = run_add(archive, folder)
    assert sorted(o.what for o in outcomes) == ["kept", "known"]
    run_add(archive, write_minutes(tmp_path / "annan mapp", 1))
    told = dump(archive)
    assert len(told["document"]) == 1
    assert [Path(place).name for _, place, _ in told["source"]] == ["protokoll 1.txt", "kopia.txt", "protokoll 1.txt"]


def test_members_of_a_zip_know_it_and_it_is_kept_too(archive: Archive, tmp_path: Path) -> None:
    folder = write_minutes(tmp_path / "in", 2)
    path = tmp_path / "handlingar.zip"
    with zipfile.ZipFile(path, "w") as made:
        for file in sorted(folder.iterdir()):
            made.write(file, file.name)
    outcomes = run_add(archive, path)
    assert [o.what for o in outcomes] == ["container", "kept", "kept"]
    with archive.connect_to_read() as db:
        mother, *members = db.execute("SELECT * FROM document ORDER BY id").fetchall()
        assert [m["part_of"] for m in members] == [mother["sha256"]] * 2
        assert (archive.root / mother["original"]).read_bytes() == path.read_bytes()
        places = [row["place"] for row in db.execute("SELECT place FROM source ORDER BY document")]
    assert places == [str(path), f"{path}/protokoll 1.txt", f"{path}/protokoll 2.txt"]
    before = every_row(archive)
    run_add(archive, path)
    assert every_row(archive) == before


def test_an_attachment_knows_its_mail(archive: Archive, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "kansli@lovdalen.example", "arkiv@lovdalen.example", "Protokoll"
    mail["Date"] = "Tue, 04 Mar 2031 10:00:00 +0100"
    mail.set_content("Här kommer protokollet.")
    mail.add_attachment(minutes(0).encode(), maintype="text", subtype="plain", filename="protokoll.txt")
    path = tmp_path / "brev.eml"
    path.write_bytes(mail.as_bytes())
    assert [(o.name, o.what) for o in run_add(archive, path)] == [
        ("brev.eml", "kept"),
        ("brev.eml/protokoll.txt", "kept"),
    ]
    with archive.connect_to_read() as db:
        mother, attachment = db.execute("SELECT * FROM document ORDER BY id").fetchall()
        assert attachment["part_of"] == mother["sha256"]


def test_what_cannot_be_read_is_kept_and_told(archive: Archive, tmp_path: Path) -> None:
    broken = tmp_path / "trasig.pdf"
    broken.write_bytes(b"%PDF-1.7\nthis is not a PDF at all")
    good = write_minutes(tmp_path / "in", 1)
    outcomes = run_add(archive, broken, good)
    assert [o.what for o in outcomes] == ["failed", "kept"]
    with archive.connect_to_read() as db:
        row = db.execute("SELECT * FROM document WHERE status = 'failed'").fetchone()
        assert row["error_code"] and row["error_message"] and row["error_advice"]
        assert (archive.root / row["original"]).read_bytes() == broken.read_bytes()
        assert db.execute("SELECT count(*) FROM extraction WHERE document = ?", (row["id"],)).fetchone()[0] == 0


def test_a_file_that_can_be_had_later_is_no_refusal_any_more(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    run_add(archive, path)
    assert len(dump(archive)["refusal"]) == 1
    path.write_text(minutes(0))
    run_add(archive, path)
    assert dump(archive)["refusal"] == []


def test_ran_and_found_nothing_is_not_did_not_run(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "lapp.txt").write_text("Bara en lapp utan uppgifter.")
    run_add(archive, tmp_path / "lapp.txt")
    with archive.connect_to_read() as db:
        ran = {row["extractor"]: (row["status"], row["found"]) for row in db.execute("SELECT * FROM extraction")}
    assert set(ran) == {e.name for e in EXTRACTORS} | {"sökindex", "ordlistor"}
    assert ran["paragrafer"] == ("ran", 0)


def test_a_newer_extractor_runs_again_with_what_depends_on_it(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_add(archive, write_minutes(tmp_path / "in", 2))
    before = dump(archive)
    newer = tuple(replace(e, version=e.version + 1) if e.name == "paragrafer" else e for e in EXTRACTORS)
    ran: list[str] = []
    monkeypatch.setattr(keeping, "EXTRACTORS", newer)
    monkeypatch.setattr(extraction.extract, "__defaults__", (NOTHING, tuple(_watched(e, ran) for e in newer)))
    assert [o.what for o in run_add(archive)] == ["renewed", "renewed"]
    after = dump(archive)
    assert before["extraction"] != after["extraction"]
    assert {t: r for t, r in before.items() if t != "extraction"} == {
        t: r for t, r in after.items() if t != "extraction"
    }
    dependent = {"paragrafer"} | {e.name for e in EXTRACTORS if "paragraphs" in e.requires}
    assert dependent <= set(ran) < {e.name for e in EXTRACTORS}, "not all of them, but all that depend on it"
    assert run_add(archive) == []


def _without(table: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: rows for name, rows in told.items() if name != table}


def _watched(extractor: Extractor, ran: list[str]) -> Extractor:
    def function(document: Document, facts: Facts) -> Mapping[str, Any]:
        ran.append(extractor.name)
        return extractor.function(document, facts)

    return replace(extractor, function=function)


def test_a_newer_reader_reads_again_from_the_originals(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_minutes(tmp_path / "in", 2)
    run_add(archive, folder)
    before = dump(archive)
    for file in folder.iterdir():
        file.unlink()
    monkeypatch.setattr(accession, "READER_VERSION", accession.READER_VERSION + 1)
    assert [o.what for o in run_add(archive)] == ["kept", "kept"]
    after = dump(archive)
    assert _without("document", before) == _without("document", after)
    assert run_add(archive) == []


def test_a_bug_in_an_extractor_is_not_caught_and_nothing_of_the_document_is_kept(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(document: Document, facts: Facts) -> Mapping[str, Any]:
        raise ZeroDivisionError

    monkeypatch.setattr(extraction.extract, "__defaults__", (NOTHING, (Extractor("trasig", 1, (), ("outline",), bug),)))
    with pytest.raises(ZeroDivisionError):
        run_add(archive, write_minutes(tmp_path / "in", 1))
    assert dump(archive)["document"] == []


def _extractor(name: str, version: int, requires: tuple[str, ...], provides: str, value: Any) -> Extractor:
    def function(document: Document, facts: Facts) -> Mapping[str, Any]:
        finding = Finding(code=name, severity="info", message=f"version {version}")
        return {provides: value(document, facts), "findings": (finding,)}

    return Extractor(name, version, requires, (provides,), function)


def _three(version: int) -> tuple[Extractor, ...]:
    def text(document: Document, facts: Facts) -> Text:
        return Text(value=f"titel {version}", evidence=document.evidence(0, 3))

    def outline(document: Document, facts: Facts) -> tuple[Heading, ...]:
        assert facts.title
        return (Heading(level=1, heading=facts.title.value, evidence=document.evidence(0, 3)),)

    return (
        _extractor("titel", version, (), "title", text),
        _extractor("rubriker", 1, ("title",), "outline", outline),
        _extractor("mål", 1, (), "goals", lambda document, facts: ()),
    )


DOCUMENT = Document("ab" * 32, "text/plain", "a.txt", (plain_page(1, "Titel och text"),))


def test_a_partial_run_gives_what_a_whole_one_would() -> None:
    known = extract(DOCUMENT, NOTHING, _three(1))
    renewed = extract(DOCUMENT, known, _three(2))
    assert renewed == extract(DOCUMENT, NOTHING, _three(2))
    assert [f.message for f in renewed.facts.findings] == ["version 2", "version 1", "version 1"]
    assert renewed.facts.outline[0].heading == "titel 2"


def test_an_extractor_that_cannot_fails_alone_with_those_that_need_it() -> None:
    def fails(document: Document, facts: Facts) -> Mapping[str, Any]:
        raise BrokenFileError("Går inte.", "Se på sidan.")

    first, second, third = _three(1)
    extracted = extract(DOCUMENT, NOTHING, (replace(first, function=fails), second, third))
    assert [(run.extractor, run.failed) for run in extracted.runs] == [
        ("titel", True),
        ("rubriker", True),
        ("mål", False),
    ]
    assert extracted.facts.title is None
    assert "bygger på title" in extracted.runs[1].message


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    archive = new_archive(tmp_path / "arkiv")
    with pytest.raises(OverwriteError, match="redan ett arkiv"):
        new_archive(archive.root)
    (tmp_path / "annat").mkdir()
    (tmp_path / "annat" / "fil").touch()
    with pytest.raises(OverwriteError, match="inte en tom katalog"):
        new_archive(tmp_path / "annat")
    with pytest.raises(UsageError, match="inget arkiv"):
        Archive.open(tmp_path / "annat")


def test_an_original_that_changes_while_it_is_copied_is_refused(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("ett")
    with pytest.raises(BrokenFileError, match="ändrades"):
        archive.keep_original(file, "00" * 32)
    assert not list((archive.root / "original").rglob("*.txt"))
