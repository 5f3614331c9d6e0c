"""Matters about money: applications granted, cut, refused or put off; accounts, budgets, fees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tests.sample.facts import Text, say
from tests.sample.formalities import Scene, assigned, att, sentence
from tests.sample.meeting import Decision, Grant, Item, Votes
from tests.sample.wording import month_end

PURPOSES = (
    ("processledning i insatsen {effort}", "{town}"),
    ("metodutveckling inom {effort}", "{town}"),
    ("fortsatt drift av {effort}", "{town}"),
    ("en förstudie om unga utan sysselsättning", "{town}"),
    ("utbildning i motiverande samtal för parternas handläggare", None),
    ("ett arbetsmarknadstorg med gemensam reception", "{town}"),
    ("utvärdering av insatsen {effort}", None),
    ("en halvtids samordnare för {effort}", "{town}"),
)


@dataclass(frozen=True)
class Award:
    """A grant agreed on beforehand, so that minutes and annual report can speak of the same money."""

    effort: str
    recipient: str
    amount: int
    start: date
    end: date


def application(scene: Scene, award: Award | None = None) -> Item:
    """An application as the office presents it, and the board's yes."""
    rng, hand = scene.rng, scene.hand
    effort = award.effort if award else scene.effort()
    recipient = award.recipient if award else rng.choice((*scene.association.municipalities, scene.association.region))
    amount = award.amount if award else rng.randrange(60, 960, 5) * 1000
    start, end = (award.start, award.end) if award else span(scene)
    template = "fortsatt drift av {effort}" if award else rng.choice(PURPOSES)[0]
    purpose = template.format(effort=effort)
    asked = hand.money(amount if award or rng.random() < 0.6 else amount + rng.randrange(20, 90) * 1000)
    period = hand.period(start, end)
    own = hand.money(rng.randrange(20, 200) * 1000)
    body = (
        say(f"{recipient} har kommit in med en ansökan om {{asked}} till {purpose}. Ansökan avser tiden {{period}}.",
            asked=asked, period=hand.period(start, end)),
        say("Målgruppen är personer som i dag står långt från arbetsmarknaden och som har kontakt med minst två av "
            "parterna. "
            "Sökanden räknar med att nå omkring {n} deltagare och bidrar själv med {own} i form av lokaler och "
            "handledning.",
            n=str(rng.randint(12, 60)), own=own),
        say("Beredningsgruppen har behandlat ansökan och bedömer att den ligger i linje med verksamhetsplanen och med "
            "2 § lagen (2003:1210) om finansiell samordning av rehabiliteringsinsatser."),
    )  # fmt: skip
    sum_ = hand.money(amount)
    granted = rng.choice((
        "bevilja {whom} {sum} för {purpose} under perioden {period}",
        "bevilja {sum} till {whom} för {purpose}, {period}",
        "bevilja ansökan från {whom} om {sum} för {purpose} under tiden {period}",
    ))  # fmt: skip
    text = say(granted, whom=recipient, sum=sum_, purpose=purpose, period=period)
    grant = Grant(amount, purpose, recipient, period)
    decisions: list[Decision] = [Decision(text, "bevilja", grant=grant)]
    if rng.random() < 0.5:
        decisions.append(
            assigned(
                say("uppdra åt förbundschefen att teckna överenskommelse med {whom}", whom=recipient), "förbundschefen"
            )
        )
    if rng.random() < 0.4:
        due = hand.day(end.replace(day=15))
        decisions.append(
            att(say("en skriftlig redovisning ska lämnas till kansliet senast {due}", due=due), "annat", "uppdra")
        )
    heading = scene.pick(
        f"Ansökan från {recipient} – {effort}", f"Ansökan om medel till {effort}", f"Finansiering av {effort}"
    )
    proposal = (
        (say("bevilja {asked} till {purpose}", asked=hand.money(amount), purpose=purpose),)
        if rng.random() < 0.6
        else ()
    )
    return Item(heading, body, tuple(decisions), proposal=proposal, dnr=scene.dnr(), under="Ansökningar")


def span(scene: Scene) -> tuple[date, date]:
    """A period of whole months that begins soon after the meeting."""
    month = scene.day.month + scene.rng.randint(1, 3)
    start = date(scene.day.year + (month > 12), (month - 1) % 12 + 1, 1)
    length = scene.rng.choice((5, 6, 11, 11, 17))
    last = start.month - 1 + length
    return start, month_end(date(start.year + last // 12, last % 12 + 1, 1))


def refusal(scene: Scene) -> Item:
    rng, hand = scene.rng, scene.hand
    town, effort = rng.choice(scene.association.towns), scene.effort()
    asked = hand.money(rng.randrange(120, 900, 10) * 1000)
    body = (
        say(f"Föreningen Öppna Dörren i {town} söker {{asked}} till en kafé- och verkstadsverksamhet med anknytning "
            f"till {effort}.",
            asked=asked),
        say("Föreningen är inte part i förbundet. Medel kan därför endast ges om någon av parterna står som ägare av "
            "insatsen."),
    )  # fmt: skip
    decisions = (
        att(say("avslå ansökan med hänvisning till att sökanden saknar avtal med någon av förbundets parter"), "avslå"),
    )
    return Item(f"Ansökan från Öppna Dörren i {town}", body, decisions, dnr=scene.dnr(), under="Ansökningar")


def vote(scene: Scene) -> Item:
    """Two motions, a count of hands, a reservation."""
    rng, hand = scene.rng, scene.hand
    effort = scene.effort()
    low, high = sorted(rng.sample(range(150, 700, 10), 2))
    mover, against = rng.sample(scene.present[1:7], 2)
    period = hand.period(*span(scene))
    body = (
        say(f"Kansliet föreslår en utökning av {effort} med ytterligare en coach. Frågan väcktes av parterna i våras."),
    )
    motions = (
        say(f"{mover} yrkar bifall till kansliets förslag om {{high}}.", high=hand.money(high * 1000)),
        say(f"{against} yrkar att beloppet sätts ned till {{low}}.", low=hand.money(low * 1000)),
    )
    for_, no = rng.randint(4, 6), rng.randint(1, 2)
    gone = rng.randint(0, 1)
    purpose = f"utökning av {effort}"
    sum_ = hand.money(high * 1000)
    decision = Decision(
        say("bevilja {sum} för {purpose} under perioden {period}", sum=sum_, purpose=purpose, period=period),
        "bevilja",
        grant=Grant(high * 1000, purpose, None, period),
    )
    counted = say(
        f"Ordföranden ställer förslagen mot varandra och finner att styrelsen bifaller {mover}s yrkande. Votering "
        f"begärs. "
        f"Med {for_} röster för {mover}s yrkande mot {no} {'röst' if no == 1 else 'röster'} för {against}s yrkande"
        + (f" och {gone} ledamot som avstår" if gone else " och 0 som avstår")
        + " har styrelsen beslutat enligt nedan."
    )
    after = (("Reservation", say(f"{against} reserverar sig mot beslutet till förmån för eget yrkande.")),)
    return Item(
        f"Utökning av {effort}", body, (decision,), dnr=scene.dnr(), motions=(*motions, counted), after=after,
        reservations=(against,), votes=Votes(for_, no, gone),
        proposal=(say("bevilja {high} till {purpose}", high=hand.money(high * 1000), purpose=purpose),),
    )  # fmt: skip


def recused(scene: Scene) -> Item:
    """An application decided without the one who is party to it."""
    item = application(scene)
    name = scene.rng.choice(scene.present[1:6])
    notice = say(f"{name} anmäler jäv och deltar varken i beredningen av ärendet eller i beslutet.")
    return replace(item, body=(notice, *item.body), recusals=(name,))


def put_off(scene: Scene) -> Item:
    effort = scene.effort()
    body = (
        say(
            f"Slutrapporten från {effort} har inte kommit in i tid. Utan den går det inte att bedöma frågan om "
            f"förlängning."
        ),
        say(
            "Kostnaden för ett år till beräknas till {cost}.",
            cost=scene.hand.money(scene.rng.randrange(200, 900, 10) * 1000),
        ),
    )
    when = scene.hand.day(scene.coming)
    decisions = (att(say("bordlägga ärendet till sammanträdet {when}", when=when), "bordlägga"),)
    return Item(f"Förlängning av {effort}", body, decisions, dnr=scene.dnr(), adjourned=True)


def accounts(scene: Scene) -> Item:
    """The economist goes through the figures, with plus and minus."""
    hand, rng = scene.hand, scene.rng
    budget = rng.randrange(6200, 9900) * 1000
    off = rng.choice((-1, 1)) * rng.randrange(40, 480) * 1000
    body: tuple[Text, ...] = (
        say("{who} går igenom det ekonomiska utfallet till och med {until}.", who=scene.association.economist.name,
            until=hand.day(month_end(scene.previous), rng.choice(("iso", "long", "bare")))),
        say("Intäkterna uppgår till {income} och kostnaderna till {cost}. Prognosen för helåret pekar på ett "
            "resultat om {off} "
            "jämfört med budget.", income=hand.money(budget), cost=hand.money(budget - off), off=hand.money(off)),
        say("Avvikelsen beror främst på vakanser i två av insatserna under våren."),
    )  # fmt: skip
    decision = rng.choice((
        sentence(say("{board} godkänner redovisningen.", board=scene.board), "godkänna"),
        att(say("godkänna den ekonomiska rapporten"), "godkänna"),
        att(say("anteckna den ekonomiska redovisningen till protokollet"), "notera"),
    ))  # fmt: skip
    return Item(
        scene.pick("Ekonomisk rapport", "Ekonomisk uppföljning", "Ekonomi"), body, (decision,), implied=not decision.att
    )


def budget(scene: Scene) -> Item:
    hand, rng = scene.hand, scene.rng
    year = scene.day.year + 1
    share = rng.randrange(1500, 2400) * 1000
    body = (
        say("Förslaget till verksamhetsplan med budget har varit utskickat till parterna på remiss."),
        say(f"Parternas bidrag för {year} är sammanlagt {{total}}, varav staten svarar för hälften, eller {{state}}.",
            total=hand.money(share * 4), state=hand.money(share * 2)),
    )  # fmt: skip
    decisions = (
        att(say(f"fastställa verksamhetsplan och budget för {year}"), "fastställa"),
        assigned(say("ge förbundschefen i uppdrag att fördela medlen i enlighet med planen"), "förbundschefen"),
        att(say("översända planen till förbundets medlemmar för kännedom"), "överlämna"),
    )[: rng.randint(1, 3)]
    return Item(f"Verksamhetsplan och budget {year}", body, decisions, dnr=scene.dnr(), immediate=False)


def fees(scene: Scene) -> Item:
    hand = scene.hand
    fee, hour = scene.rng.choice((900, 1100, 1250)), scene.rng.choice((210, 260))
    body = (
        say("Arvodena har varit oförändrade sedan {since}.", since=hand.day(date(scene.day.year - 3, 1, 1), "long")),
    )
    decisions = (
        att(say("fastställa arvodet för heldagsmöte till {fee} och för timme till {hour}",
                fee=hand.money(fee), hour=hand.money(hour)), "fastställa"),
        att(say("de nya beloppen gäller från och med {start}", start=hand.day(date(scene.day.year + 1, 1, 1))),
            "annat", "fastställa"),
    )  # fmt: skip
    return Item("Arvoden till förtroendevalda", body, decisions)


def recommended(scene: Scene) -> Item:
    """An advisory group's word on an application: no money is given here."""
    rng, hand = scene.rng, scene.hand
    effort, recipient = scene.effort(), rng.choice(scene.association.municipalities)
    asked = rng.randrange(80, 700, 5) * 1000
    period = hand.period(*span(scene))
    body = (
        say("{who} ansöker om {asked} till {effort}. Gruppen går igenom ansökan och ställer frågor om målgrupp och "
            "personal.",
            who=recipient, asked=hand.money(asked), effort=effort),
    )  # fmt: skip
    choices = (
        ("föreslå styrelsen att bevilja {sum} till {effort} för {period}", "föreslå", ("tillstyrka",)),
        ("tillstyrka ansökan från {who} om {sum} för {period}", "tillstyrka", ()),
        ("inte tillstyrka ansökan från {who} om {sum}", "avstyrka", ("tillstyrka", "avslå")),
    )
    template, action, also = rng.choice(choices)
    text = say(template, who=recipient, sum=hand.money(asked), effort=effort, period=period)
    return Item(f"Beredning av ansökan: {effort}", body, (att(text, action, *also),), under="Ansökningar")
