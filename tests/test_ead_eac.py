"""EAD3 and EAC-CPF: the archive and its maker, down to every item, with links that lead to its files."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from archive.handover.eac import write_eac
from archive.handover.ead import write_ead
from archive.handover.inventory import Inventory, take_inventory
from archive.handover.item_lists import packaged_original, packaged_pdfa
from archive.handover.plan import Plan
from archive.handover.premis_objects import Ids
from archive.handover.schemas import Schemas
from tests.archives import ORG_NUMBER
from tests.delivered import SCHEMAS
from tests.inventories import CLOCK, Made, archives, everything

E = "{http://ead3.archivists.org/schema/}"
C = "{urn:isbn:1-931666-33-4}"
with_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas do not lie beside the project")


@pytest.fixture(scope="module")
def made() -> Made:
    return everything()


@pytest.fixture(scope="module")
def inventory(made: Made) -> Inventory:
    return take_inventory(made.db, CLOCK)


@pytest.fixture(scope="module")
def folder(made: Made, inventory: Inventory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("beskrivning")
    write_ead(inventory, made.db, folder / "ead.xml")
    write_eac(inventory, folder / "eac-cpf.xml")
    return folder


@pytest.fixture(scope="module")
def ead(folder: Path) -> Any:
    return etree.parse(str(folder / "ead.xml")).getroot()


@pytest.fixture(scope="module")
def eac(folder: Path) -> Any:
    return etree.parse(str(folder / "eac-cpf.xml")).getroot()


def texts(element: Any, path: str, namespace: str = E) -> list[str]:
    steps = "/".join(f"{namespace}{step}" for step in path.split("/"))
    return ["".join(found.itertext()).strip() for found in element.findall(f".//{steps}")]


def items(root: Any) -> dict[str, Any]:
    return {c.get("id"): c for c in root.iter(f"{E}c") if c.get("level") == "item"}


def titled(inventory: Inventory, root: Any, title: str) -> Any:
    return items(root)[next(item.key for item in inventory.items if item.title == title)]


@with_schemas
def test_both_follow_their_schemas(folder: Path) -> None:
    schemas = Schemas(str(SCHEMAS))
    assert schemas.faults(folder / "ead.xml", "ead") == ()
    assert schemas.faults(folder / "eac-cpf.xml", "eac") == ()


@with_schemas
def test_what_nobody_has_told_is_left_out(made: Made, tmp_path: Path) -> None:
    empty = Made()
    nothing = take_inventory(empty.db, CLOCK)
    write_ead(nothing, empty.db, tmp_path / "ead.xml")
    write_eac(nothing, tmp_path / "eac-cpf.xml")
    schemas = Schemas(str(SCHEMAS))
    assert schemas.faults(tmp_path / "ead.xml", "ead") == ()
    assert schemas.faults(tmp_path / "eac-cpf.xml", "eac") == ()


def test_the_whole_tells_span_extent_and_repository(ead: Any) -> None:
    did = ead.find(f"{E}archdesc/{E}did")
    assert texts(did, "fromdate") == ["2008-04-01"]
    assert texts(did, "todate") == ["2031-05-02"]
    assert texts(did, "quantity") == ["6", "1"]
    assert texts(did, "repository/corpname/part") == ["Lövdalens kommunarkiv"]
    assert texts(did, "origination/corpname/part") == ["Samordningsförbundet Lövdalen"]
    assert texts(ead, "scopecontent/p")[-1] == (
        "Inlämnade handlingar: 7; levereras: 6; gallrade: 1; kunde aldrig tas in: 1. Volymer på papper: 1."
    )


def test_every_item_has_its_place_with_links_to_its_files(ead: Any, inventory: Inventory) -> None:
    found = items(ead)
    assert list(found) == [item.key for item in inventory.items]
    for item in inventory.items:
        links = [
            posixpath.normpath(posixpath.join("metadata/descriptive", dao.get("href")))
            for dao in found[item.key].iter(f"{E}dao")
        ]
        assert links == [path for path in (packaged_original(item), packaged_pdfa(item)) if path]


def test_a_link_tells_the_file_s_identifier_in_premis(ead: Any, inventory: Inventory) -> None:
    ids = Ids(ORG_NUMBER, "")
    item = next(item for item in inventory.items if item.title == "Protokoll")
    daos = titled(inventory, ead, "Protokoll").iter(f"{E}dao")
    assert [dao.get("identifier") for dao in daos] == [ids.original(item), ids.pdfa(item)]


def test_an_item_tells_its_name_number_class_and_limits(ead: Any, inventory: Inventory) -> None:
    minutes = titled(inventory, ead, "Protokoll")
    assert texts(minutes, "unitid") == ["h00001", "handlingar/handling 1.txt", "2031/4"]
    assert minutes.find(f".//{E}ptr").get("target") == "klass-1.1.1"
    assert texts(minutes, "accessrestrict/p") == []
    limits = texts(titled(inventory, ead, "Ansökan\x0bom medel"), "accessrestrict/p")
    assert [text.split(":")[0] for text in limits] == ["26 kap. 1 § OSL", "21 kap. 1 § OSL"]
    later = texts(titled(inventory, ead, "Följesedel"), "appraisal/p")
    assert later[:2] == ["Levereras; får gallras tidigast 2042-01-01.", "Beslut 2031/7, 2031-06-01."]
    assert texts(titled(inventory, ead, "Rapport 2"), "phystech/p") == ["Filen är skadad."]


def test_what_xml_cannot_hold_is_seen_to_be_gone(ead: Any, inventory: Inventory) -> None:
    assert "Ansökan\ufffdom medel" in texts(titled(inventory, ead, "Ansökan\x0bom medel"), "unittitle")


def test_a_scanned_original_is_derived_a_born_digital_one_is_not(ead: Any, inventory: Inventory) -> None:
    types = {
        title: titled(inventory, ead, title).find(f".//{E}dao").get("daotype")
        for title in ("Protokoll", "Ansökan\x0bom medel")
    }
    assert list(types.values()) == ["borndigital", "derived"]


def test_destroyed_missing_and_paper_are_told(ead: Any, inventory: Inventory) -> None:
    gone = titled(inventory, ead, "Kontoutdrag")
    assert gone.find(f".//{E}dao") is None
    assert texts(gone, "processinfo/p") == ["Gallrad 2034-02-03. Filen finns inte i paketet."]
    whole = ead.find(f"{E}archdesc")
    assert ["Kontoutdrag" in text for text in texts(whole.find(f"{E}processinfo"), "p")] == [True]
    assert texts(whole.find(f"{E}odd"), "p") == ["låst (/mapp/låst): Filen kan inte öppnas. Ändra rättigheterna."]
    (volume,) = (c for c in ead.iter(f"{E}c") if c.get("level") == "file")
    assert texts(volume, "unitid") + texts(volume, "physloc") == ["A1:1", "Kansliet, hylla 2"]
    assert volume.getparent().find(f"{E}did/{E}unitid").text == "A1"


def test_the_archive_s_own_plan_names_series_and_classes(made: Made, inventory: Inventory, tmp_path: Path) -> None:
    own = Plan({"1": "Styra", "1.1": "Möten", "1.1.1": "Hålla möten"}, {"A1": "Protokoll i band"}, (), own=True)
    write_ead(inventory, made.db, tmp_path / "ead.xml", own)
    root = etree.parse(str(tmp_path / "ead.xml")).getroot()
    assert "Protokoll i band" in texts(root, "c/did/unittitle")
    assert texts(root, "fileplan/head") == ["Klassificeringsstruktur", "1 Styra", "1.1 Möten", "1.1.1 Hålla möten"]


def test_the_maker_has_law_members_successor_and_supervision(eac: Any) -> None:
    assert texts(eac, "entityId", C) == [ORG_NUMBER]
    assert texts(eac, "existDates/dateRange/fromDate", C) == ["2008-04-01"]
    assert texts(eac, "existDates/dateRange/toDate", C) == ["2036-09-30"]
    assert texts(eac, "placeEntry", C) == ["Lövdalen"]
    assert any("2003:1210" in text for text in texts(eac, "mandate/term", C))
    assert len(texts(eac, "function", C)) == 2
    relations = [(one.get("cpfRelationType"), texts(one, "relationEntry", C)[0]) for one in eac.iter(f"{C}cpfRelation")]
    assert relations == [
        ("hierarchical-parent", "Lövdalens kommun"),
        ("hierarchical-parent", "Region Lövdalen"),
        ("temporal-later", "Lövdalens kommun"),
        ("associative", "Lövdalens arkivnämnd"),
        ("associative", "Lövdalens kommunarkiv"),
    ]


def test_same_archive_and_clock_give_the_same_bytes(made: Made, folder: Path, tmp_path: Path) -> None:
    again = take_inventory(made.db, CLOCK)
    write_ead(again, made.db, tmp_path / "ead.xml")
    write_eac(again, tmp_path / "eac-cpf.xml")
    for name in ("ead.xml", "eac-cpf.xml"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=archives())
def test_counts_are_the_inventory_s_whatever_the_names(made: Made, tmp_path: Path) -> None:
    inventory = take_inventory(made.db, CLOCK)
    write_ead(inventory, made.db, tmp_path / "ead.xml")
    write_eac(replace(inventory, body=replace(inventory.body, history="\x00\x1f<&>")), tmp_path / "eac.xml")
    root = etree.parse(str(tmp_path / "ead.xml")).getroot()
    assert list(items(root)) == [item.key for item in inventory.items]
    assert sum(dao.get("localtype") == "original" for dao in root.iter(f"{E}dao")) == len(inventory.delivered)
    assert sum(c.get("level") == "file" for c in root.iter(f"{E}c")) == len(inventory.volumes)
    if SCHEMAS.is_dir():
        assert Schemas(str(SCHEMAS)).faults(tmp_path / "ead.xml", "ead") == ()
        assert Schemas(str(SCHEMAS)).faults(tmp_path / "eac.xml", "eac") == ()
