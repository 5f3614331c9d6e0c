"""What an entry of a list of those present tells: name, party, role, organisation, times, §§, whose place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.lexicon import load
from extractors.persons import NAME, PARTY, is_role, leading_name

_CLOCK = r"(\d{1,2})(?:[.:](\d\d))?"
_SPAN = re.compile(rf"\b(?:kl(?:ockan)?\.?\s*)?{_CLOCK}\s*[–-]\s*(?:kl\.?\s*)?{_CLOCK}(?!\d)")
_FROM = re.compile(
    rf"\b(?:fr\.?\s?o\.?\s?m\.?|från(?: och med)?|ankom|anlände|anländer|kom)\s*(?:kl(?:ockan)?\.?\s*){_CLOCK}", re.I
)
_UNTIL = re.compile(
    rf"\b(?:t\.?\s?o\.?\s?m\.?|till(?: och med)?|avvek|lämnade|lämnar|gick)\s*(?:[a-zåäö]+ "
    rf")?(?:kl(?:ockan)?\.?\s*){_CLOCK}",
    re.I,
)
_SIGNS = re.compile(
    r"(?:(?:fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?|från|till|ej|del av|utom|deltar|"
    r"vid)\s+)*§{1,2}\s*\d+(?:\s*(?:[–,-]|och|samt|t\.?o\.?m\.?)\s*(?:§{1,2}\s*)?\d+)*(?:\s*-\s*$)?"
)
_FOR = re.compile(
    rf"\b(?:ersätter|ersättare för|ers\.? för|tjg\.?\s*ers\.?(?:ättare)? för|tj\.?\s?ers\.? för|tjänstgörande "
    rf"ersättare för|tjänstgör för|tjänstgörande för|tjg\.? för|i stället för|istället för|"
    rf"för)\s+(?P<name>{NAME})"
)
_SERVES = re.compile(r"^(?:tjg\.?|tj\.?g?\.?|tjänstgörande)(?:\s*(?:ers\.?|ersättare))?$", re.I)
_NOT_ORGANISATION = re.compile(
    r"^(?:x|ja|nej|närvarande|frånvarande|deltar|på distans|distans|via teams|teams|digitalt|via länk|via zoom|"
    r"hela mötet|del av mötet)$",
    re.I,
)


_LISTED = re.compile(r"^(?:ledamöterna|ledamoten|ersättarna|ersättaren|suppleanterna|suppleanten)\s+(?=[A-ZÅÄÖ])", re.I)


@dataclass
class Entry:
    """An entry while it is read."""

    name: str
    start: int
    end: int
    role: str | None = None
    organisation: str | None = None
    party: str | None = None
    arrived: str | None = None
    left: str | None = None
    paragraphs: str | None = None
    serving_for: str | None = None
    open: str = ""


def named(text: str) -> tuple[str | None, str | None, str]:
    """(role before the name, name, what follows) of a part; name None where it begins with none."""
    text = _LISTED.sub("", text)
    found = leading_name(text)
    if found and not is_role(found[0].split()[0]):
        return None, found[0], text[found[1] :]
    m = re.match(r"^(?P<role>(?:[\wåäö:.]+\s+){0,3}?[\wåäö:.]+?):?\s+(?=[A-ZÅÄÖ])", text)
    while m:
        tail = text[m.end() :]
        found = leading_name(tail)
        if is_role(m["role"]) and found:
            return m["role"].strip(" :"), found[0], tail[found[1] :]
        longer = re.match(rf"^(?P<role>{re.escape(m[0])}[\wåäö:.]+?):?\s+(?=[A-ZÅÄÖ])", text)
        m = longer if longer and longer.end() > m.end() else None
    return None, None, text


def about(entry: Entry, text: str) -> None:
    """Party, times, §§, whom one serves for, role, organisation, as a part tells; an open bracket waits for its end."""
    rest = text if text.count("(") <= text.count(")") else text[: text.rfind("(")]
    if m := PARTY.search(rest):
        entry.party = entry.party or m["party"]
        rest = rest[: m.start()] + " " + rest[m.end() :]
    if m := _FOR.search(rest):
        entry.serving_for = m["name"]
        rest = rest[: m.start()] + " " + re.sub(r"^\s*\([A-ZÅÄÖ]{1,5}\)", "", rest[m.end() :])
    rest = _times(entry, rest)
    if m := _SIGNS.search(rest):
        entry.paragraphs = m[0].strip(" ,")
        rest = rest[: m.start()] + " " + rest[m.end() :]
    for part in re.split(r"[(),;]|\s{2,}", rest):
        _word(entry, part.strip(" ,;.–-"))


def _times(entry: Entry, text: str) -> str:
    if (m := _SPAN.search(text)) and ("kl" in text.casefold() or m[2] or m[4]) and "§" not in text[: m.start()]:
        entry.arrived, entry.left = clock(m[1], m[2]), clock(m[3], m[4])
        return text[: m.start()] + " " + text[m.end() :]
    for pattern, key in ((_FROM, "arrived"), (_UNTIL, "left")):
        if m := pattern.search(text):
            setattr(entry, key, clock(m[1], m[2]))
            text = text[: m.start()] + " " + text[m.end() :]
    return text


def _word(entry: Entry, part: str) -> None:
    if len(part) < 1 or _NOT_ORGANISATION.match(part):
        return
    if part in load("roles")["partier"]:
        entry.party = entry.party or part
    elif _SERVES.match(part) or is_role(part):
        entry.role = f"{entry.role}, {part}" if entry.role and entry.role != part else part
    elif len(part) > 1 and re.search(r"[A-ZÅÄÖ]", part):
        entry.organisation = f"{entry.organisation}, {part}" if entry.organisation else part


def clock(hour: str, minute: str | None) -> str | None:
    """ "9", "30" → "09:30"; None for what is no time of day."""
    h, m = int(hour), int(minute or 0)
    return f"{h:02d}:{m:02d}" if h < 24 and m < 60 else None
