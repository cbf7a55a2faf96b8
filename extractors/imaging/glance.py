"""What a first look at a page tells, before anything is read: blank, written on, or a picture.

Everything is measured on one small grey copy, because most pages that need no reading should cost next to nothing.
"""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import grey, percentile
from extractors.imaging.paper import Corners, paper_corners
from extractors.imaging.sizes import shrunk
from extractors.ocr.engine import Image

BLANK_DARK = 0.0003
"""Share of clearly dark pixels under which a page is blank. Measured: backs that the front shines through 0.00006 at
most; the faintest thermal receipts 0.0044, pictures without black ink 0.00003 but well shaded."""
SIZE = 1000
"""Longest side of the small copy."""


class Glance:
    """A first look at one page."""

    def __init__(self, image: Image) -> None:
        self._image = image
        plane = grey(image)
        scale = min(1.0, SIZE / max(plane.shape))
        self._small = shrunk(plane, (round(plane.shape[1] * scale), round(plane.shape[0] * scale)))

    @cached_property
    def ink(self) -> float:
        """Share (0..1) of the page, margins left out, that carries ink, by local contrast; dust does not count."""
        dark = cv2.adaptiveThreshold(self._small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)
        opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        return float((_inner(np.asarray(opened, np.uint8)) > 0).mean())

    @cached_property
    def dark(self) -> float:
        """Share (0..1) of the page, margins left out, that is much darker than the paper around it.

        What shines through from the other side is visible ink, but never dark.
        """
        inner = np.ascontiguousarray(_inner(self._small))
        coarse = cv2.resize(inner, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        paper = cv2.resize(cv2.medianBlur(coarse, 9), inner.shape[::-1], interpolation=cv2.INTER_LINEAR)
        return float((cv2.subtract(paper, inner) > 60).mean())

    @cached_property
    def shaded(self) -> float:
        """Share of the page that is neither paper-white nor ink: large in photographs and filled pictures."""
        tiny = np.asarray(cv2.resize(self._small, (200, 200), interpolation=cv2.INTER_AREA), np.uint8)
        return float((tiny < percentile(tiny, 98) - 40).mean())

    @cached_property
    def corners(self) -> Corners | None:
        """:func:`extractors.imaging.paper.paper_corners`, looked for once."""
        return paper_corners(self._image)

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the page: no dark ink, no shading."""
        return self.shaded < 0.02 and self.ink < 0.015 and self.dark < BLANK_DARK


def _inner(plane: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """`plane` without its margins."""
    dy, dx = round(plane.shape[0] * 0.04), round(plane.shape[1] * 0.05)
    return plane[dy : plane.shape[0] - dy, dx : plane.shape[1] - dx]


def ink_share(image: Image) -> float:
    """:attr:`Glance.ink` of `image`."""
    return Glance(image).ink


def shaded_share(image: Image) -> float:
    """:attr:`Glance.shaded` of `image`."""
    return Glance(image).shaded


def is_blank(image: Image) -> bool:
    """:attr:`Glance.blank` of `image`."""
    return Glance(image).blank
