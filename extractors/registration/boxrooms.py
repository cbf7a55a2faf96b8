"""Strips of boxes for single characters on a blank form, seen from the label that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.layout import Text
from extractors.fields.texts import same_row
from extractors.registration.words import is_prose, is_remark
from models.geometry import Box

FEWEST = 3
"""Boxes that a strip has at least."""
UNDER = 1.8
"""Heights of a label that its strip lies under it at most."""
AHEAD = 6
"""Heights of a letter from the end of a label to its strip at most."""


def is_digit_box(cell: Box, letter: float) -> bool:
    """Whether a cell has the shape of a box for one digit; `letter`: the usual height of a letter, in pixels."""
    return 0.4 * cell.height < cell.width < 1.7 * cell.height and cell.height < 3 * letter


def whole_strip(cells: Sequence[Box], box: Box) -> Box:
    """`box` with the boxes of one size that follow it on its row: a strip for digits without a cell around it."""
    row = sorted(
        (c for c in cells if abs(c.y0 - box.y0) < 0.2 * box.height and abs(c.height - box.height) < 0.2 * box.height),
        key=lambda c: c.x0,
    )
    whole = box
    for c in row:
        if 0 <= c.x0 - whole.x1 < 0.9 * box.width and abs(c.width - box.width) < 0.25 * box.width:
            whole = whole.union(c)
    return whole


def strip_under(label: Text, block: Box, cells: Sequence[Box], words: Sequence[Text], letter: float) -> Box | None:
    """The strip under a label (`block`: with all of its lines), or behind it and lower; None where another label is nearer
    to it, or stands between. `words`: what is printed outside of rooms, `letter`: the usual height of a letter."""
    height = label.box.height
    boxes = [
        c
        for c in cells
        if is_digit_box(c, letter)
        and -0.4 * height < c.y0 - block.y1 < UNDER * height
        and c.x1 > block.x0
        and (label.cell is None or c.share_inside(label.cell) > 0.9)
    ]
    first = min(boxes, key=lambda c: c.x0, default=None)
    if first is None or first.x0 - block.x1 > AHEAD * letter:
        return None
    strip = whole_strip(cells, first)
    if strip.width < (FEWEST - 0.5) * first.width:
        return None
    between = Box(x0=strip.x0, y0=block.y1, x1=strip.x1, y1=strip.y0) if strip.y0 > block.y1 else None
    others = [t for t in words if t.box.share_inside(block.grown(3)) < 0.5 and not is_prose(t) and not is_remark(t)]
    rivals = [t for t in others if t.box.x1 <= strip.x0 + 4 and same_row(t.box, strip) and t.box.x1 > block.x0]
    rivals += [t for t in others if between is not None and t.box.intersection(between) > 0.3 * t.box.area]
    return None if rivals else strip
