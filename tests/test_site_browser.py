"""The frozen site opened from a folder in a real browser: read, searched, by keyboard, on a phone, without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from archive.search import Query, search
from archive.tokens import canonical
from tests.frozen import DESTROYED, Frozen

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium finns inte på den här datorn")
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PAGES = ("index.html", "sok.html", "sok.html?q=bevilja", "handlingar.html", "bidrag.html", "iakttagelser.html",
         "personer.html", "protokoll/index.html", "protokoll/2031-05-20/index.html", "protokoll/2031-05-20/32.html",
         "{protokoll maj.pdf}", "{trasig.pdf}", "{protokoll d.docx}", "protokoll/2030-01-01/index.html")  # fmt: skip
LISTS = ("index.html", "bidrag.html")


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


def test_a_sum_is_found_however_it_is_written(visit: Visit) -> None:
    for words in ("60 tkr", "60 000 kr", "60000", "0,06 mkr"):
        found = visit.find(words)
        assert found and all("60 tkr" in str(row[1]) for row in found), words
    page = visit.go("sok.html?q=125%20tkr&ar=2031&slag=protokoll")
    assert page.inner_text(".hits mark") == "125 000 kr"
    assert page.input_value("#ar") == "2031" and page.input_value("#slag") == "protokoll"
    assert page.inner_text(".hits .tag") == "sekretess"


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


def test_a_hostile_hit_is_shown_as_text(visit: Visit) -> None:
    page = visit.go("sok.html?q=resor%20%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert page.locator(".hits > li").count() and not page.locator("main img").count()
    assert page.input_value("#q").endswith("<img src=x onerror=alert(1)>")
    page = visit.go("sok.html?q=l%C3%A5ngsamma")
    assert "<script>alert(1)</script> <img src=x" in page.inner_text(".hits")
    assert visit.complaints == []


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


def test_without_javascript_there_are_ways_to_browse(browser: Browser, frozen: Frozen) -> None:
    visit = Visit(browser, frozen, scripts=False)
    page = visit.go("sok.html")
    page.click("noscript a >> nth=0")
    page.click("main a >> nth=0")
    page.click(".hits a >> nth=0")
    assert page.inner_text("h1").startswith("§ ")
    visit.page.close()
    assert visit.complaints == []


def test_a_lost_piece_is_told(browser: Browser, frozen: Frozen, tmp_path: Path) -> None:
    shutil.copytree(frozen.folder, tmp_path / "sida")
    (tmp_path / "sida/sok/n0.js").unlink()
    visit = Visit(browser, frozen)
    visit.page.goto(f"{(tmp_path / 'sida').as_uri()}/sok.html?q=bevilja")
    visit.page.wait_for_function("document.getElementById('antal').textContent.includes('Kontrollera')")
    visit.page.close()
