"""An archive's own words: `ordlistor/*.toml` in its folder, put to the built-in word lists of the same names.

Which words were in force when a document's facts were found is told by a number kept with them: other words, or another
way of weighing confidences, and the facts are found anew.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from archive.folder import Archive
from extractors import confidence
from extractors.lexicon import NAMES, Lexica, built_in
from extractors.lexicon.merging import Fault, faults
from ingest.errors import UsageError

FOLDER = "ordlistor"
BASIS = "ordlistor"  # the name of the number among a document's extractors


def lexica_of(archive: Archive) -> Lexica:
    """The word lists of an archive. Raises UsageError, with file and line, where its own cannot be used."""
    return Lexica({path.stem: _read(path) for path in sorted((archive.root / FOLDER).glob("*.toml"))})


def basis(lexica: Lexica) -> int:
    """Tells these word lists and this way of weighing from all others."""
    return int(hashlib.sha256(f"{confidence.VERSION} {lexica.digest}".encode()).hexdigest()[:12], 16)


def _read(path: Path) -> dict[str, Any]:
    if path.stem not in NAMES:
        raise UsageError(f"{_place(path)}: det finns ingen ordlista som heter så.", f"Välj bland: {', '.join(NAMES)}.")
    try:
        text = path.read_text(encoding="utf-8")
        added = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(*_not_toml(path, text, str(error))) from error
    except (UnicodeDecodeError, OSError) as error:
        raise UsageError(
            f"{_place(path)} kan inte läsas.", "Spara filen som text med teckenkodningen UTF-8."
        ) from error
    for fault in faults(path.stem, built_in(path.stem), added):
        raise UsageError(f"{_place(path, _line_of(text, fault))}: {fault.message}.", "Rätta ordlistan och försök igen.")
    return added


def _not_toml(path: Path, text: str, message: str) -> tuple[str, str]:
    """What is said of text that is no TOML, and what to do: most often a quotation mark or a comma is missing."""
    found = re.search(r"at line (\d+), column (\d+)", message)
    line = int(found[1]) if found else None
    column = f", tecken {found[2]}" if found else ""
    where = " vid filens slut" if "end of document" in message else ""
    at_fault = text.splitlines()[line - 1].split("=")[0] if line and line <= len(text.splitlines()) else ""
    if not at_fault.isascii() and '"' not in at_fault:
        advice = 'Med å, ä, ö eller mellanslag före = och inom [ ] behövs citattecken: "årsmöte" = 1, ["ersättare"].'
        return f"{_place(path, line)}{column}: raden går inte att förstå.", advice
    advice = 'Ord står inom citattecken med komma emellan: ord = ["beviljar", "tilldelar"].'
    return f"{_place(path, line)}{column}: raden går inte att förstå{where}.", advice


def _line_of(text: str, fault: Fault) -> int | None:
    """The first line, comments apart, in which the words at fault stand."""
    word = re.compile(rf"(?<!\w){re.escape(fault.near)}(?!\w)", re.IGNORECASE)
    lines = (line.split("#")[0] for line in text.splitlines())
    return next((number for number, line in enumerate(lines, 1) if word.search(line)), None)


def _place(path: Path, line: int | None = None) -> str:
    return f"{path.parent.name}/{path.name}" + (f" rad {line}" if line else "")
