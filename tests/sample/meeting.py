"""A meeting as data: who came, what was taken up, what was decided; and the gold that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.sample.facts import Gold, Stretch, Text, kronor


@dataclass(frozen=True)
class Person:
    name: str
    organisation: str
    party: str | None = None


@dataclass(frozen=True)
class Attendee:
    """One row of the list of those present; `role` and `organisation` as printed beside the name."""

    name: str
    group: str
    role: str | None = None
    organisation: str | None = None
    party: str | None = None
    start: str | None = None
    end: str | None = None
    serving_for: str | None = None

    def gold(self) -> Gold:
        entry: Gold = {"name": self.name, "role": self.role, "organisation": self.organisation, "group": self.group}
        extra = {"party": self.party, "from": self.start, "to": self.end, "serving_for": self.serving_for}
        return entry | {key: value for key, value in extra.items() if value}


@dataclass(frozen=True)
class Grant:
    """Money the board gives: the words of the decision, and the figures."""

    amount: int
    purpose: str
    recipient: str | None = None
    period: Stretch | None = None
    status: str = "granted"

    def gold(self, paragraph: str) -> Gold:
        entry: Gold = {"paragraph": paragraph, "amount": kronor(self.amount), "purpose": self.purpose}
        if self.recipient:
            entry["recipient"] = self.recipient
        if self.period:
            entry |= {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        return entry | {"status": self.status}


@dataclass(frozen=True)
class Decision:
    """`text` without "att" where `att`, else a whole sentence ("Till ordförande valdes …")."""

    text: Text
    action: str
    also: tuple[str, ...] = ()
    att: bool = True
    grant: Grant | None = None
    doubt: str | None = None
    responsible: str | None = None
    due: date | None = None

    def words(self) -> str:
        return ("att " if self.att else "") + str(self.text)

    def gold(self) -> Gold:
        entry: Gold = {
            "text": self.words(),
            "action": self.action,
            "amounts": [kronor(s.value) for s in self.text.sums()],
        }
        if self.also:
            entry["action_also"] = list(self.also)
        if self.doubt:
            entry["doubt"] = self.doubt
        if self.responsible:
            entry["responsible"] = self.responsible
        if self.due:
            entry["due"] = self.due.isoformat()
        return entry


@dataclass(frozen=True)
class Votes:
    for_: int
    against: int
    abstained: int | None

    def gold(self) -> Gold:
        return {"for": self.for_, "against": self.against, "abstained": self.abstained}


@dataclass(frozen=True)
class Item:
    """A matter under its §. `after` stands below the decision: reservations, votes, who gets a copy."""

    heading: str
    body: tuple[Text, ...] = ()
    decisions: tuple[Decision, ...] = ()
    number: str = ""
    dnr: str | None = None
    under: str | None = None
    earlier: tuple[Text, ...] = ()
    proposal: tuple[Text, ...] = ()
    motions: tuple[Text, ...] = ()
    after: tuple[tuple[str, Text], ...] = ()
    recusals: tuple[str, ...] | None = ()
    reservations: tuple[str, ...] = ()
    votes: Votes | None = None
    adjourned: bool | None = False
    immediate: bool = False
    implied: bool = False

    def texts(self) -> list[Text]:
        """Everything printed under the heading, in order."""
        return [
            *self.earlier,
            *self.body,
            *self.proposal,
            *self.motions,
            *(d.text for d in self.decisions),
            *(text for _, text in self.after),
        ]

    def gold(self) -> Gold:
        entry: Gold = {
            "number": self.number,
            "heading": self.heading,
            "decisions": [d.gold() for d in self.decisions],
            "reservations": list(self.reservations),
            "immediate": self.immediate,
        }
        if self.immediate:  # a statement some read as a decision
            said = [str(text) for _, text in self.after if "justera" in str(text)]
            entry["decisions"] += [
                {"text": t, "action": "annat", "amounts": [], "doubt": "confirms the text"} for t in said
            ]
        if self.recusals is not None:
            entry["recusals"] = list(self.recusals)
        if self.adjourned is not None:
            entry["adjourned"] = self.adjourned
        if self.dnr:
            entry["dnr"] = self.dnr
        if self.votes:
            entry["votes"] = self.votes.gold()
        return entry


@dataclass(frozen=True)
class Notice:
    posted: date
    removed: date
    kept_at: str
    responsible: str | None

    def gold(self) -> Gold:
        entry = {"posted": self.posted.isoformat(), "removed": self.removed.isoformat(), "kept_at": self.kept_at}
        return entry | ({"responsible": self.responsible} if self.responsible else {})


@dataclass(frozen=True)
class Stamp:
    """A digital signature as a stamp of text: local time and the name of its zone, and the moment in UTC."""

    name: str
    role: str
    local: str
    utc: str


@dataclass(frozen=True)
class Meeting:
    organisation: str
    body: str
    date: date
    start: str
    end: str
    place: str
    attendance: tuple[Attendee, ...]
    absent: tuple[str, ...]
    chair: str
    secretary: str
    adjusters: tuple[str, ...]
    items: tuple[Item, ...]
    org_number: str | None = None
    dnr: str | None = None
    notice: Notice | None = None
    stamps: tuple[Stamp, ...] = ()
    findings: tuple[tuple[str, str], ...] = field(default=())
    signed: bool = True

    def gold(self) -> Gold:
        gold: Gold = {"kind": "protokoll", "organisation": self.organisation, "date": self.date.isoformat()}
        if self.org_number:
            gold["org_number"] = self.org_number
        if self.dnr and not any(item.dnr for item in self.items):
            gold["dnr"] = [self.dnr]
        gold["meeting"] = {
            "date": self.date.isoformat(),
            "start": self.start,
            "end": self.end,
            "place": self.place,
            "attendance": [a.gold() for a in self.attendance],
            "chair": self.chair,
            "secretary": self.secretary,
            "adjusters": list(self.adjusters),
        }
        if self.notice:
            gold["meeting"]["notice"] = self.notice.gold()
        gold["paragraphs"] = [item.gold() for item in self.items]
        gold["amounts"] = [s.gold(i.number) for i in self.items for t in i.texts() for s in t.sums()]
        gold["dates"] = [d.gold(i.number) for i in self.items for t in i.texts() for d in t.stretches()]
        gold["dates_complete"] = True
        gold["grants"] = [d.grant.gold(i.number) for i in self.items for d in i.decisions if d.grant]
        if self.signed:
            signers = [(self.secretary, "sekreterare"), (self.chair, "ordförande")]
            signers += [(name, "justerande") for name in self.adjusters]
            gold["signatures"] = [{"name": name, "role": role} for name, role in signers]
        if self.stamps:
            gold["signature_times"] = [stamp.utc for stamp in self.stamps]
        gold["findings"] = [{"code": code, "about": about} for code, about in self.findings]
        return gold
