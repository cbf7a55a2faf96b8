"""Strips of entry boxes: found by their strokes, the filled ones counted, read across without their rules."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.fields.readings import side_by_side
from extractors.fields.strips import filled, inside_of, prolonged, row_of_boxes, strip_boxes, whole_strip
from extractors.reading import Reader
from models.geometry import Box
from tests.extractors.drawnpaper import Paper, font

REGION = Box(x0=60, y0=60, x1=900, y1=200)


def strip(digits: str, count: int = 7, *, side: int = 44, height: int = 56) -> tuple[Paper, list[Box]]:
    """`digits` written into the first of `count` boxes; a space leaves its box empty."""
    paper = Paper(960, 260)
    boxes = paper.strip(100, 100, count, side=side, height=height)
    for box, digit in zip(boxes, digits, strict=False):
        if digit != " ":
            paper.draw.text((box.x0 + side / 2 - 9, box.y0 + 9), digit, font=font(36), fill="black")
    return paper, boxes


def same(found: list[Box], wanted: list[Box]) -> bool:
    return len(found) == len(wanted) and all(
        max(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.y0 - b.y0), abs(a.y1 - b.y1)) < 6
        for a, b in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize("count", [3, 4, 7, 10])
def test_finds_every_box_from_left_to_right(count: int) -> None:
    paper, boxes = strip("", count)
    assert same(strip_boxes(paper.pixels, REGION), boxes)


def test_digits_that_touch_nothing_do_not_disturb() -> None:
    paper, boxes = strip("1171411")
    assert same(strip_boxes(paper.pixels, REGION), boxes)


def test_groups_keep_their_gap() -> None:
    paper = Paper(960, 260)
    first = paper.strip(100, 100, 3)
    paper.draw.text((257, 110), "-", font=font(36), fill="black")
    second = paper.strip(300, 100, 4)
    assert same(strip_boxes(paper.pixels, REGION), [*first, *second])


def test_two_boxes_a_single_cell_and_plain_writing_are_no_strip() -> None:
    assert strip_boxes(strip("", 2)[0].pixels, REGION) == []
    cell = Paper(960, 260)
    cell.table(100, 100, [600], [60])
    assert strip_boxes(cell.pixels, REGION) == []
    plain = Paper(960, 260)
    plain.draw.text((100, 100), "東京都新宿区西新宿", font=font(44), fill="black")
    assert strip_boxes(plain.pixels, REGION, at_least=0.8 * 44) == []
    assert strip_boxes(plain.pixels, Box(x0=100, y0=100, x1=110, y1=110)) == []


@pytest.mark.parametrize("amount", ["￥1,000,000,110", "1,111,111 円", "金 0000000 円也"])
def test_zeros_and_ones_of_an_amount_are_no_boxes(amount: str) -> None:
    paper = Paper(960, 260)
    paper.draw.text((100, 90), amount, font=font(60), fill="black")
    assert strip_boxes(paper.pixels, REGION, at_least=0.8 * 60) == []


def test_wide_table_columns_are_no_strip() -> None:
    paper = Paper(960, 260)
    paper.table(100, 100, [180] * 4, [56])
    assert strip_boxes(paper.pixels, REGION) == []


@pytest.mark.parametrize("digits", ["", "1234567", "12 45", "  3", "1111111"])
def test_counts_what_is_filled(digits: str) -> None:
    paper, boxes = strip(digits)
    assert [filled(b, paper.pixels) for b in boxes] == [i < len(digits) and digits[i] != " " for i in range(7)]


def test_a_speck_of_dust_fills_no_box() -> None:
    paper, boxes = strip("")
    paper.draw.ellipse((120, 125, 123, 128), fill="black")
    assert not any(filled(b, paper.pixels) for b in boxes)


def test_the_inside_of_a_box_has_none_of_its_rules() -> None:
    paper, boxes = strip("")
    assert all(inside_of(b, paper.pixels).min() > 200 for b in boxes)
    assert inside_of(Box(x0=100, y0=100, x1=104, y1=104), paper.pixels).size == 0
    assert not filled(Box(x0=100, y0=100, x1=104, y1=104), paper.pixels)


@pytest.mark.ocr
@pytest.mark.parametrize(("digits", "wanted"), [("9382936", "9382936"), ("   4051", "4051")])
def test_reads_the_filled_boxes_as_one_line(reader: Reader, digits: str, wanted: str) -> None:
    paper, boxes = strip(digits)
    written = [inside_of(b, paper.pixels) for b in boxes if filled(b, paper.pixels)]
    seen = reader.ppocr.read_line(side_by_side(written)).text
    assert unicodedata.normalize("NFKC", seen).replace(" ", "") == wanted


def test_empty_boxes_are_empty() -> None:
    paper, boxes = strip("")
    assert not any(filled(b, paper.pixels) for b in boxes)


def turned(paper: Paper, degrees: float) -> Paper:
    paper.image = paper.image.rotate(degrees, fillcolor="white")
    return paper


@pytest.mark.parametrize("degrees", [-0.5, 0.4, 0.6])
def test_a_strip_that_slopes_is_counted_box_by_box(degrees: float) -> None:
    paper, boxes = strip("4051936", 16)
    found = strip_boxes(turned(paper, degrees).pixels, Box(x0=60, y0=40, x1=900, y1=220))
    assert len(found) == len(boxes)
    assert [filled(b, paper.pixels) for b in found] == [i < 7 for i in range(16)]


@pytest.mark.parametrize("dash", [4, 8])
def test_dashed_sides_are_sides(dash: int) -> None:
    paper = Paper(960, 260)
    paper.draw.rectangle((100, 100, 100 + 7 * 44, 156), outline="black", width=2)
    for i in range(1, 7):
        for y in range(100, 156, 2 * dash):
            paper.draw.line((100 + 44 * i, y, 100 + 44 * i, y + dash), fill="black", width=2)
    assert len(strip_boxes(paper.pixels, REGION)) == 7


@pytest.mark.parametrize("amount", ["000000", "1,111,000", "0120-000-110", "￥100,000"])
@pytest.mark.parametrize("size", [30, 48])
def test_print_is_no_strip_whatever_its_height(amount: str, size: int) -> None:
    paper = Paper(960, 260)
    paper.draw.text((100, 100), amount, font=font(size), fill="black")
    assert strip_boxes(paper.pixels, REGION) == []


def test_a_comb_is_a_strip() -> None:
    paper = Paper(960, 260)
    for i in range(8):
        paper.draw.line((100 + 44 * i, 120, 100 + 44 * i, 156), fill="black", width=2)
    paper.draw.line((100, 156, 100 + 44 * 7, 156), fill="black", width=2)
    assert len(strip_boxes(paper.pixels, REGION)) == 7


@pytest.mark.parametrize("shade", [150, 190])
def test_a_faint_pencil_fills_a_box(shade: int) -> None:
    paper, boxes = strip("")
    paper.draw.text((boxes[2].x0 + 12, boxes[2].y0 + 9), "7", font=font(36), fill=(shade,) * 3)
    assert [filled(b, paper.pixels) for b in boxes] == [i == 2 for i in range(7)]


def test_the_sides_of_a_box_that_was_found_a_little_askew_do_not_fill_it() -> None:
    paper, boxes = strip("")
    for box in boxes:
        for dx, dy in ((5, 0), (-5, 0), (0, 7), (0, -7), (4, 6)):
            moved = Box(x0=box.x0 + dx, y0=box.y0 + dy, x1=box.x1 + dx, y1=box.y1 + dy)
            assert not filled(moved, paper.pixels)


@pytest.mark.parametrize(("first", "last"), [(1, 7), (0, 5), (2, 5)])
def test_boxes_beyond_what_was_read_belong_to_the_strip(first: int, last: int) -> None:
    paper, wanted = strip("1488850", side=44, height=56)
    read = Box(x0=wanted[first].x0 + 4, y0=wanted[0].y0, x1=wanted[last - 1].x1 - 4, y1=wanted[0].y1).grown(6, 8)
    assert same(whole_strip(paper.pixels, read, 40), wanted)


def test_another_strip_beside_it_does_not() -> None:
    paper = Paper(1200, 200)
    for x in (60, 60 + 3 * 44 + 30):  # branch and account, a gap between them
        for i in range(4):
            paper.draw.rectangle((x + 44 * i, 60, x + 44 * (i + 1), 116), outline="black", width=2)
    found = whole_strip(paper.pixels, Box(x0=50, y0=50, x1=60 + 3 * 44, y1=126), 40)
    assert max(b.x1 for b in found) < 60 + 4 * 44 + 4


def test_cells_of_one_row_are_the_strip_that_some_of_them_begin() -> None:
    _, boxes = strip("7063445")
    other = [Box(x0=b.x0, y0=b.y0 + 90, x1=b.x1, y1=b.y1 + 90) for b in boxes]
    written = Box(x0=boxes[0].x0 + 9, y0=110, x1=boxes[-1].x1 - 9, y1=145)
    assert row_of_boxes([*other, *reversed(boxes)], boxes[2:5], written) == boxes
    assert row_of_boxes(boxes, boxes[:2], written) == [], "two boxes are no strip"
    assert row_of_boxes(boxes[4:], boxes[4:], written) == [], "four digits stand where no box was found"


@pytest.mark.parametrize(("first", "last"), [(3, 7), (1, 6), (0, 4), (2, 5)])
def test_a_strip_of_which_some_boxes_were_found_reaches_as_far_as_its_digits(first: int, last: int) -> None:
    """A fax leaves gaps in thin rules: of 5973685 the last four boxes were found, and 0003685 was accepted."""
    _, boxes = strip("5973685")
    written = Box(x0=boxes[0].x0 + 13, y0=112, x1=boxes[-1].x1 - 13, y1=148)
    assert same(prolonged(boxes[first:last], written), boxes)


def test_a_strip_without_digits_beside_it_stays_as_found() -> None:
    _, boxes = strip("5973685")
    assert prolonged(boxes, Box.around(boxes).grown(8, 0)) == boxes
    assert prolonged([], boxes[0]) == []


def test_dashed_sides_that_end_near_the_edge_of_what_is_looked_at() -> None:
    """Closing their gaps must not make them reach the edge: what goes through all of a region is a wall, no side."""
    paper = Paper(960, 260)
    paper.draw.rectangle((100, 100, 408, 156), outline="black", width=2)
    for i in range(1, 7):
        for y in range(100, 158, 8):
            paper.draw.line((100 + 44 * i, y, 100 + 44 * i, y + 4), fill="black", width=2)
    assert len(strip_boxes(paper.pixels, Box(x0=96, y0=96, x1=412, y1=161))) == 7
