"""The two letters of the delivery: the request to the archive that takes over, and the receipt both sides sign."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from archive.handover.inventory import Item
from archive.handover.layout import DESCRIPTIVE, OTHER
from archive.handover.papers.paper import Paper, Subject, paper
from archive.handover.papers.sums import Group, by_series, grouped, total

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Digest:
    """A file of the package: path from its root, bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


def delivery_request(subject: Subject) -> Paper:
    """Leveransframställan: who asks to hand over what, and what is asked of the receiver."""
    inventory, today = subject.inventory, subject.today
    return paper(
        subject,
        "leveransframstallan.html",
        "leveransframstallan",
        "Leveransframställan",
        "Brevet till arkivmyndigheten: vad som ska levereras och vad vi ber om.",
        sum=total(inventory.items, today),
        series=by_series(inventory, today),
        formats=_formats(inventory.delivered, today),
        trial=subject.objid.startswith("provleverans"),
    )


def delivery_receipt(subject: Subject, folder: Path) -> Paper:
    """Leveransreversal in two copies. folder: the package's documentation, beside which its lists stand.

    The package's own digest cannot stand in it, since the receipt lies in the package.
    """
    inventory, today = subject.inventory, subject.today
    return paper(
        subject,
        "leveransreversal.html",
        "leveransreversal",
        "Leveransreversal",
        "Kvittot i två exemplar, som båda parter undertecknar.",
        sum=total(inventory.items, today),
        series=[group for group in by_series(inventory, today) if group.sum.delivered or group.volumes],
        digests=_digests(folder.parent),
        trial=subject.objid.startswith("provleverans"),
        copies=("Exemplar 1 av 2: behålls av den som levererar", "Exemplar 2 av 2: behålls av den som tar emot"),
    )


def _formats(items: tuple[Item, ...], today: str) -> list[Group]:
    """The delivered items by what their bytes are, the most common first."""
    groups = grouped(items, _format, today)
    return sorted(groups, key=lambda group: (not group.code, -group.sum.delivered, group.code))


def _format(item: Item) -> str:
    if item.format is None:
        return ""
    name = f"{item.format.name} {item.format.version}".strip()
    return f"{name} ({item.format.pronom})" if item.format.pronom else name


def _digests(root: Path) -> list[Digest]:
    """The lists and descriptions that stand in the package."""
    files = sorted(file for part in (DESCRIPTIVE, OTHER) for file in (root / part).glob("*") if file.is_file())
    return [Digest(file.relative_to(root).as_posix(), file.stat().st_size, _sha256(file)) for file in files]


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
