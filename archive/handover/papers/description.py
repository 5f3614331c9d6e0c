"""Arkivbeskrivning: who made the archive, what is in it, how it is ordered and how to search it.

Every point of arkivlagen (1990:782) 6 § and offentlighets- och sekretesslagen (2009:400) 4 kap. 2 § has its heading; a
point that nobody has told about says so.
"""

from __future__ import annotations

from collections import Counter

from archive.handover.papers.paper import Paper, Subject, paper
from archive.handover.papers.sums import by_series, grouped, total


def archive_description(subject: Subject) -> Paper:
    """The description as a paper."""
    inventory, today = subject.inventory, subject.today
    laws = Counter(mark.law for item in inventory.delivered for mark in item.restrictions)
    return paper(
        subject,
        "arkivbeskrivning.html",
        "arkivbeskrivning",
        "Arkivbeskrivning",
        "Vem som har skapat arkivet, vad det innehåller och hur det är ordnat.",
        sum=total(inventory.items, today),
        kinds=grouped(inventory.items, lambda item: item.kind, today),
        series=by_series(inventory, today),
        volumes=len(inventory.volumes),
        laws=sorted(laws.items()),
    )
