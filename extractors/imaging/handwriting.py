"""Whether an entry was written by hand or printed, by the statistics of its strokes.

Print repeats itself: level and upright strokes, one width, one baseline, one darkness. A hand does not.
A logistic model over a dozen measures; `benchmarks/handwriting.py` fits and measures it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import exact_percentile, line_ink
from extractors.ocr.engine import Image

HEIGHT = 48
"""Crops are scaled so that their ink is this many pixels high."""
SURE = 0.95
"""From this probability on an answer is given."""


@cache
def _model() -> dict[str, npt.NDArray[np.float64]]:
    stored = json.loads(Path(__file__).with_name("handwriting.json").read_text())
    return {name: np.array(values) for name, values in stored["model"].items()}


def is_handwritten(crop: Image) -> bool | None:
    """Whether what stands in `crop` (one line, RGB) was written by hand; None where nobody can tell."""
    share = handwritten_share(crop)
    if share is None or max(share, 1 - share) < SURE:
        return None
    return share > 0.5


def handwritten_share(crop: Image) -> float | None:
    """The probability (0..1) that `crop` was written by hand; None where too little ink stands in it."""
    found = measures(crop)
    if found is None:
        return None
    model = _model()
    z = np.clip((found - model["mean"]) / model["scale"], -3, 3)
    hidden = np.tanh(z @ model["w1"] + model["b1"])
    return float(1 / (1 + np.exp(-(hidden @ model["w2"] + model["b2"])[0])))


def measures(crop: Image) -> npt.NDArray[np.float64] | None:
    """What the model looks at; None where the crop holds no more than a speck."""
    if crop.size == 0 or min(crop.shape[:2]) < 8:
        return None
    ink = _without_rules(line_ink(crop))
    rows = np.flatnonzero(ink.sum(1) >= max(2, 0.01 * ink.shape[1]))
    columns = np.flatnonzero(ink.any(0))
    if rows.size < 6 or columns.size < 4:
        return None
    part = crop[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = HEIGHT / part.shape[0]
    width = min(1400, max(8, round(part.shape[1] * scale)))
    sized = cv2.resize(part, (width, HEIGHT), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    part = np.asarray(cv2.copyMakeBorder(sized, 3, 3, 3, 3, cv2.BORDER_REPLICATE), np.uint8)
    grey = np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), np.uint8)
    paper, dark = exact_percentile(grey, 85), exact_percentile(grey, 2)
    if paper - dark < 20:
        return None
    level = (paper + dark) / 2
    mask = _without_rules(grey < level).astype(np.uint8) * np.uint8(255)
    if np.count_nonzero(mask) < 12:
        return None
    grey = np.where(cv2.dilate(mask, np.ones((5, 5), np.uint8)) > 0, grey, np.uint8(paper)).astype(np.uint8)
    return np.array(
        [
            *_pieces(mask),
            *_angles(grey, float(paper - dark)),
            *_strokes(mask),
            *_darkness(part, grey, mask, paper, dark),
        ]
    )


def _without_rules(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """`ink` without the sides of entry boxes and the rules of tables: strokes that cross nearly the whole crop."""
    height, width = ink.shape
    solid = ink.astype(np.uint8)
    upright = cv2.morphologyEx(
        cv2.dilate(solid, np.ones((1, 3), np.uint8)),
        cv2.MORPH_OPEN,
        np.ones((max(6, round(0.88 * height)), 1), np.uint8),
    )
    level = cv2.morphologyEx(
        cv2.dilate(solid, np.ones((3, 1), np.uint8)),
        cv2.MORPH_OPEN,
        np.ones((1, max(2 * height, min(round(0.6 * width), 6 * height))), np.uint8),
    )
    thin = (upright > 0).sum(1).max() < 0.4 * width  # a single 1 fills its crop as a rule does
    rules = (level > 0) | (upright > 0) if thin else level > 0
    return ink & ~rules


def _pieces(mask: npt.NDArray[np.uint8]) -> list[float]:
    """How unlike the characters' places and sizes are."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(mask, np.ones((3, 1), np.uint8)))
    s = stats[1:count].astype(np.float64)
    s = s[(s[:, 4] > 20) & ~((s[:, 2] > 5 * s[:, 3]) & (s[:, 2] > HEIGHT))]
    if len(s) < 2:
        return [0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.5]
    high = s[s[:, 3] > 0.55 * s[:, 3].max()]
    tops, bottoms = high[:, 1], high[:, 1] + high[:, 3]
    if len(high) < 3:
        return [0.0, 0.0, 0.0, 0.0, float(np.std(s[:, 3]) / HEIGHT), 0.5, float(high[:, 3].mean() / HEIGHT)]
    slope = np.polyfit(high[:, 0], bottoms, 1)[0] if np.ptp(high[:, 0]) > HEIGHT else 0.0
    level = bottoms - slope * high[:, 0]
    even = tops - slope * high[:, 0]
    middles = np.sort(high[:, 0] + high[:, 2] / 2)
    gaps = np.diff(middles)
    return [
        float(np.std(level) / HEIGHT),
        float(np.median(np.abs(level - np.median(level))) / HEIGHT),
        float(np.std(even) / HEIGHT),
        float(np.std(high[:, 3]) / HEIGHT),
        float(np.std(s[:, 3]) / HEIGHT),
        float(min(2.0, np.std(gaps) / max(1.0, gaps.mean()))),
        float(high[:, 3].mean() / HEIGHT),
    ]


def _angles(grey: npt.NDArray[np.uint8], contrast: float) -> list[float]:
    """How much of the outline runs exactly level or upright, and how sharp that is."""
    soft = cv2.GaussianBlur(grey, (3, 3), 0)
    gx, gy = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    strength, angle = cv2.cartToPolar(gx, gy, angleInDegrees=True)
    strong = strength > 0.6 * contrast
    turn, weight = angle[strong] % 180, strength[strong]
    if weight.size < 30:
        return [0.3] * 6
    bins = np.bincount((turn / 2).astype(int) % 90, weight, 90) / weight.sum()
    ring = np.concatenate([bins, bins, bins])
    upright = max(ring[90 + d - 2 : 90 + d + 3].sum() for d in range(-3, 4))
    level = max(ring[135 + d - 2 : 135 + d + 3].sum() for d in range(-3, 4))
    slanted = max(ring[90 + d - 2 : 90 + d + 3].sum() for d in (*range(-12, -4), *range(5, 13)))
    spread = -float((bins[bins > 0] * np.log(bins[bins > 0])).sum()) / np.log(90)
    corner = float(strength[strength > 0.3 * contrast].mean() / max(1.0, contrast))
    return [float(upright), float(level), float(slanted), spread, corner, float(weight.size / strength.size)]


def _strokes(mask: npt.NDArray[np.uint8]) -> list[float]:
    """Stroke width, how even it is, and how much of the ink is in long straight runs."""
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (depth > 0.9)
    widths = depth[ridge]
    if widths.size < 8:
        return [0.05, 0.4, 0.1, 0.1, 0.1, 0.0]
    total = max(1, int(np.count_nonzero(mask)))
    across = np.count_nonzero(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, 15), np.uint8))) / total
    down = np.count_nonzero(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((15, 1), np.uint8))) / total
    quartiles = np.percentile(widths, (25, 50, 75))
    return [
        float(quartiles[1] / HEIGHT),
        float(widths.std() / widths.mean()),
        float((quartiles[2] - quartiles[0]) / quartiles[1]),
        float(across),
        float(down),
        float(total / mask.size),
    ]


def _darkness(
    part: Image, grey: npt.NDArray[np.uint8], mask: npt.NDArray[np.uint8], paper: float, dark: float
) -> list[float]:
    """How dark and how even the ink is, and whether it is coloured."""
    core = cv2.erode(mask, np.ones((3, 3), np.uint8)) > 0
    if np.count_nonzero(core) < 12:
        core = mask > 0
    values = grey[core].astype(np.float64)
    inked = part[core].astype(np.int16)
    paper_tint = np.median(part.reshape(-1, 3)[::7], axis=0).astype(np.int16)
    lift = inked - paper_tint
    return [
        float(paper - values.mean()) / 255,
        float(values.std() / max(20.0, paper - dark)),
        float(min(60.0, np.abs(lift[:, 2] - lift[:, 0]).mean()) / 60),
    ]
