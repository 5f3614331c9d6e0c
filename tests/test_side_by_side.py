"""Two columns of names that were read one after the other are one list; two lists side by side stay two."""

from __future__ import annotations

from extractors import attendance, paragrafer
from extractors.facts import Facts, Text
from ingest.document import Box, Document, Line, Page, Span, TextSource

LEFT, RIGHT = 70.0, 300.0


def people(*rows: tuple[float, float, str]) -> list[tuple[str, str]]:
    """Rows as read (x, y, text), a § below; name and group of those present."""
    text, lines = "", []
    for x, y, words in (
        *rows,
        (LEFT, 400.0, "§ 1 Öppnande"),
        (LEFT, 420.0, "Mötet öppnades."),
        (LEFT, 440.0, "§ 2 Slut"),
    ):
        lines.append(Line(Span(len(text), len(text) + len(words)), Box(x, y, x + 6 * len(words), y + 12), 11.0))
        text += words + "\n"
    page = Page(1, text, 595, 842, lines=tuple(lines), text_source=TextSource.TEXT_LAYER)
    document = Document("0" * 64, "application/pdf", "protokoll.pdf", (page,))
    facts = Facts(kind=Text(value="protokoll", evidence=document.evidence(0, 4)))
    for extractor in (paragrafer.EXTRACTOR, attendance.EXTRACTOR):
        facts = facts.with_(extractor.run(document, facts))
    return [(a.name, a.group) for a in facts.attendance]


def test_one_list_in_two_columns() -> None:
    found = people(
        (LEFT, 60, "Protokoll"),
        (LEFT, 100, "Tid: 18:00–20:45"),
        (LEFT, 130, "Närvarande ledamöter"),
        (LEFT, 145, "Ada Björk, ordförande"),
        (LEFT, 160, "Bo Lindvall"),
        (LEFT, 190, "Övriga deltagare"),
        (LEFT, 205, "Siv Rosén, ekonom"),
        (RIGHT, 100, "Plats: Digitalt via Teams"),
        (RIGHT, 145, "Cia Nord, vice ordförande"),
        (RIGHT, 160, "Dan Ek"),
        (RIGHT, 205, "Kim Alm, sekreterare"),
    )
    members = ["Ada Björk", "Cia Nord", "Bo Lindvall", "Dan Ek"]
    assert found == [*((name, "beslutande") for name in members), ("Siv Rosén", "övrig"), ("Kim Alm", "övrig")]


def test_two_lists_side_by_side() -> None:
    found = people(
        (LEFT, 60, "Protokoll"),
        (LEFT, 130, "Beslutande"),
        (LEFT, 145, "Ada Björk, ordförande"),
        (LEFT, 160, "Bo Lindvall"),
        (RIGHT, 130, "Ersättare"),
        (RIGHT, 145, "Cia Nord"),
        (RIGHT, 160, "Dan Ek"),
    )
    assert dict(found) == {
        "Ada Björk": "beslutande",
        "Bo Lindvall": "beslutande",
        "Cia Nord": "ersättare",
        "Dan Ek": "ersättare",
    }
