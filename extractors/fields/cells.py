"""The cells of a page's tables seen from one of them: what joins on to its right, what lies ahead or under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.fields.texts import overlap_x
from models.geometry import Box

FEWEST_BOXES = 5
"""Boxes of one width behind an empty cell that are a strip, its margin in front of it."""


@dataclass(frozen=True)
class Cells:
    """The cells of one page (pixels); `written` says whether any text stands in one, `labelled` whether a label does."""

    boxes: Sequence[Box]
    written: Callable[[Box], bool]
    labelled: Callable[[Box], bool]

    def right_of(self, cell: Box, label: Box) -> Box | None:
        """The cell that touches `cell` on its right at the label's height; the largest, so strips of boxes lie in it."""
        touching = [
            c
            for c in self.boxes
            if c.x0 >= cell.x1 - 6
            and c.x0 - cell.x1 < max(24.0, 0.6 * label.height)
            and c.y0 - 4 <= label.cy <= c.y1 + 4
            and c.height > 0.8 * label.height
        ]
        if not touching:
            return None
        right = max(touching, key=lambda c: c.area)
        whole = cell.union(right)
        if self._one_elsewhere(whole) and not self.written(right):
            return self.right_of(whole, label)
        return self._with_strip(right)

    def ahead_of(self, label: Box) -> Box | None:
        """The next cell right of a label that stands in none, at its height."""
        height = label.height
        ahead = [
            c
            for c in self.boxes
            if 0 <= c.x0 - label.x1 < 5 * height and c.y0 < label.cy < c.y1 and height < c.height < 4 * height
        ]
        return self._with_strip(min(ahead, key=lambda c: c.x0)) if ahead else None

    def right_under(self, label: Box) -> Box | None:
        """The cell right under a heading that stands in none itself: its own ground is shaded, or a wall too faint."""
        height = label.height
        under = [
            c
            for c in self.boxes
            if -0.4 * height < c.y0 - label.y1 < 0.8 * height
            and c.x0 - 4 <= label.x0
            and label.x1 <= c.x1 + 4
            and 0.8 * height < c.height < 6 * height
        ]
        return min(under, key=lambda c: c.area, default=None)

    def under(self, cell: Box, label: Box) -> list[Box]:
        """The cells of the column under `cell`, the heading's, top to bottom."""
        column = (
            c
            for c in self.boxes
            if c.y0 >= cell.y1 - 4
            and overlap_x(c, cell) > 0.7
            and c.height > 0.6 * label.height
            and c.width > 0.5 * cell.width
        )
        return sorted(column, key=lambda c: c.y0)

    def _one_elsewhere(self, whole: Box) -> bool:
        """Whether two neighbours are one cell that a scanner's streak has parted: other rows have one of their width."""
        return any(abs(c.x0 - whole.x0) < 6 and abs(c.x1 - whole.x1) < 6 for c in self.boxes)

    def _with_strip(self, cell: Box) -> Box:
        """`cell` and those that join on to its right, where it is but the margin before a strip of entry boxes, or the
        first of them: hardly wider than it is high, or left empty in front of a row of boxes. A cell with a label ends it."""
        held = cell
        wide = cell.width >= 1.3 * cell.height
        if wide and self.written(cell):
            return held
        row = (c for c in self.boxes if c.x0 >= cell.x1 and abs(c.cy - cell.cy) < 0.2 * cell.height)
        boxes: list[Box] = []
        for c in sorted(row, key=lambda c: c.x0):
            if c.x0 - held.x1 > 0.25 * cell.height or self.labelled(c):
                break
            if wide and (c.width > cell.height or (boxes and abs(c.width - boxes[0].width) > 0.2 * c.width)):
                break
            held = held.union(c)
            boxes.append(c)
        return cell if wide and len(boxes) < FEWEST_BOXES else held
