"""From a Document to facts. `EXTRACTORS` is the whole registration: one literal, in the order they run.

An extractor is pure: the document and the facts it requires go in, the facts it provides come out. It declares its
version; raising it makes the archive run that extractor, and those that require what it provides, anew.
"""

from __future__ import annotations

from extractors import (
    amounts,
    attendance,
    dates,
    decisions,
    grants,
    heading,
    numbering,
    outline,
    page_notes,
    paragrafer,
    references,
    signatures,
    sums,
    tables,
)
from extractors.extractor import Extractor
from extractors.facts import Facts
from ingest.document import Document

EXTRACTORS: tuple[Extractor, ...] = (
    heading.EXTRACTOR,
    paragrafer.EXTRACTOR,
    numbering.EXTRACTOR,
    attendance.EXTRACTOR,
    signatures.EXTRACTOR,
    tables.EXTRACTOR,
    sums.EXTRACTOR,
    page_notes.EXTRACTOR,
    amounts.EXTRACTOR,
    dates.EXTRACTOR,
    decisions.EXTRACTOR,
    grants.EXTRACTOR,
    references.EXTRACTOR,
    outline.EXTRACTOR,
)


def extract(document: Document) -> Facts:
    """Every extractor over a document, in order."""
    facts = Facts()
    for extractor in EXTRACTORS:
        facts = facts.with_(extractor.run(document, facts))
    return facts
