"""Red impressions of a seal's size and shape."""

from __future__ import annotations

import pytest

from extractors.imaging.seals import red_seals
from tests.extractors.drawnpaper import RED, Paper


def test_a_round_seal_is_found_where_it_stands() -> None:
    paper = Paper()
    paper.text(100, 100, "山田太郎")
    wanted = paper.seal(600, 400, 55)
    (seal,) = red_seals(paper.pixels, 30)
    assert seal.colour == "red"
    assert (
        max(abs(a - b) for a, b in zip(seal.box.model_dump().values(), wanted.model_dump().values(), strict=True)) < 8
    )


def test_a_square_company_seal_and_a_round_one_are_two() -> None:
    paper = Paper()
    paper.draw.rectangle((200, 300, 330, 430), outline=RED, width=8)
    paper.text(230, 330, "之印", size=36, fill=RED)
    paper.seal(700, 400, 50)
    assert len(red_seals(paper.pixels, 30)) == 2


def test_a_seal_over_black_writing_is_one_seal() -> None:
    paper = Paper()
    paper.seal(420, 115, 50)
    paper.text(300, 100, "山田太郎")
    assert len(red_seals(paper.pixels, 30)) == 1


@pytest.mark.parametrize(
    "area",
    [(100, 300, 900, 306), (100, 300, 600, 330), (100, 300, 112, 312), (100, 100, 600, 600)],
    ids=["rule", "stroke of a marker", "dot", "red area"],
)
def test_what_has_not_the_shape_of_a_seal_is_none(area: tuple[int, int, int, int]) -> None:
    paper = Paper()
    paper.draw.rectangle(area, fill=RED)
    assert red_seals(paper.pixels, 30) == ()


def test_a_black_ring_is_no_red_seal() -> None:
    paper = Paper()
    paper.seal(600, 400, 55, fill="black")
    assert red_seals(paper.pixels, 30) == ()


def test_a_seal_on_a_grey_page_is_not_seen_as_red() -> None:
    paper = Paper()
    paper.seal(600, 400, 55)
    paper.image = paper.image.convert("L").convert("RGB")
    assert red_seals(paper.pixels, 30) == ()
