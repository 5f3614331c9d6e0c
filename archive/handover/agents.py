"""Who is named in the header of a METS: whose archive it is, who delivers it with what, and who receives it."""

from __future__ import annotations

from collections.abc import Iterator

from archive.events import AGENT
from archive.handover.body import Body
from archive.handover.xml_writing import Node, node

CSIP_NAMESPACE = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"


def agents(body: Body, *, whole_package: bool) -> Iterator[Node]:
    """CSIP10-16 and SIP9-31. A representation names only the program that made it."""
    name, _, version = AGENT.partition(" ")
    software = node("note", version, attributes=_note_type("SOFTWARE VERSION"))
    yield node("agent", node("name", name), software, ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    if not whole_package:
        return
    yield _organisation("ARCHIVIST", body.name, body.org_number)
    yield _organisation("CREATOR", body.name, body.org_number)
    if body.contact:
        reached = node("note", contact_note(body))
        yield node("agent", node("name", body.contact), reached, ROLE="CREATOR", TYPE="INDIVIDUAL")
    if body.receiver:
        yield _organisation("PRESERVATION", body.receiver, body.receiver_number)


def _organisation(role: str, name: str, number: str | None) -> Node:
    note = number and node("note", f"ORG:{number}", attributes=_note_type("IDENTIFICATIONCODE"))
    return node("agent", node("name", name), note or None, ROLE=role, TYPE="ORGANIZATION")


def contact_note(body: Body) -> str:
    """How the contact person is reached; one note, as the specification's example has it."""
    told = [f"{how}: {what}" for how, what in (("E-post", body.contact_email), ("Telefon", body.contact_phone)) if what]
    return ", ".join(told) or "Kontaktuppgifter saknas"


def _note_type(kind: str) -> dict[str, str | None]:
    return {f"{{{CSIP_NAMESPACE}}}NOTETYPE": kind}
