"""The list of holdings out to a spreadsheet and back: nothing lost, nothing changed by a row that does not hold."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from archive.cli import main
from archive.folder import Archive, transaction
from archive.handover.closing import opened_to_write
from archive.handover.holding_list import HEADINGS, export, read
from archive.handover.holdings import checked, decide, holdings, keep
from archive.handover.inventory import Holding
from archive.handover.plan import built_in
from archive.schema import migrate
from tests.archives import new_archive, run_add, write_minutes

PLAN = built_in()
WEEDED = {"bevaras/gallras": "gallras", "gallringsbeslut": "2031/4", "beslutsdatum": "2031-02-01"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = new_archive(tmp_path / "arkiv")
    run_add(archive, write_minutes(tmp_path / "in", 3))
    assert main(["klassa", str(archive.root)]) == 0
    return archive


def _known(archive: Archive) -> dict[str, Holding]:
    with archive.connect_to_read() as db:
        return holdings(db)


def _edited(path: Path, edit: Callable[[list[dict[str, str]]], None]) -> Path:
    """The exported list (CSV) as a person has changed it, in a file of its own."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    edit(rows)
    target = path.with_name("ändrad.csv")
    with target.open("w", encoding="cp1252", newline="") as file:  # as an older Excel saves it
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return target


def _import(archive: Archive, list_: Path, code: int = 0) -> None:
    assert main(["klassa", str(archive.root), "--in", str(list_), "--av", "Tuva"]) == code


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["=1+1", "'=x", "-5", "@", "'", "1.1", 'a;b\tc"d']
)
DAYS = st.dates(datetime(1990, 1, 1).date(), datetime(2090, 1, 1).date()).map(str)
TOLD = st.fixed_dictionaries(
    {
        "klass": st.sampled_from(["", *PLAN.processes]), "series": st.sampled_from(["", *PLAN.series]), "ground": TEXTS,
        "gallring": st.sampled_from(["bevaras", "gallras"]), "decision": TEXTS, "decided": DAYS,
        "term": st.integers(0, 200).map(str), "due": st.just("") | DAYS, "hold": TEXTS,
        "status": st.sampled_from(["föreslagen", "beslutad"]),
    }
)  # fmt: skip


@contextmanager
def _memory(told: list[dict[str, str]]) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.row_factory = sqlite3.Row
    migrate(db)
    for number, fields in enumerate(told):
        sha256 = f"{number:064x}"
        db.execute(
            "INSERT INTO document (sha256, name, media_type, size, original, status, reader_version, title, date) "
            "VALUES (?, ?, 'text/plain', 1, 'x', 'kept', 1, ?, '2031-03-01')", (sha256, f"=fil {number}", "\x07titel"),
        )  # fmt: skip
        holding = checked(fields, "2031-03-01", PLAN)
        if isinstance(holding, Holding):
            keep(db, sha256, holding)
    yield db
    db.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(TOLD, min_size=1, max_size=4), st.sampled_from([".csv", ".xlsx"]))
def test_out_and_back_changes_nothing(told: list[dict[str, str]], suffix: str) -> None:
    with TemporaryDirectory() as folder, _memory(told) as db:
        path = Path(folder) / f"lista{suffix}"
        before = holdings(db)
        export(db, PLAN, path)
        imported = read(db, PLAN, path)
        assert imported.faults == []
        assert {sha256: holding for sha256, holding in imported.changes.items() if sha256 in before} == before
        with transaction(db):
            decide(db, {sha256: imported.changes[sha256] for sha256 in before}, "Tuva")
        assert holdings(db) == before and db.execute("SELECT count(*) FROM event").fetchone()[0] == 0


def test_an_edit_becomes_a_decision(archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _known(archive)
    assert main(["klassa", str(archive.root), "--ut", str(tmp_path / "lista.csv")]) == 0
    sha256 = ""

    def edit(rows: list[dict[str, str]]) -> None:
        nonlocal sha256
        sha256 = rows[1]["sha256"]
        rows[1] |= {**WEEDED, "serie": "Ö1", "gallringsfrist (år)": "7"}

    _import(archive, _edited(tmp_path / "lista.csv", edit))
    assert "3 rader lästa, 1 ändrade." in capsys.readouterr().out
    after = _known(archive)
    changed = after.pop(sha256)
    assert (changed.series, changed.due, changed.status) == ("Ö1", "2039-01-01", "beslutad")
    assert after == {key: holding for key, holding in before.items() if key != sha256}


def test_one_bad_row_and_nothing_is_changed_and_every_bad_row_is_told(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _known(archive)
    main(["klassa", str(archive.root), "--ut", str(tmp_path / "lista.csv")])

    def edit(rows: list[dict[str, str]]) -> None:
        rows[0]["serie"] = "A2"
        rows[1]["klass"] = "1.1"
        rows[2] |= {**WEEDED, "beslutsdatum": "32 maj", "gallringsfrist (år)": "7"}
        rows.append({**rows[0], "sha256": "0" * 64})
        rows.append({**rows[0]})

    capsys.readouterr()
    _import(archive, _edited(tmp_path / "lista.csv", edit), code=2)
    told = capsys.readouterr()
    assert [line.partition(":")[0] for line in told.out.splitlines()] == ["Rad 3", "Rad 4", "Rad 5", "Rad 6"]
    assert "Klassen 1.1 är ingen process" in told.out and "samma handling står på rad 2" in told.out
    assert "4 fel i listan; ingenting är ändrat" in told.err
    assert _known(archive) == before


def test_xlsx_as_people_change_it(archive: Archive, tmp_path: Path) -> None:
    """A spreadsheet makes days and numbers of what is typed; a column that was taken away is left as it was."""
    path = tmp_path / "lista.xlsx"
    main(["klassa", str(archive.root), "--ut", str(path)])
    book = load_workbook(path)
    sheet = book["Handlingar"]
    at = {cell.value: cell.column for cell in sheet[1]}
    assert list(at) == list(HEADINGS) and sheet.cell(2, at["klass"]).number_format == "@"
    assert {validation.formula1 for validation in sheet.data_validations.dataValidation} >= {'"bevaras,gallras"'}
    for heading, value in {**WEEDED, "beslutsdatum": datetime(2031, 2, 1), "gallringsfrist (år)": 7.0}.items():
        sheet.cell(2, at[heading]).value = value
    sha256 = str(sheet.cell(2, 1).value)
    sheet.delete_cols(at["grund"])
    book.save(path)
    ground = _known(archive)[sha256].ground
    _import(archive, path)
    changed = _known(archive)[sha256]
    assert (changed.decided, changed.term, changed.due, changed.ground) == ("2031-02-01", 7, "2039-01-01", ground)


def test_another_term_moves_the_day(archive: Archive, tmp_path: Path) -> None:
    main(["klassa", str(archive.root), "--ut", str(tmp_path / "a.csv")])
    _import(archive, _edited(tmp_path / "a.csv", lambda rows: rows[0].update(**WEEDED, **{"gallringsfrist (år)": "7"})))
    main(["klassa", str(archive.root), "--ut", str(tmp_path / "b.csv")])
    _import(archive, _edited(tmp_path / "b.csv", lambda rows: rows[0].update({"gallringsfrist (år)": "10"})))
    assert {holding.due for holding in _known(archive).values()} == {None, "2042-01-01"}


@pytest.mark.parametrize(
    "name, content, told",
    [
        ("lista.txt", b"", "slutar på .xlsx eller .csv"),
        ("lista.xlsx", b"PK inget", "ingen lista som kan läsas"),
        ("lista.csv", b"\xe5;\xe4\n", "sha256 saknas"),
        ("lista.csv", b"klass;serie\n1.1.1;A1\n", "sha256 saknas"),
        ("lista.csv", b"sha256;klass;klas\n", "klas\u201d k\u00e4nns inte igen"),
        ("lista.csv", b"sha256;klass;klass\n", "klass finns tv\u00e5 g\u00e5nger"),
        ("lista.csv", b'sha256;klass\n"abc;1\n', "ingen lista som kan läsas"),
        ("finns-inte.csv", None, "kan inte läsas"),
    ],
)
def test_what_is_no_list(
    archive: Archive, tmp_path: Path, name: str, content: bytes | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    _import(archive, tmp_path / name, code=2)
    assert told in capsys.readouterr().err


def test_a_list_is_not_written_over(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text("kvar")
    assert main(["klassa", str(archive.root), "--ut", str(tmp_path / "lista.csv")]) == 6
    with opened_to_write(archive) as db:
        assert read(db, PLAN, _list(tmp_path, "sha256,klass\n")).changes == {}


def _list(folder: Path, text: str) -> Path:
    path = folder / "egen.csv"
    path.write_text(text, encoding="utf-8")
    return path
