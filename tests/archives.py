"""What the tests of the archive share: documents and facts drawn by hypothesis, small files, dumps to compare."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from archive.accession import add
from archive.folder import Archive
from archive.keeping import Outcome
from archive.schema import FACT_TABLES
from ingest.document import (
    Box,
    Document,
    ElectronicSignature,
    Evidence,
    Grid,
    Line,
    LineKind,
    Page,
    PageNote,
    Piece,
    Reading,
    SignatureVerdict,
    Span,
    TextSource,
    Word,
)
from ingest.settings import Settings

ROOT = Path(__file__).parents[1]
ORG_NUMBER = "222000-0026"
# Everything but the log and what carries a moment: two runs over the same files must agree on it, row numbers included.
COMPARED = (
    "document", "permalink", "page", "extraction", "refusal", "passage", "word_form", "evidence",
    "electronic_signature", *FACT_TABLES,
)  # fmt: skip

MINUTES = """PROTOKOLL
Samordningsförbundet Lövdalen
Styrelsesammanträde 2031-03-{day:02}

Närvarande
Vidar Granqvist, ordförande
Tuva Ekermark, Lövdalens kommun

§ {first} Mötet öppnas
Ordföranden öppnar mötet.

§ {second} Ansökan om medel till Språkvägen
Lövdalens kommun ansöker om {amount} tkr för insatsen Språkvägen under våren 2031.
Beslut
Styrelsen beslutar
att bevilja {amount} tkr till insatsen Språkvägen.

§ {third} Ekonomisk uppföljning
Förbundschefen redovisar utfallet. Budgetuppföljningen visar ett överskott om 1 185 500 kr.
Beslut
Styrelsen beslutar
att lägga informationen till handlingarna.
"""


def minutes(number: int) -> str:
    first = 3 * number + 1
    return MINUTES.format(day=number + 1, first=first, second=first + 1, third=first + 2, amount=60 + number)


def write_minutes(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"protokoll {number + 1}.txt").write_text(minutes(number), encoding="utf-8")
    return folder


def new_archive(root: Path) -> Archive:
    return Archive.create(root, "Samordningsförbundet Lövdalen", ORG_NUMBER)


def run_add(archive: Archive, *paths: Path) -> list[Outcome]:
    return list(add(archive, paths, Settings(workers=1), lambda: None))


def dump(archive: Archive, tables: tuple[str, ...] = COMPARED) -> dict[str, list[tuple[Any, ...]]]:
    with archive.connect_to_read() as db:
        told = {table: sorted(map(tuple, db.execute(f'SELECT * FROM "{table}"')), key=repr) for table in tables}
        told["source"] = sorted(map(tuple, db.execute("SELECT document, place, name FROM source")))
        return told


def every_row(archive: Archive) -> list[str]:
    with archive.connect_to_read() as db:
        names = [row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [f"{name} {tuple(row)}" for name in names for row in db.execute(f'SELECT * FROM "{name}"')]


def cli(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, in a process of its own."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, env={**os.environ, **environment}, cwd=ROOT, check=False
    )


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "archive.cli", *map(str, arguments)]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\f\x00"), max_size=12)
SOME_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\f\x00"), min_size=1, max_size=30)


@st.composite
def pages(draw: st.DrawFn, number: int) -> Page:
    text = draw(SOME_TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=5)))
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    edge = st.floats(0, 100, allow_nan=False)
    box = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), edge, edge, edge, edge)
    share = st.floats(0, 1)
    lines = tuple(
        Line(span, draw(st.none() | box), draw(st.none() | edge), draw(st.booleans()), draw(st.sampled_from(LineKind)))
        for span in spans
    )
    cell = st.lists(st.sampled_from(spans), max_size=2).map(tuple) if spans else st.just(())
    grid = st.integers(1, 3).flatmap(
        lambda width: st.builds(
            lambda rows, ruled: Grid(tuple(rows), ruled),
            st.lists(st.tuples(*[cell] * width), max_size=2),
            st.booleans(),
        )
    )
    return Page(
        number,
        text,
        200.0,
        200.0,
        words=tuple(Word(span, draw(box), draw(share)) for span in spans),
        lines=lines,
        grids=tuple(draw(st.lists(grid, max_size=2))),
        text_source=draw(st.sampled_from(TextSource)),
        reason=draw(TEXT),
        quality=draw(share),
        rotation=draw(st.sampled_from([0, 90, 180, 270])),
        notes=tuple(PageNote(span, draw(TEXT), draw(TEXT), (draw(TEXT),)) for span in spans[:2]),
        readings=tuple(Reading(span, draw(SOME_TEXT)) for span in spans[:2]),
    )


_SIGNATURES = st.builds(
    ElectronicSignature,
    field=st.text(max_size=5), verdict=st.sampled_from(SignatureVerdict), message=st.text(max_size=9),
    signer=st.text(max_size=5), signed_at=st.none() | st.just("2031-03-05T08:00:00Z"), page=st.none() | st.just(1),
    box=st.none() | st.just(Box(1, 2, 3.5, 4)),
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Document:
    count = draw(st.integers(1, 3))
    return Document(
        "ab" * 32, "text/plain", "möte.txt", tuple(draw(pages(number + 1)) for number in range(count)),
        electronic_signatures=tuple(draw(st.lists(_SIGNATURES, max_size=2))),
    )  # fmt: skip


@st.composite
def evidence(draw: st.DrawFn, document: Document) -> Evidence:
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        page = draw(st.sampled_from(document.pages))
        start = draw(st.integers(0, len(page.text) - 1))
        pieces.append(Piece(page, Span(start, draw(st.integers(start + 1, len(page.text))))))
    return Evidence(tuple(pieces))
