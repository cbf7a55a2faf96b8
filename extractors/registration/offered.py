"""The room of a choice told by its options: where a blank form prints them together, whatever heads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.fields.layout import Text
from extractors.folding import fold
from extractors.registration.ground import Ground, Slot
from extractors.registration.headings import Bands
from extractors.registration.words import is_prose, is_remark
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind

FRONT, AROUND = 2.2, 0.5
"""Heights of a letter in front of an option in which its number, letter or square stands, and around it where a mark does."""


def offered(grounds: Sequence[Ground], spec: FieldSpec, bands: Bands) -> Slot | None:
    """Where at least two of a choice's options, and half of them, are printed in one cell or together in the open; None
    where they are nowhere, or in several places of which none is likelier."""
    if spec.kind is not ValueKind.CHOICE or len(spec.options) < 2:
        return None
    found = [slot for ground in grounds for slot in _together(ground, spec)]
    for likely in (
        [s for s in found if bands.holds(spec.block, s.page, s.hit)],
        [s for s in found if not bands.elsewhere(spec.block, s.page, s.hit)],
    ):
        if likely:
            return likely[0] if len(likely) == 1 else None
    return None


def _together(ground: Ground, spec: FieldSpec) -> list[Slot]:
    """Every place of a page where options of `spec` are printed together."""
    groups: dict[Box | None, dict[str, Text]] = defaultdict(dict)
    for text in ground.texts:
        for value in _said(text, spec):
            groups[text.cell].setdefault(value, text)
    slots = []
    for cell, texts in groups.items():
        if len(texts) < max(2, len(spec.options) / 2):
            continue
        words = Box.around(t.box for t in texts.values())
        height = max(t.box.height for t in texts.values())
        room = words.grown(AROUND * height).model_copy(update={"x0": max(0.0, words.x0 - FRONT * height)})
        slots.append(Slot(ground.page, room if cell is None else _within(room, cell), words))
    return slots


def _said(text: Text, spec: FieldSpec) -> list[str]:
    """The options that a text lists; none where it says more than they."""
    if is_prose(text) or is_remark(text) or text.line.vertical:
        return []
    plain = text.plain[0]
    found = {}
    for option in spec.options:
        word = next((w for w in map(fold, (option.value, *option.aliases)) if w in plain), None)
        if word is not None:
            found[option.value] = word
    return list(found) if len(plain) <= sum(len(w) + 3 for w in found.values()) else []


def _within(room: Box, cell: Box) -> Box:
    return Box(x0=max(room.x0, cell.x0), y0=max(room.y0, cell.y0), x1=min(room.x1, cell.x1), y1=min(room.y1, cell.y1))
