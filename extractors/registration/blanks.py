"""Blank forms made ready for matching: their pages as skeletons and as rows of things that stand on them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from extractors.folding import fold
from extractors.imaging.colour import Mask
from extractors.registration.structure import LONG_SIDE, Plane, Skeleton, signature
from models.forms import Entry, FormMap, FormPage
from models.geometry import Box
from models.programmes import ValueKind

Vector = npt.NDArray[np.float64]

DENSITY = 0.45
"""Share of ink in the box of a printed line."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something printed that is looked for on a page: a horizontal rule or a line of text (pixels of the skeleton)."""

    box: Box
    text: str
    """Empty for a rule."""
    weight: float
    free_left: bool = False
    """Nothing is printed right before its first letter."""

    @property
    def is_rule(self) -> bool:
        return not self.text

    @property
    def density(self) -> float:
        """Expected share of ink in the box."""
        letters = len("".join(self.text.split()))
        return min(0.45, 0.42 * letters * self.box.height / max(1.0, self.box.width))


@dataclass(frozen=True)
class Measures:
    """How the items of a blank lie, one entry an item: what does not depend on the page is computed once."""

    x0: Vector
    y0: Vector
    x1: Vector
    y1: Vector
    rule: npt.NDArray[np.bool_]
    free_left: npt.NDArray[np.bool_]
    density: Vector
    weight: Plane
    one_row: tuple[bool, ...]
    """For each item but the first: whether it and the one before it are texts of one row."""
    room: tuple[int, ...]
    """For each item but the first: by how much nearer than on the blank it may stand to the one before it."""

    @classmethod
    def of(cls, items: Sequence[Item]) -> Self:
        return cls(
            x0=np.array([i.box.x0 for i in items], np.float64),
            y0=np.array([i.box.y0 for i in items], np.float64),
            x1=np.array([i.box.x1 for i in items], np.float64),
            y1=np.array([i.box.y1 for i in items], np.float64),
            rule=np.array([i.is_rule for i in items], bool),
            free_left=np.array([i.free_left for i in items], bool),
            density=np.array([i.density for i in items], np.float64),
            weight=np.array([i.weight for i in items], np.float32),
            one_row=tuple(_one_row(a, b) for a, b in itertools.pairwise(items)),
            # what stands lower on the blank stands lower on the page, or has gone (rows of a table)
            room=tuple(round(max(0.0, b.box.cy - a.box.cy) + 2.0) for a, b in itertools.pairwise(items)),
        )


def _one_row(a: Item, b: Item) -> bool:
    level = min(a.box.y1, b.box.y1) - max(a.box.y0, b.box.y0)
    return not a.is_rule and not b.is_rule and level > 0.5 * min(a.box.height, b.box.height)


@dataclass(frozen=True)
class BlankPage:
    """One page of one blank form."""

    form: FormMap
    number: int

    @property
    def page(self) -> FormPage:
        return self.form.pages[self.number]

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the skeleton."""
        scale = LONG_SIDE / max(self.page.width_mm, self.page.height_mm)
        return round(self.page.width_mm * scale), round(self.page.height_mm * scale)

    def pixels(self, box: Box) -> Box:
        """`box` (fractions of the page) in pixels of the skeleton."""
        width, height = self.size
        return Box(x0=box.x0 * width, y0=box.y0 * height, x1=box.x1 * width, y1=box.y1 * height)

    @cached_property
    def rows_tables(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.page.entries if e.kind is ValueKind.ROWS)

    @cached_property
    def table_rows(self) -> tuple[Box, ...]:
        """The rows of its tables of rows, without their headings: a copy may have fewer or more of them."""
        found = []
        for entry in self.rows_tables:
            table = self.pixels(entry.box)
            heads = [
                box.y1
                for line in self.page.printed
                if (box := self.pixels(line.box)).share_inside(table) > 0.6 and re.search(r"[^\d\s円.,]", line.text)
            ]
            found.append(Box(x0=table.x0, y0=max(heads, default=table.y0), x1=table.x1, y1=table.y1))
        return tuple(found)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Rules and texts, top to bottom; none of the rows of a table of rows."""
        tables = self.table_rows
        found = []
        for rule in self.page.rules:
            box = self.pixels(rule)
            if box.height <= box.width:
                weight = 0.2 + 1.5 * min(1.0, box.width / 120)
                if not any(t.y0 + 6 < box.cy < t.y1 - 3 and t.x0 - 40 <= box.cx <= t.x1 + 4 for t in tables):
                    found.append(Item(box, "", weight))
        for line in self.page.printed:
            box = self.pixels(line.box)
            if line.vertical or box.width < 4 or not line.text.strip():
                continue
            if any(box.share_inside(t.grown(40, 0)) > 0.8 for t in tables):
                continue
            weight = 0.4 + min(0.6, box.width / 150)
            flank = Box(x0=box.x0 - box.height, y0=box.y0, x1=box.x0 - 0.1 * box.height, y1=box.y1)
            free = not any(flank.intersection(self.pixels(o.box)) > 0 for o in self.page.printed if o is not line)
            free = free and not any(flank.x0 - 2 <= u.cx <= flank.x1 and u.y0 < box.cy < u.y1 for u in self.uprights)
            free = free and not any(flank.intersection(self.pixels(e.box)) > 0 for e in self.page.entries)
            found.append(Item(box, line.text, weight, free))
        return tuple(sorted(found, key=lambda item: item.box.cy))

    @cached_property
    def measures(self) -> Measures:
        """The items' measures as arrays."""
        return Measures.of(self.items)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The items' texts without spaces; empty for a rule."""
        return tuple("".join(item.text.split()) for item in self.items)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The items' texts, folded; empty for a rule."""
        return tuple(fold(item.text) for item in self.items)

    @cached_property
    def within_entries(self) -> tuple[bool, ...]:
        """Which items stand within an entry: they are read with what is written there."""
        entries = [self.pixels(e.box) for e in self.page.entries if e.kind is not ValueKind.ROWS]
        return tuple(any(item.box.share_inside(entry) > 0.6 for entry in entries) for item in self.items)

    @cached_property
    def uprights(self) -> tuple[Box, ...]:
        """The vertical rules (pixels of the skeleton)."""
        boxes = [self.pixels(rule) for rule in self.page.rules]
        return tuple(b for b in boxes if b.height > b.width)

    @cached_property
    def skeleton(self) -> Skeleton:
        """The page as it would look: rules drawn, lines of text as even grey."""
        width, height = self.size
        across, down, text = (np.zeros((height, width), np.uint8) for _ in range(3))
        for rule in self.page.rules:
            box = self.pixels(rule)
            ends = (round(box.x0), round(box.y0)), (round(box.x1), round(box.y1))
            cv2.line(down if box.height > box.width else across, *ends, 255, 3)
        for line in self.page.printed:
            box = self.pixels(line.box)
            short, long = sorted((box.width, box.height))
            share = min(0.6, DENSITY * len("".join(line.text.split())) * short / max(1.0, long))
            text[round(box.y0) : round(box.y1), round(box.x0) : round(box.x1)] = int(255 * share)
        return Skeleton(across, down, text)

    @cached_property
    def signatures(self) -> tuple[Plane, ...]:
        """What a copy may look like at a glance: as printed, and with fewer rows in its tables."""
        found = [signature(self.skeleton)]
        for entry in self.rows_tables:
            box = self.pixels(entry.box)
            for share in (0.3, 0.55):
                found.append(signature(_shortened(self.skeleton, round(box.y1 - share * box.height), round(box.y1))))
        return tuple(found)

    @cached_property
    def profile_down(self) -> Plane:
        """How much upright rule stands at each x."""
        return np.asarray(self.skeleton.down.sum(0, dtype=np.float32) / 255, dtype=np.float32)

    @cached_property
    def profile_text(self) -> Plane:
        return np.asarray(self.skeleton.text.sum(0, dtype=np.float32) / 255, dtype=np.float32)

    @cached_property
    def reach(self) -> tuple[int, int]:
        """How far a row may stand above and below its place, in pixels: further where a table may lose or gain rows."""
        tables = sum(self.pixels(e.box).height for e in self.rows_tables)
        return int(min(520, 64 + 0.9 * tables)), int(min(200, 64 + 0.25 * tables))


def _shortened(bones: Skeleton, top: int, bottom: int) -> Skeleton:
    """The skeleton with the rows from `top` to `bottom` taken out and the rest moved up."""

    def cut(mask: Mask) -> Mask:
        gone = np.zeros((bottom - top, mask.shape[1]), np.uint8)
        return np.concatenate([mask[:top], mask[bottom:], gone])

    return Skeleton(cut(bones.across), cut(bones.down), cut(bones.text))


def blank_pages(forms: Sequence[FormMap]) -> tuple[BlankPage, ...]:
    return tuple(BlankPage(form, number) for form in forms for number in range(len(form.pages)))
