"""Heads of documents: first pages as bodies write them → what the head says. All names are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Facts, Text
from extractors.heading import EXTRACTOR
from ingest.document import Document, Line, LineKind, Page, Span

_MARK = re.compile(r"^(?:\[(?P<size>\d+)\]|(?P<head>\^))(?P<text>.*)$")


def document(text: str) -> Document:
    """Pages at form feeds; "[24]Title" is a line set in 24 points (others in 11), "^Name" a running head."""
    return Document("0" * 64, "text/plain", "a.pdf", tuple(_pages(text)))


def _pages(text: str) -> Iterator[Page]:
    for number, raw in enumerate(text.strip("\n").split("\f"), start=1):
        lines, kept, at = [], [], 0
        for line in raw.strip("\n").split("\n"):
            marked = _MARK.match(line)
            words = marked["text"] if marked else line
            size = float(marked["size"]) if marked and marked["size"] else 11.0 if "[" in text else None
            kind = LineKind.HEAD if marked and marked["head"] else LineKind.BODY
            lines.append(Line(Span(at, at + len(words)), size=size, kind=kind))
            kept.append(words)
            at += len(words) + 1
        yield Page(number, "\n".join(kept), lines=tuple(lines))


def head(text: str) -> dict[str, Any]:
    found = EXTRACTOR.run(document(text), Facts())
    values: dict[str, Any] = {}
    for key, fact in found.items():
        if isinstance(fact, tuple):
            values[key] = [one.value for one in fact]
        elif key == "period":
            values[key] = (fact.start, fact.end) if fact else None
        else:
            values[key] = fact.value if fact else None
    return values


BOARD = """
^Samordningsförbundet Älvdalarna  Sammanträdesprotokoll
^Sammanträdesdatum  Sida
^2031-03-14  1 (7)
Styrelsen
Plats och tid  Folkets hus, Granvik, kl 13.00–16.15
Beslutande
Vera Lind, ordförande, Granviks kommun
Olle Ek, Region Nordmark
Siv Berg, Arbetsförmedlingen
Justerare  Olle Ek
Justeringens plats och tid  Granvik 2031-03-20
\f
^Samordningsförbundet Älvdalarna  Sammanträdesprotokoll
^Sammanträdesdatum  Sida
^2031-03-14  2 (7)
§ 12
Föregående protokoll
Protokoll 2031-01-30 från Samordningsförbundet Sjöbygden har kommit in, dnr 2031/7.
Styrelsen beslutar
att lägga protokollet till handlingarna
"""

COUNCIL = """
Granviks kommun
[18]SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum
2030-11-06
Kommunstyrelsen
Plats och tid:  Kommunhuset, Storsalen, klockan 08.30–11.45
Beslutande:  Vera Lind (S), ordförande
Olle Ek (C)
Utses att justera:  Olle Ek
Anslag/bevis
Anslaget sätts upp 2030-11-12
Anslaget tas ned 2030-12-04
\f
KS § 141  Dnr KS 2030/88
Budget 2031 för Granviks kommun
Beslut
Kommunstyrelsen föreslår kommunfullmäktige att anta budget 2031.
"""

REGION = """
^Region Nordmark
^Hälso- och sjukvårdsnämnden
[20]PROTOKOLL
Datum: 14 november 2030
Diarienummer: HSN 2030-00451
Närvarande: Vera Lind, Olle Ek
§ 88 Mötets öppnande
Ordföranden öppnar mötet.
"""

ASSOCIATION = """
Protokoll fört vid styrelsemöte i Granviks hembygdsförening den 3:e maj 2031
Närvarande: Vera Lind, Olle Ek, Siv Berg
1. Mötet öppnas
Vera hälsar välkommen.
2. Val av justerare
Olle Ek väljs.
3. Föregående protokoll
Protokollet från 2 april 2031 läggs till handlingarna.
"""

HOUSING = """
[16]Brf Tallkotten
[22]Styrelseprotokoll nr 4
Org.nr 769612-3459
Tid: 2031-05-09 kl. 18:00
Plats: Föreningslokalen
Närvarande
Siv Berg, ordförande
Vid protokollet: Vera Lind
"""

BARE = """
Stiftelsen Granudden
2031-02-11
Närvarande: Vera Lind, Olle Ek
Justerare: Olle Ek
§ 1 Öppnande
Vera öppnade.
§ 2 Ekonomi
Styrelsen beslutade
att köpa en båt
§ 3 Avslutning
Beslut: mötet avslutas.
Vid protokollet  Siv Berg
"""

NOTICE = """
[20]Kallelse till styrelsemöte
Samordningsförbundet Älvdalarna
Tid  torsdagen den 14 mars 2031 kl 13.00
Plats  Folkets hus
Förslag till dagordning
1. Mötets öppnande
2. Föregående protokoll
3. Verksamhetsplan och budget 2032
"""

PLAN = """
[30]Verksamhetsplan
[30]och budget
[30]2032
Dnr: 2031/14 SFÄ
Antagen av styrelsen för Samordningsförbundet Älvdalarna den 28 november 2031, § 61
\f
Innehåll
1 Inledning ........ 3
2 Budget ........ 9
3 Årsredovisning och revisionsberättelse ........ 11
\f
[16]Inledning
Samordningsförbundet Älvdalarna bildades 2009 av Granviks kommun, Region Nordmark, Arbetsförmedlingen
och Försäkringskassan. Årsredovisningen för 2030 godkändes av medlemmarna. Org.nr 222000-1230.
"""

ANNUAL = """
[28]Årsredovisning 2030
Norra Sjöbygdens Samordningsförbund
Organisationsnummer 222000-1230
Fastställd av förbundsstyrelsen 2031-03-21
\f
[16]Förvaltningsberättelse
Förbundet redovisar enligt lag. Norra Sjöbygdens Samordningsförbund har fyra medlemmar. Budget och delårsrapport
finns på webbplatsen.
"""

INTERIM = """
[24]Delårsrapport per 31 augusti 2031
Kommunalförbundet Räddningstjänsten Nordmark
Direktionen 2031-10-04
"""

INTERIM_MONTHS = """
[24]Delårsrapport
[24]januari–juni 2031
Samordningsförbundet Älvdalarna
"""

AUDIT = """
[18]Revisionsberättelse för år 2030
Till styrelsen för Samordningsförbundet Älvdalarna
Org.nr 222000-1230
Vi har granskat årsredovisningen för Samordningsförbundet Älvdalarna för år 2030. Granskningen har utförts enligt
god revisionssed. Vi tillstyrker att årsredovisningen godkänns.
Granvik den 2 april 2031
Underskrift
Siv Berg  Kjell Ask
Utsedd av Granviks kommun  Auktoriserad revisor, Revisorshuset AB
"""

POLICY = """
^Stiftelsen Granudden
[24]Policy för representation
Antagen: 2031-02-03
Gäller från och med 2031-03-01
Policyn ses över varje år i samband med budget.
"""

AGREEMENT = """
[20]Samverkansavtal
1 Parter
Granviks kommun, org.nr 212000-9994, och Stiftelsen Granudden, org.nr 802456-7896.
2 Avtalet gäller från 2031-01-01.
"""

LETTER = """
Från: Siv Berg <siv@exempel.se>
Till: Styrelsen <styrelsen@exempel.se>
Datum: 2031-09-07 09:12
Ämne: Kallelse till styrelsemöte 2031-09-21

Ledamöter och ersättare i Samordningsförbundet Älvdalarna kallas till möte den 21 september 2031 kl. 9.00.
"""

PRESENT = """
[14]Protokoll från styrelsens sammanträde
Samordningsförbundet Älvdalarna, org.nr 222000-1230
Datum  2031-08-29  Tid  13.00-15.35
Ledamöter  Vera Lind  Granviks kommun, ordförande
Olle Ek  Granviks kommun
Siv Berg  Granviks kommun
Ersättare  Kjell Ask  Granviks kommun
§ 55 Dagordning
"""

UNSIGNED = """
[18]Revisionsberättelse för år 2030
Till medlemmarna i Samordningsförbundet Älvdalarna
Kapitalet ska minska
till halvårsskiftet 2032.
Granvik den 3 april 2031
...............
Kjell Ask, auktoriserad revisor
"""

TERTIAL = """
[22]Tertialrapport 2 2031
Region Nordmark
"""

WHOLES: list[tuple[str, str, dict[str, Any]]] = [
    ("board", BOARD, {"kind": "protokoll", "organisation": "Samordningsförbundet Älvdalarna", "date": "2031-03-14",
                      "dnr": [], "adopted_by": None, "period": None}),
    ("council", COUNCIL, {"kind": "protokoll", "organisation": "Granviks kommun", "date": "2030-11-06", "dnr": []}),
    ("region", REGION, {"kind": "protokoll", "organisation": "Region Nordmark", "date": "2030-11-14",
                        "dnr": ["HSN 2030-00451"]}),
    ("association", ASSOCIATION, {"kind": "protokoll", "organisation": "Granviks hembygdsförening",
                                  "date": "2031-05-03"}),
    ("housing", HOUSING, {"kind": "protokoll", "organisation": "Brf Tallkotten", "date": "2031-05-09",
                          "org_number": "769612-3459"}),
    ("bare", BARE, {"kind": "protokoll", "organisation": "Stiftelsen Granudden", "date": "2031-02-11"}),
    ("notice", NOTICE, {"kind": "kallelse", "organisation": "Samordningsförbundet Älvdalarna", "date": "2031-03-14"}),
    ("plan", PLAN, {"kind": "verksamhetsplan", "title": "Verksamhetsplan och budget 2032", "dnr": ["2031/14 SFÄ"],
                    "organisation": "Samordningsförbundet Älvdalarna", "date": "2031-11-28", "adopted_by": "styrelsen",
                    "period": ("2032-01-01", "2032-12-31"), "org_number": "222000-1230"}),
    ("annual", ANNUAL, {"kind": "årsredovisning", "title": "Årsredovisning 2030", "date": "2031-03-21",
                        "organisation": "Norra Sjöbygdens Samordningsförbund", "adopted_by": "förbundsstyrelsen",
                        "period": ("2030-01-01", "2030-12-31")}),
    ("interim", INTERIM, {"kind": "delårsrapport", "organisation": "Kommunalförbundet Räddningstjänsten Nordmark",
                          "period": ("2031-01-01", "2031-08-31"), "date": "2031-10-04"}),
    ("interim months", INTERIM_MONTHS, {"kind": "delårsrapport", "title": "Delårsrapport januari–juni 2031",
                                        "period": ("2031-01-01", "2031-06-30")}),
    ("audit", AUDIT, {"kind": "revisionsberättelse", "organisation": "Samordningsförbundet Älvdalarna",
                      "date": "2031-04-02", "org_number": "222000-1230"}),
    ("policy", POLICY, {"kind": "policy", "title": "Policy för representation", "date": "2031-02-03",
                        "organisation": "Stiftelsen Granudden"}),
    ("agreement", AGREEMENT, {"kind": "avtal", "title": "Samverkansavtal"}),
    ("letter", LETTER, {"kind": "kallelse", "organisation": "Samordningsförbundet Älvdalarna",
                        "date": "2031-09-21", "title": "Kallelse till styrelsemöte 2031-09-21"}),
    ("present", PRESENT, {"kind": "protokoll", "organisation": "Samordningsförbundet Älvdalarna",
                          "date": "2031-08-29"}),
    ("unsigned", UNSIGNED, {"kind": "revisionsberättelse", "date": "2031-04-03"}),
    ("tertial", TERTIAL, {"kind": "delårsrapport", "period": ("2031-05-01", "2031-08-31")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [w[1:] for w in WHOLES], ids=[w[0] for w in WHOLES])
def test_first_pages(text: str, expected: dict[str, Any]) -> None:
    found = head(text)
    assert {key: found[key] for key in expected} == expected


BODIES = [
    (
        "PROTOKOLL  1 (5)\nSamordningsförbundet i Solmark\n2031-03-10\nStyrelsesammanträde\n"
        "Närvarande\nVera Lind, Granviks kommun\nOlle Ek, Region Nordmark\n§ 1 Öppnande\nx",
        "Samordningsförbundet i Solmark",
    ),
    (
        "Finsam Granvik och Sjöbo\nProtokoll styrelsemöte 2031-03-10\nNärvarande\nVera Lind, Granviks kommun",
        "Finsam Granvik och Sjöbo",
    ),
    (
        "Samordningsförbundet Finsam Granvik/Sjöbo\nProtokoll\n2031-03-10",
        "Samordningsförbundet Finsam Granvik/Sjöbo",
    ),
    ("Samordningsförbundet GBS (Granvik, Björkby, Sjöbo)\nProtokoll\n2031-03-10", "Samordningsförbundet GBS"),
    (
        "Protokoll fört vid sammanträde med styrelsen för Samordningsförbundet Centrala Nordmark\nTid: 2031-03-10",
        "Samordningsförbundet Centrala Nordmark",
    ),
    ("Sammanträdesprotokoll\nKommunstyrelsen\n2031-03-05\n§ 1 Upprop", "Kommunstyrelsen"),
    ("Barn- och utbildningsnämnden\nPROTOKOLL\n2031-03-05\n§ 1 Upprop", "Barn- och utbildningsnämnden"),
    ("PROTOKOLL\nRegionfullmäktige\nRegion Nordmark Solmark\n2031-11-28", "Region Nordmark Solmark"),
    (
        "Protokoll Styrelsemöte #4\nDatum: 2031-10-03\nFöreningen Ekets Framtid\nNärvarande: Vera",
        "Föreningen Ekets Framtid",
    ),
    ("Nordmarks Schackförbund\nProtokoll 2031-04-02", "Nordmarks Schackförbund"),
    ("Naturvännerföreningen\nProtokoll årsmöte 2031-04-02\nPlats: Granviks kommun", "Naturvännerföreningen"),
    ("Protokoll från årsmöte med Granviks Ryttarförening 2031-02-11", "Granviks Ryttarförening"),
    ("Protokoll extra årsmöte 2031-02-11\nGranviks IF\nNärvarande", "Granviks IF"),
    ("SAMORDNINGSFÖRBUNDET ÄLVDALARNA\nPROTOKOLL\n2031-02-11", "SAMORDNINGSFÖRBUNDET ÄLVDALARNA"),
    ("Verksamhetsplan 2032\nSamordningsförbundet\nÄlvdalarna", "Samordningsförbundet Älvdalarna"),
    (
        "Protokoll\nKommunalförbundet Avfall Nord\n2031-02-11\nNärvarande: Vera Lind, Granviks kommun",
        "Kommunalförbundet Avfall Nord",
    ),
    ("Granviks kommuns revisorer\nGranskning av delårsrapport 2031\nPwC", "Granviks kommun"),
    ("Stadsrevisionen\nÅrsredovisning\nGranviks stad\n2031", "Granviks stad"),
    ("Universitetsstyrelsen\nProtokoll\nNordmarks universitet\n2031-02-02", "Nordmarks universitet"),
    ("Tekniska nämnden\nProtokoll\n2031-02-02", "Tekniska nämnden"),
    (
        "Årsredovisning 2031 för Granviks samfällighetsförening\nStyrelsen avger följande",
        "Granviks samfällighetsförening",
    ),
    ("Minnesanteckningar\nLokala brottsförebyggande rådet\nGranviks kommun\n2031-02-02", "Granviks kommun"),
]


@pytest.mark.parametrize(("text", "body"), BODIES, ids=[b[1] for b in BODIES])
def test_bodies_of_many_kinds(text: str, body: str) -> None:
    assert head(text)["organisation"] == body


KINDS = [
    ("[20]Mål och budget 2032", "budget"),
    ("[20]Internbudget 2032", "budget"),
    ("[20]Granskning av årsredovisning 2030", "revisionsberättelse"),
    ("[20]Grundläggande granskning\nGranskningsrapport 2031", "revisionsberättelse"),
    ("[20]Riktlinjer för arkivvård", "policy"),
    ("[20]Delegationsordning", "policy"),
    ("[20]Reglemente för valberedningen", "policy"),
    ("[20]Överenskommelse om samverkan", "avtal"),
    ("[20]Ansökan om medel för förstudie", "ansökan"),
    ("[20]Slutrapport projekt Fyren", "rapport"),
    ("[20]Minnesanteckningar beredningsgruppen", "protokoll"),
    ("[20]Årsmötesprotokoll", "protokoll"),
    ("[20]Föredragningslista", "kallelse"),
    ("[20]Halvårsrapport 2031", "delårsrapport"),
    ("[20]Bokslut 2030", "årsredovisning"),
    ("[20]Verksamhetsberättelse 2030", "årsredovisning"),
    ("Hej alla!\nHär kommer bilderna från utflykten.", "annat"),
    ("Delarsrapporten som lamnas galler for perioden", "delårsrapport"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kinds(text: str, kind: str) -> None:
    assert head(text)["kind"] == kind


@given(st.text(alphabet="§ 12aAåÄn-/.:\n\f|PrtoklDSmdigfub", max_size=300))
def test_any_text_gives_facts_that_stand_where_they_say(text: str) -> None:
    pages = tuple(Page(n, part, lines=(Line(Span(0, len(part))),)) for n, part in enumerate(text.split("\f"), start=1))
    whole = Document("0" * 64, "text/plain", "a.txt", pages)
    for fact in EXTRACTOR.run(whole, Facts()).values():
        for one in fact if isinstance(fact, tuple) else (fact,) if fact else ():
            assert isinstance(one, Text) or one.start <= one.end
            assert one.evidence.quote.strip()
