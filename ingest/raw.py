"""What an engine or a PDF gives before anything is laid out: loose words and ruling lines on an upright page."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Box


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as read: NFC, ligatures and soft hyphens resolved, no space in it; `size` is the type size in points."""

    text: str
    box: Box
    size: float
    bold: bool = False
    confidence: float = 1.0
    invisible: bool = False  # drawn with no ink: the text layer of a scanned page


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line (or the edge of a filled box), horizontal or vertical, in points from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page's loose content, upright; sizes in points. `picture_share` 0..1: how much of the page pictures cover."""

    number: int
    width: float
    height: float
    words: tuple[RawWord, ...] = ()
    rules: tuple[Rule, ...] = ()
    picture_share: float = 0.0
    rotation: int = 0

    @property
    def letters(self) -> str:
        """The words joined by spaces: what a judgement of the layer's language needs."""
        return " ".join(word.text for word in self.words)
