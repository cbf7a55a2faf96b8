"""Ink, entries and scanners: what is drawn stands where the box says, whatever a machine does to the paper."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.synth.draw import Picture, Sheet
from benchmarks.synth.fill import Filler, Habits, written_date
from benchmarks.synth.ink import Hand
from benchmarks.synth.scan import STYLES, scan


def written(seed: int, text: str) -> tuple[Sheet, tuple[float, float, float, float]]:
    sheet, rng = Sheet(120, 40), random.Random(seed)
    return sheet, Hand.of(rng).write(sheet, 10, 20, text, 14, rng)


def test_no_two_written_characters_are_alike() -> None:
    sheet, _ = written(1, "田田田")
    pictures = [mark.image for mark in sheet.marks if isinstance(mark, Picture)]
    assert len({image.tobytes() for image in pictures}) == 3


def test_the_same_random_numbers_write_the_same() -> None:
    assert np.array_equal(
        np.asarray(written(4, "山田太郎")[0].paint(200)), np.asarray(written(4, "山田太郎")[0].paint(200))
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_box_of_writing_is_where_its_ink_is(seed: int) -> None:
    sheet, box = written(seed, "髙橋 3-12")
    dark = np.asarray(sheet.paint(254).convert("L")) < 128
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    assert (columns[0] / 10, rows[0] / 10, columns[-1] / 10, rows[-1] / 10) == pytest.approx(box, abs=0.6)


def marked() -> Sheet:
    """A paper with one black block off its centre, on an otherwise white ground."""
    sheet = Sheet()
    sheet.rect(60, 80, 90, 90, line=None, fill=(0, 0, 0))
    return sheet


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_follow_the_paper_through_every_machine(style: str, turn: int) -> None:
    made = scan(marked(), STYLES[style], random.Random(f"{style}{turn}"), turn=turn)
    grey = made.pixels if made.pixels.ndim == 2 else made.pixels.mean(axis=2)
    h, w = grey.shape
    x0, y0, x1, y1 = made.fraction((60, 80, 90, 90))
    assert grey[int((y0 + y1) / 2 * h), int((x0 + x1) / 2 * w)] < 60
    inside = grey[int(y0 * h) : int(y1 * h), int(x0 * w) : int(x1 * w)]
    assert (inside < 90).mean() > 0.55
    for box in ((60, 96, 90, 106), (60, 64, 90, 74), (96, 80, 126, 90), (24, 80, 54, 90)):
        a, b, c, d = made.fraction(box)
        assert (grey[int(b * h) : int(d * h), int(a * w) : int(c * w)] < 60).mean() < 0.25


@settings(max_examples=25, deadline=None)
@given(
    st.text("東京都新宿区123456789-サンハイツ ", min_size=1, max_size=60).filter(lambda t: t.strip()),
    st.booleans(),
    st.integers(0, 99),
)
def test_entries_stay_in_their_place_however_long(text: str, hand: bool, seed: int) -> None:
    sheet, rng = Sheet(), random.Random(seed)
    Filler(sheet, Habits.of(rng), "typed", rng).put("address", text, text, 40, 50, 70, 10.5, lines=2, hand=hand)
    box = sheet.entries["address"].box
    assert box[0] > 37 and box[2] < 118
    assert sheet.entries["address"].raw == text.strip()


def test_a_forgotten_entry_stays_empty_and_truth_says_so() -> None:
    sheet, rng = Sheet(), random.Random(1)
    fill = Filler(sheet, Habits.of(rng), "handwritten", rng, frozenset({"phone", "postal_code", "equipment_type"}))
    fill.put("phone", "0355551234", "03-5555-1234", 40, 50, 60)
    assert sheet.marks == []
    fill.digits("postal_code", "1600022", 40, 60, 5, 6, count=7)
    fill.tick_one("equipment_type", "窓", ["窓", "蓄電池"], 40, 70, 100)
    assert [sheet.entries[k].value for k in ("phone", "postal_code", "equipment_type")] == [None] * 3
    assert not any(isinstance(mark, Picture) for mark in sheet.marks)


def test_full_width_digits_are_for_print_only() -> None:
    sheet, rng = Sheet(), random.Random(1)
    fill = Filler(sheet, Habits.of(rng), "typed", rng)
    fill.put("a", 1, "１，２３４", 10, 20, 60, hand=True)
    fill.put("b", 1, "１，２３４", 10, 40, 60, hand=False)
    assert (sheet.entries["a"].raw, sheet.entries["b"].raw) == ("1,234", "１，２３４")


@pytest.mark.parametrize(
    ("day", "style", "text"),
    [
        (date(2019, 4, 30), "era", "平成31年4月30日"),
        (date(2019, 5, 1), "era", "令和1年5月1日"),
        (date(1989, 1, 7), "dots", "S64.1.7"),
        (date(2025, 2, 3), "wide", "令和７年２月３日"),
        (date(2025, 2, 3), "slash", "2025/02/03"),
    ],
)
def test_dates_as_papers_write_them(day: date, style: str, text: str) -> None:
    assert written_date(day, style) == text
