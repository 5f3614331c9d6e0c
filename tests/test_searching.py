"""The search page: hits with their words marked, what narrows them, and that no text a user types breaks a page."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from datasette.app import Datasette
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from datasette_plugins.views.addresses import is_datasettes
from tests.served import Served, page_of, text_of


async def test_search_shows_hits_with_marked_words(site: Datasette) -> None:
    page = await page_of(site, "/sok?" + urlencode({"q": "bevilja Växthuset"}))
    hit = page.select_one(".hits li")
    assert hit is not None and hit.a is not None
    assert hit.a["href"] == "/protokoll/2031-05-20/32" and text_of(hit.a) == "§ 32 Ansökan från Växthuset"
    assert "20 maj 2031" in text_of(hit) and "protokoll" in text_of(hit)
    assert {mark.get_text().lower() for mark in hit.select("mark")} >= {"bevilja", "växthuset"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"q": "§ 5"}, ["/protokoll/2031-03-02/5"]),
        ({"q": "61 tkr"}, ["/protokoll/2031-03-02/5"]),
        ({"belopp": "62 000"}, ["/protokoll/2031-03-03/8"]),
        ({"belopp": "125 tkr", "slag": "protokoll"}, ["/protokoll/2031-05-20/32"]),
        ({"q": "Språkvägen", "till": "2031-03-01"}, ["/protokoll/2031-03-01/2"]),
        ({"q": "Språkvägen", "fran": "2031-03-03"}, ["/protokoll/2031-03-03/8"]),
        ({"q": "Språkvägen", "slag": "policy"}, []),
        ({"q": "zebra"}, []),
    ],
)
async def test_search_within(site: Datasette, fields: dict[str, str], expected: list[str]) -> None:
    page = await page_of(site, "/sok?" + urlencode(fields))
    hits = [str(a["href"]) for a in page.select(".hits h2 a")]
    assert hits[: max(1, len(expected))] == expected
    for field, value in fields.items():
        chosen = page.select_one(f"#{field} option[selected]") if field == "slag" else page.select_one(f"#{field}")
        assert chosen is not None and chosen["value"] == value, "the form keeps what was asked"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"q": "bil", "fran": "27 maj"}, "Skriv datum som ÅÅÅÅ-MM-DD, inte ”27 maj”."),
        ({"q": "bil", "till": "2031-02-30"}, "inte ”2031-02-30”"),
        ({"q": "bil", "fran": "20310501"}, "Skriv datum som"),
        ({"q": "bil", "belopp": "mycket"}, "Skriv beloppet som till exempel 60 000 eller 60 tkr, inte ”mycket”."),
        ({"slag": "protokoll"}, "Skriv minst ett sökord"),
        ({"q": "zebra"}, "Inga träffar"),
    ],
)
async def test_search_tells_what_it_does_not_understand(site: Datasette, fields: dict[str, str], told: str) -> None:
    assert told in text_of((await page_of(site, "/sok?" + urlencode(fields))).main)


@given(query=st.text(max_size=60), field=st.sampled_from(["q", "fran", "slag", "belopp", "sok"]))
@example(query='"* NEAR( AND § :::', field="q")
@example(query="\x00\udcff".encode("utf-8", "replace").decode(), field="q")
@example(query="9" * 40, field="belopp")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_query_breaks_a_page(site: Datasette, served: Served, query: str, field: str) -> None:
    path = served.document("protokoll maj.pdf") if field == "sok" else "/sok"
    await page_of(site, f"{path}?{urlencode({field: query})}")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1, max_size=20))
@example("..")
@example("§ 32")
@example("%")
@example("-")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_address_breaks_the_site(site: Datasette, text: str) -> None:
    for path in (
        f"/protokoll/{quote(text, safe='')}",
        f"/protokoll/2031-05-20/{quote(text, safe='')}",
        f"/{quote(text)}",
    ):
        otherwise = 403 if is_datasettes(path, list(site.databases)) else 404
        assert (await site.client.get(path)).status_code in (200, 302, otherwise)


async def test_searched_words_are_marked_on_the_page(site: Datasette, served: Served) -> None:
    page = await page_of(site, served.document("protokoll maj.pdf") + "/sida/1?" + urlencode({"sok": "Växthuset"}))
    assert {mark.get_text() for mark in page.select(".pagetext mark")} == {"Växthuset"}
    assert len(page.select(".sheet rect")) == 2 and not page.select(".sheet svg a"), (
        "nothing to follow, no stop on the way"
    )
