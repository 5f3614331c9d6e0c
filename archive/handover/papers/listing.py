"""Arkivförteckning: every item by series after the allmänna arkivschemat, and the same items by klass.

Demanded by arkivlagen (1990:782) 6 § 2. A long list comes in parts, so that each opens and prints with ease.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.handover.inventory import Item
from archive.handover.papers.paper import Paper, Subject, paper, parts
from archive.handover.papers.sums import Group, by_klass, by_series, total

_NAME, _TITLE = "arkivforteckning", "Arkivförteckning"
_LONG = 1000  # items above which the list comes in parts, set tight
_MOST = 2500  # items of a part


@dataclass(frozen=True)
class Stretch:
    """Some or all of a series' items, as they stand in one paper; `of` tells of the whole series."""

    of: Group
    items: tuple[Item, ...]
    is_first: bool


def archive_listing(subject: Subject) -> list[Paper]:
    """The list: one paper, or where it is long one of the sums and one a part of the items."""
    inventory, today = subject.inventory, subject.today
    series = by_series(inventory, today)
    stretches = _stretches(series)
    long = len(inventory.items) > _LONG
    front = paper(
        subject,
        "arkivforteckning.html",
        _NAME,
        _TITLE,
        "Alla handlingar efter serie och efter klass, med volymer på papper.",
        sum=total(inventory.items, today),
        series=series,
        klasser=by_klass(inventory, today),
        stretches=[] if long else [stretch for part in stretches for stretch in part],
        parts=[(_part_name(at), _keys(part)) for at, part in enumerate(stretches, 1)] if long else [],
    )
    if not long:
        return [front]
    return [front, *(_part(subject, at, part) for at, part in enumerate(stretches, 1))]


def _part(subject: Subject, at: int, stretches: list[Stretch]) -> Paper:
    title = f"{_TITLE}, del {at}"
    told = f"Handlingarna {_keys(stretches)}."
    return paper(subject, "arkivforteckning_del.html", _part_name(at), title, told, stretches=stretches)


def _part_name(at: int) -> str:
    return f"{_NAME}-del-{at:02}"


def _keys(stretches: list[Stretch]) -> str:
    return f"{stretches[0].items[0].key}–{stretches[-1].items[-1].key}"


def _stretches(series: list[Group]) -> list[list[Stretch]]:
    """The series cut into papers; a series is broken only where it is longer than the room that is left."""
    made: list[list[Stretch]] = [[]]
    room = _MOST
    for group in series:
        for at, items in enumerate(parts(group.items, _MOST)):
            if len(items) > room and made[-1]:
                made.append([])
                room = _MOST
            made[-1].append(Stretch(group, tuple(items), at == 0))
            room -= len(items)
        if not group.items:  # a series on paper only
            made[-1].append(Stretch(group, (), True))
    return [part for part in made if any(stretch.items for stretch in part)] or made
