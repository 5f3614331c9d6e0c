"""Running heads and feet: what each drawn document keeps as running text once they are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Box, Document, LineKind, Page, TextSource, plain_page
from ingest.headwords import alike, is_sign_box, key, page_number
from ingest.layout import lay_out
from ingest.margins import mark_margins
from ingest.raw import RawPage, RawWord

WIDTH, HEIGHT = 595.0, 842.0


def page(number: int, *lines: tuple[float, float, str], size: float = 10.0) -> Page:
    """A page with lines at (x, y) from the top left; letters are half as wide as high."""
    words = []
    for x, y, text in lines:
        for part in text.split():
            end = x + len(part) * size / 2
            words.append(RawWord(part, Box(x, y - 0.8 * size, end, y + 0.2 * size), size))
            x = end + size / 2
    raw = RawPage(number, WIDTH, HEIGHT, tuple(words))
    return lay_out(raw, text_source=TextSource.TEXT_LAYER, reason="", quality=1.0)


def told(pages: list[Page], kind: LineKind = LineKind.BODY) -> list[list[str]]:
    """The lines of a kind, page by page."""
    return [
        [p.text[line.span.start : line.span.end] for line in p.lines if line.kind is kind and line.span.end]
        for p in mark_margins(pages)
    ]


def body(*texts: str, y: float = 160.0) -> list[tuple[float, float, str]]:
    return [(70, y + 14 * at, text) for at, text in enumerate(texts)]


def minutes(count: int = 6) -> list[Page]:
    """A head of three lines and three cells, a § on each page at the same height, a box to sign in at the foot."""
    return [
        page(
            number,
            (70, 60, "Björkdals"), (290, 60, "Sammanträdesprotokoll"), (500, 60, "Sida"),
            (70, 72, "samverkansförbund"), (290, 72, "Sammanträdesdatum"), (500, 72, str(number)),
            (290, 84, "2023-04-18"),
            *body(f"BSF § {number + 10}", f"Ärende nummer {'abcdefghij'[number]}", "Beslut",
                  f"Att lägga {'hvitgrönblåsvart'[number:]} till handlingarna", y=140),
            (70, 780, "Justerandes sign"), (300, 780, "Utdragsbestyrkande"), (70, 800, "ab" if number % 2 else "c"),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def test_heads_of_several_lines_and_sign_boxes_are_told() -> None:
    pages = minutes()
    kept = told(pages)
    for number in range(2, 7):
        assert kept[number - 1][0] == f"BSF § {number + 10}"
        assert len(kept[number - 1]) == 4
    assert told(pages, LineKind.HEAD)[1] == [
        "Björkdals  Sammanträdesprotokoll  Sida",
        "samverkansförbund  Sammanträdesdatum  2",
        "2023-04-18",
    ]
    assert told(pages, LineKind.FOOT)[1] == ["Justerandes sign  Utdragsbestyrkande", "c"]


def test_the_first_page_keeps_its_head_as_text() -> None:
    assert told(minutes())[0][:3] == [
        "Björkdals  Sammanträdesprotokoll  Sida",
        "samverkansförbund  Sammanträdesdatum  1",
        "2023-04-18",
    ]


def test_words_spans_and_text_are_as_before() -> None:
    pages = minutes()
    for before, after in zip(pages, mark_margins(pages), strict=True):
        assert (before.text, before.words) == (after.text, after.words)
        assert [line.span for line in before.lines] == [line.span for line in after.lines]


def test_a_misread_or_broken_head_is_a_head() -> None:
    pages = minutes(8)
    pages[3] = page(
        4, (70, 60, "Bjorkdais Sammantradesprotokoll"), (500, 61, "Sida"), (70, 73, "samverkansförbund"),
        (290, 76, "Sammanträdesdatum 4"), (290, 88, "2023-04-1B"), *body("BSF § 14", "Ärende nummer e"),
    )  # fmt: skip
    assert told(pages)[3] == ["BSF § 14", "Ärende nummer e"]


def test_page_numbers_in_step_are_told_and_other_figures_kept() -> None:
    pages = [
        page(n, *body("Text " + "abcde"[n], "Summa", f"{n * 731}"), (290, 815, f"- {n + 2} -")) for n in range(1, 5)
    ]
    assert told(pages, LineKind.FOOT) == [["- 3 -"], ["- 4 -"], ["- 5 -"], ["- 6 -"]]
    assert told(pages)[2][-1] == "2193"


@pytest.mark.parametrize("text", ["Sida 1 (1)", "1(1)", "Sid 1/1", "1"])
def test_a_single_page_has_a_number_too(text: str) -> None:
    assert told([page(1, (500, 40, text), *body("Protokollsutdrag", "§ 4 Val"))], LineKind.HEAD) == [[text]]


def test_left_and_right_pages_may_differ() -> None:
    pages = [
        page(
            n,
            (70, 40, "Årsberättelse för Ekbacken") if n % 2 else (300, 40, "Kapitel om verksamheten"),
            *body("Stycke " + "abcdefghijk"[n], "med text"),
        )
        for n in range(1, 9)
    ]
    assert [len(lines) for lines in told(pages)] == [3] + [2] * 7


def test_what_repeats_below_the_head_is_text() -> None:
    """Every § begins on a new page: its number, heading and "Beslut" stand at one height throughout."""
    pages = [
        page(n, (70, 50, "Hamnstyrelsen"), *body(f"§ {n}", "Rubrik " + "abcdef"[n], "Beslut", "Att godkänna", y=80))
        for n in range(1, 6)
    ]
    assert told(pages)[1:] == [[f"§ {n}", "Rubrik " + "abcdef"[n], "Beslut", "Att godkänna"] for n in range(2, 6)]


def test_a_page_that_happens_to_begin_as_another_is_text() -> None:
    tops = ["Beslut", "Inledning", "Beslut", "Yrkande", "Ärendet", "Beslut", "Val", "Mål", "Jäv"]
    pages = [page(n, *body(top, "Att godkänna", y=70)) for n, top in enumerate(tops, 1)]
    assert [lines[0] for lines in told(pages)] == tops


def test_signatures_in_the_text_are_text() -> None:
    pages = minutes(4)
    pages[3] = page(4, *body("Underskrifter", "Ordförande", "Alva Berg", "Justerare", "Nils Ek", y=300))
    assert told(pages)[3] == ["Underskrifter", "Ordförande", "Alva Berg", "Justerare", "Nils Ek"]


HEAD = "Björkdals samverkansförbund\n\nSammanträdesprotokoll\n\nSammanträdesdatum\n\nSida\n\n2023-04-18\n\n{}\n\n"


def plain_minutes(count: int = 6) -> str:
    text = "Sammanträdesprotokoll\n\nSammanträdesdatum\n\n2023-04-18\n\nBeslutande\n\nAlva Berg\n\n"
    for number in range(2, count + 2):
        text += HEAD.format(number) + f"BSF § {number}\n\nÄrende\n\nStyrelsen noterar informationen.\n\n"
        text += "\tUtdragsbestyrkande\n--\t-----\n\n\n" if number % 2 else "Utdragsbestyrkande\n\n\n\n"
    return text


def test_heads_in_the_middle_of_plain_text_are_told() -> None:
    (kept,) = told([plain_page(1, plain_minutes())])
    expected = ["Sammanträdesprotokoll", "Sammanträdesdatum", "2023-04-18", "Beslutande", "Alva Berg"]
    for number in range(2, 8):
        expected += [f"BSF § {number}", "Ärende", "Styrelsen noterar informationen."]
    assert [line for line in kept if line] == expected


def test_plain_pages_are_one_text() -> None:
    pages = [plain_page(n, part) for n, part in enumerate(plain_minutes().split("\n\n\n"), 1) if part.strip()]
    kept = [line for lines in told(pages) for line in lines if line]
    assert "Utdragsbestyrkande" not in kept and kept.count("Sammanträdesdatum") == 1


def test_plain_text_without_heads_is_left_alone() -> None:
    text = "Protokoll\n\n" + "".join(f"§ {n} Val\n\nBeslut\n\nStyrelsen godkänner.\n\n{n}\n\n" for n in range(9))
    (marked,) = mark_margins([plain_page(1, text)])
    assert all(line.kind is LineKind.BODY for line in marked.lines)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Sida 3 (12)", (3, True)), ("3", (3, False)), ("3/12", (3, False)), ("5.", None), ("- 4 -", (4, False)),
        ("sid. 7", (7, True)), ("Page 2 of 9", (2, True)), ("Sida 2 av 9", (2, True)), ("2023-04-18", None),
        ("§ 3", None), ("3 kap", None), ("12 500", None),
    ],
)  # fmt: skip
def test_page_numbers(text: str, number: tuple[int, bool] | None) -> None:
    assert page_number(text) == number


@pytest.mark.parametrize(
    ("text", "is_box"),
    [
        ("Justerandes sign", True), ("Justerandes signatur  Utdragsbestyrkande", True), ("Utdragsbestyrkande", True),
        ("Ordförandens sign.  Justerarens sign.", True), ("Justerare: Alva Berg", False), ("Signering", False),
        ("Justerande", False), ("Beslut", False), ("Protokollet justeras med digital signering", False),
    ],
)  # fmt: skip
def test_boxes_to_sign_in(text: str, is_box: bool) -> None:
    assert is_sign_box(key(text)) is is_box


def test_keys_read_with_mistakes_are_alike() -> None:
    assert alike(key("Sammanträdesprotokoll 3"), key("Sammantradesprotokol1 3"))
    assert not alike(key("Sammanträdesdatum"), key("Sammanträdesplats och tid"))


texts = st.sampled_from(
    ["Sida 2", "Beslut", "§ 4", "Utdragsbestyrkande", "--", "2023-01-01", "7", "Text om saken.", ""]
)
lines = st.lists(st.tuples(st.sampled_from([20.0, 70.0, 300.0]), st.floats(20, 830), texts), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(lines, st.lists(texts, max_size=12)), max_size=5))
def test_nothing_but_the_kind_of_lines_changes(drawn: list[list[tuple[float, float, str] | str]]) -> None:
    pages = []
    for number, found in enumerate(drawn, 1):
        if all(isinstance(line, str) for line in found):
            pages.append(plain_page(number, "\n".join(str(line) for line in found)))
        else:
            pages.append(page(number, *(line for line in found if not isinstance(line, str))))
    marked = mark_margins(pages)
    assert [(p.text, p.words, [line.span for line in p.lines]) for p in pages] == [
        (p.text, p.words, [line.span for line in p.lines]) for p in marked
    ]
    document = Document("0" * 64, "text/plain", "a", marked)
    assert len(document.flow) == len(document.text)


SHARED = Path(__file__).parents[1].parent / "shared" / "documents"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not here")
def test_text_and_layout_of_one_document_agree() -> None:
    """The §§ of the same minutes begin with the same lines, whether they came as PDF or as text."""
    from ingest.pdf import read_pages

    drawn = [
        lay_out(raw, text_source=TextSource.TEXT_LAYER, reason="", quality=1.0)
        for raw in read_pages(SHARED / "001.pdf")
    ]
    plain = [plain_page(1, (SHARED / "001.txt").read_text())]
    for pages in (drawn, plain):
        running = [line for lines in told(pages, LineKind.HEAD) + told(pages, LineKind.FOOT) for line in lines]
        assert sum("Sammanträdesdatum" in line for line in running) >= 10
        kept = [line.strip() for lines in told(pages) for line in lines if line.strip()]
        assert sum("Sammanträdesprotokoll" in line for line in kept) == 1
        assert sum(line.startswith("SFV §") for line in kept) == 12
        assert not any("Utdragsbestyrkande" in line for line in kept)


def test_a_heading_that_comes_first_on_some_pages_is_no_running_head() -> None:
    head = (70.0, 40.0, "Styrelsen för Lövdalen")
    pages = [
        page(
            number, head, (70, 80, "Beslut" if number > 1 else "Protokoll"), (70, 95, f"att godkänna rapport {number}"),
            (70, 300, "Beslut"), (70, 315, "att avslå ansökan"),
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    assert told(pages, LineKind.HEAD)[1:] == [["Styrelsen för Lövdalen"]] * 2
    assert [lines[0] for lines in told(pages)[1:]] == ["Beslut", "Beslut"]
