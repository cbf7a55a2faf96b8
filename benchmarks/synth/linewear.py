"""What becomes of a written line until it is the crop that a reader sees: pen, paper, seal, scanner, fax, telephone, trim."""

from __future__ import annotations

import random
from typing import Any

import cv2
import numpy as np

from benchmarks.synth.lineboard import Board
from benchmarks.synth.linefonts import EM, Mask

Floats = np.ndarray[Any, np.dtype[np.float32]]
Noise = np.random.Generator


def smooth_noise(noise: Noise, shape: tuple[int, int], cell: float) -> Floats:
    """Noise of mean 0 and deviation about 1 whose bumps are `cell` pixels wide."""
    h, w = max(2, int(shape[0] / cell) + 2), max(2, int(shape[1] / cell) + 2)
    coarse = noise.standard_normal((h, w), np.float32)
    return np.asarray(cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def pencilled(rng: random.Random, noise: Noise, ink: Mask, kind: str) -> Mask:
    """The tool's trace: strokes that pale, break off, fade or are made of dots."""
    if kind == "dots":
        return _dots(rng, ink)
    if kind == "thermal":
        out = ink.astype(np.float32) * np.clip(0.75 + 0.28 * smooth_noise(noise, ink.shape, EM * 2), 0.3, 1)
        if rng.random() < 0.3:  # a dead row of the print head
            for _ in range(rng.randint(1, 2)):
                out[:, rng.randrange(out.shape[1])] *= 0.2
        return np.asarray(out.astype(np.uint8))
    if rng.random() < 0.4:
        strength = rng.uniform(0.1, 0.45)
        grain = 0.85 + strength * smooth_noise(noise, ink.shape, rng.choice([1.5, 2.5, 12.0]))
        return np.asarray(np.clip(ink * np.clip(grain, 0, 1), 0, 255).astype(np.uint8))
    return ink


def _dots(rng: random.Random, ink: Mask) -> Mask:
    """As a dot-matrix printer's needles set it: 16 to 24 rows of round dots."""
    step = rng.choice([2, 2, 3])
    h, w = ink.shape[0] // step, ink.shape[1] // step
    grid = cv2.resize(ink, (w, h), interpolation=cv2.INTER_AREA) > rng.choice([70, 90, 110])
    size = 2 * step + 2 if step == 2 else 6
    big = np.repeat(np.repeat(grid.astype(np.uint8) * 255, size, 0), size, 1)
    yy, xx = np.mgrid[0:size, 0:size] - (size - 1) / 2
    dot = (np.hypot(yy, xx) < size * rng.uniform(0.42, 0.62)).astype(np.uint8)
    big *= np.tile(dot, (h, w))
    return np.asarray(cv2.resize(big, (ink.shape[1], ink.shape[0]), interpolation=cv2.INTER_AREA), np.uint8)


def bent(rng: random.Random, noise: Noise, board: Board) -> None:
    """Elastic distortion and skew of all that is on the board."""
    h, w = board.ink.shape
    amount = rng.choice([0.0, 0.4, 1.0, 1.8])
    skew = rng.gauss(0, 0.009) if rng.random() < 0.7 else rng.uniform(-0.03, 0.03)
    if not amount:
        matrix = np.array([[1, 0, 0], [skew, 1, -w / 2 * skew]])
        for name in ("ink", "print_", "rules"):
            setattr(board, name, cv2.warpAffine(getattr(board, name), matrix, (w, h)))
        return
    ys, xs = np.indices((h, w), np.float32, sparse=True)
    dx = amount * smooth_noise(noise, (h, w), EM * 0.7)
    dy = amount * smooth_noise(noise, (h, w), EM * 0.7) + (xs - w / 2) * skew
    for name in ("ink", "print_", "rules"):
        layer = getattr(board, name)
        if layer.any():
            setattr(board, name, cv2.remap(layer, xs + dx, ys + dy, cv2.INTER_LINEAR))


def _seal(rng: random.Random, noise: Noise, shape: tuple[int, int]) -> Floats:
    """Coverage 0..1 of a seal's impression: ring, characters that are no characters, worn ink."""
    h, w = shape
    r = rng.uniform(0.6, 1.4) * EM
    mask = np.zeros((h, w), np.uint8)
    cx, cy = rng.uniform(0, w), rng.uniform(0.1, 0.9) * h
    t = max(2, round(r * 0.09))
    at = (round(cx), round(cy))
    if rng.random() < 0.75:
        cv2.circle(mask, at, round(r), 255, t, cv2.LINE_AA)
    else:
        cv2.rectangle(mask, (at[0] - round(r), at[1] - round(r)), (at[0] + round(r), at[1] + round(r)), 255, t)
    for _ in range(rng.randint(5, 12)):
        a = (round(cx + rng.uniform(-0.6, 0.6) * r), round(cy + rng.uniform(-0.7, 0.7) * r))
        horizontal = rng.random() < 0.5
        length = rng.uniform(0.2, 0.8) * r
        b = (round(a[0] + (length if horizontal else 0)), round(a[1] + (0 if horizontal else length)))
        cv2.line(mask, a, b, 255, t, cv2.LINE_AA)
    worn = np.clip(0.8 + 0.3 * smooth_noise(noise, (h, w), 6), 0, 1)
    return np.asarray((mask / 255.0).astype(np.float32) * worn)


def on_paper(rng: random.Random, noise: Noise, board: Board) -> Floats:
    """Grey values 0..255 of the board on paper, before it is scanned."""
    shape = board.ink.shape
    paper = rng.choice([255.0, rng.uniform(225, 255), rng.uniform(180, 235)])
    page = np.full(shape, paper, np.float32)
    if rng.random() < 0.12:  # tinted cells, security patterns of bank books
        page -= abs(rng.gauss(0, 14)) * (np.sin(np.arange(shape[1], dtype=np.float32) * rng.uniform(0.2, 1.2)) > 0.3)
    if rng.random() < 0.1:  # the other side shines through
        ghost = cv2.GaussianBlur(np.roll(board.ink[::-1, ::-1], rng.randint(-20, 20), 0), (0, 0), 2)
        page -= ghost * rng.uniform(0.04, 0.14)
    page *= _left_white(board.rules, rng.choice([0.9, 0.7, 0.4, 0.2]))
    if rng.random() < 0.14:
        seal = _seal(rng, noise, shape)
        # red in grey, red lifted out (a pale trace; paper paler than the rest), or black seals of a fax
        page *= 1 - seal * rng.choice([0.5, 0.35, 0.12, 0.12, 0.05, 0.8 if rng.random() < 0.3 else 0.2])
        if rng.random() < 0.3:
            page += seal * rng.uniform(5, 25)
    page *= _left_white(board.print_, rng.uniform(0.55, 0.97))
    strength = rng.choices([rng.uniform(0.8, 0.97), rng.uniform(0.55, 0.8), rng.uniform(0.3, 0.55)], [6, 3, 1])[0]
    page *= _left_white(board.ink, strength)
    return page


def _left_white(ink: Mask, strength: float) -> Floats:
    """The share of the paper's light that `ink` lets through, 1 where there is none."""
    table = (1 - np.arange(256, dtype=np.float32) / 255 * strength).astype(np.float32)
    return np.asarray(cv2.LUT(ink, table))


def neighbours(rng: random.Random, page: Floats, box: tuple[int, int, int, int], others: Mask | None) -> None:
    """A bit of the line above or below that the trim left standing, at the very edge of the crop."""
    if others is None:
        return
    _, y0, _, y1 = box
    depth = max(2, round((y1 - y0) * rng.uniform(0.05, 0.16)))
    h, w = others.shape
    shift = rng.randint(0, max(0, w - 1))
    strip = np.roll(others, shift, 1)[h - depth :] if rng.random() < 0.5 else np.roll(others, shift, 1)[:depth]
    if w < page.shape[1]:
        strip = np.asarray(cv2.resize(strip, (page.shape[1], depth)), np.uint8)
    else:
        strip = strip[:, : page.shape[1]]
    gap = rng.randint(2, 6)
    if rng.random() < 0.5 and y0 - gap - depth >= 0:
        page[y0 - gap - depth : y0 - gap] *= 1 - strip / 255.0 * 0.85
    elif y1 + gap + depth <= page.shape[0]:
        page[y1 + gap : y1 + gap + depth] *= 1 - strip / 255.0 * 0.85


def trimmed(rng: random.Random, page: Floats, box: tuple[int, int, int, int], loose: bool) -> tuple[Floats, int]:
    """The crop: the text with a margin, seldom cut into, often generous where a whole cell is cropped.

    With it, where on the page its left edge was.
    """
    x0, y0, x1, y1 = box
    height = y1 - y0
    sides = []
    for axis in ("x", "y", "x", "y"):
        if rng.random() < 0.07:
            sides.append(-rng.uniform(0, 0.05) * min(height, EM * 0.7))
        elif loose:
            sides.append(rng.uniform(0.05, 0.45 if axis == "y" else 1.5) * height)
        else:
            sides.append(rng.uniform(0.0, 0.22) * height)
    a, b = max(0, round(y0 - sides[1])), min(page.shape[0], round(y1 + sides[3]))
    c, d = max(0, round(x0 - sides[0])), min(page.shape[1], round(x1 + sides[2]))
    return page[a:b, c:d], c


def _threshold(rng: random.Random, grey: Floats) -> float:
    """Where a bilevel scanner parts ink from paper: what a person could still read does not vanish."""
    paper, ink = np.percentile(grey, (90, 0.5))
    return float(paper - max(20.0, (paper - ink) * rng.uniform(0.3, 0.6)))


def scanned(rng: random.Random, noise: Noise, page: Floats, kind: str) -> Mask:
    """`page` (`EM` pixels an em) as a scanner of `kind` delivers it, at the height that the pipeline crops it."""
    em = rng.choice([rng.uniform(17, 26), rng.uniform(22, 36), rng.uniform(30, 48)])
    h, w = page.shape
    k = em / EM
    if kind == "fax":
        em = max(em, 24)
        k = em / EM
        low = cv2.resize(page, (max(8, round(w * k)), max(6, round(h * k * 0.49))), interpolation=cv2.INTER_AREA)
        level = _threshold(rng, np.asarray(low, np.float32))
        bits = ((low + 6 * noise.standard_normal(low.shape, np.float32)) > level).astype(np.uint8) * 255
        way = rng.choice([cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_NEAREST])
        return np.asarray(cv2.resize(bits, (bits.shape[1], max(8, round(h * k))), interpolation=way), np.uint8)
    if kind == "g4":
        fine = k * 1.5
        big = cv2.resize(
            page,
            (max(8, round(w * fine)), max(8, round(h * fine))),
            interpolation=cv2.INTER_AREA if fine < 1 else cv2.INTER_LINEAR,
        )
        level = _threshold(rng, np.asarray(big, np.float32))
        bits = ((cv2.GaussianBlur(big, (0, 0), 0.6) + 9 * noise.standard_normal(big.shape, np.float32)) > level).astype(
            np.uint8
        ) * 255
        if rng.random() < 0.25:  # specks
            spots = noise.random(bits.shape) < 0.002
            bits[spots] = 255 - bits[spots]
        size = (max(8, round(w * k)), max(8, round(h * k)))
        return np.asarray(cv2.resize(bits, size, interpolation=cv2.INTER_AREA), np.uint8)
    if kind == "photo":
        ramp = 1 - rng.uniform(0, 0.35) * np.linspace(*rng.choice([(0, 1), (1, 0)]), w, dtype=np.float32)[None, :]
        page = page * ramp * (1 + 0.03 * smooth_noise(noise, page.shape, EM * 3))
        tilt = rng.uniform(-0.05, 0.05) * h
        lean = rng.uniform(-0.12, 0.12) * h
        source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
        target = source + np.array([[lean, tilt], [lean, 0], [0, -tilt / 2], [0, 0]], np.float32)
        way_over = cv2.getPerspectiveTransform(source, target)
        page = np.asarray(cv2.warpPerspective(page, way_over, (w, h), borderMode=cv2.BORDER_REPLICATE), np.float32)
        em = rng.uniform(17, 34)
        k = em / EM
    small = cv2.resize(page, (max(8, round(w * k)), max(8, round(h * k))), interpolation=cv2.INTER_AREA)
    if rng.random() < (0.8 if kind == "photo" else 0.45):
        small = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.3, 1.2 if kind == "photo" else 0.9))
    if kind == "photo" and rng.random() < 0.3:  # the hand shook
        kernel = np.zeros((5, 5), np.float32)
        cv2.line(kernel, (0, rng.randint(0, 4)), (4, rng.randint(0, 4)), 1.0, 1)
        small = cv2.filter2D(small, -1, kernel / kernel.sum())
    small = small + rng.choice([0.5, 2, 5]) * noise.standard_normal(small.shape, np.float32)
    if rng.random() < 0.3:  # a scanner that raises the contrast
        small = 127 + (small - 127) * rng.uniform(1.0, 1.5)
    out: Mask = np.clip(small, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        done, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(28, 85)])
        if done:
            out = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
    return out
