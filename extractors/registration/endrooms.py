"""The room of a bank's or a branch's name in front of the endings that a form prints: [　　] 銀行・信用金庫・農協."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.fields.endings import ENDINGS, Listed, listed
from extractors.registration.ground import Ground, Slot
from models.geometry import Box
from models.programmes import FieldSpec, Label

LEAST = 4
"""Heights of a letter that a room for a name is wide at least."""
ROW = 1.4
"""Heights of a letter that a row to write on is high at least."""


def in_front_of_endings(grounds: Sequence[Ground], spec: FieldSpec) -> Iterator[tuple[Label, Slot]]:
    """The room in front of printed endings, which tell by themselves whose name stands there; it begins behind what is
    printed in front of it in the same cell: [　　] 銀行・信用金庫 [　　] 本店・支店. Or the room over them, where they stand
    in a row at the foot of their cell.

    Where several rows offer endings of the kind, their labels have to tell.
    """
    if spec.kind not in ENDINGS:
        return
    places = {
        (ground.page, row.printed.texts[0].cell or row.printed.ink_box): (ground, row)
        for ground in grounds
        for row in reversed(list(listed(ground.texts, spec.kind)))
    }
    for ground, row in places.values() if len(places) == 1 else ():
        room = _room(ground, row) or _over(ground, row)
        if room is not None:
            yield Label(text=row.words[0], where="inside"), Slot(ground.page, room, row.printed.ink_box)


def _room(ground: Ground, row: Listed) -> Box | None:
    """Where the name is written; None where there is hardly room, or other words stand in it."""
    ends, cell = row.printed.ink_box, row.printed.texts[0].cell
    if cell is None:
        return None
    height = row.printed.texts[0].box.height
    words = [t for t in ground.texts if t.cell == cell and t.box.x1 <= ends.x0 + 4]
    captions = [t for t in words if _in_the_corner(t.box, cell)]
    start = max((t.box.x1 for t in words if t not in captions and _level(t.box, ends)), default=cell.x0)
    if ends.x0 - start < LEAST * height:
        return None
    room = Box(x0=start, y0=max((t.box.y1 for t in captions), default=cell.y0), x1=ends.x0, y1=cell.y1)
    return None if any(t.box.share_inside(room) > 0.5 for t in ground.texts) else room


def _in_the_corner(box: Box, cell: Box) -> bool:
    """Whether a label stands in the upper corner of its cell, with a row to write on under it."""
    return (
        box.cy < cell.y0 + 0.35 * cell.height and cell.y1 - box.y1 > ROW * box.height and box.x0 - cell.x0 < box.height
    )


def _over(ground: Ground, row: Listed) -> Box | None:
    """The cell of a row of endings at its foot, up to what else is printed in it; None where no row is left over them."""
    ends, cell = row.printed.ink_box, row.printed.texts[0].cell
    if cell is None or ends.y0 - cell.y0 < ROW * ends.height or ends.cy < cell.cy:
        return None
    boxes = (c for c in ground.layout.page.cells if c != cell and c.share_inside(cell) > 0.9)
    others = [b for b in (*boxes, *(t.box for t in ground.texts if t.cell == cell)) if b.share_inside(ends) < 0.5]
    room = Box(x0=cell.x0, y0=cell.y0, x1=min((b.x0 for b in others if b.x0 > ends.x0), default=cell.x1), y1=cell.y1)
    free = room.x1 >= ends.x1 and not any(b.share_inside(room) > 0.5 for b in others)
    return room if free else None


def _level(box: Box, ends: Box) -> bool:
    """Whether something stands at the height of the endings."""
    return box.y0 < ends.y1 and box.y1 > ends.y0
