"""A page's words as invisible text in a PDF: a box for every word, every letter with its meaning.

The font has one shape, a box as high as the type, drawn with no ink (render mode 3): what a viewer marks is just the
word's box. Letters get codes of their own in the order they come, and the ToUnicode map tells what they are, so å, ö
and § are copied and searched as such. The font is embedded and its widths agree with it, as PDF/A asks.
Sources: ISO 32000-2, 9.7 (composite fonts) and 9.10.3 (ToUnicode); OpenType 1.9 for the font's tables.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf

from archive.hidden_text import deflated
from ingest.document import Page, Span
from ingest.frame import Frame

FONT = "/SlutarkivText"
_EM = 1000
_ADVANCE = 500  # every letter's width in thousandths; each word is stretched to its box
_SPACE, _LETTER, _GAP = " ", 1, 2  # glyph numbers; 0 is the shape of a missing letter, never used
_LEAST = 0.1  # points: a box without width or height cannot be written in
_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_MAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass
class TextFont:
    """The letters that were written so far in one PDF; `object` makes the font of them."""

    _codes: dict[str, int] = field(default_factory=lambda: {_SPACE: 1})

    def encoded(self, text: str) -> str:
        """The text's codes as hexadecimal digits, four a letter."""
        return "".join(f"{self._codes.setdefault(letter, len(self._codes) + 1):04X}" for letter in text)

    def object(self, pdf: Pdf) -> Object:
        """The font with its widths, its shapes and what its codes mean."""
        glyphs = bytearray(2 * (len(self._codes) + 1))
        for letter, code in self._codes.items():
            struct.pack_into(">H", glyphs, 2 * code, _GAP if letter == _SPACE else _LETTER)
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(FONT),
            Flags=4,  # symbolic: the codes are its own
            FontBBox=Array([0, 0, _ADVANCE, _EM]),
            ItalicAngle=0,
            Ascent=_EM,
            Descent=0,
            CapHeight=_EM,
            StemV=80,
            FontFile2=deflated(pdf, _font_file()),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(FONT),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=_ADVANCE,
            CIDToGIDMap=deflated(pdf, bytes(glyphs)),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(FONT),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=deflated(pdf, self._meanings().encode("ascii")),
            )
        )

    def _meanings(self) -> str:
        lines = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in self._codes.items()]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        told = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return _MAP_HEAD + told + _MAP_TAIL


def content(page: Page, spans: list[Span], frame: Frame, font: TextFont) -> bytes:
    """The content stream that writes the words with these spans, in their order, where they stand.

    `frame` leads from the PDF's own coordinates to the upright page that the words' boxes refer to.
    """
    return ("q\nBT\n3 Tr\n" + "".join(_words(page, spans, frame, font)) + "ET\nQ\n").encode("ascii")


def _words(page: Page, spans: list[Span], frame: Frame, font: TextFont) -> Iterator[str]:
    wanted = {span.start for span in spans}
    words = [word for word in page.words if word.span.start in wanted]
    across, down = frame.width / (page.width or frame.width), frame.height / (page.height or frame.height)
    (x_x, x_y), (y_x, y_y) = frame.vector_back(1.0, 0.0), frame.vector_back(0.0, -1.0)
    for word in words:
        text = page.text[word.span.start : word.span.end]
        size = max(_LEAST, word.box.height * down)
        left, bottom = frame.point_back(word.box.x0 * across, word.box.y1 * down)
        stretch = 100 * max(_LEAST, word.box.width * across) / (len(text) * size * _ADVANCE / _EM)
        yield f"{FONT} {size:.3f} Tf {stretch:.3f} Tz\n"
        yield f"{x_x:g} {x_y:g} {y_x:g} {y_y:g} {left:.3f} {bottom:.3f} Tm\n<{font.encoded(text + _SPACE)}> Tj\n"


def _font_file() -> bytes:
    """The smallest TrueType font that every viewer takes: three glyphs, the second one a box."""
    box = struct.pack(">hhhhh H H", 1, 0, 0, _ADVANCE, _EM, 3, 0)  # one outline of four points, no instructions
    box += bytes([0x01] * 4)  # on the curve, steps as words
    box += struct.pack(">hhhh", 0, 0, _ADVANCE, 0) + struct.pack(">hhhh", 0, _EM, 0, -_EM)
    box += bytes(-len(box) % 4)
    tables = {
        b"cmap": struct.pack(">HH HHL HHH", 0, 1, 1, 0, 12, 0, 262, 0) + bytes(256),
        b"glyf": box,
        b"head": struct.pack(
            ">HHHHLLHHqqhhhhHHhhh",
            1, 0, 1, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _ADVANCE, _EM, 0, 8, 2, 1, 0,
        ),
        b"hhea": struct.pack(">HHhhhHhhhhhhhhhhhH", 1, 0, _EM, 0, 0, _ADVANCE, 0, 0, _ADVANCE, 1, *[0] * 7, 3),
        b"hmtx": struct.pack(">HhHhHh", _ADVANCE, 0, _ADVANCE, 0, _ADVANCE, 0),
        b"loca": struct.pack(">LLLL", 0, 0, len(box), len(box)),
        b"maxp": struct.pack(">HHH13H", 1, 0, 3, 4, 1, 0, 0, 2, *[0] * 8),
        b"name": struct.pack(">HHH", 0, 0, 6),
        b"post": struct.pack(">HHlhhLLLLL", 3, 0, 0, 0, 0, 1, 0, 0, 0, 0),
    }  # fmt: skip
    start = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag, total, start + len(body), len(table))
        body += padded
    return struct.pack(">LHHHH", 0x00010000, len(tables), 128, 3, 16 * len(tables) - 128) + directory + body
