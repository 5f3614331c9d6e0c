"""The package's own moment: as told, else that of a reproducible build (`SOURCE_DATE_EPOCH`), else now."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from ingest.errors import UsageError

_ENVIRONMENT = "SOURCE_DATE_EPOCH"  # reproducible-builds.org/specs/source-date-epoch: seconds since 1970, UTC


def moment() -> str:
    """The moment where nobody has told one, ISO 8601 UTC in whole seconds. Raises UsageError for an odd environment."""
    seconds = os.environ.get(_ENVIRONMENT)
    if seconds is None:
        return _told(datetime.now(UTC))
    try:
        return _told(datetime.fromtimestamp(int(seconds), UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_ENVIRONMENT} ska vara sekunder sedan 1970, inte {seconds!r}.", "Rätta den.") from error


def parse(text: str) -> str:
    """A day or a moment as people write it, in ISO 8601 UTC; one without a zone is UTC. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return _told(at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC))


def _told(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
