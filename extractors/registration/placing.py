"""Where the things of a blank form stand on a page that was aligned with it, in pixels of the upright page image."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from extractors.imaging.colour import Mask
from extractors.registration.alignment import Alignment, nearest_shift
from extractors.registration.structure import Skeleton
from models.forms import Entry
from models.geometry import Box

EDGE = 4.0
"""An entry's edge nearer than this to a rule (pixels of the skeleton) is that rule."""
SEEN = 0.4
"""Things seen more clearly than this tell where they are."""

Bend = tuple[float, float, float, float]
"""Coefficients of 1, x, y, xy, with x and y as shares of the skeleton's size, from its middle."""


@dataclass(frozen=True)
class Placement:
    """An alignment, mended where paper is bent or was photographed from the side."""

    alignment: Alignment
    bones: Skeleton
    scale: float
    """Pixels of the upright image for one of the skeleton."""

    @cached_property
    def _bend_x(self) -> Bend:
        """By how much upright rules stand right of where the alignment puts them."""
        points = []
        a = self.alignment
        for box in a.blank.uprights:
            if box.height < 24:
                continue
            x, shift = a.x(box.cx), nearest_shift(a, box.cy)
            top, bottom = a.y(box.y0, shift), a.y(box.y1, shift)
            points += _off(self.bones.down, x, top + 3, bottom - 3, across=False)
        return _surface(points, self.bones, (0, 1, 2, 3))

    @cached_property
    def _bend_y(self) -> Bend:
        """By how much rules slope (x and xy only). What moves whole rows the alignment knows already."""
        points = []
        a = self.alignment
        for index, item in enumerate(a.blank.items):
            if item.is_rule and item.box.width > 80 and a.found[index] > SEEN:
                box = a.item_box(index)
                off = _off(self.bones.across, box.cy, box.x0 + 3, box.x1 - 3, across=True)
                if len(off) >= 3:
                    middle = float(np.median([o for _, _, o in off]))
                    points += [(x, y, o - middle) for x, y, o in off]
        return _surface(points, self.bones, (1, 3))

    def x(self, x: float, y: float) -> float:
        """A blank's x (pixels of the skeleton) at the page's height `y`, as x of the upright image."""
        at = self.alignment.x(x)
        return (at + _bent(self._bend_x, at, y, self.bones)) * self.scale

    def y(self, y: float, shift: float, x: float) -> float:
        at = self.alignment.y(y, shift)
        return (at + _bent(self._bend_y, self.alignment.x(x), at, self.bones)) * self.scale

    def item(self, index: int) -> Box:
        """Item `index` of the blank on the upright image."""
        box, shift = self.alignment.blank.items[index].box, self.alignment.shifts[index]
        return self._placed(box, shift, shift)

    def area(self, box: Box, label: str = "") -> tuple[Box, float]:
        """`box` (fractions of the blank) on the upright image, and how surely (0..1).

        Its edges lie on the rules they lie on in the blank. What lies in the open goes with the words `label` beside
        it, or else with what is nearest.
        """
        own = self.alignment.blank.pixels(box)
        top, bottom = self._rule_at(own.y0, own), self._rule_at(own.y1, own)
        named = self._label_near(own, label) if label else None
        near = nearest_shift(self.alignment, own.cy)
        if named is not None and top is None and bottom is None:
            shift, sure = named
            return self._placed(own, shift, shift), sure
        upper = top[0] if top else bottom[0] if bottom else near
        lower = bottom[0] if bottom else top[0] if top else near
        if named is not None and abs(lower - upper) > 0.6 * own.height and named[0] in (upper, lower):
            upper = lower = named[0]  # a row was put in or left out between its rules: it goes with its label
        if own.height + lower - upper < 0.5 * own.height:  # the rules cannot both be right: keep what is nearest
            upper = lower = near
        seen = [rule for rule in (top, bottom) if rule is not None]
        score = float(np.mean([clear for _, clear in seen])) if seen else (named[1] if named else 0.5)
        return self._placed(own, upper, lower), score

    def areas(self, boxes: Iterable[Box], inside: Entry) -> tuple[Box, ...]:
        """Boxes within an entry (a strip), which move as one with it."""
        own = self.alignment.blank.pixels(inside.box)
        placed, _ = self.area(inside.box, inside.label.text if inside.label else "")
        middle = placed.cy / self.scale - self.alignment.y(own.cy, 0.0)
        return tuple(self._placed(self.alignment.blank.pixels(b), middle, middle) for b in boxes)

    def _placed(self, own: Box, upper: float, lower: float) -> Box:
        y = self.alignment.y(own.cy, (upper + lower) / 2)
        top = self.y(own.y0, upper, own.cx)
        bottom = max(self.y(own.y1, lower, own.cx), top + 1)
        return Box(x0=self.x(own.x0, y), y0=top, x1=self.x(own.x1, y), y1=bottom)

    @cached_property
    def _seen_rules(self) -> list[tuple[float, Box, float, float]]:
        """The height on the blank, place on the blank, shift and clarity of each rule that was seen."""
        a = self.alignment
        things = zip(a.blank.items, a.shifts, a.found, strict=True)
        return [(i.box.cy, i.box, shift, found) for i, shift, found in things if i.is_rule and found >= SEEN]

    def _rule_at(self, y: float, own: Box) -> tuple[float, float] | None:
        """Shift and clarity of the rule that an entry's edge lies on, or None where it lies on none."""
        best: tuple[float, float, float] | None = None
        for height, box, shift, found in self._seen_rules:
            if abs(height - y) > EDGE or min(box.x1, own.x1) - max(box.x0, own.x0) < 0.5 * own.width:
                continue
            if best is None or abs(height - y) < best[0]:
                best = abs(height - y), shift, found
        return (best[1], best[2]) if best else None

    def _label_near(self, own: Box, label: str) -> tuple[float, float] | None:
        wanted = "".join(label.split())
        a = self.alignment
        hits = [
            (abs(item.box.cy - own.cy), shift, found)
            for item, text, shift, found in zip(a.blank.items, a.blank.texts, a.shifts, a.found, strict=True)
            if text and wanted in text and abs(item.box.cy - own.cy) < 60
        ]
        return min(hits)[1:] if hits else None


def _bent(bend: Bend, x: float, y: float, bones: Skeleton) -> float:
    u, v = x / bones.width - 0.5, y / bones.height - 0.5
    return bend[0] + bend[1] * u + bend[2] * v + bend[3] * (u * v)


def _off(mask: Mask, at: float, start: float, stop: float, *, across: bool) -> list[tuple[float, float, float]]:
    """By how much the rule expected at `at` lies off, at up to five places along it: (x, y, pixels)."""
    found: list[tuple[float, float, float]] = []
    first = round(at) - 7
    if first < 0 or first + 15 > mask.shape[0 if across else 1]:
        return found
    edges = np.linspace(start, stop, 6)
    for low, high in itertools.pairwise(edges.tolist()):
        lo, hi = int(low), int(high)
        if hi - lo < 4 or lo < 0:
            continue
        band = mask[first : first + 15, lo:hi] if across else mask[lo:hi, first : first + 15]
        if band.size == 0:
            continue
        along = 1 if across else 0
        ink = np.asarray(cv2.reduce(band, along, cv2.REDUCE_SUM, dtype=cv2.CV_32S)).ravel() // 255
        share: list[float] = (ink / band.shape[along]).tolist()
        if max(share) < 0.6:
            continue
        peak = share.index(max(share))
        near = range(max(0, peak - 2), min(15, peak + 3))
        off = sum(share[k] * k for k in near) / sum(share[k] for k in near) - 7
        middle = (low + high) / 2
        found.append((middle, at, off) if across else (at, middle, off))
    return found


def _surface(points: list[tuple[float, float, float]], bones: Skeleton, terms: tuple[int, ...]) -> Bend:
    """The smooth surface through `points`, outliers left out; zero where there are too few."""
    flat = (0.0, 0.0, 0.0, 0.0)
    if len(points) < 8:
        return flat
    x, y, off = np.array(points).T
    u, v = x / bones.width - 0.5, y / bones.height - 0.5
    basis = np.stack([np.ones_like(u), u, v, u * v], axis=1)[:, terms]
    keep = np.ones(len(off), bool)
    fit = np.zeros(len(terms))
    for _ in range(4):
        if keep.sum() < 8:
            return flat
        fit, *_ = np.linalg.lstsq(basis[keep], off[keep], rcond=None)
        error = np.abs(basis @ fit - off)
        keep = error < max(1.0, 2.5 * float(np.median(error[keep])))
    bend = dict(zip(terms, fit.tolist(), strict=True))
    return bend.get(0, 0.0), bend.get(1, 0.0), bend.get(2, 0.0), bend.get(3, 0.0)
