"""What reading found out about places on the pages becomes findings: figures that two engines read differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractors.extractor import Extractor
from extractors.facts import Facts, Finding
from ingest.document import Document, Evidence, Piece


def _find(document: Document, facts: Facts) -> Mapping[str, Any]:
    found = [
        Finding(code=note.code, severity="warning", message=note.message, evidence=Evidence((Piece(page, note.span),)))
        for page in document.pages
        for note in page.notes
        if page.text[note.span.start : note.span.end].strip()
    ]
    return {"findings": tuple(found)}


EXTRACTOR = Extractor("page_notes", 1, requires=(), provides=(), function=_find)
