"""What is promised of the whole chain: floors under the figures of docs/accuracy.md."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from archive.readout import read
from ingest.document import Document, TextSource
from ingest.settings import Settings
from tests.judge import Json, readings
from tests.measure import below, measure, table
from tests.sample.__main__ import build

SHARED = Path(__file__).parents[2] / "shared"
DIGITAL_FLOORS = {
    "head": 1.0, "meeting": 1.0, "attendance": 1.0, "attendance detail": 1.0, "paragraphs": 1.0, "headings": 1.0,
    "decisions": 1.0, "actions": 1.0, "amounts": 0.98, "dates": 0.95, "grants": 1.0, "grant detail": 1.0,
    "signatures": 1.0, "cells": 0.98, "findings": 0.98, "evidence": 1.0,
}  # fmt: skip
SCAN_FLOORS = {key: floor - 0.02 for key, floor in DIGITAL_FLOORS.items()}
with_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents do not lie beside the project")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Json, list[tuple[Json, Json]]]:
    """The sample's manifest, and gold and record of every file of it that has gold."""
    folder = tmp_path_factory.mktemp("sample")
    manifest = build(folder)
    return manifest, list(readings(folder))


def test_the_sample_is_read_as_its_gold_says(sample: tuple[Json, list[tuple[Json, Json]]]) -> None:
    _, pairs = sample
    assert len(pairs) > 90
    tallies = measure(pairs)
    assert not below(tallies), "\n".join([*below(tallies), table(tallies)])


def test_every_file_made_unreadable_is_told_and_the_rest_read(sample: tuple[Json, list[tuple[Json, Json]]]) -> None:
    manifest, pairs = sample
    golds = {entry["gold"] for entry in manifest["files"] if entry["gold"] and not entry["error"]}
    assert len(pairs) >= len(golds)


def test_planted_oddities_are_found(sample: tuple[Json, list[tuple[Json, Json]]]) -> None:
    manifest, pairs = sample
    by_file = {Path(record["file"]).name: record for _, record in pairs}
    planted = {odd["code"]: Path(odd["file"]).name for odd in manifest["planted"]}
    gap = by_file[planted["paragraf-gap"]]
    assert [f["code"] for f in gap["findings"] if f["severity"] != "info"].count("paragraf-gap") == 1
    sums = [f for f in by_file[planted["sum"]]["findings"] if f["code"] == "sum" and f["severity"] != "info"]
    assert len(sums) == 1
    assert abs(float(sums[0]["computed"]) - float(sums[0]["stated"])) == 500


@with_shared
def test_real_documents_score_as_promised(tmp_path: Path) -> None:
    figures = _score(tmp_path, "000.pdf", "001.pdf", "001.txt", "002.pdf", "003.pdf")
    for name, row in figures.items():
        for key, floor in DIGITAL_FLOORS.items():
            assert row.get(key, 1.0) >= floor, f"{name}: {key} {row[key]}"


@with_shared
def test_a_real_scan_scores_as_promised(tmp_path: Path) -> None:
    (row,) = _score(tmp_path, "001-scan.pdf").values()
    for key, floor in SCAN_FLOORS.items():
        assert row.get(key, 1.0) >= floor, f"{key} {row[key]}"


@with_shared
def test_a_real_wrong_text_layer_is_told_and_read_from_its_picture() -> None:
    wrong, true = _documents("004.pdf", "004-true.pdf")
    assert all(page.text_source is TextSource.OCR and "fel" in page.reason for page in wrong.pages)
    got, want = _words(wrong), _words(true)
    swedish = Counter({word: count for word, count in want.items() if re.search("[åäöÅÄÖ]", word)})
    assert _share(got, want) >= 0.95
    assert _share(got, swedish) >= 0.97


def _score(folder: Path, *names: str) -> dict[str, dict[str, float]]:
    """The shared scorer's figures by file, of records as the command gives them."""
    files = [str(SHARED / "documents" / name) for name in names]
    run = subprocess.run(
        [sys.executable, "-m", "archive.cli", "read", *files, "--json"], capture_output=True, text=True, check=True
    )
    records = folder / "records.jsonl"
    records.write_text(run.stdout, encoding="utf-8")
    scorer = [sys.executable, str(SHARED / "tools" / "score.py"), str(records)]
    told = subprocess.run(
        [*scorer, *map(str, sorted((SHARED / "gold").glob("*.json"))), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    figures = defaultdict(dict, json.loads(told.stdout))
    figures.pop("ALL")
    assert len(figures) == len(names)
    return figures


def _documents(*names: str) -> list[Document]:
    read_ones = read([SHARED / "documents" / name for name in names], Settings.from_environment())
    return [out.document for out in read_ones if out.document is not None]


def _words(document: Document) -> Counter[str]:
    return Counter(re.findall(r"[0-9A-Za-zåäöéÅÄÖÉ§%]+", unicodedata.normalize("NFKC", document.text)))


def _share(part: Counter[str], whole: Counter[str]) -> float:
    return sum((part & whole).values()) / sum(whole.values())
