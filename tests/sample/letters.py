"""Shorter documents: audit report, agreement, application, policy, summons."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.sample.accounts import Year
from tests.sample.facts import Text, say
from tests.sample.money_matters import Award
from tests.sample.place import Association
from tests.sample.report import Report, Section, plain
from tests.sample.wording import HANDS, Hand


def hand_of(rng: Random, day: date) -> Hand:
    return Hand(rng, day, **HANDS[rng.randrange(5)])  # type: ignore[arg-type]


def audit(who: Association, year: Year, rng: Random) -> Report:
    day = date(year.year + 1, 4, rng.randint(3, 26))
    hand = hand_of(rng, day)
    sections = (
        Section("", (
            say(f"Till medlemmarna i {who.name}, org.nr {who.org_number}"),
            say(f"Vi har granskat den verksamhet som bedrivits av förbundets styrelse under {year.year}. "
                f"Granskningen har utförts "
                "enligt lag, god revisionssed och förbundsordningen."),
            say("Styrelsen svarar för att verksamheten bedrivs enligt gällande mål och för att den interna "
                "kontrollen är tillräcklig. "
                "Vårt ansvar är att granska och att pröva om ansvarsfrihet bör ges."),
        )),
        Section("Iakttagelser", (
            say("Årets resultat är {result} och det egna kapitalet {capital}. Vi noterar att kapitalet överstiger "
                "den rekommenderade "
                "nivån och att styrelsen har antagit en plan för att minska det till {turn}.",
                result=hand.money(year.result, "kr"), capital=hand.money(year.closing, "kr"),
                turn=hand.half_year_turn(year.year + 2)),
        ), level=2),
        Section("Bedömning", (
            say("Vi bedömer att styrelsen har bedrivit verksamheten på ett ändamålsenligt och från ekonomisk "
                "synpunkt tillfredsställande sätt."),
            say("Vi tillstyrker att styrelsen och de enskilda ledamöterna beviljas ansvarsfrihet."),
            say(f"{who.towns[0]} {{day}}", day=hand.day(day, "long")),
        ), level=2),
    )  # fmt: skip
    return Report("revisionsberättelse", f"Revisionsberättelse för år {year.year}", who.name, who.org_number, day,
        sections,
                  period=(date(year.year, 1, 1), date(year.year, 12, 31)),
                  signers=((who.auditor.name, "auktoriserad revisor"),))  # fmt: skip


def agreement(who: Association, award: Award, rng: Random) -> Report:
    day = award.start - timedelta(days=rng.randint(8, 20))
    hand = hand_of(rng, day)
    half = hand.money(award.amount // 2, "kronor")
    sections = (
        Section("1 Parter", plain(f"{who.name} (förbundet), org.nr {who.org_number}, och {award.recipient} "
                                  f"(mottagaren) har träffat "
                                  "följande överenskommelse."), level=2),
        Section("2 Ändamål", plain(f"Förbundet finansierar fortsatt drift av {award.effort}. Mottagaren är "
                                   f"arbetsgivare för "
                                   "personalen och svarar för ledning, lokaler och arbetsmiljö."), level=2),
        Section("3 Ersättning och tid", (
            say("Förbundet ersätter mottagaren med högst {sum} för tiden {period}.", sum=hand.money(award.amount,
                "kronor"),
                period=hand.period(award.start, award.end, "days")),
            say("Halva beloppet, {half}, betalas ut mot faktura vid start. Återstoden betalas när slutrapporten har "
                "godkänts.", half=half),
        ), level=2),
        Section("4 Uppsägning", plain("Överenskommelsen kan sägas upp av endera parten med tre månaders "
                                      "uppsägningstid. Medel som inte "
                                      "har använts ska betalas tillbaka."), level=2),
        Section("5 Underskrifter", (say(f"{who.towns[0]} {{day}}", day=hand.day(day)),), level=2),
    )  # fmt: skip
    return Report("avtal", f"Överenskommelse om finansiering av {award.effort}", who.name, who.org_number, day,
        sections,
                  signers=((who.chair.name, who.name), (who.guests[0].name, award.recipient)))  # fmt: skip


def appeal_for_money(who: Association, award: Award, rng: Random) -> Report:
    """An application for the money of an award."""
    day = award.start - timedelta(days=rng.randint(45, 70))
    hand = hand_of(rng, day)
    sections = (
        Section("Sökande", plain(f"{award.recipient}, kontaktperson {who.guests[1].name}"), level=2),
        Section("Insats", plain(award.effort), level=2),
        Section("Bakgrund och behov", plain("Under de senaste åren har fler personer med sammansatt problematik sökt "
            "stöd hos oss. Utan en "
                                            "gemensam insats skickas de mellan myndigheterna."), level=2),
        Section("Sökt belopp", (
            say("Vi ansöker om {sum} för {period}.", sum=hand.money(award.amount), period=hand.period(award.start,
                award.end)),
            say("Medlen går till lön för en samordnare ({pay}) och till handledning.",
                pay=hand.money(award.amount * 4 // 5)),
        ), level=2),
        Section("Uppföljning", (say("En slutrapport lämnas senast {day}.", day=hand.day(award.end.replace(day=20))),),
            level=2),
    )  # fmt: skip
    return Report("ansökan", "Ansökan om medel", who.name, None, day, sections,
                  cover=(f"Till {who.name}", f"Datum: {day.isoformat()}"), titled=False)  # fmt: skip


def policy(who: Association, day: date, name: str, rng: Random) -> Report:
    hand = hand_of(rng, day)
    limit = hand.money(rng.choice((20_000, 40_000, 50_000)))
    sections = (
        Section("Syfte", plain("Policyn anger hur förbundet ska arbeta och vem som ansvarar. Den gäller "
                               "förtroendevalda och anställda."), level=2),
        Section("Ansvar", plain("Styrelsen antar policyn. Förbundschefen ser till att den är känd och följs."),
            level=2),
        Section("Inköp", (say("Inköp över {limit} ska föregås av minst tre skriftliga anbud.", limit=limit),), level=2),
        Section("Giltighet", (say("Policyn gäller från och med {day} och ses över varje mandatperiod.",
                                  day=hand.day(day + timedelta(days=14))),), level=2),
    )  # fmt: skip
    return Report("policy", name, who.name, None, day, sections,
                  cover=(who.name, f"Antagen av styrelsen {day.isoformat()}"), adopted_by="styrelsen")  # fmt: skip


def summons(who: Association, day: date, headings: list[str], rng: Random) -> Report:
    """A call to a meeting: where, when, what."""
    hand = hand_of(rng, day)
    last = hand.day(day - timedelta(days=5))
    points = tuple(Text((f"{number}. {heading}",)) for number, heading in enumerate(headings, 1))
    sections = (
        Section("", (
            say(f"Ledamöter och ersättare i {who.name} kallas till styrelsesammanträde {{day}} kl. 9.00 i "
                f"{who.towns[0]}.",
                day=hand.day(day, "long")),
            say("Anmäl eventuellt förhinder till kansliet senast {last}.", last=last),
        )),
        Section("Föredragningslista", (), points, level=2),
        Section("", plain(f"Väl mött! {who.chair.name}, ordförande")),
    )  # fmt: skip
    return Report("kallelse", "Kallelse till styrelsesammanträde", who.name, None, None, sections)
