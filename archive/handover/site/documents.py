"""The pages of one document: the document itself, and where it is minutes its meeting and its §§."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from archive.handover.inventory import Item
from archive.handover.site import secrecy
from archive.handover.site.desk import Desk
from archive.handover.site.marking import Mark, marked
from archive.handover.site.records import Record, Row
from archive.swedish import FACT, money

_LISTED = ("decision", "grant", "amount", "date_mention", "signature")  # told under the page they stand on


def write_document(desk: Desk, item: Item, record: Record, parts: Sequence[Item]) -> None:
    """dokument/<key>.html; of what has been destroyed only that it was."""
    mother = desk.addresses.by_digest.get(item.part_of or "")
    template = "dokument.html" if item.destroyed is None else "gallrad.html"
    places = desk.addresses.paragrafer.get(item.document, {})
    labels = _labels(record)
    sheets = [_sheet(item, record, page, labels) for page in record.pages] if item.destroyed is None else []
    desk.write(
        desk.addresses.document(item), template, item=item, record=record, parts=parts, mother=mother,
        places=list(places.values()), sheets=sheets, pdf=desk.addresses.pdf(item), paged=record.paged,
    )  # fmt: skip


def write_meeting(desk: Desk, item: Item, record: Record) -> None:
    """protokoll/<slug>/: the meeting, then each §."""
    address = desk.addresses.meeting(item)
    assert address is not None
    if item.destroyed is not None:
        desk.write(address, "gallrad.html", item=item)
        return
    pdf = desk.addresses.pdf(item)
    every = [(row, desk.addresses.paragrafer[item.document][row["position"]]) for row in record.paragrafer]
    marks = {place.slug: secrecy.on_paragraf(item, place, row["pages"]) for row, place in every}
    desk.write(
        address, "protokoll.html", item=item, record=record, every=every, pdf=pdf, paged=record.paged, marks=marks
    )
    for at, (row, place) in enumerate(every):
        assert place.file is not None
        told = record.under("proceedings", row["position"])
        desk.write(
            place.file, "paragraf.html", item=item, record=record, row=row, place=place, pdf=pdf, paged=record.paged,
            before=every[at - 1][1] if at else None, after=every[at + 1][1] if at + 1 < len(every) else None,
            told=told[0] if told else None, restrictions=marks[place.slug], text=_paragraf_text(row, record),
            decisions=record.under("decision", row["position"]), grants=record.under("grant", row["position"]),
            amounts=record.under("amount", row["position"]), dates=record.under("date_mention", row["position"]),
        )  # fmt: skip


def write_former(desk: Desk) -> None:
    """An address that was in force before a re-reading leads on to the one that is."""
    for slug, (name, document) in desk.addresses.former.items():
        item = desk.addresses.items[document]
        desk.write(f"protokoll/{name}/index.html", "flyttad.html", item=item, slug=slug)


def _sheet(item: Item, record: Record, page: Row, labels: dict[str, str]) -> dict[str, Any]:
    """A page as the template shows it: its text marked, and what it tells."""
    number, marks, anchors = page["number"], [], []
    for piece in record.evidence.get(number, []):
        fact, position = piece["fact"], piece["position"]
        id_ = f"{fact}-{position}"
        if fact == "paragraf":
            if piece["piece"] == 0:
                anchors.append((piece["start"], id_))
            continue
        own = id_ if piece["piece"] == 0 else None
        marks.append(Mark(piece["start"], piece["end"], fact, labels.get(id_, FACT[fact]), own))
    told = [(table, fact) for table in _LISTED for fact in record.facts[table] if fact["page"] == number]
    return {
        **page,
        "text": marked(page["text"], marks, anchors),
        "told": told,
        "tables": [table for table in record.tables if table["page"] == number],
        "restrictions": secrecy.on_page(item, number),
    }


def _labels(record: Record) -> dict[str, str]:
    """What is told of a mark when it is pointed at; the plain kind is enough for most."""
    found = {fact["id"]: f"Belopp {money(fact['ore'])}" for fact in record.facts["amount"]}
    found |= {fact["id"]: f"Beviljat {money(fact['ore'])}" for fact in record.facts["grant"]}
    return found | {finding["id"]: f"Iakttagelse: {finding['message']}" for finding in record.findings}


def _paragraf_text(row: Row, record: Record) -> Markup:
    """A §'s text with its decisions and sums marked where they stand in it word by word."""
    text: str = row["text"]
    marks = []
    for table, key in (("decision", "text"), ("amount", "text")):
        at = 0
        for fact in record.under(table, row["position"]):
            start = text.find(fact[key], at)
            if fact[key] and start >= 0:
                at = start + len(fact[key])
                marks.append(Mark(start, at, table, FACT[table], None))
    return marked(text, marks)
