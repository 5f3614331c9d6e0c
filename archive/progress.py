"""How far `slutarkiv add` has come, on standard error, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from archive.keeping import Outcome

_DONE = {
    "kept": "inlagd",
    "renewed": "uppgifterna hämtade på nytt",
    "container": "uppackad",
    "failed": "kunde inte läsas",
}


class Progress:
    """Tells of each file once it is safe; a known one only where a terminal's line can be written over."""

    def __init__(self, out: TextIO) -> None:
        self.failed: dict[str, Outcome] = {}
        self.destroyed: dict[str, Outcome] = {}
        self._out = out
        self._terminal = out.isatty()
        self._counts: Counter[str] = Counter()
        self._pages = 0

    def waiting(self) -> None:
        print(
            "Någon annan lägger in handlingar i arkivet just nu; väntar tills det är klart …",
            file=self._out,
            flush=True,
        )

    def tell(self, outcome: Outcome) -> None:
        self._counts[outcome.what] += 1
        self._pages += outcome.pages if outcome.what == "kept" else 0
        if outcome.what == "failed":
            self.failed[outcome.name] = outcome
        elif outcome.what == "destroyed":
            self.destroyed[outcome.name] = outcome
        clear = "\r\033[K" if self._terminal else ""
        if outcome.what in _DONE:
            pages = f", {outcome.pages} {'sida' if outcome.pages == 1 else 'sidor'}" if outcome.pages else ""
            print(f"{clear}{outcome.name}: {_DONE[outcome.what]}{pages}", file=self._out, flush=True)
        if self._terminal:
            print(f"{clear}{self._counts.total()} filer, {self._pages} sidor …", end="\r", file=self._out, flush=True)

    def summary(self) -> Iterator[str]:
        """The run in a few lines; every file that failed with what to do about it."""
        if self._terminal:
            print("\r\033[K", end="", file=self._out, flush=True)
        told = [
            (self._counts["kept"], f"inlagda ({self._pages} sidor)"),
            (self._counts["known"], "fanns redan"),
            (self._counts["renewed"], "hämtade på nytt"),
            (len(self.failed), "kunde inte läsas"),
            (len(self.destroyed), "är gallrade och togs inte in"),
        ]
        yield ", ".join(f"{count} {what}" for count, what in told if count) or "Ingenting att lägga in."
        for outcome in (*self.failed.values(), *self.destroyed.values()):
            yield f"  {outcome.name}: {outcome.error}"
