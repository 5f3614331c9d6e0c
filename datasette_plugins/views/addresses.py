"""The addresses: which page is where, and what is open to a stranger."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from datasette_plugins.views import checking, classing, documents, door, lists, pictures, protokoll, searching, start

ADDRESSES: tuple[tuple[str, Any], ...] = (
    (r"^/$", start.page),
    (r"^/sok$", searching.page),
    (r"^/handlingar$", documents.listing),
    (r"^/handling/(?P<digest>[0-9a-f]{16,64})$", documents.page),
    (r"^/handling/(?P<digest>[0-9a-f]{16,64})/sida/(?P<number>\d{1,6})$", documents.page),
    (r"^/protokoll/(?P<slug>[^/]+)$", protokoll.meeting),
    (r"^/protokoll/(?P<slug>[^/]+)/(?P<number>[^/]+)$", protokoll.paragraf),
    (r"^/beviljat$", lists.grants),
    (r"^/iakttagelser$", lists.findings),
    (r"^/ordna$", door.page),
    (r"^/klassa$", classing.page),
    (r"^/check$", checking.page),
    (r"^/bild/(?P<digest>[0-9a-f]{64})/(?P<number>\d{1,6})$", pictures.picture),
    (r"^/original/(?P<digest>[0-9a-f]{64})$", pictures.original),
)
_OURS = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", pattern) for pattern, _ in ADDRESSES))
# Style sheets, and the one address through which Datasette lets the holder of a token in.
_STATIC = re.compile(r"^/-/static(-plugins/[\w-]+)?/[\w./-]+$|^/favicon\.ico$|^/-/auth-token$")


def is_open(path: str) -> bool:
    """Whether a stranger may ask for the path (undecoded, without base)."""
    return bool(_OURS.match(path) or (_STATIC.match(path) and ".." not in path))


def is_datasettes(path: str, databases: Collection[str]) -> bool:
    """Whether Datasette has something there: to be refused, where anything else is only not to be found."""
    first = path.lstrip("/").split("/")[0].split(".")[0]
    return first in ("-", "_memory", "_internal", ":memory:") or first in databases
