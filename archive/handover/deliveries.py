"""What has been packaged: `leveranser/<OBJID>.json` in the archive's folder, one file a package.

Packaging does not write to the archive's database (two packages of one archive are alike), so it is told here; the
receiver's receipt is held against it.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.folder import Archive
from ingest.errors import UsageError

_FOLDER = "leveranser"


@dataclass(frozen=True)
class Delivery:
    """A package that was made. `mets` and `zip` are SHA-256 in hex, `zip` None where no zip was made.

    `folder` is where it was put, `files` and `bytes` what it holds, `items` how many handed-in files.
    `holds` is our own verifier's verdict, None where it has not been asked.
    """

    objid: str
    profile: str
    trial: bool
    clock: str
    folder: str
    mets: str
    zip: str | None
    items: int
    files: int
    bytes: int
    holds: bool | None


def save(archive: Archive, delivery: Delivery) -> Path:
    """Tell of a package in the archive's folder; a package made again is told anew."""
    folder = archive.root / _FOLDER
    folder.mkdir(exist_ok=True)
    told = json.dumps(asdict(delivery), ensure_ascii=False, indent=2) + "\n"
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".", delete=False, encoding="utf-8") as out:
        out.write(told)
        os.fchmod(out.fileno(), 0o644)
    target = folder / f"{delivery.objid}.json"
    Path(out.name).replace(target)
    return target


def load(archive: Archive, objid: str) -> Delivery:
    """Raises UsageError where no such package has been made."""
    file = archive.root / _FOLDER / f"{objid}.json"
    if not file.is_file() or "/" in objid:
        made = ", ".join(sorted(known.stem for known in (archive.root / _FOLDER).glob("*.json"))) or "inget än"
        raise UsageError(f"Inget paket {objid} har gjorts av arkivet.", f"Det som har gjorts: {made}.")
    return Delivery(**json.loads(file.read_text(encoding="utf-8")))
