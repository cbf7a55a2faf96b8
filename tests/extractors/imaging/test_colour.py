"""Seals go, ink stays: what stands under a red impression can be read as if nobody had stamped it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from extractors.imaging.colour import exact_percentile, flat_ink, grey, line_ink, red_mask, trimmed, without_red
from tests.extractors.drawnpaper import Paper


def stamped(fill: str = "black") -> tuple[Paper, Paper]:
    """The same words, without and with a seal over their end."""
    plain, sealed = Paper(500, 200), Paper(500, 200)
    for paper in (plain, sealed):
        paper.text(40, 70, "山田太郎印", size=50, fill=fill)
    overlay = Paper(500, 200)
    overlay.seal(260, 100, 70, words="山")
    # a stamp darkens the paper and leaves the ink as dark as it was
    sealed.image.paste(Image.fromarray(np.minimum(sealed.pixels, overlay.pixels)))
    return plain, sealed


def test_black_ink_under_a_seal_stays_and_the_seal_goes() -> None:
    plain, sealed = stamped()
    cleaned = without_red(sealed.pixels)
    written = grey(plain.pixels) < 100
    assert (grey(cleaned)[written] < 120).mean() > 0.97
    far = grey(plain.pixels) > 250
    assert (grey(sealed.pixels)[far] < 180).sum() > 2000, "the stamp shows before"
    assert (grey(cleaned)[far] < 180).mean() < 0.002, "and is gone after"


def test_blue_ink_under_a_seal_stays() -> None:
    plain, sealed = stamped("#1a2a80")
    written = grey(plain.pixels) < 100
    assert (grey(without_red(sealed.pixels))[written] < 140).mean() > 0.95


def test_a_page_without_red_is_left_as_it_is() -> None:
    plain, _ = stamped()
    assert not red_mask(plain.pixels).any()
    assert without_red(plain.pixels) is plain.pixels or np.array_equal(without_red(plain.pixels), plain.pixels)


def test_removing_red_twice_is_the_same_as_once() -> None:
    _, sealed = stamped()
    once = without_red(sealed.pixels)
    assert np.array_equal(without_red(once), once)


def test_red_is_told_from_blue_brown_and_grey() -> None:
    paper = Paper(400, 100)
    for i, colour in enumerate([(214, 40, 40), (30, 40, 160), (120, 120, 120), (0, 0, 0)]):
        paper.draw.rectangle((i * 100 + 10, 20, i * 100 + 90, 80), fill=colour)
    mask = red_mask(paper.pixels) > 0
    assert mask[25:75, 15:85].all()
    assert not mask[:, 100:].any()


def test_ink_is_found_in_shadow_too() -> None:
    paper = Paper(600, 120)
    paper.text(20, 40, "領収書領収書領収書", size=50)
    shade = np.linspace(1.0, 0.45, 600)[None, :, None]
    shadowed = (paper.pixels * shade).astype(np.uint8)
    ink = flat_ink(shadowed) > 0
    written = grey(paper.pixels) < 80
    assert ink[written].mean() > 0.75
    assert ink[:30].mean() < 0.005, "a shadow alone is no ink"


def test_crop_is_trimmed_to_its_ink() -> None:
    paper = Paper(400, 100)
    paper.draw.rectangle((120, 30, 200, 70), fill="black")
    assert trimmed(paper.pixels, margin=4) == (116, 26, 205, 75)
    assert trimmed(paper.pixels, margin=0) == (120, 30, 201, 71)


def test_trimming_never_leaves_the_crop_and_keeps_an_empty_one() -> None:
    empty = Paper(80, 40)
    assert trimmed(empty.pixels) == (0, 0, 80, 40)
    full = Paper(80, 40)
    full.draw.rectangle((0, 0, 40, 39), fill="black")
    x0, y0, x1, y1 = trimmed(full.pixels)
    assert (x0, y0) == (0, 0) and x1 <= 80 and y1 <= 40


@given(hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=40)), st.floats(0, 100))
def test_a_percentile_by_counting_is_numpys_own(plane: npt.NDArray[np.uint8], share: float) -> None:
    assert exact_percentile(plane, share) == float(np.percentile(plane, share))


def test_red_that_is_known_already_is_not_looked_for_again() -> None:
    _, sealed = stamped()
    page = sealed.pixels
    assert np.array_equal(without_red(page, red_mask(page)), without_red(page))
    assert without_red(page, np.zeros_like(red_mask(page))) is page


def test_pale_print_counts_as_ink_of_its_own_line() -> None:
    paper = Paper(300, 60, (250, 250, 250))
    paper.draw.rectangle((50, 20, 120, 40), fill=(170, 170, 170))
    ink = line_ink(paper.pixels)
    assert ink[22:38, 52:118].all()
    assert not ink[:, 150:].any()
