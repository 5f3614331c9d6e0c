"""The log in PREMIS's words: its events, and the agents that they name.

Programs are told by name and version, people by their role only: who they were stands in the log itself.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping

from archive.events import AGENT
from archive.handover.inventory import Inventory, Item
from archive.handover.xml_writing import Node, node, optional, stable_id

# The codes of what PREMIS's own list of event types (id.loc.gov/vocabulary/preservation/eventType) holds of our log.
_STANDARD = {
    "accession": "acc", "deletion": "del", "digital signature validation": "dsv",
    "fixity check": "fix", "format identification": "for",
    "information package creation": "ipc", "ingestion": "ing", "message digest calculation": "mes",
    "metadata extraction": "mee", "metadata modification": "mem", "migration": "mig", "modification": "mod",
    "normalization": "nor", "redaction": "red", "transfer": "tra", "unpacking": "unp", "validation": "val",
}  # fmt: skip
_VOCABULARY = "http://id.loc.gov/vocabulary/preservation/eventType"
_ABOUT_PDFA = {"normalization", "migration", "validation"}
_DECIDED = {"deletion", "transfer", "information package creation"}  # what the body itself answers for
_PROGRAM = re.compile(r"(?P<name>.*\S)[ /]v?(?P<version>\d[\w.+-]*)")
_EXECUTING = "executing program"
# in the text that tells a maker: not programs, or not what made the file
_NOT_MAKERS = {"slutarkiv form", "läsning", "veraPDF"}
_BY = "by"  # under which an event's details name a person
_PACKAGING = "information package creation"

# Which program read a page, by what its row in `page` tells.
_READERS = """SELECT DISTINCT document, CASE WHEN text_source = 'text_layer' THEN 'pypdfium2'
    WHEN instr(reason, 'läst av PP-OCR') THEN 'PP-OCR' ELSE 'Tesseract' END AS reader
    FROM page WHERE text_source != 'given'
    UNION SELECT DISTINCT document, 'PP-OCR' FROM page WHERE instr(reason, 'lästa två gånger') ORDER BY 1, 2"""


class Agents:
    """Those who did something, gathered while events are written and told after them."""

    def __init__(self, inventory: Inventory) -> None:
        self._body = inventory.body
        self._used: dict[str, Node] = {}

    def body(self) -> str:
        """The association's identifier."""
        number = self._body.org_number
        return self._agent(("body",), self._body.name, "organization", None, ("organisationsnummer", number))

    def named(self, text: str) -> str:
        """The identifier of the program that a text tells ("slutarkiv 0.1.0"), else that of a person's role."""
        found = _PROGRAM.fullmatch(text)
        if found is None and text:
            return self.person()
        name, told = (found["name"], found["version"]) if found else ("okänt program", None)
        return self._agent(("program", name, told), name, "software", told)

    def person(self) -> str:
        """The identifier of whoever at the association did something."""
        return self._agent(("role",), f"Handläggare hos {self._body.name}", "person", None)

    def reader(self, name: str) -> str:
        """The identifier of a program that reads pages; its version is that of the reader, in each event."""
        return self._agent(("program", name, None), name, "software", None)

    def nodes(self) -> Iterator[Node]:
        """Those that were named so far, in a stable order."""
        for key in sorted(self._used):
            yield self._used[key]

    def _agent(
        self, key: tuple[str | None, ...], name: str, type_: str, told: str | None, *more: tuple[str, str]
    ) -> str:
        uuid = stable_id(self._body.org_number, "agent", *key)
        if uuid not in self._used:
            self._used[uuid] = node(
                "agent",
                *(
                    node("agentIdentifier", node("agentIdentifierType", kind), node("agentIdentifierValue", value))
                    for kind, value in (("UUID", uuid), *more)
                ),
                node("agentName", name),
                node("agentType", type_),
                optional("agentVersion", told),
            )
        return uuid


class Log:
    """The events of the archive, each in one of two files: those about a delivered PDF/A, and all others."""

    def __init__(self, inventory: Inventory, db: sqlite3.Connection, agents: Agents) -> None:
        self._inventory, self._db, self._agents = inventory, db, agents
        self._items = {item.sha256: item for item in inventory.items}
        self._readers: dict[int, list[str]] = defaultdict(list)
        for row in db.execute(_READERS):
            self._readers[row["document"]].append(row["reader"])

    def events(self, *, of_pdfa: bool) -> Iterator[Node]:
        """The events of one of the two files, in the log's order."""
        for row in self._db.execute("SELECT * FROM event ORDER BY id"):
            detail = json.loads(row["detail"])
            item = self._items.get(row["object"])
            if self._is_about_pdfa(row["type"], detail, item) == of_pdfa:
                yield self._event(row, detail, item)

    def makings(self) -> dict[str, str]:
        """The event that made each delivered PDF/A, by the SHA-256 of its original."""
        found = {}
        for row in self._db.execute("SELECT * FROM event WHERE type IN ('normalization', 'migration') ORDER BY id"):
            item = self._items.get(row["object"])
            if row["outcome"] == "success" and self._is_about_pdfa(row["type"], json.loads(row["detail"]), item):
                found[row["object"]] = self._id(row["hash"])
        return found

    def packaging(self, objid: str, package: str) -> Node:
        """The making of the package itself, at its own moment."""
        inventory = self._inventory
        told = f"Handlingar i paketet: {len(inventory.delivered)}; gallrade tidigare: {len(inventory.destroyed)}."
        return node(
            "event",
            _identifier(self._id(_PACKAGING, objid)),
            _type(_PACKAGING),
            node("eventDateTime", inventory.clock),
            node("eventDetailInformation", node("eventDetail", told)),
            node("eventOutcomeInformation", node("eventOutcome", "success")),
            _agent(self._agents.named(AGENT), _EXECUTING),
            _agent(self._agents.body(), "authorizer"),
            _object(package),
        )

    def _event(self, row: sqlite3.Row, detail: Mapping[str, object], item: Item | None) -> Node:
        type_ = row["type"]
        return node(
            "event",
            _identifier(self._id(row["hash"])),
            _type(type_),
            node("eventDateTime", row["at"]),
            node("eventDetailInformation", node("eventDetail", _impersonal(row["detail"], detail))),
            _about(row["object"]) if row["object"] and item is None else None,
            node("eventOutcomeInformation", node("eventOutcome", row["outcome"]), _outcome_note(detail)),
            *(_agent(uuid, role) for uuid, role in self._doers(row, detail, item)),
            _object(self._original(item)) if item else None,
        )

    def _doers(self, row: sqlite3.Row, detail: Mapping[str, object], item: Item | None) -> Iterator[tuple[str, str]]:
        """Agents and their roles, each agent once."""
        role = _EXECUTING if _PROGRAM.fullmatch(row["agent"]) else "implementer"
        found = {self._agents.named(row["agent"]): role}
        if row["type"] == "text extraction" and row["outcome"] == "success" and item:
            found.update((self._agents.reader(name), _EXECUTING) for name in self._readers[item.document])
        for text in (detail.get("tool"), detail.get("maker")):
            if isinstance(text, str):
                found.update((self._agents.named(f"{name} {told}"), _EXECUTING) for name, told in programs(text))
        if detail.get(_BY):
            found[self._agents.person()] = "implementer"
        if row["type"] in _DECIDED:
            found[self._agents.body()] = "authorizer"
        yield from found.items()

    def _original(self, item: Item) -> str:
        return stable_id(self._inventory.body.org_number, "original", item.sha256)

    def _is_about_pdfa(self, type_: str, detail: Mapping[str, object], item: Item | None) -> bool:
        """Whether an event made or checked a PDF/A that is in the package."""
        if type_ not in _ABOUT_PDFA or item is None or item.destroyed or item.rendition is None:
            return False
        return item.rendition.digest is not None and item.rendition.digest in detail.values()

    def _id(self, *names: object) -> str:
        return stable_id(self._inventory.body.org_number, "event", *names)


def programs(text: str) -> Iterator[tuple[str, str]]:
    """The programs in the name of a tool ("pygfried 0.9"), or of several ("… ; LibreOffice 7.4"): name, version."""
    parts = [part.strip() for part in text.split(";")]
    for part in parts:
        found = _PROGRAM.fullmatch(part)
        if found and (len(parts) == 1 or found["name"] not in _NOT_MAKERS):
            yield found["name"], found["version"]


def _identifier(uuid: str) -> Node:
    return node("eventIdentifier", node("eventIdentifierType", "UUID"), node("eventIdentifierValue", uuid))


def _type(name: str) -> Node:
    code = _STANDARD.get(name)
    if code is None:
        return node("eventType", name)
    return node("eventType", name, authority="eventType", authorityURI=_VOCABULARY, valueURI=f"{_VOCABULARY}/{code}")


def _agent(uuid: str, role: str) -> Node:
    return node(
        "linkingAgentIdentifier",
        node("linkingAgentIdentifierType", "UUID"),
        node("linkingAgentIdentifierValue", uuid),
        node("linkingAgentRole", role),
    )


def _object(uuid: str) -> Node:
    return node(
        "linkingObjectIdentifier",
        node("linkingObjectIdentifierType", "UUID"),
        node("linkingObjectIdentifierValue", uuid),
    )


def _impersonal(text: str, detail: Mapping[str, object]) -> str:
    """The details as logged, but for who did it: the log itself, in the list of events, tells that."""
    if _BY not in detail:
        return text
    return json.dumps({key: value for key, value in detail.items() if key != _BY}, ensure_ascii=False, sort_keys=True)


def _about(sha256: str) -> Node:
    """What an event is about that is no item of the archive: a link would lead nowhere."""
    return node("eventDetailInformation", node("eventDetail", f"Gäller filen med SHA-256 {sha256}."))


def _outcome_note(detail: Mapping[str, object]) -> Node | None:
    told = detail.get("message") or detail.get("error")
    return node("eventOutcomeDetail", node("eventOutcomeDetailNote", str(told))) if told else None
