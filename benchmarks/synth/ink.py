"""Writing: characters of hand-drawn fonts, each bent, turned, sized, pressed and inked differently.

A :class:`Hand` is one person: a font, a slant, a size, a pressure, a pen. What it writes is drawn anew every time,
so the same 田 never looks the same twice, yet one person's papers look like one person's.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.synth import fonts
from benchmarks.synth.draw import MM_PER_POINT, Box, Color, Sheet, union

#: Characters are drawn at this many pixels per font size before they are scaled to the paper.
PIXELS = 112
PAD = 40

PENS: dict[str, Color] = {"black": (28, 28, 32), "blue": (32, 46, 128), "blueblack": (26, 34, 74)}


@dataclass(frozen=True)
class Hand:
    """One person's writing. Angles in degrees, everything else as a share of the size."""

    face: str
    color: Color
    slant: float
    """Shear to the right."""
    climb: float
    """Angle of the line."""
    unrest: float
    """How much characters differ, 0.5 (calm) .. 1.5 (hasty)."""
    weight: float
    """Pressure: moves the edge of a stroke, -0.15 (thin) .. 0.2 (thick)."""
    scale: float = 1.0

    @staticmethod
    def of(rng: random.Random) -> Hand:
        """A person at random."""
        face = rng.choices(["yoz", "seto", "kiloji", "gyosho"], [4, 3, 4, 1.2])[0]
        return Hand(
            face,
            PENS[rng.choices(list(PENS), [5, 2, 3])[0]],
            rng.uniform(-0.06, 0.12),
            rng.uniform(-0.7, 0.5),
            rng.uniform(0.65, 1.3),
            rng.uniform(-0.04, 0.14),
            {"gyosho": 1.12}.get(face, 1.0) * rng.uniform(0.96, 1.06),
        )

    def width(self, text: str, size: float) -> float:
        """About how many millimetres `text` takes at `size` points."""
        return sum(fonts.advance(self._face(c), c) for c in text) * size * self.scale * MM_PER_POINT * 1.02

    def write(self, sheet: Sheet, x: float, y: float, text: str, size: float, rng: random.Random) -> Box:
        """Write `text` from `x`, centred on the height `y`; box of the ink in millimetres."""
        mm = size * self.scale * MM_PER_POINT
        pen, baseline, drift, boxes = x, y + 0.37 * mm, 0.0, []
        for char in text:
            face = self._face(char)
            if char not in " 　":
                drift = 0.6 * drift + rng.gauss(0, 0.022) * self.unrest
                rise = -math.tan(math.radians(self.climb)) * (pen - x)
                boxes.append(
                    self._stamp(
                        sheet, char, face, pen + rng.gauss(0, 0.012) * mm, baseline + (drift * mm) + rise, mm, rng
                    )
                )
            pen += fonts.advance(face, char) * mm * (1.02 + rng.gauss(0, 0.02) * self.unrest)
        found = [b for b in boxes if b]
        return union(found) if found else (x, y, x + 1, y + 1)

    def tick(self, sheet: Sheet, x: float, y: float, size: float, rng: random.Random) -> Box:
        """✓ over a box whose centre is (`x`, `y`); `size` in millimetres."""
        points = [(-0.45, -0.05), (-0.1, 0.4), (0.7, -0.75)]
        mask = np.zeros((160, 160), np.uint8)
        at = [(int(80 + (px + rng.gauss(0, 0.06)) * 60), int(90 + (py + rng.gauss(0, 0.06)) * 60)) for px, py in points]
        for a, b in pairwise(at):
            cv2.line(mask, a, b, 255, rng.randint(7, 10), cv2.LINE_AA)
        return self._place(sheet, mask, x - size * 80 / 60 * 0.9, y - size * 90 / 60 * 0.9, size * 0.9 / 60, rng)

    def ring(self, sheet: Sheet, box: Box, rng: random.Random) -> Box:
        """A circle drawn around what stands in `box` (the chosen one of several words)."""
        grow = 0.9
        w, h = box[2] - box[0] + 2 * grow, box[3] - box[1] + 2 * grow
        k = 16
        mask = np.zeros((int(h * k) + 40, int(w * k) + 40), np.uint8)
        turn = rng.uniform(-4, 4)
        start = rng.uniform(200, 300)
        cv2.ellipse(
            mask,
            (mask.shape[1] // 2, mask.shape[0] // 2),
            (int(w * k / 2), int(h * k / 2)),
            turn,
            start,
            start + 360 + rng.uniform(4, 25),
            255,
            6,
            cv2.LINE_AA,
        )
        return self._place(sheet, mask, box[0] - grow - 20 / k, box[1] - grow - 20 / k, 1 / k, rng)

    def strike(self, sheet: Sheet, box: Box, rng: random.Random) -> None:
        """二重線: what stands in `box` was a slip of the pen."""
        middle = (box[1] + box[3]) / 2
        for dy in (-0.45, 0.45):
            sheet.line(
                box[0] - 0.6,
                middle + dy + rng.uniform(-0.25, 0.25),
                box[2] + 0.8,
                middle + dy + rng.uniform(-0.3, 0.3),
                0.3,
                self.color,
            )

    def _face(self, char: str) -> str:
        return self.face if fonts.has(self.face, char) else fonts.FALLBACK

    def _stamp(
        self, sheet: Sheet, char: str, face: str, x: float, baseline: float, mm: float, rng: random.Random
    ) -> Box | None:
        font = fonts.font(face, PIXELS)
        side = PIXELS + 2 * PAD
        mask = np.frombuffer(_drawn(face, char, font), np.uint8).reshape(side, side)
        bent = _bend(mask, self, rng)
        if not bent.any():
            return None
        return self._place(
            sheet, bent, x - PAD * mm / PIXELS, baseline - (PAD + PIXELS * 0.8) * mm / PIXELS, mm / PIXELS, rng
        )

    def _place(
        self, sheet: Sheet, mask: np.ndarray, x: float, y: float, mm_per_pixel: float, rng: random.Random
    ) -> Box:
        rows, cols = np.flatnonzero(mask.max(1) > 96), np.flatnonzero(mask.max(0) > 96)
        top, bottom, left, right = rows[0], rows[-1] + 1, cols[0], cols[-1] + 1
        part = mask[top:bottom, left:right].astype(np.float32)
        strength = rng.uniform(0.84, 1.0)
        image = np.empty((*part.shape, 4), np.uint8)
        image[..., :3] = self.color
        image[..., 3] = part * strength
        return sheet.picture(
            Image.fromarray(image, "RGBA"),
            x + left * mm_per_pixel,
            y + top * mm_per_pixel,
            (right - left) * mm_per_pixel,
            (bottom - top) * mm_per_pixel,
        )


def _drawn(face: str, char: str, font: ImageFont.FreeTypeFont) -> bytes:
    side = PIXELS + 2 * PAD
    image = Image.new("L", (side, side), 0)
    ImageDraw.Draw(image).text((PAD, PAD + PIXELS * 0.8), char, font=font, fill=255, anchor="ls")
    return image.tobytes()


def _bend(mask: np.ndarray, hand: Hand, rng: random.Random) -> np.ndarray:
    """Turn, slant, size and buckle one character; then press the pen harder or softer."""
    side, centre, unrest = mask.shape[0], mask.shape[0] / 2, hand.unrest
    turn = math.radians(rng.gauss(0, 2.2) * unrest)
    sx, sy = 1 + rng.gauss(0, 0.045) * unrest, 1 + rng.gauss(0, 0.045) * unrest
    shear = hand.slant + rng.gauss(0, 0.025) * unrest
    a, b = math.cos(turn) * sx, (-math.sin(turn) - shear) * sy
    c, d = math.sin(turn) * sx, math.cos(turn) * sy
    inverse = np.linalg.inv(np.array([[a, b], [c, d]]))
    ys, xs = np.mgrid[0:side, 0:side].astype(np.float32)
    dx, dy = xs - centre, ys - centre
    field = [
        cv2.resize(
            np.array([[rng.gauss(0, 1) for _ in range(4)] for _ in range(4)], np.float32),
            (side, side),
            interpolation=cv2.INTER_CUBIC,
        )
        * 1.9
        * unrest
        for _ in range(2)
    ]
    map_x = (inverse[0, 0] * dx + inverse[0, 1] * dy + centre + field[0]).astype(np.float32)
    map_y = (inverse[1, 0] * dx + inverse[1, 1] * dy + centre + field[1]).astype(np.float32)
    bent = cv2.GaussianBlur(cv2.remap(mask, map_x, map_y, cv2.INTER_LINEAR), (0, 0), 2.2).astype(np.float32) / 255
    edge = 0.42 - hand.weight + rng.gauss(0, 0.025) * unrest
    return (np.clip((bent - edge) * 4.5 + 0.5, 0, 1) * 255).astype(np.uint8)
