"""Which marks of sekretess concern a document, a page of it or a §: told on every page that shows the text."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive.handover.inventory import Item, Restriction
from archive.handover.site.addresses import Place


def on_page(item: Item, number: int) -> tuple[Restriction, ...]:
    """Those of the whole document, and of the page; one on a § is told with the §, wherever it stands."""
    return tuple(r for r in item.restrictions if (r.page is None and r.paragraf is None) or r.page == number)


def on_paragraf(item: Item, place: Place, pages: Collection[int]) -> tuple[Restriction, ...]:
    """Those of the whole document, of the §, and of any page it stands on."""
    own = {_plain(place.slug), _plain(place.number)}
    return tuple(
        r
        for r in item.restrictions
        if (r.page is None and r.paragraf is None)
        or (r.paragraf is not None and _plain(r.paragraf) in own)
        or (r.paragraf is None and r.page in pages)
    )


def scope(restriction: Restriction) -> str:
    """ "hela handlingen", "sidan 3", "§ 12"."""
    told = [
        "" if restriction.paragraf is None else f"§ {_plain(restriction.paragraf)}",
        "" if restriction.page is None else f"sidan {restriction.page}",
    ]
    return ", ".join(filter(None, told)) or "hela handlingen"


def _plain(number: str) -> str:
    return re.sub(r"[§\s]", "", number).lower()
