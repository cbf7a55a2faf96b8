"""Where the sheet lies in a photograph, and whether anything stands on it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.imaging.glance import is_blank, shaded_share
from extractors.imaging.paper import flattening, paper_corners
from tests.extractors.drawnpaper import Paper, Pixels

CORNERS = np.float32([[180, 120], [1010, 170], [1060, 1380], [140, 1330]])


def written(width: int = 840, height: int = 1188) -> Paper:
    paper = Paper(width, height, (246, 246, 244))
    for i in range(12):
        paper.text(80, 100 + 80 * i, "補助金交付申請書", size=36)
    return paper


def photographed(paper: Paper, corners: np.ndarray = CORNERS, table: tuple[int, int, int] = (70, 62, 58)) -> Pixels:
    """`paper` lying on a dark table, seen at a slant."""
    desk = np.full((1500, 1200, 3), table, np.uint8)
    w, h = paper.image.size
    matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), corners)
    seen = cv2.warpPerspective(paper.pixels, matrix, (1200, 1500), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((h, w), 255, np.uint8), matrix, (1200, 1500))
    desk[mask > 127] = seen[mask > 127]
    return desk


def test_corners_of_a_photographed_sheet() -> None:
    found = paper_corners(photographed(written()))
    assert found is not None
    assert np.abs(found - CORNERS).max() < 12, "top left, top right, bottom right, bottom left"


def test_corners_are_found_on_a_sheet_in_half_shadow() -> None:
    picture = photographed(written())
    shade = np.linspace(1.0, 0.6, picture.shape[1])[None, :, None]
    found = paper_corners((picture * shade).astype(np.uint8))
    assert found is not None
    assert np.abs(found - CORNERS).max() < 20


@pytest.mark.parametrize("colour", ["white", (235, 232, 225)])
def test_a_scan_is_its_own_sheet(colour: str | tuple[int, int, int]) -> None:
    paper = Paper(840, 1188, colour)
    paper.text(80, 100, "領収書", size=60)
    paper.table(80, 300, [300, 300], [80, 80])
    assert paper_corners(paper.pixels) is None


def checked(rows: int, columns: int, step: int = 60) -> Pixels:
    """A table cloth."""
    y, x = np.mgrid[:rows, :columns]
    return np.where((((y // step) + (x // step)) % 2)[..., None] == 1, 150, 90).astype(np.uint8).repeat(3, axis=2)


def off(found: np.ndarray | None, corners: np.ndarray = CORNERS) -> float:
    """Pixels by which the worst corner is wrong."""
    return float("inf") if found is None else float(np.abs(found - corners).max())


def test_a_thumb_over_a_corner_hides_no_sheet() -> None:
    picture = photographed(written())
    cv2.ellipse(picture, (1060, 1400), (130, 60), 45, 0, 360, (205, 160, 130), -1)
    assert off(paper_corners(picture)) < 14


def test_a_fold_across_the_sheet_is_no_side() -> None:
    paper = written().pixels.copy()
    paper[560:] = (paper[560:] * 0.86).astype(np.uint8)
    paper[556:562] = 120
    matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [840, 0], [840, 1188], [0, 1188]]), CORNERS)
    desk = np.full((1500, 1200, 3), (70, 62, 58), np.uint8)
    cv2.warpPerspective(paper, matrix, (1200, 1500), dst=desk, borderMode=cv2.BORDER_TRANSPARENT)
    assert off(paper_corners(desk)) < 12


@pytest.mark.parametrize("bend", [30, 60, 75])
def test_rules_across_a_curled_receipt_are_no_sides(bend: int) -> None:
    """Everything over a double rule was cut away: title, payer and amount of a receipt whose sides were bent."""
    paper = written()
    for y in (300, 312, 470, 482):
        paper.draw.line((24, y, 816, y), fill=(60, 60, 60), width=4)
    across, down = np.meshgrid(np.arange(1200, dtype=np.float32), np.arange(1500, dtype=np.float32))
    curled = across + bend * (np.maximum(0, down - 500) / 1000) ** 2
    picture = cv2.remap(photographed(paper), curled, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    found = paper_corners(picture)
    assert found is not None
    assert np.abs(found[:2] - CORNERS[:2]).max() < 16, "the top of the sheet is its own"


@pytest.mark.parametrize("foot", [False, True])
@pytest.mark.parametrize("bar", [(35, 38, 46), (0, 95, 60)])
def test_a_bar_darker_than_the_table_belongs_to_the_sheet(bar: tuple[int, int, int], foot: bool) -> None:
    """The shop's name in white on black, over the sheet's whole width, had been cut away."""
    paper = written()
    paper.draw.rectangle((0, 1080, 840, 1188) if foot else (0, 0, 840, 90), fill=bar)
    paper.text(60, 1100 if foot else 20, "株式会社あかりモール", size=44, fill="white")
    assert off(paper_corners(photographed(paper, table=(150, 142, 130)))) < 14


def test_a_hard_shadow_over_sheet_and_desk_is_no_side() -> None:
    picture = photographed(written()).astype(np.float32)
    shade = np.ones(picture.shape[:2], np.float32)
    cv2.fillPoly(shade, [np.int32([[300, 0], [800, 0], [500, 1500], [0, 1500]])], 0.6)
    picture *= cv2.GaussianBlur(shade, (0, 0), 25)[..., None]
    assert off(paper_corners(picture.astype(np.uint8))) < 14


def test_a_sheet_on_a_checked_cloth_and_on_a_light_desk() -> None:
    paper = written()
    matrix = cv2.getPerspectiveTransform(np.float32([[0, 0], [840, 0], [840, 1188], [0, 1188]]), CORNERS)
    for desk in (checked(1500, 1200), np.full((1500, 1200, 3), (196, 192, 186), np.uint8)):
        cv2.warpPerspective(paper.pixels, matrix, (1200, 1500), dst=desk, borderMode=cv2.BORDER_TRANSPARENT)
        assert off(paper_corners(desk)) < 14


def test_a_sheet_that_leaves_the_picture_keeps_its_other_sides() -> None:
    corners = np.float32([[-120, 120], [800, 150], [830, 1380], [-150, 1360]])
    found = paper_corners(photographed(written(), corners))
    assert found is not None
    assert np.abs(found[1] - corners[1]).max() < 14 and np.abs(found[2] - corners[2]).max() < 14
    assert (found[[0, 3], 0] < 30).all(), "as far as the picture goes"


def test_the_strokes_of_a_table_are_no_sides() -> None:
    paper = written()
    paper.draw.rectangle((60, 80, 780, 1100), outline=(0, 0, 0), width=6)
    assert off(paper_corners(photographed(paper))) < 12


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_photograph_on_its_side_has_its_corners_all_the_same(turns: int) -> None:
    picture = np.ascontiguousarray(np.rot90(photographed(written()), turns))
    found = paper_corners(picture)
    assert found is not None
    _, (width, height) = flattening(found)
    assert (width < height) == (turns % 2 == 0)
    assert abs(cv2.contourArea(found) / cv2.contourArea(CORNERS) - 1) < 0.03


def test_a_table_without_paper_has_no_corners() -> None:
    assert paper_corners(np.full((1500, 1200, 3), (70, 62, 58), np.uint8)) is None


def test_flattening_lays_the_corners_on_those_of_a_page_of_its_shape() -> None:
    matrix, (width, height) = flattening(CORNERS)
    laid = cv2.perspectiveTransform(CORNERS[None].astype(np.float64), matrix)[0]
    assert np.allclose(laid, [[0, 0], [width, 0], [width, height], [0, height]], atol=0.5)
    assert 1.25 < height / width < 1.5, "about A4, as far as a slanted view tells"


def test_flattened_writing_stands_where_it_stood_on_the_sheet() -> None:
    paper = written()
    paper.draw.rectangle((600, 900, 700, 1000), fill=(0, 0, 0))
    picture = photographed(paper)
    found = paper_corners(picture)
    assert found is not None
    matrix, size = flattening(found)
    flat = cv2.warpPerspective(picture, matrix, size)
    block = cv2.erode((flat.max(2) < 70).astype(np.uint8), np.ones((31, 31), np.uint8))
    ys, xs = np.nonzero(block)
    assert xs.mean() / size[0] == pytest.approx(650 / 840, abs=0.012)
    assert ys.mean() / size[1] == pytest.approx(950 / 1188, abs=0.012)


def noisy(pixels: Pixels, strength: float = 3.0) -> Pixels:
    noise = np.random.default_rng(1).normal(0, strength, pixels.shape)
    return np.clip(pixels.astype(np.float32) + noise, 0, 255).astype(np.uint8)


def test_an_empty_back_is_blank_with_a_scanners_noise_and_a_dark_edge_too() -> None:
    assert is_blank(Paper(1654, 2339).pixels)
    back = noisy(Paper(1654, 2339, (243, 243, 240)).pixels)
    back[:, :25] = 60
    assert is_blank(back)


def test_what_shines_through_from_the_front_leaves_a_back_blank() -> None:
    front = written(1654, 2339).pixels[:, ::-1]
    shining = np.where(front < 128, 222, 246).astype(np.uint8)
    blurred = cv2.GaussianBlur(np.ascontiguousarray(shining), (9, 9), 3)
    assert is_blank(noisy(blurred))


@pytest.mark.parametrize("fill", [(0, 0, 0), (110, 110, 110), (40, 50, 150)], ids=["black", "faint", "blue"])
def test_one_line_of_writing_is_not_blank(fill: tuple[int, int, int]) -> None:
    paper = Paper(1654, 2339)
    paper.text(300, 1100, "裏面に記載なし 山田", size=42, fill=fill)
    assert not is_blank(paper.pixels)


def test_a_pale_picture_is_not_blank() -> None:
    paper = Paper(1654, 2339)
    paper.draw.rectangle((300, 400, 1350, 1600), fill=(190, 200, 195))
    assert not is_blank(paper.pixels)
    assert shaded_share(paper.pixels) > 0.2


def test_shading_of_plain_writing_is_small() -> None:
    assert shaded_share(written().pixels) < 0.1
