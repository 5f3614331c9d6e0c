"""What is missing, undecided or unreadable: each fault that is planted is found and named, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli import main
from archive.folder import Archive, transaction
from archive.handover.body import save_body
from archive.handover.check import ERROR, CheckFinding, findings
from archive.handover.closing import opened_to_write
from archive.handover.klassa import decide_all, propose
from archive.handover.plan import OWN, built_in
from tests.archives import minutes, new_archive, run_add

CLOCK = "2032-02-01T12:00:00Z"
BODY = {
    "formed": "2031-01-01", "ended": "2031-12-31", "seat": "Lövdalen", "members": ("Lövdalens kommun", "Region Löv"),
    "tasks": "Finansiell samordning.", "supervision": "Lövdalens kommun", "receiver": "Lövdalens kommunarkiv",
    "receiver_number": "212000-0142", "agreement": "LÖV 2031/12", "contact": "Tuva Ekermark",
    "contact_email": "tuva@lovdalen.example",
}  # fmt: skip
YEARLY = ("Verksamhetsplan och budget 2031", "Årsredovisning 2031")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive with which nothing is wrong: signed minutes, a plan, an annual report; all told and decided."""
    files = tmp_path / "in"
    files.mkdir()
    for number in range(2):
        text = minutes(number) + "\nJusteras\n\nVidar Granqvist\nOrdförande\n"
        (files / f"protokoll {number + 1}.txt").write_text(text, encoding="utf-8")
    for title in YEARLY:
        text = f"{title}\nSamordningsförbundet Lövdalen\n\nFörbundet samordnar insatser för dem som behöver det.\n"
        (files / f"{title.lower()}.txt").write_text(text, encoding="utf-8")
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, files)
    with opened_to_write(archive) as db, transaction(db):
        save_body(db, BODY)  # type: ignore[arg-type]  # the values' types differ, as the fields' do
        propose(db, built_in())
        decide_all(db, "Tuva")
        # written by hand: the reading of signatures has tests of its own
        for row in db.execute("SELECT id FROM document WHERE kind = 'protokoll'").fetchall():
            db.execute("DELETE FROM signature WHERE document = ?", (row["id"],))
            db.execute(
                "INSERT INTO signature (document, position, name, method, certainty, confidence) "
                "VALUES (?, 0, 'Vidar Granqvist', 'ink', 'stated', 1)", (row["id"],)
            )  # fmt: skip
    return archive


def _found(archive: Archive) -> dict[str, CheckFinding]:
    with archive.connect_to_read() as db:
        return {finding.code: finding for finding in findings(archive, db, CLOCK)}


def _do(archive: Archive, sql: str, *values: object) -> None:
    with archive.connect() as db, transaction(db):
        db.execute(sql, values)


def test_nothing_is_told_where_nothing_is_wrong(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert _found(archive) == {}
    assert main(["check", str(archive.root)]) == 0
    assert "klart för leverans" in capsys.readouterr().out


FIRST = "(SELECT sha256 FROM document WHERE name = 'protokoll 1.txt')"
WEEDED = f"""UPDATE holding SET gallring = 'gallras', decision = '4', decided = '2031-02-01', term = 1,
    due = '2032-01-01' WHERE sha256 = {FIRST}"""
PLANTED: dict[str, tuple[str, ...]] = {
    "arkivbildare": ("DELETE FROM body WHERE field = 'seat'",),
    "arkivbildare-datum": ("UPDATE body SET value = '2030-01-01' WHERE field = 'ended'",),
    "oklassad": (f"UPDATE holding SET klass = '' WHERE sha256 = {FIRST}",),
    "okänd-klass": (f"UPDATE holding SET klass = '7.7.7' WHERE sha256 = {FIRST}",),
    "obeslutad": (f"UPDATE holding SET status = 'föreslagen' WHERE sha256 = {FIRST}",),
    "gallring-förfallen": (WEEDED,),
    "gallring-ofullständig": (WEEDED, "UPDATE holding SET term = NULL"),
    "sekretess-ofullständig": (
        f"INSERT INTO restriction VALUES (1, {FIRST}, NULL, NULL, 'OSL 26 kap. 1 §', 'i går', 'Lövdalen', '')",
    ),
    "ej-mottagen": ("INSERT INTO refusal VALUES ('/x', 'x.zip', 'trasig', 'Trasig.', '')",),
    "svårläst": ("UPDATE page SET quality = .3 WHERE document = 1 AND number = 1",),
    "efter-slutet": ("UPDATE document SET date = '2032-01-01' WHERE id = 1",),
    "före-bildandet": ("UPDATE document SET date = '2030-12-31' WHERE id = 1",),
    "flera-arkivbildare": ("UPDATE document SET org_number = '222000-9894' WHERE id = 1",),
    "annan-organisation": ("UPDATE document SET organisation = 'Norviks kommun' WHERE id = 1",),
    "ej-justerat": (f"DELETE FROM signature WHERE document = (SELECT id FROM document WHERE sha256 = {FIRST})",),
    "saknas-årsredovisning": ("UPDATE document SET kind = 'rapport' WHERE kind = 'årsredovisning'",),
    "paragraf-gap": ("INSERT INTO finding VALUES (1, 99, 'x', 'paragraf-gap', 'warning', '§ 3 saknas.', '{}')",),
    "rendition-saknas": (
        "INSERT INTO rendition SELECT sha256, '2u', 'm', 'x', 'r', 'd', 1, 'godkänd', '' FROM document WHERE id > 1",
    ),
    "rendition-underkänd": (
        "INSERT INTO rendition SELECT sha256, '2u', 'm', 'x', 'r', 'd', 1, iif(id = 1, 'underkänd', 'godkänd'), '' "
        "FROM document",
    ),
}  # fmt: skip
ERRORS = {
    "arkivbildare", "arkivbildare-datum", "oklassad", "okänd-klass", "obeslutad", "gallring-ofullständig",
    "sekretess-ofullständig", "flera-arkivbildare", "original-saknas", "original-ändrat", "oläst",
}  # fmt: skip


@pytest.mark.parametrize("code", PLANTED)
def test_what_is_planted_is_found(archive: Archive, code: str) -> None:
    for sql in PLANTED[code]:
        _do(archive, sql)
    found = _found(archive)
    if code == "arkivbildare-datum":
        found.pop("efter-slutet")
    assert list(found) == [code]
    assert (found[code].severity == ERROR) == (code in ERRORS)
    assert found[code].message and found[code].advice


@pytest.mark.parametrize(
    ("ended", "told"),
    [("2031-10-31", "skulle ha levererats senast 2032-01-31"), ("2031-11-20", "senast 2032-02-20, om 19 dagar"),
     ("2032-01-20", None)],
)  # fmt: skip
def test_the_day_of_the_delivery_draws_near(archive: Archive, ended: str, told: str | None) -> None:
    _do(archive, f"UPDATE body SET value = '{ended}' WHERE field = 'ended'")
    found = _found(archive).get("leverans-senast")
    assert (found is None) if told is None else (found is not None and told in found.message)


def test_originals_gone_or_changed_are_errors(archive: Archive) -> None:
    originals = sorted((archive.root / "original").glob("??/*"))
    originals[0].unlink()
    originals[1].chmod(0o644)
    originals[1].write_bytes(b"x" * originals[1].stat().st_size)
    assert list(_found(archive)) == ["original-saknas", "original-ändrat"]
    with archive.connect_to_read() as db:
        quick = findings(archive, db, CLOCK, digests=False)
    assert [finding.code for finding in quick] == ["original-saknas"]


def test_an_unread_file_is_an_error_until_somebody_has_decided(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "trasig.pdf").write_bytes(b"%PDF-1.7\ntrasig")
    run_add(archive, tmp_path / "trasig.pdf")
    assert list(_found(archive)) == ["oläst"]
    _do(archive, "INSERT INTO holding SELECT sha256, '1.1.1', 'A1', 'bevaras', '', NULL, NULL, NULL, NULL, NULL, "
        "'beslutad' FROM document WHERE status = 'failed'")  # fmt: skip
    assert list(_found(archive)) == ["oläst-överlämnas"]


def test_an_attachment_that_is_not_there(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "brev.eml").write_bytes(
        b"From: tuva@lovdalen.example\r\nSubject: Kallelse\r\nDate: Mon, 3 Feb 2031 10:00:00 +0100\r\nMIME-Version: 1.0"
        b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHej!\r\n--x\r\n"
        b"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=underlag.txt\r\n\r\nUnderlag"
        b"\r\n--x--\r\n"
    )
    run_add(archive, tmp_path / "brev.eml")
    assert "bilaga-saknas" not in _found(archive)
    _do(archive, "DELETE FROM document WHERE name = 'brev.eml/underlag.txt'")
    found = _found(archive)["bilaga-saknas"]
    assert [item.name for item in found.items] == ["brev.eml/underlag.txt"]


def test_json_and_exit_code(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    _do(archive, PLANTED["oklassad"][0])
    assert main(["check", str(archive.root), "--json"]) == 5
    told = capsys.readouterr()
    (finding,) = [each for each in json.loads(told.out) if each["severity"] == "error"]
    assert finding["code"] == "oklassad" and finding["items"][0]["name"] == "protokoll 1.txt"
    assert "1 fel måste rättas" in told.err


def test_an_own_plan_that_is_broken_is_told(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    (archive.root / OWN).write_text("[klasser", encoding="utf-8")
    assert main(["check", str(archive.root)]) == 2
    assert OWN in capsys.readouterr().err
