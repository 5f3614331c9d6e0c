"""The operator: whoever came in by the address that `slutarkiv serve` prints may arrange the archive in the browser.

An action of its own in Datasette's permissions. The operator gets that and no other: none of Datasette's pages, no SQL.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from archive.serve import OPERATOR_TOKEN, PLUGIN

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.permissions import Action, PermissionSQL
    from datasette.utils.asgi import Request, Response

ARRANGE = "slutarkiv-arrange"
OPERATOR = {"id": "slutarkiv-operator"}
_COOKIE = "ds_actor"  # Datasette's own: it reads the actor from it


def action() -> Action:
    from datasette.permissions import Action

    return Action(name=ARRANGE, description="Arrange the archive before it is handed over")


def permission(datasette: Datasette, actor: dict[str, Any] | None, wanted: str) -> PermissionSQL | None:
    """A yes to the operator where the archive is served by its own command; nothing to anyone else."""
    from datasette.permissions import PermissionSQL

    if wanted == ARRANGE and actor is not None and actor.get("id") == OPERATOR["id"] and _token(datasette):
        return PermissionSQL.allow(reason="the operator of this archive")
    return None


async def is_operator(datasette: Datasette, request: Request) -> bool:
    """Whether the request comes from someone who may arrange the archive."""
    return request.actor is not None and bool(await datasette.allowed(action=ARRANGE, actor=request.actor))


def is_key(datasette: Datasette, key: str) -> bool:
    """Whether this is the key that was printed when the archive was served."""
    token = _token(datasette)
    return bool(token) and hmac.compare_digest(key.encode(), token.encode())


def let_in(datasette: Datasette, response: Response) -> Response:
    """Give the browser its sign of being the operator, until it is closed or the archive is served anew."""
    sign = datasette.sign({"a": OPERATOR}, "actor")
    base = str(datasette.setting("base_url"))
    response.set_cookie(_COOKIE, sign, path=base, httponly=True, samesite="lax")
    return response


def _token(datasette: Datasette) -> str:
    return str((datasette.plugin_config(PLUGIN) or {}).get(OPERATOR_TOKEN) or "")
