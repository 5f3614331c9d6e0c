"""Ways to spoil a package: each takes the package's folder and gives the path to verify."""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

Plant = Callable[[Path], Path | None]

XLINK = "{http://www.w3.org/1999/xlink}"
MINUTES = "representations/original/data/a1/h00001-protokoll-1.txt"
PLAN = "representations/original/data/b1/h00003-plan.pdf"
PDFA = "representations/pdfa/data/a1/h00001-protokoll-1.pdf"
ORIGINAL_METS = "representations/original/METS.xml"
PREMIS, EAD, EAC, ERMS = (
    f"metadata/{name}.xml"
    for name in ("preservation/premis", "descriptive/ead", "descriptive/eac-cpf", "descriptive/erms")
)
REGISTER = "metadata/other/register.csv"
RECEIPT = "documentation/leveransreversal.html"


def change(name: str, data: bytes, *, told: bool = False) -> Plant:
    """A file's bytes are others; `told`: METS tells of them as they are now."""

    def plant(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
        if told:
            redeclare(root)

    return plant


def replace(name: str, old: str, new: str) -> Plant:
    """A text in a file is another, and METS tells of it."""

    def plant(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        redeclare(root)

    return plant


def remove(name: str) -> Plant:
    return lambda root: (root / name).unlink()


def attribute(name: str, element: str, key: str, value: str | None, file: str = "METS.xml") -> Plant:
    """In a METS, the first `element` with an href that ends with `name` (any, where it is ""): another attribute."""

    def edit(root: Any) -> None:
        found = next(one for one in named(root, element) if _told(one).endswith(name))
        if value is None:
            del found.attrib[key]
        else:
            found.set(key, value)

    return in_xml(file, edit)


def in_xml(file: str, edit: Callable[[Any], None]) -> Plant:
    """An XML file is another, and the METS above it tells of it."""

    def plant(root: Path) -> None:
        edit_xml(root / file, edit)
        if file != "METS.xml":
            redeclare(root)

    return plant


def drop(file: str, xpath: str) -> Plant:
    """The first element that an XPath finds is gone."""

    def edit(root: Any) -> None:
        found = root.xpath(xpath)[0]
        found.getparent().remove(found)

    return in_xml(file, edit)


def in_database(*statements: str) -> Plant:
    """The copy of the archive's database is another: whoever writes so goes around its checks and triggers."""

    def plant(root: Path) -> None:
        db = sqlite3.connect(root / "metadata/other/arkiv.db", isolation_level=None)
        db.execute("PRAGMA ignore_check_constraints = ON")
        for verb in ("update", "delete"):
            db.execute(f"DROP TRIGGER event_no_{verb}")
        for statement in statements:
            assert db.execute(statement).rowcount, f"nothing is changed by {statement}"
        db.close()
        redeclare(root)

    return plant


def zipped(spoil: Callable[[zipfile.ZipFile, Path], None] = lambda _archive, _root: None) -> Plant:
    """The package as a zip, with something more in it."""

    def plant(root: Path) -> Path:
        target = root.parent / f"{root.name}.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for file in sorted(root.rglob("*")):
                if file.is_file():
                    archive.write(file, f"{root.name}/{file.relative_to(root).as_posix()}")
            spoil(archive, root)
        return target

    return plant


def zip_bytes(edit: Callable[[bytes], bytes]) -> Plant:
    """The package as a zip whose bytes are others."""

    def plant(root: Path) -> Path:
        target = zipped()(root)
        assert target is not None
        target.write_bytes(edit(target.read_bytes()))
        return target

    return plant


def redeclare(root: Path) -> None:
    """Make METS tell of the files as they are now: their sizes and digests, the representations' METS first."""
    for mets in (*sorted(root.glob("representations/*/METS.xml")), root / "METS.xml"):
        edit_xml(mets, lambda tree, folder=mets.parent: _redeclare(tree, folder))


def edit_xml(file: Path, edit: Callable[[Any], None]) -> None:
    tree = etree.parse(str(file), etree.XMLParser(resolve_entities=False))
    edit(tree.getroot())
    tree.write(str(file), xml_declaration=True, encoding="UTF-8")


def named(root: Any, name: str) -> Iterator[Any]:
    """Every element of a name, whatever its namespace."""
    return iter(root.xpath(f"//*[local-name() = '{name}']"))


def _redeclare(root: Any, folder: Path) -> None:
    for place in (*named(root, "FLocat"), *named(root, "mdRef")):
        file = folder / place.get(f"{XLINK}href")
        if not file.is_file():
            continue
        told = place if place.tag.endswith("mdRef") else place.getparent()
        now = {"SIZE": str(file.stat().st_size), "CHECKSUM": hashlib.sha256(file.read_bytes()).hexdigest()}
        told.attrib.update({key: value for key, value in now.items() if key in told.attrib})


def _told(element: Any) -> str:
    """The href of an element, or of the place of a file."""
    places = [element, *element]
    return next((href for place in places if (href := place.get(f"{XLINK}href"))), "")
