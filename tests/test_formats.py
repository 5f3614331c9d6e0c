"""What files are in PRONOM's register: by content, each once, in the log."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from importlib.metadata import version
from pathlib import Path

import pytest
from PIL import Image

from archive.folder import Archive
from archive.handover import formats
from archive.handover.formats import UNKNOWN, identify_all
from tests.archives import minutes, new_archive, run_add
from tests.scanned import digital, lines

PRONOM = {
    "protokoll.pdf": "fmt/17", "brev.eml": "fmt/950", "anteckning.txt": "x-fmt/111", "samråd.md": "fmt/1149",
    "mapp.zip": "x-fmt/263", "mapp.zip/bilaga.md": "fmt/1149", "brus.pdf": None, "bild.png": "fmt/11",
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("filer")
    digital(folder / "protokoll.pdf", lines(["Styrelsen beslutar att bevilja 60 tkr."] * 6))
    (folder / "anteckning.txt").write_text(minutes(1), encoding="utf-8")
    (folder / "samråd.md").write_text("# Samråd\n\n" + minutes(2), encoding="utf-8")
    (folder / "brus.pdf").write_bytes(bytes(range(256)) * 8)
    Image.new("L", (60, 60), 255).save(folder / "bild.png")
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@lovdalen.example", "b@lovdalen.example", "Kallelse"
    letter["Date"] = "Mon, 03 Mar 2031 09:00:00 +0100"
    letter.set_content("Välkomna till mötet.")
    (folder / "brev.eml").write_bytes(bytes(letter))
    with zipfile.ZipFile(folder / "mapp.zip", "w") as packed:
        packed.writestr("bilaga.md", "# Bilaga\n\n" + minutes(3))
    made = new_archive(tmp_path_factory.mktemp("arkiv") / "a")
    run_add(made, *sorted(folder.iterdir()))
    return made


def test_every_file_gets_its_format_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_BATCH", 3)
    with archive.connect() as db:
        identify_all(archive, db)
        told = db.execute("SELECT d.name, f.* FROM document d JOIN format f ON f.sha256 = d.sha256").fetchall()
        events = db.execute("SELECT count(*) FROM event WHERE detail LIKE '%pygfried%'").fetchone()[0]
        identify_all(archive, db)
        assert db.execute("SELECT count(*) FROM event WHERE detail LIKE '%pygfried%'").fetchone()[0] == events
    assert {row["name"]: row["pronom"] for row in told} == PRONOM
    assert events == len(told) == len(PRONOM)
    assert {row["tool"] for row in told} == {f"pygfried {version('pygfried')}"}
    (unknown,) = (row for row in told if row["pronom"] is None)
    assert (unknown["name"], unknown["version"]) == ("brus.pdf", "") and UNKNOWN in tuple(unknown)


def test_what_is_destroyed_is_passed_by(archive: Archive, tmp_path: Path) -> None:
    with archive.connect() as db:
        row = db.execute("SELECT sha256, original FROM document WHERE name = 'bild.png'").fetchone()
        db.execute("DELETE FROM format WHERE sha256 = ?", (row["sha256"],))
        (archive.root / row["original"]).rename(tmp_path / "undan")
        identify_all(archive, db)
        assert db.execute("SELECT 1 FROM format WHERE sha256 = ?", (row["sha256"],)).fetchone() is None
        (tmp_path / "undan").rename(archive.root / row["original"])
