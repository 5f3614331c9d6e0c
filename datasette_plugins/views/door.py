"""The operator's door: the address that `slutarkiv serve` prints leads here and on to the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette import Response

from datasette_plugins.operator import is_key, is_operator, let_in
from datasette_plugins.views import trouble

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

OTHERS = (
    "Den här sidan är för den som ordnar arkivet. Öppna adressen som slutarkiv serve skrev ut när det startades; "
    "varje start har sin egen."
)


async def page(datasette: Datasette, request: Request) -> Response:
    """With the right key: in, and to what is left to do. The key does not stay in the address."""
    onward = Response.redirect(datasette.urls.path("/check"))
    if is_key(datasette, request.args.get("nyckel") or ""):
        return let_in(datasette, onward)
    if await is_operator(datasette, request):
        return onward
    return await trouble.refused(datasette, request, OTHERS)
