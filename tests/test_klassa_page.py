"""The operator's pages: closed to strangers, saved whole or not at all, nothing of anyone else's written over."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from datasette.app import Datasette
from playwright.sync_api import sync_playwright

from archive.cli import main
from archive.folder import Archive, transaction
from archive.handover.holdings import decide, holdings, keep
from archive.handover.inventory import Holding
from archive.handover.plan import OWN
from archive.serve import OPERATOR_TOKEN, PLUGIN, SETTINGS
from datasette_plugins.operator import OPERATOR
from datasette_plugins.views.classing import Posted, _save
from tests.archives import ROOT, command
from tests.served import Served, text_of

KEY = "nyckel-i-provet"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture
def archive(served: Served, tmp_path: Path) -> Archive:
    """A copy of the invented archive, to be written to."""
    shutil.copytree(served.archive.root, tmp_path / "arkiv")
    archive = Archive(tmp_path / "arkiv")
    assert main(["klassa", str(archive.root)]) == 0
    return archive


@pytest.fixture
async def site(archive: Archive) -> AsyncIterator[Datasette]:
    config = {"plugins": {PLUGIN: {OPERATOR_TOKEN: KEY}}}
    site = Datasette([str(archive.database)], default_deny=True, settings=SETTINGS, config=config)
    yield site
    site.close()


def _known(archive: Archive) -> dict[str, Holding]:
    with archive.connect_to_read() as db:
        return holdings(db)


async def _page(site: Datasette, path: str = "/klassa") -> BeautifulSoup:
    response = await site.client.get(path, actor=OPERATOR)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def _form(page: BeautifulSoup) -> dict[str, str]:
    """What a browser would send for the page as it stands."""
    form = page.select_one("form.classing")
    assert form is not None
    told = {str(field["name"]): str(field.get("value", "")) for field in form.select("input")}
    for select in form.select("select"):
        chosen = select.select_one("option[selected]") or select.option
        assert chosen is not None
        told[str(select["name"])] = str(chosen["value"])
    return told


async def _post(site: Datasette, told: dict[str, str], **how: Any) -> Any:
    return await site.client.post("/klassa", data=told, **{"actor": OPERATOR, **how})


async def test_strangers_see_nothing_and_change_nothing(site: Datasette, archive: Archive) -> None:
    told = _form(await _page(site))
    before = _known(archive)
    for who in ({}, {"actor": {"id": "någon"}}, {"cookies": {"ds_actor": "gissad"}}):
        for path in ("/klassa", "/check", "/ordna", "/ordna?nyckel=gissad", "/ordna?nyckel="):
            response = await site.client.get(path, **who)
            assert response.status_code == 403 and "öppen" in response.text and "<form" not in response.text
        assert (await site.client.post("/klassa", data={**told, "besluta": "1"}, **who)).status_code == 403
        home = (await site.client.get("/", **who)).text
        assert "/klassa" not in home and "/check" not in home
    assert _known(archive) == before


async def test_the_key_opens_the_door_and_no_other_room(site: Datasette) -> None:
    response = await site.client.get(f"/ordna?nyckel={KEY}")
    assert response.status_code == 302 and response.headers["location"] == "/check"
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    cookies = {"ds_actor": re.findall(r'ds_actor="?([^";]+)', cookie)[0]}
    assert (await site.client.get("/klassa", cookies=cookies)).status_code == 200
    for path in ("/arkiv", "/arkiv.json", "/arkiv/document.json", "/-/plugins", "/-/actor.json", "/-/config"):
        assert (await site.client.get(path, cookies=cookies)).status_code == 403, path


async def test_an_archive_served_without_a_key_has_no_operator(served: Served) -> None:
    site = Datasette([str(served.archive.database)], default_deny=True, settings=SETTINGS)
    assert (await site.client.get("/klassa", actor=OPERATOR)).status_code == 403
    assert (await site.client.get("/ordna?nyckel=")).status_code == 403
    site.close()


async def test_a_form_from_another_site_is_refused(site: Datasette, archive: Archive) -> None:
    told = {**_form(await _page(site)), "besluta": "1"}
    before = _known(archive)
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://annan.example"}):
        response = await _post(site, told, headers=headers)
        assert response.status_code == 403 and "Ingenting är sparat" in response.text
    assert _known(archive) == before
    assert (await _post(site, told, headers={"sec-fetch-site": "same-origin"})).status_code == 303


async def test_only_what_was_changed_is_saved(site: Datasette, archive: Archive) -> None:
    told = _form(await _page(site))
    before = _known(archive)
    sha256 = next(key for key, holding in before.items() if holding.series == "A1")
    response = await _post(site, {**told, f"{sha256}.series": "A2", f"{sha256}.klass": "1.1.2"})
    assert (response.status_code, response.headers["location"]) == (303, "/klassa?sida=1&sparade=1")
    after = _known(archive)
    changed = after.pop(sha256)
    assert (changed.klass, changed.series, changed.status) == ("1.1.2", "A2", "beslutad")
    assert after == {key: holding for key, holding in before.items() if key != sha256}
    page = await _page(site, response.headers["location"])
    assert text_of(page.select_one("[role=status]")) == "En handling är sparad."
    with archive.connect_to_read() as db:
        event = db.execute("SELECT object, detail FROM event ORDER BY id DESC LIMIT 1").fetchone()
    assert event["object"] == sha256 and "i webbläsaren" in event["detail"]


async def test_a_row_that_does_not_hold_saves_nothing(site: Datasette, archive: Archive) -> None:
    told = _form(await _page(site))
    before = _known(archive)
    first, second = list(before)[:2]
    response = await _post(site, {**told, f"{first}.series": "L1", f"{second}.gallring": "gallras"})
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 400 and _known(archive) == before
    assert "Gallring kräver ett beslut" in text_of(page.select_one("[role=alert]"))
    wrong = page.select_one(f"[name='{second}.decision']")
    assert wrong is not None and wrong["aria-invalid"] == "true" and page.select_one(f"#{wrong['aria-describedby']}")
    kept = page.select_one(f"[name='{first}.series'] option[selected]")
    assert kept is not None and kept["value"] == "L1", "what was written is there to be sent again"
    whole = {f"{second}.decision": "4", f"{second}.decided": "2031-02-01", f"{second}.term": "7"}
    again = await _post(site, {**_form(page), **whole, f"{second}.due": "2039-01-01"})
    assert again.headers["location"].endswith("sparade=2")


async def test_another_hands_change_is_not_written_over(site: Datasette, archive: Archive) -> None:
    told = _form(await _page(site))
    first, second = list(_known(archive))[:2]
    with archive.connect() as db, transaction(db):
        decide(db, {first: Holding("2.2.3", "L1")}, "Tuva")
    response = await _post(site, {**told, f"{second}.series": "L1"})
    assert response.status_code == 303, "a row nobody touched here stands in nobody's way"
    assert _known(archive)[first].klass == "2.2.3"
    response = await _post(site, {**told, f"{first}.series": "A2"})
    assert response.status_code == 400 and "ändrats på annat håll" in response.text
    assert _known(archive)[first].series == "L1"


async def test_all_on_the_page_are_decided_but_what_is_open(site: Datasette, archive: Archive) -> None:
    response = await _post(site, {**_form(await _page(site)), "besluta": "1"})
    after = _known(archive)
    assert response.headers["location"].endswith(f"sparade={sum(bool(h.klass) for h in after.values())}")
    assert {h.status for h in after.values() if h.klass} == {"beslutad"}
    assert {h.status for h in after.values() if not h.klass} == {"föreslagen"}, "nobody has said where it belongs"


@pytest.mark.parametrize(
    "told",
    [
        {"": "x", ".": "y", "nix.klass": "1.1.1", f"{'0' * 64}.klass": "1.1.1"},
        {f"{'0' * 64}.klass": "1.1.1", f"{'0' * 64}.before": "x"},
        {"besluta": "1"},
    ],
)
async def test_forms_of_another_make(site: Datasette, archive: Archive, told: dict[str, str]) -> None:
    before = _known(archive)
    assert (await _post(site, told)).status_code in (303, 400)
    assert _known(archive) == before


async def test_narrowing_and_a_closed_archive(site: Datasette, archive: Archive) -> None:
    page = await _page(site, "/klassa?visa=oklassade")
    assert len(page.select("form.classing tbody tr")) == 1, "the file that could not be read"
    assert len((await _page(site, "/klassa?visa=nix&slag=policy&sida=9x")).select("form.classing tbody tr")) == 2
    told = _form(await _page(site))
    with archive.connect() as db, transaction(db):
        db.execute("INSERT INTO receipt VALUES ('ab', 'p', '2032-02-01', 'Lövdalens kommunarkiv')")
    page = await _page(site)
    assert page.select_one("fieldset[disabled]") and not page.select("form.classing button")
    before = _known(archive)
    response = await _post(site, {**told, "besluta": "1"})
    assert response.status_code == 400 and "stängt" in response.text and _known(archive) == before


async def test_a_plan_that_is_broken_is_told(site: Datasette, archive: Archive) -> None:
    (archive.root / OWN).write_text("[klasser", encoding="utf-8")
    for path in ("/klassa", "/check"):
        assert OWN in text_of((await _page(site, path)).select_one("[role=alert]"))


async def test_what_is_left_to_do_leads_to_the_documents(site: Datasette, served: Served) -> None:
    page = await _page(site, "/check")
    leads = [str(link["href"]) for link in page.select(".todo a")]
    assert served.document("trasig.pdf") in leads
    for lead in dict.fromkeys(leads):
        assert (await site.client.get(lead)).status_code == 200, lead
    assert text_of(page.select_one("#fel + ol h3")).endswith("uppgifter om arkivbildaren saknas.")


async def test_a_destroyed_document_says_so(site: Datasette, archive: Archive, served: Served) -> None:
    digest = served.digest("protokoll maj.pdf")
    with archive.connect() as db, transaction(db):
        keep(
            db, digest, Holding("1.1.1", "A1", "gallras", "", "LÖV 4", "2020-01-01", 1, "2022-01-01", None, "beslutad")
        )
    assert main(["gallra", str(archive.root), "--forstor", "--beslut", "LÖV 4", "--ja"]) == 0
    page = BeautifulSoup((await site.client.get(served.document("protokoll maj.pdf"))).text, "html.parser")
    assert "förstörd enligt gallringsbeslut LÖV 4" in text_of(page.select_one(".note"))
    assert not page.select_one(f"a[href='/original/{digest}']")
    for path in (f"/original/{digest}", f"/bild/{digest}/1"):
        assert (await site.client.get(path)).status_code == 404
    for path in ("/", "/handlingar", "/sok?q=växthuset", "/beviljat", "/iakttagelser", "/protokoll/2031-05-20"):
        assert (await site.client.get(path)).status_code in (200, 404), path


def test_many_rows_at_once_are_one_transaction(archive: Archive) -> None:
    with archive.connect_to_read() as db:
        digests = [row[0] for row in db.execute("SELECT sha256 FROM document")]
    posted = Posted({sha256: {"klass": "9.9.9"} for sha256 in digests}, dict.fromkeys(digests, "x"), decide_all=False)
    assert len(_save(archive.root, posted).faults) == len(digests)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium finns inte på den här datorn")
@pytest.mark.parametrize("width", [1280, 360])
def test_in_a_browser_without_script_by_keyboard_and_for_axe(archive: Archive, width: int) -> None:
    with Serving(archive) as (base, way_in), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": width, "height": 800})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(way_in)
        assert page.url == f"{base}/check", "the key does not stay in the address"
        for path in ("/check", "/klassa"):
            page.goto(base + path)
            for summary in page.locator("details:not([open]) > summary").all()[:3]:
                summary.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            rules = {
                "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                "resultTypes": ["violations"],
            }
            found = Axe().run(page, options=rules).response["violations"]
            assert [f"{path}: {v['id']}: {v['nodes'][0]['html']}" for v in found] == []
        assert not complaints
        quiet = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
        quiet.goto(base + "/klassa")
        chosen = quiet.get_by_role("combobox", name=re.compile("^Serie Resepolicy"))
        chosen.focus()
        chosen.select_option("L1")
        quiet.get_by_role("button", name="Spara ändringarna").press("Enter")
        assert quiet.get_by_role("status").inner_text() == "En handling är sparad."
        browser.close()
    assert [holding.series for holding in _known(archive).values()].count("L1") == 1


class Serving:
    """`slutarkiv serve` in a process of its own: its address, and the operator's way in."""

    def __init__(self, archive: Archive) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            command("serve", archive.root, "--port", self.port), stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def __enter__(self) -> tuple[str, str]:
        assert self.process.stdout is not None
        base = self.process.stdout.readline().split()[-1]
        return base, self.process.stdout.readline().split()[-1]

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)
