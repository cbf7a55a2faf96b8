"""Boxes and the map from an upright page image back to the page as it was delivered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

Matrix3 = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
IDENTITY: Matrix3 = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def matrix3(rows: Iterable[Iterable[float]]) -> Matrix3:
    """Three rows of three numbers as a matrix.

    Raises:
        ValueError: they are more or fewer.
    """
    (a, b, c), (d, e, f), (g, h, i) = rows
    return (float(a), float(b), float(c)), (float(d), float(e), float(f)), (float(g), float(h), float(i))


class Box(BaseModel):
    """An upright rectangle, origin at the top left, ``x0 <= x1`` and ``y0 <= y1``.

    The unit depends on where the box stands: *pixels* of the upright page image in
    everything of :mod:`models.pages`; *fractions of the delivered page* (after /Rotate
    and EXIF) in everything of :mod:`models.documents`. ``PageGeometry.delivered`` is
    the only road from the first to the second.
    """

    model_config = ConfigDict(frozen=True)

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def cx(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def intersection(self, other: Box) -> float:
        """Area shared with `other`."""
        w = min(self.x1, other.x1) - max(self.x0, other.x0)
        h = min(self.y1, other.y1) - max(self.y0, other.y0)
        return w * h if w > 0 and h > 0 else 0.0

    def share_inside(self, other: Box) -> float:
        """Share (0..1) of this box that lies inside `other`."""
        shared = self.intersection(other)
        return shared / self.area if shared > 0 else 0.0  # most boxes stand apart

    def grown(self, dx: float, dy: float | None = None) -> Box:
        """This box with `dx` added left and right and `dy` (default `dx`) above and below."""
        dy = dx if dy is None else dy
        return Box(x0=self.x0 - dx, y0=self.y0 - dy, x1=self.x1 + dx, y1=self.y1 + dy)

    def union(self, other: Box) -> Box:
        return Box(
            x0=min(self.x0, other.x0), y0=min(self.y0, other.y0), x1=max(self.x1, other.x1), y1=max(self.y1, other.y1)
        )

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Self:
        """The smallest box that holds all of `boxes` (at least one)."""
        all_ = list(boxes)
        return cls(
            x0=min(b.x0 for b in all_),
            y0=min(b.y0 for b in all_),
            x1=max(b.x1 for b in all_),
            y1=max(b.y1 for b in all_),
        )


class PageGeometry(BaseModel):
    """How the upright image of a page lies on the page as it was delivered.

    `width` and `height` are the upright image's pixels; `matrix` is the homography from
    its pixels to fractions (0..1) of the delivered page; `rotation` is how many degrees
    (0, 90, 180, 270, clockwise) the delivered page was turned to stand upright.
    """

    model_config = ConfigDict(frozen=True)

    width: int
    height: int
    matrix: Matrix3 = IDENTITY
    rotation: Annotated[int, Field(ge=0, lt=360)] = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A pixel of the upright image as a point of the delivered page, in fractions."""
        m = self.matrix
        w = m[2][0] * x + m[2][1] * y + m[2][2]
        return (m[0][0] * x + m[0][1] * y + m[0][2]) / w, (m[1][0] * x + m[1][1] * y + m[1][2]) / w

    def delivered(self, box: Box) -> Box:
        """`box` (pixels of the upright image) as the upright envelope on the delivered page, in fractions."""
        points = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs = [min(1.0, max(0.0, p[0])) for p in points]
        ys = [min(1.0, max(0.0, p[1])) for p in points]
        return Box(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys))
