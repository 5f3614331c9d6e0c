"""`slutarkiv serve`: Datasette over one archive, on loopback, closed by default but for our own pages."""

from __future__ import annotations

import socket
from collections.abc import Callable

from archive.folder import Archive
from ingest.errors import UsageError

# What Datasette would otherwise let anyone do who may see a table; default-deny closes the tables themselves.
SETTINGS = {"default_allow_sql": False, "allow_download": False, "allow_facet": False, "allow_csv_stream": False}


def serve(archive: Archive, port: int, on_open: Callable[[], None]) -> None:
    """Serve until interrupted; `on_open` is called when the port answers.

    Everything is denied to the anonymous but what the plugin's own pages show. Raises UsageError where the port is
    taken.
    """
    import uvicorn
    from datasette.app import Datasette

    try:
        # bound here: who connects as soon as the address is told waits for the server instead of being turned away
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise UsageError(f"Port {port} kan inte användas ({error.strerror}).", "Välj en annan med --port.") from error
    datasette = Datasette(
        [str(archive.database)],
        default_deny=True,
        settings=SETTINGS,
    )
    on_open()
    server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))
    server.run(sockets=[listening])
