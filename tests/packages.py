"""A sound package to plant faults in: made through the real run once a session, copied for every fault."""

from __future__ import annotations

from pathlib import Path

from archive.folder import transaction
from archive.handover.closing import opened_to_write
from archive.handover.gallring import destroy, weeded
from archive.handover.holdings import DECIDED, WEEDED, decide
from archive.handover.inventory import Holding
from tests.archives import run_add
from tests.delivered import CLOCK, Delivered, copied, deliver

LETTER = "{}\nSamordningsförbundet Lövdalen\n\nTack för ert intresse. Vänligen Tuva.\n"
DESTROYED = LETTER.format("brev om lokaler")


def new_package(delivered: Delivered, folder: Path) -> Path:
    """The package's folder. Four documents that are kept, one that may be destroyed later, one that has been."""
    archive = copied(delivered.archive, folder / "arkiv")
    letters = [folder / f"brev om {about}.txt" for about in ("kurser", "lokaler")]
    for letter in letters:
        letter.write_text(LETTER.format(letter.stem), encoding="utf-8")
    run_add(archive, *letters)
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
    return deliver(archive, folder / "ut", zip=False, quick=True).folder
