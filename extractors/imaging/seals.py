"""Stamped impressions: red ones anywhere on a colour page."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask, red_mask
from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Seal


def red_seals(image: Image, text_height: float) -> tuple[Seal, ...]:
    """Red blobs of the size and shape of a seal: between one and nine text heights, about as wide as high."""
    red = red_mask(image)
    left, top, wide, high = cv2.boundingRect(red)
    if wide == 0:
        return ()
    part = cv2.copyMakeBorder(red[top : top + high, left : left + wide], 9, 9, 9, 9, cv2.BORDER_CONSTANT, value=0)
    mask = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for x, y, w, h, area in stats[1:count].tolist():
        x, y = x + left - 9, y + top - 9
        if not text_height <= min(w, h) <= max(w, h) <= 9 * text_height or not 0.5 <= w / h <= 2.0:
            continue
        if area >= 0.2 * w * h:
            found.append(Seal(box=Box(x0=x, y0=y, x1=x + w, y1=y + h), colour="red"))
    return tuple(found)


def dark_rings(ink: Mask, smallest: float, largest: float) -> list[tuple[Box, float]]:
    """Circles drawn in `ink`, `smallest` to `largest` pixels across, and how much of each is drawn (0..1), best first.

    Round seals on grey and black-and-white scans; letters and lines may lie over them.
    """
    if min(ink.shape[:2]) < smallest:
        return []
    soft = cv2.GaussianBlur(ink, (0, 0), 1.2)
    circles = cv2.HoughCircles(
        soft,
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=max(6.0, 0.3 * smallest),
        param1=120,
        param2=max(12.0, 0.42 * smallest),
        minRadius=max(4, round(0.48 * smallest)),
        maxRadius=max(6, round(0.52 * largest)),
    )
    if circles is None:
        return []
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0
    found = []
    for cx, cy, r in circles[0][:60].tolist():
        drawn, radius = max((_drawn_share(near, cx, cy, r + d), r + d) for d in (-2.0, -1.0, 0.0, 1.0, 2.0))
        found.append((Box(x0=cx - radius, y0=cy - radius, x1=cx + radius, y1=cy + radius), drawn))
    return sorted(found, key=lambda f: -f[1])


def small_dark_seal(ink: Mask, smallest: float, largest: float) -> Box | None:
    """The clearest round seal of that size in `ink`: a ring with a name in it; None where there is none."""
    for box, drawn in dark_rings(ink, smallest, largest):
        if drawn < 0.8:
            return None
        inner = box.grown(-0.18 * box.width)
        part = ink[max(0, int(inner.y0)) : int(inner.y1), max(0, int(inner.x0)) : int(inner.x1)]
        if part.size and 0.05 < (part > 0).mean() < 0.8:
            return box
    return None


def _drawn_share(ink: npt.NDArray[np.bool_], cx: float, cy: float, radius: float) -> float:
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    x = np.clip(np.round(cx + radius * np.cos(angles)).astype(int), 0, ink.shape[1] - 1)
    y = np.clip(np.round(cy + radius * np.sin(angles)).astype(int), 0, ink.shape[0] - 1)
    return float(ink[y, x].mean())
