"""Pages for what is closed."""

from __future__ import annotations

from datasette import Response
from datasette.app import Datasette
from datasette.utils.asgi import Request

from datasette_plugins.views.desk import Desk


async def refuse(datasette: Datasette, request: Request) -> Response:
    """403: Datasette's own pages are not for the public."""
    response = await Desk(datasette, request).show(
        "error.html", status=403, error="Den här sidan är inte öppen. Arkivets handlingar når du från startsidan."
    )
    response.status = 403
    return response
