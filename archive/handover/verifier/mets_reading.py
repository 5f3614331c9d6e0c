"""A METS as the checks need it: what it declares, whom it names, which ids it has and refers to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.handover import layout
from archive.handover.fgs12 import SIP
from archive.handover.schemas import Schemas
from archive.handover.verifier.names import ROOTS, address_fault, target
from archive.handover.verifier.opening import Package
from archive.handover.verifier.report import Remark
from archive.handover.verifier.xml_stream import UNREAD, XmlFile, local, text_of

_XLINK = "{http://www.w3.org/1999/xlink}"
_REFERENCES = ("FILEID", "DMDID", "ADMID")
_EMPTIED = frozenset({"file", "mdRef"})  # of which there may be very many


@dataclass(frozen=True, slots=True)
class Declared:
    """A file that a METS declares. `name` is relative to the package's root, "" where the href leads out of it.

    The rest is as it is written: `item` is what the versions of one document share (GROUPID, "h00001"),
    `own_name` the name it was handed in with (OWNERID), `pronom` its format's id; all "" where nothing is said.
    """

    mets: str
    name: str
    href: str
    id: str
    size: str
    checksum: str
    checksum_type: str
    media_type: str
    item: str
    own_name: str
    pronom: str
    is_metadata: bool


@dataclass(frozen=True, slots=True)
class Agent:
    """Someone named in the header: `role` and `type` with what stands for OTHER after a colon."""

    role: str
    type: str
    name: str
    notes: tuple[str, ...]


@dataclass
class Mets:
    """A METS file. `name` is where it lies, relative to the root; `pointers` are the hrefs of its mptr."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    agents: list[Agent] = field(default_factory=list)
    records: dict[str, str] = field(default_factory=dict)
    files: list[Declared] = field(default_factory=list)
    pointers: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    references: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    is_validated: bool = False

    @property
    def object_id(self) -> str:
        return self.attributes.get("OBJID", "")

    @property
    def is_whole(self) -> bool:
        """Whether it could be read to its end, valid or not."""
        return not any(remark.code in UNREAD for remark in self.remarks)


def read_all(package: Package, schemas: Schemas) -> list[Mets]:
    """The package's METS and every METS that it points to, each read once; the package's own is first."""
    waiting, found = [next((name for name in ROOTS if name in package.sizes), layout.METS)], dict[str, Mets]()
    while waiting:
        name = waiting.pop(0)
        if name in found or name not in package.sizes:
            continue
        schema = schemas.compiled("fgs-1.2" if name == SIP else "mets")
        found[name] = mets = _read(package, name, schema)
        waiting += [target(name, href) for href in mets.pointers if not address_fault(href)]
    return list(found.values())


def _read(package: Package, name: str, schema: Any) -> Mets:
    mets = Mets(name)
    xml = XmlFile(package, name, schema, emptied=_EMPTIED)
    for element in xml:
        _take(mets, element)
    mets.remarks, mets.is_validated = xml.remarks, schema is not None
    return mets


def _take(mets: Mets, element: Any) -> None:
    if id_ := element.get("ID"):
        mets.ids[id_] += 1
    for kind in _REFERENCES:
        mets.references += [(kind, value) for value in (element.get(kind) or "").split()]
    match local(element):
        case "mets":
            mets.attributes = _attributes(element)
        case "metsHdr":
            mets.header = _attributes(element)
        case "mptr":
            mets.pointers.append(element.get(f"{_XLINK}href") or "")
        case "file":
            mets.files += _files(mets.name, element)
        case "mdRef":
            mets.files.append(_declared(mets.name, element, element))
        case "agent":
            mets.agents.append(_agent(element))
        case "altRecordID":
            mets.records[element.get("TYPE") or ""] = text_of(element)


def _files(mets: str, element: Any) -> Iterator[Declared]:
    places = [child for child in element if local(child) == "FLocat"]
    for place in places:
        yield _declared(mets, element, place)
    if not places:
        yield _declared(mets, element, element)


def _declared(mets: str, element: Any, place: Any) -> Declared:
    href = place.get(f"{_XLINK}href") or ""
    told = _attributes(element)  # the SIP's own attributes and those of FGS 1.2 differ in their namespace only
    return Declared(
        mets=mets, name="" if address_fault(href) else target(mets, href), href=href, id=element.get("ID") or "",
        size=element.get("SIZE") or "", checksum=element.get("CHECKSUM") or "",
        checksum_type=element.get("CHECKSUMTYPE") or "", media_type=element.get("MIMETYPE") or "",
        item=element.get("GROUPID") or "", own_name=element.get("OWNERID") or told.get("ORIGINALFILENAME", ""),
        pronom=told.get("FORMATREGISTRYKEY", ""), is_metadata=local(element) == "mdRef",
    )  # fmt: skip


def _agent(element: Any) -> Agent:
    def kind(attribute: str) -> str:
        other = element.get(f"OTHER{attribute}")
        return f"{element.get(attribute) or ''}{f':{other}' if other else ''}"

    names = [child for child in element if local(child) == "name"]
    notes = tuple(text_of(child) for child in element if local(child) == "note")
    return Agent(kind("ROLE"), kind("TYPE"), text_of(names[0]) if names else "", notes)


def _attributes(element: Any) -> dict[str, str]:
    return {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
