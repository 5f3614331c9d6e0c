"""The served archive as a frozen site, in a package of nothing else but what its links lead to.

Built once a test session; one document destroyed, a § of another under sekretess, an address that was in force before.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup

from archive.folder import Archive, transaction
from archive.handover import layout
from archive.handover.inventory import Inventory, Item, take_inventory
from archive.handover.site import write_site
from tests.served import Served

CLOCK = "2031-12-31T12:00:00Z"
DESTROYED, SECRET = "protokoll d.docx", "protokoll maj.pdf"


@dataclass(frozen=True)
class Frozen:
    """A package of nothing but the site and what its links lead to."""

    package: Path
    archive: Archive
    inventory: Inventory

    @property
    def folder(self) -> Path:
        return self.package / layout.SITE

    @cached_property
    def files(self) -> list[Path]:
        return sorted(file for file in self.folder.rglob("*") if file.is_file())

    def item(self, name: str) -> Item:
        return next(item for item in self.inventory.items if item.name == name)

    def page(self, path: str) -> BeautifulSoup:
        return BeautifulSoup((self.folder / path).read_text(encoding="utf-8"), "html.parser")

    def document(self, name: str) -> BeautifulSoup:
        return self.page(f"dokument/{self.item(name).key}.html")

    def url(self, path: str) -> str:
        named = re.sub(r"\{(.+)\}", lambda match: f"dokument/{self.item(match[1]).key}.html", path)
        return f"{self.folder.as_uri()}/{named}"


def write(archive: Archive, package: Path) -> Inventory:
    with archive.connect_to_read() as db:
        db.execute("BEGIN")
        inventory = take_inventory(db, CLOCK)
        write_site(archive, inventory, db, package / layout.SITE)
    return inventory


def freeze(served: Served, folder: Path) -> Frozen:
    """The site of a copy of the archive, with a PDF/A beside all that was read."""
    shutil.copytree(served.archive.root, folder / "arkiv")
    archive = Archive.open(folder / "arkiv")
    with archive.connect() as db, transaction(db):
        db.execute(
            """INSERT INTO rendition SELECT sha256, '2u', 'm', 'digital', 'pdfa/' || id, sha256, 1000, 'godkänd', ''
               FROM document WHERE status = 'kept'"""
        )
        db.execute("INSERT INTO gallrad VALUES (?, '2031-12-01', 'beslut 7', 'Vidar')", (served.digest(DESTROYED),))
        db.execute(
            """INSERT INTO restriction VALUES
               (1, ?, NULL, '32', 'OSL 26 kap. 1 §', '2031-11-02', 'Förbundet Lövdalen', '')""",
            (served.digest(SECRET),),
        )
        document = db.execute("SELECT id FROM document WHERE sha256 = ?", (served.digest(SECRET),)).fetchone()[0]
        db.execute("INSERT INTO permalink VALUES ('2030-01-01', ?)", (document,))
    inventory = write(archive, folder / "paket")
    for item in inventory.delivered:
        for path in (layout.original_path(item), layout.pdfa_path(item)):
            (folder / "paket" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "paket" / path).write_bytes(b"%PDF-1.7")
    return Frozen(folder / "paket", archive, inventory)
