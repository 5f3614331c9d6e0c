"""Old text layers out of a PDF's pages: text drawn with no ink, and text that lies hidden under the page's picture.

What can be seen stays: pictures and drawn text are not touched; a content stream without hidden text keeps its bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Matrix, Name, Object, Page, Pdf, Stream

_SHOWS = {"Tj", "TJ", "'", '"'}
_INVISIBLE = 3
_WHOLE = 0.9  # of the page's width and height: a picture that covers so much hides what was drawn before it
_DEEPEST = 4  # forms within forms


@dataclass(frozen=True, slots=True)
class _State:
    mode: int = 0
    matrix: Matrix = Matrix()  # noqa: RUF009  # immutable


def strip_hidden_text(pdf: Pdf, page: Page) -> None:
    """Removes the text of a page that nobody can see."""
    resources = copied(inherited(page.obj, "/Resources"))
    instructions = list(pikepdf.parse_content_stream(page))
    width, height = _size(page)
    covered = max(_covering(instructions, resources, width, height), default=-1)
    kept, new_forms = _filtered(pdf, instructions, resources, _State(), covered, 0)
    if new_forms:
        page.obj.Resources = _with_forms(resources, new_forms)
    if kept is not None:
        page.obj.Contents = deflated(pdf, pikepdf.unparse_content_stream(kept))


def shows_text(page: Page) -> bool:
    """Whether a page, or a form on it, draws any text."""
    return _shows(list(pikepdf.parse_content_stream(page)), inherited(page.obj, "/Resources"), 0)


def _shows(instructions: list[Any], resources: Any, depth: int) -> bool:
    if any(str(instruction.operator) in _SHOWS for instruction in instructions):
        return True
    drawn = {str(instruction.operands[0]) for instruction in instructions if str(instruction.operator) == "Do"}
    forms = copied(copied(resources).get("/XObject"))
    return depth < _DEEPEST and any(
        _shows(list(pikepdf.parse_content_stream(form)), form.get("/Resources", resources), depth + 1)
        for name, form in forms.items()
        if name in drawn and form.get("/Subtype") == Name.Form
    )


def deflated(pdf: Pdf, data: bytes) -> Stream:
    """A stream of a PDF that is saved without packing anything."""
    return pdf.make_stream(zlib.compress(data), Filter=Name.FlateDecode)


def inherited(page: Object, key: str) -> Any:
    """A page's entry, its own or from the tree above it."""
    node: Any = page
    while node is not None:
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def copied(entries: Any) -> Dictionary:
    """A dictionary of its own with the same entries; an empty one for None."""
    return Dictionary({} if entries is None else dict(entries.items()))


def _size(page: Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return abs(right - left), abs(top - bottom)


def _covering(instructions: list[Any], resources: Any, width: float, height: float) -> Iterator[int]:
    """Where in the page's content a solid picture as large as the page is drawn."""
    pictures = resources.get("/XObject", Dictionary())
    for at, (instruction, state) in enumerate(_with_state(instructions, _State())):
        if str(instruction.operator) != "Do":
            continue
        drawn = pictures.get(str(instruction.operands[0]))
        if (
            drawn is None
            or drawn.get("/Subtype") != Name.Image
            or any(key in drawn for key in ("/SMask", "/Mask", "/ImageMask"))
        ):
            continue
        m = state.matrix
        if abs(m.a) + abs(m.c) >= _WHOLE * width and abs(m.b) + abs(m.d) >= _WHOLE * height:
            yield at


def _with_state(instructions: list[Any], state: _State) -> Iterator[tuple[Any, _State]]:
    """Each instruction with the render mode and the matrix in force when it comes."""
    saved: list[_State] = []
    for instruction in instructions:
        yield instruction, state
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            saved.append(state)
        elif operator == "Q" and saved:
            state = saved.pop()
        elif operator == "Tr":
            state = replace(state, mode=int(operands[0]))
        elif operator == "cm":
            state = replace(state, matrix=Matrix(*map(float, operands)) @ state.matrix)


def _filtered(
    pdf: Pdf, instructions: list[Any], resources: Any, state: _State, covered: int, depth: int
) -> tuple[list[Any] | None, dict[str, Object]]:
    """The instructions without hidden text (all text before `covered` is), and the forms that had some, rewritten.

    None for the instructions where there is none among them.
    """
    kept: list[Any] = []
    is_changed = False
    forms: dict[str, Object] = {}
    for at, (instruction, now) in enumerate(_with_state(instructions, state)):
        operator = str(instruction.operator)
        if operator in _SHOWS and (now.mode == _INVISIBLE or at < covered):
            is_changed = True
            if operator in "'\"":  # these two go to the next line as well
                kept.append(pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*")))
            continue
        kept.append(instruction)
        if operator == "Do" and depth < _DEEPEST:
            name = str(instruction.operands[0])
            form = resources.get("/XObject", Dictionary()).get(name)
            if form is not None and form.get("/Subtype") == Name.Form and name not in forms:
                rewritten = _rewritten(pdf, form, resources, now, is_covered=at < covered, depth=depth + 1)
                if rewritten is not None:
                    forms[name] = rewritten
    return (kept if is_changed else None), forms


def _rewritten(pdf: Pdf, form: Any, outer: Any, state: _State, *, is_covered: bool, depth: int) -> Object | None:
    """A form without its hidden text; None where it has none."""
    resources = form.get("/Resources", outer)
    instructions = list(pikepdf.parse_content_stream(form))
    covered = len(instructions) if is_covered else -1
    kept, inner = _filtered(pdf, instructions, resources, state, covered, depth)
    if kept is None and not inner:
        return None
    copy = deflated(pdf, form.read_bytes() if kept is None else pikepdf.unparse_content_stream(kept))
    for key, value in form.items():
        if key not in ("/Length", "/Filter", "/DecodeParms"):
            copy[key] = value
    if inner:
        copy.Resources = _with_forms(resources, inner)
    return copy


def _with_forms(resources: Any, forms: dict[str, Object]) -> Dictionary:
    made = copied(resources)
    made.XObject = copied(made.get("/XObject"))
    for name, form in forms.items():
        made.XObject[name] = form
    return made
