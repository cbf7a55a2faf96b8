"""Dark seals: round, oval and square ones by their rings and contents; printed places for them are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.imaging.colour import flat_ink
from extractors.imaging.penlines import without_long_lines
from extractors.imaging.seals import dark_rings, oval_seal, round_seal, small_dark_seal, square_seal
from tests.extractors.drawnpaper import Paper, font

LETTER = 30
ROWS = (60.0, 260.0)
SCANS = ["clean", "black and white", "blurred", "ruled"]


def ink_of(paper: Paper, how: str = "clean") -> np.ndarray:
    image = paper.pixels
    if how == "black and white":
        image = np.where(image.mean(2, keepdims=True) > 150, 255, 0).repeat(3, 2).astype(np.uint8)
    if how == "blurred":
        image = cv2.GaussianBlur(image, (0, 0), 0.7)
    if how == "ruled":
        image = image.copy()
        image[150:152] = 0
    return without_long_lines(flat_ink(image), 7 * LETTER, 7 * LETTER)


def circle(paper: Paper, radius: float, stroke: int, words: str, size: int) -> None:
    x, y = 300, 160
    paper.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline="black", width=stroke)
    for i, character in enumerate(words):
        top = y - size * len(words) / 2 + i * size
        paper.draw.text((x - size / 2, top), character, font=font(size), fill="black")


@pytest.mark.parametrize("how", SCANS)
@pytest.mark.parametrize(("radius", "words", "size"), [(36, "山田", 30), (45, "長谷川", 26), (40, "東", 50)])
def test_a_round_seal(how: str, radius: int, words: str, size: int) -> None:
    paper = Paper(600, 320)
    circle(paper, radius, 4, words, size)
    found = round_seal(ink_of(paper, how), LETTER, ROWS)
    assert found is not None
    assert found.cx == pytest.approx(300, abs=5)
    assert found.cy == pytest.approx(160, abs=5)
    assert found.width == pytest.approx(2 * radius, rel=0.12)


@pytest.mark.parametrize("name", ["黒川", "森田", "東"])
def test_a_round_seal_that_a_printed_word_touches(name: str) -> None:
    paper = Paper(600, 320)
    circle(paper, 50, 2, name, 34 if len(name) > 1 else 50)
    paper.draw.text((300 - 50 - 20, 160 - 14), "様", font=font(26), fill="black")
    found = round_seal(ink_of(paper, "black and white"), LETTER, ROWS)
    assert found is not None and found.cx == pytest.approx(300, abs=5) and found.cy == pytest.approx(160, abs=5)


@pytest.mark.parametrize("how", SCANS)
@pytest.mark.parametrize("radius", [18, 24, 30, 36])
def test_a_printed_circle_around_the_mark_is_none(how: str, radius: int) -> None:
    paper = Paper(600, 320)
    circle(paper, radius, 1, "印", 24)
    ink = ink_of(paper, how)
    assert round_seal(ink, LETTER, ROWS) is None
    assert oval_seal(ink, LETTER, ROWS) is None
    assert square_seal(ink, LETTER, ROWS) is None


def test_a_seal_of_another_row_is_none() -> None:
    paper = Paper(600, 320)
    circle(paper, 40, 4, "山田", 34)
    assert round_seal(ink_of(paper), LETTER, (200.0, 320.0)) is None


@pytest.mark.parametrize("how", ["clean", "black and white", "blurred"])
def test_an_oval_seal(how: str) -> None:
    paper = Paper(600, 320)
    paper.draw.ellipse((272, 110, 328, 210), outline="black", width=4)
    for i, character in enumerate("松永"):
        paper.draw.text((281, 122 + 38 * i), character, font=font(38), fill="black")
    found = oval_seal(ink_of(paper, how), LETTER, ROWS)
    assert found is not None
    assert (found.width, found.height) == (pytest.approx(57, abs=6), pytest.approx(101, abs=6))


def stamp(turn: float, words: str = "株式会社三和電工") -> Paper:
    paper = Paper(600, 320)
    paper.draw.rectangle((230, 90, 370, 230), outline="black", width=5)
    for i, character in enumerate((words + "之印")[:9]):
        paper.draw.text((242 + 42 * (i % 3), 100 + 42 * (i // 3)), character, font=font(36), fill="black")
    paper.image = paper.image.rotate(turn, fillcolor="white")
    return paper


@pytest.mark.parametrize("how", SCANS)
@pytest.mark.parametrize("turn", [0, 4, -6])
def test_a_square_seal(turn: float, how: str) -> None:
    found = square_seal(ink_of(stamp(turn), how), LETTER, ROWS)
    assert found is not None
    assert found.cx == pytest.approx(300, abs=8)
    assert found.width == pytest.approx(145, abs=20)


def test_a_printed_square_with_one_character_is_none() -> None:
    paper = Paper(600, 320)
    paper.draw.rectangle((250, 110, 350, 210), outline="black", width=2)
    paper.draw.text((288, 148), "印", font=font(24), fill="black")
    assert square_seal(ink_of(paper), LETTER, ROWS) is None


def test_how_much_of_a_circle_is_drawn() -> None:
    ink = np.zeros((200, 200), np.uint8)
    cv2.circle(ink, (100, 100), 40, 255, 3)
    whole = dark_rings(ink, 60, 120)
    assert whole[0][1] > 0.95
    ink[:, :100] = 0
    half = dark_rings(ink, 60, 120)
    assert not half or half[0][1] < 0.7
    assert dark_rings(np.zeros((20, 20), np.uint8), 60, 120) == []


def test_the_seal_on_a_correction() -> None:
    paper = Paper(600, 320)
    circle(paper, 26, 3, "東", 32)
    found = small_dark_seal(ink_of(paper), 36, 80)
    assert found is not None and found.cx == pytest.approx(300, abs=4)
    empty = Paper(600, 320)
    circle(empty, 26, 3, "", 32)
    assert small_dark_seal(ink_of(empty), 36, 80) is None
