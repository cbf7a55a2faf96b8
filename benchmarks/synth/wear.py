"""What happens to papers before and on the glass: folds, staples, punch holes, shine-through, dirt, dark borders.

Nothing here moves ink, so the truth's boxes stay where they are. `k` is pixels a millimetre everywhere.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

Pixels = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Wear:
    """What one side of a paper went through. Strengths are shares; 0: none."""

    folds: tuple[float, ...] = ()
    """Heights of horizontal creases as shares of the page (a letter in an envelope: thirds)."""
    upright_fold: bool = False
    staple: bool = False
    holes: bool = False
    shine: float = 0.0
    """How strongly the back shows through, 0 .. 0.12."""
    border: str = ""
    """Sides with a dark border, letters of ``lrtb``: the lid was open or the paper lay askew."""
    streaks: int = 0
    """Upright lines of a dirty scanner's glass."""
    corner: str = ""
    """A corner folded over: ``lt``, ``rt``, ``lb``, ``rb``."""
    stain: bool = False
    faded: float = 0.0
    """Loss of contrast of an old ribbon or a pale copy, 0 .. 0.45."""
    crumple: float = 0.0
    copied: bool = False
    """A photocopy: hard edges, grey swallowed, specks."""

    @staticmethod
    def of(rng: random.Random) -> Wear:
        """A paper at random; a third of them have seen nothing."""
        if rng.random() < 0.33:
            return Wear(holes=rng.random() < 0.12)

        def now(p: float) -> bool:
            return rng.random() < p

        return Wear(
            folds=rng.choice([(0.335, 0.665), (0.5,), (0.34, 0.67)]) if now(0.4) else (),
            upright_fold=now(0.12),
            staple=now(0.2),
            holes=now(0.25),
            shine=rng.uniform(0.02, 0.11) if now(0.2) else 0.0,
            border="".join(s for s in "lrtb" if now(0.4)) if now(0.18) else "",
            streaks=rng.randint(1, 3) if now(0.2) else 0,
            corner=rng.choice(["lt", "rt", "lb", "rb"]) if now(0.1) else "",
            stain=now(0.07),
            faded=rng.uniform(0.1, 0.4) if now(0.15) else 0.0,
            crumple=rng.uniform(0.3, 1.0) if now(0.1) else 0.0,
            copied=now(0.15),
        )

    def applied(self, image: Pixels, k: float, rng: random.Random, back: Pixels | None = None) -> Pixels:
        """`image` (RGB) as it looks after all of it; `back` is what is printed on the other side."""
        noise = np.random.default_rng(rng.getrandbits(32))
        work: Pixels = image.astype(np.float32)
        if self.faded:
            work = 255 - (255 - work) * (1 - self.faded)
        if self.shine and back is not None:
            _shine(work, back, self.shine, k)
        if self.copied:
            work = _copied(work, noise, rng)
        for height in self.folds:
            _crease(work, height + rng.gauss(0, 0.004), k, rng, upright=False)
        if self.upright_fold:
            _crease(work, 0.5 + rng.gauss(0, 0.004), k, rng, upright=True)
        if self.crumple:
            _crumple(work, self.crumple, noise)
        if self.stain:
            _stain(work, k, rng)
        if self.holes:
            _holes(work, k, rng)
        if self.staple:
            _staple(work, k, rng)
        if self.corner:
            _corner(work, self.corner, k, rng)
        for side in self.border:
            _border(work, side, k, rng)
        for _ in range(self.streaks):
            x, wide = rng.randrange(work.shape[1]), rng.choice([1, 1, 2, 3])
            tone = rng.uniform(0.55, 0.95)
            work[:, x : x + wide] *= np.float32(tone)
        return np.clip(work, 0, 255).astype(np.uint8)


def _shine(work: Pixels, back: Pixels, strength: float, k: float) -> None:
    """The back's ink, mirrored and soft."""
    h, w = work.shape[:2]
    seen = cv2.GaussianBlur(cv2.flip(cv2.resize(back, (w, h)), 1), (0, 0), 0.22 * k).astype(np.float32)
    work *= 1 - strength * (255 - seen) / 255


def _copied(work: Pixels, noise: np.random.Generator, rng: random.Random) -> Pixels:
    """What a copier makes of it: contrast up, pale tones gone, black specks."""
    level, hard = rng.uniform(118, 165), rng.uniform(2.0, 4.5)
    made: Pixels = np.clip((cv2.GaussianBlur(work, (0, 0), 0.6) - level) * hard + 150, 12, 252)
    h, w = made.shape[:2]
    for _ in range(rng.randint(20, 160)):
        x, y = int(noise.integers(0, w)), int(noise.integers(0, h))
        cv2.circle(made, (x, y), int(noise.choice([0, 0, 1, 1, 2])), (40.0, 40.0, 40.0), -1)
    return made


def _crease(work: Pixels, at: float, k: float, rng: random.Random, *, upright: bool) -> None:
    """A fold: the two halves catch the light differently, ink is broken where it ran."""
    plane = work.transpose(1, 0, 2) if upright else work
    h = plane.shape[0]
    y = int(at * h)
    reach = int(14 * k)
    slope = np.linspace(1.0, 0.0, reach, dtype=np.float32)[:, None, None]
    depth = rng.uniform(0.015, 0.07)
    plane[y : y + reach] *= 1 - depth * slope[: max(0, h - y)]
    plane[max(0, y - reach) : y] *= 1 + 0.4 * depth * slope[::-1][-min(reach, y) :]
    width = max(1, round(rng.uniform(0.1, 0.35) * k))
    if rng.random() < 0.5:
        plane[y : y + width] = plane[y : y + width] * 0.5 + 255 * 0.5
    else:
        plane[y : y + width] *= rng.uniform(0.6, 0.9)


def _crumple(work: Pixels, strength: float, noise: np.random.Generator) -> None:
    h, w = work.shape[:2]
    field: Pixels = cv2.resize(noise.normal(0, 1, (14, 10)).astype(np.float32), (w, h), interpolation=cv2.INTER_LINEAR)
    work *= np.clip(1 + 0.035 * strength * field, 0.7, 1.05)[..., None]


def _stain(work: Pixels, k: float, rng: random.Random) -> None:
    """A ring of coffee."""
    h, w = work.shape[:2]
    mask = np.zeros((h, w), np.float32)
    centre = (rng.randrange(w), rng.randrange(h))
    cv2.circle(mask, centre, int(rng.uniform(18, 32) * k), 1.0, max(2, int(rng.uniform(0.8, 2.5) * k)))
    mask = cv2.GaussianBlur(mask, (0, 0), 0.5 * k)
    work *= 1 - mask[..., None] * np.array([0.16, 0.24, 0.36], np.float32) * rng.uniform(0.4, 1.0)


def _holes(work: Pixels, k: float, rng: random.Random) -> None:
    """Two holes 80 mm apart at the left edge."""
    x, middle = 11 * k + rng.gauss(0, k), work.shape[0] / 2 + rng.gauss(0, 3 * k)
    tone = rng.choice([rng.uniform(8, 60), rng.uniform(90, 170), 250.0])
    for side in (-1, 1):
        cv2.circle(work, (int(x), int(middle + side * 40 * k)), int(3 * k), (tone,) * 3, -1, cv2.LINE_AA)


def _staple(work: Pixels, k: float, rng: random.Random) -> None:
    x, y = rng.uniform(6, 22) * k, rng.uniform(5, 16) * k
    dx, dy = rng.uniform(7, 10) * k, rng.uniform(-6, 6) * k
    a, b = (int(x), int(y)), (int(x + dx), int(y + dy))
    cv2.line(work, (a[0], a[1] + 3), (b[0], b[1] + 3), (150.0,) * 3, max(2, int(0.6 * k)), cv2.LINE_AA)
    cv2.line(work, a, b, (rng.uniform(60, 120),) * 3, max(2, int(0.45 * k)), cv2.LINE_AA)


def _corner(work: Pixels, where: str, k: float, rng: random.Random) -> None:
    """A corner folded over: the back of the paper, and behind it the scanner's lid."""
    h, w = work.shape[:2]
    size = rng.uniform(8, 22) * k
    x = 0 if where[0] == "l" else w
    y = 0 if where[1] == "t" else h
    sx, sy = (1 if x == 0 else -1), (1 if y == 0 else -1)
    a, b = (x + sx * size, y), (x, y + sy * size * rng.uniform(0.7, 1.3))
    flap = (a[0] + b[0] - x, a[1] + b[1] - y)
    lid = rng.choice([30.0, 200.0, 245.0])
    cv2.fillPoly(work, [np.array([(x, y), a, b], np.int32)], (lid,) * 3)
    cv2.fillPoly(work, [np.array([a, b, flap], np.int32)], (rng.uniform(222, 246),) * 3)
    cv2.line(work, tuple(map(int, a)), tuple(map(int, b)), (150.0,) * 3, max(1, int(0.3 * k)), cv2.LINE_AA)


def _border(work: Pixels, side: str, k: float, rng: random.Random) -> None:
    """A dark edge, a little slanted."""
    h, w = work.shape[:2]
    wide, slant = rng.uniform(1.0, 6.5) * k, rng.gauss(0, 1.5) * k
    tone = rng.uniform(5, 70)
    at = {
        "l": [(0, 0), (wide, 0), (wide + slant, h), (0, h)],
        "r": [(w, 0), (w - wide, 0), (w - wide + slant, h), (w, h)],
        "t": [(0, 0), (w, 0), (w, wide + slant), (0, wide)],
        "b": [(0, h), (w, h), (w, h - wide - slant), (0, h - wide)],
    }[side]
    cv2.fillPoly(work, [np.array(at, np.int32)], (tone,) * 3)
