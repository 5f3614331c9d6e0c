"""How Word's paragraphs look: type size, weight and space by their styles, what those build on, and their own words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ingest.numbering import W
from ingest.plaintext import BODY_SIZE, HEADING_SIZES

PARAGRAPH_GAP = 80  # twentieths of a point between paragraphs that show as an empty line's worth
_HEADING = re.compile(r"^(?:heading|rubrik)\s*([1-9])$", re.I)
_TITLE_SIZE = 24.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph style says, its parents' words taken in. Sizes in points, `gap` in twentieths of a point."""

    size: float
    bold: bool
    gap: int
    num_id: str
    level: int
    page_break: bool = False


class Styles:
    """The paragraph styles of a document, each with what it inherits."""

    def __init__(self, styles: Any) -> None:
        self.elements = {style.get(f"{W}styleId"): style for style in styles.iterchildren(f"{W}style")}
        self.default = next(
            (
                name
                for name, style in self.elements.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
            ),
            "",
        )
        defaults = styles.find(f"{W}docDefaults")
        self.base = Look(_size(defaults) or BODY_SIZE, False, _spacing(defaults) or 0, "", 0)
        self.known: dict[str, Look] = {}

    def of(self, paragraph: Any) -> Look:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self._style(named.get(f"{W}val") if named is not None else self.default, ())
        return _overlaid(style, paragraph.find(f"{W}pPr"), None)

    def _style(self, name: str, below: tuple[str, ...]) -> Look:
        element = self.elements.get(name)
        if element is None or name in below:
            return self.base
        if name not in self.known:
            parent = element.find(f"{W}basedOn")
            look = self._style(parent.get(f"{W}val"), (*below, name)) if parent is not None else self.base
            look = _overlaid(look, element.find(f"{W}pPr"), element.find(f"{W}rPr"))
            title = element.find(f"{W}name").get(f"{W}val") if element.find(f"{W}name") is not None else name
            self.known[name] = _as_heading(look, title, _size(element))
        return self.known[name]


def _as_heading(look: Look, style: str, own_size: float | None) -> Look:
    """Headings are larger than text whatever their style says: outline and title are read from the size."""
    if heading := _HEADING.match(style):
        least = HEADING_SIZES[min(int(heading[1]), len(HEADING_SIZES)) - 1]
    elif style.casefold() in ("title", "rubrik", "titel"):
        least = _TITLE_SIZE
    else:
        return look
    return replace(look, size=max(least, own_size or 0.0), bold=True, gap=max(look.gap, PARAGRAPH_GAP))


def _overlaid(look: Look, paragraph: Any | None, run: Any | None) -> Look:
    """A look with what paragraph and run properties say put over it."""
    if run is not None:
        look = replace(look, size=_size(run) or look.size, bold=_on(run.find(f"{W}b"), look.bold))
    if paragraph is None:
        return look
    spacing = _spacing(paragraph)
    look = replace(
        look,
        gap=look.gap if spacing is None else spacing,
        page_break=_on(paragraph.find(f"{W}pageBreakBefore"), look.page_break),
    )
    numbered = paragraph.find(f"{W}numPr")
    if numbered is None:
        return look
    own, at = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    return replace(
        look,
        num_id=own.get(f"{W}val") if own is not None else look.num_id,
        level=int(at.get(f"{W}val")) if at is not None else look.level,
    )


def _size(element: Any | None) -> float | None:
    size = element.find(f".//{W}sz") if element is not None else None
    return float(size.get(f"{W}val")) / 2 if size is not None else None


def _spacing(element: Any | None) -> int | None:
    """The larger of the space before and after, None where nothing is said."""
    spacing = element.find(f".//{W}spacing") if element is not None else None
    said = [spacing.get(f"{W}{side}") for side in ("before", "after")] if spacing is not None else []
    numbers = [int(float(value)) for value in said if value]
    return max(numbers) if numbers else None


def _on(element: Any | None, otherwise: bool) -> bool:
    return otherwise if element is None else element.get(f"{W}val", "1") not in ("0", "false", "off")


def run_look(paragraph: Any, look: Look) -> tuple[float, bool]:
    """A paragraph's largest type, and whether all of it is bold."""
    sizes, bold, seen = [], True, False
    for run in paragraph.iterchildren(f"{W}r", f"{W}hyperlink", f"{W}ins"):
        if not "".join(run.itertext(f"{W}t")).strip():
            continue
        properties, seen = run.find(f"{W}rPr"), True
        sizes.append(_size(properties) or look.size)
        bold = bold and _on(properties.find(f"{W}b") if properties is not None else None, look.bold)
    return max(sizes, default=look.size), bold if seen else look.bold
