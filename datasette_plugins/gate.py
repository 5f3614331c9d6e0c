"""Who may see what: to a stranger there are our own pages and their style sheet, and nothing of Datasette's.

Datasette's default-deny keeps its tables and SQL closed, but it still answers with pages of its own: the names of no
queries, no actor, a form about permissions. They tell nothing of the archive, are in English and fail WCAG AA.
Whoever Datasette lets see the instance passes; what they may do there is Datasette's to say.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette import Response, TokenInvalid
from datasette.plugins import pm
from datasette.utils import await_me_maybe
from datasette.utils.asgi import Request

from datasette_plugins.views import trouble
from datasette_plugins.views.addresses import is_datasettes, is_open

if TYPE_CHECKING:
    from datasette.app import Datasette

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGI = Callable[[Scope, Receive, Send], Awaitable[None]]

# Set on every answer that has not set them itself. frame-ancestors: no other site may draw ours within its own.
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": b"frame-ancestors 'none'",
}


@dataclass(frozen=True)
class Gate:
    """The ASGI application around Datasette's."""

    app: ASGI
    datasette: Datasette

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = await self._answer(request)
        if answer is None:
            await self.app(scope, receive, _with_headers(send))
        else:
            await answer.asgi_send(_with_headers(send))

    async def _answer(self, request: Request) -> Response | None:
        """The refusal, or None where the request may pass."""
        path = self._path(request.scope)
        if is_open(path) or await self._may_see_datasette(request):
            return None
        if path.endswith("/") and is_open(path.rstrip("/")):
            return Response.redirect(self.datasette.urls.path(path.rstrip("/")))
        if is_datasettes(path, list(self.datasette.databases)):
            return await trouble.refused(self.datasette, request)
        return await trouble.nowhere(self.datasette, request)

    def _path(self, scope: Scope) -> str:
        """The path as Datasette routes it: undecoded, without the base."""
        raw = scope.get("raw_path")
        path = (raw.decode("ascii", "replace") if raw else str(scope["path"])).partition("?")[0]
        base = str(self.datasette.setting("base_url"))
        return "/" + path[len(base) :] if base != "/" and path.startswith(base) else path

    async def _may_see_datasette(self, request: Request) -> bool:
        try:
            actor = await self._actor(request)
        except TokenInvalid:
            return False
        return bool(await self.datasette.allowed(action="view-instance", actor=actor))

    async def _actor(self, request: Request) -> dict[str, Any] | None:
        actors = [
            await await_me_maybe(found)
            for found in pm.hook.actor_from_request(datasette=self.datasette, request=request)
        ]
        return next((actor for actor in actors if actor), None)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            present = {name.lower() for name, _ in headers}
            message["headers"] = headers + [(name, value) for name, value in HEADERS.items() if name not in present]
        await send(message)

    return sending
