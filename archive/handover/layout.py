"""Where things stand in the package: E-ARK CSIP 2.1.0 § 4 (folders) and the product's own names inside them.

    <OBJID>/
      METS.xml
      metadata/descriptive/   ead.xml  eac-cpf.xml  erms.xml
      metadata/preservation/  premis.xml
      metadata/other/         one CSV a list, arkiv.db
      documentation/          the papers as PDF/A and HTML, LASMIG.txt, sida/ (the frozen site, when asked for)
      schemas/
      representations/original/  METS.xml  data/…  metadata/preservation/premis.xml
      representations/pdfa/      METS.xml  data/…  metadata/preservation/premis.xml

Names are ASCII, lower case but for what the standards name, and never longer than 100 characters.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from archive.handover.inventory import Inventory, Item

METS = "METS.xml"
DESCRIPTIVE = PurePosixPath("metadata/descriptive")
PRESERVATION = PurePosixPath("metadata/preservation")
OTHER = PurePosixPath("metadata/other")
DOCUMENTATION = PurePosixPath("documentation")
SCHEMAS = PurePosixPath("schemas")
REPRESENTATIONS = PurePosixPath("representations")
ORIGINAL = REPRESENTATIONS / "original"
PDFA = REPRESENTATIONS / "pdfa"
DATA = "data"
SITE = DOCUMENTATION / "sida"

_LONGEST = 60  # of a file's own name; key, date and suffix come to it


def object_id(inventory: Inventory, trial: bool) -> str:
    """The package's OBJID and folder: what it is, the body's number, the day of its clock."""
    number = re.sub(r"\D", "", inventory.body.org_number)
    return f"{'provleverans' if trial else 'slutleverans'}-{number}-{inventory.clock[:10].replace('-', '')}"


def original_path(item: Item) -> PurePosixPath:
    """Where the bytes as handed in stand, relative to the package's root."""
    return ORIGINAL / DATA / _folder(item) / f"{_stem(item)}{_suffix(item)}"


def pdfa_path(item: Item) -> PurePosixPath:
    """Where the PDF/A stands, relative to the package's root; the name is the original's."""
    return PDFA / DATA / _folder(item) / f"{_stem(item)}.pdf"


def ascii_name(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens: å, ä and ö lose their marks, nothing else is guessed."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _folder(item: Item) -> str:
    return ascii_name(item.holding.series) or "utan-serie"


def _suffix(item: Item) -> str:
    """What the file is opened by: what came in a zip or an e-mail is kept without it, so it is taken from the name."""
    named = PurePosixPath(item.name).suffix.lower()
    usable = named[1:].isascii() and named[1:].isalnum()
    return PurePosixPath(item.original).suffix or (named if usable else "")


def _stem(item: Item) -> str:
    stem = ascii_name(PurePosixPath(item.name).stem)[:_LONGEST].strip("-")
    return f"{item.key}-{stem or 'handling'}"
