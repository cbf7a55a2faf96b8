"""A month or day of two digits that was read as one is seen by its ink."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw

from extractors.fields.daydigits import digit_hidden
from extractors.fields.texts import Text
from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Source, TextLine

Strokes = list[tuple[float, float, float, float]]
ONE: Strokes = [(0, 0, 0, 27)]
JOINED: Strokes = [(-7, 4, -7, 27), (-7, 4, 7, 0), (7, 0, 7, 27)]
"""11 in one stroke, as pens write it."""
APART: Strokes = [(-9, 0, -9, 27), (9, 0, 9, 27)]
FOUR: Strokes = [(2, 0, -9, 18), (-9, 18, 9, 18), (4, 8, 4, 27)]
SIXTEEN: Strokes = [(-24, 0, -24, 27), (12, 0, 6, 18), (6, 18, 14, 27), (14, 27, 16, 16), (16, 16, 6, 18)]


def date(
    month: str, strokes: Strokes, source: Source = Source.PPOCR, *, boxed: bool = False, torn: bool = False
) -> bool:
    """Whether a digit seems hidden in 令和7年〈month〉月5日, where `strokes` are written for the month; `torn`: every word and
    digit was found as a text of its own."""
    picture = Pictures.new("RGB", (600, 60), "white")
    draw = ImageDraw.Draw(picture)
    raw = f"令和7年{month}月5日"
    places = tuple(30.0 + 70 * i for i in range(len(raw)))
    cx = places[4]
    for x0, y0, x1, y1 in strokes:
        draw.line((cx + x0, 16 + y0, cx + x1, 16 + y1), fill="black", width=3)
    for i, mark in enumerate(raw):
        if mark in "年月日":
            draw.rectangle((places[i] - 18, 14, places[i] + 18, 48), outline="black", width=3)
    if boxed:
        draw.rectangle((cx - 30, 2, cx + 30, 57), outline="black", width=2)
    pixels = np.asarray(picture)
    line = TextLine(text=raw, box=Box(x0=10, y0=10, x1=590, y1=50), char_x=places, score=0.99, source=source)

    def crop(box: Box) -> Image:
        return pixels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]

    whole = Text(line, None)
    return digit_hidden(crop, [whole.part(i, i + 1) for i in range(len(raw))] if torn else [whole])


@pytest.mark.parametrize(
    ("month", "strokes", "hidden"),
    [("1", ONE, False), ("1", JOINED, True), ("1", APART, True), ("4", FOUR, False), ("6", SIXTEEN, True)],
)
@pytest.mark.parametrize("boxed", [False, True])
@pytest.mark.parametrize("torn", [False, True])
def test_more_ink_than_one_digit_has(month: str, strokes: Strokes, hidden: bool, boxed: bool, torn: bool) -> None:
    assert date(month, strokes, boxed=boxed, torn=torn) is hidden


def test_two_digits_that_were_read_hide_none() -> None:
    assert not date("11", APART)


def test_a_text_layer_hides_nothing() -> None:
    assert not date("1", APART, Source.TEXT_LAYER)


def test_nothing_written_hides_nothing() -> None:
    assert not date("1", [])
