"""From a PDF's own coordinates to points from the top left of the page as it is shown."""

from __future__ import annotations

from ingest.document import Box


class Frame:
    """The visible part of a page and how it is turned.

    `left, bottom, right, top` in the page's own coordinates (points, y upwards; `downwards` where they run from the
    top already), `turn` in degrees clockwise. `width` and `height` are the page's after turning.
    """

    __slots__ = ("_x", "_y", "height", "turn", "width")

    def __init__(
        self, left: float, bottom: float, right: float, top: float, turn: int, *, downwards: bool = False
    ) -> None:
        if turn not in (0, 90, 180, 270):
            raise ValueError(f"a page is turned by quarters, not {turn} degrees")
        wide, high = right - left, top - bottom
        self.turn = turn
        self.width, self.height = (wide, high) if turn in (0, 180) else (high, wide)
        # First upright and from the top left: x' = x - left, y' = top - y. Then turned by quarters.
        x = (1.0, 0.0, -left)
        y = (0.0, 1.0, -bottom) if downwards else (0.0, -1.0, top)
        for _ in range(turn // 90):
            x, y, high, wide = (-y[0], -y[1], high - y[2]), x, wide, high
        self._x, self._y = x, y

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page's own coordinates is shown."""
        (a, b, c), (d, e, f) = self._x, self._y
        return a * x + b * y + c, d * x + e * y + f

    def point_back(self, x: float, y: float) -> tuple[float, float]:
        """Where a shown point lies in the page's own coordinates."""
        return self.vector_back(x - self._x[2], y - self._y[2])

    def vector_back(self, right: float, down: float) -> tuple[float, float]:
        """A step on the shown page as a step in the page's own coordinates: quarter turns are their own transpose."""
        (a, b, _), (d, e, _) = self._x, self._y
        return a * right + d * down, b * right + e * down

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Where the rectangle between two corners is shown."""
        (a, b, c), (d, e, f) = self._x, self._y
        left, right = a * x0 + b * y0 + c, a * x1 + b * y1 + c
        top, bottom = d * x0 + e * y0 + f, d * x1 + e * y1 + f
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        return Box(left, top, right, bottom)

    def direction(self, dx: float, dy: float) -> int:
        """Which way a stretch of text runs as shown: 0 to the right, 90 downwards, 180 to the left, 270 upwards."""
        right = self._x[0] * dx + self._x[1] * dy
        down = self._y[0] * dx + self._y[1] * dy
        if abs(right) >= abs(down):
            return 0 if right >= 0 else 180
        return 90 if down > 0 else 270
