"""The papers of the handover, in Swedish, each as PDF/A and HTML: what an archivist and a reader want on paper.

    arkivbeskrivning       description.py   who made the archive and what is in it (arkivlagen 6 §, OSL 4 kap. 2 §)
    arkivforteckning       listing.py       every item by series and by klass
    gallringsutredning     retention.py     what is kept, what may be destroyed and when, what has been
    leveransframstallan    delivery.py      to the archive: what we ask to hand over
    leveransreversal       delivery.py      the receipt to sign, in two copies
    sokingangar            aids.py          how to find things: persons, dnr, §§, grants
    LASMIG.txt, index      readme.py        what the package is and which file is which

All their numbers come from the one inventory, by `sums.py`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.folder import Archive
from archive.handover.inventory import Inventory
from archive.handover.papers.aids import finding_aids
from archive.handover.papers.delivery import delivery_receipt, delivery_request
from archive.handover.papers.description import archive_description
from archive.handover.papers.listing import archive_listing
from archive.handover.papers.paper import Subject
from archive.handover.papers.printing import print_all
from archive.handover.papers.readme import index, read_me
from archive.handover.papers.retention import retention_report
from archive.handover.plan import Plan, built_in, load_plan


def write_papers(inventory: Inventory, db: sqlite3.Connection, folder: Path, objid: str, flavour: str) -> list[Path]:
    """Write every paper into the package's folder of documentation; the files written, in the index's order.

    The receipt tells the digests of the lists and descriptions that stand in the package already: write those first.
    flavour: the PDF/A flavour of the papers, "1b", "2b" or "2u".
    """
    plan = _plan(db)
    subject = Subject(inventory, objid, plan.series, plan.classes)
    papers = [
        archive_description(subject),
        *archive_listing(subject),
        retention_report(subject, db),
        delivery_request(subject),
        delivery_receipt(subject, folder),
        *finding_aids(subject, db),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    printed = print_all(papers, folder, objid, flavour)
    front = folder / "index.html"
    front.write_text(index(subject, papers), encoding="utf-8", newline="\n")
    letter = folder / "LASMIG.txt"
    letter.write_bytes(read_me(subject, papers).encode())
    return [front, letter, *printed]


def _plan(db: sqlite3.Connection) -> Plan:
    """The plan of the archive the connection reads; the built-in one where that is no file."""
    path = next((row["file"] for row in db.execute("PRAGMA database_list") if row["name"] == "main"), "")
    return load_plan(Archive(Path(path).parent)) if path else built_in()
