"""Names of people as Swedish minutes print them, with the party in brackets."""

from __future__ import annotations

import re

from extractors.lexicon import load, per_lexica

_PART = r"[A-ZÅÄÖÉÜØÆ][a-zåäöéüèáóøæćčšžłńıİğş’']+(?:[A-ZÅÄÖ][a-zåäöéü]+)?(?:-[A-ZÅÄÖÉÜ]?[a-zåäöéüèáóøæ]+)*"
_PARTICLE = r"(?:von|van|af|de|la|der|den|del|di|da|dos|el|al|bin|ben|ibn|le|ter|zu)"
NAME = rf"{_PART}(?:[ \u00a0](?:{_PART}|{_PARTICLE}|[A-ZÅÄÖ]\.?(?![a-zåäö]))){{0,3}}[ \u00a0]{_PART}"
_NAME = re.compile(rf"(?<![\w-])(?P<name>{NAME})(?![\w])")
_INITIALLED = re.compile(rf"(?<![\w-])(?P<name>[A-ZÅÄÖ]\.? ?(?:[A-ZÅÄÖ]\.? ?)?{_PART})(?![\w])")
PARTY = re.compile(
    r"\((?P<party>[A-ZÅÄÖ]{1,5}[a-zåäö!]{0,4}|[Oo]pol\.?|[Oo]bunden|[Pp]artilös|[Oo]beroende|[Pp]olitiskt obunden|-)\)"
)
_FIRST_NOT = re.compile(

    r"^(?:Ordförande[n]?|Vice|Ledamot(?:en)?|Ersättare[n]?|Sekreterare[n]?|Styrelsen|Nämnden|Mötet|Att|Till|"
    r"Som|Av|Från|På|Den|Det|De|En|Ett|För|Med|Vid|Efter|Under|Enligt|Om|Beslut|Jäv|Reservation(?:er)?|"
    r"Protokoll(?:et)?|"

    r"Justerare|Justerande|Justeras|Förbundschef(?:en)?|Kommundirektör(?:en)?|Samt|Och|I|Samordnings\w+|"
    r"Kommun\w*|Region\w*|Plats|Dnr|Nej|Ja|Avstår|Digitalt|Sammanträde\w*|Ledamöterna|Hotell|Folkets|Valda?|"
    r"Omval|Nyval|Närvarande|Avseende|Signerat|Docu\w*|Mötes\w*|Protokoll\w*|Sala?|Rum|Lokal|Stadshuset|"
    r"Kommunhuset|Här|Även|Då|Tjänstgörande|Utses|Underskrift\w*|Paragraf\w*|Ansvarig|Kassör(?:en)?)$"
)  # fmt: skip


_NO_NAME_STARTS = (
    "docusign",
    "signe",
    "e-sign",
    "digital",
    "elektron",
    "sammanträd",
    "samordnings",
    "protokoll",
    "justera",
)


@per_lexica
def _organisation_words() -> frozenset[str]:
    return frozenset(load("roles")["organisationer"])


@per_lexica
def _organisation_endings() -> tuple[str, ...]:
    return tuple(load("roles")["organisationsslut"])


@per_lexica
def _role_endings() -> tuple[str, ...]:
    return tuple(word for word in _role_words() if len(word) > 3)


@per_lexica
def _role_words() -> frozenset[str]:
    return frozenset(load("roles")["roller"])


def is_role(text: str) -> bool:
    """Does a text name a role: "ordförande", "vice ordförande", "ekonomichef", "tf. kanslichef", "ledamot i …"?"""
    words = re.findall(r"[\wåäö:.]+", text.casefold())
    if not words or len(words) > 7:
        return False
    return any(w.rstrip(".") in _role_words() or w.endswith(_role_endings()) for w in words[:5])


def is_name(text: str) -> bool:
    """Is the whole text one person's name?"""
    m = _NAME.fullmatch(text.strip()) or _INITIALLED.fullmatch(text.strip())
    return bool(m) and not not_person(text)


def not_person(text: str) -> bool:
    """Words that look like a name but are an organisation, a place or a role."""
    words = text.split()
    low = [w.casefold().strip(".,") for w in words]
    if _FIRST_NOT.match(words[0]):
        return True
    return any(
        w in _organisation_words() or w in _role_words()
        or w.startswith(_NO_NAME_STARTS) or w.endswith(_organisation_endings())
        for w in low
    )  # fmt: skip


def leading_name(text: str) -> tuple[str, int] | None:
    """The person's name a text begins with, and where it ends; None where it begins with something else."""
    m = _NAME.match(text) or _INITIALLED.match(text)
    if not m:
        return None
    name = m["name"]
    words = name.split()
    for size in range(len(words), 1, -1):  # "Anna Berg Ordförande": the role is not part of the name
        part = " ".join(words[:size])
        if not not_person(part):
            return name[: _nth_end(name, size)], _nth_end(name, size)
    return None


def _nth_end(name: str, size: int) -> int:
    ends = [m.end() for m in re.finditer(r"\S+", name)]
    return ends[size - 1]


def people_in(text: str) -> list[str]:
    """Every person's name in running text, in order; a role before a name is left out."""
    found = []
    for m in _NAME.finditer(text):
        words = m["name"].split()
        while len(words) > 1 and (_FIRST_NOT.match(words[0]) or is_role(words[0])):
            words = words[1:]
        if len(words) > 1 and not not_person(" ".join(words)):
            found.append(" ".join(words))
    return found
