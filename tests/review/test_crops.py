"""From boxes on the delivered page to windows on the upright image."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.geometry import Box, PageGeometry
from review.crops import STRIP_ASPECT, inverse, marks, on_upright, plain_geometry, window
from review.images import turned_geometry

WIDTH, HEIGHT = 1654, 2339


@st.composite
def boxes(draw: st.DrawFn, margin: float = 0.02) -> Box:
    x, y = (draw(st.floats(margin, 0.92 - margin)) for _ in "xy")
    return Box(x0=x, y0=y, x1=x + draw(st.floats(0.005, 0.08)), y1=y + draw(st.floats(0.005, 0.08)))


def skewed(degrees: float) -> PageGeometry:
    """An upright image made by turning the delivered page by a few degrees around its middle."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    cx, cy = WIDTH / 2, HEIGHT / 2
    rows = (
        (c / WIDTH, -s / WIDTH, (cx - c * cx + s * cy) / WIDTH),
        (s / HEIGHT, c / HEIGHT, (cy - s * cx - c * cy) / HEIGHT),
        (0.0, 0.0, 1.0),
    )
    return PageGeometry(width=WIDTH, height=HEIGHT, matrix=rows)


@given(boxes())
def test_the_plain_page_only_scales(box: Box) -> None:
    found = on_upright(box, plain_geometry(WIDTH, HEIGHT))
    assert (found.x0, found.y1) == pytest.approx((box.x0 * WIDTH, box.y1 * HEIGHT))


@given(boxes(), st.sampled_from([90, 180, 270]))
def test_a_turned_page_there_and_back(box: Box, rotation: int) -> None:
    geometry = turned_geometry(WIDTH, HEIGHT, rotation)
    back = geometry.delivered(on_upright(box, geometry))
    assert (back.x0, back.y0, back.x1, back.y1) == pytest.approx((box.x0, box.y0, box.x1, box.y1))


@given(boxes(margin=0.15), st.floats(-4, 4))  # the corners of a straightened page may be cut off
def test_a_straightened_page_keeps_the_entry_inside(box: Box, degrees: float) -> None:
    geometry = skewed(degrees)
    back = geometry.delivered(on_upright(box, geometry))
    inside = Box(x0=max(0, back.x0) - 1e-6, y0=max(0, back.y0) - 1e-6, x1=back.x1 + 1e-6, y1=back.y1 + 1e-6)
    middle = Box(x0=box.cx, y0=box.cy, x1=box.cx, y1=box.cy)
    assert inside.x0 <= middle.x0 <= inside.x1 and inside.y0 <= middle.y0 <= inside.y1


def test_a_matrix_without_inverse_is_refused() -> None:
    with pytest.raises(ValueError, match="singular"):
        inverse(((1.0, 2.0, 3.0), (2.0, 4.0, 6.0), (0.0, 0.0, 1.0)))


@given(boxes())
def test_the_window_shows_the_whole_entry_and_stays_on_the_page(box: Box) -> None:
    entry = on_upright(box, plain_geometry(WIDTH, HEIGHT))
    cut = window(entry, WIDTH, HEIGHT)
    assert cut.x0 <= entry.x0 and entry.x1 <= cut.x1 and cut.y0 <= entry.y0 and entry.y1 <= cut.y1
    assert cut.x0 >= 0 and cut.x1 <= WIDTH + 1e-6 and cut.y0 >= 0 and cut.y1 <= HEIGHT + 1e-6


def test_an_entry_in_the_middle_is_centred_in_the_strip() -> None:
    entry = Box(x0=700, y0=1000, x1=900, y1=1030)
    cut = window(entry, WIDTH, HEIGHT)
    assert (cut.cx, cut.cy) == pytest.approx((entry.cx, entry.cy))
    assert cut.width / cut.height == pytest.approx(STRIP_ASPECT)


def test_a_page_smaller_than_the_strip_is_shown_whole() -> None:
    assert window(Box(x0=10, y0=10, x1=20, y1=20), 120, 60) == Box(x0=0, y0=0, x1=120, y1=60)


def test_marks_are_ten_thousandths_of_what_is_shown() -> None:
    shown = Box(x0=100, y0=100, x1=300, y1=200)
    assert marks(Box(x0=150, y0=125, x1=200, y1=150), shown) == (2500, 2500, 2500, 2500)
    assert marks(Box(x0=0, y0=0, x1=1, y1=1), Box(x0=5, y0=5, x1=5, y1=5)) == (0, 0, 0, 0)
