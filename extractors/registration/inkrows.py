"""Rows of writing in a patch of ink, by its connected pieces: no network is asked where the place is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import Mask
from models.geometry import Box

SPECK = 7
"""Pieces of fewer pixels are dust."""
SEAL = 2.2
"""Pieces larger than so many letters both ways are seals and drawings."""
LONG = 3.2
"""Thin strokes longer than so many letters are rests of rules."""
DASHES = 9
"""So many small pieces at even steps in one line are a broken rule."""
GAP = 2.6
"""A gap wider than so many heights of the row parts two texts."""


@dataclass(frozen=True)
class Pieces:
    """Connected pieces of ink: their boxes as columns x0, y0, x1, y1 and their sizes in pixels."""

    boxes: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, ink: Mask) -> Pieces:
        # the same labels as by OpenCV's usual way of counting, a third sooner
        count, _, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
        kept = stats[1:count][stats[1:count, cv2.CC_STAT_AREA] >= SPECK]
        boxes = np.column_stack([kept[:, 0], kept[:, 1], kept[:, 0] + kept[:, 2], kept[:, 1] + kept[:, 3]])
        return cls(boxes.astype(np.int32), kept[:, 4].astype(np.int32))

    def writing(self, letter: float) -> Pieces:
        """The pieces that may be letters: no rests of rules, no bars and fields, no shadows of the paper's edge."""
        wide = self.boxes[:, 2] - self.boxes[:, 0]
        tall = self.boxes[:, 3] - self.boxes[:, 1]
        thin = (np.minimum(wide, tall) <= 0.3 * letter) & (np.maximum(wide, tall) > LONG * letter)
        return self.only(~thin & (wide < 9 * letter) & (tall < 5 * letter) & ~self._dashes(letter))

    def _dashes(self, letter: float) -> npt.NDArray[np.bool_]:
        """Which pieces are the dashes and dots of broken rules: small, many, and in one line."""
        wide = self.boxes[:, 2] - self.boxes[:, 0]
        tall = self.boxes[:, 3] - self.boxes[:, 1]
        found = np.zeros(len(self), bool)
        for thin, along, ends in ((tall, wide, (1, 3)), (wide, tall, (0, 2))):
            small = np.flatnonzero((thin <= 0.25 * letter) & (along <= 0.8 * letter))
            middles = (self.boxes[small, ends[0]] + self.boxes[small, ends[1]]) / 2
            starts = self.boxes[small, 1 - ends[0]]
            for half in (0.0, 0.5):  # bins that overlap: a line may lie on an edge between two
                bins = np.floor(middles / 6 + half).astype(int)
                order = np.lexsort((starts, bins))
                for part in np.split(order, np.flatnonzero(np.diff(bins[order])) + 1):
                    if len(part) < DASHES:
                        continue
                    steps = np.diff(starts[part])
                    usual = float(np.median(steps))
                    even = (np.abs(steps - usual) < 0.35 * usual).mean() if usual > 0 else 0.0
                    if usual < 1.2 * letter and even > 0.6:
                        found[small[part]] = True
                        found |= self._corners(float(np.median(middles[part])), ends, letter)
        return found

    def _corners(self, line: float, ends: tuple[int, int], letter: float) -> npt.NDArray[np.bool_]:
        """Small bent pieces that touch a broken rule: the corners of its frame."""
        wide = self.boxes[:, 2] - self.boxes[:, 0]
        tall = self.boxes[:, 3] - self.boxes[:, 1]
        small = np.maximum(wide, tall) <= 0.7 * letter
        near = np.minimum(np.abs(self.boxes[:, ends[0]] - line), np.abs(self.boxes[:, ends[1]] - line)) <= 4
        return np.asarray(small & near & (self.sizes < 0.5 * wide * tall))

    def off_the_edge(self, room: Box, letter: float) -> Pieces:
        """The pieces without what a rule left at the edges of `room`: thin strokes along them. 一 and ー stand inside."""
        wide = self.boxes[:, 2] - self.boxes[:, 0]
        tall = self.boxes[:, 3] - self.boxes[:, 1]
        near = 0.2 * letter
        flat = (tall <= 0.28 * letter) & (wide > 1.2 * letter)
        level = (self.boxes[:, 1] < room.y0 + near) | (self.boxes[:, 3] > room.y1 - near)
        thin = (wide <= 0.28 * letter) & (tall > 1.2 * letter)
        plumb = (self.boxes[:, 0] < room.x0 + near) | (self.boxes[:, 2] > room.x1 - near)
        return self.only(~((flat & level) | (thin & plumb)))

    def not_strokes(self, letter: float) -> Pieces:
        """The pieces without any thin long stroke."""
        wide = self.boxes[:, 2] - self.boxes[:, 0]
        tall = self.boxes[:, 3] - self.boxes[:, 1]
        return self.only(~((np.minimum(wide, tall) <= 0.3 * letter) & (np.maximum(wide, tall) > 1.6 * letter)))

    def __len__(self) -> int:
        return len(self.sizes)

    def only(self, keep: npt.NDArray[np.bool_]) -> Pieces:
        return Pieces(self.boxes[keep], self.sizes[keep])

    def inside(self, box: Box, margin: float = 0.0) -> npt.NDArray[np.bool_]:
        """Which pieces have their middle in `box`."""
        cx = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        cy = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        return np.asarray(
            (cx >= box.x0 - margin) & (cx <= box.x1 + margin) & (cy >= box.y0 - margin) & (cy <= box.y1 + margin)
        )


def rows_of(pieces: Pieces, letter: float) -> list[Box]:
    """The rows of writing that `pieces` make, top to bottom, parted at wide gaps; `letter` is the usual letter's height.

    Pieces as large as a seal on both sides are no letters.
    """
    wide = pieces.boxes[:, 2] - pieces.boxes[:, 0]
    tall = pieces.boxes[:, 3] - pieces.boxes[:, 1]
    large = (wide > SEAL * letter) & (tall > SEAL * letter)
    for x0, y0, x1, y1 in pieces.boxes[large & (wide < 1.4 * tall) & (tall < 1.4 * wide)].tolist():
        ring = Box(x0=x0, y0=y0, x1=x1, y1=y1).grown(-0.1 * (x1 - x0))
        large |= pieces.inside(ring)  # the letters of a seal
    pieces = pieces.only(~large)
    if len(pieces) == 0 or int(pieces.sizes.sum()) < 3 * SPECK:
        return []
    found: list[Box] = []
    for block in _blocks(pieces):
        for row in _split(block, letter):
            found += _parts(row, letter)
    return found


def _blocks(pieces: Pieces) -> list[Pieces]:
    """Pieces whose rows overlap, taken together."""
    order = pieces.boxes[:, 1].argsort(kind="stable")
    blocks: list[list[int]] = []
    end = -1.0
    for i in order.tolist():
        y0, y1 = pieces.boxes[i, 1], pieces.boxes[i, 3]
        if not blocks or y0 > end:
            blocks.append([i])
            end = float(y1)
        else:
            blocks[-1].append(i)
            end = max(end, float(y1))
    return [Pieces(pieces.boxes[b], pieces.sizes[b]) for b in blocks]


def _split(block: Pieces, letter: float) -> list[Pieces]:
    """A block of touching rows cut where the least ink runs across; one row stays as it is."""
    y0, y1 = int(block.boxes[:, 1].min()), int(block.boxes[:, 3].max())
    height = y1 - y0
    tall = np.sort(block.boxes[:, 3] - block.boxes[:, 1])
    usual = max(float(tall[int(0.8 * (len(tall) - 1))]), 0.75 * letter)
    count = round(height / (1.35 * usual))
    if count < 2 or height < 1.75 * usual or len(block) < 4:
        return [block]
    profile = np.zeros(height + 1)
    weight = block.sizes / np.maximum(1, block.boxes[:, 3] - block.boxes[:, 1])
    np.add.at(profile, block.boxes[:, 1] - y0, weight)
    np.add.at(profile, block.boxes[:, 3] - y0, -weight)
    ink = cv2.GaussianBlur(profile.cumsum().reshape(1, -1), (0, 0), max(1.0, 0.08 * usual)).ravel()
    low, high = int(0.45 * usual), int(height - 0.45 * usual)
    if high <= low:
        return [block]
    cut = low + int(ink[low:high].argmin())
    if ink[cut] > 0.45 * float(np.percentile(ink, 80)):
        return [block]
    middles = (block.boxes[:, 1] + block.boxes[:, 3]) / 2 - y0
    above, below = block.only(middles < cut), block.only(middles >= cut)
    if len(above) == 0 or len(below) == 0:
        return [block]
    return [*_split(above, letter), *_split(below, letter)]


def _parts(row: Pieces, letter: float) -> list[Box]:
    """A row parted where nothing is written for long; scraps much smaller than a letter go with their neighbours."""
    height = max(0.8 * letter, float(row.boxes[:, 3].max() - row.boxes[:, 1].min()))
    order = row.boxes[:, 0].argsort(kind="stable")
    groups: list[list[int]] = []
    end = 0.0
    for i in order.tolist():
        x0, x1 = float(row.boxes[i, 0]), float(row.boxes[i, 2])
        if not groups or x0 - end > GAP * min(height, 1.6 * letter):
            groups.append([i])
            end = x1
        else:
            groups[-1].append(i)
            end = max(end, x1)
    found = []
    for group in groups:
        boxes, size = row.boxes[group], int(row.sizes[group].sum())
        if size < 3 * SPECK or ((boxes[:, 3].max() - boxes[:, 1].min()) < 0.22 * letter and size < 12 * SPECK):
            continue
        found.append(_envelope(boxes))
    return found


def _envelope(boxes: npt.NDArray[np.int32]) -> Box:
    return Box(
        x0=float(boxes[:, 0].min()),
        y0=float(boxes[:, 1].min()),
        x1=float(boxes[:, 2].max()),
        y1=float(boxes[:, 3].max()),
    )


def envelope_of(boxes: Sequence[Box]) -> Box:
    return Box.around(boxes)
