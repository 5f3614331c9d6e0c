"""A sound package to plant faults in: made through the real run once a session, copied for every fault."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from archive.folder import transaction
from archive.handover.closing import opened_to_write
from archive.handover.gallring import destroy, weeded
from archive.handover.holdings import DECIDED, WEEDED, decide
from archive.handover.inventory import Holding
from tests.archives import run_add
from tests.delivered import CLOCK, deliver, ready

XLINK = "{http://www.w3.org/1999/xlink}"
LETTER = "Brev om {}\nSamordningsförbundet Lövdalen\n\nTack för visat intresse för {}. Vänligen Tuva.\n"


def new_package(folder: Path) -> Path:
    """The package's folder. Four documents that are kept, one that may be destroyed later, one that has been."""
    archive = ready(folder)
    for about in ("kurser", "lokaler"):
        (folder / f"brev om {about}.txt").write_text(LETTER.format(about, about), encoding="utf-8")
        run_add(archive, folder / f"brev om {about}.txt")
    with opened_to_write(archive) as db:
        digests = {row["name"]: row["sha256"] for row in db.execute("SELECT name, sha256 FROM document")}
        with transaction(db):
            # destroying is dated by the real clock: what is due must be so today
            for name, due in (("brev om kurser.txt", "2034-01-01"), ("brev om lokaler.txt", "2020-01-01")):
                weeding = Holding(
                    "2.2.1", "E1", WEEDED, "Ringa betydelse", "2017-05", "2017-05-20", 2, due, None, DECIDED
                )
                decide(db, {digests[name]: weeding}, "Tuva")
        destroy(archive, db, weeded(db, CLOCK[:10]), CLOCK[:10], "Tuva")
    return deliver(archive, folder / "ut", zip=False).folder


def redeclare(root: Path) -> None:
    """Make METS tell of the files as they are now: their sizes and digests, the representations' METS first."""
    for mets in (*sorted(root.glob("representations/*/METS.xml")), root / "METS.xml"):
        edit_xml(mets, lambda tree, folder=mets.parent: _redeclare(tree, folder))


def edit_xml(file: Path, change: Callable[[etree._Element], None]) -> None:
    tree = etree.parse(str(file))
    change(tree.getroot())
    tree.write(str(file), xml_declaration=True, encoding="UTF-8")


def named(root: etree._Element, name: str) -> list[etree._Element]:
    """Every element of a name, whatever its namespace."""
    return root.xpath(f"//*[local-name() = '{name}']")


def _redeclare(root: etree._Element, folder: Path) -> None:
    for place in (*named(root, "FLocat"), *named(root, "mdRef")):
        file = folder / place.get(f"{XLINK}href")
        told = place if place.get("SIZE") else place.getparent()
        if file.is_file():
            told.set("SIZE", str(file.stat().st_size))
            told.set("CHECKSUM", hashlib.sha256(file.read_bytes()).hexdigest())


def copied(package: Path, folder: Path) -> Path:
    return shutil.copytree(package, folder / package.name)
