"""`python -m tests.bench.extracting`: milliseconds of CPU a page that extracting takes on top of reading.

One process; the least of three runs, for the machine may have other things to do. Real documents where they lie beside
the project, and long minutes made up here, to see that the cost of a page does not grow with their number.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from archive.readout import read
from extractors import extract
from ingest.document import Document, plain_page
from ingest.settings import Settings

SHARED = Path(__file__).parents[3] / "shared" / "documents"
LENGTHS = (20, 200, 2000)  # pages
_OF_PAGE = 2  # §§
_OPENING = "SAMMANTRÄDESPROTOKOLL\nKommunstyrelsen 2024-05-07\n\nNärvarande: Ada Björk, Bo Lindvall och Cia Nord\n\n"
_PARAGRAF = """§ {n}  Ansökan om bidrag från förening nummer {n}

Ärendebeskrivning
Föreningen ansöker om {asked} kronor till drift av verksamheten under perioden 2024-06-01 – 2024-12-31. Den har
120 medlemmar och fick 2023 ett bidrag om 45 tkr enligt § {before}. Verksamheten vänder sig till barn och unga i
hela kommunen och bedrivs i egna lokaler. Ledarna är ideella och har genomgått utbildning.

Förvaltningen bedömer att ansökan uppfyller villkoren i riktlinjerna för föreningsstöd. Bidraget ryms i budgeten för
året. Arbetet pågår sedan den 3 mars 2023 och leds av Bo Lindvall.

Beslut
Kommunstyrelsen beslutar
att bevilja föreningen ett bidrag om {given} kronor till drift under perioden 2024-06-01 – 2024-12-31, samt
att uppdra åt kommundirektören att senast den 30 september 2024 återrapportera till styrelsen.

"""


def minutes(pages: int) -> Document:
    """Minutes of as many pages as asked for, about 1 700 characters each."""
    made = []
    for page in range(pages):
        numbers = range(page * _OF_PAGE + 1, (page + 1) * _OF_PAGE + 1)
        text = "".join(
            _PARAGRAF.format(n=n, before=max(1, n - 1), asked=f"{n % 900 + 20} 000", given=f"{n % 900 + 10} 000")
            for n in numbers
        )
        made.append(plain_page(page + 1, (_OPENING if page == 0 else "") + text))
    return Document("0" * 64, "text/plain", "protokoll.txt", tuple(made))


def a_page(documents: Sequence[Document], rounds: int = 3) -> float:
    """Milliseconds of CPU a page, the least of so many rounds; nothing is remembered from one to the next."""
    pages = sum(len(document.pages) for document in documents)
    return min(_seconds(documents) for _ in range(rounds)) * 1000 / pages


def _seconds(documents: Sequence[Document]) -> float:
    fresh = [replace(document) for document in documents]
    began = time.process_time()
    for document in fresh:
        extract(document)
    return time.process_time() - began


def costs() -> Iterator[str]:
    """One line for the real documents, one for each length."""
    extract(minutes(1))  # lexica and patterns are made once a process
    if SHARED.is_dir():
        files = [SHARED / f"{name}.pdf" for name in ("000", "001", "002", "003")]
        real = [out.document for out in read(files, Settings.from_environment()) if out.document is not None]
        yield f"- extracting from {sum(len(d.pages) for d in real)} real pages: {a_page(real):.1f} ms a page"
    for length in LENGTHS:
        cost = a_page([minutes(length)], rounds=3 if length < 1000 else 1)
        yield f"- extracting from minutes of {length} pages: {cost:.1f} ms a page"


if __name__ == "__main__":
    for line in costs():
        print(line)
