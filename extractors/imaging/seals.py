"""Stamped impressions: red ones anywhere on a colour page."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.imaging.colour import red_mask
from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Seal


def red_seals(image: Image, text_height: float) -> tuple[Seal, ...]:
    """Red blobs of the size and shape of a seal: between one and nine text heights, about as wide as high."""
    mask = cv2.morphologyEx(red_mask(image), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for x, y, w, h, area in stats[1:count].tolist():
        if not text_height <= min(w, h) <= max(w, h) <= 9 * text_height or not 0.5 <= w / h <= 2.0:
            continue
        if area >= 0.2 * w * h:
            found.append(Seal(box=Box(x0=x, y0=y, x1=x + w, y1=y + h), colour="red"))
    return tuple(found)
