"""EAD3 (Society of American Archivists): the archive described from the whole down to every item.

The fonds holds series, a series its items and its volumes on paper. Every item that was ever handed in is a component
of level "item": what has been destroyed says so and has no file; what could never be had is told in `odd`. Links are
relative to this file, in `metadata/descriptive`; an item's link tells the identifier that the file has in PREMIS.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from archive.events import AGENT
from archive.handover.ead_items import Around, item_component, volume_component
from archive.handover.inventory import Inventory, Item, Volume
from archive.handover.plan import Plan, built_in
from archive.handover.xml_writing import XSI, Node, node, stable_id, write_xml

NAMESPACE = "http://ead3.archivists.org/schema/"

_SCHEMA = f"{NAMESPACE} https://www.loc.gov/ead/ead3.xsd"
_UNSORTED = "Utan serie"


def write_ead(inventory: Inventory, db: sqlite3.Connection, path: Path, plan: Plan | None = None) -> None:
    """Write the description. plan: names the series and classes (`plan.load_plan`), else the built-in one does."""
    plan = plan or built_in()
    fonds = Node("archdesc", {"level": "fonds", "lang": "swe"}, _fonds(inventory, db, plan))
    root = Node("ead", {f"{{{XSI}}}schemaLocation": _SCHEMA}, [_control(inventory), fonds])
    write_xml(path, root, NAMESPACE, {"xsi": XSI})


def _control(inventory: Inventory) -> Node:
    body, clock = inventory.body, inventory.clock
    created = node(
        "maintenanceevent",
        node("eventtype", value="created"),
        node("eventdatetime", clock, standarddatetime=clock[:10]),
        node("agenttype", value="machine"),
        node("agent", AGENT),
    )
    return node(
        "control",
        node("recordid", stable_id(body.org_number, "ead", clock)),
        node(
            "filedesc",
            node("titlestmt", node("titleproper", f"Arkivförteckning för {body.name}")),
            node("publicationstmt", node("publisher", body.name), node("date", clock[:10], normal=clock[:10])),
        ),
        node("maintenancestatus", value="new"),
        node("maintenanceagency", node("agencyname", body.name), countrycode="SE"),
        node(
            "languagedeclaration",
            node("language", "svenska", langcode="swe"),
            node("script", "latinsk", scriptcode="Latn"),
        ),
        node("conventiondeclaration", node("abbr", "ISAD(G)"), node("citation", "ISAD(G), andra utgåvan")),
        node("maintenancehistory", created),
        langencoding="iso639-2b", scriptencoding="iso15924", dateencoding="iso8601", countryencoding="iso3166-1",
    )  # fmt: skip


def _fonds(inventory: Inventory, db: sqlite3.Connection, plan: Plan) -> Iterator[Node]:
    body, items = inventory.body, inventory.items
    yield node(
        "did",
        node("unittitle", f"{body.name}: arkiv"),
        node("unitid", body.org_number, localtype="organisationsnummer", countrycode="SE"),
        node("origination", _corporate(body.name, body.org_number), label="arkivbildare"),
        _span(chain((item.date for item in items), *((v.start, v.end) for v in inventory.volumes))),
        *_extent(inventory.delivered, inventory.volumes),
        node("langmaterial", node("language", "svenska", langcode="swe")),
        node("repository", _corporate(body.receiver, body.receiver_number)) if body.receiver else None,
    )
    yield from _prose("bioghist", "Historik", body.history, body.organisation)
    yield from _prose("scopecontent", "Innehåll", body.tasks, _counts(inventory))
    yield from _prose("arrangement", "Ordning", _ARRANGEMENT)
    yield from _prose("custodhist", "Var handlingarna har funnits", body.systems)
    yield from _prose("acqinfo", "Leverans", _delivery(inventory))
    yield from _prose("accessrestrict", "Sekretess", body.secrecy, _restricted(items))
    yield from _prose("appraisal", "Gallring", _appraised(inventory))
    yield from _prose("altformavail", "PDF/A", _converted(inventory.delivered))
    yield from _prose("otherfindaid", "Andra sökmedel", body.aids, _LISTS)
    yield from _prose("processinfo", "Gallrat före leveransen", *map(_destroyed, inventory.destroyed))
    missing = (f"{one.name} ({one.place}): {one.message}" for one in inventory.missing)
    yield from _prose("odd", "Saknas: kunde aldrig tas in", *missing)
    yield _file_plan(plan, {item.holding.klass for item in items})
    groups = _by_series(inventory)
    if groups:
        around = Around(inventory, db, plan)
        yield Node("dsc", {"dsctype": "combined"}, (_series(*one, around) for one in groups.items()))


_ARRANGEMENT = (
    "Handlingarna är ordnade i serier efter allmänna arkivschemat och klassade efter process i tre nivåer. Varje"
    " handling har en beteckning (h00001 …) som är densamma i registret, filnamnen, METS och PREMIS."
)
_LISTS = (
    "I paketets metadata/other: register, arkivförteckning, diarium, paragrafer, beslut, bidrag, personuppgifter,"
    " sekretesslista och gallringslista som CSV, och hela databasen som SQLite (arkiv.db)."
)


def _counts(inventory: Inventory) -> str:
    return (
        f"Inlämnade handlingar: {len(inventory.items)}; levereras: {len(inventory.delivered)};"
        f" gallrade: {len(inventory.destroyed)}; kunde aldrig tas in: {len(inventory.missing)}."
        f" Volymer på papper: {len(inventory.volumes)}."
    )


def _delivery(inventory: Inventory) -> str:
    body = inventory.body
    to = f" till {body.receiver}" if body.receiver else ""
    agreement = f" enligt överenskommelse {body.agreement}" if body.agreement else ""
    return f"Levereras från {body.name}{to}{agreement}. Paketet gjordes {inventory.clock}."


def _restricted(items: Sequence[Item]) -> str:
    count = sum(bool(item.restrictions) for item in items)
    if not count:
        return "Ingen handling är märkt med sekretess."
    return f"Handlingar märkta med sekretess: {count}; märkningen står vid var och en. De levereras omaskade."


def _appraised(inventory: Inventory) -> str:
    later = sum(item.holding.gallring == "gallras" for item in inventory.delivered)
    kept = len(inventory.delivered) - later
    return f"Bevaras: {kept}. Levereras men får gallras senare: {later}; dag och beslut står vid var och en."


def _converted(items: Sequence[Item]) -> str:
    made = sum(bool(item.rendition and item.rendition.path) for item in items)
    return f"Finns också som PDF/A: {made} av {len(items)} levererade. Originalet är alltid med."


def _destroyed(item: Item) -> str:
    decision = f" enligt beslut {item.holding.decision}" if item.holding.decision else ""
    return f"{item.key} {item.title} ({item.name}): gallrad {item.destroyed}{decision}."


def _file_plan(plan: Plan, used: set[str]) -> Node:
    """The classes in use and those above them, each with an id that items point to."""
    wanted = {code for code in plan.classes if any(f"{one}.".startswith(f"{code}.") for one in used)}

    def under(above: str) -> Iterator[Node]:
        for code in sorted(wanted, key=lambda code: [int(part) for part in code.split(".")]):
            if code.rpartition(".")[0] == above:
                head = node("head", f"{code} {plan.classes[code]}")
                below = list(under(code))
                text = [] if below else [node("p", f"Process {code}.")]
                yield node("fileplan", head, *text, *below, id=f"klass-{code}")

    made = list(under(""))
    nothing = [] if made else [node("p", "Handlingarna är inte klassade.")]
    return node("fileplan", node("head", "Klassificeringsstruktur"), *nothing, *made)


def _by_series(inventory: Inventory) -> Mapping[str, tuple[list[Item], list[Volume]]]:
    groups: dict[str, tuple[list[Item], list[Volume]]] = {}
    for item in inventory.items:
        groups.setdefault(item.holding.series, ([], []))[0].append(item)
    for volume in inventory.volumes:
        groups.setdefault(volume.series, ([], []))[1].append(volume)
    return dict(sorted(groups.items(), key=lambda pair: pair[0] or "\uffff"))


def _series(series: str, group: tuple[list[Item], list[Volume]], around: Around) -> Node:
    items, volumes = group
    there = [item for item in items if item.destroyed is None]

    def parts() -> Iterator[Node]:
        yield node(
            "did",
            node("unitid", series or _UNSORTED, localtype="signum"),
            node("unittitle", around.plan.series.get(series) or series or _UNSORTED),
            _span(chain((item.date for item in items), *((v.start, v.end) for v in volumes))),
            *_extent(there, volumes),
        )
        yield from (item_component(item, around) for item in items)
        yield from (volume_component(volume) for volume in volumes)

    return Node("c", {"level": "series"}, parts())


def _extent(items: Sequence[Item], volumes: Sequence[Volume]) -> Iterator[Node]:
    for count, unit in ((len(items), "digitala handlingar"), (len(volumes), "volymer på papper")):
        if count or unit.startswith("digital"):
            yield node(
                "physdescstructured",
                node("quantity", str(count)),
                node("unittype", unit),
                coverage="part" if volumes else "whole",
                physdescstructuredtype="materialtype",
            )
    yield node("physdesc", f"{sum(item.size for item in items)} byte")


def _span(dates: Iterable[str | None]) -> Node | None:
    known = sorted(date for date in dates if date)
    if not known:
        return None
    first, last = known[0], known[-1]
    return node(
        "unitdatestructured",
        node("daterange", node("fromdate", first, standarddate=first), node("todate", last, standarddate=last)),
        unitdatetype="inclusive",
    )


def _prose(tag: str, head: str, *texts: str | None) -> Iterator[Node]:
    """A heading and a paragraph a text; nothing where there is no text."""
    if told := [part for text in texts if text for part in text.splitlines() if part.strip()]:
        yield node(tag, node("head", head), *(node("p", part) for part in told))


def _corporate(name: str, number: str | None) -> Node:
    return node("corpname", node("part", name), identifier=number)
