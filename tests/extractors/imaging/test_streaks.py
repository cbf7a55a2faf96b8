"""What dirt on a scanner's glass draws down a page is taken out, and what stands under it stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.imaging.streaks import without_streaks
from extractors.reading import Reader
from extractors.rendering import RenderedPage
from tests.extractors.drawnpaper import Paper


def page(step: int = 11) -> Paper:
    paper = Paper(900, 1300)
    for row in range(15):
        paper.text(80 + step * row, 80 + 70 * row, "口座番号　1234567　長野県長野市鶴賀")
    paper.table(60, 60, [200, 500], [70] * 15, stroke=3)
    return paper


def streaked(image: np.ndarray, x: int, wide: int, share: float) -> np.ndarray:
    seen = image.astype(np.float32)
    seen[:, x : x + wide] *= share
    return seen.round().astype(np.uint8)


@settings(max_examples=25, deadline=None)
@given(
    x=st.integers(70, 240) | st.integers(275, 740) | st.integers(775, 870),
    wide=st.integers(1, 4),
    share=st.floats(0.5, 0.9),
)
def test_what_stands_under_a_streak_comes_back(x: int, wide: int, share: float) -> None:
    """Anywhere but close along the wall of a table, which hides how dark a streak is."""
    clean = page().pixels
    lit = without_streaks(streaked(clean, x, wide, share))
    assert np.abs(lit.astype(int) - clean).max() <= 4


@pytest.mark.parametrize("wide", [1, 3])
def test_a_black_streak_on_a_black_and_white_scan_is_painted_over(wide: int) -> None:
    clean = page().pixels
    streak = streaked(clean, 820, wide, 0.0)
    assert (without_streaks(streak)[:, 815:830] == 255).mean() > 0.97
    crossed = without_streaks(streaked(clean, 400, wide, 0.0))
    assert np.abs(crossed.astype(int) - clean)[:, 390:410].mean() < 6, "a rule that crosses it goes on"


def test_rules_patterns_and_edges_of_paper_stay() -> None:
    ruled = page().pixels
    assert without_streaks(ruled) is ruled
    pattern = ruled.copy()
    pattern[:, ::45] = 200
    assert without_streaks(pattern) is pattern, "the ground of a certificate"
    edge = ruled.copy()
    edge[:, 600:] = 140
    edge[:, 598:601] = 90
    assert without_streaks(edge) is edge, "a paper's shadow on the table"
    small = ruled[:300]
    assert without_streaks(small) is small


def test_the_page_that_is_read_and_shown_has_none() -> None:
    clean = page(step=0).pixels
    scan = RenderedPage(index=0, image=streaked(clean, 400, 2, 0.6), dpi=150, lines=(), born_digital=False)
    seen = Reader().read(scan).image
    assert seen.shape == clean.shape and np.abs(seen.astype(int) - clean).max() <= 4
