"""PDF to PDF/A: what PDF/A forbids goes or is drawn as pictures, the page looks the same, and what was done is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.lib.colors import CMYKColor, Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive.handover import pdfa
from archive.handover.drafts import KEPT, LAYERED, MENDED, PICTURED, Draft, Workshop
from archive.handover.pdf_repairs import ACTIONS, FILES, NOTES, SIGNATURE
from archive.handover.text_pages import set_text
from archive.handover.verapdf import PASSED, UNCHECKED, Checker, available
from ingest import media
from ingest.document import Document, Page, TextSource, plain_page
from ingest.layout import lay_out
from ingest.pdf import read_pages
from tests.scanned import A4, PROSE, lines, picture, scan_pdf

FONT = next(Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf"), None)
needs_verapdf = pytest.mark.skipif(available() is None, reason="veraPDF kan inte köras här")
needs_font = pytest.mark.skipif(FONT is None, reason="typsnittet Liberation finns inte här")
pytestmark = [needs_verapdf, needs_font]

Change = Callable[[Pdf], None]


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker() as running:
        yield running


def drawn(path: Path, font: str = "Sluten", draw: Callable[[Canvas], None] = lambda canvas: None) -> Path:
    """A page of prose, its font embedded unless another one is named."""
    if font == "Sluten":
        pdfmetrics.registerFont(TTFont("Sluten", str(FONT)))
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setFont(font, 11)
    for x, y, line in lines(PROSE):
        canvas.drawString(x, A4[1] - y, line)
    draw(canvas)
    canvas.save()
    return path


def changed(path: Path, change: Change, **saved: object) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path, **saved)  # type: ignore[arg-type]
    return path


def read(path: Path) -> Document:
    """The file as a digital PDF is read."""
    pages = [lay_out(raw, text_source=TextSource.TEXT_LAYER, reason="", quality=1.0) for raw in read_pages(path)]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Document(digest, media.PDF, path.name, tuple(pages))


def made(checker: Checker, path: Path, folder: Path, flavour: str = "2u", document: Document | None = None) -> Draft:
    """The first draft that veraPDF approves."""
    folder.mkdir(exist_ok=True)
    workshop = Workshop(folder, flavour, 150, None, is_checked=True)
    for draft in workshop.drafts(path, document or read(path)):
        assert isinstance(draft, Draft), draft
        if checker.check(draft.path, flavour).outcome == PASSED:
            return draft
    raise AssertionError("no draft holds")


def words(path: Path) -> list[str]:
    return [word.text for page in read_pages(path) for word in page.words]


def looks(path: Path) -> np.ndarray:  # type: ignore[type-arg]
    with pdfium.PdfDocument(path) as pdf:
        return np.asarray(pdf[0].render(scale=1.5, grayscale=True).to_pil().convert("L"), dtype=float)


def hold_javascript(pdf: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    pdf.pages[0].obj.AA = Dictionary(O=script)


def hold_a_file(pdf: Pdf) -> None:
    pdf.attachments["bilaga.xlsx"] = pikepdf.AttachedFileSpec(pdf, b"PK", filename="bilaga.xlsx")


def hold_a_hidden_note(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), F=2, Contents=String("hemligt"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def hold_a_signature(pdf: Pdf) -> None:
    value = pdf.make_indirect(Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("x")))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), V=value, Rect=Array([0, 0, 0, 0]), F=4
        )
    )
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    pdf.pages[0].obj.Annots = Array([field])


def claim_falsely(pdf: Pdf) -> None:
    pdfa.declare(pdf, "2u", "falsk")
    del pdf.Root.OutputIntents


def tell_nonsense(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = String("Årsmöte \x00<&> 2031")
    pdf.docinfo["/CreationDate"] = String("i våras")
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta", Type=Name.Metadata, Subtype=Name.XML)
    pdf.trailer["/DocChecksum"] = Name("/00")


def be_pdf_2(pdf: Pdf) -> None:
    pdf.Root.Version = Name("/2.0")
    pdf.Root.Extensions = Dictionary(ISO_=Dictionary(BaseVersion=Name("/2.0"), ExtensionLevel=1))


@pytest.mark.parametrize("flavour", ["2u", "1b"])
@pytest.mark.parametrize(
    ("change", "note"),
    [
        (hold_javascript, ACTIONS), (hold_a_file, FILES), (hold_a_hidden_note, NOTES), (hold_a_signature, SIGNATURE),
        (claim_falsely, None), (tell_nonsense, None), (be_pdf_2, None),
    ],
)  # fmt: skip
def test_what_is_forbidden_goes_and_is_told(
    checker: Checker, tmp_path: Path, change: Change, note: str | None, flavour: str
) -> None:
    path = changed(drawn(tmp_path / "p.pdf"), change)
    draft = made(checker, path, tmp_path / "v", flavour)
    assert draft.method == MENDED
    assert draft.notes == ((note,) if note else ())
    assert words(draft.path) == words(path)
    assert np.array_equal(looks(draft.path), looks(path))


def test_a_lock_without_password_goes(checker: Checker, tmp_path: Path) -> None:
    path = changed(drawn(tmp_path / "p.pdf"), lambda pdf: None, encryption=pikepdf.Encryption(owner="x", user=""))
    draft = made(checker, path, tmp_path / "v")
    with pikepdf.open(draft.path) as pdf:
        assert not pdf.is_encrypted
    assert draft.method == MENDED


@pytest.mark.parametrize("font", ["Helvetica", "Times-BoldItalic", "Courier-Oblique"])
def test_a_standard_font_that_is_missing_gets_its_like(checker: Checker, tmp_path: Path, font: str) -> None:
    path = drawn(tmp_path / "p.pdf", font)
    draft = made(checker, path, tmp_path / "v")
    assert draft.method == MENDED and font in draft.notes[0]
    assert words(draft.path) == words(path)
    places = [[word.box for page in read_pages(file) for word in page.words] for file in (path, draft.path)]
    for was, became in zip(*places, strict=True):  # the letters themselves are a little broader or slimmer
        assert abs(was.x0 - became.x0) < 2.5 and abs(was.x1 - became.x1) < 2.5


def symbols(canvas: Canvas) -> None:
    canvas.setFont("Symbol", 11)
    canvas.drawString(70, 80, "abg")


def in_print_colours(canvas: Canvas) -> None:
    canvas.setFillColor(CMYKColor(0.2, 0.9, 0.1, 0.0))
    canvas.rect(70, 60, 200, 40, fill=1)


def see_through(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0, 0, 1, alpha=0.3))
    canvas.rect(70, 60, 200, 40, fill=1)


@pytest.mark.parametrize(("draw", "flavour"), [(symbols, "2u"), (in_print_colours, "2b"), (see_through, "1b")])
def test_what_cannot_be_mended_becomes_pictures_with_its_text(
    checker: Checker, tmp_path: Path, draw: Callable[[Canvas], None], flavour: str
) -> None:
    path = drawn(tmp_path / "p.pdf", draw=draw)
    draft = made(checker, path, tmp_path / "v", flavour)
    assert draft.method == PICTURED and "bilder" in draft.notes[0]
    assert set(" ".join(PROSE).split()) <= set(words(draft.path))
    assert np.abs(looks(draft.path) - looks(path)).mean() < 2.5


def test_transparency_stays_where_it_may(checker: Checker, tmp_path: Path) -> None:
    assert made(checker, drawn(tmp_path / "p.pdf", draw=see_through), tmp_path / "v").method == MENDED


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_text_of_a_turned_page_lies_on_its_words(checker: Checker, tmp_path: Path, turn: int) -> None:
    path = changed(drawn(tmp_path / "p.pdf", draw=symbols), lambda pdf: pdf.pages[0].rotate(turn, relative=True))
    document = read(path)
    draft = made(checker, path, tmp_path / "v", document=document)
    page = document.pages[0]
    (found,) = read_pages(draft.path)
    assert (found.width, found.height) == pytest.approx((page.width, page.height), abs=1)
    for word, wanted in zip(found.words, page.words, strict=True):
        assert word.text == page.text[wanted.span.start : wanted.span.end]
        assert abs(word.box.x0 - wanted.box.x0) < 3 and abs(word.box.y1 - wanted.box.y1) < 3


def test_what_is_pdfa_is_kept_to_the_byte(checker: Checker, tmp_path: Path) -> None:
    text = Document("cd" * 32, media.TXT, "protokoll.txt", (plain_page(1, "\n".join(PROSE)),))
    path = tmp_path / "p.pdf"
    set_text(text, "2u", path)
    draft = made(checker, path, tmp_path / "v")
    assert draft.method == KEPT and draft.path.read_bytes() == path.read_bytes()
    assert made(checker, path, tmp_path / "w", "2b").method == KEPT
    assert made(checker, path, tmp_path / "x", "1b").method == MENDED


def test_a_scan_keeps_its_pictures_and_gets_its_text(checker: Checker, tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "s.pdf", picture(lines(PROSE), tmp_path))
    page = read(drawn(tmp_path / "p.pdf")).pages[0]
    seen = Page(1, page.text, page.width, page.height, page.words, page.lines, text_source=TextSource.OCR)
    document = Document("ef" * 32, media.PDF, "s.pdf", (seen,))
    for flavour in pdfa.FLAVOURS:
        draft = made(checker, path, tmp_path / "v", flavour, document)
        assert draft.method == LAYERED and draft.notes == ()
        assert words(draft.path) == " ".join(PROSE).split()
        assert np.array_equal(looks(draft.path), looks(path))


@pytest.mark.parametrize("draw", [symbols, see_through])
def test_the_same_file_gives_the_same_bytes(checker: Checker, tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    path = drawn(tmp_path / "p.pdf", draw=draw)
    once, again = (made(checker, path, tmp_path / name).path.read_bytes() for name in ("v", "w"))
    assert once == again


def test_metadata_keeps_what_the_file_told(tmp_path: Path) -> None:
    def tell(pdf: Pdf) -> None:
        pdf.docinfo["/Title"] = String("Årsmöte <2031>")
        pdf.docinfo["/CreationDate"] = String("D:20310412093000+02'00'")

    path = changed(drawn(tmp_path / "p.pdf"), tell)
    with pikepdf.open(path) as pdf:
        pdfa.declare(pdf, "2u", "p.pdf")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            assert told["dc:title"] == "Årsmöte <2031>"
            assert told["xmp:CreateDate"] == "2031-04-12T09:30:00+02:00"
        assert pdfa.claim(pdf) == pdfa.Claim(2, "U")


def test_without_java_nothing_is_called_approved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    path = drawn(tmp_path / "p.pdf", draw=symbols)
    with Checker() as checker:
        assert checker.version is None
        assert checker.check(path, "2u").outcome == UNCHECKED
    # what would be refused for its fonts is not made, since nobody would notice
    workshop = Workshop(tmp_path, "2u", 100, None, is_checked=False)
    assert [draft.method for draft in workshop.drafts(path, read(path)) if isinstance(draft, Draft)] == [PICTURED]
