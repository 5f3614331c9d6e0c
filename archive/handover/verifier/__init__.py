"""The gate: does a finished package hold? A folder or a zip is read as it lies, and every fault is told, not the first.

It trusts nothing that stands in the package, not even that this program made it, and needs no archive beside it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from archive.handover.schemas import Schemas
from archive.handover.verifier import (
    archival_checks,
    content_checks,
    counts,
    descriptive_checks,
    external_checks,
    fixity,
    header_checks,
    mets_checks,
    mets_reading,
    premis_checks,
    register_checks,
)
from archive.handover.verifier.opening import Package, opened
from archive.handover.verifier.report import Check, Remark, Report, unchecked
from archive.handover.verifier.view import View
from ingest.settings import Settings

__all__ = ["Report", "verify"]

_METS, _REGISTER, _DATABASE = "paketets METS", "registret", "kopian av arkivets databas"
# Each check: its name, what it cannot be made without, and the function that makes it.
_CHECKS: tuple[tuple[str, str, Callable[[View], Iterable[Remark]]], ...] = (
    ("METS går att läsa och följer sitt schema", "", mets_checks.readable),
    ("Adresser stannar i paketet", _METS, mets_checks.addresses),
    ("Angivna filer finns, med storlek och SHA-256", _METS, mets_checks.present),
    ("Inget oangivet i paketet", _METS, mets_checks.nothing_undeclared),
    ("Id är unika och hänvisningar leder rätt", _METS, mets_checks.ids),
    ("Beteckning, profil och status", _METS, header_checks.identity),
    ("Aktörer och leveransöverenskommelse", _METS, header_checks.agents),
    ("Filernas innehåll", "", content_checks.bytes_of_files),
    ("PDF/A-märkning", "", content_checks.pdfa_marks),
    ("Registret och filerna", "", register_checks.register),
    ("Antalen går ihop", _REGISTER, counts.sums),
    ("Papperens tal", _REGISTER, counts.papers_count_alike),
    ("PREMIS", "", premis_checks.premis),
    ("Arkivförteckning (EAD3)", _REGISTER, descriptive_checks.ead),
    ("Arkivbildaren (EAC-CPF)", "", descriptive_checks.eac),
    ("Ärenden och protokoll (ERMS)", _REGISTER, descriptive_checks.erms),
    ("Databasen och händelseloggen", "", archival_checks.database),
    ("Uppgifter om arkivbildaren", _DATABASE, archival_checks.told_of_body),
    ("En enda arkivbildare", _DATABASE, archival_checks.one_body),
    ("Handlingarnas datum", _DATABASE, archival_checks.days),
    ("Gallring", _DATABASE, archival_checks.weeding),
    ("Sekretess", _DATABASE, archival_checks.secrecy),
    ("Luckor och iakttagelser", _DATABASE, archival_checks.findings),
    ("eark-validator", _METS, external_checks.by_eark_validator),
    ("veraPDF", "", external_checks.by_verapdf),
    ("PRONOM", _METS, external_checks.by_pronom),
)
_OPENING = "Paketet går att öppna"


def verify(path: Path, settings: Settings, *, external: bool = True, approved: frozenset[str] = frozenset()) -> Report:
    """Everything that can be said of the package at `path`, a folder or a zip.

    external: also ask eark-validator and veraPDF, which take their time; where it is False or they are not on this
    machine, that is told as "ej kontrollerad". approved: SHA-256 of PDF/A that veraPDF on this machine has passed
    already: their bytes are compared, and it is not asked again. Raises UsageError where `settings.schema_folder` is
    no folder.
    """
    with opened(path, settings) as package, tempfile.TemporaryDirectory(prefix="slutarkiv-") as workdir:
        if isinstance(package, Remark):
            return Report(str(path), None, (Check(_OPENING, (package,)),))
        view = replace(_view(package, settings, Path(workdir), external), approved=approved)
        checks = [Check(_OPENING, tuple(package.remarks))]
        checks += [Check(name, tuple(_made(check, needs, view))) for name, needs, check in _CHECKS]
        return Report(str(path), view.root.object_id if view.root else None, tuple(checks))


def _view(package: Package, settings: Settings, workdir: Path, external: bool) -> View:
    schemas = Schemas(settings.schema_folder)
    mets = mets_reading.read_all(package, schemas)
    return View(package, settings, workdir, fixity.read_all(package, package.remarks), mets, schemas, external)


def _made(check: Callable[[View], Iterable[Remark]], needs: str, view: View) -> Iterable[Remark]:
    """What a check tells; that it was not made, where what it needs cannot be read: that is never a pass."""
    there = {
        "": True,
        _METS: view.root is not None and view.root.is_whole,
        _REGISTER: view.register.table.is_whole,
        _DATABASE: view.database is not None,
    }
    return check(view) if there[needs] else [unchecked("underlag", needs, "kan inte läsas, se ovan.")]
