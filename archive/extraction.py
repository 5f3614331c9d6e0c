"""Running the extractors, all of them over a new document, only the outdated ones over one that is kept.

An extractor is outdated when it has another version than the one that ran, never ran, or requires what an outdated
one provides. The result is the same as if everything had run anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors import EXTRACTORS
from extractors.extractor import Extractor
from extractors.facts import Facts, Finding
from ingest.document import Document
from ingest.errors import DocumentError


@dataclass(frozen=True)
class Run:
    """That an extractor ran over a document, in which version, how it ended and how many facts it found."""

    extractor: str
    version: int
    failed: bool = False
    found: int = 0
    message: str = ""


@dataclass(frozen=True)
class Extracted:
    """A document's facts, the runs they come from, and which extractor each finding comes from, in their order."""

    facts: Facts
    runs: tuple[Run, ...]
    found_by: tuple[str, ...]

    def findings_of(self, extractor: str) -> tuple[Finding, ...]:
        pairs = zip(self.facts.findings, self.found_by, strict=True)
        return tuple(finding for finding, name in pairs if name == extractor)


NOTHING = Extracted(Facts(), (), ())


def extract(document: Document, known: Extracted = NOTHING, extractors: Sequence[Extractor] = EXTRACTORS) -> Extracted:
    """The document's facts, outdated ones found anew, the others taken from what is known.

    A DocumentError of an extractor is its run's failure, and that of those that require its facts; the others go on.
    """
    ran = {run.extractor: run for run in known.runs}
    facts = Facts()
    runs: list[Run] = []
    found_by: list[str] = []
    renewed: set[str] = set()  # keys of Facts that may differ from the known ones
    lacking: set[str] = set()  # keys whose extractor failed
    for extractor in extractors:
        before = ran.get(extractor.name)
        if before and before.version == extractor.version and not renewed & set(extractor.requires):
            run, provided = before, _known(extractor, known)
        else:
            run, provided = _attempt(extractor, document, facts, lacking)
            renewed |= set(extractor.provides)
        if run.failed:
            lacking |= set(extractor.provides)
        facts = facts.with_(provided)
        runs.append(run)
        found_by += [extractor.name] * (len(facts.findings) - len(found_by))
    return Extracted(facts, tuple(runs), tuple(found_by))


def is_current(versions: Mapping[str, int], extractors: Sequence[Extractor] = EXTRACTORS) -> bool:
    """Whether a document's extractors (name → version that ran) are exactly the registered ones."""
    return versions == {extractor.name: extractor.version for extractor in extractors}


def _known(extractor: Extractor, known: Extracted) -> Mapping[str, Any]:
    provided = {key: getattr(known.facts, key) for key in extractor.provides if key != "findings"}
    return {**provided, "findings": known.findings_of(extractor.name)}


def _attempt(
    extractor: Extractor, document: Document, facts: Facts, lacking: set[str]
) -> tuple[Run, Mapping[str, Any]]:
    if missing := lacking & set(extractor.requires):
        message = f"kördes inte: bygger på {', '.join(sorted(missing))}, som inte kunde tas fram"
        return Run(extractor.name, extractor.version, failed=True, message=message), {}
    try:
        provided = extractor.run(document, facts)
    except DocumentError as error:
        return Run(extractor.name, extractor.version, failed=True, message=str(error)), {}
    return Run(extractor.name, extractor.version, found=sum(map(_count, provided.values()))), provided


def _count(value: Any) -> int:
    return len(value) if isinstance(value, tuple) else int(value is not None)
