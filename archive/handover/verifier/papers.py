"""The papers of the package as pages: the numbers they give, with what each counts, and their digests."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from archive.handover import layout
from archive.handover.verifier.opening import READ_ERRORS, Package
from archive.handover.verifier.report import Remark

RECEIPT = str(layout.DOCUMENTATION / "leveransreversal.html")

_CHUNK = 1 << 16
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass
class PaperRead:
    """A paper: `numbers` are (name, value as written), `digests` (path in the package, SHA-256)."""

    name: str
    numbers: list[tuple[str, str]] = field(default_factory=list)
    digests: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read(package: Package) -> list[PaperRead]:
    """Every paper that is there as HTML."""
    found = []
    for name in package.sizes:
        if name.startswith(f"{layout.DOCUMENTATION}/") and name.endswith(".html") and name.count("/") == 1:
            found.append(_paper(package, name))
    return found


def _paper(package: Package, name: str) -> PaperRead:
    paper = PaperRead(name)
    parser = _Numbers(paper)
    try:
        with package.open(name) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8")
            while chunk := text.read(_CHUNK):
                parser.feed(chunk)
    except READ_ERRORS as error:
        paper.remarks.append(Remark("papper", name, f"kan inte läsas ({error})."))
    return paper


class _Numbers(HTMLParser):
    """Reads <data data-tal="name" value="3">3</data>, and a digest after the path it belongs to."""

    def __init__(self, paper: PaperRead) -> None:
        super().__init__()
        self._paper = paper
        self._number: tuple[str, str] | None = None
        self._text = ""
        self._last = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "data" and "data-tal" in told:
            self._number, self._text = (told["data-tal"] or "", told.get("value") or ""), ""

    def handle_endtag(self, tag: str) -> None:
        if tag != "data" or self._number is None:
            return
        name, value = self._number
        self._paper.numbers.append((name, value))
        # what people read must be what programs read; a sum is shown in kronor and told in öre
        shown = re.sub(r"\s", "", self._text)
        if shown.isdecimal() and shown != value:
            self._paper.remarks.append(Remark("papper-tal", self._paper.name, f"talet {name!r} visas som {shown}."))
        self._number = None

    def handle_data(self, data: str) -> None:
        self._text += data if self._number else ""
        text = data.strip()
        if _DIGEST.fullmatch(text) and "/" in self._last:
            self._paper.digests.append((self._last, text))
        elif text:
            self._last = text
