"""What an extractor is: a name, a version, what it requires and provides, and the pure function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from extractors.confidence import weighed
from extractors.facts import FACT_KEYS, Facts
from ingest.document import Document


@dataclass(frozen=True)
class Extractor:
    """`requires` and `provides` are keys of Facts; findings may always be provided beside them.

    `run` gives a mapping with exactly the keys of `provides` (and "findings" where there are any).
    """

    name: str
    version: int
    requires: tuple[str, ...]
    provides: tuple[str, ...]
    function: Callable[[Document, Facts], Mapping[str, Any]]

    def __post_init__(self) -> None:
        if unknown := (set(self.requires) | set(self.provides)) - set(FACT_KEYS):
            raise ValueError(f"{self.name}: not keys of Facts: {sorted(unknown)}")

    def run(self, document: Document, facts: Facts) -> Mapping[str, Any]:
        """The facts this extractor finds, their confidence weighed by how they were read.

        Raises ValueError where it provides other keys than it declared.
        """
        provided = self.function(document, facts)
        if set(provided) - {"findings"} != set(self.provides):
            raise ValueError(f"{self.name} declared {self.provides} and gave {sorted(provided)}")
        return weighed(provided)
