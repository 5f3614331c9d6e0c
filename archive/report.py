"""What the commands print for people to read: text in Swedish from what the archive answers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from archive.queries import Rows, Shown
from archive.search import Hit
from archive.snippets import Snippet

if TYPE_CHECKING:  # it imports the extractors, which a status must not wait for
    from archive.electronic import Listed
    from archive.register import Entry, Register

_WIDTH = 100
_READ_BY = {"text_layer": "ur filens textlager", "ocr": "tolkade från bilden (OCR)", "given": "text i filen"}
_SEVERITY = {"error": "fel", "warning": "varning", "info": "upplysning"}
_MOST_FINDINGS = 20


def status(told: dict[str, Rows]) -> Iterator[str]:
    """The archive at a glance; failures with what to do about them."""
    archive = told["archive"][0]
    yield f"{archive['name']} ({archive['org_number']})"
    yield ""
    yield from _documents(told["documents"])
    if containers := told["containers"][0]["containers"]:
        yield f"  dessutom {containers} zip-{'fil' if containers == 1 else 'filer'}, vars innehåll räknas ovan"
    yield from _pages(told["pages"])
    if told["failed"]:
        yield ""
        yield f"Kunde inte läsas: {len(told['failed'])}"
        yield from (f"  {row['name']}: {row['message']} {row['advice']}".rstrip() for row in told["failed"])
    for row in told["not_extracted"]:
        yield f"  {row['name']}: {row['extractor']} gick inte: {row['message']}"
    yield from _findings(told["findings"])


def signatures(found: Sequence[Listed]) -> Iterator[str]:
    """Each electronic signature under its document."""
    if not found:
        yield "Ingen PDF i arkivet har en elektronisk underskrift."
    for at, one in enumerate(found):
        if at == 0 or found[at - 1].sha256 != one.sha256:
            yield one.name
        told = one.signature
        when = told.stamped_at or told.signed_at
        whose = f"{'Tidsstämpel av ' if told.kind == 'tidsstämpel' else ''}{told.signer or 'okänd'}"
        yield f"  {told.verdict}: {whose}" + (f", {when}" if when else "")
        yield f"    {told.message}"


def _documents(rows: Rows) -> Iterator[str]:
    total = sum(row["documents"] for row in rows)
    yield f"Handlingar: {total}"
    for kind in dict.fromkeys(row["kind"] for row in rows):
        years = [row for row in rows if row["kind"] == kind]
        listed = ", ".join(f"{row['year'] or 'utan år'}: {row['documents']}" for row in years)
        yield f"  {kind:<20} {sum(row['documents'] for row in years):>5}   {listed}"


def _pages(rows: Rows) -> Iterator[str]:
    yield ""
    yield f"Sidor: {sum(row['pages'] for row in rows)}"
    for row in rows:
        why = f" – {row['reason']}" if row["reason"] else ""
        yield f"  {row['pages']:>6}  {_READ_BY[row['text_source']]}{why} (kvalitet {swedish(row['quality'])})"


def _findings(rows: Rows) -> Iterator[str]:
    yield ""
    yield f"Iakttagelser: {len(rows)}"
    for row in rows[:_MOST_FINDINGS]:
        page = f", sida {row['page']}" if row["page"] else ""
        yield f"  {_SEVERITY[row['severity']]}: {row['name']}{page}: {row['message']}"
    if len(rows) > _MOST_FINDINGS:
        yield f"  … och {len(rows) - _MOST_FINDINGS} till; alla finns i slutarkiv status --json"


def hits(found: Sequence[Hit], *, bold: bool) -> Iterator[str]:
    """Each hit: what and where, then the stretch with the words marked."""
    for hit in found:
        what = " ".join(filter(None, [hit.label or (hit.paragraf and f"punkt {hit.paragraf}"), hit.heading]))
        yield what or hit.title or hit.document_name
        yield "  " + " · ".join(
            filter(None, [hit.date, hit.kind, hit.document_name, f"sida {hit.page}", hit.permalink])
        )
        yield textwrap.fill(_marked(hit.snippet, bold), _WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield ""
    yield f"{len(found)} {'träff' if len(found) == 1 else 'träffar'}"


def _marked(snippet: Snippet, bold: bool) -> str:
    begin, end = ("\033[1m", "\033[0m") if bold else ("«", "»")
    return "".join(f"{begin}{part}{end}" if marked else part for part, marked in snippet.parts())


def paragraf(shown: Shown) -> Iterator[str]:
    """A § whole: its place, its text, what was decided."""
    row = shown.paragraf
    yield " ".join(filter(None, [row["label"] or f"punkt {row['number']}", row["heading"]]))
    pages = f"{'sida' if len(shown.pages) == 1 else 'sidorna'} {', '.join(map(str, shown.pages))}"
    yield " · ".join(filter(None, [row["organisation"], row["meeting_date"], row["name"], pages, row["dnr"]]))
    yield shown.permalink or "(ingen fast adress: handlingen är inget protokoll)"
    yield ""
    for line in row["text"].splitlines():
        yield textwrap.fill(line, _WIDTH) if line.strip() else ""
    if shown.decisions:
        yield ""
        yield "Beslut"
        for decision in shown.decisions:
            line = f"– {decision['text']} [{decision['action']}]"
            yield textwrap.fill(line, _WIDTH, subsequent_indent="  ")
    for told in shown.proceedings:
        yield from _proceedings(told)


def paragraf_choices(found: Sequence[Shown]) -> Iterator[str]:
    """The §§ that may be meant, to choose among by date."""
    yield f"{len(found)} paragrafer passar; ange mötets datum efter paragrafen:"
    for shown in found:
        row = shown.paragraf
        label = " ".join(filter(None, [row["label"] or row["number"], row["heading"]]))
        yield f"  {row['meeting'] or row['meeting_date'] or 'odaterat'}  {label} ({row['name']})"


def _proceedings(row: dict[str, Any]) -> Iterator[str]:
    if row["voted"]:
        votes = (row["votes_for"], row["votes_against"], row["votes_abstained"])
        yield "Omröstning: " + ", ".join(
            f"{count} {word}" for count, word in zip(votes, ("för", "emot", "avstår"), strict=True) if count is not None
        )
    for column, word in (("recusals", "Jäv"), ("reservations", "Reservation")):
        if row[column] != "[]":
            yield f"{word}: {row[column].strip('[]').replace(chr(34), '')}"
    if row["adjourned"]:
        yield "Bordlagd"
    if row["immediate"]:
        yield "Omedelbart justerad"


def record(told: dict[str, Any]) -> Iterator[str]:
    """A document that was read, in a few lines."""
    if "error" in told:
        yield f"{told['file']}: {told['error']['message']} {told['error']['advice']}".rstrip()
        return
    head = filter(None, [told["kind"], told["date"], told["organisation"], f"{len(told['pages'])} sidor"])
    yield f"{told['file']}: {' · '.join(head)}"
    for p in told["paragraphs"]:
        yield f"  {' '.join(filter(None, [p['label'] or p['number'], p['heading']]))}"
        yield from (f"    – {decision['text']}" for decision in p["decisions"])
    counts = ((len(told[key]), word) for key, word in _COUNTED.items())
    yield "  " + ", ".join(f"{count} {word}" for count, word in counts)


_COUNTED = {
    "amounts": "belopp",
    "dates": "datum",
    "grants": "beviljanden",
    "tables": "tabeller",
    "findings": "iakttagelser",
}


def swedish(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")


def register(told: Register) -> Iterator[str]:
    """Persons and organisations with their documents, then who may be the same."""
    for title, entries in (("Personer", told.persons), ("Organisationer", told.organisations)):
        yield f"{title}: {len(entries)}"
        yield from (_entry(entry) for entry in entries)
        yield ""
    yield f"Kanske samma: {len(told.proposals)}"
    for proposal in told.proposals:
        yield f"  {swedish(proposal.score)}  {proposal.first} – {proposal.second}: {proposal.reason}"
    if told.proposals:
        yield "  Förslagen är inte avgjorda; namnen står kvar var för sig."


def _entry(entry: Entry) -> str:
    dates = sorted(one.date for one in entry.documents if one.date)
    when = "" if not dates else f", {dates[0]}" if dates[0] == dates[-1] else f", {dates[0]}–{dates[-1]}"
    number = len(entry.documents)
    beside = ", ".join((*entry.org_numbers, *entry.roles[:2], *entry.parties[:1], *entry.organisations[:2]))
    return f"  {entry.name:<36} {number} {'handling' if number == 1 else 'handlingar'}{when}  {beside}".rstrip()
