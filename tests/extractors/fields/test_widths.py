"""Spaces as wide as they are on paper, told from where the characters of a text layer stand."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.fields.texts import Text
from extractors.fields.widths import as_written, em
from models.geometry import Box
from models.pages import Source, TextLine

EM = 20.0


def typed(text: str, source: Source = Source.TEXT_LAYER) -> Text:
    """`text` in type of 20 pixels; the text layer has every space as a plain one."""
    x, places = 100.0, []
    for character in text:
        width = EM if unicodedata.east_asian_width(character) in "WF" else EM / 2
        places.append(x + width / 2)
        x += width
    plain = text.replace("\u3000", " ")
    box = Box(x0=100, y0=50, x1=x, y1=50 + EM)
    return Text(TextLine(text=plain, box=box, score=1.0, source=source, char_x=tuple(places)), None)


@pytest.mark.parametrize(
    "text", ["環境　太郎", "環境 太郎", "東　和子", "ｶﾝｷｮｳ ﾀﾛｳ", "ﾋｶﾞｼ　ｶｽﾞｺ", "カンキョウ　タロウ", "M"]
)
def test_a_space_is_as_wide_as_on_paper(text: str) -> None:
    assert as_written([typed(text)], em([typed(text), typed("東都計装株式会社")])) == text


def test_a_name_of_two_characters_is_measured_by_its_row() -> None:
    assert em([typed("辻　巧")]) is None
    assert as_written([typed("辻　巧")], em([typed("辻　巧"), typed("ﾂｼﾞ ﾀｸﾐ")])) == "辻　巧"


def test_what_an_engine_read_stays_as_it_read_it() -> None:
    read = typed("環境　太郎", Source.PPOCR)
    assert as_written([read], em([read])) == "環境 太郎"
