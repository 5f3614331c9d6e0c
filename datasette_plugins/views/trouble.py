"""Pages for what is closed and for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import NotFound, Response

from datasette_plugins.views.desk import Desk

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


NOWHERE = "Adressen leder ingenstans i det här arkivet."
CLOSED = "Den här sidan är inte öppen. Arkivets handlingar når du från startsidan."


class Missing(NotFound):  # type: ignore[misc]  # datasette has no types
    """Something of ours that is not there; its message is for the reader."""


async def missing(datasette: Datasette, request: Request, exception: NotFound) -> Response:
    """404: what was asked for is not in the archive."""
    return await _told(datasette, request, 404, str(exception) if isinstance(exception, Missing) else NOWHERE)


async def nowhere(datasette: Datasette, request: Request) -> Response:
    """404: an address that nothing has."""
    return await _told(datasette, request, 404, NOWHERE)


async def refused(datasette: Datasette, request: Request, message: str = CLOSED) -> Response:
    """403: Datasette's own pages, and those of the operator, are not for the public."""
    return await _told(datasette, request, 403, message)


async def _told(datasette: Datasette, request: Request, status: int, message: str) -> Response:
    response = await Desk(datasette, request).show("error.html", status=status, error=message)
    response.status = status
    return response
