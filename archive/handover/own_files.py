"""The files of the package that are our own: lists, archival description, papers, site, PREMIS and METS, in that order.

Each is written by its own module from the one `Inventory`; here is which goes where, and that each is listed.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path, PurePosixPath
from typing import Literal

from archive.folder import Archive
from archive.handover import layout
from archive.handover.files import Contents
from archive.handover.mets import Heading, write_package_mets, write_representation_mets
from archive.handover.schemas import Kind

_REPRESENTATIONS: dict[Literal["original", "pdfa"], PurePosixPath] = {"original": layout.ORIGINAL, "pdfa": layout.PDFA}
SCHEMA_KINDS: dict[str, tuple[Kind, ...]] = {
    "fgs-2.0": ("mets", "premis", "ead", "eac", "erms"),
    "fgs-1.2": ("fgs-1.2", "premis", "ead", "eac", "erms"),
}


def write_descriptions(archive: Archive, db: sqlite3.Connection, heading: Heading, contents: Contents) -> None:
    """What tells of the archive to a computer: lists, database, archival description."""
    from archive.handover.eac import write_eac
    from archive.handover.ead import write_ead
    from archive.handover.erms import write_erms
    from archive.handover.lists import write_lists
    from archive.handover.plan import load_plan

    inventory, root, plan = heading.inventory, contents.root, load_plan(archive)
    for folder in (layout.OTHER, layout.DESCRIPTIVE, layout.PRESERVATION, layout.DOCUMENTATION):
        (root / folder).mkdir(parents=True, exist_ok=True)
    write_lists(inventory, db, root / layout.OTHER, plan)
    write_ead(inventory, db, root / layout.DESCRIPTIVE / "ead.xml", plan)
    write_eac(inventory, root / layout.DESCRIPTIVE / "eac-cpf.xml")
    write_erms(inventory, db, root / layout.DESCRIPTIVE / "erms.xml", plan)
    contents.take([layout.OTHER, layout.DESCRIPTIVE])


def write_papers(db: sqlite3.Connection, heading: Heading, contents: Contents) -> None:
    """What tells of it to people. The receipt among them tells the lists' digests, so those are written first."""
    from archive.handover import papers

    folder = contents.root / layout.DOCUMENTATION
    papers.write_papers(heading.inventory, db, folder, heading.objid, contents.flavour)
    contents.take([layout.DOCUMENTATION])


def write_site(archive: Archive, db: sqlite3.Connection, heading: Heading, contents: Contents) -> None:
    """The frozen site, in the documentation."""
    from archive.handover import site

    site.write_site(archive, heading.inventory, db, contents.root / layout.SITE)
    contents.take([layout.SITE])


def write_premis(db: sqlite3.Connection, heading: Heading, contents: Contents) -> None:
    """PREMIS of the package and of each representation that holds anything."""
    from archive.handover.premis import write_package_premis, write_representation_premis

    inventory = heading.inventory
    for name, folder in _REPRESENTATIONS.items():
        if files := contents.under(folder / layout.DATA):
            path = folder / layout.PRESERVATION / "premis.xml"
            (contents.root / path).parent.mkdir(parents=True, exist_ok=True)
            write_representation_premis(inventory, db, name, files, contents.root / path)
            contents.take([path])
    path = layout.PRESERVATION / "premis.xml"
    write_package_premis(inventory, db, heading.objid, contents.root / path)
    contents.take([path])


def write_mets(heading: Heading, contents: Contents, profile: str) -> Path:
    """METS, last of all: it tells of every other file. FGS 1.2 has one for the whole package, named as it wants."""
    if profile == "fgs-1.2":
        from archive.handover.fgs12 import write_sip

        return write_sip(heading, contents)
    for folder in _REPRESENTATIONS.values():
        if contents.under(folder / layout.DATA):
            write_representation_mets(heading, contents, folder)
    return write_package_mets(heading, contents)
