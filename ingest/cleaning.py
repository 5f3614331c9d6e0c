"""What a page needs before it is read, and only that: laid flat, lit evenly, stamps faded, borders and specks gone.

Each step has a cheap look of its own (8 ms together on a 200 dpi page in grey), so a good scan pays for none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.borders import without_black_borders
from ingest.document import Box, Page
from ingest.dropout import grey
from ingest.fax import is_coarse, smoothed
from ingest.images import Picture
from ingest.sheet import Warp, evenly_lit, flattened, is_unevenly_lit


@dataclass(frozen=True, eq=False)
class Clean:
    """A grey picture ready to be read, `told` in Swedish what was done to it, and the way back to the page as shown."""

    picture: Picture
    told: tuple[str, ...] = ()
    warp: Warp | None = None

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height in points of the page as it is shown."""
        seen = self.warp or self.picture
        return seen.width, seen.height

    def back(self, page: Page) -> Page:
        """A page laid out on the clean picture, its size and boxes those of the page as it is shown."""
        warp = self.warp
        if warp is None:
            return page
        sheet = (self.picture.width, self.picture.height)

        def led(box: Box) -> Box:
            return warp.back(box, page.rotation, sheet)

        width, height = (warp.height, warp.width) if page.rotation % 180 else (warp.width, warp.height)
        return replace(
            page,
            width=width,
            height=height,
            words=tuple(replace(word, box=led(word.box)) for word in page.words),
            lines=tuple(replace(line, box=line.box and led(line.box)) for line in page.lines),
        )


def cleaned(picture: Picture) -> Clean:
    """The picture of a page as it is shown, made ready for an engine."""
    told = []
    flat = None if picture.is_bilevel else flattened(picture)
    if flat is not None:
        picture = flat[0]
        told.append("fotograferat ark, rätat")
    if flat is not None or (not picture.is_bilevel and is_unevenly_lit(picture)):
        picture = evenly_lit(picture)
        told.append("ljuset utjämnat")
    plain = without_black_borders(grey(picture))
    if is_coarse(plain):
        plain = smoothed(plain)
        told.append("grov svartvit bild, fläckar borttagna")
    return Clean(plain, tuple(told), flat[1] if flat else None)
