"""The pages in a real browser, served by the command: by keyboard, on a phone, for those who cannot see them."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.archives import ROOT, command
from tests.served import Served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium finns inte på den här datorn")
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PAGES = ("/", "/sok?q=bevilja", "/sok?q=zebra&fran=fel", "/handlingar", "{pdf}", "{pdf}/sida/2?sok=bevilja", "{scan}",
         "{failed}", "{docx}", "/protokoll/2031-05-20", "/protokoll/2031-05-20/32", "/protokoll/2031-03-01-2/2",
         "/beviljat", "/iakttagelser", "/nix", "/arkiv")  # fmt: skip

LISTS = ("/", "/handlingar", "/protokoll/2031-03-01", "/beviljat", "/iakttagelser")  # drawn otherwise on a phone


@pytest.fixture(scope="module")
def base(served: Served) -> Iterator[str]:
    """The address of `slutarkiv serve` in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        command("serve", served.archive.root, "--port", port), stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert serving.stdout is not None
        assert f"http://127.0.0.1:{port}" in serving.stdout.readline(), "told when it answers"
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        serving.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


class Visit:
    """A page of the browser that remembers what it complained of and whom it asked."""

    def __init__(self, browser: Browser, base: str, viewport: ViewportSize) -> None:
        self.page: Page = browser.new_page(viewport=viewport)
        self.base = base
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path, wait_until="load")
        return self.page


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    visit = Visit(browser, base, DESKTOP)
    yield visit
    visit.page.close()


@pytest.fixture
def phone(browser: Browser, base: str) -> Iterator[Visit]:
    visit = Visit(browser, base, PHONE)
    yield visit
    visit.page.close()


def _paths(served: Served) -> list[str]:
    names = {"pdf": "protokoll maj.pdf", "scan": "inköpspolicy.png", "failed": "trasig.pdf", "docx": "protokoll d.docx"}
    return [path.format(**{key: served.document(name) for key, name in names.items()}) for path in PAGES]


def _tab_to(page: Page, selector: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def _focus_is_seen(page: Page) -> bool:
    return bool(page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"))


def test_from_the_start_page_to_a_decision_by_keyboard(visit: Visit) -> None:
    page = visit.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Till innehållet"
    _tab_to(page, "input[type=search]")
    assert _focus_is_seen(page)
    page.keyboard.type("bevilja Växthuset")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok?*")
    _tab_to(page, ".hits h2 a")
    assert _focus_is_seen(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/protokoll/2031-05-20/32")
    assert page.inner_text("h1") == "§ 32 Ansökan från Växthuset"
    _tab_to(page, ".sheet svg a")
    page.keyboard.press("Enter")
    assert page.url.endswith("#decision-0") or "#amount-" in page.url, "the mark leads to what it marks"
    assert not visit.complaints


def test_the_mark_lies_over_the_words(visit: Visit, served: Served) -> None:
    """The picture under the decision's rectangle is ink, above and below it paper; the ratio is that of the page."""
    page = visit.go(served.document("protokoll maj.pdf") + "/sida/2")
    sheet, mark = (
        page.locator(".sheet img").bounding_box(),
        page.locator("svg a[href='#decision-0'] rect").bounding_box(),
    )
    assert sheet and mark
    # set by the test: the fourth line of the page, x 70 and y 120 + 3 * 22 of A4, 11 points high
    assert (mark["x"] - sheet["x"]) / sheet["width"] == pytest.approx(70 / 595, abs=0.01)
    assert (mark["y"] - sheet["y"]) / sheet["height"] == pytest.approx((186 - 9) / 842, abs=0.012)
    assert mark["height"] / sheet["height"] < 22 / 842, "one line"
    assert page.evaluate("document.querySelector('.sheet img').naturalWidth") > 600, "the picture is there"


def test_no_page_scrolls_sideways_on_a_phone(phone: Visit, served: Served) -> None:
    for path in _paths(served):
        page = phone.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.locator("nav[aria-label=Huvudmeny] a").first.is_visible()


def test_nothing_is_asked_of_anyone_else_and_nothing_is_complained_of(visit: Visit, served: Served) -> None:
    for path in _paths(served):
        if path not in ("/nix", "/arkiv"):  # those the browser itself tells of: 404, 403
            visit.go(path)
    assert visit.asked and all(url.startswith(visit.base) for url in visit.asked)
    assert not visit.complaints


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["bred", "telefon"])
def test_wcag_a_and_aa(browser: Browser, base: str, served: Served, viewport: ViewportSize) -> None:
    visit, axe = Visit(browser, base, viewport), Axe()
    rules = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],
    }
    found = []
    for path in _paths(served) if viewport is DESKTOP else LISTS:
        results = axe.run(visit.go(path), options=rules)
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html']}" for v in results.response["violations"]]
    visit.page.close()
    assert found == []


def test_headings_go_down_a_step_at_a_time(visit: Visit, served: Served) -> None:
    for path in _paths(served):
        levels = [int(tag[1]) for tag in visit.go(path).eval_on_selector_all(
            "h1, h2, h3, h4", "tags => tags.map(tag => tag.tagName)")]  # fmt: skip
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_print_leaves_out_what_paper_has_no_use_for(visit: Visit, tmp_path: Path) -> None:
    page = visit.go("/protokoll/2031-05-20/32")
    page.emulate_media(media="print")
    assert not page.locator("nav[aria-label=Huvudmeny]").is_visible()
    assert page.locator("#decision-0").is_visible() and page.locator(".sheet img").first.is_visible()
    page.pdf(path=str(tmp_path / "paragraf.pdf"), format="A4", print_background=False)
    assert (tmp_path / "paragraf.pdf").stat().st_size > 10_000
