"""The archive in a browser: Datasette's hooks and nothing else. The pages are in `views/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import NotFound, Response, hookimpl

from datasette_plugins.views import documents, lists, pictures, protokoll, searching, start, trouble

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """The pages' addresses. Those under /protokoll are permalinks: they outlive a re-reading."""
    return [
        (r"^/$", start.page),
        (r"^/sok$", searching.page),
        (r"^/handlingar$", documents.listing),
        (r"^/handling/(?P<digest>[0-9a-f]{16,64})$", documents.page),
        (r"^/handling/(?P<digest>[0-9a-f]{16,64})/sida/(?P<number>\d{1,6})$", documents.page),
        (r"^/protokoll/(?P<slug>[^/]+)$", protokoll.meeting),
        (r"^/protokoll/(?P<slug>[^/]+)/(?P<number>[^/]+)$", protokoll.paragraf),
        (r"^/beviljat$", lists.grants),
        (r"^/iakttagelser$", lists.findings),
        (r"^/bild/(?P<digest>[0-9a-f]{64})/(?P<number>\d{1,6})$", pictures.picture),
        (r"^/original/(?P<digest>[0-9a-f]{64})$", pictures.original),
    ]


@hookimpl
def forbidden(datasette: Datasette, request: Request, message: str) -> Any:
    """Datasette's own tables and SQL are closed to the public; say so in Swedish."""

    async def refuse() -> Response:
        return await trouble.refuse(datasette, request)

    return refuse


@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """What is not there is told in Swedish; anything else is a bug and goes Datasette's way, into the log."""
    if not isinstance(exception, NotFound):
        return None

    async def missing() -> Response:
        return await trouble.missing(datasette, request, exception)

    return missing
