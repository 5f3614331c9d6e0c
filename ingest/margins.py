"""Running heads and feet: what stands at the edge of page after page, told from the text between.

Nothing is taken away: the lines keep their place in the page's text and change their kind. The first page keeps its
head as text, for there it is the document's own heading; so do lines that merely happen to repeat further in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from ingest.document import LineKind, Page
from ingest.headwords import alike, is_crumb, is_number_word, is_paragraf, is_sign_box, key, page_number
from ingest.margins_text import mark_plain

_ZONE = {LineKind.HEAD: 0.24, LineKind.FOOT: 0.20}  # of the page's height, from its edge
_SIGN_ZONE = 0.18  # of the height: a box to sign in stands this near the lower edge
_DRIFT = 8.0  # points that a running line may wander between pages
_SHARE = 0.4  # of the pages carry a running line; heads may differ on left and right pages
_INNERMOST = 0.6  # of a running line's pages have nothing but running lines outside it
_ELSEWHERE = 0.5  # times as often as at its place at the edge: then a line belongs to the text
_KNOWN_WORDS = 0.6  # of a line's words stand in the running lines of other pages


@dataclass(slots=True)
class _EdgeLine:
    """A line near an edge; `distance` of its middle from that edge in points."""

    page: int
    at: int
    text: str
    key: str
    distance: float


@dataclass(slots=True)
class _Edge:
    """One edge of all pages: its lines by page, outermost first, and those found to be running."""

    kind: LineKind
    lines: dict[int, list[_EdgeLine]] = field(default_factory=dict)
    running: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def is_running(self, line: _EdgeLine) -> bool:
        return line.at in self.running[line.page]

    def mark(self, lines: Iterable[_EdgeLine]) -> None:
        for line in lines:
            self.running[line.page].add(line.at)


def mark_margins(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The document's pages with running heads and feet told by `Line.kind`; texts, words and spans as they were.

    Pages without layout are judged by what their lines say and how they repeat.
    """
    marked = list(pages)
    for at, page in mark_plain({at: page for at, page in enumerate(pages) if not page.words}).items():
        marked[at] = page
    laid_out = {at: page for at, page in enumerate(pages) if page.words}
    kinds: dict[int, dict[int, LineKind]] = defaultdict(dict)
    common = _line_counts(laid_out)
    for kind in (LineKind.FOOT, LineKind.HEAD):
        edge = _edge(laid_out, kind)
        _find_repeated(edge, common)
        _find_misread(edge)
        _find_page_numbers(edge, laid_out)
        if kind is LineKind.FOOT:
            _find_sign_boxes(edge, laid_out)
        elif first := edge.running.get(0):
            edge.running[0] = {at for at in first if _is_number_only(laid_out[0], at)}
        for at, running in edge.running.items():
            _add_crumbs(laid_out[at], running, kind)
            kinds[at].update(dict.fromkeys(running, kind))
    for at, by_line in kinds.items():
        page = pages[at]
        lines = tuple(
            replace(line, kind=by_line[i]) if i in by_line and line.kind is LineKind.BODY else line
            for i, line in enumerate(page.lines)
        )
        marked[at] = replace(page, lines=lines)
    return tuple(marked)


def _edge(pages: dict[int, Page], kind: LineKind) -> _Edge:
    edge = _Edge(kind)
    for number, page in pages.items():
        height = page.height or 0.0
        found = []
        for at, line in enumerate(page.lines):
            if line.box is None or line.kind is not LineKind.BODY:
                continue
            middle = (line.box.y0 + line.box.y1) / 2
            distance = middle if kind is LineKind.HEAD else height - middle
            if distance <= _ZONE[kind] * height:
                text = page.text[line.span.start : line.span.end]
                found.append(_EdgeLine(number, at, text, key(text), distance))
        edge.lines[number] = sorted(found, key=lambda line: line.distance)
    return edge


def _line_counts(pages: dict[int, Page]) -> Counter[str]:
    """How often each line stands anywhere after the first page, which may have the running words as its title."""
    lines = ((page, line) for at, page in pages.items() if at > 0 for line in page.lines if line.kind is LineKind.BODY)
    return Counter(key(page.text[line.span.start : line.span.end]) for page, line in lines)


def _find_repeated(edge: _Edge, common: Counter[str]) -> None:
    """Lines that stand on many pages at one height, with nothing but such lines outside them.

    What stands as often further in ("Beslut") is a heading that happens to come first on some pages.
    """
    by_key: dict[str, list[_EdgeLine]] = defaultdict(list)
    for lines in edge.lines.values():
        for line in lines:
            if line.key:
                by_key[line.key].append(line)
    pages = len(edge.lines)
    least = 2 if pages <= 4 else max(3, round(_SHARE * pages))
    slots = []
    for words, lines in by_key.items():
        height = median(line.distance for line in lines)
        level = [line for line in lines if abs(line.distance - height) <= _DRIFT]
        if common[words] - sum(line.page > 0 for line in level) >= max(1, _ELSEWHERE * len(level)):
            continue
        if len({line.page for line in level}) < least or (pages <= 4 and len(level) < pages - 1):
            continue
        if any(is_paragraf(line.text) for line in level) and len({line.text for line in level}) > 1:
            continue  # a § that begins on each page, at the same height
        slots.append((height, level))
    for _, level in sorted(slots, key=lambda slot: slot[0]):
        outermost = sum(_is_outermost(edge, line) for line in level)
        if outermost >= _INNERMOST * len(level):
            edge.mark(level)


def _is_outermost(edge: _Edge, line: _EdgeLine) -> bool:
    return all(
        edge.is_running(other) or is_crumb(other.text) or other.distance >= line.distance - 1
        for other in edge.lines[line.page]
        if other is not line
    )


def _find_misread(edge: _Edge) -> None:
    """Lines within the running block that a reading engine spelt or parted in another way than on other pages."""
    running = [line for lines in edge.lines.values() for line in lines if edge.is_running(line)]
    if not running:
        return
    depth = max(line.distance for line in running) + _DRIFT
    words = Counter(word for line in running for word in set(line.key.split()))
    known = {word for word, count in words.items() if count >= 2}
    for lines in edge.lines.values():
        for line in lines:
            if line.distance > depth or edge.is_running(line) or is_paragraf(line.text):
                continue
            parts = line.key.split()
            hits = sum(part in known or any(alike(part, word, 0.75) for word in known) for part in parts)
            if parts and hits >= _KNOWN_WORDS * len(parts) and any(len(part) > 3 or part == "#" for part in parts):
                edge.mark([line])


def _find_page_numbers(edge: _Edge, pages: dict[int, Page]) -> None:
    """The outermost line of a page that is its number: said to be one, or in step with other pages' numbers."""
    found: list[tuple[_EdgeLine, int, bool]] = []
    for lines in edge.lines.values():
        rest = [line for line in lines if not edge.is_running(line)]
        if rest and (told := page_number(rest[0].text)):
            found.append((rest[0], *told))
    steps = Counter(number - pages[line.page].number for line, number, _ in found)
    for line, number, is_said in found:
        step = number - pages[line.page].number
        if is_said or steps[step] >= 2 or (len(pages) == 1 and step == 0):
            edge.mark([line])


def _find_sign_boxes(edge: _Edge, pages: dict[int, Page]) -> None:
    """Boxes to sign in at the foot, with all that stands below them: initials, stamps, their frames."""
    for number, lines in edge.lines.items():
        near = _SIGN_ZONE * (pages[number].height or 0.0)
        boxes = [line for line in lines if line.distance <= near and is_sign_box(line.key)]
        if boxes:
            top = max(line.distance for line in boxes)
            edge.mark(line for line in lines if line.distance <= top + 1)


def _is_number_only(page: Page, at: int) -> bool:
    span = page.lines[at].span
    text = page.text[span.start : span.end]
    return page_number(text) is not None or is_number_word(text)


def _add_crumbs(page: Page, running: set[int], kind: LineKind) -> None:
    """Lines of nothing but dashes between the running lines and the text belong to the former."""
    if not running:
        return
    step = 1 if kind is LineKind.HEAD else -1
    at = (max(running) if kind is LineKind.HEAD else min(running)) + step
    while 0 <= at < len(page.lines):
        span = page.lines[at].span
        if not is_crumb(page.text[span.start : span.end]):
            return
        running.add(at)
        at += step
