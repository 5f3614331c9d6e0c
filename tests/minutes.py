"""Short invented minutes in house styles of municipalities, regions, parishes, universities and associations.

One file a style in `house_styles/`: the text as a reader of the page has it, and what must be found. A clerk can add
one; `""` stands for what is not printed.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors import attendance, decisions, paragrafer, signatures
from extractors.facts import Facts, Text
from ingest.document import Document, plain_page


@dataclass(frozen=True)
class Style:
    """`paragraphs`: number → heading, decisions [(text, action)] and how it was handled."""

    name: str
    text: str
    paragraphs: dict[str, dict[str, Any]]
    attendance: dict[str, tuple[str | None, ...]]  # name → group, role, organisation, party
    meeting: dict[str, Any]
    notice: dict[str, Any]
    signatures: tuple[tuple[str, str | None], ...] | None


def _style(path: Path) -> Style:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    signed = told.get("signatures")
    return Style(
        name=told["name"],
        text=told["text"],
        paragraphs=told["paragraphs"],
        attendance={name: tuple(value or None for value in row) for name, row in told.get("attendance", {}).items()},
        meeting={key: tuple(v) if isinstance(v, list) else v for key, v in told.get("meeting", {}).items()},
        notice=told.get("notice", {}),
        signatures=None if signed is None else tuple((name, role or None) for name, role in signed),
    )


STYLES = tuple(_style(path) for path in sorted((Path(__file__).parent / "house_styles").glob("*.toml")))


def document_of(text: str) -> Document:
    """A text as a document; form feeds break pages."""
    pages = tuple(plain_page(number, page) for number, page in enumerate(text.split("\f"), 1))
    return Document("0" * 64, "text/plain", "protokoll.txt", pages)


def facts_of(document: Document, kind: str | None = None) -> Facts:
    """What the extractors of minutes find, without the others: the kind is not known unless given."""
    facts = Facts()
    if kind:
        facts = replace(facts, kind=Text(value=kind, evidence=document.evidence(0, len(document.text))))
    for module in (paragrafer, attendance, signatures, decisions):
        facts = facts.with_(module.EXTRACTOR.run(document, facts))
    return facts
