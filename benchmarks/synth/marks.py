"""Marks that people make on paper: rings, ticks, crosses, lines through words, corrections with their seal.

A :class:`Pen` draws free lines on a sheet; every mark is drawn anew, by a hurried or a careful hand.
Boxes and lengths are millimetres of the sheet.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from benchmarks.synth import seals
from benchmarks.synth.draw import Box, Color, Sheet

#: Pixels a millimetre while a mark is drawn.
FINE = 20

COLORS: dict[str, Color] = {
    "black": (30, 30, 34),
    "blue": (34, 52, 140),
    "red": (200, 40, 44),
    "pencil": (118, 118, 122),
}

Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """What somebody marks with: `width` of its line in millimetres, `unrest` 0.4 (calm) .. 1.6 (hurried)."""

    color: Color
    width: float
    unrest: float

    @staticmethod
    def of(rng: random.Random) -> Pen:
        """A pen at random: ballpoint, felt, pencil."""
        kind = rng.choices(["ballpoint", "gel", "felt", "pencil"], [6, 3, 1.4, 1])[0]
        width = {"ballpoint": (0.25, 0.42), "gel": (0.38, 0.6), "felt": (0.8, 1.5), "pencil": (0.3, 0.5)}[kind]
        color = "pencil" if kind == "pencil" else rng.choices(["black", "blue", "red"], [6, 2, 1.4])[0]
        return Pen(COLORS[color], rng.uniform(*width), rng.uniform(0.4, 1.6))

    def line(self, sheet: Sheet, points: Sequence[Point], rng: random.Random) -> Box:
        """A free line through `points`; box of its ink."""
        path = _smooth(points)
        margin = self.width * 2 + 0.3
        x0, y0 = path[:, 0].min() - margin, path[:, 1].min() - margin
        x1, y1 = path[:, 0].max() + margin, path[:, 1].max() + margin
        mask = np.zeros((max(2, math.ceil((y1 - y0) * FINE)), max(2, math.ceil((x1 - x0) * FINE))), np.uint8)
        at = np.round((path - (x0, y0)) * FINE).astype(int)
        swell, phase = rng.uniform(0.05, 0.3), rng.uniform(0, 6.3)
        for i in range(len(at) - 1):
            press = 1 + swell * math.sin(phase + 5 * i / len(at))
            width = max(1, round(self.width * FINE * press))
            cv2.line(mask, at[i].tolist(), at[i + 1].tolist(), 255, width, cv2.LINE_AA)
        image = np.empty((*mask.shape, 4), np.uint8)
        image[..., :3] = self.color
        image[..., 3] = (mask * rng.uniform(0.82, 1.0)).astype(np.uint8)
        sheet.picture(Image.fromarray(image, "RGBA"), x0, y0, mask.shape[1] / FINE, mask.shape[0] / FINE)
        return float(x0 + margin), float(y0 + margin), float(x1 - margin), float(y1 - margin)

    # -- choices -----------------------------------------------------------------------------------------------
    def ring(self, sheet: Sheet, box: Box, rng: random.Random, manner: str | None = None) -> Box:
        """A ring around what stands in `box`.

        `manner`: ``round`` closed, ``over`` overshooting its start, ``open`` with a gap, ``wide`` reaching over the
        neighbours, ``tight`` touching the letters, ``twice`` drawn twice, ``boxy`` with corners.
        """
        manner = (
            manner
            or rng.choices(["round", "over", "open", "wide", "tight", "twice", "boxy"], [4, 5, 2.5, 1.5, 1.5, 1, 1])[0]
        )
        w, h = box[2] - box[0], box[3] - box[1]
        grow_x = {"wide": rng.uniform(0.45, 0.8), "tight": rng.uniform(-0.02, 0.08)}.get(manner, rng.uniform(0.1, 0.45))
        grow_y = {"wide": rng.uniform(0.3, 0.6), "tight": rng.uniform(0.0, 0.1)}.get(manner, rng.uniform(0.08, 0.4))
        a, b = w / 2 + grow_x * h, h / 2 + grow_y * h
        power = 2.0 if manner != "boxy" else 3.4
        if w > 2.2 * h:  # around long words nobody draws an ellipse
            power = max(power, rng.uniform(2.4, 3.6))
        else:
            a, b = a * 1.08, b * 1.1
        span = {"open": rng.uniform(285, 335), "twice": rng.uniform(650, 730)}.get(manner, rng.uniform(352, 385))
        start, turn = rng.uniform(0, 360), math.radians(rng.gauss(0, 3) * self.unrest)
        if manner != "open":
            start = rng.uniform(215, 310)
        cx = (box[0] + box[2]) / 2 + rng.gauss(0, 0.05) * h * self.unrest
        cy = (box[1] + box[3]) / 2 + rng.gauss(0, 0.05) * h * self.unrest
        direction = -1 if rng.random() < 0.8 else 1
        wobble = [(rng.gauss(0, 0.02) * self.unrest, rng.uniform(0, 6.3)) for _ in range(3)]
        drift = rng.uniform(-0.1, 0.14) * self.unrest
        points = []
        for i in range(int(span / 9) + 1):
            t = math.radians(start + direction * i * 9)
            c, s = math.cos(t), math.sin(t)
            r = 1 + sum(k * math.sin((n + 2) * t + p) for n, (k, p) in enumerate(wobble)) + drift * i * 9 / 360
            x, y = a * r * _bent(c, power), b * r * _bent(s, power)
            points.append((cx + x * math.cos(turn) - y * math.sin(turn), cy + x * math.sin(turn) + y * math.cos(turn)))
        return self.line(sheet, points, rng)

    def tick(self, sheet: Sheet, square: Box, rng: random.Random, manner: str | None = None) -> Box:
        """A mark in a square.

        `manner`: ``check`` ✓, ``big`` ✓ far out of it, ``re`` レ, ``cross`` ×, ``slash``, ``fill`` blackened, ``dot``,
        ``ring`` a small circle.
        """
        manner = (
            manner
            or rng.choices(
                ["check", "big", "re", "cross", "slash", "fill", "dot", "ring"], [5, 3, 3, 2, 0.7, 1.2, 0.7, 0.8]
            )[0]
        )
        x, y = (square[0] + square[2]) / 2, (square[1] + square[3]) / 2
        s = (square[2] - square[0]) / 2
        x, y = x + rng.gauss(0, 0.12) * s * self.unrest, y + rng.gauss(0, 0.12) * s * self.unrest

        def p(dx: float, dy: float) -> Point:
            return x + s * (dx + rng.gauss(0, 0.1) * self.unrest), y + s * (dy + rng.gauss(0, 0.1) * self.unrest)

        if manner == "cross":
            reach = rng.uniform(0.7, 1.5)
            first = self.line(sheet, [p(-reach, -reach), p(reach, reach)], rng)
            return _union([first, self.line(sheet, [p(reach, -reach), p(-reach, reach)], rng)])
        if manner == "slash":
            return self.line(sheet, [p(1.2, -1.3), p(-0.9, 1.0)], rng)
        if manner == "fill":
            rows = max(4, int(2 * s / self.width) + 2)
            points = [p(0.8 * (-1) ** i, -0.85 + 1.7 * i / rows) for i in range(rows + 1)]
            return self.line(sheet, points, rng)
        if manner == "dot":
            return Pen(self.color, max(self.width, s * 0.9), 0.3).line(sheet, [p(-0.1, 0), p(0.1, 0.1)], rng)
        if manner == "ring":
            r = rng.uniform(0.6, 1.1)
            return self.line(sheet, [p(r * math.sin(t / 2), -r * math.cos(t / 2)) for t in range(14)], rng)
        tail = {"big": rng.uniform(1.8, 3.2), "re": rng.uniform(0.9, 1.6)}.get(manner, rng.uniform(0.8, 1.5))
        if manner == "re":
            return self.line(sheet, [p(-0.5, -1.1), p(-0.55, 0.3), p(-0.4, 0.75), p(0.2, 0.3), p(tail, -0.6)], rng)
        left = rng.uniform(0.5, 1.5 if manner == "big" else 0.9)
        return self.line(sheet, [p(-left, -0.2), p(-0.25, 0.7), p(-0.2, 0.72), p(tail * 0.8, -tail * 0.9)], rng)

    def underline(self, sheet: Sheet, box: Box, rng: random.Random) -> Box:
        """A line under what stands in `box`."""
        h = box[3] - box[1]
        y = box[3] + rng.uniform(0.08, 0.25) * h
        points = [(box[0] + (box[2] - box[0]) * t / 4 + rng.gauss(0, 0.05), y + rng.gauss(0, 0.06)) for t in range(5)]
        return self.line(sheet, points, rng)

    def strike(self, sheet: Sheet, box: Box, rng: random.Random, lines: int | None = None) -> Box:
        """One or two lines (二重線) through what stands in `box`."""
        lines = lines or rng.choice([1, 2, 2])
        h, tilt = box[3] - box[1], rng.gauss(0, 0.02) * self.unrest
        found = []
        for k in range(lines):
            y = (box[1] + box[3]) / 2 + (k - (lines - 1) / 2) * rng.uniform(0.2, 0.34) * h + rng.gauss(0, 0.05) * h
            x0, x1 = box[0] - rng.uniform(0, 0.3) * h, box[2] + rng.uniform(0, 0.3) * h
            points = [
                (x0 + (x1 - x0) * t / 4, y + tilt * (x1 - x0) * (t / 4 - 0.5) + rng.gauss(0, 0.02) * h)
                for t in range(5)
            ]
            found.append(self.line(sheet, points, rng))
        return _union(found)


def correct(sheet: Sheet, box: Box, name: str, rng: random.Random, pen: Pen, *, sealed: bool = True) -> Box:
    """What stands in `box` struck out, with the small 訂正印 of `name` on it; the new text is for the caller to write.

    Returns the box of the struck-out words with the lines.
    """
    struck = pen.strike(sheet, box, rng, rng.choice([1, 2, 2, 2]))
    if sealed:
        x = rng.choice([box[2] + rng.uniform(-1, 4), (box[0] + box[2]) / 2, box[0] - rng.uniform(0, 3)])
        seals.personal(sheet, x, (box[1] + box[3]) / 2 + rng.uniform(-1, 1), name, rng, rng.uniform(6, 8.5))
    return _union([box, struck])


def _bent(value: float, power: float) -> float:
    return math.copysign(abs(value) ** (2 / power), value)


def _union(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _smooth(points: Sequence[Point]) -> np.ndarray:
    """A Catmull-Rom curve through `points`, eight steps a piece."""
    p = np.array([points[0], *points, points[-1]], np.float64)
    if len(points) == 2:
        return np.linspace(p[0], p[-1], 12)
    steps = np.linspace(0, 1, 8, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        pieces.append(
            0.5
            * (2 * b + (c - a) * steps + (2 * a - 5 * b + 4 * c - d) * steps**2 + (3 * b - a - 3 * c + d) * steps**3)
        )
    return np.vstack([*pieces, p[-1:]])
