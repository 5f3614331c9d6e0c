"""The archive in a browser: Datasette's hooks and nothing else. The pages are in `views/`, the door is `gate`."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from datasette import NotFound, Response, hookimpl

from datasette_plugins import operator
from datasette_plugins.gate import ASGI, Gate
from datasette_plugins.views import trouble
from datasette_plugins.views.addresses import ADDRESSES

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.permissions import Action, PermissionSQL
    from datasette.utils.asgi import Request


@hookimpl
def register_actions(datasette: Datasette) -> list[Action]:
    """What only the operator may do."""
    return [operator.action()]


@hookimpl
def permission_resources_sql(datasette: Datasette, actor: dict[str, Any] | None, action: str) -> PermissionSQL | None:
    """The operator of an archive served by its own command may arrange it, and nothing of Datasette's."""
    return operator.permission(datasette, actor, action)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """The pages' addresses. Those under /protokoll are permalinks: they outlive a re-reading."""
    return list(ADDRESSES)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[ASGI], ASGI]:
    """To a stranger there are our own pages, and nothing of Datasette's."""
    return lambda app: Gate(app, datasette)


@hookimpl
def forbidden(datasette: Datasette, request: Request, message: str) -> Any:
    """What someone who has logged in still may not see; told in Swedish."""

    async def refuse() -> Response:
        return await trouble.refused(datasette, request)

    return refuse


@hookimpl(wrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, list[Any], list[Any]]:
    """What is not there is told in Swedish; anything else is a bug and goes Datasette's way, into the log.

    A wrapper, since Datasette runs every handler there is: its own would log each 404 as if it were a fault, with every
    local variable where `rich` is installed, which takes seconds.
    """
    handlers = yield
    if not isinstance(exception, NotFound):
        return handlers

    async def missing() -> Response:
        return await trouble.missing(datasette, request, exception)

    return [missing]
