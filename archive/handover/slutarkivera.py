"""The run: what `slutarkivera` does, readable top to bottom in `slutarkivera`.

    check → formats → PDF/A → one picture of the archive → every file from it → METS last → zip → verified → told

Nothing is destroyed by it, and nothing but formats and renditions, which are kept for the next time, is written to the
archive's database: the same archive and clock give the same bytes.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archive.folder import Archive
from archive.handover import layout, verapdf
from archive.handover.body import load_body
from archive.handover.check import ERROR, CheckFinding, findings
from archive.handover.closing import bring_up_to_date
from archive.handover.deliveries import Delivery, save
from archive.handover.files import Contents
from archive.handover.formats import identify_all
from archive.handover.inventory import Inventory, Rendition, take_inventory
from archive.handover.mets import Heading
from archive.handover.own_files import (
    SCHEMA_KINDS,
    write_descriptions,
    write_mets,
    write_papers,
    write_premis,
    write_site,
)
from archive.handover.package import (
    check_target,
    copy_items,
    copy_schemas,
    draft,
    refuse_to_overwrite,
    telling_disk_errors,
)
from archive.handover.renditions import make_all
from archive.handover.schemas import Schemas
from archive.handover.zipping import digest_file, write_digest, write_zip
from ingest.errors import CheckError, UsageError
from ingest.settings import Settings

if TYPE_CHECKING:
    from archive.handover.verifier import Report

Profile = Literal["fgs-2.0", "fgs-1.2"]


@dataclass(frozen=True)
class Order:
    """What is asked for. `out` is the folder the package is put in, `clock` its moment, ISO 8601 UTC with Z.

    `flavour` is the PDF/A its renditions and papers are; `site` sends the frozen site along; `quick` leaves out the
    validators of others, eark-validator and veraPDF, when the package is verified, and that is told.
    """

    out: Path
    trial: bool
    clock: str
    profile: Profile = "fgs-2.0"
    flavour: str = "2u"
    site: bool = False
    zip: bool = True
    quick: bool = False


@dataclass(frozen=True)
class Told:
    """Who is told of the run while it goes on."""

    step: Callable[[str], None]
    found: Callable[[Sequence[CheckFinding]], None]
    rendition: Callable[[str, Rendition], None]
    waiting: Callable[[], None]


@dataclass(frozen=True)
class Packaged:
    """What came of it. `not_converted` are titles of items without a PDF/A, each with why."""

    folder: Path
    zip: Path | None
    delivery: Delivery
    not_converted: tuple[tuple[str, str], ...]
    report: Report


def slutarkivera(archive: Archive, order: Order, settings: Settings, told: Told) -> Packaged:
    """Make a package of the archive, verify it, and tell of it in the archive's folder.

    Raises CheckError where a sharp delivery has something left to put right, or where an original is not what was taken
    in; OverwriteError where the package is there already; UsageError where there is nothing to deliver, or nowhere to
    put it; SlutarkivError where the disk is full. Nothing half-made is left. A package that does not hold is left to
    be looked at: `Packaged.report` says so.
    """
    from archive.handover.verifier import verify

    schemas = Schemas(settings.schema_folder)
    check_target(archive, order.out)
    with archive.lock(told.waiting), archive.connect() as db:
        bring_up_to_date(db)
        folder, zipped = _free_places(db, order)
        told.step("Kontrollerar arkivet")
        _refuse_unfinished(findings(archive, db, order.clock, digests=False), order, told)
        told.step("Bestämmer filformat")
        identify_all(archive, db)
        told.step("Gör PDF/A")
        make_all(archive, db, order.flavour, settings, told.rendition)
        db.execute("BEGIN")  # one picture: what somebody corrects meanwhile is in the next package
        inventory = take_inventory(db, order.clock, order.flavour)
        heading = Heading(inventory, folder.name, order.trial)
        with telling_disk_errors(order.out), draft(folder) as whole:
            contents = Contents(whole, order.flavour)
            told.step(f"Kopierar {len(inventory.delivered)} handlingar")
            copy_items(archive, inventory, contents)
            told.step("Skriver förteckningar och beskrivningar")
            write_descriptions(archive, db, heading, contents)
            told.step("Skriver papperen")
            write_papers(db, heading, contents)
            if order.site:
                told.step("Skriver webbplatsen")
                write_site(archive, db, heading, contents)
            copy_schemas(schemas, SCHEMA_KINDS[order.profile], contents)
            told.step("Skriver PREMIS och METS")
            write_premis(db, heading, contents)
            mets = write_mets(heading, contents, order.profile)
            delivery = _delivery(heading, order, contents, mets, _zip(whole, heading.objid, order, zipped, told))
    told.step("Kontrollerar paketet")
    approved = frozenset(
        item.rendition.digest
        for item in inventory.delivered
        if item.rendition and item.rendition.digest and item.rendition.verdict == verapdf.PASSED
    )
    report = verify(folder, settings, external=not order.quick, approved=approved)
    delivery = replace(delivery, holds=report.holds)
    save(archive, delivery)
    return Packaged(folder, zipped if order.zip else None, delivery, _not_converted(inventory), report)


def _free_places(db: sqlite3.Connection, order: Order) -> tuple[Path, Path]:
    """Where the package and its zip go, asked before the long work.

    Raises OverwriteError where something lies there, UsageError where there is nothing to put there.
    """
    objid = layout.object_id(Inventory(load_body(db), order.clock, (), (), ()), order.trial)
    folder, zipped = order.out / objid, order.out / f"{objid}.zip"
    refuse_to_overwrite(folder, *((zipped, digest_file(zipped)) if order.zip else ()))
    if db.execute("SELECT 1 FROM document WHERE sha256 NOT IN (SELECT sha256 FROM gallrad)").fetchone() is None:
        raise UsageError("Det finns inga handlingar att leverera.", "Lägg in dem med: slutarkiv add ARKIV FIL …")
    return folder, zipped


def _refuse_unfinished(found: Sequence[CheckFinding], order: Order, told: Told) -> None:
    told.found(found)
    errors = sum(finding.severity == ERROR for finding in found)
    if errors and not order.trial:
        raise CheckError(
            f"{errors} fel måste rättas före leveransen.",
            "Visa dem med: slutarkiv check ARKIV. En provleverans (--provleverans) kan göras ändå.",
        )


def _zip(whole: Path, objid: str, order: Order, target: Path, told: Told) -> str | None:
    if not order.zip:
        return None
    told.step("Packar zip-filen")
    digest = write_zip(whole, objid, order.clock, target)
    write_digest(target, digest)
    return digest


def _delivery(heading: Heading, order: Order, contents: Contents, mets: Path, zipped: str | None) -> Delivery:
    return Delivery(
        objid=heading.objid, profile=order.profile, trial=order.trial, clock=order.clock,
        folder=str(order.out.resolve()), mets=hashlib.sha256(mets.read_bytes()).hexdigest(), zip=zipped,
        items=len(heading.inventory.delivered), files=len(contents) + 1,
        bytes=sum(file.size for file in contents) + mets.stat().st_size, holds=None,
    )  # fmt: skip


def _not_converted(inventory: Inventory) -> tuple[tuple[str, str], ...]:
    """A container has no pages of its own; what is in it is converted one by one."""
    return tuple(
        (item.title, item.rendition.message if item.rendition else item.error or "Ingen PDF/A har gjorts.")
        for item in inventory.delivered
        if item.status != "container" and (item.rendition is None or item.rendition.path is None)
    )
