"""Letters and spaces as every reader gives them: one form for what looks the same in print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
NOTHING = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # marks that print nothing
_TABLE = str.maketrans(
    {
        **LIGATURES,
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(NOTHING, None),
        **{chr(n): None for n in (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0))},
        "\x0b": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\t": "  ",  # a tab is a column gap
    }
)
_SOFT_HYPHEN_AT_LINE_END = re.compile("\u00ad(?=[ \t]*(?:[\n\f\u2028]|$))")


_SET_APART = re.compile(r"(?<!\S)[A-ZÅÄÖÉ](?: {1,4}[A-ZÅÄÖÉ]){3,}(?!\S)")
_VOWELS = frozenset("aeiouyåäöéAEIOUYÅÄÖÉ")


def make_words(letters: Sequence[str]) -> bool:
    """Whether letters set apart are text: not crosses (X X X X), options in a row (A B C D), or without a vowel."""
    in_order = all(ord(b) == ord(a) + 1 for a, b in pairwise(letters))
    return len(set(letters)) > len(letters) // 4 + 1 and not in_order and bool(_VOWELS.intersection(letters))


def typeset(text: str) -> str:
    """Text in NFC with ligatures, soft hyphens and odd spaces resolved; line ends become \\n, form feeds stay.

    A soft hyphen that ends a line prints as a hyphen and is kept as one; elsewhere it prints as nothing. Capitals set
    apart by spaces are given as the words they make: "P R O T O K O L L".
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SOFT_HYPHEN_AT_LINE_END.sub("-", text).replace("\u00ad", "")
    return _SET_APART.sub(_joined, unicodedata.normalize("NFC", text.translate(_TABLE)))


def _joined(match: re.Match[str]) -> str:
    words = [word.split(" ") for word in re.split(" {2,}", match[0])]
    if min(map(len, words)) < 2 or not make_words("".join(match[0].split())):
        return match[0]
    return " ".join(map("".join, words))
