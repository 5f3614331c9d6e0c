"""METS: valid by its schema, every file told of once with its true size and digest, everyone named who must be."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from lxml import etree

from archive.handover import layout
from archive.handover.files import Contents, Kind, PackagedFile, Told
from archive.handover.inventory import Inventory, Restriction, take_inventory
from archive.handover.mets import Heading, write_package_mets
from archive.handover.package import copy_schemas
from archive.handover.schemas import Schemas
from tests.delivered import BODY, CLOCK, OBJID, SCHEMAS, Delivered, copied, deliver

METS = "{http://www.loc.gov/METS/}"
CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
SIP = "{https://DILCIS.eu/XML/METS/SIPExtensionMETS}"
HREF = "{http://www.w3.org/1999/xlink}href"
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas that cannot be sent along are not here")


def _read(file: Path) -> Any:
    return etree.parse(str(file)).getroot()


def _told(mets: Any, base: str = "") -> Iterator[tuple[str, Any]]:
    """Every file a METS tells of, relative to the package, with the element that tells of it."""
    for element in mets.iter(f"{METS}mdRef", f"{METS}file"):
        place = element if element.tag == f"{METS}mdRef" else element.find(f"{METS}FLocat")
        yield f"{base}{place.get(HREF)}", element


def _agents(mets: Any) -> dict[tuple[str, str, str | None], tuple[str, tuple[str, ...]]]:
    return {
        (agent.get("ROLE"), agent.get("TYPE"), agent.get("OTHERTYPE")): (
            agent.findtext(f"{METS}name"),
            tuple(note.text for note in agent.findall(f"{METS}note")),
        )
        for agent in mets.iter(f"{METS}agent")
    }


@pytest.fixture
def inventory(delivered: Delivered) -> Inventory:
    with delivered.archive.connect_to_read() as db:
        return take_inventory(db, CLOCK)


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    """A package with next to nothing in it."""
    contents = Contents(tmp_path, "2u")
    for path in (
        layout.DOCUMENTATION / "LASMIG.txt",
        layout.OTHER / "sekretesslista.csv",
        layout.ORIGINAL / "METS.xml",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
        contents.take([path])
    copy_schemas(Schemas(""), ("mets",), contents)
    return contents


def test_every_mets_is_valid(delivered: Delivered) -> None:
    found = sorted(delivered.made.folder.rglob("METS.xml"))
    assert len(found) == 3
    assert [Schemas("").faults(file, "mets") for file in found] == [()] * 3


def test_every_file_is_told_of_once_and_rightly(delivered: Delivered) -> None:
    folder = delivered.made.folder
    told = [*_told(_read(folder / "METS.xml"))]
    for name in ("original", "pdfa"):
        told += _told(_read(folder / "representations" / name / "METS.xml"), f"representations/{name}/")
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert Counter(path for path, _ in told) == Counter(there - {"METS.xml"})
    for path, element in told:
        content = (folder / path).read_bytes()
        assert element.get("CHECKSUM") == hashlib.sha256(content).hexdigest() and element.get("SIZE") == str(
            len(content)
        )
        assert element.get("CHECKSUMTYPE") == "SHA-256" and element.get("CREATED") == CLOCK and element.get("MIMETYPE")


def test_ids_are_unique_in_the_package_and_found(delivered: Delivered) -> None:
    trees = [_read(file) for file in delivered.made.folder.rglob("METS.xml")]
    ids = Counter(element.get("ID") for tree in trees for element in tree.iter() if element.get("ID"))
    assert set(ids.values()) == {1}
    for tree in trees:
        own = {element.get("ID") for element in tree.iter()}
        wanted = [
            value for element in tree.iter() for key in ("FILEID", "ADMID", "DMDID")
            for value in (element.get(key) or "").split()
        ]  # fmt: skip
        assert wanted and set(wanted) <= own


def test_everyone_is_named(delivered: Delivered) -> None:
    mets = _read(delivered.made.folder / "METS.xml")
    body = ("Samordningsförbundet Lövdalen", ("ORG:222000-0026",))
    software = _agents(mets).pop(("CREATOR", "OTHER", "SOFTWARE"))
    assert software[0] == "slutarkiv" and software[1]
    assert _agents(mets) == {
        ("CREATOR", "OTHER", "SOFTWARE"): software,
        ("ARCHIVIST", "ORGANIZATION", None): body,
        ("CREATOR", "ORGANIZATION", None): body,
        ("CREATOR", "INDIVIDUAL", None): ("Tuva Ekermark", ("E-post: tuva@lovdalen.example",)),
        ("PRESERVATION", "ORGANIZATION", None): ("Lövdalens kommunarkiv", ("ORG:212000-0142",)),
    }
    header = mets.find(f"{METS}metsHdr")
    assert (header.get("RECORDSTATUS"), header.get(f"{CSIP}OAISPACKAGETYPE")) == ("NEW", "SIP")
    (agreement,) = header.findall(f"{METS}altRecordID")
    assert (agreement.get("TYPE"), agreement.text) == ("SUBMISSIONAGREEMENT", BODY["agreement"])
    assert mets.get("OBJID") == OBJID and mets.get("PROFILE") == "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"


def test_names_and_formats_of_what_was_handed_in(delivered: Delivered) -> None:
    folder = delivered.made.folder / "representations"
    original, pdfa = (
        {file.get("OWNERID"): file for file in _read(folder / name / "METS.xml").iter(f"{METS}file")}
        for name in ("original", "pdfa")
    )
    name = "Årsredovisning – sista året.txt"
    assert set(original) == set(pdfa) == {"protokoll 1.txt", "protokoll 2.txt", "plan.pdf", name}
    assert original[name].get("GROUPID") == pdfa[name].get("GROUPID")
    assert original[name].get(f"{SIP}FORMATREGISTRYKEY") == "x-fmt/111"
    assert {file.get(f"{SIP}FORMATREGISTRYKEY") for file in pdfa.values()} == {"fmt/478"}


def test_nobody_is_made_up(inventory: Inventory, contents: Contents) -> None:
    untold = replace(inventory.body, contact=None, receiver=None, receiver_number=None, agreement=None)
    write_package_mets(Heading(replace(inventory, body=untold), OBJID, trial=True), contents)
    mets = _read(contents.root / "METS.xml")
    assert {role for role, _, _ in _agents(mets)} == {"ARCHIVIST", "CREATOR"}
    assert not list(mets.iter(f"{METS}altRecordID")) and ("CREATOR", "INDIVIDUAL", None) not in _agents(mets)
    assert mets.find(f"{METS}metsHdr").get("RECORDSTATUS") == "TEST"
    assert Schemas("").faults(contents.root / "METS.xml", "mets") == ()


def test_what_restricts_use_is_rights(inventory: Inventory, contents: Contents) -> None:
    def sections(told: Inventory) -> list[str]:
        write_package_mets(Heading(told, OBJID, trial=False), contents)
        assert Schemas("").faults(contents.root / "METS.xml", "mets") == ()
        mets = _read(contents.root / "METS.xml")
        return [ref.getparent().tag.removeprefix(METS) for ref in mets.iter(f"{METS}mdRef")]

    assert sections(inventory) == ["dmdSec"]
    secret = Restriction(None, None, "OSL 26:1", "2031-02-01", "styrelsen", "")
    items = (replace(inventory.items[0], restrictions=(secret,)), *inventory.items[1:])
    assert sections(replace(inventory, items=items)) == ["rightsMD"]


def test_our_own_files_are_what_pronom_takes_them_for(delivered: Delivered) -> None:
    import pygfried

    folder = delivered.made.folder
    contents = Contents(folder, "2u")
    contents.take([layout.OTHER, layout.DESCRIPTIVE, layout.DOCUMENTATION, layout.SCHEMAS])
    files = list(contents)
    found = pygfried.Scanner().identify_many([str(folder / file.path) for file in files])["files"]
    told = {
        str(file.path): (file.pronom, [match["id"] for match in seen["matches"]])
        for file, seen in zip(files, found, strict=True)
    }
    assert {path: ids for path, ids in told.items() if ids[0] not in ids[1]} == {}


def test_a_file_is_read_once(tmp_path: Path) -> None:
    contents = Contents(tmp_path / "paket", "2u")
    (tmp_path / "källa").write_bytes(b"abc")
    sha256 = hashlib.sha256(b"abc").hexdigest()
    path = PurePosixPath("data/h00001-x.txt")
    contents.copy(tmp_path / "källa", path, sha256, Kind("text/plain", "x-fmt/111"), 1, Told("X", ""))
    (tmp_path / "paket" / path).unlink()  # taken again, it would have to be there
    contents.take([path])
    assert list(contents) == [PackagedFile(path, 3, sha256, "text/plain", "x-fmt/111", 1)]


@needs_schemas
def test_the_older_profile_is_valid(delivered: Delivered, tmp_path: Path) -> None:
    archive = copied(delivered.archive, tmp_path / "arkiv")
    made = deliver(archive, tmp_path / "ut", profile="fgs-1.2", quick=True)
    schemas = Schemas(str(SCHEMAS))
    assert schemas.faults(made.folder / "sip.xml", "fgs-1.2") == ()
    assert not list(made.folder.rglob("METS.xml"))
    mets = _read(made.folder / "sip.xml")
    there = {file.relative_to(made.folder).as_posix() for file in made.folder.rglob("*") if file.is_file()}
    assert Counter(path for path, _ in _told(mets)) == Counter(there - {"sip.xml"})
    assert mets.get("{ExtensionMETS}ARCHIVALNAME") == "Samordningsförbundet Lövdalen"
    assert mets.get("{ExtensionMETS}STARTDATE") <= mets.get("{ExtensionMETS}ENDDATE")
    assert made.report.holds, "\n".join(made.report.lines())


@needs_schemas
def test_every_schema_is_found_and_understood() -> None:
    schemas = Schemas(str(SCHEMAS))
    assert all(schemas.compiled(kind) for kind in ("mets", "premis", "ead", "eac", "erms", "fgs-1.2"))


def test_what_has_no_schema_is_not_checked(tmp_path: Path) -> None:
    (tmp_path / "fil.xml").write_text("<x/>")
    assert Schemas("").faults(tmp_path / "fil.xml", "premis") is None
    assert [fault.line for fault in Schemas("").faults(tmp_path / "fil.xml", "mets") or ()] == [1]
    (tmp_path / "fil.xml").write_text("<x")
    assert len(Schemas("").faults(tmp_path / "fil.xml", "mets") or ()) == 1
