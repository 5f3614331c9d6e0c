"""The receiver's receipt: kept as a record of its own, the transfer in the log, the archive closed after it."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from archive.accession import add
from archive.events import EventType, log
from archive.folder import Archive, transaction
from archive.handover.closing import opened_to_write
from archive.handover.deliveries import Delivery, load
from archive.handover.holdings import DECIDED, is_day, keep, tidy
from archive.handover.inventory import Holding
from archive.handover.plan import load_plan
from ingest.errors import UsageError
from ingest.settings import Settings

_GROUND = "Kvittot visar att arkivet har lämnats över."
_KLASS, _SERIES = "2.2.2", "F4"  # of the built-in plan


@dataclass(frozen=True)
class Receipt:
    """What closed the archive: the receipt's SHA-256, the package, the day, who received it."""

    sha256: str
    package: str
    received: str
    receiver: str


@dataclass(frozen=True)
class Told:
    """What a person tells of the receipt. `received` is the day on it, `news_known`: see `receive`."""

    objid: str
    received: str
    receiver: str
    by: str
    news_known: bool = False


def receive(archive: Archive, file: Path, told: Told, settings: Settings) -> Receipt:
    """Keep the receipt of a package and close the archive.

    Stopped halfway the archive is still open, and the same call ends it. Raises UsageError where the package was never
    made or was a trial, the day or the file is no such thing, the archive is closed already, or it holds other
    documents than the package did and nobody says that this is known.
    """
    delivery = load(archive, told.objid)
    _refuse(delivery, file, told)
    plan, digest = load_plan(archive), _digest(file)
    with opened_to_write(archive) as db:
        if not told.news_known:
            _refuse_news(db, delivery, digest)
    outcomes = list(add(archive, [file], settings, lambda: None))
    # the lock: a run that is adding documents ends before the archive is closed behind it
    with archive.lock(lambda: None), opened_to_write(archive) as db, transaction(db):
        if db.execute("SELECT 1 FROM document WHERE sha256 = ?", (digest,)).fetchone() is None:
            why = outcomes[-1].error if outcomes else None
            raise UsageError(f"Kvittot {file} kunde inte tas emot. {why or ''}".strip(), "Spara det som PDF.")
        if _KLASS in plan.processes and _SERIES in plan.series:
            keep(db, digest, Holding(_KLASS, _SERIES, ground=_GROUND, status=DECIDED))
        receipt = Receipt(digest, told.objid, told.received, tidy(told.receiver))
        db.execute("INSERT INTO receipt VALUES (?, ?, ?, ?)", (digest, told.objid, told.received, receipt.receiver))
        detail = {
            "package": told.objid, "mets": delivery.mets, "zip": delivery.zip, "items": delivery.items,
            "received": told.received, "receiver": receipt.receiver, "by": told.by,
        }  # fmt: skip
        log(db, EventType.TRANSFER, digest, detail)
    return receipt


def _refuse(delivery: Delivery, file: Path, told: Told) -> None:
    if delivery.trial:
        raise UsageError(
            f"{delivery.objid} är en provleverans, och den stänger inget arkiv.",
            "Gör leveransen: slutarkiv slutarkivera ARKIV UT --leverans",
        )
    if not is_day(told.received):
        raise UsageError(f"”{told.received}” är ingen dag i kalendern.", "Skriv den som 2031-05-27.")
    if told.received < delivery.clock[:10]:
        raise UsageError(
            f"Kvittot är från {told.received}, men paketet gjordes {delivery.clock[:10]}.",
            "Kontrollera dagen och paketets namn.",
        )
    if not tidy(told.receiver):
        raise UsageError("Mottagaren saknas.", "Ange den med --mottagare.")
    if not file.is_file():
        raise UsageError(f"{file} är ingen fil.", "Ange filen med mottagarens kvitto.")


def _refuse_news(db: sqlite3.Connection, delivery: Delivery, receipt: str) -> None:
    """What has come or gone since the package was made was never delivered: closing would hide it."""
    query = "SELECT count(*) FROM document WHERE sha256 != ? AND sha256 NOT IN (SELECT sha256 FROM gallrad)"
    here = int(db.execute(query, (receipt,)).fetchone()[0])
    if here != delivery.items:
        raise UsageError(
            f"Arkivet har {here} handlingar, men paketet {delivery.objid} har {delivery.items}.",
            "Gör en ny leverans så att allt kommer med, eller stäng ändå med --anda om mottagaren vet om det.",
        )


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
