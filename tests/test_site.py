"""The frozen site: what is written, and that it works from a folder in a real browser."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from archive.folder import Archive, transaction
from archive.handover import layout
from archive.handover.inventory import Inventory, Item, take_inventory
from archive.handover.site import write_site
from archive.handover.site.addresses import Names
from archive.handover.site.marking import Mark, marked
from archive.search import Query, search
from archive.tokens import canonical
from tests.served import Served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium finns inte på den här datorn")
CLOCK = "2031-12-31T12:00:00Z"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PAGES = ("index.html", "sok.html", "sok.html?q=bevilja", "handlingar.html", "bidrag.html", "iakttagelser.html",
         "personer.html", "protokoll/index.html", "protokoll/2031-05-20/index.html", "protokoll/2031-05-20/32.html",
         "{protokoll maj.pdf}", "{trasig.pdf}", "{protokoll d.docx}", "protokoll/2030-01-01/index.html")  # fmt: skip
LISTS = ("index.html", "bidrag.html")
DESTROYED, SECRET = "protokoll d.docx", "protokoll maj.pdf"


@dataclass(frozen=True)
class Frozen:
    """A package of nothing but the site and what its links lead to."""

    package: Path
    archive: Archive
    inventory: Inventory

    @property
    def folder(self) -> Path:
        return self.package / layout.SITE

    @cached_property
    def files(self) -> list[Path]:
        return sorted(file for file in self.folder.rglob("*") if file.is_file())

    def item(self, name: str) -> Item:
        return next(item for item in self.inventory.items if item.name == name)

    def page(self, path: str) -> BeautifulSoup:
        return BeautifulSoup((self.folder / path).read_text(encoding="utf-8"), "html.parser")

    def document(self, name: str) -> BeautifulSoup:
        return self.page(f"dokument/{self.item(name).key}.html")

    def url(self, path: str) -> str:
        named = re.sub(r"\{(.+)\}", lambda match: f"dokument/{self.item(match[1]).key}.html", path)
        return f"{self.folder.as_uri()}/{named}"


def write(archive: Archive, package: Path) -> Inventory:
    with archive.connect_to_read() as db:
        db.execute("BEGIN")
        inventory = take_inventory(db, CLOCK)
        write_site(archive, inventory, db, package / layout.SITE)
    return inventory


@pytest.fixture(scope="module")
def frozen(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """The served archive with PDF/A beside all that was read, one document destroyed, one § under sekretess."""
    folder = tmp_path_factory.mktemp("fryst")
    shutil.copytree(served.archive.root, folder / "arkiv")
    archive = Archive.open(folder / "arkiv")
    with archive.connect() as db, transaction(db):
        db.execute(
            """INSERT INTO rendition SELECT sha256, '2u', 'm', 'digital', 'pdfa/' || id, sha256, 1000, 'godkänd', ''
               FROM document WHERE status = 'kept'"""
        )
        db.execute("INSERT INTO gallrad VALUES (?, '2031-12-01', 'beslut 7', 'Vidar')", (served.digest(DESTROYED),))
        db.execute(
            """INSERT INTO restriction VALUES
               (1, ?, NULL, '32', 'OSL 26 kap. 1 §', '2031-11-02', 'Förbundet Lövdalen', '')""",
            (served.digest(SECRET),),
        )
        document = db.execute("SELECT id FROM document WHERE sha256 = ?", (served.digest(SECRET),)).fetchone()[0]
        db.execute("INSERT INTO permalink VALUES ('2030-01-01', ?)", (document,))
    inventory = write(archive, folder / "paket")
    for item in inventory.delivered:
        for path in (layout.original_path(item), layout.pdfa_path(item)):
            (folder / "paket" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "paket" / path).write_bytes(b"%PDF-1.7")
    return Frozen(folder / "paket", archive, inventory)


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
    page = BeautifulSoup(html, "html.parser")
    assert page.get_text() == text
    for at, mark in enumerate(marks):
        if mark.id and mark.end <= len(text):
            shown = page.select_one(f"#m{at}")
            assert shown is not None and text[mark.start : mark.end].startswith(shown.get_text())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


class Visit:
    """A tab that remembers what was complained of and what did not arrive."""

    def __init__(
        self, browser: Browser, frozen: Frozen, viewport: ViewportSize = DESKTOP, scripts: bool = True
    ) -> None:
        self.frozen = frozen
        self.page: Page = browser.new_page(viewport=viewport, java_script_enabled=scripts)
        self.page.route(re.compile("^(?!file:)"), lambda route: route.abort())
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))

    def go(self, path: str) -> Page:
        self.page.goto(self.frozen.url(path), wait_until="load")
        if "?q=" in path:
            self.page.wait_for_function("/träff|Skriv|gick inte/.test(document.getElementById('antal').textContent)")
        return self.page

    def find(self, words: str, kind: str = "", year: str = "") -> list[list[object]]:
        """What the search finds: rows of the passages, best first."""
        self.page.goto(self.frozen.url("sok.html"), wait_until="load")
        found: list[list[object]] = self.page.evaluate(
            """async ([words, kind, year]) => { const found = await slutarkivSok.find(words, kind, year);
               return found ? Promise.all(found.numbers.map(slutarkivSok.text)) : [] }""",
            [words, kind, year],
        )
        return found


@pytest.fixture
def visit(browser: Browser, frozen: Frozen) -> Iterator[Visit]:
    visit = Visit(browser, frozen)
    yield visit
    visit.page.close()


@in_browser
def test_every_kind_of_page_opens_from_a_folder_and_suits_a_phone(browser: Browser, frozen: Frozen) -> None:
    visit = Visit(browser, frozen, PHONE)
    for path in PAGES:
        page = visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        levels = [
            int(tag[1]) for tag in page.eval_on_selector_all("h1, h2, h3", "tags => tags.map(tag => tag.tagName)")
        ]
        assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels)), path
    visit.page.close()
    assert visit.complaints == []


@in_browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["bred", "telefon"])
def test_wcag_a_and_aa(browser: Browser, frozen: Frozen, viewport: ViewportSize) -> None:
    visit, axe, found = Visit(browser, frozen, viewport), Axe(), []
    rules = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],
    }
    for path in PAGES if viewport is DESKTOP else LISTS:
        results = axe.run(visit.go(path), options=rules)
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html']}" for v in results.response["violations"]]
    visit.page.close()
    assert found == []


@in_browser
def test_from_the_start_to_a_paragraf_by_keyboard(visit: Visit) -> None:
    page = visit.go("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Till innehållet"
    page.focus("input[type=search]")
    page.keyboard.type("§ 32")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits h2 a")
    assert page.inner_text("#antal").endswith("träff.") or page.inner_text("#antal").endswith("träffar.")
    assert page.get_attribute("#antal", "role") == "status"
    assert page.input_value("#q") == "§ 32"
    page.focus(".hits h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/protokoll/2031-05-20/32.html")
    assert page.inner_text("h1") == "§ 32 Ansökan från Växthuset"
    assert visit.complaints == []


@in_browser
def test_a_sum_is_found_however_it_is_written(visit: Visit) -> None:
    for words in ("60 tkr", "60 000 kr", "60000", "0,06 mkr"):
        found = visit.find(words)
        assert found and all("60 tkr" in str(row[1]) for row in found), words
    page = visit.go("sok.html?q=125%20tkr&ar=2031&slag=protokoll")
    assert page.inner_text(".hits mark") == "125 000 kr"
    assert page.input_value("#ar") == "2031" and page.input_value("#slag") == "protokoll"
    assert page.inner_text(".hits .tag") == "sekretess"


@in_browser
def test_words_are_found_in_every_form(visit: Visit) -> None:
    first = {
        "beviljar": "bevilja", "växthusets": "Växthuset", "ansokan": "Ansökan", "budgetuppfölj*": "Budgetuppföljningen",
        '"väl underbyggd"': "väl underbyggd", "överskottet": "överskott", "uppföljningarna": "Budgetuppföljningen",
        "20 maj 2031": "Växthuset",
    }  # fmt: skip
    for words, printed in first.items():
        found = visit.find(words)
        assert found and any(printed in f"{row[0]} {row[1]}" for row in found[:5]), words
    assert not visit.find('"underbyggd väl"') and not visit.find("och i att") and not visit.find("<script>")[3:]
    assert visit.find("bevilja", year="2031") and not visit.find("bevilja", year="2019")
    assert visit.find("resor", kind="policy") and not visit.find("resor", kind="protokoll")


@in_browser
def test_nothing_that_is_typed_makes_it_fail(visit: Visit) -> None:
    for words in (
        '"',
        "*",
        "§",
        "§§§ 26",
        "__proto__",
        "constructor",
        "a" * 2000,
        "-1 kr",
        "𝔸𝔹",
        "((",
        "\\",
        "kr 5 kr",
    ):
        visit.find(words)
    assert visit.complaints == []


@in_browser
def test_a_hostile_hit_is_shown_as_text(visit: Visit) -> None:
    page = visit.go("sok.html?q=resor%20%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert page.locator(".hits > li").count() and not page.locator("main img").count()
    assert page.input_value("#q").endswith("<img src=x onerror=alert(1)>")
    page = visit.go("sok.html?q=l%C3%A5ngsamma")
    assert "<script>alert(1)</script> <img src=x" in page.inner_text(".hits")
    assert visit.complaints == []


@in_browser
def test_it_finds_what_the_live_search_puts_first(visit: Visit, frozen: Frozen) -> None:
    """The live search's first five are among the frozen one's first ten, but for what has been destroyed."""
    gone = frozen.item(DESTROYED).document
    with frozen.archive.connect_to_read() as db:
        for words in ("bevilja medel", "§ 32", "60 tkr", "Språkvägen", "ekonomisk uppföljning", "uppfolj", "2031-03-01",
                      "lägga informationen", "1 185 500 kr", "Tuva Ekermark", "konkurrens", "växthus två"):  # fmt: skip
            live = [hit for hit in search(db, Query(words)) if hit.document != gone][:5]
            mine = [row[1] for row in visit.find(words)[:10]]
            texts = [db.execute("SELECT text FROM passage WHERE id = ?", (hit.passage,)).fetchone()[0] for hit in live]
            assert live and all(text in mine for text in texts), words


@in_browser
def test_it_reads_a_user_as_the_live_search_does(visit: Visit) -> None:
    spoken = ("§ 26", "26 § i lagen", "§§ 163 a och 164 B", "60 tkr", "1 185 500 kr", "1,5 miljoner kronor", "SEK 40",
              "kr 12,50", "0,125 tkr", "3:-", "den 5:e maj 2031", "5/6-2031", "5/6 2031", "maj 2031", "2031-05-20",
              "2031-13-20", "Dnr 2031/12", "SFL 2031-44", "44/2031 SFL", "12 000 sek 2 mdkr", "jan. 2030", "007 kr",
              "1.250.000 kr", "12,345 kr", "§ 1/2031")  # fmt: skip
    visit.go("sok.html")
    for words in spoken:
        wanted = [[one.start, one.end, list(one.tokens)] for one in canonical(words)]
        found = visit.page.evaluate("w => slutarkivTolkning.canonical(w).map(c => [c.start, c.end, c.tokens])", words)
        assert found == wanted, words


@in_browser
def test_without_javascript_there_are_ways_to_browse(browser: Browser, frozen: Frozen) -> None:
    visit = Visit(browser, frozen, scripts=False)
    page = visit.go("sok.html")
    page.click("noscript a >> nth=0")
    page.click("main a >> nth=0")
    page.click(".hits a >> nth=0")
    assert page.inner_text("h1").startswith("§ ")
    visit.page.close()
    assert visit.complaints == []


@in_browser
def test_a_lost_piece_is_told(browser: Browser, frozen: Frozen, tmp_path: Path) -> None:
    shutil.copytree(frozen.folder, tmp_path / "sida")
    (tmp_path / "sida/sok/n0.js").unlink()
    visit = Visit(browser, frozen)
    visit.page.goto(f"{(tmp_path / 'sida').as_uri()}/sok.html?q=bevilja")
    visit.page.wait_for_function("document.getElementById('antal').textContent.includes('Kontrollera')")
    visit.page.close()


def test_a_place_that_is_taken_is_not_written_over(frozen: Frozen) -> None:
    with pytest.raises(FileExistsError), frozen.archive.connect_to_read() as db:
        write_site(frozen.archive, frozen.inventory, db, frozen.folder)


def test_an_empty_archive_has_a_site_too(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "arkiv", "Samordningsförbundet Lövdalen", "222000-0026")
    write(archive, tmp_path / "paket")
    folder = tmp_path / "paket" / layout.SITE
    assert "0</span>" in (folder / "index.html").read_text(encoding="utf-8")
    assert (folder / "sok/karta.js").is_file()
