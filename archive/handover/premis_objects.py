"""The objects and rights of PREMIS: the package, its representations, their files, and what is under sekretess."""

from __future__ import annotations

from collections.abc import Iterator

from archive.handover.files import PackagedFile
from archive.handover.inventory import Format, Inventory, Item
from archive.handover.item_lists import extent, status
from archive.handover.layout import ORIGINAL, PDFA, original_path
from archive.handover.premis_events import programs
from archive.handover.xml_writing import XSI, Node, node, optional, stable_id

_TYPE = f"{{{XSI}}}type"
_LABELS = {"original": "Handlingarna som de kom in", "pdfa": "Handlingarna som PDF/A"}


class Ids:
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


def package_objects(inventory: Inventory, ids: Ids) -> Iterator[Node]:
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
        yield representation_object(ids, name, ids.package)


def representation_object(ids: Ids, name: str, package: str | None = None) -> Node:
    return node(
        "object",
        _identifier("object", "UUID", ids.representation(name)),
        node("originalName", _LABELS[name]),
        node("storage", _location(ORIGINAL.as_posix() if name == "original" else PDFA.as_posix())),
        _relationship("structural", "represents", package) if package else None,
        attributes={_TYPE: "representation"},
    )


def original_object(item: Item, ids: Ids) -> Node:
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


def pdfa_object(item: Item, file: PackagedFile, ids: Ids, event: str | None) -> Node:
    made = item.rendition
    makers = (
        node("creatingApplication", node("creatingApplicationName", program), node("creatingApplicationVersion", told))
        for program, told in programs(made.maker if made else "")
    )
    checked = f"PDF/A-{made.flavour}; veraPDF: {made.verdict}. {made.message}".strip() if made else None
    source = _relationship("derivation", "has source", ids.original(item), event)
    name, version = file.format_name or "Acrobat PDF/A", file.format_version or (made.flavour if made else "")
    return node(
        "object",
        _identifier("object", "UUID", ids.pdfa(item)),
        _identifier("object", "beteckning", f"{item.key} PDF/A"),
        _characteristics(file.sha256, file.size, _format(name, version, file.pronom, checked), *makers),
        node("storage", _location(file.path.as_posix())),
        _relationship("structural", "is included in", ids.representation("pdfa")),
        source,
        *_rights_links(item, ids),
        attributes={_TYPE: "file"},
    )


def other_object(file: PackagedFile, ids: Ids, representation: str) -> Node:
    format_ = _format(file.format_name or file.media_type, file.format_version, file.pronom)
    return node(
        "object",
        _identifier("object", "UUID", ids.file(file)),
        _characteristics(file.sha256, file.size, format_),
        node("storage", _location(file.path.as_posix())),
        _relationship("structural", "is included in", ids.representation(representation)),
        attributes={_TYPE: "file"},
    )


def rights(inventory: Inventory, ids: Ids) -> Iterator[Node]:
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


def _rights_links(item: Item, ids: Ids) -> Iterator[Node]:
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


def _characteristics(sha256: str, size: int, format_: Node, *makers: Node) -> Node:
    fixity = node("fixity", node("messageDigestAlgorithm", "SHA-256"), node("messageDigest", sha256))
    return node(
        "objectCharacteristics", node("compositionLevel", "0"), fixity, node("size", str(size)), format_, *makers
    )


def _format(name: str, version: str, pronom: str | None, note: str | None = None) -> Node:
    return node(
        "format",
        node("formatDesignation", node("formatName", name), optional("formatVersion", version)),
        _registry(pronom) if pronom else None,
        optional("formatNote", note),
    )


def _registry(pronom: str) -> Node:
    return node("formatRegistry", node("formatRegistryName", "PRONOM"), node("formatRegistryKey", pronom))
