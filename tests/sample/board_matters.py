"""Matters that are not about money: policies, elections, dismissals, remissions, reports, delegations, discharge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.sample.facts import say
from tests.sample.formalities import Maker, Scene, assigned, att, director_informs, sentence, visit
from tests.sample.meeting import Item
from tests.sample.money_matters import accounts, application, budget, fees, put_off, recommended, recused, refusal, vote

POLICIES = (
    "Riktlinjer för intern kontroll",
    "Policy för resor och möten",
    "Dokumenthanteringsplan",
    "Informationssäkerhetspolicy",
    "Rutin för mottagande av ansökningar",
    "Finanspolicy",
)


def policy(scene: Scene) -> Item:
    name = scene.rng.choice(POLICIES)
    body = (
        say("{name} ses över vart annat år. Den gällande versionen antogs {day}, § 14.", name=name,
            day=scene.hand.day(date(scene.day.year - 2, scene.day.month, 11))),
        say("Ändringarna är i huvudsak språkliga. Avsnittet om ansvar har förtydligats efter påpekande från "
            "revisorn, och "
            "hänvisningen till 6 kap. 6 § kommunallagen (2017:725) har rättats."),
    )  # fmt: skip
    verb, action = scene.rng.choice((("anta", "anta"), ("fastställa", "fastställa"), ("godkänna", "godkänna")))
    decisions = [att(say(f"{verb} {name} enligt bilaga"), action)]
    if scene.rng.random() < 0.35:
        decisions.append(att(say(f"upphäva {name} av år {scene.day.year - 2}"), "upphäva"))
    return Item(scene.pick(f"Revidering av {name}", f"{name} – revidering"), body, tuple(decisions))


def election(scene: Scene) -> Item:
    who = scene.rng.choice(scene.present[1:])
    group = scene.pick(
        "arbetsgruppen för intern kontroll", "det länsgemensamma samrådet", "styrgruppen för kompetensutveckling"
    )
    if scene.rng.random() < 0.5:
        decision = att(say(f"utse {who} till förbundets representant i {group}"), "utse", "välja")
    else:
        decision = sentence(say(f"Till förbundets representant i {group} valdes {who}."), "välja", "utse")
    return Item(f"Val till {group}", (say("Uppdraget gäller till och med nästa års första sammanträde."),), (decision,))


def dismissal(scene: Scene) -> Item:
    gone = scene.rng.choice(scene.present[2:])
    day = scene.hand.day(scene.day - timedelta(days=scene.rng.randint(4, 9)))
    body = (say(f"{gone} har i en skrivelse {{day}} bett att få lämna sitt uppdrag i presidiet.", day=day),)
    decisions = (
        att(say(f"entlediga {gone} från uppdraget i presidiet"), "entlediga"),
        att(say("anmäla fyllnadsval till nästa sammanträde"), "annat", "uppdra"),
    )
    return Item("Avsägelse", body, decisions)


def remitted(scene: Scene) -> Item:
    effort = scene.effort()
    mover = scene.rng.choice(scene.present[1:])
    body = (say(f"Kansliet har tagit fram ett förslag om att avveckla {effort} i sin nuvarande form."),)
    motions = (say(f"{mover} yrkar att ärendet återremitteras för en konsekvensanalys."),)
    decisions = (
        att(
            say("återremittera ärendet till kansliet för komplettering med en konsekvensanalys av förslaget"),
            "återremittera",
        ),
    )
    proposal = (say(f"avsluta {effort} vid {{turn}}", turn=scene.hand.half_year_turn(scene.day.year + 1)),)
    return Item(f"Framtiden för {effort}", body, decisions, proposal=proposal, motions=motions, adjourned=None)


def assignment(scene: Scene) -> Item:
    due = scene.hand.day(scene.coming, "long")
    body = (
        say("{board} diskuterar hur förbundet kan nå fler unga vuxna. Vid en strategidag {days} arbetade parterna "
            "fram tre spår: "
            "tidig upptäckt, gemensam kartläggning och stöd till arbetsgivare.",
            board=scene.board, days=scene.hand.two_days(scene.previous.replace(day=min(scene.previous.day, 20)))),
        say(f"Frågan hänger ihop med § {scene.rng.randint(2, 6)} i föregående protokoll och med länets handlingsplan "
            f"{scene.day.year}–{scene.day.year + 2}."),
    )  # fmt: skip
    chief = scene.pick("förbundschefen", "kansliet", "presidiet")
    decisions = [
        assigned(
            say(f"uppdra åt {chief} att ta fram ett underlag om unga vuxna senast {{due}}", due=due), chief, due.start
        )
    ]
    if scene.rng.random() < 0.4:
        decisions.append(att(say("föreslå medlemmarna att frågan tas upp vid nästa medlemssamråd"), "föreslå"))
    return Item("Strategiska frågor", body, tuple(decisions))


def half_year(scene: Scene) -> Item:
    who, year = scene.association, scene.day.year
    shown = scene.hand.money(scene.rng.randrange(100, 700) * 1000)
    body = (
        say("Delårsrapporten omfattar {period} och visar ett överskott om {shown}.",
            period=scene.hand.period(date(year, 1, 1), date(year, 6, 30), "months"), shown=shown),
        say(f"{who.economist.name} föredrar ärendet."),
    )  # fmt: skip
    earlier = (say("Beredningsgruppen behandlade rapporten {day}, § 3, och föreslog styrelsen att godkänna den.",
                   day=scene.hand.day(scene.day - timedelta(days=14))),)  # fmt: skip
    decisions = (
        att(say("godkänna delårsrapporten"), "godkänna"),
        att(say("överlämna delårsrapporten till revisorerna och medlemmarna"), "överlämna"),
    )
    return Item("Delårsrapport", body, decisions, earlier=earlier, dnr=scene.dnr(), immediate=False)


def annual(scene: Scene) -> Item:
    year = scene.day.year - 1
    result = scene.hand.money(-scene.rng.randrange(50, 600) * 1000)
    body = (say(f"Förslag till årsredovisning för {year} har sänts ut. Årets resultat är {{result}}, vilket är "
                f"bättre än budget.",
                result=result),)  # fmt: skip
    decisions = (
        att(say(f"godkänna årsredovisningen för {year}"), "godkänna", "fastställa"),
        att(say("överlämna årsredovisningen till revisorerna och till förbundets medlemmar"), "överlämna"),
    )
    after = (("Omedelbar justering", say("Paragrafen förklaras omedelbart justerad.")),)
    return Item(f"Årsredovisning {year}", body, decisions, dnr=scene.dnr(), after=after, immediate=True)


def delegations(scene: Scene) -> Item:
    first = scene.day - timedelta(days=scene.rng.randint(20, 45))
    body = (
        say("Förbundschefen anmäler följande beslut fattade med stöd av delegationsordningen:"),
        say("{day} inköp av konferenspaket, {sum}", day=scene.hand.day(first),
            sum=scene.hand.money(scene.rng.randrange(70, 240) * 100)),
        say("{day} avtal om lokalhyra i {town}", day=scene.hand.day(first + timedelta(days=6)),
            town=scene.association.towns[1]),
    )  # fmt: skip
    decision = att(say("lägga delegationsbesluten till handlingarna"), "notera")
    return Item("Anmälan av delegationsbeslut", body, (decision,))


def calendar(scene: Scene) -> Item:
    year = scene.day.year + 1
    days = [date(year, m, scene.rng.randint(2, 27)) for m in (2, 4, 6, 9, 12)]
    forms = scene.rng.choice(("iso", "short"))
    listed = say("fastställa sammanträdesdagar enligt följande: {a}, {b}, {c}, {d} och {e}",
                 **{k: scene.hand.day(d, forms) for k, d in zip("abcde", days, strict=True)})  # fmt: skip
    return Item(
        f"Sammanträdestider {year}",
        (say("Kansliet har stämt av förslaget med parterna."),),
        (att(listed, "fastställa"),),
    )


def delegating(scene: Scene) -> Item:
    limit = scene.hand.money(scene.rng.choice((50_000, 75_000, 100_000)))
    body = (say("För att mindre ärenden ska kunna hanteras mellan sammanträdena föreslås en högre beloppsgräns."),)
    decision = att(
        say("delegera till förbundschefen att besluta om inköp upp till {limit} per tillfälle", limit=limit), "delegera"
    )
    return Item("Delegationsordning", body, (decision,))


def recommended_again(scene: Scene) -> Item:
    return recommended(scene)


def put_immediate(item: Item) -> Item:
    """The same matter with its paragraph confirmed on the spot."""
    after = (*item.after, ("", say("Paragrafen justeras omedelbart.")))
    return replace(item, after=after, immediate=True)


ORDINARY: tuple[Maker, ...] = (
    visit, application, refusal, policy, election, assignment, delegations, delegating, remitted, put_off, vote,
    recused, accounts,
)  # fmt: skip
SEASONAL: dict[int, tuple[Maker, ...]] = {
    1: (fees, accounts), 2: (fees, accounts), 3: (annual,), 4: (accounts, annual), 5: (accounts,), 6: (accounts,
        assignment),
    8: (half_year,), 9: (half_year,), 10: (accounts,), 11: (budget, calendar), 12: (budget, calendar),
}  # fmt: skip
LONG: tuple[Maker, ...] = (director_informs,)
ADVISORY: tuple[Maker, ...] = (visit, recommended, recommended_again, assignment, policy, accounts, election)
