"""Corrections: what is struck out, where the new words stand, whether a seal stands on it."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest

from extractors.imaging.colour import flat_ink
from extractors.imaging.seals import dark_rings
from extractors.imaging.strikes import struck_out, without_struck
from models.geometry import Box
from tests.extractors.drawnpaper import Paper

WORN = ["clean", "grey", "black and white", "blurred", "tilted"]


def worn(paper: Paper, how: str) -> np.ndarray:
    """The paper as a scanner gives it."""
    image = paper.pixels
    if how == "grey":
        noise = np.random.default_rng(1).normal(0, 3, image.shape[:2])[..., None]
        return np.clip(image.mean(2, keepdims=True) * 0.96 + noise, 0, 255).repeat(3, 2).astype(np.uint8)
    if how == "black and white":
        return np.where(image.mean(2, keepdims=True) > 150, 255, 0).repeat(3, 2).astype(np.uint8)
    if how == "blurred":
        return cv2.GaussianBlur(image, (0, 0), 1.0)
    if how == "tilted":
        turn = cv2.getRotationMatrix2D((400, 150), 0.6, 1.0)
        return cv2.warpAffine(image, turn, image.shape[1::-1], borderValue=(255, 255, 255))
    return image


def entry(words: str = "東京都新宿区西新宿") -> tuple[Paper, Box]:
    paper = Paper(900, 300)
    return paper, paper.text(200, 140, words, size=32)


def lines(paper: Paper, box: Box, count: int = 2, *, start: float = 0, end: float = 1, fill: str = "black") -> None:
    """Hand-drawn lines through the part of `box` from `start` to `end` of its width; not quite straight."""
    rng = random.Random(3)
    x0, x1 = box.x0 + start * box.width - 8, box.x0 + end * box.width + 8
    for k in range(count):
        y = box.cy + (k - (count - 1) / 2) * 9
        steps = [(x0 + (x1 - x0) * i / 6, y + rng.uniform(-1, 1)) for i in range(7)]
        paper.draw.line(steps, fill=fill, width=3)


@pytest.mark.parametrize("how", WORN)
@pytest.mark.parametrize("count", [1, 2])
def test_words_with_lines_through_them(how: str, count: int) -> None:
    paper, box = entry()
    lines(paper, box, count)
    found = struck_out(worn(paper, how), box, letters=32)
    assert found is not None
    assert len(found.struck) == 1
    assert found.struck[0].share_inside(box.grown(20, 16)) > 0.9
    assert box.share_inside(found.struck[0].grown(12, 8)) > 0.9
    assert not found.sealed and found.new is None and found.reading_box is None


@pytest.mark.parametrize("how", WORN)
@pytest.mark.parametrize(
    "words", ["東京都新宿区西新宿", "三三五五二二", "コーヒーメーカー", "090-1234-5678", "1,774,000円", "田中一二三"]
)
def test_words_without_lines(how: str, words: str) -> None:
    paper, box = entry(words)
    assert struck_out(worn(paper, how), box, letters=32) is None


def test_rules_under_above_and_around_an_entry_strike_nothing() -> None:
    paper, box = entry()
    paper.draw.line((150, 178, 850, 178), fill="black", width=2)
    paper.table(140, 118, [700], [64], stroke=3)
    assert struck_out(paper.pixels, box, letters=32) is None


def test_the_new_words_above() -> None:
    paper, box = entry()
    lines(paper, box)
    new = paper.text(210, 92, "奈良市登大路町", size=28)
    found = struck_out(paper.pixels, box, letters=32)
    assert found is not None and found.new is not None
    assert new.share_inside(found.new.grown(8)) > 0.9
    assert found.reading_box == found.new


def test_the_new_words_beside() -> None:
    paper, old = entry("1,234,000")
    lines(paper, old)
    new = paper.text(old.x1 + 50, 140, "1,248,000", size=32)
    found = struck_out(paper.pixels, old.union(new), letters=32)
    assert found is not None and found.new is None
    assert found.reading_box is not None
    assert new.grown(-4, -6).share_inside(found.reading_box) > 0.9
    assert found.reading_box.x0 > old.x1


def test_a_struck_part_leaves_the_rest_standing() -> None:
    paper, box = entry("東京都新宿区西新宿二丁目八番一号")
    lines(paper, box, 2, start=0.37, end=0.63)
    found = struck_out(paper.pixels, box, letters=32)
    assert found is not None
    assert 0.15 * box.width < found.struck[0].width < 0.45 * box.width
    assert len(found.remaining) == 2
    assert found.reading_box is None, "two places: nobody joins them unasked"


@pytest.mark.parametrize("count", [1, 2])
def test_a_single_digit_struck_in_an_entry_of_digits(count: int) -> None:
    paper = Paper(900, 300)
    box = paper.text(200, 140, "7381943", size=32, pitch=40)
    for y in (box.cy - 4, box.cy + 6)[:count]:
        paper.draw.line((273, y, 308, y), fill="black", width=3)
    found = struck_out(paper.pixels, box, letters=32, digits=True)
    assert found is not None
    assert found.struck[0].width < 50
    assert found.struck[0].cx == pytest.approx(290, abs=8)


def test_a_red_pen_strikes_too() -> None:
    paper, box = entry()
    lines(paper, box, fill="#c82828")
    found = struck_out(paper.pixels, box, letters=32)
    assert found is not None and not found.sealed


@pytest.mark.parametrize("how", ["clean", "grey", "black and white"])
@pytest.mark.parametrize("fill", ["#d62828", "#303030"])
def test_a_seal_on_the_correction(how: str, fill: str) -> None:
    paper, box = entry()
    lines(paper, box)
    drawn = paper.seal(box.x1 + 20, box.cy, 26, fill=fill)
    found = struck_out(worn(paper, how), box, letters=32)
    assert found is not None and found.seal is not None
    assert found.sealed
    assert found.seal.intersection(drawn) > 0.6 * drawn.area


def test_a_seal_that_is_known_already_is_taken() -> None:
    paper, box = entry()
    lines(paper, box)
    seal = Box(x0=box.x1 - 10, y0=box.y0 - 10, x1=box.x1 + 40, y1=box.y0 + 40)
    far = Box(x0=10, y0=250, x1=60, y1=299)
    found = struck_out(paper.pixels, box, letters=32, seals=[far, seal])
    assert found is not None and found.seal == seal
    assert not struck_out(paper.pixels, box, letters=32, seals=[far]).sealed  # type: ignore[union-attr]


def test_a_seal_alone_strikes_nothing() -> None:
    paper, box = entry()
    paper.seal(box.cx, box.cy, 40)
    assert struck_out(paper.pixels, box, letters=32) is None


def test_struck_words_are_painted_over() -> None:
    paper, box = entry("1,234,000")
    lines(paper, box)
    found = struck_out(paper.pixels, box, letters=32)
    assert found is not None
    clean = without_struck(paper.pixels, found)
    inner = clean[int(box.y0) : int(box.y1), int(box.x0) + 4 : int(box.x1) - 4]
    assert inner.min() > 200
    assert paper.pixels.min() < 50, "the page itself stays as it is"


def test_nothing_to_look_at() -> None:
    paper, _ = entry()
    assert struck_out(paper.pixels, Box(x0=5, y0=5, x1=7, y1=30)) is None
    assert struck_out(paper.pixels, Box(x0=5, y0=5, x1=200, y1=9)) is None
    assert struck_out(paper.pixels, Box(x0=890, y0=290, x1=899, y1=330), letters=30) is None


@pytest.mark.parametrize("sealed", [False, True])
def test_two_thick_lines_that_hide_the_words_strike_them_where_a_seal_stands_on_them(sealed: bool) -> None:
    paper, old = entry("柴崎")
    if sealed:
        paper.seal(old.cx, old.cy, 18)
    new = paper.text(old.x1 + 30, 140, "柴崎　正和", size=32)
    for y in (old.cy - 6, old.cy + 5):
        paper.draw.line((old.x0 - 4, y, old.x1 + 6, y + 1), fill="black", width=8)
    found = struck_out(paper.pixels, old.union(new), letters=32)
    assert (found is not None) is sealed
    if found is not None:
        assert found.sealed
        assert found.reading_box is not None and found.reading_box.share_inside(new.grown(8, 8)) > 0.95


def test_the_row_above_and_the_label_are_no_new_words() -> None:
    paper, box = entry("東京都新宿区")
    paper.text(200, 84, "シンジュク", size=28)
    paper.text(150, 140, "名", size=32)
    new = paper.text(box.x1 + 40, 140, "西新宿", size=32)
    lines(paper, box)
    found = struck_out(paper.pixels, box.union(new), letters=32, after=(184, 114))
    assert found is not None and found.new is None
    assert found.reading_box is not None and found.reading_box.share_inside(new.grown(8, 8)) > 0.95


def test_a_stroke_within_a_letter_is_no_seal() -> None:
    """Small print on a coarse scan: the ring of a seal was found within 長, half as wide as any seal is."""
    paper = Paper(500, 120)
    box = paper.text(60, 50, "長野県長野市松代町東寺尾1129-12", size=18)
    image = cv2.GaussianBlur(paper.pixels, (0, 0), 0.8)
    found = dark_rings(flat_ink(image), 28, 80)
    assert all(ring.width >= 25 for ring, _ in found)
    assert struck_out(image, box.grown(2, 6), letters=26) is None
