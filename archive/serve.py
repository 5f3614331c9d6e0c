"""`slutarkiv serve`: Datasette over one archive, on loopback, closed by default but for our own pages."""

from __future__ import annotations

import socket
from collections.abc import Callable

from archive.folder import Archive
from archive.handover.closing import bring_up_to_date
from ingest.errors import UsageError

# What Datasette would otherwise let anyone do who may see a table; default-deny closes the tables themselves.
SETTINGS = {"default_allow_sql": False, "allow_download": False, "allow_facet": False, "allow_csv_stream": False}


PLUGIN = "slutarkiv"
OPERATOR_TOKEN = "operator_token"


def serve(archive: Archive, port: int, on_open: Callable[[str], None]) -> None:
    """Serve until interrupted; `on_open` is called when the port answers, with the path by which the operator comes in.

    Everything is denied to the anonymous but what the plugin's own pages show. Whoever has the path, which is another
    each time, may change how the archive is ordered. Raises UsageError where the port is taken.
    """
    import os
    import secrets

    import uvicorn
    from datasette.app import Datasette

    if os.access(archive.root, os.W_OK):
        with archive.connect() as db:
            bring_up_to_date(db)
    try:
        # bound here: who connects as soon as the address is told waits for the server instead of being turned away
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise UsageError(f"Port {port} kan inte användas ({error.strerror}).", "Välj en annan med --port.") from error
    datasette = Datasette(
        [str(archive.database)],
        default_deny=True,
        settings=SETTINGS,
        config={"plugins": {PLUGIN: {OPERATOR_TOKEN: (token := secrets.token_urlsafe(24))}}},
    )
    on_open(f"/ordna?nyckel={token}")
    server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))
    server.run(sockets=[listening])
