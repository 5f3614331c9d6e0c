"""ERMS: matters with what was decided in them, meetings with their §§, every item one record."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree, isoschematron

from archive.handover.erms import write_erms
from archive.handover.inventory import Inventory, take_inventory
from archive.handover.item_lists import packaged_original
from tests.delivered import SCHEMAS
from tests.inventories import CLOCK, Made, archives, everything

R = "{https://DILCIS.eu/XML/ERMS}"
VERSIONS = ("v2_1_2", "v3")
with_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas do not lie beside the project")


def with_a_meeting() -> Made:
    """Everything, and a meeting in which two matters were treated, one of them with a document of its own."""
    made = everything()
    secret = made.document(20, kind="protokoll", title="Protokoll", date="2031-04-01", slug="2031-04-01")
    made.hold(secret)
    made.restrict(secret, paragraf="§ 2", page=1)
    made.document(21, title="Ansökan", kind="ansökan")
    certain = {"certainty": "stated", "confidence": 1.0}
    made.put("head", document=21, position=0, key="dnr", value="2031/9", **certain)
    made.put(
        "meeting", document=20, position=0, date="2031-04-01", chair="Vidar Granqvist", adjusters='["Tuva Ekermark"]',
        **certain,
    )  # fmt: skip
    for at, (label, heading, dnr) in enumerate([("§ 1", "Ansökan", "2031/9"), ("§ 2", "Tvist", "2031/10")]):
        made.put(
            "paragraf", document=20, position=at, slug=str(at + 1), number=str(at + 1), label=label, heading=heading,
            text="", dnr=dnr, **certain,
        )  # fmt: skip
        made.put("evidence", document=20, fact="paragraf", position=at, piece=0, page=1, start=0, end=1)
    made.put(
        "decision", document=20, position=0, paragraf=0, text="att bevilja medel", action="bevilja", due="2031-05-01",
        responsible="Kansliet", amounts="[6000000]", **certain,
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def made() -> Made:
    return with_a_meeting()


@pytest.fixture(scope="module")
def inventory(made: Made) -> Inventory:
    return take_inventory(made.db, CLOCK)


@pytest.fixture(scope="module")
def path(made: Made, inventory: Inventory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("erms") / "erms.xml"
    write_erms(inventory, made.db, path)
    return path


@pytest.fixture(scope="module")
def root(path: Path) -> Any:
    return etree.parse(str(path)).getroot()


def aggregations(root: Any, type_: str) -> dict[str, Any]:
    return {
        one.findtext(f"{R}objectId"): one for one in root.iter(f"{R}aggregation") if one.get("aggregationType") == type_
    }


def records(element: Any) -> dict[str, Any]:
    return {one.findtext(f"{R}objectId"): one for one in element.iter(f"{R}record")}


def relations(element: Any, type_: str) -> list[str]:
    return [one.text for one in element.findall(f"{R}relation") if one.get("relationType") == type_]


@with_schemas
@pytest.mark.parametrize("version", VERSIONS)
def test_follows_either_schema_and_its_rules(path: Path, version: str) -> None:
    document = etree.parse(str(path))
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "erms" / f"ERMS_{version}.xsd")))
    assert schema.validate(document), schema.error_log
    rules = etree.parse(str(SCHEMAS / "erms" / f"erms_{version}.sch"))
    # they ask for XSLT 2 but use nothing of it
    rules.getroot().set("queryBinding", "xslt")
    assert isoschematron.Schematron(rules).validate(document)


def test_a_matter_holds_its_documents_and_tells_what_was_decided(root: Any) -> None:
    matter = aggregations(root, "caseFile")["2031/9"]
    assert matter.findtext(f"{R}title") == "Ansökan"
    assert [record.findtext(f"{R}title") for record in records(matter).values()] == ["Ansökan"]
    (action,) = matter.findall(f"{R}action")
    assert action.findtext(f"{R}actionText") == "att bevilja medel"
    assert action.findtext(f"{R}actionType") == "bevilja"
    assert action.findtext(f"{R}dates/{R}actionDate") == "2031-04-01T00:00:00"
    assert action.findtext(f"{R}agents/{R}agent/{R}name") == "Kansliet"


def test_a_matter_refers_to_the_paragrafer_that_treat_it(root: Any) -> None:
    paragraf = next(one for one in root.iter(f"{R}record") if one.findtext(f"{R}title") == "§ 2 Tvist")
    matter = aggregations(root, "caseFile")["2031/10"]
    assert relations(matter, "reference") == [paragraf.get("systemIdentifier")]
    assert relations(paragraf, "reference") == [matter.get("systemIdentifier")]


def test_a_meeting_holds_its_minutes_and_every_paragraf(root: Any, inventory: Inventory) -> None:
    item = next(item for item in inventory.items if item.slug == "2031-04-01")
    meeting = aggregations(root, "file")[f"{item.key}-sammanträde"]
    minutes, first, second = meeting.findall(f"{R}record")
    assert minutes.findtext(f"{R}objectId") == item.key
    assert [name.text for name in minutes.iter(f"{R}name")] == ["Vidar Granqvist", "Tuva Ekermark"]
    assert minutes.find(f".//{R}appendix").get("path") == packaged_original(item)
    for paragraf in (first, second):
        assert relations(paragraf, "part_of") == [minutes.get("systemIdentifier")]
        assert paragraf.find(f".//{R}appendix").get("description") == "sida 1"
    assert first.find(f"{R}restriction") is None
    assert second.findtext(f"{R}restriction/{R}regulation") == "26 kap. 1 § OSL"


def test_disposal_and_destruction_are_told(root: Any) -> None:
    by_title = {record.findtext(f"{R}title"): record for record in root.iter(f"{R}record")}
    later, gone = by_title["Följesedel"].find(f"{R}disposal"), by_title["Kontoutdrag"]
    assert later.findtext(f"{R}disposalMandate") == "2031/7 2031-06-01"
    assert later.find(f"{R}dates/{R}disposalDate").get("dateType") == "action_due"
    assert gone.find(f"{R}status").get("value") == "obliterated"
    assert gone.find(f"{R}additionalInformation") is None


def test_identifiers_are_unique_and_relations_lead_to_them(root: Any) -> None:
    found = Counter(one.get("systemIdentifier") for one in root.iter(f"{R}record", f"{R}aggregation"))
    assert set(found.values()) == {1}
    assert {one.text for one in root.iter(f"{R}relation")} <= found.keys()


def test_same_archive_and_clock_give_the_same_bytes(made: Made, path: Path, tmp_path: Path) -> None:
    write_erms(take_inventory(made.db, CLOCK), made.db, tmp_path / "erms.xml")
    assert (tmp_path / "erms.xml").read_bytes() == path.read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=archives())
def test_every_item_is_one_record_whatever_its_name(made: Made, tmp_path: Path) -> None:
    inventory = take_inventory(made.db, CLOCK)
    write_erms(inventory, made.db, tmp_path / "erms.xml")
    document = etree.parse(str(tmp_path / "erms.xml"))
    assert Counter(one.findtext(f"{R}objectId") for one in document.iter(f"{R}record")) == Counter(
        item.key for item in inventory.items
    )
    if SCHEMAS.is_dir():
        for version in VERSIONS:
            schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "erms" / f"ERMS_{version}.xsd")))
            assert schema.validate(document), schema.error_log
