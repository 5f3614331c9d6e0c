"""Which candidates are the §§: the heaviest chain of rising numbers, then what the chain itself can mend.

Minutes number their §§ upwards, nearly always by one. So the order decides what a row by itself cannot: a contents list
and the §§ it announces, a reference at the beginning of a line, a "8 17" that was "§ 17".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.labels import Candidate, Style

_LOOK_BACK = 300  # candidates; keeps the search linear in very long documents
_FLOOR = 0.25  # a candidate below this is not tried at all
_STRONG = 1.0
_LEAST_ITEMS = 3  # fewer numbered rows than this are a list, not an agenda


def choose(found: Sequence[Candidate]) -> list[Candidate]:
    """The §§ among the candidates, in the order they stand; [] where nothing holds together."""
    signs = _signed(found)
    if signs:
        return signs
    damaged = [c for c in found if c.style == "damaged"]
    chain = _chain(damaged, "damaged")
    steps = sum(b.key[0] - a.last == 1 for a, b in pairwise(chain))
    if len(chain) >= 4 and steps >= 0.6 * (len(chain) - 1):
        return _fill(chain, [replace(c, inferred=True) for c in _readings(found, chain)])
    after = _chain([c for c in found if c.style == "after"], "after")
    items = _chain([c for c in found if c.style == "item"], "item")
    words = _chain([c for c in found if c.style == "word"], "word")
    if len(words) >= 2:
        return words
    best = after if len(after) >= 2 and len(after) >= len(items) else items
    return best if len(best) >= (2 if best is after else _LEAST_ITEMS) else []


def _signed(found: Sequence[Candidate]) -> list[Candidate]:
    """The chain of rows with a §, of the board prefix that carries most, mended from the rest."""
    signs = [c for c in found if c.style == "sign"]
    best: list[Candidate] = []
    best_weight = 0.0
    for prefix in dict.fromkeys(c.prefix for c in signs):
        chain = _chain([c for c in found if c.style in ("sign", "damaged") and c.prefix == prefix], "sign")
        weight = sum(c.score for c in chain)
        if weight > best_weight + 0.01:
            best, best_weight = chain, weight
    if not best:
        return []
    others = [c for c in signs if c.prefix != best[0].prefix and (not c.prefix or not best[0].prefix)]
    best = _earliest(best, signs)
    best = _fill(best, others)
    best = _fill(best, [replace(c, inferred=True) for c in _readings(found, best)])
    return _strays(best, [c for c in signs if c.prefix == best[0].prefix])


def _chain(found: Sequence[Candidate], style: Style) -> list[Candidate]:
    """The heaviest sequence of rising numbers."""
    tried = [c for c in found if c.score >= _FLOOR]
    weight: list[float] = []
    heaviest: list[float] = []  # of the weights up to here: what no earlier one can surpass
    back: list[int] = []
    for at, c in enumerate(tried):
        best, origin = c.score - _start_cost(c, style), -1
        for before in range(at - 1, max(0, at - _LOOK_BACK) - 1, -1):
            if heaviest[before] + c.score < best - 1e-9:
                break
            cost = _step_cost(tried[before], c, style)
            total = best - 1 if cost is None else weight[before] + c.score - cost
            if total > best + 1e-9 or (origin >= 0 and total > best - 1e-9):
                best, origin = max(best, total), before
        weight.append(best)
        heaviest.append(max(best, heaviest[-1] if heaviest else best))
        back.append(origin)
    if not weight:
        return []
    at = max(range(len(weight)), key=lambda n: (weight[n], -n))
    chain: list[Candidate] = []
    while at >= 0:
        chain.append(tried[at])
        at = back[at]
    return chain[::-1]


def _start_cost(c: Candidate, style: Style) -> float:
    return 1.2 if style == "item" and c.key[0] > 2 else 0.0


def _step_cost(a: Candidate, b: Candidate, style: Style) -> float | None:
    """What it costs to follow `a` by `b`: nothing for the next number, None for one that does not rise."""
    if b.key <= a.key or (len(b.key) == len(a.key) == 1 and b.key[0] <= a.last):
        return None
    if len(a.key) == len(b.key) == 1:
        step = b.key[0] - a.last
        unsure = style in ("item", "damaged") or "damaged" in (a.style, b.style)
        loose, most = (0.45, 1.5) if unsure else (0.12, 0.6)
        return min(loose * (step - 1), most)
    if b.key[: len(a.key)] == a.key:
        return 0.0 if b.key[len(a.key) :] == (1,) else 0.3
    if b.key[:-1] == a.key[: len(b.key) - 1]:
        return 0.1 * (b.key[-1] - a.key[len(b.key) - 1] - 1)
    return 0.2 if b.key[0] == a.key[0] + 1 else 0.6


def _earliest(chain: list[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """A § printed again at the head of its next page begins where it is printed first."""
    result: list[Candidate] = []
    by_key: dict[tuple[int, ...], list[Candidate]] = {}
    for c in found:
        by_key.setdefault(c.key, []).append(c)
    for c in chain:
        after = result[-1].row if result else c.row - 1
        least = max(0.9, c.score - 0.35)
        earlier = (o for o in by_key.get(c.key, ()) if after < o.row < c.row and o.score >= least)
        result.append(next((o for o in earlier if o.prefix == c.prefix), c))
    return result


def _fill(chain: list[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """The chain with what fits its gaps: in place and in number between two neighbours, or next to an end."""
    pool = [c for c in found if c.score >= _FLOOR]
    result = list(chain)
    for c in sorted(pool, key=lambda c: c.row):
        at = next((n for n, o in enumerate(result) if o.row >= c.row), len(result))
        if at < len(result) and result[at].row == c.row:
            continue
        low = result[at - 1] if at else None
        high = result[at] if at < len(result) else None
        fits_low = low is None or c.key[0] > low.last
        fits_high = high is None or c.last < high.key[0]
        near = (low is not None and c.key[0] - low.last <= 2) or (high is not None and high.key[0] - c.last <= 2)
        near = near and (c.style != "item" or (low is not None and c.key[0] - low.last == 1))
        if low is None and high is not None:
            near = high.key[0] - c.last == 1 or (c.score >= _STRONG and high.key[0] - c.last <= 3)
        if fits_low and fits_high and near:
            result.insert(at, c)
    return result


def _readings(found: Iterable[Candidate], chain: Sequence[Candidate]) -> list[Candidate]:
    """What an OCR slip may have left: another sign for § with the chain's prefix, or a wrong number in a gap of one."""
    prefix = chain[0].prefix
    readings = [c for c in found if c.style == "damaged" and (c.prefix == prefix or not prefix)]
    taken = {c.row for c in chain}
    for c in found:
        if c.style == "item" and not c.rest and any(c.key == (o.last + 1,) for o in chain):
            readings.append(c)  # the sign was lost, the number stands alone above its heading
        if c.style not in ("sign", "damaged") or c.prefix != prefix or c.row in taken or c.score < _STRONG - 0.2:
            continue
        low = max((o for o in chain if o.row < c.row), key=lambda o: o.row, default=None)
        high = min((o for o in chain if o.row > c.row), key=lambda o: o.row, default=None)
        missing = low.last + 1 if low and high and high.key[0] - low.last == 2 else None
        if missing and len(str(missing)) == len(c.number) and c.key[0] not in {o.key[0] for o in chain}:
            readings.append(replace(c, number=str(missing), key=(missing,), last=missing, inferred=True))
    return readings


def _strays(chain: list[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """§§ taken up out of order: strong candidates whose number the chain lacks, within its range."""
    have = {c.key for c in chain}
    ranges = [(c.key[0], c.last) for c in chain if c.last > c.key[0]]
    low, high = chain[0].key[0] - 3, max(c.last for c in chain) + 3
    first = chain[0].row
    extra = []
    for c in found:
        inside = any(a <= c.key[0] <= b for a, b in ranges)
        if c.key not in have and not inside and c.score >= _STRONG and low <= c.key[0] <= high and c.row > first:
            have.add(c.key)
            extra.append(c)
    return sorted([*chain, *extra], key=lambda c: c.row)
