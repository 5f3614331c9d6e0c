"""Nothing of Datasette's is open to a stranger: no table, no SQL, no file, no writing, none of its own pages.

The paths are made from Datasette's own routes, so a new version with a new route is tested too.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import pytest
from datasette.app import Datasette

from datasette_plugins.views.addresses import ADDRESSES
from tests.served import Served, datasette

OPEN = re.compile(r"^/-/static|^/favicon\.ico|^/-/auth-token$")
FILLED = {
    "database": ["arkiv", "_internal", "_memory", "~61rkiv"],
    "format": ["", ".json", ".csv"],
    "pks": ["1", "1,0"],
    "query": ["q"],
    "rest": [""],
}
QUERIES = ("", "?sql=select+*+from+document", "?_shape=array", "?_search=bevilja", "?_extra=rows", "?q=a", "?_stream=1")
WRITES = (
    "/arkiv/-/create", "/arkiv/document/-/insert", "/arkiv/document/-/upsert", "/arkiv/document/-/drop",
    "/arkiv/document/-/alter", "/arkiv/document/1/-/update", "/arkiv/document/1/-/delete", "/arkiv/-/execute-write",
    "/arkiv/-/query", "/arkiv/-/queries/store", "/-/create-token", "/-/permissions", "/-/logout", "/-/messages",
)  # fmt: skip
ROUND = (
    "/arkiv.db", "/original/arkiv.db", "/-/static/../../arkiv.db", "/-/static/%2e%2e/app.py", "//arkiv.json",
    "/-/static-plugins/slutarkiv/../__init__.py", "/%61rkiv.json", "/arkiv%2ejson", "/-%2factor.json",
    "/./-/actor.json",
)  # fmt: skip


def _tables(served: Served) -> list[str]:
    db = sqlite3.connect(served.archive.database)
    try:
        return [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    finally:
        db.close()


def _paths(pattern: str, tables: list[str]) -> Iterator[str]:
    """The addresses a route answers: every name of a table, the databases, the formats filled in."""
    pattern = re.sub(r"\(\\\.\(\?P<format>[^)]*\)\)\??", "{format}", pattern).rstrip("$").lstrip("^")
    pattern = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", pattern).replace("\\", "")
    names = re.findall(r"\{(\w+)\}", pattern)
    made = [pattern]
    for name in names:
        values = tables if name == "table" else FILLED.get(name, ["1"])
        made = [path.replace("{" + name + "}", value, 1) for path in made for value in values]
    yield from made


def _datasettes_routes(site: Datasette) -> list[str]:
    ours = {pattern for pattern, _ in ADDRESSES}
    return [p for p in (getattr(r, "pattern", r) for r, _ in site._routes()) if p not in ours and not OPEN.match(p)]


async def test_every_route_of_datasettes_is_closed(site: Datasette, served: Served) -> None:
    tables = ["document", "page", "passage_text", "passage_text_content", "passage_word_data", "table_cell", "nix"]
    await site.invoke_startup()
    routes = _datasettes_routes(site)
    assert len(routes) > 50, "Datasette's routes are found"
    asked = 0
    for route in routes:
        for path in _paths(route, tables):
            if path == "/":
                continue  # that one is our own
            response = await site.client.get(path)
            assert response.status_code in (403, 404), f"{path}: {response.status_code}"
            assert "Språkvägen" not in response.text and "sqlite" not in response.text.lower(), path
            asked += 1
    assert asked > 500


async def test_no_table_index_or_view_leaks(site: Datasette, served: Served) -> None:
    tables = _tables(served)
    assert {"document", "passage_text", "passage_text_data", "passage_word_idx", "table_cell", "event"} <= set(tables)
    for table in tables:
        for suffix in ("", ".json", ".csv", "/1", "/1.json", "/-/schema", "/-/autocomplete?q=a"):
            response = await site.client.get(f"/arkiv/{table}{suffix}")
            assert response.status_code == 403, f"{table}{suffix}: {response.status_code}"


@pytest.mark.parametrize("query", QUERIES)
async def test_no_query_opens_a_door(site: Datasette, query: str) -> None:
    for path in ("/arkiv", "/arkiv.json", "/arkiv/-/query", "/arkiv/-/query.json", "/arkiv/document.json", "/-/.json"):
        assert (await site.client.get(path + query)).status_code in (403, 404), path


@pytest.mark.parametrize("path", ROUND)
async def test_no_way_round(site: Datasette, path: str) -> None:
    response = await site.client.get(path, follow_redirects=True)
    assert response.status_code in (403, 404), response.text[:200]


async def test_nothing_can_be_written(site: Datasette, served: Served) -> None:
    before = served.count("SELECT count(*) FROM document")
    for path in WRITES:
        for kind in ({"json": {"sql": "delete from document", "row": {"name": "x"}}}, {"data": {"sql": "select 1"}}):
            assert (await site.client.post(path, **kind)).status_code in (403, 404), path
    for method in (site.client.put, site.client.delete, site.client.patch):
        assert (await method("/arkiv/document/1")).status_code in (403, 404)
    assert served.count("SELECT count(*) FROM document") == before


async def test_forged_credentials_open_nothing(site: Datasette) -> None:
    for headers in ({"Authorization": "Bearer dstok_x"}, {"Cookie": "ds_actor=x"}, {"Authorization": "Basic eDp5"}):
        for path in ("/-/actor.json", "/arkiv.json", "/-/queries.json"):
            assert (await site.client.get(path, headers=headers)).status_code == 403, (headers, path)
    assert (await site.client.get("/-/auth-token?token=x")).status_code == 403
    assert (await site.client.get("/-/actor.json", actor={"id": "vem som helst"})).status_code == 403


async def test_our_own_pages_and_style_sheets_are_open(site: Datasette, served: Served) -> None:
    document = served.document("protokoll maj.pdf")
    for path in ("/", "/sok", "/handlingar", document, "/protokoll/2031-05-20", "/protokoll/2031-05-20/32", "/beviljat",
                 "/iakttagelser", "/-/static-plugins/slutarkiv/slutarkiv.css", "/-/static/app.css"):  # fmt: skip
        assert (await site.client.get(path)).status_code == 200, path


async def test_whom_datasette_lets_in_the_gate_lets_in(served: Served) -> None:
    site = datasette(served)
    site.root_enabled = True
    try:
        root = {"id": "root"}
        assert (await site.client.get("/arkiv/document.json", actor=root)).status_code == 200
        assert (await site.client.get("/-/actor.json", actor=root)).json()["actor"] == root
        assert (await site.client.get("/arkiv/document.json")).status_code == 403
    finally:
        site.close()
