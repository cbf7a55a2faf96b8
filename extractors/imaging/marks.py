"""How the surroundings of printed options differ from one another: rings, ticks, lines through or under them.

Pure measures of ink. Every printed blank shows its options alike, so that what stands at one of them and not at the
others was added by somebody. `measures` gives one row of numbers an option; :mod:`extractors.fields.choices` weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask, flat_ink
from extractors.imaging.penlines import longest_path, without_long_lines
from extractors.ocr.engine import Image
from models.geometry import Box

Floats = npt.NDArray[np.float64]

RAYS = 72
"""Directions in which a ring is looked for around a word."""
INNER, OUTER, LAYERS = -0.12, 0.95, 20
"""From where to where, in letters from the word's box, and in how many steps."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One printed option: the box of its letters (pixels), and what an engine saw in front of it.

    `before` is +1 where a ticked or filled square was read, -1 for an empty one, 0 for anything else. `front` is where
    a character stands directly in front of the word (a number, a square), where one was read; between brackets where
    `bracketed`.
    """

    word: Box
    before: int = 0
    front: Box | None = None
    bracketed: bool = False


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
    area = _around([s.word for s in spots], image, em)
    x0, y0 = int(area.x0), int(area.y0)
    part = np.ascontiguousarray(image[y0 : int(area.y1), x0 : int(area.x1)])
    moved = [_moved(s, x0, y0) for s in spots]
    ink = flat_ink(part)
    plain = without_rules(ink, em, max(s.word.width for s in moved))
    colour = _coloured(part, ink)
    near = cv2.dilate(plain, np.ones((3, 3), np.uint8)) > 0
    squares = _squares(ink > 0, moved, em)
    inside = np.array([_share(ink > 0, s.grown(-_rim(s))) if s else 0.0 for s in squares.places])
    core = np.array([_share(ink > 0, s.grown(-0.3 * s.width)) if s else 0.0 for s in squares.places])
    front = np.array([_share(plain > 0, _front(s, em)) for s in moved])
    tail = np.array([_share(plain > 0, _above(s, p, em)) for s, p in zip(moved, squares.places, strict=True)])
    words = [s.word for s in moved]
    numbers = [s.front for s in moved if s.front is not None]
    drawn = rings(near, [*words, *numbers], em, words)
    ring = drawn[: len(words)]
    rest = iter(drawn[len(words) :, 0])
    fronts = np.array([next(rest) if s.front is not None else 0.0 for s in moved])
    through = np.array([_through(plain, s.word, em) for s in moved])
    under = np.array([_under(plain, s.word, em) for s in moved])
    around = np.array([_annulus(plain > 0, s.word, em) for s in moved])
    tint = np.array([_share(colour, s.word.grown(0.5 * em, 0.4 * em)) for s in moved])
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


def without_rules(ink: Mask, em: float, widest: float) -> Mask:
    """`ink` without lines too long and too straight for a ring around a word `widest` pixels wide."""
    return without_long_lines(ink, round(widest + 2.2 * em), round(2.5 * em))


@dataclass(frozen=True, slots=True)
class SquareSeen:
    """A square beside a word, and shares of ink: within its rim, in its middle, around it (a ring, a long tick), and of
    coloured ink over all of that."""

    box: Box
    inside: float
    core: float
    around: float
    colour: float


def square_beside(image: Image, word: Box, em: float) -> SquareSeen | None:
    """The square in front of a word, or behind it; None where none is found. A ticked one is found by its four sides."""
    area = _around([word], image, em)
    x0, y0 = int(area.x0), int(area.y0)
    part = np.ascontiguousarray(image[y0 : int(area.y1), x0 : int(area.x1)])
    flat = flat_ink(part)
    ink, moved = flat > 0, _moved(Spot(word), x0, y0).word
    square = (
        _hollow(ink, moved, em, behind=False)
        or _hollow(ink, moved, em, behind=True)
        or _framed(ink, moved, em, 0.0, [moved])
    )
    if square is None:
        # the same behind the word, seen in a mirror
        mirrored = _mirrored(moved, ink.shape[1])
        framed = _framed(ink[:, ::-1], mirrored, em, 0.0, [mirrored])
        square = _mirrored(framed, ink.shape[1]) if framed is not None else None
    if square is None:
        return None
    side = max(square.width, square.height)
    inner, outer = square.grown(0.12 * side), square.grown(0.6 * side)
    if square.cx < moved.x0:  # the word itself is no ink around the square
        outer = outer.model_copy(update={"x1": max(inner.x1, min(outer.x1, moved.x0))})
    else:
        outer = outer.model_copy(update={"x0": min(inner.x0, max(outer.x0, moved.x1))})
    without = ink.copy()
    without[max(0, round(inner.y0)) : round(inner.y1), max(0, round(inner.x0)) : round(inner.x1)] = False
    return SquareSeen(
        box=_moved(Spot(square), -x0, -y0).word,
        inside=_share(ink, square.grown(-_rim(square))),
        core=_share(ink, square.grown(-0.3 * square.width)),
        around=_share(without, outer),
        colour=_share(_coloured(part, flat), outer),
    )


# -- squares -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Squares:
    places: list[Box | None]
    """Where the square of each option stands, found or by its neighbours' distance."""
    own: list[bool]
    found: int


def _squares(ink: npt.NDArray[np.bool_], spots: Sequence[Spot], em: float) -> _Squares:
    """The printed squares in front of the options (or behind, where all stand so).

    One hollow square is enough: a form prints all of its squares alike, at one distance from the words.
    """
    if 2 * sum(s.bracketed for s in spots) >= len(spots):
        half = 0.42 * em
        between = [
            Box(x0=f.cx - half, y0=f.cy - half, x1=f.cx + half, y1=f.cy + half) if (f := s.front) else None
            for s in spots
        ]
        return _Squares(between, [False] * len(spots), len(spots))
    left = [_hollow(ink, s.word, em, behind=False) for s in spots]
    right = [_hollow(ink, s.word, em, behind=True) for s in spots]
    own = left if sum(s is not None for s in left) >= sum(s is not None for s in right) else right
    behind = own is right
    if not behind:
        side = float(np.median([max(q.width, q.height) for q in own if q is not None])) if any(own) else 0.0
        own = [q or _framed(ink, s.word, em, side, [o.word for o in spots]) for q, s in zip(own, spots, strict=True)]
    hits = [(s.word, q) for s, q in zip(spots, own, strict=True) if q is not None]
    if not hits:
        read = [s for s in spots if s.before and s.front]
        if not read:
            return _Squares([None] * len(spots), [False] * len(spots), 0)
        hits = [(s.word, Box(x0=f.cx - 0.4 * em, y0=f.cy - 0.4 * em, x1=f.cx + 0.4 * em, y1=f.cy + 0.4 * em))
                for s in read if (f := s.front) is not None]  # fmt: skip
    distance = float(np.median([q.cx - (w.x1 if behind else w.x0) for w, q in hits]))
    drop = float(np.median([q.cy - w.cy for w, q in hits]))
    half = float(np.median([max(q.width, q.height) for _, q in hits])) / 2
    places: list[Box | None] = []
    for spot, square in zip(spots, own, strict=True):
        if square is not None:
            places.append(square)
            continue
        cx, cy = (spot.word.x1 if behind else spot.word.x0) + distance, spot.word.cy + drop
        if spot.before and spot.front and abs(spot.front.cx - cx) < 0.8 * em:
            cx = spot.front.cx
        places.append(_settled(ink, cx, cy, half))
    return _Squares(places, [q is not None for q in own], len(hits))


def _hollow(ink: npt.NDArray[np.bool_], word: Box, em: float, *, behind: bool) -> Box | None:
    """The hollow square (or circle) beside a word."""
    if behind:
        x0, x1 = int(max(0, word.x1 - 0.1 * em)), int(word.x1 + 2.0 * em)
    else:
        x0, x1 = int(max(0, word.x0 - 2.2 * em)), int(word.x0 + 0.25 * em)
    y0, y1 = int(max(0, word.cy - 0.85 * em)), int(word.cy + 0.85 * em)
    window = ink[y0:y1, x0:x1].astype(np.uint8)
    if window.size == 0:
        return None
    contours, hierarchy = cv2.findContours(window, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    best: Box | None = None
    for contour, (_, _, child, parent) in zip(contours, hierarchy[0] if hierarchy is not None else (), strict=True):
        x, y, w, h = cv2.boundingRect(contour)
        hollow = parent < 0 and child >= 0 and cv2.contourArea(contours[child]) > 0.42 * w * h
        if hollow and 0.45 * em < min(w, h) and max(w, h) < 1.25 * em and 0.75 < w / h < 1.33:
            box = Box(x0=x + x0, y0=y + y0, x1=x + x0 + w, y1=y + y0 + h)
            nearer = best is None or (box.cx < best.cx if behind else box.cx > best.cx)
            best = box if nearer else best
    return best


def _framed(ink: npt.NDArray[np.bool_], word: Box, em: float, side: float, words: Sequence[Box]) -> Box | None:
    """The square in front of a word by its four sides, whatever stands in it; `side` is its size where that is known."""
    near = cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8))
    down = np.pad(near.cumsum(0, dtype=np.int32), ((1, 0), (0, 0)))
    across = np.pad(near.cumsum(1, dtype=np.int32), ((0, 0), (1, 0)))
    height, width = near.shape
    best, place = 0.0, None
    for size in (side,) if side else np.linspace(0.62, 1.02, 6) * em:
        s = max(6, round(size))
        xs = np.arange(max(0, round(word.x0 - 1.75 * em)), min(width - s - 1, round(word.x0 - s + 0.2 * em)))
        ys = np.arange(
            max(0, round(word.cy - s / 2 - 0.22 * em)), min(height - s - 1, round(word.cy - s / 2 + 0.22 * em))
        )
        if not xs.size or not ys.size:
            continue
        y, x = ys[:, None], xs[None, :]
        sides = np.stack(
            [
                down[y + s, x] - down[y, x],
                down[y + s, x + s - 1] - down[y, x + s - 1],
                across[y, x + s] - across[y, x],
                across[y + s - 1, x + s] - across[y + s - 1, x],
            ]
        )
        # every side must be there; letters have some
        drawn = np.minimum(sides.min(0) / s, 1.0) * 0.7 + sides.mean(0) / s * 0.3
        at = int(drawn.argmax())
        if drawn.flat[at] > best + 0.005:
            row, column = divmod(at, xs.size)
            best = float(drawn.flat[at])
            place = Box(x0=xs[column], y0=ys[row], x1=xs[column] + s, y1=ys[row] + s)
    if place is None or best <= 0.9:
        return None
    return None if any(place.share_inside(w.grown(-0.05 * em, em)) > 0.25 for w in words) else place


def _settled(ink: npt.NDArray[np.bool_], cx: float, cy: float, half: float) -> Box:
    """A square expected around a place, moved by a few pixels to where its sides are."""
    best, place = -1.0, Box(x0=cx - half, y0=cy - half, x1=cx + half, y1=cy + half)
    reach = max(2, round(0.4 * half))
    for dx in range(-reach, reach + 1, 1 if reach < 5 else 2):
        for dy in (-2, 0, 2):
            x0, y0, x1, y1 = (round(v) for v in (cx + dx - half, cy + dy - half, cx + dx + half, cy + dy + half))
            if x0 < 1 or y0 < 1 or y1 + 1 >= ink.shape[0] or x1 + 1 >= ink.shape[1]:
                continue
            sides = (
                ink[y0:y1, x0 - 1 : x0 + 2].any(1).mean()
                + ink[y0:y1, x1 - 2 : x1 + 1].any(1).mean()
                + ink[y0 - 1 : y0 + 2, x0:x1].any(0).mean()
                + ink[y1 - 2 : y1 + 1, x0:x1].any(0).mean()
            )
            score = float(sides) - 0.02 * (abs(dx) + abs(dy))
            if score > best:
                best, place = score, Box(x0=x0, y0=y0, x1=x1, y1=y1)
    return place


def _rim(square: Box) -> float:
    return max(2.0, 0.16 * square.width)


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
    above = _share(plain, Box(x0=word.x0, y0=word.cy - 0.95 * em, x1=word.x1, y1=word.cy - 0.55 * em))
    below = _share(plain, Box(x0=word.x0, y0=word.cy + 0.55 * em, x1=word.x1, y1=word.cy + 0.95 * em))
    return (above + below) / 2


def _front(spot: Spot, em: float) -> Box:
    w = spot.word
    return Box(x0=w.x0 - 1.5 * em, y0=w.cy - 0.5 * em, x1=w.x0 - 0.1 * em, y1=w.cy + 0.5 * em)


def _above(spot: Spot, square: Box | None, em: float) -> Box:
    """Where the tail of a tick ends: above the square, to its right."""
    cx = square.cx if square else spot.word.x0 - 0.6 * em
    top = square.y0 if square else spot.word.cy - 0.5 * em
    return Box(x0=cx - 0.4 * em, y0=top - 0.6 * em, x1=cx + 1.2 * em, y1=top - 0.08 * em)


def _coloured(part: Image, ink: Mask) -> npt.NDArray[np.bool_]:
    """Ink that is clearly blue or red; nothing on grey scans."""
    sample = np.median(part.reshape(-1, 3)[::11], axis=0)
    red, green, blue = (part[:, :, i].astype(np.int16) - int(sample[i]) for i in range(3))
    spread = np.maximum(np.abs(red - blue), np.abs(red - green))
    return (spread > 38) & (cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0)


# -- small things ------------------------------------------------------------------------------------------------
def _around(words: Sequence[Box], image: Image, em: float) -> Box:
    box = Box.around(words).grown(3.2 * em, 1.7 * em)
    height, width = image.shape[:2]
    return Box(x0=max(0, int(box.x0)), y0=max(0, int(box.y0)), x1=min(width, box.x1), y1=min(height, box.y1))


def _mirrored(box: Box, width: int) -> Box:
    return Box(x0=width - box.x1, y0=box.y0, x1=width - box.x0, y1=box.y1)


def _moved(spot: Spot, x0: int, y0: int) -> Spot:
    def back(b: Box) -> Box:
        return Box(x0=b.x0 - x0, y0=b.y0 - y0, x1=b.x1 - x0, y1=b.y1 - y0)

    return Spot(back(spot.word), spot.before, back(spot.front) if spot.front else None)


def _share(ink: npt.NDArray[np.bool_], box: Box) -> float:
    part = ink[max(0, round(box.y0)) : max(0, round(box.y1)), max(0, round(box.x0)) : max(0, round(box.x1))]
    return float(part.mean()) if part.size else 0.0


def _most_of_others(values: Floats) -> Floats:
    return np.array([np.delete(values, i).max() for i in range(len(values))])


def _least_of_others(values: Floats) -> Floats:
    return np.array([np.delete(values, i).min() for i in range(len(values))])


def _median_of_others(values: Floats) -> Floats:
    return np.array([np.median(np.delete(values, i)) for i in range(len(values))])
