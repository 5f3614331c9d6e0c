"""The gate: does a finished package hold? A folder or a zip is read as it lies, and every fault is told, not the first.

It trusts nothing that stands in the package, not even that this program made it, and needs no archive beside it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from archive.handover.schemas import Schemas
from archive.handover.verifier import fixity, header_checks, mets_checks, mets_reading
from archive.handover.verifier.opening import Package, opened
from archive.handover.verifier.report import Check, Remark, Report
from archive.handover.verifier.view import View
from ingest.settings import Settings

__all__ = ["Report", "verify"]

_CHECKS: tuple[tuple[str, Callable[[View], Iterable[Remark]]], ...] = (
    ("METS går att läsa och följer sitt schema", mets_checks.readable),
    ("Adresser stannar i paketet", mets_checks.addresses),
    ("Angivna filer finns, med storlek och SHA-256", mets_checks.present),
    ("Inget oangivet i paketet", mets_checks.nothing_undeclared),
    ("Id är unika och hänvisningar leder rätt", mets_checks.ids),
    ("Beteckning, profil och status", header_checks.identity),
    ("Aktörer och leveransöverenskommelse", header_checks.agents),
)
_OPENING = "Paketet går att öppna"


def verify(path: Path, settings: Settings, *, external: bool = True) -> Report:
    """Everything that can be said of the package at `path`, a folder or a zip.

    external: also ask eark-validator and veraPDF, which take their time; where it is False or they are not on this
    machine, that is told as "ej kontrollerad". Raises UsageError where `settings.schema_folder` is no folder.
    """
    with opened(path, settings) as package, tempfile.TemporaryDirectory(prefix="slutarkiv-") as workdir:
        if isinstance(package, Remark):
            return Report(str(path), None, (Check(_OPENING, (package,)),))
        view = _view(package, settings, Path(workdir))
        checks = [Check(_OPENING, tuple(package.remarks))]
        checks += [Check(name, tuple(check(view))) for name, check in _CHECKS]
        return Report(str(path), view.root.object_id if view.root else None, tuple(checks))


def _view(package: Package, settings: Settings, workdir: Path) -> View:
    schemas = Schemas(settings.schema_folder)
    mets = mets_reading.read_all(package, schemas.compiled("mets"))
    return View(package, settings, workdir, fixity.read_all(package, package.remarks), mets, schemas)
