"""The printed end of a receipt's 但し, 代として or 代金として, that stands apart from what was written in front of it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.fields.entries import Sheet
from extractors.fields.layout import Region, Text
from extractors.imaging.colour import line_ink
from models.geometry import Box

_CLOSING = re.compile(r"[\s　]*代金?\s*$")
_APART, _WIDER = 0.24, 0.12
"""The gap in front of a printed end is so wide at least, and so much wider than between the other letters, in their pitch:
half a space and more."""


def without_printed_closing(sheet: Sheet, region: Region) -> Region:
    """`region` without the 代 or 代金 before として that a gap sets apart: 高効率ボイラ更新工事 代として. What is written without
    a gap, 設置工事代として, belongs to what was paid for."""
    if not region.texts or region.texts[-1].after is None:
        return region
    text = region.texts[-1]
    closing = _CLOSING.search(text.raw)
    if (
        closing is None
        or closing.start() < 2
        or text.line.char_x is None
        or not _set_apart(sheet, text, closing.start())
    ):
        return region
    texts = (*region.texts[:-1], text.part(0, closing.start()))
    return replace(region, texts=texts, box=Box.around(t.box for t in texts))


def _set_apart(sheet: Sheet, text: Text, end: int) -> bool:
    """Whether the gap behind the first `end` characters of a text is wider than those between them."""
    behind = next(i for i in range(end, len(text.raw)) if not text.raw[i].isspace())
    places = [text.x_at(i) for i in range(end) if not text.raw[i].isspace()] + [text.x_at(behind)]
    pitch = float(np.median(np.diff(places)))
    if pitch <= 0:
        return False
    inked = np.asarray(line_ink(sheet.crop(text.box)).any(axis=0))
    left = max(0.0, text.box.x0)
    *others, last = (_gap(inked, a - left, b - left) / pitch for a, b in pairwise(places))
    return last > max(_APART, float(np.median(others)) + _WIDER)


def _gap(inked: npt.NDArray[np.bool_], start: float, end: float) -> int:
    """The widest run of columns without ink between two places."""
    widest = run = 0
    for ink in inked[max(0, int(start)) : max(0, int(end))]:
        run = 0 if ink else run + 1
        widest = max(widest, run)
    return widest
