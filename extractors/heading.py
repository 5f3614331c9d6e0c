"""A document's head: its kind, title, body, numbers, date, who adopted it and what it covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractors.adoption import find_adoption, find_date, find_period
from extractors.extractor import Extractor
from extractors.facts import Facts
from extractors.front import Front
from extractors.head_numbers import head_dnrs, head_org_number
from extractors.kinds import find_kind, find_title
from extractors.organisations import find_organisation
from ingest.document import Document


def read_heading(document: Document, facts: Facts) -> Mapping[str, Any]:
    """The head's facts; None (dnr: ()) for what the document does not tell."""
    del facts
    front = Front(document)
    kind, named = find_kind(front)
    title = find_title(front, named) if kind else None
    adopted, adopter = find_adoption(front)
    value = kind.value if kind else None
    return {
        "kind": kind,
        "title": title,
        "organisation": find_organisation(front),
        "org_number": head_org_number(document),
        "dnr": head_dnrs(front),
        "adopted_by": adopter,
        "period": find_period(front, value, title),
        "date": find_date(front, value, adopted),
    }


EXTRACTOR = Extractor(
    name="heading",
    version=1,
    requires=(),
    provides=("kind", "title", "organisation", "org_number", "dnr", "adopted_by", "period", "date"),
    function=read_heading,
)
