"""Every page through Datasette itself: that it is there, and says what it must, in Swedish."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette

from archive import accession, extraction, keeping
from archive.extraction import NOTHING
from datasette_plugins.views import start
from extractors import EXTRACTORS
from tests.archives import minutes, new_archive, run_add, write_minutes
from tests.served import HOSTILE, Served, datasette, page_of, text_of


async def test_start_counts_what_is_there(site: Datasette, served: Served) -> None:
    page = await page_of(site, "/")
    cards = {re.sub(r"^\S+ ", "", text_of(li)): int(text_of(li).split()[0]) for li in page.select(".cards li")}
    assert cards == {
        "handlingar": 8,
        "sidor": 8,
        "paragrafer": served.count("SELECT count(*) FROM paragraf"),
        "beslut": served.count("SELECT count(*) FROM decision"),
        "beviljade belopp": 5,
        "iakttagelser": served.count("SELECT count(*) FROM finding WHERE severity <> 'info'"),
    }
    assert "1 fil har inte kunnat läsas" in text_of(page.select_one(".note"))
    assert page.select_one("a[href='/handlingar?slag=protokoll&ar=2031']")
    assert next(a["href"] for a in page.select("main a[href^='/protokoll/']")) == "/protokoll/2031-05-20"
    assert "1 sida: tolkad bild (OCR)" in text_of(page)


async def test_start_counts_anew_when_something_is_added(tmp_path: Path) -> None:
    archive = new_archive(tmp_path / "arkiv")
    site = datasette(Served(archive, tmp_path))
    assert "Arkivet är tomt" in text_of(await page_of(site, "/"))
    run_add(archive, write_minutes(tmp_path / "in", 1))
    assert "1 handlingar" in text_of(await page_of(site, "/"))
    assert start._KNOWN[site][1]["counts"]["paragrafer"] == 3


async def test_documents_are_listed_and_narrowed(site: Datasette, served: Served) -> None:
    page = await page_of(site, "/handlingar")
    assert "8 handlingar" in text_of(page.main)
    link = page.select_one(f"a[href='{served.document('trasig.pdf')}']")
    assert link is not None and text_of(link) == "trasig.pdf", "named by its file where it has no title"
    policies = await page_of(site, "/handlingar?slag=policy&ar=2031")
    assert [text_of(a) for a in policies.select("tbody a")] == [
        "Inköpspolicy för Samordningsförbundet Lövdalen",
        "Resepolicy",
    ]
    assert "0 handlingar" in text_of((await page_of(site, "/handlingar?slag=avtal&sida=7")).main)


async def test_a_document_page_has_picture_marks_and_text(site: Datasette, served: Served) -> None:
    page = await page_of(site, served.document("protokoll maj.pdf") + "/sida/2")
    picture, overlay = page.select_one(".sheet img"), page.select_one(".sheet svg")
    assert picture is not None and overlay is not None
    width, height = map(float, str(overlay["viewbox"]).split()[2:])
    rectangles = overlay.select("rect")
    assert rectangles
    for rect in rectangles:
        x, y, w, h = (float(str(rect[key])) for key in ("x", "y", "width", "height"))
        assert 0 <= x < x + w <= width and 0 <= y < y + h <= height
    for link in overlay.select("a"):
        assert link["aria-label"] and page.select_one(str(link["href"])), "a mark leads to what it marks"
    assert "125 000 kr" in text_of(page.select_one(".pagetext mark"))
    jpeg = await site.client.get(str(picture["src"]))
    assert jpeg.status_code == 200 and jpeg.headers["content-type"] == "image/jpeg" and jpeg.content[:2] == b"\xff\xd8"
    again = await site.client.get(str(picture["src"]))
    assert again.content == jpeg.content and list((served.archive.root / "sidor").rglob("*.jpg"))


async def test_a_scan_shows_its_picture_and_how_it_was_read(site: Datasette, served: Served) -> None:
    page = await page_of(site, served.document("inköpspolicy.png"))
    assert "tolkad bild (OCR)" in text_of(page.main) and "90 000 kronor" in text_of(page.select_one(".pagetext"))
    image = page.select_one(".sheet img")
    assert image is not None and (await site.client.get(str(image["src"]))).status_code == 200


async def test_text_without_layout_is_shown_alone(site: Datasette, served: Served) -> None:
    page = await page_of(site, served.document("protokoll d.docx"))
    assert not page.select(".sheet") and "Språkvägen" in text_of(page.select_one(".pagetext"))
    assert (await site.client.get(f"/bild/{served.digest('protokoll d.docx')}/1")).status_code == 404
    paragraf = await page_of(site, "/protokoll/2031-03-03/8")
    assert not paragraf.select(".sheet") and not paragraf.select("main a[href^='#']"), (
        "no link into a picture that is not there"
    )


async def test_a_meeting_lists_its_paragraphs_and_who_was_there(site: Datasette) -> None:
    page = await page_of(site, "/protokoll/2031-05-20")
    assert [text_of(a) for a in page.select(".hits h2 a")] == [
        "§ 31 Mötet öppnas", "§ 32 Ansökan från Växthuset", "§ 33 Mötet avslutas",
    ]  # fmt: skip
    assert "att bevilja Föreningen Växthuset 125 000 kr" in text_of(page.select(".hits li")[1])
    assert "Vidar Granqvist" in text_of((await page_of(site, "/protokoll/2031-03-01")).main)


async def test_a_paragraph_tells_decision_sum_and_place(site: Datasette, served: Served) -> None:
    page = await page_of(site, "/protokoll/2031-05-20/32")
    assert text_of(page.h1) == "§ 32 Ansökan från Växthuset"
    assert "att bevilja Föreningen Växthuset" in text_of(page.select_one("#decision-0"))
    assert "125 000 kr till Föreningen Växthuset" in text_of(page.main).replace("\xa0", " ")
    assert [figure["id"] for figure in page.select("figure")] == ["sida-1", "sida-2"], "it stands on two pages"
    assert page.select_one("#sida-2 svg a[href='#decision-0'] rect")
    assert {str(a["href"]) for a in page.select(".pager a")} == {"/protokoll/2031-05-20/31", "/protokoll/2031-05-20/33"}
    assert text_of((await page_of(site, "/protokoll/2031-05-20/" + quote("§ 32"))).h1) == text_of(page.h1)


async def test_a_second_meeting_of_the_day_has_its_own_address(site: Datasette) -> None:
    assert "Språkvägen" in text_of((await page_of(site, "/protokoll/2031-03-01/2")).main)
    second = await page_of(site, "/protokoll/2031-03-01-2/2")
    assert "Trädgården" in text_of(second.main) and "Språkvägen" not in text_of(second.main)
    assert "dagens 2:a protokoll" in text_of((await page_of(site, "/protokoll/2031-03-01-2")).h1)


async def test_permalinks_outlive_a_re_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_minutes(tmp_path / "in", 2)
    (folder / "andra.txt").write_text(minutes(0).replace("Språkvägen", "Trädgården"))
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, folder / "protokoll 1.txt")
    run_add(archive, folder)
    site = datasette(Served(archive, folder))
    paths = ("/protokoll/2031-03-01/2", "/protokoll/2031-03-01-2/2", "/protokoll/2031-03-02/5")
    before = [text_of((await page_of(site, path)).main) for path in paths]
    newer = tuple(replace(e, version=e.version + 1) for e in EXTRACTORS)
    monkeypatch.setattr(keeping, "EXTRACTORS", newer)
    monkeypatch.setattr(extraction.extract, "__defaults__", (NOTHING, newer))
    assert {outcome.what for outcome in run_add(archive)} == {"renewed"}
    monkeypatch.setattr(accession, "READER_VERSION", accession.READER_VERSION + 1)
    assert {outcome.what for outcome in run_add(archive)} == {"kept"}
    assert [text_of((await page_of(site, path)).main) for path in paths] == before


async def test_grants_and_findings(site: Datasette, served: Served) -> None:
    grants = await page_of(site, "/beviljat")
    first = [text_of(cell).replace("\xa0", " ") for cell in grants.select("tbody tr")[0].select("td")]
    assert first[:5] == ["2031-05-20", "§ 32", "125 000 kr", "Föreningen Växthuset", "två tjänster"]
    assert len(grants.select("tbody tr")) == 5
    findings = await page_of(site, "/iakttagelser")
    failed = findings.select_one("tbody tr")
    assert failed is not None and failed.a is not None and failed.a["href"] == served.document("trasig.pdf")
    assert all(text_of(cell) for cell in failed.select("td")), "what is wrong, and what to do"


async def test_a_file_that_could_not_be_read_has_its_page(site: Datasette, served: Served) -> None:
    page = await page_of(site, served.document("trasig.pdf"))
    assert "Filen är bevarad oförändrad" in text_of(page.select_one(".note"))
    assert (await site.client.get(served.document("trasig.pdf") + "/sida/2")).status_code == 404


async def test_originals_are_downloaded_unchanged_and_never_shown(site: Datasette, served: Served) -> None:
    for file in served.files.iterdir():
        response = await site.client.get(f"/original/{served.digest(file.name)}")
        assert hashlib.sha256(response.content).hexdigest() == served.digest(file.name)
        assert response.headers["content-disposition"].startswith("attachment;")
        assert quote(file.name) in response.headers["content-disposition"]
        assert response.headers["x-content-type-options"] == "nosniff"


async def test_text_and_query_are_text_not_html(site: Datasette, served: Served) -> None:
    for path in (
        served.document("resepolicy.txt"),
        "/sok?" + urlencode({"q": HOSTILE}),
        "/handlingar?" + urlencode({"slag": HOSTILE, "sok": HOSTILE}),
        served.document("resepolicy.txt") + "?" + urlencode({"sok": HOSTILE}),
    ):
        page = await page_of(site, path)
        assert not page.select("script, [onerror], img[src=x]"), path
    assert HOSTILE in (await page_of(site, served.document("resepolicy.txt"))).get_text()
