"""What a municipality's or a region's boards decide about money: grants, conflicts of interest, investments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.sample.andra.matter import Maker, Matter, Part, Table, granting, part, points, rule
from tests.sample.facts import Piece, Text, say
from tests.sample.meeting import Grant
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
