"""Whether more digits stand between the 年, 月 and 日 of a date than were read there.

Two 1s that a pen joined are read as one, and a narrow 1 in a box of its own as the box's wall, by all readers alike; and
what is left, 1月 for 11月, is a date as well. But the ink between the two printed words is wider than one digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import cv2
import numpy as np

from extractors.fields.texts import Text
from extractors.imaging.colour import line_ink
from extractors.ocr.engine import Image
from models.documents import Corroboration
from models.geometry import Box
from models.pages import Source

_ONE_DIGIT = re.compile(r"(?<=[年月])\s*([0-9０-９])\s*(?=[月日])")
_MARGIN = 0.5
"""Half of the word on either side of the digits, in heights of the line."""
_WIDEST, _WIDEST_ONE = 1.3, 0.55
"""The ink of one digit is at most so wide, and that of a 1, in heights of its own."""
HIDDEN = Corroboration(
    kind="digit_hidden", supports=False, reason_ja="月や日の数字が抜けて読まれていないか確かめてください"
)

Crop = Callable[[Box], Image]
"""What stands in a box (pixels) of the page."""


def digit_hidden(crop: Crop, texts: Iterable[Text]) -> bool:
    """Whether a digit of the month or day in `texts`, the pieces of one date from left to right, may not have been read."""
    read = [t for t in texts if t.line.source is Source.PPOCR]
    letters = [(letter, text.x_at(i), text.box) for text in read for i, letter in enumerate(text.raw)]
    raw = "".join(letter for letter, *_ in letters)
    for match in _ONE_DIGIT.finditer(raw):
        (_, left, before), (_, right, behind) = letters[match.start() - 1], letters[match.end()]
        if left < right and _wider(crop, left, right, Box.around((before, behind)), match[1] in "1１"):
            return True
    return False


def _wider(crop: Crop, left: float, right: float, row: Box, one: bool) -> bool:
    """Whether what stands between the middles of two words of a row is wider than a digit, or than a 1."""
    margin = _MARGIN * row.height
    between = Box(x0=left + margin, y0=row.y0, x1=right - margin, y1=row.y1)
    if between.width < 0.3 * row.height:
        return False
    ink = line_ink(crop(between))
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    high, wide = ink.shape
    strokes = [
        (x, x + w, h)
        for x, _, w, h, _ in stats[1:count].tolist()
        if x > 0 and x + w < wide and 0.3 * high < h < 0.92 * high  # no wall of a box, no edge of a word
    ]
    if not strokes:
        return False
    tall = max(h for *_, h in strokes)
    own = [(a, b) for a, b, h in strokes if h > 0.6 * tall]
    span = max(b for _, b in own) - min(a for a, _ in own)
    return bool(span > (_WIDEST_ONE if one else _WIDEST) * tall)
