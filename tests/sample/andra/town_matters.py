"""What a municipality's or a region's boards take up: money, motions, plans, reports, elections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.sample.andra.matter import Maker, Matter, Part, Table, at_once, granting, part, points, rule
from tests.sample.facts import Piece, Sum, Text, say
from tests.sample.meeting import Grant, Votes
from tests.sample.wording import month_end

CLUBS = (
    "Tallnäs idrottsförening", "Kulturföreningen Lyktan", "Brottarklubben Järvarna", "Kvarnsjö hembygdsförening",
    "Studieförbundet Vidgad", "Solhults ridklubb", "Stiftelsen Gamla Sågen", "Föreningen Natthärbärget",
)  # fmt: skip


def months(t: Table, low: int = 1, high: int = 3) -> tuple[date, date]:
    month = t.day.month + t.rng.randint(low, high)
    start = date(t.day.year + (month > 12), (month - 1) % 12 + 1, 1)
    last = start.month + t.rng.choice((4, 5, 10, 11))
    return start, month_end(date(start.year + last // 12, last % 12 + 1, 1))


def support(t: Table) -> Matter:
    """A club asks for money and gets what it asks for, or less, with a condition."""
    club, amount = t.rng.choice(CLUBS), t.sum(15, 420)
    purpose = t.pick("drift av ungdomsverksamheten", "renovering av samlingslokalen", "en sommarfestival för barn",
                     "inköp av ett sjösäkert räddningsfordon", "kvällsöppen mötesplats i centrum")  # fmt: skip
    period = t.pen.period(*months(t))
    partial = t.rng.random() < 0.45
    asked = t.pen.kr(amount + (t.sum(10, 90) if partial else 0))
    given = t.pen.kr(amount)
    status = "partial" if partial else "granted"
    templates = (
        "bevilja {club} {sum} i bidrag till {purpose} för perioden {period}",
        "bevilja {club} ett bidrag om {sum} för {purpose} under perioden {period}",
        "anslå {sum} till {club} för {purpose}, {period}",
        "delvis bifalla ansökan från {club} och bevilja {sum} för {purpose} under {period}",
    )
    template = templates[3] if partial else t.rng.choice(templates[:3])
    facts: dict[str, Piece | Text] = {"club": club, "sum": given, "purpose": purpose, "period": period}
    first = granting(
        rule("bifalla" if partial else "bevilja", template, "bevilja", "bifalla",
             plain="{club} beviljas {sum} för {purpose} under perioden {period}.", **facts),
        Grant(amount, purpose, club, period, status),
    )  # fmt: skip
    end = period.end
    due = t.pen.day(date(end.year + (end.month == 12), end.month % 12 + 1, 28))
    after = rule("annat", "bidraget ska redovisas senast {due} och att medel som inte använts ska återbetalas",
                 "uppdra", plain="Bidraget ska redovisas senast {due}.", due=due)  # fmt: skip
    source = rule("annat", "finansiering sker inom budget för föreningsstöd", "finansiera", "bevilja",
                  plain="Finansiering sker inom budget för föreningsstöd.")  # fmt: skip
    return Matter(
        t.pick(f"Ansökan om bidrag från {club}", f"Bidrag till {club}", f"Ansökan från {club} om ekonomiskt stöd"),
        (
            part("background", "{club} ansöker om {asked} till {purpose}. Föreningen har omkring {n} medlemmar.",
                 club=club, asked=asked, purpose=purpose, n=str(t.rng.randint(40, 900))),
            part("text", "Förvaltningen bedömer att ansökan uppfyller villkoren i riktlinjerna för föreningsstöd."),
            Part("papers", (say("Tjänsteskrivelse {day}", day=t.pen.day(t.ago(8, 20))),
                            say("Ansökan {day}", day=t.pen.day(t.ago(30, 60))))),
            part("proposal", "{club} beviljas {sum} för {purpose}", club=club, sum=t.pen.kr(amount), purpose=purpose),
            points("copy", f"{club}; ekonomiavdelningen"),
        ),
        (first, *((after,) if t.rng.random() < 0.6 else ()), *((source,) if t.rng.random() < 0.35 else ())),
        dnr=t.dnr(),
    )  # fmt: skip


def refused(t: Table) -> Matter:
    club, place = t.rng.choice(CLUBS), t.rng.choice(t.towns)
    asked = t.pen.kr(t.sum(120, 900, 10))
    return Matter(
        f"Begäran om kommunal borgen, {club}",
        (
            part("background", "{club} begär borgen för ett lån om {asked} för en ny läktare i {place}.", club=club,
                 asked=asked, place=place),
            part("text", "Enligt finanspolicyn, antagen {day}, § 112, ska borgen beviljas mycket restriktivt.",
                 day=t.pen.day(date(t.day.year - 2, 11, 22), "long")),
            part("proposal", "ansökan avslås"),
        ),
        (rule("avslå", "avslå {club}s begäran om borgen för ett lån om {asked}",
              plain="Begäran från {club} om borgen för ett lån om {asked} avslås.", club=club, asked=asked),),
        dnr=t.dnr(),
    )  # fmt: skip


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


def budget_follow_up(t: Table) -> Matter:
    at = month_end(t.ago(28, 50))
    off = t.rng.choice((-1, 1)) * t.sum(300, 4800, 100)
    day = t.pen.day(at)
    return Matter(
        t.pick("Ekonomisk uppföljning", "Budgetuppföljning", "Månadsrapport"),
        (
            part("background", "Prognosen per {day} visar en avvikelse om {off} mot budget. Intäkterna väntas bli {a} "
                 "och kostnaderna {b}.", day=day, off=t.pen.kr(off), a=t.pen.kr(t.sum(20_000, 42_000, 100)),
                 b=t.pen.kr(t.sum(20_000, 42_000, 100))),
            part("text", "Den största avvikelsen, cirka {c}, finns inom hemtjänsten.",
                 c=t.pen.kr(t.sum(200, 1900, 100), about=True)),
        ),
        (
            rule("godkänna", "godkänna den ekonomiska uppföljningen per {day}",
                 plain="Den ekonomiska uppföljningen per {day} godkänns.", day=day),
            *((replace(rule("uppdra", "uppdra åt {who} att senast {due} redovisa åtgärder för en budget i balans",
                    plain="{Who} får i uppdrag att senast {due} redovisa åtgärder för en budget i balans.",
                    who=t.officer, Who=t.officer[0].upper() + t.officer[1:],
                    due=(due := t.pen.day(t.ahead(30, 70)))), responsible=t.officer, due=due.start),)
              if off < 0 else ()),
        ),
    )  # fmt: skip


def investment(t: Table) -> Matter:
    amount = t.rng.choice((2_000_000, 3_500_000, 1_200_000, 4_000_000, 5_000_000, 750_000))
    what = t.pick("ombyggnad av Björkängens förskola", "nya slamavskiljare vid avloppsverket",
                  "utbyte av belysning i ishallen", "projektering av gång- och cykelväg")  # fmt: skip
    low, high = t.pen.range(amount - 200_000, amount + 300_000)
    sum_ = t.pen.kr(amount)
    form = t.rng.random() < 0.5
    return Matter(
        f"Igångsättningstillstånd: {what}",
        (
            part("background", "Kostnaden för {what} beräknas till mellan {low} och {high} exklusive moms.", what=what,
                 low=low, high=high),
            part("text", "Medel finns avsatta i investeringsbudgeten. Arbetet påbörjas {day}.",
                 day=t.pen.day(t.ahead(40, 90))),
        ),
        (
            granting(rule("bevilja", ("anvisa {sum} till {what} ur investeringsreserven" if form else
                                      "bevilja igångsättningstillstånd och anslå {sum} för {what}"),
                          "annat", plain="För {what} anslås {sum} ur investeringsreserven.", sum=sum_, what=what),
                     Grant(amount, what)),
            replace(rule("uppdra", "ge {who} i uppdrag att", who=t.officer), responsible=t.officer, points=(
                say("upphandla entreprenaden,"), say("återrapportera till {body} senast {due}", body=t.body.lower(),
                due=t.pen.day(t.ahead(100, 160))))) if t.rng.random() < 0.5
            else rule("annat", "ärendet omedelbart ska expedieras", "uppdra", plain="Ärendet expedieras omedelbart."),
        ),
        dnr=t.dnr(),
    )  # fmt: skip


def conflict(t: Table) -> Matter:
    """A grant to a body that one of the members has to do with."""
    matter = support(t)
    name = t.rng.choice(t.members[2:9])
    words = t.pick(
        f"{name} anmäler jäv och lämnar lokalen under handläggningen av ärendet.",
        f"På grund av jäv deltar inte {name} i handläggningen av detta ärende.",
        f"{name} deltar inte i beslutet på grund av jäv.",
        f"{name} (jäv) lämnar sammanträdet under punkten.",
        f"Det antecknas att {name} på grund av jäv inte deltagit i överläggning eller beslut.",
    )
    return replace(matter, parts=(points("jav", words), *matter.parts), recusals=(name,))


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
        (rule("notera", t.pick("lägga informationen till handlingarna", "notera informationen", "tacka för "
              "informationen"), "annat", plain=t.pick(
              "Informationen läggs till handlingarna.", "Informationen antecknas.", "{body} tackar för informationen.", "{body} har tagit del av informationen."), body=t.body),),
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


def opening(t: Table) -> list[Matter]:
    name = t.members[-1]
    when = t.pen.day(t.ahead(4, 9))
    extra = Text(("Ett ärende om snöröjning läggs till som punkt 9.",))
    return [
        Matter("Val av justerare", (),
               (rule("utse", "utse {name} att tillsammans med ordföranden justera protokollet {when}", "välja",
                     plain="{name} utses att tillsammans med ordföranden justera protokollet {when}.", name=name,
                     when=when),)),
        Matter(t.pick("Fastställande av dagordning", "Godkännande av föredragningslista"),
               (Part("text", (extra,)),) if t.rng.random() < 0.5 else (),
               (rule("fastställa", "fastställa dagordningen", "godkänna", plain="Dagordningen fastställs."),)),
    ]  # fmt: skip


MONEY: tuple[Maker, ...] = (support, conflict, investment, refused, support)
OTHER: tuple[Maker, ...] = (
    motion, answered, budget_follow_up, put_off, delegation_list, information, rules, proposing, election, answer,
)  # fmt: skip
