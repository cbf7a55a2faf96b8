"""Individual numbers leave the reading and the image; everything else stays."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.mynumbers import without_my_numbers
from models.geometry import Box
from models.pages import Barcode, PageReading, Source
from models.values.mynumber import HIDDEN
from tests.extractors.drawnpaper import RED, Paper, line, reading

GOOD = "621498320257"
WRONG = "621498320258"


def white() -> np.ndarray:
    return np.full((1600, 1200, 3), 255, np.uint8)


def hidden_in(found: PageReading) -> list[str]:
    return [x.text for x in found.lines if HIDDEN in x.text]


@pytest.mark.parametrize(
    ("lines", "certain"),
    [
        ([("個人番号 " + GOOD, 100, 100)], True),
        ([("個人番号", 100, 100), (GOOD, 600, 104)], True),
        ([("個人番号", 100, 100), ("6214", 600, 100), ("9832", 700, 102), ("0257", 800, 98)], True),
        ([("個人番号", 100, 100), *((d, 500 + 50 * i, 100) for i, d in enumerate(GOOD))], True),
        ([("個人番号", 100, 100), (GOOD, 100, 150)], True),
        ([("個人番号", 100, 100), (WRONG, 600, 100)], False),
        ([("個人番号", 100, 100), (WRONG[:11], 600, 100)], False),
        ([(GOOD, 300, 300)], False),
        ([("6214 9832 0257", 300, 300)], False),
    ],
)
def test_wherever_it_stands(lines: list[tuple[str, float, float]], certain: bool) -> None:
    seen = reading(*(line(words, x, y) for words, x, y in lines), line("口座番号 1234567", 100, 900))
    found, image = without_my_numbers(seen, white())
    assert {r.certain for r in found.redactions} == {certain}
    assert not any(d in found.text.replace("口座番号 1234567", "") for d in "0123456789")
    assert found.lines[-1] == seen.lines[-1]
    assert [x.box for x in found.lines] == [x.box for x in seen.lines]
    for place in found.redactions:
        assert place.box is not None
        middle = image[int(place.box.cy), int(place.box.cx)]
        assert (middle == 0).all()
    assert (image[900:1000] == 255).all()


@pytest.mark.parametrize(
    "lines",
    [
        [("お客様番号", 100, 100), (GOOD, 600, 100)],
        [("個人番号", 100, 100), ("省略", 600, 100), ("発行番号", 100, 150), (GOOD, 600, 150)],
        [("個人番号", 100, 100), ("03-1234-5678", 600, 100)],
        [("個人番号", 100, 100), (GOOD[:3], 600, 100)],
        [("法人番号", 100, 100), ("7010002082351", 600, 100)],
        [("口座番号", 100, 100), *((d, 500 + 50 * i, 100) for i, d in enumerate("1234567"))],
        [("電話", 100, 100), ("+81", 500, 100), ("90 1234 5678", 600, 100)],
        [("発行番号", 100, 100), (GOOD, 110, 140)],
    ],
)
def test_what_is_none_stays(lines: list[tuple[str, float, float]]) -> None:
    seen, image = reading(*(line(words, x, y) for words, x, y in lines)), white()
    found, after = without_my_numbers(seen, image)
    assert found is seen and after is image


def test_the_words_of_a_blank_form_are_nobodys_number() -> None:
    seen = reading(line("記入例 個人番号 " + GOOD, source=Source.BLANK_FORM))
    assert without_my_numbers(seen, white())[0] is seen


def test_twice_is_the_same_as_once() -> None:
    first, image = without_my_numbers(reading(line("個人番号", 100, 100), line(GOOD, 600, 100)), white())
    again, after = without_my_numbers(first, image)
    assert again is first and after is image


def test_only_the_digits_are_painted() -> None:
    paper = Paper(1200, 400)
    paper.text(100, 100, "世帯主 山田太郎 個人番号 ")
    box = paper.text(520, 100, GOOD)
    paper.text(100, 160, "口座番号 1234567")
    seen = reading(*(x.model_copy(update={"source": Source.PPOCR}) for x in paper.lines), width=1200, height=400)
    found, image = without_my_numbers(seen, paper.pixels)
    assert hidden_in(found) == [HIDDEN * 12]
    ink = image[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    assert (ink == 0).all()
    assert (image[155:200] == paper.pixels[155:200]).all() and (image[:, :480] == paper.pixels[:, :480]).all()


@pytest.mark.parametrize(
    ("words", "digits", "boxes", "certain"),
    [
        ("住民票", GOOD, [Box(x0=0, y0=0, x1=1200, y1=1600)], True),
        ("個人番号", GOOD, [Box(x0=100, y0=85, x1=1200, y1=220)], True),
        ("個人番号", WRONG, [Box(x0=100, y0=85, x1=1200, y1=220)], False),
        ("住民票", WRONG, [None], False),
    ],
)
def test_a_text_layer_that_scanners_hide_gives_nothing_away(
    words: str, digits: str, boxes: list[Box | None], certain: bool
) -> None:
    """Where the engine saw no digits, what stands beside the name is hidden; without a name the whole page."""
    seen = reading(line(words, 100, 100), hidden_text=f"{words}\n個人番号\n{digits}\n")
    found, image = without_my_numbers(seen, white())
    assert found.hidden_text == f"{words}\n個人番号\n{HIDDEN * 12}\n"
    assert [(r.box, r.certain) for r in found.redactions] == [(box, certain) for box in boxes]
    assert all((image[int(b.cy), int(b.cx)] == 0).all() for b in boxes if b)


@pytest.mark.parametrize(
    ("symbology", "text", "words", "certain"),
    [
        ("QRCode", GOOD, "氏名 山田太郎", False),
        ("QRCode", GOOD, "個人番号カード", True),
        ("Code128", GOOD, "個人番号カード", True),
        ("Code128", GOOD, "お届け先", None),
        ("QRCode", "https://example.jp/" + GOOD, "氏名", None),
        ("QRCode", WRONG, "氏名", None),
    ],
)
def test_codes(symbology: str, text: str, words: str, certain: bool | None) -> None:
    code = Barcode(symbology=symbology, text=text, box=Box(x0=300, y0=300, x1=400, y1=400))
    seen = reading(line(words), barcodes=(code,))
    found, image = without_my_numbers(seen, white())
    if certain is None:
        assert found is seen
        return
    assert [r.certain for r in found.redactions] == [certain]
    assert found.barcodes[0].text == HIDDEN * 12
    assert (image[300:400, 300:400] == 0).all()


def _row(words: str, ink: bool, *, cells: bool) -> tuple[PageReading, np.ndarray]:
    """個人番号 in a table's left cell, and in the right one `words` as read, or ink that nobody read."""
    paper = Paper(1200, 400)
    paper.text(110, 110, "個人番号")
    if words or ink:
        paper.text(430, 110, words or GOOD, source=Source.PPOCR)
    lines = [paper.lines[0], *(paper.lines[1:] if words else [])]
    found = tuple(Box(x0=a, y0=90, x1=b, y1=160) for a, b in ((100, 400), (400, 1100))) if cells else ()
    more = {"cells": found, "width": 1200, "height": 400}
    return reading(*(x.model_copy(update={"source": Source.PPOCR}) for x in lines), **more), paper.pixels


@pytest.mark.parametrize("cells", [True, False])
@pytest.mark.parametrize(
    ("words", "ink", "hidden"),
    [("", True, True), ("62149", True, True), ("", False, False), ("省略", True, False), ("記載なし", True, False), ("12", True, False), ("省略（令和8年）", True, False)],
)  # fmt: skip
def test_writing_beside_the_words_that_no_engine_read(words: str, ink: bool, hidden: bool, cells: bool) -> None:
    seen, image = _row(words, ink, cells=cells)
    found, after = without_my_numbers(seen, image)
    assert [r.certain for r in found.redactions] == ([False] if hidden else [])
    ink_left = (after[108:142, 432:600] < 100).mean()
    assert ink_left == 1.0 if hidden else (after == image).all()
    if hidden:
        assert not any(c.isdigit() for c in found.text)


def test_a_seal_on_an_empty_entry_is_no_number() -> None:
    paper = Paper(1200, 400)
    paper.text(110, 110, "個人番号", source=Source.PPOCR)
    paper.draw.ellipse((500, 90, 590, 180), outline=RED, width=6)
    paper.text(520, 115, "市長", fill=RED)
    seen = reading(paper.lines[0], width=1200, height=400)
    assert without_my_numbers(seen, paper.pixels)[0] is seen


@pytest.mark.parametrize("pen", [(20, 20, 22), (30, 60, 160), (60, 60, 70)])
def test_pens_of_every_colour_are_writing(pen: tuple[int, int, int]) -> None:
    paper = Paper(1200, 400)
    paper.text(110, 110, "個人番号", source=Source.PPOCR)
    paper.text(430, 110, GOOD, fill=pen)
    seen = reading(paper.lines[0], width=1200, height=400)
    found, after = without_my_numbers(seen, paper.pixels)
    assert [r.certain for r in found.redactions] == [False] and (after[110:140, 430:600] == 0).all()


def test_a_sentence_about_the_number_hides_nothing() -> None:
    paper = Paper(1200, 400)
    paper.text(60, 110, "個人番号は記入しないでください（印）")
    paper.text(700, 110, "山田", source=Source.PPOCR)
    seen = reading(paper.lines[0], width=1200, height=400)
    assert without_my_numbers(seen, paper.pixels)[0] is seen
