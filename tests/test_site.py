"""The frozen site as files: links that lead somewhere, nothing hostile or destroyed in them, always the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from archive.folder import Archive
from archive.handover import layout
from archive.handover.site import write_site
from archive.handover.site.addresses import Names
from archive.handover.site.marking import Mark, marked
from tests.frozen import DESTROYED, SECRET, Frozen, write


def test_every_link_leads_to_a_file_and_a_place_in_it(frozen: Frozen) -> None:
    there: dict[Path, set[str]] = {}
    links = []
    for file in (file for file in frozen.files if file.suffix == ".html"):
        page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        ids = [str(tag["id"]) for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), f"{file} has an id twice"
        there[file.resolve()] = set(ids)
        links += [(file, str(tag.get("href") or tag.get("src"))) for tag in page.select("[href], [src]")]
        links += [(file, str(tag["action"])) for tag in page.select("form[action]")]
    assert len(links) > 500
    for file, link in links:
        parts = urlsplit(link)
        assert not parts.scheme and not parts.netloc and not link.startswith("/"), f"{file}: {link} leads away"
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file.resolve()
        assert target.is_relative_to(frozen.package.resolve()) and target.is_file(), f"{file}: {link}"
        if parts.fragment and target.suffix == ".html":
            assert parts.fragment in there[target], f"{file}: {link}"


def test_every_document_meeting_and_paragraf_has_its_page(frozen: Frozen) -> None:
    for item in frozen.inventory.items:
        assert (frozen.folder / f"dokument/{item.key}.html").is_file()
    with frozen.archive.connect_to_read() as db:
        rows = db.execute("SELECT d.slug, p.slug FROM paragraf p JOIN document d ON d.id = p.document").fetchall()
    gone = frozen.item(DESTROYED).slug
    assert {slug for slug, _ in rows} >= {"2031-03-01", "2031-03-01-2", "2031-05-20", gone}
    for slug, paragraf in rows:
        assert (frozen.folder / f"protokoll/{slug}/index.html").is_file()
        assert (frozen.folder / f"protokoll/{slug}/{paragraf}.html").is_file() == (slug != gone)


def test_names_suit_a_stick_of_any_kind(frozen: Frozen) -> None:
    paths = [file.relative_to(frozen.folder).as_posix() for file in frozen.files]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(re.fullmatch(r"[a-z0-9./-]+", path) and len(path) < 120 for path in paths)


def test_names_are_plain_and_each_given_once() -> None:
    names = Names(["index"])
    assert [names.take(wanted) for wanted in ("26", "163å", "163a", "163A", "26.2", "con", "Index", "§", "12–14")] == [
        "26", "163a", "163a-2", "163a-3", "26-2", "x-con", "index-2", "x", "1214",
    ]  # fmt: skip


def test_the_same_archive_gives_the_same_bytes(frozen: Frozen, tmp_path: Path) -> None:
    write(frozen.archive, tmp_path)
    again = sorted(file for file in tmp_path.rglob("*") if file.is_file())
    assert [_told(file, tmp_path / layout.SITE) for file in again] == [
        _told(file, frozen.folder) for file in frozen.files
    ]


def _told(file: Path, root: Path) -> tuple[str, str]:
    return file.relative_to(root).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()


def test_hostile_text_is_only_text(frozen: Frozen) -> None:
    page = frozen.document("resepolicy.txt")
    assert "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }}" in page.get_text()
    for file in frozen.files:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".html":
            page = BeautifulSoup(text, "html.parser")
            assert not page.select("img, [onerror]") and all(tag.get("src") for tag in page.select("script"))
            assert "script-src 'self' file:" in str(page.select_one("meta[http-equiv]"))
        elif file.parent.name == "sok":
            assert "<" not in text and "\u2028" not in text
            name, data = re.fullmatch(r'slutarkiv\("(\w+)",(.*)\);\n', text, re.DOTALL).groups()  # type: ignore[union-attr]
            assert name == file.stem
            json.loads(data)


def _pieces(folder: Path, letter: str) -> list[list[Any]]:
    """The rows of every piece of the index that begins with a letter, in order."""
    files = sorted(folder.glob(f"sok/{letter}[0-9]*.js"), key=lambda file: int(file.stem[1:]))
    return [row for file in files for row in json.loads(file.read_text("utf-8").split(",", 1)[1].removesuffix(");\n"))]


def test_the_index_holds_what_the_live_one_holds(frozen: Frozen) -> None:
    keys = dict(_pieces(frozen.folder, "n"))
    texts = _pieces(frozen.folder, "t")
    gone = frozen.item(DESTROYED).document
    with frozen.archive.connect_to_read() as db:
        rows = db.execute("SELECT id, heading, text FROM passage WHERE document <> ? ORDER BY id", (gone,)).fetchall()
        assert [[row["heading"], row["text"]] for row in rows] == [text[:2] for text in texts]
        for key in ("bevilja", "kr60000", "paragraf32", "språkväg", "datum20310301"):
            live = {r[0] for r in db.execute("SELECT rowid FROM passage_word WHERE passage_word MATCH ?", (key,))}
            steps, found, at = iter(keys[key]), set(), -1
            for step in steps:
                at += abs(step)
                assert step > 0 or next(steps) > 1
                found.add(rows[at]["id"])
            assert found == {id_ for id_ in live if id_ // 100_000 != gone}, key
    assert list(keys) == sorted(keys) and "och" not in keys


def test_of_what_was_destroyed_there_is_only_that_it_was(frozen: Frozen) -> None:
    item = frozen.item(DESTROYED)
    with frozen.archive.connect_to_read() as db:
        only = "Budgetuppföljningen visar"
        assert db.execute("SELECT count(*) FROM page WHERE text LIKE ?", (f"%{only}%",)).fetchone()[0] == 4
    page = frozen.document(DESTROYED)
    assert "gallrades den 1\u00a0december\u00a02031" in page.get_text() and item.sha256 in page.get_text()
    assert not page.select(".pagetext") and "62 tkr" not in page.get_text()
    assert "gallrades" in frozen.page(f"protokoll/{item.slug}/index.html").get_text()
    row = next(row for row in frozen.page("handlingar.html").select("tbody tr") if DESTROYED in row.get_text())
    assert "gallrad" in row.get_text()
    for file in frozen.files:  # the sum it alone decided on
        assert "62 tkr" not in file.read_text(encoding="utf-8") and "kr62000" not in file.read_text(encoding="utf-8")


def test_sekretess_is_told_wherever_its_text_is_shown(frozen: Frozen) -> None:
    item = frozen.item(SECRET)
    for path in (f"dokument/{item.key}.html", "protokoll/2031-05-20/index.html", "protokoll/2031-05-20/32.html"):
        note = frozen.page(path).select_one(".note.secret")
        assert note is not None, path
        assert "§ 32: OSL 26 kap. 1 §, beslut 2\u00a0november\u00a02031 av Förbundet Lövdalen" in note.get_text()
    assert not frozen.page("protokoll/2031-05-20/31.html").select(".note.secret")
    rows = frozen.page("handlingar.html").select("tbody tr")
    assert [SECRET in row.get_text() for row in rows if row.select(".tag.secret")] == [True]


def test_a_fact_leads_to_its_quotation_and_to_the_page_of_the_pdf(frozen: Frozen) -> None:
    item = frozen.item("protokoll maj.pdf")
    page = frozen.page("protokoll/2031-05-20/32.html")
    decision = page.select_one(".decisions li")
    assert decision is not None and "bevilja Föreningen Växthuset 125" in decision.get_text()
    text, pdf = (str(link["href"]) for link in decision.select("a"))
    assert pdf == f"../../../../{layout.pdfa_path(item)}#page=2"
    mark = frozen.document(item.name).select_one(f"mark[id='{text.split('#')[1]}']")
    assert mark is not None
    assert mark.get_text() == "att bevilja Föreningen Växthuset 125 000 kr för två tjänster under hösten 2031."
    assert mark.find_parent("section")["id"] == "s2"  # type: ignore[index]
    assert mark.select_one("mark.amount").get_text() == "125 000 kr"  # type: ignore[union-attr]


def test_an_address_of_old_leads_on(frozen: Frozen) -> None:
    link = frozen.page("protokoll/2030-01-01/index.html").select_one("main a")
    assert link is not None and link["href"] == "../../protokoll/2031-05-20/index.html"


@given(
    st.text("ab<&\"' åµ", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.booleans()), max_size=8),
)
def test_marks_change_nothing_of_the_text(text: str, drawn: list[tuple[int, int, bool]]) -> None:
    marks = [Mark(a, a + n, "decision", "<", f"m{i}" if own else None) for i, (a, n, own) in enumerate(drawn)]
    html = marked(text, marks, [(a, f"p{i}") for i, (a, _, _) in enumerate(drawn) if a <= len(text)])
    page = BeautifulSoup(f"<pre>{html}</pre>", "html.parser")  # elsewhere the parser makes one space of several
    assert page.get_text() == text
    for at, mark in enumerate(marks):
        if mark.id and mark.end <= len(text):
            shown = page.select_one(f"#m{at}")
            assert shown is not None and text[mark.start : mark.end].startswith(shown.get_text())


def test_a_place_that_is_taken_is_not_written_over(frozen: Frozen) -> None:
    with pytest.raises(FileExistsError), frozen.archive.connect_to_read() as db:
        write_site(frozen.archive, frozen.inventory, db, frozen.folder)


def test_an_empty_archive_has_a_site_too(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "arkiv", "Samordningsförbundet Lövdalen", "222000-0026")
    write(archive, tmp_path / "paket")
    folder = tmp_path / "paket" / layout.SITE
    assert "0</span>" in (folder / "index.html").read_text(encoding="utf-8")
    assert (folder / "sok/karta.js").is_file()
