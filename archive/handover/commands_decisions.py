"""What is decided of single records: gallring, sekretess, volumes of paper. Printing only."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from archive.folder import Archive, now
from archive.handover.closing import opened_to_read, opened_to_write
from archive.handover.printing import person, refuse_list, say
from ingest.errors import UsageError

if TYPE_CHECKING:
    from archive.handover.gallring import Destroyed, Weeded


def _weed(options: Namespace) -> int:
    from archive.handover.gallring import weeded

    archive = Archive.open(options.arkiv)
    if options.forstor:
        return _destroy(archive, options)
    if options.ja:
        raise UsageError("--ja bekräftar att något ska förstöras.", "Ange också --forstor och --beslut ID.")
    with opened_to_read(archive) as db:
        found = weeded(db, now()[:10])
        gone = db.execute(
            "SELECT g.*, d.name FROM gallrad g JOIN document d ON d.sha256 = g.sha256 ORDER BY g.at"
        ).fetchall()
    if options.beslut:
        found = [each for each in found if each.decision == options.beslut]
    say(_weeding_list(found))
    if gone:
        say([f"Redan förstört: {len(gone)}"])
        say(f"  {row['at'][:10]}  beslut {row['decision']}  {row['name']}" for row in gone)
    return 0


def _destroy(archive: Archive, options: Namespace) -> int:
    from archive.handover.gallring import clean, destroy, remove_leftovers, weeded

    if not options.beslut:
        raise UsageError("Gallringsbeslutet saknas.", "Ange det med --beslut ID; se listan: slutarkiv gallra ARKIV")
    today = now()[:10]
    with archive.lock(_waiting), opened_to_write(archive) as db:
        # after a run that was stopped: its documents are destroyed in all but their files
        if left := remove_leftovers(archive, db):
            clean(db, set())
            say([f"{left} filer som låg kvar efter en avbruten gallring är nu borta."])
        chosen = [each for each in weeded(db, today) if each.decision == options.beslut]
        if not any(each.hindrance is None for each in chosen):
            say(_weeding_list(chosen) if chosen else [])
            raise UsageError(
                f"Inget kan förstöras enligt beslutet {options.beslut}.", "Se listan: slutarkiv gallra ARKIV"
            )
        if not options.ja:
            say(_weeding_list(chosen))
            raise UsageError("Ingenting är förstört.", "Det går inte att ångra. Lägg till --ja för att förstöra.")
        done = destroy(archive, db, [each for each in chosen if each.hindrance is None], today, person(options))
    say(_destroyed_list(done, [each for each in chosen if each.hindrance]))
    if any((archive.root / "leveranser").glob("*.json")):
        say(["Paket som redan har gjorts av arkivet har sina egna kopior: ta hand om dem för sig."])
    return 0


def _waiting() -> None:
    say(["Någon lägger in handlingar i arkivet just nu; väntar tills det är klart …"])


def _weeding_list(found: list[Weeded]) -> Iterator[str]:
    due = [each for each in found if each.hindrance is None]
    yield f"Får gallras nu: {len(due)}"
    for each in due:
        yield f"  {each.due}  beslut {each.decision}  {each.title} ({each.name}, {each.sha256[:12]})"
    waiting = [each for each in found if each.hindrance]
    yield f"Ska gallras men får det inte än: {len(waiting)}"
    for each in waiting:
        yield f"  {each.due}  beslut {each.decision}  {each.title} ({each.name}): {each.hindrance}"


def _destroyed_list(done: list[Destroyed], hindered: list[Weeded]) -> Iterator[str]:
    yield "1 handling är förstörd." if len(done) == 1 else f"{len(done)} handlingar är förstörda."
    for each in done:
        yield f"  {each.name}"
        if each.still_in:
            yield f"    OBS: samma innehåll finns kvar i {', '.join(each.still_in)}; ska det bort gallras den för sig."
        if each.parts:
            yield f"    Det som kom i den finns kvar som egna handlingar: {', '.join(each.parts)}"
    for one in hindered:
        yield f"  Inte förstörd: {one.name} ({one.hindrance})"
    yield "Raderna i förteckningen, händelserna och gallringsbesluten finns kvar."


def _secrecy(options: Namespace) -> int:
    from archive.handover.naming import document_called
    from archive.handover.sekretess import checked, mark, marked, unmark

    archive = Archive.open(options.arkiv)
    if options.ta_bort is not None:
        with opened_to_write(archive) as db:
            gone = unmark(db, options.ta_bort, person(options))
        say([f"Märkningen är borttagen: {gone.name}, {gone.place}."])
        return 0
    if options.handling is None:
        if options.lag:
            raise UsageError("Handlingen saknas.", "Skriv filens namn eller början av dess kontrollsumma efter ARKIV.")
        with opened_to_read(archive) as db:
            found = marked(db)
        say([f"Märkt med sekretess: {len(found)}"])
        for each in found:
            what = each.restriction
            note = f" – {what.note}" if what.note else ""
            told = f"{what.law}, {what.authority} {what.decided}{note}"
            say([f"  {each.number}. {each.name} ({each.sha256[:12]}), {each.place}: {told}"])
        return 0
    with opened_to_write(archive) as db:
        document = document_called(db, options.handling)
        restriction = checked(
            db, document, options.sida, options.paragraf, options.lag or "", options.datum or "",
            options.myndighet or "", options.anteckning,
        )  # fmt: skip
        new = mark(db, document["sha256"], restriction, person(options))
    say([f"{document['name']} är märkt." if new else f"{document['name']} var redan märkt med det lagrummet där."])
    return 0


def _personal_data(options: Namespace) -> int:
    from archive.handover.sekretess import personal_data

    with opened_to_read(Archive.open(options.arkiv)) as db:
        found = personal_data(db)
    if options.json:
        say([json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2)])
        return 0
    say([f"Handlingar med personuppgifter: {len(found)}"])
    for each in found:
        pages = f" (sida {', '.join(map(str, each.pages))})" if each.pages else ""
        numbers = f", {each.numbers} personnummer{pages}" if each.numbers else ""
        say([f"  {each.date or 'odaterad':<10}  {each.title} ({each.name}): {each.persons} namngivna{numbers}"])
    say(["Listan bygger på det som har kunnat läsas. Adresser, hälsa och liknande hittas inte: läs själv."])
    return 0


def _volume(options: Namespace) -> int:
    from archive.handover import volumes
    from archive.handover.inventory import Volume
    from archive.handover.plan import load_plan

    archive = Archive.open(options.arkiv)
    told = {heading: getattr(options, _plain(heading)) for heading in volumes.FIELDS}
    if options.ta_bort:
        with opened_to_write(archive) as db:
            volumes.remove(db, options.serie or "", options.volym or "", person(options))
    elif options.into:
        imported = volumes.read(options.into, load_plan(archive))
        refuse_list(imported.faults)
        with opened_to_write(archive) as db:
            changed = volumes.keep(db, imported.volumes, person(options))
        say([f"{len(imported.volumes)} rader lästa, {changed} nya eller ändrade."])
    elif any(told.values()):
        volume = volumes.checked({heading: text or "" for heading, text in told.items()}, load_plan(archive))
        if not isinstance(volume, Volume):
            raise UsageError(" ".join(map(str, volume)), "Ange minst --serie, --volym, --titel och --plats.")
        with opened_to_write(archive) as db:
            volumes.keep(db, [volume], person(options))
    with opened_to_read(archive) as db:
        found = volumes.volumes(db)
    say([f"Volymer på papper: {len(found)}"])
    for each in found:
        when = "–".join(dict.fromkeys(filter(None, (each.start, each.end))))
        note = f" – {each.note}" if each.note else ""
        say([f"  {each.series}:{each.volume}  {each.title}{f', {when}' if when else ''}. Plats: {each.place}{note}"])
    return 0


def _plain(heading: str) -> str:
    """A heading as its option is spelled: the keyboard at hand may have no ä."""
    return heading.translate(str.maketrans("åäö", "aao"))


DECISIONS: dict[str, Callable[[Namespace], int]] = {
    "gallra": _weed,
    "sekretess": _secrecy,
    "personuppgifter": _personal_data,
    "volym": _volume,
}
