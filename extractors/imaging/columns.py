"""Columns of upright characters (tategaki), for recognisers that read across."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.imaging.colour import flat_ink
from extractors.ocr.engine import Image


def column_as_line(column: Image) -> Image:
    """A column of upright characters, laid side by side as one line for a recogniser that reads across."""
    _height, width = column.shape[:2]
    inked_rows = [bool(v) for v in (flat_ink(column) > 0).sum(1) >= 2]
    parts, start = [], None
    for y, inked in enumerate([*inked_rows, False]):
        if inked and start is None:
            start = y
        elif not inked and start is not None:
            parts.append((start, y))
            start = None
    merged: list[tuple[int, int]] = []
    for top, bottom in parts:  # a character such as 二 is several strokes: join what fits into one square
        if merged and bottom - merged[-1][0] <= 1.15 * width:
            merged[-1] = (merged[-1][0], bottom)
        else:
            merged.append((top, bottom))
    if not merged:
        return column
    side = width
    squares = []
    for top, bottom in merged:
        part = column[top:bottom]
        if part.shape[0] > side:
            part = np.asarray(cv2.resize(part, (width, side), interpolation=cv2.INTER_AREA), np.uint8)
        pad = side - part.shape[0]
        squares.append(cv2.copyMakeBorder(part, pad // 2, pad - pad // 2, 0, 2, cv2.BORDER_REPLICATE))
    return np.ascontiguousarray(np.hstack(squares))
