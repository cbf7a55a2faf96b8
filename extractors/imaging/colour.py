"""Ink and paper: removing red seals, measuring ink, trimming a crop to what is written on it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.ocr.engine import Image

Mask = npt.NDArray[np.uint8]
"""Height x width, 0 or 255."""


_REDDEST = 12
"""A pixel is red only if its red channel exceeds the weaker of the others by more than this (50/255 of 60)."""

_TALL = 800
"""Pixels. Higher images are pages, whose seals are large."""


def red_mask(image: Image) -> Mask:
    """Where red ink stands (seals, red rules). Empty on grey images."""
    mask = np.zeros(image.shape[:2], np.uint8)
    if not image.size:
        return mask
    where = _reddish(image)
    if where is not None:
        y0, y1, x0, x1 = where
        hsv = cv2.cvtColor(image[y0:y1, x0:x1], cv2.COLOR_RGB2HSV)
        low = cv2.inRange(hsv, (0, 50, 60), (12, 255, 255))
        high = cv2.inRange(hsv, (165, 50, 60), (180, 255, 255))
        cv2.bitwise_or(low, high, dst=mask[y0:y1, x0:x1])
    return mask


def _reddish(image: Image) -> tuple[int, int, int, int] | None:
    """The part (y0, y1, x0, x1) of `image` outside which nothing can be red, or None: quick, for mostly grey pages."""
    if image.shape[0] > _TALL and not (_excess(image[::2]) >= _REDDEST).any():
        return None  # every second row of a page meets every stroke of a seal
    excess = _excess(image)
    rows = np.flatnonzero(cv2.reduce(excess, 1, cv2.REDUCE_MAX)[:, 0] >= _REDDEST)
    if rows.size == 0:
        return None
    y0, y1 = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(cv2.reduce(excess[y0:y1], 0, cv2.REDUCE_MAX)[0] >= _REDDEST)
    return y0, y1, int(columns[0]), int(columns[-1]) + 1


def _excess(image: Image) -> npt.NDArray[np.uint8]:
    """How far the red channel exceeds the weaker of the others."""
    red, green, blue = cv2.split(image)
    return np.asarray(cv2.subtract(red, cv2.min(green, blue)), np.uint8)


def without_red(image: Image, red: Mask | None = None) -> Image:
    """`image` with red ink (`red`, where it is known already) replaced by paper; black or blue ink under a seal stays.

    The red channel sees red ink as paper, so it is used where the seal is; dark strokes are dark in it too.
    """
    stamped = red_mask(image) if red is None else red
    x, y, w, h = cv2.boundingRect(stamped)
    if w == 0:
        return image
    paper = float(np.median(image[:, :, 0].reshape(-1)[::97]))
    x0, y0, x1, y1 = max(0, x - 1), max(0, y - 1), x + w + 1, y + h + 1
    mask = cv2.dilate(stamped[y0:y1, x0:x1], np.ones((3, 3), np.uint8))
    part = image[y0:y1, x0:x1]
    bright = np.ascontiguousarray(part[:, :, 0])
    gain = paper / max(1.0, percentile(bright, 75, stamped[y0:y1, x0:x1]))
    lifted = np.clip(np.arange(256) * gain, 0, 255).astype(np.uint8)[bright]
    cleaned = image.copy()
    cv2.copyTo(cv2.cvtColor(lifted, cv2.COLOR_GRAY2RGB), mask, cleaned[y0:y1, x0:x1])
    return cleaned


def percentile(plane: npt.NDArray[np.uint8], share: float, mask: Mask | None = None) -> float:
    """`np.percentile` of a plane of bytes, rounded down to a value that occurs, by counting: many times faster."""
    counts = cv2.calcHist([plane], [0], mask, [256], [0, 256])[:, 0].cumsum()
    return float(np.searchsorted(counts, share / 100 * (counts[-1] - 1), side="right"))


def exact_percentile(plane: npt.NDArray[np.uint8], share: float) -> float:
    """`np.percentile` of a plane of bytes, by counting: the very same number, that of neighbours weighed as NumPy does."""
    counts = cv2.calcHist([plane], [0], None, [256], [0, 256])[:, 0].cumsum()
    at = (plane.size - 1) * (share / 100)
    first = int(at)
    low, high = np.searchsorted(counts, (first, min(first + 1, plane.size - 1)), side="right").tolist()
    part = at - first
    return float(low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part))


def is_grey(image: Image) -> bool:
    """Whether the channels of `image` are equal, going by every fourth row."""
    for step in (64, 4):
        rows = image[::step]
        if not (np.array_equal(rows[..., 0], rows[..., 1]) and np.array_equal(rows[..., 1], rows[..., 2])):
            return False
    return True


def grey(image: Image) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def flat_ink(image: Image) -> Mask:
    """Ink of a page as a mask that shadows, tinted paper and uneven light do not disturb."""
    g = grey(image)
    ink = cv2.adaptiveThreshold(g, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)
    return np.asarray(ink, np.uint8)


def line_ink(crop: Image) -> npt.NDArray[np.bool_]:
    """Ink of the crop of one line: clearly darker than its own paper."""
    if not crop.size:
        return np.zeros(crop.shape[:2], bool)
    g = grey(crop)
    paper = percentile(g, 85)
    return g < paper - max(25.0, (paper - percentile(g, 1)) * 0.35)


def trimmed(crop: Image, margin: int = 4) -> tuple[int, int, int, int]:
    """The part of `crop` that carries ink, grown by `margin` pixels, as (x0, y0, x1, y1).

    Measured on PP-OCRv6: trimming to the ink lifts exact readings of entry boxes from 86 to 93 %.
    Returns the whole crop where there is no ink.
    """
    ink = line_ink(crop)
    height, width = ink.shape
    rows = np.flatnonzero(np.count_nonzero(ink, axis=1) >= 2)
    columns = np.flatnonzero(ink.any(0))
    if rows.size == 0 or columns.size == 0:
        return 0, 0, width, height
    return (
        max(0, int(columns[0]) - margin),
        max(0, int(rows[0]) - margin),
        min(width, int(columns[-1]) + 1 + margin),
        min(height, int(rows[-1]) + 1 + margin),
    )
