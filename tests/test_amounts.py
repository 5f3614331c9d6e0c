"""Sums of money: text → expected öre, and what holds for every text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.amounts import EXTRACTOR, find_amounts, role_of
from extractors.facts import Facts, Paragraf, Row, Table, kronor
from extractors.numerals import parse_numeral
from ingest.document import Document, Page, plain_page

# Text → the sums in it, in kronor.
FORMS = [
    ("nämnden anslår 1 250 000 kronor ur egna medel", ["1250000"]),
    ("ort med 5 000 invånare", []),
    ("timarvode 300 kr/tim, årsarvode 50 000 kr/år", ["300", "50000"]),
    ("en kostnad om 2.500.000:- exkl. moms", ["2500000"]),
    ("mellan 5 och 10 tkr", ["5000", "10000"]),
    ("ökar från 300 till 400 tkr", ["300000", "400000"]),
    ("100 000, 200 000 och 300 000 kr", ["100000", "200000", "300000"]),
    ("2000-3000 kr/mån", ["2000", "3000"]),
    ("100 000 – 150 000 kronor", ["100000", "150000"]),
    ("1,5–2 mkr", ["1500000", "2000000"]),
    ("20 tkr respektive 30 tkr", ["20000", "30000"]),
    ("20 respektive 30 tkr", ["20000", "30000"]),
    ("500 kr -700 kr", ["500", "700"]),
    # what stands before is not swallowed
    ("2024-05-27 500 kr", ["500"]),
    ("kl 13.15 500 kr", ["500"]),
    ("År 2023 500 000 kr", ["500000"]),
    ("§ 27 500 000 kr", ["500000"]),
    ("§§ 3–5 500 kr", ["500"]),
    ("50 % av 300 kr", ["300"]),
    ("31  500 kr", ["500"]),
    # headings of columns
    ("Budget 2024 tkr", []),
    ("2022 2023 2024 tkr", []),
    ("Utfall 2024-12-31 tkr", []),
    # signs
    ("Avvikelse mot budget – 156 tkr", ["-156000"]),
    ("Hyra – 500 kr", ["500"]),
    ("- 500 kr till fika", ["500"]),
    ("resultatet blev minus 1,2 mkr", ["-1200000"]),
    ("ett minus på 156 tkr", ["-156000"]),
    ("−447 tkr", ["-447000"]),
    ("utfall -47 tkr och +78 tkr", ["-47000", "78000"]),
    ("på – 1 765 tkr", ["-1765000"]),
    ("utfall 2023 -156 tkr", ["-156000"]),
    ("Kostnad: -500 kr", ["-500"]),
    # words
    ("en och en halv miljon kronor", ["1500000"]),
    ("en halv miljon kronor", ["500000"]),
    ("två och en halv miljoner kronor", ["2500000"]),
    ("ett hundra tusen kronor", ["100000"]),
    ("tjugofem-\ntusen kronor", ["25000"]),
    ("25 tusen kronor", ["25000"]),
    ("2,5 milj.kr", ["2500000"]),
    ("1,8 miljarder svenska kronor", ["1800000000"]),
    ("femtiotusen (50 000) kronor", ["50000"]),
    ("50 000 (femtiotusen) kronor", ["50000"]),
    ("några tusen kronor", []),
    ("Belopp i tusen kronor", []),
    ("avsätta 3,5 miljoner till projektet", ["3500000"]),
    ("bidrag till 3 miljoner människor", []),
    # letters read for digits
    ("5O 000 kr", ["50000"]),
    ("50 OOO kr", ["50000"]),
    # other forms
    ("21:50 kr", ["21.5"]),
    ("25 kronor och 50 öre", ["25.5"]),
    ("2 500:00 kr", ["2500"]),
    ("500,- per person", ["500"]),
    ("MSEK 6,26", ["6260000"]),
    ("SEK -500", ["-500"]),
    ("500 SEK 2024", ["500"]),
    ("1.250 mkr", ["1250000"]),
    ("1.250 kr", ["1250"]),
    ("1,234,567 kr", ["1234567"]),
    ("500 euro", []),
    ("75 000\nkronor", ["75000"]),
    ("3\u2009500\u00a0000\u202fkr", ["3500000"]),
    ("ett bidrag om 9\n   \n                Sida 4\n902 000 kr", ["902000"]),
    ("ett bidrag om 9\n                     \n902 000 kr", ["9902000"]),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text: str, expected: list[str]) -> None:
    assert [kronor(match.ore) for match in find_amounts(text)] == expected


@pytest.mark.parametrize(
    ("text", "printed", "approximate"),
    [
        ("för ca 40 tkr i år", "ca 40 tkr", True),
        ("om drygt 2 mkr.", "drygt 2 mkr", True),
        ("(- 12 tkr)", "- 12 tkr", False),
        ("högst 40 000 kr", "40 000 kr", False),
        ("laget + 29 tkr.", "+ 29 tkr", False),
    ],
)
def test_the_match_is_the_sum_as_printed(text: str, printed: str, approximate: bool) -> None:
    (match,) = find_amounts(text)
    assert (text[match.start : match.end], match.approximate) == (printed, approximate)


def test_letters_read_as_digits_are_told() -> None:
    assert find_amounts("5O 000 kr")[0].repaired
    assert not find_amounts("50 000 kr")[0].repaired


def document(*pages: str) -> Document:
    made: list[Page] = [plain_page(at, text) for at, text in enumerate(pages, 1)]
    return Document("00", "text/plain", "prov.txt", tuple(made))


def test_cells_of_tables_are_left_out_and_paragrafer_told() -> None:
    text = "§ 4 Bidrag\nAtt bevilja 20 tkr till kören.\nKostnad 70 tkr\nSlut. Mer text om 5 tkr."
    doc = document(text)
    cell = doc.evidence(text.index("Kostnad"), text.index("\nSlut"))
    table = Table(
        title=None,
        unit="tkr",
        columns=(),
        rows=(Row(label="Kostnad", values=(7_000_000,), evidence=cell),),
        evidence=cell,
    )
    paragraf = Paragraf(number="4", label="§ 4", heading="Bidrag", text=text, evidence=doc.evidence(0, len(text)))
    found = EXTRACTOR.run(doc, Facts(paragraphs=(paragraf,), tables=(table,)))["amounts"]
    assert [(a.text, a.ore, a.paragraf, a.role) for a in found] == [
        ("20 tkr", 2_000_000, 0, "granted"),
        ("5 tkr", 500_000, 0, None),
    ]


def test_a_sum_over_a_page_has_a_piece_a_page() -> None:
    found = EXTRACTOR.run(document("Bidraget är 12", "500 kr i år."), Facts())["amounts"]
    assert [piece.page.number for piece in found[0].evidence.pieces] == [1, 2]
    assert found[0].ore == 1_250_000


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Föreningen ansöker om 5 tkr.", "applied"),
        ("Budgeten är 5 tkr.", "budget"),
        ("Utfallet blev 5 tkr.", "outturn"),
        ("Prognosen är 5 tkr.", "forecast"),
        ("Hyran är 5 tkr.", "cost"),
        ("Överskottet blev 5 tkr.", "balance"),
        ("Det var 5 tkr.", None),
        ("Budgeten är antagen. Det kom 5 tkr.", None),
    ],
)
def test_role(text: str, role: str | None) -> None:
    match = find_amounts(text)[0]
    assert role_of(text, match.start, match.end) == role


grouping = st.sampled_from([" ", "\u00a0", "\u2009", ".", "\n", ""])
signs = st.sampled_from([("", 1), ("-", -1), ("−", -1), ("+ ", 1), ("minus ", -1), ("ca ", 1)])
unit = st.sampled_from(
    [("kr", 1), ("kronor", 1), ("SEK", 1), ("tkr", 1_000), ("mkr", 10**6), ("miljoner kronor", 10**6)]
)


@given(st.integers(0, 10**9), grouping, signs, unit)
def test_what_is_written_comes_back(value: int, between: str, sign: tuple[str, int], of: tuple[str, int]) -> None:
    if between == "." and (of[1] > 1 or value < 1_000):
        between = " "
    digits = f"{value:,}".replace(",", between, 1 if between == "\n" else -1).replace(",", " ")
    if between == "" and 1900 <= value <= 2099:
        return  # a year before a unit is a column's heading in some sentences
    text = f"Det blev i går {sign[0]}{digits} {of[0]} till laget."
    (match,) = find_amounts(text)
    assert match.ore == sign[1] * value * of[1] * 100
    assert text[match.start : match.end] == f"{sign[0]}{digits} {of[0]}"


@given(st.text(alphabet="0123456789 .,:-–−+§()\nkrtmKRSEKO tusen miljoner ca \u00a0", max_size=200))
@settings(max_examples=300)
def test_noise_never_raises_nor_overlaps(text: str) -> None:
    end = 0
    for match in find_amounts(text):
        assert end <= match.start < match.end <= len(text)
        end = match.end


SMALL = (
    "", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton", "fjorton",
    "femton", "sexton", "sjutton", "arton", "nitton",
)  # fmt: skip
TENS = ("", "", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")


def in_words(number: int) -> str:
    if number >= 10**6:
        many = number // 10**6
        return f"{in_words(many)} {'miljon' if many == 1 else 'miljoner'} {in_words(number % 10**6)}".strip()
    if number >= 1000:
        return f"{in_words(number // 1000)}tusen{in_words(number % 1000)}"
    if number >= 100:
        return f"{SMALL[number // 100]}hundra{in_words(number % 100)}"
    return SMALL[number] if number < 20 else TENS[number // 10] + SMALL[number % 10]


@given(st.integers(1, 10**9 - 1))
def test_number_words_come_back(number: int) -> None:
    assert parse_numeral(in_words(number)) == number


@pytest.mark.parametrize("text", ["miljoner", "och", "hundrahus", "tjugotjugo", "fem tio", "", "tusen miljoner tusen"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_numeral(text) is None
