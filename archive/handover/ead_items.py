"""The components of EAD3 at the bottom: an item, with its files and what applies to it; a volume on paper."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.handover.inventory import Inventory, Item, Volume
from archive.handover.item_lists import disposal_state, extent, packaged_original, packaged_pdfa, physical
from archive.handover.plan import Plan
from archive.handover.premis_objects import Ids
from archive.handover.xml_writing import Node, node, optional

_TO_ROOT = "../../"


class Around:
    """What the component of an item needs to know beside the item itself."""

    def __init__(self, inventory: Inventory, db: sqlite3.Connection, plan: Plan) -> None:
        self.plan = plan
        self.today = inventory.clock[:10]
        self.ids = Ids(inventory.body.org_number, "")
        self.wholes = {item.sha256: item for item in inventory.items}
        # documents that are pictures of something on paper
        query = "SELECT DISTINCT document FROM page WHERE text_source = 'ocr'"
        self.pictures = {row["document"] for row in db.execute(query)}


def item_component(item: Item, around: Around) -> Node:
    """An item: what it is, where its files are, and what of sekretess, disposal and damage applies to it."""
    return node(
        "c",
        node(
            "did",
            node("unitid", item.key, localtype="beteckning"),
            node("unitid", item.name, localtype="ursprungligt-namn"),
            *(node("unitid", dnr, localtype="dnr") for dnr in dict.fromkeys(item.dnr)),
            node("unittitle", item.title),
            node("unitdate", item.date, normal=item.date) if item.date else None,
            node("physdesc", physical(item)),
            node("didnote", item.kind, localtype="handlingsslag"),
            _files(item, around),
        ),
        *_file_plan(item, around.plan),
        *_notes(item, around),
        level="item", id=item.key,
    )  # fmt: skip


def volume_component(volume: Volume) -> Node:
    """A volume of originals on paper, where it stands."""
    dates = " – ".join(dict.fromkeys(date for date in (volume.start, volume.end) if date))
    span = "/".join(date for date in (volume.start, volume.end) if date)
    return node(
        "c",
        node(
            "did",
            node("unitid", f"{volume.series}:{volume.volume}", localtype="volym"),
            node("unittitle", volume.title),
            node("unitdate", dates, normal=span) if dates else None,
            node("physdesc", "Volym på papper"),
            node("physloc", volume.place),
        ),
        _note("odd", None, volume.note),
        level="file",
    )


def _files(item: Item, around: Around) -> Node | None:
    """The links to the original and the PDF/A; None for what has been destroyed."""
    if item.destroyed:
        return None
    type_ = "derived" if item.document in around.pictures else "unknown" if item.status == "failed" else "borndigital"
    original = node(
        "dao", daotype=type_, href=_TO_ROOT + packaged_original(item), linktitle=item.name,
        localtype="original", identifier=around.ids.original(item), coverage="whole",
    )  # fmt: skip
    pdfa = packaged_pdfa(item)
    if not pdfa:
        return original
    return node(
        "daoset",
        original,
        node(
            "dao", daotype="derived", href=_TO_ROOT + pdfa, linktitle=f"{item.name} (PDF/A)", localtype="pdfa",
            identifier=around.ids.pdfa(item), coverage="whole",
        ),
        coverage="whole",
    )  # fmt: skip


def _file_plan(item: Item, plan: Plan) -> Iterator[Node]:
    klass = item.holding.klass
    if klass in plan.classes:
        yield node("fileplan", node("p", f"{klass} ", node("ptr", target=f"klass-{klass}")))
    elif klass:
        yield node("fileplan", node("p", klass))


def _notes(item: Item, around: Around) -> Iterator[Node | None]:
    yield _note("accessrestrict", "Sekretess", *(
        f"{limit.law}: {extent(limit)}. Beslutat {limit.decided} av {limit.authority}. {limit.note}".strip()
        for limit in item.restrictions
    ))  # fmt: skip
    holding = item.holding
    if holding.gallring == "gallras" or holding.hold or item.destroyed:
        decision = f"Beslut {holding.decision}, {holding.decided}." if holding.decision else None
        hold = f"Gallringsstopp: {holding.hold}" if holding.hold else None
        state = disposal_state(item, around.today)
        yield _note("appraisal", "Gallring", f"{state[0].upper()}{state[1:]}.", decision, holding.ground, hold)
    if item.destroyed:
        yield _note("processinfo", "Gallrad", f"Gallrad {item.destroyed}. Filen finns inte i paketet.")
    if item.status == "failed":
        yield _note("phystech", "Kunde inte läsas", item.error)
    if item.signed and not item.destroyed:
        told = (f"{one.signer or 'Okänd'}: {one.verdict}. {one.message}" for one in item.signatures)
        yield _note("phystech", "Underskrift", "Elektroniskt underskriven: originalet är orört.", *told)
    rendition = item.rendition
    if rendition and not item.destroyed and (rendition.path is None or rendition.verdict != "godkänd"):
        what = "PDF/A saknas" if rendition.path is None else f"PDF/A: {rendition.verdict} av veraPDF"
        yield _note("altformavail", what, rendition.message or what)
    if whole := around.wholes.get(item.part_of or ""):
        yield _note("relatedmaterial", "Kom in i", f"{whole.key} {whole.name}")


def _note(tag: str, head: str | None, *texts: str | None) -> Node | None:
    told = [text for text in texts if text]
    return node(tag, optional("head", head), *(node("p", text) for text in told)) if told else None
