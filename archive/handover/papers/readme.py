"""The way in: `index.html` with every paper, and LASMIG.txt, which needs nothing but a text editor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from archive.handover.papers.paper import Paper, Subject, megabytes, paper, spaced
from archive.handover.papers.sums import total

_WIDTH = 76
_END = "\r\n"  # what every editor understands, Windows' own among them

_PLACES = (
    ("METS.xml", "innehållsförteckning för datorer: alla filer med kontrollsummor"),
    ("documentation/", "papperen, som PDF och HTML. Börja med index.html"),
    ("documentation/sida/", "hela arkivet som webbsidor, om det har beställts"),
    ("metadata/descriptive/", "arkivet beskrivet enligt EAD3, EAC-CPF och ERMS"),
    ("metadata/preservation/", "vad som har hänt med filerna, enligt PREMIS"),
    ("metadata/other/", "listor som CSV (öppnas i ett kalkylprogram) och arkiv.db (SQLite)"),
    ("representations/original/", "handlingarna precis som de lämnades in"),
    ("representations/pdfa/", "samma handlingar som PDF/A, de som gick att göra om"),
    ("schemas/", "reglerna som xml-filerna följer"),
)


def index(subject: Subject, papers: Sequence[Paper]) -> str:
    """The page that links to all the papers."""
    return paper(
        subject,
        "index.html",
        "index",
        "Arkivets papper",
        "",
        papers=papers,
        sum=total(subject.inventory.items, subject.today),
    ).screen


def read_me(subject: Subject, papers: Sequence[Paper]) -> str:
    """The letter to whoever opens the package, lines ended as on Windows."""
    body = subject.inventory.body
    sums = total(subject.inventory.items, subject.today)
    whom = " ".join(part for part in (body.contact, body.contact_email, body.contact_phone) if part)
    kind = "en provleverans av arkivet" if subject.objid.startswith("provleverans") else "arkivet"
    # of a list in parts the first file is enough: it names the others
    told = [(f"{one.name}.pdf", one.told) for one in papers if "-del-" not in one.name]
    lines = [
        *_heading(f"LÄS MIG: {subject.objid}"),
        *_filled(f"Det här paketet är {kind} efter {body.name}, organisationsnummer {body.org_number}."),
        *_filled(
            f"Det innehåller {spaced(sums.delivered)} handlingar ({megabytes(sums.size)}). "
            f"Det gjordes {subject.today}. Alla uppgifter gäller den dagen."
        ),
        *_heading("SÅ BÖRJAR DU"),
        *_filled("Öppna documentation/index.html i en webbläsare. Där finns alla papper."),
        *_filled(
            "Varje handling har ett nummer, till exempel h00001. Filens namn börjar med numret. "
            "Leta i sökingångarna eller arkivförteckningen, notera numret och öppna filen. "
            "Ingen internetanslutning och inget särskilt program behövs."
        ),
        *_heading("VAD SOM LIGGER VAR"),
        *_listed(_PLACES),
        *_heading("PAPPEREN I DOCUMENTATION"),
        *_listed(told),
        *_heading("STÄMMER FILERNA?"),
        *_filled(
            "Kontrollsumman (SHA-256) för varje fil står i METS.xml. "
            "Hela paketet kontrolleras med: slutarkiv verify PAKETET"
        ),
        *_heading("SEKRETESS"),
        *_filled(
            f"{spaced(sums.restricted)} handlingar är märkta med sekretess. De är inte maskerade. "
            "Pröva varje begäran innan något lämnas ut."
        ),
        *_heading("VEM KAN SVARA PÅ FRÅGOR?"),
        *_filled(f"Före överlämnandet: {whom or 'inte angivet'}."),
        *_filled(f"Efter överlämnandet: {body.receiver or 'inte angivet'}."),
    ]
    return _END.join(lines).lstrip(_END) + _END


def _heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]


def _filled(text: str) -> list[str]:
    return [*textwrap.wrap(text, _WIDTH, break_on_hyphens=False), ""]


def _listed(rows: Iterable[tuple[str, str]]) -> list[str]:
    found = list(rows)
    width = max(len(name) for name, _ in found) + 2
    lines: list[str] = []
    for name, told in found:
        lines += textwrap.wrap(f"{name:{width}}{told}", _WIDTH, subsequent_indent=" " * width, drop_whitespace=True)
    return [*lines, ""]
