"""PREMIS 3.0 (Library of Congress): what is preserved, what was done to it and by whom, from the log.

The package's own file tells the package, its representations, the bytes of every item as they were handed in (those
destroyed since among them, without a place), every event of the log that is not about a PDF/A, and what is under
sekretess. A representation's file tells its files and where they lie; that of the PDF/A also how each was made and
checked. An event is told once. Objects and events have the same identifier wherever they are met.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Literal

from archive.handover.files import PackagedFile
from archive.handover.inventory import Format, Inventory, Item
from archive.handover.item_lists import extent, status
from archive.handover.layout import ORIGINAL, PDFA, original_path
from archive.handover.premis_events import Agents, Log
from archive.handover.xml_writing import XSI, Node, node, optional, stable_id, write_xml

NAMESPACE = "http://www.loc.gov/premis/v3"

Representation = Literal["original", "pdfa"]

_SCHEMA = f"{NAMESPACE} https://www.loc.gov/standards/premis/premis.xsd"
_TYPE = f"{{{XSI}}}type"
_LABELS = {"original": "Handlingarna som de kom in", "pdfa": "Handlingarna som PDF/A"}


def write_package_premis(inventory: Inventory, db: sqlite3.Connection, objid: str, path: Path) -> None:
    """The file of the whole package; objid: its OBJID."""
    ids = _Ids(inventory.body.org_number, objid)
    agents = Agents(inventory)
    log = Log(inventory, db, agents)
    objects = chain(
        _package_objects(inventory, ids),
        (_original_object(item, ids) for item in inventory.items),
    )
    events = chain(log.events(of_pdfa=False), [log.packaging(objid, ids.package)])
    _write(path, chain(objects, events, agents.nodes(), _rights(inventory, ids)))


def write_representation_premis(
    inventory: Inventory,
    db: sqlite3.Connection,
    representation: Representation,
    files: Sequence[PackagedFile],
    path: Path,
) -> None:
    """The file of a representation; files: what lies in its data folder, with paths from the package's root."""
    ids = _Ids(inventory.body.org_number, "")
    agents = Agents(inventory)
    log = Log(inventory, db, agents)
    items = {item.number: item for item in inventory.items}
    made = log.makings() if representation == "pdfa" else {}

    def objects() -> Iterator[Node]:
        yield _representation_object(ids, representation)
        for file in files:
            item = items.get(file.item) if file.item is not None else None
            if item is None:
                yield _other_file(file, ids, representation)
            elif representation == "pdfa":
                yield _pdfa_object(item, file, ids, made.get(item.sha256))
            else:
                yield _original_object(item, ids)

    events = log.events(of_pdfa=True) if representation == "pdfa" else iter(())
    _write(path, chain(objects(), events, agents.nodes()))


def _write(path: Path, parts: Iterator[Node]) -> None:
    root = Node("premis", {"version": "3.0", f"{{{XSI}}}schemaLocation": _SCHEMA}, parts)
    write_xml(path, root, NAMESPACE, {"xsi": XSI})


class _Ids:
    """The identifiers of the objects."""

    def __init__(self, org_number: str, objid: str) -> None:
        self._org_number, self.objid = org_number, objid
        self.package = stable_id(org_number, "package", objid)

    def representation(self, name: str) -> str:
        return stable_id(self._org_number, "representation", name)

    def original(self, item: Item) -> str:
        return stable_id(self._org_number, "original", item.sha256)

    def original_of(self, sha256: str) -> str:
        return stable_id(self._org_number, "original", sha256)

    def pdfa(self, item: Item) -> str:
        digest = item.rendition.digest if item.rendition else None
        return stable_id(self._org_number, "pdfa", item.sha256, digest)

    def file(self, file: PackagedFile) -> str:
        return stable_id(self._org_number, "file", file.path, file.sha256)

    def rights(self, item: Item, number: int) -> str:
        return stable_id(self._org_number, "rights", item.sha256, number)


def _package_objects(inventory: Inventory, ids: _Ids) -> Iterator[Node]:
    there = ["original", "pdfa"] if any(_has_pdfa(item) for item in inventory.delivered) else ["original"]
    yield node(
        "object",
        _identifier("object", "UUID", ids.package),
        _identifier("object", "OBJID", ids.objid),
        node("originalName", f"{inventory.body.name}: arkiv"),
        *(_relationship("structural", "is represented by", ids.representation(name)) for name in there),
        attributes={_TYPE: "intellectualEntity"},
    )
    for name in there:
        yield _representation_object(ids, name, ids.package)


def _representation_object(ids: _Ids, name: str, package: str | None = None) -> Node:
    return node(
        "object",
        _identifier("object", "UUID", ids.representation(name)),
        node("originalName", _LABELS[name]),
        node("storage", _location(ORIGINAL.as_posix() if name == "original" else PDFA.as_posix())),
        _relationship("structural", "represents", package) if package else None,
        attributes={_TYPE: "representation"},
    )


def _original_object(item: Item, ids: _Ids) -> Node:
    """The bytes as they were handed in; a place only where they are here."""
    kind = item.format or Format(None, item.media_type, "", "")
    return node(
        "object",
        _identifier("object", "UUID", ids.original(item)),
        _identifier("object", "beteckning", item.key),
        node(
            "significantProperties",
            node("significantPropertiesType", "status"),
            node("significantPropertiesValue", status(item)),
        ),
        _characteristics(item.sha256, item.size, _format(kind.name, kind.version, kind.pronom)),
        node("originalName", item.name),
        None if item.destroyed else node("storage", _location(original_path(item).as_posix())),
        _relationship("structural", "is included in", ids.representation("original")),
        _relationship("structural", "is part of", ids.original_of(item.part_of)) if item.part_of else None,
        *_rights_links(item, ids),
        attributes={_TYPE: "file"},
    )


def _pdfa_object(item: Item, file: PackagedFile, ids: _Ids, event: str | None) -> Node:
    made = item.rendition
    maker = node("creatingApplication", node("creatingApplicationName", made.maker)) if made else None
    checked = f"PDF/A-{made.flavour}; veraPDF: {made.verdict}. {made.message}".strip() if made else None
    source = _relationship("derivation", "has source", ids.original(item), event)
    name, version = file.format_name or "Acrobat PDF/A", file.format_version or (made.flavour if made else "")
    return node(
        "object",
        _identifier("object", "UUID", ids.pdfa(item)),
        _identifier("object", "beteckning", f"{item.key} PDF/A"),
        _characteristics(file.sha256, file.size, _format(name, version, file.pronom, checked), maker),
        node("storage", _location(file.path.as_posix())),
        _relationship("structural", "is included in", ids.representation("pdfa")),
        source,
        *_rights_links(item, ids),
        attributes={_TYPE: "file"},
    )


def _other_file(file: PackagedFile, ids: _Ids, representation: Representation) -> Node:
    format_ = _format(file.format_name or file.media_type, file.format_version, file.pronom)
    return node(
        "object",
        _identifier("object", "UUID", ids.file(file)),
        _characteristics(file.sha256, file.size, format_),
        node("storage", _location(file.path.as_posix())),
        _relationship("structural", "is included in", ids.representation(representation)),
        attributes={_TYPE: "file"},
    )


def _rights(inventory: Inventory, ids: _Ids) -> Iterator[Node]:
    """A statement a mark of sekretess (offentlighets- och sekretesslagen): who asks for the document is answered
    after a new trial, so the statement tells the law and the earlier decision and grants nothing.
    """
    for item in inventory.items:
        for number, limit in enumerate(item.restrictions, 1):
            note = f"Sekretess: {extent(limit)}. Beslutat av {limit.authority}. {limit.note}".strip()
            told = [("UUID", ids.original(item))]
            if _has_pdfa(item):
                told.append(("UUID", ids.pdfa(item)))
            yield node(
                "rights",
                node(
                    "rightsStatement",
                    _identifier("rightsStatement", "UUID", ids.rights(item, number)),
                    node("rightsBasis", "statute"),
                    node(
                        "statuteInformation",
                        node("statuteJurisdiction", "SE"),
                        node("statuteCitation", limit.law),
                        node("statuteInformationDeterminationDate", limit.decided),
                        node("statuteNote", note),
                    ),
                    node(
                        "rightsGranted",
                        node("act", "disseminate"),
                        node("restriction", "Sekretessprövning innan handlingen lämnas ut"),
                    ),
                    *(_linking("Object", type_, value) for type_, value in told),
                ),
            )


def _rights_links(item: Item, ids: _Ids) -> Iterator[Node]:
    for number, _ in enumerate(item.restrictions, 1):
        yield _linking("RightsStatement", "UUID", ids.rights(item, number))


def _has_pdfa(item: Item) -> bool:
    return item.destroyed is None and item.rendition is not None and item.rendition.path is not None


def _identifier(of: str, type_: str, value: str) -> Node:
    kind = f"{of}Identifier"
    return node(kind, node(f"{kind}Type", type_), node(f"{kind}Value", value))


def _linking(what: str, type_: str, value: str) -> Node:
    kind = f"linking{what}Identifier"
    return node(kind, node(f"{kind}Type", type_), node(f"{kind}Value", value))


def _relationship(type_: str, sub_type: str, to: str, event: str | None = None) -> Node:
    return node(
        "relationship",
        node("relationshipType", type_),
        node("relationshipSubType", sub_type),
        _identifier("relatedObject", "UUID", to),
        _identifier("relatedEvent", "UUID", event) if event else None,
    )


def _location(path: str) -> Node:
    kind = node("contentLocationType", "sökväg i paketet")
    return node("contentLocation", kind, node("contentLocationValue", path))


def _characteristics(sha256: str, size: int, format_: Node, maker: Node | None = None) -> Node:
    fixity = node("fixity", node("messageDigestAlgorithm", "SHA-256"), node("messageDigest", sha256))
    return node("objectCharacteristics", node("compositionLevel", "0"), fixity, node("size", str(size)), format_, maker)


def _format(name: str, version: str, pronom: str | None, note: str | None = None) -> Node:
    return node(
        "format",
        node("formatDesignation", node("formatName", name), optional("formatVersion", version)),
        _registry(pronom) if pronom else None,
        optional("formatNote", note),
    )


def _registry(pronom: str) -> Node:
    return node("formatRegistry", node("formatRegistryName", "PRONOM"), node("formatRegistryKey", pronom))
