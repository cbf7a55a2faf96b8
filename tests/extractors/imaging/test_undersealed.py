"""Numbers that go on under a red seal, and words of the seal that do not."""

from __future__ import annotations

import pytest

from extractors.imaging.colour import without_red
from extractors.imaging.undersealed import number_goes_on, running_under
from models.geometry import Box
from models.pages import Seal
from tests.extractors.drawnpaper import Paper


def stamped(words: str) -> tuple[Paper, Box, Seal]:
    """A line whose last characters lie under a seal, and the part of it that was found."""
    paper = Paper(900, 300)
    whole = paper.text(100, 120, words)
    ring = paper.seal(whole.x1 - 40, 120, 60)
    return paper, Box(x0=whole.x0, y0=whole.y0, x1=ring.x0, y1=whole.y1), Seal(box=ring, colour="red")


def test_a_line_is_drawn_out_to_the_end_of_its_ink() -> None:
    paper, found, seal = stamped("登録番号 T9100002454514")
    longer = running_under(without_red(paper.pixels), found, [seal])
    assert longer is not None
    assert longer.x1 == pytest.approx(paper.lines[0].box.x1, abs=6)
    assert (longer.x0, longer.y0, longer.y1) == (found.x0, found.y0, found.y1)


def test_a_line_that_ends_before_the_seal_stays() -> None:
    paper = Paper(900, 300)
    line = paper.text(100, 120, "株式会社日の出")
    ring = paper.seal(line.x1 + 70, 130, 60)
    seal = Seal(box=ring, colour="red")
    assert running_under(without_red(paper.pixels), line, [seal]) is None
    assert running_under(without_red(paper.pixels), line, []) is None


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        ("登録番号 T9100002", "登録番号T9100002454514", True),
        ("TEL 03-12", "TEL 03-1234-5678", True),
        ("登録番号 T910000Z", "登録番号 T9100002454514", True),
        ("乾京子", "乾京子乾", False),
        ("株式会社山田", "株式会社山田之印", False),
        ("登録番号 T9100002", "登録番号 T9100002", False),
        ("登録番号 T9100002", "整理番号 T9100002454514", False),
    ],
)
def test_only_a_number_goes_on(before: str, after: str, goes_on: bool) -> None:
    assert number_goes_on(before, after) is goes_on
