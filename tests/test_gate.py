"""What meets someone who goes where nothing is, or not for them: Swedish, quick, and with no way in from elsewhere."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette
from datasette.utils import PrefixedUrlString

from datasette_plugins.views import start
from tests.served import Served, datasette, page_of, text_of

NOWHERE = (
    "/nix", "/nix/nix", "/nix.json", "/protokoll/2031-01-01", "/protokoll/2031-05-20/99", "/handling/" + 16 * "0",
    "/original/" + 64 * "0", "/bild/" + 64 * "0" + "/1",
)  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
async def test_what_is_not_there_is_told_in_swedish(
    site: Datasette, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = await page_of(site, path, 404)
    assert text_of(page.h1) == "Sidan finns inte" and page.select_one("main a[href='/']")
    assert not "".join(capsys.readouterr()), "nothing to log: nobody made a fault"


@pytest.mark.parametrize("path", ["/arkiv", "/arkiv/document", "/-/plugins", "/-/nix"])
async def test_what_is_closed_is_told_in_swedish(site: Datasette, path: str) -> None:
    assert text_of((await page_of(site, path, 403)).h1) == "Sidan är inte öppen"


async def test_sida_noll_and_trailing_slash(site: Datasette, served: Served) -> None:
    assert (await site.client.get(served.document("protokoll maj.pdf") + "/sida/0")).status_code == 404
    moved = await site.client.get("/handlingar/")
    assert (moved.status_code, moved.headers["location"]) == (302, "/handlingar")


async def test_a_bug_is_told_in_swedish_and_logged(
    site: Datasette, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("datasette.handle_exception.rich", None)
    monkeypatch.setattr(start, "contents", None)
    assert text_of((await page_of(site, "/", 500)).h1) == "Något gick fel"
    assert "TypeError" in capsys.readouterr().err


async def test_headers_let_nothing_in_from_elsewhere(site: Datasette, served: Served) -> None:
    for path in (
        "/",
        "/sok?q=bil",
        served.document("protokoll maj.pdf"),
        "/nix",
        "/-/plugins",
        "/protokoll/2031-05-20/32",
    ):
        headers = (await site.client.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "script-src" not in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


async def test_everything_works_under_another_base(served: Served) -> None:
    site = datasette(served, base_url="/arkivet/")
    paths, seen = ["/arkivet/"], set[str]()
    while paths and len(seen) < 60:
        path = paths.pop(0)
        if path in seen:
            continue
        seen.add(path)
        response = await site.client.get(PrefixedUrlString(path))
        assert response.status_code == 200, path
        if not response.headers["content-type"].startswith("text/html"):
            continue
        page = BeautifulSoup(response.text, "html.parser")
        leads = [
            str(tag.get("href") or tag.get("src") or tag.get("action")) for tag in page.select("a, link, img, form")
        ]
        for lead in leads:
            assert lead.startswith(("/arkivet/", "#")), f"{path}: {lead}"
        paths += [lead.partition("#")[0] for lead in leads if lead.startswith("/")]
    assert {"/arkivet/-/static-plugins/slutarkiv/slutarkiv.css", "/arkivet/beviljat"} <= seen
    assert any(path.startswith("/arkivet/original/") for path in seen)
    moved = await site.client.get(PrefixedUrlString("/arkivet/sok/"))
    assert moved.headers["location"] == "/arkivet/sok"
    assert (await site.client.get(PrefixedUrlString("/arkivet/arkiv.json"))).status_code == 403
