"""Annual and half-year reports: prose, goals and what became of them, statements, notes, operations in tkr."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.sample import accounts
from tests.sample.accounts import Year
from tests.sample.facts import Text, say
from tests.sample.place import Association
from tests.sample.report import Goal, Report, Section, plain
from tests.sample.tables import Table, TableRow, total
from tests.sample.wording import HANDS, Hand, month_end

GOALS = (
    ("Minst 120 personer ska ta del av förbundets individinriktade insatser.", "Under året deltog {many} personer.",
        "uppfyllt"),
    ("Hälften av dem som avslutar en insats ska gå vidare till arbete eller studier.",
     "Andelen blev {share} procent, vilket är under den nivå som sattes i planen.", "delvis"),
    ("Alla parter ska medverka i den årliga kartläggningen av behov.",
     "Kartläggningen sköts upp eftersom två av parterna saknade underlag.", "ej"),
    ("Förbundet ska anordna fyra gemensamma utbildningstillfällen.", "Fem tillfällen hölls, varav två på distans.",
        "uppfyllt"),
)  # fmt: skip
EFFORT_TEXT = (
    "Insatsen vänder sig till personer som behöver stöd från minst två parter samtidigt och som riskerar att falla "
    "mellan stolarna.",
    "Teamet arbetar med täta uppföljningar, praktikplatser i närområdet och en fast kontaktperson för varje deltagare.",
    "Samarbetet med primärvården har stärkts, medan kontakten med arbetsgivare behöver utvecklas ytterligare.",
    "Flera deltagare har börjat studera på folkhögskola. Andra har fått en tydligare planering hos sin handläggare.",
    "Personalomsättningen påverkade verksamheten i början av året, men bemanningen är nu fulltalig.",
)  # fmt: skip


def annual_report(
    who: Association, years: list[Year], rng: Random, *, planted: int = 0, notes_ruled: bool = False
) -> Report:
    now, before = years[-1], years[-2] if len(years) > 1 else None
    adopted = date(now.year + 1, 3, rng.randint(10, 24))
    hand = Hand(rng, adopted, **HANDS[rng.randrange(3)])  # type: ignore[arg-type]
    sections = [
        Section("Ordföranden har ordet", (
            say(f"{now.year} blev ett år då mycket av det vi planerat kom på plats. Tillsammans har parterna prövat "
                f"nya "
                "arbetssätt, och flera av insatserna har hittat sina former."),
            say(f"Jag vill tacka medarbetarna i insatserna, kansliet och mina kollegor i styrelsen. "
                f"{who.chair.name}, ordförande"),
        )),
        Section("1 Förvaltningsberättelse", (
            say(f"{who.name} bildades {{start}} och är ett samordningsförbund enligt lagen (2003:1210) om finansiell "
                f"samordning av "
                f"rehabiliteringsinsatser. Medlemmar är {', '.join(who.members[:-1])} och {who.members[-1]}.",
                start=hand.day(date(2011, 7, 1), "long")),
            say("Styrelsen har haft {n} sammanträden. Medlemssamråd hölls {day}.", n=str(rng.randint(5, 7)),
                day=hand.day(date(now.year, 9, rng.randint(5, 28)))),
        ), new_page=True),
        Section("1.1 Flerårsöversikt", (accounts.overview(years), result_text(hand, now)), level=2),
        Section("1.2 Måluppfyllelse", goals(rng), level=2),
        Section("1.3 Insatser", tuple(efforts_text(hand, now, rng)), level=2),
        Section("1.4 Beviljade medel", (
            *awards_text(hand, now, planted), accounts.outturn(now, planted),
        ), level=2),
        Section("2 Resultaträkning", (accounts.income_statement(now, before),), new_page=True),
        Section("3 Balansräkning", (accounts.balance_sheet(now, before),)),
        Section("4 Driftsredovisning", (accounts.operations(now, before),), new_page=True),
        Section("5 Noter", (
            *plain("Årsredovisningen är upprättad enligt lagen (2018:597) om kommunal bokföring och redovisning. "
                   "Fordringar och skulder har tagits upp till nominella belopp."),
            accounts.note("Not 1 Verksamhetens intäkter", now.income, notes_ruled),
            accounts.note("Not 2 Administration", now.admin, notes_ruled),
        ), new_page=True),
    ]  # fmt: skip
    dnr = f"{now.year + 1}/0{rng.randint(1, 9)}"
    return Report(
        "årsredovisning", f"Årsredovisning {now.year}", who.name, who.org_number, adopted, tuple(sections),
        cover=(who.name, f"Organisationsnummer {who.org_number}", f"Dnr {dnr}",
               f"Fastställd av styrelsen {adopted.isoformat()}"),
        dnr=dnr, period=(date(now.year, 1, 1), date(now.year, 12, 31)), adopted_by="styrelsen", contents=True,
        own_cover=True,
    )  # fmt: skip


def result_text(hand: Hand, now: Year) -> Text:
    way = "ett överskott" if now.result >= 0 else "ett underskott"
    return say(
        f"Årets resultat är {way} på {{size}}. Det egna kapitalet uppgick {{day}} till {{capital}}.",
        size=hand.money(abs(now.result), "kr"), capital=hand.money(now.closing, "kr"), day=hand.day(date(now.year, 12,
            31)),
    )  # fmt: skip


def goals(rng: Random) -> tuple[Goal, ...]:
    figures = {"many": rng.randint(121, 188), "share": rng.randint(33, 48)}
    return tuple(Goal(g, o.format(**figures), s) for g, o, s in rng.sample(GOALS, 3))


def efforts_text(hand: Hand, now: Year, rng: Random) -> list[Text]:
    out = []
    for post in rng.sample(now.efforts, 4):
        out.append(say(
            f"{post.name}. " + " ".join(rng.sample(EFFORT_TEXT, 3)) + " Kostnaden blev {cost} mot budgeterade {plan}.",
            cost=hand.money(post.outcome, "kr"), plan=hand.money(post.budget),
        ))  # fmt: skip
    return out


def awards_text(hand: Hand, now: Year, planted: int) -> list[Text]:
    out = []
    for index, award in enumerate(now.awards):
        used = award.amount + (planted if index == 1 else 0)
        out.append(say(
            f"{award.recipient} beviljades {{given}} för {award.effort} under {{period}}. Redovisad kostnad är "
            f"{{used}}.",
            given=hand.money(award.amount, "kr"), used=hand.money(used, "kr"), period=hand.period(award.start,
                award.end),
        ))  # fmt: skip
    return out


def half_year_report(who: Association, now: Year, before: Year | None, rng: Random) -> Report:
    """January to June: outcome against half a budget and a forecast for the year, in tkr; what was, in prose."""
    adopted = date(now.year, 9, rng.randint(4, 25))
    hand = Hand(rng, adopted, **HANDS[3])  # type: ignore[arg-type]
    half, end = date(now.year, 1, 1), month_end(date(now.year, 6, 1))
    parts = [(p.name, p.outcome * 12 // 25 // 1000 * 1000, p.budget // 2000 * 1000, p.outcome // 1000 * 1000, p.budget)
             for p in (*now.admin, *now.efforts)]  # fmt: skip
    costs = [TableRow(name, tuple(values)) for name, *values in parts]
    income = [TableRow(p.name, (p.budget // 2, p.budget // 2, p.budget, p.budget)) for p in now.income[:2]]
    table = Table(
        "Resultat per den sista juni", "tkr", (f"Utfall jan–jun {now.year}", "Budget jan–jun", "Prognos helår",
            f"Budget {now.year}"),
        (*income, total("Summa intäkter", income), *costs, total("Summa kostnader", costs)), first="tkr", size=9,
    )  # fmt: skip
    forecast = total("x", income).values[2] or 0, total("y", costs).values[2] or 0
    sections = (
        Section("1 Inledning", (
            say(f"Delårsrapporten avser perioden {{period}} och har upprättats av förbundets kansli. {who.name} har "
                f"under "
                "våren arbetat med de insatser som beskrivs i verksamhetsplanen.", period=hand.period(half, end,
                    "days")),
            *plain(*EFFORT_TEXT[:3]),
        )),
        Section("2 Väsentliga händelser", (
            say("Ett gemensamt samråd för länets förbund hölls {day}. Frågan om gemensam administration väcktes och "
                "ska utredas vidare.",
                day=hand.day(date(now.year, 5, rng.randint(3, 27)))),
            *plain(*EFFORT_TEXT[3:], "Styrelsen har följt ekonomin vid varje sammanträde."),
        )),
        Section("3 Ekonomiskt utfall och prognos", (
            say("Helårsprognosen visar intäkter om {income} och kostnader om {cost}.",
                income=hand.money(forecast[0], "tkr"), cost=hand.money(forecast[1], "tkr")),
            table,
        ), new_page=True),
        Section("4 Bedömning av måluppfyllelse", (
            *goals(rng),
            *plain("Styrelsens samlade bedömning är att verksamheten bedrivs i enlighet med planen och att målen för "
                   "året i huvudsak "
                   "kommer att nås, men att antalet deltagare i början av perioden var lägre än väntat."),
        )),
    )  # fmt: skip
    return Report(
        "delårsrapport", f"Delårsrapport januari–juni {now.year}", who.name, who.org_number, adopted, sections,
        cover=(who.name, f"Org.nr {who.org_number}", f"Godkänd av styrelsen {adopted.isoformat()}"),
        period=(half, end), adopted_by="styrelsen",
    )  # fmt: skip
