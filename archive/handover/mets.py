"""METS.xml of the package and of each representation: E-ARK CSIP 2.1.0 and SIP 2.1.0, which are FGS Paketstruktur 2.0.

Requirement numbers (CSIP…, SIP…) are those of the specifications. Every id is made of stable names, every moment is the
package's clock: the same files give the same bytes. A METS lists what lies in `Contents`, so it is written last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from archive.handover import layout
from archive.handover.agents import CSIP_NAMESPACE, agents
from archive.handover.files import Contents, PackagedFile
from archive.handover.inventory import Inventory, Item
from archive.handover.xml_writing import XLINK, XSI, Node, node, stable_id, write_xml

METS_NAMESPACE = "http://www.loc.gov/METS/"
_SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
_PREFIXES = {"csip": CSIP_NAMESPACE, "sip": _SIP, "xlink": XLINK, "xsi": XSI}
_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
_CATEGORY = "Mixed"  # CSIP2, of its vocabulary
_SCHEMAS = {METS_NAMESPACE: "mets.xsd", XLINK: "xlink.xsd", CSIP_NAMESPACE: "DILCISExtensionMETS.xsd",
            _SIP: "DILCISExtensionSIPMETS.xsd"}  # fmt: skip
_OTHER = {
    f"{{{CSIP_NAMESPACE}}}CONTENTINFORMATIONTYPE": "OTHER",
    f"{{{CSIP_NAMESPACE}}}OTHERCONTENTINFORMATIONTYPE": "SE:slutarkivering:1",
}
# What the descriptive files are in METS's own list of types (CSIP25); what is not there is OTHER, with its name.
_TYPES = {"ead.xml": "EAD", "eac-cpf.xml": "EAC-CPF", "erms.xml": "ERMS"}
_OWN_TYPES = ("ERMS",)


@dataclass(frozen=True)
class Heading:
    """What a METS says of the whole package. `trial` is a delivery to try with, of which nothing is to be kept."""

    inventory: Inventory
    objid: str
    trial: bool

    @property
    def clock(self) -> str:
        return self.inventory.clock

    @cached_property
    def items(self) -> dict[int, Item]:
        """The items by their numbers."""
        return {item.number: item for item in self.inventory.items}

    def id(self, *names: object) -> str:
        """An xml:id that is unique in the package (CSIP65, CSIP67 …)."""
        return f"uuid-{stable_id(self.inventory.body.org_number, self.objid, *names)}"


def write_package_mets(heading: Heading, contents: Contents) -> Path:
    """METS.xml of the package, from everything listed in `contents`, the representations' METS files among it."""
    sections = _Sections(heading, contents)
    root = Node("mets", _root(heading, heading.objid, _label(heading), ""), sections.of_package())
    write_xml(contents.root / layout.METS, root, METS_NAMESPACE, _PREFIXES)
    return contents.root / layout.METS


def write_representation_mets(heading: Heading, contents: Contents, representation: PurePosixPath) -> None:
    """METS.xml of a representation, and its place in the list; hrefs are relative to the representation's folder."""
    sections = _Sections(heading, contents, representation)
    label = f"{_label(heading)} ({representation.name})"
    up = "../" * len(representation.parts)
    root = Node("mets", _root(heading, representation.name, label, up), sections.of_representation())
    path = representation / layout.METS
    write_xml(contents.root / path, root, METS_NAMESPACE, _PREFIXES)
    contents.take([path])


def file_attributes(file: PackagedFile, clock: str) -> dict[str, str]:
    """What METS tells of any file it refers to (CSIP26-30, CSIP68-72)."""
    return {
        "MIMETYPE": file.media_type, "SIZE": str(file.size), "CREATED": clock,
        "CHECKSUM": file.sha256, "CHECKSUMTYPE": "SHA-256",
    }  # fmt: skip


def link(href: PurePosixPath, **more: str) -> dict[str, str]:
    """A locator (CSIP77-79). Names in the package are plain ASCII without blanks, so a path is its own address."""
    linked = {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": str(href)}
    return {"LOCTYPE": "URL", **linked, **{f"{{{XLINK}}}{name}": value for name, value in more.items()}}


def _root(heading: Heading, objid: str, label: str, up: str) -> dict[str, str]:
    schemas = " ".join(f"{namespace} {up}{layout.SCHEMAS}/{name}" for namespace, name in _SCHEMAS.items())
    return {
        "OBJID": objid, "LABEL": label, "TYPE": _CATEGORY, "PROFILE": _PROFILE, **_OTHER,
        f"{{{XSI}}}schemaLocation": schemas,
    }  # fmt: skip


def _label(heading: Heading) -> str:
    what = "Provleverans av arkivet efter" if heading.trial else "Arkivet efter"
    return f"{what} {heading.inventory.body.name}"


class _Sections:
    """The parts of one METS, in the order of its schema. `base` is the folder it stands in."""

    def __init__(self, heading: Heading, contents: Contents, base: PurePosixPath | None = None) -> None:
        self._heading, self._contents, self._base = heading, contents, base or PurePosixPath()
        self._descriptive: list[str] = []
        self._administrative: list[str] = []

    def of_package(self) -> Iterator[Node]:
        yield self._header()
        yield from self._descriptions()
        yield self._administration(layout.PRESERVATION)
        groups = {
            "Documentation": self._contents.under(layout.DOCUMENTATION),
            "Schemas": self._contents.under(layout.SCHEMAS),
        }
        representations = {
            f"Representations/{folder.name}": [found]
            for folder in (layout.ORIGINAL, layout.PDFA)
            if (found := self._contents.get(folder / layout.METS))
        }
        yield self._files({**groups, **representations})
        yield self._map(self._heading.objid, groups, representations)

    def of_representation(self) -> Iterator[Node]:
        yield self._header()
        yield self._administration(self._base / layout.PRESERVATION)
        groups = {"Data": self._contents.under(self._base / layout.DATA)}
        yield self._files(groups)
        yield self._map(self._base.name, groups, {})

    def _header(self) -> Node:
        status = "TEST" if self._heading.trial else "NEW"  # SIP3
        moments = {"CREATEDATE": self._heading.clock, "LASTMODDATE": self._heading.clock}
        kind = {f"{{{CSIP_NAMESPACE}}}OAISPACKAGETYPE": "SIP"}
        body = self._heading.inventory.body
        agreement = body.agreement and node("altRecordID", body.agreement, TYPE="SUBMISSIONAGREEMENT")  # SIP5
        named = list(agents(body, whole_package=not self._base.parts))
        return Node(
            "metsHdr",
            {**moments, "RECORDSTATUS": status, **kind},
            (*named, agreement) if agreement and not self._base.parts else tuple(named),
        )

    def _descriptions(self) -> Iterator[Node]:
        """CSIP17-30: the descriptive files, and the lists, which are our own types."""
        for file in self._contents.under(layout.DESCRIPTIVE):
            kind = _TYPES.get(file.path.name, "OTHER")
            yield self._reference("dmdSec", file, "OTHER" if kind in _OWN_TYPES else kind, kind, self._descriptive)
        for file in self._contents.under(layout.OTHER):
            if not self._tells_rights(file):
                yield self._reference("dmdSec", file, "OTHER", _suffix(file), self._descriptive)

    def _administration(self, folder: PurePosixPath) -> Node:
        """CSIP31-57: one section; what restricts use before where it all comes from, as the schema has them."""
        rights = [file for file in self._contents.under(layout.OTHER) if self._tells_rights(file)]
        told = [
            self._reference("rightsMD", file, "OTHER", _suffix(file), self._administrative)
            for file in (rights if not self._base.parts else [])
        ]
        for file in self._contents.under(folder):
            told.append(self._reference("digiprovMD", file, "PREMIS", "PREMIS", self._administrative))
        return Node("amdSec", {"ID": self._heading.id(self._base, "amdSec")}, tuple(told))

    def _tells_rights(self, file: PackagedFile) -> bool:
        restricted = any(item.restrictions for item in self._heading.inventory.delivered)
        return restricted and file.path.parent == layout.OTHER and file.path.stem.startswith("sekretess")

    def _reference(self, tag: str, file: PackagedFile, kind: str, named: str, ids: list[str]) -> Node:
        id_ = self._heading.id(tag, file.path)
        ids.append(id_)
        types = {"MDTYPE": kind, **({"OTHERMDTYPE": named} if kind == "OTHER" else {})}
        attributes = {**link(self._relative(file.path)), **types, **file_attributes(file, self._heading.clock)}
        section = {"ID": id_, "CREATED": self._heading.clock, "STATUS": "CURRENT"}
        return Node(tag, section, (Node("mdRef", attributes, ()),))

    def _files(self, groups: dict[str, list[PackagedFile]]) -> Node:
        parts = (
            Node("fileGrp", {"ID": self._group(use), "USE": use, **_OTHER}, self._listed(files))
            for use, files in groups.items()
            if files
        )
        return Node("fileSec", {"ID": self._heading.id(self._base, "fileSec")}, parts)

    def _listed(self, files: Iterable[PackagedFile]) -> Iterator[Node]:
        """CSIP66-79 and SIP32-35; OWNERID is the name the file came with, GROUPID what its versions share."""
        for file in files:
            attributes = {"ID": self._heading.id(file.path), **file_attributes(file, self._heading.clock)}
            if file.item is not None:
                item = self._heading.items[file.item]
                attributes |= {"OWNERID": item.name, "GROUPID": item.key}
            attributes |= _format(file)
            yield Node("file", attributes, (Node("FLocat", link(self._relative(file.path)), ()),))

    def _map(
        self, label: str, groups: dict[str, list[PackagedFile]], representations: dict[str, list[PackagedFile]]
    ) -> Node:
        """CSIP80-119. The validators want a division for all representations, the specification one for each."""
        metadata = node(
            "div", ID=self._heading.id(self._base, "div", "Metadata"), LABEL="Metadata",
            ADMID=" ".join(self._administrative) or None, DMDID=" ".join(self._descriptive) or None,
        )  # fmt: skip
        divisions = [metadata]
        divisions += [self._division(use, [use]) for use, files in groups.items() if files]
        if representations:
            divisions.append(self._division("Representations", list(representations)))
        for use, (file,) in representations.items():
            pointer = Node("mptr", link(file.path, title=self._group(use)), ())
            divisions.append(Node("div", {"ID": self._heading.id(self._base, "div", use), "LABEL": use}, (pointer,)))
        top = Node("div", {"ID": self._heading.id(self._base, "div"), "LABEL": label}, tuple(divisions))
        kind = {"ID": self._heading.id(self._base, "structMap"), "TYPE": "PHYSICAL", "LABEL": "CSIP"}
        return Node("structMap", kind, (top,))

    def _division(self, label: str, uses: list[str]) -> Node:
        pointers = tuple(Node("fptr", {"FILEID": self._group(use)}, ()) for use in uses)
        return Node("div", {"ID": self._heading.id(self._base, "div", label), "LABEL": label}, pointers)

    def _group(self, use: str) -> str:
        return self._heading.id(self._base, "fileGrp", use)

    def _relative(self, path: PurePosixPath) -> PurePosixPath:
        return path.relative_to(self._base)


def _format(file: PackagedFile) -> dict[str, str]:
    told = {"FILEFORMATNAME": file.format_name, "FILEFORMATVERSION": file.format_version}
    if file.pronom:
        told |= {"FORMATREGISTRY": "PRONOM", "FORMATREGISTRYKEY": file.pronom}
    return {f"{{{_SIP}}}{name}": value for name, value in told.items() if value}


def _suffix(file: PackagedFile) -> str:
    return file.path.suffix[1:].upper() or "OTHER"
