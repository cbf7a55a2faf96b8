"""The darkest ink of a line: print under a seal, on scans without colour."""

from __future__ import annotations

import numpy as np

from extractors.ocr.engine import Image

KEPT = 0.4
"""Ink that is lighter than this share of the way from the darkest ink to paper is lifted. Red seals scan as a grey at
about two fifths of the way and more, black print at a tenth."""


def darkest_ink(crop: Image, kept: float = KEPT) -> Image:
    """`crop` with nothing but its darkest ink on white paper.

    A red seal over black print is grey on a scan without colour, and pale where colour was taken out; either is
    lighter than the print. Meaningless on black-and-white scans, see :func:`has_shades`.
    """
    dark = crop.min(axis=2).astype(np.float32)
    darkest, paper = np.percentile(dark, 2), np.percentile(dark, 90)
    reach = max(1.0, kept * float(paper - darkest))
    lifted = np.clip((dark - darkest) / reach, 0.0, 1.0) * 255
    return np.repeat(lifted.astype(np.uint8)[:, :, None], 3, axis=2)


def has_shades(crop: Image) -> bool:
    """Whether `crop` has more than two shades: a scan in grey or colour."""
    if crop.size == 0:
        return False
    middle = (crop > 60) & (crop < 195)
    return float(middle.mean()) > 0.01
