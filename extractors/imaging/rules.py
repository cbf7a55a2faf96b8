"""Ruled lines and the cells they make."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask
from models.geometry import Box
from models.pages import Rule

HOLLOW = 61
"""Up to so many pixels of a dark bar's inside may be missing."""
EDGE = 2
"""Pixels of a dark bar that count as its edge."""


def rule_masks(ink: Mask, text_height: float) -> tuple[Mask, Mask]:
    """Horizontal and vertical strokes of `ink` that are too long to belong to a character."""
    across = max(40, round(text_height * 2.2))
    down = max(30, round(text_height * 1.35))
    # a scan is never quite straight: joining neighbouring rows first keeps slightly sloping rules whole
    fat_h = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    fat_v = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    horizontal = cv2.morphologyEx(fat_h, cv2.MORPH_OPEN, np.ones((1, across), np.uint8))
    vertical = cv2.morphologyEx(fat_v, cv2.MORPH_OPEN, np.ones((down, 1), np.uint8))
    across_rules = _thin(np.asarray(horizontal, np.uint8), axis=0, limit=14)
    down_rules = _thin(np.asarray(vertical, np.uint8), axis=1, limit=14)
    return across_rules, _without_creases(down_rules, across_rules, text_height)


def _without_creases(vertical: Mask, horizontal: Mask, text_height: float) -> Mask:
    """`vertical` without strokes that end in the open: a fold in the paper, a scanner's streak.

    The rules of a table end at its other rules. Short strokes (entry boxes) are left alone.
    """
    reach = round(0.7 * text_height)
    near = cv2.dilate(horizontal, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    kept = vertical.copy()
    for outline in _outlines(vertical):
        x, y, w, h = cv2.boundingRect(outline)
        if h < 2.5 * text_height:
            continue
        top = near[y, x : x + w].any()
        bottom = near[y + h - 1, x : x + w].any()
        if not (top and bottom):
            cv2.drawContours(kept, [outline], -1, 0, cv2.FILLED)
    return kept


def _outlines(mask: Mask) -> list[npt.NDArray[np.int32]]:
    """The outer edge of every connected part of `mask`, top to bottom. On sparse masks far quicker than labelling."""
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if hierarchy is None:
        return []
    outer = (c for c, (_, _, _, parent) in zip(contours, hierarchy[0], strict=True) if parent < 0)
    return [np.asarray(c, np.int32) for c in outer][::-1]


def _thin(mask: Mask, axis: int, limit: int) -> Mask:
    """`mask` with the outline of parts thicker than `limit` instead of them: a dark title bar is no rule, its edges are.

    The inside of a bar that is thicker than the window of :func:`extractors.imaging.colour.flat_ink` is no ink there;
    it is filled first, so that it does not make two bars.
    """

    def across(n: int) -> Mask:
        return np.ones((n, 1) if axis == 0 else (1, n), np.uint8)

    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, across(limit))
    if not thick.any():
        return mask
    solid = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, across(HOLLOW))
    edges = cv2.subtract(solid, cv2.erode(solid, across(2 * EDGE + 1), borderType=cv2.BORDER_CONSTANT, borderValue=0))
    return np.asarray(cv2.bitwise_or(cv2.subtract(mask, solid), edges), np.uint8)


def rules(horizontal: Mask, vertical: Mask) -> tuple[Rule, ...]:
    """The strokes of the two masks as straight lines."""
    found = []
    for mask, is_horizontal in ((horizontal, True), (vertical, False)):
        for x, y, w, h in map(cv2.boundingRect, _outlines(mask)):
            if is_horizontal and w >= 30 and w > 3 * h:
                found.append(Rule(x0=x, y0=y + h / 2, x1=x + w, y1=y + h / 2))
            elif not is_horizontal and h >= 25 and h > 3 * w:
                found.append(Rule(x0=x + w / 2, y0=y, x1=x + w / 2, y1=y + h))
    return tuple(found)


def cells(horizontal: Mask, vertical: Mask) -> tuple[Box, ...]:
    """The rectangles that the rules enclose, entry boxes within cells too, top to bottom and left to right."""
    grid = cv2.dilate(cv2.bitwise_or(horizontal, vertical), np.ones((5, 5), np.uint8))
    contours, hierarchy = cv2.findContours(grid, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if hierarchy is None:
        return ()
    page_area = grid.shape[0] * grid.shape[1]
    found = []
    for contour, (_, _, _, parent) in zip(contours, hierarchy[0], strict=True):
        if parent < 0:
            continue  # an outline, not a hole
        x, y, w, h = cv2.boundingRect(contour)
        if min(w, h) < 12 or w * h > 0.6 * page_area or cv2.contourArea(contour) < 0.5 * w * h:
            continue
        found.append(Box(x0=x, y0=y, x1=x + w, y1=y + h))
    return tuple(sorted(found, key=lambda b: (b.y0, b.x0)))
