"""Pages stand up from every turn, and every box finds its way back to the page as it was delivered."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from extractors.imaging.upright import Upright, page_geometry, quarter, quarter_turns, stand_upright, warped
from extractors.ocr.engine import EngineReading, Image
from extractors.ocr.ppocr import FoundLine
from extractors.reading import Reader
from models.geometry import Box, PageGeometry
from tests.extractors.drawnpaper import Paper, Pixels

WORDS = ("補助金交付申請書", "奈良県知事 殿", "設備の購入に要する経費", "申請します。山田太郎")
MARK = Box(x0=520, y0=560, x1=560, y1=600)
"""A black square, to be found again wherever it went."""


@cache
def letter() -> Pixels:
    """A page with a few lines and `MARK`."""
    paper = Paper(760, 700)
    for i, words in enumerate(WORDS):
        paper.text(70, 60 + 100 * i, words, size=44)
    paper.draw.rectangle((MARK.x0, MARK.y0, MARK.x1, MARK.y1), fill="black")
    return paper.pixels


def blob(pixels: Pixels) -> Box:
    """Where the black square is now."""
    dark = cv2.morphologyEx((pixels.max(2) < 110).astype(np.uint8), cv2.MORPH_OPEN, np.ones((21, 21), np.uint8))
    ys, xs = np.nonzero(dark)
    return Box(x0=float(xs.min()), y0=float(ys.min()), x1=float(xs.max() + 1), y1=float(ys.max() + 1))


def apart(geometry: PageGeometry, upright: Box, delivered: Box, size: tuple[int, int]) -> float:
    """Pixels of the delivered page between the centre of a box mapped back and where it really was."""
    back = geometry.delivered(upright)
    return float(np.hypot(back.cx * size[0] - delivered.cx, back.cy * size[1] - delivered.cy))


def reads_across(page: Upright) -> bool:
    long = [x for x in page.lines if x.width > 4 * x.height]
    return len(long) >= len(WORDS) - 1 and all(abs(x.quad[1][1] - x.quad[0][1]) < 0.02 * x.width for x in long)


@pytest.mark.ocr
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_turned_by_quarters_stands_up_and_maps_back(reader: Reader, turns: int) -> None:
    delivered = np.ascontiguousarray(np.rot90(letter(), turns))  # counter-clockwise
    page = stand_upright(delivered, reader.finder, reader.ppocr)
    assert page.geometry.rotation == turns * 90, "degrees clockwise that make it upright"
    assert page.image.shape == letter().shape
    assert (page.geometry.width, page.geometry.height) == (760, 700)
    stands = blob(page.image)
    assert max(abs(stands.cx - MARK.cx), abs(stands.cy - MARK.cy)) < 2.5
    assert reads_across(page)
    size = (delivered.shape[1], delivered.shape[0])
    assert apart(page.geometry, blob(page.image), blob(delivered), size) < 2


@pytest.mark.ocr
@pytest.mark.parametrize("degrees", [-2.5, 4.0])
def test_a_skewed_page_is_straightened_and_maps_back(reader: Reader, degrees: float) -> None:
    height, width = letter().shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    delivered = cv2.warpAffine(letter(), matrix, (width, height), borderValue=(255, 255, 255))
    page = stand_upright(delivered, reader.finder, reader.ppocr)
    assert page.geometry.rotation == 0
    assert reads_across(page)
    assert apart(page.geometry, blob(page.image), blob(delivered), (width, height)) < 3
    top, bottom = blob(page.image).y0, blob(page.image).y1
    assert bottom - top < 43, "the square stands straight again"


@pytest.mark.ocr
def test_a_photograph_is_flattened_and_maps_back(reader: Reader) -> None:
    corners = np.float32([[90, 70], [930, 110], [890, 860], [60, 900]])
    desk = np.full((1000, 1000, 3), (66, 60, 55), np.uint8)
    height, width = letter().shape[:2]
    matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [width, 0], [width, height], [0, height]]), corners)
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (1000, 1000)) > 127
    desk[inside] = cv2.warpPerspective(letter(), matrix, (1000, 1000))[inside]
    page = stand_upright(desk, reader.finder, reader.ppocr)
    assert page.photographed
    assert reads_across(page)
    real = cv2.perspectiveTransform(np.float64([[[MARK.cx, MARK.cy]]]), matrix.astype(np.float64))[0, 0]
    share = Box(
        x0=page.geometry.width * MARK.x0 / width,
        y0=page.geometry.height * MARK.y0 / height,
        x1=page.geometry.width * MARK.x1 / width,
        y1=page.geometry.height * MARK.y1 / height,
    )
    back = page.geometry.point(share.cx, share.cy)
    assert np.hypot(back[0] * 1000 - real[0], back[1] * 1000 - real[1]) < 12


@pytest.mark.ocr
def test_an_envelope_of_columns_is_not_turned(reader: Reader) -> None:
    paper = Paper(560, 900)
    paper.column(400, 60, "奈良県庁脱炭素推進課", size=48)
    paper.column(300, 200, "補助金申請窓口御中", size=48)
    page = stand_upright(paper.pixels, reader.finder, reader.ppocr)
    assert page.geometry.rotation == 0


@pytest.mark.ocr
def test_a_page_without_a_line_is_left_as_it_is(reader: Reader) -> None:
    paper = Paper(400, 300)
    paper.draw.rectangle((0, 250, 399, 299), fill="black")
    page = stand_upright(paper.pixels, reader.finder, reader.ppocr)
    assert page.geometry.rotation == 0
    assert np.array_equal(page.image, paper.pixels)


def test_geometry_of_an_untouched_page_gives_fractions() -> None:
    geometry = page_geometry(np.eye(3), (800, 600), (800, 600), 0)
    box = geometry.delivered(Box(x0=80, y0=60, x1=400, y1=300))
    assert box.model_dump() == pytest.approx({"x0": 0.1, "y0": 0.1, "x1": 0.5, "y1": 0.5})


def test_boxes_beyond_the_page_end_at_its_edge() -> None:
    geometry = page_geometry(np.eye(3), (800, 600), (800, 600), 0)
    box = geometry.delivered(Box(x0=-50, y0=-50, x1=900, y1=700))
    assert box.model_dump() == {"x0": 0.0, "y0": 0.0, "x1": 1.0, "y1": 1.0}


@pytest.mark.parametrize("grey", [True, False])
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_quarter_turns_lose_nothing(turns: int, grey: bool) -> None:
    pixels = np.random.default_rng(turns).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    if grey:
        pixels[:] = pixels[:, :, :1]
    size = (60, 40) if turns % 2 == 0 else (40, 60)
    moved = warped(pixels, quarter(turns, (60, 40)), size)
    assert np.array_equal(moved, np.rot90(pixels, -turns))


def test_grey_and_coloured_pages_are_moved_alike() -> None:
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((380, 350), 2.0, 1.0)
    page = letter()
    tinted = page.copy()
    tinted[:, :, 0] = np.maximum(tinted[:, :, 0], 1)  # no longer grey, and yet the same
    a, b = warped(page, matrix, (760, 700)), warped(tinted, matrix, (760, 700))
    assert np.abs(a.astype(int) - b).max() <= 2
    assert a.shape == b.shape == (700, 760, 3)


class _SeesOneStroke:
    """An engine that reads lines standing on their head as a single sure 一, and the others well, if less surely."""

    name = "stub"

    def read_line(self, crop: Image) -> EngineReading:
        on_its_head = crop[:10, :10].mean() < 128  # the dark corner that each line of the test begins with
        return EngineReading("一", 0.99) if on_its_head else EngineReading("上記正に領収", 0.95)


def test_a_line_of_which_one_stroke_is_read_does_not_stand_upright() -> None:
    page = np.full((400, 600, 3), 255, np.uint8)
    lines = []
    for y in (40, 140, 240):
        page[y : y + 14, 50:64] = 0
        quad = np.array([[50, y], [450, y], [450, y + 40], [50, y + 40]], np.float32)
        lines.append(FoundLine(quad, 0.9))
    assert quarter_turns(page, lines, _SeesOneStroke()) == 2


class _Says:
    """An engine that reads every line alike, and counts how many it was shown."""

    name = "stub"

    def __init__(self, reading: EngineReading) -> None:
        self.reading, self.shown = reading, 0

    def read_line(self, crop: Image) -> EngineReading:
        self.shown += 1
        return self.reading


@pytest.mark.parametrize(
    ("reading", "lines_read"),
    [
        (EngineReading("補助金交付", 0.92), 1),
        (EngineReading("NIPPON", 0.92), 6),  # reads nearly as well upside down: both ways are compared
        (EngineReading("補助金交付", 0.85), 6),
    ],
)
def test_one_line_that_is_plainly_japanese_tells_which_way_is_up(reading: EngineReading, lines_read: int) -> None:
    page = np.full((400, 600, 3), 255, np.uint8)
    quads = [np.array([[50, y], [450, y], [450, y + 40], [50, y + 40]], np.float32) for y in (40, 140, 240)]
    engine = _Says(reading)
    assert quarter_turns(page, [FoundLine(quad, 0.9) for quad in quads], engine) == 0
    assert engine.shown == lines_read
