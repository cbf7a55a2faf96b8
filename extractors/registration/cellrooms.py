"""Rooms in the cells of a blank form's tables: right of a label's cell, below it, or in what its words leave of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from extractors.fields.layout import Hit, Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from extractors.registration.boxrooms import is_digit_box, whole_strip
from extractors.registration.ground import Ground, Slot
from extractors.registration.words import SEAL_NOTE, is_placeholder, is_remark
from models.geometry import Box

_LONGEST_BEGUN = 7
"""Letters of what a form prints into a room as the beginning of what is to be written there."""


def right_cell(ground: Ground, cell: Box, block: Box) -> Box | None:
    """The cell right of the label's, where no other words stand; boxes for digits lie within it."""
    touching = [
        c
        for c in ground.layout.page.cells
        if -8 <= c.x0 - cell.x1 < max(24.0, 0.6 * block.height)
        and c.y0 - 5 <= block.cy <= c.y1 + 5
        and c.height > 0.7 * block.height
    ]
    free = (
        [c for c in touching if is_free(ground, c)]
        or [c for c in touching if _is_begun(ground, c)]
        or [c for c in touching if _is_dated(ground, c)]
    )
    best = max(free, key=lambda c: c.area) if free else None
    if best is None:
        return None if touching else strip_right_of(ground, cell)
    whole = past_boxes(ground, best)
    return whole_strip(ground.layout.page.cells, best) if whole == best and best.width < 1.7 * best.height else whole


def past_boxes(ground: Ground, cell: Box) -> Box:
    """`cell` with all that the boxes for digits in it cut off: their sides reach so near the row's that the row
    falls into pieces (〒 | | |-| | | |, 令和 | |年| |月| |日). A wall between two pieces of full height ends it."""
    row = sorted(
        (
            c
            for c in ground.layout.page.cells
            if c.x0 >= cell.x1 - 2 and c.y0 > cell.y0 - 6 and c.y1 < cell.y1 + 6 and c.height > 0.5 * cell.height
        ),
        key=lambda c: c.x0,
    )
    whole, boxed = cell, _lower(cell, cell)
    for c in row:
        lower = _lower(c, cell)
        if c.x0 - whole.x1 > 0.3 * cell.height or not (lower or boxed) or not is_free(ground, c):
            break
        if lower and c.width > 1.7 * c.height:
            break
        whole, boxed = whole.union(c), lower
    return whole


def strip_right_of(ground: Ground, label: Box) -> Box | None:
    """A strip of at least three boxes for digits on the row right of `label`, nothing but 〒 and the like between."""
    row = [
        c
        for c in ground.layout.page.cells
        if c.x0 >= label.x1 - 2 and c.y0 - 5 <= label.cy <= c.y1 + 5 and is_digit_box(c, ground.heights)
    ]
    first = min(row, key=lambda c: c.x0, default=None)
    if first is None or first.x0 - label.x1 > 6 * ground.heights:
        return None
    between = Box(x0=label.x1, y0=first.y0, x1=first.x0, y1=first.y1)
    if any(t.box.intersection(between) > 0.3 * t.box.area for t in ground.words):
        return None
    strip = whole_strip(ground.layout.page.cells, first)
    return strip if strip.width > 2.5 * first.width else None


def below_cell(ground: Ground, cell: Box, block: Box) -> Box | None:
    under = [
        c
        for c in ground.layout.page.cells
        if -8 <= c.y0 - cell.y1 < 24 and min(c.x1, cell.x1) - max(c.x0, cell.x0) > 0.7 * min(c.width, cell.width)
    ]
    free = [
        c
        for c in under
        if is_free(ground, c)
        and sum(t.box.width for t in _within(c, ground.words)) < 0.5 * c.width  # (カ　ナ) is the next label
        and c.width > 0.5 * cell.width
        and c.height > 0.7 * block.height
    ]
    return max(free, key=lambda c: c.area) if free else None


def under_in_cell(ground: Ground, hit: Hit, block: Box, cell: Box) -> Slot | None:
    """The lower part of a cell whose label stands in its upper left corner."""
    height = block.height
    if cell.height < 2.1 * height or block.cy > cell.y0 + 0.42 * cell.height or block.x0 - cell.x0 > 2.5 * height:
        return None
    if cell.width < 4 * height or cell.y1 - block.y1 < 1.0 * height:
        return None
    inside = [t for t in _within(cell, ground.texts) if ground.in_room(t)]
    beside = [t for t in inside if same_row(t.box, block) and t.box.x0 > block.x1]
    if beside and not [t for t in inside if t.box.y0 > block.y1 - 0.3 * height]:
        return None
    return Slot(ground.page, Box(x0=cell.x0, y0=block.y1, x1=cell.x1, y1=cell.y1), hit.box)


def has_room_below(ground: Ground, text: Text) -> bool:
    """Whether a label stands in the corner of its own room."""
    return (
        text.cell is not None
        and under_in_cell(ground, Hit(text, text.box, None, text.raw), text.box, text.cell) is not None
    )


def under_postal_code(ground: Ground, text: Text, cell: Box) -> Box | None:
    """The rest of a cell in whose upper corner an address's label stands with the postal code's behind it: 住所 郵便番号（　－　）."""
    others = [t for t in _within(cell, ground.texts) if t is not text]
    named = any(t.plain[0].startswith(("郵便番号", "〒")) and t.box.x0 > text.box.x1 for t in others)
    bottom = max([text.box.y1, *(t.box.y1 for t in others)])
    in_the_corner = text.box.cy < cell.y0 + 0.42 * cell.height and text.box.x0 - cell.x0 < 2.5 * text.box.height
    row_of_its_own = named and in_the_corner and all(same_row(t.box, text.box) for t in others)
    if not row_of_its_own or cell.y1 - bottom < 1.5 * text.box.height:
        return None
    return Box(x0=cell.x0, y0=bottom, x1=cell.x1, y1=cell.y1)


def framed_in(ground: Ground, room: Box) -> Box | None:
    """A row of boxes for a postal code in the upper corner of an address's room, whose 〒 was not read: the only thing drawn in
    the room. Seven boxes whose sides are dashed are one cell or two."""
    inner = [c for c in ground.layout.page.cells if c != room and c.share_inside(room) > 0.9]
    if not inner or not is_free(ground, room):
        return None
    row = Box.around(inner)
    level = all(abs(c.cy - row.cy) < 0.2 * row.height for c in inner)
    corner = row.cy < room.cy and row.height < 0.5 * room.height and row.x0 - room.x0 < 2.5 * row.height
    return row if level and corner and 4 * row.height < row.width < 12 * row.height else None


def without_notes(ground: Ground, cell: Box) -> Box:
    """The cell without the corner where 印 or a remark on the seal is printed."""
    box = cell
    for text in ground.texts:
        if text.box.share_inside(cell.grown(6, 4)) < 0.6 or not SEAL_NOTE.match(fold(text.raw)):
            continue
        if text.box.cx > cell.cx and text.box.x0 - box.x0 > 0.3 * cell.width:
            box = Box(x0=box.x0, y0=box.y0, x1=min(box.x1, text.box.x0 - 2), y1=box.y1)
    return box


def stacked(ground: Ground, cell: Box) -> bool:
    """Whether a cell holds nothing but words of one label, or of two labels one below the other."""
    inside = sorted(_within(cell, ground.texts), key=lambda t: t.box.y0)
    high = sum(t.box.height for t in inside)
    return (
        2 <= len(inside) <= 4
        and cell.height < 1.6 * high + 2.2 * inside[0].box.height
        and all(b.box.y0 > a.box.cy for a, b in itertools.pairwise(inside))
        and all(not ground.in_room(t) for t in inside)
    )


def shared(ground: Ground, text: Text, block: Box) -> bool:
    """Whether the cell holds other words than the label's own: a frame around many entries."""
    assert text.cell is not None
    others = [t for t in _within(text.cell, ground.words) if t.box.share_inside(block.grown(3)) < 0.5]
    return any(not SEAL_NOTE.match(fold(t.raw)) and not is_remark(t) for t in others)


def is_free(ground: Ground, cell: Box) -> bool:
    return all(is_remark(t) or SEAL_NOTE.match(fold(t.raw)) for t in _within(cell, ground.words))


def _is_begun(ground: Ground, cell: Box) -> bool:
    """Whether the form begins an entry in a room that is left to be filled in: 金沢市 for an address, 1世帯当たり 円."""
    inside = _within(cell, ground.words)
    short = all(len(t.plain[0]) <= _LONGEST_BEGUN and not is_any_label(t.raw) for t in inside)
    return short and sum(t.box.width for t in inside) < 0.3 * cell.width


def _is_dated(ground: Ground, cell: Box) -> bool:
    """Whether a room holds 年　月　日 to be filled in, and behind it nothing but what is to be known of the day:
    令和　年　月　日　分割払の場合は最後の領収日."""
    inside = _within(cell, ground.texts)
    printed = "".join(t.plain[0] for t in sorted(inside, key=lambda t: t.box.x0) if is_placeholder(t))
    days = [t for t in inside if is_placeholder(t) and t.plain[0].endswith("日")]
    notes = [t for t in inside if not ground.in_room(t)]
    return (
        re.search("年.*月.*日", printed) is not None
        and len(days) == 1
        and all(same_row(t.box, days[0].box) and t.box.x0 > days[0].box.x1 and not is_any_label(t.raw) for t in notes)
    )


def _within(cell: Box, texts: Iterable[Text]) -> list[Text]:
    """Those of `texts` that stand in a cell, a little over its walls or not."""
    return [t for t in texts if t.box.share_inside(cell.grown(6, 4)) > 0.6]


def _lower(box: Box, row: Box) -> bool:
    """Whether a box stands within a row, away from its upper and lower walls."""
    return box.y0 > row.y0 + 3 and box.y1 < row.y1 - 3
