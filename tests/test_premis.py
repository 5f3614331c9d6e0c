"""PREMIS: every byte and every event told once, by identifiers that lead somewhere, and no person by name."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from archive.handover.inventory import Inventory, Item, take_inventory
from archive.handover.premis import write_package_premis, write_representation_premis
from archive.handover.schemas import Schemas
from tests.delivered import SCHEMAS
from tests.inventories import CLOCK, OBJID, Made, archives, everything, packaged

P = "{http://www.loc.gov/premis/v3}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
FILES = ("package", "original", "pdfa")
with_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas do not lie beside the project")


def write(made: Made, inventory: Inventory, folder: Path) -> dict[str, Any]:
    """The roots of the three files."""
    write_package_premis(inventory, made.db, OBJID, folder / "package.xml")
    write_representation_premis(
        inventory, made.db, "original", packaged(inventory, "original"), folder / "original.xml"
    )
    write_representation_premis(inventory, made.db, "pdfa", packaged(inventory, "pdfa"), folder / "pdfa.xml")
    return {name: etree.parse(str(folder / f"{name}.xml")).getroot() for name in FILES}


@pytest.fixture(scope="module")
def inventory(made: Made) -> Inventory:
    return take_inventory(made.db, CLOCK)


@pytest.fixture(scope="module")
def made() -> Made:
    return everything()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("premis")


@pytest.fixture(scope="module")
def roots(made: Made, inventory: Inventory, folder: Path) -> dict[str, Any]:
    return write(made, inventory, folder)


def texts(element: Any, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{P}{name}")]


def files(root: Any) -> list[Any]:
    return [one for one in root.iter(f"{P}object") if one.get(TYPE) == "file"]


def described(roots: dict[str, Any], item: Item) -> Any:
    (found,) = (one for one in files(roots["package"]) if item.key in texts(one, "objectIdentifierValue"))
    return found


def titled(inventory: Inventory, title: str) -> Item:
    return next(item for item in inventory.items if item.title == title)


def events(root: Any, type_: str) -> list[Any]:
    return [event for event in root.iter(f"{P}event") if texts(event, "eventType") == [type_]]


@with_schemas
def test_follows_its_schema(roots: dict[str, Any], folder: Path) -> None:
    schemas = Schemas(str(SCHEMAS))
    assert [schemas.faults(folder / f"{name}.xml", "premis") for name in FILES] == [()] * len(roots)


def test_an_original_has_its_digest_format_name_and_place(roots: dict[str, Any], inventory: Inventory) -> None:
    item = titled(inventory, "Protokoll")
    found = described(roots, item)
    assert texts(found, "messageDigest") == [item.sha256]
    assert texts(found, "size") == [str(item.size)]
    assert texts(found, "formatRegistryKey") == ["x-fmt/111"]
    assert texts(found, "originalName") == ["handlingar/handling 1.txt"]
    assert texts(found, "contentLocationValue") == ["representations/original/data/a1/h00001-handling-1.txt"]


def test_what_is_destroyed_is_told_without_a_place(roots: dict[str, Any], inventory: Inventory) -> None:
    item = titled(inventory, "Kontoutdrag")
    found = described(roots, item)
    assert texts(found, "messageDigest") == [item.sha256]
    assert texts(found, "contentLocationValue") == []
    assert texts(found, "significantPropertiesValue") == ["gallrad 2034-02-03"]
    assert item.key not in texts(roots["original"], "objectIdentifierValue")


def test_every_link_leads_to_something(roots: dict[str, Any]) -> None:
    own = Counter(
        value
        for root in roots.values()
        for kind in ("object", "event", "agent", "rightsStatement")
        for value in set(texts(root, f"{kind}IdentifierValue"))
    )
    kinds = ("linkingObject", "linkingAgent", "linkingRightsStatement", "relatedObject", "relatedEvent")
    for name, root in roots.items():
        links = {value for kind in kinds for value in texts(root, f"{kind}IdentifierValue")}
        assert links
        assert links <= own.keys(), name


def test_every_event_is_told_once(roots: dict[str, Any], made: Made) -> None:
    told = [value for root in roots.values() for value in texts(root, "eventIdentifierValue")]
    logged = made.db.execute("SELECT count(*) FROM event").fetchone()[0]
    assert len(told) == len(set(told)) == logged + 1  # and the making of the package


def test_types_are_those_of_premis_where_it_has_them(roots: dict[str, Any]) -> None:
    types = {one.text: one.get("valueURI") for one in roots["package"].iter(f"{P}eventType")}
    assert types["accession"] == "http://id.loc.gov/vocabulary/preservation/eventType/acc"
    assert types["text extraction"] is None


def test_a_pdfa_comes_of_its_original(roots: dict[str, Any], inventory: Inventory) -> None:
    (found,) = files(roots["pdfa"])
    original = described(roots, titled(inventory, "Protokoll"))
    derived = [one for one in found.iter(f"{P}relationship") if texts(one, "relationshipType") == ["derivation"]]
    (relation,) = derived
    assert texts(relation, "relatedObjectIdentifierValue") == texts(original, "objectIdentifierValue")[:1]
    (making,) = events(roots["pdfa"], "normalization")
    assert texts(relation, "relatedEventIdentifierValue") == texts(making, "eventIdentifierValue")
    assert texts(found, "creatingApplicationName") == ["weasyprint"]
    assert texts(found, "creatingApplicationVersion") == ["70.0"]
    assert texts(found, "formatNote") == ["PDF/A-2u; veraPDF: godkänd."]
    assert len(events(roots["pdfa"], "validation")) == 1
    assert "veraPDF" in texts(roots["pdfa"], "agentName")


def test_a_pdfa_that_could_not_be_made_is_an_event_of_the_package(roots: dict[str, Any]) -> None:
    (failed,) = events(roots["package"], "normalization")
    assert texts(failed, "eventOutcome") == ["fail"]


def test_programs_have_versions_and_people_only_roles(roots: dict[str, Any], folder: Path) -> None:
    agents = {
        texts(agent, "agentName")[0]: (texts(agent, "agentType"), texts(agent, "agentVersion"))
        for agent in roots["package"].iter(f"{P}agent")
    }
    assert agents["slutarkiv"] == (["software"], ["0.1.0"])
    assert agents["PP-OCR"] == (["software"], [])
    assert agents["Samordningsförbundet Lövdalen"][0] == ["organization"]
    assert agents["Handläggare hos Samordningsförbundet Lövdalen"][0] == ["person"]
    assert not any("Ekermark" in (folder / f"{name}.xml").read_text("utf-8") for name in FILES)


def test_destroying_was_decided_by_the_body(roots: dict[str, Any]) -> None:
    (deletion,) = events(roots["package"], "deletion")
    assert texts(deletion, "linkingAgentRole") == ["executing program", "implementer", "authorizer"]
    assert json.loads(texts(deletion, "eventDetail")[0]) == {"decision": "2031/7"}


def test_a_refusal_has_no_object(roots: dict[str, Any]) -> None:
    (refused,) = (one for one in events(roots["package"], "accession") if texts(one, "eventOutcome") == ["fail"])
    assert texts(refused, "linkingObjectIdentifierValue") == []
    assert texts(refused, "eventOutcomeDetailNote") == ["Filen kan inte öppnas."]


def test_sekretess_is_a_right_with_its_law(roots: dict[str, Any], inventory: Inventory) -> None:
    rights = list(roots["package"].iter(f"{P}rightsStatement"))
    assert [texts(one, "statuteCitation") for one in rights] == [["26 kap. 1 § OSL"], ["21 kap. 1 § OSL"]]
    item = next(item for item in inventory.items if item.restrictions)
    found = described(roots, item)
    links = [value for one in rights for value in texts(one, "rightsStatementIdentifierValue")]
    assert texts(found, "linkingRightsStatementIdentifierValue") == links
    assert "Enskilds hälsa." in texts(rights[0], "statuteNote")[0]


def test_same_archive_and_clock_give_the_same_bytes(made: Made, inventory: Inventory, folder: Path) -> None:
    write(made, take_inventory(made.db, CLOCK), folder / "igen")
    for name in FILES:
        assert (folder / f"{name}.xml").read_bytes() == (folder / "igen" / f"{name}.xml").read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=archives())
def test_counts_are_the_inventory_s_whatever_the_names(made: Made, tmp_path: Path) -> None:
    inventory = take_inventory(made.db, CLOCK)
    roots = write(made, inventory, tmp_path)
    assert len(files(roots["package"])) == len(inventory.items)
    assert len(files(roots["original"])) == len(inventory.delivered)
    assert len(files(roots["pdfa"])) == len(packaged(inventory, "pdfa"))
    told = sum(len(texts(root, "eventIdentifierValue")) for root in roots.values())
    assert told == made.db.execute("SELECT count(*) FROM event").fetchone()[0] + 1
    if SCHEMAS.is_dir():
        assert Schemas(str(SCHEMAS)).faults(tmp_path / "package.xml", "premis") == ()
