"""The rooms for entries on a blank form, seen from their labels, the likeliest first.

A label's own cell may go on to the right or below it; its neighbour may be an empty cell (`cellrooms`); in the open there is
white space beside it, or above a line drawn for writing on (`openrooms`).
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.fields.entries import BOXED_KEYS
from extractors.fields.layout import Hit, Text
from extractors.fields.texts import same_row
from extractors.folding import fold
from extractors.registration.boxrooms import strip_under
from extractors.registration.cellrooms import (
    below_cell,
    framed_in,
    is_free,
    past_boxes,
    right_cell,
    shared,
    stacked,
    strip_right_of,
    under_in_cell,
    under_postal_code,
    without_notes,
)
from extractors.registration.ground import Ground, Slot
from extractors.registration.openrooms import behind, in_the_open, next_words, row_box
from extractors.registration.words import in_brackets, is_prose
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind
from models.values.keys import alike


def beside(ground: Ground, hit: Hit, spec: FieldSpec) -> Iterator[Slot]:
    """The rooms that may belong to a label, the likeliest first."""
    slots = list(_rooms_of(ground, hit, spec))
    if hit.rest is None and alike(spec.key) in BOXED_KEYS and strip_right_of(ground, hit.text.box) is None:
        cells, block = ground.layout.page.cells, _block(ground, hit.text)
        strip = strip_under(hit.text, block, cells, ground.words, ground.heights)
        if strip is not None and not any(strip.share_inside(s.box) > 0.8 for s in slots[:1]):
            yield Slot(ground.page, strip.grown(0.1 * strip.height), hit.box)
    yield from slots


def _rooms_of(ground: Ground, hit: Hit, spec: FieldSpec) -> Iterator[Slot]:
    """The rooms beside a label, in its cell, in a neighbour of its cell or in the open."""
    text = hit.text
    if hit.rest is not None and not is_prose(text):
        slot = behind(ground, hit)
        if slot is not None:
            yield slot
        return
    if hit.rest is not None:
        return
    block = _block(ground, text)
    cell = text.cell
    if cell is not None and stacked(ground, cell) and (right := right_cell(ground, cell, block)) is not None:
        yield Slot(ground.page, without_notes(ground, right), hit.box)
        return
    if (
        cell is not None
        and spec.kind is ValueKind.ADDRESS
        and (rest := under_postal_code(ground, text, cell)) is not None
    ):
        yield Slot(ground.page, rest, hit.box)
        return
    if cell is None or shared(ground, text, block):
        slot = in_the_open(ground, hit, block, ground.edge if cell is None else cell, spec)
        if slot is not None:
            yield slot
        return
    under = under_in_cell(ground, hit, block, cell)
    if under is not None:
        yield under
        return
    strip = strip_right_of(ground, text.box)
    if strip is not None and strip.share_inside(cell) > 0.8:  # コード [][][][] in one cell
        yield Slot(ground.page, Box(x0=block.x1 + 2, y0=cell.y0, x1=cell.x1, y1=cell.y1), hit.box)
        return
    right = right_cell(ground, cell, block)
    if right is not None:
        yield Slot(ground.page, without_notes(ground, right), hit.box)
        return
    below = below_cell(ground, cell, block)
    if below is not None:
        yield Slot(ground.page, below, hit.box, "見出しの下の欄と推測")
        return
    if cell.x1 - block.x1 > 3 * block.height:
        box = Box(x0=block.x1 + 0.2 * block.height, y0=cell.y0, x1=cell.x1, y1=cell.y1)
        if not [t for t in ground.words if t.box.share_inside(box) > 0.5]:
            yield Slot(ground.page, box, hit.box, "見出しと同じ枠の右の余白と推測")


def postal(ground: Ground, text: Text) -> Slot | None:
    """Room behind a printed 〒."""
    cell, height = text.cell, text.box.height
    right = right_cell(ground, cell, text.box) if cell is not None else None
    whole = past_boxes(ground, cell) if cell is not None else None
    if whole is not None and whole != cell:
        return Slot(ground.page, whole, text.box)
    if cell is not None and (cell.width < 3.5 * height or abs(text.box.cx - cell.cx) < 0.12 * cell.width):
        return Slot(ground.page, right, text.box) if right is not None else None
    if cell is not None and is_free(ground, cell) and cell.height < 2.6 * height:
        return Slot(ground.page, cell, text.box)
    stop = text.box.x0 + 13 * height
    strip = strip_right_of(ground, text.box)
    if strip is not None:  # boxes for the digits reach as far as they reach
        stop = max(stop, strip.x1 + 2)
    stop = min([stop, (cell or ground.edge).x1, *next_words(ground, text.box, cell)])
    return Slot(ground.page, row_box(ground, text.box, text.box.x0 - 3, stop, cell), text.box)


def framed_postal(ground: Ground, address: Text) -> Slot | None:
    """Boxes in the corner of the room right of an address's label: the postal code's."""
    if address.cell is None or (room := right_cell(ground, address.cell, address.box)) is None:
        return None
    boxes = framed_in(ground, room)
    if boxes is None:
        return None
    whole = boxes.grown(0.1 * boxes.height).model_copy(update={"x0": room.x0})  # with the 〒 in front of the boxes
    return Slot(ground.page, whole, boxes, "住所の欄の中の枠と推測")


def dated(ground: Ground, text: Text) -> Slot:
    """Room of a printed 令和　年　月　日, whose parts may stand apart around boxes."""
    box = text.box
    while True:
        following = [
            t
            for t in ground.texts
            if same_row(t.box, box) and 0 <= t.box.x0 - box.x1 < 5.5 * box.height and fold(t.raw)[:1] in "年月日"
        ]
        if not following or (fold(text.raw).endswith("日") and box == text.box):
            break
        box = box.union(min(following, key=lambda t: t.box.x0).box)
    grow = 0.5 * text.box.height
    cell = past_boxes(ground, text.cell) if text.cell is not None else None
    return Slot(ground.page, row_box(ground, box, box.x0 - grow, box.x1 + grow, cell), text.box)


def _block(ground: Ground, text: Text) -> Box:
    """A label with the lines that go on with it: a remark in brackets under it, words broken over two lines."""
    box = text.box
    for other in sorted(ground.words, key=lambda t: t.box.y0):
        if other is text or other.cell != text.cell or other.line.vertical:
            continue
        gap = other.box.y0 - box.y1
        centred = abs(other.box.cx - box.cx) < 1.2 * text.box.height or abs(other.box.x0 - box.x0) < text.box.height
        narrow = other.box.width < box.width + 3 * text.box.height
        reach = 0.55
        if text.cell is not None and in_brackets(other):  # the remark on a label may stand a little apart
            narrow, reach = True, 1.0
        if -0.3 * text.box.height < gap < reach * text.box.height and centred and narrow:
            continued = text.cell is not None or fold(other.raw)[:1] in "(・" or len(fold(other.raw)) <= 3
            if continued:
                box = box.union(other.box)
    return box
