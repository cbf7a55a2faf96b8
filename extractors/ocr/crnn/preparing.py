"""How a crop is laid before the network: in training and in reading the same."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

HEIGHT = 32
"""Pixels the network sees from top to bottom of a line."""
MAX_WIDTH = 1536
"""Wider lines are squeezed: 48 characters of full width."""
STEP = 4
"""Pixels from one column of the network's features to the next; each says two steps of text."""

Darkness = np.ndarray[Any, np.dtype[np.uint8]]
"""HEIGHT x width, 0 the line's own paper, 255 its darkest ink."""


def prepared(grey: np.ndarray[Any, np.dtype[np.uint8]]) -> Darkness:
    """`grey` (any size, at least a pixel) at the network's height, from its own paper to its own ink."""
    height, width = grey.shape
    w = min(MAX_WIDTH, max(8, round(HEIGHT * width / height)))
    line = cv2.resize(grey, (w, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR)
    paper, ink = np.percentile(line, (85, 0.5))
    span = max(40.0, float(paper - ink))
    table = np.clip((float(paper) - np.arange(256, dtype=np.float32)) * (255 / span), 0, 255).astype(np.uint8)
    return np.asarray(table[line], np.uint8)


def padded_width(width: int) -> int:
    """`width` rounded up to one of a few: every new shape costs the engine a compilation."""
    step = 64 if width <= 384 else 128 if width <= 768 else 256
    return max(64, -(-width // step) * step)
