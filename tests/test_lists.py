"""The lists of the package: one row a thing, for a spreadsheet, and the database beside them."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from archive.handover.inventory import take_inventory
from archive.handover.lists import DATABASE, LISTS, write_lists
from archive.handover.plan import built_in
from tests.archives import new_archive, run_add, write_minutes
from tests.inventories import CLOCK, Made, archives, everything

Rows = list[dict[str, str]]


def listed(made: Made, folder: Path) -> dict[str, Rows]:
    write_lists(take_inventory(made.db, CLOCK), made.db, folder)
    return {name: read(folder / f"{name}.csv") for name in LISTS}


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", strict=True))


def by(rows: Rows, key: str = "beteckning") -> dict[str, dict[str, str]]:
    return {row[key]: row for row in rows}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    return listed(everything(), tmp_path_factory.mktemp("listor"))


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Rows], sqlite3.Connection, Path]]:
    """The lists of three real minutes, written inside the transaction in which the inventory was taken."""
    folder = tmp_path_factory.mktemp("protokoll")
    archive = new_archive(folder / "arkiv")
    run_add(archive, write_minutes(folder / "in", 3))
    with archive.connect_to_read() as db:
        db.execute("BEGIN")
        write_lists(take_inventory(db, CLOCK), db, folder / "listor")
        yield {name: read(folder / "listor" / f"{name}.csv") for name in LISTS}, db, folder


def test_the_register_tells_every_item_once(lists: dict[str, Rows]) -> None:
    rows = lists["register"]
    assert [row["nr"] for row in rows] == [str(number) for number in range(1, 8)]
    states = by(rows, "titel")
    assert states["Kontoutdrag"]["status"] == "gallrad 2034-02-03"
    assert states["Kontoutdrag"]["original i paketet"] == ""
    assert states["Protokoll"]["PDF/A i paketet"].startswith("representations/pdfa/data/a1/")
    assert states["Protokoll"]["PDF/A enligt veraPDF"] == "godkänd"
    assert states["Protokoll"]["seriens namn"] == built_in().series["A1"]
    assert states["Rapport 2"]["status"] == "levereras, kunde inte läsas: Filen är skadad."
    part = states["Ansökan\x0bom medel"]
    assert part["ingår i"] == states["Rapport 3"]["beteckning"]
    assert part["sekretess"] == "26 kap. 1 § OSL | 21 kap. 1 § OSL"
    assert part["PDF/A, anmärkning"] == "Filen är skadad."


def test_a_name_that_looks_like_a_formula_is_made_harmless(lists: dict[str, Rows]) -> None:
    assert by(lists["register"], "titel")["Rapport 2"]["ursprungligt namn"] == "'=trasig.pdf"


def test_files_open_in_a_swedish_spreadsheet(tmp_path: Path) -> None:
    listed(everything(), tmp_path)
    data = (tmp_path / "register.csv").read_bytes()
    assert data.startswith("\ufeffnr;beteckning;".encode())
    assert data.count(b"\r\n") >= 8


def test_series_add_up_and_paper_stands_beside(lists: dict[str, Rows]) -> None:
    rows = lists["arkivforteckning"]
    digital = [row for row in rows if row["medium"] == "digitalt"]
    assert sum(int(row["antal handlingar"]) for row in digital) == 7
    assert sum(int(row["varav gallrade"]) for row in digital) == 1
    (paper,) = (row for row in rows if row["medium"] == "papper")
    assert (paper["serie"], paper["volym"], paper["förvaring"]) == ("A1", "1", "Kansliet, hylla 2")


def test_disposals_tell_decision_day_and_state(lists: dict[str, Rows]) -> None:
    states = by(lists["gallringslista"], "titel")
    assert {title: row["läge"] for title, row in states.items()} == {
        "Följesedel": "levereras; får gallras tidigast 2042-01-01",
        "Underlag": "gallringsstopp: levereras och får inte gallras",
        "Kontoutdrag": "gallrad 2034-02-03",
    }
    assert states["Följesedel"]["gallringsbeslut"] == "2031/7"
    assert states["Underlag"]["gallringsstopp"] == "Tvist 2032/9"


def test_what_is_overdue_is_told_and_delivered(tmp_path: Path) -> None:
    made = Made()
    made.hold(made.document(1), "gallras", due="2036-12-31")
    (row,) = listed(made, tmp_path)["gallringslista"]
    assert row["läge"] == "levereras; fristen gick ut 2036-12-31, inte gallrad"
    assert row["original i paketet"]


def test_marks_of_sekretess(lists: dict[str, Rows]) -> None:
    told = [(row["omfattning"], row["lagrum"], row["beslutande myndighet"]) for row in lists["sekretesslista"]]
    assert told == [("hela handlingen", "26 kap. 1 § OSL", "Styrelsen"), ("sida 1", "21 kap. 1 § OSL", "Styrelsen")]


def test_personal_data_is_told_by_kind_and_page_never_shown(tmp_path: Path) -> None:
    rows = listed(everything(), tmp_path)["personuppgifter"]
    assert {(row["slag av personuppgift"], row["antal"], row["sidor"]) for row in rows} == {
        ("personnummer", "1", "1"), ("e-postadress", "1", "1"),
    }  # fmt: skip
    text = (tmp_path / "personuppgifter.csv").read_text("utf-8")
    assert "19121212" not in text
    assert "nils" not in text


def test_names_in_minutes_are_counted_with_their_pages(minutes: tuple[dict[str, Rows], object, object]) -> None:
    rows = [row for row in minutes[0]["personuppgifter"] if row["slag av personuppgift"] == "namn på närvarande"]
    assert [(row["antal"], row["sidor"]) for row in rows] == [("2", "1")] * 3


def test_what_is_missing(lists: dict[str, Rows]) -> None:
    told = {row["namn"].lstrip("'"): row["läge"] for row in lists["saknas"]}
    assert told == {"låst": "saknas: togs aldrig in", "=trasig.pdf": "levereras, kunde inte läsas"}


def test_matters_gather_documents(lists: dict[str, Rows]) -> None:
    (row,) = lists["diarium"]
    assert (row["dnr"], row["vad"], row["permalänk"]) == ("2031/4", "handling", "/protokoll/2031-03-01")


def test_decisions_have_their_place(minutes: tuple[dict[str, Rows], sqlite3.Connection, Path]) -> None:
    lists, db, _ = minutes
    assert len(lists["beslut"]) == db.execute("SELECT count(*) FROM decision").fetchone()[0]
    assert len(lists["paragrafer"]) == db.execute("SELECT count(*) FROM paragraf").fetchone()[0] == 9
    granted = [row for row in lists["beslut"] if row["åtgärd"] == "bevilja"]
    assert [(row["belopp i kr"], row["sida"], row["permalänk"]) for row in granted] == [
        ("60000", "1", "/protokoll/2031-03-01/2"),
        ("61000", "1", "/protokoll/2031-03-02/5"),
        ("62000", "1", "/protokoll/2031-03-03/8"),
    ]
    assert all(row["original i paketet"].startswith("representations/original/data/") for row in lists["beslut"])
    assert [Decimal(row["belopp i kr"]) for row in lists["bidrag"]] == [60000, 61000, 62000]


def test_a_negative_sum_is_a_number_not_a_formula(tmp_path: Path) -> None:
    made = Made()
    made.document(1)
    made.put(
        "grant", document=1, position=0, ore=-149390, status="granted", purpose="=1+1", certainty="stated", confidence=1
    )
    (row,) = listed(made, tmp_path)["bidrag"]
    assert (row["belopp i kr"], row["ändamål"]) == ("-1493.9", "'=1+1")


def test_the_log_is_whole(lists: dict[str, Rows]) -> None:
    rows = lists["handelser"]
    assert [int(row["nr"]) for row in rows] == list(range(1, len(rows) + 1))
    assert all(
        row["föregående händelses kontrollsumma"] == before["händelsens kontrollsumma"]
        for before, row in pairwise(rows)
    )
    assert len({row["id"] for row in rows}) == len(rows)


def test_the_database_is_whole_and_alike_each_time(minutes: tuple[dict[str, Rows], sqlite3.Connection, Path]) -> None:
    _, db, folder = minutes
    write_lists(take_inventory(db, CLOCK), db, folder / "igen")
    first, second = ({p.name: p.read_bytes() for p in sorted((folder / n).iterdir())} for n in ("listor", "igen"))
    assert first == second
    assert set(first) == {DATABASE, *(f"{name}.csv" for name in LISTS)}
    with closing(sqlite3.connect(folder / "listor" / DATABASE)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            count = f'SELECT count(*) FROM "{table}"'
            assert copy.execute(count).fetchone()[0] == db.execute(count).fetchone()[0], table
        found = copy.execute("SELECT count(*) FROM passage_text WHERE passage_text MATCH 'Språkvägen'").fetchone()
        assert found == (3,)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=archives())
def test_counts_are_the_inventory_s(made: Made, tmp_path: Path) -> None:
    inventory = take_inventory(made.db, CLOCK)
    lists = listed(made, tmp_path)
    assert [row["beteckning"] for row in lists["register"]] == [item.key for item in inventory.items]
    assert sum(bool(row["original i paketet"]) for row in lists["register"]) == len(inventory.delivered)
    digital = [row for row in lists["arkivforteckning"] if row["medium"] == "digitalt"]
    assert sum(int(row["antal handlingar"]) for row in digital) == len(inventory.items)
    assert len(lists["arkivforteckning"]) - len(digital) == len(inventory.volumes)
    assert len(lists["sekretesslista"]) == sum(len(item.restrictions) for item in inventory.items)
    assert sum(row["läge"].startswith("saknas") for row in lists["saknas"]) == len(inventory.missing)
    assert len(lists["handelser"]) == made.db.execute("SELECT count(*) FROM event").fetchone()[0]
