"""A line set on a board: characters side by side or one to a box, with the rules they stand between.

The board holds ink only (0 none, 255 full); paper, light and scanner come later (:mod:`benchmarks.synth.linewear`).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

from benchmarks.synth.linefonts import EM, Glyph, Mask
from benchmarks.synth.linehands import Hand
from benchmarks.synth.linetexts import Part, as_half_width

MARGIN = EM
"""Empty board left and right of the line."""
ABOVE, BELOW = round(1.7 * EM), round(1.1 * EM)
"""Board above and below the baseline."""


@dataclass
class Board:
    """What is written (`ink`), what the form printed of it (`print_`), and the rules around it (`rules`)."""

    ink: Mask
    print_: Mask
    rules: Mask
    cells: list[tuple[float, float]] = field(default_factory=list)
    """Left and right edge of every entry box, where there are boxes."""
    centres: list[float] = field(default_factory=list)
    """Where the middle of each character of the text stands, from the left."""

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Bounds of everything that belongs to the text; None on an empty board."""
        both = cv2.max(self.ink, self.print_)
        rows, columns = np.flatnonzero((both > 60).any(1)), np.flatnonzero((both > 60).any(0))
        if not len(rows):
            return None
        return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@dataclass(frozen=True)
class _Placed:
    glyph: Glyph
    x: float
    y: float
    printed: bool
    counts: bool
    """Whether it is a character of the text; a half-width voicing mark belongs to the one before."""


def write(
    rng: random.Random, parts: tuple[Part, ...], hand: Hand, press: Hand, *, half: bool, boxes: bool
) -> Board | None:
    """`parts` written by `hand`, the form's words by `press`; None where a character cannot be drawn.

    `half` sets katakana in half-width kana; `boxes` gives each written character an entry box.
    """
    placed: list[_Placed] = []
    cells: list[tuple[float, float]] = []
    x, drift = float(MARGIN), 0.0
    pitch = EM * rng.uniform(0.7, 1.5)
    climb = rng.gauss(0, 0.008) * (hand.unrest + 0.2)
    press_size = rng.uniform(0.7, 1.0)
    press_rise = rng.uniform(-0.1, 0.1) * EM
    tight = rng.random() < 0.5
    for part in parts:
        if boxes and part.gap > 0.25 and cells and not part.printed:
            for _ in range(rng.choice([1, 1, 2])):  # an entry box left empty between two words
                cells.append((x, x + pitch))
                x += pitch
        else:
            x += part.gap * EM
        writer = press if part.printed else hand
        text = as_half_width(part.text) if half else part.text
        for char in text:
            glyph = _glyph(writer, char, rng, half)
            if glyph is None:
                return None
            counts = not (half and char in "ﾞﾟ")
            y = drift + climb * (x - MARGIN)
            if part.printed and writer is not hand:
                glyph, y = _scaled(glyph, press_size), press_rise
            drift = 0.7 * drift + rng.gauss(0, 0.022) * EM * writer.unrest
            if boxes and not part.printed:
                ink_width = glyph.mask.shape[1]
                squeeze = min(1.0, pitch * rng.uniform(0.8, 1.15) / max(1, ink_width))
                if squeeze < 0.98:
                    glyph = _scaled(glyph, squeeze, 1.0)
                at = (
                    x + (pitch - glyph.mask.shape[1]) / 2 - glyph.left + rng.gauss(0, 0.06) * EM * (0.3 + writer.unrest)
                )
                placed.append(_Placed(glyph, at, y, False, counts))
                cells.append((x, x + pitch))
                x += pitch
                continue
            step = glyph.advance
            if tight and not part.printed and writer.unrest and not char.isascii():
                step = glyph.mask.shape[1] + EM * 0.1  # by the ink, as hands do
                placed.append(_Placed(glyph, x - glyph.left, y, part.printed, counts))
            else:
                placed.append(_Placed(glyph, x, y, part.printed, counts))
            x += step + EM * (writer.spacing + rng.gauss(0, 0.025) * writer.unrest)
    width = int(x + MARGIN)
    if width > 60 * EM:
        return None
    ink, print_ = np.zeros((ABOVE + BELOW, width), np.uint8), np.zeros((ABOVE + BELOW, width), np.uint8)
    centres = []
    for one in placed:
        _stamp(print_ if one.printed else ink, one)
        if one.counts:
            centres.append(one.x + one.glyph.left + one.glyph.mask.shape[1] / 2)
    rows = np.flatnonzero(ink.any(1) | print_.any(1))
    if len(rows):  # less empty board, less work
        top, bottom = max(0, int(rows[0]) - EM // 2), min(len(ink), int(rows[-1]) + EM // 2)
        ink, print_ = np.ascontiguousarray(ink[top:bottom]), np.ascontiguousarray(print_[top:bottom])
    return Board(ink, print_, np.zeros_like(ink), cells, centres)


def _glyph(hand: Hand, char: str, rng: random.Random, half: bool) -> Glyph | None:
    found = hand.glyph(char, rng)
    if not half or not 0xFF61 <= ord(char) <= 0xFF9F:
        return found
    if found is not None and not hand.strokes:
        return found
    import unicodedata

    full = hand.glyph(unicodedata.normalize("NFKC", char) if char not in "ﾞﾟ" else {"ﾞ": "゛", "ﾟ": "゜"}[char], rng)
    return None if full is None else _scaled(full, rng.uniform(0.48, 0.6), 1.0)


def _scaled(glyph: Glyph, sx: float, sy: float | None = None) -> Glyph:
    sy = sx if sy is None else sy
    h, w = glyph.mask.shape
    size = (max(1, round(w * sx)), max(1, round(h * sy)))
    drawn = cv2.resize(glyph.mask, size, interpolation=cv2.INTER_AREA if sx < 1 else cv2.INTER_LINEAR)
    return Glyph(np.asarray(drawn, np.uint8), glyph.left * sx, glyph.top * sy, glyph.advance * sx)


def _stamp(board: Mask, one: _Placed) -> None:
    h, w = one.glyph.mask.shape
    x0, y0 = round(one.x + one.glyph.left), round(ABOVE + one.y + one.glyph.top)
    cx, cy = max(0, -x0), max(0, -y0)
    x1, y1 = min(board.shape[1], x0 + w), min(board.shape[0], y0 + h)
    if x1 <= x0 + cx or y1 <= y0 + cy:
        return
    part = board[y0 + cy : y1, x0 + cx : x1]
    np.maximum(part, one.glyph.mask[cy : cy + part.shape[0], cx : cx + part.shape[1]], out=part)


def rule(rng: random.Random, board: Board, box: tuple[int, int, int, int]) -> None:
    """Draws the rules of the entry: boxes around characters, a frame, an underline, or an edge that just shows."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    dash = rng.choices(["solid", "dotted", "dashed"], [5, 3, 2])[0]
    thick = rng.choice([1, 1, 2, 2, 3])
    level = rng.choice([255, 200, 140])
    top = y0 - rng.uniform(-0.03, 0.35) * height
    bottom = y1 + rng.uniform(-0.03, 0.35) * height
    if board.cells:
        edges = sorted({round(e, 1) for cell in board.cells for e in cell})
        merged = [edges[0]]
        merged += [b for a, b in pairwise(edges) if b - a > 4]
        for number, x in enumerate(merged):
            outer = number in (0, len(merged) - 1) and rng.random() < 0.6
            _line(board.rules, x, top, x, bottom, thick, level, "solid" if outer else dash)
        for y in (top, bottom):
            if rng.random() < 0.8:
                _line(board.rules, merged[0], y, merged[-1], y, thick, level, "solid")
        return
    for side, chance in (("top", 0.3), ("bottom", 0.45), ("left", 0.22), ("right", 0.28), ("middle", 0.02)):
        if rng.random() > chance:
            continue
        wave = rng.gauss(0, 1.5)
        if side == "left":
            x = x0 - rng.choice([rng.uniform(0.03, 0.2), rng.uniform(0.05, 0.6)]) * height
            _line(board.rules, x, top - 4, x + wave, bottom + 4, thick, level, "solid")
        elif side == "right":
            x = x1 + rng.choice([rng.uniform(0.03, 0.2), rng.uniform(0.05, 0.6)]) * height
            _line(board.rules, x, top - 4, x + wave, bottom + 4, thick, level, "solid")
        else:
            y = {"top": top, "bottom": bottom, "middle": y1 - rng.uniform(0.0, 0.25) * height}[side]
            _line(
                board.rules, 0, y, board.rules.shape[1], y + wave, thick, level, dash if side != "middle" else "solid"
            )


def _line(board: Mask, x0: float, y0: float, x1: float, y1: float, thick: int, level: int, dash: str) -> None:
    if dash == "solid":
        a, b = (round(x0 * 16), round(y0 * 16)), (round(x1 * 16), round(y1 * 16))
        cv2.line(board, a, b, level, thick, cv2.LINE_AA, shift=4)
        return
    length = math.hypot(x1 - x0, y1 - y0)
    on, off = (2.0, 3.0) if dash == "dotted" else (7.0, 4.0)
    for start in np.arange(0, length, on + off):
        a_, b_ = start / length, min(1.0, (start + on) / length)
        p = (round((x0 + (x1 - x0) * a_) * 16), round((y0 + (y1 - y0) * a_) * 16))
        q = (round((x0 + (x1 - x0) * b_) * 16), round((y0 + (y1 - y0) * b_) * 16))
        cv2.line(board, p, q, level, thick, cv2.LINE_AA, shift=4)
