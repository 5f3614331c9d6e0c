"""The association's money over the years, exact to the krona, and the tables its reports print it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from tests.sample.money_matters import Award
from tests.sample.place import Association
from tests.sample.tables import Table, TableRow, Value, heading_row, total

ADMIN = ("Styrelse och revision", "Kansli och ekonomi", "Kommunikation", "Övriga verksamhetskostnader")


@dataclass(frozen=True)
class Post:
    name: str
    budget: int
    outcome: int


@dataclass(frozen=True)
class Year:
    year: int
    income: tuple[Post, ...]
    admin: tuple[Post, ...]
    efforts: tuple[Post, ...]
    opening: int
    claims: int
    debts: int
    interest: int
    awards: tuple[Award, ...]

    @property
    def revenue(self) -> int:
        return sum(p.outcome for p in self.income)

    @property
    def cost(self) -> int:
        return sum(p.outcome for p in (*self.admin, *self.efforts))

    @property
    def result(self) -> int:
        return self.revenue - self.cost + self.interest

    @property
    def closing(self) -> int:
        return self.opening + self.result


def year_of(who: Association, year: int, rng: Random, opening: int) -> Year:
    """Half from the state, a quarter from the region, the rest from the municipalities."""
    whole = rng.randrange(1700, 2300) * 4000
    shares = [whole // 4 // len(who.municipalities) // 1000 * 1000 for _ in who.municipalities]
    shares[0] += whole // 4 - sum(shares)
    income = [Post("Staten genom Försäkringskassan", whole // 2, whole // 2), Post(who.region, whole // 4, whole // 4)]
    income += [Post(m, s, s) for m, s in zip(who.municipalities, shares, strict=True)]
    income.append(Post("Övriga intäkter", 100_000, rng.randrange(40_000, 160_000)))
    admin = [drift(name, rng.randrange(60, 420), rng) for name in ADMIN]
    left = whole - sum(p.budget for p in admin)
    weights = [rng.randint(4, 14) for _ in who.efforts]
    efforts = [drift(e, left * w // sum(weights) // 1000, rng) for e, w in zip(who.efforts, weights, strict=True)]
    return Year(
        year, tuple(income), tuple(admin), tuple(efforts), opening,
        claims=rng.randrange(150_000, 700_000), debts=rng.randrange(700_000, 2_400_000), interest=rng.randrange(0,
            48_000),
        awards=awards_of(who, year, rng),
    )  # fmt: skip


def drift(name: str, thousands: int, rng: Random) -> Post:
    return Post(name, thousands * 1000, int(thousands * 1000 * rng.uniform(0.82, 1.07)))


def awards_of(who: Association, year: int, rng: Random) -> tuple[Award, ...]:
    """Grants that the board will decide on in its minutes: one in spring, one in early summer, one in autumn."""
    out = []
    for effort, (start, end) in zip(rng.sample(who.efforts, 3), ((4, 12), (7, 12), (10, 12)), strict=True):
        recipient = rng.choice((*who.municipalities, who.region))
        out.append(
            Award(effort, recipient, rng.randrange(150, 700, 25) * 1000, date(year, start, 1), date(year, end, 31))
        )
    return tuple(out)


def tkr(value: int) -> int:
    """Rounded to whole thousands, halves away from nought, still in kronor."""
    return (abs(value) + 500) // 1000 * 1000 * (1 if value >= 0 else -1)


def overview(years: list[Year]) -> Table:
    newest = sorted(years, key=lambda y: -y.year)
    rows = (
        TableRow("Verksamhetens intäkter", tuple(y.revenue for y in newest)),
        TableRow("Verksamhetens kostnader", tuple(-y.cost for y in newest)),
        TableRow("Årets resultat", tuple(y.result for y in newest)),
        TableRow("Eget kapital vid årets slut", tuple(y.closing for y in newest)),
    )
    return Table("Flerårsöversikt", "kr", tuple(str(y.year) for y in newest), rows, first="Belopp i kr")


def income_statement(now: Year, before: Year | None) -> Table:
    pair = [now] + ([before] if before else [])
    rows = (
        TableRow("Verksamhetens intäkter", tuple(y.revenue for y in pair)),
        TableRow("Verksamhetens kostnader", tuple(-y.cost for y in pair)),
        TableRow("Verksamhetens resultat", tuple(y.revenue - y.cost for y in pair), bold=True),
        TableRow("Finansiella intäkter", tuple(y.interest for y in pair)),
        TableRow("Finansiella kostnader", tuple(0 for _ in pair)),
        TableRow("Årets resultat", tuple(y.result for y in pair), bold=True),
    )
    return Table("Resultaträkning", "kr", tuple(str(y.year) for y in pair), rows, first="Belopp i kr")


def balance_sheet(now: Year, before: Year | None) -> Table:
    pair = [now] + ([before] if before else [])
    cash = tuple(y.closing + y.debts - y.claims for y in pair)
    claims, debts = tuple(y.claims for y in pair), tuple(y.debts for y in pair)
    whole = tuple(y.closing + y.debts for y in pair)
    rows = (
        heading_row("TILLGÅNGAR"),
        TableRow("Kortfristiga fordringar", claims),
        TableRow("Kassa och bank", cash),
        TableRow("Summa tillgångar", whole, bold=True),
        heading_row("EGET KAPITAL OCH SKULDER"),
        TableRow("Ingående eget kapital", tuple(y.opening for y in pair)),
        TableRow("Årets resultat", tuple(y.result for y in pair)),
        TableRow("Summa eget kapital", tuple(y.closing for y in pair), bold=True),
        TableRow("Kortfristiga skulder", debts),
        TableRow("Summa eget kapital och skulder", whole, bold=True),
    )
    return Table("Balansräkning", "kr", tuple(f"{y.year}-12-31" for y in pair), rows, first="Belopp i kr")


def note(title: str, posts: tuple[Post, ...], ruled: bool) -> Table:
    rows = [TableRow(p.name, (p.outcome, p.budget)) for p in posts]
    return Table(title, "kr", ("Utfall", "Budget"), (*rows, total("Summa", rows)), ruled=ruled, first="Belopp i kr")


def operations(now: Year, before: Year | None) -> Table:
    """Driftsredovisning in tkr: many columns, rounded one by one, sums rounded from the exact ones."""
    past = {p.name: p.outcome for p in (*before.admin, *before.efforts)} if before else {}

    def row(name: str, income: int, cost: int, budget: int, old: Value) -> TableRow:
        net = income - cost
        values = (income, -cost, net, budget, net - budget)
        last = () if before is None else (None if old is None else tkr(old),)
        return TableRow(name, (*map(tkr, values), *last), bold=name.startswith(("Summa", "Resultat")))

    def block(label: str, posts: tuple[Post, ...]) -> list[TableRow]:
        rows = [row(p.name, 0, p.outcome, -p.budget, -past[p.name] if p.name in past else None) for p in posts]
        old = -sum(past[p.name] for p in posts if p.name in past)
        return [*rows, row(label, 0, sum(p.outcome for p in posts), -sum(p.budget for p in posts), old)]

    budget_in = sum(p.budget for p in now.income)
    rows = [row("Medlemsbidrag och övriga intäkter", now.revenue, 0, budget_in, before.revenue if before else None)]
    rows += block("Summa administration", now.admin) + block("Summa insatser", now.efforts)
    columns = ["Intäkt", "Kostnad", "Netto", "Budget netto", "Avvikelse"] + ([f"Netto {before.year}"] if before else [])
    return Table("Driftsredovisning", "tkr", tuple(columns), tuple(rows), size=8.5, label_share=0.34)


def outturn(year: Year, planted: int = 0) -> Table:
    """What the board gave, and what was used: the same, unless one is planted to differ."""
    rows = []
    for index, award in enumerate(year.awards):
        used = award.amount + (planted if index == 1 else 0)
        rows.append(TableRow(f"{award.effort}, {award.recipient}", (award.amount, used)))
    return Table(
        "Beviljade medel och utfall",
        "kr",
        ("Beviljat", "Utfall"),
        tuple(rows),
        ruled=True,
        first="Insats och mottagare",
    )


def budget_table(year: Year, title: str, *, ruled: bool, off: int = 0, unit: str = "kr") -> Table:
    """Income and costs side by side with last year's; `off` makes the sum of costs wrong in the first column."""
    rows = [TableRow(p.name, (p.budget, p.budget * 24 // 25 // 1000 * 1000)) for p in (*year.admin, *year.efforts)]
    income = [TableRow(p.name, (p.budget, p.budget * 24 // 25 // 1000 * 1000)) for p in year.income]
    body = (
        heading_row("Intäkter"), *income, total("Summa intäkter", income),
        heading_row("Kostnader"), *rows, total("Summa kostnader", rows, (0, off) if off else None),
    )  # fmt: skip
    return Table(
        title, unit, (f"Budget {year.year}", f"Budget {year.year - 1}"), body, ruled=ruled, first="Belopp i " + unit
    )
