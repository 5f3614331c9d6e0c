"""Is it an archive or a package that stands at a path? Told by what lies in it, not by its name."""

from __future__ import annotations

from pathlib import Path

from archive.handover import layout
from archive.handover.verifier.names import ROOTS
from ingest.errors import UsageError

_ARCHIVE = "arkiv.db"
# A package whose METS is lost is still to be verified as one.
_SIGNS = ("metadata", str(layout.REPRESENTATIONS))


def is_package(path: Path) -> bool:
    """Whether to verify it as a package; False is an archive. Raises UsageError where it is neither."""
    if not path.exists():
        raise UsageError(f"{path} finns inte.", "Kontrollera sökvägen.")
    if path.is_file() or _has_mets(path):
        return True
    if (path / _ARCHIVE).is_file():
        return False
    if path.is_dir() and any((path / sign).exists() for sign in _SIGNS):
        return True
    advice = "Ange ett arkivs katalog, eller ett pakets mapp eller zip-fil."
    inside = path.iterdir() if path.is_dir() else ()
    if meant := sorted(found for found in inside if _has_mets(found) or found.suffix == ".zip"):
        advice = f"Menade du något av: {', '.join(str(found) for found in meant)}"
    raise UsageError(f"{path} är varken ett arkiv eller ett leveranspaket.", advice)


def _has_mets(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ROOTS)
