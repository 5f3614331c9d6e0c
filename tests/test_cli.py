"""The commands as a user runs them: what they print, in Swedish, and their exit codes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from archive.cli import main
from archive.options import parse
from archive.snippets import Snippet
from extractors.facts import KINDS
from ingest.errors import UsageError
from tests.archives import ORG_NUMBER, ROOT, cli, command, minutes, write_minutes


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three meetings, two of them on one day, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("kansli")
    write_minutes(folder / "in", 2)
    (folder / "in" / "protokoll 3.txt").write_text(minutes(0).replace("Språkvägen", "Trädgården"))
    (folder / "in" / "trasig.pdf").write_bytes(b"%PDF-1.7\ntrasig")
    root = folder / "arkiv"
    assert main(["init", str(root), "--namn", "Förbundet Lövdalen", "--orgnr", ORG_NUMBER]) == 0
    assert main(["add", str(root), str(folder / "in")]) == 4
    return root


def _out(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert main([str(a) for a in arguments]) == code
    return capsys.readouterr().out


def test_add_tells_of_each_file_and_sums_up(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(root), str(root.parent / "in")]) == 4
    told = capsys.readouterr()
    assert "3 fanns redan, 1 kunde inte läsas" in told.out
    assert "trasig.pdf: " in told.out, "told again, with what to do"


def test_status(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _out(capsys, "status", root)
    assert told.startswith("Förbundet Lövdalen (222000-0026)\n")
    assert "Handlingar: 3" in told and "protokoll" in told and "2031: 3" in told
    assert "Kunde inte läsas: 1\n  trasig.pdf: " in told
    counted = json.loads(_out(capsys, "status", root, "--json"))
    assert sum(row["documents"] for row in counted["documents"]) == 3
    assert counted["failed"][0]["name"] == "trasig.pdf" and counted["failed"][0]["advice"]


def test_search(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _out(capsys, "search", root, "bevilja", "språkvägen")
    assert "«bevilja»" in told and "/protokoll/2031-03-01/2" in told and "2 träffar" in told
    hits = json.loads(_out(capsys, "search", root, "61 tkr", "--json"))
    assert [(hit["date"], hit["paragraf"]) for hit in hits] == [("2031-03-02", "5")]
    assert json.loads(_out(capsys, "search", root, "--amount", "61 000", "--to", "2031-03-01", "--json")) == []
    assert _out(capsys, "search", root, "zebra").strip() == "0 träffar"


def test_show(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _out(capsys, "show", root, "§ 5")
    assert told.startswith("§ 5 Ansökan om medel till Språkvägen\n")
    assert "sida 1" in told and "/protokoll/2031-03-02/5" in told
    assert "bevilja 61 tkr till insatsen Språkvägen" in told and "[bevilja]" in told


def test_show_lists_what_may_be_meant(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _out(capsys, "show", root, "2")
    assert "2 paragrafer passar" in told and "2031-03-01-2" in told
    assert "Trädgården" in _out(capsys, "show", root, "2", "2031-03-01-2")
    assert json.loads(_out(capsys, "show", root, "2", "--json"))[0]["permalink"]


def test_show_of_what_is_not_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(root), "§ 99", "2031-03-01"]) == 2
    assert "§ 99 2031-03-01 finns inte i arkivet." in capsys.readouterr().err


def test_read_prints_a_record_a_line_in_the_order_given(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = root.parent / "in"
    files = [folder / name for name in ("trasig.pdf", "protokoll 2.txt", "protokoll 1.txt")]
    records = [json.loads(line) for line in _out(capsys, "read", *files, "--json", code=4).splitlines()]
    assert [record["file"] for record in records] == ["trasig.pdf", "protokoll 2.txt", "protokoll 1.txt"]
    assert set(records[0]) == {"file", "sha256", "error"} and set(records[0]["error"]) == {"code", "message", "advice"}
    assert [p["number"] for p in records[1]["paragraphs"]] == ["4", "5", "6"]
    told = _out(capsys, "read", folder / "protokoll 2.txt")
    assert "§ 5 Ansökan om medel till Språkvägen" in told and "iakttagelser" in told


def test_export_gives_what_read_gives(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = [json.loads(line) for line in _out(capsys, "export", root, "--json").splitlines()]
    read = [json.loads(line) for line in _out(capsys, "read", root.parent / "in", "--json", code=4).splitlines()]
    assert exported == read


def test_export_as_csv(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _out(capsys, "export", root, "--csv", tmp_path / "ut")
    with (tmp_path / "ut" / "decision.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert "bevilja" in {row["action"] for row in rows}
    assert main(["export", str(root), "--csv", str(tmp_path / "ut")]) == 6
    assert "finns redan och är inte tom" in capsys.readouterr().err


def test_verify(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "4 original har rätt kontrollsumma" in _out(capsys, "verify", root)
    other = tmp_path / "arkiv"
    _out(capsys, "init", other, "--namn", "Prov", "--orgnr", ORG_NUMBER)
    _out(capsys, "add", other, root.parent / "in" / "protokoll 1.txt")
    original = next((other / "original").glob("??/*"))
    original.chmod(0o644)
    original.write_text("ändrat")
    assert main(["verify", str(other)]) == 5
    told = capsys.readouterr()
    assert "är ändrat" in told.out and "1 fel hittades" in told.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Det saknas: KOMMANDO."),
        (["sök"], 2, "'sök' finns inte"),
        (["init", "x"], 2, "Det saknas: --namn, --orgnr."),
        (["init", "x", "--namn", "A", "--orgnr", "222000-0027"], 2, "222000-0027 är inget giltigt organisationsnummer"),
        (["add", "finns-inte", "fil"], 2, "finns-inte är inget arkiv."),
        (["status", "finns-inte", "--fel"], 2, "Okänt på kommandoraden: --fel."),
        (["search", "x", "ord", "--from", "igår"], 2, "igår är inget datum"),
        (["search", "x", "ord", "--amount", "mycket"], 2, "mycket är inget belopp i kronor"),
        (["search", "x", "ord", "--kind", "dikt"], 2, "'dikt' finns inte; välj bland"),
        (["search", "x", "ord", "--kind"], 2, "--kind ska följas av ett värde."),
        (["export", "x"], 2, "Ange en av: --json --csv --pdf."),
        (["serve", "x", "--port", "hamn"], 2, "hamn är ingen port"),
    ],
)
def test_a_call_that_is_wrong_is_told_in_swedish(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert message in capsys.readouterr().err


def test_init_twice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(root), "--namn", "A", "--orgnr", ORG_NUMBER]) == 6
    assert "är redan ett arkiv" in capsys.readouterr().err


def test_a_search_for_nothing_is_a_wrong_call(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(root), "  "]) == 2
    assert "Ange vad som ska sökas." in capsys.readouterr().err


def test_a_setting_that_is_no_number(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUTARKIV_RESULTS", "många")
    assert main(["search", str(root), "ord"]) == 2


def test_help_is_swedish(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["search"], ["export"]):
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--help"])
        assert left.value.code == 0
        told = capsys.readouterr().out
        assert told.startswith("användning: slutarkiv")
        assert not {"usage", "options:", "positional", "show this"} & set(told.split())


def test_options_may_stand_anywhere() -> None:
    found = parse(["search", "arkiv", "bevilja", "--kind", "protokoll", "medel", "--from", "2031", "nu"])
    assert (found.text, found.kind, found.since) == (["bevilja", "medel", "nu"], "protokoll", "2031")
    assert parse(["show", "arkiv", "5", "--json", "2031-03-02"]).datum == "2031-03-02"
    assert parse(["search", "arkiv", "--amount", "5"]).text == []
    with pytest.raises(UsageError, match="Okänt på kommandoraden: 3"):
        parse(["show", "arkiv", "1", "2", "3"])


def test_the_kinds_of_the_search_are_those_of_the_facts() -> None:
    for kind in KINDS:
        assert parse(["search", "x", "ord", "--kind", kind]).kind == kind
    with pytest.raises(UsageError):
        parse(["search", "x", "ord", "--kind", "x"])


def test_doctor_says_what_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    told = cli("doctor", SLUTARKIV_OCR_LANGUAGE="Klingon")
    assert told.returncode == 3
    assert "✗ språkmodellen Klingon: saknas" in told.stdout and "apt install tesseract-ocr-Klingon" in told.stderr


def test_a_closed_pipe_is_no_error(root: Path) -> None:
    run = subprocess.run(
        ["sh", "-c", '"$@" | head -1', "sh", *command("status", root)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout == "Förbundet Lövdalen (222000-0026)\n" and run.stderr == ""


@pytest.mark.parametrize("arguments", [["status"], ["search", "bevilja medel"], ["show", "§ 5"]])
def test_looking_loads_no_heavy_library(root: Path, arguments: list[str]) -> None:
    """What answers in under half a second: the cost is in what is imported, so that is what is held."""
    heavy = ["extractors", "simplemma", "sqlite_utils", "numpy", "cv2", "datasette", "lxml", "pdfplumber", "pypdfium2"]
    code = (
        "import sys; from archive.cli import main; main(sys.argv[1:]); "
        f"sys.exit(','.join(name for name in {heavy} if name in sys.modules) or 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, arguments[0], str(root), *arguments[1:]],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr


def test_an_archive_on_a_medium_that_cannot_be_written(root: Path, tmp_path: Path) -> None:
    import os

    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    root.chmod(0o555)
    try:
        assert cli("status", root).returncode == 0
    finally:
        root.chmod(0o755)


def test_serve_answers_on_loopback_until_it_is_interrupted(root: Path) -> None:
    import signal
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        command("serve", root, "--port", port), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None and run.stderr is not None
        assert f"http://127.0.0.1:{port}" in run.stdout.readline(), run.stderr.read()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
        run.send_signal(signal.SIGINT)
        assert run.wait(30) in (0, 130)


def test_a_port_that_is_taken(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", str(root), "--port", str(taken.getsockname()[1])]) == 2
    assert "kan inte användas" in capsys.readouterr().err


def test_a_snippet_in_pieces() -> None:
    snippet = Snippet("ett två tre", ((0, 3), (8, 11)))
    assert list(snippet.parts()) == [("ett", True), (" två ", False), ("tre", True)]
