"""Walls of a blank form that run into a dark title bar: white letters in the bar tear the rules around it.

A table under the heading of a block, set white on dark, lost the wall between its labels and its entries where that wall
ended beside one of the heading's letters. With the bars filled the letters are gone, and the wall ends at the bar.
"""

from __future__ import annotations

from statistics import median

import cv2
import numpy as np

from extractors.imaging import rules as ruling
from extractors.imaging.colour import Mask, flat_ink, grey
from extractors.ocr.engine import Image
from extractors.reading import ReadPage
from models.geometry import Box
from models.pages import PageReading

DARK = 0.55
"""Of the paper's brightness: a bar with white letters is darker. Shaded labels are lighter."""
LETTERS = 9
"""Pixels that a stroke of a white letter is wide at most."""
WIDE, HIGH = 6, 1.2
"""Heights of a letter that a bar is wide and high at least."""


def with_walls(page: ReadPage) -> PageReading:
    """The reading of a blank page with the rules and cells around its dark bars made whole; what stands in a bar stays in
    the open, and a page without such bars stays as it is."""
    height = median([x.box.height for x in page.reading.lines if not x.vertical] or [24.0])
    bars = _bars(page.image, height)
    if not bars.any():
        return page.reading
    ink = np.asarray(cv2.bitwise_or(flat_ink(page.image), bars), dtype=np.uint8)
    across, down = ruling.rule_masks(ink, height)
    outlines = [Box(x0=x, y0=y, x1=x + w, y1=y + h) for x, y, w, h in _boxes(bars)]
    cells = tuple(c for c in ruling.cells(across, down) if not any(c.share_inside(b.grown(4)) > 0.8 for b in outlines))
    return page.reading.model_copy(update={"rules": ruling.rules(across, down), "cells": cells})


def _bars(image: Image, height: float) -> Mask:
    """The dark bars of a page, their letters filled."""
    light = grey(image)
    dark = (light < DARK * float(np.percentile(light, 90))).astype(np.uint8) * 255
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((LETTERS, LETTERS), np.uint8))
    bar = np.ones((round(HIGH * height), round(WIDE * height)), np.uint8)
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, bar), dtype=np.uint8)


def _boxes(mask: Mask) -> list[tuple[int, int, int, int]]:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [tuple(map(int, cv2.boundingRect(c))) for c in contours]  # type: ignore[misc]
