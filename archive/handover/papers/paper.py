"""What every paper is made with: its frame, the ways to write a number, a day and a thing nobody has told.

A number is written as <data data-tal="name" value="10000">10 000</data>: the name says what is counted, so the papers
can be checked against the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from archive.handover.inventory import Inventory, Item
from archive.handover.layout import DOCUMENTATION, original_path, pdfa_path

UNTOLD = Markup('<em class="saknas">Inte angivet</em>')
NOTHING = Markup('<span class="tomt">–</span>')
_FOLDER = Path(__file__).parent
_SPACE = "\N{NO-BREAK SPACE}"
_LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "é": "e", "ü": "y"})
_UP = "/".join([".."] * len(DOCUMENTATION.parts))


@dataclass(frozen=True)
class Subject:
    """What the papers tell of: the inventory, the package's name, the titles of series and klasser by their codes."""

    inventory: Inventory
    objid: str
    series: Mapping[str, str] = field(default_factory=dict)
    klasser: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> str:
        """The package's own day, ISO."""
        return self.inventory.clock[:10]

    def address(self, item: Item, page: int | None = None) -> str | None:
        """Where a file is found from the papers' folder: its PDF/A where there is one. None: its bytes are gone."""
        address = self._addresses.get(item.number)
        return f"{address}#page={page}" if address and page and address.endswith(".pdf") else address

    @cached_property
    def _addresses(self) -> dict[int, str]:
        # a person's name leads to the same file as many others'
        return {item.number: f"{_UP}/{_place(item)}" for item in self.inventory.delivered}


def _place(item: Item) -> PurePosixPath:
    made = item.rendition is not None and item.rendition.path is not None
    return pdfa_path(item) if made else original_path(item)


@dataclass(frozen=True)
class Paper:
    """A paper: `name` of its two files without suffix, ASCII; `told` says in the index what it is for.

    `screen` and `print` are the same text; the one for the screen also has links to the files.
    """

    name: str
    title: str
    told: str
    screen: str
    print: str


def paper(subject: Subject, template: str, name: str, title: str, told: str, **values: Any) -> Paper:
    """Fill in a template twice, for the screen and for print."""
    body = _environment().get_template(template)
    given = {"subject": subject, "inventory": subject.inventory, "body": subject.inventory.body, **values}
    screen, printed = (body.render(name=name, title=title, on_screen=on, **given) for on in (True, False))
    return Paper(name, title, told, screen, printed)


def style() -> Markup:
    """The papers' one style sheet; it stands in every file, so that each can be moved alone."""
    return Markup((_FOLDER / "papper.css").read_text(encoding="utf-8"))


def number(value: int, name: str) -> Markup:
    """A count, thousands apart."""
    return Markup('<data data-tal="{}" value="{}">{}</data>').format(name, value, spaced(value))


def spaced(value: int) -> str:
    return f"{value:,}".replace(",", _SPACE)


def told(value: str | None) -> Markup:
    """A fact, or that nobody has told it."""
    return escape(value) if value else UNTOLD


def cell(value: object) -> Markup:
    """A table's cell: what stands in it, or a dash."""
    return NOTHING if value is None or value == "" else escape(value)


def years(first: str | None, last: str | None) -> Markup:
    """From one ISO day to another; one where they are the same, a dash where there is none."""
    found = [day for day in (first, last) if day]
    return cell(" – ".join(dict.fromkeys(found)))


def kronor(ore: int) -> str:
    """Öre as kronor; the öre are written only where there are any."""
    whole, rest = divmod(ore, 100)
    return f"{spaced(whole)}{f',{rest:02}' if rest else ''}{_SPACE}kr"


def megabytes(size: int) -> str:
    """Bytes in the unit one would say, powers of ten."""
    for unit, one in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= one:
            return f"{size / one:.1f}".replace(".", ",") + _SPACE + unit
    return f"{size}{_SPACE}byte"


def keys(items: Iterable[Item]) -> str:
    """The items' keys, neighbours as a stretch: "h00001–h00012, h00040"."""
    stretches: list[list[Item]] = []
    for item in items:
        if stretches and stretches[-1][-1].number + 1 == item.number:
            stretches[-1].append(item)
        else:
            stretches.append([item])
    return ", ".join("–".join(dict.fromkeys((of[0].key, of[-1].key))) for of in stretches)


def swedish(text: str) -> str:
    """What to sort by: å, ä and ö last, capitals as small letters."""
    return text.casefold().translate(_LAST)


def parts(rows: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Rows in stretches of at most so many, as even as can be."""
    count = max(1, -(-len(rows) // most))
    size = -(-len(rows) // count) or 1
    return [rows[at : at + size] for at in range(0, len(rows), size)]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        tal=number, sagt=told, rad=cell, tid=years, kr=kronor, storlek=megabytes, nycklar=keys,
        stil=style, saknas=UNTOLD, filnamn=lambda item: original_path(item).name,
        mapp=lambda item: original_path(item).parent.as_posix(),
    )  # fmt: skip
    return environment
