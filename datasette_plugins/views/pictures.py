"""Page pictures, made when first looked at and kept in the archive's `sidor/`; and the untouched originals."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette import Response
from datasette.utils.asgi import AsgiFileDownload

from datasette_plugins.views.desk import Desk, row
from datasette_plugins.views.trouble import Missing
from ingest.errors import DocumentError
from ingest.settings import Settings

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

PAGE = """SELECT d.sha256, d.media_type, d.original, p.rotation, p.width FROM document d
  JOIN page p ON p.document = d.id WHERE d.sha256 = ? AND p.number = ?"""
ORIGINAL = "SELECT name, media_type, original FROM document WHERE sha256 = ?"
FOR_A_YEAR = {"Cache-Control": "private, max-age=31536000, immutable"}

# pdfium is not safe to call from several threads at once: two pages asked for together would end the server
_ONE_AT_A_TIME = threading.Lock()


async def picture(datasette: Datasette, request: Request) -> Response:
    """A page as JPEG, upright. 404 where the document has no such page, no layout, or an original that has gone bad."""
    desk = Desk(datasette, request)
    digest, number = request.url_vars["digest"], int(request.url_vars["number"])
    page = await desk.ask(lambda db: row(db, PAGE, digest, number))
    if page is None or page["width"] is None:
        raise Missing("Sidan har ingen bild.")
    try:
        data = await asyncio.to_thread(_kept_picture, desk.root, page, number)
    except (DocumentError, FileNotFoundError) as error:
        raise Missing("Sidans bild kan inte visas: originalet är borta eller skadat.") from error
    return Response(data, content_type="image/jpeg", headers=FOR_A_YEAR)


def _kept_picture(root: Path, page: dict[str, Any], number: int) -> bytes:
    # imported here: only the first look at a page needs the picture libraries
    from ingest.images import page_picture

    dpi = Settings.from_environment().picture_dpi
    kept: Path = root / "sidor" / page["sha256"][:2] / f"{page['sha256']}-{number}-{page['rotation']}-{dpi}.jpg"
    if kept.exists():
        return kept.read_bytes()
    with _ONE_AT_A_TIME:
        data = page_picture(root / page["original"], page["media_type"], number, dpi=dpi, rotation=page["rotation"])
    kept.parent.mkdir(parents=True, exist_ok=True)
    # two readers may ask for the same page at once: each writes its own file, the last rename wins
    draft = kept.with_suffix(f".{id(data)}.tmp")
    draft.write_bytes(data)
    draft.replace(kept)
    return data


async def original(datasette: Datasette, request: Request) -> AsgiFileDownload:
    """The original's bytes, always as a download: a record is never run in the archive's own name."""
    desk = Desk(datasette, request)
    digest = request.url_vars["digest"]
    found = await desk.ask(lambda db: row(db, ORIGINAL, digest))
    if found is None:
        raise Missing("Originalet finns inte i arkivet.")
    path = desk.root / found["original"]
    if not path.is_file():
        raise Missing("Originalet är borta ur arkivets katalog. Kör slutarkiv verify och återställ det.")
    headers = {"Content-Disposition": _attachment(Path(found["name"]).name, digest)}
    return AsgiFileDownload(path, content_type=found["media_type"], headers=headers)


def _attachment(name: str, digest: str) -> str:
    """The header that saves the file under its own name; RFC 6266, the digest for those who know only ASCII."""
    suffix = Path(name).suffix
    plain = digest[:16] + (suffix if suffix.isascii() and suffix[1:].isalnum() else "")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
