"""What every page needs: the archive behind this Datasette, its templates, and how Swedes write sums and dates."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from datasette import Response

from datasette_plugins.operator import is_operator
from extractors.facts import kronor

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

MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
          "december")  # fmt: skip
READ_BY = {"text_layer": "textlager", "ocr": "tolkad bild (OCR)", "given": "ren text"}
SEVERITY = {"error": "Fel", "warning": "Varning", "info": "Upplysning"}
GRANT_STATUS = {"granted": "beviljat", "partial": "delvis beviljat", "rejected": "avslaget", "postponed": "bordlagt"}

AMOUNT_ROLE = {"granted": "beviljat", "applied": "sökt", "budget": "budget", "outturn": "utfall", "forecast": "prognos",
               "cost": "kostnad", "balance": "saldo"}  # fmt: skip


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
                "sv": SWEDISH,
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


def money(ore: int | None) -> str:
    """Öre as a Swede writes it: 149390 → "1 493,90 kr"; no-break spaces keep the sum together."""
    if ore is None:
        return ""
    whole, _, part = kronor(abs(ore)).partition(".")
    groups = f"{int(whole):,}".replace(",", "\u00a0")
    decimals = f",{part:0<2}" if part else ""
    return f"{'−' if ore < 0 else ''}{groups}{decimals}\u00a0kr"


def day(iso: str | None) -> str:
    """2024-05-27 → "27 maj 2024"; anything else as it stands."""
    parts = (iso or "").split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return iso or ""
    return f"{int(parts[2])}\u00a0{MONTHS[int(parts[1]) - 1]}\u00a0{parts[0]}"


def nth(slug: str | None) -> str:
    """Which of its day's meetings a permalink means: "2" for "2024-05-27-2"; "" for the first."""
    match = re.search(r"\d{4}-\d\d-\d\d-(\d+)$", slug or "")
    return match[1] if match else ""


SWEDISH = {
    "money": money,
    "day": day,
    "nth": nth,
    "read_by": READ_BY,
    "severity": SEVERITY,
    "grant_status": GRANT_STATUS,
    "amount_role": AMOUNT_ROLE,
    "query": query_with,
}
