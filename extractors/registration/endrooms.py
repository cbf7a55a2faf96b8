"""The room of a bank's or a branch's name in front of the endings that a form prints: [　　] 銀行・信用金庫・農協."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.fields.endings import ENDINGS, Listed, listed
from extractors.registration.rooms import Ground, Slot
from models.geometry import Box
from models.programmes import FieldSpec, Label

LEAST = 4
"""Heights of a letter that a room for a name is wide at least."""


def in_front_of_endings(grounds: Sequence[Ground], spec: FieldSpec) -> Iterator[tuple[Label, Slot]]:
    """The room in front of printed endings, which tell by themselves whose name stands there; it begins behind what is
    printed in front of it in the same cell: [　　] 銀行・信用金庫 [　　] 本店・支店.

    Where several rows offer endings of the kind, their labels have to tell.
    """
    if spec.kind not in ENDINGS:
        return
    rows = [(ground, row) for ground in grounds for row in listed(ground.texts, spec.kind)]
    for ground, row in rows if len(rows) == 1 else ():
        room = _room(ground, row)
        if room is not None:
            yield Label(text=row.words[0], where="inside"), Slot(ground.page, room, row.printed.ink_box)


def _room(ground: Ground, row: Listed) -> Box | None:
    """Where the name is written; None where there is hardly room, or other words stand in it."""
    ends, cell = row.printed.ink_box, row.printed.texts[0].cell
    if cell is None:
        return None
    height = row.printed.texts[0].box.height
    words = [t for t in ground.texts if t.cell == cell and t.box.x1 <= ends.x0 + 4 and _level(t.box, ends)]
    start = max((t.box.x1 for t in words), default=cell.x0)
    if ends.x0 - start < LEAST * height:
        return None
    room = Box(x0=start, y0=cell.y0, x1=ends.x0, y1=cell.y1)
    return None if any(t.box.share_inside(room) > 0.5 for t in ground.texts) else room


def _level(box: Box, ends: Box) -> bool:
    """Whether something stands at the height of the endings."""
    return box.y0 < ends.y1 and box.y1 > ends.y0
