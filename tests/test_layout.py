"""Loose words become text in reading order: a drawn page (one letter of the drawing, one place) → the expected text."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Box, LineKind, Page, TextSource
from ingest.layout import lay_out
from ingest.raw import RawPage, RawWord, Rule
from ingest.rows import gather_rows

SIZE = 10.0
ADVANCE = 5.0  # points a letter
LEADING = 13.0
WIDTH, HEIGHT = 595.0, 842.0


def set_words(
    text: str, x: float, y: float, size: float = SIZE, *, bold: bool = False, gap: float = 0.5
) -> list[RawWord]:
    """The words of one line of type that stands on y; double spaces in `text` are wider gaps."""
    words, advance = [], ADVANCE * size / SIZE
    for part in text.split(" "):
        if part:
            end = x + len(part) * advance
            words.append(RawWord(part, Box(x, y - 0.8 * size, end, y + 0.2 * size), size, bold))
            x = end
        x += gap * size
    return words


def set_lines(lines: list[str], x: float = 70.0, y: float = 100.0, leading: float = LEADING) -> list[RawWord]:
    return [word for at, line in enumerate(lines) if line for word in set_words(line, x, y + at * leading)]


def laid_out(words: list[RawWord], rules: tuple[Rule, ...] = ()) -> Page:
    raw = RawPage(1, WIDTH, HEIGHT, tuple(words), rules)
    return lay_out(raw, text_source=TextSource.TEXT_LAYER, reason="", quality=1.0)


PROSE = [
    "Styrelsen har under våren gått igenom hur medlen",
    "används och vilka insatser som ger bäst resultat för",
    "dem som deltar. Genomgången visar att de som får stöd",
    "tidigt oftare kommer vidare, och att samarbetet mellan",
    "parterna fungerar bättre när ansvaret är tydligt delat.",
    "Arbetet fortsätter under hösten med en uppföljning av",
    "varje insats för sig innan budgeten beslutas.",
]


def test_lines_and_words_come_with_their_places() -> None:
    words = set_words("§ 4 Budget", 70, 100, 14, bold=True) + set_lines(PROSE[:2], y=125)
    page = laid_out(words)
    assert page.text == "§ 4 Budget\n\n" + "\n".join(PROSE[:2])
    heading, first, _ = page.lines
    assert (heading.size, heading.bold, first.size, first.bold) == (14, True, 10, False)
    for word, raw in zip(page.words, words, strict=True):
        assert page.text[word.span.start : word.span.end] == raw.text and word.box == raw.box


def test_the_order_of_the_words_does_not_matter() -> None:
    words = set_lines(PROSE)
    random.Random(4).shuffle(words)
    assert laid_out(words).text == "\n".join(PROSE)


def test_a_new_paragraph_follows_an_empty_line() -> None:
    words = set_lines(PROSE[:4]) + set_lines(PROSE[4:], y=100 + 4 * LEADING + 5)
    assert laid_out(words).text == "\n".join([*PROSE[:4], "", *PROSE[4:]])


def test_a_wide_line_spacing_is_no_row_of_paragraphs() -> None:
    assert laid_out(set_lines([*PROSE, *PROSE], leading=21)).text == "\n".join([*PROSE, *PROSE])


def test_cells_are_told_by_two_spaces_and_read_row_by_row() -> None:
    words = []
    for at, (label, value) in enumerate(
        [
            ("Plats och tid", "Stora salen, kl. 13.00–15.30"),
            ("Beslutande", "Alva Berg, ordförande"),
            ("", "Nils Ek, vice ordförande"),
            ("", "Siv Holm, ledamot"),
            ("Ersättare", "Ove Lind, ersättare"),
            ("Sekreterare", "Tage Sund, nämndsekreterare"),
        ]
    ):
        words += set_words(label, 70, 100 + at * LEADING) + set_words(value, 200, 100 + at * LEADING)
    assert laid_out(words).text.split("\n") == [
        "Plats och tid  Stora salen, kl. 13.00–15.30",
        "Beslutande  Alva Berg, ordförande",
        "Nils Ek, vice ordförande",
        "Siv Holm, ledamot",
        "Ersättare  Ove Lind, ersättare",
        "Sekreterare  Tage Sund, nämndsekreterare",
    ]


def test_figures_in_columns_are_read_row_by_row() -> None:
    rows = [("Intäkter", "1 200", "1 150"), ("Personal", "- 800", "- 790"), ("Lokaler", "- 120", "- 118")] * 3
    words = []
    for at, cells in enumerate(rows):
        for x, cell in zip((70, 300, 400), cells, strict=True):
            words += set_words(cell, x, 100 + at * 20, gap=0.3)
    assert laid_out(words).text == "\n".join("  ".join(cells) for cells in rows)


def two_columns(top: float = 100.0) -> list[RawWord]:
    return set_lines(PROSE, 40, top) + set_lines([line.upper() for line in PROSE], 325, top)


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    heading = set_words("Ett nyhetsblad om årets stora insatser, med en rubrik över båda spalterna", 40, 70, 13)
    below = set_words("Ansvarig utgivare är styrelsens ordförande, som nås på kansliet alla dagar i veckan", 40, 260)
    page = laid_out(heading + two_columns() + below)
    body = "\n".join(PROSE)
    assert page.text.split("\n\n")[1:] == [
        body,
        body.upper(),
        "Ansvarig utgivare är styrelsens ordförande, som nås på kansliet alla dagar i veckan",
    ]


def test_prose_in_a_ruled_table_is_read_row_by_row() -> None:
    rules = tuple(Rule(35, y, 590, y) for y in (88, 104.5, 130.5, 160))
    assert laid_out(two_columns(), rules).text.startswith(f"{PROSE[0]}  {PROSE[0].upper()}")


def test_a_rule_between_two_words_parts_cells() -> None:
    words = set_words("Mål Utfall", 70, 100)
    bar = Rule(88.5, 90, 88.5, 120)
    assert laid_out(words).text == "Mål Utfall"
    assert laid_out(words, (bar,)).text == "Mål  Utfall"


def test_a_raised_note_sign_stays_on_its_line() -> None:
    words = set_lines(PROSE[:3])
    end = words[-1].box
    words.append(RawWord("2", Box(end.x1 + 0.5, end.y0 - 2.5, end.x1 + 4, end.y0 + 4), 6.0))
    assert laid_out(words).text == "\n".join(PROSE[:3]) + " 2"


def test_small_type_beside_large_keeps_its_lines() -> None:
    words = set_words("BJÖRKDAL", 60, 100, 20)
    words += set_words("Protokoll", 300, 90, 9) + set_words("2023-04-18", 300, 102, 9) + set_words("Sida 2", 450, 90, 9)
    lines = laid_out(words).text.split("\n")
    assert "Protokoll  Sida 2" in lines
    assert sum("2023-04-18" in line for line in lines) == 1


def test_words_that_run_up_the_page_are_margin_notes() -> None:
    words = set_lines(PROSE)
    words.append(RawWord("Underskriftsnummer", Box(20, 300, 28, 400), 8.0))
    page = laid_out(words)
    assert page.text == "\n".join(PROSE) + "\n\nUnderskriftsnummer"
    assert [line.kind for line in page.lines][-2:] == [LineKind.BODY, LineKind.MARGIN]


def test_a_word_drawn_twice_is_kept_once() -> None:
    words = set_lines(PROSE[:2])
    shifted = [
        RawWord(w.text, Box(w.box.x0 + 0.3, w.box.y0, w.box.x1 + 0.3, w.box.y1), w.size, w.bold, 1.0, True)
        for w in words
    ]
    assert laid_out(words + shifted).text == "\n".join(PROSE[:2])


@pytest.mark.parametrize("slant", [-0.02, -0.004, 0.004, 0.02])
def test_slanting_and_uneven_boxes_of_a_scan(slant: float) -> None:
    """Boxes as an engine gives them: close around the ink, off by a little, on a page that is not quite straight."""
    noise = random.Random(7)
    words = []
    for word in set_lines(PROSE) + set_words("Beslut", 70, 230) + set_words("Bilaga 3", 480, 230):
        low = 0.0 if any(letter in "gjpqyå" for letter in word.text) else -0.2
        high = 0.0 if word.text[0].isupper() else 0.15
        shift = slant * word.box.x0
        y0 = word.box.y0 + high * SIZE + shift + noise.uniform(-0.5, 0.5)
        y1 = word.box.y1 + low * SIZE + shift + noise.uniform(-0.5, 0.5)
        words.append(RawWord(word.text, Box(word.box.x0, y0, word.box.x1, y1), SIZE + noise.uniform(-1, 1)))
    assert laid_out(words).text == "\n".join(PROSE) + "\n\nBeslut  Bilaga 3"


def test_a_box_that_swallows_its_neighbours_keeps_the_order() -> None:
    words = set_words("SFB § 23 Val av revisor", 70, 100)
    first = words[0]
    words[0] = RawWord(first.text, Box(70, first.box.y0, words[2].box.x1, first.box.y1), SIZE)
    assert laid_out(words).text == "SFB § 23 Val av revisor"


def test_words_outside_the_page_are_cut_or_dropped() -> None:
    inside = RawWord("kant", Box(580, 90, 610, 100), SIZE)
    outside = RawWord("borta", Box(700, 90, 730, 100), SIZE)
    page = laid_out([inside, outside])
    assert page.text == "kant" and page.words[0].box.x1 == WIDTH


def test_an_empty_page_is_a_page() -> None:
    page = laid_out([])
    assert (page.text, page.words, page.lines) == ("", (), ())


boxes = st.tuples(st.floats(0, 560), st.floats(0, 820), st.floats(1, 200), st.floats(1, 40))
loose_words = st.lists(st.tuples(st.from_regex(r"[a-zåäö0-9§.,-]{1,12}", fullmatch=True), boxes), max_size=40)


@settings(max_examples=150, deadline=None)
@given(loose_words)
def test_whatever_the_boxes_every_word_stands_in_the_text_once(found: list[tuple[str, tuple[float, ...]]]) -> None:
    words = [
        RawWord(text, Box(x, y, min(x + w, WIDTH), min(y + h, HEIGHT)), max(4.0, min(h, 30.0)))
        for text, (x, y, w, h) in found
    ]
    page = laid_out(words)
    assert [page.text[w.span.start : w.span.end] for w in page.words] == page.text.split()
    assert not (Counter(page.text.split()) - Counter(word.text for word in words))
    assert {word.text for word in words} == set(page.text.split())
    for line in page.text.split("\n"):
        assert line == line.strip() and "   " not in line
    assert [page.text[line.span.start : line.span.end] for line in page.lines] == [
        line for line in page.text.split("\n") if line
    ]


def test_many_words_are_gathered_quickly() -> None:
    """Rows are looked up by height: forty times the words must not take hundreds of times the time."""
    words = [word for at in range(600) for word in set_words(PROSE[at % 7], 70, 10 + at * LEADING)]
    rows = gather_rows(words)
    assert len(rows) == 600 and [word.text for row in rows[:7] for word in row.words] == " ".join(PROSE).split()
