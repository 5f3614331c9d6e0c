"""The words of a PDF page with their boxes, as pdfium's text page gives them.

pdfium's text has a character for every glyph, spaces where the gap says so, and U+FFFE (0x02) for a hyphen at a line's
end, after which the next line follows at once. A word's box spans from its first letter to its last.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

from pypdfium2 import raw as pdfium

from ingest.document import Box
from ingest.frame import Frame
from ingest.printed_once import printed_once
from ingest.raw import RawWord
from ingest.typography import LIGATURES, NOTHING

_WORD = re.compile("[^\\s\x00-\x1f\ufffe]+\ufffe?|\ufffe")
# Codes no letter belongs to, beside or between letters: glyphs the font has no letters for.
_NO_LETTER = re.compile("(?<=\\w)[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f]|[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f](?=\\w)")
_DROPPED = dict.fromkeys([*range(0x20), 0x7F, *map(ord, NOTHING), 0xFFFF])
_REPLACED = {
    0xFFFE: "-", 0x2010: "-", 0x2011: "-",
    **{ord(sign): letters for sign, letters in LIGATURES.items()},
    # Word's bullets come in the private area of the Symbol and Wingdings fonts.
    0xF0B7: "•", 0xF0A7: "•", 0xF0A8: "•", 0xF06C: "•", 0xF076: "•", 0xF0D8: "•", 0xF0FC: "•", 0xF02D: "-",
}  # fmt: skip
_WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}  # "•" and "–" given by their old codes
_SIGNS = {**_DROPPED, **_WINDOWS, **_REPLACED}
_PLAIN = re.compile("[ -~åäöÅÄÖéÉ§–”•]+")  # nothing in it to resolve
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi|[-,]bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_SMALLER = 0.8  # of its neighbour's size: a raised note sign rather than part of the word

# These two are called for every word; taking addresses as plain numbers halves what a call costs.
_LOOSE_BOX = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_TEXT_OBJECT = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


@dataclass(frozen=True, slots=True)
class SidewaysWord:
    """A word that does not run from left to right as the page is shown; `direction` in degrees clockwise."""

    word: RawWord
    direction: int


@dataclass(frozen=True, slots=True)
class _Look:
    """How a text object is drawn; `level` where its letters stand upright and unstretched on the page itself."""

    size: float
    bold: bool
    invisible: bool
    direction: int
    level: bool
    up: tuple[float, float]


def tidy(text: str) -> str:
    """A word's signs made one way: NFC, ligatures and soft hyphens resolved, signs that show nothing dropped."""
    if _PLAIN.fullmatch(text):
        return text
    if text.endswith("\xad"):
        text = text[:-1] + "-"
    return unicodedata.normalize("NFC", text.replace("\xad", "").translate(_SIGNS))


def _with_all_signs(text: str) -> str:
    """pdfium's text with signs that would be taken for spaces or nothing, the same length."""
    return _NO_LETTER.sub("\ufffd", text).replace("\x85", "…")


def read_words(page: Any, frame: Frame) -> tuple[list[RawWord], list[SidewaysWord]] | None:
    """The page's words in pdfium's order, apart the ones that run another way; None where its text cannot be read."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return None
    try:
        return _TextPage(text_page, frame).read()
    finally:
        pdfium.FPDFText_ClosePage(text_page)


class _TextPage:
    def __init__(self, handle: Any, frame: Frame) -> None:
        self._handle = handle
        self._address = ctypes.cast(handle, ctypes.c_void_p).value
        self._frame = frame
        self._rect = pdfium.FS_RECTF()
        self._rect_address = ctypes.addressof(self._rect)
        self._looks: dict[int, _Look] = {}
        self._bold_fonts: dict[int, bool] = {}

    def read(self) -> tuple[list[RawWord], list[SidewaysWord]]:
        words: list[RawWord] = []
        sideways: list[SidewaysWord] = []
        text = self._text()
        places = [match.span() for match in _WORD.finditer(text)]
        objects = [self._object(start) for start, _ in places]
        for (first, last), key, next_key in zip(places, objects, objects[1:] + [0][: len(objects)], strict=True):
            # Where the next word is of the same object, so is all of this one.
            whole = ((first, last, self._look(key, first)),) if key == next_key else self._parts(first, last, key)
            for start, end, look in whole:
                printed = tidy(text[start:end])
                if not printed:
                    continue
                box = self._box(start, end, look)
                word = RawWord(printed, box, look.size, look.bold, 1.0, look.invisible)
                if look.direction:
                    sideways.append(SidewaysWord(word, look.direction))
                else:
                    words.append(word)
        return printed_once(words), sideways

    def _text(self) -> str:
        """A character for every one of pdfium's, at the same index."""
        count = pdfium.FPDFText_CountChars(self._handle)
        if count < 1:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self._handle, 0, count, buffer)
        text = bytes(buffer).decode("utf-16-le", "surrogatepass")[:-1]
        if written == count + 1 and len(text) == count and not re.search("[\x00\ud800-\udfff]", text):
            return _with_all_signs(text)
        # Signs beyond the basic plane, or left out of the text: ask for each.
        codes = (pdfium.FPDFText_GetUnicode(self._handle, at) for at in range(count))
        text = "".join("\ufffe" if code == 2 else chr(code) if 0 < code <= 0x10FFFF else "\x00" for code in codes)
        return _with_all_signs(text)

    def _object(self, at: int) -> int:
        """The address of the object that drew a letter; 0 where pdfium has put it in."""
        return _TEXT_OBJECT(self._address, at) or 0

    def _parts(self, start: int, end: int, key: int) -> Iterator[tuple[int, int, _Look]]:
        """A word as it is, or cut where a raised note sign of smaller type hangs on to it."""
        look = self._look(key, start)
        if end - start == 1 or self._object(end - 1) == key:
            yield start, end, look
            return
        for at in range(start + 1, end):
            other_key = self._object(at)
            if other_key in (0, key):
                continue
            key, other = other_key, self._look(other_key, at)
            ratio = other.size / look.size if look.size else 1.0
            if not _SMALLER <= ratio <= 1 / _SMALLER or other.direction != look.direction:
                yield start, at, look
                start, look = at, other
        yield start, end, look

    def _look(self, key: int, at: int) -> _Look:
        look = self._looks.get(key)
        if look is None or not key:
            look = self._looks[key] = self._new_look(at)
        return look

    def _new_look(self, at: int) -> _Look:
        pointer = pdfium.FPDFText_GetTextObject(self._handle, at)
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(self._handle, at, ctypes.byref(matrix)):
            matrix.a = matrix.d = 1.0
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        rise = hypot(c, d) or 1.0
        size = pdfium.FPDFText_GetFontSize(self._handle, at) * rise
        mode = pdfium.FPDFTextObj_GetTextRenderMode(pointer) if pointer else 0
        return _Look(
            size=size,
            bold=mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE or (bool(pointer) and self._is_bold(pointer)),
            invisible=mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
            direction=self._frame.direction(a, b),
            level=abs(b) < 1e-3 and abs(c) < 1e-3 and a > 0 and abs(a - d) < 0.02 * a,
            up=(c / rise, d / rise),
        )

    def _is_bold(self, pointer: Any) -> bool:
        font = pdfium.FPDFTextObj_GetFont(pointer)
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self._bold_fonts:
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, name, 200)
            self._bold_fonts[key] = (
                pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
                or bool(_BOLD_NAME.search(name.value))
                or bool(pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD)
            )
        return self._bold_fonts[key]

    def _box(self, start: int, end: int, look: _Look) -> Box:
        if not look.level:
            return self._tight_box(start, end, look)
        rect = self._rect
        _LOOSE_BOX(self._address, start, self._rect_address)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if end - start > 1:
            _LOOSE_BOX(self._address, end - 1, self._rect_address)
            if rect.left < left - look.size or rect.top < bottom or rect.bottom > top:
                return self._tight_box(start, end, look)  # letters that do not follow each other
            right = rect.right if rect.right > right else right
            if rect.bottom != bottom or rect.top != top:
                bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        return self._frame.box(left, bottom, right, top)

    def _tight_box(self, start: int, end: int, look: _Look) -> Box:
        """Around the ink of every letter, and as high as the type where the letters stand on a line."""
        xs: list[float] = []
        ys: list[float] = []
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for at in range(start, end):
            if pdfium.FPDFText_GetCharBox(self._handle, at, left, right, bottom, top):
                xs += (left.value, right.value)
                ys += (bottom.value, top.value)
        x, y = ctypes.c_double(), ctypes.c_double()
        if pdfium.FPDFText_GetCharOrigin(self._handle, start, x, y):
            for rise in (-0.22 * look.size, 0.88 * look.size):  # usual descent and ascent
                xs.append(x.value + rise * look.up[0])
                ys.append(y.value + rise * look.up[1])
        if not xs:
            return Box(0.0, 0.0, 0.0, 0.0)
        return self._frame.box(min(xs), min(ys), max(xs), max(ys))
