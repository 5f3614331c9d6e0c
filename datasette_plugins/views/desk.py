"""What every page needs: the archive behind this Datasette, and its templates."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from datasette import Response

from archive.swedish import SWEDISH
from datasette_plugins.operator import is_operator

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

DATABASE = "arkiv"
# Nothing from elsewhere, no script at all: a page shows its text, its style sheet and the pages' pictures.
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """One request's way to the archive."""

    datasette: Datasette
    request: Request

    @property
    def database(self) -> Database:
        return self.datasette.get_database(DATABASE)

    @property
    def root(self) -> Path:
        return Path(self.database.path).parent

    async def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """What a question put to the archive's database answers, in Datasette's reading threads."""
        answer: T = await self.database.execute_fn(question)
        return answer

    async def show(self, template: str, **context: Any) -> Response:
        """A page from its template, with the archive's name on it."""
        archive = await self.ask(
            lambda db: db.execute("SELECT name, org_number FROM archive_info").fetchone() or ("Arkiv", "")
        )
        html = await self.datasette.render_template(
            template,
            {
                **context,
                "archive": {"name": archive[0], "orgnr": archive[1]},
                "sv": ON_PAGES,
                "operator": await is_operator(self.datasette, self.request),
            },
            request=self.request,
        )
        return Response.html(html, headers={"Content-Security-Policy": POLICY})


def query_with(values: dict[str, Any]) -> str:
    """A query string of the values that are there."""
    return urlencode({key: value for key, value in values.items() if value not in (None, "")})


def rows(db: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Every row as a dict of column → value."""
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(db: sqlite3.Connection, sql: str, *values: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    found = rows(db, sql, *values)
    return found[0] if found else None


ON_PAGES = {**SWEDISH, "query": query_with}
