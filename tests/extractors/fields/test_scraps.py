"""Scraps in the rooms of known forms, and values that stand far from them."""

from __future__ import annotations

import pytest

from extractors.fields.entries import Sheet
from extractors.fields.placed import in_front, without_astray
from extractors.fields.scraps import without_scraps
from extractors.fields.texts import Text
from extractors.reading import Reader, ReadPage
from models.documents import Field
from models.geometry import Box
from models.pages import FormMatch, PlacedEntry, Source, TextLine
from tests.extractors.drawnpaper import Paper

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


@pytest.mark.parametrize(("top", "kept"), [(620, True), (200, False)])
def test_a_value_far_from_its_empty_room_is_another_entry_s(top: int, kept: bool) -> None:
    """The applicant's フリガナ had become the account holder's on a form whose own room for it was empty."""
    paper = Paper(1000, 1000)
    read = paper.read()
    room = PlacedEntry(key="account_holder_kana", box=Box(x0=300, y0=600, x1=900, y1=660), strip=(), score=0.9)
    form = FormMatch(form_id="a/b-c", programme_id="a", document="b", version="c", score=1.0, entries=(room,))
    sheet = Sheet.of(ReadPage(read.reading.model_copy(update={"form": form}), read.image), frozenset(), Reader())
    box = read.reading.geometry.delivered(Box(x0=320, y0=top, x1=600, y1=top + 30))
    field = Field(key="account_holder_kana", value="ユウゲンガイシャミドリカワセイキ", box=box)
    assert bool(without_astray({"account_holder_kana": field}, [sheet])) is kept


@pytest.mark.parametrize(("unit", "end"), [(480, 480), (310, 820)])
def test_what_is_written_in_front_of_a_printed_unit_is_looked_for_there(unit: int, end: int) -> None:
    """1 件（１件につき6,000円）: the line finder had not seen the 1, and the unit was read for it."""
    printed = texts((unit, 216, unit + 300, 250, "件（1件につき6,000円)"))
    assert in_front(ROOM, printed) == Box(x0=300, y0=200, x1=end, y1=268)
