"""Addresses of the frozen site: ASCII names that FAT, exFAT and Windows take, no two alike but for case."""

from __future__ import annotations

import posixpath
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.handover import layout
from archive.handover.inventory import Inventory, Item

_LONGEST = 60
# Names that Windows keeps for devices, whatever suffix follows (Microsoft, "Naming Files, Paths, and Namespaces").
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_TO_PACKAGE = posixpath.relpath(".", layout.SITE.as_posix())  # from the site's own folder to the package's


class Names:
    """Safe names, each given once: "26" → "26", "163å" → "163a", a second "163a" → "163a-2"."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, wanted: str) -> str:
        plain = layout.ascii_name(wanted)[:_LONGEST].strip("-") or "x"
        base = f"x-{plain}" if _RESERVED.fullmatch(plain) else plain
        name, again = base, 1
        while name in self._taken:
            again += 1
            name = f"{base}-{again}"
        self._taken.add(name)
        return name


@dataclass(frozen=True)
class Place:
    """A § and its address on the site; `file` is its own page, None where its document is no meeting."""

    slug: str
    number: str
    label: str | None
    heading: str | None
    file: str | None
    address: str

    @property
    def name(self) -> str:
        return self.label or f"nr {self.number}"


@dataclass(frozen=True)
class Addresses:
    """Where everything is, relative to the site's own folder.

    `meetings`: slug → folder under protokoll/, for slugs in force; `former`: slugs that were in force once → document.
    `paragrafer`: document → position → its place.
    """

    items: dict[int, Item]
    by_digest: dict[str, Item]
    meetings: dict[str, str]
    former: dict[str, tuple[str, int]]
    paragrafer: dict[int, dict[int, Place]] = field(repr=False)

    @staticmethod
    def document(item: Item) -> str:
        return f"dokument/{item.key}.html"

    @staticmethod
    def kind(kind: str) -> str:
        """Of the list of a kind's documents, without .html: it may go on over several pages."""
        return f"slag/{layout.ascii_name(kind) or 'annat'}"

    def meeting(self, item: Item) -> str | None:
        return f"protokoll/{self.meetings[item.slug]}/index.html" if item.slug else None

    def paragraf(self, document: int, position: int | None) -> Place | None:
        return None if position is None else self.paragrafer.get(document, {}).get(position)

    @staticmethod
    def original(item: Item) -> str:
        return f"{_TO_PACKAGE}/{layout.original_path(item)}"

    @staticmethod
    def pdf(item: Item) -> str | None:
        """What a browser can show at a page: the PDF/A, else an original that is a PDF."""
        if item.destroyed is not None:
            return None
        if item.rendition is not None and item.rendition.path is not None:
            return f"{_TO_PACKAGE}/{layout.pdfa_path(item)}"
        return Addresses.original(item) if item.media_type == "application/pdf" and item.status == "kept" else None


def addresses(inventory: Inventory, db: sqlite3.Connection) -> Addresses:
    """Every address, made before the first page is written: pages lead to pages that come later."""
    items = {item.document: item for item in inventory.items}
    names = Names(["index"])
    meetings = {item.slug: names.take(item.slug) for item in sorted(inventory.items, key=_by_slug) if item.slug}
    former = {
        row["slug"]: (names.take(row["slug"]), row["document"])
        for row in db.execute("SELECT slug, document FROM permalink ORDER BY slug")
        if row["slug"] not in meetings and row["document"] in items
    }
    return Addresses(
        items, {item.sha256: item for item in inventory.items}, meetings, former, _paragrafer(db, items, meetings)
    )


def _by_slug(item: Item) -> str:
    return item.slug or ""


def _paragrafer(
    db: sqlite3.Connection, items: dict[int, Item], meetings: dict[str, str]
) -> dict[int, dict[int, Place]]:
    found: dict[int, dict[int, Place]] = defaultdict(dict)
    names: dict[int, Names] = defaultdict(lambda: Names(["index"]))
    rows = db.execute("SELECT document, position, slug, number, label, heading FROM paragraf ORDER BY 1, 2")
    for document, position, slug, number, label, heading in rows:
        item = items.get(document)
        if item is None or item.destroyed is not None:
            continue
        if item.slug:
            file = f"protokoll/{meetings[item.slug]}/{names[document].take(slug)}.html"
            found[document][position] = Place(slug, number, label, heading, file, file)
        else:
            found[document][position] = Place(
                slug, number, label, heading, None, f"{Addresses.document(item)}#paragraf-{position}"
            )
    return dict(found)
