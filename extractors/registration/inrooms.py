"""What a blank form prints in the room of an entry: boxes for single characters, words to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.fields.strips import strip_boxes
from extractors.folding import fold
from extractors.reading import ReadPage
from extractors.registration.ground import Ground, Slot
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind


def printed_strip(page: ReadPage, room: Box) -> list[Box]:
    """The boxes for single characters in a room; a room that is nothing but boxes is looked at with their sides, how
    much further these reach than the room, and how near a label stands over them, is not known."""
    areas = [room.grown(4, more) for more in (6.0, 7.0, 8.0, 10.0, 0.2 * room.height)]
    # boxes whose sides are dashed are one cell
    frames = [c for c in page.reading.cells if c.share_inside(room.grown(4, 6)) > 0.9 and c.width > 2 * c.height]
    areas += [frame.grown(4, more) for frame in frames for more in (6.0, 7.0)]
    return max((_side_by_side(strip_boxes(page.image, area), room) for area in areas), key=len)


def _side_by_side(boxes: Sequence[Box], room: Box) -> list[Box]:
    """The boxes that have a neighbour wall to wall and are as large as letters: strokes of letters stand apart."""
    return [
        b
        for b in boxes
        if b.share_inside(room.grown(4, 6)) > 0.7
        and b.height > 0.3 * min(room.height, 60)
        and any(abs(o.x0 - b.x1) < 0.25 * b.width or abs(b.x0 - o.x1) < 0.25 * b.width for o in boxes if o is not b)
    ]


def printed_options(spec: FieldSpec, ground: Ground, slot: Slot) -> Iterator[tuple[str, Box]]:
    """Where the choices of an entry are printed."""
    if spec.kind is not ValueKind.CHOICE:
        return
    texts = [t for t in ground.texts if t.box.share_inside(slot.box.grown(4, 4)) > 0.5]
    for option in spec.options:
        for word in (option.value, *option.aliases):
            place = next(((t, t.plain[0].find(fold(word))) for t in texts if fold(word) in t.plain[0]), None)
            if place is not None:
                text, at = place
                origin = text.plain[1]
                yield option.value, text.part(origin[at], origin[at + len(fold(word)) - 1] + 1).box
                break
