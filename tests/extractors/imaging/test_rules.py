"""Rules are strokes too long for a character; cells are what they enclose; a fold in the paper is neither."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.imaging.colour import flat_ink
from extractors.imaging.rules import cells, rule_masks, rules
from models.geometry import Box
from models.pages import Rule
from tests.extractors.drawnpaper import Paper, Pixels

TEXT = 30.0


def found(pixels: Pixels, text_height: float = TEXT) -> tuple[tuple[Rule, ...], tuple[Box, ...]]:
    across, down = rule_masks(flat_ink(pixels), text_height)
    return rules(across, down), cells(across, down)


def upright(drawn: tuple[Rule, ...]) -> list[Rule]:
    return [r for r in drawn if r.x0 == r.x1]


def test_a_table_gives_its_rules_and_its_cells_in_reading_order() -> None:
    paper = Paper()
    wanted = paper.table(100, 200, [200, 400], [80, 120])
    drawn, boxes = found(paper.pixels)
    assert sorted(round(r.y0, -1) for r in drawn if r.y0 == r.y1) == [200, 280, 400]
    assert sorted(round(r.x0, -1) for r in upright(drawn)) == [100, 300, 700]
    assert len(boxes) == 4
    for box, cell in zip(boxes, [c for row in wanted for c in row], strict=True):
        assert box.share_inside(cell.grown(4)) > 0.99
        assert cell.share_inside(box.grown(8)) > 0.99


def test_writing_makes_no_rules() -> None:
    paper = Paper()
    for i in range(8):
        paper.text(100, 100 + 60 * i, "一二三四五十口田日目国申請書", size=30)
    assert found(paper.pixels) == ((), ())


def test_a_crease_across_the_table_is_no_rule() -> None:
    paper = Paper()
    paper.table(100, 200, [300, 300], [100, 100])
    before, boxes = found(paper.pixels)
    paper.draw.line((550, 40, 552, 960), fill=(90, 90, 90), width=3)
    drawn, with_crease = found(paper.pixels)
    assert len(upright(drawn)) == len(upright(before)) == 3
    assert len(with_crease) == len(boxes) == 4


def test_a_short_crease_in_a_cell_is_no_rule_but_a_rule_that_joins_two_others_is() -> None:
    crease, rule = Paper(), Paper()
    for paper, ends in ((crease, (240, 380)), (rule, (200, 400))):
        paper.table(100, 200, [600], [200])
        paper.draw.line((400, ends[0], 400, ends[1]), fill="black", width=3)
    assert len(found(crease.pixels)[1]) == 1
    assert len(found(rule.pixels)[1]) == 2


def test_entry_boxes_are_cells() -> None:
    paper = Paper()
    boxes = paper.strip(100, 100, 7)
    seen = found(paper.pixels)[1]
    assert len(seen) == 7
    assert all(abs(a.cx - b.cx) < 4 for a, b in zip(seen, boxes, strict=True))


def test_a_tinted_heading_row_keeps_the_cells_below_it() -> None:
    paper = Paper()
    paper.draw.rectangle((100, 100, 700, 160), fill=(170, 190, 175))
    (_, below) = paper.table(100, 100, [300, 300], [60, 90])
    boxes = found(paper.pixels)[1]
    assert len(boxes) == 4
    assert all(b.share_inside(c.grown(5)) > 0.95 for b, c in zip(boxes[2:], below, strict=True))


def test_a_slightly_slanting_rule_is_one_rule() -> None:
    paper = Paper()
    paper.draw.line((100, 300, 1100, 304), fill="black", width=3)
    drawn, _ = found(paper.pixels)
    assert len(drawn) == 1
    assert drawn[0].x1 - drawn[0].x0 > 980


def test_broken_and_dusty_rules_still_close_their_cells() -> None:
    paper = Paper()
    paper.table(100, 200, [200, 200], [80, 80])
    pixels = paper.pixels
    pixels[180:380, 220:222] = 255  # a gap of two pixels in every horizontal rule
    dust = np.random.default_rng(7)
    for x, y in dust.integers(0, 1000, (200, 2)):
        cv2.circle(pixels, (int(x), int(y)), 1, (60, 60, 60), -1)
    assert len(found(pixels)[1]) == 4


def test_blank_paper_has_neither() -> None:
    assert found(Paper().pixels) == ((), ())


@pytest.mark.parametrize("bar", [24, 36, 52, 70])
def test_a_dark_title_bar_swallows_no_cell_below_it(bar: int) -> None:
    paper = Paper()
    paper.table(100, 200, [200, 500], [80, 80])
    without = found(paper.pixels)[1]
    paper.draw.rectangle((100, 200 - bar, 800, 200), fill="black")
    paper.text(380, 200 - bar // 2 - 10, "申請者", size=min(20, bar - 8), fill=(255, 255, 255))
    boxes = found(paper.pixels)[1]
    for cell in without:
        (same,) = [b for b in boxes if b.share_inside(cell.grown(6)) > 0.99 and cell.share_inside(b.grown(6)) > 0.99]
        assert same.y0 > 195
