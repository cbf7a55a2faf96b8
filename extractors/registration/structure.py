"""A page as its skeleton: drawn rules and the places of text, small, straight and without colour.

Everything that matches pages with blank forms works on this skeleton. It does not depend on the typeface a form was
printed in, nor on what was written into it, and costs milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging import sizes
from extractors.imaging.colour import Mask
from extractors.ocr.engine import Image

LONG_SIDE = 1170
"""Pixels of the skeleton's longer side: A4 at 100 dpi."""
ACROSS = 36
"""Shortest horizontal rule in pixels of the skeleton (9 mm)."""
DOWN = 17
"""Shortest vertical rule (4.3 mm): the sides of boxes for single digits count."""
MARGIN = 0.05
"""Share of a page's shorter side along its edges that tells nothing of how the paper lies."""
STEEPEST = 4.0
"""Degrees of skew that are looked for; scanners' feeders stay below 3."""

Plane = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Where rules run across and down, and where other ink stands; masks (0 or 255) of one size."""

    across: Mask
    down: Mask
    text: Mask

    @property
    def height(self) -> int:
        return int(self.across.shape[0])

    @property
    def width(self) -> int:
        return int(self.across.shape[1])

    def turned(self, quarters: int) -> Skeleton:
        """The skeleton turned clockwise by `quarters` quarter turns."""
        if quarters % 4 == 0:
            return self
        across, down = (self.across, self.down) if quarters % 2 == 0 else (self.down, self.across)
        how = (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)[quarters % 4 - 1]
        return Skeleton(*(np.asarray(cv2.rotate(m, how), dtype=np.uint8) for m in (across, down, self.text)))


def shrunk(image: Image) -> npt.NDArray[np.uint8]:
    """`image` (RGB) in grey, its longer side `LONG_SIDE` pixels."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    scale = LONG_SIDE / max(grey.shape)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    if scale < 1:
        return sizes.shrunk(np.asarray(grey, np.uint8), size)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def ink_of(grey: npt.NDArray[np.uint8]) -> Mask:
    """Ink by local contrast: shadows and tinted fields do not count."""
    return np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 14), dtype=np.uint8
    )


def straightened(grey: npt.NDArray[np.uint8], degrees: float) -> npt.NDArray[np.uint8]:
    """`grey` turned counter-clockwise by `degrees` about its middle."""
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def skeleton(ink: Mask) -> Skeleton:
    """Rules and text apart. Thick strokes (filled title bars) are neither."""
    fat_across = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    fat_down = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    across = cv2.morphologyEx(fat_across, cv2.MORPH_OPEN, np.ones((1, ACROSS), np.uint8))
    down = cv2.morphologyEx(fat_down, cv2.MORPH_OPEN, np.ones((DOWN, 1), np.uint8))
    across = cv2.subtract(across, cv2.morphologyEx(across, cv2.MORPH_OPEN, np.ones((8, 1), np.uint8)))
    down = cv2.subtract(down, cv2.morphologyEx(down, cv2.MORPH_OPEN, np.ones((1, 8), np.uint8)))
    rules = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    return Skeleton(
        np.asarray(across, dtype=np.uint8),
        np.asarray(down, dtype=np.uint8),
        np.asarray(cv2.subtract(ink, rules), dtype=np.uint8),
    )


def skew(ink: Mask) -> float:
    """Degrees by which the page must be turned counter-clockwise for rows and columns to be straight.

    Rows of text and rules make the sharpest profile when the page is straight; a page lying on its side is as good. The
    margins are left out: what a scanner shows beside a paper that lies askew is as straight as the scanner.
    """
    margin = round(MARGIN * min(ink.shape))
    inner = np.zeros_like(ink)
    inner[margin:-margin, margin:-margin] = ink[margin:-margin, margin:-margin]
    places = np.flatnonzero(inner)
    if len(places) < 200:
        return 0.0
    height, width = ink.shape
    rows, columns = np.divmod(places[:: max(1, len(places) // 12000)], width)
    y, x = rows.astype(np.float64), columns.astype(np.float64)
    y_off, x_off = y - height / 2, x - width / 2

    def sharpness(degrees: float) -> float:
        t = np.tan(np.radians(degrees))
        best = 0.0
        for along, aside, size in ((y, x_off, height), (x, -y_off, width)):
            at = aside * t
            np.subtract(along, at, out=at)  # in place: this runs some fifty times a page
            at += 24
            profile = np.bincount(at.clip(0, size + 47, out=at).astype(np.intp))
            best = max(best, float(profile @ profile))
        return best

    coarse = max(np.arange(-STEEPEST, STEEPEST + 0.01, 0.5), key=sharpness)
    fine = max(coarse + np.arange(-0.4, 0.41, 0.1), key=sharpness)
    return float(fine)


GRID = (48, 68)
"""Columns and rows of a signature."""


def signature(bones: Skeleton) -> Plane:
    """A unit vector that is alike for pages of one form: coarse pictures of its rules and texts, blurred.

    A block that sits a line higher or lower changes it little; entries change it little because texts weigh half.
    """
    # the three as one image: OpenCV averages three channels in the time of one
    small = sizes.shrunk(np.asarray(cv2.merge([bones.across, bones.down, bones.text]), np.uint8), GRID)
    parts = []
    for coarse, weight in zip(cv2.split(small), (1.0, 1.0, 0.5), strict=True):
        soft = cv2.GaussianBlur(np.sqrt(coarse.astype(np.float32) / 255), (0, 0), 1.2)
        parts.append(weight * soft.ravel())
    vector = np.concatenate(parts)
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, dtype=np.float32)
