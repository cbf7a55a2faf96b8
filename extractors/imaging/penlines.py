"""Lines drawn by pen, nearly level: traced through ink, taken out of it; long rules taken out too."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask

STEP = 4
"""Columns over which a line through words may rise or fall by one pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class PenLine:
    """A drawn line: its height in every column from `x0` on, and how thick it is."""

    x0: int
    heights: npt.NDArray[np.float32]
    thickness: float

    @property
    def x1(self) -> int:
        return self.x0 + len(self.heights)

    @property
    def length(self) -> int:
        return len(self.heights)

    def at(self, x: float) -> float:
        """Its height at `x`; at its nearer end where `x` lies beyond it."""
        return float(self.heights[min(max(0, int(x) - self.x0), len(self.heights) - 1)])


def pen_lines(pen: Mask, y0: int, y1: int, shortest: float, thickest: float) -> list[PenLine]:
    """The longest unbroken, nearly level strokes between the rows `y0` and `y1`, at most three, each taken out in turn."""
    rest = pen.copy()
    found = []
    for _ in range(3):
        path = longest_path(rest[y0:y1], shortest)
        if path is None:
            break
        x0, _, heights = path
        line = PenLine(x0, heights + y0, _thickness(rest, x0, heights + y0))
        if line.thickness <= thickest and _steady(line):
            found.append(line)
        erase(rest, line)
    return found


def longest_path(band: Mask, at_least: float = 0.0) -> tuple[int, int, npt.NDArray[np.float32]] | None:
    """The longest path of ink from left to right through `band` that moves a pixel up or down at most every `STEP`.

    None where none is `at_least` pixels long.
    """
    height, width = band.shape
    blocks = width // STEP
    if blocks < 2:
        return None
    solid = np.count_nonzero(band[:, : blocks * STEP].reshape(height, blocks, STEP), axis=2) >= 0.75 * STEP
    gaps = np.flatnonzero(~solid.any(0))
    if (np.diff(gaps, prepend=-1, append=blocks).max() - 1) * STEP < at_least:
        return None  # between letters no path goes on: most words need no tracing
    columns = solid.T.astype(np.int32)
    length = np.zeros((blocks, height + 2), np.int32)
    length[0, 1:-1] = columns[0]
    for i in range(1, blocks):
        before = length[i - 1]
        best = np.maximum(before[1:-1], np.maximum(before[:-2], before[2:]))
        length[i, 1:-1] = (best + 1) * columns[i]
    end, row = np.unravel_index(int(length[:, 1:-1].argmax()), (blocks, height))
    steps = int(length[end, row + 1])
    if steps < 2 or steps * STEP < at_least:
        return None
    ys, y = [int(row)], int(row)
    for i in range(int(end) - 1, int(end) - steps, -1):
        here = length[i]
        y = max((y, y - 1, y + 1), key=lambda v: here[v + 1] if -1 <= v <= height else -1)
        ys.append(y)
    heights = np.repeat(np.array(ys[::-1], np.float32), STEP)
    return (int(end) - steps + 1) * STEP, (int(end) + 1) * STEP, heights


def _steady(line: PenLine) -> bool:
    """Whether the line is drawn in one sweep; a path through letters jumps from stroke to stroke."""
    x = np.linspace(-1, 1, line.length)
    off = line.heights - np.polyval(np.polyfit(x, line.heights, 3), x)
    return bool(np.sqrt((off**2).mean()) < max(0.8, 0.28 * line.thickness))


def _thickness(pen: Mask, x0: int, heights: npt.NDArray[np.float32]) -> float:
    """How thick the line is where no letter crosses it: a low quantile of the ink's height along it."""
    runs = []
    for i in range(0, len(heights), 2):
        column = pen[:, x0 + i] > 0
        up = down = round(float(heights[i]))
        while up > 0 and column[up - 1]:
            up -= 1
        while down < len(column) - 1 and column[down + 1]:
            down += 1
        runs.append((down - up + 1, (up + down) / 2, i))
    thick = float(np.quantile([r[0] for r in runs], 0.25))
    for run, middle, i in runs:  # the path may run along the line's edge
        if run <= 1.5 * thick + 1:
            heights[i : i + 2] = middle
    return thick


def ink_depth(column: npt.NDArray[np.uint8], y: int) -> int:
    """How many pixels of ink stand around `y` in a column."""
    if not 0 <= y < len(column) or not column[y]:
        return 0
    up = down = y
    while up > 0 and column[up - 1]:
        up -= 1
    while down < len(column) - 1 and column[down + 1]:
        down += 1
    return down - up + 1


def erase(mask: Mask, line: PenLine) -> None:
    half = line.thickness / 2 + 1.5
    for i, y in enumerate(line.heights):
        mask[max(0, int(y - half)) : max(0, int(np.ceil(y + half)) + 1), line.x0 + i] = 0


def without_long_lines(ink: Mask, across: int, down: int) -> Mask:
    """`ink` without level lines of `across` pixels or more and upright ones of `down` or more, nearly straight."""
    level = cv2.morphologyEx(
        cv2.dilate(ink, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, max(8, across)), np.uint8)
    )
    upright = cv2.morphologyEx(
        cv2.dilate(ink, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((max(8, down), 1), np.uint8)
    )
    fat = np.ones((3, 3), np.uint8)
    lines = cv2.bitwise_or(cv2.dilate(level, fat), cv2.dilate(upright, fat))
    return np.asarray(cv2.subtract(ink, lines), np.uint8)
