"""A small invented archive as it is served: minutes from every kind of file, two of one day, one that cannot be read.

Built once a test session through the real run; the tests of pages, permissions and browser look at the same one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from datasette.app import Datasette
from docx import Document as Docx
from PIL import Image

from archive.folder import Archive
from archive.serve import SETTINGS
from tests.archives import minutes, new_archive, run_add
from tests.scanned import digital, lines, picture
from tests.signing import sign

HOSTILE = '<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} "’& Åsa'
MINUTES_PDF = (
    (
        "PROTOKOLL",
        "Samordningsförbundet Lövdalen",
        "Styrelsesammanträde 2031-05-20",
        "§ 31 Mötet öppnas",
        "Ordföranden öppnar mötet.",
        "§ 32 Ansökan från Växthuset",
        "Föreningen Växthuset söker medel för två tjänster under hösten.",
    ),
    (
        "Styrelsen har prövat ansökan och finner den väl underbyggd.",
        "Beslut",
        "Styrelsen beslutar",
        "att bevilja Föreningen Växthuset 125 000 kr för två tjänster under hösten 2031.",
        "§ 33 Mötet avslutas",
        "Ordföranden avslutar mötet.",
    ),
)
SCANNED = (
    "Inköpspolicy för Samordningsförbundet Lövdalen",
    "Antagen av styrelsen 2031-02-03",
    "Inköp över 90 000 kronor ska konkurrensutsättas.",
    "Förbundet väljer varor som håller länge och går att laga.",
    "Förbundschefen svarar för att policyn följs.",
)
POLICY = f"""Resepolicy
Antagen av styrelsen 2031-01-15

Förbundets resor ska vara få och långsamma. {HOSTILE}
Tåg väljs före flyg. Ersättning för kost ges med högst 240 kr om dagen.
"""


@dataclass(frozen=True)
class Served:
    """The archive, its folder of files, and where each file is found."""

    archive: Archive
    files: Path

    def digest(self, name: str) -> str:
        return hashlib.sha256((self.files / name).read_bytes()).hexdigest()

    def document(self, name: str) -> str:
        """The path of a document's page."""
        return f"/handling/{self.digest(name)[:16]}"

    def count(self, sql: str) -> int:
        db = sqlite3.connect(self.archive.database)
        try:
            return int(db.execute(sql).fetchone()[0])
        finally:
            db.close()


def build(folder: Path) -> Served:
    """Minutes as text (two of one day), as a signed PDF of two pages, as docx; a scan, a policy, a broken file."""
    files = folder / "in"
    files.mkdir(parents=True)
    (files / "protokoll a.txt").write_text(minutes(0), encoding="utf-8")
    (files / "protokoll b.txt").write_text(minutes(0).replace("Språkvägen", "Trädgården"), encoding="utf-8")
    (files / "protokoll c.txt").write_text(minutes(1), encoding="utf-8")
    (files / "resepolicy.txt").write_text(POLICY, encoding="utf-8")
    (files / "trasig.pdf").write_bytes(b"%PDF-1.7\ntrasig")
    sign(digital(files / "protokoll maj.pdf", *(lines(page) for page in MINUTES_PDF)), "Vidar Granqvist")
    docx = Docx()
    for line in minutes(2).splitlines():
        docx.add_paragraph(line)
    docx.save(str(files / "protokoll d.docx"))
    scan = picture(lines(SCANNED), folder)
    Image.fromarray(scan.pixels).save(files / "inköpspolicy.png", dpi=(scan.dpi, scan.dpi))
    archive = new_archive(folder / "arkiv")
    run_add(archive, files)
    return Served(archive, files)


def datasette(served: Served, **settings: object) -> Datasette:
    """Datasette over the archive as `slutarkiv serve` runs it."""
    return Datasette([str(served.archive.database)], default_deny=True, settings={**SETTINGS, **settings})


async def page_of(site: Datasette, path: str, status: int = 200) -> BeautifulSoup:
    """A page, having what every page must have."""
    response = await site.client.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    page = BeautifulSoup(response.text, "html.parser")
    assert page.html is not None and page.html["lang"] == "sv"
    assert page.h1 is not None and page.title is not None and page.title.get_text(strip=True)
    return page


def text_of(tag: Tag | None) -> str:
    """What is read of it, every gap one space."""
    assert tag is not None
    return " ".join(tag.get_text(" ").split())
