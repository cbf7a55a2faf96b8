"""Scanners, fax machines and telephones: what becomes of a clean paper on its way into a file.

Every effect that moves ink is a 3x3 matrix, so that the boxes of the truth travel along with it exactly.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from benchmarks.synth.draw import A4, Box, Sheet
from benchmarks.synth.wear import Wear

Pixels = np.ndarray[Any, np.dtype[Any]]
Matrix = np.ndarray[Any, np.dtype[Any]]
MM = 25.4


@dataclass(frozen=True)
class Style:
    """One way of digitising. `dpi` is (across, down)."""

    name: str
    dpi: tuple[int, int]
    color: bool
    bilevel: bool = False
    photo: bool = False
    quality: int = 72
    lean: float = 0.035
    """Photographs: how far a corner is from where it should be, at most, as a share of the paper."""
    dim: float = 1.0
    """Photographs: strength of shadows and unevenness."""


STYLES: dict[str, Style] = {
    "gray_200": Style("gray_200", (200, 200), False, quality=64),
    "color_200": Style("color_200", (200, 200), True, quality=68),
    "g4_300": Style("g4_300", (300, 300), False, bilevel=True),
    "fax_200x100": Style("fax_200x100", (204, 98), False, bilevel=True),
    "photo": Style("photo", (200, 200), True, photo=True, quality=74),
    # The rest turn up in varied mail only.
    "gray_300": Style("gray_300", (300, 300), False, quality=60),
    "color_300": Style("color_300", (300, 300), True, quality=62),
    "color_150": Style("color_150", (150, 150), True, quality=80),
    "g4_200": Style("g4_200", (200, 200), False, bilevel=True),
    "fax_200x200": Style("fax_200x200", (204, 196), False, bilevel=True),
    "photo_askew": Style("photo_askew", (200, 200), True, photo=True, quality=68, lean=0.075, dim=1.35),
}


@dataclass(frozen=True)
class Scan:
    """A digitised page: pixels (HxWx3, or HxW for grey and bilevel) and the way from paper millimetres to them."""

    pixels: Pixels
    dpi: tuple[int, int]
    matrix: Matrix
    quality: int = 0
    """JPEG quality; 0: the style's."""

    def fraction(self, box: Box) -> list[float]:
        """The upright envelope of a paper box, as fractions of this page, cut to it."""
        corners = np.array([[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]], np.float64)
        x, y = cv2.perspectiveTransform(corners[None], self.matrix)[0].T
        h, w = self.pixels.shape[:2]
        values = (x.min() / w, y.min() / h, x.max() / w, y.max() / h)
        return [round(min(1.0, max(0.0, float(v))), 5) for v in values]


def scan(
    sheet: Sheet,
    style: Style,
    rng: random.Random,
    *,
    turn: int = 0,
    pasted: bool = False,
    holes: bool = False,
    wear: Wear | None = None,
    back: Sheet | None = None,
) -> Scan:
    """Digitise one side.

    `turn` is how far the page comes out turned, clockwise: 0, 90, 180 or 270 degrees. `wear` is what the paper went
    through; with `back`, what is printed on its other side may shine through.
    """
    noise = np.random.default_rng(rng.getrandbits(32))
    if style.photo:
        return _photograph(sheet, style, rng, noise, turn, wear)
    base = 300 if style.bilevel else style.dpi[0]
    paper = np.asarray(sheet.paint(base))
    k = base / MM
    wide = sheet.width > sheet.height and not pasted
    bed_mm = (max(A4), min(A4)) if wide else A4
    place = _shift(0, 0)
    if pasted:
        spare_x, spare_y = bed_mm[0] - sheet.width, bed_mm[1] - sheet.height
        if spare_x < 0:
            bed_mm, spare_x, spare_y = (max(A4), min(A4)), max(A4) - sheet.width, min(A4) - sheet.height
        place = _shift(rng.uniform(0.2, 0.8) * max(0, spare_x), rng.uniform(0.1, 0.6) * max(0, spare_y)) @ _turn(
            rng.gauss(0, 1.3), sheet.width / 2, sheet.height / 2
        )
    skew = _turn(rng.gauss(0, 0.45), bed_mm[0] / 2, bed_mm[1] / 2) @ _shift(rng.gauss(0, 0.8), rng.gauss(0, 0.8))
    on_bed = np.diag([k, k, 1.0]) @ skew @ place
    size = (round(bed_mm[0] * k), round(bed_mm[1] * k))
    bed = 255 if not pasted else rng.randint(236, 250)
    pixels = cv2.warpPerspective(
        paper,
        on_bed @ np.diag([1 / k, 1 / k, 1.0]),
        size,
        flags=cv2.INTER_AREA if style.bilevel else cv2.INTER_LINEAR,
        borderValue=(bed, bed, bed),
    )
    if pasted:
        _edge(pixels, on_bed, sheet)
    if holes:
        _punch(pixels, k, rng)
    if wear:
        pixels = wear.applied(pixels, k, rng, np.asarray(back.paint(60)) if back and wear.shine else None)
    pixels, matrix = _turned(pixels, on_bed, turn)
    made = _bilevel(pixels, matrix, style, rng, noise) if style.bilevel else _grey(pixels, matrix, style, rng, noise)
    return replace(made, quality=rng.randint(32, 85)) if wear else made


# -- movements ---------------------------------------------------------------------------------------------------
def _shift(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def _turn(degrees: float, x: float, y: float) -> Matrix:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return _shift(x, y) @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float64) @ _shift(-x, -y)


def _turned(pixels: Pixels, matrix: Matrix, turn: int) -> tuple[Pixels, Matrix]:
    """The page turned clockwise by a multiple of 90 degrees."""
    h, w = pixels.shape[:2]
    if turn == 90:
        return cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE), np.array([[0, -1, h], [1, 0, 0], [0, 0, 1.0]]) @ matrix
    if turn == 180:
        return cv2.rotate(pixels, cv2.ROTATE_180), np.array([[-1, 0, w], [0, -1, h], [0, 0, 1.0]]) @ matrix
    if turn == 270:
        return cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE), np.array(
            [[0, 1, 0], [-1, 0, w], [0, 0, 1.0]]
        ) @ matrix
    return pixels, matrix


# -- machines ----------------------------------------------------------------------------------------------------
def _grey(pixels: Pixels, matrix: Matrix, style: Style, rng: random.Random, noise: np.random.Generator) -> Scan:
    image: Pixels = pixels.astype(np.float32)
    if not style.color:
        image = image @ np.array([0.299, 0.587, 0.114], np.float32)
    h, w = image.shape[:2]
    image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.35, 0.75))
    light: Pixels = cv2.resize(
        np.array([[rng.uniform(0.955, 1.0) for _ in range(3)] for _ in range(3)], np.float32),
        (w, h),
        interpolation=cv2.INTER_CUBIC,
    )
    image = image * (light if image.ndim == 2 else light[..., None]) * np.float32(rng.uniform(0.965, 1.0))
    image += noise.standard_normal(image.shape, np.float32) * np.float32(rng.uniform(1.5, 3.6))
    if rng.random() < 0.35:
        streak = rng.randrange(w)
        image[:, streak : streak + rng.randint(1, 2)] *= np.float32(rng.uniform(0.82, 0.94))
    for _ in range(rng.randint(0, 25)):
        centre = (rng.randrange(w), rng.randrange(h))
        cv2.circle(image, centre, rng.choice([0, 1, 1, 2]), (rng.uniform(90, 200),) * 3, -1)
    return Scan(np.clip(image, 0, 255).astype(np.uint8), style.dpi, matrix)


def _bilevel(pixels: Pixels, matrix: Matrix, style: Style, rng: random.Random, noise: np.random.Generator) -> Scan:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if style.dpi != (300, 300):
        h, w = grey.shape
        size = (round(w * style.dpi[0] / 300), round(h * style.dpi[1] / 300))
        matrix = np.diag([size[0] / w, size[1] / h, 1.0]) @ matrix
        grey = cv2.resize(cv2.GaussianBlur(grey, (0, 0), 0.9), size, interpolation=cv2.INTER_AREA)
    level = rng.randint(150, 182)
    rough = grey.astype(np.float32) + noise.standard_normal(grey.shape, np.float32) * np.float32(12)
    image = np.where(rough > level, 255, 0).astype(np.uint8)
    h, w = image.shape
    for _ in range(rng.randint(8, 60)):
        x, y = rng.randrange(w), rng.randrange(h)
        image[y : y + rng.randint(1, 2), x : x + rng.randint(1, 3)] = 0
    if style.dpi[1] < 150 and rng.random() < 0.6:
        row = rng.randrange(h // 10, h)
        image[row, : rng.randrange(w // 4, w)] = 255
    return Scan(image, style.dpi, matrix)


def _photograph(
    sheet: Sheet, style: Style, rng: random.Random, noise: np.random.Generator, turn: int, wear: Wear | None = None
) -> Scan:
    """A paper on a desk, from above but not quite; somebody's shadow lies over it."""
    k = 220 / MM if sheet.width > 180 else min(380, 2000 / max(sheet.width, sheet.height) * MM) / MM
    paper = np.asarray(sheet.paint(round(k * MM)))
    if wear:
        paper = replace(wear, border="", streaks=0, copied=False, shine=0.0).applied(paper, k, rng)
    h, w = paper.shape[:2]
    edge = 0.07
    out = (round(w * (1 + 2 * edge)), round(h * (1 + 2 * edge)))
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    lean = style.lean
    target = np.array(
        [
            [x + w * edge + rng.uniform(-lean, lean) * w, y + h * edge + rng.uniform(-lean, lean) * h]
            for x, y in corners
        ],
        np.float32,
    )
    move = cv2.getPerspectiveTransform(corners, target).astype(np.float64)
    desk = _desk(out, rng, noise)
    image: Pixels = cv2.warpPerspective(
        paper, move, out, dst=desk, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    ).astype(np.float32)
    warm = np.array([rng.uniform(1.0, 1.05), 1.0, rng.uniform(0.92, 1.0)], np.float32)
    light = cv2.resize(_light(out, rng), out, interpolation=cv2.INTER_CUBIC)
    if style.dim != 1:
        light = np.clip(1 - (1 - light) * style.dim, 0.3, 1.2)
    image = cv2.GaussianBlur(image * light[..., None] * warm, (0, 0), rng.uniform(0.5, 1.0))
    image = image + noise.standard_normal(image.shape, np.float32) * np.float32(rng.uniform(2, 4.5))
    pixels, matrix = _turned(
        np.clip(image, 0, 255).astype(np.uint8),
        move @ np.diag([paper.shape[1] / sheet.width, paper.shape[0] / sheet.height, 1.0]),
        turn,
    )
    return Scan(pixels, style.dpi, matrix)


def _light(size: tuple[int, int], rng: random.Random) -> Pixels:
    """Uneven light and perhaps a shadow across it, at an eighth of the size: both are soft anyway."""
    w, h = size[0] // 8, size[1] // 8
    corners = np.array([[rng.uniform(0.74, 1.03) for _ in range(3)] for _ in range(3)], np.float32)
    light: Pixels = cv2.resize(corners, (w, h), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.6:
        shadow = np.ones((h, w), np.float32)
        x = rng.uniform(0.1, 0.9) * w
        right, foot, left = rng.uniform(0.2, 0.5), rng.uniform(-0.3, 0.3), rng.uniform(0.2, 0.6)
        points = np.array([[x, 0], [x + right * w, 0], [x + foot * w, h], [x - left * w, h]], np.int32)
        cv2.fillPoly(shadow, [points], rng.uniform(0.66, 0.84))
        light = light * cv2.GaussianBlur(shadow, (0, 0), w / 28)
    return light


def _desk(size: tuple[int, int], rng: random.Random, noise: np.random.Generator) -> Pixels:
    """Wood grain, or a plain table."""
    base = np.array(rng.choice([(128, 92, 62), (92, 74, 60), (160, 156, 150), (70, 78, 88)]), np.float32)
    grain = cv2.resize(noise.normal(0, 1, (60, 4)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC) * 12
    wood: Pixels = np.clip(base + grain[..., None], 0, 255).astype(np.uint8)
    return wood


def _edge(pixels: Pixels, matrix: Matrix, sheet: Sheet) -> None:
    """The faint shadow along two edges of a small paper on the glass."""
    corners = np.array([[0, 0], [sheet.width, 0], [sheet.width, sheet.height], [0, sheet.height]], np.float64)
    points = cv2.perspectiveTransform(corners[None], matrix)[0].round().astype(int)
    for a, b, tone in ((1, 2, 176), (2, 3, 186), (0, 1, 222), (3, 0, 222)):
        cv2.line(pixels, tuple(map(int, points[a])), tuple(map(int, points[b])), (tone, tone, tone), 2, cv2.LINE_AA)


def _punch(pixels: Pixels, k: float, rng: random.Random) -> None:
    """Two holes for the file at the left edge, 80 mm apart, as offices punch them."""
    x, middle = 11 * k + rng.gauss(0, k), pixels.shape[0] / 2 + rng.gauss(0, 2 * k)
    tone = rng.randint(70, 150)
    for side in (-1, 1):
        cv2.circle(pixels, (int(x), int(middle + side * 40 * k)), int(3 * k), (tone, tone, tone), -1, cv2.LINE_AA)
