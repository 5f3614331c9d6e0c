"""What a document with lost letters most likely says, for the index: a search finds a word printed or restored.

The passages keep the printed text; its likely readings come into the index beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.words import lexicon
from ingest.document import Document

_PRINTED = re.compile(r"[\w&]+")
_CUT = re.compile(r"-\n\s*")


@dataclass(frozen=True, slots=True)
class Likely:
    """A text with its likely readings in place, and those words alone; both empty where there are none."""

    text: str = ""
    words: str = ""


class LikelyText:
    """The likely readings of one document by the words as printed, in lower case."""

    def __init__(self, document: Document) -> None:
        self._meant: dict[str, list[str]] = {}  # usually one; "ar" may be "är" here and "år" there
        for page in document.pages:
            for reading in page.readings:
                printed = _CUT.sub("", page.text[reading.span.start : reading.span.end])
                meant = self._meant.setdefault(printed.lower(), [])
                if reading.text.lower() not in meant:
                    meant.append(reading.text.lower())

    def of(self, text: str) -> Likely:
        """Running text of the document, a passage or a heading, as it most likely was."""
        found = [word for match in _PRINTED.finditer(text) for word in self._meant.get(match[0].lower(), ())]
        if not found:
            return Likely()
        whole = _PRINTED.sub(lambda match: self._meant.get(match[0].lower(), [match[0]])[0], text)
        return Likely(whole, " ".join(found))

    def forms(self) -> dict[str, str]:
        """Printed form → lemma of what was meant, for forms that are no words themselves: "géller" → "gälla"."""
        words = lexicon()
        return {
            printed: words.lemma(meant[0])
            for printed, meant in self._meant.items()
            if printed.isalpha() and not words.is_known(printed)
        }
