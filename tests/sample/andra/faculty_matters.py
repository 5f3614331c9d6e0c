"""What a faculty board, a rescue federation and a group for pupils' health take up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.sample.andra.matter import Maker, Matter, Part, Table, granting, part, points, rule
from tests.sample.andra.town_matters import months
from tests.sample.facts import say
from tests.sample.meeting import Grant, Votes

SUBJECTS = ("vårdvetenskap", "limnologi", "rättsvetenskap", "nordiska språk", "medicinsk teknik")


def research(t: Table) -> Matter:
    subject = t.rng.choice(SUBJECTS)
    amount = t.sum(150, 3000, 50)
    unit = f"Institutionen för {subject}"
    period = t.pen.period(*months(t))
    sum_ = t.pen.kr(amount)
    purpose = t.pick("en doktorandanställning", "uppbyggnad av en forskarskola", "en gästforskare på halvtid")
    return Matter(
        f"Fördelning av strategiska medel, {subject}",
        (part("background", "{unit} har {day} ansökt om {sum} för {purpose}.", unit=unit, day=t.pen.day(t.ago(30, 70)),
              sum=t.pen.kr(amount + t.sum(20, 200)), purpose=purpose),),
        (granting(rule("bevilja", "tilldela {unit} {sum} för {purpose} under {period}", "annat",
                       plain="{unit} tilldelas {sum} för {purpose} under {period}.", unit=unit, sum=sum_,
                       purpose=purpose, period=period), Grant(amount, purpose, unit, period, "partial")),
         rule("annat", "medlen betalas ut under förutsättning att institutionen medfinansierar med lika mycket",
              "bevilja", "uppdra", plain="Medlen betalas ut under förutsättning att institutionen medfinansierar med "
              "lika mycket.")),
        dnr=t.dnr(),
    )  # fmt: skip


def syllabus(t: Table) -> Matter:
    subject = t.rng.choice(SUBJECTS)
    day = t.pen.day(t.ahead(60, 120))
    return Matter(
        f"Kursplan i {subject}, 7,5 högskolepoäng",
        (part("background", "Utbildningsutskottet tillstyrkte förslaget {day}.", day=t.pen.day(t.ago(10, 30))),),
        (rule("fastställa", "fastställa kursplanen i {subject} att gälla från och med {day}",
              plain="Kursplanen i {subject} fastställs att gälla från och med {day}.", subject=subject, day=day),),
        dnr=t.dnr(),
    )  # fmt: skip


def professor(t: Table) -> Matter:
    subject, who = t.rng.choice(SUBJECTS), t.rng.choice(t.members[2:6])
    return Matter(
        f"Anställning av lektor i {subject}",
        (points("jav", t.pick(f"{who} deltog inte i ärendet på grund av jäv.",
                              f"{who} var jävig och lämnade mötet under ärendet.")),
         part("background", "Ansökningstiden gick ut {day}. Fyra sökande bedömdes behöriga.", day=t.pen.day(t.ago(60,
             120)))),
        (rule("föreslå", "föreslå rektor att anställa den sökande som sakkunniga placerat i första rummet",
              plain="Nämnden föreslår rektor att anställa den sökande som sakkunniga placerat i första rummet."),
         replace(rule("annat", "förklara ärendet omedelbart justerat"), doubt="confirms the text")),
        dnr=t.dnr(), recusals=(who,), immediate=True,
    )  # fmt: skip


def dean(t: Table) -> Matter:
    return Matter(
        t.pick("Dekanen informerar", "Meddelanden"),
        (Part("text", (
            say("Antalet sökande till höstterminen har ökat. Antagningsbesked ges {day}.", day=t.pen.day(t.ahead(20,
                60))),
            say("Lokalkostnaderna ökar med {a} nästa år.", a=t.pen.kr(t.sum(200, 2600, 100))),
        )),),
        (rule("notera", "lägga informationen till handlingarna",
              plain="Informationen lades till handlingarna."),),
    )  # fmt: skip


def quality(t: Table) -> Matter:
    one, two = t.rng.sample(t.members[1:], 2)
    return Matter(
        "Uppföljning av kvalitetsarbetet",
        (part("background", "Granskningen pågick {period}.", period=t.pen.period(*reversed_months(t))),),
        (replace(rule("uppdra", "uppdra åt prodekanen att"), responsible="prodekanen", points=(
             say("ta fram en åtgärdsplan senast {day},", day=t.pen.day(t.ahead(30, 80))),
             say("hålla studentkåren underrättad"))),
         rule("utse", "utse {one} och {two} till kontaktpersoner", plain="{one} och {two} utses till kontaktpersoner.",
              one=one, two=two)),
        dnr=t.dnr(),
    )  # fmt: skip


def reversed_months(t: Table) -> tuple[date, date]:
    year = t.day.year - 1
    return date(year, 9, 1), date(year, 12, 31)


def station(t: Table) -> Matter:
    """The federation's money, with a vote by hands."""
    amount = t.rng.choice((1_800_000, 3_000_000, 2_400_000, 650_000))
    what = t.pick(
        "en ny släckbil till stationen i Kvarnsjö", "rökskydd till deltidskårerna", "övningsplattan i Solhult"
    )
    mover, against = t.rng.sample(t.members[1:6], 2)
    yes, no = t.rng.randint(5, 7), t.rng.randint(1, 3)
    sum_ = t.pen.kr(amount)
    return Matter(
        f"Investering: {what}",
        (part("background", "Räddningschefen föreslår att {sum} anslås. Leverans beräknas ske {day}.",
              sum=t.pen.kr(amount), day=t.pen.day(t.ahead(100, 300))),
         points("motion", f"{mover} föreslår bifall. {against} föreslår avslag."),
         points("vote", f"Efter votering med handuppräckning, {yes} röster för bifall och {no} röster för avslag, "
                "antas förslaget."),
         points("reservation", f"Mot beslutet reserverar sig {against}.")),
        (granting(rule("bevilja", "anslå {sum} för {what}", "annat", plain="{sum} anslås för {what}.", sum=sum_,
                       what=what), Grant(amount, what)),),
        dnr=t.dnr(), reservations=(against,), votes=Votes(yes, no, None),
    )  # fmt: skip


def ordinance(t: Table) -> Matter:
    cities = t.towns[:2]
    day = t.pen.day(date(t.day.year + 1, 7, 1))
    return Matter(
        "Förslag till ny förbundsordning",
        (part("background", "Förslaget bygger på 9 kap. 6 § kommunallagen (2017:725) och har varit på remiss hos {a} "
              "och {b}.", a=cities[0], b=cities[1]),),
        (rule("godkänna", "godkänna förslaget till förbundsordning att gälla från {day}",
              plain="Förslaget till förbundsordning godkänns att gälla från {day}.", day=day),
         rule("överlämna", "överlämna förslaget till medlemskommunerna för fastställelse",
              plain="Förslaget överlämnas till medlemskommunerna för fastställelse.")),
        dnr=t.dnr(),
    )  # fmt: skip


def routine(t: Table) -> Matter:
    who = t.rng.choice(t.members[1:])
    due = t.pen.day(t.ahead(14, 50))
    what = t.pick("ett flödesschema för frånvaro", "en mall för samordnad individuell plan",
                  "en lathund för orosanmälan")  # fmt: skip
    return Matter(
        {"ett": "Närvaroteam", "en ": "Gemensamma arbetssätt"}[what[:3]],
        (part("text", "Gruppen går igenom fall från {month}. Rutinen är inte känd i alla enheter.",
              month=t.pen.month(t.ago(30, 60))),),
        (replace(rule("uppdra", "{who} tar fram {what} till {due}", "annat", plain="{who} tar fram {what} till {due}.",
                      who=who, what=what, due=due), responsible=who, due=due.start),),
    )  # fmt: skip


def state_money(t: Table) -> Matter:
    amount = t.sum(40, 600, 10)
    what = t.pick("skolsköterska på tre enheter", "handledning för elevassistenter", "föräldrastöd i grupp")
    where = t.pick("Tallnäs skola", "Solhults skola", "Resursenheten")
    sum_ = t.pen.kr(amount)
    return Matter(
        "Statsbidrag för elevhälsa",
        (part("text", "Återstående bidrag är {a}. Rekvisition görs {day}.", a=t.pen.kr(amount + t.sum(20, 300)),
              day=t.pen.day(t.ahead(5, 40))),),
        (granting(rule("bevilja", "fördela {sum} till {where} för {what}", "annat",
                       plain="{where} tilldelas {sum} för {what}.", sum=sum_, where=where, what=what),
                  Grant(amount, what, where)),),
    )  # fmt: skip


def late(t: Table) -> Matter:
    return Matter(
        t.pick("Nästa möte", "Kommande möten"),
        (part("text", "Gruppen träffas {a} och {b}, båda gångerna kl. 13–15.", a=t.pen.day(t.ahead(28, 40)),
              b=t.pen.day(t.ahead(60, 80))),),
    )  # fmt: skip


FACULTY: tuple[Maker, ...] = (research, syllabus, professor, dean, quality)
RESCUE: tuple[Maker, ...] = (station, ordinance)
SCHOOL: tuple[Maker, ...] = (routine, state_money)
