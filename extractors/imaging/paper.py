"""Where the paper lies: corners in a photograph, blank pages, pictures."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import flat_ink, grey
from extractors.ocr.engine import Image

Corners = npt.NDArray[np.float32]
"""Top left, top right, bottom right, bottom left; pixels."""

BLANK_DARK = 0.0003
"""Share of clearly dark pixels under which a page is blank. Measured: backs that the front shines through 0.00006 at
most; the faintest thermal receipts 0.0044, pictures without black ink 0.00003 but well shaded."""


def paper_corners(image: Image) -> Corners | None:
    """The corners of a sheet of paper photographed on something darker, or None where the image *is* the sheet.

    A scan has no surroundings, so None is the usual answer.
    """
    height, width = image.shape[:2]
    scale = 640 / max(height, width)
    small = cv2.GaussianBlur(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (5, 5), 0)
    h, w = small.shape[:2]
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    border = np.concatenate(
        [lab[:6].reshape(-1, 3), lab[-6:].reshape(-1, 3), lab[:, :6].reshape(-1, 3), lab[:, -6:].reshape(-1, 3)]
    )
    if np.percentile(border[:, 0], 60) > 205:
        return None  # bright all around: a scanner's lid
    best: tuple[float, Corners] | None = None
    light = lab[:, :, 0]
    for threshold in _thresholds(light):
        mask = cv2.morphologyEx((light > threshold).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:2]:
            quad = _as_quad(cv2.convexHull(contour))
            if quad is None:
                continue
            area = cv2.contourArea(quad)
            fill = cv2.contourArea(contour) / max(area, 1.0)
            if 0.15 * w * h < area < 0.985 * w * h and fill > 0.9 and (best is None or area * fill > best[0]):
                best = (area * fill, quad)
    if best is None:
        return None
    return _clockwise(best[1]) / scale


def _thresholds(light: npt.NDArray[np.uint8]) -> list[float]:
    otsu, _ = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return [otsu, otsu * 0.8, otsu * 1.15, float(np.percentile(light, 50)) * 0.8]


def _as_quad(hull: npt.NDArray[np.int32]) -> Corners | None:
    """`hull` simplified to four corners, or None where it is no quadrangle."""
    length = cv2.arcLength(hull, True)
    for tolerance in (0.02, 0.03, 0.05, 0.08):
        corners = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(corners) == 4:
            quad: Corners = corners.reshape(4, 2).astype(np.float32)
            sides = [float(np.linalg.norm(b - a)) for a, b in pairwise([*quad, quad[0]])]
            return quad if min(sides) > 0.15 * max(sides) else None
    return None


def _clockwise(quad: Corners) -> Corners:
    centre = quad.mean(0)
    angles = np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0])
    ordered = quad[np.argsort(angles)]
    start = int(np.argmin(ordered.sum(1)))
    return np.roll(ordered, -start, axis=0).astype(np.float32)


def flattening(corners: Corners) -> tuple[npt.NDArray[np.float64], tuple[int, int]]:
    """The homography that lays the photographed sheet flat, and the (width, height) it then has."""
    tl, tr, br, bl = corners
    width = round(max(np.linalg.norm(tr - tl), np.linalg.norm(br - bl)))
    height = round(max(np.linalg.norm(bl - tl), np.linalg.norm(br - tr)))
    target = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    return cv2.getPerspectiveTransform(corners, target).astype(np.float64), (width, height)


def ink_share(image: Image) -> float:
    """Share (0..1) of the page, margins left out, that carries ink, by local contrast; dust does not count."""
    height, width = image.shape[:2]
    scale = min(1.0, 1000 / max(height, width))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    ink = cv2.morphologyEx(flat_ink(small), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    dy, dx = round(ink.shape[0] * 0.04), round(ink.shape[1] * 0.05)
    return float((ink[dy:-dy, dx:-dx] > 0).mean())


def dark_share(image: Image) -> float:
    """Share (0..1) of the page, margins left out, that is much darker than the paper around it.

    What shines through from the other side is visible ink, but never dark.
    """
    height, width = image.shape[:2]
    scale = min(1.0, 1000 / max(height, width))
    small = grey(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image)
    dy, dx = round(small.shape[0] * 0.04), round(small.shape[1] * 0.05)
    inner = np.ascontiguousarray(small[dy:-dy, dx:-dx])
    paper = cv2.medianBlur(inner, 31)
    return float((paper.astype(np.int16) - inner > 60).mean())


def is_blank(image: Image) -> bool:
    """Whether nothing stands on the page: no dark ink, no shading."""
    return dark_share(image) < BLANK_DARK and shaded_share(image) < 0.02 and ink_share(image) < 0.015


def shaded_share(image: Image) -> float:
    """Share of the page that is neither paper-white nor ink: large in photographs and filled pictures."""
    small = cv2.resize(grey(image), (200, 200), interpolation=cv2.INTER_AREA)
    paper = np.percentile(small, 98)
    return float((small < paper - 40).mean())
