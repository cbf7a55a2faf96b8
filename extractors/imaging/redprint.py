"""Red ink taken off a page where it is a seal's, and left where it is print: slips and receipts are printed in red, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from extractors.imaging.colour import grey, percentile, red_mask, without_red
from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Seal

STROKES = (0.01, 0.45)
"""Share of a line's box that red strokes cover; more is a red ground with words left white."""
OTHER_INK = 0.25
"""Where so much other ink, seen from the red, stands among its strokes, the red lies over what was written or printed."""
REDDISH, DARK = 24, 0.6
"""Other ink, black or blue: its red channel exceeds the weaker of the others by less, and it is darker than so much of the
paper's brightness."""
AMONG = 0.15
"""Of the line's height: so near to red strokes ink stands among them."""
UNDER_SEAL = 0.15
"""Share of a line's box under a seal from which on its red is the seal's."""
ON_SEAL = 0.7
"""Share of a line's box on a seal from which on it may be the seal's own."""


class RedInk:
    """The red ink of a page, and whose it is: a seal's, of words printed in red, or of strokes over other ink."""

    def __init__(self, image: Image, seals: Sequence[Seal]) -> None:
        """`image`: the page (RGB); `seals`: where its seals were found."""
        self._image, self._seals, self._mask = image, seals, red_mask(image)

    def lifted(self, lines: Iterable[Box]) -> Image:
        """The page without red ink, save for the boxes of `lines` that are printed in it."""
        bare = without_red(self._image, self._mask)
        if bare is self._image:
            return bare
        for box in lines:
            if self.prints(box):
                y0, y1, x0, x1 = _pixels(box)
                bare[y0:y1, x0:x1] = self._image[y0:y1, x0:x1]
        return bare

    def prints(self, box: Box) -> bool:
        """Whether words of the line in `box` are printed in red, and the red is no part of a seal."""
        return not self._on_seal(box, UNDER_SEAL) and self._alone(box)

    def seals(self, box: Box) -> bool:
        """Whether the line in `box` is cut in a seal: it lies on one, and nothing but red ink is there."""
        return self._on_seal(box, ON_SEAL) and self._alone(box)

    def _on_seal(self, box: Box, share: float) -> bool:
        return any(box.intersection(seal.box) > share * box.area for seal in self._seals)

    def _alone(self, box: Box) -> bool:
        """Whether red strokes stand in `box`, and no other ink among them."""
        y0, y1, x0, x1 = _pixels(box)
        crop, mask = self._image[y0:y1, x0:x1], self._mask[y0:y1, x0:x1]
        if min(mask.shape) < 6:
            return False
        red = cv2.countNonZero(mask)
        least, most = (share * mask.size for share in STROKES)
        if not least < red < most:
            return False
        near = 2 * max(1, round(AMONG * mask.shape[0])) + 1
        among = cv2.dilate(mask, np.ones((near, near), np.uint8)) > 0
        red_channel, green, blue = cv2.split(crop)
        not_red = cv2.subtract(red_channel, cv2.min(green, blue)) < REDDISH
        tones = grey(crop)
        other = among & not_red & (tones < DARK * percentile(tones, 85))
        return bool(np.count_nonzero(other) < OTHER_INK * red)


def _pixels(box: Box) -> tuple[int, int, int, int]:
    return max(0, int(box.y0)), int(box.y1) + 1, max(0, int(box.x0)), int(box.x1) + 1
