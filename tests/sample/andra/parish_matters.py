"""What parishes, housing and road associations take up at their tables and at their yearly meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.sample.andra.matter import Maker, Matter, Part, Table, granting, part, points, rule
from tests.sample.andra.town_matters import months
from tests.sample.facts import say
from tests.sample.meeting import Grant


def collection(t: Table) -> Matter:
    """Collections: what came in, and money passed on to a work abroad."""
    amount = t.rng.randrange(80, 450) * 100
    whom = t.pick("Diakonistiftelsen Hamnen", "Tallnäs kvinnojour", "Sjömanskyrkan i Nordvik")
    sum_ = t.pen.kr(amount)
    return Matter(
        t.pick("Kollekter och gåvor", "Församlingskollekter"),
        (part("text", "Kollekten den första söndagen i advent inbringade {a}. Två gåvor om vardera {b} har kommit in.",
              a=t.pen.kr(t.rng.randrange(30, 90) * 100), b=t.pen.kr(t.rng.choice((500, 1000, 2500)))),),
        (granting(rule("bevilja", "skänka {sum} ur diakonimedlen till {whom} för matkassar till barnfamiljer",
                       "annat", plain="{whom} beviljas {sum} ur diakonimedlen för matkassar till barnfamiljer.",
                       sum=sum_, whom=whom), Grant(amount, "matkassar till barnfamiljer", whom)),),
    )  # fmt: skip


def organ(t: Table) -> Matter:
    amount = t.sum(180, 2400, 20)
    sum_ = t.pen.kr(amount)
    firm = t.pick("Nordviks Orgelverkstad AB", "Takmästarna i Solhult", "Byggvård Mynne HB")
    what = t.pick("renovering av läktarorgeln", "omläggning av kyrktaket", "fasadrenovering av församlingshemmet")
    applied = t.pen.kr(t.sum(100, 900, 20))
    return Matter(
        what[0].upper() + what[1:],
        (
            part("text", "Tre anbud har kommit in. {firm} har lämnat det lägsta priset, {sum} exkl. moms. "
                 "Kyrkoantikvarisk ersättning har sökts med {applied}.", firm=firm, sum=t.pen.kr(amount),
                 applied=applied),
        ),
        (
            granting(rule("bevilja", "avsätta {sum} för {what}", "annat", plain="För {what} avsätts {sum}.", sum=sum_,
                          what=what), Grant(amount, what)),
            rule("anta", "anta anbudet från {firm}", plain="Anbudet från {firm} antas.", firm=firm),
            rule("uppdra", "kyrkokamreren får i uppdrag att teckna avtal före {day}", "delegera",
                 plain="Kyrkokamreren får i uppdrag att teckna avtal före {day}.", day=t.pen.day(t.ahead(20, 60))),
        ),
        dnr=t.dnr(),
    )  # fmt: skip


def study(t: Table) -> Matter:
    who = t.pick("Ungdomsgruppen Gnistan", "Kyrkokören", "Konfirmandlaget")
    amount = t.rng.randrange(40, 300) * 100
    period = t.pen.period(*months(t))
    asked = t.pen.kr(amount * 2)
    trip = t.pick("en lägervecka på Kapellön", "en körresa till Gotland")
    sum_ = t.pen.kr(amount)
    return Matter(
        f"Ansökan från {who}",
        (part("text", "{who} söker {asked} till {trip} under {period}.", who=who, asked=asked, trip=trip,
              period=period),),
        (granting(rule("bifalla", "delvis bifalla ansökan och bevilja {who} {sum} till {trip}", "bevilja",
                       plain="Ansökan bifalls delvis på så sätt att {who} beviljas {sum} till {trip}.", who=who,
                       sum=sum_, trip=trip), Grant(amount, trip, who, None, "partial")),),
    )  # fmt: skip


def vicar(t: Table) -> Matter:
    return Matter(
        t.pick("Kyrkoherdens information", "Kyrkoherden informerar"),
        (Part("text", (
            say("Biskopen visiterar församlingen {days}.", days=t.pen.day(t.ahead(40, 90))),
            say("Sommarmusiken börjar {day}. Antalet besökare i öppna förskolan ökar.", day=t.pen.day(t.ahead(20, 80))),
        )),),
        (rule("notera", "lägga informationen till handlingarna", plain="Informationen läggs till handlingarna."),),
    )  # fmt: skip


def absent(t: Table) -> Matter:
    who = t.rng.choice(t.members[3:8])
    matter = organ(t)
    words = t.pick(
        f"{who}, som är delägare i ett av de bolag som lämnat anbud, deltog på grund av jäv inte i ärendet.",
        f"Till följd av jäv deltog {who} inte i behandlingen av paragrafen.",
        f"{who} anmälde jäv och lämnade rummet.",
    )
    return replace(matter, parts=(points("jav", words), *matter.parts), recusals=(who,))


def graves(t: Table) -> Matter:
    a, b = t.pen.kr(t.rng.choice((1200, 1450, 2300))), t.pen.kr(t.rng.choice((350, 420)))
    return Matter(
        "Avgifter för gravskötsel",
        (part("text", "Avgifterna höjdes senast {day}.", day=t.pen.day(date(t.day.year - 3, 1, 1))),),
        (rule("fastställa", "fastställa avgiften för skötsel till {a} och för plantering till {b}",
              plain="Avgiften för skötsel fastställs till {a} och för plantering till {b}.", a=a, b=b),
         rule("annat", "de nya avgifterna ska gälla fr.o.m. {day}", "fastställa",
              plain="De nya avgifterna gäller fr.o.m. {day}.", day=t.pen.day(date(t.day.year + 1, 1, 1)))),
        dnr=t.dnr(),
    )  # fmt: skip


def minutes_before(t: Table) -> Matter:
    day = t.pen.day(t.ago(28, 50))
    return Matter(
        t.pick("Föregående protokoll", "Föregående mötesprotokoll"), (),
        (rule("notera", "lägga protokollet från {day} till handlingarna", "godkänna",
              plain="Protokollet från {day} godkändes och lades till handlingarna.", day=day),),
    )  # fmt: skip


def roof(t: Table) -> Matter:
    """A housing association buys something; two offers in the text."""
    what = t.pick("nya tvättmaskiner", "byte av stammar i hus B", "laddstolpar på parkeringen", "radonmätning")
    first, second = t.pen.kr(t.sum(60, 900)), t.pen.kr(t.sum(60, 900))
    who = t.rng.choice(t.members[1:])
    due = t.pen.day(t.ahead(15, 45))
    return Matter(
        f"Offerter – {what}",
        (part("text", "Två offerter har kommit in, på {a} respektive {b}, båda inklusive moms.", a=first, b=second),),
        (rule("anta", "anta offerten från Rör & Kakel i Norryd om {b}", "godkänna",
              plain="Styrelsen antog offerten från Rör & Kakel i Norryd om {b}.", b=second),
         replace(rule("uppdra", "{who} kontaktar entreprenören senast {due}", "annat",
                      plain="{who} fick i uppdrag att kontakta entreprenören senast {due}.", who=who, due=due),
                 responsible=who, due=due.start)),
    )  # fmt: skip


def arrears(t: Table) -> Matter:
    return Matter(
        t.pick("Ekonomi", "Ekonomisk rapport"),
        (Part("text", (
            say("Kassören redovisade. Saldot {day} var {a}. Obetalda avgifter uppgår till {b}.",
                day=t.pen.day(t.ago(3, 12)), a=t.pen.kr(t.sum(80, 1400)), b=t.pen.kr(t.rng.randrange(15, 90) * 100)),
            say("Lånet om {c} läggs om {day} till bunden ränta.", c=t.pen.kr(t.rng.choice((1_500_000, 2_000_000,
                4_250_000))), day=t.pen.day(t.ahead(20, 70))),
        )),),
        (rule("godkänna", "godkänna den ekonomiska rapporten", plain="Rapporten godkändes."),),
    )  # fmt: skip


def fee(t: Table) -> Matter:
    day = t.pen.day(date(t.day.year + 1, 1, 1))
    percent = t.rng.choice((2, 3, 5))
    sum_ = t.pen.kr(t.rng.choice((1200, 1600, 2400)))
    return Matter(
        t.pick("Årsavgift", "Avgifter nästa år"),
        (part("text", "Underhållsfonden behöver stärkas enligt planen.",),),
        (rule("fastställa", "höja årsavgiften med {percent} procent till {sum} per andel från och med {day}", "ändra",
              "annat", plain="Årsavgiften höjs med {percent} procent till {sum} per andel från och med {day}.",
              percent=str(percent), sum=sum_, day=day),),
    )  # fmt: skip


def snow(t: Table) -> Matter:
    who = t.rng.choice(t.members[1:])
    return Matter(
        t.pick("Vägunderhåll", "Vinterväghållning"),
        (part("text", "Grusning och snöröjning kostade {a} förra vintern. Avtalet löper {period}.",
              a=t.pen.kr(t.sum(20, 90)), period=t.pen.period(*months(t))),),
        (rule("uppdra", "ge {who} i uppdrag att begära in pris på dikning", plain="{who} fick i uppdrag att begära in "
              "pris på dikning.", who=who),),
    )  # fmt: skip


def gift(t: Table) -> Matter:
    amount = t.rng.randrange(30, 160) * 100
    sum_ = t.pen.kr(amount)
    what = t.pick("en gårdsfest", "julgran och belysning", "lekredskap vid dammen")
    who = t.pick("Trivselgruppen", "Festkommittén")
    return Matter(
        f"{who}s önskemål",
        (part("text", "{who} önskade {asked} till {what}.", who=who, asked=t.pen.kr(amount + 5000), what=what),),
        (granting(rule("bevilja", "bevilja {who} högst {sum} till {what}",
                       plain="{who} beviljades högst {sum} till {what}.", who=who, sum=sum_, what=what),
                  Grant(amount, what, who, None, "partial")),),
    )  # fmt: skip


def discharge(t: Table) -> Matter:
    year = str(t.day.year - 1)
    return Matter(
        "Ansvarsfrihet",
        (part("text", "Revisorerna tillstyrkte ansvarsfrihet för {year}.", year=year),),
        (rule("bevilja", "bevilja styrelsen ansvarsfrihet för verksamhetsåret {year}",
              plain="Årsmötet beviljade styrelsen ansvarsfrihet för verksamhetsåret {year}.", year=year),),
    )  # fmt: skip


def chair_elected(t: Table) -> Matter:
    who = t.members[0]
    return Matter(
        "Val av ordförande för ett år", (),
        (rule("välja", "omvälja {who} till ordförande för ett år", "utse",
              plain="Till ordförande för ett år omvaldes {who}.", who=who),),
    )  # fmt: skip


def accounts(t: Table) -> Matter:
    year = str(t.day.year - 1)
    return Matter(
        "Fastställande av resultat- och balansräkning",
        (part("text", "Kassören föredrog bokslutet. Årets resultat blev {a}.", a=t.pen.kr(t.sum(8, 90))),),
        (rule("fastställa", "fastställa resultat- och balansräkningen för {year}",
              plain="Resultat- och balansräkningen för {year} fastställdes.", year=year),
         rule("annat", "balansera överskottet i ny räkning", plain="Överskottet balanseras i ny räkning.")),
    )  # fmt: skip


PARISH: tuple[Maker, ...] = (collection, organ, study, vicar, absent, graves)
HOUSING: tuple[Maker, ...] = (roof, arrears, fee, gift, snow)
YEARLY: tuple[Maker, ...] = (accounts, discharge, chair_elected, fee, gift)
