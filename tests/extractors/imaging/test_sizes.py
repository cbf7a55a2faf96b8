"""Making pages smaller."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.imaging.sizes import shrunk


@pytest.mark.parametrize(
    ("size", "apart"), [((1240, 1754), 1.5), ((905, 1280), 1.5), ((707, 1000), 1.5), ((48, 68), 6.0)]
)
@pytest.mark.parametrize("channels", [1, 3])
def test_a_page_made_smaller_looks_as_if_averaged_at_once(size: tuple[int, int], apart: float, channels: int) -> None:
    rng = np.random.default_rng(7)
    page = np.full((3509, 2479, channels), 250, np.uint8)  # odd sides: a row and a column are left over at each halving
    for _ in range(400):
        x, y = int(rng.integers(0, 2400)), int(rng.integers(0, 3450))
        page[y : y + 30, x : x + 60] = rng.integers(0, 255, channels)
    page = page[..., 0] if channels == 1 else page
    small = shrunk(page, size)
    assert small.shape[1::-1] == size
    whole = cv2.resize(page, size, interpolation=cv2.INTER_AREA).astype(int)
    assert np.abs(small.astype(int) - whole).mean() < apart


def test_a_page_of_the_size_asked_for_is_left_as_it_is() -> None:
    page = np.arange(60, dtype=np.uint8).reshape(6, 10)
    assert (shrunk(page, (10, 6)) == page).all()
