"""Squares printed beside words, to be ticked: where they stand, hollow or not, and how much ink is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask, flat_ink
from extractors.ocr.engine import Image
from models.geometry import Box


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
    area = around_words([word], image, em)
    x0, y0 = int(area.x0), int(area.y0)
    part = np.ascontiguousarray(image[y0 : int(area.y1), x0 : int(area.x1)])
    flat = flat_ink(part)
    ink, moved = flat > 0, _moved(word, x0, y0)
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
        box=_moved(square, -x0, -y0),
        inside=share_of(ink, square.grown(-rim(square))),
        core=share_of(ink, square.grown(-0.3 * square.width)),
        around=share_of(without, outer),
        colour=share_of(coloured(part, flat), outer),
    )


@dataclass(frozen=True, slots=True)
class Squares:
    """The squares of several options: `own` tells whose was seen, `found` how many were."""

    places: list[Box | None]
    """Where the square of each option stands, found or by its neighbours' distance."""
    own: list[bool]
    found: int


def squares_of(ink: npt.NDArray[np.bool_], spots: Sequence[Spot], em: float) -> Squares:
    """The printed squares in front of the options (or behind, where all stand so).

    One hollow square is enough: a form prints all of its squares alike, at one distance from the words.
    """
    if 2 * sum(s.bracketed for s in spots) >= len(spots):
        half = 0.42 * em
        between = [
            Box(x0=f.cx - half, y0=f.cy - half, x1=f.cx + half, y1=f.cy + half) if (f := s.front) else None
            for s in spots
        ]
        return Squares(between, [False] * len(spots), len(spots))
    left = [_hollow(ink, s.word, em, behind=False) for s in spots]
    right = [_hollow(ink, s.word, em, behind=True) for s in spots]
    if any(left) or not any(right):  # a ticked square is hardly hollow, but has four sides
        side = float(np.median([max(q.width, q.height) for q in left if q is not None])) if any(left) else 0.0
        left = [q or _framed(ink, s.word, em, side, [o.word for o in spots]) for q, s in zip(left, spots, strict=True)]
    behind = _rank(right, spots) > _rank(left, spots)
    own = right if behind else left
    hits = [(s.word, q) for s, q in zip(spots, own, strict=True) if q is not None]
    if not hits:
        read = [s for s in spots if s.before and s.front]
        if not read:
            return Squares([None] * len(spots), [False] * len(spots), 0)
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
    return Squares(places, [q is not None for q in own], len(hits))


def _rank(squares: Sequence[Box | None], spots: Sequence[Spot]) -> tuple[int, float]:
    """How many options have a square on one side, and how near they stand: behind a word may be the next one's."""
    apart = [max(q.x0 - s.word.x1, s.word.x0 - q.x1) for q, s in zip(squares, spots, strict=True) if q is not None]
    return len(apart), -float(np.median(apart)) if apart else 0.0


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


def rim(square: Box) -> float:
    """How thick the drawn sides of a square may be, in pixels."""
    return max(2.0, 0.16 * square.width)


def coloured(part: Image, ink: Mask) -> npt.NDArray[np.bool_]:
    """Ink that is clearly blue or red; nothing on grey scans."""
    sample = np.median(part.reshape(-1, 3)[::11], axis=0)
    red, green, blue = (part[:, :, i].astype(np.int16) - int(sample[i]) for i in range(3))
    spread = np.maximum(np.abs(red - blue), np.abs(red - green))
    return np.asarray((spread > 38) & (cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0))


def around_words(words: Sequence[Box], image: Image, em: float) -> Box:
    """The part of the page around words in which their marks may stand, in pixels."""
    box = Box.around(words).grown(3.2 * em, 1.7 * em)
    height, width = image.shape[:2]
    return Box(x0=max(0, int(box.x0)), y0=max(0, int(box.y0)), x1=min(width, box.x1), y1=min(height, box.y1))


def _mirrored(box: Box, width: int) -> Box:
    return Box(x0=width - box.x1, y0=box.y0, x1=width - box.x0, y1=box.y1)


def moved_spot(spot: Spot, x0: int, y0: int) -> Spot:
    """`spot` on a part of the page that begins at (`x0`, `y0`)."""
    return Spot(_moved(spot.word, x0, y0), spot.before, _moved(spot.front, x0, y0) if spot.front else None)


def _moved(box: Box, x0: int, y0: int) -> Box:
    return Box(x0=box.x0 - x0, y0=box.y0 - y0, x1=box.x1 - x0, y1=box.y1 - y0)


def share_of(ink: npt.NDArray[np.bool_], box: Box) -> float:
    """The share of `box` that is inked, 0..1; 0 off the page."""
    part = ink[max(0, round(box.y0)) : max(0, round(box.y1)), max(0, round(box.x0)) : max(0, round(box.x1))]
    return float(part.mean()) if part.size else 0.0
