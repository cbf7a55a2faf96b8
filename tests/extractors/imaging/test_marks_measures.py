"""Rings, ticks and lines stand out against the other options, on every kind of scan."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.imaging.marks import NAMES, measures, rings, without_rules
from extractors.imaging.penlines import longest_path
from extractors.imaging.squares import Spot
from models.geometry import Box
from tests.extractors.drawnpaper import Paper

SIZE = 34


def words(*, square: bool = False) -> tuple[Paper, list[Spot]]:
    paper, spots, x = Paper(900, 220), [], 90.0
    for word in ("普通", "当座", "貯蓄"):
        if square:
            paper.draw.rectangle((x, 84, x + 26, 110), outline="black", width=2)
            x += 36
        spots.append(Spot(paper.text(x, 80, word, size=SIZE)))
        x = spots[-1].word.x1 + 60
    return paper, spots


def column(name: str, paper: Paper, spots: list[Spot]) -> list[float]:
    return [float(v) for v in measures(paper.pixels, spots, SIZE)[:, NAMES.index(name)]]


def test_a_row_for_every_option_and_a_number_for_every_name() -> None:
    paper, spots = words()
    found = measures(paper.pixels, spots, SIZE)
    assert found.shape == (3, len(NAMES))
    assert np.isfinite(found).all()


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("gap", [0, 50], ids=["closed", "open"])
def test_a_ring_around_a_word(which: int, gap: int) -> None:
    paper, spots = words()
    b = spots[which].word
    paper.draw.arc((b.x0 - 20, b.y0 - 14, b.x1 + 20, b.y1 + 14), 300 + gap, 300 + 360, fill="black", width=3)
    drawn = column("ring", paper, spots)
    assert drawn[which] > 0.8
    assert all(v < 0.55 for i, v in enumerate(drawn) if i != which)
    assert column("ring, most of the others", paper, spots)[which] < 0.55


def test_a_tables_rules_are_no_ring() -> None:
    paper, spots = words()
    paper.table(60, 64, [800], [66])
    assert max(column("ring", paper, spots)) < 0.6


@pytest.mark.parametrize("which", [0, 2])
def test_a_tick_in_a_square(which: int) -> None:
    paper, spots = words(square=True)
    x = spots[which].word.x0 - 36
    paper.draw.line([(x + 4, 98), (x + 11, 107), (x + 30, 76)], fill="black", width=3)
    inside = column("inside", paper, spots)
    assert inside[which] > 0.1
    assert all(v == 0 for i, v in enumerate(inside) if i != which)
    assert column("squares", paper, spots) == [1, 1, 1]


def test_squares_are_found_by_their_sides_when_all_are_blackened() -> None:
    paper, spots = words(square=True)
    for spot in spots:
        x = spot.word.x0 - 36
        paper.draw.rectangle((x, 84, x + 26, 110), fill="black")
    assert min(column("inside", paper, spots)) > 0.8


def test_words_without_squares_have_none() -> None:
    paper, spots = words()
    assert column("squares", paper, spots) == [0, 0, 0]
    assert column("inside", paper, spots) == [0, 0, 0]


def test_a_line_under_a_word_and_one_through_another() -> None:
    paper, spots = words()
    a, b = spots[0].word, spots[1].word
    paper.draw.line((a.x0 - 2, a.y1 + 5, a.x1 + 2, a.y1 + 5), fill="black", width=3)
    paper.draw.line((b.x0 - 8, b.cy, b.x1 + 8, b.cy), fill="black", width=3)
    under, through = column("under", paper, spots), column("through", paper, spots)
    assert under[0] > 0.8 and max(under[1:]) < 0.4
    assert through[1] > 0.9 and max(through[0], through[2]) < 0.7


def test_blue_ink_is_seen_on_colour_pages_only() -> None:
    paper, spots = words()
    b = spots[1].word
    paper.draw.ellipse((b.x0 - 18, b.y0 - 12, b.x1 + 18, b.y1 + 12), outline="#22349a", width=3)
    assert column("colour", paper, spots)[1] > 0.02
    paper.image = paper.image.convert("L").convert("RGB")
    assert column("colour", paper, spots) == [0, 0, 0]


def test_only_long_straight_lines_are_rules() -> None:
    ink = np.zeros((120, 600), np.uint8)
    ink[60:63, 20:580] = 255
    ink[20:23, 20:60] = 255
    left = without_rules(ink, 30, 60)
    assert not left[60:63].any()
    assert left[20:23, 20:60].all()


def test_how_much_of_a_ring_is_drawn() -> None:
    near = np.zeros((200, 300), bool)
    y, x = np.mgrid[0:200, 0:300]
    away = np.hypot((x - 150) / 70, (y - 100) / 45)
    near[np.abs(away - 1) < 0.06] = True
    box = Box(x0=105, y0=80, x1=195, y1=120)
    whole, half = near.copy(), near.copy()
    half[:, 150:] = False
    assert rings(whole, [box], 40, [])[0, 0] > 0.95
    drawn = rings(half, [box], 40, [])[0]
    assert 0.4 < drawn[0] < 0.65
    assert drawn[1] > 0.9 > 0.2 > drawn[2], "left, not right"


def test_the_longest_path_follows_a_sloping_line_and_no_gap() -> None:
    band = np.zeros((40, 400), np.uint8)
    for x in range(20, 380):
        if not 200 <= x < 212:
            band[int(10 + x / 20) : int(10 + x / 20) + 3, x] = 255
    found = longest_path(band)
    assert found is not None
    a, b, heights = found
    assert (a, b) == pytest.approx((20, 200), abs=8)
    assert heights[-1] > heights[0]
    assert longest_path(np.zeros((40, 400), np.uint8)) is None
    again = longest_path(band, b - a)
    assert again is not None and again[:2] == (a, b)
    assert longest_path(band, b - a + 1) is None
