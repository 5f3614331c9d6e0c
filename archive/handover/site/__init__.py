"""The frozen site: the archive as static pages that open from a USB stick, without a server and without a network.

    index.html  sok.html  handlingar.html  bidrag.html  iakttagelser.html  personer.html  organisationer.html
    ar/<år>.html  slag/<slag>.html     lists
    protokoll/<slug>/index.html        a meeting, at its permalink; <paragraf>.html beside it a § each
    dokument/<key>.html                a document: its facts, and the text of its pages with every quotation marked
    site.css                           the look
    tolkning.js  sok.js  traffar.js    how a user's words are understood, the search, the showing of what it finds
    sok/*.js                           its index in pieces that a page loads as it needs them

Documents' texts are hostile: templates escape, the index is JSON without "<", a page forbids what is not its own.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from pathlib import Path

from archive.folder import Archive
from archive.handover.inventory import Inventory, Item
from archive.handover.site.addresses import addresses
from archive.handover.site.desk import Desk
from archive.handover.site.documents import write_document, write_former, write_meeting
from archive.handover.site.lists import write_lists
from archive.handover.site.records import record
from archive.handover.site.search_index import write_index

_FILES = ("site.css", "tolkning.js", "sok.js", "traffar.js")


def write_site(archive: Archive, inventory: Inventory, db: sqlite3.Connection, folder: Path) -> None:
    """Write the site of what is in the inventory into a folder that is not there yet, or is empty.

    It belongs at `layout.SITE` of a package: links to originals and PDF/A lead from there. archive: whose site it is;
    all that is shown comes from its database. db: a connection whose rows are sqlite3.Row, in the transaction that the
    inventory was taken in; it is only read. One document at a time is in memory, and the lists' rows.
    Raises FileExistsError where a page is there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(folder, inventory, addresses(inventory, db))
    parts: dict[str, list[Item]] = defaultdict(list)
    for item in inventory.items:
        if item.part_of:
            parts[item.part_of].append(item)
    for item in inventory.items:
        told = record(db, item.document)
        write_document(desk, item, told, parts.get(item.sha256, ()))
        if item.slug:
            write_meeting(desk, item, told)
    write_former(desk)
    write_lists(desk, db)
    write_index(folder / "sok", inventory, desk.addresses, db)
    for name in _FILES:
        shutil.copyfile(Path(__file__).with_name(name), folder / name)
