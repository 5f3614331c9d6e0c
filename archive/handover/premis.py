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
from archive.handover.inventory import Inventory
from archive.handover.premis_events import Agents, Log
from archive.handover.premis_objects import (
    Ids,
    original_object,
    other_object,
    package_objects,
    pdfa_object,
    representation_object,
    rights,
)
from archive.handover.xml_writing import XSI, Node, write_xml

NAMESPACE = "http://www.loc.gov/premis/v3"

Representation = Literal["original", "pdfa"]

_SCHEMA = f"{NAMESPACE} https://www.loc.gov/standards/premis/premis.xsd"


def write_package_premis(inventory: Inventory, db: sqlite3.Connection, objid: str, path: Path) -> None:
    """The file of the whole package; objid: its OBJID."""
    ids = Ids(inventory.body.org_number, objid)
    agents = Agents(inventory)
    log = Log(inventory, db, agents)
    objects = chain(
        package_objects(inventory, ids),
        (original_object(item, ids) for item in inventory.items),
    )
    events = chain(log.events(of_pdfa=False), [log.packaging(objid, ids.package)])
    _write(path, chain(objects, events, agents.nodes(), rights(inventory, ids)))


def write_representation_premis(
    inventory: Inventory,
    db: sqlite3.Connection,
    representation: Representation,
    files: Sequence[PackagedFile],
    path: Path,
) -> None:
    """The file of a representation; files: what lies in its data folder, with paths from the package's root."""
    ids = Ids(inventory.body.org_number, "")
    agents = Agents(inventory)
    log = Log(inventory, db, agents)
    items = {item.number: item for item in inventory.items}
    made = log.makings() if representation == "pdfa" else {}

    def objects() -> Iterator[Node]:
        yield representation_object(ids, representation)
        for file in files:
            item = items.get(file.item) if file.item is not None else None
            if item is None:
                yield other_object(file, ids, representation)
            elif representation == "pdfa":
                yield pdfa_object(item, file, ids, made.get(item.sha256))
            else:
                yield original_object(item, ids)

    events = log.events(of_pdfa=True) if representation == "pdfa" else iter(())
    _write(path, chain(objects(), events, agents.nodes()))


def _write(path: Path, parts: Iterator[Node]) -> None:
    root = Node("premis", {"version": "3.0", f"{{{XSI}}}schemaLocation": _SCHEMA}, parts)
    write_xml(path, root, NAMESPACE, {"xsi": XSI})
