"""An archive with which nothing is wrong, and the packages made of it through the real run.

Built once a test session; what packaging, METS and the validators are tested on. Those who write copy it first.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from archive.folder import Archive, transaction
from archive.handover.body import save_body
from archive.handover.closing import opened_to_write
from archive.handover.klassa import decide_all, propose
from archive.handover.plan import built_in
from archive.handover.slutarkivera import Order, Packaged, Told, slutarkivera
from ingest.settings import Settings
from tests.archives import ROOT, minutes, new_archive, run_add
from tests.scanned import digital, lines
from tests.signing import sign

CLOCK = "2032-02-01T12:00:00Z"
OBJID = "slutleverans-2220000026-20320201"
SCHEMAS = ROOT.parent / "shared" / "handover" / "schemas"
BODY: dict[str, str | tuple[str, ...]] = {
    "formed": "2031-01-01", "ended": "2031-12-31", "seat": "Lövdalen", "members": ("Lövdalens kommun", "Region Löv"),
    "tasks": "Finansiell samordning.", "supervision": "Lövdalens kommun", "receiver": "Lövdalens kommunarkiv",
    "receiver_number": "212000-0142", "agreement": "LÖV 2031/12", "contact": "Tuva Ekermark",
    "contact_email": "tuva@lovdalen.example",
}  # fmt: skip
QUIET = Told(lambda _: None, lambda _: None, lambda *_: None, lambda: None)
PLAN = ("Verksamhetsplan och budget 2031", "Samordningsförbundet Lövdalen", "Förbundet samordnar insatser.")


@dataclass(frozen=True)
class Delivered:
    """The archive, and its sharp delivery of FGS 2.0 as folder and zip."""

    archive: Archive
    made: Packaged


def settings() -> Settings:
    """With the schemas that stand next to the project, where they do."""
    return Settings(workers=1, schema_folder=str(SCHEMAS) if SCHEMAS.is_dir() else "")


def new_delivered(folder: Path) -> Delivered:
    archive = ready(folder)
    return Delivered(archive, deliver(archive, folder / "ut"))


def ready(folder: Path) -> Archive:
    """Signed minutes, a plan as a signed PDF, an annual report with å, ä and ö in its name; all told and decided."""
    files = folder / "in"
    files.mkdir(parents=True)
    for number in range(2):
        text = minutes(number) + "\nJusteras\n\nVidar Granqvist\nOrdförande\n"
        (files / f"protokoll {number + 1}.txt").write_text(text, encoding="utf-8")
    sign(digital(files / "plan.pdf", lines(PLAN)), "Vidar Granqvist")
    text = "Årsredovisning 2031\nSamordningsförbundet Lövdalen\n\nFörbundet samordnar insatser.\n"
    (files / "Årsredovisning – sista året.txt").write_text(text, encoding="utf-8")
    archive = new_archive(folder / "arkiv")
    run_add(archive, files)
    with opened_to_write(archive) as db, transaction(db):
        save_body(db, BODY)
        propose(db, built_in())
        decide_all(db, "Tuva")
        # written by hand: the reading of signatures has tests of its own
        db.execute("DELETE FROM signature")
        db.execute(
            """INSERT INTO signature (document, position, name, method, certainty, confidence)
            SELECT id, 0, 'Vidar Granqvist', 'ink', 'stated', 1 FROM document WHERE kind = 'protokoll'"""
        )
    return archive


def copied(archive: Archive, folder: Path) -> Archive:
    """The same archive elsewhere, to be changed."""
    shutil.copytree(archive.root, folder)
    return Archive(folder)


def deliver(archive: Archive, out: Path, **changes: object) -> Packaged:
    order = replace(Order(out=out, trial=False, clock=CLOCK), **changes)  # type: ignore[arg-type]  # the test's own
    return slutarkivera(archive, order, settings(), QUIET)
