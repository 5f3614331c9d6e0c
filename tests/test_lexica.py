"""Word lists: the built-in ones, an archive's own put to them, faults told by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.folder import Archive
from archive.lexica import FOLDER, basis, lexica_of
from extractors import extract
from extractors.laws import find_laws
from extractors.lexicon import BUILT_IN, NAMES, Lexica, built_in, load
from extractors.lexicon.merging import faults, merged
from ingest.errors import UsageError
from tests.archives import dump, new_archive, run_add
from tests.minutes import document_of

ODD = """PROTOKOLL
Samordningsförbundet Lövdalen
Styrelsesammanträde 2031-03-04

§ 1 Ansökan
Lövdalens kommun ansöker om 60 tkr.
Mötets hållning
att bevilja 60 tkr till Lövdalens kommun

§ 2 Avslutning
Mötet avslutas.
"""
OWN = {"headings": {"beslut": ["mötets hållning"]}}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return new_archive(tmp_path / "arkiv")


def own(archive: Archive, name: str, text: str) -> None:
    folder = archive.root / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_built_in_list_begins_with_a_comment_in_swedish(name: str) -> None:
    path = Path(__file__).parents[1] / "extractors" / "lexicon" / f"{name}.toml"
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert any(f" {word} " in first for word in ("som", "och", "för", "i"))


def test_the_names_are_all_the_lists_there_are() -> None:
    folder = Path(__file__).parents[1] / "extractors" / "lexicon"
    assert set(NAMES) == {path.stem for path in folder.glob("*.toml")}


def test_own_words_are_put_to_the_built_in_ones_and_only_while_in_force() -> None:
    document = document_of(ODD)
    assert not extract(document).decisions
    with Lexica(OWN).in_force():
        assert {"beslut", "mötets hållning"} <= set(load("headings")["beslut"])
        assert [d.action for d in extract(document).decisions] == ["bevilja"]
    assert "mötets hållning" not in load("headings")["beslut"]
    assert not extract(document).decisions


def test_patterns_are_made_anew_for_other_words() -> None:
    text = "enligt 4 § kvarnlagen"
    assert not list(find_laws(text))
    with Lexica({"laws": {"namn": {"Kvarnlagen": "2031:12"}}}).in_force():
        assert [law.target for law in find_laws(text)] == ["2031:12 4 §"]
    assert not list(find_laws(text))


def test_merging_leaves_the_built_in_list_alone() -> None:
    mine = {"a": ["x"], "b": {"c": ["y"]}, "vikt": 2}
    whole = merged(mine, {"a": ["X", "z"], "b": {"c": ["w"]}, "vikt": 3})
    assert whole == {"a": ["x", "z"], "b": {"c": ["y", "w"]}, "vikt": 3}
    assert mine == {"a": ["x"], "b": {"c": ["y"]}, "vikt": 2}


def test_other_words_have_another_digest() -> None:
    assert Lexica().digest == BUILT_IN.digest == Lexica({"headings": {"beslut": ["beslut"]}}).digest
    assert Lexica(OWN).digest != BUILT_IN.digest
    assert basis(Lexica(OWN)) != basis(BUILT_IN)


FAULTS: dict[str, tuple[str, str, str]] = {
    "no such list": ("lagar.toml", "", "ordlistor/lagar.toml: det finns ingen ordlista som heter så. Välj bland: "),
    "not toml": (
        "headings.toml",
        'beslut = [\n "a"\n "b"]\n',
        "ordlistor/headings.toml rad 3, tecken 2: raden går inte",
    ),
    "å without marks": ("laws.toml", "[namn]\nåkerlagen = 1\n", 'före = och inom [ ] behövs citattecken: "årsmöte"'),
    "no end": ("headings.toml", 'beslut = ["a",\n', "ordlistor/headings.toml"),
    "no such section": (
        "headings.toml",
        "# hej\nbesult = []\n",
        "ordlistor/headings.toml rad 2: avsnittet besult finns",
    ),
    "closed": ("months.toml", "[manader]\ntorsdag = 1\n", "ordlistor/months.toml rad 1: avsnittet manader kan inte"),
    "not a list": ("headings.toml", 'beslut = "ja"\n', "rad 1: beslut ska vara en lista"),
    "not a word": ("headings.toml", "beslut = [3]\n", "rad 1: 3 i beslut ska stå inom citattecken"),
    "no action": ("actions.toml", '[uttryck]\n\n"ger tummen upp" = "gilla"\n', "rad 3: gilla är ingen åtgärd"),
    "no such key": ("actions.toml", '[ord]\ngilla = ["gillar"]\n', "rad 2: gilla finns inte i avsnittet ord"),
    "not a number": ("organisations.toml", '[fore]\nlaget = "x"\n', "rad 2: laget ska vara ett tal"),
    "a sign": ("grants.toml", '[verb]\nord = ["ge(r"]\n', "rad 2: ge(r i ord har ett tecken"),
    "empty": ("headings.toml", 'beslut = [" "]\n', "rad 1: ett tomt ord i beslut"),
}


@pytest.mark.parametrize(("name", "text", "told"), FAULTS.values(), ids=FAULTS.keys())
def test_faults_are_told_by_file_and_line(archive: Archive, name: str, text: str, told: str) -> None:
    own(archive, name, text)
    with pytest.raises(UsageError) as raised:
        lexica_of(archive)
    assert told in str(raised.value)


def test_bytes_that_are_no_text_are_told(archive: Archive) -> None:
    own(archive, "headings.toml", "")
    (archive.root / FOLDER / "headings.toml").write_bytes(b'beslut = ["\xe5"]')
    with pytest.raises(UsageError, match="UTF-8"):
        lexica_of(archive)


def test_a_built_in_list_has_no_faults_as_an_addition() -> None:
    for name in NAMES:
        added: dict[str, Any] = built_in(name)
        told = [fault.message for fault in faults(name, built_in(name), added)]
        assert all("kan inte utökas" in message for message in told), told


def test_a_changed_list_finds_the_facts_anew(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "möte.txt").write_text(ODD, encoding="utf-8")
    run_add(archive, tmp_path / "möte.txt")
    before = dump(archive)
    own(archive, "headings.toml", 'beslut = ["Mötets hållning"]\n')
    assert [outcome.what for outcome in run_add(archive)] == ["renewed"]
    after = dump(archive)
    assert len(after["decision"]) == len(before["decision"]) + 1
    assert after["extraction"] != before["extraction"]
    assert run_add(archive) == []
    (archive.root / FOLDER / "headings.toml").unlink()
    run_add(archive)
    assert dump(archive) == before


def test_a_faulty_list_stops_a_run_before_anything_is_done(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "möte.txt").write_text(ODD, encoding="utf-8")
    own(archive, "headings.toml", "besult = []\n")
    before = dump(archive)
    with pytest.raises(UsageError):
        run_add(archive, tmp_path / "möte.txt")
    assert dump(archive) == before
