"""How the surroundings of printed options differ from one another: rings, ticks, lines through or under them.

Pure measures of ink. Every printed blank shows its options alike, so that what stands at one of them and not at the
others was added by somebody. `measures` gives one row of numbers an option; :mod:`extractors.fields.choices` weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask, flat_ink
from extractors.imaging.penlines import longest_path, without_long_lines
from extractors.imaging.squares import Spot, around_words, coloured, moved_spot, rim, share_of, squares_of
from extractors.ocr.engine import Image
from models.geometry import Box

Floats = npt.NDArray[np.float64]

RAYS = 72
"""Directions in which a ring is looked for around a word."""
INNER, OUTER, LAYERS = -0.12, 0.95, 20
"""From where to where, in letters from the word's box, and in how many steps."""


NAMES = (
    "squares", "own square", "inside", "inside, most of the others", "front, above others", "tail, above others",
    "ring", "ring left", "ring right", "ring above", "ring below", "ring, most of the others",
    "ring around front", "ring around front, most of the others",
    "through", "through, most of the others", "through, least of the others", "twice through", "under",
    "around, above others", "colour", "colour, most of the others", "read before", "read before, most of the others",
    "two options", "core", "core, most of the others",
)  # fmt: skip


def measures(image: Image, spots: Sequence[Spot], em: float) -> Floats:
    """One row of measures (see `NAMES`) for each of at least two `spots`; `em` is the height of a letter."""
    part, moved, ink, plain = _surroundings(image, spots, em)
    colour = coloured(part, ink)
    near = cv2.dilate(plain, np.ones((3, 3), np.uint8)) > 0
    squares = squares_of(ink > 0, moved, em)
    inside = np.array([share_of(ink > 0, s.grown(-rim(s))) if s else 0.0 for s in squares.places])
    core = np.array([share_of(ink > 0, s.grown(-0.3 * s.width)) if s else 0.0 for s in squares.places])
    front = np.array([share_of(plain > 0, _front(s, em)) for s in moved])
    tail = np.array([share_of(plain > 0, _above(s, p, em)) for s, p in zip(moved, squares.places, strict=True)])
    words = [s.word for s in moved]
    numbers = [s.front for s in moved if s.front is not None]
    drawn = rings(near, [*words, *numbers], em, words)
    ring = drawn[: len(words)]
    rest = iter(drawn[len(words) :, 0])
    fronts = np.array([next(rest) if s.front is not None else 0.0 for s in moved])
    through = np.array([_through(plain, s.word, em) for s in moved])
    under = np.array([_under(plain, s.word, em) for s in moved])
    around = np.array([_annulus(plain > 0, s.word, em) for s in moved])
    tint = np.array([share_of(colour, s.word.grown(0.5 * em, 0.4 * em)) for s in moved])
    before = np.array([float(s.before) for s in moved])
    return np.column_stack(
        [
            np.full(len(spots), float(squares.found > 0)),
            np.array([float(o) for o in squares.own]),
            inside,
            _most_of_others(inside),
            front - _median_of_others(front),
            tail - _median_of_others(tail),
            ring,
            _most_of_others(ring[:, 0]),
            fronts,
            _most_of_others(fronts),
            through[:, 0],
            _most_of_others(through[:, 0]),
            _least_of_others(through[:, 0]),
            through[:, 1],
            under,
            around - _median_of_others(around),
            tint,
            _most_of_others(tint),
            before,
            _most_of_others(before),
            np.full(len(spots), float(len(spots) == 2)),
            core,
            _most_of_others(core),
        ]
    )


def _surroundings(image: Image, spots: Sequence[Spot], em: float) -> tuple[Image, list[Spot], Mask, Mask]:
    """What stands around `spots`: the pixels, where the spots are in them, their ink, and the ink without rules."""
    area = around_words([s.word for s in spots], image, em)
    x0, y0 = int(area.x0), int(area.y0)
    part = np.ascontiguousarray(image[y0 : int(area.y1), x0 : int(area.x1)])
    moved = [moved_spot(s, x0, y0) for s in spots]
    ink = flat_ink(part)
    return part, moved, ink, without_rules(ink, em, max(s.word.width for s in moved))


class Fronts(NamedTuple):
    """What is drawn at the places in front of options; one number an option."""

    around: Floats
    """The size, in letters, of what encloses the place: the larger side of the piece of ink around its middle, where the
    smaller one is no line. 0 where there is none."""
    inside: Floats
    """The share of ink there."""


def fronts(image: Image, spots: Sequence[Spot], em: float) -> Fronts:
    """What is drawn in front of each of `spots`, which have a front all. `em` is the height of a letter."""
    _, moved, _, plain = _surroundings(image, spots, em)
    places = [s.front or s.word for s in moved]
    middles = [Box(x0=p.cx - 0.5 * em, y0=p.cy - 0.6 * em, x1=p.cx + 0.5 * em, y1=p.cy + 0.6 * em) for p in places]
    return Fronts(
        np.array([_around_front(plain, s, em) for s in moved]), np.array([share_of(plain > 0, m) for m in middles])
    )


def _around_front(plain: Mask, spot: Spot, em: float) -> float:
    front = spot.front
    if front is None:
        return 0.0
    left, top = max(0, round(front.cx - 1.3 * em)), max(0, round(front.cy - 1.3 * em))
    # up to the middle of the first letter: a ring may run into it
    right, bottom = round(min(front.cx + 1.3 * em, spot.word.x0 + 0.5 * em)), round(front.cy + 1.3 * em)
    part = plain[top:bottom, left:right]
    if min(part.shape[:2]) < 4:
        return 0.0
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(part, np.ones((3, 3), np.uint8)))
    cx, cy = front.cx - left, front.cy - top
    sizes = [
        max(w, h) / em
        for x, y, w, h, _ in stats[1:count].tolist()
        if x < cx < x + w and y < cy < y + h and min(w, h) >= 0.5 * em
    ]
    return max(sizes, default=0.0)


def without_rules(ink: Mask, em: float, widest: float) -> Mask:
    """`ink` without lines too long and too straight for a ring around a word `widest` pixels wide."""
    return without_long_lines(ink, round(widest + 2.2 * em), round(2.5 * em))


# -- measures of one option --------------------------------------------------------------------------------------
def rings(near: npt.NDArray[np.bool_], boxes: Sequence[Box], em: float, letters: Sequence[Box]) -> Floats:
    """How much of the best ring around each of `boxes` is drawn: all of it, and its left, right, upper and lower part.

    The best closed path through the ink, at most a layer up or down from ray to ray. `letters` of the words
    themselves count little: they are no ring.
    """
    turns = np.linspace(0, 2 * np.pi, RAYS, endpoint=False)
    c, s = np.cos(turns), np.sin(turns)
    bx, by = np.sign(c) * np.abs(c) ** 0.55, np.sign(s) * np.abs(s) ** 0.55
    offsets = np.linspace(INNER, OUTER, LAYERS) * em
    wide = np.array([b.width / 2 for b in boxes])[:, None, None]
    cx, cy = (np.array(v)[:, None, None] for v in ([b.cx for b in boxes], [b.cy for b in boxes]))
    x = cx + bx[None, :, None] * (wide + offsets)
    y = cy + by[None, :, None] * (0.5 * em + offsets)
    xi, yi = np.rint(x).astype(np.int32), np.rint(y).astype(np.int32)
    inside = (xi >= 0) & (yi >= 0) & (xi < near.shape[1]) & (yi < near.shape[0])
    value = (near[np.clip(yi, 0, near.shape[0] - 1), np.clip(xi, 0, near.shape[1] - 1)] & inside).astype(np.float64)
    for i, box in enumerate(boxes):
        for other in letters:
            if other.x0 > box.x1 + 1.2 * em or other.x1 < box.x0 - 1.2 * em:
                continue
            core = (x[i] > other.x0 - 0.02 * em) & (x[i] < other.x1 + 0.02 * em) & (np.abs(y[i] - other.cy) < 0.47 * em)
            value[i][core] *= 0.4
    score, back = value[:, 0].copy(), np.zeros((RAYS, len(boxes), LAYERS), np.int8)
    steps = np.array([0, -1, 1], np.int8)
    padded = np.full((len(boxes), LAYERS + 2), -9.0)
    for i in range(1, RAYS):
        padded[:, 1:-1] = score
        around = np.stack([padded[:, 1:-1], padded[:, :-2] - 0.08, padded[:, 2:] - 0.08])
        back[i] = steps[around.argmax(0)]
        score = around.max(0) + value[:, i]
    at = score.argmax(1)
    number = np.arange(len(boxes))
    drawn = np.zeros((len(boxes), RAYS))
    for i in range(RAYS - 1, -1, -1):
        drawn[:, i] = value[number, i, at]
        at = np.clip(at + back[i, number, at], 0, LAYERS - 1)
    side = RAYS // 8
    left = drawn[:, RAYS // 2 - side : RAYS // 2 + side].mean(1)
    right = np.roll(drawn, side, axis=1)[:, : 2 * side].mean(1)
    above, below = drawn[:, 5 * side : 7 * side].mean(1), drawn[:, side : 3 * side].mean(1)
    return np.column_stack([drawn.mean(1), left, right, above, below])


def _through(plain: Mask, word: Box, em: float) -> tuple[float, float]:
    """The longest level line through the word, as a share of its width with half a letter more; and the second one."""
    y0, y1 = max(0, round(word.cy - 0.34 * em)), round(word.cy + 0.34 * em)
    x0, x1 = max(0, round(word.x0 - 0.5 * em)), round(word.x1 + 0.5 * em)
    band = plain[y0:y1, x0:x1].copy()
    found = []
    for _ in range(2):
        path = longest_path(band)
        if path is None:
            found.append(0.0)
            continue
        a, b, heights = path
        found.append((b - a) / (word.width + 0.5 * em))
        for i, y in enumerate(heights):
            band[max(0, int(y) - round(0.12 * em)) : int(y) + round(0.12 * em) + 1, a + i] = 0
    return float(min(1.5, found[0])), float(min(1.5, found[1]))


def _under(plain: Mask, word: Box, em: float) -> float:
    """The longest level line under the word, as a share of its width."""
    y0, y1 = round(word.cy + 0.48 * em), round(word.cy + 1.0 * em)
    x0, x1 = max(0, round(word.x0 - 0.8 * em)), round(word.x1 + 0.8 * em)
    band = plain[max(0, y0) : max(0, y1), x0:x1]
    path = longest_path(band) if band.shape[0] > 2 and band.shape[1] > 8 else None
    return 0.0 if path is None else float(min(1.5, (path[1] - path[0]) / word.width))


def _annulus(plain: npt.NDArray[np.bool_], word: Box, em: float) -> float:
    """Share of ink close above and below the word."""
    above = share_of(plain, Box(x0=word.x0, y0=word.cy - 0.95 * em, x1=word.x1, y1=word.cy - 0.55 * em))
    below = share_of(plain, Box(x0=word.x0, y0=word.cy + 0.55 * em, x1=word.x1, y1=word.cy + 0.95 * em))
    return (above + below) / 2


def _front(spot: Spot, em: float) -> Box:
    w = spot.word
    return Box(x0=w.x0 - 1.5 * em, y0=w.cy - 0.5 * em, x1=w.x0 - 0.1 * em, y1=w.cy + 0.5 * em)


def _above(spot: Spot, square: Box | None, em: float) -> Box:
    """Where the tail of a tick ends: above the square, to its right."""
    cx = square.cx if square else spot.word.x0 - 0.6 * em
    top = square.y0 if square else spot.word.cy - 0.5 * em
    return Box(x0=cx - 0.4 * em, y0=top - 0.6 * em, x1=cx + 1.2 * em, y1=top - 0.08 * em)


# -- small things ------------------------------------------------------------------------------------------------
def _most_of_others(values: Floats) -> Floats:
    return np.array([np.delete(values, i).max() for i in range(len(values))])


def _least_of_others(values: Floats) -> Floats:
    return np.array([np.delete(values, i).min() for i in range(len(values))])


def _median_of_others(values: Floats) -> Floats:
    return np.array([np.median(np.delete(values, i)) for i in range(len(values))])
