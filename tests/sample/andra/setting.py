"""What the styles share: how parts are labelled, decisions set, and the furniture of other bodies' minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.sample.andra.matter import Matter, Ruling
from tests.sample.blocks import Block, Edge, Paper, Row, Words
from tests.sample.meeting import Attendee, Meeting


@dataclass(frozen=True)
class Held:
    """A meeting with its matters as the styles set them, and what the gold does not hold."""

    meeting: Meeting
    matters: tuple[Matter, ...]
    letters: str
    place_of_signing: str
    extra: Mapping[str, str] = field(default_factory=dict)

    def of(self, *groups: str) -> list[Attendee]:
        return [a for a in self.meeting.attendance if a.group in groups]


Draw = Callable[[Held], Paper]
Labels = Mapping[str, str]


def cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def lines(texts: Sequence[object], mark: str = "") -> Iterator[Block]:
    for text in texts:
        yield Words(str(text), mark=mark, indent=6 if mark else 0)


def labelled(matter: Matter, labels: Labels, *kinds: str, marks: Sequence[str] = ("papers",)) -> Iterator[Block]:
    """Parts of these kinds in the order they were said, each under its label if the house has one."""
    for part in matter.of(*kinds):
        label = labels.get("background" if part.kind == "text" and not matter.of("background") else part.kind)
        if label:
            yield Words(label, "label")
        if part.kind == "rows":
            for text in part.texts:
                yield Row(tuple(str(text).split("  ")), (0.2, 0.5, 0.3))
        else:
            yield from lines(part.texts, "•" if part.kind in marks else "")


def lettered(ruling: Ruling) -> Iterator[Block]:
    for letter, point in zip("abcdef", ruling.points, strict=False):
        yield Words(f"{letter}) {point}", indent=26, after=2)


def spoken(ruling: Ruling) -> str:
    """As a sentence of its own where it has one, else as an att-sats."""
    return cap(str(ruling.sentence)) if ruling.sentence else f"Att {ruling.text}"


def clock(time: str | None, point: str = ".") -> str:
    return (time or "").replace(":", point)


def party(a: Attendee) -> str:
    return f"{a.name} ({a.party})" if a.party else a.name


def numbers(held: Held) -> str:
    return f"{held.matters[0].number}–{held.matters[-1].number}"


def cells(title: str, body: str, day: str) -> Edge:
    """A running head of three cells: what, when, which page; labels above, values below."""

    def head(page: int, pages: int) -> Sequence[tuple[str, float, str]]:
        return (
            ("l", 0, title), ("c", 0, "Sammanträdesdatum"), ("r", 0, "Sida"),
            ("l", 1, body), ("c", 1, day), ("r", 1, f"{page}({pages})"),
        )  # fmt: skip

    return head
