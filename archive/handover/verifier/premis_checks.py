"""PREMIS 3 against the files and the register: each file has its object with its digest, each link leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.handover import layout
from archive.handover.verifier.mets_checks import NO_SCHEMA
from archive.handover.verifier.report import Remark, note, unchecked
from archive.handover.verifier.view import View
from archive.handover.verifier.xml_stream import XmlFile, local

_PACKAGE = str(layout.PRESERVATION / "premis.xml")
_PARTS = frozenset({"object", "event", "agent", "rights"})
_OWN = [f"{{*}}{kind}IdentifierValue" for kind in ("object", "event", "agent", "rightsStatement")]
_LINKS = [
    *(f"{{*}}linking{kind}IdentifierValue" for kind in ("Object", "Event", "Agent", "RightsStatement")),
    "{*}relatedObjectIdentifierValue", "{*}relatedEventIdentifierValue",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PremisObject:
    """A file as PREMIS has it; `place` is its path in the package, "" where its bytes are not there."""

    ids: tuple[str, ...]
    place: str
    digest: str
    algorithm: str
    size: str


@dataclass
class Premis:
    """A PREMIS file: its file objects, and the identifiers it has and refers to."""

    name: str
    objects: list[PremisObject] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    links: set[str] = field(default_factory=set)
    events: int = 0


def premis(view: View) -> Iterator[Remark]:
    """The PREMIS files are there and valid, and agree with the files, METS and the register."""
    names = [name for name in view.package.sizes if name.endswith("/premis.xml")]
    for folder in ("", f"{layout.ORIGINAL}/", *([f"{layout.PDFA}/"] if any(view.under(str(layout.PDFA))) else [])):
        if f"{folder}{_PACKAGE}" not in names:
            yield Remark("premis-saknas", f"{folder}{_PACKAGE}", "PREMIS-filen saknas.")
    found, schema = [], view.schemas.compiled("premis")
    for name in names:
        told = Premis(name)
        xml = XmlFile(view.package, name, schema, _PARTS)
        for element in xml:
            _take(told, element)
        yield from xml.remarks
        if schema is None:
            yield unchecked("schema", name, NO_SCHEMA)
        found.append(told)
    yield from _identifiers(found)
    yield from _files(found, view)
    yield from _register(found, view)
    yield note(
        "premis", f"{sum(len(told.objects) for told in found)} filobjekt, {sum(t.events for t in found)} händelser"
    )


def _take(premis: Premis, element: Any) -> None:
    kind = local(element)
    if kind == "object" and any(str(value).rpartition(":")[2] == "file" for value in element.attrib.values()):
        premis.objects.append(_object(element))
    premis.events += kind == "event"
    premis.ids.update(part.text or "" for part in element.iter(*_OWN))
    premis.links.update(part.text or "" for part in element.iter(*_LINKS))


def _object(element: Any) -> PremisObject:
    def first(name: str) -> str:
        return next((part.text or "" for part in element.iter(f"{{*}}{name}")), "")

    return PremisObject(
        tuple(part.text or "" for part in element.iter("{*}objectIdentifierValue")), first("contentLocationValue"),
        first("messageDigest").lower(), first("messageDigestAlgorithm"), first("size"),
    )  # fmt: skip


def _identifiers(found: list[Premis]) -> Iterator[Remark]:
    known = {id_ for told in found for id_ in told.ids}
    for told in found:
        for id_, count in told.ids.items():
            if count > 1:
                yield Remark("premis-id", told.name, f"identifikatorn {id_} finns {count} gånger.")
        for id_ in sorted(told.links - known):
            yield Remark("premis-id", told.name, f"hänvisar till {id_}, som inte finns i någon PREMIS-fil.")


def _files(found: list[Premis], view: View) -> Iterator[Remark]:
    """Every file of the representations has an object in its own PREMIS, and every object its file."""
    for told in found:
        folder = told.name.removesuffix(_PACKAGE)
        placed = {thing.place: thing for thing in told.objects if thing.place}
        for place, thing in placed.items():
            read = view.bytes.get(place)
            if read is None:
                yield Remark("premis-fil", told.name, f"har ett objekt för {place}, som inte finns i paketet.")
            elif thing.algorithm != "SHA-256" or thing.digest != read.sha256:
                yield Remark("premis-summa", told.name, f"kontrollsumman för {place} är inte filens SHA-256.")
            elif thing.size != str(read.size):
                yield Remark(
                    "premis-storlek", told.name, f"{place} är {read.size} byte, men PREMIS anger {thing.size}."
                )
        for name in view.under(f"{folder or str(layout.ORIGINAL) + '/'}{layout.DATA}"):
            if name not in placed:
                yield Remark("premis-objekt", told.name, f"har inget objekt för {name}.")


def _register(found: list[Premis], view: View) -> Iterator[Remark]:
    """Every item of the register is told of in the package's own PREMIS with the digest it has there."""
    own = next((told for told in found if told.name == _PACKAGE), None)
    if own is None:
        return
    by_key = {id_: thing for thing in own.objects for id_ in thing.ids}
    for entry in view.register.entries:
        thing = by_key.get(entry.key)
        if thing is None:
            yield Remark("premis-objekt", own.name, f"har inget objekt för {entry.key} {entry.name} i registret.")
        elif thing.digest != entry.sha256:
            yield Remark("premis-summa", own.name, f"kontrollsumman för {entry.key} är inte registrets.")
        elif bool(thing.place) != entry.delivered:
            yield Remark("premis-fil", own.name, f"{entry.key} har {'en' if thing.place else 'ingen'} plats i paketet.")
