"""Names and addresses inside a package: which lead somewhere they must not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from archive.handover import layout
from archive.handover.fgs12 import SIP

ROOTS = (layout.METS, SIP)  # the package's own METS: of FGS 2.0 (E-ARK), and of FGS 1.2

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # names that Windows keeps for devices
_LONGEST = 255  # bytes of one name in most file systems


def name_fault(name: str) -> str:
    """What is wrong with a file's name relative to a package, in Swedish after "namnet"; empty where nothing is."""
    if not name or not name.isprintable():
        return "är tomt eller har styrtecken"
    if "\\" in name:
        return "har omvänt snedstreck"
    if name.startswith("/"):
        return "är absolut (börjar med snedstreck)"
    if _DRIVE.match(name):
        return "börjar med en enhetsbokstav"
    parts = name.split("/")
    if ".." in parts:
        return "leder ut ur paketet (..)"
    if "" in parts or "." in parts:
        return "har en tom del"
    if any(_RESERVED.fullmatch(part) or part.endswith((".", " ")) for part in parts):
        return "går inte att skriva i Windows"
    if any(len(part.encode(errors="replace")) > _LONGEST for part in parts):
        return f"har en del som är längre än {_LONGEST} byte"
    return ""


def address_fault(href: str) -> str:
    """What is wrong with an href in METS, in Swedish after "adressen"; empty where it is relative and stays inside."""
    plain = unquote(href)
    if not href.strip():
        return "är tom"
    if _DRIVE.match(plain) and not plain[2:].startswith("//"):
        return "börjar med en enhetsbokstav"
    if _SCHEME.match(plain):
        return f"är en webbadress eller ett annat slag av adress ({plain.split(':')[0]}:)"
    if plain.startswith("//"):
        return "pekar på en annan dator"
    if "\x00" in plain or "%" in plain:
        return "är kodad på ett otillåtet sätt"
    return name_fault(plain)


def target(mets: str, href: str) -> str:
    """The file an href of a METS means: its name relative to the package's root."""
    return (PurePosixPath(mets).parent / unquote(href)).as_posix()


def case_clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that are one name where case, or how accents are written, makes no difference."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            yield seen[key], name
        else:
            seen[key] = name
