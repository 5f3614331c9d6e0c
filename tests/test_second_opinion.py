"""Words and boxes of digital pages held against an independent reader, pdfplumber."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pdfplumber
import pytest

from ingest.document import Box
from ingest.pdf import read_pages
from tests.sample.__main__ import build

SLACK = 2.0  # points: one reader boxes the ink, the other the type's advance


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build(folder)
    return folder / "handlingar"


def test_words_stand_where_another_reader_finds_them(records: Path) -> None:
    compared = agreed = 0
    for file in sorted(records.glob("*/bokslut/arsredovisning-*.pdf")):
        with pdfplumber.open(file) as pdf:
            for ours, theirs in zip(read_pages(file), pdf.pages, strict=True):
                places = defaultdict(list)
                for word in theirs.extract_words():
                    places[word["text"]].append(Box(word["x0"], word["top"], word["x1"], word["bottom"]))
                for word in ours.words:
                    compared += 1
                    agreed += any(_same_place(word.box, box) for box in places[word.text])
    assert compared > 1000
    assert agreed / compared > 0.97


def _same_place(ours: Box, theirs: Box) -> bool:
    beside = abs(ours.x0 - theirs.x0) < SLACK and abs(ours.x1 - theirs.x1) < SLACK
    return beside and ours.y0 < theirs.y1 and ours.y1 > theirs.y0
