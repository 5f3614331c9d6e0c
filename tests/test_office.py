"""Office formats as pages of text: order, headings, list numbers, tables, heads and feet, figures as seen."""

from __future__ import annotations

import zipfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from ingest import media
from ingest.document import LineKind, Page
from ingest.errors import BrokenFileError
from ingest.media import identify
from ingest.numbering import numeral
from ingest.office import read_office
from ingest.plaintext import decode
from ingest.sheets import swedish_number
from ingest.typography import typeset

W_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(path: Path) -> tuple[Page, ...]:
    return read_office(path, identify(path))


def lines(page: Page, kind: LineKind = LineKind.BODY) -> list[str]:
    return [text for line in page.lines if line.kind is kind and (text := page.text[line.span.start : line.span.end])]


def cells(page: Page, grid: int = 0) -> list[list[str]]:
    return [
        [" / ".join(page.text[piece.start : piece.end] for piece in cell) for cell in row]
        for row in page.grids[grid].rows
    ]


# ── docx ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_paragraphs_and_tables_come_in_order_with_headings_large(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Verksamhetsplan 2031", style="Title")
    document.add_heading("Mål", level=1)
    document.add_paragraph("Vi samverkar.")
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["Post", "Belopp", "Lokaler", "12 000"]):
        table.cell(at // 2, at % 2).text = text
    document.add_heading("Delmål", level=2)
    bold = document.add_paragraph()
    bold.add_run("Viktigt").bold = True
    path = tmp_path / "plan.docx"
    document.save(str(path))
    (page,) = read(path)
    assert lines(page) == [
        "Verksamhetsplan 2031",
        "Mål",
        "Vi samverkar.",
        "Post  Belopp",
        "Lokaler  12 000",
        "Delmål",
        "Viktigt",
    ]
    looks = {page.text[line.span.start : line.span.end]: (line.size, line.bold) for line in page.lines}
    sizes = [looks[t][0] or 0 for t in ("Verksamhetsplan 2031", "Mål", "Delmål", "Vi samverkar.")]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 4
    assert looks["Viktigt"][1]
    assert not looks["Vi samverkar."][1]
    assert cells(page) == [["Post", "Belopp"], ["Lokaler", "12 000"]]
    assert (page.width, page.words) == (None, ())


def numbered(document: docx.document.Document, abstract: int, levels: str) -> None:
    """Gives a document a list shape of its own, as num 90 + abstract."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {W_NS} w:abstractNumId="{abstract}">{levels}</w:abstractNum>'))
    numbering.append(
        parse_xml(f'<w:num {W_NS} w:numId="{90 + abstract}"><w:abstractNumId w:val="{abstract}"/></w:num>')
    )


def put(document: docx.document.Document, text: str, num_id: int, level: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W_NS}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'))


def test_numbers_that_word_prints_itself_are_printed(tmp_path: Path) -> None:
    document = docx.Document()
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbered(document, 70, level.format(0, 17, "decimal", "§ %1"))
    numbered(document, 71, level.format(0, 1, "decimal", "%1.") + level.format(1, 1, "lowerLetter", "%2)"))
    for text in ("Öppnande", "Val av justerare"):
        put(document, text, 160)
    put(document, "att fastställa", 161)
    put(document, "första", 161, 1)
    put(document, "andra", 161, 1)
    put(document, "att notera", 161)
    put(document, "åter första", 161, 1)
    document.add_paragraph("Punkt", style="List Bullet")
    path = tmp_path / "lista.docx"
    document.save(str(path))
    (page,) = read(path)
    assert lines(page) == [
        "§ 17 Öppnande", "§ 18 Val av justerare", "1. att fastställa", "a) första", "b) andra", "2. att notera",
        "a) åter första", "• Punkt",
    ]  # fmt: skip


def test_heads_feet_and_page_breaks(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Granviks samrådsförbund\tProtokoll"
    document.sections[0].footer.paragraphs[0].text = "Justerandes sign"
    document.add_paragraph("Första sidan").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Andra sidan")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = "Bilaga 1"
    document.add_paragraph("Tredje sidan")
    path = tmp_path / "sidor.docx"
    document.save(str(path))
    pages = read(path)
    assert [lines(page) for page in pages] == [["Första sidan"], ["Andra sidan"], ["Tredje sidan"]]
    assert [lines(page, LineKind.HEAD) for page in pages] == [["Granviks samrådsförbund  Protokoll"]] * 2 + [
        ["Bilaga 1"]
    ]
    assert [lines(page, LineKind.FOOT) for page in pages] == [["Justerandes sign"]] * 3


def test_content_controls_tracked_changes_and_soft_signs(tmp_path: Path) -> None:
    document = docx.Document()
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:sdt {W_NS}><w:sdtContent><w:p><w:r><w:t>Sammanträdesprotokoll</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    body.insert(
        1,
        parse_xml(
            f"<w:p {W_NS}><w:r><w:t>sam\u00adverkan i ﬁn\u00a0form </w:t></w:r><w:ins><w:r><w:t>ny</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>gammal</w:delText></w:r></w:del><w:r><w:br/><w:t>a\u030a</w:t></w:r></w:p>"
        ),
    )
    path = tmp_path / "mall.docx"
    document.save(str(path))
    assert lines(read(path)[0]) == ["Sammanträdesprotokoll", "samverkan i fin form ny", "å"]


def test_a_layout_table_keeps_its_lines_side_by_side(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Beslutande"
    table.cell(0, 1).text = "Vera Lind\nOlle Ek"
    path = tmp_path / "tabell.docx"
    document.save(str(path))
    (page,) = read(path)
    assert lines(page) == ["Beslutande  Vera Lind", "Olle Ek"]
    assert cells(page) == [["Beslutande", "Vera Lind / Olle Ek"]]


def test_space_between_paragraphs_is_an_empty_line(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles["Normal"].paragraph_format.space_after = Pt(0)  # type: ignore[attr-defined]
    for text in ("ett", "två", "", "tre"):
        document.add_paragraph(text)
    path = tmp_path / "luft.docx"
    document.save(str(path))
    assert read(path)[0].text == "ett\ntvå\n\ntre"


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_a_damaged_docx_is_broken_not_a_bug(tmp_path: Path, part: str) -> None:
    whole, path = tmp_path / "hel.docx", tmp_path / "skadad.docx"
    docx.Document().save(str(whole))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name)[: 50 if name == part else None])
    with pytest.raises(BrokenFileError):
        read(path)


# ── odt ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_odt_paragraphs_headings_lists_and_tables(tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentText
    from odf.table import Table, TableCell, TableRow
    from odf.text import H, LineBreak, List, ListItem, P, Tab

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Granskningsrapport"))
    paragraph = P(text="Vi har granskat")
    paragraph.addElement(Tab())
    paragraph.addText("2031")
    paragraph.addElement(LineBreak())
    paragraph.addText("års böcker.")
    document.text.addElement(paragraph)
    listed = List()
    for text in ("ett", "två"):
        item = ListItem()
        item.addElement(P(text=text))
        listed.addElement(item)
    document.text.addElement(listed)
    table = Table()
    for row in (("Intäkter", "1 200"), ("Kostnader", "-900")):
        line = TableRow()
        for text in row:
            cell = TableCell()
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.text.addElement(table)
    path = tmp_path / "granskning.odt"
    document.save(str(path))
    (page,) = read(path)
    assert lines(page) == ["Granskningsrapport", "Vi har granskat  2031", "års böcker.", "• ett", "• två",
                           "Intäkter  1 200", "Kostnader  -900"]  # fmt: skip
    assert cells(page) == [["Intäkter", "1 200"], ["Kostnader", "-900"]]
    assert (page.lines[0].size, page.lines[0].bold) == (18.0, True)


# ── sheets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

NUMBERS = [
    (1234567.5, "#,##0.00", "1 234 567,50"),
    (-471093, "#,##0", "-471 093"),
    (0.25, "0%", "25 %"),
    (0.267, "0.0%", "26,7 %"),
    (1234.0, "General", "1234"),
    (0.1 + 0.2, "General", "0,3"),
    (50000, '#,##0 "kr"', "50 000 kr"),
    (50000, "#,##0\\ [$kr-41D]", "50 000 kr"),
    (1500000, "#,##0,", "1 500"),
    (-0.2, "0", "0"),
    (12, "@", "12"),
]


@pytest.mark.parametrize(("value", "shape", "shown"), NUMBERS)
def test_numbers_as_a_swedish_reader_sees_them(value: float, shape: str, shown: str) -> None:
    assert swedish_number(value, shape) == shown


@given(st.integers(-(10**12), 10**12))
def test_a_thousands_format_loses_no_digit(value: int) -> None:
    assert int(swedish_number(value, "#,##0").replace(" ", "")) == value


def test_a_page_a_sheet_with_its_grid(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    budget = book.active
    budget.title = "Budget"
    budget.append([None, "2030", "2031"])
    budget.append(["Lokaler", 12000, 12500.5])
    budget["B2"].number_format = budget["C2"].number_format = "#,##0.00"
    budget["A5"], budget["B5"] = "Beslutad", datetime(2030, 11, 4)
    book.create_sheet("Tom")
    book.create_sheet("Dold").append(["hemligt"])
    book["Dold"].sheet_state = "hidden"
    book.create_sheet("Utfall").append(["Lön", 0.5])
    path = tmp_path / "budget.xlsx"
    book.save(path)
    pages = read(path)
    assert cells(pages[0]) == [
        ["", "2030", "2031"],
        ["Lokaler", "12 000,00", "12 500,50"],
        ["Beslutad", "2030-11-04", ""],
    ]
    assert lines(pages[0])[:2] == ["Budget", "2030  2031"]
    assert [lines(p)[0] for p in pages] == ["Budget", "Utfall"]


@pytest.mark.parametrize(("mark", "encoding"), [(";", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig"), (",", "utf-16")])
def test_csv_by_its_own_sign(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "utfall.csv"
    path.write_bytes(f'Konto{mark}År\n"Löner{mark} m.m."{mark}2031\n'.encode(encoding))
    assert cells(read(path)[0]) == [["Konto", "År"], [f"Löner{mark.strip()} m.m.".replace("  ", " "), "2031"]]


# ── text, Markdown, HTML, mail ───────────────────────────────────────────────────────────────────────────────────────


def test_form_feeds_break_pages_and_pipe_tables_have_grids(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.md"
    path.write_text(
        "# Protokoll\n\n| Post | Kr |\n|---|--:|\n| Hyra | 12 |\n|  | 3 |\ntext\f§ 2 Val\n", encoding="utf-8"
    )
    first, second = read(path)
    assert lines(first)[0] == "# Protokoll"
    assert first.lines[0].size == 18.0
    assert cells(first) == [["Post", "Kr"], ["Hyra", "12"], ["", "3"]]
    assert lines(second) == ["§ 2 Val"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"])
def test_swedish_text_in_any_set(encoding: str) -> None:
    text = "Förslaget återremitteras; ärendet hör till Åmål och Öster. Således får nämnden göra så här."
    assert decode(text.encode(encoding)) == text


def test_text_made_unicode_twice_is_undone() -> None:
    assert decode("Förslag på åtgärder, ÖVRIGT".encode().decode("cp1252").encode()) == "Förslag på åtgärder, ÖVRIGT"
    assert decode("SÃO PAULO, for".encode()) == "SÃO PAULO, for"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P R O T O K O L L", "PROTOKOLL"),
        ("S T Y R E L S E N S   B E S L U T nr 4", "STYRELSENS BESLUT nr 4"),
        ("Ja  A B C D", "Ja  A B C D"),
        ("X X X X X", "X X X X X"),
        ("A  O  E  U", "A  O  E  U"),
        ("C J R B", "C J R B"),
    ],
)
def test_capitals_set_apart_are_words(text: str, expected: str) -> None:
    assert typeset(text) == expected


def test_mail_has_its_head_as_lines(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "Vera Lind <vera@exempel.se>", "Olle Ek <olle@exempel.se>"
    message["Subject"], message["Date"] = "Kallelse till möte", "Tue, 06 Feb 2024 09:15:00 +0100"
    message.set_content("Hej!\n\nVälkomna.\n")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="dagordning.pdf")
    path = tmp_path / "brev.eml"
    path.write_bytes(message.as_bytes())
    assert lines(read(path)[0]) == [
        "Från: Vera Lind <vera@exempel.se>", "Till: Olle Ek <olle@exempel.se>", "Datum: 2024-02-06 09:15",
        "Ämne: Kallelse till möte", "Bilagor: dagordning.pdf", "Hej!", "Välkomna.",
    ]  # fmt: skip


def test_a_letter_in_html_only_is_read_as_text(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@exempel.se", "b@exempel.se", "Hej"
    message.set_content(
        "<style>p{}</style><h1>Möte</h1><p>Onsdag<br>kl&nbsp;9</p><ul><li>budget</li></ul>"
        "<table><tr><td>Hyra</td><td>12</td></tr></table><!-- dolt -->",
        subtype="html",
    )
    path = tmp_path / "brev.eml"
    path.write_bytes(message.as_bytes())
    (page,) = read(path)
    assert lines(page)[3:] == ["Möte", "Onsdag", "kl 9", "• budget", "Hyra  12"]
    assert cells(page) == [["Hyra", "12"]]


@given(st.text())
def test_typesetting_is_done_once(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once
    assert "\u00ad" not in once


@given(st.text(alphabet="|-abå\n \t#*\f", max_size=200))
def test_any_text_makes_valid_pages(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("t") / "a.txt"
    path.write_text(text, encoding="utf-8", newline="")
    for page in read_office(path, media.TXT):
        assert "\f" not in page.text  # and Page checks lines and grids itself


def test_numerals() -> None:
    assert [numeral(n, "lowerRoman") for n in (4, 9, 14)] == ["iv", "ix", "xiv"]
    assert [numeral(n, "upperLetter") for n in (1, 26, 27)] == ["A", "Z", "AA"]
