"""Long lists, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette_plugins.views.desk import query_with

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

SIZE = 200
_AROUND = 2  # numbers shown on either side of the present one


@dataclass(frozen=True)
class Paging:
    """The `number`:th page, from 1, of a list of `total`; `kept` are the other fields of the address."""

    number: int
    total: int
    kept: dict[str, Any]
    size: int = SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def numbers(self) -> list[int | None]:
        return around(self.number, self.last)

    def query(self, number: int) -> str:
        return query_with({**self.kept, "sida": number})


def wanted_page(request: Request) -> int:
    """`?sida=`, 1 where it is not a number that a list could have."""
    asked = request.args.get("sida") or ""
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked) else 1


def around(number: int, last: int) -> list[int | None]:
    """The numbers a pager shows: the first, the last, those near the present one; None for each gap."""
    shown = sorted({1, last, *range(max(1, number - _AROUND), min(last, number + _AROUND) + 1)})
    out: list[int | None] = []
    for each in shown:
        if out and out[-1] is not None and each - out[-1] > 1:
            out.append(out[-1] + 1 if each - out[-1] == 2 else None)
        out.append(each)
    return out
