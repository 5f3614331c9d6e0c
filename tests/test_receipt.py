"""The receiver's receipt: kept as a record, told in the log, and after it the archive is read and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.cli import main
from archive.events import broken_links
from archive.fixity import faults
from archive.folder import Archive
from archive.handover.deliveries import Delivery, save
from ingest.errors import UsageError
from tests.archives import minutes, new_archive, run_add, write_minutes

OBJID = "slutleverans-2220000026-20320110"
RECEIPT = "Kvitto\n\nLövdalens kommunarkiv har tagit emot leveransen LÖV 2031/12.\n\nTuva Ekermark\n"


def _delivery(items: int, **changes: object) -> Delivery:
    told = {
        "objid": OBJID, "profile": "fgs-2.0", "trial": False, "clock": "2032-01-10T12:00:00Z", "folder": "/ut",
        "mets": "ab" * 32, "zip": "cd" * 32, "items": items, "files": 10, "bytes": 1000, "holds": True, **changes,
    }  # fmt: skip
    return Delivery(**told)  # type: ignore[arg-type]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, write_minutes(tmp_path / "in", 2))
    save(archive, _delivery(2))
    (tmp_path / "kvitto.txt").write_text(RECEIPT, encoding="utf-8")
    return archive


def _receive(archive: Archive, code: int = 0, **changes: str) -> None:
    told = {"paket": OBJID, "datum": "2032-02-01", "mottagare": "Lövdalens kommunarkiv", "av": "Tuva", **changes}
    options = [word for name, value in told.items() for word in ([f"--{name}", value] if value else [f"--{name}"])]
    assert main(["kvittera", str(archive.root), str(archive.root.parent / "kvitto.txt"), *options]) == code


def test_the_receipt_is_kept_and_the_transfer_told(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    _receive(archive)
    assert "överlämnat till Lövdalens kommunarkiv och stängt" in capsys.readouterr().out
    with archive.connect_to_read() as db:
        document = db.execute("SELECT * FROM document WHERE name = 'kvitto.txt'").fetchone()
        receipt = db.execute("SELECT * FROM receipt").fetchone()
        event = db.execute("SELECT * FROM event ORDER BY id DESC LIMIT 1").fetchone()
        holding = db.execute("SELECT * FROM holding WHERE sha256 = ?", (document["sha256"],)).fetchone()
        assert list(faults(archive, db)) == [] and list(broken_links(db)) == []
    assert (archive.root / document["original"]).read_text("utf-8") == RECEIPT
    assert tuple(receipt) == (document["sha256"], OBJID, "2032-02-01", "Lövdalens kommunarkiv")
    assert (event["type"], event["object"]) == ("transfer", document["sha256"])
    told = json.loads(event["detail"])
    assert (told["package"], told["zip"], told["items"], told["by"]) == (OBJID, "cd" * 32, 2, "Tuva")
    assert (holding["series"], holding["status"]) == ("F4", "beslutad")


def test_a_closed_archive_is_read_and_no_more(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _receive(archive)
    root = str(archive.root)
    (tmp_path / "ny.txt").write_text(minutes(5), encoding="utf-8")
    (tmp_path / "lista.csv").write_text("sha256\n", encoding="utf-8")
    with archive.connect_to_read() as db:
        before = db.execute("SELECT count(*) FROM event").fetchone()[0]
    for arguments in (
        ["add", root, str(tmp_path / "ny.txt")],
        ["klassa", root],
        ["klassa", root, "--besluta"],
        ["klassa", root, "--in", str(tmp_path / "lista.csv")],
        ["arkivbildare", root, "--sate", "Lövdalen"],
        ["gallra", root, "--forstor", "--beslut", "1", "--ja"],
        ["sekretess", root, "kvitto.txt", "--lag", "OSL 21 kap. 7 §", "--datum", "2032-02-01", "--myndighet", "X"],
        ["volym", root, "--serie", "A1", "--volym", "1", "--titel", "Protokoll", "--plats", "Skåp 1"],
    ):
        capsys.readouterr()
        assert main(arguments) == 2, arguments
        assert "överlämnat till Lövdalens kommunarkiv" in capsys.readouterr().err, arguments
    _receive(archive, code=2)
    with pytest.raises(UsageError):
        run_add(archive, tmp_path / "ny.txt")
    for arguments in (
        ["status", root],
        ["search", root, "bevilja"],
        ["verify", root],
        ["gallra", root],
        ["sekretess", root],
        ["personuppgifter", root],
        ["volym", root],
        ["arkivbildare", root],
        ["klassa", root, "--ut", str(tmp_path / "ut.xlsx")],
    ):
        assert main(arguments) == 0, arguments
    with archive.connect_to_read() as db:
        assert db.execute("SELECT count(*) FROM event").fetchone()[0] == before


@pytest.mark.parametrize(
    "changes, told",
    [
        ({"paket": "slutleverans-1"}, "Inget paket slutleverans-1"),
        ({"paket": "../arkiv"}, "Inget paket"),
        ({"datum": "i våras"}, "ingen dag i kalendern"),
        ({"datum": "2032-01-09"}, "men paketet gjordes 2032-01-10"),
        ({"mottagare": " "}, "Mottagaren saknas"),
    ],
)
def test_a_receipt_for_something_else(
    archive: Archive, changes: dict[str, str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _receive(archive, code=2, **changes)
    assert told in capsys.readouterr().err
    with archive.connect_to_read() as db:
        assert db.execute("SELECT count(*) FROM document").fetchone()[0] == 2, "nothing was taken in"


def test_a_trial_closes_nothing(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    save(archive, _delivery(2, trial=True))
    _receive(archive, code=2)
    assert "provleverans" in capsys.readouterr().err


def test_what_came_after_the_package_is_not_shut_in(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ny.txt").write_text(minutes(5), encoding="utf-8")
    run_add(archive, tmp_path / "ny.txt")
    _receive(archive, code=2)
    assert "Arkivet har 3 handlingar, men paketet" in capsys.readouterr().err
    _receive(archive, anda="")


def test_an_unreadable_receipt_is_kept_all_the_same(archive: Archive) -> None:
    (archive.root.parent / "kvitto.txt").write_bytes(b"")
    _receive(archive)
    with archive.connect_to_read() as db:
        assert db.execute("SELECT status FROM document WHERE name = 'kvitto.txt'").fetchone()["status"] == "failed"


def test_no_file_no_receipt(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    (archive.root.parent / "kvitto.txt").unlink()
    _receive(archive, code=2)
    assert "är ingen fil" in capsys.readouterr().err
