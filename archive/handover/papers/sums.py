"""What is counted in the papers, counted once: by archive, series, klass, kind of document and format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from archive.handover.inventory import Inventory, Item, Volume

Fate = Literal["bevaras", "gallras senare", "får gallras", "gallrad"]


@dataclass(frozen=True)
class Sum:
    """Of some items. `first` and `last` are days, ISO; `size` the delivered bytes; the rest are counts of items.

    kept + later + due = delivered, delivered + destroyed = items.
    """

    items: int
    delivered: int
    destroyed: int
    kept: int
    later: int
    due: int
    undecided: int
    held: int
    unread: int
    restricted: int
    persons: int
    personal_numbers: int
    signed: int
    pages: int
    size: int
    pdfa: int
    approved: int
    first: str | None
    last: str | None


@dataclass(frozen=True)
class Group:
    """Items that share a code: `items` of them, in the order of the list, and what they come to."""

    code: str
    items: tuple[Item, ...]
    sum: Sum
    volumes: tuple[Volume, ...] = ()


def fate(item: Item, today: str) -> Fate:
    """What becomes of an item. Nothing is to be destroyed but what somebody has decided, nor what is held."""
    if item.destroyed is not None:
        return "gallrad"
    holding = item.holding
    if holding.gallring == "bevaras":
        return "bevaras"
    may = holding.status == "beslutad" and holding.due is not None and holding.due <= today and not holding.hold
    return "får gallras" if may else "gallras senare"


def total(items: Iterable[Item], today: str) -> Sum:
    """What some items come to, on the package's day."""
    found = tuple(items)
    fates = [fate(item, today) for item in found]
    here = [item for item in found if item.destroyed is None]
    days = sorted(item.date for item in found if item.date)
    made = [item.rendition for item in here if item.rendition is not None and item.rendition.path is not None]
    return Sum(
        items=len(found),
        delivered=len(here),
        destroyed=len(found) - len(here),
        kept=fates.count("bevaras"),
        later=fates.count("gallras senare"),
        due=fates.count("får gallras"),
        undecided=sum(item.holding.status != "beslutad" for item in here),
        held=sum(bool(item.holding.hold) for item in here),
        unread=sum(item.status == "failed" for item in here),
        restricted=sum(bool(item.restrictions) for item in here),
        persons=sum(item.persons > 0 for item in here),
        personal_numbers=sum(item.personal_numbers > 0 for item in here),
        signed=sum(item.signed for item in here),
        pages=sum(item.pages for item in found),
        size=sum(item.size for item in here),
        pdfa=len(made),
        approved=sum(rendition.verdict == "godkänd" for rendition in made),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def by_series(inventory: Inventory, today: str) -> list[Group]:
    """Every series that has items or paper volumes, the unclassed last."""
    groups = {group.code: group for group in grouped(inventory.items, lambda item: item.holding.series, today)}
    volumes: dict[str, list[Volume]] = defaultdict(list)
    for volume in inventory.volumes:
        volumes[volume.series].append(volume)
    codes = sorted({*groups, *volumes}, key=lambda code: code or "\uffff")
    nothing = total((), today)
    return [
        Group(code, found.items if found else (), found.sum if found else nothing, tuple(volumes[code]))
        for code in codes
        for found in [groups.get(code)]
    ]


def by_klass(inventory: Inventory, today: str) -> list[Group]:
    """Every klass that has items, the unclassed last."""
    return grouped(inventory.items, lambda item: item.holding.klass, today)


def grouped(items: Iterable[Item], code: Callable[[Item], str], today: str) -> list[Group]:
    """Items by a code of theirs, in the codes' order, those without last."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[code(item)].append(item)
    ordered = sorted(found, key=lambda code: code or "\uffff")
    return [Group(code, tuple(found[code]), total(found[code], today)) for code in ordered]
