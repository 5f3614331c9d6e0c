"""The sample can be trusted: same seed, same bytes; gold and document say the same; what is planted is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path, PurePosixPath
from random import Random
from typing import Any

import pypdfium2 as pdfium
import pytest

from tests.sample import collection, letters, load, packing
from tests.sample.draw_pdf import HEIGHT
from tests.sample.facts import luhn
from tests.sample.forms import SCANS, made
from tests.sample.packing import File
from tests.sample.programme import HOUSES, the_association, the_years

SEED = 7


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[File], list[dict[str, Any]]]:
    out = tmp_path_factory.mktemp("sample")
    files, planted = collection.everything(SEED)
    packing.write(files, out)
    return out, files, planted


def folded(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def body_text(pdf: bytes) -> str:
    """The text of a PDF between its running heads and feet, pages end to end."""
    pages = []
    document = pdfium.PdfDocument(pdf)
    for page in document:
        if page.get_width() < page.get_height():
            pages.append(page.get_textpage().get_text_bounded(bottom=62, top=HEIGHT - 66))
    document.close()
    return folded(" ".join(pages))


def facts_of(gold: dict[str, Any]) -> Iterator[str]:
    for paragraph in gold.get("paragraphs", []):
        yield paragraph["heading"]
        yield from (d["text"] for d in paragraph["decisions"])
    for key in ("amounts", "dates"):
        yield from (fact["text"] for fact in gold.get(key, []))
    for person in gold.get("meeting", {}).get("attendance", []):
        yield person["name"]
    for table in gold.get("tables", []):
        yield from (row["label"] for row in table["rows"])


def with_gold(files: list[File]) -> Iterator[File]:
    for file in files:
        yield from (part for part in (file, *file.inside) if part.gold is not None)


@pytest.mark.parametrize("form", ["digital", "docx", "odt", "txt", "png", "jpg", "tif", *SCANS])
def test_the_same_seed_gives_the_same_bytes_in_every_form(form: str) -> None:
    who = the_association(SEED)
    paper = letters.policy(who, date(2024, 5, 2), "Resepolicy", Random(1)).paper()
    assert made(form, paper, Random(3)) == made(form, paper, Random(3))


def test_the_same_seed_gives_the_same_containers_and_broken_files() -> None:
    def once() -> list[str]:
        who = the_association(SEED)
        years = the_years(who, SEED)
        files = [*collection.broken(who, years, SEED), collection.bundle(who, years[2], Random(2))]
        files += [load.document(SEED, index) for index in (0, 11, 140)]
        return [hashlib.sha256(file.content).hexdigest() for file in files]

    assert once() == once()


def test_another_seed_gives_another_association() -> None:
    assert the_association(1).board != the_association(2).board


def test_every_gold_file_pairs_with_one_file(built: tuple[Path, list[File], list[dict[str, Any]]]) -> None:
    out, files, _ = built
    stems = [part.stem for part in with_gold(files)]
    assert len(stems) == len(set(stems)) == len(list((out / "gold").glob("*.json")))
    written = [PurePosixPath(f.path).stem for f in files] + [m.stem for f in files for m in f.inside]
    for stem in stems:
        pairs = [name for name in written if name == stem or name.startswith((stem + "-", stem + "_"))]
        assert pairs == [stem]


def test_gold_stands_in_the_document(built: tuple[Path, list[File], list[dict[str, Any]]]) -> None:
    _, files, _ = built
    checked = 0
    for part in with_gold(files):
        if "digital" in part.how and "encrypted" not in part.how:
            text = body_text(part.content)
        elif part.path.endswith((".txt", ".md")):
            text = folded(part.content.decode())
        else:
            continue
        checked += 1
        missing = [f for f in facts_of(part.gold or {}) if folded(f).casefold() not in text.casefold()]
        assert not missing, (part.path, missing)
    assert checked >= 25


def test_swedish_letters_and_signs_survive_in_every_house_style(
    built: tuple[Path, list[File], list[dict[str, Any]]],
) -> None:
    _, files, _ = built
    for style in ("1", "2", "3", "6"):
        texts = [body_text(f.content) for f in files if f.style == style and "digital" in f.how]
        assert texts
        assert {"å", "ä", "ö", "§"} <= set("".join(texts)), style


def test_the_six_house_styles_and_the_forms_are_there(built: tuple[Path, list[File], list[dict[str, Any]]]) -> None:
    _, files, _ = built
    assert {f.style for f in files} >= {str(style) for style in HOUSES}
    forms = {word for f in files for word in f.how}
    wanted = {"digital", "skewed", "rotated", "stamped", "150dpi", "wronglayer", "docx", "odt", "xlsx", "eml", "zip"}
    assert forms >= wanted | {"text", "markdown", "png", "jpg", "tif", "encrypted", "truncated", "empty", "duplicate"}
    kinds = {part.kind for part in with_gold(files)}
    assert kinds >= {"protokoll", "verksamhetsplan", "budget", "årsredovisning", "delårsrapport", "revisionsberättelse"}
    assert kinds >= {"avtal", "ansökan", "policy", "kallelse"}


def test_what_is_planted_is_there(built: tuple[Path, list[File], list[dict[str, Any]]]) -> None:
    out, files, planted = built
    by_code = {p["code"]: p for p in planted}
    assert set(by_code) == {"paragraf-gap", "sum", "grant-outturn"}

    def gold(path: str) -> dict[str, Any]:
        name = PurePosixPath(path).stem
        loaded: dict[str, Any] = json.loads((out / "gold" / f"{name}.json").read_text("utf-8"))
        return loaded

    numbers = [int(p["number"]) for p in gold(by_code["paragraf-gap"]["file"])["paragraphs"]]
    assert numbers == sorted(numbers)
    assert numbers[-1] - numbers[0] == len(numbers)
    (finding,) = gold(by_code["sum"]["file"])["findings"]
    assert int(finding["stated"]) - int(finding["computed"]) == 500
    outturn = by_code["grant-outturn"]
    assert outturn["decided"] in [g["amount"] for g in gold(outturn["decided_in"])["grants"]]
    table = next(t for t in gold(outturn["file"])["tables"] if t["title"] == "Beviljade medel och utfall")
    assert [r["values"] for r in table["rows"] if r["values"][0] != r["values"][1]] == [
        [outturn["decided"], outturn["outturn"]]
    ]
    contents = [f.content for f in files if f.content]
    assert len(contents) - len(set(contents)) == 1


def test_sums_in_tables_add_up_but_for_the_planted_one() -> None:
    who = the_association(SEED)
    for year in the_years(who, SEED):
        assert sum(p.budget for p in year.income) >= sum(p.budget for p in (*year.admin, *year.efforts))
        assert year.closing == year.opening + year.revenue - year.cost + year.interest


def test_a_broken_file_tells_its_error_and_has_no_gold(built: tuple[Path, list[File], list[dict[str, Any]]]) -> None:
    _, files, _ = built
    broken = [f for f in files if f.error]
    assert {f.error for f in broken} == {"lösenord", "trasig", "tom", "okänd-filtyp"}
    assert not [f for f in broken if f.gold is not None]
    for file in broken:
        if file.path.endswith(".pdf"):
            with pytest.raises(pdfium.PdfiumError):
                pdfium.PdfDocument(file.content)


def test_a_wrong_layer_has_text_enough_to_be_seen_through(
    built: tuple[Path, list[File], list[dict[str, Any]]],
) -> None:
    _, files, _ = built
    layered = [f for f in files if "wronglayer" in f.how]
    assert layered
    for file in layered:
        for page in pdfium.PdfDocument(file.content):
            text = page.get_textpage().get_text_range()
            assert sum(map(str.isalpha, text)) >= 200, file.path
            assert not set("åäöÅÄÖ") & set(text)


def test_the_organisation_number_is_invented_and_valid() -> None:
    number = the_association(SEED).org_number
    assert number == luhn(number.replace("-", "")[:9])
    assert number.startswith("222000-")


def test_numbers_run_on_through_the_year(built: tuple[Path, list[File], list[dict[str, Any]]]) -> None:
    _, files, _ = built
    held = [f.gold["paragraphs"] for f in files if f.gold and f.stem.startswith("styrelse-2022-")]
    assert len(held) >= 6
    for before, after in pairwise(held):
        assert int(after[0]["number"]) == int(before[-1]["number"]) + 1


def test_the_load_has_as_many_documents_as_asked_for(tmp_path: Path) -> None:
    entries = list(load.load(SEED, 30, tmp_path))
    paths = [tmp_path / "handlingar" / entry["path"] for entry in entries]
    assert len(set(paths)) == 30
    assert all(path.exists() for path in paths)
    assert all((tmp_path / "gold" / entry["gold"]).exists() for entry in entries)
