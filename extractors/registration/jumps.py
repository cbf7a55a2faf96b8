"""Where rows were put in or left out: the labels say on which side of a jump each row lies.

An alignment sees rules and ink, and rows of one height look alike: a row that a copy has and the blank has not makes
everything under it jump, but whether the jump lies above or below a row of the same shape only its label tells. So on
either side of a jump labels are read until one stands where it was expected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from extractors.folding import fold
from extractors.registration.alignment import Alignment
from models.geometry import Box

JUMPED = 12.0
"""Pixels of the skeleton (3 mm) from which on a change of shift is a jump; rows that are a little taller stay below."""
STANDS = 70.0
"""Likeness in percent from which on a label stands where it was read."""
OTHER = 50.0
"""Likeness below which something else stands there."""


def settled(alignment: Alignment, read: Callable[[Alignment, int], str]) -> Alignment:
    """The alignment with its jumps where the labels say. `read`: what stands where an alignment puts an item."""
    labels = [i for i, text in enumerate(alignment.blank.folded) if len(text) >= 2]
    at = 0
    while at + 1 < len(labels):
        upper, lower = labels[at], labels[at + 1]
        if abs(alignment.shifts[lower] - alignment.shifts[upper]) >= JUMPED:
            moved = _taken_along(alignment, labels[: at + 1][::-1], alignment.shifts[lower], lower, read)
            if moved is alignment:
                moved = _taken_along(alignment, labels[at + 1 :], alignment.shifts[upper], upper, read)
            alignment = moved
        at += 1
    return alignment


def _taken_along(
    alignment: Alignment,
    labels: Sequence[int],
    shift: float,
    beyond: int,
    read: Callable[[Alignment, int], str],
) -> Alignment:
    """`labels`, going away from the jump, put to `shift` with all that stands between them and `beyond` the jump, as long
    as they stand there and something else stands where they were put. One that seems to stand in both places (氏名 where
    氏名（カナ） is printed) goes with the next that tells."""
    told = running = alignment
    for index in labels:
        low, high = (index, beyond) if index < beyond else (beyond + 1, index + 1)
        shifts = tuple(shift if low <= i < high else s for i, s in enumerate(alignment.shifts))
        tried = replace(running, shifts=shifts)
        if alignment.shifts[index] == shift or _likeness(tried, index, read) < STANDS:
            break
        running = tried
        if _likeness(alignment, index, read) < OTHER:
            told = running
    return told


def _likeness(alignment: Alignment, index: int, read: Callable[[Alignment, int], str]) -> float:
    return float(fuzz.ratio(alignment.blank.folded[index], fold(read(alignment, index))))


def around(label: Box) -> Box:
    """The part of a page in which a label is read: it may be set a little wider than on the blank."""
    return label.grown(0.6 * label.height, 0.25 * label.height)
