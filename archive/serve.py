"""`slutarkiv serve`: Datasette over one archive, on loopback, closed by default but for our own pages."""

from __future__ import annotations

from archive.folder import Archive


def serve(archive: Archive, port: int) -> None:
    """Serve until interrupted. Everything is denied to the anonymous but what the plugin's own pages show."""
    import uvicorn
    from datasette.app import Datasette

    datasette = Datasette(
        [str(archive.database)],
        default_deny=True,
        settings={"default_allow_sql": False, "allow_download": False, "allow_facet": False},
    )
    uvicorn.run(datasette.app(), host="127.0.0.1", port=port, log_level="warning", lifespan="on", workers=1)
