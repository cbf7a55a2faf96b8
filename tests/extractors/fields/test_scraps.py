"""Scraps in the rooms of known forms, and values that stand far from them."""

from __future__ import annotations

import pytest

from extractors.fields.scraps import without_scraps
from extractors.fields.texts import Text
from models.geometry import Box
from models.pages import Source, TextLine

ROOM = Box(x0=300, y0=200, x1=820, y1=268)


def texts(*lines: tuple[int, int, int, int, str]) -> list[Text]:
    return [
        Text(TextLine(text=words, box=Box(x0=x0, y0=y0, x1=x1, y1=y1), score=0.9, source=Source.PPOCR), None)
        for x0, y0, x1, y1, words in lines
    ]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        # the corners of a dashed frame, and its right wall
        ([(344, 202, 362, 218, "r"), (344, 216, 488, 260, "68-6912"), (811, 217, 822, 261, "111")], ["68-6912"]),
        ([(392, 206, 526, 244, "清和支所"), (374, 256, 390, 270, "7")], ["清和支所"]),
        ([(344, 202, 362, 218, "厂")], []),
        # the end of the label in front of the room, misread
        ([(303, 220, 345, 252, "十)"), (487, 218, 752, 262, "ユ)チトセウンユ")], ["ユ)チトセウンユ"]),
        # what is written small, or side by side
        ([(344, 216, 360, 260, "1"), (380, 216, 400, 260, "2")], ["1", "2"]),
        ([(303, 220, 345, 252, "ユ)"), (350, 218, 752, 262, "チトセウンユ")], ["ユ)", "チトセウンユ"]),
        ([(344, 225, 362, 243, "3")], ["3"]),
    ],
)
def test_corners_and_walls_of_frames_and_ends_of_labels_are_no_writing(
    lines: list[tuple[int, int, int, int, str]], kept: list[str]
) -> None:
    assert [t.raw for t in without_scraps(texts(*lines), ROOM, "口座名義（カナ）")] == kept
