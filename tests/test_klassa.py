"""Where documents belong: proposals by the plan, and decisions by people, which outlive them."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.folder import Archive, transaction
from archive.handover.closing import opened_to_write
from archive.handover.holdings import DECIDED, PROPOSED, checked, decide, holdings
from archive.handover.inventory import Holding
from archive.handover.klassa import decide_all, propose
from archive.handover.plan import OWN, built_in, load_plan
from ingest.errors import UsageError
from tests.archives import minutes, new_archive, run_add, write_minutes

OWN_PLAN = """[klasser]
"1" = "Styra"
"1.1" = "Besluta"
"1.1.1" = "Hålla möten"
[serier]
A1 = "Protokoll"
[[regler]]
slag = ["protokoll"]
klass = "1.1.1"
serie = "A1"
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Three minutes, one of them of a preparing group; a file that cannot be read."""
    files = write_minutes(tmp_path / "in", 3)
    group = files / "protokoll 3.txt"
    group.write_text(group.read_text("utf-8").replace("PROTOKOLL", "PROTOKOLL beredningsgruppen"), "utf-8")
    (files / "trasig.pdf").write_bytes(b"%PDF-1.7\ntrasig")
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, files)
    return archive


def _proposed(archive: Archive) -> dict[str, Holding]:
    with opened_to_write(archive) as db:
        with transaction(db):
            propose(db, load_plan(archive))
        names = {row["sha256"]: row["name"] for row in db.execute("SELECT sha256, name FROM document")}
        return {names[sha256]: holding for sha256, holding in holdings(db).items()}


def test_every_document_gets_a_proposal(archive: Archive) -> None:
    by_name = _proposed(archive)
    assert len(by_name) == 4
    first, group, broken = by_name["protokoll 1.txt"], by_name["protokoll 3.txt"], by_name["trasig.pdf"]
    assert (first.klass, first.series, first.gallring, first.status) == ("1.1.1", "A1", "bevaras", PROPOSED)
    assert (group.klass, group.series) == ("1.1.2", "A2")
    assert (broken.klass, broken.series) == ("", "") and "avgör själv" in broken.ground


def test_an_attachment_that_is_nothing_in_itself_goes_with_its_mail(archive: Archive, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Hej", "tuva@lovdalen.example", "Mon, 3 Feb 2031 10:00:00 +0100"
    mail.set_content("Här kommer det vi talade om.")
    mail.add_attachment("En lista utan rubrik\n", filename="lista.txt")
    mail.add_attachment(minutes(7), filename="bilaga 1.txt")
    (tmp_path / "brev.eml").write_bytes(mail.as_bytes())
    run_add(archive, tmp_path / "brev.eml")
    by_name = _proposed(archive)
    assert (by_name["brev.eml"].series, by_name["brev.eml/bilaga 1.txt"].series) == ("E1", "A1")
    assert by_name["brev.eml/lista.txt"].series == "E1" and "Bilaga" in by_name["brev.eml/lista.txt"].ground


def test_a_decision_outlives_every_proposal(archive: Archive) -> None:
    _proposed(archive)
    with opened_to_write(archive) as db:
        sha256, old = next(iter(holdings(db).items()))
        with transaction(db):
            assert decide(db, {sha256: Holding("3.1.1", "F1")}, "Tuva") == 1
        with transaction(db):
            told = propose(db, built_in())
        after = holdings(db)[sha256]
        assert (after.klass, after.status, told.decided) == ("3.1.1", DECIDED, 1)
        with transaction(db):
            assert decide_all(db, "Tuva") == 2, "what has no klass stays open"
        with transaction(db):
            assert (propose(db, built_in()).decided, propose(db, built_in()).changed) == (3, 0)
        events = db.execute("SELECT count(*) FROM event WHERE type = 'metadata modification'").fetchone()[0]
    assert events == 3 and old != after


def test_an_archive_has_its_own_plan(archive: Archive) -> None:
    (archive.root / OWN).write_text(OWN_PLAN, encoding="utf-8")
    plan = load_plan(archive)
    assert plan.own and plan.processes == {"1.1.1": "Hålla möten"}
    by_name = _proposed(archive)
    assert by_name["protokoll 3.txt"].series == "A1"
    assert by_name["trasig.pdf"].klass == ""


@pytest.mark.parametrize(
    "broken, told",
    [
        ("[klasser", "kan inte läsas"),
        ("[serier]\nA1 = 'x'", "[klasser] saknas"),
        (OWN_PLAN.replace('"1.1" = "Besluta"\n', ""), "ligger under 1.1, som inte finns"),
        (OWN_PLAN.replace('serie = "A1"', 'serie = "A9"'), "Regel 1: serien A9 finns inte"),
        (OWN_PLAN.replace('klass = "1.1.1"', 'klass = "9"'), "Regel 1: klassen 9 finns inte"),
        (OWN_PLAN.replace('klass = "1.1.1"', 'klass = "1.1"'), "klassen 1.1 är ingen process"),
        (OWN_PLAN.replace('A1 = "Protokoll"', 'protokoll = "Protokoll"\nA1 = "A"'), "Serien protokoll ska vara"),
        (OWN_PLAN.replace('"Hålla möten"', '""'), "1.1.1 saknar namn"),
        (OWN_PLAN + 'form = "brev"', "form ska vara"),
        (OWN_PLAN + 'text = "brev"', "”text” finns inte"),
        (OWN_PLAN.replace('["protokoll"]', '"protokoll"'), "slag ska vara en lista"),
    ],
)
def test_a_plan_that_cannot_be_used_says_why(archive: Archive, broken: str, told: str) -> None:
    (archive.root / OWN).write_text(broken, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_plan(archive)
    assert told in str(caught.value)


def test_the_built_in_plan_holds() -> None:
    plan = built_in()
    assert all(rule.klass in plan.processes and rule.series in plan.series for rule in plan.rules)
    assert list(plan.classes) == sorted(plan.classes, key=lambda code: [int(part) for part in code.split(".")])


WEEDED = {"klass": "1.1.1", "series": "A1", "gallring": "gallras", "decision": "2031/4", "decided": "2031-02-01"}


def test_the_day_of_gallring_follows_from_the_documents_year() -> None:
    found = checked({**WEEDED, "term": "7"}, "2031-03-01", built_in())
    assert isinstance(found, Holding) and found.due == "2039-01-01"
    found = checked({**WEEDED, "term": "7", "due": "2040-06-30"}, "2031-03-01", built_in())
    assert isinstance(found, Holding) and found.due == "2040-06-30", "a person's own day stands"


@pytest.mark.parametrize(
    "change, date, told",
    [
        ({"decision": ""}, "2031-03-01", ["Gallring kräver ett beslut"]),
        ({"decided": ""}, "2031-03-01", ["Beslutets datum saknas"]),
        ({"decided": "1 feb"}, "2031-03-01", ["”1 feb” är ingen dag"]),
        ({"term": ""}, "2031-03-01", ["Gallringsfristen saknas"]),
        ({"term": "sju"}, "2031-03-01", ["”sju” är inget antal år"]),
        ({}, None, ["handlingen har inget datum"]),
        ({"klass": "1.1"}, "2031-03-01", ["1.1 är ingen process"]),
        ({"klass": "8.8.8"}, "2031-03-01", ["finns inte i klassificeringsstrukturen"]),
        ({"series": "Q1"}, "2031-03-01", ["Serien Q1 finns inte"]),
        ({"gallring": "kastas", "status": "klar"}, "2031-03-01", ["”kastas” är inget val", "”klar” är ingen status"]),
    ],
)
def test_what_is_wrong_with_a_holding_is_told(change: dict[str, str], date: str | None, told: list[str]) -> None:
    found = checked({**WEEDED, "term": "7", **change}, date, built_in())
    assert isinstance(found, list) and len(found) == len(told), found
    assert all(message in str(fault) and fault.advice for message, fault in zip(told, found, strict=True))
