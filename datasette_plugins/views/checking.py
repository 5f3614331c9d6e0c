"""What is left to do before the handover, each thing with the documents it is about. For the operator only."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Response

from archive.folder import Archive, now
from archive.handover.check import ERROR, findings
from archive.handover.closing import opened_to_read
from datasette_plugins.operator import is_operator
from datasette_plugins.views import door, trouble
from datasette_plugins.views.desk import Desk
from ingest.errors import UsageError

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_MOST_ITEMS = 200  # of each finding; the command tells them all


async def page(datasette: Datasette, request: Request) -> Response:
    if not await is_operator(datasette, request):
        return await trouble.refused(datasette, request, door.OTHERS)
    desk = Desk(datasette, request)
    return await desk.show("slutarkiv_check.html", most=_MOST_ITEMS, **await asyncio.to_thread(_found, desk.root))


def _found(root: Path) -> dict[str, Any]:
    archive = Archive(root)
    try:
        with opened_to_read(archive) as db:
            # every byte of the originals is the command's to read: nobody waits for that in a browser
            found = findings(archive, db, now(), digests=False)
    except UsageError as error:
        return {"groups": [], "broken": str(error)}
    errors = [finding for finding in found if finding.severity == ERROR]
    warnings = [finding for finding in found if finding.severity != ERROR]
    return {"groups": [("fel", "Måste rättas", errors), ("varningar", "Att se över", warnings)], "broken": None}
