"""Whether the applicant's seal stands where the form asks for it (印)."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.fields.entries import Sheet
from extractors.folding import fold
from extractors.imaging.colour import Mask, flat_ink
from models.documents import Field
from models.geometry import Box

SEALED_ENTRIES = ("representative_name", "applicant_name", "applicant_kana")
"""The seal stands beside the first of these that is on the paper."""


def applicants_seal(sheet: Sheet, entry: Box) -> tuple[bool | None, Box | None]:
    """Whether a seal stands on the row of `entry` (pixels), and where.

    Red impressions are found anywhere right of the entry; on grey and black-and-white scans a ring or block of ink of a
    seal's size. None where nobody can tell: a heap of noise, or no room beside the entry.
    """
    height = _letter_height(sheet, entry)
    image = sheet.page.image
    window = Box(
        x0=entry.x1 + 0.2 * height,
        y0=max(0, entry.cy - 4.5 * height),
        x1=image.shape[1] * 0.98,
        y1=min(image.shape[0], entry.cy + 4.5 * height),
    )
    reach = Box(x0=entry.x0, y0=entry.cy - 3.6 * height, x1=window.x1, y1=entry.cy + 3.6 * height)
    for seal in sheet.page.reading.seals:
        if reach.x0 <= seal.box.cx <= reach.x1 and reach.y0 <= seal.box.cy <= reach.y1:
            return True, seal.box
    if window.width < 2 * height:
        return None, None
    found = _dark_seal(sheet, window, height)
    return found is not None, found


def _letter_height(sheet: Sheet, entry: Box) -> float:
    heights = sorted(t.box.height for t in sheet.layout.texts if not t.line.vertical)
    usual = heights[len(heights) // 2] if heights else 30.0
    return float(min(max(usual, 0.5 * entry.height), 1.6 * usual))


def _dark_seal(sheet: Sheet, window: Box, height: float) -> Box | None:
    """A ring or block of ink, 1.4 to 6 letters high, about as wide, that is no text and no table."""
    x0, y0, x1, y1 = (round(v) for v in (window.x0, window.y0, window.x1, window.y1))
    part = np.ascontiguousarray(sheet.page.image[y0:y1, x0:x1])
    if min(part.shape[:2]) < 20:
        return None
    ink = flat_ink(part)
    ring = _ring(ink, height)
    if ring is not None and abs(ring.cy + y0 - window.cy) <= 2.8 * height:
        return Box(x0=ring.x0 + x0, y0=ring.y0 + y0, x1=ring.x1 + x0, y1=ring.y1 + y0)
    for rule in sheet.page.reading.rules:
        a, b = (round(rule.x0) - x0, round(rule.y0) - y0), (round(rule.x1) - x0, round(rule.y1) - y0)
        cv2.line(ink, a, b, 0, 5)
    for text in sheet.layout.texts:
        if text.line.score > 0.85 and len(fold(text.raw)) >= 3 and text.box.width > 3.2 * text.box.height:
            cv2.rectangle(
                ink,
                (round(text.box.x0) - x0, round(text.box.y0) - y0),
                (round(text.box.x1) - x0, round(text.box.y1) - y0),
                0,
                -1,
            )
    gap = max(9, round(0.6 * height)) | 1
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    best: Box | None = None
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if not 1.35 * height <= min(w, h) <= max(w, h) <= 6.0 * height or not 0.6 <= w / h <= 1.7:
            continue
        if cv2.contourArea(contour) < 0.5 * w * h or abs(y + h / 2 + y0 - window.cy) > 2.8 * height:
            continue
        box = Box(x0=x + x0, y0=y + y0, x1=x + w + x0, y1=y + h + y0)
        if best is None or box.area > best.area:
            best = box
    return best


def _ring(ink: Mask, height: float) -> Box | None:
    """The largest unbroken ring of a seal's size that stands free; the sides of a large one look like short rules."""
    contours, _ = cv2.findContours(cv2.dilate(ink, np.ones((3, 3), np.uint8)), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if not 1.35 * height <= min(w, h) <= max(w, h) <= 6.0 * height or not 0.8 <= w / h <= 1.25:
            continue
        away = np.hypot((contour[:, 0, 0] - x - w / 2) / (w / 2), (contour[:, 0, 1] - y - h / 2) / (h / 2))
        if np.quantile(np.abs(away - 1), 0.95) < 0.1:
            found.append(Box(x0=x, y0=y, x1=x + w, y1=y + h))
    return max(found, key=lambda b: b.area, default=None)


def sealed_entry(fields: dict[str, Field]) -> str | None:
    """The entry that the seal stands beside."""
    return next((k for k in SEALED_ENTRIES if k in fields and fields[k].box is not None), None)
