"""Originals on paper, listed beside the digital ones: series, volume, what it holds, from when, where it stands."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.events import EventType, log
from archive.folder import transaction
from archive.handover import tabular
from archive.handover.holdings import Fault, tidy
from archive.handover.inventory import Volume
from archive.handover.plan import Plan
from archive.handover.tabular import RowFault
from ingest.errors import UsageError

FIELDS = {
    "serie": "series", "volym": "volume", "titel": "title", "från": "start", "till": "end", "plats": "place",
    "anmärkning": "note",
}  # fmt: skip
_NEEDED = ("serie", "volym", "titel", "plats")
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


@dataclass(frozen=True)
class Imported:
    """A list's volumes, or what is wrong with each row that does not hold."""

    volumes: list[Volume]
    faults: list[RowFault]


def volumes(db: sqlite3.Connection) -> list[Volume]:
    """Every volume, by series and number."""
    rows = db.execute("SELECT * FROM paper_volume ORDER BY series, length(volume), volume")
    return [Volume(*(row[name] for name in FIELDS.values())) for row in rows]


def checked(told: Mapping[str, str], plan: Plan) -> Volume | list[Fault]:
    """The volume that is meant by fields as people write them, by heading, or everything that is wrong with them."""
    said = {heading: tidy(told.get(heading) or "") for heading in FIELDS}
    faults = [
        Fault(heading, f"{heading} saknas.", "Fyll i den.") for heading in _NEEDED if not said[heading]
    ]  # a volume nobody can find, or name, helps no one
    if said["serie"] and said["serie"] not in plan.series:
        faults.append(Fault("serie", f"Serien {said['serie']} finns inte.", f"Välj bland {', '.join(plan.series)}."))
    for heading in ("från", "till"):
        if said[heading] and not _DAY.fullmatch(said[heading]):
            faults.append(Fault(heading, f"{heading}: ”{said[heading]}” är ingen tid.", "Skriv 2009 eller 2009-05-27."))
    if not faults and said["från"] and said["till"] and said["till"][: len(said["från"])] < said["från"]:
        faults.append(
            Fault("till", f"Volymen slutar ({said['till']}) innan den börjar ({said['från']}).", "Rätta den.")
        )
    if faults:
        return faults
    return Volume(
        said["serie"], said["volym"], said["titel"], said["från"] or None, said["till"] or None, said["plats"],
        said["anmärkning"],
    )  # fmt: skip


def read(path: Path, plan: Plan) -> Imported:
    """The volumes in a list. Raises UsageError where the file is no such list at all."""
    found: list[Volume] = []
    faults: list[RowFault] = []
    seen: dict[tuple[str, str], int] = {}
    for row in tabular.read(path, FIELDS, _NEEDED):
        volume = checked(row.cells, plan)
        if not isinstance(volume, Volume):
            faults += [RowFault(row.number, fault.message, fault.advice) for fault in volume]
        elif (key := (volume.series, volume.volume)) in seen:
            advice = "Ta bort den ena raden."
            faults.append(RowFault(row.number, f"samma volym står på rad {seen[key]}.", advice))
        else:
            seen[key] = row.number
            found.append(volume)
    return Imported(found, faults)


def keep(db: sqlite3.Connection, told: list[Volume], by: str) -> int:
    """Keep volumes, each over the one of its series and number; how many were new or changed."""
    before = {(volume.series, volume.volume): volume for volume in volumes(db)}
    news = [volume for volume in told if before.get((volume.series, volume.volume)) != volume]
    with transaction(db):
        for volume in news:
            values = [getattr(volume, name) for name in FIELDS.values()]
            columns = ", ".join(f'"{name}"' for name in FIELDS.values())
            db.execute(
                f"INSERT OR REPLACE INTO paper_volume ({columns}) VALUES ({', '.join('?' * len(values))})", values
            )
            detail = {"about": "pappersvolym", "by": by, "series": volume.series, "volume": volume.volume}
            log(db, EventType.METADATA_MODIFICATION, None, detail)
    return len(news)


def remove(db: sqlite3.Connection, series: str, volume: str, by: str) -> None:
    """Take a volume off the list. Raises UsageError where it is not on it."""
    with transaction(db):
        gone = db.execute("DELETE FROM paper_volume WHERE series = ? AND volume = ?", (series, volume))
        if not gone.rowcount:
            raise UsageError(f"Volymen {series}:{volume} finns inte.", "Se listan: slutarkiv volym ARKIV")
        detail = {"about": "pappersvolym", "by": by, "series": series, "volume": volume, "removed": True}
        log(db, EventType.METADATA_MODIFICATION, None, detail)
