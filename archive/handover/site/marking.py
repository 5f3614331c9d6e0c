"""A page's text as HTML, with every stretch that a fact rests on marked and given an address of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Mark:
    """A stretch of a page's text; `id` is its address on the page, None for a fact's later pieces."""

    start: int
    end: int
    kind: str
    label: str
    id: str | None


def marked(text: str, marks: Iterable[Mark], anchors: Iterable[tuple[int, str]] = ()) -> Markup:
    """The text escaped, marks nested; one that overlaps another is cut where that one ends.

    anchors: (offset, id) of places that are led to but not marked.
    """
    out: list[str] = []
    open_marks: list[int] = []  # the ends of those that are open, innermost last
    at = 0
    waiting = sorted(anchors)

    def to(offset: int) -> None:
        nonlocal at
        while waiting and waiting[0][0] <= offset:
            place, name = waiting.pop(0)
            out.append(str(escape(text[at : max(at, place)])))
            at = max(at, place)
            out.append(f'<span id="{escape(name)}"></span>')
        out.append(str(escape(text[at:offset])))
        at = max(at, offset)

    for mark in _laid_out(len(text), marks):
        while open_marks and open_marks[-1] <= mark.start:
            to(open_marks.pop())
            out.append("</mark>")
        to(mark.start)
        name = f' id="{escape(mark.id)}"' if mark.id else ""
        out.append(f'<mark{name} class="{escape(mark.kind)}" title="{escape(mark.label)}">')
        open_marks.append(mark.end)
    while open_marks:
        to(open_marks.pop())
        out.append("</mark>")
    to(len(text))
    return Markup("".join(out))


def _laid_out(length: int, marks: Iterable[Mark]) -> list[Mark]:
    """In the order they open, each wholly inside or wholly outside every other."""
    done: list[Mark] = []
    ends: list[int] = []
    ordered = sorted(
        (mark for mark in marks if 0 <= mark.start < mark.end <= length),
        key=lambda mark: (mark.start, -mark.end, mark.kind, mark.id or ""),
        reverse=True,
    )
    while ordered:
        mark = ordered.pop()
        while ends and ends[-1] <= mark.start:
            ends.pop()
        if ends and mark.end > ends[-1]:
            # what sticks out goes on beside it, without the address
            rest = Mark(ends[-1], mark.end, mark.kind, mark.label, None)
            at = next((i for i, other in enumerate(reversed(ordered)) if _after(other, rest)), len(ordered))
            ordered.insert(len(ordered) - at, rest)
            mark = Mark(mark.start, ends[-1], mark.kind, mark.label, mark.id)
        done.append(mark)
        ends.append(mark.end)
    return done


def _after(one: Mark, other: Mark) -> bool:
    return (one.start, -one.end) > (other.start, -other.end)
