"""Columns of upright characters laid down as a line."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.imaging.colour import flat_ink, trimmed
from extractors.imaging.columns import column_as_line
from tests.extractors.drawnpaper import Paper, Pixels


def column(words: str, size: int = 40) -> Pixels:
    """A column trimmed to its ink, as the reader cuts it."""
    paper = Paper(size + 60, round(len(words) * size * 1.1) + 60)
    paper.column(30, 30, words, size=size)
    x0, y0, x1, y1 = trimmed(paper.pixels)
    return paper.pixels[y0:y1, x0:x1]


@pytest.mark.parametrize("words", ["申請書", "奈良県知事", "言三二"], ids=["whole", "longer", "loose strokes"])
def test_each_character_gets_a_square_of_its_own(words: str) -> None:
    line = column_as_line(column(words))
    height, width = line.shape[:2]
    assert abs(height - 44) <= 6
    assert round(width / height) == len(words)
    for i in range(len(words)):
        square = line[:, i * width // len(words) : (i + 1) * width // len(words)]
        assert (flat_ink(square) > 0).mean() > 0.03


def test_what_stood_above_stands_left() -> None:
    paper = Paper(60, 150)
    paper.draw.rectangle((10, 10, 50, 50), fill="black")
    paper.draw.rectangle((28, 100, 32, 140), fill="black")
    line = column_as_line(paper.pixels)
    half = line.shape[1] // 2
    assert (line[:, :half] < 128).mean() > 3 * (line[:, half:] < 128).mean() > 0


def test_an_empty_column_is_left_as_it_is() -> None:
    empty = Paper(50, 300).pixels
    assert np.array_equal(column_as_line(empty), empty)
