"""A 1 by hand that was read as the rule of a box."""

from __future__ import annotations

import pytest

from extractors.fields.barones import has_bar_for_one
from extractors.fields.entries import field_from
from extractors.fields.layout import Layout, Region
from extractors.reading import Reader
from models.geometry import Box
from tests.extractors.drawnpaper import Paper, font, line, reading
from tests.extractors.fields.test_entries import sheet


@pytest.mark.ocr
def test_a_bar_among_digits_in_the_open_is_the_one_that_lacks(reader: Reader) -> None:
    paper = Paper()
    paper.draw.text((100, 112), "3307", font=font(40), fill="black")
    paper.draw.line((194, 108, 203, 158), fill="black", width=4)
    paper.draw.text((212, 112), "84", font=font(40), fill="black")
    paper.lines.append(line("3307|84", 98, 108, 52))
    box = Box(x0=98, y0=106, x1=262, y1=162)
    paper.lines[-1] = paper.lines[-1].model_copy(update={"box": box})
    texts = Layout(reading(*paper.lines)).texts
    found = field_from(sheet(paper, reader), "account_number", Region(texts, box), form=True)
    assert {r.engine: r.value for r in found.readings}["ppocr"] == "3307184"


@pytest.mark.parametrize("raw", ["|330784|", "33|07|84", "33078|4|1", "3307184", "3307|8"])
def test_other_bars_are_rules_of_boxes(raw: str) -> None:
    assert not has_bar_for_one("account_number", raw)
