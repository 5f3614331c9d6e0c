"""Fonts that a PDF names but does not carry, given by ones of the same widths: Liberation for Helvetica and such.

A viewer does the same each time it shows such a file (ISO 32000-1, 9.6.2.2: the standard fonts need not be embedded),
each viewer in its own way; PDF/A wants it settled. Only where every letter is as wide as the file says, so that no line
changes; and it is told. Any other font that is missing stays missing, and its pages become pictures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

from archive.handover.pdf_repairs import dictionaries, is_embedded
from archive.hidden_text import deflated

_FONT_FOLDER = Path("/usr/share/fonts")
_FAMILIES = (
    (re.compile(r"^(helvetica|arial)(mt)?$"), "LiberationSans"),
    (re.compile(r"^(times(new)?roman|times)(ps)?(mt)?$"), "LiberationSerif"),
    (re.compile(r"^(courier|couriernew)(ps)?(mt)?$"), "LiberationMono"),
)
_STYLES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
_WIDTH_SLACK = 3.0  # thousandths of an em: what rounding makes of the same width
_NOT_SYMBOLIC, _FIXED, _SERIF, _ITALIC = 32, 1, 2, 64


@dataclass(frozen=True)
class _Face:
    """A font program: what is embedded of it, and its widths in thousandths of an em by Unicode."""

    name: str
    data: bytes
    widths: Mapping[int, float]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    slant: float


def embed(pdf: Pdf) -> tuple[str, ...]:
    """Give the simple fonts that are missing their stand-ins; the names of those that got one, sorted."""
    programs: dict[str, Object] = {}
    given = set()
    for font in list(dictionaries(pdf)):
        if not _is_missing(font):
            continue
        face = _face_for(str(font.get("/BaseFont", "/"))[1:])
        letters = _letters(font.get("/Encoding")) if face else None
        if face is None or letters is None or not _fits(font, face, letters):
            continue
        if face.name not in programs:
            programs[face.name] = pdf.make_indirect(_descriptor(pdf, face))
        given.add(str(font.BaseFont)[1:])
        _give(font, face, letters, programs[face.name])
    return tuple(sorted(given))


def _is_missing(font: Any) -> bool:
    if font.get("/Type") != Name.Font or font.get("/Subtype") not in (Name.Type1, Name.TrueType):
        return False
    return not is_embedded(font.get("/FontDescriptor"))


def _face_for(name: str) -> _Face | None:
    plain = re.sub(r"^[A-Z]{6}\+", "", name).lower()
    is_bold, is_italic = "bold" in plain, "italic" in plain or "oblique" in plain
    family = re.sub(r"[\s,_-]|bold|italic|oblique|regular|roman$", "", plain) or plain
    family = "timesnewroman" if family == "timesnew" else family
    for pattern, stand_in in _FAMILIES:
        if pattern.match(family):
            return _face(f"{stand_in}-{_STYLES[is_bold, is_italic]}")
    return None


@lru_cache(maxsize=16)
def _face(name: str) -> _Face | None:
    """The installed font, cut down to the letters of Western Europe; None where it is not installed."""
    # imported here: it is slow to load, and most files carry their fonts
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped, unused-ignore]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped, unused-ignore]

    file = next(iter(sorted(_FONT_FOLDER.rglob(f"{name}.ttf"))), None)
    if file is None:
        return None
    # the day of making it would differ from run to run
    font = TTFont(file, recalcTimestamp=False)
    options = Options(notdef_outline=True, hinting=False, glyph_names=False, layout_features=[], name_IDs=[1, 2, 4, 6])
    options.drop_tables += ["FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes={ord(letter) for letter in _win_ansi().values()})
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    scale = 1000 / font["head"].unitsPerEm
    widths = {code: font["hmtx"][glyph][0] * scale for code, glyph in font.getBestCmap().items()}
    head, os2 = font["head"], font["OS/2"]
    return _Face(
        name=name,
        data=out.getvalue(),
        widths=widths,
        box=tuple(round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),
        ascent=round(font["hhea"].ascent * scale),
        descent=round(font["hhea"].descent * scale),
        cap_height=round(getattr(os2, "sCapHeight", 1409) * scale),
        slant=float(font["post"].italicAngle),
    )


@lru_cache(maxsize=1)
def _win_ansi() -> dict[int, str]:
    """WinAnsiEncoding (ISO 32000-1, annex D): code page 1252, with what it leaves empty as bullets."""
    letters = {code: bytes([code]).decode("cp1252", "replace").replace("\ufffd", "•") for code in range(32, 256)}
    return {**letters, 0x7F: "•", 0xA0: " ", 0xAD: "-"}


def _letters(encoding: Object | None) -> dict[int, str] | None:
    """What each code of a simple font means; None where it cannot be told or is written with other letters."""
    from fontTools import agl  # type: ignore[import-untyped, unused-ignore]
    from fontTools.encodings.MacRoman import MacRoman  # type: ignore[import-untyped, unused-ignore]
    from fontTools.encodings.StandardEncoding import StandardEncoding  # type: ignore[import-untyped, unused-ignore]

    def of_names(names: list[str]) -> dict[int, str]:
        return {code: agl.toUnicode(name) for code, name in enumerate(names) if name not in (".notdef", "")}

    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    if base == Name.WinAnsiEncoding:
        letters = dict(_win_ansi())
    elif base == Name.MacRomanEncoding:
        letters = of_names(list(MacRoman))
    elif base is None:
        letters = of_names(list(StandardEncoding))
    else:
        return None
    code = 0
    for entry in encoding.get("/Differences", Array()) if isinstance(encoding, Dictionary) else ():
        if isinstance(entry, Name):
            letters[code] = agl.toUnicode(str(entry)[1:])
            code += 1
        else:
            code = int(entry)
    return letters if all(len(letter) == 1 for letter in letters.values()) else None


def _fits(font: Any, face: _Face, letters: Mapping[int, str]) -> bool:
    """Whether the stand-in has every letter that differs from plain WinAnsi, as wide as the file says it is."""
    first = int(font.get("/FirstChar", 0))
    told = {first + at: float(width) for at, width in enumerate(font.get("/Widths") or [])}
    for code, letter in letters.items():
        width = face.widths.get(ord(letter))
        if width is None:
            if letter != _win_ansi().get(code) and code in told:
                return False
        elif told.get(code, 0.0) and abs(told[code] - width) > _WIDTH_SLACK:
            return False
    return True


def _give(font: Any, face: _Face, letters: Mapping[int, str], descriptor: Object) -> None:
    from fontTools.agl import UV2AGL  # type: ignore[import-untyped, unused-ignore]

    plain = _win_ansi()
    shown = {code: letter for code, letter in letters.items() if ord(letter) in face.widths}
    others = sorted(code for code, letter in shown.items() if letter != plain.get(code) and ord(letter) in UV2AGL)
    font.Subtype, font.FontDescriptor, font.BaseFont = Name.TrueType, descriptor, Name(f"/{face.name}")
    font.Encoding = Name.WinAnsiEncoding
    if others:
        differences = Array([item for code in others for item in (code, Name("/" + UV2AGL[ord(shown[code])]))])
        font.Encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=differences)
    font.FirstChar, font.LastChar = 0, 255
    font.Widths = Array([round(face.widths.get(ord(letter), 0.0), 3) for letter in _row({**plain, **shown})])


def _row(letters: Mapping[int, str]) -> Iterator[str]:
    return (letters.get(code, "\uffff") for code in range(256))


def _descriptor(pdf: Pdf, face: _Face) -> Dictionary:
    flags = _NOT_SYMBOLIC | (_ITALIC if face.slant else 0)
    flags |= _FIXED if "Mono" in face.name else _SERIF if "Serif" in face.name else 0
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{face.name}"),
        Flags=flags,
        FontBBox=Array(list(face.box)),
        ItalicAngle=face.slant,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.cap_height,
        StemV=120 if "Bold" in face.name else 80,
        FontFile2=deflated(pdf, face.data),
    )
