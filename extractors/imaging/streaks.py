"""Streaks that dirt on a scanner's glass draws from one edge of the page to the other.

A streak darkens each row alike, paper and ink; it is taken out by the share of light that it leaves, so that what stands
under it comes back. Else it is read as a 1, and parts the cells of tables. Rules of forms end before the paper does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.ocr.engine import Image

FAINTEST = 0.96
"""Share of light from which on nothing is seen of a streak."""
DARKEST = 0.4
"""With less light than this nothing comes back from under a streak: it is painted over from both sides."""
WIDEST = 6
"""Pixels across the widest streak."""
MOST = 4
"""With more of them it is a pattern that the paper has, against copying."""
ROWS = 300
"""So many rows, evenly spread, are looked at."""
PARTS = 20
"""Parts of a page's height; nearly all of them, the first and the last among them, must show the streak."""
UNEVEN = 0.12
"""By how much the share of light may differ between parts."""
LIT = 70
"""Paper darker than this is the scanner's lid beside it."""

Light = npt.NDArray[np.float32]


def without_streaks(image: Image) -> Image:
    """`image` (RGB, as the scanner gave it) without the streaks that run down it; `image` itself where there are none."""
    height, width = image.shape[:2]
    if height < 2 * ROWS or width < 8 * WIDEST:
        return image
    rows = image[:: height // ROWS]
    apart = WIDEST // 2 + 1
    plane = rows[:, :, 1].astype(np.float32)
    light = _light(plane[:, apart:-apart], plane[:, : -2 * apart], plane[:, 2 * apart :])
    dimmed = np.flatnonzero(np.median(light, axis=0) < FAINTEST)
    streaks = [
        slice(run[0] + apart, run[-1] + apart + 1)
        for run in np.split(dimmed, np.flatnonzero(np.diff(dimmed) > 1) + 1)
        if 0 < len(run) <= WIDEST and _from_edge_to_edge(light[:, run], plane[:, run[0]], plane[:, run[-1] + 2 * apart])
    ]
    if not 0 < len(streaks) <= MOST:
        return image
    lit = image.copy()
    for columns in streaks:
        _take_out(lit, columns, rows)
    return lit


def _light(middle: Light, left: Light, right: Light) -> Light:
    """The share of the light beside a pixel that is left at it."""
    return np.asarray((middle + 1) / (np.minimum(left, right) + 1), np.float32)


def _from_edge_to_edge(light: Light, left: Light, right: Light) -> bool:
    """Whether a streak (rows x its columns) is as dark in nearly all parts of the page; `left` and `right` are what lies
    beside it, alike unless it is the edge of a paper."""
    if abs(float(np.median(left)) - float(np.median(right))) > UNEVEN * 255:
        return False
    darkest = light[:, np.median(light, axis=0).argmin()]
    usual = float(np.median(darkest))
    shown = [
        abs(float(np.median(part)) - usual) < UNEVEN
        for part, beside in zip(np.array_split(darkest, PARTS), np.array_split(left, PARTS), strict=True)
        if np.median(beside) > LIT
    ]
    return len(shown) > PARTS // 2 and shown[0] and shown[-1] and sum(shown) >= 0.85 * len(shown)


def _take_out(image: Image, columns: slice, rows: Image) -> None:
    """Take the streak in `columns` out of `image`, in place; `rows` are the rows looked at."""
    left, right = columns.start - 2, columns.stop + 1
    between = rows[:, columns].astype(np.float32)
    shares = _light(between, rows[:, left, None].astype(np.float32), rows[:, right, None].astype(np.float32))
    share = np.median(shares, axis=0)
    if share.min() < DARKEST:
        sides = np.maximum(image[:, left], image[:, right])
        image[:, left + 1 : right] = sides[:, None]
    else:
        image[:, columns] = np.clip(image[:, columns] / np.minimum(share, 1.0), 0, 255).round()
