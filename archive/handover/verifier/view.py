"""What all checks look at: the package, its bytes as read once, and its METS files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archive.handover import layout
from archive.handover.schemas import Schemas
from archive.handover.verifier.fixity import Bytes
from archive.handover.verifier.mets_reading import Declared, Mets
from archive.handover.verifier.opening import Package
from ingest.settings import Settings


@dataclass
class View:
    """The package as read. `workdir` is a folder of our own for what must lie on disk to be looked at."""

    package: Package
    settings: Settings
    workdir: Path
    bytes: dict[str, Bytes]
    mets: list[Mets]
    schemas: Schemas

    @property
    def root(self) -> Mets | None:
        """The package's own METS; None where there is none."""
        return next((mets for mets in self.mets if mets.name == layout.METS), None)

    @cached_property
    def declared(self) -> dict[str, Declared]:
        """By name: what METS says of the files it declares, the first where several do."""
        found: dict[str, Declared] = {}
        for mets in self.mets:
            for file in mets.files:
                if file.name:
                    found.setdefault(file.name, file)
        return found

    def under(self, folder: str) -> Iterator[str]:
        """The names of the files that lie in a folder and its folders."""
        return (name for name in self.package.sizes if name.startswith(f"{folder}/"))
