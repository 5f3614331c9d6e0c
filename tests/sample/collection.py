"""Everything else the association kept: plans, reports, agreements, mail, bundles, pictures, a copy, and files that "
"cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import PurePosixPath
from random import Random

from tests.sample import letters, plan
from tests.sample.accounts import Year
from tests.sample.annual import annual_report, half_year_report
from tests.sample.blocks import SERIF, VERA, Look
from tests.sample.facts import Gold
from tests.sample.forms import encrypted, made
from tests.sample.meeting import Meeting
from tests.sample.packing import File, mail
from tests.sample.place import Association
from tests.sample.programme import PLANTED_OUTTURN, PLANTED_SUM, minutes, the_association, the_years
from tests.sample.report import Report
from tests.sample.worn import worn
from tests.sample.write_office import xlsx, zipped

LOOKS = (Look(), Look(size=11.5, **SERIF), Look(size=9.5, leading=1.45, **VERA))  # type: ignore[arg-type]


def filed(report: Report, form: str, path: str, rng: Random, look: int = 0, about: str | None = None) -> File:
    ending, content, how = made(form, report.paper(LOOKS[look]), rng)
    return File(path + ending, content, report.kind, tuple(how), None, report.gold(), about=about)


def reports(who: Association, years: list[Year], seed: int) -> list[File]:
    rng = Random(f"{seed}/rapporter")
    first, second, third = years
    off = plan.plan(who, second, rng, ruled=False, off=PLANTED_SUM)
    differs = annual_report(who, years[:2], rng, planted=PLANTED_OUTTURN, notes_ruled=True)
    sheet = plan.budget_sheet(who, third)
    return [
        filed(plan.plan(who, first, rng, ruled=True), "digital", "2022/plan/verksamhetsplan-2022", rng, 0),
        filed(off, "digital", "2023/plan/verksamhetsplan-2023", rng, 1, "the sum of costs is off by 500"),
        filed(plan.plan(who, third, rng, ruled=True), "scan", "2024/plan/verksamhetsplan-2024", rng, 2),
        File("2024/plan/budget-2024.xlsx", xlsx(sheet.cover, sheet.tables()), "budget", ("xlsx",), None, sheet.gold()),
        filed(annual_report(who, years[:1], rng), "digital", "2022/bokslut/arsredovisning-2022", rng, 1),
        filed(differs, "digital", "2023/bokslut/arsredovisning-2023", rng, 0, "an outturn differs from the grant"),
        filed(annual_report(who, years, rng), "scan", "2024/bokslut/arsredovisning-2024", rng, 2),
        filed(half_year_report(who, first, None, rng), "wronglayer", "2022/bokslut/delarsrapport-2022", rng, 1),
        filed(half_year_report(who, second, first, rng), "digital", "2023/bokslut/delarsrapport-2023", rng, 0),
        filed(half_year_report(who, third, second, rng), "digital", "2024/bokslut/delarsrapport-2024", rng, 2),
        filed(letters.audit(who, first, rng), "png", "2022/bokslut/revisionsberattelse-2022", rng, 1),
        filed(letters.audit(who, second, rng), "digital", "2023/bokslut/revisionsberattelse-2023", rng, 0),
    ]


def correspondence(who: Association, years: list[Year], seed: int, held: list[tuple[File, Meeting]]) -> list[File]:
    rng = Random(f"{seed}/brev")
    first, second, third = years
    award = first.awards[0]
    out = [
        filed(letters.agreement(who, award, rng), "digital", "2022/avtal/avtal-2022", rng, 0),
        filed(letters.agreement(who, second.awards[0], rng), "odt", "2023/avtal/overenskommelse-2023", rng),
        filed(
            letters.appeal_for_money(who, second.awards[1], rng), "docx", "2023/ansokningar/ansokan-sommar-2023", rng
        ),
        filed(letters.appeal_for_money(who, third.awards[1], rng), "odt", "2024/ansokningar/ansokan-sommar-2024", rng),
        filed(letters.policy(who, date(2022, 5, 12), "Inköpspolicy", rng), "jpg", "2022/styrning/inkopspolicy", rng, 0),
        filed(letters.policy(who, date(2024, 3, 21), "Resepolicy", rng), "docx", "2024/styrning/resepolicy", rng),
    ]
    out.append(bundle(who, third, rng))
    meetings = {meeting.date: meeting for _, meeting in held}
    for day, stem, ending in (
        (date(2023, 9, 21), "kallelse-2023-09-21", "docx"),
        (date(2024, 3, 21), "kallelse-2024-03-21", "digital"),
    ):
        year = next(y for y in years if y.year == day.year)
        enclosed = filed(letters.appeal_for_money(who, year.awards[2 if day.month == 9 else 0], rng), ending,
                         f"ansokan-bilaga-{day:%Y-%m}", rng)  # fmt: skip
        out.append(summons_mail(who, meetings[day], stem, enclosed, rng))
    return out


def summons_mail(who: Association, meeting: Meeting, stem: str, enclosed: File, rng: Random) -> File:
    summons = letters.summons(who, meeting.date, [item.heading for item in meeting.items], rng)
    lines = [str(t) for s in summons.sections for t in (*s.content, *s.points)]
    sent = date.fromordinal(meeting.date.toordinal() - 14)
    stamp = format_datetime(datetime(sent.year, sent.month, sent.day, 9, 12, tzinfo=timezone(timedelta(hours=2))))
    content = mail(
        f"{who.secretary.name} <kansli@{who.web[4:]}>", f"Styrelsen <styrelsen@{who.web[4:]}>",
        f"Kallelse till styrelsesammanträde {meeting.date.isoformat()}", stamp, "\n\n".join(lines) + "\n", (enclosed,),
    )  # fmt: skip
    gold: Gold = {"kind": "kallelse", "organisation": who.name}
    return File(
        f"{meeting.date.year}/post/{stem}.eml",
        content,
        "kallelse",
        ("eml", "attachment"),
        None,
        gold,
        inside=(enclosed,),
    )


def bundle(who: Association, year: Year, rng: Random) -> File:
    """A zip with an agreement, an application and a text, as sent by a case worker."""
    inside = (
        filed(letters.agreement(who, year.awards[2], rng), "digital", "avtal-host-2024", rng, 1),
        filed(letters.appeal_for_money(who, year.awards[2], rng), "docx", "underlag/ansokan-host-2024", rng),
        filed(letters.policy(who, date(2024, 9, 19), "Arkivpolicy", rng), "txt", "underlag/arkivpolicy", rng),
    )
    content = zipped((member.path, member.content) for member in inside)
    return File("2024/post/underlag-host-2024.zip", content, "zip", ("zip",), inside=inside)


def broken(who: Association, years: list[Year], seed: int) -> list[File]:
    """Files that cannot be read, each in its own way, and the code of the error to expect."""
    rng = Random(f"{seed}/trasigt")
    paper = letters.audit(who, years[2], rng).paper()
    _, digital, _ = made("digital", paper, rng)
    _, office, _ = made("docx", paper, rng)
    noise = bytes(rng.randrange(128, 256) if rng.random() < 0.7 else rng.randrange(32) for _ in range(4096))
    return [
        File(
            "2024/ovrigt/skyddad-revision.pdf",
            encrypted(paper),
            "annat",
            ("encrypted", "password: hemligt"),
            error="lösenord",
        ),
        File("2024/ovrigt/avbruten-kopia.pdf", digital[:420], "annat", ("truncated",), error="trasig"),
        File("2024/ovrigt/tom-fil.pdf", b"", "annat", ("empty",), error="tom"),
        File("2024/ovrigt/brus.pdf", noise, "annat", ("random bytes",), error="okänd-filtyp"),
        File("2024/ovrigt/inte-word.docx", noise[::-1], "annat", ("not a zip",), error="okänd-filtyp"),
        File("2024/ovrigt/halv-word.docx", office[: len(office) // 2], "annat", ("truncated",), error="trasig"),
    ]


def everything(seed: int) -> tuple[list[File], list[Gold]]:
    """The base sample and the list of what was planted in it."""
    who = the_association(seed)
    years = the_years(who, seed)
    held = minutes(who, years, seed)
    files = [file for file, _ in held] + reports(who, years, seed) + correspondence(who, years, seed, held)
    files += worn(who, seed)
    first = next(f for f in files if f.stem == "styrelse-2022-05-12")
    copy = replace(first, path="2022/post/kopia av protokoll maj" + PurePosixPath(first.path).suffix, gold=None,
                   how=("duplicate",), about=f"the same bytes as {first.path}")  # fmt: skip
    return [*files, copy, *broken(who, years, seed)], planted(files, years)


def planted(files: list[File], years: list[Year]) -> list[Gold]:
    """The oddities, with the documents they stand in."""
    gap = next(
        f
        for f in files
        if f.gold and any(x["code"] == "paragraf-gap" for x in f.gold["findings"])
        if f.kind == "protokoll"
    )
    award = years[1].awards[1]
    return [
        {"code": "paragraf-gap", "file": gap.path, "about": gap.gold["findings"][0]["about"] if gap.gold else ""},
        {"code": "sum", "file": "2023/plan/verksamhetsplan-2023.pdf", "off_by": str(PLANTED_SUM)},
        {
            "code": "grant-outturn",
            "file": "2023/bokslut/arsredovisning-2023.pdf",
            "decided_in": "2023/protokoll/styrelse-2023-06-15.pdf",
            "effort": award.effort,
            "recipient": award.recipient,
            "decided": str(award.amount),
            "outturn": str(award.amount + PLANTED_OUTTURN),
        },
    ]
