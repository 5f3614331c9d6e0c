"""The papers of the handover: their numbers are the database's, PDF and HTML say the same, nothing is invented."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from bs4 import BeautifulSoup, Tag

from archive.folder import Archive, transaction
from archive.handover import verapdf
from archive.handover.body import save_body
from archive.handover.inventory import Inventory, take_inventory
from archive.handover.layout import object_id
from archive.handover.papers import aids, listing, printing, write_papers
from archive.handover.papers.aids import finding_aids
from archive.handover.papers.delivery import delivery_receipt, delivery_request
from archive.handover.papers.description import archive_description
from archive.handover.papers.listing import archive_listing
from archive.handover.papers.paper import Subject, kronor, megabytes, swedish
from archive.handover.papers.printing import print_all
from archive.handover.papers.retention import retention_report
from archive.handover.plan import built_in
from tests.archives import new_archive, run_add, write_minutes

CLOCK = "2032-02-01T08:00:00Z"
NAMES = (
    "arkivbeskrivning", "arkivforteckning", "gallringsutredning", "leveransframstallan", "leveransreversal",
    "sokingangar",
)  # fmt: skip
LONG_TITLE = "Överenskommelse om samordnad arbetslivsinriktad rehabilitering " * 4
HOSTILE = '<script>alert(1)</script> & "Åsa"'


@dataclass(frozen=True)
class Made:
    """An archive, what was taken of it, and its papers."""

    archive: Archive
    inventory: Inventory
    folder: Path

    @property
    def subject(self) -> Subject:
        return Subject(self.inventory, self.folder.parent.name, built_in().series, built_in().classes)

    def page(self, name: str) -> BeautifulSoup:
        return _soup((self.folder / f"{name}.html").read_text(encoding="utf-8"))

    def numbers(self, name: str) -> dict[str, set[int]]:
        """What is counted → every value it has on the paper."""
        found: dict[str, set[int]] = {}
        for tag in self.page(name).find_all("data"):
            shown = int(re.sub(r"\s", "", tag.get_text()).removesuffix("kr")) if "," not in tag.get_text() else None
            value = int(str(tag["value"]))
            assert shown is None or value in (shown, shown * 100), tag
            found.setdefault(str(tag["data-tal"]), set()).add(value)
        return found

    def pdf_text(self, name: str) -> str:
        pdf = pypdfium2.PdfDocument(self.folder / f"{name}.pdf")
        try:
            return "".join(page.get_textpage().get_text_bounded() for page in pdf)
        finally:
            pdf.close()

    def sql(self, query: str, *values: object) -> int:
        with self.archive.connect_to_read() as db:
            return int(db.execute(query, values).fetchone()[0] or 0)


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def fill(db: sqlite3.Connection) -> None:
    """Decisions on four of six minutes: kept, to be destroyed later, already due but held, destroyed."""
    ids = [row["sha256"] for row in db.execute("SELECT sha256 FROM document ORDER BY name")]
    decision = ("gallras", "Ringa värde", "2030/7 § 4", "2030-05-02")
    rows = (
        (ids[0], "1.1.1", "A1", "bevaras", "Protokoll", None, None, None, None, None, "beslutad"),
        (ids[1], "1.1.1", "A1", *decision, 5, "2037-01-01", None, "beslutad"),
        (ids[2], "1.1.2", "A2", *decision, 1, "2032-01-01", "Tvist", "beslutad"),
        (ids[3], "1.1.2", "A2", *decision, 1, "2032-01-01", None, "beslutad"),
        (ids[4], "1.1.1", "A1", "bevaras", "Protokoll", None, None, None, None, None, "föreslagen"),
    )  # fmt: skip
    db.executemany("INSERT INTO holding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("INSERT INTO gallrad VALUES (?, '2032-01-15T10:00:00.000Z', '2030/7 § 4', 'Tuva Ekermark')", (ids[3],))
    db.execute(
        "INSERT INTO restriction VALUES (1, ?, 1, NULL, '26 kap. 1 § OSL', '2031-12-01', 'Styrelsen', '')", (ids[0],)
    )
    db.execute("UPDATE document SET title = ? WHERE sha256 = ?", (LONG_TITLE + HOSTILE, ids[0]))
    for volume in ("1", "2"):
        db.execute(
            'INSERT INTO paper_volume (series, volume, title, start, "end", place, note) '
            "VALUES ('A1', ?, 'Protokoll, underskrivna', '2005-01-01', '2030-12-31', 'Arkivskåp 1', '')",
            (volume,),
        )
    db.execute("INSERT INTO refusal VALUES ('usb/a.zip/b.xls', 'b.xls', 'x', 'Filen gick inte att packa upp.', '')")
    save_body(db, {"seat": "Lövdalen", "receiver": "Lövdalens kommunarkiv", "members": ("Lövdalen", "Solsjö")})


def made(root: Path, flavour: str = "2u") -> Made:
    archive = Archive(root / "arkiv")
    with archive.connect_to_read() as db:
        inventory = take_inventory(db, CLOCK, flavour)
        package = root / object_id(inventory, trial=False)
        (package / "metadata" / "other").mkdir(parents=True)
        (package / "metadata" / "other" / "register.csv").write_text("nyckel;titel\n", encoding="utf-8")
        write_papers(inventory, db, package / "documentation", package.name, flavour)
    return Made(archive, inventory, package / "documentation")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    root = tmp_path_factory.mktemp("papper")
    archive = new_archive(root / "arkiv")
    run_add(archive, write_minutes(root / "in", 6))
    with archive.connect() as db, transaction(db):
        fill(db)
    yield made(root)


def test_every_paper_is_there_under_an_ascii_name(papers: Made) -> None:
    wanted = {f"{name}{suffix}" for name in NAMES for suffix in (".html", ".pdf")} | {"index.html", "LASMIG.txt"}
    assert {file.name for file in papers.folder.iterdir()} == wanted
    links = {str(a["href"]) for a in papers.page("index").find_all("a")}
    assert links == wanted - {"index.html"}


COUNTS = {
    "handlingar": "SELECT count(*) FROM document",
    "levererade": "SELECT count(*) FROM document WHERE sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "gallrade": "SELECT count(*) FROM gallrad",
    "saknade": "SELECT count(*) FROM refusal",
    "volymer": "SELECT count(*) FROM paper_volume",
    "sidor": "SELECT count(*) FROM page",
    "sekretess": "SELECT count(DISTINCT sha256) FROM restriction WHERE sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "bevaras": "SELECT count(*) FROM document d LEFT JOIN holding h USING (sha256) "
    "WHERE coalesce(h.gallring, 'bevaras') = 'bevaras' AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "gallras": "SELECT count(*) FROM holding WHERE gallring = 'gallras' AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "senare": "SELECT count(*) FROM holding WHERE gallring = 'gallras' AND (due > '2032-02-01' OR hold IS NOT NULL) "
    "AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "forfallna": "SELECT count(*) FROM holding WHERE gallring = 'gallras' AND due <= '2032-02-01' AND hold IS NULL "
    "AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "obeslutade": "SELECT count(*) FROM document d LEFT JOIN holding h USING (sha256) "
    "WHERE coalesce(h.status, '') != 'beslutad' AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "allt": "SELECT (SELECT count(*) FROM document) + (SELECT count(*) FROM refusal)",
    "persondokument": "SELECT count(DISTINCT document) FROM mention m JOIN document d ON d.id = m.document "
    "WHERE m.kind = 'person' AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "personnummerdokument": "SELECT 0",
    "pdfa": "SELECT count(*) FROM rendition WHERE path IS NOT NULL",
    "godkanda": "SELECT count(*) FROM rendition WHERE verdict = 'godkänd'",
    "paragrafer": "SELECT count(*) FROM paragraf p JOIN document d ON d.id = p.document "
    "WHERE sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "moten": "SELECT count(DISTINCT p.document) FROM paragraf p JOIN document d ON d.id = p.document "
    "WHERE sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "bidrag": 'SELECT count(*) FROM "grant" g JOIN document d ON d.id = g.document '
    "WHERE sha256 NOT IN (SELECT sha256 FROM gallrad)",
    "diarienummer": "SELECT 0",
}
BY_CODE = {
    ("serie", "handlingar"): "SELECT count(*) FROM document d LEFT JOIN holding h USING (sha256) "
    "WHERE coalesce(h.series, '') = ?",
    ("serie", "sidor"): "SELECT count(*) FROM page p JOIN document d ON d.id = p.document "
    "LEFT JOIN holding h USING (sha256) WHERE coalesce(h.series, '') = ?",
    ("serie", "volymer"): "SELECT count(*) FROM paper_volume WHERE series = ?",
    ("serie", "levererade"): "SELECT count(*) FROM document d LEFT JOIN holding h USING (sha256) "
    "WHERE coalesce(h.series, '') = ? AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    ("serie", "gallrade"): "SELECT count(*) FROM gallrad LEFT JOIN holding h USING (sha256) "
    "WHERE coalesce(h.series, '') = ?",
    ("klass", "handlingar"): "SELECT count(*) FROM document d LEFT JOIN holding h USING (sha256) "
    "WHERE coalesce(h.klass, '') = ?",
    ("slag", "handlingar"): "SELECT count(*) FROM document WHERE coalesce(kind, 'annat') = ?",
    ("ar", "paragrafer"): "SELECT count(*) FROM paragraf p JOIN document d ON d.id = p.document "
    "WHERE substr(d.date, 1, 4) = ? AND sha256 NOT IN (SELECT sha256 FROM gallrad)",
    ("lagrum", ""): "SELECT count(*) FROM restriction WHERE law = ?",
}  # fmt: skip


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_every_number_is_the_databases(papers: Made, name: str) -> None:
    checked = 0
    for told, values in papers.numbers(name).items():
        query, code = _query(told)
        if query is not None:
            assert values == {papers.sql(query, *code)}, told
            checked += 1
    assert checked >= 2


def _query(told: str) -> tuple[str | None, tuple[str, ...]]:
    if told in COUNTS:
        return COUNTS[told], ()
    group, _, rest = told.partition(".")
    if group == "lagrum":
        return BY_CODE["lagrum", ""], (rest,)
    code, _, what = rest.rpartition(".")
    return BY_CODE.get((group, what)), (code,)


def test_grants_are_told_in_full(papers: Made) -> None:
    told = sorted(int(str(tag["value"])) for tag in papers.page("sokingangar").find_all("data", {"data-tal": "belopp"}))
    with papers.archive.connect_to_read() as db:
        rows = db.execute('SELECT ore FROM "grant" g JOIN document d ON d.id = g.document WHERE sha256 NOT IN '
                          "(SELECT sha256 FROM gallrad) ORDER BY ore")  # fmt: skip
        assert told == [row["ore"] for row in rows] != []


@pytest.mark.parametrize("name", NAMES)
def test_the_pdf_says_what_the_page_says(papers: Made, name: str) -> None:
    printed = _bare(papers.pdf_text(name))
    main = papers.page(name).main
    assert main is not None
    pieces = main.find_all(["p", "td", "th", "li", "dd", "dt", "h1", "h2", "h3", "h4"])
    assert len(pieces) > 10
    missing = [tag.get_text() for tag in pieces if _bare(_own(tag)) not in printed]
    assert missing == []


def _own(tag: Tag) -> str:
    """A cell's text up to its small print, which stands on a line of its own."""
    small = tag.find("small")
    return tag.get_text() if small is None else tag.get_text().partition(small.get_text())[0]


def _bare(text: str) -> str:
    """Without what breaking into lines changes: spaces, hyphens, soft hyphens, marks of broken words."""
    return re.sub(r"[\s\u00ad\u2010\ufffe\u0002-]", "", text)


def test_what_nobody_has_told_is_marked_and_not_invented(papers: Made) -> None:
    page = papers.page("arkivbeskrivning")
    headings = [heading.get_text(" ", strip=True) for heading in page.find_all("h2")]
    for point in range(1, 8):
        assert any(f"OSL 4 kap. 2 § {point}" in heading for heading in headings), point
    for wanted in ("Verksamhet", "Tekniska hjälpmedel", "Rätt att sälja"):
        heading = next(tag for tag in page.find_all("h2") if tag.get_text().startswith(wanted))
        after = heading.find_next("p")
        assert isinstance(after, Tag) and after.get_text(strip=True) == "Inte angivet"
        assert after.find(class_="saknas") is not None
    assert "Lövdalens kommunarkiv" in page.get_text()


def test_every_item_stands_in_the_list_with_its_key(papers: Made) -> None:
    text = papers.page("arkivforteckning").get_text()
    for item in papers.inventory.items:
        assert text.count(item.key) >= 2 and item.title in text
    assert "gallrad 2032-01-15" in text and "Filen gick inte att packa upp." in text
    assert papers.page("arkivforteckning").find("script") is None


def test_links_lead_to_the_files_of_the_package(papers: Made) -> None:
    links = {str(a["href"]) for a in papers.page("sokingangar").find_all("a") if str(a["href"]).startswith("../")}
    originals = {f"../representations/original/data/{_folder(item.holding.series)}/" for item in papers.inventory.items}
    assert links and all(any(link.startswith(root) for root in originals) for link in links)
    destroyed = papers.inventory.destroyed[0].key
    assert not any(destroyed in link for link in links)


def _folder(series: str) -> str:
    return series.lower() or "utan-serie"


def test_persons_are_found_with_their_sections(papers: Made) -> None:
    text = papers.page("sokingangar").get_text()
    assert "Vidar Granqvist" in text and "Tuva Ekermark" in text
    assert "Ansökan om medel till Språkvägen" in text


def test_the_receipt_has_two_copies_with_digests_and_lines(papers: Made) -> None:
    page = papers.page("leveransreversal")
    copies = page.find_all("section", class_="exemplar")
    assert [copy.find("p", class_="liten").get_text().split(":")[0] for copy in copies] == [
        "Exemplar 1 av 2", "Exemplar 2 av 2",
    ]  # fmt: skip
    for copy in copies:
        assert "metadata/other/register.csv" in copy.get_text()
        assert re.search(r"\b[0-9a-f]{64}\b", copy.get_text(" "))
        assert copy.get_text().count("Namnteckning") == 2 and copy.get_text().count("Ort och datum") == 2
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_letter_to_the_reader_is_plain_text(papers: Made) -> None:
    data = (papers.folder / "LASMIG.txt").read_bytes()
    text = data.decode("utf-8")
    assert data.count(b"\n") == data.count(b"\r\n") and "\ufeff" not in text
    assert max(map(len, text.splitlines())) <= 76
    assert f"{len(papers.inventory.delivered)} handlingar" in text


def test_the_same_inventory_gives_the_same_bytes_by_many_processes(
    papers: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_WORTH_PROCESSES", 0)
    with papers.archive.connect_to_read() as db:
        again = [*archive_listing(papers.subject), retention_report(papers.subject, db)]
    for file in print_all(again, tmp_path, papers.subject.objid, "2u"):
        assert file.read_bytes() == (papers.folder / file.name).read_bytes(), file.name


def test_the_same_bytes_whenever_fonttools_has_to_cut_the_fonts(
    papers: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fontTools.misc import timeTools
    from weasyprint.pdf import fonts

    monkeypatch.setattr(fonts, "harfbuzz_subset", None)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = []
    for moment in (1_900_000_000, 1_950_000_000):
        monkeypatch.setattr(timeTools, "time", SimpleNamespace(time=lambda now=moment: now))
        (file,) = [
            f for f in print_all([archive_listing(papers.subject)[0]], tmp_path, "x", "2u") if f.suffix == ".pdf"
        ]
        made.append(file.read_bytes())
    assert made[0] == made[1] and "SOURCE_DATE_EPOCH" not in os.environ


def test_long_lists_come_in_parts(papers: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, most in (
        (listing, "_LONG", 3),
        (listing, "_MOST", 2),
        (aids, "_MOST_SECTIONS", 5),
        (aids, "_MOST_MEETINGS", 5),
    ):
        monkeypatch.setattr(module, name, most)
    parts = archive_listing(papers.subject)
    assert [part.name for part in parts][:2] == ["arkivforteckning", "arkivforteckning-del-01"] and len(parts) >= 4
    rows = [row.get_text() for part in parts[1:] for row in _soup(part.screen).find_all("p", class_="tat")]
    assert [row.split("-")[0] for row in rows] == [item.key for item in papers.inventory.items]
    with papers.archive.connect_to_read() as db:
        found = finding_aids(papers.subject, db)
    sections = [part.print for part in found if "-paragrafer-" in part.name]
    assert len(sections) >= 2 and sum(text.count("Ansökan om medel") for text in sections) == 5
    assert sum("-personer-" in part.name for part in found) >= 2


@pytest.mark.parametrize("flavour", ["2u", "1b"])
def test_verapdf_passes_them(papers: Made, tmp_path: Path, flavour: str) -> None:
    if verapdf.available() is None:
        pytest.skip("veraPDF needs Java")
    files = sorted(papers.folder.glob("*.pdf"))
    if flavour != "2u":
        files = print_all(archive_listing(papers.subject), tmp_path, papers.subject.objid, flavour)[1::2]
    verdicts = verapdf.check(files, flavour)
    assert {file.name: verdict.message for file, verdict in verdicts.items() if verdict.outcome != "godkänd"} == {}
    assert len(verdicts) == len(files) >= 1


def test_an_empty_archive_has_papers_too(tmp_path: Path) -> None:
    archive = new_archive(tmp_path / "arkiv")
    with archive.connect_to_read() as db:
        subject = Subject(take_inventory(db, CLOCK), "slutleverans-1-20320201")
        made = [*archive_listing(subject), retention_report(subject, db), *finding_aids(subject, db)]
        made += [archive_description(subject), delivery_request(subject), delivery_receipt(subject, tmp_path / "d")]
    assert "Arkivet har inga handlingar." in made[0].print and "Allt bevaras" in made[1].print
    assert all("Inte angivet" in paper.print for paper in made[-3:])


def test_money_size_and_order_as_swedes_write_them() -> None:
    assert [kronor(80_000_000), kronor(12_345)] == ["800\u00a0000\u00a0kr", "123,45\u00a0kr"]
    assert [megabytes(999), megabytes(16_400_000)] == ["999\u00a0byte", "16,4\u00a0MB"]
    assert sorted(["Öberg", "Ängby", "Åkerlöv", "Zetter"], key=swedish) == ["Zetter", "Åkerlöv", "Ängby", "Öberg"]
