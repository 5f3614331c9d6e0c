"""How many facts of a record are right, by kind: what `python -m tests.measure` adds up.

- paragraphs by number, their headings; decisions by § and words, their action; amounts and grants by § and sum; dates
  by § and day, where the gold is complete; attendance by name; recusals, reservations and votes under their §.
- outline: a heading is right where its text and its level are; the title and the titles of tables are neither asked
  for nor counted against. goals: right with outcome and status.
- responsible, due: of decisions that tell somebody to do something; `due` is an ISO date. Gold that names a responsible
  and no day asks for none, but where points of the decision have days of their own.

Facts that the gold calls doubtful count neither way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.judge import Json, alike, close_decision, decisions, matched, plain, same_paragraph

_COARSE = ("year", "half-year", "quarter")


@dataclass
class Tally:
    """Right ones, asked-for ones and found ones."""

    right: int = 0
    gold: int = 0
    found: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.gold += other.gold
        self.found += other.found
        self.misses += other.misses

    def check(self, good: bool, miss: str) -> None:
        """One thing asked for and answered, rightly or not."""
        self.gold += 1
        self.found += 1
        self.right += good
        self.misses += [] if good else [miss]


def marks(gold: Json, record: Json) -> dict[str, Tally]:
    """Tallies by kind, of the kinds that the gold names."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    if "paragraphs" in gold:
        _paragraphs(gold, record, tallies)
        pairs = _compare(_sure_decisions(gold), decisions(record), close_decision, tallies["decisions"])
        for wanted, found in pairs:
            if not wanted.get("doubt"):
                right = found["action"] in (wanted["action"], *wanted.get("action_also", []))
                tallies["actions"].check(right, f"{found['action']}, gold {wanted['action']}: {wanted['text'][:80]}")
        _assignments(gold, record, tallies)
    if "attendance" in gold.get("meeting", {}):
        there = (record["meeting"] or {}).get("attendance", [])
        _compare(gold["meeting"]["attendance"], there, _named, tallies["attendance"])
    for key, of_value in (("amounts", "value"), ("grants", "amount")):
        if key in gold:
            found = [f for f in _under(record[key], gold) if f.get("status") in (None, "granted", "partial")]
            _compare(gold[key], found, _equal(of_value), tallies[key])
    if gold.get("dates_complete"):
        days = [d for d in _under(record["dates"], gold) if d["precision"] not in _COARSE]
        _compare(gold["dates"], days, _equal("start", "end"), tallies["dates"])
    if "outline" in gold:
        _outline(gold, record, tallies["outline"])
    if "goals" in gold:
        _goals(gold, record, tallies["goals"])
    for tally in tallies.values():
        tally.misses = [f"{record['file']}: {miss}" for miss in tally.misses]
    return tallies


Likeness = Callable[[Json, Json], float]


def _compare(gold: Sequence[Json], found: Sequence[Json], likeness: Likeness, tally: Tally) -> list[tuple[Json, Json]]:
    pairs = list(matched(gold, found, likeness))
    known, met = {id(g) for g, _ in pairs}, {id(f) for _, f in pairs}
    doubtful = sum(bool(g.get("doubt")) for g, _ in pairs)
    tally.right += len(pairs) - doubtful
    tally.gold += sum(not g.get("doubt") for g in gold)
    tally.found += len(found) - doubtful
    tally.misses += [f"missed {_said(g)}" for g in gold if id(g) not in known and not g.get("doubt")]
    tally.misses += [f"extra {_said(f)}" for f in found if id(f) not in met]
    return pairs


def _said(fact: Json) -> str:
    keys = ("paragraph", "number", "start", "end", "value", "amount", "name", "heading", "text")
    return " ".join(str(fact[key])[:110] for key in keys if fact.get(key) is not None)


def _under(facts: list[Json], gold: Json) -> list[Json]:
    """Of minutes, the facts under a §: the gold tells only of those."""
    return [f for f in facts if f["paragraph"] is not None] if "paragraphs" in gold else facts


def _equal(*keys: str) -> Likeness:
    return lambda g, f: float(all(str(g[k]) == str(f[k]) for k in keys) and same_paragraph(g, f))


def _named(gold: Json, found: Json) -> float:
    likeness = alike(gold["name"], found["name"])
    return likeness if likeness >= 0.88 else 0.0


def _sure_decisions(gold: Json) -> list[Json]:
    return [{**d, "paragraph": p["number"]} for p in gold["paragraphs"] for d in p.get("decisions", [])]


def _paragraphs(gold: Json, record: Json, tallies: dict[str, Tally]) -> None:
    same = lambda g, f: float(plain(str(g["number"])) == plain(f["number"]))  # noqa: E731
    for wanted, found in _compare(gold["paragraphs"], record["paragraphs"], same, tallies["paragraphs"]):
        at = f"§ {wanted['number']}"
        if wanted.get("heading"):
            good = alike(wanted["heading"], found["heading"]) >= 0.9
            tallies["headings"].check(good, f"{at}: {found['heading']}, gold {wanted['heading']}")
        for key in ("recusals", "reservations"):
            if wanted.get(key) is not None:
                ours, theirs = ([{"name": n, "paragraph": at} for n in one[key]] for one in (wanted, found))
                _compare(ours, theirs, _named, tallies[key])
        if wanted.get("votes") or found["votes"]:
            told, asked = found["votes"] or {}, wanted.get("votes") or {}
            good = bool(asked) and all(told.get(k) == v for k, v in asked.items() if v is not None)
            tallies["votes"].check(good, f"{at}: {told}, gold {asked}")


def _assignments(gold: Json, record: Json, tallies: dict[str, Tally]) -> None:
    """Who does it and by when, of the decisions whose words were found."""
    for wanted, found in matched(_sure_decisions(gold), decisions(record), close_decision):
        asked = {key: wanted[key] for key in ("responsible", "due") if wanted.get(key)}
        if "responsible" in asked and "a)" not in wanted["text"]:
            asked.setdefault("due", None)
        for key, want in asked.items():
            tally, got = tallies[key], found.get(key)
            good = got == want if key == "due" else alike(got, want) >= 0.9
            tally.gold += want is not None
            tally.found += got is not None
            tally.right += good and want is not None
            if not good:
                tally.misses.append(f"{got!r}, gold {want!r}: {wanted['text'][:80]}")


def _outline(gold: Json, record: Json, tally: Tally) -> None:
    """Headings by text, in order; a pair counts where the levels agree too."""
    aside = {plain(record.get("title")), plain(gold.get("title"))}
    aside |= {plain(table["title"]) for table in gold.get("tables", [])}
    found = [h for h in record["outline"] if plain(h["heading"]) not in aside]
    pairs = list(matched(gold["outline"], found, lambda g, f: max(0.0, alike(g["heading"], f["heading"]) - 0.9)))
    tally.right += sum(g["level"] == f["level"] for g, f in pairs)
    tally.gold += len(gold["outline"])
    tally.found += len(found)
    wrong = [f"level {f['level']}, gold {g['level']}: {g['heading']}" for g, f in pairs if g["level"] != f["level"]]
    lost = [f"missed {g['heading']}" for g in gold["outline"] if not any(g is one for one, _ in pairs)]
    extra = [f"extra {f['heading']}" for f in found if not any(f is one for _, one in pairs)]
    tally.misses += [*wrong, *lost, *extra]


def _goals(gold: Json, record: Json, tally: Tally) -> None:
    pairs = matched(gold["goals"], record["goals"], lambda g, f: max(0.0, alike(g["goal"], f["goal"]) - 0.85))
    right = [g for g, f in pairs if g["status"] == f["status"] and alike(g["outcome"], f["outcome"]) >= 0.9]
    tally.right += len(right)
    tally.gold += len(gold["goals"])
    tally.found += len(record["goals"])
    tally.misses += [f"{g['goal']}" for g in gold["goals"] if not any(g is one for one in right)]
