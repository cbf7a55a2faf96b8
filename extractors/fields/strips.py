"""Strips of entry boxes, one character each: finding the boxes, counting the filled ones, reading across them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.imaging.colour import grey
from extractors.ocr.engine import Engine, EngineReading, Image
from models.geometry import Box


def strip_boxes(cells: Sequence[Box], region: Box) -> list[Box]:
    """The entry boxes inside `region`, left to right: at least three of one size in a row; else nothing."""
    inside = [c for c in cells if c.share_inside(region.grown(4)) > 0.9 and c.area < 0.5 * region.area and c.height < 3.2 * c.width and c.width < 1.9 * c.height]
    rows: list[list[Box]] = []
    for cell in sorted(inside, key=lambda c: c.cy):
        if rows and abs(rows[-1][0].cy - cell.cy) < 0.4 * cell.height and 0.6 < cell.height / rows[-1][0].height < 1.6:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    best = max(rows, key=len, default=[])
    return sorted(best, key=lambda c: c.x0) if len(best) >= 3 else []


def inside_of(cell: Box, image: Image) -> Image:
    """The inner part of an entry box, without its rules."""
    margin_x, margin_y = max(2, round(0.08 * cell.width)), max(2, round(0.07 * cell.height))
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
