"""Dark bars that head a block."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.imaging.bars import dark_bars
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


def test_a_bar_at_the_edge_of_the_page_is_one() -> None:
    paper = Paper(1400, 900)
    paper.draw.rectangle((0, 0, 1400, 70), fill="#24476b")
    bars = dark_bars(paper.pixels, 30)
    assert bars is not None and (bars[4:60, 10:1390] == 255).all()


def test_a_shadow_on_a_photograph_is_no_bar() -> None:
    """Its edge had made walls, and the lines of a form were cut at them: 飯 | 塚 千鶴, 03-3351-7 | 725."""
    paper = Paper(1400, 900)
    paper.grid(60, 100, [["申請者氏名", "飯塚 千鶴"], ["電話番号", "03-3351-7725"]], [300, 900], height=90)
    shade = np.ones((900, 1400), np.float32)
    cv2.ellipse(shade, (200, 300), (500, 260), 20, 0, 360, 0.4, -1)
    shaded = paper.pixels * cv2.GaussianBlur(shade, (0, 0), 40)[..., None]
    assert dark_bars(shaded.astype(np.uint8), 30) is None


def test_white_headings_of_columns_keep_their_walls() -> None:
    paper = Paper(1500, 700)
    head = ["施設種別", "施設の名称", "補助率"]
    for column, (x, word) in enumerate(zip((60, 400, 1000), head, strict=True)):
        cell = (x, 100, (400, 1000, 1400)[column], 170)
        paper.draw.rectangle(cell, fill="#5b8a3c", outline="black", width=3)
        paper.text(x + 40, 120, word, fill="white")
    paper.table(60, 170, [340, 600, 400], [70, 70], stroke=3)
    cells = paper.read().reading.cells
    assert sum(c.y1 < 180 for c in cells if c.width > 250) == 3
    assert sum(c.y0 > 160 for c in cells if c.width > 250) == 6


def test_a_wall_under_a_bars_white_letter_is_a_wall() -> None:
    paper = headed("#24476b")
    paper.table(60, 160, [160, 600, 180, 340], [54, 106], stroke=2)
    cells = paper.read().reading.cells
    assert sum(c.x1 < 230 and c.y0 > 150 for c in cells) == 2, "the labels' column"
