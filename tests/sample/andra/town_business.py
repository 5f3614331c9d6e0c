"""What a municipality's or a region's boards take up besides money: motions, plans, rules, elections, reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.sample.andra.matter import Maker, Matter, Part, Table, at_once, part, points, rule
from tests.sample.andra.town_matters import budget_follow_up
from tests.sample.facts import Sum, say
from tests.sample.meeting import Votes


def motion(t: Table) -> Matter:
    """Two motions against each other, a vote with a list, a reservation."""
    mover, against, third = t.rng.sample(t.members[1:8], 3)
    yes = t.rng.randint(6, 8)
    no, none = t.rng.randint(2, 4), t.rng.randint(0, 1)
    topic = t.pick("avgiftsfria bussresor för pensionärer", "en laddplats i varje tätort", "gratis mensskydd i skolan",
                   "ett lokalt näringslivsråd")  # fmt: skip
    asked = t.pen.day(t.ago(150, 320))
    cost = t.pen.kr(t.sum(300, 2400, 10))
    ballots = tuple((name, "Ja" if i < yes else "Nej" if i < yes + no else "Avstår")
                    for i, name in enumerate(shuffled(t)[: yes + no + none]))  # fmt: skip
    yes, no, none = (sum(1 for _, v in ballots if v == w) for w in ("Ja", "Nej", "Avstår"))
    told = f"Med {yes} ja-röster mot {no} nej-röster" + (f" och {none} som avstår" if none else "")
    return Matter(
        t.pick(f"Svar på motion om {topic}", f"Motion om {topic}"),
        (
            part("background", "{mover} föreslår i en motion {day} att det införs {topic}. Kostnaden beräknas till "
                 "{cost} per år.", mover=against, day=asked, topic=topic, cost=cost),
            points("proposal", "motionen avslås"),
            points("motion", f"{mover} yrkar bifall till liggande förslag.",
                   f"{against} och {third} yrkar bifall till motionen."),
            points("order", "Ordföranden ställer liggande förslag mot bifall till motionen och finner att liggande "
                   "förslag antas. Omröstning begärs. Följande voteringsordning godkänns: Ja-röst för liggande "
                   "förslag. Nej-röst för bifall till motionen."),
            points("vote", f"{told} beslutas enligt liggande förslag."),
            points("reservation", f"{against} och {third} reserverar sig mot beslutet till förmån för eget yrkande."),
        ),
        (rule("avslå", "avslå motionen om {topic}", plain="Motionen om {topic} avslås.", topic=topic),),
        dnr=t.dnr(), reservations=(against, third), votes=Votes(yes, no, none or None), ballots=ballots,
    )  # fmt: skip


def shuffled(t: Table) -> list[str]:
    out = list(t.members)
    t.rng.shuffle(out)
    return out


def answered(t: Table) -> Matter:
    topic = t.pick("belysning på elljusspåret", "fler praktikplatser", "återvinning i hamnen")
    who = t.rng.choice(t.members[1:])
    return Matter(
        f"Medborgarförslag om {topic}",
        (
            part("background", "Ett medborgarförslag om {topic} lämnades in {day}. Tekniska utskottet behandlade "
                 "frågan {then}, § 41, och föreslog att förslaget skulle bifallas.", topic=topic,
                 day=t.pen.day(t.ago(100, 200)), then=t.pen.day(t.ago(15, 30))),
            points("earlier", "Utskottets förslag till beslut: Medborgarförslaget bifalls."),
            points("note", f"{who} lämnar en protokollsanteckning: Frågan borde ha behandlats tidigare."),
        ),
        (rule("annat", "medborgarförslaget ska anses besvarat", "bifalla", "avsluta", "notera",
              plain="Medborgarförslaget anses besvarat."),),
        dnr=t.dnr(),
    )  # fmt: skip


def put_off(t: Table) -> Matter:
    until = t.pen.day(t.ahead(25, 50))
    topic = t.pick("Detaljplan för kvarteret Tranan", "Förslag till ny arkivorganisation", "Översyn av taxor")
    back = t.rng.random() < 0.5
    mover = t.rng.choice(t.members[1:])
    ruling = rule(
        "återremittera", "återremittera ärendet för komplettering med en barnkonsekvensanalys",
        plain="Ärendet återremitteras för komplettering med en barnkonsekvensanalys.",
    ) if back else rule(
        "bordlägga", "bordlägga ärendet till sammanträdet {day}",
        plain="Ärendet bordläggs till sammanträdet {day}.", day=until,
    )  # fmt: skip
    parts = [part("background", "Ett förslag har tagits fram efter samråd under {month}.", month=t.pen.month(t.ago(60,
        150)))]  # fmt: skip
    if back:
        parts.append(points("motion", f"{mover} yrkar att ärendet återremitteras."))
        parts.append(points("order", "Ordföranden frågar om ärendet ska avgöras i dag eller återremitteras och finner "
                            "att det ska återremitteras."))  # fmt: skip
    return Matter(topic, tuple(parts), (ruling,), dnr=t.dnr(), adjourned=not back)


def delegation_list(t: Table) -> Matter:
    rows = tuple(
        say("{day}  {what}  {by}", day=t.pen.day(t.ago(10 + i, 12 + i), "iso"), what=w, by=t.pick("Enhetschef",
            "Ordförande", "Handläggare"))
        for i, w in enumerate(t.rng.sample(("Avtal om skolskjuts", "Yttrande över serveringstillstånd",
                                            "Lotteritillstånd", "Färdtjänst, avslag", "Anställning av vikarie"), 3))
    )  # fmt: skip
    return Matter(
        t.pick("Redovisning av delegationsbeslut", "Anmälan av delegationsbeslut", "Delegationsbeslut"),
        (points("text", "Följande beslut fattade med stöd av delegationsordningen anmäls."), Part("rows", rows)),
        (rule("notera", "godkänna redovisningen av delegationsbeslut och lägga den till handlingarna", "godkänna",
              plain="Redovisningen av delegationsbeslut läggs till handlingarna."),),
    )  # fmt: skip


def information(t: Table) -> Matter:
    who = t.officer[0].upper() + t.officer[1:]
    texts = [
        say(
            "{who} informerar om läget i verksamheten. Sjukfrånvaron är {p} procent.",
            who=who,
            p=f"{t.rng.randint(4, 9)},{t.rng.randint(1, 9)}",
        ),
        say("En ny enhetschef tillträder {day}.", day=t.pen.day(t.ahead(10, 60))),
        say("Statsbidraget om {sum} är rekvirerat.", sum=t.pen.kr(t.sum(200, 1800))),
        say("Tillsynsmyndigheten gör besök {day}.", day=t.pen.day(t.ahead(5, 40))),
    ]
    chosen = (texts[0], *t.rng.sample(texts[1:], 2))
    return Matter(
        t.pick("Information från förvaltningen", "Aktuell information", "Verksamheten informerar"),
        (Part("text", chosen),),
        (rule(
            "notera", t.pick("lägga informationen till handlingarna", "notera informationen", "tacka för "
                             "informationen"), "annat",
            plain=t.pick("Informationen läggs till handlingarna.", "Informationen antecknas.",
                         "{body} tackar för informationen.", "{body} har tagit del av informationen."),
            body=t.body,
        ),),
    )  # fmt: skip


def rules(t: Table) -> Matter:
    name = t.pick("Riktlinjer för representation", "Reglemente för pensionärsrådet", "Krisledningsplan",
                  "Taxa för tillsyn enligt alkohollagen", "Policy för mutor och jäv")  # fmt: skip
    start = t.pen.day(date(t.day.year + 1, 1, 1))
    verb, passive = t.rng.choice((("anta", "antas"), ("fastställa", "fastställs")))
    rulings = [rule(verb, f"{verb} {{name}} att gälla från och med {{start}}",
                    plain=f"{{name}} {passive} att gälla från och med {{start}}.", name=name, start=start)]  # fmt: skip
    if t.rng.random() < 0.6:
        rulings.append(rule("upphäva", "upphäva {name} antagen {day}, § 88",
                            plain="{name} antagen {day}, § 88, upphävs.", name=name,
                            day=t.pen.day(date(t.day.year - 4, 10, 12))))  # fmt: skip
    matter = Matter(
        name,
        (part("background", "{name} har setts över. Hänvisningarna till 6 kap. 38 § kommunallagen är uppdaterade.",
              name=name),),
        tuple(rulings), dnr=t.dnr(),
    )  # fmt: skip
    return at_once(matter, t.pick("Paragrafen förklaras omedelbart justerad.", "Beslutet justeras omedelbart.",
                                  "Paragrafen justeras omedelbart.")) if t.rng.random() < 0.3 else matter  # fmt: skip


def proposing(t: Table) -> Matter:
    """A board's proposal to the council is the board's decision."""
    year = t.day.year + 1
    rate = Sum(Decimal("22.12"), "22,12 kronor")
    fee = t.pen.kr(t.rng.choice((1850, 2100, 4300)))
    return Matter(
        f"Skattesats och avgifter {year}",
        (part("background", "Skattesatsen är oförändrad {rate} per skattekrona i förslaget.", rate=rate),),
        (rule("föreslå", "föreslå fullmäktige att höja avgiften för bygglov till {fee} från och med {day}",
              plain="Fullmäktige föreslås besluta att höja avgiften för bygglov till {fee} från och med {day}.",
              fee=fee, day=t.pen.day(date(year, 1, 1))),),
        dnr=t.dnr(),
    )  # fmt: skip


def election(t: Table) -> Matter:
    one, two = t.rng.sample(t.members[1:], 2)
    day = t.pen.day(t.ago(5, 20))
    seat = t.pick("ledamot i överförmyndarnämnden", "ersättare i brottsförebyggande rådet", "nämndeman i tingsrätten")
    return Matter(
        t.pick("Avsägelse och fyllnadsval", "Entledigande och val"),
        (part("background", "{one} har {day} avsagt sig uppdraget som {seat}.", one=one, day=day, seat=seat),),
        (rule("entlediga", "entlediga {one} från uppdraget som {seat}",
              plain="{one} entledigas från uppdraget som {seat}.", one=one, seat=seat),
         rule("utse", "utse {two} till ny {seat} till och med {day}", "välja",
              plain="Till ny {seat} till och med {day} utses {two}.", two=two, seat=seat,
              day=t.pen.day(date(2026, 12, 31)))),
    )  # fmt: skip


def answer(t: Table) -> Matter:
    return Matter(
        "Remiss: kulturplan för länet",
        (part("background", "Remissen ska besvaras senast {day}.", day=t.pen.day(t.ahead(10, 40))),),
        (rule("överlämna", "överlämna förvaltningens yttrande som sitt eget", "anta", "annat",
              plain="Förvaltningens yttrande överlämnas som nämndens eget."),),
        dnr=t.dnr(),
    )  # fmt: skip


OTHER: tuple[Maker, ...] = (
    motion, answered, budget_follow_up, put_off, delegation_list, information, rules, proposing, election, answer,
)  # fmt: skip
