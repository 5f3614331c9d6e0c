"""sip.xml: the METS of FGS Paketstruktur 1.2 (Riksarkivet, RAFGS1V1.2), which many municipal systems still take.

The same folder as in 2.0, told of by one METS: representations have none of their own. The profile's list of types of
metadata has no name for our lists and ERMS, so they stand among the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.events import AGENT
from archive.handover import layout
from archive.handover.agents import contact_note
from archive.handover.body import Body
from archive.handover.files import Contents, PackagedFile
from archive.handover.inventory import Inventory
from archive.handover.mets import METS_NAMESPACE, Heading, file_attributes, link
from archive.handover.xml_writing import XLINK, XSI, Node, node, write_xml

SIP = "sip.xml"
_EXT = "ExtensionMETS"
_PREFIXES = {"ext": _EXT, "xlink": XLINK, "xsi": XSI}
_PROFILE = "http://xml.ra.se/e-arkiv/METS/CommonSpecificationSwedenPackageProfile.xml"
_SCHEMAS = {METS_NAMESPACE: "CSPackageMETS.xsd", _EXT: "CSPackageExtensionMETS.xsd"}
_PUBLISHED = "http://xml.ra.se/e-arkiv/METS/"
_DESCRIPTIVE = {"ead.xml": "EAD", "eac-cpf.xml": "EAC-CPF"}
_GROUPS = {
    "Original": layout.ORIGINAL / layout.DATA,
    "PDFA": layout.PDFA / layout.DATA,
    "Metadata": layout.DESCRIPTIVE.parent,
    "Documentation": layout.DOCUMENTATION,
    "Schemas": layout.SCHEMAS,
}


def write_sip(heading: Heading, contents: Contents) -> Path:
    """sip.xml, from everything listed in `contents`; where it was written."""
    path = contents.root / SIP
    write_xml(path, Node("mets", _root(heading, contents), _sections(heading, contents)), METS_NAMESPACE, _PREFIXES)
    return path


def _root(heading: Heading, contents: Contents) -> dict[str, str]:
    inventory = heading.inventory
    sent = {name for name in _SCHEMAS.values() if contents.get(layout.SCHEMAS / name)}
    schemas = " ".join(
        f"{namespace} {f'{layout.SCHEMAS}/{name}' if name in sent else f'{_PUBLISHED}{name}'}"
        for namespace, name in _SCHEMAS.items()
    )
    told = {
        "ARCHIVALNAME": inventory.body.name,
        "AGREEMENTFORM": "AGREEMENT",
        "APPRAISAL": "Yes" if any(item.holding.gallring == "gallras" for item in inventory.delivered) else "No",
        "PACKAGENUMBER": "1",
        **_restricted(inventory),
        **_span(inventory),
    }
    return {
        "OBJID": heading.objid,
        "LABEL": f"{'Provleverans av arkivet' if heading.trial else 'Arkivet'} efter {inventory.body.name}",
        "TYPE": "Unstructured",
        "PROFILE": _PROFILE,
        f"{{{XSI}}}schemaLocation": schemas,
        **_extended(told),
    }


def _restricted(inventory: Inventory) -> dict[str, str]:
    secrecy = any(item.restrictions for item in inventory.delivered)
    personal = any(item.personal_numbers or item.persons for item in inventory.delivered)
    told = {(True, True): "Secrecy and PuL", (True, False): "Secrecy", (False, True): "GDPR"}.get((secrecy, personal))
    return {"ACCESSRESTRICT": told} if told else {}


def _span(inventory: Inventory) -> dict[str, str]:
    """First and last day; a document that tells only its year or month has no day to tell."""
    days = sorted(item.date for item in inventory.delivered if item.date and len(item.date) == len("2024-05-27"))
    return {"STARTDATE": days[0], "ENDDATE": days[-1]} if days else {}


def _sections(heading: Heading, contents: Contents) -> Iterator[Node]:
    yield _header(heading)
    references = {file.path: kind for file in contents if (kind := _DESCRIPTIVE.get(file.path.name))}
    described = [file for file in contents if file.path in references]
    preserved = [file for file in contents if file.path.name == "premis.xml"]
    for file in described:
        yield _reference(heading, "dmdSec", file, references[file.path])
    amd = tuple(_reference(heading, "digiprovMD", file, "PREMIS") for file in preserved)
    yield Node("amdSec", {"ID": heading.id("amdSec")}, amd)
    apart = {file.path for file in (*described, *preserved)}
    groups = {
        use: files
        for use, folder in _GROUPS.items()
        if (files := [file for file in contents.under(folder) if file.path not in apart])
    }
    yield Node("fileSec", {"ID": heading.id("fileSec")}, (_group(heading, use, files) for use, files in groups.items()))
    yield _map(heading, groups, described, preserved)


def _header(heading: Heading) -> Node:
    body = heading.inventory.body
    records = [node("altRecordID", heading.objid, TYPE="REFERENCECODE")]
    if body.agreement:
        records.insert(0, node("altRecordID", body.agreement, TYPE="SUBMISSIONAGREEMENT"))
    status = {"CREATEDATE": heading.clock, "RECORDSTATUS": "TEST" if heading.trial else "NEW"}
    content = (*_agents(body), *records, node("metsDocumentID", SIP))
    return Node("metsHdr", {**status, **_extended({"OAISSTATUS": "SIP"})}, content)


def _agents(body: Body) -> Iterator[Node]:
    """Whose archive, from which systems, who delivers, with which program, and who receives."""
    name, _, version = AGENT.partition(" ")
    yield _organisation("ARCHIVIST", body.name, body.org_number)
    systems = node("name", body.systems or name)
    yield node("agent", systems, ROLE="ARCHIVIST", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    yield _organisation("CREATOR", body.name, body.org_number)
    if body.contact:
        reached = node("note", contact_note(body))
        yield node("agent", node("name", body.contact), reached, ROLE="CREATOR", TYPE="INDIVIDUAL")
    software = (node("name", name), node("note", version))
    yield node("agent", *software, ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    if body.receiver:
        yield _organisation("PRESERVATION", body.receiver, body.receiver_number)


def _organisation(role: str, name: str, number: str | None) -> Node:
    note = node("note", f"ORG:{number}") if number else None
    return node("agent", node("name", name), note, ROLE=role, TYPE="ORGANIZATION")


def _reference(heading: Heading, tag: str, file: PackagedFile, kind: str) -> Node:
    attributes = {**link(file.path), "MDTYPE": kind, **file_attributes(file, heading.clock)}
    section = {"ID": heading.id(tag, file.path), "CREATED": heading.clock}
    return Node(tag, section, (Node("mdRef", attributes, ()),))


def _group(heading: Heading, use: str, files: Iterable[PackagedFile]) -> Node:
    return Node("fileGrp", {"ID": heading.id("fileGrp", use), "USE": use}, (_file(heading, file) for file in files))


def _file(heading: Heading, file: PackagedFile) -> Node:
    told = {"FILEFORMATNAME": file.format_name, "FILEFORMATVERSION": file.format_version}
    if file.pronom:
        told |= {"FORMATREGISTRY": "PRONOM", "FORMATREGISTRYKEY": file.pronom}
    attributes = {"ID": heading.id(file.path), **file_attributes(file, heading.clock)}
    if file.item is not None:
        item = heading.items[file.item]
        told["ORIGINALFILENAME"] = item.name
        attributes["GROUPID"] = item.key
    return Node("file", {**attributes, **_extended(told)}, (Node("FLocat", link(file.path), ()),))


def _map(
    heading: Heading,
    groups: Iterable[str],
    described: Iterable[PackagedFile],
    preserved: Iterable[PackagedFile],
) -> Node:
    divisions = [
        Node("div", {"LABEL": use}, (Node("fptr", {"FILEID": heading.id("fileGrp", use)}, ()),)) for use in groups
    ]
    metadata = {
        "DMDID": " ".join(heading.id("dmdSec", file.path) for file in described),
        "ADMID": " ".join(heading.id("digiprovMD", file.path) for file in preserved),
    }
    top = {"LABEL": heading.objid, **{name: ids for name, ids in metadata.items() if ids}}
    return Node("structMap", {"LABEL": "FGS Paketstruktur"}, (Node("div", top, tuple(divisions)),))


def _extended(told: dict[str, str]) -> dict[str, str]:
    return {f"{{{_EXT}}}{name}": value for name, value in told.items() if value}
