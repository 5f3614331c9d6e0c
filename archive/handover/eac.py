"""EAC-CPF 2010 (urn:isbn:1-931666-33-4): who made the archive, with its law, members, successor and supervision.

The demands are those of arkivlagen (1990:782) 6 § on an archive's description; the mandate is lagen (2003:1210) om
finansiell samordning av rehabiliteringsinsatser. What nobody has told is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.events import AGENT
from archive.handover.body import Body
from archive.handover.inventory import Inventory
from archive.handover.xml_writing import XLINK, XSI, Node, node, stable_id, write_xml

NAMESPACE = "urn:isbn:1-931666-33-4"

_SCHEMA = f"{NAMESPACE} https://eac.staatsbibliothek-berlin.de/schema/cpf.xsd"
_LAW = "Lag (2003:1210) om finansiell samordning av rehabiliteringsinsatser"
_ARCHIVES_LAW = "Arkivlag (1990:782)"
_LEGAL_STATUS = "Samordningsförbund: offentligrättslig juridisk person"


def write_eac(inventory: Inventory, path: Path) -> None:
    """Write the description of the body."""
    body = inventory.body
    parts = [_control(inventory), node("cpfDescription", _identity(body), _description(body), _relations(inventory))]
    root = Node("eac-cpf", {f"{{{XSI}}}schemaLocation": _SCHEMA}, parts)
    write_xml(path, root, NAMESPACE, {"xlink": XLINK, "xsi": XSI})


def _control(inventory: Inventory) -> Node:
    body, clock = inventory.body, inventory.clock
    return node(
        "control",
        node("recordId", stable_id(body.org_number, "eac")),
        node("maintenanceStatus", "new"),
        node("maintenanceAgency", node("agencyName", body.name)),
        node("languageDeclaration", *_swedish()),
        node(
            "maintenanceHistory",
            node(
                "maintenanceEvent",
                node("eventType", "created"),
                node("eventDateTime", clock, standardDateTime=clock),
                node("agentType", "machine"),
                node("agent", AGENT),
            ),
        ),
    )


def _identity(body: Body) -> Node:
    return node(
        "identity",
        node("entityId", body.org_number, localType="organisationsnummer"),
        node("entityType", "corporateBody"),
        node("nameEntry", node("part", body.name)),
    )


def _description(body: Body) -> Node:
    since = _range(body)
    seat = (
        node("place", node("placeRole", "Säte"), node("placeEntry", body.seat, countryCode="SE")) if body.seat else None
    )
    functions = [_function(task) for task in _paragraphs(body.tasks)]
    organisation = _paragraphs(body.organisation)
    history = _paragraphs(body.history)
    return node(
        "description",
        node("existDates", since) if since else None,
        node("places", seat) if seat else None,
        node("legalStatuses", node("legalStatus", node("term", _LEGAL_STATUS), since)),
        node("functions", *functions) if functions else None,
        node("languagesUsed", node("languageUsed", *_swedish())),
        node(
            "mandates",
            _mandate(_LAW, "Förbundets bildande och uppgifter."),
            _mandate(_ARCHIVES_LAW, "Arkivets vård och överlämnande."),
        ),
        node("structureOrGenealogy", *(node("p", text) for text in organisation)) if organisation else None,
        node("biogHist", *(node("p", text) for text in history)) if history else None,
    )  # fmt: skip


def _relations(inventory: Inventory) -> Node:
    """Members, successor, supervision and receiver; last the archive itself, described in ead.xml beside this file."""
    body = inventory.body
    related = [("hierarchical-parent", name, "Medlem i förbundet") for name in body.members]
    related += [
        (kind, name, told)
        for kind, name, told in (
            ("temporal-later", body.successor, "Tar över uppgifterna"),
            ("associative", body.supervision, "Tillsynsmyndighet över arkivet"),
            ("associative", body.receiver, "Arkivmyndighet som tar emot arkivet"),
        )
        if name
    ]
    links = {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": "ead.xml"}
    archive = node(
        "resourceRelation", node("relationEntry", f"{body.name}: arkiv"), resourceRelationType="creatorOf",
        attributes=dict(links),
    )  # fmt: skip
    return node("relations", *(_related(*one) for one in related), archive)


def _related(kind: str, name: str, told: str) -> Node:
    return node(
        "cpfRelation",
        node("relationEntry", name),
        node("descriptiveNote", node("p", told)),
        cpfRelationType=kind,
        attributes={f"{{{XLINK}}}type": "simple"},
    )


def _mandate(law: str, told: str) -> Node:
    return node("mandate", node("term", law), node("descriptiveNote", node("p", told)))


def _function(task: str) -> Node:
    return node("function", node("descriptiveNote", node("p", task)))


def _range(body: Body) -> Node | None:
    known = [(tag, date) for tag, date in (("fromDate", body.formed), ("toDate", body.ended)) if date]
    return node("dateRange", *(node(tag, date, standardDate=date) for tag, date in known)) if known else None


def _swedish() -> Iterator[Node]:
    yield node("language", "svenska", languageCode="swe")
    yield node("script", "latinsk", scriptCode="Latn")


def _paragraphs(text: str | None) -> list[str]:
    return [part for part in (text or "").splitlines() if part.strip()]
