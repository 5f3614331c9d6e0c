"""What PDF/A forbids, out of an open PDF, as long as the page looks the same without it.

Told in Swedish where something a reader may ask for is gone: it is still in the original, which goes along always.
What cannot be mended so (fonts that are not embedded, colours without a meaning, transparency in PDF/A-1) is left as
it is, and veraPDF refuses the file.
Sources: ISO 19005-1 and ISO 19005-2; ISO 32000-1 for the entries' meanings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from archive.rendition import without_signatures

SIGNATURE = "Underskriften finns i originalet."
FILES = "Inbäddade filer finns i originalet."
ACTIONS = "Skript och åtgärder finns i originalet."
NOTES = "Dolda anteckningar finns i originalet."
MEDIA = "Ljud, film och 3D finns i originalet."

_ACTIONS = {"/GoTo", "/GoToR", "/Thread", "/URI", "/Named", "/SubmitForm"}  # ISO 19005-2, 6.5.1
_NAMED = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_PLAYS = {"/3D", "/Sound", "/Screen", "/Movie", "/RichMedia", "/FileAttachment"}  # 6.3.1
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLE = 1, 2, 4, 32, 256
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_DEEPEST = 12  # dictionaries within an object


def repair(pdf: Pdf, flavour: str) -> tuple[str, ...]:
    """Take out what the flavour forbids and the page does not show; what a reader may miss, in Swedish."""
    told: set[str] = set()
    _from_catalogue(pdf, told)
    for page in pdf.pages:
        _from_annotations(pdf, page.obj, told)
        for key in ("/PresSteps", "/AF"):
            _without(page.obj, key)
        if flavour[0] == "1":
            _without(page.obj, "/Group")  # of no effect where nothing is transparent; else veraPDF tells
    root = pdf.Root.objgen
    for thing in dictionaries(pdf):
        _from_dictionary(pdf, thing, flavour, told, is_root=thing.is_indirect and thing.objgen == root)
    return tuple(sorted(told))


def has_loose_fonts(pdf: Pdf) -> bool:
    """Whether a font that the file may draw with is not embedded in it: it then looks otherwise on another machine."""
    return any(
        thing.get("/Type") == Name.Font
        and thing.get("/Subtype") not in (Name.Type0, Name.Type3)
        and not is_embedded(thing.get("/FontDescriptor"))
        for thing in dictionaries(pdf)
    )


def is_embedded(descriptor: Object | None) -> bool:
    """Whether a font descriptor has its font with it."""
    return isinstance(descriptor, Dictionary) and any(key in descriptor for key in _FONT_FILES)


def _from_catalogue(pdf: Pdf, told: set[str]) -> None:
    root = pdf.Root
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        for key, message in (
            ("/JavaScript", ACTIONS), ("/EmbeddedFiles", FILES), ("/AlternatePresentations", ""), ("/Renditions", ""),
        ):  # fmt: skip
            if _without(names, key) and message:
                told.add(message)
    if _without(root, "/Collection") or _without(root, "/AF"):
        told.add(FILES)
    # the version in force is the one the file is written with
    for key in ("/Requirements", "/Version", "/Extensions"):
        _without(root, key)
    if without_signatures(pdf):
        told.add(SIGNATURE)
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary):
        if _without(form, "/NeedAppearances"):
            pdf.generate_appearance_streams()
        _without(form, "/XFA")
    layers = root.get("/OCProperties")
    if isinstance(layers, Dictionary):
        for at, config in enumerate([layers.get("/D"), *(layers.get("/Configs") or [])]):
            if isinstance(config, Dictionary):
                _without(config, "/AS")
                config.Name = config.get("/Name", f"Lager {at + 1}")


def _from_annotations(pdf: Pdf, page: Any, told: set[str]) -> None:
    """Annotations that are not to be seen go; the others are printed as well (6.3.2)."""
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return
    kept = []
    for note in notes:
        if not isinstance(note, Dictionary):
            continue
        flags = int(note.get("/F", 0))
        if str(note.get("/Subtype")) in _PLAYS:
            told.add(FILES if note.Subtype == Name.FileAttachment else MEDIA)
        elif flags & (_INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLE):
            told.add(NOTES)
        else:
            note.F = flags | _PRINT
            if note.get("/Subtype") == Name.Widget:
                _without(note, "/A")
            looks = note.get("/AP")
            if isinstance(looks, Dictionary):
                for key in ("/R", "/D"):  # how it looks under the mouse
                    _without(looks, key)
            elif note.get("/Subtype") == Name.Widget and _is_without_area(note.get("/Rect")):
                note.AP = Dictionary(N=pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 0, 0]))
            kept.append(note)
    page.Annots = Array(kept)


def _is_without_area(rect: Any) -> bool:
    """Whether nothing can be seen in it: the field of a signature that has no picture."""
    return isinstance(rect, Array) and len(rect) == 4 and (rect[0] == rect[2] or rect[1] == rect[3])


def _from_dictionary(pdf: Pdf, thing: Any, flavour: str, told: set[str], *, is_root: bool) -> None:
    if _without(thing, "/AA"):
        told.add(ACTIONS)
    for key in ("/A", "/OpenAction", "/Next"):
        if key in thing and not _is_allowed(thing[key]):
            del thing[key]
            told.add(ACTIONS)
    if _without(thing, "/EF"):
        told.add(FILES)
    if not is_root:
        _without(thing, "/Metadata")
    kind = thing.get("/Subtype")
    if kind == Name.Image:
        for key in ("/Interpolate", "/Alternates", "/OPI"):
            _without(thing, key)
    elif kind == Name.Form:
        for key in ("/OPI", "/PS", "/Subtype2", "/Ref"):
            _without(thing, key)
    if thing.get("/Type") == Name.FontDescriptor and flavour[0] != "1":
        # may be left out, and may not be wrong (ISO 19005-2, 6.2.11.4.2)
        for key in ("/CIDSet", "/CharSet"):
            _without(thing, key)
    if thing.get("/Subtype") == Name.CIDFontType2 and flavour[0] == "1":
        _tell_letters(pdf, thing)
    if thing.get("/Type") == Name.ExtGState:
        for key in ("/TR", "/HTP"):
            _without(thing, key)
        if thing.get("/TR2") != Name.Default:
            _without(thing, "/TR2")


def _tell_letters(pdf: Pdf, font: Any) -> None:
    """Which letters a cut-down font has: PDF/A-1 asks for it (6.3.5), and few programs write it."""
    descriptor = font.get("/FontDescriptor")
    if not is_embedded(descriptor) or "/FontFile2" not in descriptor or font.get("/CIDToGIDMap") != Name.Identity:
        return
    count = _glyph_count(descriptor.FontFile2.read_bytes())
    if count:
        full, rest = divmod(count, 8)
        last = bytes([0xFF << (8 - rest) & 0xFF]) if rest else b""
        descriptor.CIDSet = pdf.make_stream(b"\xff" * full + last)


def _glyph_count(data: bytes) -> int:
    """How many glyphs a TrueType font has, from its table "maxp"; 0 where it has none."""
    for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        if data[at : at + 4] == b"maxp":
            start = int.from_bytes(data[at + 8 : at + 12], "big")
            return int.from_bytes(data[start + 4 : start + 6], "big")
    return 0


def _is_allowed(action: Any) -> bool:
    """Whether an action may stay; what is no action (a place, an attribute of the structure) may."""
    if isinstance(action, Array):
        return all(_is_allowed(one) for one in action if isinstance(one, Dictionary) and "/S" in one)
    if not isinstance(action, Dictionary) or not isinstance(action.get("/S"), Name):
        return True
    return str(action.S) in _ACTIONS and (Name.Named != action.S or str(action.get("/N")) in _NAMED)


def dictionaries(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary of the file, streams' own among them, those that stand inside others too."""
    for thing in pdf.objects:
        yield from _within(thing, 0)


def _within(thing: Any, depth: int) -> Iterator[Any]:
    if depth > _DEEPEST:
        return
    if isinstance(thing, Dictionary | Stream):
        yield thing
        inner = [value for _, value in thing.items()]
    elif isinstance(thing, Array):
        inner = list(thing)
    else:
        return
    for value in inner:
        if isinstance(value, Array) or (isinstance(value, Dictionary | Stream) and not value.is_indirect):
            if value.is_indirect:
                continue  # comes by itself
            yield from _within(value, depth + 1)


def _without(thing: Any, key: str) -> bool:
    if key not in thing:
        return False
    del thing[key]
    return True
