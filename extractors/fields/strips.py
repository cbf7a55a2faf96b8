"""Strips of entry boxes, one character each: finding the boxes, and telling which of them are filled."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask, flat_ink, grey
from extractors.ocr.engine import Image
from models.geometry import Box

MANY = 8
"""So many upright strokes at one distance are a strip whatever runs along their ends."""


def strip_boxes(image: Image, region: Box, at_least: float = 0.0) -> list[Box]:
    """The entry boxes inside `region` (pixels of `image`), left to right; empty where there is no strip.

    A strip is a row of at least three upright strokes of one height at one distance, closer than they are high by half,
    joined by lines above and below (or by one of them, on a comb). The strokes may be dashed or dotted. Groups
    (〒123-4567) keep their gap: only intervals of the usual width are boxes. Strokes lower than `at_least` pixels belong
    to digits.
    """
    x0, y0 = max(0, round(region.x0)), max(0, round(region.y0))
    part = np.ascontiguousarray(image[y0 : round(region.y1), x0 : round(region.x1)])
    if min(part.shape[:2]) < 20:
        return []
    ink = flat_ink(part)
    best = _strip(ink, ink, at_least)
    if not best:
        best = _strip(_dashes_closed(ink), ink, at_least)
    return [Box(x0=b.x0 + x0, y0=b.y0 + y0, x1=b.x1 + x0, y1=b.y1 + y0) for b in best]


_DASH = 9
"""Pixels between the dashes of a side, less one, at most."""


def _dashes_closed(ink: Mask) -> Mask:
    """`ink` with dashed and dotted upright strokes made whole; none is made to reach the edge of the picture."""
    framed = cv2.copyMakeBorder(ink, _DASH, _DASH, 0, 0, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((_DASH, 1), np.uint8))
    return np.asarray(closed[_DASH:-_DASH], dtype=np.uint8)


def whole_strip(image: Image, region: Box, at_least: float = 0.0) -> list[Box]:
    """Like `strip_boxes`, with the boxes that join on beyond the ends of `region`, where that was taken from what was
    read: a 1 in the first box is easily taken for one of its sides, and the last box may stand empty.
    """
    boxes = strip_boxes(image, region, at_least)
    while boxes:
        pitch = float(np.median([b.width for b in boxes]))
        held = Box.around(boxes)
        reach = Box(x0=min(held.x0, region.x0), y0=region.y0, x1=max(held.x1, region.x1), y1=region.y1)
        found = strip_boxes(image, reach.grown(1.4 * pitch, 0), at_least)
        wider = _joining(found, held, 0.2 * pitch)
        if len(wider) <= len(boxes):
            break
        boxes = wider
    return boxes


def row_of_boxes(cells: Sequence[Box], held: Sequence[Box], written: Box) -> list[Box]:
    """The cells of a page that make one row of entry boxes with those of `held`, left to right.

    Empty for fewer than three of `held`, and where the row does not reach as far as what is `written`: then some boxes
    were not found.
    """
    if len(held) < 3:
        return []
    width, height = float(np.median([b.width for b in held])), float(np.median([b.height for b in held]))
    middle, around = float(np.median([b.cy for b in held])), Box.around(held)
    alike = sorted(
        (
            c
            for c in cells
            if abs(c.width - width) < 0.2 * width
            and abs(c.height - height) < 0.2 * height
            and abs(c.cy - middle) < 0.3 * height + 0.012 * abs(c.cx - around.cx)
        ),
        key=lambda c: c.x0,
    )
    row = _joining(alike, around, 0.35 * width)
    reaches = row and row[0].x0 < written.x0 + 0.5 * width and row[-1].x1 > written.x1 - 0.5 * width
    return row if reaches else []


def prolonged(boxes: Sequence[Box], written: Box) -> list[Box]:
    """The boxes of a strip, and as many more at its own pitch as it takes to reach all that is `written` in it: where
    thin rules are broken, as on a fax, a few of its boxes are found and the digits beside them are not looked at."""
    row = list(boxes)
    if not row:
        return row
    pitch = float(np.median([b.width for b in row]))
    rise = (row[-1].y0 - row[0].y0) / max(1.0, row[-1].x0 - row[0].x0) * pitch
    while row[0].x0 - written.x0 > _BEYOND * pitch:
        row.insert(0, _beside(row[0], -pitch, -rise))
    while written.x1 - row[-1].x1 > _BEYOND * pitch:
        row.append(_beside(row[-1], pitch, rise))
    return row


def _beside(box: Box, right: float, down: float) -> Box:
    return Box(x0=box.x0 + right, y0=box.y0 + down, x1=box.x1 + right, y1=box.y1 + down)


_BEYOND = 0.4
"""Parts of a box's width that what was read may reach over the last box: a rule read with it is nearer, a digit is not."""


def _joining(boxes: Sequence[Box], held: Box, apart: float) -> list[Box]:
    """Those of `boxes` (left to right) that stand within `held`, or in one unbroken row with it."""
    inside = [i for i, b in enumerate(boxes) if held.x0 <= b.cx <= held.x1]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    while first > 0 and boxes[first].x0 - boxes[first - 1].x1 <= apart:
        first -= 1
    while last < len(boxes) - 1 and boxes[last + 1].x0 - boxes[last].x1 <= apart:
        last += 1
    return list(boxes[first : last + 1])


@dataclass(frozen=True, slots=True)
class _Stroke:
    x: float
    top: float
    height: float


def _strip(uprights: Mask, ink: Mask, at_least: float) -> list[Box]:
    """The longest strip among the upright strokes of `uprights`."""
    tall = cv2.morphologyEx(cv2.dilate(uprights, np.ones((1, 2), np.uint8)), cv2.MORPH_OPEN, np.ones((18, 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(tall)
    strokes = [
        _Stroke(x + w / 2, y, h)
        for x, y, w, h, _ in stats[1:count].tolist()
        if w <= 9 and h >= max(20.0, at_least) and h < 0.97 * ink.shape[0]
    ]
    best: list[Box] = []
    seen: set[int] = set()
    for i, first in enumerate(strokes):
        if i in seen:
            continue
        # a strip may slope a little: strokes further away may stand a little higher or lower
        row = [
            (j, s)
            for j, s in enumerate(strokes)
            if abs(s.height - first.height) <= 0.14 * first.height
            and abs(s.top - first.top) <= 0.14 * first.height + 0.012 * abs(s.x - first.x)
        ]
        seen.update(j for j, _ in row)
        boxes = _boxes(sorted((s for _, s in row), key=lambda s: s.x), first.height)
        if len(boxes) > len(best) and _joined(boxes, ink):
            best = boxes
    return best


def _boxes(strokes: Sequence[_Stroke], height: float) -> list[Box]:
    steps = [b.x - a.x for a, b in itertools.pairwise(strokes) if b.x - a.x > 0.3 * height]
    if len(steps) < 3:
        return []
    pitch = float(np.median(steps))
    if not 0.5 * height < pitch < 1.7 * height:
        return []
    boxes = []
    for a, b in itertools.pairwise(strokes):
        if abs(b.x - a.x - pitch) <= 0.16 * pitch:
            top, bottom = (a.top + b.top) / 2, (a.top + a.height + b.top + b.height) / 2
            boxes.append(Box(x0=a.x, y0=top, x1=b.x, y1=bottom))
    return boxes if len(boxes) >= 3 else []


def _joined(boxes: Sequence[Box], ink: Mask) -> bool:
    """Whether lines run along the upper and the lower ends of the strokes: strokes of digits have none."""
    upper: list[float] = []
    lower: list[float] = []
    for box in boxes:
        a, b = (
            round(box.x0 + 0.12 * box.width),
            max(round(box.x0 + 0.12 * box.width) + 1, round(box.x1 - 0.12 * box.width)),
        )
        reach = max(2, round(0.07 * box.height))
        for y, found in ((box.y0, upper), (box.y1, lower)):
            rows = ink[max(0, round(y) - reach) : round(y) + reach + 1, a:b] > 0
            found.append(float(rows.any(0).mean()) if rows.size else 0.0)
    drawn = np.array([upper, lower])
    few = 0.9 if len(boxes) <= 5 else 0.7
    both = ((drawn > 0.6).mean(1) >= few).all()
    comb = ((drawn > 0.9).mean(1) >= 0.95).any() and boxes[0].height >= 28
    return bool(both or comb or len(boxes) >= MANY)


def inside_of(cell: Box, image: Image) -> Image:
    """The inner part of an entry box, without its rules."""
    margin_x, margin_y = max(3, round(0.1 * cell.width)), max(3, round(0.09 * cell.height))
    return image[int(cell.y0) + margin_y : int(cell.y1) - margin_y, int(cell.x0) + margin_x : int(cell.x1) - margin_x]


def filled(cell: Box, image: Image) -> bool:
    """Whether something is written in an entry box: by pen or faint pencil, but not dust, nor the box's own sides."""
    part = inside_of(cell, image)
    if part.size == 0:
        return False
    g = grey(part).astype(np.int16)
    paper = float(np.percentile(g, 90))
    dark = (g < paper - max(24.0, 0.16 * paper)).astype(np.uint8)
    _without_sides(dark)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    height, width = dark.shape
    pieces = [(w, h, area) for _, _, w, h, area in stats[1:count].tolist() if area >= 5]
    ink = sum(area for _, _, area in pieces)
    extent = max((max(w / width, h / height) for w, h, _ in pieces), default=0.0)
    return ink > 0.018 * height * width and extent > 0.2


def _without_sides(dark: npt.NDArray[np.uint8]) -> None:
    """Take out what lies along the edges: the box's sides where it stands a little askew."""
    height, width = dark.shape
    for lines, limit in ((dark, 0.2 * height), (dark.T, 0.2 * width)):
        for index in (*range(int(limit)), *range(lines.shape[0] - 1, lines.shape[0] - 1 - int(limit), -1)):
            if lines[index].mean() > 0.55:
                lines[index] = 0
    # a side that leaves at an angle: a thin piece that touches the edge all along
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    for i in range(1, count):
        x, y, w, h, area = stats[i].tolist()
        edge = x <= 1 or y <= 1 or x + w >= width - 1 or y + h >= height - 1
        flat = (h <= 0.16 * height and (y <= 1 or y + h >= height - 1)) or (
            w <= 0.16 * width and (x <= 1 or x + w >= width - 1)
        )
        if edge and flat and area < 0.12 * dark.size:
            dark[labels == i] = 0
