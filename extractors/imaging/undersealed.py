"""Lines that end where a red seal begins: the line finder stops at the seal, the print goes on beneath it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from extractors.imaging.colour import line_ink
from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Seal

#: Gap (in heights of the line) at which what follows is no part of it.
_GAP = 0.9
#: Scraps of a seal that was taken out of the picture are no digits; words might be its words.
_NUMBER = re.compile(r"[0-9A-Za-z\-－‐ー/.()（）]*[0-9][0-9A-Za-z\-－‐ー/.()（）]*")


def running_under(clean: Image, box: Box, seals: Sequence[Seal]) -> Box | None:
    """`box` drawn out to the end of the ink that goes on under a seal at its right end; None where nothing does.

    `clean` is the page without red.
    """
    height = box.height
    end = max(
        (
            seal.box.x1 + 2 * height
            for seal in seals
            if min(seal.box.y1, box.y1) - max(seal.box.y0, box.y0) > 0.4 * height
            and seal.box.x0 < box.x1 + 0.8 * height
            and seal.box.x1 > box.x1 + 0.3 * height
        ),
        default=0.0,
    )
    start, stop = int(box.x1), min(clean.shape[1], int(np.ceil(end)))
    if stop - start < 0.3 * height or height < 6:
        return None
    crop = clean[max(0, int(box.y0)) : int(box.y1), max(0, start - int(3 * height)) : stop]
    columns = line_ink(crop).sum(0) > 0.06 * crop.shape[0]
    offset = max(0, start - int(3 * height))
    last = start
    for x in (np.flatnonzero(columns) + offset).tolist():
        if x <= last:
            continue
        if x - last > _GAP * height:
            break
        last = x
    return box.model_copy(update={"x1": float(last + 2)}) if last - start > 0.3 * height else None


def number_goes_on(before: str, after: str) -> bool:
    """Whether the longer reading is the shorter one with more of a number behind it; its last letter may have been cut."""
    before, after = "".join(before.split()), "".join(after.split())
    kept = len(before) - 1
    return (
        kept > 0
        and after.startswith(before[:kept])
        and bool(_NUMBER.fullmatch(after[kept:]))
        and len(after) > len(before)
    )
