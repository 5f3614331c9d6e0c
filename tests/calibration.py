"""`python -m tests.calibration SAMPLE`: is a confidence worth what it says? Share right by confidence and kind.

A fact is right where the gold has it, with what matters of it: a decision's text and action, an attendee's name and
group, a sum's value and §. Facts that the gold calls doubtful are left out, and kinds that it does not name.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.judge import Json, alike, close_decision, decisions, matched, readings, same_paragraph

BUCKETS = (0.98, 0.95, 0.9, 0.8, 0.6, 0.0)  # lower bounds
Judged = tuple[str, float, bool, str]  # kind, confidence, right, what
_COARSE = ("year", "half-year", "quarter")


def judge(gold: Json, record: Json) -> Iterator[Judged]:
    """Every fact of a record whose kind the gold names in full."""
    for kind, (wanted, found, likeness, right) in _compared(gold, record).items():
        pairs = {id(f): g for g, f in matched(wanted, found, likeness)}
        for fact in found:
            partner = pairs.get(id(fact))
            if partner is None or not partner.get("doubt"):
                what = f"{record['file']}: {fact.get('text') or fact.get('name') or fact.get('heading') or fact}"
                yield kind, fact["confidence"], partner is not None and right(partner, fact), what[:160]


Comparison = tuple[list[Json], list[Json], Callable[[Json, Json], float], Callable[[Json, Json], bool]]


def _compared(gold: Json, record: Json) -> dict[str, Comparison]:
    found: dict[str, Comparison] = {}
    if "paragraphs" in gold:
        found["paragraphs"] = gold["paragraphs"], record["paragraphs"], _equal("number"), _headed
        found["decisions"] = decisions(gold), decisions(record), close_decision, _acts
    if "attendance" in gold.get("meeting", {}):
        there = (record.get("meeting") or {}).get("attendance", [])
        found["attendance"] = gold["meeting"]["attendance"], there, _named, _equal_group
    if "amounts" in gold:
        found["amounts"] = gold["amounts"], _under(record["amounts"], gold), _equal("value"), _always
    if gold.get("dates_complete"):
        days = [d for d in _under(record["dates"], gold) if d["precision"] not in _COARSE]
        found["dates"] = gold["dates"], days, _equal("start", "end"), _always
    if "grants" in gold:
        given = [g for g in record["grants"] if g["status"] in ("granted", "partial")]
        found["grants"] = gold["grants"], given, _equal("amount"), _received
    if "signatures" in gold:
        found["signatures"] = gold["signatures"], record["signatures"], _named, _always
    return found


def _under(facts: list[Json], gold: Json) -> list[Json]:
    """Of minutes, the facts under a §: the gold tells only of those."""
    return [f for f in facts if f["paragraph"] is not None] if "paragraphs" in gold else facts


def _equal(*keys: str) -> Callable[[Json, Json], float]:
    return lambda g, f: float(all(str(g[k]) == str(f[k]) for k in keys) and same_paragraph(g, f))


def _named(gold: Json, found: Json) -> float:
    likeness = alike(gold["name"], found["name"])
    return likeness if likeness >= 0.88 else 0.0


def _headed(gold: Json, found: Json) -> bool:
    return not gold.get("heading") or alike(gold["heading"], found["heading"]) >= 0.9


def _acts(gold: Json, found: Json) -> bool:
    return found["action"] in (gold["action"], *gold.get("action_also", []))


def _equal_group(gold: Json, found: Json) -> bool:
    return gold.get("group") in (None, found["group"])


def _received(gold: Json, found: Json) -> bool:
    return not gold.get("recipient") or alike(gold["recipient"], found["recipient"]) >= 0.85


def _always(gold: Json, found: Json) -> bool:
    del gold, found
    return True


def bucket(confidence: float) -> float:
    """The lower bound of the bucket a confidence falls in."""
    return next(bound for bound in BUCKETS if confidence >= bound)


def table(judged: Iterable[Judged]) -> str:
    """A Markdown table: kind by bucket, each "share right (number)"."""
    cells: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for kind, confidence, right, _ in judged:
        for row in (kind, "all"):
            cells[row, bucket(confidence)].append(right)
    heads = [f"≥ {bound:g}" if bound else f"< {BUCKETS[-2]:g}" for bound in BUCKETS]
    lines = ["| kind | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for kind in [*sorted({kind for kind, _ in cells} - {"all"}), "all"]:
        told = [_cell(cells.get((kind, bound), [])) for bound in BUCKETS]
        lines.append(f"| {kind} | " + " | ".join(told) + " |")
    return "\n".join(lines)


def _cell(rights: list[bool]) -> str:
    return f"{sum(rights) / len(rights):.3f} ({len(rights)})" if rights else "–"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.calibration")
    parser.add_argument("sample", type=Path, help="a folder made by python -m tests.sample")
    parser.add_argument("--misses", action="store_true", help="list the wrong facts told as .9 or more")
    args = parser.parse_args()
    judged = [one for gold, record in readings(args.sample) for one in judge(gold, record)]
    print(table(judged))
    if args.misses:
        print("\n".join(f"{kind} {told:.2f} {what}" for kind, told, right, what in judged if told >= 0.9 and not right))


if __name__ == "__main__":
    main()
