"""Dark bars that head a block."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.imaging.bars import dark_bars, outside
from models.geometry import Box
from tests.extractors.drawnpaper import Paper


def headed(fill: str) -> Paper:
    paper = Paper(1400, 900)
    paper.draw.rectangle((60, 100, 1340, 160), fill=fill)
    paper.text(90, 114, "Ⅰ　申請する方", size=30, fill="white")
    return paper


@pytest.mark.parametrize("fill", ["black", "#24476b"])
def test_a_bar_is_found_with_its_letters_filled(fill: str) -> None:
    bars = dark_bars(headed(fill).pixels, 30)
    assert bars is not None
    assert (bars[102:158, 62:1338] == 255).all()
    assert not bars[300:].any()


@pytest.mark.parametrize("fill", ["#eeeeee", "#c8d8c0"])
def test_shaded_labels_are_no_bars(fill: str) -> None:
    assert dark_bars(headed(fill).pixels, 30) is None


def test_large_letters_and_an_empty_page_are_no_bars() -> None:
    paper = Paper(1400, 900)
    assert dark_bars(paper.pixels, 30) is None
    paper.text(100, 100, "補助金交付申請書", size=90)
    assert dark_bars(paper.pixels, 30) is None


def test_what_stands_in_a_bar_stands_in_no_cell() -> None:
    bars = np.zeros((900, 1400), np.uint8)
    bars[100:160, 60:1340] = 255
    inside, under = Box(x0=64, y0=104, x1=1336, y1=156), Box(x0=60, y0=160, x1=700, y1=260)
    assert outside([inside, under], bars) == (under,)


def test_a_wall_under_a_bars_white_letter_is_a_wall() -> None:
    paper = headed("#24476b")
    paper.table(60, 160, [160, 600, 180, 340], [54, 106], stroke=2)
    cells = paper.read().reading.cells
    assert sum(c.x1 < 230 for c in cells) == 2, "the labels' column"
