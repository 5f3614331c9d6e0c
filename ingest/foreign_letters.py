"""Letters an engine of many languages reads where the print is poor and Swedish boards do not write them: ę, ş, ļ, ċ.

The stroke above or below is a speck or a break in the print. What is put instead is told by a lower confidence: the
engine has shown that it did not see the letter. Letters of names that are common in Sweden (é, ü, ø, š, č, ć, ł) stay.
"""

from __future__ import annotations

import unicodedata

_AT_HOME = frozenset("åäöéèêëüáàíóúñçæøßšžčćđłÅÄÖÉÈÊËÜÁÀÍÓÚÑÇÆØŠŽČĆĐŁ")
_RINGS = frozenset("̂̃̄̆̊")  # over an a: the ring, broken or flattened
_NO_PARTS = {"ı": "i", "ħ": "h", "ŀ": "l", "ŧ": "t"}
LEFT = 0.5  # × the engine's confidence


def at_home(word: str) -> str:
    """The word with foreign letters as those they are nearest to; itself where it has none."""
    if word.isascii():
        return word
    return "".join(letter if letter in _AT_HOME or letter.isascii() else _nearest(letter) for letter in word)


def _nearest(letter: str) -> str:
    if letter in _NO_PARTS:
        return _NO_PARTS[letter]
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 1 or not parts[0].isascii():
        return letter
    if parts[0] in "aA" and _RINGS & set(parts[1:]):
        return "å" if parts[0] == "a" else "Å"
    return parts[0]
