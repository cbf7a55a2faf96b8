"""Stamped impressions: red ones anywhere on a colour page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask, red_mask
from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Seal

DRAWN = 0.66
"""Share of a circle that must be drawn for it to be a ring."""

_TURNS = np.linspace(0, 2 * np.pi, 72, endpoint=False)
_AROUND_X, _AROUND_Y = np.cos(_TURNS), np.sin(_TURNS)
"""The points of a circle that are looked at, of radius one around (0, 0)."""


def red_seals(image: Image, text_height: float) -> tuple[Seal, ...]:
    """Red blobs of the size and shape of a seal: between one and nine text heights, about as wide as high."""
    red = red_mask(image)
    left, top, wide, high = cv2.boundingRect(red)
    if wide == 0:
        return ()
    part = cv2.copyMakeBorder(red[top : top + high, left : left + wide], 9, 9, 9, 9, cv2.BORDER_CONSTANT, value=0)
    mask = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for x, y, w, h, area in stats[1:count].tolist():
        x, y = x + left - 9, y + top - 9
        if not text_height <= min(w, h) <= max(w, h) <= 9 * text_height or not 0.5 <= w / h <= 2.0:
            continue
        if area >= 0.2 * w * h:
            found.append(Seal(box=Box(x0=x, y0=y, x1=x + w, y1=y + h), colour="red"))
    return tuple(found)


def dark_rings(ink: Mask, smallest: float, largest: float) -> list[tuple[Box, float]]:
    """Circles drawn in `ink`, `smallest` to `largest` pixels across, and how much of each is drawn (0..1), best first.

    Round seals on grey and black-and-white scans; letters and lines may lie over them.
    """
    if min(ink.shape[:2]) < smallest:
        return []
    k = 0.5 if smallest >= 44 else 1.0  # large circles are found as well at half the size
    soft = cv2.resize(cv2.GaussianBlur(ink, (0, 0), 1.2), None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
    circles = cv2.HoughCircles(
        soft,
        cv2.HOUGH_GRADIENT,
        dp=1.5 if k == 1 else 1.0,
        minDist=max(6.0, 0.3 * smallest * k),
        param1=120,
        param2=max(12.0, 0.42 * smallest * k),
        minRadius=max(4, round(0.48 * smallest * k)),
        maxRadius=max(6, round(0.52 * largest * k)),
    )
    if circles is None:
        return []
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0
    found = []
    for cx, cy, r in (circles[0][:40] / k).tolist():
        drawn, cx, cy, radius = _settled(near, cx, cy, r)
        if not 0.9 * smallest <= 2 * radius <= 1.1 * largest:
            continue  # it has settled on a stroke within a letter
        found.append((Box(x0=cx - radius, y0=cy - radius, x1=cx + radius, y1=cy + radius), drawn))
    return sorted(found, key=lambda f: -f[1])


def round_seal(ink: Mask, height: float, rows: tuple[float, float]) -> Box | None:
    """The clearest round seal in `ink`, its middle between `rows`; a printed circle around 印 is none.

    `height` is that of a letter. A seal is stamped thick and full of its name; a printed circle is thin and small, with
    one character in its middle.
    """
    best: tuple[float, Box] | None = None
    for box, drawn in dark_rings(ink, 1.6 * height, 6.0 * height):
        if drawn < DRAWN:
            break
        if not rows[0] <= box.cy <= rows[1]:
            continue
        thick, extent, share = _contents(ink, box)
        size = box.width / height
        # letters fill a seal; the ring of a small one is drawn thicker than any print
        points = 1.2 * (size - 1.9) + 6 * (extent - 0.55) + 30 * (thick / height - 0.065)
        points += 2 * (min(share, 0.3) - 0.1) + 2 * (drawn - 0.8)
        if points > 0 and share > 0.04 and (best is None or points > best[0]):
            best = (points, box)
    return best[1] if best else None


def oval_seal(ink: Mask, height: float, rows: tuple[float, float]) -> Box | None:
    """An unbroken stamped oval in `ink`, its middle between `rows`, with a name in it."""
    contours, _ = cv2.findContours(cv2.dilate(ink, np.ones((3, 3), np.uint8)), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found: list[Box] = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if not 1.4 * height <= min(w, h) <= max(w, h) <= 6.0 * height or not 0.52 <= w / h <= 1.25:
            continue
        if max(w, h) < 2.0 * height or not rows[0] <= y + h / 2 <= rows[1]:
            continue
        away = np.hypot((contour[:, 0, 0] - x - w / 2) / (w / 2), (contour[:, 0, 1] - y - h / 2) / (h / 2))
        inner = ink[y + h // 5 : y + h - h // 5, x + w // 5 : x + w - w // 5] > 0
        reach = np.ptp(np.flatnonzero(inner.any(1))) / inner.shape[0] if inner.any() else 0.0
        if np.quantile(np.abs(away - 1), 0.95) < 0.11 and 0.1 < inner.mean() < 0.75 and reach > 0.8:
            found.append(Box(x0=x, y0=y, x1=x + w, y1=y + h))
    return max(found, key=lambda f: f.area, default=None)


def square_seal(ink: Mask, height: float, rows: tuple[float, float]) -> Box | None:
    """A stamped square in `ink`, its middle between `rows`: a frame, a little askew or not, full of characters."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    found: list[Box] = []
    for mask in (cv2.dilate(ink, np.ones((3, 3), np.uint8)), closed):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            x, y, w, h = cv2.boundingRect(contour)
            if not 2.2 * height <= min(w, h) <= max(w, h) <= 8 * height or not rows[0] <= y + h / 2 <= rows[1]:
                continue
            (_, _), (a, b), _ = cv2.minAreaRect(contour)
            if not 0.75 <= a / max(1.0, b) <= 1.33 or cv2.contourArea(contour) < 0.82 * a * b:
                continue
            # a ring has no corners: its contour fills little more than three quarters of the square around it
            inner = ink[y + h // 7 : y + h - h // 7, x + w // 7 : x + w - w // 7] > 0
            thirds = [np.array_split(np.arange(n), 3) for n in inner.shape]
            held = sum(inner[np.ix_(r, c)].mean() > 0.025 for r in thirds[0] for c in thirds[1])
            if held >= 5 and 0.05 < inner.mean() < 0.7:
                found.append(Box(x0=x, y0=y, x1=x + w, y1=y + h))
    return max(found, key=lambda f: f.area, default=None)


def _contents(ink: Mask, ring: Box) -> tuple[float, float, float]:
    """How thick the ring is (pixels), how far its contents reach (share of its width), and how much ink they are."""
    left, top = max(0, int(ring.x0) - 8), max(0, int(ring.y0) - 8)
    ink = ink[top : int(ring.y1) + 9, left : int(ring.x1) + 9]
    ring = Box(x0=ring.x0 - left, y0=ring.y0 - top, x1=ring.x1 - left, y1=ring.y1 - top)
    radius = ring.width / 2
    turns = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    depths = np.arange(-0.25 * radius, 0.25 * radius, 0.5)
    x = np.clip(np.rint(ring.cx + np.cos(turns)[:, None] * (radius + depths)).astype(int), 0, ink.shape[1] - 1)
    y = np.clip(np.rint(ring.cy + np.sin(turns)[:, None] * (radius + depths)).astype(int), 0, ink.shape[0] - 1)
    thick = float(np.percentile((ink[y, x] > 0).sum(1) * 0.5, 40))
    yy, xx = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]]
    away = np.hypot(xx - ring.cx, yy - ring.cy)
    inside = away < 0.8 * radius - 1
    held = (ink > 0) & inside
    if held.sum() < 8:
        return thick, 0.0, 0.0
    # the contents' own reach: the nine tenths of their ink that lie nearest to the middle line
    ys, xs = np.nonzero(held)
    extent = max(np.ptp(np.percentile(ys, (4, 96))), np.ptp(np.percentile(xs, (4, 96)))) / (2 * radius)
    return thick, float(extent), float(held.sum() / inside.sum())


def small_dark_seal(ink: Mask, smallest: float, largest: float) -> Box | None:
    """The clearest round seal of that size in `ink`: a ring with a name in it; None where there is none."""
    for box, drawn in dark_rings(ink, smallest, largest):
        if drawn < 0.8:
            return None
        inner = box.grown(-0.18 * box.width)
        part = ink[max(0, int(inner.y0)) : int(inner.y1), max(0, int(inner.x0)) : int(inner.x1)]
        if part.size and 0.05 < (part > 0).mean() < 0.8:
            return box
    return None


def _settled(near: npt.NDArray[np.bool_], cx: float, cy: float, r: float) -> tuple[float, float, float, float]:
    """(drawn share, middle in x and y, radius) of the circle near a guess that is drawn best.

    Letters that touch a ring pull the guess some pixels aside: where hardly a circle is drawn, its middle is looked for.
    """
    best = _best_drawn(near, [(cx, cy, r + d) for d in (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)])
    for step in (4.0, 2.0, 1.0) if best[0] < DRAWN else ():
        _, cx, cy, r = best
        moves = product((-step, 0.0, step), (-step, 0.0, step), (-2.0, 0.0, 2.0))
        best = max(best, _best_drawn(near, [(cx + dx, cy + dy, r + dr) for dx, dy, dr in moves]))
    return best


def _best_drawn(
    ink: npt.NDArray[np.bool_], circles: Sequence[tuple[float, float, float]]
) -> tuple[float, float, float, float]:
    """(drawn share, middle in x and y, radius) of the one of `circles` (middle, radius) that is drawn best in `ink`."""
    cx, cy, radius = np.array(circles).T[:, :, None]
    x = np.clip(np.round(cx + radius * _AROUND_X).astype(int), 0, ink.shape[1] - 1)
    y = np.clip(np.round(cy + radius * _AROUND_Y).astype(int), 0, ink.shape[0] - 1)
    return max((share, *circle) for share, circle in zip(ink[y, x].mean(1).tolist(), circles, strict=True))
