"""Word lists a clerk may edit: TOML files beside this module, and what an archive adds to them.

The lists in force are a `Lexica`: the built-in ones, or within `with Lexica(additions).in_force():` those with an
archive's own words merged in. What is made of a list – a pattern, a set – is made once for each Lexica: by `per_lexica`
for functions, `Pattern` and `Words` for what a module names at its top.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property, wraps
from importlib.resources import files
from typing import Any, ParamSpec, TypeVar

from extractors.lexicon.merging import merged

P = ParamSpec("P")
R = TypeVar("R")

NAMES = (
    "actions", "assignments", "grants", "headings", "kinds", "laws", "money", "months", "organisations", "roles",
)  # fmt: skip


@cache
def built_in(name: str) -> dict[str, Any]:
    """The word list `<name>.toml` as tomllib gives it. Raises FileNotFoundError where there is no such list."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


class Lexica:
    """All word lists, `additions` (name → what an archive's own `<name>.toml` holds, checked) merged in."""

    def __init__(self, additions: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._additions = dict(additions or {})
        self._tables: dict[str, dict[str, Any]] = {}
        self.made: dict[tuple[Any, ...], Any] = {}  # what `per_lexica` and `Pattern` have made of these lists

    def table(self, name: str) -> dict[str, Any]:
        if name not in self._tables:
            self._tables[name] = merged(built_in(name), self._additions.get(name, {}))
        return self._tables[name]

    @cached_property
    def digest(self) -> str:
        """Tells these word lists from all others, by what is in them."""
        content = json.dumps([self.table(name) for name in NAMES], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Within it, extractors know these word lists."""
        token = _in_force.set(self)
        try:
            yield
        finally:
            _in_force.reset(token)


BUILT_IN = Lexica()
_in_force: ContextVar[Lexica] = ContextVar("lexica", default=BUILT_IN)


def current() -> Lexica:
    """The word lists in force."""
    return _in_force.get()


def load(name: str) -> dict[str, Any]:
    """The word list in force; do not change what comes back, it is shared."""
    return _in_force.get().table(name)


def per_lexica(make: Callable[P, R]) -> Callable[P, R]:
    """functools.cache, but made anew for other word lists."""

    @wraps(make)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        made = _in_force.get().made
        key = (make, args, *kwargs.items())
        if key not in made:
            made[key] = make(*args, **kwargs)
        found: R = made[key]
        return found

    return kept


class Words(Mapping[str, Any]):
    """The sections of a word list, always those in force."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, section: str) -> Any:
        return load(self._name)[section]

    def __iter__(self) -> Iterator[str]:
        return iter(load(self._name))

    def __len__(self) -> int:
        return len(load(self._name))


class Pattern:
    """A regular expression over words in force, compiled when first asked; `source` gives its text."""

    def __init__(self, source: Callable[[], str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source = source
        self._flags = flags

    @property
    def now(self) -> re.Pattern[str]:
        made = _in_force.get().made
        if (self,) not in made:
            made[self,] = re.compile(self._source(), self._flags)
        found: re.Pattern[str] = made[self,]
        return found

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.now.match(text, start)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        return self.now.search(text, start, len(text) if end is None else end)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        return self.now.finditer(text, start, len(text) if end is None else end)

    def sub(self, by: str, text: str) -> str:
        return self.now.sub(by, text)


def without_letters(pattern: str) -> str:
    """A pattern of plain words that also takes text whose å ä ö were lost when it was read: "år" → "[åa]r"."""
    for letter, lost in (("å", "[åa]"), ("ä", "[äa]"), ("ö", "[öo]")):
        pattern = pattern.replace(letter, lost)
    return pattern
