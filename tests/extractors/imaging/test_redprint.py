"""Words printed in red are told from what lies under a seal, from black words and from white words on a red ground."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.imaging.redprint import RedInk
from extractors.reading import Reader
from extractors.rendering import RenderedPage
from models.geometry import Box
from models.pages import Seal
from tests.extractors.drawnpaper import RED, Paper

LINE = Box(x0=95, y0=95, x1=300, y1=135)


def told(paper: Paper, *seals: Box) -> bool:
    return RedInk(paper.pixels, [Seal(box=box, colour="red") for box in seals]).prints(LINE)


@pytest.mark.parametrize("ink", [RED, (190, 60, 80), (225, 95, 110)])
def test_red_words_are(ink: tuple[int, int, int]) -> None:
    paper = Paper(600, 300)
    paper.text(100, 100, "お客様番号", fill=ink)
    assert told(paper)


def test_black_words_are_not() -> None:
    paper = Paper(600, 300)
    paper.text(100, 100, "お客様番号")
    assert not told(paper)
    paper.text(400, 200, "検針", fill=RED)
    assert not told(paper), "red elsewhere on the page"


def test_black_words_with_red_strokes_over_them_are_not() -> None:
    paper = Paper(600, 300)
    paper.text(100, 100, "山田太郎印")
    paper.draw.ellipse((110, 70, 180, 140), outline=RED, width=4)
    assert not told(paper)


def test_the_words_of_a_seal_are_not() -> None:
    paper = Paper(600, 300)
    paper.text(100, 100, "奈良県知事", fill=RED)
    assert not told(paper, Box(x0=90, y0=60, x1=190, y1=160))


def test_the_letters_of_a_seal_are_told_from_a_name_under_it() -> None:
    seal = Seal(box=Box(x0=90, y0=60, x1=310, y1=170), colour="red")
    paper = Paper(600, 300)
    paper.draw.rectangle((90, 60, 310, 170), outline=RED, width=5)
    paper.text(100, 100, "者機明", fill=RED, size=36)
    assert RedInk(paper.pixels, [seal]).seals(LINE)
    elsewhere = Seal(box=Box(x0=400, y0=60, x1=500, y1=160), colour="red")
    assert not RedInk(paper.pixels, [elsewhere]).seals(LINE)
    for ink in ("black", (40, 60, 140)):
        named = Paper(600, 300)
        named.text(100, 100, "山田 太郎", size=36, fill=ink)
        named.draw.ellipse((150, 70, 260, 180), outline=RED, width=5)
        assert not RedInk(named.pixels, [seal]).seals(LINE), "a name by pen, with a seal over it"


def test_white_words_on_a_red_ground_are_not() -> None:
    paper = Paper(600, 300)
    paper.draw.rectangle((60, 80, 400, 150), fill=RED)
    paper.text(100, 100, "お客様番号", fill="white")
    assert not told(paper)


def test_red_words_around_black_digits_stay_and_a_seal_goes() -> None:
    paper = Paper(600, 300)
    paper.text(100, 100, "令和   年", fill=(120, 60, 60))
    paper.text(170, 100, "6")
    before = paper.pixels
    paper.draw.ellipse((400, 60, 500, 160), outline=RED, width=5)
    seal = Box(x0=400, y0=60, x1=501, y1=161)
    clean = RedInk(paper.pixels, [Seal(box=seal, colour="red")]).lifted([LINE])
    assert np.array_equal(clean[95:136, 95:301], before[95:136, 95:301])
    assert clean[60:161, 400:501].min() > 200


@pytest.mark.ocr
def test_red_labels_of_a_slip_are_read_and_seals_are_still_lifted(reader: Reader) -> None:
    paper = Paper(1000, 700)
    for i, (label, value) in enumerate(
        [
            ("ご契約者名", "乾 秀明"),
            ("お客様番号", "33-1983"),
            ("検針年月日", "令和5年10月9日"),
            ("ご使用場所", "山都町長原1069"),
        ]
    ):
        paper.text(80, 80 + 120 * i, label, fill=(196, 48, 72), size=32)
        paper.text(420, 80 + 120 * i, value, size=32)
    paper.draw.ellipse((440, 55, 520, 135), outline=RED, width=5)
    lines = [line.text.replace(" ", "") for line in reader.read(RenderedPage(0, paper.pixels, 200)).reading.lines]
    assert {"ご契約者名", "お客様番号", "検針年月日", "ご使用場所"} <= set(lines)
    assert {"乾秀明", "33-1983", "令和5年10月9日"} <= set(lines)
