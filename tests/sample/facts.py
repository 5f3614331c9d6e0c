"""Running text that knows its own facts: sums of money and stretches of days stand in it as values, not as letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Gold = dict[str, Any]


@dataclass(frozen=True)
class Sum:
    """A sum of money in kronor, as printed."""

    value: Decimal
    text: str
    approximate: bool = False

    def __str__(self) -> str:
        return self.text

    def gold(self, paragraph: str | None) -> Gold:
        entry: Gold = {"value": kronor(self.value), "paragraph": paragraph, "text": self.text}
        if self.approximate:
            entry["approximate"] = True
        return entry


@dataclass(frozen=True)
class Stretch:
    """A day, a month or a stretch of days, as printed; `doubt` says why a reader may leave it out."""

    start: date
    end: date
    text: str
    precision: str = "day"
    doubt: str | None = None

    def __str__(self) -> str:
        return self.text

    def gold(self, paragraph: str | None) -> Gold:
        entry: Gold = {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "precision": self.precision,
            "paragraph": paragraph,
            "text": self.text,
        }
        if self.doubt:
            entry["doubt"] = self.doubt
        return entry


Piece = str | Sum | Stretch


@dataclass(frozen=True)
class Text:
    """Pieces that make a sentence or a paragraph when put end to end."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.pieces))

    def sums(self) -> list[Sum]:
        return [p for p in self.pieces if isinstance(p, Sum)]

    def stretches(self) -> list[Stretch]:
        return [p for p in self.pieces if isinstance(p, Stretch)]


def say(template: str, **facts: Piece | Text) -> Text:
    """`say("Att bevilja {sum} till {whom}", sum=…, whom=…)`; sentences put side by side keep their facts."""
    pieces: list[Piece] = []
    for index, part in enumerate(re.split(r"\{(\w+)\}", template)):
        fact = facts[part] if index % 2 else part
        if isinstance(fact, Text):
            pieces += fact.pieces
        elif fact != "":
            pieces.append(fact)
    return Text(tuple(pieces))


def join(*texts: Text, by: str = " ") -> Text:
    """Several sentences as one paragraph."""
    pieces: list[Piece] = []
    for index, text in enumerate(texts):
        pieces += ([by] if index else []) + list(text.pieces)
    return Text(tuple(pieces))


def kronor(value: Decimal | int) -> str:
    """Decimal string of kronor the way gold files write it: no exponent, no needless zeros."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def luhn(nine: str) -> str:
    """Nine digits of an organisation number with their check digit, printed as 222000-2824 is."""
    total = 0
    for index, digit in enumerate(nine):
        product = int(digit) * (2 if index % 2 == 0 else 1)
        total += product // 10 + product % 10
    return f"{nine[:6]}-{nine[6:]}{-total % 10}"
