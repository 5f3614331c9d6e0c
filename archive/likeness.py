"""Which names may be of the same person or organisation: how alike they are, and why it is thought so.

A score is a likelihood by eye, not a measured one: .9 and more for what differs only as printers and engines differ,
.5 for what fits and no more. Two who stand in one list of those present are never proposed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

_LEAST_ALIKE = 0.84  # of folded names; below it another name is likelier than another spelling
_LEAST_PART_ALIKE = 0.6  # of each part: "Anna Berg" and "Anna Lund" share a first name only
_SHARED = 0.05  # what a shared organisation, party or role adds
_DOUBTED = 0.9  # a name whose every reading is less sure than this may be misread


@dataclass(frozen=True)
class Named:
    """A name and what speaks for and against its being another's.

    `lists` are documents in whose list of those present it stands; `beside` what is told of its bearer, folded;
    `sure` is the confidence of its surest mention.
    """

    name: str
    lists: frozenset[int]
    beside: frozenset[str]
    org_numbers: frozenset[str]
    documents: int
    sure: float


@dataclass(frozen=True)
class Likeness:
    first: str
    second: str
    score: float
    reason: str


def persons_alike(names: Sequence[Named]) -> Iterator[Likeness]:
    """Pairs that may be one person, each once."""
    for a, b in _near(names):
        if a.lists & b.lists:
            continue
        judged = _same_letters(a, b) or _initials(a, b, names) or _more_names(a, b) or _spelling(a, b)
        if judged:
            yield _made(a, b, *judged)


def organisations_alike(names: Sequence[Named]) -> Iterator[Likeness]:
    """Pairs that may be one organisation, each once."""
    for a, b in combinations(names, 2):
        if a.org_numbers & b.org_numbers:
            yield _made(a, b, 0.95, "samma organisationsnummer")
        elif a.org_numbers and b.org_numbers:
            continue
        elif judged := _same_letters(a, b) or _genitive(a, b) or _part_of(a, b, names) or _spelling(a, b):
            yield _made(a, b, *judged)


def _made(a: Named, b: Named, score: float, reason: str) -> Likeness:
    """The more frequent name first: it is likelier the right one."""
    first, second = sorted((a, b), key=lambda one: (-one.documents, one.name))
    if shared := a.beside & b.beside:
        score, reason = score + _SHARED, f"{reason}; samma uppgift intill: {', '.join(sorted(shared))}"
    return Likeness(first.name, second.name, min(score, 0.99), reason)


def _near(names: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    """Pairs worth a look: the same surname, the same first name, or nearly the same letters; in order, each once."""
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    pairs: set[tuple[int, int]] = set()
    shared: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(names):
        for part in {_parts(one.name)[0], _parts(one.name)[-1]}:
            shared[part].append(at)
    for members in shared.values():
        pairs.update(combinations(sorted(set(members)), 2))
    if len(names) > 1:
        folded = [fold(one.name) for one in names]
        likeness = cdist(folded, folded, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_ALIKE)
        pairs.update((int(i), int(j)) for i, j in zip(*np.nonzero(likeness), strict=True) if i < j)
    return ((names[i], names[j]) for i, j in sorted(pairs))


def fold(name: str) -> str:
    """Small letters without rings, dots, accents and hyphens, single spaces."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]|_", " ", bare.replace("ø", "o").replace("æ", "a")).split())


def _parts(name: str) -> list[str]:
    return fold(name).split() or [""]


def _same_letters(a: Named, b: Named) -> tuple[float, str] | None:
    if fold(a.name).replace(" ", "") != fold(b.name).replace(" ", ""):
        return None
    if re.sub(r"[\W_]", "", a.name.casefold()) == re.sub(r"[\W_]", "", b.name.casefold()):
        return 0.95, "skiljer bara i bindestreck, punkt eller mellanslag"
    return 0.9, "skiljer bara i bokstävernas prickar och ringar"


def _initials(a: Named, b: Named, names: Sequence[Named]) -> tuple[float, str] | None:
    """ "A. Berg" for "Anna Berg"; less likely where others fit as well."""
    short, long = sorted((_parts(a.name), _parts(b.name)), key=lambda parts: len("".join(parts)))
    if not _shortens(short, long):
        return None
    fits = sum(_shortens(short, _parts(one.name)) for one in names)
    return (0.75, "förnamnet är förkortat") if fits == 1 else (0.4, f"förnamnet är förkortat; {fits} namn passar")


def _shortens(short: Sequence[str], long: Sequence[str]) -> bool:
    given = short[:-1]
    if short[-1] != long[-1] or not given or len(given) > len(long) - 1 or not any(len(part) == 1 for part in given):
        return False
    return all(
        len(full) > 1 and full.startswith(part) if len(part) == 1 else full == part
        for part, full in zip(given, long, strict=False)
    )


def _more_names(a: Named, b: Named) -> tuple[float, str] | None:
    """ "Anna Berg" and "Anna Karin Berg", "Anna Berg" and "Anna Berg Lind": every part of the one is in the other."""
    few, many = sorted((_parts(a.name), _parts(b.name)), key=len)
    if len(few) < 2 or len(few) == len(many) or not _within(few, many) or few[0] != many[0]:
        return None
    same_last = few[-1] == many[-1]
    return (0.7, "det ena har ett namn till") if same_last else (0.55, "det ena har ett efternamn till")


def _within(few: Iterable[str], many: Iterable[str]) -> bool:
    left = iter(many)
    return all(part in left for part in few)


def _spelling(a: Named, b: Named) -> tuple[float, str] | None:
    from rapidfuzz.distance import OSA

    first, second = _parts(a.name), _parts(b.name)
    likeness = OSA.normalized_similarity(" ".join(first), " ".join(second))
    if likeness < _LEAST_ALIKE or len(first) != len(second):
        return None
    if min(OSA.normalized_similarity(x, y) for x, y in zip(first, second, strict=True)) < _LEAST_PART_ALIKE:
        return None
    misread = min(a.sure, b.sure) < _DOUBTED
    reason = "liknar varandra, och det ena är osäkert läst" if misread else "liknar varandra"
    return 0.5 + 2 * (likeness - _LEAST_ALIKE) + (0.1 if misread else 0.0), reason


def _genitive(a: Named, b: Named) -> tuple[float, str] | None:
    short, long = sorted((fold(a.name), fold(b.name)), key=len)
    return (0.9, "det ena är genitiv av det andra") if long == short + "s" else None


def _part_of(a: Named, b: Named, names: Sequence[Named]) -> tuple[float, str] | None:
    """ "Samordningsförbundet" for "Samordningsförbundet Björkdalen"; not where other names begin so too."""
    short, long = sorted((_parts(a.name), _parts(b.name)), key=len)
    if len(short) == len(long) or long[: len(short)] != short:
        return None
    begin_so = sum(_parts(one.name)[: len(short)] == short for one in names) - 1
    return (0.6, "det ena namnet inleder det andra") if begin_so == 1 else None
