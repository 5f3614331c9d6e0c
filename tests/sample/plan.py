"""Plans of activity with their budgets, and the budget alone as a spreadsheet would have it."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.sample.accounts import Year, budget_table
from tests.sample.facts import Text, say
from tests.sample.place import Association
from tests.sample.report import Report, Section, plain
from tests.sample.tables import wrong_sum
from tests.sample.wording import HANDS, Hand

AIMS = (
    "Fler personer ska tidigt få rätt stöd, oavsett vilken part de först vänder sig till.",
    "Parternas medarbetare ska känna till varandras uppdrag och regelverk.",
    "Insatser som visat sig fungera ska tas över i ordinarie verksamhet.",
    "Unga som varken arbetar eller studerar ska få stöd inom en månad från första kontakten.",
)
ABOUT = (
    "Förbundet finansierar insatser som parterna driver tillsammans. Det egna kansliet är litet och köper "
    "redovisning och lönehantering "
    "av en av medlemskommunerna.",
    "Målgruppen är kvinnor och män i åldern 16–64 år som behöver samordnade insatser för att nå eller förbättra sin "
    "förmåga till "
    "förvärvsarbete.",
    "Jämställdhet och barnrätt ska vägas in i varje beslut om nya medel. Uppföljningen redovisas därför uppdelad på "
    "kön.",
)


def plan(who: Association, year: Year, rng: Random, *, ruled: bool, off: int = 0) -> Report:
    adopted = date(year.year - 1, 11, rng.randint(12, 29))
    hand = Hand(rng, adopted, **HANDS[rng.randrange(5)])  # type: ignore[arg-type]
    title = f"Budget {year.year}"
    table = budget_table(year, title, ruled=ruled, off=off, unit="kr" if off or ruled else "tkr")
    findings = (wrong_sum(table, "Summa kostnader", 0, off),) if off else ()
    sections = (
        Section("1 Om förbundet", plain(*ABOUT), new_page=False),
        Section("2 Mål för året", (), tuple(Text((a,)) for a in AIMS)),
        Section("3 Planerade insatser", tuple(effort(hand, who, year, rng))),
        Section("4 Uppföljning", (
            say("Varje insats lämnar en kort rapport till kansliet före {day} och en slutrapport när medlen tar slut. "
                "Styrelsen får en samlad redovisning två gånger om året.", day=hand.day(date(year.year, 8, 15))),
        )),
        Section(f"5 Budget {year.year}", (
            say("Bidragen från medlemmarna är {total}. Budgeten har gjorts upp utan uttag ur det egna kapitalet.",
                total=hand.money(sum(p.budget for p in year.income[:-1]))),
            table,
        ), new_page=True),
    )  # fmt: skip
    dnr = f"{adopted.year}/{rng.randint(20, 60)} {who.letters}"
    return Report(
        "verksamhetsplan", f"Verksamhetsplan och budget {year.year}", who.name, who.org_number, adopted, sections,
        cover=(who.name, f"Organisationsnummer: {who.org_number}", f"Dnr {dnr}", f"Antagen av styrelsen "
            f"{adopted.isoformat()}"),
        dnr=dnr, period=(date(year.year, 1, 1), date(year.year, 12, 31)), adopted_by="styrelsen", findings=findings,
        contents=True, own_cover=True,
    )  # fmt: skip


def effort(hand: Hand, who: Association, year: Year, rng: Random) -> list[Text]:
    out = []
    for post in year.efforts[:5]:
        out.append(say(
            f"{post.name} drivs i {rng.choice(who.towns)} och har plats för {rng.randint(10, 45)} deltagare åt gången. "
            f"För {year.year} avsätts {{sum}}. {rng.choice(AIMS)}", sum=hand.money(post.budget),
        ))  # fmt: skip
    return out


def budget_sheet(who: Association, year: Year) -> Report:
    """The budget as a document of its own (a spreadsheet)."""
    table = budget_table(year, f"Budget {year.year}", ruled=False)
    return Report("budget", table.title, who.name, who.org_number, None, (Section(table.title, (table,)),),
                  cover=(who.name, f"Org.nr {who.org_number}"))  # fmt: skip
