"""Who made the archive: the facts about the association that every paper and every metadata file needs.

The demands are those of arkivlagen (1990:782) 6 § on an archive's description and of offentlighets- och sekretesslagen
(2009:400) 4 kap. 2 § on a description of a public authority's documents.
"""

from __future__ import annotations

import json
import sqlite3
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

LIST = "list"
DATE = "date"
ORG_NUMBER = "org_number"
TEXT = "text"


@dataclass(frozen=True)
class Field:
    """A fact about the body: `name` in code, `option` on the command line, `question` as it is asked, in Swedish."""

    name: str
    option: str
    question: str
    kind: str = TEXT
    required: bool = True


FIELDS = (
    Field("name", "namn", "Förbundets namn"),
    Field("org_number", "orgnr", "Organisationsnummer", ORG_NUMBER),
    Field("formed", "bildat", "Bildat den", DATE),
    Field("ended", "upphor", "Upphör eller upphörde den", DATE),
    Field("seat", "sate", "Säte (kommun)"),
    Field("members", "medlemmar", "Medlemmar, åtskilda med semikolon", LIST),
    Field("tasks", "uppgifter", "Uppgifter och verksamhet, några meningar"),
    Field("history", "historik", "Bildande, sammanslagningar och andra förändringar", required=False),
    Field("organisation", "organisation", "Organisation: styrelse, beredning, kansli", required=False),
    Field("successor", "eftertradare", "Vem som tar över uppgifterna", required=False),
    Field("supervision", "tillsyn", "Tillsynsmyndighet över arkivet (kommunens arkivmyndighet)"),
    Field("receiver", "mottagare", "Arkivmyndighet som tar emot arkivet"),
    Field("receiver_number", "mottagare-orgnr", "Mottagarens organisationsnummer", ORG_NUMBER),
    Field("agreement", "overenskommelse", "Leveransöverenskommelsens beteckning"),
    Field("deadline", "leverans-senast", "Sista dag för leveransen, om inte tre månader efter slutet", DATE, False),
    Field("contact", "kontakt", "Kontaktperson för arkivet"),
    Field("contact_email", "kontakt-epost", "Kontaktpersonens e-post"),
    Field("contact_phone", "kontakt-telefon", "Kontaktpersonens telefon", required=False),
    Field("aids", "sokmedel", "Register och andra sökmedel som allmänheten kan använda", required=False),
    Field("devices", "hjalpmedel", "Tekniska hjälpmedel som enskilda själva kan använda", required=False),
    Field("secrecy", "sekretess", "Sekretessbestämmelser som oftast tillämpas", required=False),
    Field(
        "exchange", "uppgiftsutbyte", "Uppgifter som regelbundet hämtas från eller lämnas till andra", required=False
    ),
    Field("sales", "forsaljning", "Rätt att sälja personuppgifter", required=False),
    Field("systems", "system", "IT-system som handlingarna har funnits i", required=False),
)


@dataclass(frozen=True)
class Body:
    """The association, as its people have told; None and () where nothing is told. Dates are ISO."""

    name: str
    org_number: str
    formed: str | None = None
    ended: str | None = None
    seat: str | None = None
    members: tuple[str, ...] = ()
    tasks: str | None = None
    history: str | None = None
    organisation: str | None = None
    successor: str | None = None
    supervision: str | None = None
    receiver: str | None = None
    receiver_number: str | None = None
    agreement: str | None = None
    deadline: str | None = None
    contact: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    aids: str | None = None
    devices: str | None = None
    secrecy: str | None = None
    exchange: str | None = None
    sales: str | None = None
    systems: str | None = None

    @property
    def delivered_by(self) -> str | None:
        """The last day for the delivery: what was agreed, else three months after the end (arkivlagen 14 §); ISO."""
        if self.deadline or not self.ended:
            return self.deadline
        end = date.fromisoformat(self.ended)
        year, month = end.year + (end.month + 2) // 12, (end.month + 2) % 12 + 1
        return date(year, month, min(end.day, monthrange(year, month)[1])).isoformat()

    def missing(self) -> tuple[Field, ...]:
        """What the law or the package asks for and nobody has told."""
        return tuple(field for field in FIELDS if field.required and not getattr(self, field.name))


assert [field.name for field in FIELDS] == [field.name for field in fields(Body)]


def load_body(db: sqlite3.Connection) -> Body:
    """The body as told; its name and number are the archive's own where nothing else is said."""
    info = db.execute("SELECT name, org_number FROM archive_info").fetchone()
    told = {row["field"]: row["value"] for row in db.execute("SELECT * FROM body")}
    values: dict[str, str | tuple[str, ...]] = {"name": info["name"], "org_number": info["org_number"]}
    for field in FIELDS:
        if field.name in told:
            text = told[field.name]
            values[field.name] = tuple(json.loads(text)) if field.kind == LIST else text
    return Body(**values)  # type: ignore[arg-type]  # each field's kind tells its type


def save_body(db: sqlite3.Connection, told: Mapping[str, str | tuple[str, ...]]) -> None:
    """Keep what was told, field by field; an empty text takes a field away. The caller holds the transaction."""
    for name, value in told.items():
        if not value:
            db.execute("DELETE FROM body WHERE field = ?", (name,))
            continue
        text = value if isinstance(value, str) else json.dumps(list(value), ensure_ascii=False)
        db.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (name, text))
