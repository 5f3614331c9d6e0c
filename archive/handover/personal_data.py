"""Which documents hold personal identity numbers, and where.

A number is believed only where its day exists, its check digit is right and it stands alone: "220101-220630" is a
stretch of days, and the month of an organisation's number is 20 or more (Skatteverket, SKV 704).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\d-])(?:19|20)?\d{2}[01]\d[0-9]\d\s?[-+]?\s?\d{4}(?![\d-])")
_SAMORDNING = 60  # a co-ordination number's day has 60 added


@dataclass(frozen=True)
class PersonalNumber:
    """A personal identity number: offsets in its page's text."""

    document: int
    page: int
    start: int
    end: int


def personal_numbers(db: sqlite3.Connection) -> Iterator[PersonalNumber]:
    """Every one in the archive, in reading order."""
    for row in db.execute("SELECT document, number, text FROM page ORDER BY document, number"):
        for match in _NUMBER.finditer(row["text"]):
            if _is_one(match[0]):
                yield PersonalNumber(row["document"], row["number"], *match.span())


def _is_one(text: str) -> bool:
    # imported here: most archives hold none, and it reads its number tables when it is loaded
    from stdnum import luhn

    digits = re.sub(r"\D", "", text)[-10:]
    month, day = int(digits[2:4]), int(digits[4:6])
    day -= _SAMORDNING if day > _SAMORDNING else 0
    return 1 <= month <= 12 and 1 <= day <= 31 and bool(luhn.is_valid(digits))
