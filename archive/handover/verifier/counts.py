"""One number everywhere: the register, the other lists, METS, PREMIS, EAD, the database and the papers count alike."""

from __future__ import annotations

from collections.abc import Iterator

from archive.handover import layout
from archive.handover.verifier import papers, tables
from archive.handover.verifier.database import NAME as DATABASE
from archive.handover.verifier.report import Remark, note
from archive.handover.verifier.view import View


def sums(view: View) -> Iterator[Remark]:
    """Kept + to be destroyed + destroyed + never had is everything that was ever handed in."""
    figures = view.register.figures
    parts = sum(figures[name] for name in ("bevaras", "gallras", "gallrade", "saknade"))
    if parts != figures["allt"]:
        yield Remark("antal", view.register.table.name, f"delarna är {parts}, men allt är {figures['allt']}.")
    told = "{bevaras} bevaras + {gallras} gallras senare + {gallrade} gallrade + {saknade} saknas = {allt}"
    yield note("antal", told.format(**figures))
    yield from _lists(view)
    yield from _files(view)
    yield from _database(view)


def _lists(view: View) -> Iterator[Remark]:
    """The other lists of the package against the register."""
    figures = view.register.figures
    series = tables.read(view.package, "arkivforteckning", ("medium", "antal handlingar", "varav gallrade"))
    yield from series.remarks
    digital = [row for row in series.rows if row["medium"] == "digitalt"]
    for head, name in (("antal handlingar", "handlingar"), ("varav gallrade", "gallrade")):
        total = sum(int(row[head]) for row in digital if row[head].isdecimal())
        if series.is_whole and total != figures[name]:
            yield Remark("antal", series.name, f"{head} är {total}, men registret har {figures[name]}.")
    known = {entry.key: entry for entry in view.register.entries}
    weeded = tables.read(view.package, "gallringslista", ("beteckning", "läge"))
    yield from weeded.remarks
    listed = {row["beteckning"] for row in weeded.rows}
    for entry in known.values():
        if weeded.is_whole and (entry.gallring == "gallras" or entry.destroyed) and entry.key not in listed:
            yield Remark("antal", weeded.name, f"{entry.key} {entry.name} gallras, men finns inte i listan.")
    secret = tables.read(view.package, "sekretesslista", ("beteckning",))
    yield from secret.remarks
    if view.database and secret.is_whole and len(secret.rows) != len(view.database.restrictions):
        told = f"listan har {len(secret.rows)} rader, men {DATABASE} har {len(view.database.restrictions)}."
        yield Remark("antal", secret.name, told)
    for table in (weeded, secret):
        for row in table.rows:
            if row["beteckning"] not in known:
                yield Remark("antal", table.name, f"{row['beteckning']} (rad {row.number}) finns inte i registret.")


def _files(view: View) -> Iterator[Remark]:
    """The files that METS declares, representation by representation, against the register."""
    if view.root is None or not view.root.is_whole:
        return
    for folder, name in ((layout.ORIGINAL, "levererade"), (layout.PDFA, "pdfa")):
        count = sum(file.startswith(f"{folder}/{layout.DATA}/") for file in view.declared)
        if count != view.register.figures[name]:
            told = f"METS anger {count} filer, men registret har {view.register.figures[name]}."
            yield Remark("antal", str(folder), told)


def _database(view: View) -> Iterator[Remark]:
    """The copy of the database against the register and the lists of findings, events and signatures."""
    database = view.database
    if database is None:
        return
    listed = {entry.sha256: entry for entry in view.register.entries}
    for sha256, document in database.documents.items():
        entry = listed.get(sha256)
        if entry is None:
            yield Remark("antal", view.register.table.name, f"{document.name} finns i {DATABASE} men inte i registret.")
        elif bool(document.destroyed) != entry.destroyed or document.holding.gallring != entry.gallring:
            yield Remark(
                "antal", view.register.table.name, f"{entry.key} {entry.name} har ett annat läge i {DATABASE}."
            )
    for sha256, entry in listed.items():
        if sha256 not in database.documents:
            yield Remark("antal", DATABASE, f"{entry.key} {entry.name} finns i registret men inte i databasen.")
    lists = {
        "iakttagelser": len(database.findings), "handelser": database.events, "underskrifter": database.signatures,
    }  # fmt: skip
    for list_, count in lists.items():
        table = tables.read(view.package, list_, ())
        yield from table.remarks
        if table.is_whole and len(table.rows) != count:
            yield Remark("antal", table.name, f"listan har {len(table.rows)} rader, men {DATABASE} har {count}.")
    if database.missing != view.register.never_had:
        told = f"{view.register.never_had} anges saknas, men {DATABASE} har {database.missing}."
        yield Remark("antal", view.register.missing.name, told)


def papers_count_alike(view: View) -> Iterator[Remark]:
    """Every number in the papers that the register can answer for is the register's; the receipt is among them."""
    found = papers.read(view.package)
    count = 0
    for paper in found:
        yield from paper.remarks
        for name, value in dict.fromkeys(paper.numbers):
            expected = view.register.figures.get(name)
            count += expected is not None
            if expected is not None and value != str(expected):
                yield Remark("papper-tal", paper.name, f"talet {name!r} är {value}, men registret ger {expected}.")
        for path, digest in dict.fromkeys(paper.digests):
            read = view.bytes.get(path)
            if read is None or read.sha256 != digest:
                yield Remark("papper-summa", paper.name, f"kontrollsumman för {path} är inte filens.")
    if papers.RECEIPT not in {paper.name for paper in found}:
        yield Remark("reversal", papers.RECEIPT, "leveransreversalen saknas.")
    yield note("papper", f"{count} tal i {len(found)} papper")
