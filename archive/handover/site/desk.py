"""Writes pages: a template and what stands in it become a file that knows its way to the site's other files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from archive.handover.inventory import Inventory
from archive.handover.site import secrecy
from archive.handover.site.addresses import Addresses
from archive.swedish import SWEDISH

if TYPE_CHECKING:
    from jinja2 import Environment

T = TypeVar("T")
ROWS = 200  # on a page of a long list
# Own files only. A page from a folder has no origin of its own: in Firefox it matches 'self' with nothing, hence file:.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; form-action 'self' file:; base-uri 'none'"
)


def _environment() -> Environment:
    # imported here: only the making of the site needs it
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("archive.handover.site"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False,
    )  # fmt: skip
    environment.globals |= {"sv": SWEDISH, "policy": POLICY, "scope": secrecy.scope}
    return environment


@dataclass(frozen=True)
class Paging:
    """A page of a list: which of how many, and the addresses of them all."""

    number: int
    total: int
    addresses: tuple[str, ...]

    @property
    def last(self) -> int:
        return len(self.addresses)


@dataclass(frozen=True)
class Desk:
    """One site under way."""

    folder: Path
    inventory: Inventory
    addresses: Addresses
    environment: Environment = field(default_factory=_environment)

    def write(self, address: str, template: str, **context: Any) -> None:
        """Write the page at an address. Raises FileExistsError where two pages would share one."""
        file = self.folder / address
        file.parent.mkdir(parents=True, exist_ok=True)
        html = self.environment.get_template(template).render(
            root="../" * address.count("/"), at=self.addresses, inventory=self.inventory, **context
        )
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(html)

    def write_list(self, base: str, template: str, rows: Sequence[Any], each: int = ROWS, **context: Any) -> None:
        """A list over as many pages as it takes: base.html, base-2.html …; one page where there are no rows."""
        for paging, some in paged(base, rows, each):
            self.write(paging.addresses[paging.number - 1], template, rows=some, paging=paging, **context)


def paged(base: str, rows: Sequence[T], each: int = ROWS) -> Iterator[tuple[Paging, Sequence[T]]]:
    """The rows page by page, so many each."""
    count = max(1, math.ceil(len(rows) / each))
    all_of_them = tuple(f"{base}.html" if n == 1 else f"{base}-{n}.html" for n in range(1, count + 1))
    for n in range(1, count + 1):
        yield Paging(n, len(rows), all_of_them), rows[(n - 1) * each : n * each]
