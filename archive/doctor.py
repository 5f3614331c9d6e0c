"""What reading and the handover need of this machine: is it here, and if not, which command brings it?"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from ingest import media
from ingest.errors import MissingProgramError
from ingest.settings import Settings

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables; the trigram index came with 3.34


@dataclass(frozen=True)
class Check:
    """One thing needed. `found` says where or in which version, `cure` what to do where it is missing.

    `without` says in Swedish what is not done without it, where the rest works all the same; else it is empty.
    """

    what: str
    found: str | None
    cure: str = ""
    without: str = ""


def checks(settings: Settings) -> Iterator[Check]:
    """Everything needed, in the order a user would mend it."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", python if sys.version_info >= (3, 11) else None, "sudo apt install python3.11")
    new_enough = sqlite3.sqlite_version_info >= _OLDEST_SQLITE
    yield Check("SQLite", sqlite3.sqlite_version if new_enough else None, "sudo apt install libsqlite3-0")
    for name in _libraries():
        yield _library(name)
    yield _engine()
    for model in (settings.ocr_language, "osd"):
        yield _model(model)
    yield from _for_the_handover()


def _for_the_handover() -> Iterator[Check]:
    """What sets pages, and what makes PDF/A better or surer and can be done without."""
    from archive.handover import office, text_pages, verapdf

    yield Check("Pango", find_library("pango-1.0"), text_pages.CURE)
    yield Check("veraPDF (Java och JAXB)", verapdf.available(), verapdf.CURE, "PDF/A kontrolleras inte")
    yield Check(
        "LibreOffice", office.available(), office.CURE, "docx, odt och xlsx blir PDF/A av sin text, utan sitt utseende"
    )
    if office.available():
        spreadsheets = "Calc" if office.reads(media.XLSX) else None
        yield Check("LibreOffice för kalkylark", spreadsheets, office.CURE, "xlsx blir PDF/A av sin text")


def _libraries() -> Iterator[str]:
    """The names of the libraries that slutarkiv itself asks for, extras apart."""
    for wanted in requires("slutarkiv") or ():
        name, _, condition = wanted.partition(";")
        if "extra" not in condition and (found := re.match(r"[\w.-]+", name)):
            yield found[0]


def _library(name: str) -> Check:
    cure = "installera om slutarkiv: pip install --force-reinstall slutarkiv"
    try:
        return Check(name, version(name))
    except PackageNotFoundError:
        return Check(name, None, cure)


def _engine() -> Check:
    from ingest.tesseract import engine_version

    try:
        return Check("Tesseract", engine_version())
    except MissingProgramError as error:
        return Check("Tesseract", None, error.advice)


def _model(model: str) -> Check:
    from ingest.tesseract import model_folder

    try:
        return Check(f"språkmodellen {model}", str(model_folder(model)))
    except MissingProgramError as error:
        return Check(f"språkmodellen {model}", None, error.advice)
