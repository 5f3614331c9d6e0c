"""`python -m tests.measure SAMPLE [--archive ARKIV] [--misses]`: the figures promised of the sample, with their bars.

F1 by kind (tests/marks.py), of documents read from digital files, from page pictures, and of both. A figure under its
bar is marked and makes the exit code 1. `--archive` takes from an archive what it has read already, by SHA-256.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.judge import Json, readings
from tests.marks import Tally, marks

BARS = {
    "paragraphs": 0.99, "headings": 0.99, "decisions": 0.98, "actions": 0.95, "amounts": 0.99, "attendance": 0.98,
    "dates": 0.97, "grants": 0.97, "recusals": 0.95, "votes": 0.95, "reservations": 0.95, "outline": 0.95,
    "goals": 0.95, "responsible": 0.95, "due": 0.95,
}  # fmt: skip
Tallies = dict[str, dict[str, Tally]]  # digital, scanned or all → kind → tally


def measure(pairs: Iterable[tuple[Json, Json]]) -> Tallies:
    """Tallies over pairs of gold and record."""
    tallies: Tallies = {group: defaultdict(Tally) for group in ("digital", "scanned", "all")}
    for gold, record in pairs:
        read = any(page["text_source"] == "ocr" for page in record["pages"])
        for kind, tally in marks(gold, record).items():
            for group in ("scanned" if read else "digital", "all"):
                tallies[group][kind].add(tally)
    return tallies


def below(tallies: Tallies) -> list[str]:
    """Each figure that is under its bar, told."""
    return [
        f"{kind}, {group}: {of_group[kind].f1:.3f} < {bar}"
        for group, of_group in tallies.items()
        for kind, bar in BARS.items()
        if kind in of_group and of_group[kind].f1 < bar
    ]


def table(tallies: Mapping[str, Mapping[str, Tally]]) -> str:
    """A Markdown table: kind by group, each "F1 (asked for)"."""
    lines = ["| kind | bar | " + " | ".join(tallies) + " |", "|---" * (len(tallies) + 2) + "|"]
    for kind, bar in BARS.items():
        cells = [_cell(of_group.get(kind), bar) for of_group in tallies.values()]
        lines.append(f"| {kind} | {bar} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(tally: Tally | None, bar: float) -> str:
    if tally is None or not tally.gold + tally.found:
        return "–"
    return f"{tally.f1:.3f} ({tally.gold})" + (" **under**" if tally.f1 < bar else "")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.measure")
    parser.add_argument("sample", type=Path, help="a folder made by python -m tests.sample")
    parser.add_argument("--archive", type=Path, help="an archive that holds documents of the sample, read already")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    tallies = measure(readings(args.sample, args.archive))
    if args.misses:
        for kind, tally in tallies["all"].items():
            print("\n".join(f"{kind}: {miss}" for miss in tally.misses))
    print(table(tallies))
    sys.exit(1 if below(tallies) else 0)


if __name__ == "__main__":
    main()
