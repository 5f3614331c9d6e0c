"""`python -m tests.measure SAMPLE`: F1 of what the scorer leaves out – outline, goals and assignments.

- outline: a heading is right where its text and its level are; the title and the titles of tables are neither asked
  for nor counted against.
- goals: right where the goal's text, its outcome and its status are.
- responsible, due: of decisions that tell somebody to do something; `due` is an ISO date. Gold that names a responsible
  and no day asks for none, but where points of the decision have days of their own.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.judge import Json, alike, close_decision, decisions, matched, plain, readings


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


def outline(gold: Json, record: Json, tally: Tally) -> None:
    """Headings by text, in order; a pair counts where the levels agree too."""
    aside = {plain(record.get("title")), plain(gold.get("title"))}
    aside |= {plain(table["title"]) for table in gold.get("tables", [])}
    found = [h for h in record["outline"] if plain(h["heading"]) not in aside]
    pairs = list(matched(gold["outline"], found, lambda g, f: max(0.0, alike(g["heading"], f["heading"]) - 0.9)))
    right = [(g, f) for g, f in pairs if g["level"] == f["level"]]
    tally.right += len(right)
    tally.gold += len(gold["outline"])
    tally.found += len(found)
    wrong = [f"level {f['level']}, gold {g['level']}: {g['heading']}" for g, f in pairs if g["level"] != f["level"]]
    lost = [f"missed {g['heading']}" for g in gold["outline"] if not any(g is one for one, _ in pairs)]
    extra = [f"extra {f['heading']}" for f in found if not any(f is one for _, one in pairs)]
    tally.misses += [f"{record['file']}: {miss}" for miss in (*wrong, *lost, *extra)]


def goals(gold: Json, record: Json, tally: Tally) -> None:
    """Goals by their text; right with outcome and status."""
    pairs = list(matched(gold["goals"], record["goals"], lambda g, f: max(0.0, alike(g["goal"], f["goal"]) - 0.85)))
    right = [g for g, f in pairs if g["status"] == f["status"] and alike(g["outcome"], f["outcome"]) >= 0.9]
    tally.right += len(right)
    tally.gold += len(gold["goals"])
    tally.found += len(record["goals"])
    tally.misses += [f"{record['file']}: {g['goal']}" for g in gold["goals"] if not any(g is one for one in right)]


def assignments(gold: Json, record: Json, tallies: dict[str, Tally]) -> None:
    """Who does it and by when, of the decisions whose words were found."""
    for wanted, found in matched(decisions(gold), decisions(record), close_decision):
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
                tally.misses.append(f"{record['file']}: {key} {got!r}, gold {want!r}: {wanted['text'][:80]}")


def measure(pairs: Iterable[tuple[Json, Json]]) -> dict[str, Tally]:
    """Tallies by what is measured, over pairs of gold and record."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for gold, record in pairs:
        if "outline" in gold:
            outline(gold, record, tallies["outline"])
        if "goals" in gold:
            goals(gold, record, tallies["goals"])
        assignments(gold, record, tallies)
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.measure")
    parser.add_argument("sample", type=Path, help="a folder made by python -m tests.sample")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    for name, tally in measure(readings(args.sample)).items():
        print(f"{name:12} F1 {tally.f1:.3f}   asked for {tally.gold}, found {tally.found}, right {tally.right}")
        if args.misses:
            print("\n".join(f"    {miss}" for miss in tally.misses))


if __name__ == "__main__":
    main()
