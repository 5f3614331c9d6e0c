"""What all checks look at: the package, its bytes as read once, and its METS files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archive.handover.schemas import Schemas
from archive.handover.verifier import database, register
from archive.handover.verifier.database import Database
from archive.handover.verifier.fixity import Bytes
from archive.handover.verifier.mets_reading import Declared, Mets
from archive.handover.verifier.names import ROOTS
from archive.handover.verifier.opening import Package
from archive.handover.verifier.register import Register
from archive.handover.verifier.report import Remark
from ingest.settings import Settings


@dataclass
class View:
    """The package as read. `workdir` is a folder of our own for what must lie on disk to be looked at;
    `external` is whether others than ourselves are asked; `approved` are digests of PDF/A that veraPDF has seen.
    """

    package: Package
    settings: Settings
    workdir: Path
    bytes: dict[str, Bytes]
    mets: list[Mets]
    schemas: Schemas
    external: bool
    approved: frozenset[str] = frozenset()

    @cached_property
    def database(self) -> Database | None:
        """What the copy of the archive's database tells; None where it cannot be read (`database_fault` says why)."""
        return None if isinstance(self._database, Remark) else self._database

    @property
    def database_fault(self) -> Remark | None:
        return self._database if isinstance(self._database, Remark) else None

    @cached_property
    def _database(self) -> Database | Remark:
        return database.read(self.package, self.workdir)

    @cached_property
    def register(self) -> Register:
        """The register of what was handed in, as the package's list has it."""
        return register.read(self.package)

    @property
    def root(self) -> Mets | None:
        """The package's own METS; None where there is none."""
        return next((mets for mets in self.mets if mets.name in ROOTS), None)

    @cached_property
    def declared(self) -> dict[str, Declared]:
        """By name: what METS says of the files it declares, the first where several do."""
        found: dict[str, Declared] = {}
        for mets in self.mets:
            for file in mets.files:
                if file.name:
                    found.setdefault(file.name, file)
        return found

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """A file of the package on disk: where it lies, or a copy that is gone when the block ends."""
        file = self.package.local(name, self.workdir)
        try:
            yield file
        finally:
            if file.parent == self.workdir:
                file.unlink(missing_ok=True)

    def under(self, folder: str) -> Iterator[str]:
        """The names of the files that lie in a folder and its folders."""
        return (name for name in self.package.sizes if name.startswith(f"{folder}/"))
