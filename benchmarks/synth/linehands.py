"""Who writes a line: a person with a style of their own, a printer, a dot-matrix printer.

A :class:`Hand` draws one character after another; what is one person's (slant, size, pen, how far their 7 is from
the book's) stays the same along the line, what is chance changes with every character.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

import cv2
import numpy as np

from benchmarks.synth.linefonts import EM, Face, Glyph, Materials
from benchmarks.synth.penstrokes import WAYS, Skeleton, Stroke, way

FINE = 2
"""Strokes are drawn so many times larger than the board."""

#: Characters as other characters, where a source does not have them.
_ALIKE = str.maketrans({"〇": "○", "㎡": "㎡", "-": "-"})


@dataclass
class Hand:
    """Someone or something that writes. `unrest` is how much characters differ, 0 for a printer."""

    seed: int
    faces: list[Face]
    stuff: Materials
    strokes: bool = False
    mnist: bool = False
    unrest: float = 0.0
    slant: float = 0.0
    pen: float = 0.06
    """Width of a stroke in ems."""
    size: float = 1.0
    wide: float = 1.0
    digit_size: float = 0.75
    joined: float = 0.0
    rounded: int = 0
    grow: int = 0
    """Pixels that a printed face is made bolder (or thinner)."""
    spacing: float = 0.0
    _traits: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def glyph(self, char: str, rng: random.Random) -> Glyph | None:
        """`char` drawn once; None where this hand cannot draw it."""
        if self.mnist and char in self.stuff.digits:
            return self._digit_image(char, rng)
        if self.strokes:
            skeleton, own = self._skeleton(char, rng)
            if skeleton is not None:
                return self._stroked(char, skeleton, own, rng)
        return self._face_glyph(char, rng)

    def _face_glyph(self, char: str, rng: random.Random) -> Glyph | None:
        for face in self.faces:
            found = face.glyph(char) or face.glyph(char.translate(_ALIKE))
            if found is not None:
                return self._bent(found, rng)
        return None

    def _bent(self, glyph: Glyph, rng: random.Random) -> Glyph:
        mask = glyph.mask
        if self.grow > 0:
            wider = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
            mask = np.asarray(cv2.dilate(wider, np.ones((1 + self.grow, 1 + self.grow), np.uint8)), np.uint8)
            glyph = Glyph(mask, glyph.left - 1, glyph.top - 1, glyph.advance)
        sx = self.size * self.wide * (1 + rng.gauss(0, 0.05) * self.unrest)
        sy = self.size * (1 + rng.gauss(0, 0.05) * self.unrest)
        turn = rng.gauss(0, 0.045) * self.unrest
        shear = self.slant + rng.gauss(0, 0.04) * self.unrest
        if abs(sx - 1) < 1e-3 and abs(sy - 1) < 1e-3 and not turn and not shear:
            return Glyph(mask, glyph.left, glyph.top, glyph.advance)
        h, w = mask.shape
        c, s = math.cos(turn), math.sin(turn)
        # glyph coordinates (origin on the baseline) to board coordinates
        a = np.array([[c, -s], [s, c]]) @ np.array([[sx, -shear * sy], [0, sy]])
        corners = (
            np.array(
                [
                    [glyph.left, glyph.top],
                    [glyph.left + w, glyph.top],
                    [glyph.left, glyph.top + h],
                    [glyph.left + w, glyph.top + h],
                ]
            )
            @ a.T
        )
        x0, y0 = np.floor(corners.min(0)) - 1
        x1, y1 = np.ceil(corners.max(0)) + 1
        shift = a @ np.array([glyph.left, glyph.top]) - (x0, y0)
        matrix = np.hstack([a, shift[:, None]])
        drawn = cv2.warpAffine(mask, matrix, (int(x1 - x0), int(y1 - y0)), flags=cv2.INTER_LINEAR)
        return Glyph(np.asarray(drawn, np.uint8), float(x0), float(y0), glyph.advance * sx)

    def _digit_image(self, char: str, rng: random.Random) -> Glyph:
        image = rng.choice(self.stuff.digits[char])
        columns, rows = np.flatnonzero(image.any(0)), np.flatnonzero(image.any(1))
        tight = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        scale = EM * self.digit_size / max(14, tight.shape[0]) * rng.uniform(0.92, 1.06)
        w, h = max(3, round(tight.shape[1] * scale * self.wide)), max(6, round(tight.shape[0] * scale))
        big = cv2.resize(tight, (w, h), interpolation=cv2.INTER_CUBIC)
        # MNIST's strokes are thick and blurred: thinned and sharpened again
        level = 60 + 110 * (1 - min(1.0, self.pen / 0.12))
        sharp = np.clip((big.astype(np.float32) - level) * 3.5, 0, 255).astype(np.uint8)
        pad = 2
        sharp = cv2.copyMakeBorder(sharp, pad, pad, pad, pad, cv2.BORDER_CONSTANT)
        return Glyph(sharp, 1.0 - pad, -h + rng.gauss(0, 1.2) - pad, w + EM * 0.12)

    def _skeleton(self, char: str, rng: random.Random) -> tuple[Skeleton | None, bool]:
        if char in WAYS:
            habit = random.Random(f"{self.seed} {char}")
            first, second = habit.randrange(WAYS[char]), habit.randrange(WAYS[char])
            book = char.isdigit() and habit.random() < 0.12
            if not book or self.stuff.strokes is None:
                return way(char, first if rng.random() < 0.8 else second), True
        return (self.stuff.strokes.skeleton(char) if self.stuff.strokes else None), False

    def _trait(self, char: str) -> tuple[float, ...]:
        """What is this person's own about `char`: scale, shear, turn and a bend of the whole sign."""
        if char not in self._traits:
            own = random.Random(f"{self.seed} trait {char}")

            def g(d: float) -> float:
                return own.gauss(0, d) * self.unrest

            self._traits[char] = (
                1 + g(0.09), 1 + g(0.06), g(0.05), g(0.05),
                g(0.028), own.uniform(0, 6.3), g(0.028), own.uniform(0, 6.3), own.uniform(-1.1, 1.1), own.uniform(-1.1, 1.1),
            )  # fmt: skip
        return self._traits[char]

    def _stroked(self, char: str, skeleton: Skeleton, own: bool, rng: random.Random) -> Glyph:
        sx, sy, shear, turn, ax, px, ay, py, fx, fy = self._trait(char)
        u = self.unrest
        sx, sy = sx * (1 + rng.gauss(0, 0.05) * u), sy * (1 + rng.gauss(0, 0.04) * u)
        shear, turn = shear + self.slant + rng.gauss(0, 0.04) * u, turn + rng.gauss(0, 0.035) * u
        bx, by, qx, qy = rng.gauss(0, 0.016) * u, rng.gauss(0, 0.016) * u, rng.uniform(0, 6.3), rng.uniform(0, 6.3)
        if own:
            tall = self.digit_size if char not in "〒" else 0.85
            bw, bh, lift = (tall if char != "〒" else 0.85) * self.wide, tall, 0.0
        else:
            kana = char.isascii()
            bw = bh = self.size * (0.95 if not kana else self.digit_size * 1.25)
            bw *= self.wide
            lift = 0.12 * bh if not kana else 0.1 * bh
        c, s = math.cos(turn), math.sin(turn)
        lines: list[Stroke] = []
        for stroke in skeleton:
            x, y = stroke[:, 0], stroke[:, 1]
            phase = 6.3 * (fx * x + fy * y)
            dx = ax * np.sin(phase + px) + bx * np.sin(5 * y + 3 * x + qx) + rng.gauss(0, 0.014) * u
            dy = ay * np.sin(phase + py) + by * np.sin(5 * x - 3 * y + qy) + rng.gauss(0, 0.014) * u
            x2, y2 = (x + dx - 0.3) * sx, (y + dy - 1) * sy
            x2 = x2 - shear * y2
            line = np.stack([(c * x2 - s * y2) * bw, (s * x2 + c * y2) * bh + lift], 1)
            if len(line) > 4:
                for _ in range(self.rounded):
                    line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
                cut = rng.random()
                if cut < 0.06 * u and len(line) > 8:  # a stroke begun late or left early
                    line = line[rng.randint(0, 1) : len(line) - rng.randint(0, 1)]
            lines.append(line.astype(np.float32))
        return self._inked(lines, rng, advance_em=None if own else bw)

    def _inked(self, lines: list[Stroke], rng: random.Random, advance_em: float | None) -> Glyph:
        scale = EM * FINE
        every = np.vstack(lines) * scale
        pen = self.pen * scale * rng.uniform(0.9, 1.12)
        pad = pen + 3
        x0, y0 = np.floor(every.min(0) - pad)
        x1, y1 = np.ceil(every.max(0) + pad)
        x0, y0 = FINE * math.floor(x0 / FINE), FINE * math.floor(y0 / FINE)
        w, h = FINE * math.ceil((x1 - x0) / FINE), FINE * math.ceil((y1 - y0) / FINE)
        tile = np.zeros((h, w), np.uint8)
        previous: Stroke | None = None
        for line in lines:
            points = np.round((line * scale - (x0, y0)) * 16).astype(np.int32)
            if previous is not None and self.joined and rng.random() < self.joined:
                link = np.array([previous, points[0]], np.int32)
                if np.abs(link[0] - link[1]).max() < 16 * scale * 0.6:
                    cv2.polylines(tile, [link], False, 255, max(1, round(pen * 0.6)), cv2.LINE_AA, shift=4)
            previous = points[-1]
            for start in range(0, max(1, len(points) - 1), 5):
                part = points[start : start + 6]
                cv2.polylines(
                    tile, [part], False, 255, max(1, round(pen * rng.uniform(0.82, 1.15))), cv2.LINE_AA, shift=4
                )
        small = np.asarray(cv2.resize(tile, (w // FINE, h // FINE), interpolation=cv2.INTER_AREA), np.uint8)
        left, right = every[:, 0].min() / FINE, every[:, 0].max() / FINE
        if advance_em is None:  # digits stand side by side by their ink
            return Glyph(small, x0 / FINE - left + EM * 0.06, y0 / FINE, right - left + EM * 0.14)
        return Glyph(small, x0 / FINE + EM * 0.3 * advance_em, y0 / FINE, EM * advance_em * 1.02)


def printer(rng: random.Random, stuff: Materials) -> Hand:
    """A printed face, a little wider or narrower, lighter or bolder than it is."""
    family = rng.choice(sorted(stuff.printed))
    faces = [rng.choice(stuff.printed[family])]
    for other in rng.sample(sorted(stuff.printed), len(stuff.printed)):
        faces.append(rng.choice(stuff.printed[other]))
    return Hand(
        rng.getrandbits(32),
        faces,
        stuff,
        wide=rng.choice([1.0, 1.0, 1.0, rng.uniform(0.65, 1.25)]),
        slant=rng.choice([0.0] * 12 + [0.2]),
        grow=rng.choices([0, 1, 2], [8, 2, 1])[0],
        spacing=rng.choice([0.0, 0.0, 0.0, rng.uniform(-0.06, 0.35)]),
    )


def person(rng: random.Random, stuff: Materials) -> Hand:
    """Someone with a pen."""
    family = rng.choice(sorted(stuff.written))
    faces = [rng.choice(stuff.written[family])]
    for other in rng.sample(sorted(stuff.written), len(stuff.written)):
        faces.append(rng.choice(stuff.written[other]))
    strokes = rng.random() < 0.6
    return Hand(
        rng.getrandbits(32),
        faces,
        stuff,
        strokes=strokes,
        mnist=rng.random() < 0.22,
        unrest=rng.uniform(0.4, 1.7) if strokes else rng.uniform(0.4, 1.4),
        slant=rng.gauss(0.05, 0.13),
        pen=rng.choices([rng.uniform(0.035, 0.06), rng.uniform(0.06, 0.09), rng.uniform(0.09, 0.16)], [5, 4, 1.5])[0],
        size=rng.uniform(0.85, 1.1),
        wide=rng.uniform(0.75, 1.2),
        digit_size=rng.uniform(0.55, 0.95),
        joined=rng.choice([0.0, 0.0, 0.0, rng.uniform(0.05, 0.6)]),
        rounded=rng.choice([0, 0, 1, 2, 4]),
        grow=rng.choices([0, 1, 2], [6, 2, 1])[0],
        spacing=rng.choice([0.0, rng.uniform(-0.12, 0.1), rng.uniform(0.0, 0.6)]),
    )
