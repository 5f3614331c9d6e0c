"""The register: everyone the documents name, merged only where the name is the same, likenesses proposed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.folder import Archive
from archive.likeness import Named, fold, organisations_alike, persons_alike
from archive.register import Register, register
from tests.archives import cli, minutes, new_archive, run_add

NOTES = """PROTOKOLL
Samordningsförbundet Lövdalen
Org.nr 222000-0026
Styrelsesammanträde 2031-05-12

Närvarande
Vidar Granqvist, ordförande
Tuva Eker-Mark, Lövdalens kommun
Anna Karin Berg, Lövdalens kommun

§ 9 Ansökan om medel till Språkvägen
Beslut
Styrelsen beslutar
att bevilja 90 tkr till Föreningen Kvarnen för insatsen Språkvägen
att uppdra åt kansliet att teckna avtal.
"""


def named(name: str, documents: int = 1, sure: float = 0.98, beside: str = "", **more: frozenset[int]) -> Named:
    org_numbers: frozenset[str] = frozenset()
    return Named(
        name, more.get("lists", frozenset()), frozenset(beside.split(", ")) - {""}, org_numbers, documents, sure
    )


PERSONS: dict[tuple[str, str], tuple[float, float, str] | None] = {
    ("Anna-Karin Berg", "Anna Karin Berg"): (0.9, 1, "bindestreck"),
    ("Åsa Öberg", "Asa Oberg"): (0.85, 1, "prickar och ringar"),
    ("Göran Ytterås", "Göran Ytterás"): (0.85, 1, "prickar och ringar"),
    ("A. Berg", "Anna Berg"): (0.6, 0.85, "förkortat"),
    ("A Berg", "Anna Berg"): (0.6, 0.85, "förkortat"),
    ("Anna K. Berg", "Anna Karin Berg"): (0.6, 0.85, "förkortat"),
    ("Anna Berg", "Anna Karin Berg"): (0.5, 0.8, "ett namn till"),
    ("Anna Berg", "Anna Berg Lind"): (0.4, 0.7, "ett efternamn till"),
    ("Torbjörn Åkerstubbe", "Torbiörn Åkerstubbe"): (0.5, 0.9, "liknar"),
    ("Håkan Hallonqvist", "Håkan Hallongvist"): (0.5, 0.9, "liknar"),
    ("Anna Berg", "Bo Berg"): None,
    ("Anna Berg", "Anna Lund"): None,
    ("Anna Berg", "Anders Berg"): None,
    ("Anna Berg", "A. Lund"): None,
    ("B. Berg", "A. Berg"): None,
}


@pytest.mark.parametrize(("pair", "expected"), PERSONS.items())
def test_who_may_be_the_same(pair: tuple[str, str], expected: tuple[float, float, str] | None) -> None:
    found = list(persons_alike([named(name) for name in pair]))
    assert len(found) == bool(expected)
    if expected:
        low, high, reason = expected
        assert low <= found[0].score <= high
        assert reason in found[0].reason


def test_two_in_one_list_of_those_present_are_two() -> None:
    both = frozenset({7})
    assert not list(persons_alike([named("Anna-Karin Berg", lists=both), named("Anna Karin Berg", lists=both)]))


def test_an_initial_that_fits_several_is_less_likely_any_of_them() -> None:
    alone = list(persons_alike([named("A. Berg"), named("Anna Berg")]))
    several = list(persons_alike([named("A. Berg"), named("Anna Berg"), named("Arne Berg")]))
    assert len(several) == 2
    assert max(one.score for one in several) < alone[0].score


def test_what_stands_beside_both_and_an_unsure_reading_make_it_likelier() -> None:
    pair = ("Karin Ekblad", "Karin Ekbiad")
    (plain,) = persons_alike([named(name) for name in pair])
    (shared,) = persons_alike([named(name, beside="lövdalens kommun") for name in pair])
    (misread,) = persons_alike([named(pair[0]), named(pair[1], sure=0.6)])
    assert plain.score < shared.score
    assert plain.score < misread.score
    assert "lövdalens kommun" in shared.reason


def test_the_more_frequent_name_stands_first() -> None:
    (one,) = persons_alike([named("Anna Karin Berg"), named("Anna-Karin Berg", documents=4)])
    assert (one.first, one.second) == ("Anna-Karin Berg", "Anna Karin Berg")


def test_organisations() -> None:
    def pairs(*names: str) -> list[str]:
        return [one.reason for one in organisations_alike([named(name) for name in names])]

    assert pairs("Lövdalens kommun", "Lovdalens kommun") == ["skiljer bara i bokstävernas prickar och ringar"]
    assert pairs("Region Lövdalen", "Region Lövdalens") == ["det ena är genitiv av det andra"]
    assert pairs("Samordningsförbundet", "Samordningsförbundet Lövdalen") == ["det ena namnet inleder det andra"]
    assert pairs("Föreningen", "Föreningen Kvarnen", "Föreningen Ängen") == []
    assert pairs("Lövdalens kommun", "Ekdalens kommun") == []


def test_a_number_says_more_than_a_name() -> None:
    def numbered(name: str, number: str) -> Named:
        return Named(name, frozenset(), frozenset(), frozenset({number}), 1, 0.98)

    same = [numbered("Förbundet Ett", "222000-0026"), numbered("Samverkan Två", "222000-0026")]
    assert [one.reason for one in organisations_alike(same)] == ["samma organisationsnummer"]
    other = [numbered("Förbundet Ett", "222000-0026"), numbered("Förbundet Etl", "222000-0034")]
    assert not list(organisations_alike(other))


NAMES = st.lists(st.text("abcåÅB.- ", min_size=1, max_size=12).filter(lambda t: bool(fold(t))), max_size=6, unique=True)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_any_names_give_pairs_once_with_a_score(names: list[str]) -> None:
    for alike in (persons_alike, organisations_alike):
        found = list(alike([named(name) for name in names]))
        assert len({frozenset((one.first, one.second)) for one in found}) == len(found)
        assert all(0 < one.score < 1 and one.first != one.second for one in found)


def read(archive: Archive) -> Register:
    with archive.connect_to_read() as db:
        return register(db)


def filled(root: Path, folder: Path, texts: list[str]) -> Register:
    archive = new_archive(root)
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        run_add(archive, folder / f"{number}.txt")
    return read(archive)


def test_everyone_is_there_once_with_all_documents(tmp_path: Path) -> None:
    told = filled(tmp_path / "arkiv", tmp_path / "in", [minutes(0), minutes(1), NOTES])
    persons = {entry.name: entry for entry in told.persons}
    assert set(persons) == {"Vidar Granqvist", "Tuva Ekermark", "Tuva Eker-Mark", "Anna Karin Berg"}
    assert len(persons["Vidar Granqvist"].documents) == 3
    assert persons["Vidar Granqvist"].roles == ("ordförande",)
    assert {"närvarande", "ordförande"} <= set(persons["Vidar Granqvist"].documents[0].capacities)
    organisations = {entry.name: entry for entry in told.organisations}
    assert organisations["Samordningsförbundet Lövdalen"].org_numbers == ("222000-0026",)
    assert {"Lövdalens kommun", "Föreningen Kvarnen"} <= set(organisations)
    assert [(p.first, p.second, p.status) for p in told.proposals if p.kind == "person"] == [
        ("Tuva Ekermark", "Tuva Eker-Mark", "föreslagen")
    ]


def test_the_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    texts = [minutes(0), minutes(1), NOTES]
    one = filled(tmp_path / "a", tmp_path / "in a", texts)
    other = filled(tmp_path / "b", tmp_path / "in b", texts[::-1])

    def names(told: Register) -> list[object]:
        return [
            [
                (e.name, e.forms, e.roles, e.org_numbers, [(d.sha256, d.capacities) for d in e.documents])
                for e in entries
            ]
            for entries in (told.persons, told.organisations)
        ]

    assert names(one) == names(other)
    assert one.proposals == other.proposals


def test_the_command_tells_it_to_people_and_programs(tmp_path: Path) -> None:
    archive = new_archive(tmp_path / "arkiv")
    (tmp_path / "a.txt").write_text(NOTES, encoding="utf-8")
    run_add(archive, tmp_path / "a.txt")
    said = cli("register", archive.root)
    assert said.returncode == 0
    assert "Personer: 3" in said.stdout
    assert "Föreningen Kvarnen" in said.stdout
    told = json.loads(cli("register", archive.root, "--json").stdout)
    assert {"persons", "organisations", "proposals"} == set(told)
    assert told["persons"][0]["documents"][0]["date"] == "2031-05-12"


def test_an_empty_archive_has_an_empty_register(tmp_path: Path) -> None:
    assert read(new_archive(tmp_path / "arkiv")) == Register((), (), ())
