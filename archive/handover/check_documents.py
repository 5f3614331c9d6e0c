"""Checks of what the documents say: whose they are, of which days, signed or not, and what years lack."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from archive.handover.body import Body, load_body
from archive.handover.check import ERROR, WARNING, Checked, CheckFinding, CheckItem, documents

# What the association itself makes: an application or an agreement may well name another body as its maker.
OWN_KINDS = ("protokoll", "kallelse", "verksamhetsplan", "budget", "årsredovisning", "delårsrapport", "policy")
_YEARLY = {
    "protokoll": "protokoll",
    "verksamhetsplan": "verksamhetsplan eller budget",
    "årsredovisning": "årsredovisning",
}
_STANDS_FOR = {"budget": "verksamhetsplan"}
_SAME_NAME = 0.9  # likeness above which a name is another's misprint and not another body
_KEPT = """SELECT d.id, d.sha256, d.name, d.title, d.kind, d.date, d.organisation, d.org_number FROM document d
    WHERE d.status = 'kept' AND NOT EXISTS (SELECT 1 FROM gallrad g WHERE g.sha256 = d.sha256)
    ORDER BY d.date, d.name"""
_FINDINGS = """SELECT f.code, f.message, d.sha256, d.name, (SELECT page FROM evidence e WHERE e.document = f.document
    AND e.fact = 'finding' AND e.position = f.position ORDER BY piece LIMIT 1) AS page
    FROM finding f JOIN document d ON d.id = f.document WHERE f.severity != 'info'
    ORDER BY f.code, d.date, d.name, page"""
_SIGNED = "SELECT document FROM signature UNION SELECT document FROM electronic_signature WHERE kind = 'underskrift'"
_LOOK = "Se efter i handlingen. Står det så där är allt som det ska: felet lämnas över som det är."
_LOOK_FOR_ANOTHER = (
    "Leta efter en hel kopia, i signeringstjänsten eller hos den som undertecknade, och lägg in den också. "
    "Finns ingen lämnas filen över som den är."
)
_FINDING_NAMES = {
    "paragraf-gap": "luckor i paragrafernas nummer", "paragraf-dubbel": "paragrafnummer som förekommer två gånger",
    "paragraf-ordning": "paragrafer i annan ordning än sina nummer", "sum": "summor som inte går ihop",
    "result": "resultat som inte går ihop", "balance": "balansräkningar som inte går ihop",
    "två-läsningar": "siffror som kan läsas på två sätt",
    "läsning-vald": "siffror som summan har valt läsning av",
    "innehåll-saknas": "paragrafer i innehållsförteckningen som inte hittas",
    "innehåll-rubrik": "rubriker som skiljer sig från innehållsförteckningen",
    "underskrift-bruten": "elektroniska underskrifter som inte stämmer med filen",
    "underskrift-ej-kontrollerad": "elektroniska underskrifter som inte kunde kontrolleras",
}  # fmt: skip


def days(looked_at: Checked) -> Iterator[CheckFinding]:
    """Documents from before the body was or after it ended."""
    body = load_body(looked_at.db)
    rows = [row for row in _kept(looked_at) if row["date"]]
    late = [row for row in rows if body.ended and row["date"][:10] > body.ended[: len(row["date"])]]
    early = [row for row in rows if body.formed and row["date"][:10] < body.formed[: len(row["date"])]]
    kinds = (
        ("efter-slutet", late, f"efter att förbundet upphörde ({body.ended})"),
        ("före-bildandet", early, f"före förbundets bildande ({body.formed})"),
    )
    for code, found, when in kinds:
        if found:
            yield CheckFinding(
                WARNING, code, f"{documents(len(found))} är från tiden {when}.",
                "Kontrollera dagen i handlingen, och att handlingen hör till det här arkivet.",
                tuple(CheckItem(row["name"], row["sha256"], note=row["date"]) for row in found),
            )  # fmt: skip


def bodies(looked_at: Checked) -> Iterator[CheckFinding]:
    """The archive holds one body's records (proveniens): own documents that another seems to have made."""
    body = load_body(looked_at.db)
    own = [row for row in _kept(looked_at) if row["kind"] in OWN_KINDS]
    told = f"{body.history or ''} {body.organisation or ''}".casefold()
    numbers = [r for r in own if r["org_number"] and r["org_number"] != body.org_number and r["org_number"] not in told]
    if numbers:
        yield CheckFinding(
            ERROR, "flera-arkivbildare", f"{documents(len(numbers))} har ett annat organisationsnummer än "
            f"{body.org_number}.", "Ta reda på vems de är. Var det förbundets tidigare nummer, skriv in det under "
            "--historik: slutarkiv arkivbildare ARKIV. Ett annat förbunds handlingar ska ha ett eget arkiv.",
            tuple(CheckItem(row["name"], row["sha256"], note=row["org_number"]) for row in numbers),
        )  # fmt: skip
    taken = {row["id"] for row in numbers}
    names = [
        row
        for row in own
        if row["id"] not in taken and row["organisation"] and not is_same_body(row["organisation"], body, told)
    ]
    if names:
        yield CheckFinding(
            WARNING, "annan-organisation", f"{documents(len(names))} ser ut att vara gjorda av någon annan än "
            f"{body.name}.", "Kontrollera dem. Ett tidigare namn eller en egen grupp skrivs in under --historik "
            "eller --organisation: slutarkiv arkivbildare ARKIV.",
            tuple(CheckItem(row["name"], row["sha256"], note=row["organisation"]) for row in names),
        )  # fmt: skip


def unsigned(looked_at: Checked) -> Iterator[CheckFinding]:
    """Minutes in which no signature was found."""
    signed = {row["document"] for row in looked_at.db.execute(_SIGNED)}
    found = [row for row in _kept(looked_at) if row["kind"] == "protokoll" and row["id"] not in signed]
    if found:
        yield CheckFinding(
            WARNING, "ej-justerat", f"{documents(len(found))} är protokoll utan att någon underskrift har hittats.",
            "Kontrollera om det finns ett justerat exemplar: lägg in det, eller lista pappret: slutarkiv volym ARKIV.",
            tuple(CheckItem(row["name"], row["sha256"], note=row["date"] or "") for row in found),
        )  # fmt: skip


def years(looked_at: Checked) -> Iterator[CheckFinding]:
    """Years of the body's life that lack minutes, a plan or an annual report."""
    rows = _kept(looked_at)
    periods = _periods(looked_at.db)
    covered: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kind = _STANDS_FOR.get(row["kind"], row["kind"])
        covered[kind] |= _years_of(row, periods.get(row["id"], ()))
    body = load_body(looked_at.db)
    dated = [int(row["date"][:4]) for row in rows if row["date"] and row["kind"] == "protokoll"]
    first = int(body.formed[:4]) if body.formed else min(dated, default=0)
    last = int(body.ended[:4]) if body.ended else max(dated, default=0)
    if not first:
        return
    for kind, name in _YEARLY.items():
        lacking = [year for year in range(first, min(last, int(looked_at.today[:4])) + 1) if year not in covered[kind]]
        if lacking:
            yield CheckFinding(
                WARNING, f"saknas-{kind}", f"{len(lacking)} år saknar {name}.",
                "Leta reda på handlingarna, på papper eller hos medlemmarna. Det som inte finns nämns i "
                "arkivbeskrivningen (--historik).",
                tuple(CheckItem(str(year)) for year in lacking),
            )  # fmt: skip


def odd(looked_at: Checked) -> Iterator[CheckFinding]:
    """What does not add up within documents, kind by kind: an archive that takes over will ask about it."""
    by_code: dict[str, list[CheckItem]] = defaultdict(list)
    for row in looked_at.db.execute(_FINDINGS):
        by_code[row["code"]].append(CheckItem(row["name"], row["sha256"], row["page"], row["message"]))
    for code, items in by_code.items():
        what = _FINDING_NAMES.get(code, f"iakttagelser av slaget {code}")
        yield CheckFinding(
            WARNING, code, f"{what.capitalize()}: {len(items)}.",
            _LOOK_FOR_ANOTHER if code.startswith("underskrift") else _LOOK, tuple(items),
        )  # fmt: skip


def _kept(looked_at: Checked) -> list[sqlite3.Row]:
    return looked_at.db.execute(_KEPT).fetchall()


def is_same_body(name: str, body: Body, told: str) -> bool:
    one, other = (" ".join(text.casefold().split()) for text in (name, body.name))
    return one in told or one in other or other in one or SequenceMatcher(None, one, other).ratio() >= _SAME_NAME


def _periods(db: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    rows = db.execute('SELECT document, min(start) AS start, max("end") AS "end" FROM period GROUP BY document')
    return {row["document"]: (int(row["start"][:4]), int(row["end"][:4])) for row in rows}


def _years_of(row: sqlite3.Row, period: tuple[int, ...]) -> set[int]:
    """The years a document is about: minutes their own, a plan or report those of its title or period."""
    own = {int(row["date"][:4])} if row["date"] else set()
    if row["kind"] == "protokoll":
        return own
    titled = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{row['title'] or ''}")}
    return titled or (set(range(period[0], period[1] + 1)) if period else own)


CHECKS = (days, bodies, unsigned, years, odd)
