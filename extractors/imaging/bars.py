"""Dark bars with white letters that head a block: the letters tear the rules around a bar.

A table under such a heading lost the wall between its labels and its entries where the wall ended beside one of the
heading's letters. With the bars filled the letters are gone, and the wall ends at the bar.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.imaging.colour import Mask, grey, percentile
from extractors.imaging.sizes import shrunk
from extractors.ocr.engine import Image

DARK = 0.55
"""Of the paper's brightness: a bar with white letters is darker. Shaded labels are lighter."""
LETTERS = 9
"""Pixels that a stroke of a white letter is wide at most."""
WIDE, HIGH = 6, 1.2
"""Heights of a letter that a bar is wide and high at least."""
STEP = 0.4
"""Of the brightness below which a bar is dark: the paper beside it is so much lighter."""
AROUND = 0.6
"""The least share of a bar's edge along which it is."""
_EDGE = 4
"""Pixels within which it gets lighter."""
_COARSE = 4
"""A page is looked at so many times smaller first: few have bars."""


def dark_bars(image: Image, height: float) -> Mask | None:
    """The dark bars of a page, their letters filled; None where it has none. `height`: of its letters, in pixels."""
    light = grey(image)
    dark = DARK * percentile(light, 90)
    small = shrunk(np.asarray(light, np.uint8), (light.shape[1] // _COARSE or 1, light.shape[0] // _COARSE or 1))
    if not _bars(small, dark, height / _COARSE, letters=3).any():
        return None
    bars = _sharp(_bars(light, dark, height, letters=LETTERS), light, STEP * dark)
    return bars if bars.any() else None


def _sharp(bars: Mask, light: Mask, step: float) -> Mask:
    """Those of `bars` that end within a few pixels nearly all around, or at the page's edge: a shadow on a
    photograph fades."""
    kept, size = np.zeros_like(bars), np.array(light.shape[::-1])
    for outline in cv2.findContours(bars, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        x, y, w, h = cv2.boundingRect(outline)
        part = np.ascontiguousarray(light[max(0, y - _EDGE) : y + h + _EDGE, max(0, x - _EDGE) : x + w + _EDGE])
        around = np.ones((2 * _EDGE + 1, 2 * _EDGE + 1), np.uint8)
        steps = cv2.subtract(cv2.dilate(part, around), cv2.erode(part, around))
        within = ((outline[:, 0] >= _EDGE) & (outline[:, 0] < size - _EDGE)).all(1)
        edge = outline[within, 0] - [max(0, x - _EDGE), max(0, y - _EDGE)]
        if within.any() and (steps[edge[:, 1], edge[:, 0]] > step).mean() > AROUND:
            cv2.drawContours(kept, [outline], -1, 255, cv2.FILLED)
    return np.asarray(cv2.bitwise_and(kept, bars), np.uint8)


def _bars(light: Mask, darker_than: float, height: float, *, letters: int) -> Mask:
    dark = (light < darker_than).astype(np.uint8) * 255
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((letters, letters), np.uint8))
    bar = np.ones((max(1, round(HIGH * height)), max(1, round(WIDE * height))), np.uint8)
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, bar), dtype=np.uint8)


def with_walls(seen: tuple[Mask, Mask], filled: tuple[Mask, Mask], bars: Mask) -> tuple[Mask, Mask]:
    """The rules of a page (across, down) as they are `seen` within its bars, where they part the headings of columns, and
    around them as they are with the bars `filled`."""
    across, down = (np.where(bars > 0, one, other).astype(np.uint8) for one, other in zip(seen, filled, strict=True))
    return across, down
