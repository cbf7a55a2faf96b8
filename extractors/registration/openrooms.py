"""Rooms in the open of a blank form: white space beside or behind a label, or over a line drawn for writing on."""

from __future__ import annotations

import re

from extractors.fields.layout import Hit
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.meanings import is_any_label
from extractors.registration.ground import Ground, Slot
from extractors.registration.words import SEAL_NOTE, is_placeholder
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind


def behind(ground: Ground, hit: Hit) -> Slot | None:
    """The room behind a label that goes on in its own line: 申請日　令和　年　月　日."""
    assert hit.rest is not None
    height, cell = hit.box.height, hit.text.cell
    stop = hit.rest.box.x1 + 0.6 * height
    if not re.search(r"[日円件)号]$", fold(hit.rest.raw)):
        stop = (cell or ground.edge).x1
    stop = min([stop, *next_words(ground, hit.rest.box, cell)])
    if stop <= hit.rest.box.x0 + height:
        return None
    return Slot(ground.page, row_box(ground, hit.box, hit.rest.box.x0 - 0.1 * height, stop, cell), hit.box)


def in_the_open(ground: Ground, hit: Hit, block: Box, bounds: Box, spec: FieldSpec | None) -> Slot | None:
    """White space beside a label, or under it where a line is drawn there for writing on."""
    height = hit.box.height
    start = max(hit.text.box.x1, block.x1) + 0.2 * height
    stop = min([bounds.x1, *next_words(ground, Box(x0=block.x0, y0=block.y0, x1=start, y1=block.y1), hit.text.cell)])
    seals = [t.box.x0 - 0.2 * height for t in ground.texts if SEAL_NOTE.match(t.plain[0]) and same_row(t.box, block)]
    stop = min([stop, *(x for x in seals if x > start + 3 * height)])
    lines = [
        r
        for r in ground.layout.page.rules
        if r.y0 == r.y1 and r.x1 - r.x0 > 3 * height and r.x1 > block.x0 + height and r.x0 < stop
    ]
    under = _line_under(ground, block, hit.text.cell)
    if under is not None:
        right = min([under.x1, bounds.x1])
        return Slot(ground.page, Box(x0=min(block.x0, under.x0), y0=block.y1, x1=right, y1=under.y0), hit.box)
    walls = [
        r.x0
        for r in ground.layout.page.rules
        if r.x0 == r.x1
        and start < r.x0 < stop
        and r.y0 < block.cy < r.y1
        and r.y1 - r.y0 > 2.6 * height
        and not ground.side_of_a_box(r)
    ]
    stop = min([stop, *walls])
    if stop - start < 2.5 * height or (stop - start < 6 * height and _heads_a_column(ground, hit, spec, stop)):
        return None
    beside = [r for r in lines if r.x0 > block.x0 + 0.5 * block.width and block.cy < r.y0 < block.y1 + 1.6 * height]
    top, bottom = _free_rows(ground, block, start, stop)
    top, bottom = max(top, bounds.y0), min([bottom, bounds.y1, *(r.y0 + 0.3 * height for r in beside)])
    if spec is not None and spec.kind is ValueKind.CHOICE:
        options = [
            t.box
            for t in ground.texts
            if ground.is_choice(t) and start - height < t.box.x0 < stop and top < t.box.cy < bottom
        ]
        if options:
            top = min(top, *(b.y0 - 3 for b in options))
            bottom = max(bottom, *(b.y1 + 3 for b in options))
    return Slot(ground.page, Box(x0=start, y0=top, x1=stop, y1=bottom), hit.box)


def row_box(ground: Ground, box: Box, x0: float, x1: float, cell: Box | None) -> Box:
    """`box` made as high as a row of writing, within its cell and away from the words above and below."""
    top, bottom = _free_rows(ground, box, x0, x1)
    grow = 0.6 * box.height
    y0, y1 = max(top, box.y0 - grow), min(bottom, box.y1 + grow)
    if cell is not None:
        x0, x1, y0, y1 = max(x0, cell.x0), min(x1, cell.x1), max(y0, cell.y0), min(y1, cell.y1)
    return Box(x0=max(0.0, x0), y0=max(0.0, y0), x1=x1, y1=y1)


def next_words(ground: Ground, box: Box, cell: Box | None) -> list[float]:
    """Where the next words on the row begin, less a little."""
    return [
        t.box.x0 - 0.2 * box.height
        for t in ground.words
        if same_row(t.box, box) and t.box.x0 >= box.x1 - 2 and (cell is None or t.cell == cell or t.cell is None)
    ]


def _free_rows(ground: Ground, block: Box, start: float, stop: float) -> tuple[float, float]:
    """How high the room beside a label is: half-way to the words above and below, at most two lines each way."""
    height = min(block.height, 1.6 * ground.heights)
    top, bottom = block.y0 - 1.3 * height, block.y1 + 1.3 * height
    for text in ground.words:
        box = text.box
        if box.x1 < block.x0 or box.x0 > stop or box.share_inside(block.grown(2)) > 0.5:
            continue
        if box.cy < block.cy - 0.5 * height:
            top = max(top, (box.y1 + block.y0) / 2)
        elif box.cy > block.cy + 0.5 * height:
            bottom = min(bottom, (box.y0 + block.y1) / 2)
    for text in ground.texts:  # the next row's 〒, 令和 … belong to the next row
        box = text.box
        if is_placeholder(text) and start < box.x0 < stop and not ground.is_choice(text) and not same_row(box, block):
            if box.cy < block.cy - 0.8 * height:
                top = max(top, min(block.y0, box.y1))
            elif box.cy > block.cy + 0.8 * height:
                bottom = min(bottom, max(block.y1, box.y0))
    return min(top, block.y0 - 0.1 * height), max(bottom, block.y1 + 0.1 * height)


def _line_under(ground: Ground, block: Box, cell: Box | None) -> Box | None:
    """The line drawn for writing under a label: it begins where the label does, and room is between them. The wall under
    its `cell` is none where labels stand one under the other in it without lines between."""
    height = block.height
    across = [r for r in ground.layout.page.rules if r.y0 == r.y1 and r.x1 - r.x0 >= 4 * height]
    over = [
        t.box.y1
        for t in ground.words
        if cell is not None and t.cell == cell and t.box.y1 < block.y0 and abs(t.box.x0 - block.x0) < height
    ]
    if cell is not None and over and not any(max(over) < r.y0 < block.y0 and r.x0 < block.x1 < r.x1 for r in across):
        across = [r for r in across if abs(r.y0 - cell.y1) > 8]
    beside = any(r.x0 > block.x1 and block.cy < r.y0 < block.y1 + 1.2 * height for r in across)
    # room for two lines of writing, where no line on the label's own row is its room
    reach = (4.5 if beside else 7.0) * height
    found = []
    for r in across:
        starts = block.x0 - 4 * height < r.x0 < block.x0 + 0.8 * height
        if beside and any(abs(c.y0 - r.y0) < 8 and c.x0 < r.x1 and c.x1 > r.x0 for c in ground.layout.page.cells):
            continue  # the upper edge of a table under a line to write on
        if starts and 0.9 * height < r.y0 - block.y1 < reach and r.x1 > block.x1:
            between = Box(x0=block.x0, y0=block.y1 + 1, x1=r.x1, y1=r.y0)
            if not [t for t in ground.words if t.box.share_inside(between) > 0.5 and not SEAL_NOTE.match(fold(t.raw))]:
                found.append(Box(x0=r.x0, y0=r.y0, x1=r.x1, y1=r.y0))
    best = min(found, key=lambda b: b.y0, default=None)
    if best is None:
        return None
    # a frame's or a table's edge under a label whose room is beside it
    room = Box(x0=block.x1, y0=block.y0, x1=best.x1, y1=block.y1)
    if [t for t in ground.texts if ground.in_room(t) and t.box.share_inside(room.grown(0, 4)) > 0.5]:
        return None
    return best


def _heads_a_column(ground: Ground, hit: Hit, spec: FieldSpec | None, stop: float) -> bool:
    """Whether a label of a name stands in front of a column of labels, the first of which is on its row: 請求者　郵便番号."""
    names = (ValueKind.COMPANY, ValueKind.PERSON, ValueKind.PARTY, ValueKind.ADDRESS)
    row = [t for t in ground.words if same_row(t.box, hit.box) and 0 <= t.box.x0 - stop < hit.box.height]
    return spec is not None and spec.kind in names and any(is_any_label(t.raw) for t in row)
