"""Many people writing: personal shapes of characters, pens, pressure, spacing, figures of their own.

:class:`benchmarks.synth.ink.Hand` is a person by font, slant and size. A :class:`Writer` differs from others in more:
each of its characters is bent in a way of its own that stays the same on all its papers, its kana are smaller than its
kanji, its figures may come from another hand, it writes widely or narrowly, with a ballpoint that skips, a pencil that
shows the paper, a felt pen that runs.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image

from benchmarks.synth import fonts
from benchmarks.synth.draw import MM_PER_POINT, Box, Color, Sheet, union
from benchmarks.synth.ink import PAD, PIXELS, Hand, _bend, _drawn

#: Faces and how often people of that hand turn up.
FACES: dict[str, float] = {
    "yoz": 4,
    "kiloji": 4,
    "seto": 3,
    "klee": 3,
    "klee-bold": 1,
    "gyosho": 1.2,
    "yusei": 0.6,
    "kouzan": 0.7,
    "soseki": 0.4,
}
#: Faces that have figures and Latin letters only.
FIGURES = ("breip", "dkg", "dkg")
INKS: dict[str, tuple[Color, ...]] = {
    "ballpoint": ((26, 26, 30), (26, 26, 30), (30, 44, 132), (24, 32, 78)),
    "gel": ((20, 20, 24), (16, 16, 20), (28, 46, 150)),
    "fountain": ((26, 34, 74), (34, 40, 92), (24, 24, 28)),
    "pencil": ((96, 96, 100), (78, 78, 82)),
    "felt": ((18, 18, 20), (22, 30, 96)),
}


@dataclass(frozen=True)
class Writer(Hand):
    """One person. `weight` and the other traits of :class:`Hand` apply as well."""

    pen: str = "ballpoint"
    self_shape: float = 1.0
    """How far its characters are from the font's, 0 .. 2."""
    identity: int = 0
    aspect: float = 1.0
    """Width of its characters, 0.86 .. 1.12."""
    tracking: float = 0.0
    """Space between characters as a share of the size, -0.1 .. 0.16."""
    kana: float = 1.0
    """Size of kana beside kanji."""
    figures: str = ""
    """Face of its figures."""
    swing: float = 0.0
    """How its sizes change along a line."""

    @staticmethod
    def of(rng: random.Random, faces: tuple[str, ...] = ()) -> Writer:
        """A person at random, of one of `faces` (default: all)."""
        face = rng.choice(faces) if faces else rng.choices(list(FACES), list(FACES.values()))[0]
        pen = rng.choices(["ballpoint", "gel", "fountain", "pencil", "felt"], [6, 4, 1.2, 1.0, 0.8])[0]
        heavy = {"ballpoint": 0.02, "gel": 0.06, "fountain": 0.08, "pencil": 0.02, "felt": 0.12}[pen]
        brush = face in ("gyosho", "kouzan", "soseki")
        if pen == "pencil" and brush:
            pen = "gel"  # brushes' thin strokes vanish in pencil
        hasty = rng.random() < 0.18
        return Writer(
            face,
            rng.choice(INKS[pen]),
            rng.uniform(-0.12, 0.2),
            rng.uniform(-1.1, 0.8),
            rng.uniform(1.4, 2.0) if hasty else rng.uniform(0.5, 1.4),
            heavy + (0.06 if brush else -0.06 if face == "yusei" else 0.0) + rng.uniform(-0.06, 0.07),
            {"gyosho": 1.12, "kouzan": 1.12, "soseki": 1.1}.get(face, 1.0) * rng.uniform(0.88, 1.1),
            pen,
            rng.uniform(1.4, 2.2) if hasty else rng.uniform(0.4, 1.5),
            rng.getrandbits(30),
            rng.uniform(0.88, 1.1),
            rng.choice([0.0, 0.0, rng.uniform(-0.07, 0.16)]),
            rng.uniform(0.84, 1.0),
            rng.choice(FIGURES) if rng.random() < 0.1 and face not in fonts.GUESTS else "",
            rng.gauss(0, 0.05),
        )

    def width(self, text: str, size: float) -> float:
        return sum(self._advance(c) for c in text) * size * self.scale * MM_PER_POINT * 1.02

    def _advance(self, char: str) -> float:
        grow = self._size(char)
        return fonts.advance(self._face(char), char) * self.aspect * grow + (0.0 if char in " 　" else self.tracking)

    def _size(self, char: str) -> float:
        if "\u3041" <= char <= "\u30ff":
            return self.kana
        return 1.18 if self.figures and char in "0123456789" else 1.0

    def _face(self, char: str) -> str:
        if self.figures and char in "0123456789":
            return self.figures
        return super()._face(char)

    def write(self, sheet: Sheet, x: float, y: float, text: str, size: float, rng: random.Random) -> Box:
        mm = size * self.scale * MM_PER_POINT
        pen, baseline, drift, boxes = x, y + 0.37 * mm, 0.0, []
        for i, char in enumerate(text):
            along = 1 + self.swing * (i / max(4, len(text)) - 0.3)
            if char not in " 　":
                drift = 0.6 * drift + rng.gauss(0, 0.024) * self.unrest
                rise = -math.tan(math.radians(self.climb)) * (pen - x)
                grown = mm * along * self._size(char)
                at = pen + rng.gauss(0, 0.014) * mm * self.unrest
                low = baseline + drift * mm + rise - (mm - grown) * 0.12
                if box := self._stamp(sheet, char, self._face(char), at, low, grown, rng):
                    boxes.append(box)
            pen += self._advance(char) * mm * along * (1.02 + rng.gauss(0, 0.022) * self.unrest)
        return union(boxes) if boxes else (x, y, x + 1, y + 1)

    def _stamp(
        self, sheet: Sheet, char: str, face: str, x: float, baseline: float, mm: float, rng: random.Random
    ) -> Box | None:
        side = PIXELS + 2 * PAD
        own = _personal(face, char, self.identity, round(self.self_shape, 2), round(self.aspect, 2))
        bent = _bend(np.frombuffer(own, np.uint8).reshape(side, side), self, rng)
        if self.pen == "felt":
            bent = cv2.dilate(bent, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
        if not (bent > 96).any():
            return None
        bent = self._inked(bent, rng)
        if not (bent > 96).any():
            return None
        k = mm / PIXELS
        return self._place(sheet, bent, x - PAD * k * self.aspect, baseline - (PAD + PIXELS * 0.8) * k, k, rng)

    def _inked(self, mask: np.ndarray, rng: random.Random) -> np.ndarray:
        """The texture that the pen leaves."""
        if self.pen in ("gel", "felt"):
            return mask
        noise = np.random.default_rng(rng.getrandbits(32))
        shape = mask.shape
        if self.pen == "pencil":
            grain = cv2.resize(noise.normal(0.88, 0.2, (shape[0] // 3, shape[1] // 3)).astype(np.float32), shape[::-1])
            return _faded(mask, np.clip(grain, 0.55, 1.0))
        soft = cv2.resize(noise.normal(0, 1, (9, 9)).astype(np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)
        if self.pen == "fountain":
            return _faded(mask, np.clip(0.9 + 0.14 * soft, 0.6, 1.0))
        skip = np.where(soft > 2.1, 0.35, 1.0) if rng.random() < 0.35 else 1.0
        return _faded(mask, np.clip(0.95 + 0.06 * soft, 0.75, 1.0) * skip)

    def _place(
        self, sheet: Sheet, mask: np.ndarray, x: float, y: float, mm_per_pixel: float, rng: random.Random
    ) -> Box:
        strength = {"pencil": rng.uniform(0.72, 0.95)}.get(self.pen, 1.0)
        return super()._place(
            sheet, (mask * strength).astype(np.uint8) if strength < 1 else mask, x, y, mm_per_pixel, rng
        )


def _faded(mask: np.ndarray, share: np.ndarray) -> np.ndarray:
    made: np.ndarray = np.clip(mask * share, 0, 255).astype(np.uint8)
    return made


@lru_cache(maxsize=4096)
def _personal(face: str, char: str, identity: int, shape: float, aspect: float) -> bytes:
    """`char` as one person always bends it."""
    side = PIXELS + 2 * PAD
    mask = np.frombuffer(_drawn(face, char, fonts.font(face, PIXELS)), np.uint8).reshape(side, side)
    rng = random.Random(f"{identity}/{char}")
    common = random.Random(identity)
    ys, xs = np.mgrid[0:side, 0:side].astype(np.float32)
    fields = []
    for axis in range(2):
        coarse = [[rng.gauss(0, 1) + 0.8 * common.gauss(0, 1) for _ in range(4)] for _ in range(4)]
        field = cv2.resize(np.array(coarse, np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
        fields.append(field * (2.2 if axis else 2.6) * shape)
    map_x = ((xs - PAD) / aspect + PAD + fields[0]).astype(np.float32)
    return cv2.remap(mask, map_x, (ys + fields[1]).astype(np.float32), cv2.INTER_LINEAR).tobytes()


def sample(writer: Writer, lines: list[str], rng: random.Random) -> Image.Image:
    """A specimen of a hand, for the eye."""
    sheet = Sheet(150, 9.0 * len(lines) + 4)
    for i, line in enumerate(lines):
        writer.write(sheet, 4, 7 + 9 * i, line, 12, rng)
    return sheet.paint(200)
