"""The archival description: EAD3 down to every item, EAC-CPF of the body, ERMS of the matters, each valid."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from archive.handover import layout
from archive.handover.schemas import Kind
from archive.handover.verifier.mets_checks import NO_SCHEMA
from archive.handover.verifier.register import Entry
from archive.handover.verifier.report import Remark, note, unchecked
from archive.handover.verifier.view import View
from archive.handover.verifier.xml_stream import UNREAD, XmlFile, local, text_of

_EAD, _EAC, _ERMS = (str(layout.DESCRIPTIVE / name) for name in ("ead.xml", "eac-cpf.xml", "erms.xml"))
# What is looked at in each, with all that is in it.
_PARTS = {
    _EAD: frozenset({"c"}), _EAC: frozenset({"entityId", "part"}), _ERMS: frozenset({"record", "aggregation"}),
}  # fmt: skip
_ROOTS = {_EAD: "ead", _EAC: "eac-cpf", _ERMS: "erms"}


@dataclass
class Description:
    """What EAD has: each item's key with the addresses of its files."""

    items: list[tuple[str, list[str]]] = field(default_factory=list)


def ead(view: View) -> Iterator[Remark]:
    """Every item of the register has its place in the description, once, with the files it has; nothing else has."""
    found = Description()
    remarks: list[Remark] = []
    for element in _elements(view, _EAD, "ead", remarks):
        _take(found, element)
    yield from remarks
    if not _is_read(remarks):
        return
    known = {entry.key: entry for entry in view.register.entries}
    for key, count in Counter(key for key, _ in found.items).items():
        if count > 1:
            yield Remark("ead-antal", _EAD, f"{key} finns {count} gånger.")
        if key not in known:
            yield Remark("ead-antal", _EAD, f"{key or 'en handling utan beteckning'} finns inte i registret.")
    listed = {key for key, _ in found.items}
    for key, entry in known.items():
        if key not in listed:
            yield Remark("ead-antal", _EAD, f"{key} {entry.name} saknas i förteckningen.")
    for key, hrefs in found.items:
        if key in known:
            yield from _files(known[key], hrefs)
    yield note("ead", f"{len(found.items)} handlingar")


def _take(found: Description, element: Any) -> None:
    if element.get("level") == "item":
        daos = [part.get("href") or "" for part in element.iter("{*}dao")]
        found.items.append((element.get("id") or "", daos))


def _files(entry: Entry, hrefs: list[str]) -> Iterator[Remark]:
    folder = str(layout.DESCRIPTIVE)
    pointed = {posixpath.normpath(posixpath.join(folder, unquote(href))): href for href in hrefs}
    wanted = {name for name in (entry.original, entry.pdfa) if name}
    for name in sorted(wanted - pointed.keys()):
        yield Remark("ead-fil", _EAD, f"{entry.key} pekar inte på {name}.")
    for name in sorted(pointed.keys() - wanted):
        yield Remark("ead-fil", _EAD, f"{entry.key} pekar på {pointed[name]}, som inte är en av dess filer.")


def eac(view: View) -> Iterator[Remark]:
    """The body that EAC-CPF tells of is the body whose archive it is."""
    texts: list[str] = []
    remarks: list[Remark] = []
    for element in _elements(view, _EAC, "eac", remarks):
        texts.append(text_of(element))
    yield from remarks
    if view.database is None or not _is_read(remarks):
        return
    body = view.database.body
    for what, value in (("organisationsnumret", body.org_number), ("namnet", body.name)):
        if not any(value in text for text in texts):
            yield Remark("två-arkivbildare", _EAC, f"{what} {value}, som arkivet har, står inte där.")


def erms(view: View) -> Iterator[Remark]:
    """Every item of the register has its record, once, with its digest and files; every relation leads somewhere."""
    remarks: list[Remark] = []
    records: Counter[str] = Counter()
    ids: set[str] = set()
    relations: set[str] = set()
    known = {entry.key: entry for entry in view.register.entries}
    for element in _elements(view, _ERMS, "erms", remarks):
        ids.add(element.get("systemIdentifier") or "")
        if local(element) == "record":
            key = next((text_of(part) for part in element.iterchildren("{*}objectId")), "")
            records[key] += key in known
            relations.update(text_of(part) for part in element.iterchildren("{*}relation"))
            remarks += _record(element, key, known.get(key), view)
    yield from remarks
    if not _is_read(remarks):
        return
    for key, entry in known.items():
        if records[key] != 1:
            count = f"finns {records[key]} gånger" if records[key] else "saknas"
            yield Remark("erms-antal", _ERMS, f"{key} {entry.name} {count}.")
    for id_ in sorted(relations - ids):
        yield Remark("erms-antal", _ERMS, f"hänvisar till {id_}, som inte finns.")
    yield note("erms", f"{sum(records.values())} handlingar")


def _record(element: Any, key: str, entry: Entry | None, view: View) -> Iterator[Remark]:
    extra = element.iterchildren("{*}extraId")
    digests = {text_of(part) for part in extra if part.get("extraIdType") == "SHA-256"}
    if entry and digests - {entry.sha256}:
        yield Remark("erms-summa", _ERMS, f"kontrollsumman för {key} är inte registrets.")
    for part in element.iter("{*}appendix"):
        if (path := part.get("path")) and path not in view.package.sizes:
            yield Remark("erms-fil", _ERMS, f"{key} pekar på {path}, som inte finns i paketet.")


def _elements(view: View, name: str, kind: Kind, remarks: list[Remark]) -> Iterator[Any]:
    """The elements of a file that count, and in `remarks` whatever is wrong with it."""
    if name not in view.package.sizes:
        remarks.append(Remark("beskrivning-saknas", name, "filen saknas i paketet."))
        return
    schema = view.schemas.compiled(kind)
    xml = XmlFile(view.package, name, schema, _PARTS[name])
    yield from xml
    remarks += xml.remarks
    if xml.root and xml.root != _ROOTS[name]:
        remarks.append(Remark("beskrivning-saknas", name, f"är ingen {_ROOTS[name]} utan {xml.root}."))
    if schema is None:
        remarks.append(unchecked("schema", name, NO_SCHEMA))


def _is_read(remarks: list[Remark]) -> bool:
    """Whether the file is there and was read to its end, valid or not."""
    return not {remark.code for remark in remarks} & {"beskrivning-saknas", *UNREAD}
