"""Invented associations, municipalities and people. Only the two state agencies exist outside this file."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.sample.facts import luhn
from tests.sample.meeting import Person


def each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FIRST = each(
    "Agneta Birgitta Camilla Dagny Elsa Frida Gunvor Hedvig Ingalill Jessica Kristina Lovisa Märta Ninni Ottilia Petra "
    "Rebecka Siv Tuva Ulla-Britt Viveka Ylva Åse Ärna Anders Bengt-Åke Conny Daniel Evert Folke Göran Håkan Ivar "
    "Jörgen Kjell Leif-Ove Mattias Nils Olle Pär Roland Sören Torbjörn Urban Valdemar Yngve Åke Amina Samir Farah Goran"
)
LAST = each(
    "Alnebring Brunnskog Cedermyr Dalvret Ekfjord Flinkebo Granstubbe Häggsten Isbrandt Jonvret Kvistrand Lingåker "
    "Mossberget Näverlund Orrdal Pilängen Qvickstad Rönnskär Sandkulla Tallvret Ugglehult Videmo Wallkvarn Ytterås "
    "Åkerstubbe Älgemark Östanbäck Björnhufvud Skogsling Gärdebring Hallonqvist Kråkmo Lodjurström Myrtåg Stenröse"
)
STEMS = each("Lom Kråk Tjäder Gädd Mård Orr Skrak Harr Ripa Järp Lärk Grip Vessle Utter Siska")
ENDS = each("ådalen bygden slätten höjden skogen åsen kusten")
TOWNS = each("mynne hult sjö vik tuna fors ryd näs köping boda")
ROOMS = (
    "kommunhuset, sammanträdesrum Eken",
    "stadshuset, rum Lommen",
    "Folkets hus, lilla salen",
    "hälsocentralen, konferensrum 2",
    "Hotell Gästis",
)
PARTIES = ("S", "M", "C", "V", "KD", "L", "MP", "SD")


@dataclass(frozen=True)
class Association:
    name: str
    short: str
    letters: str
    org_number: str
    municipalities: tuple[str, ...]
    region: str
    towns: tuple[str, ...]
    board: tuple[Person, ...]
    deputies: tuple[Person, ...]
    director: Person
    secretary: Person
    economist: Person
    developer: Person
    auditor: Person
    guests: tuple[Person, ...]
    efforts: tuple[str, ...]
    web: str

    @property
    def chair(self) -> Person:
        return self.board[0]

    @property
    def vice(self) -> Person:
        return self.board[1]

    @property
    def members(self) -> tuple[str, ...]:
        return (*self.municipalities, self.region, "Försäkringskassan", "Arbetsförmedlingen")


EFFORTS = (
    "Jobbspåret", "Steget Vidare", "Gemensam Ingång", "Unga Framåt", "Hälsobryggan", "Studieverkstan", "Mellanrummet",
    "Växtkraft", "Lotsen", "Arbetsrehab Direkt", "Nya Vägar", "Samlad Start", "Språngbrädan", "Resursteamet",
    "Mötesplats Kvarnen",
)  # fmt: skip


def association(rng: Random, *, stem: str | None = None, end: str | None = None) -> Association:
    """One invented association; names within it are all different."""
    stem, end = stem or rng.choice(STEMS), end or rng.choice(ENDS)
    area = stem + end
    towns = tuple(dict.fromkeys(rng.choice(("Å", "Kvarn", "Tall", "Små", "Nor", "Gran", "Lill", "Sol")) + t
                                for t in rng.sample(TOWNS, 5)))[:4]  # fmt: skip
    municipalities = tuple(f"{town}{'' if town.endswith(('s', 'ö', 'x')) else 's'} kommun" for town in towns)
    names = people(rng, 34)
    homes = [*municipalities, f"Region {area}", "Försäkringskassan", "Arbetsförmedlingen"]
    politic = [PARTIES[i] if "kommun" in h or "Region" in h else None for i, h in enumerate(homes)]
    board = tuple(Person(names.pop(), home, party) for home, party in zip(homes, politic, strict=True))
    deputies = tuple(Person(names.pop(), home, rng.choice(PARTIES) if p else None)
                     for home, p in rng.sample(list(zip(homes, politic, strict=True)), 4))  # fmt: skip
    name = f"Samordningsförbundet {area}"
    return Association(
        name=name,
        short=area,
        letters="SF" + stem[0].upper().replace("Ä", "A"),
        org_number=luhn(f"222000{rng.randint(700, 999)}"),
        municipalities=municipalities,
        region=f"Region {area}",
        towns=towns,
        board=board,
        deputies=deputies,
        director=Person(names.pop(), "Samordningsförbundet"),
        secretary=Person(names.pop(), "Samordningsförbundet"),
        economist=Person(names.pop(), municipalities[0]),
        developer=Person(names.pop(), "Samordningsförbundet"),
        auditor=Person(names.pop(), "Revisionsbyrån Klarsyn AB"),
        guests=tuple(Person(names.pop(), rng.choice(homes)) for _ in range(8)),
        efforts=tuple(rng.sample(EFFORTS, 8)),
        web="www." + plain_letters(area).lower() + ".example",
    )


def people(rng: Random, count: int) -> list[str]:
    firsts = rng.sample(FIRST, count)
    lasts = [rng.choice(LAST) for _ in firsts]
    return [
        f"{first} {last}" if rng.random() > 0.15 else f"{first} {last} {rng.choice([x for x in LAST if x != last])}"
        for first, last in zip(firsts, lasts, strict=True)
    ]


def plain_letters(text: str) -> str:
    """For file and host names: å ä → a, ö → o, spaces → hyphens."""
    for letter, bare in (("å", "a"), ("ä", "a"), ("ö", "o"), ("Å", "A"), ("Ä", "A"), ("Ö", "O"), (" ", "-")):
        text = text.replace(letter, bare)
    return text
