"""Word's automatic list numbers, which stand nowhere in a paragraph's text, as they are printed: "§ 12", "1.2", "•"."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str  # "%1.%2" with the numbers of levels 1 and 2 put in
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of a document in the order they are met."""

    lists: dict[str, tuple[str, dict[int, _Level]]]  # numId → the list it counts in, its levels
    counters: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(lambda: [None] * _LEVELS))

    def label(self, num_id: str, level: int) -> str:
        """The label of the next paragraph of a list at a level, "" where none is printed."""
        if num_id not in self.lists or not 0 <= level < _LEVELS:
            return ""
        counter, levels = self.lists[num_id]
        counts = self.counters[counter]
        shape = levels.get(level)
        if shape is None:
            return ""
        now = counts[level]
        counts[level] = shape.start if now is None else now + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if shape.format == "none":
            return ""
        if shape.format == "bullet":
            return "•"
        text = shape.text
        for n in range(level + 1):
            other = levels.get(n)
            value = counts[n] if counts[n] is not None else (other.start if other else 1)
            text = text.replace(f"%{n + 1}", numeral(value or 0, other.format if other else "decimal"))
        return text.strip()


def read_numbering(element: Any | None) -> Numbering:
    """The lists of a document's `w:numbering` element; None where it has none."""
    if element is None:
        return Numbering({})
    shapes = {
        abstract.get(f"{W}abstractNumId"): {
            int(level.get(f"{W}ilvl")): _level(level) for level in abstract.iterchildren(f"{W}lvl")
        }
        for abstract in element.iterchildren(f"{W}abstractNum")
    }
    lists: dict[str, tuple[str, dict[int, _Level]]] = {}
    for num in element.iterchildren(f"{W}num"):
        num_id, abstract_id = num.get(f"{W}numId"), _value(num, "abstractNumId")
        levels = dict(shapes.get(abstract_id, {}))
        counter = f"abstract {abstract_id}"  # lists of one shape count on, unless one says where it starts
        for override in num.iterchildren(f"{W}lvlOverride"):
            at = int(override.get(f"{W}ilvl"))
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[at] = _level(own)
            if (start := _value(override, "startOverride")) and at in levels:
                levels[at] = _Level(levels[at].format, levels[at].text, int(start))
                counter = f"num {num_id}"
        lists[num_id] = (counter, levels)
    return Numbering(lists)


def _level(level: Any) -> _Level:
    return _Level(
        _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", int(_value(level, "start") or 1)
    )


def _value(parent: Any, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return child.get(f"{W}val") or "" if child is not None else ""


def numeral(value: int, form: str) -> str:
    """A number as a list prints it: decimal, letters (a … ö is not used by Word: a … z, aa, bb) or Roman."""
    if form in ("lowerLetter", "upperLetter") and value > 0:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and value > 0:
        return _roman(value).upper() if form == "upperRoman" else _roman(value)
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _roman(value: int) -> str:
    out = ""
    for sign, worth in zip(
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        strict=True,
    ):
        out += sign * (value // worth)
        value %= worth
    return out
