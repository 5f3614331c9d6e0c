"""Pages for what is closed and for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import NotFound, Response

from datasette_plugins.views.desk import Desk

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


NOWHERE = "Adressen leder ingenstans i det här arkivet."


class Missing(NotFound):  # type: ignore[misc]  # datasette has no types
    """Something of ours that is not there; its message is for the reader."""


async def missing(datasette: Datasette, request: Request, exception: NotFound) -> Response:
    """404: what was asked for is not in the archive."""
    told = str(exception) if isinstance(exception, Missing) else NOWHERE
    response = await Desk(datasette, request).show("error.html", status=404, error=told)
    response.status = 404
    return response


async def refuse(datasette: Datasette, request: Request) -> Response:
    """403: Datasette's own pages are not for the public."""
    response = await Desk(datasette, request).show(
        "error.html", status=403, error="Den här sidan är inte öppen. Arkivets handlingar når du från startsidan."
    )
    response.status = 403
    return response
