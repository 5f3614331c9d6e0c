"""Office files, text and e-mail as PDF/A: by LibreOffice where it shows everything, else their text set on pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from odf import opendocument, table, text

from archive.handover import office
from archive.handover.drafts import OFFICE, READ_TEXT, TEXT, Draft, Workshop
from archive.handover.office import ConversionError, Office
from archive.handover.text_pages import set_text
from archive.handover.verapdf import PASSED, Checker, available
from ingest import media
from ingest.document import Document, plain_page
from ingest.errors import DocumentError
from ingest.office import read_office
from ingest.pdf import read_pages
from tests.test_outlook import outlook_letter

needs_verapdf = pytest.mark.skipif(available() is None, reason="veraPDF kan inte köras här")
needs_office = pytest.mark.skipif(not office.reads(media.DOCX), reason="LibreOffice Writer finns inte här")
needs_calc = pytest.mark.skipif(not office.reads(media.XLSX), reason="LibreOffice Calc finns inte här")
SAID = "Styrelsen för Ängsbygdens samverkan beslutar att bevilja Växthuset 125 000 kronor."
DECEITS = [
    '<script>alert(1)</script></style><img src="https://lovdalen.example/x.png">', "&amp; &lt; &#0; ]]>",
    "http://127.0.0.1:9/ file:///etc/passwd", "löpnummer\x0b\x1f\x7f slut", "\\201C } body { display: none }",
    "å ä ö Å Ä Ö § ½ € – ” • é ü ß ø æ", "flik\tflik\tflik",
]  # fmt: skip


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker() as running:
        yield running


@pytest.fixture(scope="module")
def writer() -> Iterator[Office]:
    with Office() as running:
        yield running


def given(name: str, media_type: str, told: str) -> Document:
    return Document("ab" * 32, media_type, name, (plain_page(1, told),))


def words(path: Path) -> list[str]:
    return [word.text for page in read_pages(path) for word in page.words]


def a_docx(path: Path) -> Path:
    written = docx.Document()
    written.add_heading("Protokoll", 1)
    written.add_paragraph(SAID)
    cells = written.add_table(2, 2)
    cells.cell(0, 0).text, cells.cell(1, 1).text = "Närvarande", "Tuva Ekermark"
    written.save(str(path))
    return path


def an_odt_with_a_table_that_hides(path: Path) -> Path:
    """A table that does not tell its columns: LibreOffice draws the first one only."""
    written = opendocument.OpenDocumentText()
    drawn = table.Table(name="t")
    for number in range(12):
        row = table.TableRow()
        for cell_text in (f"ledamot {number}", f"Granqvist Ekermark Lövdal {number}"):
            cell = table.TableCell()
            cell.addElement(text.P(text=cell_text))
            row.addElement(cell)
        drawn.addElement(row)
    written.text.addElement(drawn)
    written.save(str(path))
    return path


def drafts(workshop: Workshop, path: Path, document: Document) -> list[Draft | DocumentError]:
    return list(workshop.drafts(path, document))


@needs_verapdf
@pytest.mark.parametrize("flavour", ["2u", "1b"])
@pytest.mark.parametrize(
    ("name", "media_type"),
    [("p.txt", media.TXT), ("p.md", media.MARKDOWN), ("lista.csv", media.CSV), ("brev.eml", media.EML)],
)
def test_text_is_set_whole_and_holds(
    checker: Checker, tmp_path: Path, name: str, media_type: str, flavour: str
) -> None:
    told = "Från: a\nÄmne: b\n\n" + "\n".join([SAID, *DECEITS, "x" * 300])
    workshop = Workshop(tmp_path, flavour, 100, None, is_checked=True)
    draft = next(workshop.drafts(tmp_path / name, given(name, media_type, told)))
    assert isinstance(draft, Draft) and draft.method == TEXT
    assert checker.check(draft.path, flavour).outcome == PASSED
    on_pages = re.sub(r"\s", "", "".join(words(draft.path)))
    for line in told.split("\n"):
        assert re.sub(r"[\s\x00-\x1f\x7f]", "", line) in on_pages


@needs_verapdf
def test_signs_that_no_font_has_are_told_by_number(checker: Checker, tmp_path: Path) -> None:
    workshop = Workshop(tmp_path, "2u", 100, None, is_checked=True)
    numbered = drafts(workshop, tmp_path, given("p.txt", media.TXT, f"{SAID}\n\U0001f3e0 \u4e2d\u6587"))[-1]
    assert isinstance(numbered, Draft) and "nummer" in numbered.notes[-1]
    assert checker.check(numbered.path, "2u").outcome == PASSED
    assert {"[U+1F3E0]", "[U+4E2D][U+6587]"} <= set(words(numbered.path))
    assert len(drafts(workshop, tmp_path, given("p.txt", media.TXT, SAID))) == 1


def test_bullets_of_word_are_shown_as_bullets(tmp_path: Path) -> None:
    set_text(given("p.txt", media.TXT, "\uf0fc Ja\n\uf0b7 Nej\n\ue123 Kanske"), "2u", tmp_path / "p.pdf")
    assert words(tmp_path / "p.pdf")[:6] == ["✓", "Ja", "•", "Nej", "□", "Kanske"]


def test_the_same_text_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        set_text(given("p.txt", media.TXT, SAID), "2u", tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@needs_verapdf
def test_without_libreoffice_the_text_is_set_and_it_is_told(checker: Checker, tmp_path: Path) -> None:
    path = a_docx(tmp_path / "p.docx")
    document = Document("ab" * 32, media.DOCX, "p.docx", read_office(path, media.DOCX))
    draft = next(Workshop(tmp_path, "2u", 100, None, is_checked=True).drafts(path, document))
    assert isinstance(draft, Draft) and draft.method == READ_TEXT and "utseendet" in draft.notes[0]
    assert checker.check(draft.path, "2u").outcome == PASSED
    assert {"Protokoll", "Växthuset", "Närvarande", "Ekermark"} <= set(words(draft.path))


@needs_verapdf
def test_a_spreadsheet_is_set_as_tables(checker: Checker, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["Intäkter", *range(2024, 2034)], ["Staten & <Regionen>", *range(10)]]:
        book.active.append(row)
    book.create_sheet("Andra bladet").append(["Kostnader", 7])
    path = tmp_path / "budget.xlsx"
    book.save(path)
    document = Document("ab" * 32, media.XLSX, "budget.xlsx", read_office(path, media.XLSX))
    set_text(document, "2u", tmp_path / "b.pdf")
    assert checker.check(tmp_path / "b.pdf", "2u").outcome == PASSED
    pages = list(read_pages(tmp_path / "b.pdf"))
    assert {"2033", "<Regionen>", "Kostnader", "7"} <= set(words(tmp_path / "b.pdf"))
    assert len(pages) == len(document.pages) and pages[0].width > pages[0].height  # many columns: the sheet lies down


@needs_office
@needs_verapdf
@pytest.mark.parametrize("flavour", ["2u", "1b"])
def test_libreoffice_gives_what_holds_with_all_text(
    checker: Checker, writer: Office, tmp_path: Path, flavour: str
) -> None:
    path = a_docx(tmp_path / "p.docx")
    document = Document("ab" * 32, media.DOCX, "p.docx", read_office(path, media.DOCX))
    made = []
    for name in ("v", "w"):
        (tmp_path / name).mkdir()
        draft = next(Workshop(tmp_path / name, flavour, 100, writer, is_checked=True).drafts(path, document))
        assert isinstance(draft, Draft) and draft.method == OFFICE
        made.append(draft.path.read_bytes())
    assert checker.check(draft.path, flavour).outcome == PASSED
    assert set(re.findall(r"\w+", SAID)) <= set(re.findall(r"\w+", " ".join(words(draft.path))))
    assert made[0] == made[1]


def a_budget(path: Path, width: int) -> Document:
    book = openpyxl.Workbook()
    for row in (
        ["Konto", "Budget 2031", "Utfall 2031"],
        ["Medlemsavgifter", 5250000, 5250000],
        ["Växthuset", -125000, 0],
    ):
        book.active.append(row)
    for column in "ABC":
        book.active.column_dimensions[column].width = width
    book.create_sheet("Bladet om det andra som står på").append(["Likvida", 7])
    book.save(path)
    return Document("ab" * 32, media.XLSX, path.name, read_office(path, media.XLSX))


@needs_calc
@needs_verapdf
@pytest.mark.parametrize("flavour", ["2u", "1b"])
def test_libreoffice_gives_a_spreadsheet_with_all_its_figures(
    checker: Checker, writer: Office, tmp_path: Path, flavour: str
) -> None:
    document = a_budget(tmp_path / "budget.xlsx", width=20)
    workshop = Workshop(tmp_path, flavour, 100, writer, is_checked=True)
    draft = next(workshop.drafts(tmp_path / "budget.xlsx", document))
    assert isinstance(draft, Draft) and draft.method == OFFICE
    assert checker.check(draft.path, flavour).outcome == PASSED
    assert {"Medlemsavgifter", "5250000", "-125000", "Likvida", "7"} <= set(words(draft.path))
    assert draft.notes[-1].endswith("i ordning är de: Sheet, Bladet om det andra som står på.")


@needs_calc
def test_a_spreadsheet_whose_columns_hide_figures_is_set_as_tables(writer: Office, tmp_path: Path) -> None:
    document = a_budget(tmp_path / "budget.xlsx", width=4)
    lost, draft = drafts(Workshop(tmp_path, "2u", 100, writer, is_checked=True), tmp_path / "budget.xlsx", document)
    assert isinstance(lost, ConversionError) and "ord saknas" in lost.message
    assert isinstance(draft, Draft) and draft.method == READ_TEXT
    assert {"Medlemsavgifter", "5250000", "-125000"} <= set(words(draft.path))


@needs_verapdf
def test_letters_of_outlook_and_pages_of_the_web_are_set_as_text(checker: Checker, tmp_path: Path) -> None:
    page, letter = tmp_path / "sida.html", tmp_path / "brev.msg"
    page.write_text(f"<!doctype html><title>Kallelse</title><h1>Kallelse</h1><p>{SAID}</p>", encoding="utf-8")
    outlook_letter(letter)
    for path, media_type, method, said in (
        (page, media.HTML, READ_TEXT, SAID), (letter, media.MSG, TEXT, "Vera Lind Välkomna."),
    ):  # fmt: skip
        document = Document("ab" * 32, media_type, path.name, read_office(path, media_type))
        (draft,) = drafts(Workshop(tmp_path, "2u", 100, None, is_checked=True), path, document)
        assert isinstance(draft, Draft) and draft.method == method
        assert checker.check(draft.path, "2u").outcome == PASSED
        assert set(said.split()) <= set(words(draft.path))


@needs_office
def test_a_page_that_lost_text_is_not_taken(writer: Office, tmp_path: Path) -> None:
    path = an_odt_with_a_table_that_hides(tmp_path / "p.odt")
    document = Document("ab" * 32, media.ODT, "p.odt", read_office(path, media.ODT))
    lost, draft = drafts(Workshop(tmp_path, "2u", 100, writer, is_checked=True), path, document)
    assert isinstance(lost, ConversionError) and "ord saknas" in lost.message
    assert isinstance(draft, Draft) and draft.method == READ_TEXT
    assert words(draft.path).count("Ekermark") == 12


@needs_office
def test_a_file_that_is_none_is_told(writer: Office, tmp_path: Path) -> None:
    path = tmp_path / "p.docx"
    path.write_bytes(b"PK\x03\x04" + bytes(500))
    with pytest.raises(ConversionError, match="kan inte öppna"):
        writer.pdf(path, media.DOCX, "2u", tmp_path / "p.pdf")


@needs_office
def test_a_conversion_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with Office(seconds=0.2) as hurried, pytest.raises(ConversionError, match="i tid"):
        hurried.pdf(a_docx(tmp_path / "p.docx"), media.DOCX, "2u", tmp_path / "p.pdf")
