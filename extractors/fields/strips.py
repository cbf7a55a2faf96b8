"""Strips of entry boxes, one character each: finding the boxes, counting the filled ones, reading across them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import cv2
import numpy as np

from extractors.imaging.colour import flat_ink, grey
from extractors.ocr.engine import Engine, EngineReading, Image
from models.geometry import Box


def strip_boxes(image: Image, region: Box, at_least: float = 0.0) -> list[Box]:
    """The entry boxes inside `region` (pixels of `image`), left to right; empty where there is no strip.

    A strip is a row of at least three upright strokes of one height at one distance, closer than they are high by half.
    Groups (〒123-4567) keep their gap: only intervals of the usual width are boxes. Strokes lower than `at_least`
    pixels belong to digits.
    """
    x0, y0 = max(0, round(region.x0)), max(0, round(region.y0))
    part = np.ascontiguousarray(image[y0 : round(region.y1), x0 : round(region.x1)])
    if min(part.shape[:2]) < 20:
        return []
    ink = flat_ink(part)
    tall = cv2.morphologyEx(cv2.dilate(ink, np.ones((1, 2), np.uint8)), cv2.MORPH_OPEN, np.ones((18, 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(tall)
    strokes = [
        (x + w / 2, y, h)
        for x, y, w, h, _ in stats[1:count].tolist()
        if w <= 9 and h >= max(20.0, at_least) and h < 0.97 * part.shape[0]
    ]
    best: list[Box] = []
    for _, top, height in strokes:
        row = sorted(x for x, y, h in strokes if abs(y - top) <= 0.14 * height and abs(h - height) <= 0.14 * height)
        boxes = _boxes(row, top, height)
        if len(boxes) > len(best):
            best = boxes
    return [Box(x0=b.x0 + x0, y0=b.y0 + y0, x1=b.x1 + x0, y1=b.y1 + y0) for b in best]


def _boxes(strokes: Sequence[float], top: float, height: float) -> list[Box]:
    steps = [b - a for a, b in itertools.pairwise(strokes) if b - a > 0.3 * height]
    if len(steps) < 3:
        return []
    pitch = float(np.median(steps))
    if not 0.4 * height < pitch < 1.7 * height:
        return []
    boxes = []
    for a, b in itertools.pairwise(strokes):
        if abs(b - a - pitch) <= 0.16 * pitch:
            boxes.append(Box(x0=a, y0=top, x1=b, y1=top + height))
    return boxes if len(boxes) >= 3 else []


def inside_of(cell: Box, image: Image) -> Image:
    """The inner part of an entry box, without its rules."""
    margin_x, margin_y = max(3, round(0.1 * cell.width)), max(3, round(0.09 * cell.height))
    return image[int(cell.y0) + margin_y : int(cell.y1) - margin_y, int(cell.x0) + margin_x : int(cell.x1) - margin_x]


def filled(cell: Box, image: Image) -> bool:
    """Whether something is written in an entry box."""
    part = inside_of(cell, image)
    if part.size == 0:
        return False
    g = grey(part).astype(np.int16)
    dark = g < np.percentile(g, 90) - 45
    return bool(dark.mean() > 0.025)


def read_strip(boxes: Sequence[Box], image: Image, engine: Engine) -> EngineReading:
    """What stands in the filled boxes, read as one line with the rules taken out."""
    parts = [inside_of(b, image) for b in boxes if filled(b, image)]
    if not parts:
        return EngineReading("", 0.0, ())
    height = max(p.shape[0] for p in parts)
    squares = [cv2.copyMakeBorder(p, 0, height - p.shape[0], 0, 0, cv2.BORDER_REPLICATE) for p in parts]
    return engine.read_line(np.ascontiguousarray(np.hstack(squares)))
