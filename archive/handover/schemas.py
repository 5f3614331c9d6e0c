"""The XML schemas a package is checked against, found on this machine and compiled without a network.

METS 1.12, xlink, xml and the DILCIS extensions lie in the eark-validator package. PREMIS 3, EAD3, EAC-CPF, ERMS and
FGS 1.2 are the user's: in the folder that `SLUTARKIV_SCHEMA_FOLDER` names, in any subfolder. What is not found is not
checked, and that is told (`schema` is None), never passed over.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lxml import etree  # type: ignore[import-untyped]  # has no type information

from ingest.errors import UsageError

Kind = Literal["mets", "premis", "ead", "eac", "erms", "fgs-1.2"]

_XS = "http://www.w3.org/2001/XMLSchema"
_METS = "http://www.loc.gov/METS/"
_CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
_SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
_SHARED = ("xlink.xsd", "xml.xsd")  # what other schemas import

# Each kind's schemas: namespace → file. The first file of a kind that is not there makes the kind unchecked.
_FILES: dict[Kind, dict[str, str]] = {
    "mets": {_METS: "mets.xsd", _CSIP: "DILCISExtensionMETS.xsd", _SIP: "DILCISExtensionSIPMETS.xsd"},
    "premis": {"http://www.loc.gov/premis/v3": "premis-v3.xsd"},
    "ead": {"http://ead3.archivists.org/schema/": "ead3.xsd"},
    "eac": {"urn:isbn:1-931666-33-4": "cpf.xsd"},
    "erms": {"https://DILCIS.eu/XML/ERMS": "ERMS_v2_1_2.xsd"},
    "fgs-1.2": {_METS: "CSPackageMETS.xsd", "ExtensionMETS": "CSPackageExtensionMETS.xsd"},
}


@dataclass(frozen=True)
class SchemaFault:
    """Where a file breaks its schema: line 1-based, the validator's own message (English)."""

    line: int
    message: str


class Schemas:
    """The schemas that are to be had, each compiled once."""

    def __init__(self, folder: str) -> None:
        """folder: `Settings.schema_folder`; empty where the user has none. Raises UsageError where it is no folder."""
        if folder and not Path(folder).is_dir():
            raise UsageError(
                f"Katalogen med scheman finns inte: {folder}", "Rätta SLUTARKIV_SCHEMA_FOLDER, eller ta bort den."
            )
        self._found = _bundled()
        if folder:
            for file in sorted(Path(folder).rglob("*.xsd")):
                # the bundled ones are those the package is checked with by others too: they go first
                self._found.setdefault(file.name, file)
        self._ready: dict[Kind, Any] = {}

    def files(self, kinds: Iterable[Kind]) -> list[Path]:
        """The schema files of these kinds and what they import, those that are to be had, by name."""
        names = {name for kind in kinds if self.has(kind) for name in (*_FILES[kind].values(), *_SHARED)}
        return [self._found[name] for name in sorted(names)]

    def has(self, kind: Kind) -> bool:
        return all(name in self._found for name in _FILES[kind].values())

    def faults(self, file: Path, kind: Kind) -> tuple[SchemaFault, ...] | None:
        """Where a file breaks the schema of its kind; None where there is no schema to check it against.

        A file that is no XML at all has one fault, which says so.
        """
        schema = self.compiled(kind)
        if schema is None:
            return None
        try:
            tree = etree.parse(str(file), _parser())
        except etree.XMLSyntaxError as error:
            return (SchemaFault(error.lineno or 1, str(error.msg)),)
        if schema.validate(tree):
            return ()
        return tuple(SchemaFault(entry.line, entry.message) for entry in schema.error_log)

    def compiled(self, kind: Kind) -> Any:
        """The lxml XMLSchema of a kind; None where it is not to be had."""
        if kind not in self._ready and self.has(kind):
            imports = "".join(
                f'<xs:import namespace="{namespace}" schemaLocation="{name}"/>'
                for namespace, name in _FILES[kind].items()
            )
            parser = _parser()
            parser.resolvers.add(_FromDisk(self._found))
            root = etree.fromstring(f'<xs:schema xmlns:xs="{_XS}">{imports}</xs:schema>', parser)
            self._ready[kind] = etree.XMLSchema(root)
        return self._ready.get(kind)


class _FromDisk(etree.Resolver):  # type: ignore[misc]  # lxml has no type information
    """Answers every import with the file of its name, wherever its address points; nothing is ever fetched."""

    def __init__(self, found: dict[str, Path]) -> None:
        super().__init__()
        self._found = found

    def resolve(self, url: str, _public: str, context: Any) -> Any:
        name = url.rpartition("/")[2]
        file = self._found.get(name)
        if file is None:
            return self.resolve_empty(context)
        return self.resolve_filename(str(file), context)


def _bundled() -> dict[str, Path]:
    package = importlib.resources.files("eark_validator")
    folder = package / "ipxml" / "resources" / "schema"
    names = ("mets.xsd", "xlink.xsd", "xml.xsd", "DILCISExtensionMETS.xsd", "DILCISExtensionSIPMETS.xsd")
    return {name: Path(str(folder / name)) for name in names}


def _parser() -> Any:
    return etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=True)
